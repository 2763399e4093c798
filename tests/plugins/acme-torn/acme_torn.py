"""A sound plugin; the tests damage its entry_points.txt after the installation."""

from maturity_core import load_rubric

RUBRIC = """
[rubric]
id = "acme-torn-2026"
title = { zh = "残缺", en = "Torn" }
total = 10

[clauses]
"1" = { points = 10, title = { zh = "服务", en = "Service" } }

[grades]
"pass" = { rank = 1, label = { zh = "通过", en = "pass" } }
"""

rubric = load_rubric(RUBRIC.encode())
