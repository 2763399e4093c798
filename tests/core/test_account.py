"""Mechanisms of real standards, each with the figures that are published for it."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from maturity_core import Scorecard, assessment_from, load_rubric, score
from tests.core.samples import told

HEAD = """
language = "en"
[rubric]
id = "r"
title = "R"
"""
LADDER = """
[grades]
"low" = { rank = 0, label = "low" }
"high" = { rank = 1, at_least = 5, label = "high" }
"""


def scored(rubric: str, ratings: Mapping[str, object], **rest: object) -> Scorecard:
    """Score by the rest of a rubric's file: its head comes first, its grades are there or not."""
    made = load_rubric((HEAD + rubric + (LADDER if "[grades]" not in rubric else "")).encode())
    return score(made, assessment_from({"rubric": "r", "ratings": ratings, **rest}))


def shown(card: Scorecard) -> list[tuple[str, str, str, str | None]]:
    return [
        (line.clause.id, str(line.earned), str(line.maximum), str(line.ratio))
        for line in card.lines
    ]


AFTER_SALES = """
total = 100
[clauses]
"1" = {{ points = 92, title = "Service" }}
"2" = {{ points = 8, title = "Shops", excludable = true }}
[adjustments]
"fault" = {{ kind = "deduction", points = 1, scaling = "{0}" }}
"award" = {{ kind = "bonus", points = 1, scaling = "{0}" }}
"""


@pytest.mark.parametrize(("scaling", "expected"), [("outside", "89.2174"), ("inside", "89.1304")])
def test_adjustments_outside_and_inside_the_scaling(scaling: str, expected: str) -> None:
    """GB/T 27922 practice: 83 of 92, two times -1, once +1."""
    card = scored(
        AFTER_SALES.format(scaling),
        {"1": {"points": 83}},
        exclusions={"2": "sells by phone only"},
        adjustments={"fault": {"count": 2, "reason": "x"}, "award": {"count": 1, "reason": "x"}},
    )
    assert f"{float(card.score):.4f}" == expected
    assert card.base == Fraction(8300, 92)
    assert [(e.adjustment.id, e.occurred, e.counted) for e in card.adjustments] == [
        ("fault", 2, 2),
        ("award", 1, 1),
    ]
    assert sum((e.earned for e in card.adjustments), card.base) == card.score
    assert card.held == ()
    assert [line.ratio for line in card.lines] == [Fraction(83, 92), None]
    assert [line.maximum for line in card.lines] == [100, 0]
    assert [line.band for line in card.lines] == [None, None]


ALUMINA = """
total = 100
combine = "mean"
[clauses]
"1" = { points = 40, weight = 40, title = "One", excludable = true }
"1.1" = { points = 10, title = "a" }
"1.2" = { points = 10, title = "b" }
"1.3" = { points = 20, title = "c", excludable = true }
"2" = { points = 60, weight = 60, title = "Two", excludable = true }
"2.1" = { points = 60, title = "d" }
"""


def test_exclusion_at_two_levels() -> None:
    """Items 10, 10, 20 (excluded), got 8 + 9: 34 of 40; with 48 of 60: 82; alone: 85."""
    ratings = {"1.1": {"points": 8}, "1.2": {"points": 9}}
    both = scored(ALUMINA, {**ratings, "2.1": {"points": 48}}, exclusions={"1.3": "x"})
    assert both.score == 82
    assert [line.earned for line in both.sections] == [34, 48]
    alone = scored(ALUMINA, ratings, exclusions={"1.3": "x", "2": "x"})
    assert alone.score == 85
    assert [line.ratio for line in alone.sections] == [Fraction(85, 100), None]


CHEMICALS = """
total = 100
combine = "mean"
[clauses]
"1" = { weight = 2, points = 100, title = "A" }
"2" = { weight = 3, points = 100, title = "B" }
"2.1" = { points = 80, title = "b" }
"2.2" = { points = 20, title = "c", excludable = true }
"3" = { weight = 5, points = 100, title = "C" }
[grades]
"no" = { rank = 0, label = "no" }
"yes" = { rank = 1, at_least = 80, label = "yes", requires = [
    { every = "section", at_least = "60%" },
] }
"""


def test_exclusion_inside_weighted_elements() -> None:
    """Weights .2/.3/.5: 90; 55 of 80 = 68.75; 85: 81.125, each element at 60 or more: pass."""
    card = scored(
        CHEMICALS, {"1": 90, "2.1": {"points": 55}, "3": 85}, exclusions={"2.2": "no such plant"}
    )
    assert (card.score, card.grade.id) == (Fraction("81.125"), "yes")
    worse = scored(CHEMICALS, {"1": 90, "2.1": {"points": 55}, "2.2": 0, "3": 95})
    assert (worse.score, worse.grade.id) == (Fraction(82), "no")
    assert worse.decision.sentences()[0] == (
        "No floor is reached: no; yes takes: every section at 60.00 % or more, "
        "the least is now 55.00 %."
    )


ELDERLY = """
total = 1000
[clauses]
"1" = { points = 120, title = "A" }
"2" = { points = 130, title = "B" }
"3" = { points = 150, title = "C" }
"4" = { points = 600, title = "D" }
[grades]
"three" = { rank = 3, at_least = 600, label = "three" }
"four" = { rank = 4, at_least = 800, label = "four", requires = [
    { every = "section", at_least = "80%" },
] }
"""


def test_a_minimum_per_section() -> None:
    """100/104/119/560 = 883: 119 of 150 is 79.33 %: the third grade, not the fourth."""
    points = {"1": 100, "2": 104, "3": 119, "4": 560}
    card = scored(ELDERLY, {clause: {"points": number} for clause, number in points.items()})
    assert card.score == 883
    assert card.grade.id == "three"
    assert card.decision.distance == 0
    assert card.decision.distance_shown == "0"
    assert card.decision.sentences()[0] == (
        "283 above the floor of 600; four takes: every section at 80.00 % or more, "
        "the least is now 79.33 %."
    )
    assert card.decision.sentences("zh")[0] == (
        "高于 600 分线 283 分；到four还需：每一章不低于 80.00 %，现最低为 79.33 %。"
    )


PHARMACY = """
total = 320
maximum = 400
[clauses]
"1" = { points = 320, title = "A" }
[grades]
"A" = { rank = 0, label = "A" }
"AA" = { rank = 1, label = "AA", any = [
    { at_least = 320, score = "base" },
    { at_least = 350, requires = [ { score = "base", at_least = 300 } ] },
] }
[adjustments]
"pool" = { kind = "bonus", points = 1 }
"""


def test_the_pool_ends_at_its_maximum() -> None:
    card = scored(PHARMACY, {"1": 100}, adjustments={"pool": {"count": 90, "reason": "x"}})
    assert card.score == 400
    [held] = card.held
    assert held.clause is None
    assert held.earned == -10


FARM = """
total = 500
[clauses]
"1" = { points = 500, title = "A" }
[grades]
"low" = { rank = 0, at_least = 300, label = "low" }
"high" = { rank = 1, at_least = 450, label = "high", requires = [
    { adjustment = "extra", at_least = 30 },
] }
[adjustments]
"extra" = { kind = "bonus", points = 10, times = 5 }
"""


@pytest.mark.parametrize(("count", "grade"), [(2, "low"), (3, "high"), (9, "high")])
def test_a_bonus_that_a_grade_needs(count: int, grade: str) -> None:
    """450 with a bonus of 30 or more: 460 with 20 is the grade below."""
    card = scored(
        FARM, {"1": {"points": 440}}, adjustments={"extra": {"count": count, "reason": "x"}}
    )
    assert card.grade.id == grade
    assert card.adjustments[0].counted == min(count, 5)
    if grade == "low":
        assert card.decision.sentences()[0].endswith(
            "high takes: extra of 30 points or more, now 20."
        )


WAREHOUSE = """
total = 20
[clauses]
"1" = { points = 20, title = "Category" }
"1.1" = { points = 4, title = "Item" }
"1.2" = { points = 16, title = "Others" }
[adjustments]
"more" = { kind = "deduction", points = 1, on = "1" }
"""


@pytest.mark.parametrize(("others", "expected", "held"), [(14, 4, []), (8, 0, [2])])
def test_deduction_beyond_the_item_within_the_category(
    others: int, expected: int, held: list[int]
) -> None:
    """A 4-point item lost and 10 more: others 14 of 16 give 4, others 8 give 0."""
    card = scored(
        WAREHOUSE,
        {"1.1": 0, "1.2": {"points": others}},
        adjustments={"more": {"count": 10, "reason": "x"}},
    )
    assert card.score == expected
    assert [part.earned for part in card.held] == held
    assert [part.clause.id for part in card.held if part.clause] == ["1"] * len(held)
    assert card.lines[0].earned == expected


CAPABILITY = """
total = 100
[clauses]
"1" = { points = 100, title = "Process" }
[grades]
"N" = { rank = 0, label = "N" }
"P" = { rank = 1, above = 15, label = "P" }
"L" = { rank = 2, above = 50, label = "L" }
"F" = { rank = 3, above = 85, label = "F" }
"""


@pytest.mark.parametrize(
    ("rating", "grade"), [(15, "N"), ("15.01", "P"), (50, "P"), (85, "L"), ("85.01", "F")]
)
def test_limits_that_belong_to_the_lower_band(rating: object, grade: str) -> None:
    """Process capability: N to 15 %, P above it, and so on."""
    card = scored(CAPABILITY, {"1": rating})
    assert card.grade.id == grade
    if rating == 50:
        assert card.decision.sentences()[0] == ("35 above the floor of 15; L takes: above 50.")


STAGED = """
total = 100
combine = "min"
[clauses]
"2" = { points = 40, title = "Level 2", combine = "min" }
"2.1" = { title = "a" }
"2.2" = { title = "b", points = 5 }
"3" = { title = "Level 3" }
"""


def test_the_weakest_decides() -> None:
    card = scored(STAGED, {"2.1": 90, "2.2": 70, "3": 80})
    assert card.score == 70
    assert shown(card) == [
        ("2", "0", "0", "7/10"),
        ("2.1", "0", "0", "9/10"),
        ("2.2", "0", "0", "7/10"),
        ("3", "0", "0", "4/5"),
    ]


MIXED = """
total = 100
[dimensions]
"safe" = "Safety"
[clauses]
"1" = { points = 60, title = "Sum" }
"1.1" = { points = 30, title = "a", dimension = "safe" }
"1.2" = { points = 30, title = "b" }
"2" = { points = 40, title = "Weakest", combine = "min", dimension = "safe" }
"2.1" = { title = "c", excludable = true }
"2.2" = { title = "d", points = 5 }
[grades]
"low" = { rank = 0, label = "low" }
"high" = { rank = 1, at_least = 50, label = "high", requires = [
    { clause = "2.2", REQ "90%" },
    { dimension = "safe", REQ "80%" },
    { score = "base", REQ 70 },
    { every = "section", REQ "70%" },
    { adjustment = "extra", REQ 3 },
] }
[adjustments]
"extra" = { kind = "bonus", points = 1, from_ratio = "80%" }
"inner" = { kind = "deduction", points = 1, on = "2.2" }
"""


def test_points_that_are_lacking_are_rounded_as_the_rubric_says() -> None:
    half_up = MIXED.replace("REQ", "at_least =").replace("total", 'rounding = "half-up"\ntotal')
    rest = {"exclusions": {"2.1": "x"}, "adjustments": {"extra": 0, "inner": 0}}
    card = scored(half_up, {"1.1": "60.15", "1.2": 40, "2.2": 90}, **rest)
    assert card.base == Fraction("66.045")
    assert "70 points or more before adjustments, now 66.05;" in card.decision.sentences()[0]


def test_every_requirement_says_what_it_takes() -> None:
    rest: dict[str, object] = {
        "exclusions": {"2.1": "x"},
        "adjustments": {"extra": {"count": 5, "reason": "x"}, "inner": {"count": 2, "reason": "x"}},
    }
    ratings: dict[str, object] = {"1.1": 60, "1.2": 40, "2.2": 90}
    card = scored(MIXED.replace("REQ", "at_least ="), ratings, **rest)
    assert card.score == 50
    assert card.grade.id == "low"
    assert card.lines[-1].ratio == Fraction(1, 2)
    assert [extra.counted for extra in card.adjustments] == [0, 2]
    assert [extra.earned for extra in card.adjustments] == [0, 0]
    assert card.decision.sentences()[0] == (
        "No floor is reached: low; high takes: clause 2.2 at 90.00 % or more, now 50.00 %; "
        "dimension safe at 80.00 % or more, now 54.29 %; 70 points or more before adjustments, "
        "now 50; every section at 70.00 % or more, the least is now 50.00 %; "
        "extra of 3 points or more, now 0."
    )
    strict = scored(MIXED.replace("REQ", "above ="), ratings | {"1.2": 39}, **rest)
    assert strict.decision.sentences()[0] == (
        "No floor is reached: low; high takes: 0.3 more points (50); "
        "clause 2.2 above 90.00 %, now 50.00 %; dimension safe above 80.00 %, now 54.29 %; "
        "more than 70 points before adjustments, now 49.7; "
        "every section above 70.00 %, the least is now 49.50 %; "
        "extra of more than 3 points, now 0."
    )


def test_what_is_wholly_excluded_is_required_no_more() -> None:
    rubric = ELDERLY.replace('"3" = { points = 150,', '"3" = { points = 150, excludable = true,')
    rubric = rubric.replace('every = "section"', 'excluded = "met", clause = "3"')
    ratings: dict[str, object] = {"1": 90, "2": 90, "4": 90}
    assert scored(rubric, ratings, exclusions={"3": "x"}).grade.id == "four"
    assert scored(rubric, {**ratings, "3": 79}).grade.id == "three"
    strict = scored(rubric.replace('"met"', '"unmet"'), ratings, exclusions={"3": "x"})
    assert strict.grade.id == "three"
    assert strict.decision.sentences("en")[0].endswith(
        "four takes: clause 3 at 80.00 % or more, now excluded."
    )
    assert strict.decision.sentences("zh")[0].endswith(
        "到four还需：第 3 条不低于 80.00 %，现为 已删减。"
    )


def test_a_thousand_sets_of_exclusions_are_kept_and_any_more_is_scored_too() -> None:
    clauses = [f'"{n}" = {{ points = 1, title = "x", excludable = true }}' for n in range(1, 13)]
    made = load_rubric((HEAD + "total = 12\n[clauses]\n" + "\n".join(clauses) + LADDER).encode())
    leaves = [leaf.id for leaf in made.leaves()]
    for number in range(1, 1100):
        left = [leaf for index, leaf in enumerate(leaves) if not number >> index & 1]
        exclusions = {leaf: "x" for leaf in leaves if leaf not in left}
        tree = {"rubric": "r", "ratings": dict.fromkeys(left, 50), "exclusions": exclusions}
        assert score(made, assessment_from(tree)).score == 6
    assert len(made.memo["prepared"]) == 1000


STEPS = """
total = 100
[scale]
step = 5
[clauses]
"1" = { points = 60, title = "A" }
"2" = { points = 40, title = "B", scale = { bands = [
    { low = 0, high = 0, label = "no" }, { low = 100, high = 100, label = "yes" },
] } }
"""


def test_a_scale_with_steps_and_one_of_levels() -> None:
    card = scored(STEPS, {"1": 85, "2": 100})
    assert card.score == 91
    assert card.lines[1].band is not None
    with pytest.raises(ValueError, match="off-step") as refused:
        scored(STEPS, {"1": 86, "2": 50})
    assert told(refused.value.problems) == [  # type: ignore[attr-defined] # of the family
        ("rating.off-step", "/ratings/1"),
        ("rating.off-level", "/ratings/2"),
    ]


def test_a_band_of_the_base_says_which_score_it_looks_at() -> None:
    rubric = PHARMACY.replace("at_least = 350", "at_least = 399")
    card = scored(
        rubric, {"1": {"points": 310}}, adjustments={"pool": {"count": 60, "reason": "x"}}
    )
    assert card.decision.sentences()[0] == (
        "No floor is reached: A; 10 short of AA (320), before adjustments, where it is 310."
    )
    assert card.decision.sentences("zh")[0] == (
        "未达到任何分数线，等级为A；加减分前得分 310，距AA（320 分）差 10 分。"
    )
