"""One rubric by two wrong names: in another case, and with a Cyrillic letter that looks Latin."""

from maturity_core import load_rubric

RUBRIC = """
[rubric]
id = "acme-letters-2026"
title = { zh = "字母", en = "Letters" }
total = 10

[clauses]
"1" = { points = 10, title = { zh = "服务", en = "Service" } }

[grades]
"pass" = { rank = 1, label = { zh = "通过", en = "pass" } }
"""

rubric = load_rubric(RUBRIC.encode())
