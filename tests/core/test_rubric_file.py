from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from maturity_core import (
    Clause,
    GradeBand,
    GradeBands,
    Requirement,
    Rubric,
    check_rubric,
    dump_rubric,
    load_rubric,
    rubric_from,
)
from tests.core.samples import (
    RUBRIC,
    both,
    clauses,
    grades,
    head,
    item,
    refusal,
    rubric_tree,
    text,
    told,
)


def outline(rubric: Rubric) -> dict[str, Any]:
    """Reduce a rubric to the ids of its clauses, nested."""

    def below(parts: tuple[Clause, ...]) -> dict[str, Any]:
        return {clause.id: below(clause.clauses) for clause in parts}

    return below(rubric.clauses)


def leaf(**fields: object) -> dict[str, object]:
    return {"points": 10, "title": both("x"), **fields}


def branch(**fields: object) -> dict[str, object]:
    return {"title": both("x"), **fields}


def with_clauses(table: dict[str, Any], **changes: object) -> Rubric:
    return rubric_from(rubric_tree(clauses=table, rubric=head(scaled=True, **changes)))


def test_a_rubric_file_says_what_its_object_says() -> None:
    assert rubric_from(rubric_tree()) == RUBRIC


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param(
            {"5": branch(), "5.1": leaf(), "5.10": leaf(), "6": leaf()},
            {"5": {"5.1": {}, "5.10": {}}, "6": {}},
            id="by number",
        ),
        pytest.param(
            {"5.1": leaf(), "5.10": leaf()}, {"5.1": {}, "5.10": {}}, id="5.1 is not above 5.10"
        ),
        pytest.param(
            {"5": branch(), "5.1.2": leaf(), "5.1.2.1": leaf()},
            {"5": {"5.1.2": {"5.1.2.1": {}}}},
            id="the longest id before a dot",
        ),
        pytest.param(
            {"5.1": leaf(), "5": branch(), "5.2": leaf()},
            {"5": {"5.1": {}, "5.2": {}}},
            id="the child may come first",
        ),
        pytest.param(
            {"A": branch(), "x": leaf(**{"in": "A"}), "A.1": leaf()},
            {"A": {"x": {}, "A.1": {}}},
            id="by name",
        ),
        pytest.param(
            {"5": branch(), "5.1": leaf(), "5.2": leaf(**{"in": ""})},
            {"5": {"5.1": {}}, "5.2": {}},
            id="out of its number",
        ),
        pytest.param(
            {"5": branch(), "5.1": branch(), "5.1.1": leaf(**{"in": "5"}), "5.1.2": leaf()},
            {"5": {"5.1": {"5.1.2": {}}, "5.1.1": {}}},
            id="another parent than its number's",
        ),
    ],
)
def test_the_parent_of_a_clause(table: dict[str, Any], expected: dict[str, Any]) -> None:
    rubric = with_clauses(table)
    assert outline(rubric) == expected
    assert load_rubric(dump_rubric(rubric).encode()) == rubric


@pytest.mark.parametrize("parent", ["3", "1.", "One", 1, True, None, ["1"], {"a": 1}])
def test_a_parent_that_is_no_clause_is_refused(parent: object) -> None:
    error = refusal(rubric_from, rubric_tree(clauses=clauses(_2={"in": parent})))
    [problem] = error.problems
    assert problem.pointer == "/clauses/2/in"


def test_a_parent_unknown_is_refused_with_the_nearest() -> None:
    error = refusal(rubric_from, rubric_tree(clauses=clauses(_2={"in": "1.11"})))
    assert told(error.problems) == [("clause.unknown-parent", "/clauses/2/in")]
    assert error.problems[0].values["nearest"] == "1.1"


@pytest.mark.parametrize(
    ("table", "lost"),
    [
        pytest.param({"1": leaf(), "a": leaf(**{"in": "a"})}, ["a"], id="above itself"),
        pytest.param(
            {"1": leaf(), "a": leaf(**{"in": "b"}), "b": leaf(**{"in": "a"}), "a.1": leaf()},
            ["a", "b", "a.1"],
            id="a circle",
        ),
    ],
)
def test_clauses_in_a_circle_are_refused(table: dict[str, Any], lost: list[str]) -> None:
    error = refusal(with_clauses, table)
    assert told(error.problems) == [("clause.no-way-up", f"/clauses/{name}") for name in lost]


def deep(levels: int) -> dict[str, Any]:
    return {f"c{n}": leaf(**{"in": f"c{n - 1}"} if n else {}) for n in range(levels)}


def test_32_levels_of_clauses_are_the_most() -> None:
    assert len(list(with_clauses(deep(32)).walk())) == 32
    error = refusal(with_clauses, deep(34))
    assert told(error.problems) == [
        ("clause.no-way-up", "/clauses/c32"),
        ("clause.no-way-up", "/clauses/c33"),
    ]


def test_thousands_of_levels_are_refused_too() -> None:
    error = refusal(with_clauses, deep(5000))
    assert {problem.code for problem in error.problems} == {"clause.no-way-up"}


def test_an_empty_clause_number_is_refused_once() -> None:
    error = refusal(with_clauses, {"1": leaf(), "": leaf()})
    assert told(error.problems) == [("value.id", "/clauses/")]


@pytest.mark.parametrize("key", ["5 1", "五", "5.", "x" * 65])
def test_the_path_of_a_bad_clause_number_is_its_own(key: str) -> None:
    error = refusal(with_clauses, {"1": leaf(), key: leaf()})
    assert told(error.problems) == [("value.id", f"/clauses/{key}")]


@pytest.mark.parametrize("key", ["id", "clauses", "pionts"])
def test_keys_that_a_clause_does_not_have_in_a_file(key: str) -> None:
    error = refusal(rubric_from, rubric_tree(clauses=clauses(_2={key: "x"})))
    assert told(error.problems) == [("value.unknown-key", f"/clauses/2/{key}")]


@pytest.mark.parametrize("key", ["clause", "ids", "clausess"])
def test_no_key_is_suggested_that_would_be_refused_too(key: str) -> None:
    [problem] = refusal(rubric_from, rubric_tree(clauses=clauses(_2={key: "x"}))).problems
    assert problem.values["nearest"] not in {"clauses", "id"}


def test_all_faults_of_all_clauses_are_told_at_once() -> None:
    table = clauses(_1={"in": "zz"}, _1_1={"points": "x", "pionts": 1}, _2={"weight": 0.5})
    error = refusal(rubric_from, rubric_tree(clauses=table | {"3": 5}))
    assert sorted(told(error.problems)) == [
        ("clause.unknown-parent", "/clauses/1/in"),
        ("number.float", "/clauses/2/weight"),
        ("number.form", "/clauses/1.1/points"),
        ("value.not-table", "/clauses/3"),
        ("value.unknown-key", "/clauses/1.1/pionts"),
    ]


def test_faults_of_clauses_come_in_the_order_of_the_file() -> None:
    table = clauses(_1={"points": "x"}, _1_1={"points": "x"}, _2={"points": "x"})
    error = refusal(rubric_from, rubric_tree(clauses=table))
    assert [p.pointer for p in error.problems] == [
        "/clauses/1/points",
        "/clauses/1.1/points",
        "/clauses/2/points",
    ]


@pytest.mark.parametrize("value", [5, [], "x", None])
def test_clauses_that_are_no_table_are_refused(value: object) -> None:
    error = refusal(rubric_from, rubric_tree(clauses=value))
    assert told(error.problems) == [("value.not-table", "/clauses")]


BANDS: dict[str, tuple[dict[str, Any], list[GradeBand]]] = {
    "at least": ({"at_least": "5.5"}, [GradeBand(grade="good", floor="5.5")]),
    "above": ({"above": 5}, [GradeBand(grade="good", floor=5, above=True)]),
    "base": ({"at_least": 5, "score": "base"}, [GradeBand(grade="good", floor=5, score="base")]),
    "upto": ({"at_least": 5, "upto": 10}, [GradeBand(grade="good", floor=5, upto=10)]),
    "no band": ({}, []),
    "no way": ({"any": []}, []),
    "one way": ({"any": [{"at_least": 5}]}, [GradeBand(grade="good", floor=5)]),
    "two ways": (
        {"any": [{"above": 5}, {"at_least": 4, "score": "base"}]},
        [
            GradeBand(grade="good", floor=5, above=True),
            GradeBand(grade="good", floor=4, score="base"),
        ],
    ),
    "required": (
        {
            "at_least": 5,
            "requires": [
                {"clause": "1.1", "at_least": "60%", "excluded": "unmet"},
                {"clause": "2", "above": 50},
                {"every": "section", "at_least": "60.5"},
                {"dimension": "process", "at_least": 40},
                {"score": "base", "at_least": 4},
                {"adjustment": "bonus", "above": "0.5"},
            ],
        },
        [
            GradeBand(
                grade="good",
                floor=5,
                requires=[
                    Requirement(of="clause", name="1.1", limit="0.6", excluded="unmet"),
                    Requirement(of="clause", name="2", limit="0.5", above=True),
                    Requirement(of="section", limit="0.605"),
                    Requirement(of="dimension", name="process", limit="0.4"),
                    Requirement(of="score", limit=4),
                    Requirement(of="adjustment", name="bonus", limit="0.5", above=True),
                ],
            )
        ],
    ),
}


@pytest.mark.parametrize("name", BANDS)
def test_the_ways_to_a_grade(name: str) -> None:
    fields, bands = BANDS[name]
    tree = rubric_tree(
        grades={
            "unqualified": {"rank": 0, "label": both("not qualified")},
            "fair": {"rank": 1, "label": both("fair"), "symbol": "★"},
            "good": {"rank": 2, "label": both("good"), **fields},
        },
        vetoes={name: {"title": both("x"), "caps_at": name} for name in ("fair", "good")},
        clauses=clauses(_2={"dimension": "process"}),
        dimensions={"process": both("Process")},
        adjustments={"bonus": {"kind": "bonus", "points": 1}},
    )
    rubric = rubric_from(tree)
    assert list(rubric.grades.bands) == bands
    assert rubric.grades.grade("fair").symbol == "★"
    assert load_rubric(dump_rubric(rubric).encode()) == rubric


GRADE_FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "floor": ({"at_least": "x"}, [("number.form", "/at_least")]),
    "float": ({"at_least": 5.5}, [("number.float", "/at_least")]),
    "flag": ({"above": True}, [("number.bool", "/above")]),
    "two limits": ({"at_least": 5, "above": 5}, [("value.one-of", "")]),
    "no limit": ({"upto": 5}, [("value.one-of", "")]),
    "upto": ({"at_least": 5, "upto": "x"}, [("number.form", "/upto")]),
    "score": ({"at_least": 5, "score": "bass"}, [("value.choice", "/score")]),
    "own and any": ({"at_least": 5, "any": [{"at_least": 5}]}, [("value.one-of", "/any")]),
    "any, no list": ({"any": {"at_least": 5}}, [("value.not-list", "/any")]),
    "any, text": ({"any": "x"}, [("value.not-list", "/any")]),
    "any of no table": ({"any": [5]}, [("value.not-table", "/any/0")]),
    "any, limit": (
        {"any": [{"at_least": 5}, {"at_least": "x"}, {}]},
        [("number.form", "/any/1/at_least"), ("value.one-of", "/any/2")],
    ),
    "any, key": ({"any": [{"at_least": 5, "uptoo": 6}]}, [("value.unknown-key", "/any/0/uptoo")]),
    "any, floor": ({"any": [{"at_least": 5, "floor": 1}]}, [("value.unknown-key", "/any/0/floor")]),
    "any, grade": (
        {"any": [{"at_least": 5, "grade": "fair"}]},
        [("value.unknown-key", "/any/0/grade")],
    ),
    "id": ({"id": "good"}, [("value.unknown-key", "/id")]),
    "key": ({"lable": "x"}, [("value.unknown-key", "/lable")]),
    "rank": ({"rank": "2"}, [("value.not-whole", "/rank")]),
    "rank range": ({"rank": -2}, [("value.whole", "/rank")]),
    "symbol": ({"symbol": 5}, [("value.not-text", "/symbol")]),
    "requires": ({"at_least": 5, "requires": {"score": "base"}}, [("value.not-list", "/requires")]),
    "nothing required": ({"at_least": 5, "requires": [{}]}, [("value.one-of", "/requires/0")]),
    "required no table": (
        {"at_least": 5, "requires": ["1"]},
        [("value.not-table", "/requires/0")],
    ),
    "two required": (
        {"at_least": 5, "requires": [{"clause": "1", "score": "base", "at_least": 5}]},
        [("value.one-of", "/requires/0")],
    ),
    "required by no limit": (
        {"at_least": 5, "requires": [{"clause": "1"}]},
        [("value.one-of", "/requires/0")],
    ),
    "required name": (
        {"at_least": 5, "requires": [{"clause": 1, "at_least": 5}]},
        [("value.not-text", "/requires/0/clause")],
    ),
    "every what": (
        {"at_least": 5, "requires": [{"every": "clause", "at_least": 5}]},
        [("value.choice", "/requires/0/every")],
    ),
    "which score": (
        {"at_least": 5, "requires": [{"score": "final", "at_least": 5}]},
        [("value.choice", "/requires/0/score")],
    ),
    "required percentage of points": (
        {"at_least": 5, "requires": [{"score": "base", "at_least": "50%"}]},
        [("number.form", "/requires/0/at_least")],
    ),
    "required key": (
        {"at_least": 5, "requires": [{"clause": "1", "at_least": 5, "at_most": 6}]},
        [("value.unknown-key", "/requires/0/at_most")],
    ),
}


@pytest.mark.parametrize("name", GRADE_FAULTS)
def test_faults_of_a_grade_are_told_with_their_path(name: str) -> None:
    fields, expected = GRADE_FAULTS[name]
    table = grades()
    table["good"] = {"rank": 2, "label": both("good"), **fields}
    error = refusal(rubric_from, rubric_tree(grades=table))
    assert told(error.problems) == [(code, f"/grades/good{path}") for code, path in expected]


def test_all_faults_of_all_grades_are_told_at_once() -> None:
    table = grades(fair={"rank": "1", "at_least": "x"}, good={"rnak": 2, "at_least": 5.5})
    table["excellent"] = 9
    error = refusal(rubric_from, rubric_tree(grades=table))
    assert sorted(told(error.problems)) == [
        ("number.float", "/grades/good/at_least"),
        ("number.form", "/grades/fair/at_least"),
        ("value.not-table", "/grades/excellent"),
        ("value.not-whole", "/grades/fair/rank"),
        ("value.unknown-key", "/grades/good/rnak"),
    ]


def test_the_path_of_a_bad_grade_id_is_its_own() -> None:
    error = refusal(rubric_from, rubric_tree(grades=grades() | {"四星": {"rank": 9}}))
    assert ("value.id", "/grades/四星") in told(error.problems)


@pytest.mark.parametrize(
    ("key", "nearest"), [("atleast", "at_least"), ("abvoe", "above"), ("require", "requires")]
)
def test_the_nearest_key_of_a_grade_may_be_one_of_its_band(key: str, nearest: str) -> None:
    table = grades()
    table["good"] = {"rank": 2, "label": both("good"), key: 5}
    [problem] = refusal(rubric_from, rubric_tree(grades=table)).problems
    assert problem.values["nearest"] == nearest


def test_what_is_unknown_at_the_top_and_in_the_head_is_named() -> None:
    tree = rubric_tree(rubric=head(fmily="t", clauses={}), vetos={}, id="other-2026")
    error = refusal(rubric_from, tree)
    assert sorted(told(error.problems)) == [
        ("value.unknown-key", "/id"),
        ("value.unknown-key", "/rubric/clauses"),
        ("value.unknown-key", "/rubric/fmily"),
        ("value.unknown-key", "/vetos"),
    ]
    nearest = {problem.pointer: problem.values["nearest"] for problem in error.problems}
    assert (nearest["/vetos"], nearest["/rubric/fmily"]) == ("vetoes", "family")


def test_what_is_missing_is_named() -> None:
    assert sorted(told(refusal(rubric_from, {}).problems)) == [
        ("value.missing-key", "/clauses"),
        ("value.missing-key", "/grades"),
        ("value.missing-key", "/rubric/id"),
        ("value.missing-key", "/rubric/title"),
        ("value.missing-key", "/rubric/total"),
    ]


@pytest.mark.parametrize("value", [5, "tiny-2026", [], None])
def test_a_head_that_is_no_table_is_refused(value: object) -> None:
    error = refusal(rubric_from, rubric_tree(rubric=value))
    assert told(error.problems) == [("value.not-table", "/rubric")]


def test_faults_of_the_head_have_its_path() -> None:
    fields = {"id": "T 1", "total": 0.5, "digits": "2", "scaled": "yes", "combine": "max"}
    error = refusal(rubric_from, rubric_tree(rubric=head(**fields, aliases="T", title=5)))
    assert sorted(told(error.problems)) == [
        ("number.float", "/rubric/total"),
        ("value.choice", "/rubric/combine"),
        ("value.id", "/rubric/id"),
        ("value.not-bilingual", "/rubric/title"),
        ("value.not-flag", "/rubric/scaled"),
        ("value.not-list", "/rubric/aliases"),
        ("value.not-whole", "/rubric/digits"),
    ]


def test_plain_text_stands_for_the_language_of_the_file() -> None:
    rubric = rubric_from(
        {
            "language": "zh",
            "rubric": {"id": "t-1", "title": "小标准", "total": 10},
            "clauses": {"1": {"points": 10, "title": "人员", "checkpoints": ["证书", both("x")]}},
            "grades": {"g": {"rank": 1, "label": "合格"}},
        }
    )
    assert (rubric.title.zh, rubric.title.en) == ("小标准", "")
    assert [point.en for point in rubric.clauses[0].checkpoints] == ["", "x"]
    assert load_rubric(dump_rubric(rubric).encode()) == rubric


@pytest.mark.parametrize("language", ["fr", "ZH", "", 5, ["zh"], True])
def test_the_language_of_a_file_is_one_of_two(language: object) -> None:
    error = refusal(rubric_from, rubric_tree(language=language))
    assert told(error.problems) == [("value.choice", "/language")]


def test_no_language_is_none() -> None:
    assert rubric_from(rubric_tree(language=None)) == RUBRIC


def test_a_grade_keeps_its_bands_together_in_the_order_given() -> None:
    bands = GradeBands(
        grades=RUBRIC.grades.grades,
        bands=[
            GradeBand(grade="good", floor=6),
            GradeBand(grade="fair", floor=0),
            GradeBand(grade="good", floor=5, score="base"),
            GradeBand(grade="excellent", floor=9),
        ],
    )
    rubric = evolve(RUBRIC, grades=bands)
    again = load_rubric(dump_rubric(rubric).encode())
    assert set(again.grades.bands) == set(bands.bands)


def test_a_dumped_rubric_reads_as_an_equal_one_whatever_the_order_of_its_bands() -> None:
    bands = GradeBands(grades=RUBRIC.grades.grades, bands=RUBRIC.grades.bands[::-1])
    rubric = evolve(RUBRIC, grades=bands)
    assert load_rubric(dump_rubric(rubric).encode()) == rubric


def test_a_rubric_whose_file_could_not_hold_it_is_not_written() -> None:
    twice = evolve(RUBRIC, clauses=[item("1", 5), item("1", 5)])
    error = refusal(dump_rubric, twice)
    assert told(error.problems) == [("value.key-twice", "/clauses/1")]
    grade = RUBRIC.grades.grades[1]
    same = evolve(RUBRIC, grades=GradeBands(grades=[grade, evolve(grade, rank=2)]))
    assert told(refusal(dump_rubric, same).problems) == [("value.key-twice", "/grades/fair")]


def test_what_only_a_dump_can_lose_is_kept() -> None:
    nested = Clause(id="B", title=text("B"), points=6, clauses=[item("1.2.3", 6)])
    rubric = evolve(RUBRIC, clauses=[item("1.2", 4), nested])
    assert load_rubric(dump_rubric(rubric).encode()) == rubric
    assert rubric.total == Fraction(10)


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


def elderly_care() -> Rubric:
    return load_rubric(ELDERLY_CARE.encode())


def test_the_whole_design_is_read_as_it_is_written() -> None:
    rubric = elderly_care()
    assert {problem.code for problem in check_rubric(rubric)} == {"text.one-language"}
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


@pytest.mark.parametrize("value", ["maybe", 5, []])
def test_what_holds_where_it_is_excluded_is_one_of_two(value: object) -> None:
    required = {"clause": "2", "at_least": 50, "excluded": value}
    table = grades(good={"at_least": 6, "requires": [required]})
    problems = refusal(rubric_from, rubric_tree(grades=table)).problems
    assert [(p.code, p.path[-1]) for p in problems] == [("value.choice", "excluded")]
    for word in ("met", "unmet"):
        table = grades(good={"at_least": 6, "requires": [required | {"excluded": word}]})
        band = rubric_from(rubric_tree(grades=table)).grades.bands[1]
        assert band.requires[0].excluded == word
