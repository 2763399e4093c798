"""Faults of form and of sense in a rubric file are told together, and nothing that follows."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import MaturityError, Rubric, dump_rubric, load_rubric
from maturity_core.errors import Path as Where
from maturity_core.errors import Problem
from maturity_core.files import inspect_rubric
from maturity_core.salvage import salvaged
from maturity_core.serial import structured
from maturity_core.testing.strategies import rubrics
from tests.core.samples import both, clauses, grades, head, lines, rubric_tree, told
from tests.strategies import rubrics_with_everything

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("tests/foreign/*.toml"), *ROOT.glob("src/maturity_rubrics/*.toml")])
GAPS = "bands-with-gaps.toml"  # a standard that is wrong itself


def found(**changes: object) -> list[tuple[str, str]]:
    """What is told of the small rubric with some of its tables changed."""
    tree = rubric_tree(**changes)
    return sorted(told(inspect_rubric(json.dumps(tree).encode()).problems))


def minimum(**required: object) -> dict[str, object]:
    """The best grade with one more requirement."""
    return {"requires": [{"at_least": "60%", **required}]}


SUM_OF_1 = ("clause.points-sum", "/clauses/1/points")
SUM = ("rubric.points-sum", "/rubric/total")
NO_VETO = ("rubric.dangling", "/vetoes/fraud/caps_at")
VETO = {"fraud": {"title": both("Fraud"), "caps_at": "nix"}}

TOGETHER: dict[str, tuple[dict[str, object], list[tuple[str, str]]]] = {
    "a title hides nothing": (
        {"clauses": clauses(_1_1={"title": 5}, _2={"points": 7})},
        [SUM, ("value.not-bilingual", "/clauses/1.1/title")],
    ),
    "a missing title neither": (
        {"grades": grades(best={"label": {}, "rank": 9, "at_least": 11}), "vetoes": VETO},
        [
            ("grade.out-of-reach", "/grades/best"),
            NO_VETO,
            ("text.empty", "/grades/best/label"),
        ],
    ),
    "points hide the sums above them, not those elsewhere": (
        {
            "clauses": clauses(
                _2={"points": "six"}, _1={"points": 5}, _1_3={"points": 1, "combine": "min"}
            ),
            "vetoes": VETO,
        },
        [NO_VETO, ("number.form", "/clauses/2/points")],
    ),
    "a sum beside faulty points": (
        {"clauses": clauses(_2={"points": "six"}, _1_2={"points": 9})},
        [SUM_OF_1, ("number.form", "/clauses/2/points")],
    ),
    "points that are misspelt": (
        {"clauses": clauses(_1_1={"points": 1, "pionts": 1}, _1_2={"points": 9})},
        [("value.unknown-key", "/clauses/1.1/pionts")],
    ),
    "a branch whose way to combine is unknown": (
        {"clauses": clauses(_1={"combine": "avg"}, _1_1={"points": 0})},
        [
            ("clause.points-not-positive", "/clauses/1.1/points"),
            ("value.choice", "/clauses/1/combine"),
        ],
    ),
    "a head whose way to combine is unknown": (
        {"rubric": head(combine="avg"), "clauses": clauses(_2={"points": 7}), "vetoes": VETO},
        [NO_VETO, ("value.choice", "/rubric/combine")],
    ),
    "a total": (
        {
            "rubric": head(total="ten", maximum=0, combine="sum"),
            "grades": grades(good={"at_least": 99}),
            "clauses": clauses(_1_1={"points": 9}),
        },
        [SUM_OF_1, ("number.form", "/rubric/total")],
    ),
    "a clause that has no place": (
        {
            "clauses": clauses(_1_2={"in": "9"}, _2={"points": 7}),
            "grades": grades(excellent=minimum(clause="nix")),
        },
        [
            ("clause.unknown-parent", "/clauses/1.2/in"),
        ],
    ),
    "a clause that is lost": (
        {"clauses": {**clauses(), "2 ": {"points": 1, "title": both("x")}}},
        [("value.id", "/clauses/2 ")],
    ),
    "a clause that is lost with its title": (
        {"clauses": {**clauses(), "2 ": {"points": 1}}},
        [("value.id", "/clauses/2 "), ("value.missing-key", "/clauses/2 /title")],
    ),
    "a clause number without quotes": (
        {"clauses": {**clauses(_2={"points": 5}), "3": {"1": {"points": 1, "title": both("x")}}}},
        [("value.unquoted-id", "/clauses/3/1")],
    ),
    "the only clause": ({"clauses": {"1": 5}}, [("value.not-table", "/clauses/1")]),
    "a grade that is lost": (
        {"grades": {**grades(), "nix": 5}, "vetoes": VETO},
        [("value.not-table", "/grades/nix")],
    ),
    "grades that are none": ({"grades": 5}, [("value.not-table", "/grades")]),
    "clauses that are none": ({"clauses": []}, [("value.not-table", "/clauses")]),
    "a table that is misspelt": (
        {"veto": {"fraud": {"caps_at": "mid"}}, "vetoes": {}, "grades": grades(mid={"rank": 9})},
        [("value.unknown-key", "/veto")],
    ),
    "a table of another name": (
        {"否决": {}, "vetoes": VETO, "grades": grades(best={"rank": 9})},
        [NO_VETO, ("value.unknown-key", "/否决")],
    ),
    "a key of another name": (
        {"rubric": head(分=1), "clauses": clauses(_2={"points": 7})},
        [("value.unknown-key", "/rubric/分")],
    ),
    "a head that is none": (
        {"rubric": 5, "clauses": clauses(_2={"points": "six"})},
        [("number.form", "/clauses/2/points"), ("value.not-table", "/rubric")],
    ),
    "a dimension that is lost": (
        {
            "dimensions": {"a": 5},
            "clauses": clauses(_2={"dimension": "a", "points": 7}),
        },
        [SUM, ("value.not-bilingual", "/dimensions/a")],
    ),
    "an adjustment that is lost": (
        {
            "adjustments": {"a": 5},
            "grades": grades(excellent={"requires": [{"adjustment": "a", "at_least": 1}]}),
        },
        [("value.not-table", "/adjustments/a")],
    ),
    "an adjustment without points": (
        {"adjustments": {"a": {"kind": "bonus", "on": "9"}}},
        [("rubric.dangling", "/adjustments/a/on"), ("value.missing-key", "/adjustments/a/points")],
    ),
    "a scale": (
        {
            "scale": {"bands": [{"low": 0, "high": "x", "label": both("a")}], "step": 30},
            "clauses": clauses(_2={"scale": {"step": 30}}),
        },
        [("number.form", "/scale/bands/0/high"), ("scale.step", "/clauses/2/scale/step")],
    ),
    "a band that lacks an end": (
        {"scale": {"bands": [{"high": 50, "label": both("a")}]}},
        [("value.missing-key", "/scale/bands/0/low")],
    ),
    "an aspect": (
        {
            "scale": {
                "aspects": {"a": 5},
                "bands": [
                    {"low": 0, "high": 100, "label": both("a"), "guidance": {"a": both("b")}}
                ],
            }
        },
        [("value.not-bilingual", "/scale/aspects/a")],
    ),
    "a list of which one item is wrong": (
        {"clauses": clauses(_2={"checkpoints": [5, both("b"), 6]}, _1_1={"points": 2})},
        [
            SUM_OF_1,
            ("value.not-bilingual", "/clauses/2/checkpoints/0"),
            ("value.not-bilingual", "/clauses/2/checkpoints/2"),
        ],
    ),
    "a language that is none": (
        {"language": "fr", "clauses": clauses(_2={"title": "b", "points": 7})},
        [SUM, ("value.choice", "/language")],
    ),
    "a text of a rubric in one language": (
        {
            "language": "en",
            "rubric": head(title="a"),
            "clauses": {"1": {"points": 7, "title": 5}, "2": {"points": 4, "title": "b"}},
            "grades": {"g": {"rank": 0, "label": "g"}},
            "vetoes": {},
        },
        [
            SUM,
            ("text.one-language", "/rubric/title"),
            ("value.not-bilingual", "/clauses/1/title"),
        ],
    ),
    "the title of one": (
        {"language": "en", "rubric": head(title=5), "vetoes": VETO},
        [NO_VETO, ("value.not-bilingual", "/rubric/title")],
    ),
    "a standard": (
        {"standard": {"effective": "x", "withdrawn": "2026-01-01"}, "vetoes": VETO},
        [
            NO_VETO,
            ("value.date", "/standard/effective"),
            ("value.missing-key", "/standard/code"),
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), TOGETHER.values(), ids=list(TOGETHER))
def test_what_is_certain_is_told_with_the_faults(
    changes: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    assert found(**changes) == sorted(expected)


def test_what_hid_behind_a_fault_is_told_too() -> None:
    """A head that is no table keeps loading from looking at anything else."""
    data = b"""rubric = 5
clauses.1 = { points = "x", title = { zh = "a", en = "a" }, scale = { step = true } }
grades.g = { rank = "x", label = { zh = "a", en = "a" } }
"""
    assert lines(inspect_rubric(data).problems) == [
        ("/rubric", 1),
        ("/clauses/1/points", 2),
        ("/clauses/1/scale/step", 2),
        ("/grades/g/rank", 3),
    ]


BASE = load_rubric(json.dumps(rubric_tree()).encode())


def over(text: str, base: Rubric = BASE) -> list[tuple[str, str, int | None]]:
    """What is told of an overlay, with its lines."""
    problems = inspect_rubric(text.encode(), base=base).problems
    return [(p.code, p.pointer, p.position.line if p.position else None) for p in problems]


def test_of_an_overlay_too() -> None:
    assert over("""base = "tiny-2026"
rubric = { id = "s", title = { zh = "s", en = "s" } }
[clauses]
9 = { remove = true }
"1.2" = { points = "x" }
2 = { points = 7, dimension = "d" }
3 = { points = 1 }
[vetoes]
fraud = { caps_at = "nix" }
""") == [
        ("overlay.nothing-to-remove", "/clauses/9", 4),
        ("number.form", "/clauses/1.2/points", 5),
        ("rubric.dangling", "/clauses/2/dimension", 6),
        ("value.missing-key", "/clauses/3/title", 7),
        ("rubric.dangling", "/vetoes/fraud/caps_at", 9),
    ]


@pytest.mark.parametrize("name", ["tiny-2026", "unnamed", "nameless"])
def test_an_overlay_that_has_the_name_of_its_base_is_read_on(name: str) -> None:
    base = load_rubric(json.dumps(rubric_tree(rubric=head(id=name))).encode())
    assert over(f'base = "{name}"\n[vetoes]\nfraud = {{ caps_at = "nix" }}\n', base) == [
        ("overlay.same-id", "/rubric/id", 1),
        ("rubric.dangling", "/vetoes/fraud/caps_at", 3),
    ]


def test_what_is_wrong_in_the_base_alone_stands_where_the_file_names_it() -> None:
    """A grade is removed that a veto of the base caps at: nothing of the veto is in this file."""
    assert over("""
base = "tiny-2026"
rubric = { id = "s", title = { zh = "s" } }
[vetoes.fraud]
title = { en = "f" }
[grades.fair]
remove = true
[clauses."1"]
title = { zh = "x", en = "x" }
[clauses."1.1"]
points = 2
""") == [
        ("clause.points-sum", "/clauses/1/points", 2),
        ("rubric.dangling", "/vetoes/other/caps_at", 2),
        ("text.missing-language", "/rubric/title", 3),
        ("text.missing-language", "/vetoes/fraud/title", 5),
    ]


def entries(tree: object, path: Where = ()) -> Iterator[Where]:
    """The path of every key of a tree."""
    items = enumerate(tree) if isinstance(tree, list) else ()
    for key, item in tree.items() if isinstance(tree, dict) else items:
        if isinstance(key, str):
            yield (*path, key)
        yield from entries(item, (*path, key))


@st.composite
def slips(draw: st.DrawFn) -> tuple[dict[str, Any], list[Where]]:
    """A rubric file in which one key is renamed, removed or holds another type; and where."""
    tree = json.loads(dump_rubric(draw(st.one_of(rubrics(), rubrics_with_everything()))))
    *above, key = draw(st.sampled_from(list(entries(tree))))
    table: Any = tree
    for step in above:
        table = table[step]
    item = table.pop(key)
    places: list[Where] = [(*above, key)]
    slip = draw(st.sampled_from(["rename", "remove", "retype"]))
    if slip == "rename":
        name = draw(st.sampled_from([f"{key}x", "分", "points", "in", "9"]))
        table[name] = item
        places.append((*above, name))
    elif slip == "retype":
        values = [None, True, 5, -1, "?", "9", [], [5]]
        tables = [] if isinstance(item, dict) else [{}, {"9": {"9": 5}}, {"zh": 5}]
        table[key] = draw(st.sampled_from([*values, *tables]))
    return tree, places


def near(problem: Problem, path: Where) -> bool:
    """Whether a problem stands at a path, in what stands there or around it."""
    return all(one == other for one, other in zip(problem.path, path, strict=False))


@given(slips())
def test_one_slip_is_told_and_nothing_that_follows_from_it(
    slip: tuple[dict[str, Any], list[Where]],
) -> None:
    tree, places = slip
    data = json.dumps(tree).encode()
    inspection = inspect_rubric(data)
    try:
        load_rubric(data)
        refused: tuple[Problem, ...] = ()
    except MaturityError as error:
        refused = error.problems
    assert bool(inspection.faults) == bool(refused)
    assert set(refused) <= set(inspection.faults)  # none is lost
    if salvaged(lambda part: structured(Rubric, part), tree).faults:
        for problem in inspection.faults:
            is_near = any(near(problem, place) for place in places)
            assert is_near or problem.code in {"clause.unknown-parent", "clause.no-way-up"}


@given(st.one_of(rubrics(), rubrics_with_everything()))
def test_a_rubric_that_is_written_has_no_faults(rubric: Rubric) -> None:
    inspection = inspect_rubric(dump_rubric(rubric).encode())
    assert (inspection.rubric, inspection.faults) == (rubric, ())


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_the_rubrics_that_are_here_have_no_faults(file: Path) -> None:
    inspection = inspect_rubric(file)
    assert {problem.code for problem in inspection.faults} == (
        {"grade.gap"} if file.name == GAPS else set()
    )
    assert all(problem.position for problem in inspection.problems)
