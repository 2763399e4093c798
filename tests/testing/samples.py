"""A rubric with every operator, small enough to read, and an assessment by it."""

from maturity_core import assessment_from, load_rubric

ALL_OF_IT = load_rubric(b"""
language = "en"
[rubric]
id = "all-of-it"
title = "All of it"
total = 100
maximum = 110
[dimensions]
process = "Process"
[clauses]
"1" = { points = 40, combine = "mean", title = "Staff", dimension = "process" }
"1.1" = { weight = 3, title = "Number" }
"1.2" = { weight = 2, title = "Training", excludable = true }
"2" = { points = 30, combine = "min", title = "Plant" }
"2.1" = { title = "Pumps" }
"2.2" = { title = "Tanks" }
"3" = { points = 30, title = "Records", excludable = true }
"3.1" = { points = 10, title = "Log" }
"3.2" = { points = 20, title = "Reports", scale = { step = 5 } }
[grades]
"unqualified" = { rank = 0, label = "not qualified" }
"one" = { rank = 1, at_least = 0, label = "one" }
"two" = { rank = 2, at_least = 60, requires = [ { clause = "1", at_least = 50 } ], label = "two" }
"three" = { rank = 3, at_least = 90, label = "three" }
[vetoes]
"incident" = { title = "Incident" }
[adjustments]
"bonus" = { kind = "bonus", points = 2, times = 5 }
"late" = { kind = "deduction", points = 1, on = "3" }
""")

GOOD = assessment_from(
    {
        "rubric": "all-of-it",
        "ratings": {"1.1": 70, "1.2": 80, "2.1": 100, "2.2": 60, "3.1": "82.5", "3.2": 85},
        "vetoes": {"incident": "clear"},
        "adjustments": {
            "bonus": {"count": 1, "reason": "prize"},
            "late": {"count": 2, "reason": "two reports"},
        },
    }
)
