from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from maturity_core import (
    Adjustment,
    Assessment,
    Exclusion,
    InvalidAssessment,
    Rating,
    RatingBand,
    RatingScale,
    Rubric,
    Veto,
    check_assessment,
    what_if,
)
from maturity_core.assuming import ASSUMED, with_changes
from tests.core.samples import (
    FIRED,
    RUBRIC,
    assessed,
    changes_checked,
    rated,
    refusal,
    text,
    told,
)

LEVELS = RatingScale(
    bands=[
        RatingBand(low=0, high=0, label=text("none")),
        RatingBand(low="1/3", high="1/3", label=text("1")),
        RatingBand(low=1, high=1, label=text("all")),
    ]
)
AWARD = Adjustment(id="award", kind="bonus", points=1, times=2)
WITH_AWARD = evolve(RUBRIC, adjustments=[AWARD])
ALL_80 = rated(80, 80, 80)


def by_award(**stated: object) -> Assessment:
    return evolve(ALL_80, adjustments=assessed(adjustments=stated).adjustments)


def assumed(changes: Any, assessment: Assessment = ALL_80, by: Rubric = RUBRIC) -> Assessment:
    """The assessment as it would be; changes without faults."""
    found = with_changes(by, assessment, changes)
    assert found.faults == ()
    return found.assessment


def rating(assessment: Assessment, clause: str) -> Rating:
    [found] = [rating for rating in assessment.ratings if rating.clause == clause]
    return found


# Ratings.


@pytest.mark.parametrize(
    ("written", "ratio"),
    [
        (85, "17/20"),
        ("82.5", "33/40"),
        ("85%", "17/20"),
        ("259/3", "259/300"),
        ({"rating": 85}, "17/20"),
        ({"points": "4.5"}, "3/4"),
        ({"sample": {"conform": 17, "of": 20}}, "17/20"),
        ({"deductions": [{"points": "1.5", "count": 2, "reason": "x"}]}, "1/2"),
    ],
    ids=str,
)
def test_a_rating_is_written_as_in_a_file(written: object, ratio: str) -> None:
    changed = rating(assumed({"2": written}), "2")
    assert changed.ratio_of(Fraction(6)) == Fraction(ratio)
    same = assessed(ratings={"1.1": 80, "1.2": 80, "2": written}, vetoes=dict(ALL_80.found))
    assert assumed({"2": written}) == same


@pytest.mark.parametrize("label", ["all", "all（中文）", "1"])
def test_the_label_of_a_level_is_that_level(label: str) -> None:
    by = evolve(RUBRIC, scale=LEVELS)
    assert rating(assumed({"2": label}, by=by), "2") == Rating(clause="2", level=label)
    assert rating(assumed({"2": {"level": label}}, by=by), "2").level == label


def test_a_number_or_a_percent_sign_is_no_label() -> None:
    """Where levels are called 0 to 3, a percentage can still be said."""
    by = evolve(RUBRIC, scale=LEVELS)
    for percentage in (1, "1%"):
        assert rating(assumed({"2": percentage}, by=by), "2").ratio == Fraction(1, 100)


def test_notes_and_evidence_stay_and_new_ones_take_their_place() -> None:
    paper = {"note": "seen", "evidence": ["a"], "finding": "f", "assessor": "Li"}
    before = rated(80, 80, {"rating": 80, "rated_on": "2026-06-30", **paper})
    kept = rating(assumed({"2": {"points": 3}}, before), "2")
    assert kept == evolve(rating(before, "2"), ratio=None, points=3)
    noted = rating(assumed({"2": {"rating": 90, "note": "again"}}, before), "2")
    assert noted == evolve(rating(before, "2"), ratio="0.9", note="again")


def test_what_is_not_yet_rated_can_be_assumed_and_opened_again() -> None:
    before = evolve(ALL_80, ratings=ALL_80.ratings[1:2])
    after = assumed({"2": 70, "1.1": 90}, before)
    assert [one.clause for one in after.ratings] == ["1.2", "1.1", "2"]  # then as in the rubric
    assert assumed({"1.1": None, "2": None}, after) == before
    noted = rated(80, 80, {"rating": 80, "note": "seen"})
    assert rating(assumed({"2": None}, noted), "2") == Rating(clause="2", note="seen")


def test_a_note_beside_the_rating_is_left_alone() -> None:
    """A file cannot say that, but an object can."""
    note = Rating(clause="2", note="visit on Thursday")
    before = evolve(ALL_80, ratings=[note, *ALL_80.ratings])
    after = assumed({"2": 90}, before)
    assert after.ratings == (note, *before.ratings[1:3], Rating(clause="2", ratio="0.9"))
    assert what_if(RUBRIC, before, {"2": 90}).points == Fraction("0.6")


# Vetoes.


def test_a_veto_that_is_assumed_to_have_fired_says_that_it_is_assumed() -> None:
    fired = assumed({"other": "fired", "fraud": "fired"})
    for finding, note in zip(fired.vetoes, ("", ASSUMED), strict=True):
        assert (finding.finding, finding.legal_basis, finding.period) == ("fired", ASSUMED, ASSUMED)
        assert finding.note == note
    assert told(check_assessment(RUBRIC, fired)) == []


def test_what_was_found_stays_and_only_what_was_assumed_goes() -> None:
    before = rated(80, 80, 80, fraud=FIRED, other={"finding": "clear", "note": "no record"})
    clear = assumed({"fraud": "clear", "other": "fired"}, before)
    fraud, other = clear.vetoes
    assert fraud == evolve(before.vetoes[0], finding="clear")
    assert (other.note, other.legal_basis, other.period) == ("no record", ASSUMED, ASSUMED)
    assert assumed({"fraud": "fired", "other": "clear"}, clear) == before


def test_a_finding_that_is_said_in_full_needs_nothing_assumed() -> None:
    said = {**FIRED, "note": "why", "evidence": ["a"], "determined_by": "Li"}
    assert assumed({"other": said}) == rated(80, 80, 80, other=said)


def test_a_veto_that_is_not_in_the_file_can_be_assumed() -> None:
    before = evolve(ALL_80, vetoes=[])
    after = assumed({"other": "clear", "fraud": "undetermined"}, before)
    assert after.found == (("fraud", "undetermined"), ("other", "clear"))


# Adjustments.


@pytest.mark.parametrize("count", [2, "2", {"count": 2}], ids=repr)
def test_a_count_is_a_number_or_its_digits(count: object) -> None:
    after = assumed({"award": count}, by_award(award=0), WITH_AWARD)
    [stated] = after.adjustments
    assert (stated.count, stated.reason) == (2, ASSUMED)
    assert assumed({"award": 0}, after, WITH_AWARD) == by_award(award=0)


def test_the_reason_of_a_count_stays() -> None:
    before = by_award(award={"count": 1, "reason": "medal"})
    [stated] = assumed({"award": 2}, before, WITH_AWARD).adjustments
    assert (stated.count, stated.reason) == (2, "medal")
    assert assumed({"award": None}, before, WITH_AWARD).adjustments == ()
    assert assumed({"award": 0}, ALL_80, WITH_AWARD) == by_award(award=0)


# Faults.


def faults(changes: Any, assessment: Assessment = ALL_80, by: Rubric = RUBRIC) -> list[Any]:
    """Those of the changes, which `what_if` tells too."""
    found = changes_checked(by, assessment, changes)
    refused = refusal(what_if, by, assessment, changes)
    assert isinstance(refused, InvalidAssessment)
    assert refused.problems[: len(found)] == found
    return told(found)


def test_all_faults_are_told_at_once() -> None:
    changes = {
        "1.1": 85.5,
        "1.2": True,
        "1": 80,
        "2": 120,
        "fruad": "fired",
        "other": "成立",
        "award": "two",
    }
    assert faults(changes, by_award(award=0), WITH_AWARD) == [
        ("rating.of-branch", "/ratings/1"),
        ("change.unknown", "/fruad"),
        ("number.float", "/ratings/1.1"),
        ("number.bool", "/ratings/1.2"),
        ("value.choice", "/vetoes/other"),
        ("value.not-whole", "/adjustments/award"),
        ("rating.out-of-range", "/ratings/2"),
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("８０", "number.form"),
        ("1e3", "number.form"),
        ("", "number.form"),
        ("9" * 61, "number.too-long"),
        ([80], "number.type"),
        ({"raitng": 80}, "value.unknown-key"),
        ({"clause": "1.1"}, "value.unknown-key"),
        ({"rating": 80, "points": 3}, "rating.two-forms"),
        ({"level": "good"}, "rating.no-levels"),
        ("-1", "rating.out-of-range"),
    ],
)
def test_a_rating_that_a_file_refuses_is_refused(value: object, code: str) -> None:
    [(found, pointer)] = faults({"2": value})
    assert (found, pointer.startswith("/ratings/2")) == (code, True)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("-1", "value.whole"),
        ("1000001", "value.whole"),
        ("２", "value.not-whole"),
        ("1" * 21, "value.whole"),
        ("1" * 5000, "value.whole"),
        ("02", "value.not-whole"),
        (1.0, "value.not-whole"),
        ({"count": "2"}, "value.not-whole"),
    ],
)
def test_a_count_that_a_file_refuses_is_refused(value: object, code: str) -> None:
    assert faults({"award": value}, by_award(award=0), WITH_AWARD) == [
        (code, "/adjustments/award" + ("/count" if isinstance(value, dict) else ""))
    ]


@pytest.mark.parametrize("value", [True, None, "yes", 1])
def test_a_finding_that_a_file_refuses_is_refused(value: object) -> None:
    [(code, pointer)] = faults({"fraud": value})
    assert (code.split(".")[0], pointer) in {("veto", "/vetoes/fraud"), ("value", "/vetoes/fraud")}


def test_a_key_that_is_no_text_and_changes_that_are_none() -> None:
    assert faults({5.5: 80}) == [("value.not-text", "")]
    assert faults([("2", 80)]) == [("value.not-table", "")]


class Broken(Mapping[str, object]):
    """Has a key, but nothing behind it."""

    def __getitem__(self, key: str) -> object:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(["rating"])

    def __len__(self) -> int:
        return 1


def test_a_table_that_does_not_give_what_it_has_is_refused_as_in_a_file() -> None:
    assert faults({"2": Broken(), "1.1": 120}) == [
        ("value.missing-key", "/ratings"),
        ("rating.out-of-range", "/ratings/1.1"),
    ]


def test_an_excluded_item_is_not_rated() -> None:
    one, two = RUBRIC.clauses
    by = evolve(RUBRIC, clauses=[evolve(one, excludable=True), two])
    before = evolve(
        ALL_80, ratings=ALL_80.ratings[2:], exclusions=[Exclusion(clause="1", reason="none")]
    )
    assert faults({"1.1": 80}, before, by) == [("rating.of-excluded", "/ratings/1.1")]


def test_a_clause_that_only_vetoes_rest_on_is_told_as_in_a_file() -> None:
    by = evolve(RUBRIC, vetoes=[evolve(RUBRIC.vetoes[0], rests_on=["4.2"]), RUBRIC.vetoes[1]])
    assert faults({"4.2": 80}, by=by) == [("rating.of-veto", "/ratings/4.2")]


def test_an_id_of_several_takes_the_table_of_the_file() -> None:
    by = evolve(RUBRIC, vetoes=[Veto(id="2", title=text("Two")), *RUBRIC.vetoes])
    before = evolve(ALL_80, vetoes=[evolve(ALL_80.vetoes[0], veto="2"), *ALL_80.vetoes])
    assert faults({"2": 80}, before, by) == [("change.ambiguous", "/2")]
    both = assumed({"ratings/2": 70, "vetoes/2": "fired"}, before, by)
    assert rating(both, "2").ratio == Fraction("0.7")
    assert dict(both.found)["2"] == "fired"
    assert faults({"vetoes/1.1": "fired"}, before, by) == [("change.unknown", "/vetoes~11.1")]
    assert faults({"/1.1": 80}, before, by) == [("change.unknown", "/~11.1")]
    assert faults({"ratings/1": 80}, before, by) == [("rating.of-branch", "/ratings/1")]
    assert faults({"ratings/fraud": 80}, before, by) == [("change.unknown", "/ratings~1fraud")]


def test_nothing_is_changed_twice() -> None:
    assert faults({"2": 80, "ratings/2": 90}) == [("change.twice", "/ratings/2")]


def test_faults_of_the_assessment_are_told_too_but_are_none_of_the_changes() -> None:
    before = rated(80, 120, 130)
    assert changes_checked(RUBRIC, before, {"2": 90}) == ()
    assert told(changes_checked(RUBRIC, before, {"2": "x"})) == [("number.form", "/ratings/2")]
    assert told(refusal(what_if, RUBRIC, before, {"2": 90, "1.1": 140}).problems) == [
        ("rating.out-of-range", "/ratings/1.1"),
        ("rating.out-of-range", "/ratings/1.2"),
        ("rating.out-of-range", "/ratings/2"),
    ]


def test_what_looks_odd_is_told_and_what_is_opened_is_not() -> None:
    assert told(changes_checked(RUBRIC, ALL_80, {"2": "0.85", "1.1": None})) == [
        ("rating.below-one", "/ratings/2")
    ]


def test_a_rubric_with_errors_is_refused() -> None:
    refused = refusal(what_if, evolve(RUBRIC, total=11), ALL_80, {"2": 80})
    assert told(refused.problems) == [("rubric.points-sum", "/rubric/total")]
