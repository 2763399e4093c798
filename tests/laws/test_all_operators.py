"""The laws for rubrics that use every operator: sums, means, minima, exclusions, adjustments."""

from fractions import Fraction

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity_core import AdjustmentCount, Rating, check_assessment, check_rubric, grade_only, score
from tests.laws.plain import Plain
from tests.strategies import Case, cases_of_all_kinds, fired_in, ratios_of


@given(case=cases_of_all_kinds())
def test_what_is_drawn_has_no_faults(case: Case) -> None:
    assert [p for p in check_rubric(case.rubric) if p.severity == "error"] == []
    assert [p for p in check_assessment(*case) if p.severity == "error"] == []


@given(case=cases_of_all_kinds())
def test_the_scorer_equals_the_rules_in_plain_fractions(case: Case) -> None:
    """Score, base, the ratio of every clause, and the grade are what the design says."""
    card, plain = score(*case), Plain(*case)
    assert (card.score, card.base) == (plain.score, plain.base)
    for line in card.lines:
        part = plain.parts.get(line.clause.id)
        expected = part.ratio if part and part.points is not None else None
        assert line.ratio == expected, line
    assert card.grade_by_score.rank == plain.rank()
    caps = [
        case.rubric.grades.grade(veto.caps_at).rank
        for veto in case.rubric.vetoes
        if veto.id in fired_in(case.assessment)
    ]
    assert card.grade.rank == min([plain.rank(), *caps])
    assert grade_only(*case) == card.grade
    shares = {s.dimension.id: [s.ratio] for s in card.dimensions}
    for dimension in case.rubric.dimensions:
        assert shares.get(dimension.id, []) == plain.dimension(dimension.id)


@given(case=cases_of_all_kinds())
def test_the_score_stays_on_its_scale(case: Case) -> None:
    """The whole is held within 0 and its maximum, every part within 0 and 1."""
    card = score(*case)
    most = case.rubric.total if case.rubric.maximum is None else case.rubric.maximum
    assert 0 <= card.score <= most
    assert 0 <= card.base <= case.rubric.total
    for line in card.lines:
        assert line.ratio is None or 0 <= line.ratio <= 1
        assert 0 <= line.earned <= line.maximum <= case.rubric.total


@given(case=cases_of_all_kinds())
def test_the_account_adds_up(case: Case) -> None:
    """The maxima add up to the total; earned + adjustments + held add up to the score."""
    card = score(*case)
    items = [line for line in card.lines if line.place.is_item and line.place.counts]
    if case.rubric.combine != "min":
        assert sum((line.maximum for line in card.sections), Fraction(0)) == case.rubric.total
        assert sum((line.maximum for line in items), Fraction(0)) == case.rubric.total
        own = {a.on for a in case.rubric.adjustments}
        if not own & {line.clause.id for line in items}:
            parts = [line.earned for line in items]
            parts += [extra.earned for extra in card.adjustments]
            parts += [held.earned for held in card.held]
            assert sum(parts, Fraction(0)) == card.score


@given(case=cases_of_all_kinds(), data=st.data())
def test_a_higher_rating_never_lowers_score_or_grade(case: Case, data: st.DataObject) -> None:
    """With the exclusions fixed, raising any rating never lowers score or grade."""
    assume(case.assessment.ratings)
    index = data.draw(st.integers(0, len(case.assessment.ratings) - 1))
    rating = case.assessment.ratings[index]
    leaf = next(c for c in case.rubric.leaves() if c.id == rating.clause)
    ratio = ratios_of(case)[rating.clause]
    higher = ratio + (1 - ratio) * Fraction(data.draw(st.integers(1, 10)), 10)
    if leaf.scale:
        higher = max((band.low for band in leaf.scale.bands), default=Fraction(1))
    raised = Rating(clause=rating.clause, ratio=higher)
    ratings = [raised if r is rating else r for r in case.assessment.ratings]
    one, two = score(*case), score(case.rubric, evolve(case.assessment, ratings=ratings))
    assert two.score >= one.score
    assert two.grade.rank >= one.grade.rank


@given(case=cases_of_all_kinds(), data=st.data())
def test_more_bonus_never_lowers_and_more_deduction_never_raises(
    case: Case, data: st.DataObject
) -> None:
    """Monotone in bonus counts, against deduction counts."""
    assume(case.rubric.adjustments)
    extra = data.draw(st.sampled_from(case.rubric.adjustments))
    more = [
        AdjustmentCount(adjustment=c.adjustment, count=c.count + 1, reason="x")
        if c.adjustment == extra.id
        else c
        for c in case.assessment.adjustments
    ]
    one, two = score(*case), score(case.rubric, evolve(case.assessment, adjustments=more))
    low, high = (one, two) if extra.kind == "bonus" else (two, one)
    assert low.score <= high.score
    assert low.grade.rank <= high.grade.rank
