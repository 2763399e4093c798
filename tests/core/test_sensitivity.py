"""How safe a grade is, on small rubrics where every limit can be found by hand."""

from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Adjustment,
    Clause,
    Exclusion,
    GradeBand,
    RatingBand,
    RatingScale,
    Requirement,
    Rubric,
    Sensitivity,
    assessment_from,
    score,
    sensitivity,
)
from tests.core.samples import FIRED, RUBRIC, item, ladder, rated, text


def found(*percentages: object, **vetoes: object) -> Sensitivity:
    """Rate 1.1 (1 point), 1.2 (3) and 2 (6); "good" starts at 6, "excellent" at 9."""
    return sensitivity(score(RUBRIC, rated(*percentages, **vetoes)))


def limits(safety: Sensitivity) -> dict[str, tuple[str, str | None]]:
    """To what each rating may fall and has to rise, in percent."""
    return {
        one.clause.id: (
            str(one.falls_to * 100),
            None if one.rises_to is None else str(one.rises_to * 100),
        )
        for one in safety.items
    }


def by_scale(scale: RatingScale, rating: object, floors: tuple[int, int]) -> Sensitivity:
    """Ten points on a scale of their own, beside ten at 50 %."""
    rubric = Rubric(
        id="scaled-2026",
        title=text("Scaled"),
        total=20,
        clauses=[evolve(item("1"), scale=scale), item("2")],
        grades=ladder(*floors),
    )
    ratings = {"1": rating, "2": 50}
    return sensitivity(score(rubric, assessment_from({"rubric": rubric.id, "ratings": ratings})))


LEVELS = RatingScale(
    bands=[
        RatingBand(low=low, high=low, label=text(label))
        for low, label in (("1/3", "some"), (0, "none"), (1, "all"), ("2/3", "most"))
    ]
)


def test_each_rating_alone() -> None:
    # 0.8 + 2.4 + 5.4 = 8.6 points: 2.6 above the floor of 6, 0.4 below that of 9
    assert limits(found(80, 80, 90)) == {
        "1.1": ("0", None),
        "1.2": ("0", "4667/50"),  # 2.8 of 3 points are 93.33 %, a little less than this
        "2": ("4667/100", "9667/100"),  # 2.8 and 5.8 of 6
    }


def test_on_a_floor_nothing_may_fall() -> None:
    safety = found(60, 60, 60)
    assert limits(safety) == {"1.1": ("60", None), "1.2": ("60", None), "2": ("60", None)}
    assert safety.margin == 0
    assert safety.sentences()[0] == (
        "The grade has no margin: were every rating 0.01 percentage points lower, all at once, "
        "it would be lost."
    )
    assert safety.sentences("zh")[0] == (
        "等级没有余量：全部评分同时降低 0.01 个百分点，等级就会下降。"
    )


def test_a_rating_finer_than_the_limits_keeps_itself() -> None:
    safety = found("100/3", "200/3", "185/3")
    assert safety.card.score == Fraction(181, 30)  # a thirtieth above the floor
    third, two_thirds, service = safety.items
    assert (third.falls_to, third.rises_to) == (Fraction(3, 10), None)
    assert two_thirds.falls_to == Fraction(6556, 10_000)
    assert service.falls_to == Fraction(6112, 10_000)
    on_floor = found("200/3", "200/3", "500/9")
    assert on_floor.card.score == 6
    assert [one.falls_to for one in on_floor.items] == [one.ratio for one in on_floor.items]


def test_the_margin_in_words() -> None:
    safety = found(80, 80, 90)
    assert safety.margin == Fraction(2600, 10_000)
    english, costliest = safety.sentences()
    assert english == (
        "Margin of the grade: every rating could be 26 percentage points lower, all at once, "
        "and the grade would hold; at 26.01 it would be lost."
    )
    assert costliest == "Of the rated items, clauses 1.2, 2 lost the most points: 0.6 each."
    assert safety.sentences("zh") == (
        "等级的余量：全部评分同时降低 26 个百分点，等级仍保持；降低 26.01 个百分点，等级就会下降。",
        "评分项中失分最多：第 1.2、2 条，各失 0.6 分。",
    )


def test_no_rating_falls_below_0_with_the_margin() -> None:
    rubric = evolve(RUBRIC, grades=ladder(3, 9), vetoes=[])
    ratings = {"1.1": 10, "1.2": 10, "2": 80}
    card = score(rubric, assessment_from({"rubric": rubric.id, "ratings": ratings}))
    assert sensitivity(card).margin == Fraction(3, 10)  # the others are at 0 from 10 % on


@pytest.mark.parametrize(
    ("percentages", "margin", "service"),
    [
        ((100, 100, 100), "4999/10000", ("1667/100", None)),  # on 5 itself the grade is lost
        ((0, 0, 50), "4999/10000", ("1/100", "4167/50")),
        ((100, 100, 0), "9999/10000", ("0", "1667/100")),
    ],
)
def test_a_floor_that_takes_only_what_is_above_it(
    percentages: tuple[int, ...], margin: str, service: tuple[str, str | None]
) -> None:
    grades = ladder(0, 5)
    above = evolve(grades, bands=[evolve(band, above=True) for band in grades.bands])
    rubric = evolve(RUBRIC, grades=above, vetoes=[])
    ratings = dict(zip(("1.1", "1.2", "2"), percentages, strict=True))
    safety = sensitivity(score(rubric, assessment_from({"rubric": rubric.id, "ratings": ratings})))
    assert (safety.margin, limits(safety)["2"]) == (Fraction(margin), service)


def test_the_lowest_grade_cannot_fall() -> None:
    safety = found(10, 10, 10)
    assert safety.margin is None
    assert {one.falls_to for one in safety.items} == {Fraction(0)}
    assert safety.sentences()[0] == (
        "The grade cannot fall: with every rating at 0 it would still be fair."
    )
    assert safety.sentences("zh")[0] == "等级不会再降：即使全部评分为 0，仍为fair（中文）。"


def test_a_veto_caps_the_grade_whatever_the_ratings() -> None:
    safety = found(80, 80, 90, other={**FIRED, "note": "n"})
    assert safety.is_capped
    assert {one.rises_to for one in safety.items} == {None}
    assert safety.sentences()[-1] == (
        "A veto fired, so that the grade is no better than fair: no higher rating can lift it."
    )
    assert safety.sentences("zh")[-1] == (
        "否决项成立，等级不得高于fair（中文）：提高评分不能使等级上升。"
    )


def test_a_veto_that_caps_above_the_grade_leaves_room_up_to_there() -> None:
    rubric = evolve(RUBRIC, vetoes=[evolve(RUBRIC.vetoes[0], caps_at="good")])
    for ratings, grade, is_capped in (((10, 10, 90), "fair", False), ((60, 60, 60), "good", True)):
        by = dict(zip(("1.1", "1.2", "2"), ratings, strict=True))
        tree = {"rubric": rubric.id, "ratings": by, "vetoes": {"fraud": FIRED}}
        safety = sensitivity(score(rubric, assessment_from(tree)))
        assert (safety.card.grade.id, safety.is_capped) == (grade, is_capped)
        assert (limits(safety)["1.2"][1] is None) == is_capped
        assert len(safety.sentences()) == 2 + is_capped


@pytest.mark.parametrize(
    ("rating", "floors", "falls_to", "rises_to"),
    [
        ({"level": "most"}, (8, 12), "1/3", "1"),  # 5 points beside it: 6.67 is one level lower
        ({"level": "most"}, (10, 16), "2/3", None),
        ({"level": "none"}, (5, 6), "0", "1/3"),
        ({"level": "all"}, (6, 8), "1/3", None),
    ],
)
def test_on_a_scale_of_levels_limits_are_levels(
    rating: object, floors: tuple[int, int], falls_to: str, rises_to: str | None
) -> None:
    one = by_scale(LEVELS, rating, floors).items[0]
    assert (str(one.falls_to), one.rises_to and str(one.rises_to)) == (falls_to, rises_to)


@pytest.mark.parametrize(
    ("rating", "floors", "falls_to", "rises_to"),
    [
        (0, (5, 9), "0", "2/3"),  # in thirds: no rating so far was one
        (100, (7, 16), "1/3", None),
        ({"sample": {"conform": 1, "of": 2}}, (10, 11), "1/2", "2/3"),
        ({"sample": {"conform": 1, "of": 2}}, (8, 16), "1/3", None),
    ],
)
def test_on_a_scale_with_a_step_limits_are_its_multiples(
    rating: object, floors: tuple[int, int], falls_to: str, rises_to: str | None
) -> None:
    one = by_scale(RatingScale(step="1/3"), rating, floors).items[0]
    assert (str(one.falls_to), one.rises_to and str(one.rises_to)) == (falls_to, rises_to)


def test_a_step_may_be_finer_than_any_list_is_long() -> None:
    step = Fraction(1, 10**40)
    one = by_scale(RatingScale(step=step), 50, (8, 12)).items[0]
    assert (one.falls_to, one.rises_to) == (Fraction(3, 10), Fraction(7, 10))


def test_what_is_excluded_has_no_leeway() -> None:
    full = evolve(item("3"), excludable=True, excluded="full")
    rubric = Rubric(
        id="left-2026",
        title=text("Left"),
        total=40,
        clauses=[item("1"), evolve(item("2"), excludable=True), full, item("4")],
        grades=ladder(20, 30),
    )
    assessment = evolve(
        assessment_from({"rubric": rubric.id, "ratings": {"1": 50, "4": 100}}),
        exclusions=[Exclusion(clause="2", reason="none"), Exclusion(clause="3", reason="none")],
    )
    safety = sensitivity(score(rubric, assessment))
    assert [one.clause.id for one in safety.items] == ["1", "4"]
    assert [line.clause.id for line in safety.costliest] == ["1"]


def test_the_floors_in_points_requirements_and_adjustments() -> None:
    rubric = evolve(
        RUBRIC,
        grades=evolve(
            RUBRIC.grades,
            bands=[
                GradeBand(grade="fair", floor=0),
                GradeBand(grade="good", floor=8, above=True),
                GradeBand(
                    grade="excellent",
                    floor=8,
                    score="base",
                    requires=[Requirement(of="clause", name="2", limit="0.9")],
                ),
            ],
        ),
    )
    safety = sensitivity(score(rubric, rated(80, 80, 80)))
    told = [
        (one.grade.id, str(one.distance), one.distance_shown, one.is_reached, one.is_met)
        for one in safety.floors
    ]
    assert told == [
        ("fair", "8", "8", True, True),
        ("good", "0", "0", False, False),
        ("excellent", "0", "0", True, False),
    ]


def test_the_distance_shown_never_looks_as_if_the_floor_were_reached() -> None:
    safety = found(60, 60, "59.999")
    [_, good, _] = safety.floors
    assert (good.distance, good.distance_shown) == (Fraction(-6, 100_000), "-0.0001")


def test_one_that_cost_most_is_told_with_its_title_many_by_number() -> None:
    assert found(100, 100, 90).sentences()[1] == (
        "Of the rated items, clause 2, Service, lost the most points: 0.6 of 6."
    )
    assert found(100, 100, 90).sentences("zh")[1] == (
        "评分项中失分最多：第 2 条 Service（中文），6 分中失 0.6 分。"
    )
    rubric = Rubric(
        id="alike-2026",
        title=text("Alike"),
        total=60,
        clauses=[item(str(number)) for number in range(1, 7)],
        grades=ladder(30),
    )
    ratings = {str(number): 90 for number in range(1, 7)}
    safety = sensitivity(score(rubric, assessment_from({"rubric": rubric.id, "ratings": ratings})))
    assert len(safety.costliest) == 6
    assert safety.sentences()[1] == (
        "Of the rated items, 6 lost the most points, 1 each: 1, 2, 3, 4, 5 and others."
    )
    assert (
        safety.sentences("zh")[1]
        == "评分项中失分最多：6 个条款，各失 1 分：第 1、2、3、4、5 条等。"
    )


def test_where_nothing_was_lost_nothing_cost() -> None:
    safety = found(100, 100, 100)
    assert safety.costliest == ()
    assert len(safety.sentences()) == 1


def test_a_branch_that_its_weakest_decides_lost_as_one_item() -> None:
    branch = Clause(
        id="1", title=text("Weakest"), points=10, combine="min", clauses=[item("1.1"), item("1.2")]
    )
    rubric = Rubric(
        id="weakest-2026",
        title=text("Weakest"),
        total=20,
        clauses=[branch, item("2")],
        grades=ladder(12, 18),
    )
    ratings = {"1.1": 60, "1.2": 90, "2": 80}
    safety = sensitivity(score(rubric, assessment_from({"rubric": rubric.id, "ratings": ratings})))
    assert [line.clause.id for line in safety.costliest] == ["1"]
    assert limits(safety) == {"1.1": ("40", None), "1.2": ("40", None), "2": ("60", None)}


def test_a_rating_lost_is_the_difference_of_what_is_shown() -> None:
    card = score(evolve(RUBRIC, digits=1), rated("100/3", 100, 75))
    number = card.line_of["1.1"]
    assert (number.lost, card.lost_shown(number)) == (Fraction(2, 3), "0.7")
    exact = score(evolve(RUBRIC, rounding="none"), rated("100/3", 100, 75))
    assert exact.lost_shown(exact.line_of["1.1"]) == "2/3"


def test_a_limit_is_shown_rounded_up_but_falls_to_no_more_than_the_rating() -> None:
    on_floor = found("200/3", "200/3", "500/9").items  # at 66.66 % the grade would be lost
    assert [one.falls_to_shown for one in on_floor] == ["200/3 %", "200/3 %", "500/9 %"]
    fallen = by_scale(LEVELS, {"level": "most"}, (8, 12)).items[0]
    assert (fallen.falls_to_shown, fallen.rises_to_shown) == ("33.34 %", "100.00 %")
    risen = by_scale(LEVELS, {"level": "none"}, (5, 6)).items[0]
    assert (risen.falls_to_shown, risen.rises_to_shown) == ("0.00 %", "33.34 %")
    assert by_scale(LEVELS, {"level": "most"}, (10, 16)).items[0].rises_to_shown is None


def test_a_lower_level_that_looks_like_the_rating_is_shown_exactly() -> None:
    higher = Fraction("1/3") + Fraction(1, 100_000)
    near = evolve(
        LEVELS,
        bands=[*LEVELS.bands, RatingBand(low=higher, high=higher, label=text("some more"))],
    )
    fallen = by_scale(near, {"level": "some more"}, (8, 12)).items[0]
    assert (fallen.falls_to, fallen.falls_to_shown) == (Fraction("1/3"), "100/3 %")


def test_what_was_lost_is_told_exactly_where_rounding_hides_it_or_tells_it_apart() -> None:
    whole = evolve(RUBRIC, digits=0)
    assert sensitivity(score(whole, rated(100, 100, 95))).sentences()[1] == (
        "Of the rated items, clause 2, Service, lost the most points: 0.3 of 6."
    )
    assert sensitivity(score(whole, rated(100, 80, 90))).sentences()[1] == (
        "Of the rated items, clauses 1.2, 2 lost the most points: 1 each."
    )
    rubric = Rubric(
        id="apart-2026",
        title=text("Apart"),
        total=25,
        digits=0,
        clauses=[evolve(item("1"), points="12.6"), evolve(item("2"), points="12.4")],
        grades=ladder(5),
    )
    ratings = {"1": {"points": 11}, "2": {"points": "10.8"}}
    card = score(rubric, assessment_from({"rubric": rubric.id, "ratings": ratings}))
    assert [card.lost_shown(line) for line in card.lines] == ["2", "1"]
    assert sensitivity(card).sentences()[1] == (
        "Of the rated items, clauses 1, 2 lost the most points: 1.6 each."
    )


def test_what_holds_a_place_bends_what_its_ratings_shift_and_nothing_else() -> None:
    branch = Clause(
        id="2",
        title=text("Held"),
        points=20,
        clauses=[item("2.1"), item("2.2")],
    )
    rubric = Rubric(
        id="held-2026",
        title=text("Held"),
        total=40,
        clauses=[item("1"), branch, item("3")],
        grades=ladder(34),
        adjustments=[
            Adjustment(id="care", title=text("Care"), kind="bonus", points=1, on="1"),
            Adjustment(id="award", title=text("Award"), kind="bonus", points=4, on="2"),
            Adjustment(id="zeal", title=text("Zeal"), kind="bonus", points=1, on="3"),
            Adjustment(id="fault", title=text("Fault"), kind="deduction", points=1),
        ],
    )
    tree = {
        "rubric": rubric.id,
        "ratings": {"1": 80, "2.1": 100, "2.2": 80, "3": 70},
        "adjustments": {
            name: {"count": 1, "reason": "x"} for name in ("care", "award", "zeal", "fault")
        },
    }
    safety = sensitivity(score(rubric, assessment_from(tree)))
    assert safety.card.score == 36  # 9 + 20, of 22 held, + 8 - 1
    falls = {clause: falls for clause, (falls, _) in limits(safety).items()}
    assert falls == {"1": "60", "2.1": "60", "2.2": "40", "3": "50"}
