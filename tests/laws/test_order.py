"""In which order things were written down changes no result."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Clause, GradeBands, Rubric, Scorecard, plan_of, score
from tests.strategies import FOR_009_AND_RANDOM_RUBRICS, Case

T = TypeVar("T")


def shuffled(clauses: tuple[Clause, ...], random: Random) -> list[Clause]:
    """The same tree with its siblings in another order on every level."""
    mixed = [evolve(clause, clauses=shuffled(clause.clauses, random)) for clause in clauses]
    random.shuffle(mixed)
    return mixed


def rubric_in_another_order(rubric: Rubric, random: Random) -> Rubric:
    def mixed(parts: Sequence[T]) -> list[T]:
        return random.sample(parts, len(parts))

    return evolve(
        rubric,
        clauses=shuffled(rubric.clauses, random),
        vetoes=mixed(rubric.vetoes),
        dimensions=mixed(rubric.dimensions),
        grades=GradeBands(grades=mixed(rubric.grades.grades), bands=mixed(rubric.grades.bands)),
    )


def figures(card: Scorecard) -> dict[str, object]:
    """All that a scorecard says, by clause, dimension and veto instead of by place."""
    return {
        "score": card.score,
        "grades": (card.grade_by_score, card.grade),
        "lines": {line.clause.id: (line.earned, line.maximum, line.band) for line in card.lines},
        "dimensions": {part.dimension.id: (part.earned, part.maximum) for part in card.dimensions},
        "vetoes": {finding.veto: finding for finding in card.vetoes},
        "shown": (card.decision.score_shown, card.decision.distance_shown),
    }


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_order_in_the_assessment_is_irrelevant(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Order of ratings and of veto findings is irrelevant: the whole scorecard is the same."""
    rubric, assessment = data.draw(cases)
    other = evolve(
        assessment,
        ratings=data.draw(st.permutations(assessment.ratings)),
        vetoes=data.draw(st.permutations(assessment.vetoes)),
    )
    one, two = score(rubric, assessment), score(rubric, other)
    assert one.lines == two.lines
    assert one.vetoes == two.vetoes
    assert one.decision == two.decision
    assert figures(one) == figures(two)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data(), random=st.randoms(use_true_random=False))
def test_the_order_in_the_rubric_is_irrelevant(
    cases: st.SearchStrategy[Case], data: st.DataObject, random: Random
) -> None:
    """Order of sibling clauses, grades, floors, vetoes and dimensions is irrelevant."""
    rubric, assessment = data.draw(cases)
    other = rubric_in_another_order(rubric, random)
    assert figures(score(other, assessment)) == figures(score(rubric, assessment))


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data(), random=st.randoms(use_true_random=False))
def test_the_order_in_the_rubric_is_irrelevant_for_its_plan(
    cases: st.SearchStrategy[Case], data: st.DataObject, random: Random
) -> None:
    """The same grades by the same floors, the best one first, and the same caps."""
    rubric, _ = data.draw(cases)
    one, two = plan_of(rubric), plan_of(rubric_in_another_order(rubric, random))
    assert sorted(one.columns) == sorted(two.columns)
    assert [band.grade for band in one.bands] == [band.grade for band in two.bands]
    assert (one.largest, one.lowest) == (two.largest, two.lowest)
    assert set(one.caps) == set(two.caps)
