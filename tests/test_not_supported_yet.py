"""The format holds the whole design; what no plan can do yet is refused, never approximated."""

from fractions import Fraction

import pytest

from maturity_core import (
    InvalidRubric,
    Rubric,
    check_rubric,
    dump_rubric,
    load_rubric,
    plan_of,
)

ELDERLY_CARE = """
format = 1
language = "en"
rubric = { id = "elderly-care-2020", family = "elderly-care", title = "Elderly care", total = 1000 }

[dimensions]
safety = "Safety"

[clauses]
"1" = { points = 400, combine = "mean", title = "Environment" }
"1.1" = { weight = 2, excludable = true, title = "Staff" }
"1.2" = { weight = 1, title = "Building" }
"2" = { points = 100, combine = "min", title = "Fire safety", dimension = "safety" }
"2.1" = { title = "Exits" }
"2.2" = { title = "Alarms" }
"3" = { points = 500, title = "Care" }
"3.1" = { points = 200, title = "Meals" }
"3.2" = { points = 300, title = "Nursing" }

[grades]
"unqualified" = { rank = 0, label = "not qualified" }
"one" = { rank = 1, at_least = 300, label = "one" }
"two" = { rank = 2, at_least = 450, label = "two", requires = [
    { every = "section", at_least = "40%" },
    { clause = "3.2", above = "50%" },
    { dimension = "safety", at_least = "60%" },
] }
"three" = { rank = 3, above = 600, label = "three" }
"four" = { rank = 4, label = "four", any = [
    { at_least = 800, score = "base" },
    { at_least = 850, requires = [
        { score = "base", at_least = 700 },
        { adjustment = "innovation", above = 2 },
    ] },
] }

[vetoes]
"4.2-incident" = { title = "Incident", caps_at = "unqualified" }

[adjustments]
"innovation" = { kind = "bonus", points = 1, times = 100, scaling = "inside", from_ratio = "60%" }
"complaint" = { kind = "deduction", points = "2.5", on = "3" }
"""

FEATURES = [
    ("/clauses/1/combine", "mean"),
    ("/clauses/1.1/excludable", "excludable"),
    ("/clauses/2/combine", "min"),
    ("/adjustments/innovation", "adjustments"),
    ("/adjustments/complaint", "adjustments"),
    ("/grades/two/requires", "requires"),
    ("/grades/three/above", "above"),
    ("/grades/four/any", "any"),
    ("/grades/four/any/0/score", "base"),
    ("/grades/four/any/1/requires", "requires"),
]


def elderly_care() -> Rubric:
    return load_rubric(ELDERLY_CARE.encode())


def refused_by_plan_of(rubric: Rubric) -> InvalidRubric:
    with pytest.raises(InvalidRubric) as refused:
        plan_of(rubric)
    return refused.value


def test_the_whole_design_is_read_as_it_is_written() -> None:
    rubric = elderly_care()
    assert {problem.code for problem in check_rubric(rubric)} == {"text.missing-language"}
    environment, fire, care = rubric.clauses
    assert [clause.combine for clause in rubric.clauses] == ["mean", "min", "sum"]
    assert [clause.weight for clause in environment.clauses] == [2, 1]
    assert [clause.excludable for clause in environment.clauses] == [True, False]
    assert [clause.points for clause in fire.clauses] == [None, None]
    assert fire.dimension == "safety"
    assert care.points == 500
    assert [adjustment.kind for adjustment in rubric.adjustments] == ["bonus", "deduction"]
    assert [adjustment.from_ratio for adjustment in rubric.adjustments] == [Fraction(3, 5), None]
    bands = {(band.grade, band.floor): band for band in rubric.grades.bands}
    assert len(bands) == 5
    assert [required.of for required in bands["two", Fraction(450)].requires] == [
        "section",
        "clause",
        "dimension",
    ]
    assert [band.above for band in rubric.grades.bands] == [False, False, True, False, False]
    assert bands["four", Fraction(800)].score == "base"
    assert [(r.of, r.limit, r.above) for r in bands["four", Fraction(850)].requires] == [
        ("score", Fraction(700), False),
        ("adjustment", Fraction(2), True),
    ]


def test_the_whole_design_survives_a_round_trip() -> None:
    rubric = elderly_care()
    assert load_rubric(dump_rubric(rubric).encode()) == rubric


def test_the_plan_refuses_it_with_one_problem_per_place() -> None:
    problems = refused_by_plan_of(elderly_care()).problems
    assert {problem.code for problem in problems} == {"rubric.not-supported-yet"}
    assert {problem.severity for problem in problems} == {"error"}
    found = sorted((problem.pointer, problem.values["feature"]) for problem in problems)
    assert found == sorted(FEATURES)


THREE_WAYS = """
language = "en"
rubric = { id = "tiny-2026", title = "Tiny", total = 10 }
[clauses]
"1" = { points = 10, title = "One" }
[grades]
"fail" = { rank = 0, label = "fail" }
"pass" = { rank = 1, label = "pass", any = [
    { at_least = 6 },
    { at_least = 5, score = "base" },
    { above = 4, score = "base" },
] }
"""


def test_each_of_several_ways_to_one_grade_is_a_place_of_its_own() -> None:
    problems = refused_by_plan_of(load_rubric(THREE_WAYS.encode())).problems
    assert sorted((problem.pointer, problem.values["feature"]) for problem in problems) == [
        ("/grades/pass/any", "any"),
        ("/grades/pass/any/1/score", "base"),
        ("/grades/pass/any/2/above", "above"),
        ("/grades/pass/any/2/score", "base"),
    ]


def test_the_refusal_says_where_and_what() -> None:
    problem = next(p for p in refused_by_plan_of(elderly_care()).problems if p.path[1] == "2")
    assert problem.message("en") == (
        "elderly-care-2020: this version makes no plan of it yet: /clauses/2/combine (min). "
        "Scoring works; for a plan, wait for a later version."
    )


TINY = """
language = "en"
rubric = {{ id = "tiny-2026", title = "Tiny", total = 10{head} }}
[clauses]
"1" = {{ points = 4, weight = 1, title = "One"{clause} }}
"2" = {{ points = 6, weight = 1, title = "Two" }}
[grades]
"fail" = {{ rank = 0, label = "fail" }}
"pass" = {{ rank = 1, label = "pass", at_least = 6{grade} }}
[scale]
{scale}
"""

ALONE = {
    "whole by mean": ({"head": ', combine = "mean"'}, ("rubric", "combine"), "mean"),
    "whole by min": ({"head": ', combine = "min"'}, ("rubric", "combine"), "min"),
    "bonus pool": ({"head": ", maximum = 12"}, ("rubric", "maximum"), "maximum"),
    "excludable": (
        {"clause": ", excludable = true"},
        ("clauses", "1", "excludable"),
        "excludable",
    ),
    "excluded in full": (
        {"clause": ', excludable = true, excluded = "full"'},
        ("clauses", "1", "excludable"),
        "excludable",
    ),
    "steps of a scale": ({"scale": "step = 5"}, ("scale", "step"), "step"),
    "levels of a scale": (
        {
            "scale": """bands = [
                { low = 0, high = 0, label = "no" },
                { low = 100, high = 100, label = "yes" },
            ]"""
        },
        ("scale", "bands"),
        "low = high",
    ),
    "steps of a clause": (
        {"clause": ", scale = { step = 25 }"},
        ("clauses", "1", "scale", "step"),
        "step",
    ),
    "base score": ({"grade": ', score = "base"'}, ("grades", "pass", "score"), "base"),
    "requirement": (
        {"grade": ', requires = [{ clause = "1", at_least = "50%" }]'},
        ("grades", "pass", "requires"),
        "requires",
    ),
}
NOTHING = {"head": "", "clause": "", "grade": "", "scale": ""}


def test_the_tiny_rubric_alone_is_supported() -> None:
    rubric = load_rubric(TINY.format(**NOTHING).encode())
    assert plan_of(rubric).columns == ("1", "2")


@pytest.mark.parametrize(("change", "path", "feature"), ALONE.values(), ids=list(ALONE))
def test_one_feature_alone_is_refused(
    change: dict[str, str], path: tuple[str, ...], feature: str
) -> None:
    rubric = load_rubric(TINY.format(**NOTHING | change).encode())
    [problem] = refused_by_plan_of(rubric).problems
    assert problem.code == "rubric.not-supported-yet"
    assert (problem.path, problem.values["feature"]) == (path, feature)
