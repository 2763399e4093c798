"""The laws are shown on cases that matter: on floors, deep, with vetoes, in every form."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from maturity_core import score
from maturity_core.testing.plain import fired_in, ratios_of
from maturity_core.testing.strategies import STEPS
from tests.strategies import (
    FOR_009_AND_RANDOM_RUBRICS,
    Case,
    cases,
    cases_of_all_kinds,
    levels_of,
    plain_assessments,
    plain_rubrics,
    plain_score,
    stands_on_a_floor,
)

Condition = Callable[[Case], bool]


@FOR_009_AND_RANDOM_RUBRICS
def test_at_least_a_third_of_the_assessments_stand_on_a_floor(
    cases: st.SearchStrategy[Case],
) -> None:
    """At least a third of the assessments on a floor; what Hypothesis shows as events."""
    seen: list[bool] = []

    @settings(database=None, max_examples=200, phases=[Phase.generate])
    @given(cases)
    def look(case: Case) -> None:
        seen.append(stands_on_a_floor(case))

    look()
    assert 3 * sum(seen) >= len(seen) >= 200


def a_step_to_a_floor(steps: int) -> Condition:
    """Whether one item, rated so many steps of 0.01 % higher, brings the score onto a floor."""

    def condition(case: Case) -> bool:
        ratios = [ratios_of(*case)[leaf.id] for leaf in case.rubric.leaves()]
        floors = {band.floor for band in case.rubric.grades.bands}
        moved = (
            [*ratios[:index], ratio + Fraction(steps, STEPS), *ratios[index + 1 :]]
            for index, ratio in enumerate(ratios)
        )
        return any(plain_score(case.rubric, beside) in floors for beside in moved)

    return condition


def with_levels(depth: int) -> Condition:
    return lambda case: levels_of(case.rubric.clauses) == depth


ANYWHERE: dict[str, Condition] = {
    "on no floor": lambda case: not stands_on_a_floor(case),
    "a step below a floor": a_step_to_a_floor(1),
    "a step above a floor": a_step_to_a_floor(-1),
    "a veto fired": lambda case: bool(fired_in(case.assessment)),
    "no veto fired": lambda case: not fired_in(case.assessment),
    "rated in points": lambda case: any(r.ratio is None for r in case.assessment.ratings),
    "finer than 0.01 %": lambda case: any(
        (ratio * STEPS).denominator > 1 for ratio in ratios_of(*case).values()
    ),
}
RANDOM_ONLY: dict[str, Condition] = {
    **{f"{depth} levels": with_levels(depth) for depth in range(1, 7)},
    "points with thirds": lambda case: any(
        (leaf.points or Fraction(0)).denominator % 3 == 0 for leaf in case.rubric.leaves()
    ),
    "scaled": lambda case: case.rubric.scaled,
    "not scaled": lambda case: not case.rubric.scaled,
    "a dimension of its own": lambda case: any(c.dimension for c in case.rubric.walk()),
    "a scale of its own": lambda case: any(c.scale for c in case.rubric.walk()),
    "a cap above the lowest grade": lambda case: any(
        case.rubric.grades.grade(veto.caps_at).rank
        > min(grade.rank for grade in case.rubric.grades.grades)
        for veto in case.rubric.vetoes
    ),
}


def assert_that_it_is_drawn(cases: st.SearchStrategy[Case], condition: Condition) -> None:
    """Fail with NoSuchExample where thousands of cases hold none."""
    find(
        cases,
        condition,
        settings=settings(database=None, max_examples=5_000, phases=[Phase.generate]),
    )


@FOR_009_AND_RANDOM_RUBRICS
@pytest.mark.parametrize("condition", ANYWHERE.values(), ids=list(ANYWHERE))
def test_a_kind_of_assessment_is_drawn(
    cases: st.SearchStrategy[Case], condition: Condition
) -> None:
    assert_that_it_is_drawn(cases, condition)


@pytest.mark.parametrize("condition", RANDOM_ONLY.values(), ids=list(RANDOM_ONLY))
def test_a_kind_of_rubric_is_drawn(condition: Condition) -> None:
    """Depth to 6, points with thirds, and whatever else a law could depend on."""
    assert_that_it_is_drawn(cases(), condition)


def held_by(case: Case, *, of_the_whole: bool) -> bool:
    return any((part.clause is None) is of_the_whole for part in score(*case).held)


def met_exactly(case: Case) -> bool:
    """Whether the score, or that before adjustments, equals a floor that it is held against."""
    card = score(*case)
    bands = case.rubric.grades.bands
    return any(b.floor == (card.score if b.score == "final" else card.base) for b in bands)


def in_form(form: str) -> Condition:
    return lambda case: any(form in rating.forms for rating in case.assessment.ratings)


ALL_KINDS: dict[str, Condition] = {
    **{f"{depth} levels": with_levels(depth) for depth in range(1, 7)},
    **{
        f"rated by {form}": in_form(form)
        for form in ("ratio", "points", "level", "sample", "deductions")
    },
    "exactly on a floor": met_exactly,
    "the whole is held": lambda case: held_by(case, of_the_whole=True),
    "a part is held": lambda case: held_by(case, of_the_whole=False),
    "a branch is excluded": lambda case: any(
        clause.clauses and clause.id in {e.clause for e in case.assessment.exclusions}
        for clause in case.rubric.walk()
    ),
    "excluded, and below it again": lambda case: any(
        len({below.id for below in clause.walk()} & {e.clause for e in case.assessment.exclusions})
        > 1
        for clause in case.rubric.walk()
    ),
    "a bonus that does not count yet": lambda case: any(
        extra.occurred and not extra.counted for extra in score(*case).adjustments
    ),
    "a requirement decides": lambda case: bool(score(*case).decision.missing),
    "what is required is excluded": lambda case: any(
        found is None for _, found in score(*case).decision.missing
    ),
    "a mean below a minimum": lambda case: any(
        clause.combine == "min" and any(below.combine == "mean" for below in clause.walk())
        for clause in case.rubric.walk()
    ),
    "a minimum below a mean": lambda case: any(
        clause.combine == "mean" and any(below.combine == "min" for below in clause.walk())
        for clause in case.rubric.walk()
    ),
}


@pytest.mark.parametrize("condition", ALL_KINDS.values(), ids=list(ALL_KINDS))
def test_a_kind_of_rubric_with_every_operator_is_drawn(condition: Condition) -> None:
    assert_that_it_is_drawn(cases_of_all_kinds(), condition)


@given(data=st.data())
def test_a_drawn_rubric_scores_and_has_floors_within_reach(data: st.DataObject) -> None:
    """Floors drawn from reachable scores."""
    rubric = data.draw(plain_rubrics())
    card = score(rubric, data.draw(plain_assessments(rubric)))
    assert all(0 <= band.floor <= card.total for band in rubric.grades.bands)
