from fractions import Fraction

import pytest
from attrs import evolve

from maturity_core import (
    Clause,
    GradeBands,
    IncompleteAssessment,
    InvalidAssessment,
    InvalidRubric,
    Rubric,
    score,
)
from tests.core.samples import (
    FIRED,
    RUBRIC,
    assessed,
    item,
    ladder,
    rated,
    refusal,
    text,
    told,
)


@pytest.mark.parametrize(
    ("percentages", "points", "grade"),
    [
        ((100, 100, 100), "10", "excellent"),
        ((90, 90, 90), "9", "excellent"),
        ((90, 90, "89.99"), "8.9994", "good"),
        ((60, 60, 60), "6", "good"),
        ((0, 0, "99.999"), "5.99994", "fair"),
        ((0, 0, 0), "0", "fair"),
        (("100/3", "100/3", "100/3"), "10/3", "fair"),
        (({"points": "0.5"}, {"points": 3}, {"points": "2.5"}), "6", "good"),
    ],
)
def test_the_score_is_exact_and_decides_the_grade(
    percentages: tuple[object, ...], points: str, grade: str
) -> None:
    card = score(RUBRIC, rated(*percentages))
    assert card.score == Fraction(points)
    assert (card.grade_by_score.id, card.grade.id) == (grade, grade)


def test_a_millionth_of_a_millionth_below_a_floor_is_below_it() -> None:
    almost = Fraction(60) - Fraction(1, 10**24)
    card = score(RUBRIC, rated(60, 60, almost))
    assert card.grade.id == "fair"
    assert card.decision.score_shown == f"5.{'9' * 25}"


@pytest.mark.parametrize(
    ("fired", "grade"),
    [
        ({}, "excellent"),
        ({"other": {**FIRED, "note": "n"}}, "fair"),
        ({"fraud": FIRED}, "unqualified"),
        ({"fraud": FIRED, "other": {**FIRED, "note": "n"}}, "unqualified"),
    ],
)
def test_the_lowest_cap_of_the_vetoes_that_fired_is_left(
    fired: dict[str, object], grade: str
) -> None:
    card = score(RUBRIC, rated(100, 100, 100, **fired))
    assert (card.grade_by_score.id, card.grade.id) == ("excellent", grade)
    assert card.score == 10


def test_a_cap_never_raises_a_grade() -> None:
    card = score(
        evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=RUBRIC.grades.bands[1:])),
        rated(0, 0, 0, other={**FIRED, "note": "n"}),
    )
    assert (card.grade_by_score.id, card.grade.id) == ("unqualified", "unqualified")


def test_the_order_of_the_bands_is_irrelevant() -> None:
    turned = evolve(RUBRIC, grades=evolve(RUBRIC.grades, bands=RUBRIC.grades.bands[::-1]))
    assert score(turned, rated(90, 90, 90)).grade.id == "excellent"


def test_points_scale_to_the_total_where_the_rubric_says_so() -> None:
    rubric = evolve(RUBRIC, scaled=True, total=100, vetoes=[], grades=ladder(50))
    card = score(rubric, evolve(rated(100, 100, 0), vetoes=[]))
    assert (card.score, card.grade.id) == (Fraction(40), "g0")
    assert [line.maximum for line in card.lines] == [40, 10, 30, 60]


def test_an_unfinished_assessment_is_refused_with_every_open_item() -> None:
    error = refusal(score, RUBRIC, assessed(ratings={"1.1": 80}, vetoes={"fraud": "undetermined"}))
    assert isinstance(error, IncompleteAssessment)
    assert told(error.problems) == [
        ("rating.missing", "/ratings/1.2"),
        ("rating.missing", "/ratings/2"),
        ("veto.undetermined", "/vetoes/fraud"),
        ("veto.missing", "/vetoes/other"),
    ]


def test_a_faulty_assessment_is_refused_with_its_faults_and_its_open_items() -> None:
    error = refusal(score, RUBRIC, assessed(ratings={"1.1": 120, "1.2": 80, "3": 5}))
    assert isinstance(error, InvalidAssessment)
    assert told(error.problems) == [
        ("rating.out-of-range", "/ratings/1.1"),
        ("rating.unknown-clause", "/ratings/3"),
        ("rating.missing", "/ratings/2"),
    ]


def test_warnings_stop_nothing() -> None:
    assert score(RUBRIC, rated("0.5", 0, 0)).score == Fraction(1, 200)


def test_another_rubrics_assessment_is_refused() -> None:
    error = refusal(score, RUBRIC, assessed(rubric="other-2026"))
    assert isinstance(error, InvalidAssessment)
    assert told(error.problems) == [("assessment.other-rubric", "/rubric")]


@pytest.mark.parametrize(
    ("rubric", "code"),
    [
        pytest.param(evolve(RUBRIC, clauses=[]), "rubric.no-clauses", id="no clauses"),
        pytest.param(evolve(RUBRIC, total=11), "rubric.points-sum", id="points"),
    ],
)
def test_a_rubric_that_cannot_score_is_refused_every_time(rubric: Rubric, code: str) -> None:
    for _ in range(2):
        error = refusal(score, rubric, assessed())
        assert isinstance(error, InvalidRubric)
        assert [problem.code for problem in error.problems] == [code]


def test_a_line_for_every_clause() -> None:
    card = score(RUBRIC, rated(100, 50, 80))
    expected: list[tuple[object, ...]] = [
        ("1", 4, Fraction(5, 2), 4, Fraction(5, 8)),
        ("1.1", 1, 1, 1, 1),
        ("1.2", 3, Fraction(3, 2), 3, Fraction(1, 2)),
        ("2", 6, Fraction(24, 5), 6, Fraction(4, 5)),
    ]
    assert [
        (line.clause.id, line.points, line.earned, line.maximum, line.ratio) for line in card.lines
    ] == expected
    assert [line.rating.clause if line.rating else None for line in card.lines] == [
        None,
        "1.1",
        "1.2",
        "2",
    ]
    assert [line.place.depth for line in card.lines] == [0, 1, 1, 0]


def test_deep_trees_add_up_at_every_level() -> None:
    clause: Clause = item("a.a.a.a.a", 10)
    for name in ("a.a.a.a", "a.a.a", "a.a", "a"):
        clause = Clause(id=name, title=text(name), clauses=[clause])
    rubric = evolve(RUBRIC, clauses=[clause], vetoes=[], grades=GradeBands(grades=ladder().grades))
    card = score(rubric, assessed(ratings={"a.a.a.a.a": "33.3"}, vetoes={}))
    assert {line.earned for line in card.lines} == {Fraction("3.33")}
    assert card.score == Fraction("3.33")


def test_scoring_changes_nothing() -> None:
    assessment = rated(80, 80, 80)
    first = score(RUBRIC, assessment)
    assert score(RUBRIC, assessment) == first
    assert first.rubric is RUBRIC
    assert first.assessment is assessment
