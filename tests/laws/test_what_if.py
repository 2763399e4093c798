"""What would be is what is scored where it is so, and the parts explain the whole difference."""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from maturity_core import (
    Assessment,
    Outlook,
    Scorecard,
    WhatIf,
    dump_assessment,
    load_assessment,
    outlook,
    score,
    what_if,
)
from maturity_core.side_by_side import (
    Difference,
    ExtraDifference,
    LineDifference,
    Reached,
    VetoDifference,
    bounds,
)
from maturity_core.testing import assessments
from tests.strategies import Case, cases_of_009, cases_of_all_kinds

FOR_ALL = pytest.mark.parametrize(
    "cases",
    [
        pytest.param(cases_of_009(), id="009"),
        pytest.param(cases_of_all_kinds(), id="all operators"),
    ],
)
PAPER = ("note", "evidence", "finding", "assessor", "rated_on")


def written(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """What a file says of ratings, vetoes and adjustments, without what is only paper."""
    tree = json.loads(dump_assessment(assessment))
    ratings = {
        clause: {key: item for key, item in entry.items() if key not in PAPER}
        if isinstance(entry, dict)
        else entry
        for clause, entry in tree.get("ratings", {}).items()
    }
    return {
        "ratings": ratings,
        "vetoes": dict(assessment.found),
        "adjustments": {count.adjustment: count.count for count in assessment.adjustments},
    }


class Changed(NamedTuple):
    """A case, changes, and the assessment with these changes, made without the library's help."""

    case: Case
    changes: dict[str, object]
    other: Assessment


@st.composite
def changed(draw: st.DrawFn, case: Case) -> Changed:
    rubric, assessment = case
    other = draw(assessments(rubric))
    rated = {rating.clause for rating in assessment.ratings}
    said = written(other)
    known: dict[str, object] = {
        **{clause: entry for clause, entry in said["ratings"].items() if clause in rated},
        **said["vetoes"],
        **said["adjustments"],
    }
    names = draw(st.sets(st.sampled_from(sorted(known)))) if known else set[str]()
    event(f"changes: {'none' if not names else 'one' if len(names) == 1 else 'more'}")
    ratings = {rating.clause: rating for rating in other.ratings if rating.clause in names}
    findings = {finding.veto: finding for finding in other.vetoes if finding.veto in names}
    counts = {one.adjustment: one for one in other.adjustments if one.adjustment in names}
    changed = evolve(
        assessment,
        ratings=[ratings.get(rating.clause, rating) for rating in assessment.ratings],
        vetoes=[findings.get(finding.veto, finding) for finding in assessment.vetoes],
        adjustments=[counts.get(one.adjustment, one) for one in assessment.adjustments],
    )
    return Changed(case, {name: known[name] for name in sorted(names)}, changed)


def cards(found: WhatIf) -> tuple[Scorecard, Scorecard]:
    assert isinstance(found.old, Scorecard)
    assert isinstance(found.new, Scorecard)
    return found.old, found.new


def figures(card: Scorecard | Outlook) -> object:
    """What came out, without what is only paper."""
    assert isinstance(card, Scorecard)
    lines = [(line.clause.id, line.ratio, line.earned) for line in card.lines]
    return card.score, card.grade_by_score, card.grade, lines, card.adjustments, card.held


def present(assessment: Assessment, names: Mapping[str, object]) -> dict[str, object]:
    """What an assessment says of these, as changes to it."""
    tables = written(assessment)
    return {name: entry for t in tables.values() for name, entry in t.items() if name in names}


def is_open_now(one: Difference) -> bool:
    """Whether all in which it differs is open now, or shares in deciding only in some case."""
    match one:
        case LineDifference(old=Reached() as old, new=Reached() as new):
            return old[:2] == new[:2] and {*old.decided_by} > {*new.decided_by}
        case ExtraDifference():
            pairs = zip(one.old, one.new, strict=True)
            return all(now is None for was, now in pairs if was != now)
        case _:
            return one.new is None


def total_of_parts(found: WhatIf) -> Fraction:
    parts = [one for one in found.differences if not isinstance(one, VetoDifference)]
    return sum((one.points or Fraction(0) for one in parts if one.adds), Fraction(0))


@FOR_ALL
@given(data=st.data())
def test_what_would_be_is_what_is_scored_where_it_is_so(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Both sides are what `score` gives, and nothing else is changed."""
    (rubric, assessment), changes, other = data.draw(changed(data.draw(cases)))
    found = what_if(rubric, assessment, changes)
    assert found.old == score(rubric, assessment)
    assert found.new == score(rubric, found.assessment)
    assert figures(found.new) == figures(score(rubric, other))
    for rating, now in zip(assessment.ratings, found.assessment.ratings, strict=True):
        assert (rating.clause, rating.note) == (now.clause, now.note)
        assert rating == now or rating.clause in changes
    assert load_assessment(dump_assessment(found.assessment).encode()) == found.assessment


@FOR_ALL
@given(data=st.data())
def test_the_parts_add_up_to_the_difference_of_the_scores(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Sections, or the whole under min, and adjustments and held of the whole, exactly."""
    case, changes, _ = data.draw(changed(data.draw(cases)))
    found = what_if(*case, changes)
    old, new = cards(found)
    assert found.points == new.score - old.score == total_of_parts(found)


@FOR_ALL
@given(data=st.data())
def test_the_lines_are_all_that_differ_and_no_other(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """A line is there where ratio, points or the deciding clauses differ, with both of each."""
    case, changes, _ = data.draw(changed(data.draw(cases)))
    found = what_if(*case, changes)
    told = {
        one.clause.id: (one.old, one.new)
        for one in found.differences
        if isinstance(one, LineDifference) and one.clause
    }
    old, new = cards(found)
    for before, after in zip(old.lines, new.lines, strict=True):
        sides = []
        for card, line in ((old, before), (new, after)):
            weakest = tuple(one.clause.id for one in card.weakest(line))
            sides.append((line.ratio, line.earned, weakest))
        differs = sides[0] != sides[1]
        assert told.get(before.clause.id, (None, None)) == (
            tuple(sides) if differs else (None, None)
        )


@FOR_ALL
@given(data=st.data())
def test_the_reverse_change_gives_the_old_card_back(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Notes stay, and what was assumed goes: the assessment is the same again, to the letter."""
    (rubric, assessment), changes, _ = data.draw(changed(data.draw(cases)))
    found = what_if(rubric, assessment, changes)
    back = what_if(rubric, found.assessment, present(assessment, changes))
    assert back.new == found.old
    assert back.points == -(found.points or 0)


@FOR_ALL
@given(data=st.data())
def test_the_present_value_is_no_difference(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """A change to what is there already changes nothing, and is told so."""
    (rubric, assessment), changes, _ = data.draw(changed(data.draw(cases)))
    found = what_if(rubric, assessment, present(assessment, changes))
    assert found.assessment == assessment
    assert found.new == found.old
    assert found.points == len(found.differences) == 0
    assert found.sentences("en") == ("What is assumed is as it is: nothing differs.",)


@FOR_ALL
@given(data=st.data())
def test_the_order_of_the_changes_is_irrelevant(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    case, changes, _ = data.draw(changed(data.draw(cases)))
    mixed = dict(data.draw(st.permutations(list(changes.items()))))
    one, two = what_if(*case, changes), what_if(*case, mixed)
    assert one == two
    assert one.differences == two.differences


@FOR_ALL
@given(data=st.data())
def test_a_difference_shown_is_that_of_the_numbers_shown(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Every displayed gap is the difference of displayed numbers."""
    case, changes, _ = data.draw(changed(data.draw(cases)))
    found = what_if(*case, changes)
    old, new = cards(found)
    shown = [Fraction(card.decision.score_shown) for card in (old, new)]
    assert Fraction(found.points_shown or "") == shown[1] - shown[0]
    for one in found.differences:
        if not isinstance(one, VetoDifference):
            ends = [Fraction(old.points_shown(end or Fraction(0))) for end in one.earned]
            assert Fraction(found.difference_shown(one.earned) or "") == ends[1] - ends[0]


@FOR_ALL
@given(data=st.data())
def test_what_is_told_of_an_unfinished_one_holds_however_it_is_finished(
    cases: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    """Where something is opened, only what depends on it differs: the rest is certain."""
    (rubric, assessment), changes, _ = data.draw(changed(data.draw(cases)))
    vetoes = {veto.id for veto in rubric.vetoes}
    opening = {name: "undetermined" if name in vetoes else None for name in changes}
    found = what_if(rubric, assessment, opening)
    if not opening:
        assert found.new == found.old
        return
    assert found.new == outlook(rubric, found.assessment)
    low, high = bounds(found.new)
    assert found.points == (None if low.score != high.score else 0)
    parts = [one for one in found.differences if not isinstance(one, VetoDifference)]
    assert [one for one in parts if not is_open_now(one)] == []
    assert {one.veto.id for one in found.differences if isinstance(one, VetoDifference)} == (
        opening.keys() & vetoes
    )
    back = what_if(rubric, found.assessment, present(assessment, changes))
    assert figures(back.new) == figures(found.old)
    again = [one for one in back.differences if not isinstance(one, VetoDifference)]
    assert [one.earned for one in again] == [one.earned[::-1] for one in parts]
