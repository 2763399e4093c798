"""``maturity outlook``: what an unfinished file can still come to."""

# ruff: noqa: E501 -- as the terminal shows it

from pathlib import Path

from tests.tools.command import OUTLOOK_EN, SEWAGE, UNFINISHED, Shown, objects, problems, run
from tests.tools.papers import by_009, written

IN_ENGLISH = """\
砚州衡测环境监测运营有限公司   Q/BJKB 009-2026   self-assessment   2026-06-12
Still possible: 55.72 to 89.72 points, one star to three stars; if a veto fires, down to not qualified (vetoed). No grade is certain yet.
Open items, those that can still move most first (11):
  4.2-violation      Grave breach of law or rules                         if it fires, at most: not qualified (vetoed)
  4.2-falsification  Falsified data                                       if it fires, at most: not qualified (vetoed)
  4.2-other          Another ground equally grave                         if it fires, at most: not qualified (vetoed)
  5.8                Suppliers and contracted operation                   points: up to 8
  5.12.1             Pollutant limits and environmental performance       points: up to 6
  5.13               Supervision, satisfaction and continual improvement  points: up to 5
  5.10.1             Project management                                   points: up to 4
  5.2.3              Building the system                                  points: up to 3
  5.3.3              Appraisal and incentives                             points: up to 3
  5.12.2             Use of resources and energy                          points: up to 3
  5.4.3              Asset management rules                               points: up to 2
What makes a grade certain, with the fewest items at their best (100 %, a veto clear):
  one star     3 of 11  the 3 open vetoes
  two stars    6 of 11  the 3 open vetoes, 5.8, 5.12.1, 5.13
  three stars  8 of 11  the 3 open vetoes, 5.8, 5.12.1, 5.13, 5.10.1, 5.2.3
  four stars            out of reach: at most 89.72 points, and the floor is 90
  five stars            out of reach: at most 89.72 points, and the floor is 95
"""
IN_CHINESE = """\
砚州衡测环境监测运营有限公司   Q/BJKB 009-2026   自我评价   2026-06-12
仍可能得 55.72 至 89.72 分，等级为一星级至三星级；若有否决成立，可低至不合格。尚无可确定的等级。
未定 11 项，影响大的在前：
  4.2-violation      严重违法违规            若成立，等级至多：不合格
  4.2-falsification  数据造假                若成立，等级至多：不合格
  4.2-other          其他同等严重情形        若成立，等级至多：不合格
  5.8                供应商与外协运维管理    至多 8 分
  5.12.1             污染物达标与环保性能    至多 6 分
  5.13               监督、满意度与持续改进  至多 5 分
  5.10.1             项目管理                至多 4 分
  5.2.3              体系化建设              至多 3 分
  5.3.3              考核激励                至多 3 分
  5.12.2             资源能源消耗            至多 3 分
  5.4.3              资产管理制度            至多 2 分
确定各等级，最少需要以下各项达到最好结果（100 %、否决未发现）：
  一星级  11 项中的 3 项  未核实的否决 3 项
  二星级  11 项中的 6 项  未核实的否决 3 项, 5.8, 5.12.1, 5.13
  三星级  11 项中的 8 项  未核实的否决 3 项, 5.8, 5.12.1, 5.13, 5.10.1, 5.2.3
  四星级                  已不可能：最多 89.72 分，分数线为 90 分
  五星级                  已不可能：最多 89.72 分，分数线为 95 分
"""

EXTRAS = """
language = "en"
[rubric]
id = "extras-2026"
title = "Extras"
total = 10
[clauses]
"1" = { points = 6, title = "a", combine = "min" }
"1.1" = { title = "b" }
"1.2" = { title = "c" }
"2" = { points = 4, title = "d" }
[grades]
"none" = { rank = 0, label = "none" }
"good" = { rank = 1, at_least = 6, label = "good" }
[adjustments]
"lapse" = { kind = "deduction", points = 1, times = 2 }
"""


def test_the_unfinished_operator_in_english() -> None:
    result = run("outlook", UNFINISHED, "--lang", "en")
    assert (result.exit_code, result.stdout, result.stderr) == (0, IN_ENGLISH, "")


def test_the_unfinished_operator_in_chinese() -> None:
    result = run("outlook", UNFINISHED, "--lang", "zh")
    assert (result.exit_code, result.stdout, result.stderr) == (0, IN_CHINESE, "")


def test_of_a_finished_one_nothing_is_open() -> None:
    assert run("outlook", SEWAGE, "--lang", "en").stdout.splitlines()[1:] == [
        "Nothing is open: 90 points, four stars.",
        "`maturity score` shows the scorecard.",
    ]


def test_several_files_stand_apart_and_a_refused_one_hides_no_other(folder: Path) -> None:
    faulty = written(folder / "bad.toml", by_009(ratings={'"5.2.1"': "120", '"5.5"': ""}))
    result = run("outlook", UNFINISHED, faulty, SEWAGE, "--lang", "en")
    finished = run("outlook", SEWAGE, "--lang", "en").stdout
    assert (result.exit_code, result.stdout) == (2, IN_ENGLISH + "\n" + finished)
    assert [problem.code for problem in problems(result.stderr)] == [
        "rating.missing",
        "rating.out-of-range",
    ]
    assert result.stderr.endswith("refused (faults: 1). Remove them and score again.\n")


def test_a_file_that_is_not_there_is_refused() -> None:
    result = run("outlook", "nowhere.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.not-found")]


def test_warnings_are_told_beside(folder: Path) -> None:
    file = written(folder / "odd.toml", by_009(ratings={'"5.2.1"': "20", '"5.5"': ""}))
    result = run("outlook", file)
    assert (result.exit_code, [p.code for p in problems(result.stderr)]) == (
        0,
        ["rating.on-band-limit"],
    )


def test_what_an_item_brings_and_costs_may_differ(folder: Path) -> None:
    """The weakest of two: one alone brings nothing, and one alone costs all."""
    rubric = written(folder / "extras.toml", EXTRAS)
    file = written(folder / "a.toml", 'rubric = "extras-2026"\n')
    result = run("outlook", file, "--rubric", rubric, "--lang", "en")
    assert "  1.1    b  points: at best 0 more, at worst 6 fewer\n" in result.stdout
    assert "  2      d  points: at best 2 more, at worst 4 fewer\n" in result.stdout
    assert "  lapse     points: at best 0 more, at worst 2 fewer\n" in result.stdout
    assert f"the rubric came from the file {rubric}" in result.stdout
    chinese = run("outlook", file, "--rubric", rubric, "--lang", "zh").stdout
    assert "最好可多得 0 分，最差可少得 6 分" in chinese


def test_where_nothing_better_is_left_no_way_is_shown(folder: Path) -> None:
    rubric = written(folder / "extras.toml", EXTRAS)
    text = 'rubric = "extras-2026"\n[ratings]\n"1.1" = 100\n"1.2" = 100\n"2" = 100\n'
    file = written(folder / "a.toml", text)
    lines = run("outlook", file, "--rubric", rubric, "--lang", "en").stdout.splitlines()
    assert lines[-3:] == [
        "Still possible: 8 to 10 points. The grade is certain: good.",
        "Open items, those that can still move most first (1):",
        "  lapse    points: up to 2",
    ]


def test_programs_get_everything() -> None:
    [told] = objects(run("outlook", UNFINISHED, "--json", "--lang", "en"))
    assert list(told) == [
        "file",
        "rubric_file",
        "subject",
        "kind",
        "assessed_on",
        "rubric",
        "rubric_official",
        "total",
        "lowest",
        "highest",
        "certain_grade",
        "sentences",
        "open",
        "guarantees",
        "problems",
    ]
    assert told["lowest"] == {
        "score": "55.715",
        "score_shown": "55.72",
        "grade": "unqualified",
        "grade_rank": 0,
        "grade_label": "not qualified (vetoed)",
        "grade_symbol": "",
        "grade_by_score": "one-star",
        "grade_by_score_label": "one star",
    }
    assert told["highest"]["grade"] == "three-star"
    assert told["certain_grade"] == "unqualified"
    assert ["  " + sentence for sentence in told["sentences"]] == OUTLOOK_EN
    assert told["open"][0] == {
        "kind": "veto",
        "id": "4.2-violation",
        "title": "Grave breach of law or rules",
        "brings": "0",
        "brings_shown": "0",
        "costs": "0",
        "costs_shown": "0",
        "caps_at": "unqualified",
    }
    assert told["open"][3] == {
        "kind": "rating",
        "id": "5.8",
        "title": "Suppliers and contracted operation",
        "brings": "8",
        "brings_shown": "8",
        "costs": "8",
        "costs_shown": "8",
        "caps_at": None,
    }
    assert told["guarantees"][1] == {
        "grade": "two-star",
        "grade_label": "two stars",
        "items": [
            *({"kind": "veto", "id": f"4.2-{n}"} for n in ("violation", "falsification", "other")),
            *({"kind": "rating", "id": clause} for clause in ("5.8", "5.12.1", "5.13")),
        ],
    }
    assert told["guarantees"][4]["items"] is None
    assert told["problems"] == []


def test_programs_hear_of_refused_files_too(folder: Path) -> None:
    faulty = written(folder / "bad.toml", by_009(ratings={'"5.2.1"': "120"}))
    result = run("outlook", faulty, SEWAGE, "--json")
    refused, finished = objects(result)
    assert (result.exit_code, refused["refused"], finished["open"]) == (2, True, [])
