from datetime import date

import pytest
from attrs import evolve

from maturity_core import (
    Assessment,
    Clause,
    Rating,
    RatingBand,
    RatingScale,
    Rubric,
    Scope,
    Standard,
    VetoFinding,
    check_assessment,
    rubric_from,
    score,
)
from maturity_core.assessment_checks import is_open
from tests.core.samples import (
    FIRED,
    RUBRIC,
    assessed,
    assessment_tree,
    item,
    rated,
    rubric_tree,
    text,
    told,
)

SCOPED = evolve(
    RUBRIC,
    scopes=[
        Scope(id="sewage", title=text("Sewage")),
        Scope(id="other", title=text("Other"), needs_text=True),
    ],
)
BANDED = evolve(
    RUBRIC,
    scale=RatingScale(
        bands=[
            RatingBand(low=0, high="0.5", label=text("poor")),
            RatingBand(low="0.5", high=1, label=text("good")),
        ]
    ),
)


def found(assessment: Assessment, rubric: Rubric = RUBRIC) -> list[tuple[str, str]]:
    return told(check_assessment(rubric, assessment))


def test_nothing_is_wrong_with_a_finished_assessment() -> None:
    assert found(assessed()) == []


@pytest.mark.parametrize("rating", [0, 1, 50, 100, "99.99", "100/3", {"points": 0}])
def test_ratings_in_range(rating: object) -> None:
    assert found(rated(80, 80, rating)) == []


@pytest.mark.parametrize(
    ("rating", "code"),
    [
        (-1, "rating.out-of-range"),
        ("-0.01", "rating.out-of-range"),
        (101, "rating.out-of-range"),
        ("100.01", "rating.out-of-range"),
        ({"points": "6.01"}, "rating.points-out-of-range"),
        ({"points": -1}, "rating.points-out-of-range"),
        ({"rating": 80, "points": 5}, "rating.two-forms"),
        ({"rating": 120, "points": 7}, "rating.two-forms"),
        ("0.85", "rating.below-one"),
        ("0.99", "rating.below-one"),
        ("1/3", "rating.below-one"),
        ({}, "rating.missing"),
        ({"note": "not seen yet"}, "rating.missing"),
    ],
)
def test_ratings_that_need_a_look(rating: object, code: str) -> None:
    [problem] = check_assessment(RUBRIC, rated(80, 80, rating))
    assert (problem.code, problem.pointer) == (code, "/ratings/2")
    assert problem.severity == ("warning" if code == "rating.below-one" else "error")


def test_a_share_of_the_points_may_be_small() -> None:
    assert found(rated(80, 80, {"points": "0.01"})) == []


def test_a_rating_on_the_limit_of_two_bands_wants_a_note() -> None:
    [problem] = check_assessment(BANDED, rated(50, {"rating": 50, "note": "as seen"}, 49))
    assert (problem.code, problem.pointer) == ("rating.on-band-limit", "/ratings/1.1")
    assert problem.severity == "warning"
    assert found(rated({"points": "0.5"}, 51, 100), BANDED) == [
        ("rating.on-band-limit", "/ratings/1.1")
    ]


def test_a_clause_may_have_a_scale_of_its_own() -> None:
    own = evolve(RUBRIC, clauses=[RUBRIC.clauses[0], evolve(RUBRIC.clauses[1], scale=BANDED.scale)])
    assert found(rated(50, 50, 50), own) == [("rating.on-band-limit", "/ratings/2")]


def test_every_item_needs_a_rating() -> None:
    assert found(assessed(ratings={"1.2": 80})) == [
        ("rating.missing", "/ratings/1.1"),
        ("rating.missing", "/ratings/2"),
    ]
    problems = check_assessment(RUBRIC, assessed(ratings={}, vetoes={}))
    assert [is_open(problem) for problem in problems] == [True] * 5


def test_a_clause_is_rated_once() -> None:
    ratings = [Rating(clause=name, ratio="0.8") for name in ("1.1", "1.2", "2", "1.2")]
    assert found(evolve(assessed(), ratings=ratings)) == [("rating.twice", "/ratings/1.2")]


def test_an_open_rating_beside_a_rating_is_no_second_one() -> None:
    ratings = [Rating(clause="2", note="open"), *assessed().ratings]
    assert found(evolve(assessed(), ratings=ratings)) == []


def test_the_order_of_an_open_rating_and_a_rating_means_nothing() -> None:
    ratings = [*assessed().ratings, Rating(clause="2", note="open")]
    both = evolve(assessed(), ratings=ratings)
    assert found(both) == []
    assert score(RUBRIC, both).score == score(RUBRIC, assessed()).score


def test_only_items_are_rated() -> None:
    [problem] = check_assessment(RUBRIC, assessed(ratings={"1": 5, "1.1": 5, "1.2": 5, "2": 5}))
    assert (problem.code, problem.pointer) == ("rating.of-branch", "/ratings/1")
    assert problem.values["items"] == "1.1, 1.2"


@pytest.mark.parametrize(
    ("clause", "nearest"), [("1.11", "1.1"), ("1.20", "1.2"), ("9", ""), ("1.1.1", "1.1")]
)
def test_an_unknown_clause_comes_with_the_nearest(clause: str, nearest: str) -> None:
    ratings = {"1.1": 5, "1.2": 5, "2": 5, clause: 5}
    [problem] = check_assessment(RUBRIC, assessed(ratings=ratings))
    assert (problem.code, problem.pointer) == ("rating.unknown-clause", f"/ratings/{clause}")
    assert problem.values["nearest"] == nearest


@pytest.mark.parametrize("points", [0, 1, -1])
def test_points_for_an_item_without_points_are_a_fault_and_no_traceback(points: int) -> None:
    rubric = rubric_from(
        rubric_tree(
            rubric={**rubric_tree()["rubric"], "combine": "mean"},
            clauses={"1": {"weight": 1, "title": {"zh": "一", "en": "One"}}},
        )
    )
    [problem] = check_assessment(rubric, assessed(ratings={"1": {"points": points}}))
    assert (problem.code, problem.pointer) == ("rating.no-points", "/ratings/1")


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        ("undetermined", [("veto.undetermined", "/vetoes/fraud")]),
        ({}, [("veto.undetermined", "/vetoes/fraud")]),
        (
            "fired",
            [
                ("veto.no-legal-basis", "/vetoes/fraud/legal_basis"),
                ("veto.no-period", "/vetoes/fraud/period"),
            ],
        ),
        ({**FIRED, "period": " "}, [("veto.no-period", "/vetoes/fraud/period")]),
        ({**FIRED, "legal_basis": "\n"}, [("veto.no-legal-basis", "/vetoes/fraud/legal_basis")]),
        (FIRED, []),
        ({"finding": "clear", "note": "looked at all logs"}, []),
    ],
)
def test_what_a_finding_has_to_say(finding: object, expected: list[tuple[str, str]]) -> None:
    assert found(rated(80, 80, 80, fraud=finding)) == expected


@pytest.mark.parametrize("note", ["", "  "])
def test_a_veto_on_other_grounds_needs_its_reason(note: str) -> None:
    fired = rated(80, 80, 80, other={**FIRED, "note": note})
    assert found(fired) == [("veto.no-reason", "/vetoes/other/note")]
    assert found(rated(80, 80, 80, other={**FIRED, "note": "the reason"})) == []


def test_every_veto_needs_one_finding() -> None:
    assert found(assessed(vetoes={})) == [
        ("veto.missing", "/vetoes/fraud"),
        ("veto.missing", "/vetoes/other"),
    ]
    findings = [VetoFinding(veto=name, finding="clear") for name in ("other", "fraud", "other")]
    assert found(evolve(assessed(), vetoes=findings)) == [("veto.twice", "/vetoes/other")]


def test_an_unknown_veto_comes_with_the_nearest() -> None:
    [problem] = check_assessment(RUBRIC, rated(80, 80, 80, frauds="clear"))
    assert (problem.code, problem.pointer) == ("veto.unknown", "/vetoes/frauds")
    assert problem.values["nearest"] == "fraud"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("tiny-2026", []),
        ("T 1-2026", []),
        ("tiny", [("assessment.other-rubric", "/rubric")]),
        ("other-2026", [("assessment.other-rubric", "/rubric")]),
    ],
)
def test_the_rubric_has_to_be_the_one_named(named: str, expected: list[tuple[str, str]]) -> None:
    assert found(assessed(rubric=named), evolve(RUBRIC, aliases=["T 1-2026"])) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"scope": "sewage"}, []),
        ({"scope": "sewag"}, [("scope.unknown", "/scope")]),
        ({"scope": "other"}, [("scope.needs-text", "/scope")]),
        ({"scope": "other", "scope_text": " "}, [("scope.needs-text", "/scope")]),
        ({"scope": "other", "scope_text": "a boat"}, []),
    ],
)
def test_the_scope_is_one_of_the_rubric(
    changes: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    assert found(assessed(**changes), SCOPED) == expected


def test_a_rubric_without_scopes_says_so() -> None:
    assert found(assessed(scope="sewage")) == [("scope.none", "/scope")]


@pytest.mark.parametrize(
    "period",
    [
        "2025-06-01/2026-05-31",
        "2025-06/2026-05",
        "2025/2026",
        "2025/2025",
        "2025-06-01/2025-06-01",
        "2025/2025-06",
        "2025-06/2025",
        "2025-06-15/2025-06",
    ],
)
def test_periods(period: str) -> None:
    assert found(assessed(period=period)) == []


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("2026", "period.form"),
        ("2025-06-01 - 2026-05-31", "period.form"),
        ("2025-06-01/", "period.form"),
        ("2025-6-1/2026-5-31", "period.form"),
        ("2025-13/2026", "period.form"),
        ("2025-02-30/2026-01-01", "period.form"),
        ("2025-02-29/2026-01-01", "period.form"),
        ("２０２５/2026", "period.form"),
        ("2026-05-31/2025-06-01", "period.reversed"),
        ("2026/2025", "period.reversed"),
        ("2025-06-02/2025-06-01", "period.reversed"),
    ],
)
def test_periods_that_are_none(period: str, code: str) -> None:
    assert found(assessed(period=period)) == [(code, "/period")]


@pytest.mark.parametrize("role", ["reviewer", "decided_by"])
def test_nobody_reviews_or_decides_what_they_assessed(role: str) -> None:
    tree = {"kind": "third-party", "assessors": [{"name": "Li"}, {"name": "Wu"}], role: "Wu"}
    [problem] = check_assessment(RUBRIC, assessed(**tree))
    assert (problem.code, problem.pointer) == (f"assessment.{role}-assessed", f"/{role}")
    assert (problem.severity, problem.values["name"]) == ("warning", "Wu")
    assert found(assessed(**tree | {role: "Han"})) == []
    assert found(assessed(**tree | {role: ""})) == []
    for kind in ("self", "internal", None):
        assert found(assessed(**tree | {"kind": kind})) == []


@pytest.mark.parametrize(
    ("day", "early"),
    [(None, False), ("2026-03-31", True), ("2026-04-01", False), ("2027-01-01", False)],
)
def test_a_day_before_the_standard_is_in_force_is_worth_a_hint(
    day: str | None, *, early: bool
) -> None:
    rubric = evolve(RUBRIC, standard=Standard(code="T 1-2026", effective=date(2026, 4, 1)))
    problems = check_assessment(rubric, assessed(assessed_on=day))
    assert [(p.code, p.pointer, p.severity) for p in problems] == [
        ("assessment.before-effective", "/assessed_on", "warning")
    ] * early


def test_a_standard_without_a_day_is_always_in_force() -> None:
    rubric = evolve(RUBRIC, standard=Standard(code="T 1-2026"))
    assert found(assessed(assessed_on="1990-01-01"), rubric) == []
    assert found(assessed(assessed_on="1990-01-01")) == []


def test_exclusions_and_adjustments_are_the_rubrics_to_allow() -> None:
    tree = assessment_tree(
        exclusions={"2": "closed", "9": "unknown"}, adjustments={"award": 0, "fault": 2}
    )
    assert found(assessed(**tree)) == [
        ("exclusion.not-allowed", "/exclusions/2"),
        ("exclusion.unknown-clause", "/exclusions/9"),
        ("adjustment.unknown", "/adjustments/award"),
        ("adjustment.unknown", "/adjustments/fault"),
    ]


def test_the_order_of_ratings_and_findings_is_irrelevant() -> None:
    assessment = rated(120, 80, "0.5", fraud="fired")
    turned = evolve(assessment, ratings=assessment.ratings[::-1], vetoes=assessment.vetoes[::-1])
    assert sorted(found(turned)) == sorted(found(assessment))


def test_only_what_is_still_to_be_done_is_open() -> None:
    problems = check_assessment(
        RUBRIC, assessed(ratings={"1.1": 120}, vetoes={"fraud": "undetermined"}, period="x")
    )
    assert sorted(problem.code for problem in problems if is_open(problem)) == [
        "rating.missing",
        "rating.missing",
        "veto.missing",
        "veto.undetermined",
    ]


def test_clause_numbers_are_text() -> None:
    rubric = evolve(
        RUBRIC,
        clauses=[Clause(id="5", title=text("a"), clauses=[item("5.1", 4), item("5.10", 6)])],
    )
    assert found(assessed(ratings={"5.1": 80}), rubric) == [("rating.missing", "/ratings/5.10")]
