"""All laws hold for every shipped and every foreign rubric, not only for those that are drawn."""

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity_core import Rating, Rubric, get_rubric, load_rubric, plan_of, score
from maturity_core.plan import run
from tests.laws.plain import Plain
from tests.laws.test_plans import row_of
from tests.strategies import Case, assessments_of_all_kinds, fired_in, ratios_of

TESTS = Path(__file__).parent.parent
FILES = sorted(TESTS.glob("foreign/*.toml"))
RUBRICS = [get_rubric("qbjkb-006-2026"), get_rubric("qbjkb-009-2026")]
RUBRICS += [load_rubric(file) for file in FILES if file.name != "bands-with-gaps.toml"]
each_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=[rubric.id for rubric in RUBRICS])


@each_rubric
@given(data=st.data())
def test_scorer_plan_and_plain_fractions_agree(rubric: Rubric, data: st.DataObject) -> None:
    """Bounded, the same in all three forms, and the account adds up."""
    case = Case(rubric, data.draw(assessments_of_all_kinds(rubric)))
    card, plain = score(*case), Plain(*case)
    most = rubric.total if rubric.maximum is None else rubric.maximum
    assert 0 <= card.score <= most
    assert card.score == plain.score
    assert card.grade_by_score.rank == plain.rank()
    whole = [extra.earned for extra in card.adjustments if extra.adjustment.on is None]
    whole += [held.earned for held in card.held if held.clause is None]
    assert card.base + sum(whole, Fraction(0)) == card.score
    stepped = Case(rubric, data.draw(assessments_of_all_kinds(rubric, "0.01 %")))
    planned, grade = run(plan_of(rubric), **row_of(stepped), fired=fired_in(stepped.assessment))
    assert (planned, grade) == (score(*stepped).score, score(*stepped).grade)


@each_rubric
@given(data=st.data())
def test_a_higher_rating_never_lowers_score_or_grade(rubric: Rubric, data: st.DataObject) -> None:
    """With the exclusions fixed, raising any rating never lowers score or grade."""
    case = Case(rubric, data.draw(assessments_of_all_kinds(rubric)))
    assume(case.assessment.ratings)
    rating = data.draw(st.sampled_from(case.assessment.ratings))
    best = Rating(clause=rating.clause, ratio=1)
    assert ratios_of(case)[rating.clause] <= 1
    ratings = [best if other is rating else other for other in case.assessment.ratings]
    one, two = score(*case), score(rubric, evolve(case.assessment, ratings=ratings))
    assert two.score >= one.score
    assert two.grade.rank >= one.grade.rank
