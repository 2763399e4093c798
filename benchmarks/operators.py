"""A rubric that uses every operator beside one that only adds up: the time per clause."""

from functools import partial
from typing import Any, NamedTuple

from maturity_core import Assessment, Rubric, assessment_from, grade_only, load_rubric, score
from timing import Contender, Times, interleaved

__all__ = ["Row", "measured"]

_EVERY_OPERATOR = b"""
language = "en"

[rubric]
id = "every-operator"
title = "Every operator"
total = 100
maximum = 110
combine = "mean"

[dimensions]
safe = "Safety"

[clauses]
"1" = { weight = 3, points = 30, title = "Adds up" }
"1.1" = { points = 10, title = "a", dimension = "safe" }
"1.2" = { points = 8, title = "b", excludable = true }
"1.3" = { points = 7, title = "c", excludable = true, excluded = "full" }
"1.4" = { points = 5, title = "d", scale = { step = 5 } }
"2" = { weight = 4, points = 40, title = "The mean", combine = "mean", dimension = "safe" }
"2.1" = { weight = 1, title = "e" }
"2.2" = { weight = 2, title = "Adds up inside" }
"2.2.1" = { points = 3, title = "f" }
"2.2.2" = { points = 4, title = "g", excludable = true }
"2.2.3" = { points = 6, title = "h" }
"2.2.4" = { points = 6, title = "i" }
"2.3" = { weight = 1, title = "The weakest inside", combine = "min" }
"2.3.1" = { title = "j" }
"2.3.2" = { title = "k" }
"3" = { weight = 2, points = 20, title = "The weakest", combine = "min" }
"3.1" = { title = "l" }
"3.2" = { title = "A mean inside", combine = "mean" }
"3.2.1" = { weight = 1, title = "m" }
"3.2.2" = { weight = 2, title = "n" }
"3.2.3" = { weight = 2, title = "o" }
"4" = { weight = 1, points = 10, title = "Levels" }
"4.1" = { points = 4, title = "p", scale = { bands = [
    { low = 0, high = 0, label = "no" },
    { low = 50, high = 50, label = "half" },
    { low = 100, high = 100, label = "yes" },
] } }
"4.2" = { points = 3, title = "q" }
"4.3" = { points = 3, title = "r" }
"5" = { weight = 1, points = 10, title = "May be left out", excludable = true }
"5.1" = { points = 5, title = "s" }
"5.2" = { points = 5, title = "t" }

[grades]
"unqualified" = { rank = 0, label = "unqualified" }
"one" = { rank = 1, at_least = 40, label = "one" }
"two" = { rank = 2, above = 60, label = "two", requires = [
    { every = "section", at_least = "40%", excluded = "met" },
] }
"three" = { rank = 3, label = "three", any = [
    { at_least = 80, score = "base" },
    { at_least = 85, requires = [
        { clause = "1", above = "60%" },
        { dimension = "safe", at_least = "65%" },
        { score = "base", at_least = 75 },
        { adjustment = "award", at_least = 2 },
    ] },
] }

[vetoes]
"incident" = { title = "Incident" }

[adjustments]
"award" = { kind = "bonus", points = 2, times = 3, from_ratio = "50%" }
"fault" = { kind = "deduction", points = 1, scaling = "inside" }
"lapse" = { kind = "deduction", points = 1, on = "2" }
"""

_EXCLUDED = ("1.2", "2.2.2", "5")
_COUNTS = {"award": 2, "fault": 1, "lapse": 1}


class Row(NamedTuple):
    """What was measured of one rubric: seconds per clause, branches included.

    Attributes:
        name: what it is called in the table.
        full: of `score`.
        grade: of `grade_only`.
    """

    name: str
    full: Times
    grade: Times


def measured(plain: Rubric, rounds: int, count: int) -> list[Row]:
    """Measure a rubric that only adds up, then one with every operator.

    Args:
        plain: the rubric that only adds up.
        rounds: how often.
        count: assessments in each round.
    """
    every = load_rubric(_EVERY_OPERATOR)
    cases: dict[str, tuple[Rubric, dict[str, Any]]] = {
        f"{plain.id}: sums": (plain, {}),
        "every operator": (every, {}),
        "every operator, three exclusions": (every, {"exclusions": _EXCLUDED}),
    }
    contenders = [
        Contender(f"{name} {kind}", partial(_made, rubric, count, **rest), partial(run, rubric))
        for name, (rubric, rest) in cases.items()
        for kind, run in (("full", score), ("grade", grade_only))
    ]
    times = interleaved(contenders, rounds)
    return [
        Row(name, *(_per_clause(times[f"{name} {kind}"], rubric) for kind in ("full", "grade")))
        for name, (rubric, _) in cases.items()
    ]


def _per_clause(times: Times, rubric: Rubric) -> Times:
    clauses = sum(1 for _ in rubric.walk())
    return Times(*(seconds / clauses for seconds in times))


def _made(rubric: Rubric, count: int, exclusions: tuple[str, ...] = ()) -> list[Assessment]:
    """Make assessments in the order of the rubric, each a little better than the one before."""
    left_out = {
        below.id for clause in rubric.walk() if clause.id in exclusions for below in clause.walk()
    }
    tree: dict[str, Any] = {
        "rubric": rubric.id,
        "vetoes": {veto.id: "clear" for veto in rubric.vetoes},
        "exclusions": dict.fromkeys(exclusions, "does not apply"),
        "adjustments": {
            extra.id: {"count": _COUNTS[extra.id], "reason": "on record"}
            for extra in rubric.adjustments
        },
    }
    items = [leaf.id for leaf in rubric.leaves() if leaf.id not in left_out]
    return [
        assessment_from(
            tree | {"ratings": {item: 100 if item == "4.1" else 60 + n % 8 * 5 for item in items}}
        )
        for n in range(count)
    ]
