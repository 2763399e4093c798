"""Scorer and integer plan against the words of the design, computed plainly in fractions."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Clause, Plan, Rubric, plan_of, score
from maturity_core.plan import RATING_STEPS, run
from tests.strategies import (
    FOR_009_AND_RANDOM_RUBRICS,
    FOR_009_AND_RANDOM_RUBRICS_IN_STEPS,
    Case,
    fired_in,
    ratios_of,
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


def values_of(plan: Plan, row: dict[str, int]) -> list[int]:
    """The value of every step; a rubric that only adds up has no other kinds of steps."""
    values: list[int] = []
    for step in plan.steps:
        assert step.op in {"const", "column", "linear"}
        if step.op == "const":
            values.append(step.numbers[0])
        elif step.op == "column":
            values.append(row[plan.columns[step.args[0]]])
        else:
            values.append(
                sum(n * values[arg] for n, arg in zip(step.numbers, step.args, strict=True))
            )
    return values


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_score_is_what_the_design_says(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The root's ratio x total is the score; the grade is the highest one whose floor it meets."""
    case = data.draw(cases)
    card = score(*case)
    _, ratio = applicable_and_ratio(case.rubric.clauses, ratios_of(case))
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
    ratios = ratios_of(case)
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
            planned, grade = run(plan, dict.fromkeys(plan.columns, alike))
            assert (planned, grade.rank) == (exact, rank_of(rubric, exact, set()))


@FOR_009_AND_RANDOM_RUBRICS_IN_STEPS
@given(data=st.data())
def test_every_step_of_a_plan_stays_in_its_interval_and_is_used(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Steps come with the interval of their values; the largest is known; no dead steps."""
    case = data.draw(cases)
    plan = plan_of(case.rubric)
    assert plan.columns == tuple(leaf.id for leaf in case.rubric.leaves())
    for ratios in (
        ratios_of(case),
        dict.fromkeys(plan.columns, Fraction(0)),
        dict.fromkeys(plan.columns, Fraction(1)),
    ):
        row = {clause: int(ratio * RATING_STEPS) for clause, ratio in ratios.items()}
        values = values_of(plan, row)
        numerator, denominator = plan.score
        assert run(plan, row)[0] == Fraction(values[numerator], values[denominator])
        for step, value in zip(plan.steps, values, strict=True):
            assert step.low <= value <= step.high
            assert abs(value) <= plan.largest
    used = {*plan.score}
    used |= {arg for step in plan.steps if step.op != "column" for arg in step.args}
    used |= {c.left for band in plan.bands for c in band.conditions}
    used |= {c.right for band in plan.bands for c in band.conditions}
    assert used == set(range(len(plan.steps)))
    assert len(set(plan.steps)) == len(plan.steps)
