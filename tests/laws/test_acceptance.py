"""What is plainly fine is scored at once: never what the checks refuse, and never otherwise."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from maturity_core import (
    AdjustmentCount,
    Assessment,
    Deduction,
    Exclusion,
    MaturityError,
    Rating,
    Rubric,
    Sample,
    VetoFinding,
    check_assessment,
    grade_only,
    score,
)
from tests.strategies import Case, cases, cases_of_009, cases_of_all_kinds

Change = Callable[[Assessment, int], Assessment]


def in_order(rubric: Rubric, assessment: Assessment) -> Assessment:
    """The same assessment as a file lists it: in the order of the rubric."""
    leaves = [leaf.id for leaf in rubric.leaves()]
    vetoes = [veto.id for veto in rubric.vetoes]
    return evolve(
        assessment,
        ratings=sorted(assessment.ratings, key=lambda rating: leaves.index(rating.clause)),
        vetoes=sorted(assessment.vetoes, key=lambda finding: vetoes.index(finding.veto)),
    )


def rating_with(**fields: Any) -> Change:
    def change(assessment: Assessment, index: int) -> Assessment:
        ratings = list(assessment.ratings) or [Rating(clause="nowhere")]
        ratings[index % len(ratings)] = evolve(ratings[index % len(ratings)], **fields)
        return evolve(assessment, ratings=ratings)

    return change


def rating_as(**form: Any) -> Change:
    """Write a rating in another form, or in none."""
    nothing = {"ratio": None, "points": None, "level": "", "sample": None, "deductions": ()}
    return rating_with(**nothing | form)


LOSS = Deduction(points=Fraction(1, 100), count=3, reason="no label")


def finding_with(**fields: Any) -> Change:
    def change(assessment: Assessment, index: int) -> Assessment:
        vetoes = list(assessment.vetoes) or [VetoFinding(veto="nobody")]
        vetoes[index % len(vetoes)] = evolve(vetoes[index % len(vetoes)], **fields)
        return evolve(assessment, vetoes=vetoes)

    return change


def with_(**fields: Any) -> Change:
    return lambda assessment, _: evolve(assessment, **fields)


def rating_dropped(assessment: Assessment, index: int) -> Assessment:
    at = index % (len(assessment.ratings) + 1)
    return evolve(assessment, ratings=[*assessment.ratings[:at], *assessment.ratings[at + 1 :]])


def rating_again(assessment: Assessment, index: int) -> Assessment:
    ratings = assessment.ratings or (Rating(clause="nowhere", ratio=1),)
    return evolve(assessment, ratings=[*assessment.ratings, ratings[index % len(ratings)]])


def veto_dropped(assessment: Assessment, index: int) -> Assessment:
    return evolve(assessment, vetoes=assessment.vetoes[: index % (len(assessment.vetoes) + 1)])


def turned_round(assessment: Assessment, _: int) -> Assessment:
    return evolve(assessment, ratings=assessment.ratings[::-1], vetoes=assessment.vetoes[::-1])


CHANGES: dict[str, Change] = {
    "nothing": with_(),
    "turned round": turned_round,
    "rating out of range": rating_with(ratio=Fraction(10_001, 10_000)),
    "rating just out of range": rating_with(ratio=1 + Fraction(1, 10**40)),
    "rating below zero": rating_with(ratio=Fraction(-1, 10**40)),
    "rating fine": rating_with(ratio=Fraction(1, 3)),
    "rating open": rating_as(),
    "rating in points": rating_as(points=Fraction(1, 100)),
    "rating in too many points": rating_as(points=Fraction(10**6)),
    "rating in two forms": rating_with(ratio=Fraction(1, 2), points=Fraction(0)),
    "rating as a sample": rating_as(sample=Sample(conform=2, of=3)),
    "rating as a sample of too few": rating_as(sample=Sample(conform=4, of=3)),
    "rating as a level": rating_as(level="level 0"),
    "rating as no level": rating_as(level="level of nothing"),
    "rating by deductions": rating_as(deductions=[LOSS, evolve(LOSS, count=0, reason="")]),
    "rating by a deduction without reason": rating_as(deductions=[evolve(LOSS, reason=" ")]),
    "rating by a deduction of nothing": rating_as(deductions=[evolve(LOSS, points=0)]),
    "rating of another clause": rating_with(clause="nowhere"),
    "rating dropped": rating_dropped,
    "rating again": rating_again,
    "open rating more": lambda assessment, _: evolve(
        assessment, ratings=[*assessment.ratings, Rating(clause="nowhere")]
    ),
    "veto undetermined": finding_with(finding="undetermined"),
    "veto fired without its basis": finding_with(finding="fired", legal_basis=""),
    "veto fired": finding_with(
        finding="fired", legal_basis="law, article 1", period="2026-05", note="seen"
    ),
    "veto unknown": finding_with(veto="nobody"),
    "veto dropped": veto_dropped,
    "another rubric": with_(rubric="another-2026"),
    "scope unknown": with_(scope="nowhere"),
    "scope that needs a word": with_(scope="other", scope_text=""),
    "period of no form": with_(period="June"),
    "period reversed": with_(period="2026/2025"),
    "period fine": with_(period="2025-01/2026"),
    "exclusion": with_(exclusions=[Exclusion(clause="5.5", reason="none there")]),
    "reasons left out": lambda assessment, _: evolve(
        assessment,
        exclusions=[evolve(exclusion, reason=" ") for exclusion in assessment.exclusions],
        adjustments=[evolve(stated, reason="") for stated in assessment.adjustments],
    ),
    "exclusion again": lambda assessment, _: evolve(
        assessment, exclusions=assessment.exclusions * 2
    ),
    "adjustment": with_(adjustments=[AdjustmentCount(adjustment="bonus", count=0)]),
    "adjustments turned round": lambda assessment, _: evolve(
        assessment, adjustments=assessment.adjustments[::-1]
    ),
    "adjustments again": lambda assessment, _: evolve(
        assessment, adjustments=assessment.adjustments * 2
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@given(case=st.one_of(cases_of_009(), cases(), cases_of_all_kinds()), index=st.integers(0, 30))
def test_what_scores_is_what_the_checks_accept(change: str, case: Case, index: int) -> None:
    """`score` refuses exactly what `check_assessment` finds errors in, with all of them."""
    rubric, drawn = case
    assessment = CHANGES[change](in_order(rubric, drawn), index)
    errors = [p for p in check_assessment(rubric, assessment) if p.severity == "error"]
    event("refused" if errors else "scored")
    if errors:
        for scorer in (score, grade_only):
            with pytest.raises(MaturityError) as refused:
                scorer(rubric, assessment)
            assert list(refused.value.problems) == errors
        return
    card = score(rubric, assessment)
    assert card.assessment is assessment
    assert grade_only(rubric, assessment) is card.grade
    assert [line.rating for line in card.lines if line.rating] == list(
        in_order(rubric, assessment).ratings
    )
    assert card.score == score(rubric, turned_round(assessment, 0)).score
