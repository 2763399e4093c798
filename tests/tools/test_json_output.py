"""docs/reference/json-output.md says what the command prints: every key, and every example."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.tools.command import run
from tests.tools.papers import BY_TINY, TINY, written

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/json-output.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^```sh\nmaturity ([^\n]*)\n```\n\n```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
)
PROBLEM = {"code", "path", "message", "severity", "line", "column"}
UNFINISHED = "examples/unfinished-monitoring.toml"
RUBRIC = "src/maturity_rubrics/qbjkb_009_2026.toml"
FLUE_GAS = "examples/flue-gas.toml"
WHAT_IF = f"what-if --json {FLUE_GAS} 5.5=90 4.2-other=fired"
DIFF = "rubric diff --json qbjkb-009-2026 qbjkb-006-2026"


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in the page start at the root of the repository."""
    monkeypatch.chdir(ROOT)


def printed(call: str) -> list[dict[str, Any]]:
    """What a call prints as JSON."""
    result = run(*shlex.split(call))
    assert result.stderr == ""
    if call.startswith(("rubric show", "rubric diff")):
        return [json.loads(result.stdout)]
    return [json.loads(line) for line in result.stdout.splitlines()]


def shown_in(example: Any, real: Any) -> bool:
    """Whether an example is what was printed; objects and lists may leave out what comes after."""
    if isinstance(example, dict):
        return all(key in real and shown_in(item, real[key]) for key, item in example.items())
    if isinstance(example, list) and example:
        return all(map(shown_in, example, real[: len(example)])) and len(real) >= len(example)
    return bool(example == real)


def listed(heading: str, table: int = 0) -> set[str]:
    """The keys in a table below a heading."""
    section = PAGE.partition(f"# {heading}\n")[2]
    tables = re.findall(r"^\| key \|.*\n\|---\|---\|\n((?:\|.*\n)+)", section, re.MULTILINE)
    first_cells = (row.split("|")[1] for row in tables[table].splitlines())
    return {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)}


def test_the_page_has_an_example_of_every_command_with_json() -> None:
    calls = [call.partition(" --json")[0] for call, _ in EXAMPLES]
    assert calls == [
        "score",
        "score",
        "score",
        "check",
        "check",
        "outlook",
        "what-if",
        "rubric list",
        "rubric diff",
        "rubric show",
    ]
    assert PAGE.count("```json") == len(EXAMPLES)


@pytest.mark.parametrize(("call", "example"), EXAMPLES, ids=[call for call, _ in EXAMPLES])
def test_an_example_is_what_the_command_prints(call: str, example: str) -> None:
    *_, real = printed(call)
    assert shown_in(json.loads(example), real)


def test_an_example_that_is_wrong_would_be_found() -> None:
    real = {"a": [{"b": 1}, {"b": 2}], "c": None}
    assert shown_in({"a": [{"b": 1}]}, real)
    wrong: list[dict[str, Any]] = [{"a": [{"b": 2}]}, {"a": []}, {"d": 1}, {"c": ""}]
    wrong.append({"a": [{"b": 1}, {"b": 2}, {"b": 3}]})
    assert [example for example in wrong if shown_in(example, real)] == []


@pytest.mark.parametrize(
    ("heading", "call"),
    [
        ("A scored file", f"score --json {FLUE_GAS}"),
        ("A refused file", f"score --json {UNFINISHED}"),
        ("A refused file", "score --json nowhere.toml"),
        ("A refused file", "check --json nowhere.toml"),
        ("A refused file", "rubric show --json nowhere"),
        ("`maturity check --json FILE...`", f"check --json {UNFINISHED}"),
        ("A checked rubric file", f"check --json {RUBRIC}"),
        ("`maturity outlook --json FILE...`", f"outlook --json {UNFINISHED}"),
        ("A refused file", "outlook --json nowhere.toml"),
        ("`maturity what-if --json FILE CHANGE...`", WHAT_IF),
        ("A refused file", f"what-if --json {FLUE_GAS} 5.12=90"),
        ("`maturity rubric list --json`", "rubric list --json"),
        ("`maturity rubric diff --json OLD NEW`", DIFF),
        ("`maturity rubric show --json RUBRIC`", "rubric show --json qbjkb-009-2026"),
    ],
    ids=lambda text: text.replace("`", ""),
)
def test_a_table_has_every_key_that_is_printed_and_no_other(heading: str, call: str) -> None:
    if call == "rubric show --json nowhere":
        [real] = map(json.loads, run(*shlex.split(call)).stdout.splitlines())
    else:
        *_, real = printed(call)
    assert listed(heading) == set(real)


def test_the_tables_of_parts_have_every_key() -> None:
    [card] = printed(f"score --json {FLUE_GAS}")
    assert {frozenset(line) for line in card["lines"]} == {frozenset(listed("A line"))}
    assert {frozenset(part) for part in card["dimensions"]} == {frozenset(listed("A subtotal"))}
    [ahead] = printed(f"outlook --json {UNFINISHED}")
    assert {frozenset(item) for item in ahead["open"]} == {frozenset(listed("An open item"))}
    assert {frozenset(floor) for floor in card["floors"]} == {frozenset(listed("A floor"))}
    assert listed("A problem") == PROBLEM


def test_the_tables_of_the_sides_and_differences_have_every_key() -> None:
    [told] = printed(WHAT_IF)
    assert set(told["old"]) == listed("A finished side")
    assert {frozenset(one) for one in told["differences"]} == {frozenset(listed("A difference"))}
    [told] = printed(f"what-if --json {UNFINISHED} 5.2.3=90")
    [ahead] = printed(f"outlook --json {UNFINISHED}")
    assert set(told["old"]) == listed("An unfinished side")
    for end in ("lowest", "highest"):
        assert told["old"][end] == ahead[end]
        assert set(told["new"][end]) == set(ahead[end])


def test_the_table_of_an_adjustment_has_every_key(tmp_path: Path) -> None:
    rubric = TINY + '[adjustments]\n"award" = { kind = "bonus", points = 1 }\n'
    by = written(tmp_path / "tiny.toml", rubric)
    text = BY_TINY + '[adjustments]\n"award" = { count = 2, reason = "x" }\n'
    file = written(tmp_path / "a.toml", text)
    [card] = printed(f"score --json --rubric {by} {file}")
    [extra] = card["adjustments"]
    assert set(extra) == listed("An adjustment")
    assert extra["earned"] == "2"


@pytest.mark.parametrize(
    "call",
    [
        f"score --json {UNFINISHED}",
        f"check --json {UNFINISHED}",
        "score --json nowhere.toml",
        "check --json nowhere.toml",
        f"score --json --rubric nowhere {UNFINISHED} {FLUE_GAS}",
        f"check --json --rubric nowhere.toml {UNFINISHED} {FLUE_GAS}",
        f"score --json {FLUE_GAS} -o {FLUE_GAS}",
        "rubric show --json nowhere.toml",
    ],
)
def test_every_problem_has_the_same_keys_whoever_finds_it(call: str) -> None:
    result = run(*shlex.split(call))
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    problems = [problem for line in lines for problem in line["problems"]]
    assert problems
    assert {frozenset(problem) for problem in problems} == {frozenset(PROBLEM)}
    assert {problem["severity"] for problem in problems} <= {"error", "warning"}
    for problem in problems:
        assert (problem["line"] is None) == (problem["column"] is None)


def test_a_rubric_without_standard_or_scopes_leaves_out_what_the_page_says(tmp_path: Path) -> None:
    rubric = written(tmp_path / "tiny.toml", TINY)
    [real] = printed(f"rubric show --json {rubric}")
    assert {"clauses", "scopes", "grades", "vetoes", "adjustments"} <= set(real)
    assert set(real) <= listed("`maturity rubric show --json RUBRIC`")
