"""`maturity schema`: the schema of a kind of file, or of the assessments by one rubric."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from maturity_core import dump_rubric, load_rubric
from maturity_core.schema import KINDS, Kind, assessment_schema, json_schema
from tests.tools.command import FLUE_GAS, VETOED, objects, problems, run, started
from tests.tools.papers import QBJKB_009, TINY, names, written


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_file(kind: Kind) -> None:
    result = run("schema", kind)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == json_schema(kind)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_assessments_by_a_rubric(language: str) -> None:
    result = run("schema", "assessment", "--rubric", QBJKB_009.id, "--lang", language)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == assessment_schema(QBJKB_009, language=language)


def test_the_assessments_by_a_rubric_file_in_a_file(folder: Path) -> None:
    rubric = written(folder / "tiny.toml", TINY)
    result = run("schema", "assessment", "--rubric", rubric, "-o", "a.json", "--lang", "zh")
    assert (result.exit_code, result.output) == (0, "")
    tree = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert tree == assessment_schema(load_rubric(rubric), language="zh")


def test_a_schema_is_utf_8_whatever_the_console_speaks() -> None:
    done = started(
        "schema", "assessment", "--rubric", QBJKB_009.id, "--lang", "zh", PYTHONIOENCODING="gbk"
    )
    assert "环境保护设施" in done.stdout.decode()


def test_an_input_is_not_written_over(folder: Path) -> None:
    text = dump_rubric(load_rubric(TINY.encode()))
    rubric = written(folder / "tiny.json", text)
    named = run("schema", "assessment", "--rubric", rubric, "-o", rubric)
    assert [shown.code for shown in problems(named.stderr)] == ["file.is-input"]
    other = run("schema", "rubric", "-o", "new.toml")
    assert [shown.code for shown in problems(other.stderr)] == ["file.suffix"]
    assert (named.exit_code, other.exit_code) == (2, 2)
    assert names(folder) == ["tiny.json"]
    assert rubric.read_text(encoding="utf-8") == text


def test_a_rubric_that_is_not_there() -> None:
    result = run("schema", "assessment", "--rubric", "nobody-2026", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [shown.code for shown in problems(result.stderr)] == ["rubric.unknown"]


def test_no_kind_of_file() -> None:
    result = run("schema", "asessment", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Usage: maturity schema [OPTIONS] rubric|assessment|scorecard\n"
        "maturity schema: error: rubric|assessment|scorecard: must be one of rubric, assessment, "
        "scorecard, got 'asessment'. Did you mean \"assessment\"? Correct it. [value.choice]\n"
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The option --rubric is for maturity schema assessment only. Remove it."),
        ("zh", "选项 --rubric 只用于 maturity schema assessment。请去掉。"),
    ],
)
def test_other_files_have_no_schema_by_rubric(language: str, told: str) -> None:
    result = run("schema", "rubric", "--rubric", QBJKB_009.id, "--lang", language)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{told} [call.only-with]\n" in result.stderr


def test_a_kind_is_required() -> None:
    result = run("schema", "--lang", "en")
    assert result.exit_code == 2
    assert [shown.code for shown in problems(result.stderr)] == ["call.missing"]


def test_a_line_of_json_output_fits_the_schema_of_scorecards() -> None:
    """What `maturity score --json` prints has keys of its own, which the schema knows."""
    schema = Draft202012Validator(json_schema("scorecard"))
    trees = objects(run("score", "--json", FLUE_GAS, VETOED))
    assert {"file", "rubric_file", "problems"} <= set(trees[0])
    for tree in trees:
        schema.validate(tree)
