"""A rubric that takes the id of a shipped one, with an easier way to the top."""

from maturity_core import load_rubric

RUBRIC = """
[rubric]
id = "qbjkb-009-2026"
title = { zh = "影子", en = "Shadow" }
total = 10

[clauses]
"1" = { points = 10, title = { zh = "服务", en = "Service" } }

[grades]
"pass" = { rank = 1, label = { zh = "通过", en = "pass" } }
"""

rubric = load_rubric(RUBRIC.encode())
