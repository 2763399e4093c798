"""The fewest items that suffice for a band, place by place; the laws look at all of it at once."""

from typing import Any

import pytest

from maturity_core import Assessment, Rubric, assessment_from, outlook, rubric_from

A = {"title": "a", "points": 6}
B = {"title": "b", "points": 4}


def small(good: dict[str, Any], **tables: Any) -> Rubric:
    """A rubric of 10 points in two clauses with one grade to be reached."""
    rubric = {"id": "small-2026", "title": "Small", "total": 10, "scaled": True}
    return rubric_from(
        {
            "language": "en",
            "rubric": rubric | tables.pop("rubric", {}),
            "clauses": {"1": A, "2": B},
            "grades": {
                "none": {"rank": 0, "label": "none"},
                "good": {"rank": 1, "label": "good", **good},
            },
            **tables,
        }
    )


def needed(rubric: Rubric, **told: Any) -> list[str] | None:
    """The ids of what makes the grade certain; None where it is out of reach."""
    assessment: Assessment = assessment_from({"rubric": rubric.id, **told})
    [way] = outlook(rubric, assessment).guarantees
    return None if way.items is None else [item.id for item in way.items]


def test_one_of_several_ways_suffices() -> None:
    """The other floor is out of reach."""
    assert needed(small({"any": [{"at_least": 9}, {"at_least": 5}]}), ratings={"2": 0}) == ["1"]


def test_a_way_is_left_out_where_what_it_requires_is_excluded() -> None:
    by_b = {"clause": "2", "at_least": "50%", "excluded": "unmet"}
    ways = [{"at_least": 1, "requires": [by_b]}, {"at_least": 6}]
    rubric = small({"any": ways}, clauses={"1": A, "2": B | {"excludable": True}})
    assert needed(rubric) == ["2"]
    assert needed(rubric, exclusions={"2": "does not apply"}) == ["1"]


def test_a_way_is_left_out_where_what_it_requires_is_lost() -> None:
    ways = [
        {"at_least": 1, "requires": [{"clause": "2", "at_least": "50%"}]},
        {"at_least": 9, "requires": [{"score": "base", "at_least": 1}]},
        {"at_least": 5},
    ]
    assert needed(small({"any": ways}), ratings={"2": 49}) == ["1"]


@pytest.mark.parametrize("rated", [{}, {"2": 100}])
def test_where_the_weakest_section_decides_all_of_them_are_needed(rated: dict[str, int]) -> None:
    rubric = small(
        {"at_least": 6},
        rubric={"combine": "min", "scaled": False},
        clauses={"1": {"title": "a"}, "2": {"title": "b"}},
    )
    assert needed(rubric, ratings=rated) == [name for name in ("1", "2") if name not in rated]


def test_a_band_may_look_at_the_score_before_adjustments() -> None:
    bonus = {"award": {"kind": "bonus", "points": 5, "times": 1}}
    assert needed(small({"at_least": 6}, adjustments=bonus)) == ["1"]
    assert needed(small({"at_least": 5}, adjustments=bonus)) == ["1"]
    assert needed(small({"at_least": 5}, adjustments=bonus), ratings={"1": 0}) == ["award"]
    assert needed(small({"at_least": 5, "score": "base"}, adjustments=bonus)) == ["1"]


def test_a_bonus_that_is_required_is_needed_though_points_are_enough() -> None:
    rubric = small(
        {"at_least": 6, "requires": [{"adjustment": "award", "at_least": 2}]},
        adjustments={"award": {"kind": "bonus", "points": 1, "times": 2, "from_ratio": "50%"}},
    )
    assert needed(rubric) == ["1", "award"]
    assert needed(rubric, adjustments={"award": {"count": 2, "reason": "x"}}) == ["1"]
    assert needed(rubric, adjustments={"award": {"count": 1, "reason": "x"}}) is None


def test_below_an_adjusted_branch_all_is_looked_at_together() -> None:
    """Of its clauses one is excluded, one counts in full, and one has children of its own."""
    rubric = small(
        {"at_least": 8},
        clauses={
            "1": {"title": "a"},
            "1.1": {"title": "b", "points": 2, "excludable": True},
            "1.2": {"title": "c", "points": 2, "excludable": True, "excluded": "full"},
            "1.3": {"title": "d"},
            "1.3.1": {"title": "e", "points": 1},
            "1.3.2": {"title": "f", "points": 3},
            "2": B,
        },
        adjustments={"lapse": {"kind": "deduction", "points": 1, "times": 1, "on": "1"}},
    )
    excluded = {"1.1": "does not apply", "1.2": "does not apply"}
    # 10 points of 10 left; without the deduction 2 + 3 + 4 = 9, with it 8 of 10.
    assert needed(rubric, exclusions=excluded) == ["2", "1.3.2"]


def test_what_counts_in_full_brings_its_points_without_an_item() -> None:
    rubric = small(
        {"at_least": 5, "requires": [{"clause": "2", "at_least": "1%"}]},
        clauses={"1": A | {"excludable": True, "excluded": "full"}, "2": B},
    )
    assert needed(rubric, exclusions={"1": "does not apply"}) == ["2"]


def test_nested_branches_and_a_dimension_are_served_by_the_same_items() -> None:
    requires = [
        {"dimension": "side", "at_least": "50%"},
        {"clause": "1", "at_least": "50%"},
        {"clause": "1.1", "at_least": "50%"},
    ]
    rubric = small(
        {"at_least": 1, "requires": requires},
        dimensions={"side": "Side"},
        clauses={
            "1": {"title": "a"},
            "1.1": {"title": "b"},
            "1.1.1": {"title": "c", "points": 4, "dimension": "side"},
            "1.1.2": {"title": "d", "points": 4},
            "2": B | {"points": 2, "dimension": "side"},
        },
    )
    assert needed(rubric) == ["1.1.1"]
