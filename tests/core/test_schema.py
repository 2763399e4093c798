"""The JSON Schemas say what the doors say: what is read fits, and what is misspelt does not."""

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import maturity_core
from maturity_core import (
    Assessment,
    MaturityError,
    RatingBand,
    RatingScale,
    Rubric,
    Text,
    dump_assessment,
    dump_rubric,
    dump_scorecard,
    get_rubric,
    load_assessment,
    load_rubric,
    score,
)
from maturity_core.schema import KINDS, Kind, assessment_schema, json_schema
from maturity_core.schema_parts import told_of
from maturity_tools.forms import json_form, toml_form
from maturity_tools.show import json_text
from tests.core.samples import rubric_tree
from tests.strategies import (
    Case,
    assessments_with_everything,
    cases_of_all_kinds,
    rubrics_with_everything,
)
from tests.test_vectors import SCORED, Known, each

ROOT = Path(__file__).parents[2]
QBJKB_009 = get_rubric("qbjkb-009-2026")
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
FOREIGN = sorted((ROOT / "tests/foreign").glob("*.toml"))
SHIPPED = sorted((ROOT / "src/maturity_rubrics").glob("*.toml"))
PLUGINS = sorted((ROOT / "tests/plugins").rglob("*_20*.toml"))
HOSTILE = ROOT / "tests/hostile"
LANGUAGES = ("zh", "en")

Tree = dict[str, Any]


def validator(schema: Tree) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=FormatChecker(["date"]))


BY_KIND = {kind: validator(json_schema(kind)) for kind in KINDS}


def as_json(value: Any) -> Any:
    """What JSON, or an editor of TOML, has for a value that TOML can hold."""
    match value:
        case dict():
            return {key: as_json(item) for key, item in value.items()}
        case list():
            return [as_json(item) for item in value]
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case _:
            return value


def toml(text: str) -> Tree:
    tree: Tree = as_json(tomllib.loads(text, parse_float=Decimal))
    return tree


def read(file: Path) -> Tree:
    text = file.read_text(encoding="utf-8-sig")
    return toml(text) if file.suffix == ".toml" else dict(json.loads(text))


def faults(kind: Kind | Tree, tree: Any) -> list[str]:
    """What does not fit, each with its place."""
    by = validator(kind) if isinstance(kind, dict) else BY_KIND[kind]
    return [f"{error.json_path}: {error.message}" for error in by.iter_errors(tree)]


each_file = pytest.mark.parametrize(
    ("kind", "file"),
    [
        *(("rubric", file) for file in [*SHIPPED, *FOREIGN, *PLUGINS]),
        *(("assessment", file) for file in EXAMPLES),
    ],
    ids=lambda value: getattr(value, "stem", value),
)


# What is read fits.


@each_file
def test_every_file_fits(kind: Kind, file: Path) -> None:
    assert faults(kind, read(file)) == []


def test_there_are_files() -> None:
    assert (len(SHIPPED), len(EXAMPLES)) == (2, 5)
    assert len(FOREIGN) > 15
    assert PLUGINS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_fits_the_schema_of_its_rubric(file: Path, language: str) -> None:
    schema = assessment_schema(QBJKB_009, language=language)
    assert faults(schema, read(file)) == []
    assert faults(schema, json.loads(dump_assessment(load_assessment(file)))) == []


@pytest.mark.parametrize("file", [*SHIPPED, *FOREIGN], ids=lambda file: file.stem)
def test_an_empty_form_fits(file: Path) -> None:
    if file.stem == "bands-with-gaps":  # which is there to be refused
        with pytest.raises(MaturityError):
            load_rubric(file)
        return
    rubric = load_rubric(file)
    schema = assessment_schema(rubric, language="zh")
    Draft202012Validator.check_schema(schema)
    for form in (json.loads(json_form(rubric)), toml(toml_form(rubric, "en"))):
        assert faults("assessment", form) == []
        assert faults(schema, form) == []


@each(SCORED)
def test_the_scorecard_of_a_vector_fits(known: Known) -> None:
    card = score(known.rubric, known.vector.assessment(known.rubric))
    for language in LANGUAGES:
        assert faults("scorecard", json.loads(dump_scorecard(card, language=language))) == []
    schema = assessment_schema(known.rubric)
    assert faults(schema, json.loads(dump_assessment(card.assessment))) == []


@given(cases_of_all_kinds())
def test_an_assessment_without_fault_fits_the_schema_of_its_rubric(case: Case) -> None:
    """Whatever can be scored fits, and its scorecard fits too."""
    tree = json.loads(dump_assessment(case.assessment))
    assert faults(assessment_schema(case.rubric), tree) == []
    card = score(case.rubric, case.assessment)
    assert faults("scorecard", json.loads(dump_scorecard(card, language="zh"))) == []


# What is wrong does not fit.


@pytest.mark.parametrize(
    "name",
    [
        "other-digits.json",
        "other-digits.toml",
        "signs-and-separators.json",
        "truth-value.json",
        "truth-value.toml",
        "unknown-key.json",
        "unknown-key.toml",
        "unquoted-id.toml",
        "unquoted-id-in-table.toml",
        "unquoted-id-of-table.toml",
        "wrong-type.json",
        "wrong-type.toml",
        "confusable-id.json",
        "list.json",
    ],
)
def test_a_hostile_assessment_does_not_fit(name: str) -> None:
    text = (HOSTILE / name).read_text(encoding="utf-8")
    tree = toml(text) if name.endswith(".toml") else json.loads(text)
    assert faults("assessment", tree) != []


@pytest.mark.parametrize("name", ["out-of-range.json", "out-of-range.toml", "unknown-id.toml"])
def test_what_only_a_rubric_refuses_does_not_fit_its_schema(name: str) -> None:
    tree = read(HOSTILE / name)
    assert faults("assessment", tree) == []
    assert faults(assessment_schema(load_rubric(HOSTILE / "rubric.toml")), tree) != []


def test_a_hostile_rubric_does_not_fit() -> None:
    assert faults("rubric", read(HOSTILE / "rubric.toml")) == []
    assert faults("rubric", read(HOSTILE / "rubric-faults.toml")) != []


def tables_in(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all tables in a tree that are not empty."""
    if isinstance(tree, dict):
        if tree:
            yield path
        for key, item in tree.items():
            yield from tables_in(item, (*path, key))
    elif isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from tables_in(item, (*path, index))


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


# Tables by the names of others, in which any key is right.
BY_NAME = {"clauses", "vetoes", "grades", "adjustments", "scopes", "dimensions", "aspects"}
BY_NAME |= {"guidance", "sources", "ratings", "exclusions"}


def misspelt(data: st.DataObject, tree: Tree) -> Tree:
    """The tree with one key misspelt, in a table that has fields."""
    spoilt = copy.deepcopy(tree)
    places = [path for path in tables_in(tree) if not (path and path[-1] in BY_NAME)]
    table = at(spoilt, data.draw(st.sampled_from(places)))
    key = data.draw(st.sampled_from(sorted(table)))
    table[f"{key}_"] = table.pop(key)
    return spoilt


def of_wrong_type(data: st.DataObject, tree: Tree) -> Tree:
    """The tree with a list of numbers somewhere: a table, a text, a number is none."""
    spoilt = copy.deepcopy(tree)
    table = at(spoilt, data.draw(st.sampled_from(list(tables_in(tree)))))
    table[data.draw(st.sampled_from(sorted(table)))] = [1]
    return spoilt


@given(rubrics_with_everything(), st.data())
def test_a_rubric_fits_until_it_is_spoilt(rubric: Rubric, data: st.DataObject) -> None:
    """What dump_rubric writes fits; with a key that nobody knows, or a wrong type, it does not."""
    tree = json.loads(dump_rubric(rubric))
    assert faults("rubric", tree) == []
    assert not BY_KIND["rubric"].is_valid(misspelt(data, tree))
    assert not BY_KIND["rubric"].is_valid(of_wrong_type(data, tree))


@given(assessments_with_everything(), st.data())
def test_an_assessment_fits_until_it_is_spoilt(assessment: Assessment, data: st.DataObject) -> None:
    """The same of what dump_assessment writes."""
    tree = json.loads(dump_assessment(assessment))
    assert faults("assessment", tree) == []
    assert not BY_KIND["assessment"].is_valid(misspelt(data, tree))
    assert not BY_KIND["assessment"].is_valid(of_wrong_type(data, tree))


@pytest.mark.parametrize(
    ("table", "entry", "key"),
    [
        ("rubric", None, "id"),
        ("rubric", None, "title"),
        ("rubric", None, "total"),
        ("clauses", "1.1", "title"),
        ("grades", "good", "rank"),
        ("grades", "good", "label"),
        ("vetoes", "fraud", "title"),
    ],
)
def test_a_missing_key_of_a_rubric_is_found(table: str, entry: str | None, key: str) -> None:
    tree = copy.deepcopy(rubric_tree())
    assert faults("rubric", tree) == []
    del (tree[table] if entry is None else tree[table][entry])[key]
    assert faults("rubric", tree) != []


@pytest.mark.parametrize("key", ["rubric", "clauses", "grades"])
def test_a_missing_table_of_a_rubric_is_found(key: str) -> None:
    tree = rubric_tree()
    del tree[key]
    assert faults("rubric", tree) != []


GOOD_BANDS = [
    {"at_least": 6},
    {"above": "6.5", "upto": 9},
    {"any": [{"at_least": 6}, {"above": 3, "score": "base"}]},
    {"at_least": 6, "requires": [{"clause": "1", "at_least": "60%"}]},
    {"at_least": 6, "requires": [{"every": "section", "above": 50, "excluded": "met"}]},
    {"at_least": 6, "requires": [{"score": "base", "at_least": "10/3"}]},
]
BAD_BANDS = [
    {"at_least": 6, "above": 6},
    {"any": [{"at_least": 6}], "at_least": 6},
    {"any": [{"score": "base"}]},
    {"any": [{"at_least": 6, "above": 5}]},
    {"at_least": "6%"},
    {"at_least": 6, "score": "whole"},
    {"at_least": 6, "requires": [{"clause": "1"}]},
    {"at_least": 6, "requires": [{"at_least": 5}]},
    {"at_least": 6, "requires": [{"clause": "1", "at_least": 5, "above": 5}]},
    {"at_least": 6, "requires": [{"clause": "1", "every": "section", "at_least": 5}]},
    {"at_least": 6, "requires": [{"every": "clause", "at_least": 5}]},
    {"at_least": 6, "requires": [{"score": "base", "at_least": "60%"}]},
]


def with_band(band: Tree) -> Tree:
    tree = rubric_tree()
    grade = {"rank": 2, "label": {"en": "good"}, **band}
    return tree | {"grades": tree["grades"] | {"good": grade}}


@pytest.mark.parametrize("band", GOOD_BANDS, ids=str)
def test_a_band_fits(band: Tree) -> None:
    load_rubric(json.dumps(with_band(band)).encode())
    assert faults("rubric", with_band(band)) == []


@pytest.mark.parametrize("band", BAD_BANDS, ids=str)
def test_a_band_that_nobody_can_read_does_not_fit(band: Tree) -> None:
    with pytest.raises(MaturityError):
        load_rubric(json.dumps(with_band(band)).encode())
    assert faults("rubric", with_band(band)) != []


OVERLAY: Tree = {
    "base": "qbjkb-009-2026",
    "language": "en",
    "rubric": {"id": "acme-2026"},
    "clauses": {"5.8": {"excludable": True}, "5.13": {"remove": True}, "5.5": {"points": "6"}},
    "grades": {"two-star": {"at_least": 72}, "three-star": {"remove": True}},
    "dimensions": {"process": "Process", "outcome": {"remove": True}},
    "scale": {"step": 5},
}


def test_an_overlay_says_only_what_differs() -> None:
    assert faults("rubric", OVERLAY) == []
    assert faults("rubric", {**OVERLAY, "rubric": {"title": "ACME"}}) != []
    assert faults("rubric", {**OVERLAY, "clauses": {"5.8": {"remove": False}}}) != []
    assert faults("rubric", {**OVERLAY, "clauses": {"5.8": {"remove": True, "points": 1}}}) != []


@pytest.mark.parametrize(
    "table",
    [{"clauses": {"2": {"remove": True}}}, {"dimensions": {"a": {"remove": True}}}],
    ids=str,
)
def test_only_an_overlay_removes(table: Tree) -> None:
    tree = rubric_tree()
    key, entries = next(iter(table.items()))
    tree[key] = tree.get(key, {}) | entries
    assert faults("rubric", tree) != []


NUMBERS = ["82.5", "259/3", "0", "-1", "007", "1/010"]
NO_NUMBERS = ["", "85 %", "1/0", "8_0", "+80", "1,5", "８０", ".5", "5.", "1e3", " 80", "9" * 290]


def rated(rating: Any) -> Tree:
    return {"rubric": "tiny", "ratings": {"1": rating}}


@pytest.mark.parametrize(
    "number", [*NUMBERS, *(f"{number}%" for number in NUMBERS), 85, 82.5], ids=repr
)
def test_a_number_fits(number: str | float) -> None:
    assert faults("assessment", rated(number)) == []
    assert faults("assessment", rated({"rating": number})) == []
    is_percentage = isinstance(number, str) and number.endswith("%")
    assert (faults("assessment", rated({"points": number})) == []) is not is_percentage


@pytest.mark.parametrize("number", [*NO_NUMBERS, True])
def test_what_is_no_number_does_not_fit(number: str) -> None:
    assert faults("assessment", rated(number)) != []
    assert faults("assessment", rated({"points": number})) != []


def test_null_says_not_yet_rated() -> None:
    said = {"kind": None, "assessed_on": None, "adjustments": {"a": None}}
    assert faults("assessment", rated(None) | said) == []
    assert faults("assessment", {"rubric": None}) != []
    assert faults("assessment", {"rubric": "tiny", "vetoes": {"v": None}}) != []


@pytest.mark.parametrize("day", ["2026-6-30", "30.06.2026", "2026-02-30", 20260630])
def test_what_is_no_date_does_not_fit(day: Any) -> None:
    assert faults("assessment", {"rubric": "tiny", "assessed_on": day}) != []


# The schema of one rubric.

STEPS = RatingScale(step="0.05")
FINE = RatingScale(step="0.001")
THIRDS = RatingScale(
    bands=[
        RatingBand(low=ratio, high=ratio, label=Text(zh=label, en=f"{label}/3"))
        for label, ratio in (("0", 0), ("1", Fraction(1, 3)), ("3", 1))
    ]
)
PASS_FAIL = RatingScale(
    bands=[
        RatingBand(low=0, high=0, label=Text(zh="不合格", en="fail")),
        RatingBand(low=1, high=1, label=Text(zh="合格", en="pass")),
    ]
)
EXTRAS = {
    "award": {"kind": "bonus", "points": 1, "title": {"zh": "获奖", "en": "Award"}},
    "fault": {"kind": "deduction", "points": 1},
}
SCOPES = {
    "plain": {"title": {"en": "Plain"}},
    "other": {"title": {"en": "Other"}, "needs_text": True},
}


def by_scale(scale: RatingScale, **changes: Any) -> Tree:
    """The schema of an assessment by a small rubric with a scale."""
    rubric = load_rubric(json.dumps(rubric_tree(**changes)).encode())
    return assessment_schema(attrs.evolve(rubric, scale=scale))


def is_right(schema: Tree, rating: Any) -> bool:
    """Whether a rating of clause 1.2, which has 3 points, fits."""
    return faults(schema, {"rubric": "tiny-2026", "ratings": {"1.2": rating}}) == []


@pytest.mark.parametrize(
    ("scale", "good", "bad"),
    [
        (RatingScale(), [0, 82.5, 100, "82.5%", None, {"points": 3}], [-1, 100.5, {"points": 4}]),
        (STEPS, [85, {"points": 0.15}, {"points": "0.15"}], [82, 82.5]),
        (FINE, [82.3], [101]),
        (PASS_FAIL, [0, 100, "100", {"points": 3}, {"level": "合格"}, {"level": "pass"}], [50]),
        (PASS_FAIL, [{"sample": {"conform": 1, "of": 1}}], [{"points": 2}, {"level": "half"}]),
        (THIRDS, [50, "100/3", {"level": "1"}], [{"level": "2"}]),
        (RatingScale(), [{"note": "n", "evidence": []}], [{"level": ""}, {"rating": "x"}, "x"]),
    ],
    ids=str,
)
def test_a_rating_fits_its_scale(scale: RatingScale, good: list[Any], bad: list[Any]) -> None:
    schema = by_scale(scale)
    assert [rating for rating in good if not is_right(schema, rating)] == []
    assert [rating for rating in bad if is_right(schema, rating)] == []


def test_an_item_without_points_takes_none() -> None:
    tree = rubric_tree()
    tree["rubric"] |= {"combine": "mean"}
    tree["clauses"] = {key: {"title": {"en": key}} for key in ("1", "1.2", "2")}
    tree["clauses"]["1"] |= {"combine": "mean"}
    schema = by_scale(RatingScale(), **tree)
    assert is_right(schema, 50)
    assert not is_right(schema, {"points": 1})
    assert not is_right(schema, {"deductions": []})
    assert "description" not in schema["properties"]["ratings"]["properties"]["1.2"]


def test_points_that_json_cannot_write_have_no_maximum() -> None:
    tree = rubric_tree(scaled=True)
    tree["rubric"] |= {"scaled": True}
    tree["clauses"]["1.2"] |= {"points": "10/3"}
    del tree["scaled"]
    schema = by_scale(RatingScale(), **tree)
    assert is_right(schema, {"points": "10/3"})
    assert is_right(schema, {"points": 4})
    assert not is_right(schema, {"points": -1})


ALL_KINDS = rubric_tree(adjustments=EXTRAS, scopes=SCOPES)
ALL_KINDS["clauses"]["1.1"] |= {"excludable": True}
BY_ALL_KINDS = by_scale(RatingScale(), **ALL_KINDS)
FIRED = {"finding": "fired", "legal_basis": "l", "period": "2026"}


@pytest.mark.parametrize(
    "said",
    [
        {"rubric": "tiny-2026"},
        {"scope": ""},
        {"scope": "plain"},
        {"scope": "other", "scope_text": "a pier"},
        {"kind": "internal"},
        {"vetoes": {"fraud": "clear", "other": "undetermined"}},
        {"vetoes": {"fraud": FIRED, "other": {**FIRED, "note": "n"}}},
        {"vetoes": {"fraud": {"finding": "clear", "evidence": ["e"]}}},
        {"exclusions": {"1.1": "there is none"}},
        {"exclusions": {"1.1": {"reason": "there is none"}}},
        {"adjustments": {"award": 0, "fault": None}},
        {"adjustments": {"award": {"count": 2, "reason": "r"}, "fault": {"count": 0}}},
    ],
    ids=str,
)
def test_what_a_rubric_knows_fits(said: Tree) -> None:
    assert faults(BY_ALL_KINDS, {"rubric": "tiny-2026", **said}) == []


@pytest.mark.parametrize(
    "said",
    [
        {"rubric": "tiny-2025"},
        {"scope": "nowhere"},
        {"scope": "other"},
        {"scope": "other", "scope_text": " "},
        {"kind": "external"},
        {"ratings": {"1": 50}},
        {"ratings": {"1.3": 50}},
        {"vetoes": {"frauds": "clear"}},
        {"vetoes": {"fraud": "fired"}},
        {"vetoes": {"fraud": {"finding": "fired"}}},
        {"vetoes": {"fraud": {**FIRED, "period": ""}}},
        {"vetoes": {"other": FIRED}},
        {"exclusions": {"1.2": "there is none"}},
        {"exclusions": {"1.1": ""}},
        {"exclusions": {"1.1": {}}},
        {"adjustments": {"award": 2}},
        {"adjustments": {"award": {"count": 2}}},
        {"adjustments": {"award": {"reason": "r"}}},
        {"adjustments": {"prize": 0}},
    ],
    ids=str,
)
def test_what_a_rubric_does_not_know_does_not_fit(said: Tree) -> None:
    assert faults(BY_ALL_KINDS, {"rubric": "tiny-2026", **said}) != []


def test_an_alias_names_the_rubric_too() -> None:
    assert faults(assessment_schema(QBJKB_009), {"rubric": "Q/BJKB 009-2026"}) == []


def test_a_form_has_the_clauses_in_order_each_with_title_and_points() -> None:
    for language in LANGUAGES:
        schema = assessment_schema(QBJKB_009, language=language)
        ratings = schema["properties"]["ratings"]["properties"]
        assert list(ratings) == [leaf.id for leaf in QBJKB_009.leaves()]
        for leaf in QBJKB_009.leaves():
            shown = ratings[leaf.id]
            assert shown["title"] == f"{leaf.id} {leaf.title.pick(language)}"
            assert shown["description"].startswith(f"{leaf.points} ")
            assert leaf.checkpoints[0].pick(language) in shown["description"]
        assert not {"exclusions", "adjustments"} & set(schema["properties"])


def test_a_step_is_told() -> None:
    ratings = by_scale(STEPS)["properties"]["ratings"]["properties"]
    assert ratings["1.2"]["description"] == "3 points\na percentage is a multiple of 5 %"


def test_adjustments_have_their_kind() -> None:
    stated = BY_ALL_KINDS["properties"]["adjustments"]["properties"]
    told = {key: (one["title"], one["description"]) for key, one in stated.items()}
    assert told == {"award": ("award Award", "bonus"), "fault": ("fault", "deduction")}


def parts_of(schema: Any, path: str = "") -> Iterator[tuple[str, Tree]]:
    """Every table in a schema, with its place."""
    if isinstance(schema, dict):
        yield path, schema
        for key, item in schema.items():
            yield from parts_of(item, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from parts_of(item, f"{path}/{index}")


CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_has_a_title_for_every_key_in_its_language(language: str) -> None:
    rubric = load_rubric(json.dumps({**ALL_KINDS, "scopes": {}}).encode())
    schema = assessment_schema(rubric, language=language)
    own = {"ratings", "vetoes", "exclusions", "adjustments"}  # titled by the rubric
    titles = [
        one["title"]
        for path, part in parts_of(schema)
        if path.endswith("properties") and path.rpartition("/")[0].rpartition("/")[2] not in own
        if "/then/" not in path and "/if/" not in path
        for one in part.values()
    ]
    assert len(titles) > 40
    in_chinese = [title for title in titles if CHINESE.search(title)]
    assert in_chinese == (titles if language == "zh" else [])


def test_a_chinese_form_has_no_english_description() -> None:
    schema = assessment_schema(QBJKB_009, language="zh")
    told = [part["description"] for _, part in parts_of(schema) if "description" in part]
    assert [text for text in told if isinstance(text, str) and not CHINESE.search(text)] == []


# The schemas themselves.


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_that_come_along_are_those_that_are_made(kind: Kind) -> None:
    """`make schemas` renews them."""
    folder = Path(str(maturity_core.__file__)).with_name("schemas")
    text = (folder / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert text == json_text(json_schema(kind), indent=2) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_says_what_it_is(kind: Kind) -> None:
    schema = json_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:maturity-core:schema:{kind}:1"
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize(
    "schema",
    [*(json_schema(kind) for kind in KINDS), assessment_schema(QBJKB_009), BY_ALL_KINDS],
    ids=lambda schema: str(schema["$id"]),
)
def test_a_schema_is_one_and_all_that_it_defines_is_referred_to(schema: Tree) -> None:
    Draft202012Validator.check_schema(schema)
    used = {part["$ref"] for _, part in parts_of(schema) if "$ref" in part}
    assert used == {f"#/$defs/{name}" for name in schema["$defs"]}


def test_every_key_of_a_scorecard_is_described() -> None:
    schema = json_schema("scorecard")
    tables = [schema, *(schema["$defs"][name] for name in ("Extra", "Held", "Line", "Problem"))]
    tables.append(schema["$defs"]["Subtotal"])
    bare = [key for one in tables for key, part in one["properties"].items() if not told(part)]
    assert bare == []


def told(part: Tree) -> str:
    return str(part.get("description", ""))


def test_a_schema_has_the_keys_of_the_model() -> None:
    properties = json_schema("assessment")["properties"]
    assert list(properties) == [f.name for f in attrs.fields(Assessment) if f.init]
    assert told(properties["period"]) == "the time that it looks at, from/to in ISO dates."
    clause = json_schema("rubric")["$defs"]["Clause"]["properties"]
    assert told(clause["points"]) == (
        "the most that the clause can bring, in points; null where nothing is printed."
    )


def test_a_class_without_docstring_has_no_descriptions() -> None:
    """Python leaves docstrings out where it is asked to."""

    class Bare:
        pass

    assert told_of(Bare, "id") == {}
