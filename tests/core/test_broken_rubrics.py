"""What must be told of rubric files that are wrong: broken_rubrics.toml says it, file by file."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from maturity_core import InvalidRubric, MaturityError, Problem, Rubric, load_rubric
from maturity_core.files import inspect_rubric

TABLE = tomllib.loads(Path(__file__).with_name("broken_rubrics.toml").read_text(encoding="utf-8"))
BROKEN: list[dict[str, Any]] = TABLE["broken"]
BASE = load_rubric(TABLE["base"].encode())
each = pytest.mark.parametrize("broken", BROKEN, ids=[broken["name"] for broken in BROKEN])

# What the sentences say in the language of the reader.
IN_WORDS = {"kind", "reason"}


def base_of(broken: dict[str, Any]) -> Rubric | None:
    """The base at hand for an overlay."""
    return BASE if "overlay" in broken else None


def problems_of(broken: dict[str, Any]) -> tuple[Problem, ...]:
    """What is told of a file."""
    return inspect_rubric(broken["file"].encode(), base=base_of(broken)).problems


def entry(problem: Problem) -> dict[str, Any]:
    """A problem as the table says it."""
    at = {"at": list(problem.position[:2])} if problem.position else {}
    severity = {} if problem.severity == "error" else {"severity": problem.severity}
    return {"code": problem.code, **at, **severity, "en": problem.message("en")}


@each
def test_all_of_it_is_told_and_nothing_else(broken: dict[str, Any]) -> None:
    assert [entry(problem) for problem in problems_of(broken)] == broken["problems"]


@each
def test_the_chinese_sentence_names_the_same(broken: dict[str, Any]) -> None:
    for problem in problems_of(broken):
        chinese, english = problem.message("zh"), problem.message("en")
        assert re.search("[\u4e00-\u9fff]", chinese)
        assert chinese != english
        assert "{" not in re.sub(r"\{ .*? \}", "", chinese)
        named = [value for name, value in problem.values.items() if name not in IN_WORDS]
        assert [value in chinese for value in named] == [value in english for value in named]


@each
def test_loading_refuses_it_unless_it_only_looks_odd(broken: dict[str, Any]) -> None:
    is_odd = all("severity" in problem for problem in broken["problems"])
    try:
        load_rubric(broken["file"].encode(), base=base_of(broken))
    except MaturityError as error:
        codes = [problem.code for problem in error.problems]
        assert codes == [problem["code"] for problem in broken["problems"]]
        assert not is_odd
    else:
        assert is_odd


def test_no_two_files_show_the_same_rule() -> None:
    rules = [(broken["problems"][0]["code"], broken.get("rule")) for broken in BROKEN]
    assert len(set(rules)) == len(rules) >= 40
    codes = [code for code, _ in rules]
    several = {code for code in codes if codes.count(code) > 1}
    first = {code for code, rule in rules if rule is None}
    assert several - first == {"rubric.dangling"}  # each of which says what it looks up


def test_a_base_is_valid() -> None:
    assert inspect_rubric(TABLE["base"].encode()).problems == ()
    with pytest.raises(InvalidRubric):
        load_rubric(b"base = 'r'", base=BASE)
