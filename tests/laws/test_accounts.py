"""The lines of a scorecard are an account: every part adds up to what stands above it."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Clause, Line, Scorecard, score
from maturity_core.testing.plain import ratios_of
from tests.strategies import FOR_009_AND_RANDOM_RUBRICS, Case


def total_of(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


def lines_by_clause(card: Scorecard) -> dict[str, Line]:
    return {line.clause.id: line for line in card.lines}


def leaves_of(clauses: Sequence[Clause], side: str | None = None) -> Iterator[tuple[str, str]]:
    """The scored items with the dimension that each belongs to: its own, or one from above."""
    for clause in clauses:
        own = clause.dimension or side
        if clause.clauses:
            yield from leaves_of(clause.clauses, own)
        elif own is not None:
            yield clause.id, own


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_there_is_one_line_per_clause_in_the_order_of_the_standard(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """A Scorecard holds one line per clause, with the points as printed."""
    case = data.draw(cases)
    card = score(*case)
    assert [line.clause for line in card.lines] == list(case.rubric.walk())
    assert [line.points for line in card.lines] == [c.points for c in case.rubric.walk()]
    assert [line.clause for line in card.sections] == list(case.rubric.clauses)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_children_add_up_to_their_parent(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """sum: the children's points add up; so do the maxima."""
    card = score(*data.draw(cases))
    lines = lines_by_clause(card)
    for line in card.lines:
        children = [lines[child.id] for child in line.clause.clauses]
        if children:
            assert total_of(child.earned for child in children) == line.earned
            assert total_of(child.maximum for child in children) == line.maximum


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_sections_add_up_to_the_score_and_their_maxima_to_the_total(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The maxima add up to the total; what was earned adds up to the score."""
    case = data.draw(cases)
    card = score(*case)
    assert total_of(line.earned for line in card.sections) == card.score
    assert total_of(line.maximum for line in card.sections) == case.rubric.total
    leaves = [line for line in card.lines if not line.clause.clauses]
    assert total_of(line.earned for line in leaves) == card.score
    assert total_of(line.maximum for line in leaves) == case.rubric.total


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_line_earns_its_maximum_times_its_ratio(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """earned = maximum x ratio; a leaf's ratio is its rating; the maximum is a fair share."""
    case = data.draw(cases)
    ratios = ratios_of(*case)
    whole = total_of(leaf.points or Fraction(0) for leaf in case.rubric.leaves())
    for line in score(*case).lines:
        assert line.ratio is not None
        assert line.earned == line.maximum * line.ratio
        if line.clause.clauses:
            assert line.rating is None
            assert line.band is None
            continue
        assert line.rating is not None
        assert line.rating.clause == line.clause.id
        assert line.ratio == ratios[line.clause.id]
        assert line.maximum == (line.points or 0) * case.rubric.total / whole


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_the_dimensions_add_up_what_belongs_to_them(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """A dimension belongs to a clause and all below it, where those have none of their own."""
    case = data.draw(cases)
    card = score(*case)
    lines = lines_by_clause(card)
    sides = dict(leaves_of(case.rubric.clauses))
    expected = {
        dimension.id: [lines[leaf] for leaf, side in sides.items() if side == dimension.id]
        for dimension in case.rubric.dimensions
    }
    assert {subtotal.dimension.id: subtotal.earned for subtotal in card.dimensions} == {
        side: total_of(item.earned for item in items) for side, items in expected.items() if items
    }
    assert {subtotal.dimension.id: subtotal.maximum for subtotal in card.dimensions} == {
        side: total_of(item.maximum for item in items) for side, items in expected.items() if items
    }
    for subtotal in card.dimensions:
        assert subtotal.ratio * subtotal.maximum == subtotal.earned


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_limit_belongs_to_the_higher_band(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Bands that touch share their limit; the higher one owns it (20 % shows as the second)."""
    case = data.draw(cases)
    for line in score(*case).lines:
        scale = line.clause.scale or case.rubric.scale
        if line.clause.clauses or not scale.bands:
            assert line.band is None
        else:
            assert line.ratio is not None
            starts = [band for band in scale.bands if band.low <= line.ratio]
            assert line.band == (starts[-1] if line.ratio < 1 else scale.bands[-1])
