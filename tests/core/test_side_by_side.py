from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Adjustment,
    Assessment,
    Clause,
    Exclusion,
    Outlook,
    RatingBand,
    RatingScale,
    Scorecard,
    get_rubric,
    load_assessment,
    outlook,
    score,
    what_if,
)
from maturity_core.side_by_side import (
    Brought,
    ExtraDifference,
    HeldDifference,
    LineDifference,
    Reached,
    VetoDifference,
)
from tests.core.samples import FIRED, RUBRIC, assessed, rated, text

ALL_80 = rated(80, 80, 80)
QBJKB_009 = get_rubric("qbjkb-009-2026")
AWARD = Adjustment(id="award", kind="bonus", points=1, times=2)
FAULT = Adjustment(id="fault", kind="deduction", points=3, on="1")
EARLY = Adjustment(id="early", kind="bonus", points=1, from_ratio="0.5")
ADJUSTED = evolve(RUBRIC, adjustments=[AWARD, FAULT, EARLY])
LEVELS = RatingScale(
    bands=[RatingBand(low=low, high=low, label=text(f"level {low}")) for low in ("0.5", "1")]
)


def line(
    clause: Clause | None,
    depth: int,
    old: Reached | None,
    new: Reached | None,
    *,
    counts: bool = True,
) -> LineDifference:
    return LineDifference(clause, depth, counts, old, new)


def reached(ratio: str, earned: str, *decided_by: str) -> Reached:
    return Reached(Fraction(ratio), Fraction(earned), decided_by)


def by_adjusted(award: int, fault: int, early: int, *percentages: object) -> Assessment:
    counts = {"award": award, "fault": fault, "early": early}
    stated = assessed(adjustments={n: {"count": c, "reason": "x"} for n, c in counts.items()})
    return evolve(rated(*percentages), adjustments=stated.adjustments)


# What differs.


def test_a_rating_that_rises_moves_its_line_and_those_above_it() -> None:
    found = what_if(RUBRIC, ALL_80, {"1.2": 90})
    assert isinstance(found.old, Scorecard)
    assert found.old == score(RUBRIC, ALL_80)
    branch, item = RUBRIC.clauses[0], RUBRIC.clauses[0].clauses[1]
    assert found.differences == (
        line(branch, 0, reached("0.8", "3.2"), reached("0.875", "3.5")),
        line(item, 1, reached("0.8", "2.4"), reached("0.9", "2.7")),
    )
    assert [(one.points, one.adds) for one in found.differences] == [
        (Fraction("0.3"), True),
        (Fraction("0.3"), False),
    ]
    assert (found.points, found.points_shown) == (Fraction("0.3"), "0.3")


def test_another_form_of_the_same_rating_is_no_difference() -> None:
    found = what_if(RUBRIC, ALL_80, {"2": {"points": "4.8"}})
    assert found.assessment != ALL_80
    assert found.differences == ()


def test_where_the_weakest_decides_the_whole_is_told_and_who_decides() -> None:
    by = evolve(RUBRIC, combine="min")
    before = rated(60, 60, 80)
    found = what_if(by, before, {"1.1": 100, "1.2": 100})
    whole, one, *items = found.differences
    assert whole == line(None, 0, reached("0.6", "6", "1"), reached("0.8", "8", "2"))
    assert one == line(by.clauses[0], 0, reached("0.6", "0"), reached("1", "0"), counts=False)
    assert [one.points for one in items if isinstance(one, LineDifference)] == [0, 0]
    assert found.points == 2


def test_a_branch_is_told_where_only_another_clause_decides() -> None:
    one, two = RUBRIC.clauses
    by = evolve(RUBRIC, clauses=[evolve(one, combine="min"), two])
    found = what_if(by, rated(60, 80, 80), {"1.1": 80, "1.2": 60})
    branch, *_ = found.differences
    assert branch == line(
        by.clauses[0], 0, reached("0.6", "2.4", "1.1"), reached("0.6", "2.4", "1.2")
    )
    assert found.points == 0
    assert found.sentences()[0] == "The score stays 7.2."


def test_adjustments_and_what_is_held_are_told() -> None:
    before = by_adjusted(0, 0, 0, 100, 100, 90)
    found = what_if(ADJUSTED, before, {"award": 3, "fault": 2, "early": 1})
    assert isinstance(found.new, Scorecard)
    *lines, award, fault, early, held = found.differences
    assert [one.points for one in lines if isinstance(one, LineDifference)] == [-4]
    assert isinstance(award, ExtraDifference)
    assert (award.old, award.new) == (Brought(0, 0, Fraction(0)), Brought(3, 2, Fraction(2)))
    assert award.points == 2
    assert award.adds
    assert isinstance(fault, ExtraDifference)
    assert fault.points == -6
    assert not fault.adds  # it is in what clause 1 earns
    assert isinstance(early, ExtraDifference)
    assert early.adjustment == EARLY
    assert early.points == 1
    assert held == HeldDifference(ADJUSTED.clauses[0], Fraction(0), Fraction(2))
    assert isinstance(held, HeldDifference)
    assert held.points == 2
    assert not held.adds
    assert found.points == -4 + 2 + 1


def test_what_is_cut_off_from_the_whole_is_a_part_of_the_difference() -> None:
    found = what_if(ADJUSTED, by_adjusted(0, 0, 0, 100, 100, 90), {"award": 2})
    award, held = found.differences
    assert held == HeldDifference(None, Fraction(0), Fraction("-1.4"))
    assert isinstance(held, HeldDifference)
    assert isinstance(award, ExtraDifference)
    assert [award.points, held.points] == [2, Fraction("-1.4")]
    assert held.adds
    assert found.points == Fraction("0.6")


def test_a_veto_is_told_with_the_grade_at_which_it_caps() -> None:
    found = what_if(RUBRIC, ALL_80, {"other": "fired"})
    fair = RUBRIC.grades.grade("fair")
    assert found.differences == (VetoDifference(RUBRIC.vetoes[1], "clear", "fired", fair),)
    assert found.points == 0
    assert found.points_shown == "0"
    assert isinstance(found.new, Scorecard)
    assert found.new.grade == fair


# What is open.


def test_an_unfinished_side_has_an_outlook() -> None:
    before = evolve(ALL_80, ratings=ALL_80.ratings[1:])
    found = what_if(RUBRIC, before, {"2": 90})
    assert (found.old, found.new) == (outlook(RUBRIC, before), outlook(RUBRIC, found.assessment))
    assert (found.points, found.points_shown) == (None, None)
    two = line(RUBRIC.clauses[1], 0, reached("0.8", "4.8"), reached("0.9", "5.4"))
    assert found.differences == (two,)
    finished = what_if(RUBRIC, before, {"1.1": 90})
    assert isinstance(finished.new, Scorecard)
    assert finished.points is None
    branch, item = finished.differences
    assert branch == line(RUBRIC.clauses[0], 0, None, reached("0.825", "3.3"))
    assert item == line(RUBRIC.clauses[0].clauses[0], 1, None, reached("0.9", "0.9"))
    assert isinstance(item, LineDifference)
    assert (item.points, finished.difference_shown(item.earned)) == (None, None)


def test_where_only_a_veto_is_open_the_score_is_certain() -> None:
    found = what_if(RUBRIC, ALL_80, {"fraud": "undetermined", "2": 70})
    assert isinstance(found.new, Outlook)
    assert (found.points, found.points_shown) == (Fraction("-0.6"), "-0.6")


def test_a_level_stands_in_for_an_open_item_whose_scale_has_only_levels() -> None:
    one, two = RUBRIC.clauses
    by = evolve(RUBRIC, clauses=[one, evolve(two, scale=LEVELS)])
    before = evolve(ALL_80, ratings=ALL_80.ratings[:2])
    assert [one.points for one in what_if(by, before, {"1.1": 90}).differences] == [  # type: ignore[union-attr] # no veto is among them
        Fraction("0.1"),
        Fraction("0.1"),
    ]


def test_what_depends_on_something_open_is_not_told() -> None:
    """A count may be certain where what a bonus brings by a ratio is not, nor what is held."""
    before = evolve(by_adjusted(1, 0, 1, 80, 80, 80), ratings=ALL_80.ratings[:2])
    found = what_if(ADJUSTED, before, {"award": 2, "early": 0, "fault": 2})
    branch, award, fault, early, held = found.differences
    assert isinstance(branch, LineDifference)
    assert (branch.clause, branch.points) == (ADJUSTED.clauses[0], Fraction("-3.2"))
    assert isinstance(award, ExtraDifference)
    assert isinstance(fault, ExtraDifference)
    assert [award.points, fault.points] == [1, -6]
    assert isinstance(early, ExtraDifference)
    assert (early.old, early.new) == (Brought(1, None, None), Brought(0, 0, Fraction(0)))
    assert isinstance(held, HeldDifference)
    assert (held.clause, held.points) == (ADJUSTED.clauses[0], Fraction("2.8"))
    opened = what_if(ADJUSTED, by_adjusted(0, 0, 0, 80, 80, 80), {"award": None})
    [extra] = opened.differences
    assert isinstance(extra, ExtraDifference)
    assert (extra.new, extra.points) == (Brought(None, None, None), None)
    cut = what_if(ADJUSTED, by_adjusted(2, 0, 0, 100, 100, 90), {"award": None})
    [_, held] = cut.differences
    assert isinstance(held, HeldDifference)
    assert (held.old, held.new, held.points) == (Fraction("-1.4"), None, None)


def test_what_is_excluded_is_no_difference_even_where_something_of_it_is_open() -> None:
    one, two = RUBRIC.clauses
    by = evolve(ADJUSTED, clauses=[evolve(one, excludable=True), two])
    stated = by_adjusted(0, 0, 0, 80, 80, 80)
    before = evolve(
        stated,
        ratings=stated.ratings[2:],
        exclusions=[Exclusion(clause="1", reason="none")],
        adjustments=[stated.adjustments[0], stated.adjustments[2]],
    )
    [extra] = what_if(by, before, {"fault": 1}).differences
    assert isinstance(extra, ExtraDifference)
    assert (extra.old, extra.adjustment.id) == (Brought(None, 0, Fraction(0)), "fault")


# What is certain though something is open.

HALF = evolve(EARLY, id="half")
HALF_OF_1 = evolve(HALF, id="half-of-1", on="1")
BY_RATIO = evolve(RUBRIC, maximum=14, adjustments=[HALF, HALF_OF_1])


def by_ratio(rating: object = 50, **ratings: object) -> Assessment:
    """Clause 2 is rated and clause 1 is not, unless said; each bonus occurs once."""
    said = {"half": {"count": 1, "reason": "x"}, "half-of-1": {"count": 1, "reason": "x"}}
    clear = dict(ALL_80.found)
    return assessed(ratings={"2": rating, **ratings}, vetoes=clear, adjustments=said)


@pytest.mark.parametrize("name", ["half", "half-of-1"])
def test_a_count_that_changes_is_told_though_what_it_brings_is_open(name: str) -> None:
    found = what_if(BY_RATIO, by_ratio(), {name: 3})
    [extra] = found.differences
    assert isinstance(extra, ExtraDifference)
    assert (extra.adjustment.id, extra.points) == (name, None)
    assert (extra.old, extra.new) == (Brought(1, None, None), Brought(3, None, None))
    assert found.sentences()[0].startswith("The score ")


def test_what_counts_in_any_case_or_in_none_is_certain() -> None:
    """The whole reaches 50 % by clause 2 alone, or cannot any more."""
    for rating, earned in ((100, 3), (10, 0)):
        before = by_ratio(rating)
        extra, *_ = what_if(BY_RATIO, before, {"half": 3}).differences
        assert isinstance(extra, ExtraDifference)
        assert extra.new == (
            Brought(3, earned, Fraction(earned)) if rating == 100 else Brought(3, 0, Fraction(0))
        )
    none, *_ = what_if(BY_RATIO, by_ratio(), {"half": 0}).differences
    assert isinstance(none, ExtraDifference)
    assert (none.old, none.new) == (Brought(1, None, None), Brought(0, 0, Fraction(0)))
    always = evolve(BY_RATIO, adjustments=[evolve(HALF, from_ratio=0), HALF_OF_1])
    extra, *_ = what_if(always, by_ratio(), {"half": 3}).differences
    assert isinstance(extra, ExtraDifference)
    assert (extra.new, extra.points) == (Brought(3, 3, Fraction(3)), Fraction(2))


def test_a_count_that_is_open_and_cannot_count_brings_nothing() -> None:
    before = by_ratio(10, **{"1.1": 10, "1.2": 10})
    found = what_if(BY_RATIO, before, {"half": None})
    assert isinstance(found.new, Outlook)
    [extra] = found.differences
    assert isinstance(extra, ExtraDifference)
    assert (extra.new, extra.points) == (Brought(None, 0, Fraction(0)), Fraction(0))
    assert (found.points, found.points_shown) == (Fraction(0), "0")
    assert found.sentences()[0] == "The score stays 1."


def test_the_least_is_certain_where_one_clause_is_at_the_bottom() -> None:
    """Clause 1 decides, whatever clause 2 comes to, which might decide beside it."""
    by = evolve(RUBRIC, combine="min")
    found = what_if(by, rated(0, 0, 0), {"2": None})
    assert found.differences == (
        line(None, 0, reached("0", "0", "1", "2"), reached("0", "0", "1")),
        line(by.clauses[1], 0, reached("0", "0"), None, counts=False),
    )
    assert found.points == 0


def test_who_decides_may_be_open_where_a_deduction_takes_all() -> None:
    """Clause 1 is at 0 %, but of its items either may be the weakest."""
    one, two = RUBRIC.clauses
    by = evolve(RUBRIC, clauses=[evolve(one, combine="min"), two], adjustments=[FAULT])
    fault = assessed(adjustments={"fault": {"count": 2, "reason": "x"}}).adjustments
    before = evolve(rated(60, 50, 80), adjustments=fault)
    branch, *_ = what_if(by, before, {"1.1": None}).differences
    assert branch == line(by.clauses[0], 0, reached("0", "0", "1.2"), reached("0", "0"))


def test_a_rating_that_moves_nothing_is_still_another_rating() -> None:
    """A deduction takes all that the item earns, at most 100 %."""
    by = evolve(RUBRIC, adjustments=[evolve(FAULT, on="2", points=6)])
    fault = assessed(adjustments={"fault": {"count": 1, "reason": "x"}}).adjustments
    found = what_if(by, evolve(ALL_80, adjustments=fault), {"2": None})
    [held] = found.differences
    assert held == HeldDifference(by.clauses[1], Fraction("1.2"), None)
    assert found.points == 0
    opened = evolve(ALL_80, adjustments=[])
    assert what_if(by, opened, {"2": {"points": "4.8"}}).sentences() == (
        "What is assumed is as it is: nothing differs.",
    )


# In words.


def test_the_sentences_say_what_the_grade_becomes_and_why() -> None:
    found = what_if(RUBRIC, ALL_80, {"2": 100, "other": "fired"})
    assert found.sentences("en") == (
        "The score goes from 8 to 9.2 (+1.2).",
        "By score, the grade goes from good to excellent.",
        "Veto other, Other: clear -> fired. Where it fires, the grade is at most: fair.",
        "With the vetoes, the grade goes from good to fair.",
        (
            "As it is: 2 above the floor of 6; 1 short of excellent (9). "
            "All 2 vetoes were determined: none fired."
        ),
        (
            "As assumed: 0.2 above the floor of 9; there is no higher grade. "
            "By score: excellent. Because of a veto: fair."
        ),
    )
    assert found.sentences("zh") == (
        "得分由 8 变为 9.2（+1.2）。",
        "按得分，等级由good（中文）变为excellent（中文）。",
        "否决 other Other（中文）：由未发现变为成立。成立时等级至多为：fair（中文）。",
        "计入否决，等级由good（中文）变为fair（中文）。",
        "现状：高于 6 分线 2 分；距excellent（中文）（9 分）差 1 分。否决项 2 项均已核实：未发现。",
        (
            "假设：高于 9 分线 0.2 分；已是最高等级。"
            "按得分为excellent（中文），因一票否决定为：fair（中文）。"
        ),
    )


def test_the_sentences_say_what_stays() -> None:
    fired = rated(80, 80, 80, fraud=FIRED)
    found = what_if(RUBRIC, fired, {"2": 85})
    assert found.sentences("en")[:3] == (
        "The score goes from 8 to 8.3 (+0.3).",
        "By score, the grade stays good.",
        "With the vetoes, the grade stays not qualified.",
    )
    assert found.sentences("zh")[1:3] == (
        "按得分，等级仍为good（中文）。",
        "计入否决，等级仍为not qualified（中文）。",
    )
    assert what_if(RUBRIC, ALL_80, {"fraud": "fired"}).sentences("zh")[0] == "得分仍为 8。"


def test_the_sentences_of_an_unfinished_one_say_from_what_to_what() -> None:
    before = evolve(ALL_80, ratings=ALL_80.ratings[:2])
    found = what_if(RUBRIC, before, {"1.2": 100})
    ahead = [
        " ".join(side.sentences("en"))
        for side in (found.old, found.new)
        if isinstance(side, Outlook)
    ]
    assert found.sentences("en") == (
        "The score goes from between 3.2 and 9.2 to between 3.8 and 9.8.",
        "By score, the grade stays between fair and excellent.",
        f"As it is: {ahead[0]}",
        f"As assumed: {ahead[1]}",
    )
    assert found.sentences("zh")[0] == "得分由 3.2～9.2 变为 3.8～9.8。"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "What is assumed is as it is: nothing differs."),
        ("zh", "所设与现状相同，没有差异。"),
    ],
)
def test_no_change_is_no_difference(language: str, told: str) -> None:
    for changes in ({}, {"2": 80}, {"fraud": "clear"}):
        found = what_if(RUBRIC, ALL_80, changes)
        assert found.sentences(language) == (told,)
        assert (found.old, found.assessment) == (found.new, ALL_80)


def test_what_cannot_be_told_by_clause_is_still_a_difference() -> None:
    """An item that depends on a count that is open tells nothing, but the ends move."""
    by = evolve(RUBRIC, adjustments=[evolve(FAULT, on="2")])
    found = what_if(by, ALL_80, {"2": 70})
    assert found.differences == ()
    assert found.sentences()[0].startswith("The score goes from between ")


def test_the_example_on_the_floor_of_four_stars() -> None:
    sewage = load_assessment("examples/municipal-sewage.toml")
    found = what_if(QBJKB_009, sewage, {"5.12.1": "96.99"})
    assert found.points == Fraction("-0.0006")
    assert found.points_shown == "-0.001"  # 90 and 89.999: no floor seems reached
    assert found.sentences()[1] == "By score, the grade goes from four stars to three stars."
