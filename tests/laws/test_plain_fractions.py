"""Scorer and integer plan against the words of the design, computed plainly in fractions."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Clause, Rubric, plan_of, score
from maturity_core.plan import RATING_STEPS, run
from maturity_core.testing.plain import fired_in, ratios_of
from tests.strategies import (
    FOR_009_AND_RANDOM_RUBRICS,
    FOR_009_AND_RANDOM_RUBRICS_IN_STEPS,
    Case,
)


def applicable_and_ratio(
    clauses: Sequence[Clause], ratios: dict[str, Fraction]
) -> tuple[Fraction, Fraction]:
    """ratio(sum) = sum of applicable x ratio / sum of applicable; a leaf has its own points."""
    parts = [
        applicable_and_ratio(clause.clauses, ratios)
        if clause.clauses
        else (clause.points or Fraction(0), ratios[clause.id])
        for clause in clauses
    ]
    applicable = sum((points for points, _ in parts), Fraction(0))
    return applicable, sum((points * r for points, r in parts), Fraction(0)) / applicable


def rank_of(rubric: Rubric, exact: Fraction, fired: set[str]) -> int:
    """The highest grade of which any band is met, the lowest if none is, then capped."""
    ranks = {grade.id: grade.rank for grade in rubric.grades.grades}
    met = [ranks[band.grade] for band in rubric.grades.bands if exact >= band.floor]
    caps = [ranks[veto.caps_at] for veto in rubric.vetoes if veto.id in fired]
    return min(max(met, default=min(ranks.values())), *caps, max(ranks.values()))


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_score_is_what_the_design_says(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The root's ratio x total is the score; the grade is the highest one whose floor it meets."""
    case = data.draw(cases)
    card = score(*case)
    _, ratio = applicable_and_ratio(case.rubric.clauses, ratios_of(*case))
    assert card.score == ratio * case.rubric.total
    assert card.grade_by_score.rank == rank_of(case.rubric, card.score, set())
    assert card.grade.rank == rank_of(case.rubric, card.score, fired_in(case.assessment))


@FOR_009_AND_RANDOM_RUBRICS_IN_STEPS
@given(data=st.data())
def test_the_plan_equals_the_scorer_and_plain_fractions(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """All engines run that one plan: in whole numbers it gives the same score and grade."""
    case = data.draw(cases)
    ratios = ratios_of(*case)
    row = {clause: int(ratio * RATING_STEPS) for clause, ratio in ratios.items()}
    fired = fired_in(case.assessment)
    planned, grade = run(plan_of(case.rubric), row, fired)
    card = score(*case)
    assert (planned, grade) == (card.score, card.grade)
    _, ratio = applicable_and_ratio(case.rubric.clauses, ratios)
    assert planned == ratio * case.rubric.total
    assert grade.rank == rank_of(case.rubric, planned, fired)
    assert run(plan_of(case.rubric), row)[1] == card.grade_by_score


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_plan_equals_plain_fractions_on_both_sides_of_every_floor(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Grades are decided on the exact score, also where a floor lies between two steps."""
    rubric, _ = data.draw(cases)
    plan = plan_of(rubric)
    for band in rubric.grades.bands:
        nearest = floor(band.floor / rubric.total * RATING_STEPS)
        for alike in range(max(nearest - 1, 0), min(nearest + 2, RATING_STEPS) + 1):
            exact = rubric.total * alike / RATING_STEPS
            planned, grade = run(
                plan, dict.fromkeys([column.name for column in plan.columns], alike)
            )
            assert (planned, grade.rank) == (exact, rank_of(rubric, exact, set()))
