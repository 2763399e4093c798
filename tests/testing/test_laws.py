"""Every law can be broken: a scorer with one defect breaks those that guard against it."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

import pytest
from attrs import evolve

from maturity_core import (
    AdjustmentCount,
    Assessment,
    Grade,
    IncompleteAssessment,
    Line,
    MaturityError,
    Problem,
    Rating,
    Rubric,
    Scorecard,
    VetoFinding,
    load_assessment,
    load_rubric,
    score,
)
from maturity_core.testing import conformance_tests
from maturity_core.testing.laws import LAWS, Law, Scorer, check_round_trip, check_sound
from tests.testing.samples import ALL_OF_IT, GOOD

Change = Callable[[Rubric, Assessment], Assessment]


def of_another(change: Change) -> Scorer:
    """A scorer that scores another assessment than the one that it is given."""
    return lambda rubric, assessment: score(rubric, change(rubric, assessment))


def with_grade(choose: Callable[[Scorecard], Grade]) -> Scorer:
    def scored(rubric: Rubric, assessment: Assessment) -> Scorecard:
        card = score(rubric, assessment)
        return evolve(card, grade=choose(card))

    return scored


def with_score(change: Callable[[Fraction], Fraction]) -> Scorer:
    """A scorer whose score differs from what its lines come to."""

    def scored(rubric: Rubric, assessment: Assessment) -> Scorecard:
        card = score(rubric, assessment)
        card.__dict__["score"] = change(card.score)
        card.__dict__["decision"] = evolve(card.decision, score=change(card.score))
        return card

    return scored


class Changed:
    """A scorecard of which some things are otherwise."""

    def __init__(self, card: object, **changes: object) -> None:
        self.card, self.changes = card, changes

    def __getattr__(self, name: str) -> Any:
        return self.changes[name] if name in self.changes else getattr(self.card, name)


def changing(**changes: Callable[[Scorecard], object]) -> Scorer:
    """A scorer whose scorecards say something else in some places."""

    def scored(rubric: Rubric, assessment: Assessment) -> Scorecard:
        card = score(rubric, assessment)
        changed = Changed(card, **{name: change(card) for name, change in changes.items()})
        return cast("Scorecard", changed)

    return scored


def twice(card: Scorecard) -> tuple[Line, ...]:
    """Lines of which the first item has twice the ratio that it may have."""
    lines = [*card.lines]
    at = next(i for i, line in enumerate(lines) if line.rating is not None)
    place, steps = lines[at].place, lines[at].steps
    lines[at] = Line((place, lines[at].rating, place.weight * steps * 2, steps))
    return tuple(lines)


def fired(card: Scorecard) -> bool:
    return any(finding.finding == "fired" for finding in card.vetoes)


def open_item_of_another(rubric: Rubric, assessment: Assessment) -> Scorecard:
    """Whatever is open, it is the first veto that is named."""
    try:
        return score(rubric, assessment)
    except IncompleteAssessment:
        raise IncompleteAssessment([Problem("veto.missing", ("vetoes", "incident"))]) from None


def blanks_as_zero(rubric: Rubric, assessment: Assessment) -> Assessment:
    rated = {rating.clause for rating in assessment.ratings}
    excluded = {exclusion.clause for exclusion in assessment.exclusions}
    blanks = [
        Rating(clause=leaf.id, ratio=0)
        for leaf in rubric.leaves()
        if leaf.id not in rated | excluded and not rated.isdisjoint({leaf.id, "1.1"})
    ]
    return evolve(assessment, ratings=[*assessment.ratings, *blanks])


def open_as_clear(rubric: Rubric, assessment: Assessment) -> Assessment:
    clear = {veto.id: VetoFinding(veto=veto.id, finding="clear") for veto in rubric.vetoes}
    said = {f.veto: f for f in assessment.vetoes if f.finding != "undetermined"}
    return evolve(assessment, vetoes=(clear | said).values())


def unstated_as_none(rubric: Rubric, assessment: Assessment) -> Assessment:
    stated = {counted.adjustment for counted in assessment.adjustments}
    more = [
        AdjustmentCount(adjustment=extra.id, count=0)
        for extra in rubric.adjustments
        if extra.id not in stated
    ]
    return evolve(assessment, adjustments=[*assessment.adjustments, *more])


def turned(adjustment: str) -> Change:
    """More occurrences count as fewer."""

    def changed(_: Rubric, assessment: Assessment) -> Assessment:
        counts = [
            evolve(one, count=max(3 - one.count, 0)) if one.adjustment == adjustment else one
            for one in assessment.adjustments
        ]
        return evolve(assessment, adjustments=counts)

    return changed


def first_counts_double(_: Rubric, assessment: Assessment) -> Assessment:
    """Whoever is written first is rated in full."""
    first, *others = assessment.ratings
    return evolve(assessment, ratings=[Rating(clause=first.clause, ratio=1), *others])


def best_is_worst(_: Rubric, assessment: Assessment) -> Assessment:
    """A rating of 100 % counts for nothing."""
    ratings = [Rating(clause=r.clause, ratio=0) if r.ratio == 1 else r for r in assessment.ratings]
    return evolve(assessment, ratings=ratings)


def notes_lower(_: Rubric, assessment: Assessment) -> Assessment:
    """A note costs the rating."""
    ratings = [Rating(clause=r.clause, ratio=0) if r.note else r for r in assessment.ratings]
    return evolve(assessment, ratings=ratings)


def tops(card: Scorecard) -> Grade:
    return max(card.rubric.grades.grades, key=lambda grade: grade.rank)


def refuses_bonuses(rubric: Rubric, assessment: Assessment) -> Scorecard:
    if any(one.count > 1 for one in assessment.adjustments):
        raise MaturityError([])
    return score(rubric, assessment)


DEFECTS: dict[str, tuple[Scorer, str]] = {
    "blanks count as zero": (of_another(blanks_as_zero), "check_open_items"),
    "open vetoes count as clear": (of_another(open_as_clear), "check_open_items"),
    "unstated counts as none": (of_another(unstated_as_none), "check_open_items"),
    "vetoes are ignored": (with_grade(lambda card: card.grade_by_score), "check_vetoes"),
    "everybody is the best": (with_grade(tops), "check_vetoes"),
    "a bonus is taken": (
        of_another(turned("bonus")),
        "check_bonuses",
    ),
    "a deduction is given": (
        of_another(turned("late")),
        "check_deductions",
    ),
    "the order decides": (of_another(first_counts_double), "check_order"),
    "the best counts for nothing": (of_another(best_is_worst), "check_ratings"),
    "notes cost points": (of_another(notes_lower), "check_exact"),
    "floats": (with_score(lambda points: Fraction(float(points))), "check_account"),
    "rounded": (with_score(lambda points: Fraction(round(points))), "check_plan"),
    "out of bounds": (with_score(lambda points: points + 200), "check_bounded"),
    "the base is too high": (changing(base=lambda card: card.total + 1), "check_bounded"),
    "a ratio is too high": (changing(lines=twice), "check_bounded"),
    "a ratio is another": (changing(lines=twice), "check_branches"),
    "no dimension has a ratio": (changing(dimensions=lambda _: ()), "check_branches"),
    "the base is another": (changing(base=lambda card: card.base / 2), "check_exact"),
    "another grade by score": (changing(grade_by_score=tops), "check_exact"),
    "an item is missing": (changing(lines=lambda card: card.lines[:-1]), "check_account"),
    "an item earns too much": (changing(lines=twice), "check_account"),
    "a veto costs points": (
        changing(score=lambda card: card.score / 2 if fired(card) else card.score),
        "check_vetoes",
    ),
    "another open item": (open_item_of_another, "check_open_items"),
    "shown otherwise": (
        changing(decision=lambda card: Changed(card.decision, score_shown="90")),
        "check_shown",
    ),
    "below nothing": (with_score(lambda points: points - 200), "check_bounded"),
}


def told_by(law: str, scorer: Scorer) -> str:
    """What a law says of a scorer that breaks it."""
    [holds] = [t for t in conformance_tests(ALL_OF_IT, score=scorer) if t.name == law]
    with pytest.raises(AssertionError) as broken:
        holds()
    return str(broken.value)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_breaks_the_law_that_guards_against_it(name: str) -> None:
    scorer, law = DEFECTS[name]
    assert told_by(law, scorer).startswith(f"{law}: ")


def test_a_broken_law_says_what_came_out_and_the_assessment_that_breaks_it() -> None:
    """It quotes the law; the assessment is a file that can be scored."""
    told = told_by("check_bounded", with_score(lambda points: points + 200))
    law, came_out, *assessment = told.split("\n", 2)
    assert law == (
        "check_bounded: The score stays within 0 and its maximum, and every ratio within 0 and 1."
    )
    assert re.fullmatch(r"all-of-it: score \S+, within 0 and 110 is required", came_out)
    again = load_assessment(assessment[0].encode())
    assert score(ALL_OF_IT, again).score + 200 > 110


def test_a_scorer_that_refuses_what_is_complete_breaks_the_laws() -> None:
    assert "MaturityError" in told_by("check_bounded", refuses_bonuses)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_a_law_holds_for_an_assessment_at_hand(law: Law) -> None:
    law(ALL_OF_IT, GOOD)


def test_what_a_file_loses_breaks_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that comes back otherwise, and one that then scores otherwise."""
    other = evolve(GOOD, period="2025/2026")
    monkeypatch.setattr("maturity_core.testing.laws.load_assessment", lambda _: other)
    with pytest.raises(AssertionError, match="came back as Assessment"):
        check_round_trip(ALL_OF_IT, GOOD)
    monkeypatch.undo()
    scores = iter((score(ALL_OF_IT, GOOD), score(ALL_OF_IT, other)))
    with pytest.raises(AssertionError, match="what came back scores otherwise"):
        check_round_trip(ALL_OF_IT, GOOD, score=lambda *_: next(scores))


def test_a_rubric_with_errors_is_not_sound() -> None:
    broken = evolve(ALL_OF_IT, scaled=False, total=99)
    with pytest.raises(AssertionError) as told:
        check_sound(broken)
    assert str(told.value) == (
        "check_sound: A rubric breaks no rule, and a file keeps all that it says.\n"
        "all-of-it: The points of the sections must add up to the total 99, got 100. "
        "Correct points or total, or say scaled = true. [rubric.points-sum]"
    )


def test_a_rubric_that_no_file_can_hold_is_not_sound() -> None:
    hidden = evolve(ALL_OF_IT.title, en="a\u202eb")
    with pytest.raises(AssertionError, match=r"text\.control"):
        check_sound(evolve(ALL_OF_IT, title=hidden))


def test_a_rubric_that_comes_back_otherwise_is_not_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    other = evolve(ALL_OF_IT, digits=1)
    monkeypatch.setattr("maturity_core.testing.laws.load_rubric", lambda _: other)
    with pytest.raises(AssertionError, match="came back as Rubric"):
        check_sound(ALL_OF_IT)


def test_a_sound_rubric_is_sound() -> None:
    check_sound(load_rubric("tests/foreign/elderly-care.toml"))
