"""No assessment leaves the scale, and nothing better ever comes out worse."""

from fractions import Fraction

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Assessment, Rating, VetoFinding, score
from maturity_core.testing.plain import fired_in, ratios_of
from tests.strategies import FOR_009_AND_RANDOM_RUBRICS, Case, plain_assessments


@st.composite
def raised(draw: st.DrawFn, case: Case) -> Assessment:
    """The same assessment with some ratings, at least one of them, closer to 100 %."""
    ratios = ratios_of(*case)
    changed = draw(st.sets(st.sampled_from(sorted(ratios)), min_size=1))
    for clause in sorted(changed):
        part = Fraction(draw(st.integers(1, 10_000)), 10_000)
        ratios[clause] += (1 - ratios[clause]) * part
    ratings = [Rating(clause=clause, ratio=ratio) for clause, ratio in ratios.items()]
    return evolve(case.assessment, ratings=ratings)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_score_stays_on_its_scale(cases: st.SearchStrategy[Case], data: st.DataObject) -> None:
    """0 <= score <= total; and no line brings more than it can."""
    rubric, assessment = data.draw(cases)
    card = score(rubric, assessment)
    assert 0 <= card.score <= rubric.total
    assert all(0 <= line.earned <= line.maximum for line in card.lines)
    assert all(line.ratio is not None and 0 <= line.ratio <= 1 for line in card.lines)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data(), share=st.sampled_from([Fraction(n, 3) for n in range(4)]))
def test_all_items_alike_make_that_part_of_the_total(
    cases: st.SearchStrategy[Case], share: Fraction, data: st.DataObject
) -> None:
    """The root's ratio x total is the score: nothing at all gives 0, all of it the total."""
    rubric, assessment = data.draw(cases)
    ratings = [Rating(clause=leaf.id, ratio=share) for leaf in rubric.leaves()]
    assert score(rubric, evolve(assessment, ratings=ratings)).score == share * rubric.total


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_higher_rating_never_lowers_score_or_grade(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Raising any rating never lowers score or grade; points are > 0, so the score rises."""
    case = data.draw(cases)
    better = data.draw(raised(case))
    before, after = score(*case), score(case.rubric, better)
    assert after.score >= before.score
    assert (after.score > before.score) == (ratios_of(case.rubric, better) != ratios_of(*case))
    assert after.grade_by_score.rank >= before.grade_by_score.rank
    assert after.grade.rank >= before.grade.rank


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_higher_score_is_never_the_worse_grade(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The grade depends on nothing but the score and the vetoes, and rises with the score."""
    rubric, assessment = data.draw(cases)
    other = evolve(assessment, ratings=data.draw(plain_assessments(rubric)).ratings)
    low, high = sorted(
        (score(rubric, assessment), score(rubric, other)), key=lambda card: card.score
    )
    assert low.grade_by_score.rank <= high.grade_by_score.rank
    assert low.grade.rank <= high.grade.rank


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_a_veto_never_raises_the_grade(cases: st.SearchStrategy[Case], data: st.DataObject) -> None:
    """One-vote veto is a cap: it can only lower the grade, and leaves the score on record."""
    rubric, assessment = data.draw(cases)
    findings = {finding.veto: finding for finding in assessment.vetoes}
    for veto in rubric.vetoes:
        findings[veto.id] = VetoFinding(veto=veto.id, finding="clear")
        without = score(rubric, evolve(assessment, vetoes=findings.values()))
        findings[veto.id] = VetoFinding(
            veto=veto.id, finding="fired", legal_basis="法", period="2026", note="理由"
        )
        with_it = score(rubric, evolve(assessment, vetoes=findings.values()))
        assert with_it.score == without.score
        assert with_it.grade_by_score == without.grade_by_score
        cap = rubric.grades.grade(veto.caps_at)
        assert with_it.grade.rank == min(without.grade.rank, cap.rank)


@FOR_009_AND_RANDOM_RUBRICS
@given(data=st.data())
def test_without_a_veto_the_score_alone_decides(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """The grade by score is lowered by vetoes that fired, and by nothing else."""
    rubric, assessment = data.draw(cases)
    card = score(rubric, assessment)
    if not fired_in(assessment):
        assert card.grade == card.grade_by_score
    assert card.grade.rank <= card.grade_by_score.rank
    assert {finding.veto for finding in card.decision.fired} == fired_in(assessment)
