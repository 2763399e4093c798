from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Decision,
    Dimension,
    GradeBands,
    RatingBand,
    RatingScale,
    Rubric,
    Scorecard,
    Veto,
    assessment_from,
    get_rubric,
    score,
)
from tests.core.samples import FIRED, RUBRIC, ladder, rated, text

QBJKB = get_rubric("qbjkb-009-2026")


def decided(rating: object, **vetoes: object) -> Decision:
    """Score 009 with one rating everywhere."""
    return score(
        QBJKB,
        assessment_from(
            {
                "rubric": QBJKB.id,
                "ratings": {leaf.id: rating for leaf in QBJKB.leaves()},
                "vetoes": {veto.id: "clear" for veto in QBJKB.vetoes} | vetoes,
            }
        ),
    ).decision


@pytest.mark.parametrize(
    ("rating", "english", "chinese"),
    [
        (
            90,
            (
                'Exactly on the floor of 90 ("90 and above" includes 90); '
                "5 short of five stars (95)."
            ),
            "恰在 90 分线上（“90 分及以上”含 90）；距五星级（95 分）差 5 分。",
        ),
        (
            "86.35",
            "6.35 above the floor of 80; 3.65 short of four stars (90).",
            "高于 80 分线 6.35 分；距四星级（90 分）差 3.65 分。",
        ),
        (
            "69.996",
            (
                "No higher floor is reached; the standard has no fail line below one star, "
                "which starts at 0; "
                "0.004 short of two stars (70)."
            ),
            (
                "未达到更高的分数线；0 分起即为一星级，其下本标准不设不合格线；"
                "距二星级（70 分）差 0.004 分。"
            ),
        ),
        (
            0,
            (
                "No higher floor is reached; the standard has no fail line below one star, "
                "which starts at 0; "
                "70 short of two stars (70)."
            ),
            (
                "未达到更高的分数线；0 分起即为一星级，其下本标准不设不合格线；"
                "距二星级（70 分）差 70 分。"
            ),
        ),
        (
            95,
            'Exactly on the floor of 95 ("95 and above" includes 95); there is no higher grade.',
            "恰在 95 分线上（“95 分及以上”含 95）；已是最高等级。",
        ),
        (
            100,
            "5 above the floor of 95; there is no higher grade.",
            "高于 95 分线 5 分；已是最高等级。",
        ),
    ],
)
def test_where_the_score_stands(rating: object, english: str, chinese: str) -> None:
    decision = decided(rating)
    assert decision.sentences() == (english, "All 5 vetoes were determined: none fired.")
    assert decision.sentences("zh") == (chinese, "否决项 5 项均已核实：未发现。")


def test_a_vetoed_grade_says_both_grades_and_every_ground() -> None:
    decision = decided(100, **{"4.2-incident": {**FIRED, "note": "river"}, "4.2-violation": FIRED})
    assert decision.grade.id == "unqualified"
    assert decision.grade_by_score.id == "five-star"
    assert decision.sentences()[1:] == (
        "By score: five stars. Because of a veto: not qualified (vetoed).",
        (
            f"Veto 4.2-violation, {titled('4.2-violation', 'en')}: fired. "
            "Legal basis: Law, art. 5; period: 2026-03."
        ),
        (
            f"Veto 4.2-incident, {titled('4.2-incident', 'en')}: fired. "
            "Legal basis: Law, art. 5; period: 2026-03. Note: river"
        ),
    )
    assert decision.sentences("zh")[1:] == (
        "按得分为五星级，因一票否决定为：不合格。",
        (
            f"否决 4.2-violation {titled('4.2-violation', 'zh')}：成立。"
            "法律依据：Law, art. 5；时段：2026-03。"
        ),
        (
            f"否决 4.2-incident {titled('4.2-incident', 'zh')}：成立。"
            "法律依据：Law, art. 5；时段：2026-03。说明：river"
        ),
    )


def titled(veto_id: str, language: str) -> str:
    return next(veto.title.pick(language) for veto in QBJKB.vetoes if veto.id == veto_id)


def card(rubric: Rubric, *percentages: object, **vetoes: object) -> Scorecard:
    findings = {veto.id: "clear" for veto in rubric.vetoes} | vetoes
    assessment = rated(*percentages)
    read = assessment_from({"rubric": rubric.id, "vetoes": findings})
    return score(rubric, evolve(assessment, vetoes=read.vetoes))


def test_a_veto_that_caps_at_a_grade_not_exceeded() -> None:
    rubric = evolve(RUBRIC, vetoes=[Veto(id="v", title=text("V"), caps_at="good")])
    decision = card(rubric, 60, 60, 60, v=FIRED).decision
    assert decision.grade.id == decision.grade_by_score.id == "good"
    assert decision.sentences()[1:] == (
        "A veto fired, but does not lower the grade: good.",
        "Veto v, V: fired. Legal basis: Law, art. 5; period: 2026-03.",
    )
    assert decision.sentences("zh")[1] == "有否决项成立，但等级good（中文）未因此降低。"


def test_a_rubric_without_vetoes_says_nothing_about_them() -> None:
    decision = card(evolve(RUBRIC, vetoes=[]), 75, 75, 75).decision
    assert decision.sentences() == ("1.5 above the floor of 6; 1.5 short of excellent (9).",)


def test_one_is_no_plural() -> None:
    decision = card(evolve(RUBRIC, vetoes=RUBRIC.vetoes[:1]), 100, 100, 100).decision
    assert decision.sentences() == (
        "1 above the floor of 9; there is no higher grade.",
        "The one veto was determined: it did not fire.",
    )
    assert decision.sentences("zh")[1] == "否决项已核实：未发现。"


@pytest.mark.parametrize(
    ("rating", "english", "chinese"),
    [
        (
            40,
            "No floor is reached: g0; 2 short of g1 (6).",
            "未达到任何分数线，等级为g0（中文）；距g1（中文）（6 分）差 2 分。",
        ),
        (
            80,
            "2 above the floor of 6; there is no higher grade.",
            "高于 6 分线 2 分；已是最高等级。",
        ),
    ],
)
def test_a_grade_below_every_floor(rating: int, english: str, chinese: str) -> None:
    rubric = evolve(RUBRIC, vetoes=[], grades=ladder(6))
    decision = card(rubric, rating, rating, rating).decision
    assert decision.sentences() == (english,)
    assert decision.sentences("zh") == (chinese,)


def test_a_rubric_without_floors_does_not_promise_the_highest_grade() -> None:
    rubric = evolve(RUBRIC, vetoes=[], grades=GradeBands(grades=ladder(6).grades[:1]))
    decision = card(rubric, 100, 100, 100).decision
    assert (decision.grade.id, decision.band, decision.next_band) == ("g0", None, None)
    assert decision.sentences() == ("No floor is reached: g0.",)
    assert decision.sentences("zh") == ("未达到任何分数线，等级为g0（中文）。",)


@pytest.mark.parametrize(
    ("rating", "band", "next_band", "distance", "shown"),
    [
        (0, "fair", "good", "6", "6"),
        (60, "good", "excellent", "3", "3"),
        ("86.66666", "good", "excellent", "0.333334", "0.33"),
        ("89.99999", "good", "excellent", "0.000001", "0.000001"),
        (90, "excellent", None, None, None),
    ],
)
def test_the_way_to_the_next_grade(
    rating: object, band: str, next_band: str | None, distance: str | None, shown: str | None
) -> None:
    decision = card(RUBRIC, rating, rating, rating).decision
    assert decision.band is not None
    assert decision.band.grade == band
    assert (decision.next_band.grade if decision.next_band else None) == next_band
    assert decision.distance == (None if distance is None else Fraction(distance))
    assert decision.distance_shown == shown


def test_what_is_shown_adds_up() -> None:
    decision = card(RUBRIC, "86.66666", "86.66666", "86.66666").decision
    assert (decision.score_shown, decision.distance_shown) == ("8.67", "0.33")
    assert decision.displayed == Fraction("8.67")
    assert "2.67 above the floor" in decision.sentences()[0]


@pytest.mark.parametrize(("rating", "shown"), [("99.996", "9.9996"), (100, "10")])
def test_only_the_full_score_looks_like_the_total(rating: object, shown: str) -> None:
    assert card(RUBRIC, rating, rating, rating).decision.score_shown == shown


def test_the_rubric_names_the_rule_of_rounding() -> None:
    rubric = evolve(RUBRIC, rounding="truncate", digits=1)
    scorecard = card(rubric, "86.99", "86.99", "86.99")
    assert scorecard.decision.score_shown == "8.6"
    assert scorecard.points_shown(Fraction("2.69")) == "2.6"
    unrounded = card(evolve(RUBRIC, rounding="none"), "86.987654", "86.987654", "86.987654")
    assert unrounded.decision.score_shown == "8.6987654"


def test_a_scorecard_says_what_was_scored_by_what() -> None:
    scorecard = card(RUBRIC, 80, 80, 80)
    assert (scorecard.rubric_id, scorecard.semantics) == ("tiny-2026", 1)
    assert scorecard.total == 10
    assert [line.clause.id for line in scorecard.sections] == ["1", "2"]
    assert "lines" not in repr(scorecard)
    assert "rubric" not in repr(scorecard.decision)


def test_findings_come_in_the_order_of_the_rubric() -> None:
    scorecard = card(RUBRIC, 80, 80, 80, other={**FIRED, "note": "n"}, fraud=FIRED)
    assert [finding.veto for finding in scorecard.vetoes] == ["fraud", "other"]
    assert [finding.veto for finding in scorecard.decision.fired] == ["fraud", "other"]
    turned = evolve(scorecard.assessment, vetoes=scorecard.assessment.vetoes[::-1])
    assert score(RUBRIC, turned).vetoes == scorecard.vetoes


def test_dimensions_add_up_the_items_below_the_clause_that_names_them() -> None:
    staff, service = RUBRIC.clauses
    rubric = evolve(
        RUBRIC,
        clauses=[
            evolve(
                staff,
                dimension="process",
                clauses=[staff.clauses[0], evolve(staff.clauses[1], dimension="outcome")],
            ),
            service,
        ],
        dimensions=[
            Dimension(id=name, title=text(name)) for name in ("outcome", "process", "unused")
        ],
    )
    subtotals = card(rubric, 100, 50, 80).dimensions
    expected: list[tuple[object, ...]] = [
        ("outcome", Fraction(3, 2), 3, Fraction(1, 2)),
        ("process", 1, 1, 1),
    ]
    assert [(s.dimension.id, s.earned, s.maximum, s.ratio) for s in subtotals] == expected
    assert card(RUBRIC, 100, 50, 80).dimensions == ()


def test_a_line_names_its_band() -> None:
    bands = [
        RatingBand(low=0, high="0.5", label=text("poor")),
        RatingBand(low="0.5", high=1, label=text("good")),
    ]
    own = RatingScale(bands=[RatingBand(low=0, high=1, label=text("own"))])
    rubric = evolve(
        RUBRIC,
        scale=RatingScale(bands=bands),
        clauses=[RUBRIC.clauses[0], evolve(RUBRIC.clauses[1], scale=own)],
    )
    lines = card(rubric, "49.99", 50, 10).lines
    assert [line.band.label.en if line.band else None for line in lines] == [
        None,
        "poor",
        "good",
        "own",
    ]
    assert [line.band for line in card(RUBRIC, 10, 10, 10).lines] == [None] * 4


def test_a_line_says_which_clause_earned_what() -> None:
    lines = card(RUBRIC, "100/3", 50, 80).lines
    assert [repr(line) for line in lines] == [
        "<Line 1: 11/6 of 4>",
        "<Line 1.1: 1/3 of 1>",
        "<Line 1.2: 1.5 of 3>",
        "<Line 2: 4.8 of 6>",
    ]
