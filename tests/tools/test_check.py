"""`maturity check`: what is wrong, what is still open, and how far it got."""

import json
from pathlib import Path

import pytest

from tests.tools.command import (
    OUTLOOK_EN,
    OUTLOOK_ZH,
    SEWAGE,
    UNFINISHED,
    VETOED,
    Shown,
    objects,
    problems,
    run,
)
from tests.tools.papers import BY_MEAN, BY_TINY, MEAN, TINY, by_009, written


def progress(file: Path, **expected: int) -> str:
    """The last line of a check, in English."""
    told = {"rated": 23, "items": 23, "determined": 5, "vetoes": 5, "faults": 0, "warnings": 0}
    told |= expected
    return (
        f"{file}: {told['rated']} of {told['items']} items rated, {told['determined']} of "
        f"{told['vetoes']} vetoes determined; faults: {told['faults']}, "
        f"warnings: {told['warnings']}."
    )


def test_a_complete_file_is_one_line() -> None:
    result = run("check", SEWAGE)
    assert (result.stdout, result.stderr) == (progress(SEWAGE) + "\n", "")
    assert result.exit_code == 0


def test_a_veto_that_fired_is_no_fault() -> None:
    result = run("check", VETOED)
    assert (result.stdout, result.exit_code) == (progress(VETOED) + "\n", 0)


def test_an_unfinished_file_has_no_fault_but_open_items() -> None:
    result = run("check", UNFINISHED)
    assert (result.exit_code, result.stderr) == (0, "")
    *listed, last, bounds, way = result.stdout.splitlines()
    assert last == progress(UNFINISHED, rated=15, determined=2)
    assert [bounds, way] == OUTLOOK_EN
    assert problems(result.stdout) == [
        *[Shown(18, "open", "rating.missing")] * 8,
        Shown(35, "open", "veto.missing"),
        Shown(36, "open", "veto.undetermined"),
        Shown(38, "open", "veto.undetermined"),
    ]
    assert len(listed) == 11


def test_progress_in_chinese() -> None:
    *_, last, bounds, way = run("check", UNFINISHED, "--lang", "zh").stdout.splitlines()
    assert last == f"{UNFINISHED}：已评 15 / 23 项，已核实否决项 2 / 5 项；错误 0 处，提示 0 处。"
    assert [bounds, way] == OUTLOOK_ZH


def test_faults_are_exit_code_1_and_do_not_count_as_rated(folder: Path) -> None:
    ratings = {'"5.5"': "120", '"5.6"': "true", '"5.7"': "", '"5.8"': '{ note = "later" }'}
    vetoes = {'"4.2-other"': '"fired"', '"4.2-incident"': "false"}
    file = written(folder / "a.toml", by_009(ratings=ratings, vetoes=vetoes))
    result = run("check", file)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == progress(file, rated=19, determined=3, faults=6)
    assert problems(result.stdout) == [
        Shown(2, "open", "rating.missing"),
        Shown(14, "error", "rating.out-of-range"),
        Shown(15, "error", "number.bool"),
        Shown(16, "open", "rating.missing"),
        Shown(27, "error", "veto.ambiguous"),
        Shown(30, "error", "veto.no-legal-basis"),
        Shown(30, "error", "veto.no-period"),
        Shown(30, "error", "veto.no-reason"),
    ]


@pytest.mark.parametrize(
    ("text", "rated", "determined"),
    [
        pytest.param('rubric = "qbjkb-009-2026"\nratings = 5\n', 0, 0, id="ratings"),
        pytest.param('rubric = "qbjkb-009-2026"\nvetoes = 5\n', 0, 0, id="vetoes"),
        pytest.param('rubric = "qbjkb-009-2026"\nvetoes = []\nratings = []\n', 0, 0, id="both"),
        pytest.param('vetoes = "all"\n' + by_009().partition("[vetoes]")[0], 23, 0, id="one"),
    ],
)
def test_a_whole_table_that_is_none_rates_nothing(
    folder: Path, text: str, rated: int, determined: int
) -> None:
    """Nothing missing is ever taken for done."""
    file = written(folder / "a.toml", text)
    result = run("check", file)
    assert result.exit_code == 1
    last = result.stdout.splitlines()[-1]
    assert last.startswith(f"{file}: {rated} of 23 items rated, {determined} of 5 vetoes ")


def test_warnings_do_not_change_the_exit_code(folder: Path) -> None:
    head = 'kind = "third-party"\nreviewer = "甲"\nassessors = [ { name = "甲" } ]'
    file = written(folder / "a.toml", by_009(head=head, ratings={'"5.6"': "80"}))
    result = run("check", file)
    assert result.exit_code == 0
    assert problems(result.stdout) == [
        Shown(3, "warning", "assessment.reviewer-assessed"),
        Shown(18, "warning", "rating.on-band-limit"),
    ]
    assert result.stdout.splitlines()[-1] == progress(file, warnings=2)


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        pytest.param("a.toml", "[ratings", "file.syntax", id="syntax"),
        pytest.param("a.toml", "", "file.empty", id="empty"),
        pytest.param("a.toml", "[ratings]\n", "value.missing-key", id="no-rubric"),
        pytest.param("a.toml", 'rubric = "nope"', "rubric.unknown", id="unknown-rubric"),
        pytest.param("a.toml", 'rubric = "qbjkb-009"', "rubric.needs-date", id="family"),
        pytest.param("a.json", "[1]", "file.not-a-table", id="no-table"),
        pytest.param("a.toml", None, "file.not-found", id="no-file"),
    ],
)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_an_unreadable_file_is_exit_code_2(
    folder: Path, name: str, text: str | None, code: str, form: list[str]
) -> None:
    file = folder / name
    if text is not None:
        written(file, text)
    result = run("check", file, *form)
    assert result.exit_code == 2
    if form:
        [refused] = objects(result)
        assert set(refused) == {"file", "refused", "problems"}
        assert code in {problem["code"] for problem in refused["problems"]}
    else:
        assert result.stdout == ""
        assert code in {problem.code for problem in problems(result.stderr)}


def test_the_highest_exit_code_counts_and_every_file_is_looked_at(folder: Path) -> None:
    faulty = written(folder / "faulty.toml", by_009("101"))
    broken = written(folder / "broken.toml", "[")
    for files, code in (
        ((SEWAGE, UNFINISHED), 0),
        ((faulty, SEWAGE), 1),
        ((broken, faulty, SEWAGE), 2),
        ((SEWAGE, faulty, broken), 2),
    ):
        assert run("check", *files).exit_code == code
        result = run("check", *files, "--json")
        assert result.exit_code == code
        assert [entry["file"] for entry in objects(result)] == [str(file) for file in files]


def test_json_says_how_far_it_got_and_what_is_open() -> None:
    [told] = objects(run("check", UNFINISHED, "--json", "--lang", "zh"))
    listed = told.pop("problems")
    assert told == {
        "file": str(UNFINISHED),
        "kind": "assessment",
        "rubric": "qbjkb-009-2026",
        "items": 23,
        "rated": 15,
        "vetoes": 5,
        "determined": 2,
        "adjustments": 0,
        "stated": 0,
        "faults": 0,
        "warnings": 0,
    }
    assert len(listed) == 11
    assert listed[-1] == {
        "code": "veto.undetermined",
        "path": "/vetoes/4.2-falsification",
        "message": "qbjkb-009-2026，否决项 4.2-falsification：尚未核实。"
        "请核实并填写 clear 或 fired。",
        "severity": "error",
        "line": 38,
        "column": 1,
    }


def test_json_files_have_lines_too(folder: Path) -> None:
    file = written(
        folder / "a.json",
        '{\n"rubric": "qbjkb-009-2026",\n"ratings": {\n    "5.5": 85.50,\n    "5.6": 101\n}\n}',
    )
    [told] = objects(run("check", file, "--json"))
    assert (told["rated"], told["faults"]) == (1, 1)
    [fault] = [p for p in told["problems"] if p["code"] == "rating.out-of-range"]
    assert (fault["path"], fault["line"], fault["column"]) == ("/ratings/5.6", 5, 5)


def test_a_rubric_file_is_taken(folder: Path) -> None:
    rubric = written(folder / "tiny.toml", TINY)
    file = written(folder / "a.toml", BY_TINY)
    result = run("check", file, "--rubric", rubric)
    assert result.exit_code == 0
    assert result.stdout == f"{progress(file, rated=2, items=2, determined=1, vetoes=1)}\n"


def test_a_rubric_that_is_not_there_stops_the_call() -> None:
    result = run("check", SEWAGE, "--rubric", "nowhere.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == [
        "file.not-found",
        "rubric.taken-for-file",
    ]


def test_programs_hear_of_it_once_for_every_input() -> None:
    result = run("check", SEWAGE, "a.toml", "b.toml", "--rubric", "nowhere.toml", "--json")
    told = objects(result)
    assert [one["file"] for one in told] == [str(SEWAGE), "a.toml", "b.toml"]
    assert {one["rubric_refused"] for one in told} == {"nowhere.toml"}
    assert (result.exit_code, result.stderr) == (2, "")


def test_a_rubric_that_cannot_be_scored_by_yet_can_be_checked_by(folder: Path) -> None:
    rubric = written(folder / "mean.toml", MEAN)
    file = written(folder / "a.toml", BY_MEAN)
    result = run("check", file, "--rubric", rubric)
    assert (result.exit_code, problems(result.stdout)) == (0, [])


def test_a_clause_number_without_quotes_is_told_so(folder: Path) -> None:
    """TOML reads `5.2.1 = 85` as nested tables: the first thing that a newcomer gets wrong."""
    file = written(folder / "a.toml", by_009(ratings={'"5.2.1"': "", "5.2.1": "85"}))
    assert "quotes" in run("check", file).stdout
    assert "引号" in run("check", file, "--lang", "zh").stdout


def test_a_rubric_needs_no_file_name_that_is_ascii(folder: Path) -> None:
    below = folder / "江北 厂（二期）"
    below.mkdir()
    file = written(below / "评价 表.toml", by_009())
    assert run("check", file).stdout == progress(file) + "\n"
    [told] = objects(run("check", file, "--json"))
    assert told["file"] == str(file)
    assert json.dumps(told["file"])  # no lone surrogates


def test_a_rubric_is_told_from_an_assessment(folder: Path) -> None:
    file = written(folder / "tiny.toml", TINY)
    result = run("score", file, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == ["file.is-rubric"]
    assert "This is a rubric, not an assessment. Name it with --rubric" in result.stderr


def test_what_is_missing_beside_something_has_its_line(folder: Path) -> None:
    """`scope_text` is wanted because of `scope`: that is where the reader has to look."""
    file = written(folder / "a.toml", by_009(head='scope = "other"'))
    assert problems(run("check", file).stdout) == [Shown(2, "error", "scope.needs-text")]


def test_a_clause_that_only_vetoes_rest_on_is_told_so(folder: Path) -> None:
    file = written(folder / "a.toml", by_009(ratings={'"5.1.1"': "90"}))
    result = run("check", file)
    assert [problem.code for problem in problems(result.stdout)] == ["rating.of-veto"]


FAULTY = """[rubric]
id = "faulty-2026"
total = 10
title = "Faulty"
[clauses]
"1" = { points = 4, title = { en = "Staff" } }
"1.1" = { points = 3, title = { zh = "人员", en = "Number" } }
"2" = { pionts = 6, title = { zh = "服务", en = "Service" } }
[grades]
"none" = { rank = 0, label = { zh = "无", en = "none" } }
"pass" = { rank = 1, at_least = 11, label = { zh = "通过", en = "pass" } }
"""
RIGHT = (
    FAULTY.replace("faulty", "right")
    .replace('"Faulty"', '{ zh = "对", en = "Right" }')
    .replace('{ en = "Staff" }', '{ zh = "员工", en = "Staff" }')
    .replace("points = 3", "points = 4")
    .replace("pionts", "points")
    .replace("11", "6")
)


def test_a_rubric_file_is_checked_by_itself(folder: Path) -> None:
    file = written(folder / "right.toml", RIGHT)
    result = run("check", file)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        f"{file}: rubric right-2026; clauses: 3, items: 2, vetoes: 0, grades: 2; "
        "errors: 0, warnings: 0.\n"
    )
    assert run("check", file, "--lang", "zh").stdout == (
        f"{file}：准则 right-2026，条款 3 条，评分项 2 项，否决项 0 项，等级 2 个；"
        "错误 0 处，提示 0 处。\n"
    )


def test_all_that_is_wrong_with_a_rubric_file_is_told_at_once_errors_first(folder: Path) -> None:
    file = written(folder / "faulty.toml", FAULTY)
    result = run("check", file)
    assert (result.exit_code, result.stderr) == (1, "")
    assert problems(result.stdout) == [
        Shown(4, "error", "value.not-bilingual"),
        Shown(6, "error", "clause.points-sum"),
        Shown(8, "error", "value.unknown-key"),
        Shown(11, "error", "grade.out-of-reach"),
        Shown(6, "warning", "text.missing-language"),
    ]
    first, *_, last = result.stdout.splitlines()
    assert first.startswith(f"{file}:4:1: error: /rubric/title: ")
    assert last.startswith(f"{file}: rubric faulty-2026; clauses: 3, items: 2, ")
    assert last.endswith("; errors: 4, warnings: 1.")


def test_a_rubric_file_for_programs(folder: Path) -> None:
    [told] = objects(run("check", written(folder / "faulty.toml", FAULTY), "--json"))
    assert [problem["line"] for problem in told.pop("problems")] == [4, 6, 6, 8, 11]
    assert told == {
        "file": str(folder / "faulty.toml"),
        "kind": "rubric",
        "rubric": "faulty-2026",
        "clauses": 3,
        "items": 2,
        "errors": 4,
        "warnings": 1,
    }


@pytest.mark.parametrize("head", ["[rubric]\ntotal = 10\n", "rubric = 5\n", "[rubric]\nid = 5\n"])
def test_a_rubric_file_without_an_id_has_none(folder: Path, head: str) -> None:
    file = written(folder / "a.toml", head + "[clauses]\n[grades]\n")
    [told] = objects(run("check", file, "--json"))
    assert (told["rubric"], told["clauses"], told["items"]) == (None, 0, 0)
    last = run("check", file).stdout.splitlines()[-1]
    assert last.startswith(f"{file}: clauses: 0, items: 0, vetoes: 0, grades: 0; errors: ")


def test_rubrics_and_assessments_go_together(folder: Path) -> None:
    right, faulty = written(folder / "r.toml", RIGHT), written(folder / "f.toml", FAULTY)
    result = run("check", right, SEWAGE, faulty, "--json")
    assert [told["kind"] for told in objects(result)] == ["rubric", "assessment", "rubric"]
    assert result.exit_code == 1
    assert run("check", right, SEWAGE).exit_code == 0


def test_a_rubric_given_is_for_assessments_and_for_overlays_of_it(folder: Path) -> None:
    rubric = written(folder / "right.toml", RIGHT)
    named = 'rubric = { id = "over-2026", title = { zh = "上", en = "Over" } }\n'
    overlay = written(folder / "over.toml", f'base = "right-2026"\n{named}')
    other = written(folder / "other.toml", TINY)
    result = run("check", overlay, other, "--rubric", rubric)
    assert result.exit_code == 0
    shown = result.stdout.splitlines()
    assert f"{overlay}: rubric over-2026; clauses: 3, " in "\n".join(shown)
    result = run("check", overlay)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(1, "error", "rubric.unknown")]


def test_a_base_that_is_faulty_is_told_where_the_overlay_names_it(folder: Path) -> None:
    written(folder / "base.toml", "\n" * 9 + FAULTY)
    overlay = written(folder / "over.toml", 'language = "en"\nbase = "base.toml"\n')
    result = run("check", overlay, "--json")
    [told] = objects(result)
    assert (result.exit_code, told["refused"]) == (2, True)
    assert {problem["line"] for problem in told["problems"]} == {2}
    assert told["problems"][0]["path"].startswith("/base/")


def test_an_overlay_of_itself(folder: Path) -> None:
    result = run("check", written(folder / "a.toml", 'base = "a.toml"\n'))
    assert problems(result.stderr) == [Shown(1, "error", "overlay.circular")]


@pytest.mark.parametrize("text", ["clauses = 5", "grades = []", "base = 5", "rubric = {}"])
def test_what_only_looks_like_a_rubric_is_none_that_is_taken_for_an_assessment(
    folder: Path, text: str
) -> None:
    result = run("check", written(folder / "a.toml", text))
    told = {problem.code for problem in problems(result.stdout + result.stderr)}
    assert result.exit_code in {1, 2}
    assert told.isdisjoint({"file.is-rubric", "file.is-assessment"})


def test_a_file_that_says_both_is_an_assessment_in_which_a_rubric_stands(folder: Path) -> None:
    result = run("check", written(folder / "a.toml", RIGHT + "[ratings]\n"))
    assert problems(result.stderr) == [Shown(None, "error", "file.is-rubric")]
