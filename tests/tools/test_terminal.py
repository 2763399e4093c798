"""Plain lines: columns that stand under each other, and never a line more than there are."""

import json
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from maturity_core import Problem
from maturity_core.errors import Position
from maturity_tools.terminal import aligned, problem_line
from tests.tools.command import problems, run
from tests.tools.papers import BY_TINY, TINY, written


def cells(text: str) -> int:
    """How wide a text is on a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def test_columns_start_at_one_place_whatever_the_script() -> None:
    rows = [("5.1", "人员", "x"), ("5.10", "Staff", "yy"), ("5", "人 a，", "z")]
    lines = list(aligned(rows))
    assert lines == ["5.1   人员    x", "5.10  Staff   yy", "5     人 a，  z"]
    assert {cells(line[: line.rindex(row[2])]) for line, row in zip(lines, rows, strict=True)} == {
        14
    }


def test_columns_of_numbers_end_at_one_place() -> None:
    assert list(aligned([("a", "9.5"), ("b", "12.25")], right=[1])) == ["a    9.5", "b  12.25"]


def test_no_line_ends_with_blanks() -> None:
    assert list(aligned([("a", ""), ("b", "long")])) == ["a", "b  long"]


def test_no_rows_are_no_lines() -> None:
    assert list(aligned([])) == []


PROBLEM = Problem("rating.missing", ("ratings", "5.1"), {"rubric": "r", "clause": "5.1"})


def test_a_problem_is_one_line_with_place_kind_sentence_and_code() -> None:
    placed = PROBLEM.at(Position(line=3, column=7))
    assert problem_line(placed, "a.toml", "en") == (
        "a.toml:3:7: open: r, clause 5.1: a rating is required, none was found. Rate the clause. "
        "[rating.missing]"
    )
    assert problem_line(PROBLEM, "a.toml", "zh") == (
        "a.toml: 待办: r，第 5.1 条：应有评分，现未评。请评分。 [rating.missing]"
    )


@pytest.mark.parametrize(
    ("severity", "zh", "en"), [("error", "错误", "error"), ("warning", "提示", "warning")]
)
def test_the_kind_of_a_problem(severity: str, zh: str, en: str) -> None:
    problem = Problem("value.missing-key", severity="warning" if severity == "warning" else "error")
    assert problem_line(problem, "a", "zh").startswith(f"a: {zh}: ")
    assert problem_line(problem, "a", "en").startswith(f"a: {en}: ")


# Breaks in every text of a rubric: they may not make a line more than without them.
BROKEN = TINY
for plain, broken in (
    ('en = "Tiny"', 'en = "Ti\\nny"'),
    ('en = "Staff"', 'en = "St\\r\\naff"'),
    ('en = "pass"', 'en = "pa\\nss"'),
    ('en = "fail"', 'en = "fa\\u2028il"'),
    ('symbol = "+"', 'symbol = "+\\n+"'),
    ('en = "Accident"', 'en = "Acc\\nident", zh = "事故"'),
    ('zh = "事故", ', ""),
):
    BROKEN = BROKEN.replace(plain, broken)
STANDARD = '[standard]\ncode = "T/X\\n1"\nissuer = { en = "Some\\nbody" }\n'


def test_breaks_in_the_texts_of_a_rubric_break_no_line_of_a_scorecard(folder: Path) -> None:
    broken = written(folder / "b.toml", BROKEN + STANDARD)
    plain = written(folder / "p.toml", TINY + STANDARD.replace("\\n", " "))
    fired = BY_TINY.replace('"clear"', '{ finding = "fired", legal_basis = "x", period = "y" }')
    for text in (BY_TINY, fired):
        file = written(folder / "a.toml", text)
        shown, expected = (
            run("score", file, "--rubric", rubric).stdout for rubric in (broken, plain)
        )
        assert len(shown.splitlines()) == len(expected.splitlines())


def test_breaks_in_the_texts_of_a_rubric_break_no_line_of_show(folder: Path) -> None:
    broken = written(folder / "b.toml", BROKEN + STANDARD)
    plain = written(folder / "p.toml", TINY + STANDARD.replace("\\n", " "))
    shown, expected = (run("rubric", "show", rubric).stdout for rubric in (broken, plain))
    assert len(shown.splitlines()) == len(expected.splitlines())


def test_breaks_in_the_names_of_people_break_no_line(folder: Path) -> None:
    head = '[subject]\nname = "江北\\n污水\\u2028厂"\n'
    rubric = written(folder / "r.toml", TINY)
    file = written(folder / "a.toml", BY_TINY + head)
    lines = run("score", file, "--rubric", rubric).stdout.splitlines()
    assert lines[0] == "江北 污水 厂   Tiny"
    assert len(lines) == 7


def test_a_sentence_of_a_problem_stays_on_its_line(folder: Path) -> None:
    text = BY_TINY.replace('"1" = 50', '"1\\n2" = 50')
    rubric = written(folder / "r.toml", TINY)
    result = run("check", written(folder / "a.toml", text), "--rubric", rubric)
    assert len(result.stdout.splitlines()) == len(problems(result.stdout)) + 1


def test_percentages_end_at_one_place(folder: Path) -> None:
    rubric = written(folder / "r.toml", TINY)
    text = BY_TINY.replace("= 50", "= 100").replace("= 75", "= 5")
    shown = run("score", written(folder / "a.toml", text), "--rubric", rubric).stdout
    assert shown.splitlines()[-2:] == [
        "  1  Staff      4 / 4  100.00 %  ##########",
        "  2  Service  0.3 / 6    5.00 %  #",
    ]


SHOPS = """
[rubric]
id = "shops"
title = { zh = "网点", en = "Shops" }
total = 100
[clauses]
"1" = { points = 92, title = { zh = "服务", en = "Service" } }
"2" = { points = 8, title = { zh = "网点", en = "Shops" }, excludable = true }
[grades]
"low" = { rank = 0, label = { zh = "低", en = "low" } }
"high" = { rank = 1, at_least = 80, label = { zh = "高", en = "high" } }
[adjustments]
"fault" = { kind = "deduction", points = 1, on = "1", title = { zh = "投诉", en = "Complaint" } }
"award" = { kind = "bonus", points = 50, times = 2 }
"""
BY_SHOPS = """
rubric = "shops"
ratings = { "1" = 95 }
exclusions = { "2" = "no shops" }
[adjustments]
"fault" = { count = 120, reason = "x" }
"award" = { count = 3, reason = "x" }
"""


def test_exclusions_adjustments_and_what_is_held_are_shown(tmp_path: Path) -> None:
    rubric = written(tmp_path / "shops.toml", SHOPS)
    file = written(tmp_path / "a.toml", BY_SHOPS)
    english = run("score", file, "--rubric", rubric, "--lang", "en").stdout.splitlines()
    assert english[-5:] == [
        "  1      Service             0 / 100    0.00 %    95.00 % before adjustments",
        "  2      Shops                 0 / 0  excluded",
        "  fault  Complaint           -130.43     120 x",
        "  award                         +100  2 of 3 x",
        "  1      held within limits   +35.43",
    ]
    chinese = run("score", file, "--rubric", rubric, "--lang", "zh").stdout.splitlines()
    assert chinese[-5:] == [
        "  1      服务      0 / 100         0.00 %    加减分前 95.00 %",
        "  2      网点        0 / 0         已删减",
        "  fault  投诉      -130.43         120 次",
        "  award               +100  3 次中计 2 次",
        "  1      超限部分   +35.43",
    ]


def test_what_holds_the_whole_has_no_clause(tmp_path: Path) -> None:
    rubric = written(tmp_path / "shops.toml", SHOPS)
    file = written(tmp_path / "a.toml", BY_SHOPS.replace("120", "0"))
    shown = run("score", file, "--rubric", rubric, "--lang", "en").stdout.splitlines()
    assert shown[-2:] == [
        "  award                          +100  2 of 3 x",
        "         held within limits       -95",
    ]


def test_what_is_excluded_is_no_item_to_rate(tmp_path: Path) -> None:
    rubric = written(tmp_path / "shops.toml", SHOPS)
    file = written(tmp_path / "a.toml", BY_SHOPS)
    shown = run("check", file, "--rubric", rubric, "--lang", "en").stdout
    assert "1 of 1 items rated" in shown


EVERY_WAY = """
language = "en"
rubric = { id = "ways", title = "Ways", total = 10, combine = "min" }
[clauses]
"1" = { points = 4, title = "Mean", combine = "mean" }
"1.1" = { weight = 3, points = 2, title = "a" }
"1.2" = { weight = 1, points = 2, title = "b", scale = { bands = [
    { low = 0, high = 0, label = { zh = "无", en = "no" } },
    { low = 100, high = 100, label = { zh = "有", en = "yes" } },
] } }
"2" = { points = 6, title = "Weakest", combine = "min" }
"2.1" = { points = 6, title = "c" }
"2.2" = { points = 6, title = "d" }
"2.3" = { points = 6, title = "e", excludable = true, excluded = "full" }
[grades]
"low" = { rank = 0, label = "low" }
"high" = { rank = 1, label = "high", at_least = 5 }
[adjustments]
"fault" = { kind = "deduction", points = 1, on = "1.2" }
"""
BY_EVERY_WAY = """
rubric = "ways"
[ratings]
"1.1" = { sample = { conform = 9, of = 10 } }
"1.2" = { level = "有" }
"2.1" = { deductions = [ { points = 4, reason = "x" }, { points = "0.00002", reason = "y" } ] }
"2.2" = { points = 3 }
[exclusions]
"2.3" = "none there"
[adjustments]
"fault" = { count = 1, reason = "x" }
"""


def test_every_way_to_come_about_is_shown(tmp_path: Path) -> None:
    rubric = written(tmp_path / "ways.toml", EVERY_WAY)
    file = written(tmp_path / "a.toml", BY_EVERY_WAY)
    shown = run("score", file, "--rubric", rubric, "--lang", "en", "--lines").stdout
    for told in (
        "the weakest decides: 2",
        "mean by weight",
        "weight 3; 9 of 10 conform",
        "weight 1; 100.00 % before adjustments; yes",
        "the weakest decides: 2.1",
        "4.00002 points deducted",
        "3 points",
        "excluded, counts in full",
    ):
        assert told in shown, shown
    chinese = run("score", file, "--rubric", rubric, "--lang", "zh", "--lines").stdout
    assert "权重 1；加减分前 100.00 %；有" in chinese
    [line] = [
        line
        for line in json.loads(
            run("score", file, "--rubric", rubric, "--json", "--lang", "en").stdout
        )["lines"]
        if line["clause"] == "1.2"
    ]
    assert (line["band"], line["ratio_before"], line["ratio"]) == ("yes", "1", "0.5")
    form = tmp_path / "new.toml"
    assert run("new", rubric, "-o", form, "--lang", "en").exit_code == 0
    assert "[may be excluded, counts in full then]" in form.read_text("utf-8")


SAFE_IN_ENGLISH = """\
  The score and each floor:
    pass +  6  +0.5  reached
  If one rating alone changes: down to where the grade holds, and from where it is better:
    clause    rated  lost  may fall to  lifts from
    1       50.00 %     2      37.50 %       never  Staff
    2       75.00 %   1.5      66.67 %       never  Service
  Margin of the grade: every rating could be 5 percentage points lower, all at once, \
and the grade would hold; at 5.01 it would be lost.
  Of the rated items, clause 1, Staff, lost the most points: 2 of 4.
"""

SAFE_IN_CHINESE = """\
  得分与各分数线：
    通过 +  6 分  +0.5  已达到
  仅一项评分变动、其余不变时：降至多少等级仍保持，升至多少等级提高：
    条款     评分  失分   可降至    须升至
    1     50.00 %     2  37.50 %  不能提高  人员
    2     75.00 %   1.5  66.67 %  不能提高  服务
  等级的余量：全部评分同时降低 5 个百分点，等级仍保持；降低 5.01 个百分点，等级就会下降。
  评分项中失分最多：第 1 条 人员，4 分中失 2 分。
"""


@pytest.mark.parametrize(("language", "told"), [("en", SAFE_IN_ENGLISH), ("zh", SAFE_IN_CHINESE)])
def test_lines_end_with_how_safe_the_grade_is(folder: Path, language: str, told: str) -> None:
    rubric = written(folder / "r.toml", TINY)
    file = written(folder / "a.toml", BY_TINY)
    call = ("score", file, "--rubric", rubric, "--lang", language)
    with_lines = run(*call, "--lines").stdout
    assert with_lines.endswith(told)
    assert with_lines == run(*call).stdout + told  # this rubric has no clauses below its sections


def test_a_rating_that_lifts_the_grade_alone_is_told(folder: Path) -> None:
    rubric = written(folder / "r.toml", TINY)
    file = written(folder / "a.toml", BY_TINY.replace("75", "50"))
    shown = run("score", file, "--rubric", rubric, "--lines", "--lang", "en").stdout.splitlines()
    assert shown[-7] == "    pass +  6  -1  not reached"
    assert shown[-5:] == [
        "    clause    rated  lost  may fall to  lifts from",
        "    1       50.00 %     2       0.00 %     75.00 %  Staff",
        "    2       50.00 %     3       0.00 %     66.67 %  Service",
        "  The grade cannot fall: with every rating at 0 it would still be fail.",
        "  Of the rated items, clause 2, Service, lost the most points: 3 of 6.",
    ]


def test_where_a_veto_holds_the_lowest_grade_no_rating_is_told(folder: Path) -> None:
    rubric = written(folder / "r.toml", TINY)
    fired = BY_TINY.replace('"clear"', '{ finding = "fired", legal_basis = "x", period = "y" }')
    file = written(folder / "a.toml", fired)
    shown = run("score", file, "--rubric", rubric, "--lines", "--lang", "en").stdout.splitlines()
    assert shown[-5:] == [
        "  The score and each floor:",
        "    pass +  6  +0.5  reached",
        "  The grade cannot fall: with every rating at 0 it would still be fail.",
        "  Of the rated items, clause 1, Staff, lost the most points: 2 of 4.",
        "  A veto fired, so that the grade is no better than fail: no higher rating can lift it.",
    ]


def test_a_rating_never_looks_like_the_one_that_lifts(folder: Path) -> None:
    rubric = written(folder / "r.toml", TINY.replace("at_least = 6", "at_least = '8.0002'"))
    file = written(folder / "a.toml", BY_TINY.replace("75", '"200/3"').replace("50", "100"))
    shown = run("score", file, "--rubric", rubric, "--lines", "--lang", "en").stdout
    assert "    2       66.667 %     2       0.00 %     66.67 %  Service\n" in shown, shown


def test_without_bands_no_heading_stands_above_nothing(folder: Path) -> None:
    rubric = written(folder / "r.toml", BANDLESS)
    file = written(folder / "a.toml", 'rubric = "bandless"\nratings = { "1" = 50 }\n')
    shown = run("score", file, "--rubric", rubric, "--lines", "--lang", "en").stdout.splitlines()
    assert shown[-6].endswith("#####")
    assert shown[-5].startswith("  If one rating alone changes: ")
    assert shown[-4:] == [
        "    clause    rated  lost  may fall to  lifts from",
        "    1       50.00 %    30       0.00 %       never  a",
        "  The grade cannot fall: with every rating at 0 it would still be low.",
        "  Of the rated items, clause 1, a, lost the most points: 30 of 60.",
    ]


BANDLESS = """
language = "en"
rubric = { id = "bandless", title = "Bandless", total = 60 }
[clauses]
"1" = { points = 60, title = "a" }
[grades]
"low" = { rank = 0, label = "low" }
"""

FLOORS = """
language = "en"
rubric = { id = "floors", title = "Floors", total = 100 }
[clauses]
"1" = { points = 60, title = "a" }
"2" = { points = 40, title = "b" }
[grades]
"low" = { rank = 0, label = "low" }
"fair" = { rank = 1, label = "fair", above = 60 }
"good" = { rank = 2, label = "good", any = [
    { at_least = 60, score = "base" },
    { at_least = 70, requires = [{ clause = "1", at_least = "90%" }] },
] }
[adjustments]
"award" = { kind = "bonus", points = 10 }
"""


@pytest.mark.parametrize(
    ("count", "floors"),
    [
        (
            1,
            [
                "    fair  above 60  +10  reached",
                "    good        60    0  reached; of 60 before adjustments",
                "    good        70    0  reached, but not all else that it requires",
            ],
        ),
        (
            0,
            [
                "    fair  above 60    0  not reached",
                "    good        60    0  reached; of 60 before adjustments",
                "    good        70  -10  not reached",
            ],
        ),
    ],
)
def test_every_kind_of_floor_is_told(tmp_path: Path, count: int, floors: list[str]) -> None:
    rubric = written(tmp_path / "floors.toml", FLOORS)
    text = f"""
rubric = "floors"
ratings = {{ "1" = 60, "2" = 60 }}
adjustments = {{ "award" = {{ count = {count}, reason = "x" }} }}
"""
    file = written(tmp_path / "a.toml", text)
    call = ("score", file, "--rubric", rubric, "--lines", "--lang")
    shown = run(*call, "en").stdout.splitlines()
    first = shown.index("  The score and each floor:") + 1
    assert shown[first : first + 3] == floors
    chinese = run(*call, "zh").stdout
    assert "fair  60 分以上" in chinese
    assert "已达到；按加减分前得分 60" in chinese
    assert ("已达到，但其他要求未满足" in chinese) == bool(count)
