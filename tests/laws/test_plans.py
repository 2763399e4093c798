"""All engines run one plan: whole numbers that come to what the design says in fractions."""

from typing import Any

from hypothesis import given

from maturity_core import Plan, plan_of, score
from maturity_core.plan import RATING_STEPS, computed, run
from maturity_core.testing.plain import Plain, fired_in, ratios_of
from tests.strategies import Case, cases_of_all_kinds


def row_of(case: Case) -> dict[str, Any]:
    """The case as a row of a plan's columns."""
    assessment = case.assessment
    return {
        "ratings": {clause: int(r * RATING_STEPS) for clause, r in ratios_of(*case).items()},
        "counts": {stated.adjustment: stated.count for stated in assessment.adjustments},
        "excluded": {exclusion.clause for exclusion in assessment.exclusions},
    }


@given(case=cases_of_all_kinds("0.01 %"))
def test_the_plan_equals_the_scorer_and_plain_fractions(case: Case) -> None:
    """Plan and scorer equal Fractions, whatever operators the rubric uses."""
    row = row_of(case)
    planned, grade = run(plan_of(case.rubric), **row, fired=fired_in(case.assessment))
    card, plain = score(*case), Plain(*case)
    assert planned == card.score == plain.score
    assert grade == card.grade
    assert run(plan_of(case.rubric), **row)[1].rank == card.grade_by_score.rank == plain.rank()


def assert_that_all_stay_within(plan: Plan, row: dict[str, Any]) -> None:
    for step, value in zip(plan.steps, computed(plan, **row), strict=True):
        assert step.low <= value <= step.high
        assert abs(value) <= plan.largest


@given(case=cases_of_all_kinds("0.01 %"))
def test_every_step_of_a_plan_stays_in_its_interval_and_is_used(case: Case) -> None:
    """Steps come with the interval of their values; the largest is known; no dead steps."""
    plan, row = plan_of(case.rubric), row_of(case)
    assert_that_all_stay_within(plan, row)
    for alike in (0, RATING_STEPS):
        row["ratings"] = dict.fromkeys(row["ratings"], alike)
        assert_that_all_stay_within(plan, row)
        row["counts"] = dict.fromkeys(row["counts"], 1_000_000 if alike else 0)
        assert_that_all_stay_within(plan, row)
    used = {*plan.score}
    used |= {arg for step in plan.steps if step.op != "column" for arg in step.args}
    used |= {c.left for band in plan.bands for c in band.conditions}
    used |= {c.right for band in plan.bands for c in band.conditions}
    assert used == set(range(len(plan.steps)))
    assert len(set(plan.steps)) == len(plan.steps)
    arguments = [a for step in plan.steps if step.op != "column" for a in step.args]
    assert all(isinstance(argument, int) for argument in arguments)


@given(case=cases_of_all_kinds("0.01 %"))
def test_the_columns_of_a_plan_are_what_an_assessment_says(case: Case) -> None:
    """Ratings in the order of the standard, then counts, then exclusions."""
    plan, rubric = plan_of(case.rubric), case.rubric
    names = [("rating", leaf.id) for leaf in rubric.leaves()]
    names += [("count", adjustment.id) for adjustment in rubric.adjustments]
    names += [("excluded", clause.id) for clause in rubric.walk() if clause.excludable]
    assert [(column.kind, column.name) for column in plan.columns] == names
