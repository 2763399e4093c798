"""One of two distributions that offer the same id."""

from maturity_core import load_rubric

RUBRIC = """
[rubric]
id = "acme-twin-2026"
title = { zh = "孪生", en = "Twin" }
total = 10

[clauses]
"1" = { points = 10, title = { zh = "服务", en = "Service" } }

[grades]
"pass" = { rank = 1, label = { zh = "通过", en = "pass" } }
"""

rubric = load_rubric(RUBRIC.encode())
