"""What is still open is never taken for zero or for clear: there is no score."""

from typing import Literal, NamedTuple

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Assessment, IncompleteAssessment, Rating, VetoFinding, score
from tests.strategies import FOR_009_AND_RANDOM_RUBRICS, Case

Item = tuple[Literal["ratings", "vetoes"], str]


class Unfinished(NamedTuple):
    """A case of which something was opened again, and what: code and path of each item."""

    case: Case
    open_items: list[tuple[str, tuple[str, str]]]


@st.composite
def unfinished(draw: st.DrawFn, case: Case) -> Unfinished:
    rubric, assessment = case
    ratings = {rating.clause: rating for rating in assessment.ratings}
    vetoes = {finding.veto: finding for finding in assessment.vetoes}
    items: list[Item] = [
        *(("ratings", leaf.id) for leaf in rubric.leaves()),
        *(("vetoes", veto.id) for veto in rubric.vetoes),
    ]
    opened = draw(st.sets(st.sampled_from(items), min_size=1))
    open_items: list[tuple[str, tuple[str, str]]] = []
    for item in sorted(opened):
        table, name = item
        left_out = draw(st.booleans())
        if table == "ratings":
            del ratings[name]
            if not left_out:
                ratings[name] = Rating(clause=name, note="等记录")
            open_items.append(("rating.missing", item))
        elif left_out:
            del vetoes[name]
            open_items.append(("veto.missing", item))
        else:
            vetoes[name] = VetoFinding(veto=name, finding="undetermined")
            open_items.append(("veto.undetermined", item))
    left = evolve(assessment, ratings=ratings.values(), vetoes=vetoes.values())
    return Unfinished(Case(rubric, left), open_items)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_an_unfinished_assessment_has_no_score_but_every_open_item(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """`score` refuses an assessment that leaves anything open, with every open item."""
    case, open_items = data.draw(unfinished(data.draw(cases)))
    with pytest.raises(IncompleteAssessment) as refused:
        score(*case)
    problems = refused.value.problems
    assert sorted((problem.code, problem.path) for problem in problems) == sorted(open_items)
    assert {problem.severity for problem in problems} == {"error"}


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_an_untouched_assessment_leaves_everything_open(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Nothing missing is ever taken for zero, and no veto for clear: not even all of them."""
    rubric, _ = data.draw(cases)
    with pytest.raises(IncompleteAssessment) as refused:
        score(rubric, Assessment(rubric=rubric.id))
    assert [problem.path for problem in refused.value.problems] == [
        *(("ratings", leaf.id) for leaf in rubric.leaves()),
        *(("vetoes", veto.id) for veto in rubric.vetoes),
    ]


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_rated_zero_is_not_open(cases: st.SearchStrategy[Case], data: st.DataObject) -> None:
    """Not yet rated and rated zero are kept apart: a zero scores."""
    rubric, assessment = data.draw(cases)
    zeros = [Rating(clause=leaf.id, points=0) for leaf in rubric.leaves()]
    assert score(rubric, evolve(assessment, ratings=zeros)).score == 0
