"""What an unfinished assessment can still come to: its figures, its sentences, its refusals."""

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from maturity_core import (
    Assessment,
    InvalidAssessment,
    InvalidRubric,
    Rubric,
    assessment_from,
    get_rubric,
    load_assessment,
    outlook,
    rubric_from,
)
from maturity_core.outlook import Outlook
from tests.core.samples import RUBRIC

QBJKB = get_rubric("qbjkb-009-2026")
CLEAR = {veto.id: "clear" for veto in QBJKB.vetoes}


def by_009(*left_open: str, rating: object = 90, **vetoes: object) -> Outlook:
    """An assessment of 009 with one rating everywhere but for what is open."""
    told = {
        "rubric": QBJKB.id,
        "ratings": {leaf.id: rating for leaf in QBJKB.leaves() if leaf.id not in left_open},
        "vetoes": CLEAR | vetoes,
    }
    return outlook(QBJKB, assessment_from(told))


def ids(ahead: Outlook) -> dict[str, list[str] | None]:
    """What makes each grade certain."""
    return {
        way.grade.id: None if way.items is None else [item.id for item in way.items]
        for way in ahead.guarantees
    }


def test_the_unfinished_example() -> None:
    """15 clauses bring 55.715; the others have 34 points; three vetoes are undetermined."""
    ahead = outlook(QBJKB, load_assessment("examples/unfinished-monitoring.toml"))
    assert (ahead.lowest.score, ahead.highest.score) == (Fraction("55.715"), Fraction("89.715"))
    assert ahead.certain_grade.id == "unqualified"
    assert (ahead.lowest.grade_by_score.id, ahead.highest.grade.id) == ("one-star", "three-star")
    vetoes = ["4.2-violation", "4.2-falsification", "4.2-other"]
    moved = {item.id: item.moves for item in ahead.open}
    assert moved == {
        **dict.fromkeys(vetoes, 0),
        "5.8": 8,
        "5.12.1": 6,
        "5.13": 5,
        "5.10.1": 4,
        "5.2.3": 3,
        "5.3.3": 3,
        "5.12.2": 3,
        "5.4.3": 2,
    }
    assert list(moved)[:5] == [*vetoes, "5.8", "5.12.1"]
    assert ids(ahead) == {
        "one-star": vetoes,
        "two-star": [*vetoes, "5.8", "5.12.1", "5.13"],  # 55.715 + 19 = 74.715
        "three-star": [*vetoes, "5.8", "5.12.1", "5.13", "5.10.1", "5.2.3"],  # + 7 = 81.715
        "four-star": None,
        "five-star": None,
    }


FIRED = {"finding": "fired", "legal_basis": "环保法", "period": "2025", "note": "见决定书"}


@pytest.mark.parametrize(
    ("ahead", "english", "chinese"),
    [
        (
            by_009("5.8", "5.2.1"),
            (
                (
                    "Still possible: 80.1 to 91.1 points, three stars to four stars. "
                    "Certain so far: at least three stars."
                ),
                (
                    "At least four stars: certain with 2 of 2 open items at their best "
                    "(100 %, a veto clear): 5.8, 5.2.1."
                ),
            ),
            (
                "仍可能得 80.1 至 91.1 分，等级为三星级至四星级。已可确定：不低于三星级。",
                (
                    "2 项未定，其中 2 项达到最好结果（100 %、否决未发现）即可确定不低于四星级："
                    "5.8, 5.2.1。"
                ),
            ),
        ),
        (
            by_009("5.2.1", rating=85),
            (
                "Still possible: 82.45 to 85.45 points. The grade is certain: three stars.",
                "Open items: 1. None of them can lead to a better grade.",
            ),
            (
                "仍可能得 82.45 至 85.45 分；等级已可确定：三星级。",
                "未定 1 项，均不能使等级更高。",
            ),
        ),
        (
            by_009("5.2.1", rating=85, **{"4.2-incident": FIRED}),
            (
                (
                    "Still possible: 82.45 to 85.45 points. The grade is certain: "
                    "not qualified (vetoed) (veto 4.2-incident fired)."
                ),
                "Open items: 1. None of them can lead to a better grade.",
            ),
            (
                ("仍可能得 82.45 至 85.45 分；等级已可确定：不合格（否决 4.2-incident 成立）。"),
                "未定 1 项，均不能使等级更高。",
            ),
        ),
        (
            by_009(rating="69.996"),
            (
                "Nothing is open: 69.996 points, one star.",
                "`maturity score` shows the scorecard.",
            ),
            ("没有未定的项：69.996 分，一星级。", "评分结果见 maturity score。"),
        ),
        (
            by_009(rating=90, **{"4.2-incident": "undetermined"}),
            (
                (
                    "Still possible: 90 points, four stars; if a veto fires, "
                    "down to not qualified (vetoed). No grade is certain yet."
                ),
                (
                    "At least one star: certain with 1 of 1 open items at their best "
                    "(100 %, a veto clear): 4.2-incident."
                ),
            ),
            (
                "仍可能得 90 分，等级为四星级；若有否决成立，可低至不合格。尚无可确定的等级。",
                (
                    "1 项未定，其中 1 项达到最好结果（100 %、否决未发现）即可确定不低于一星级："
                    "4.2-incident。"
                ),
            ),
        ),
    ],
    ids=["range", "certain", "fired", "finished", "veto"],
)
def test_it_is_told_in_two_sentences(
    ahead: Outlook, english: tuple[str, str], chinese: tuple[str, str]
) -> None:
    assert ahead.sentences() == english
    assert ahead.sentences("zh") == chinese


def test_a_sentence_names_ten_items_at_the_most() -> None:
    ahead = outlook(QBJKB, assessment_from({"rubric": QBJKB.id, "vetoes": CLEAR}))
    _, way = ahead.sentences()
    assert ahead.sentences("zh")[1].endswith("5.10.1, 5.10.2，另 2 项。")
    assert way == (
        "At least two stars: certain with 12 of 23 open items at their best (100 %, a veto clear): "
        "5.9, 5.11, 5.8, 5.6, 5.7, 5.12.1, 5.5, 5.13, 5.10.1, 5.10.2 and 2 more."
    )


def test_neither_bound_looks_as_if_it_stood_on_a_floor() -> None:
    """95.0 would be five stars; 94.9995 is shown with as many digits as that takes."""
    ahead = by_009(rating="94.9995")
    assert ahead.score_shown(ahead.highest) == "94.9995"


def test_a_fired_veto_puts_better_grades_out_of_reach() -> None:
    told = {"rubric": QBJKB.id, "vetoes": CLEAR | {"4.2-incident": FIRED}}
    ahead = outlook(QBJKB, assessment_from(told))
    assert ahead.highest.grade.id == "unqualified"
    assert ahead.highest.grade_by_score.id == "five-star"
    assert set(ids(ahead).values() or [0]) == {None}


def grades(**bands: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {"rank": rank, "label": name, **band}
        for rank, (name, band) in enumerate({"none": {}, **bands}.items())
    }


def small(**tables: Any) -> Rubric:
    """A rubric of 10 points in two clauses; tables replace it part by part."""
    return rubric_from(
        {
            "language": "en",
            "rubric": {"id": "small-2026", "title": "Small", "total": 10, "scaled": True},
            "clauses": {
                "1": {"title": "a", "points": 6},
                "2": {"title": "b", "points": 4},
            },
            "grades": grades(good={"at_least": 6}),
            **tables,
        }
    )


def empty(rubric: Rubric, **tables: Any) -> Outlook:
    return outlook(rubric, assessment_from({"rubric": rubric.id, **tables}))


def test_an_open_rating_is_between_the_ends_of_its_levels() -> None:
    levels = [{"low": low, "high": low, "label": f"level {low}"} for low in (25, 50, 75)]
    rubric = small(scale={"bands": levels})
    ahead = empty(rubric)
    assert (ahead.lowest.score, ahead.highest.score) == (Fraction(5, 2), Fraction(15, 2))
    assert ids(ahead) == {"good": ["1", "2"]}
    assert empty(rubric, ratings={"1": {"level": "level 75"}}).lowest.score == Fraction(11, 2)


def test_levels_finer_than_a_hundredth_of_a_percent_are_exact() -> None:
    levels = [{"low": low, "high": low, "label": str(low)} for low in ("100/3", "200/3")]
    rubric = small(scale={"bands": levels})
    ahead = empty(rubric, ratings={"1": {"level": "200/3"}})
    assert (ahead.lowest.score, ahead.highest.score) == (Fraction(16, 3), Fraction(20, 3))


def test_what_is_excluded_stays_so() -> None:
    excludable = {"title": "a", "points": 6, "excludable": True}
    rubric = small(clauses={"1": excludable, "2": {"title": "b", "points": 4}})
    ahead = empty(rubric, exclusions={"1": "does not apply"})
    assert [item.id for item in ahead.open] == ["2"]
    assert [ahead.lowest.score, ahead.highest.score] == [0, 10]


def test_an_open_deduction_costs_whatever_it_can() -> None:
    """Without a limit it takes everything; a bonus and a deduction have the title they have."""
    extras = {
        "lapse": {"kind": "deduction", "points": 1},
        "award": {"kind": "bonus", "points": 2, "times": 2, "title": "Award"},
    }
    ahead = empty(small(adjustments=extras), ratings={"1": 50, "2": 100})
    assert [ahead.lowest.score, ahead.highest.score] == [0, 10]
    lapse, award = ahead.open
    assert (lapse.kind, lapse.id, lapse.title) == ("adjustment", "lapse", None)
    assert [lapse.brings, lapse.costs] == [7, 10]
    assert award.title is not None
    assert [award.title.en, award.brings] == ["Award", 0]
    assert ids(ahead) == {"good": ["lapse"]}


def test_the_weakest_child_takes_all_of_them() -> None:
    """One alone brings nothing, and one alone costs everything."""
    rubric = small(
        clauses={
            "1": {"title": "a", "points": 6, "combine": "min"},
            "1.1": {"title": "b"},
            "1.2": {"title": "c"},
            "2": {"title": "d", "points": 4},
        }
    )
    ahead = empty(rubric)
    assert [[item.id, item.brings, item.costs] for item in ahead.open] == [
        ["1.1", 0, 6],
        ["1.2", 0, 6],
        ["2", 4, 4],
    ]
    assert ids(ahead) == {"good": ["1.1", "1.2"]}


def test_what_a_grade_requires_is_heeded() -> None:
    """7 points alone do not suffice: each section needs half, the side of clause 2 all."""
    requires = [{"every": "section", "at_least": "50%"}, {"dimension": "side", "at_least": "100%"}]
    rubric = small(
        dimensions={"side": "Side"},
        clauses={
            "1": {"title": "a"},
            "1.1": {"title": "b", "points": 3},
            "1.2": {"title": "c", "points": 3},
            "2": {"title": "d", "points": 4, "dimension": "side"},
        },
        grades=grades(fair={"at_least": 6}, good={"at_least": 6, "requires": requires}),
    )
    assert ids(empty(rubric)) == {"fair": ["2", "1.1"], "good": ["2", "1.1"]}
    ahead = empty(rubric, ratings={"2": 99})
    assert ids(ahead) == {"fair": ["1.1"], "good": None}
    good = rubric.grades.grade("good")
    assert ahead.hindrance(good) == "what it requires besides points can no longer be met"
    assert ahead.hindrance(good, "zh") == "分数线以外的要求已不能满足"


def test_items_that_are_needed_anyway_serve_every_goal() -> None:
    """Three dimensions and the children of two weakest-of branches: five items, no fewer."""
    halves = [{"dimension": side, "at_least": "50%"} for side in ("x", "y", "z")]
    halves += [{"clause": name, "at_least": "50%"} for name in ("3.1", "3.2", "4.1")]
    rubric = small(
        dimensions={"x": "X", "y": "Y", "z": "Z"},
        clauses={
            "1": {"title": "a", "points": 2, "dimension": "x"},
            "2": {"title": "b", "points": 2, "dimension": "y"},
            "3": {"title": "c", "points": 3, "dimension": "z", "combine": "min"},
            "3.1": {"title": "d"},
            "3.2": {"title": "e"},
            "4": {"title": "f", "points": 3, "combine": "min"},
            "4.1": {"title": "g"},
            "4.2": {"title": "h"},
        },
        grades=grades(good={"at_least": 1, "requires": halves}),
    )
    assert ids(empty(rubric)) == {"good": ["3.1", "3.2", "4.1", "1", "2"]}


def test_what_puts_a_grade_out_of_reach_is_told() -> None:
    five = QBJKB.grades.grade("five-star")
    lacking = by_009("5.2.1", rating="94.8")  # 91.956 and 3 points
    assert lacking.hindrance(five) == "at most 94.96 points, and the floor is 95"
    assert lacking.hindrance(five, "zh") == "最多 94.96 分，分数线为 95 分"
    fired = by_009("5.2.1", rating=99, **{"4.2-incident": FIRED})
    assert fired.hindrance(five) == "veto 4.2-incident fired"
    assert fired.hindrance(five, "zh") == "否决 4.2-incident 成立"


def test_what_an_item_can_move_is_never_shown_as_less() -> None:
    """0.4 points of 100, shown without decimals, are up to 1, not up to 0."""
    rubric = small(
        rubric={"id": "small-2026", "title": "Small", "total": 100, "digits": 0},
        clauses={"1": {"title": "a", "points": "0.4"}, "2": {"title": "b", "points": "99.6"}},
        grades=grades(good={"at_least": "59.9"}),
    )
    ahead = empty(rubric, ratings={"2": 60})
    [item] = ahead.open
    assert (ahead.points_shown(item.brings), ids(ahead)) == ("1", {"good": ["1"]})
    exact = evolve(ahead, rubric=evolve(rubric, rounding="none"))
    assert exact.points_shown(item.brings) == "0.4"


def test_a_range_never_looks_like_one_score() -> None:
    """19.9992 to 20.0032 would be 20 both."""
    rubric = small(
        rubric={"id": "small-2026", "title": "Small", "total": 100},
        clauses={"1": {"title": "a", "points": "0.004"}, "2": {"title": "b", "points": "99.996"}},
        grades=grades(good={"at_least": 6}),
    )
    ahead = empty(rubric, ratings={"2": 20})
    assert ahead.sentences()[0].startswith("Still possible: 19.9992 to 20.0032 points. ")


def test_an_id_that_several_have_is_told_with_its_table() -> None:
    rubric = small(
        vetoes={"1": {"title": "v", "caps_at": "none"}},
        adjustments={"2": {"kind": "bonus", "points": 1, "times": 1}},
    )
    ahead = empty(rubric)
    names = [ahead.name_of(item) for item in ahead.open]
    assert names == ["vetoes/1", "ratings/1", "ratings/2", "adjustments/2"]
    assert ahead.named(ahead.open, "en")[:2] == ("vetoes/1", "ratings/1")


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"rubric": "other-2026"}, "assessment.other-rubric"),
        ({"ratings": {"1": 120}}, "rating.out-of-range"),
        ({"ratings": {"1": {"points": 7}}}, "rating.points-out-of-range"),
        ({"ratings": {"3": 1}}, "rating.unknown-clause"),
        ({"ratings": {"3": {"note": "later"}}}, "rating.unknown-clause"),
        ({"vetoes": {"v": "clear"}}, "veto.unknown"),
        ({"adjustments": {"x": {"count": 0}}}, "adjustment.unknown"),
        ({"exclusions": {"1": "does not apply"}}, "exclusion.not-allowed"),
        ({"period": "yesterday"}, "period.form"),
    ],
)
def test_an_assessment_with_faults_is_refused_with_what_is_open(
    tables: dict[str, Any], code: str
) -> None:
    rubric = small()
    with pytest.raises(InvalidAssessment) as refused:
        outlook(rubric, assessment_from({"rubric": rubric.id, **tables}))
    codes = [problem.code for problem in refused.value.problems]
    assert code in codes
    assert "rubric" in tables or "rating.missing" in codes


def test_a_rubric_with_a_fault_is_refused() -> None:
    faulty = Rubric(id=RUBRIC.id, title=RUBRIC.title, total=0, clauses=(), grades=RUBRIC.grades)
    with pytest.raises(InvalidRubric):
        outlook(faulty, Assessment(rubric=RUBRIC.id))
