"""A sound plugin that prints when it is imported and when it is asked."""

import sys

from maturity_core import Rubric, load_rubric

RUBRIC = """
[rubric]
id = "acme-loud-2026"
title = { zh = "喧哗", en = "Loud" }
total = 10

[clauses]
"1" = { points = 10, title = { zh = "服务", en = "Service" } }

[grades]
"pass" = { rank = 1, label = { zh = "通过", en = "pass" } }
"""

sys.stdout.write("Thank you for choosing Acme!\n")


def rubric() -> Rubric:
    """Return the rubric, with a word of thanks."""
    sys.stdout.write("Thank you again!\n")
    return load_rubric(RUBRIC.encode())
