"""`maturity new`: an empty assessment to fill in, never over a file that exists."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from maturity_core import load_assessment
from tests.tools.command import Shown, problems, run
from tests.tools.papers import MEAN, QBJKB_009, TINY, names, written

LEAVES = [leaf.id for leaf in QBJKB_009.leaves()]
FORMS = ["a.toml", "a.json", "A.TOML", "B.Json"]


def test_toml_has_every_clause_as_a_commented_line_with_title_points_and_checkpoints(
    folder: Path,
) -> None:
    assert run("new", "qbjkb-009-2026", "-o", "a.toml", "--lang", "zh").exit_code == 0
    text = (folder / "a.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert re.findall(r'^# "([0-9.]+)" =', text, re.MULTILINE) == LEAVES
    for clause in QBJKB_009.walk():
        mark = "（标题为本准则所加）" if clause.title_added else ""
        heading = f"{clause.title.zh}{mark}（{clause.points} 分）"
        number = f"{clause.id} " if clause.clauses else f'"{clause.id}" =    # '
        at = lines.index(f"# {number}{heading}")
        below = lines[at + 1 : at + 1 + len(clause.checkpoints)]
        assert below == [f"#     - {point.zh}" for point in clause.checkpoints]


def test_toml_in_english_is_in_english(folder: Path) -> None:
    run("new", "qbjkb-009-2026", "-o", "a.toml", "--lang", "en")
    text = (folder / "a.toml").read_text(encoding="utf-8")
    assert '\n# "5.2.1" =    # Organisation and posts (3 points)\n' in text
    assert [letter for letter in text if "\u4e00" <= letter <= "\u9fff"] == []


def test_the_head_of_the_toml_form(folder: Path) -> None:
    run("new", "qbjkb-009-2026", "-o", "a.toml", "--lang", "zh")
    text = (folder / "a.toml").read_text(encoding="utf-8")
    head, _, _ = text.partition("[ratings]")
    assert (
        head
        == """\
# 环境保护设施运营组织服务成熟度评价技术规范
# 以 # 开头的行不起作用：填写后请去掉行首的 #。未填写的条款视为未评，不会当作 0 分。
format = 1
rubric = "qbjkb-009-2026"

# kind = "self"    # 自我评价
# kind = "internal"    # 内部评价
# kind = "third-party"    # 第三方评价
# scope = "municipal-sewage"    # 城镇污水
# scope = "industrial-wastewater"    # 工业废水
# scope = "flue-gas"    # 烟气治理
# scope = "solid-waste"    # 固废处理
# scope = "environmental-monitoring"    # 环境监测
# scope = "other"    # 其他环保设施
# scope_text = ""
# assessed_on = 2026-06-30
# period = "2025-06-01/2026-05-31"
# assessors = [ { name = "", role = "" } ]
# reviewer = ""
# decided_by = ""

[subject]
name = ""
address = ""
sites = []

"""
    )


def test_json_has_every_rating_null_and_every_veto_undetermined(folder: Path) -> None:
    assert run("new", "Q/BJKB 009-2026", "-o", "a.json").exit_code == 0
    form: dict[str, Any] = json.loads((folder / "a.json").read_text(encoding="utf-8"))
    assert form["rubric"] == "qbjkb-009-2026"
    assert form["ratings"] == dict.fromkeys(LEAVES)
    assert form["vetoes"] == {veto.id: "undetermined" for veto in QBJKB_009.vetoes}
    assert list(form["ratings"]) == LEAVES


def test_it_says_what_comes_next() -> None:
    assert run("new", "qbjkb-009-2026", "-o", "a.toml").stdout == (
        "Wrote a.toml. Fill it in; `maturity check a.toml` tells what is open, "
        "`maturity score a.toml` scores it.\n"
    )
    assert run("new", "qbjkb-009-2026", "-o", "b.toml", "--lang", "zh").stdout == (
        "已生成 b.toml。填写后运行 maturity check b.toml 查看进度，maturity score b.toml 评分。\n"
    )


@pytest.mark.parametrize(
    ("rubric", "name"), [("r.toml", "a.toml"), ("我的 准则.toml", "评价 表.toml")], ids=ascii
)
def test_what_it_says_next_can_be_copied_and_works(folder: Path, rubric: str, name: str) -> None:
    written(folder / rubric, TINY)
    told = run("new", rubric, "-o", name).stdout
    commands = [shlex.split(command) for command in re.findall("`maturity (.*?)`", told)]
    assert commands == [
        ["check", name, "--rubric", rubric],
        ["score", name, "--rubric", rubric],
    ]
    assert run(*commands[0]).exit_code == 0


@pytest.mark.parametrize("name", FORMS)
def test_the_untouched_form_is_unfinished_with_every_item_open(name: str) -> None:
    run("new", "qbjkb-009-2026", "-o", name)
    result = run("check", name)
    assert result.exit_code == 0
    found = problems(result.stdout)
    assert [problem.code for problem in found].count("rating.missing") == 23
    assert [problem.code for problem in found].count("veto.undetermined") == 5
    assert len(found) == 28
    *_, progress, bounds, _ = result.stdout.splitlines()
    assert progress == (
        f"{name}: 0 of 23 items rated, 0 of 5 vetoes determined; faults: 0, warnings: 0."
    )
    assert bounds.startswith("  Still possible: 0 to 100 points, one star to five stars; ")
    result = run("score", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.kind for problem in problems(result.stderr)] == ["open"] * 28


def test_both_forms_say_the_same() -> None:
    for name in ("a.toml", "a.json"):
        run("new", "qbjkb-009-2026", "-o", name)
    assert load_assessment("a.toml") == load_assessment("a.json")


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_an_existing_file_is_left_alone(folder: Path, name: str) -> None:
    file = written(folder / name, "mine")
    result = run("new", "qbjkb-009-2026", "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"{name}: error: The file {name} exists and was left alone. "
        "Choose another name, or add --force. [file.exists]\n"
    )
    assert file.read_text(encoding="utf-8") == "mine"
    assert names(folder) == [name]


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_force_replaces_it(folder: Path, name: str) -> None:
    file = written(folder / name, "mine")
    assert run("new", "qbjkb-009-2026", "-o", name, "--force").exit_code == 0
    assert load_assessment(file).rubric == "qbjkb-009-2026"
    assert names(folder) == [name]


def test_force_never_replaces_the_rubric_itself(folder: Path) -> None:
    """--force is about an older form; the rubric is the input of this call."""
    rubric = written(folder / "tiny.toml", TINY)
    result = run("new", rubric, "-o", rubric, "--force")
    assert rubric.read_text(encoding="utf-8") == TINY
    assert result.exit_code == 2


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "force"])
def test_a_folder_is_never_replaced(folder: Path, force: list[str]) -> None:
    (folder / "a.toml").mkdir()
    result = run("new", "qbjkb-009-2026", "-o", "a.toml", *force)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.not-regular")]


@pytest.mark.parametrize("name", ["a", "a.xlsx", "a.toml.bak", ".toml", "a.jsonl", ""])
def test_an_unknown_suffix_is_refused(folder: Path, name: str) -> None:
    result = run("new", "qbjkb-009-2026", "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.suffix")]
    assert names(folder) == []


def test_an_unknown_rubric_is_refused_with_a_suggestion(folder: Path) -> None:
    result = run("new", "qbjkb-09-2026", "-o", "a.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        'qbjkb-09-2026: error: No rubric "qbjkb-09-2026" is installed. '
        "Installed: qbjkb-006-2026, qbjkb-009-2026. "
        'Did you mean "qbjkb-009-2026"? [rubric.unknown]\n'
    )
    assert names(folder) == []


def test_without_output_it_is_a_wrong_call() -> None:
    result = run("new", "qbjkb-009-2026")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--output" in result.stderr


@pytest.mark.parametrize("text", [TINY, MEAN], ids=["tiny", "mean"])
def test_a_rubric_file_is_taken(folder: Path, text: str) -> None:
    rubric = written(folder / "r.toml", text)
    for name in ("a.toml", "a.json"):
        assert run("new", rubric, "-o", name).exit_code == 0
        result = run("check", name, "--rubric", rubric)
        assert result.exit_code == 0
        assert {problem.kind for problem in problems(result.stdout)} == {"open"}
    assert tomllib.loads((folder / "a.toml").read_text(encoding="utf-8"))["format"] == 1


def test_clauses_without_points_show_none(folder: Path) -> None:
    run("new", written(folder / "r.toml", MEAN), "-o", "a.toml")
    text = (folder / "a.toml").read_text(encoding="utf-8")
    assert '\n# "1" =    # Staff\n\n# "2" =    # Service\n' in text
    assert "scope" not in text


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("x" * 300, id="too-long"),
        pytest.param("x" * 5000, id="far-too-long"),
        pytest.param("no/where/a", id="no-folder"),
    ],
)
def test_a_name_that_the_system_refuses(folder: Path, name: str) -> None:
    result = run("new", "qbjkb-009-2026", "-o", f"{name}.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.not-written")]
    assert names(folder) == []


def test_a_name_that_the_system_takes_is_taken(folder: Path) -> None:
    """255 bytes are the limit of most systems: 83 Chinese characters and a suffix."""
    name = "污" * 83 + ".toml"
    result = run("new", "qbjkb-009-2026", "-o", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert names(folder) == [name]
