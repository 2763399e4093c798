"""A small rubric, and the assessments, files and refusals that the tests of the core start from."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from maturity_core import (
    Assessment,
    Clause,
    Grade,
    GradeBand,
    GradeBands,
    MaturityError,
    Problem,
    Rubric,
    Text,
    Veto,
    assessment_from,
)
from maturity_core.assuming import problems_by_change

Tree = dict[str, Any]


def both(en: str) -> dict[str, str]:
    return {"zh": f"{en}（中文）", "en": en}


def text(en: str) -> Text:
    return Text(**both(en))


def rubric_tree(**changes: object) -> Tree:
    """Ten points in two sections, three grades by score, two vetoes: in the form of a file."""
    tree: Tree = {
        "rubric": {"id": "tiny-2026", "family": "tiny", "title": both("Tiny"), "total": 10},
        "clauses": {
            "1": {"points": 4, "title": both("Staff")},
            "1.1": {"points": 1, "title": both("Number")},
            "1.2": {"points": 3, "title": both("Training")},
            "2": {"points": 6, "title": both("Service")},
        },
        "grades": {
            "unqualified": {"rank": 0, "label": both("not qualified")},
            "fair": {"rank": 1, "at_least": 0, "label": both("fair")},
            "good": {"rank": 2, "at_least": 6, "label": both("good")},
            "excellent": {"rank": 3, "at_least": 9, "label": both("excellent")},
        },
        "vetoes": {
            "fraud": {"title": both("Fraud")},
            "other": {"title": both("Other"), "caps_at": "fair", "needs_reason": True},
        },
    }
    return tree | changes


def head(**changes: object) -> Tree:
    """The table ``rubric`` of that file."""
    table: Tree = rubric_tree()["rubric"]
    return table | changes


def clauses(**changes: Mapping[str, object]) -> Tree:
    """Its table ``clauses``; ``_2`` changes the fields of clause 2, ``_1_1`` those of 1.1."""
    table: Tree = rubric_tree()["clauses"]
    for name, fields in changes.items():
        key = name.removeprefix("_").replace("_", ".")
        table[key] = {"title": both("More"), **table.get(key, {}), **fields}
    return table


def grades(**changes: Mapping[str, object]) -> Tree:
    """Its table ``grades``, with some fields of some of them changed."""
    table: Tree = rubric_tree()["grades"]
    for name, fields in changes.items():
        table[name] = {"label": both(name), **table.get(name, {}), **fields}
    return table


def ladder(*floors: int) -> GradeBands:
    """A lowest grade ``g0`` and one more grade for every floor: ``g1``, ``g2``, ..."""
    return GradeBands(
        grades=[Grade(id=f"g{n}", rank=n, label=text(f"g{n}")) for n in range(len(floors) + 1)],
        bands=[GradeBand(grade=f"g{n}", floor=floor) for n, floor in enumerate(floors, start=1)],
    )


def item(clause_id: str, points: int | str | None = 10) -> Clause:
    return Clause(id=clause_id, title=text(f"Item {clause_id}"), points=points)


RUBRIC = Rubric(
    id="tiny-2026",
    family="tiny",
    title=text("Tiny"),
    total=10,
    clauses=[
        Clause(
            id="1",
            title=text("Staff"),
            points=4,
            clauses=[
                Clause(id="1.1", title=text("Number"), points=1),
                Clause(id="1.2", title=text("Training"), points=3),
            ],
        ),
        Clause(id="2", title=text("Service"), points=6),
    ],
    grades=GradeBands(
        grades=[
            Grade(id="unqualified", rank=0, label=text("not qualified")),
            Grade(id="fair", rank=1, label=text("fair")),
            Grade(id="good", rank=2, label=text("good")),
            Grade(id="excellent", rank=3, label=text("excellent")),
        ],
        bands=[
            GradeBand(grade="fair", floor=0),
            GradeBand(grade="good", floor=6),
            GradeBand(grade="excellent", floor=9),
        ],
    ),
    vetoes=[
        Veto(id="fraud", title=text("Fraud")),
        Veto(id="other", title=text("Other"), caps_at="fair", needs_reason=True),
    ],
)
"""What `rubric_tree` says."""


def assessment_tree(**changes: object) -> Tree:
    """Everything rated 80 %, both vetoes clear: in the form of a file."""
    tree: Tree = {
        "rubric": "tiny-2026",
        "ratings": {"1.1": 80, "1.2": 80, "2": 80},
        "vetoes": {"fraud": "clear", "other": "clear"},
    }
    return tree | changes


def assessed(**changes: object) -> Assessment:
    return assessment_from(assessment_tree(**changes))


def rated(*percentages: object, **vetoes: object) -> Assessment:
    """Rate 1.1, 1.2 and 2 in this order; a veto that is not named is clear."""
    return assessed(
        ratings=dict(zip(("1.1", "1.2", "2"), percentages, strict=True)),
        vetoes={"fraud": "clear", "other": "clear"} | vetoes,
    )


FIRED = {"finding": "fired", "legal_basis": "Law, art. 5", "period": "2026-03"}


def refusal(call: Callable[..., object], *args: object, **named: object) -> MaturityError:
    """Return the error with which a call refuses."""
    try:
        call(*args, **named)
    except MaturityError as error:
        return error
    message = f"{call} refused nothing"
    raise AssertionError(message)


def changes_checked(
    rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]
) -> tuple[Problem, ...]:
    """What is wrong or odd with changes, whichever change it is about."""
    return tuple(problem for _, problem in problems_by_change(rubric, assessment, changes))


def told(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Reduce problems to code and pointer."""
    return [(problem.code, problem.pointer) for problem in problems]


def lines(problems: Iterable[Problem]) -> list[tuple[str, int | None]]:
    """Reduce problems to pointer and line."""
    return [(p.pointer, p.position.line if p.position else None) for p in problems]
