"""`maturity score`: grade, reasons and points for people and for programs, or a whole refusal."""

import json
import os
import socket
from fractions import Fraction
from pathlib import Path

import pytest

from maturity_core import load_assessment, score
from tests.tools.command import (
    FLUE_GAS,
    OUTLOOK_EN,
    OUTLOOK_ZH,
    SEWAGE,
    SOLID_WASTE,
    UNFINISHED,
    VETOED,
    Shown,
    objects,
    problems,
    run,
)
from tests.tools.papers import BY_MEAN, BY_TINY, MEAN, QBJKB_009, TINY, by_009, names, written

SEWAGE_IN_CHINESE = """\
江北污水处理厂   Q/BJKB 009-2026   第三方评价   2026-06-30
得分 90 / 100   四星级 ★★★★
  恰在 90 分线上（“90 分及以上”含 90）；距五星级（95 分）差 5 分。否决项 5 项均已核实：未发现。
  5.1   基础合规与环保守法          2.88 / 3  96.00 %  ##########
  5.2   服务与运营管理体系          7.18 / 8  89.81 %  #########
  5.3   人员能力与专业配置          7.89 / 9  87.67 %  #########
  5.4   基础设施与环保装备保障     8.92 / 10  89.20 %  #########
  5.5   服务设计与环保运营方案       4.5 / 5  90.00 %  #########
  5.6   服务目录与运维服务清单      6.09 / 7  87.00 %  #########
  5.7   服务级别与运维履约管控       6.4 / 7  91.50 %  #########
  5.8   供应商与外协运维管理        6.72 / 8  84.00 %  ########
  5.9   安全、应急与服务连续性      8.46 / 9  94.00 %  #########
  5.10  环保运营项目与变更管理      7.12 / 8  89.00 %  #########
  5.11  事件、故障与环保问题管理    8.42 / 9  93.50 %  #########
  5.12  环保运营绩效与运行效果    11.12 / 12  92.62 %  #########
  5.13  监督、满意度与持续改进       4.3 / 5  86.00 %  #########
"""

VETOED_IN_ENGLISH = """\
禾浦汇澄工业废水运营有限公司   Q/BJKB 009-2026   third-party assessment   2026-06-18
Score 91.17 / 100   not qualified (vetoed) (by score: four stars ★★★★)
  1.17 above the floor of 90; 3.83 short of five stars (95). \
By score: four stars. Because of a veto: not qualified (vetoed).
  Veto 4.2-falsification, Falsified data: fired. Legal basis: \
《中华人民共和国环境保护法》第四十二条第四款、《中华人民共和国水污染防治法》第三十九条：\
不得以篡改、伪造监测数据等逃避监管的方式排放污染物; period: 2026-01/2026-03. \
Note: 值班人员稀释采样管水样并下调 COD 仪表斜率，致上传值失真
  5.1   Basic compliance and observance of environmental law    2.04 / 3  68.00 %  #######
  5.2   Service and operation management system                 7.46 / 8  93.25 %  #########
  5.3   Staff competence and professional staffing              8.22 / 9  91.33 %  #########
  5.4   Infrastructure and environmental equipment             9.54 / 10  95.45 %  ##########
  5.5   Service design and operation schemes                     4.7 / 5  94.00 %  #########
  5.6   Service catalogue and list of operation services        6.68 / 7  95.50 %  ##########
  5.7   Service levels and control of contract performance      6.54 / 7  93.50 %  #########
  5.8   Suppliers and contracted operation                      7.32 / 8  91.50 %  #########
  5.9   Safety, emergencies and service continuity              8.32 / 9  92.50 %  #########
  5.10  Operation projects and change management                7.48 / 8  93.50 %  #########
  5.11  Incidents, faults and environmental problems            8.01 / 9  89.00 %  #########
  5.12  Environmental performance and operating results       10.59 / 12  88.25 %  #########
  5.13  Supervision, satisfaction and continual improvement     4.25 / 5  85.00 %  #########
"""

# Anything by which a reader could take a refusal for a grade.
GRADE_WORDS = ("★", "星级", "-star", "stars", "不合格", "qualified", "得分", "Score")


def assert_that_no_grade_is_told(shown: str) -> None:
    assert [word for word in GRADE_WORDS if word in shown] == []


# What people read.


def test_the_sewage_works_in_chinese() -> None:
    result = run("score", SEWAGE, "--lang", "zh")
    assert result.stdout == SEWAGE_IN_CHINESE
    assert (result.stderr, result.exit_code) == ("", 0)


def test_the_vetoed_operator_in_english() -> None:
    result = run("score", VETOED, "--lang", "en")
    assert result.stdout == VETOED_IN_ENGLISH
    assert (result.stderr, result.exit_code) == ("", 0)


def test_a_vetoed_one_shows_both_grades_ground_legal_basis_and_period_in_chinese() -> None:
    shown = run("score", VETOED, "--lang", "zh").stdout
    assert (
        "\n".join(shown.split("\n")[1:4])
        == """\
得分 91.17 / 100   不合格（按得分：四星级 ★★★★）
  高于 90 分线 1.17 分；距五星级（95 分）差 3.83 分。\
按得分为四星级，因一票否决定为：不合格。
  否决 4.2-falsification 数据造假：成立。法律依据：\
《中华人民共和国环境保护法》第四十二条第四款、《中华人民共和国水污染防治法》第三十九条：\
不得以篡改、伪造监测数据等逃避监管的方式排放污染物；时段：2026-01/2026-03。\
说明：值班人员稀释采样管水样并下调 COD 仪表斜率，致上传值失真"""
    )


def test_every_veto_that_fired_has_a_line_of_its_own(folder: Path) -> None:
    fired = '{ finding = "fired", legal_basis = "法\\n第一条", period = "2026", note = "因\\n果" }'
    vetoes = {'"4.2-incident"': fired, '"4.2-other"': fired}
    file = written(folder / "a.toml", by_009("100", vetoes=vetoes))
    lines = run("score", file, "--lang", "zh").stdout.split("\n")
    assert "因一票否决定为：不合格。" in lines[2]
    assert [line for line in lines if "成立" in line] == lines[3:5]
    assert all("法 第一条；时段：2026。说明：因 果" in line for line in lines[3:5])


def test_lines_shows_all_29_clauses_in_order_the_items_below_their_section() -> None:
    shown = run("score", SEWAGE, "--lines", "--lang", "zh").stdout.split("\n")[3:32]
    assert [line.split()[0] for line in shown] == [clause.id for clause in QBJKB_009.walk()]
    depths = [(len(line) - len(line.lstrip())) // 2 for line in shown]
    assert depths == [1 + (clause.id.count(".") - 1) for clause in QBJKB_009.walk()]
    assert shown[2:7] == [
        "  5.2       服务与运营管理体系          7.18 / 8  89.81 %  #########",
        "    5.2.1     组织与岗位                2.73 / 3  91.00 %  #########",
        "    5.2.2     跨部门协同                1.77 / 2  88.50 %  #########",
        "    5.2.3     体系化建设                2.68 / 3  89.50 %  #########",
        "  5.3       人员能力与专业配置          7.89 / 9  87.67 %  #########",
    ]


def test_the_head_of_several_files_is_the_same_as_of_each_alone_with_a_blank_line_between() -> None:
    files = (SEWAGE, FLUE_GAS, SOLID_WASTE)
    alone = [run("score", file).stdout for file in files]
    assert run("score", *files).stdout == "\n".join(alone)


def test_an_assessment_that_says_nobody_and_nothing_is_scored_too(folder: Path) -> None:
    file = written(folder / "a.toml", by_009("95"))
    result = run("score", file)
    assert result.stdout.startswith("Q/BJKB 009-2026\nScore 95 / 100   five stars ★★★★★\n")
    assert "there is no higher grade" in result.stdout


def test_digits_of_a_long_number_are_kept_and_no_star_is_won_by_rounding(folder: Path) -> None:
    ratings = {f'"{leaf.id}"': "79.99999999999999999" for leaf in QBJKB_009.leaves()}
    file = written(folder / "a.toml", by_009(ratings=ratings))
    [card] = objects(run("score", file, "--json"))
    assert (card["score"], card["grade"]) == ("79.99999999999999999", "two-star")
    assert "Score 79.99999999999999999 / 100   two stars ★★\n" in run("score", file).stdout


def test_the_alias_of_the_rubric_is_enough(folder: Path) -> None:
    text = by_009().replace(QBJKB_009.id, "Q/BJKB 009-2026")
    result = run("score", written(folder / "a.toml", text))
    assert (result.exit_code, result.stderr) == (0, "")


def test_warnings_are_told_and_stop_nothing(folder: Path) -> None:
    file = written(folder / "a.toml", by_009(ratings={'"5.5"': "0.85", '"5.6"': "80"}))
    result = run("score", file)
    assert result.exit_code == 0
    assert "Score 82.7425 / 100" not in result.stdout
    assert "three stars" in result.stdout
    assert problems(result.stderr) == [
        Shown(14, "warning", "rating.below-one"),
        Shown(15, "warning", "rating.on-band-limit"),
    ]


# What programs read.


def test_a_scorecard_has_every_key_that_was_promised() -> None:
    [card] = objects(run("score", SEWAGE, "--json", "--lang", "zh"))
    promised = {
        "file": str(SEWAGE),
        "rubric": "qbjkb-009-2026",
        "score": "90",
        "score_shown": "90",
        "grade": "four-star",
        "grade_rank": 4,
        "grade_label": "四星级",
        "grade_by_score": "four-star",
        "vetoes_fired": [],
        "rubric_official": True,
        "distance": "5",
    }
    assert {key: card[key] for key in promised} == promised
    assert (card["rubric_file"], card["problems"]) == (None, [])
    assert card["decision"] == [
        "恰在 90 分线上（“90 分及以上”含 90）；距五星级（95 分）差 5 分。",
        "否决项 5 项均已核实：未发现。",
    ]


def test_a_vetoed_scorecard_says_both_grades_and_what_fired() -> None:
    [card] = objects(run("score", VETOED, "--json"))
    assert (card["score"], card["grade"], card["grade_rank"]) == ("91.17", "unqualified", 0)
    assert (card["grade_by_score"], card["grade_label"]) == ("four-star", "not qualified (vetoed)")
    assert card["vetoes_fired"] == ["4.2-falsification"]
    [finding] = [veto for veto in card["vetoes"] if veto["finding"] == "fired"]
    assert finding["period"] == "2026-01/2026-03"
    assert finding["legal_basis"].startswith("《中华人民共和国环境保护法》第四十二条")


def test_the_lines_of_a_scorecard_are_those_of_the_library_exactly() -> None:
    [told] = objects(run("score", SEWAGE, "--json"))
    card = score(QBJKB_009, load_assessment(SEWAGE))
    assert Fraction(told["score"]) == card.score
    assert [(line["clause"], Fraction(line["earned"])) for line in told["lines"]] == [
        (line.clause.id, line.earned) for line in card.lines
    ]
    sections = [line for line in told["lines"] if line["depth"] == 0]
    assert sum(Fraction(line["earned"]) for line in sections) == card.score


def test_at_the_top_there_is_no_distance(folder: Path) -> None:
    file = written(folder / "a.toml", by_009("100"))
    [card] = objects(run("score", file, "--json"))
    assert (card["score"], card["grade"], card["distance"]) == ("100", "five-star", None)


def test_json_is_one_object_a_line_in_the_order_of_the_files() -> None:
    files = (SEWAGE, UNFINISHED, VETOED, "nowhere.toml", SEWAGE)
    result = run("score", *files, "--json")
    found = objects(result)
    assert [entry["file"] for entry in found] == [str(file) for file in files]
    assert [entry.get("refused", False) for entry in found] == [False, True, False, True, False]
    assert (result.exit_code, result.stderr) == (2, "")


def test_a_refused_file_is_an_object_with_all_its_problems() -> None:
    [refused] = objects(run("score", UNFINISHED, "--json"))
    assert set(refused) == {"file", "refused", "problems"}
    assert refused["refused"] is True
    assert refused["problems"][0] == {
        "code": "rating.missing",
        "path": "/ratings/5.2.3",
        "message": "qbjkb-009-2026, clause 5.2.3: a rating is required, none was found. "
        "Rate the clause.",
        "severity": "error",
        "line": 18,
        "column": 1,
    }
    assert len(refused["problems"]) == 11


def test_a_problem_without_a_place_has_no_line(folder: Path) -> None:
    [refused] = objects(run("score", folder / "nowhere.toml", "--json", "--lang", "zh"))
    [problem] = refused["problems"]
    assert (problem["code"], problem["path"]) == ("file.not-found", "")
    assert (problem["line"], problem["column"]) == (None, None)
    assert problem["message"] == f"找不到文件 {folder / 'nowhere.toml'}。请检查路径。"


def test_warnings_are_a_part_of_the_object(folder: Path) -> None:
    file = written(folder / "a.toml", by_009(ratings={'"5.6"': "80"}))
    result = run("score", file, "--json")
    [card] = objects(result)
    [warning] = card["problems"]
    assert (warning["code"], warning["severity"]) == ("rating.on-band-limit", "warning")
    assert (warning["path"], warning["line"]) == ("/ratings/5.6", 15)
    assert (result.exit_code, result.stderr) == (0, "")


# What is refused.


def test_one_refused_file_does_not_keep_the_others_from_being_scored() -> None:
    result = run("score", SEWAGE, UNFINISHED, VETOED)
    assert result.exit_code == 2
    assert result.stdout == run("score", SEWAGE, VETOED).stdout
    assert {problem.kind for problem in problems(result.stderr)} == {"open"}
    *lines, _, _ = result.stderr.splitlines()
    assert all(str(UNFINISHED) in line for line in lines)


def test_an_unfinished_one_gets_every_open_item_and_no_grade() -> None:
    result = run("score", UNFINISHED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [
        *[Shown(18, "open", "rating.missing")] * 8,
        Shown(35, "open", "veto.missing"),
        Shown(36, "open", "veto.undetermined"),
        Shown(38, "open", "veto.undetermined"),
    ]
    for clause in ("5.2.3", "5.3.3", "5.4.3", "5.8", "5.10.1", "5.12.1", "5.12.2", "5.13"):
        assert f"clause {clause}: a rating is required, none was found." in result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_nowhere_does_an_unfinished_one_look_as_if_it_had_a_grade(
    form: list[str], language: str
) -> None:
    """What is still possible comes last, after the sentence that there is no grade."""
    shown = run("score", UNFINISHED, "--lang", language, *form).output
    without_outlook = shown if form else "\n".join(shown.splitlines()[:-2])
    assert_that_no_grade_is_told(without_outlook)


def test_an_unfinished_one_ends_with_what_is_still_possible() -> None:
    last = run("score", UNFINISHED, "--lang", "zh").stderr.splitlines()[-3:]
    assert last == [f"{UNFINISHED}：尚未完成，不出等级，还有 11 项待评或待核实。", *OUTLOOK_ZH]
    last = run("score", UNFINISHED, "--lang", "en").stderr.splitlines()[-3:]
    assert last == [
        f"{UNFINISHED}: unfinished, so there is no grade (open items: 11).",
        *OUTLOOK_EN,
    ]


def test_a_faulty_one_gets_every_fault_with_line_sentence_and_code(folder: Path) -> None:
    text = by_009(
        head='kind = "third"\nraitngs = 3\nscope = "x"\nperiod = "2026-07-01/2026-06-30"',
        ratings={
            '"5.2.1"': "120",
            '"5.2.2"': '"８０"',
            '"5.2.3"': "true",
            '"5.4.4"': '{ points = "2.5" }',
            '"5.99"': "3",
            '"5.1"': "85",
            '"5.8"': "",
        },
        vetoes={'"4.2-violation"': "true", '"4.2-incident"': '"fired"', '"4.9"': '"clear"'},
    )
    file = written(folder / "坏的.toml", text)
    result = run("score", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [
        Shown(2, "error", "value.choice"),
        Shown(3, "error", "value.unknown-key"),
        Shown(4, "error", "scope.unknown"),
        Shown(5, "error", "period.reversed"),
        Shown(6, "open", "rating.missing"),
        Shown(8, "error", "rating.out-of-range"),
        Shown(9, "error", "number.form"),
        Shown(10, "error", "number.bool"),
        Shown(17, "error", "rating.points-out-of-range"),
        Shown(29, "error", "rating.unknown-clause"),
        Shown(30, "error", "rating.of-branch"),
        Shown(32, "error", "veto.ambiguous"),
        Shown(33, "error", "veto.no-legal-basis"),
        Shown(33, "error", "veto.no-period"),
        Shown(37, "error", "veto.unknown"),
    ]
    for sentence in (
        (
            "qbjkb-009-2026, clause 5.2.1: rating must be between 0 and 100 %, got 120. "
            "Correct the rating. [rating.out-of-range]"
        ),
        (
            "qbjkb-009-2026, clause 5.4.4: points must be between 0 and 2, got 2.5. "
            "Correct the rating. [rating.points-out-of-range]"
        ),
        "got 'third'. Did you mean \"third-party\"? Correct it. [value.choice]",
        "there is no key 'raitngs' here. Did you mean \"ratings\"?",
        "got '\\uff18\\uff10'",
        f"{file}: refused (faults: 14). Remove them and score again.\n",
    ):
        assert sentence in result.stderr
    assert_that_no_grade_is_told(result.output)


def test_a_file_that_is_not_there_in_both_languages(folder: Path) -> None:
    file = folder / "没有.toml"
    assert run("score", file, "--lang", "zh").stderr.splitlines()[0] == (
        f"{file}: 错误: 找不到文件 {file}。请检查路径。 [file.not-found]"
    )
    assert run("score", file).stderr.splitlines()[0] == (
        f"{file}: error: There is no file {file}. Check the path. [file.not-found]"
    )


def test_a_folder_is_no_file(folder: Path) -> None:
    result = run("score", folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == ["file.not-a-file"]


def test_no_file_at_all_is_a_wrong_call() -> None:
    result = run("score")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "FILE..." in result.stderr


@pytest.mark.parametrize(
    ("named", "code", "sentence"),
    [
        ("qbjkb-09-2026", "rubric.unknown", 'Did you mean "qbjkb-009-2026"?'),
        ("qbjkb-009", "rubric.needs-date", "name the edition"),
    ],
)
def test_an_assessment_by_a_rubric_that_is_not_there(
    folder: Path, named: str, code: str, sentence: str
) -> None:
    file = written(folder / "a.toml", by_009().replace(QBJKB_009.id, named))
    result = run("score", file)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(1, "error", code)]
    assert sentence in result.stderr


# --rubric


def test_a_rubric_file_is_taken_and_the_result_says_so(folder: Path) -> None:
    rubric = written(folder / "小.toml", TINY)
    result = run("score", written(folder / "a.toml", BY_TINY), "--rubric", rubric)
    assert result.stdout.split("\n") == [
        "Tiny",
        f"  Note: the rubric came from the file {rubric}; it is not installed.",
        "  Note: this rubric is a reconstruction, not the official standard.",
        "Score 6.5 / 10   pass +",
        (
            "  0.5 above the floor of 6; there is no higher grade. "
            "The one veto was determined: it did not fire."
        ),
        "  1  Staff      2 / 4  50.00 %  #####",
        "  2  Service  4.5 / 6  75.00 %  ########",
        "",
    ]
    assert result.exit_code == 0
    [card] = objects(run("score", folder / "a.toml", "--rubric", rubric, "--json"))
    assert (card["rubric_file"], card["rubric_official"]) == (str(rubric), False)


def test_a_rubric_named_by_its_id_is_installed_and_needs_no_note() -> None:
    result = run("score", SEWAGE, "--rubric", "qbjkb-009-2026", "--lang", "zh")
    assert (result.stdout, result.exit_code) == (SEWAGE_IN_CHINESE, 0)


def test_a_rubric_without_a_standard_and_without_vetoes(folder: Path) -> None:
    rubric = written(folder / "r.json", json.dumps(_ONE_CLAUSE))
    file = written(folder / "a.json", '{"rubric": "one-2026", "ratings": {"1": 0}}')
    assert run("score", file, "--rubric", rubric, "--lang", "zh").stdout.split("\n") == [
        "一",
        f"  注意：准则取自文件 {rubric}，未经安装。",
        "  注意：本准则为重建，并非标准正式文本。",
        "得分 0 / 3   没有",
        "  未达到任何分数线，等级为没有；距有（1/3 分）差 1/3 分。",
        "  1  甲  0 / 3  0.00 %",
        "",
    ]


_ONE_CLAUSE = {
    "language": "zh",
    "rubric": {"id": "one-2026", "title": "一", "total": 3},
    "clauses": {"1": {"points": 3, "title": "甲"}},
    "grades": {
        "no": {"rank": 0, "label": "没有"},
        "yes": {"rank": 1, "label": "有", "at_least": "1/3"},
    },
}


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize(
    ("named", "text", "code"),
    [
        pytest.param("qbjkb-09-2026", None, "rubric.unknown", id="not-installed"),
        pytest.param("nowhere.toml", None, "file.not-found", id="no-file"),
        pytest.param("r.toml", "[rubric", "file.syntax", id="no-TOML"),
        pytest.param("r.json", "{", "file.syntax", id="no-JSON"),
        pytest.param("r.toml", "total = 3", "value.unknown-key", id="no-rubric"),
        pytest.param(
            "r.toml", TINY.replace("points = 4", "points = 5"), "rubric.points-sum", id="sum"
        ),
        pytest.param("./no-suffix", b"\xff", "file.not-utf8", id="no-UTF-8"),
    ],
)
def test_a_rubric_that_cannot_be_had_stops_the_whole_call(
    folder: Path, named: str, text: str | bytes | None, code: str, form: list[str]
) -> None:
    if text is not None:
        written(folder / named, text)
    result = run("score", SEWAGE, VETOED, "--rubric", named, *form)
    assert result.exit_code == 2
    if form:
        refused = objects(result)
        assert [told["file"] for told in refused] == [str(SEWAGE), str(VETOED)]
        for told in refused:
            assert (told["refused"], told["rubric_refused"]) == (True, named)
            assert code in {problem["code"] for problem in told["problems"]}
    else:
        assert result.stdout == ""
        assert code in {problem.code for problem in problems(result.stderr)}
        assert named in result.stderr


def test_a_fault_of_a_rubric_file_has_its_line(folder: Path) -> None:
    rubric = written(folder / "r.toml", TINY.replace("points = 4", "points = 5"))
    result = run("score", SEWAGE, "--rubric", rubric)
    assert problems(result.stderr) == [Shown(4, "error", "rubric.points-sum")]


def test_points_of_a_clause_that_has_none_are_a_fault_and_no_crash(folder: Path) -> None:
    """Under mean a clause needs no points of its own; nothing can be written in points then."""
    rubric = written(folder / "mean.toml", MEAN)
    text = BY_MEAN.replace("= 50", '= { points = "0" }')
    for command in ("score", "check"):
        result = run(command, written(folder / "a.toml", text), "--rubric", rubric)
        assert result.exit_code in {1, 2}
        assert "rating.no-points" in {p.code for p in problems(result.stderr)} | {
            p.code for p in problems(result.stdout)
        }


def test_an_assessment_that_names_another_rubric_is_refused(folder: Path) -> None:
    rubric = written(folder / "tiny.toml", TINY)
    result = run("score", SEWAGE, "--rubric", rubric)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr)[0].code == "assessment.other-rubric"
    assert (
        "The assessment names the rubric qbjkb-009-2026, but is scored by tiny-2026."
    ) in result.stderr


# -o


def test_output_is_what_the_terminal_would_show(folder: Path) -> None:
    out = folder / "结果.txt"
    result = run("score", SEWAGE, VETOED, "-o", out, "--lang", "zh")
    assert (result.output, result.exit_code) == ("", 0)
    shown = run("score", SEWAGE, VETOED, "--lang", "zh").stdout
    assert out.read_bytes() == shown.encode()
    assert names(folder) == [out.name]


def test_output_as_json_holds_refusals_too(folder: Path) -> None:
    out = folder / "out.jsonl"
    result = run("score", SEWAGE, UNFINISHED, "--json", "-o", out)
    assert (result.stdout, result.exit_code) == ("", 2)
    assert out.read_bytes() == run("score", SEWAGE, UNFINISHED, "--json").stdout_bytes


def test_output_holds_what_was_scored_and_the_terminal_what_was_refused(folder: Path) -> None:
    out = folder / "out.txt"
    result = run("score", SEWAGE, UNFINISHED, "-o", out, "--lang", "zh")
    assert (result.stdout, result.exit_code) == ("", 2)
    assert out.read_text(encoding="utf-8") == SEWAGE_IN_CHINESE
    assert len(problems(result.stderr)) == 11


def test_output_takes_the_place_of_an_older_one(folder: Path) -> None:
    out = written(folder / "out.txt", "old\n" * 10_000)
    assert run("score", SEWAGE, "-o", out, "--lang", "zh").exit_code == 0
    assert out.read_text(encoding="utf-8") == SEWAGE_IN_CHINESE


def test_where_nothing_was_scored_the_older_output_stays(folder: Path) -> None:
    """Every refusal: no partial result, the old output file stays whole."""
    out = written(folder / "out.txt", "old")
    assert run("score", UNFINISHED, "-o", out).exit_code == 2
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_output_into_a_folder_that_is_not_there(folder: Path, form: list[str]) -> None:
    out = folder / "nowhere" / "out.txt"
    result = run("score", SEWAGE, "-o", out, *form)
    assert result.exit_code == 2
    if form:
        [refused] = objects(result)
        assert (refused["file"], refused["refused"]) == (str(out), True)
        assert [problem["code"] for problem in refused["problems"]] == ["file.not-written"]
    else:
        assert (result.stdout, problems(result.stderr)) == (
            "",
            [Shown(None, "error", "file.not-written")],
        )
        assert "No such file or directory" in result.stderr
    assert names(folder) == []


def test_output_that_is_a_folder(folder: Path) -> None:
    out = folder / "out"
    out.mkdir()
    result = run("score", SEWAGE, "-o", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.not-regular")]
    assert names(folder) == ["out"]


def test_output_below_a_file(folder: Path) -> None:
    above = written(folder / "above.txt", "old")
    result = run("score", SEWAGE, "-o", above / "out.txt")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.not-written")]
    assert above.read_text(encoding="utf-8") == "old"


def test_a_pipe_or_socket_is_never_replaced(folder: Path) -> None:
    """What is true of these is true of /dev/null, which a mistake here would cost."""
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        for name in ("pipe", "socket"):
            before = (folder / name).stat()
            result = run("score", SEWAGE, "-o", folder / name)
            assert (result.exit_code, result.stdout) == (2, "")
            assert problems(result.stderr) == [Shown(None, "error", "file.not-regular")]
            assert os.path.samestat((folder / name).stat(), before)


@pytest.mark.parametrize("way", ["same", "spelling", "symlink", "hardlink"])
def test_output_is_never_one_of_the_inputs(folder: Path, way: str) -> None:
    text = by_009()
    file = written(folder / "a.toml", text)
    out = {"same": "a.toml", "spelling": "../here/./a.toml"}.get(way, "b.toml")
    if way == "symlink":
        (folder / out).symlink_to(file)
    elif way == "hardlink":
        (folder / out).hardlink_to(file)
    result = run("score", SEWAGE, "a.toml", "-o", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [Shown(None, "error", "file.is-input")]
    assert file.read_text(encoding="utf-8") == text


def test_an_input_that_nobody_can_read_keeps_no_output_from_being_written_again(
    folder: Path,
) -> None:
    """Whether it is laid over the output cannot be told, and it is refused in the output itself."""
    written(folder / "torn.toml", "ratings = [")
    out = written(folder / "out.json", "from last week")
    result = run("score", SEWAGE, "torn.toml", "--json", "-o", "out.json")
    assert (result.exit_code, result.stdout) == (2, "")
    scored, refused = map(json.loads, out.read_text("utf-8").splitlines())
    assert (scored["grade"], refused["refused"]) == ("four-star", True)


def test_output_is_never_the_rubric_either(folder: Path) -> None:
    rubric = written(folder / "tiny.toml", TINY)
    result = run("score", written(folder / "a.toml", BY_TINY), "--rubric", rubric, "-o", rubric)
    assert rubric.read_text(encoding="utf-8") == TINY
    assert result.exit_code == 2
    assert problems(result.stderr) == [Shown(None, "error", "file.is-input")]


def test_output_beside_an_input_that_is_not_there(folder: Path) -> None:
    out = folder / "out.txt"
    result = run("score", SEWAGE, "nowhere.toml", "-o", out, "--lang", "zh")
    assert result.exit_code == 2
    assert out.read_text(encoding="utf-8") == SEWAGE_IN_CHINESE


def test_a_way_through_a_folder_that_is_not_there_reaches_no_input(folder: Path) -> None:
    text = SEWAGE.read_text("utf-8")
    file = written(folder / "in.toml", text)
    result = run("score", file, "-o", folder / "nowhere" / ".." / "in.toml")
    assert result.exit_code == 2
    assert (folder / "in.toml").read_text("utf-8") == text


def test_a_scorecard_is_never_written_over_what_may_be_an_assessment(folder: Path) -> None:
    other = written(folder / "other.toml", "rubric = 'x'")
    result = run("score", SEWAGE, "-o", other)
    assert result.exit_code == 2
    assert "file.suffix" in result.stderr
    assert (folder / "other.toml").read_text("utf-8") == "rubric = 'x'"


def test_an_output_name_too_long_is_told_as_that(folder: Path) -> None:
    result = run("score", SEWAGE, "-o", folder / f"{'x' * 300}.txt")
    assert result.exit_code == 2
    assert "file.not-written" in result.stderr


def test_a_file_name_in_json_steers_no_terminal(folder: Path) -> None:
    file = written(folder / "a\u202eb.toml", SEWAGE.read_text("utf-8"))
    line = run("score", file, "--json").stdout
    assert "\u202e" not in line
    assert json.loads(line)["file"] == str(file)
