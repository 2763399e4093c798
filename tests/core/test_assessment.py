from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from maturity_core import (
    AdjustmentCount,
    Assessment,
    Deduction,
    Exclusion,
    Person,
    Rating,
    Sample,
    Subject,
    VetoFinding,
)
from tests.core.samples import refusal

LOSS = Deduction(points=1, reason="no label")


@pytest.mark.parametrize(
    ("rating", "points", "ratio"),
    [
        (Rating(clause="1", ratio="0.85"), 3, "0.85"),
        (Rating(clause="1", ratio="0.85"), None, "0.85"),
        (Rating(clause="1", points="2.55"), 3, "0.85"),
        (Rating(clause="1", points=1), 3, "1/3"),
        (Rating(clause="1", points=0), 3, "0"),
        (Rating(clause="1", ratio=0), 3, "0"),
        (Rating(clause="1", ratio=1, points=0), 3, "1"),
        (Rating(clause="1", sample=Sample(conform=0, of=20)), 3, "0"),
        (Rating(clause="1", sample=Sample(conform=17, of=20)), None, "17/20"),
        (Rating(clause="1", deductions=[Deduction(points="0.5", count=0)]), 2, "1"),
        (Rating(clause="1", deductions=[Deduction(points="0.5", count=3)]), 2, "1/4"),
        (Rating(clause="1", deductions=[Deduction(points=1), Deduction(points="1/3")]), 2, "1/3"),
        (Rating(clause="1", deductions=[Deduction(points="0.5", count=5)]), 2, "0"),
    ],
)
def test_a_rating_gives_a_ratio_whichever_way_it_was_written(
    rating: Rating, points: int | None, ratio: str
) -> None:
    assert not rating.is_open
    assert rating.ratio_of(None if points is None else Fraction(points)) == Fraction(ratio)


@pytest.mark.parametrize(
    ("rating", "points"),
    [
        (Rating(clause="1", note="seen"), Fraction(3)),
        (Rating(clause="1", points=1), None),
        (Rating(clause="1", points=1), Fraction(0)),
    ],
)
def test_no_ratio_follows_from_nothing(rating: Rating, points: Fraction | None) -> None:
    with pytest.raises(ValueError, match=r"clause 1: no ratio follows from"):
        rating.ratio_of(points)


def test_a_level_has_the_ratio_that_the_scale_gives_it() -> None:
    levels = {"合格": Fraction(1), "pass": Fraction(1), "fail": Fraction(0)}
    for name, ratio in levels.items():
        assert Rating(clause="1", level=name).ratio_of(None, levels) == ratio
    with pytest.raises(ValueError, match=r"clause 1: no ratio follows from .*level='Pass'"):
        Rating(clause="1", level="Pass").ratio_of(None, levels)


def test_a_rating_knows_in_which_forms_it_was_written() -> None:
    sample = Sample(conform=1, of=1)
    assert Rating(clause="1").forms == ()
    assert Rating(clause="1", ratio=0).forms == ("ratio",)
    assert Rating(clause="1", points=0, level="x").forms == ("points", "level")
    whole = Rating(clause="1", ratio=0, points=1, level="x", sample=sample, deductions=[LOSS])
    assert whole.forms == ("ratio", "points", "level", "sample", "deductions")
    assert evolve(whole, ratio=None, points=None, level="", sample=None).forms == ("deductions",)
    assert evolve(whole, deductions=[]) != whole


def test_a_rating_that_says_only_a_note_is_open() -> None:
    assert Rating(clause="1", note="to be seen").is_open


def test_nothing_is_clear_by_default() -> None:
    assert VetoFinding(veto="v").finding == "undetermined"


def test_numbers_become_exact() -> None:
    rating = Rating(clause="1", ratio=Decimal("0.70"), points="7/3")
    assert (rating.ratio, rating.points) == (Fraction(7, 10), Fraction(7, 3))


def test_collections_are_tuples_whatever_was_passed() -> None:
    rating = Rating(clause="1", evidence=["log"])
    assessment = Assessment(
        rubric="tiny-2026",
        subject=Subject(sites=["North"]),
        assessors=[Person(name="Li")],
        ratings=[rating],
        vetoes=[VetoFinding(veto="v", evidence=["a"])],
        exclusions=iter([Exclusion(clause="2")]),
        adjustments=[AdjustmentCount(adjustment="a", count=0)],
    )
    assert rating.evidence == ("log",)
    assert assessment.subject.sites == ("North",)
    assert assessment.ratings == (rating,)
    assert [type(value) for value in (assessment.vetoes, assessment.exclusions)] == [tuple, tuple]
    assert hash(assessment) == hash(assessment)


def test_one_text_is_not_taken_for_a_list_of_letters() -> None:
    assert Rating(clause="1", evidence="log").evidence == ("log",)
    assert VetoFinding(veto="v", evidence="log").evidence == ("log",)
    assert Subject(sites="North").sites == ("North",)


REFUSED: dict[str, tuple[Callable[[], object], str, tuple[str, ...]]] = {
    "format": (lambda: Assessment(rubric="t", format=2), "value.format", ("format",)),
    "kind": (
        lambda: Assessment(rubric="t", kind="third_party"),  # type: ignore[arg-type] # refused here too
        "value.choice",
        ("kind",),
    ),
    "finding": (
        lambda: VetoFinding(veto="v", finding="Clear"),  # type: ignore[arg-type] # the same
        "value.choice",
        ("finding",),
    ),
    "clause": (lambda: Rating(clause="5,1"), "value.id", ("clause",)),
    "veto": (lambda: VetoFinding(veto=""), "value.id", ("veto",)),
    "exclusion": (lambda: Exclusion(clause="五"), "value.id", ("clause",)),
    "adjustment": (lambda: AdjustmentCount(adjustment="-", count=1), "value.id", ("adjustment",)),
    "count": (lambda: AdjustmentCount(adjustment="a", count=-1), "value.whole", ("count",)),
    "ratio": (lambda: Rating(clause="1", ratio=0.5), "number.float", ()),
    "points": (lambda: Rating(clause="1", points=True), "number.bool", ()),
    "percent": (lambda: Rating(clause="1", ratio="85%"), "number.form", ()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_field_that_breaks_its_rule_is_refused(name: str) -> None:
    call, code, path = REFUSED[name]
    [problem] = refusal(call).problems
    assert (problem.code, problem.path) == (code, path)


@pytest.mark.parametrize("kind", ["self", "internal", "third-party", None])
def test_the_kinds_of_assessment(kind: str | None) -> None:
    assessment = Assessment(rubric="t", kind=kind)  # type: ignore[arg-type] # one of these words
    assert assessment.kind == kind


def test_nothing_can_be_changed() -> None:
    for part in (
        Assessment(rubric="t", assessed_on=date(2026, 6, 30)),
        Rating(clause="1"),
        VetoFinding(veto="v"),
        Person(name="Li"),
        Subject(),
        Exclusion(clause="1"),
        AdjustmentCount(adjustment="a", count=1),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(part, type(part).__attrs_attrs__[0].name, "other")
