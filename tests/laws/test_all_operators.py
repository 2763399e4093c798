"""The laws for rubrics that use every operator: sums, means, minima, exclusions, adjustments."""

from collections.abc import Iterable
from fractions import Fraction
from random import Random

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from maturity_core import (
    Rating,
    check_assessment,
    check_rubric,
    grade_only,
    score,
)
from maturity_core.testing.laws import LAWS
from maturity_core.testing.plain import Plain, fired_in, ratios_of
from tests.laws.test_order import figures, rubric_in_another_order
from tests.strategies import Case, cases_of_all_kinds


@given(case=cases_of_all_kinds())
def test_what_is_drawn_has_no_faults(case: Case) -> None:
    assert [p for p in check_rubric(case.rubric) if p.severity == "error"] == []
    assert [p for p in check_assessment(*case) if p.severity == "error"] == []


@given(case=cases_of_all_kinds())
def test_a_rubric_that_is_drawn_keeps_every_law(case: Case) -> None:
    """Bounded, exact, monotone, an account that adds up, the same in every form: see the kit."""
    for law in LAWS:
        law(*case)


@given(case=cases_of_all_kinds())
def test_the_grade_is_the_lowest_of_score_and_caps(case: Case) -> None:
    """Whichever vetoes fired together, and in the short form too."""
    rubric, assessment = case
    caps = [
        rubric.grades.grade(veto.caps_at).rank
        for veto in rubric.vetoes
        if veto.id in fired_in(assessment)
    ]
    card = score(*case)
    assert card.grade.rank == min([Plain(*case).rank(), *caps])
    assert grade_only(*case) == card.grade


def total_of(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


@given(case=cases_of_all_kinds())
def test_each_branch_is_what_combine_makes_of_its_children(case: Case) -> None:
    """Sum: of points; mean: by the weights that are left; min: the weakest; then adjustments."""
    card, plain = score(*case), Plain(*case)
    adjusted = {extra.on for extra in case.rubric.adjustments}
    for line in card.lines:
        branch = line.clause
        children = [card.line_of[child.id] for child in branch.clauses]
        left = [(child, child.ratio) for child in children if child.ratio is not None]
        assert (line.ratio is None) == (not left if children else line.place.is_left_out)
        if not left or line.ratio is None or branch.id in adjusted:
            continue
        ratios = [ratio for _, ratio in left]
        shares = [plain.weight(c.clause, branch.clauses) or Fraction(0) for c, _ in left]
        if branch.combine == "sum":
            shares = [plain.parts[child.clause.id].points or Fraction(0) for child, _ in left]
        if branch.combine == "min":
            assert line.ratio == min(ratios)
            weakest = {one.clause.id for one in card.weakest(line)}
            assert weakest == {c.clause.id for c, ratio in left if ratio == line.ratio}
            continue
        assert card.weakest(line) == ()
        reached = total_of(s * r for s, r in zip(shares, ratios, strict=True))
        assert line.ratio == reached / total_of(shares)
        if line.place.counts:
            assert line.earned == total_of(child.earned for child in children)
            assert line.maximum == total_of(child.maximum for child in children)


@given(case=cases_of_all_kinds(), random=st.randoms(use_true_random=False))
def test_the_order_of_what_was_written_is_irrelevant(case: Case, random: Random) -> None:
    """Order of ratings, findings, exclusions and counts; of clauses, grades, floors and vetoes."""
    rubric, assessment = case
    mixed = evolve(
        assessment,
        ratings=random.sample(assessment.ratings, len(assessment.ratings)),
        vetoes=random.sample(assessment.vetoes, len(assessment.vetoes)),
        exclusions=random.sample(assessment.exclusions, len(assessment.exclusions)),
        adjustments=random.sample(assessment.adjustments, len(assessment.adjustments)),
    )
    assert score(rubric, mixed).lines == score(rubric, assessment).lines
    extras = random.sample(rubric.adjustments, len(rubric.adjustments))
    other = evolve(rubric_in_another_order(rubric, random), adjustments=extras)
    one, two = score(rubric, assessment), score(other, mixed)
    assert figures(one) == figures(two)
    assert {(e.adjustment.id, e.earned) for e in one.adjustments} == {
        (e.adjustment.id, e.earned) for e in two.adjustments
    }


@given(case=cases_of_all_kinds(), data=st.data())
def test_a_higher_rating_never_lowers_score_or_grade(case: Case, data: st.DataObject) -> None:
    """With the exclusions fixed, raising any rating never lowers score or grade."""
    assume(case.assessment.ratings)
    index = data.draw(st.integers(0, len(case.assessment.ratings) - 1))
    rating = case.assessment.ratings[index]
    leaf = next(c for c in case.rubric.leaves() if c.id == rating.clause)
    ratio = ratios_of(*case)[rating.clause]
    higher = ratio + (1 - ratio) * Fraction(data.draw(st.integers(1, 10)), 10)
    if leaf.scale:
        higher = max((band.low for band in leaf.scale.bands), default=Fraction(1))
    raised = Rating(clause=rating.clause, ratio=higher)
    ratings = [raised if r is rating else r for r in case.assessment.ratings]
    one, two = score(*case), score(case.rubric, evolve(case.assessment, ratings=ratings))
    assert two.score >= one.score
    assert two.grade.rank >= one.grade.rank
    assert all(
        b.ratio is None or b.ratio >= (a.ratio or 0)
        for a, b in zip(one.lines, two.lines, strict=True)
    )
