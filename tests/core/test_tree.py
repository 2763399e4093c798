from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest

from maturity_core import Problem
from maturity_core.exact import exact
from maturity_core.tree import (
    Faults,
    at_own_place,
    day,
    each,
    flag,
    is_list,
    is_table,
    put,
    refuse_unquoted,
    refused,
    table_of,
    text_of,
    unknown_key,
    whole_number,
)
from tests.core.samples import refusal, told


@pytest.mark.parametrize("value", ["", "80", "八十"])
def test_text_is_taken_as_it_is(value: str) -> None:
    assert text_of(value) == value


@pytest.mark.parametrize("value", [80, True, None, b"85", date(2026, 6, 30), Decimal(8), ["80"]])
def test_nothing_else_becomes_text(value: object) -> None:
    assert told(refusal(text_of, value).problems) == [("value.not-text", "")]


def test_truth_values_are_taken_as_they_are() -> None:
    assert (flag(True), flag(False)) == (True, False)  # noqa: FBT003 -- it is what is tested


@pytest.mark.parametrize("value", ["true", "false", 0, 1, None, []])
def test_nothing_else_becomes_a_truth_value(value: object) -> None:
    assert told(refusal(flag, value).problems) == [("value.not-flag", "")]


def test_whole_numbers_are_taken_as_they_are() -> None:
    assert whole_number(-3) == -3


@pytest.mark.parametrize("value", [True, 2.0, 2.7, Decimal(2), "2", None])
def test_nothing_else_becomes_a_whole_number(value: object) -> None:
    assert told(refusal(whole_number, value).problems) == [("value.not-whole", "")]


@pytest.mark.parametrize("value", [date(2026, 6, 30), "2026-06-30"])
def test_days_are_dates_or_iso_text(value: object) -> None:
    assert day(value) == date(2026, 6, 30)


@pytest.mark.parametrize(
    "value",
    [
        "2026-6-30",
        "20260630",
        "2026-W27-2",
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "２０２６-06-30",
        "2026-06-30T00:00:00",
        " 2026-06-30",
        "30.06.2026",
        "",
        20260701,
        datetime(2026, 6, 30, tzinfo=UTC),
        None,
        True,
    ],
)
def test_nothing_else_becomes_a_day(value: object) -> None:
    assert told(refusal(day, value).problems) == [("value.date", "")]


def test_a_table_is_copied() -> None:
    original = {"a": 1}
    table_of(original)["b"] = 2
    assert original == {"a": 1}
    assert table_of(MappingProxyType(original)) == original


@pytest.mark.parametrize("value", [[], "a", None, 5, [("a", 1)]])
def test_nothing_else_becomes_a_table(value: object) -> None:
    assert told(refusal(table_of, value).problems) == [("value.not-table", "")]


@pytest.mark.parametrize("key", [5.1, 5, None, True])
def test_the_keys_of_a_table_are_text(key: object) -> None:
    [problem] = refusal(table_of, {"a": 1, key: 2}).problems
    assert problem.code == "value.not-text"
    assert str(key).lower().replace("none", "null") in problem.message()


def test_what_is_a_list_and_what_is_a_table() -> None:
    values: list[object] = [[], (), {}, "ab", {"a"}, None]
    assert [is_list(value) for value in values] == [True, True, False, False, False, False]
    assert [is_table(value) for value in values] == [False, False, True, False, False, False]


def test_each_loads_every_entry() -> None:
    loaded = each({"a": "1", "b": "2"}.items(), lambda key, value: f"{key}={exact(value) * 2}")
    assert loaded == ["a=2", "b=4"]


def test_each_tells_all_faults_at_once_below_their_keys() -> None:
    entries = {"a": "x", "b": 1, "c": 0.5}
    error = refusal(each, entries.items(), lambda _, value: exact(value))
    assert told(error.problems) == [("number.form", "/a"), ("number.float", "/c")]


def test_faults_of_several_parts_are_told_at_once() -> None:
    faults = Faults()
    assert faults.take(lambda: exact("85"), "a") == 85
    assert faults.take(lambda: exact("x"), "ratings", "b") is None
    faults.add(unknown_key("c", ()))
    others = Faults([faults, Faults()])
    expected = [("number.form", "/ratings/b"), ("value.unknown-key", "/c")]
    assert told(refusal(faults.tell).problems) == expected
    assert told(refusal(others.tell).problems) == expected


def test_no_faults_are_told_by_saying_nothing() -> None:
    Faults().tell()


@pytest.mark.parametrize("entry", [85, "85%", None, {}, {"rating": 85}, {"5": 1, "note": "x"}])
def test_a_number_in_quotes_is_one_key(entry: object) -> None:
    refuse_unquoted("5.2.1", entry)


@pytest.mark.parametrize(
    ("entry", "ids"),
    [
        ({"2": {"1": 85}}, ["5.2.1"]),
        ({"2": {"1": {"rating": 85}, "2": 80}, "5": {}}, ["5.2.1", "5.2.2", "5.5"]),
        ({"2-incident": "clear"}, ["5.2-incident"]),
    ],
)
def test_a_number_without_quotes_is_several(entry: object, ids: list[str]) -> None:
    problems = refusal(refuse_unquoted, "5", entry).problems
    assert {problem.code for problem in problems} == {"value.unquoted-id"}
    assert [problem.values["id"] for problem in problems] == ids


def test_what_a_place_implies_is_no_part_of_the_path() -> None:
    problems = [Problem("value.id", path) for path in [("id",), ("title", "zh"), ()]]
    assert [problem.path for problem in at_own_place(problems, "id", "clauses")] == [
        (),
        ("title", "zh"),
        (),
    ]


def test_put_never_overwrites() -> None:
    table = {"a": 1}
    put(table, "b", 2, "ratings")
    error = refusal(put, table, "a", 3, "ratings")
    assert told(error.problems) == [("value.key-twice", "/ratings/a")]
    assert table == {"a": 1, "b": 2}


def test_a_refusal_quotes_what_was_found() -> None:
    [problem] = refused("value.date", "Ｊune").problems
    assert problem.values == {"found": r"'\uff2aune' (Ｊune)"}


@pytest.mark.parametrize(("key", "nearest"), [("raitngs", "ratings"), ("zzz", "")])
def test_an_unknown_key_is_named_with_the_nearest(key: str, nearest: str) -> None:
    problem = unknown_key(key, ["ratings", "vetoes"])
    assert problem.path == (key,)
    assert problem.values == {"key": f"'{key}'", "nearest": nearest}
