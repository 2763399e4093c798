"""`maturity what-if`: old and new side by side, for people and for programs, or a whole refusal."""

from pathlib import Path

import pytest

from tests.tools.command import (
    SEWAGE,
    UNFINISHED,
    VETOED,
    Shown,
    objects,
    problems,
    run,
)
from tests.tools.papers import BY_TINY, TINY, by_009, names, written

ASKED = ("5.12.1=90", "5.5=70", "4.2-incident=fired")
SEWAGE_IN_ENGLISH = """\
江北污水处理厂   Q/BJKB 009-2026   third-party assessment   2026-06-30
  Score              90               ->  88.58                   -1.42
  By score           four stars ★★★★  ->  three stars ★★★
  Grade              four stars ★★★★  ->  not qualified (vetoed)
  To the next grade  5 (five stars)   ->  1.42 (four stars)
                                                                  points                   \
reached
  5.5           Service design and operation schemes                 4.5  ->   3.5     -1  \
90.00 %  ->  70.00 %
  5.12          Environmental performance and operating results    11.12  ->  10.7  -0.42  \
92.62 %  ->  89.12 %
    5.12.1        Pollutant limits and environmental performance    5.82  ->   5.4  -0.42  \
97.00 %  ->  90.00 %
  4.2-incident  Major environmental incident                                                 \
clear  ->    fired
  The score goes from 90 to 88.58 (-1.42).
  By score, the grade goes from four stars to three stars.
  Veto 4.2-incident, Major environmental incident: clear -> fired. \
Where it fires, the grade is at most: not qualified (vetoed).
  With the vetoes, the grade goes from four stars to not qualified (vetoed).
  As it is: Exactly on the floor of 90 ("90 and above" includes 90); \
5 short of five stars (95). All 5 vetoes were determined: none fired.
  As assumed: 8.58 above the floor of 80; 1.42 short of four stars (90). \
By score: three stars. Because of a veto: not qualified (vetoed).
"""
SEWAGE_IN_CHINESE = """\
江北污水处理厂   Q/BJKB 009-2026   第三方评价   2026-06-30
  得分        90           ->  88.58           -1.42
  按得分      四星级 ★★★★  ->  三星级 ★★★
  等级        四星级 ★★★★  ->  不合格
  距下一等级  5（五星级）  ->  1.42（四星级）
                                         得分                      完成
  5.5           服务设计与环保运营方案    4.5  ->   3.5     -1  90.00 %  ->  70.00 %
  5.12          环保运营绩效与运行效果  11.12  ->  10.7  -0.42  92.62 %  ->  89.12 %
    5.12.1        污染物达标与环保性能   5.82  ->   5.4  -0.42  97.00 %  ->  90.00 %
  4.2-incident  重大环境事件                                     未发现  ->     成立
  得分由 90 变为 88.58（-1.42）。
  按得分，等级由四星级变为三星级。
  否决 4.2-incident 重大环境事件：由未发现变为成立。成立时等级至多为：不合格。
  计入否决，等级由四星级变为不合格。
  现状：恰在 90 分线上（“90 分及以上”含 90）；距五星级（95 分）差 5 分。\
否决项 5 项均已核实：未发现。
  假设：高于 80 分线 8.58 分；距四星级（90 分）差 1.42 分。按得分为三星级，因一票否决定为：不合格。
"""
MIN = TINY.replace("total = 10", 'total = 10\ncombine = "min"')
ADJUSTED = TINY + (
    '[adjustments]\n"award" = { kind = "bonus", points = 6, times = 1, title = { en = "Award" } }\n'
    '"fault" = { kind = "deduction", points = 1, on = "1" }\n'
)
BY_ADJUSTED = BY_TINY + '[adjustments]\n"award" = 0\n"fault" = 0\n'


HEADINGS = ("points reached", "points", "reached")


def shown(*arguments: object) -> list[str]:
    result = run("what-if", *arguments)
    assert (result.stderr, result.exit_code) == ("", 0)
    return result.stdout.splitlines()


def rows(lines: list[str]) -> list[str]:
    """What differs by clause and so on, below the heading, with single blanks."""
    told = [" ".join(line.split()) for line in lines]
    [head] = [number for number, line in enumerate(told) if line in HEADINGS]
    end = next(number for number, line in enumerate(told) if line.startswith("The score"))
    return told[head + 1 : end]


# What people read.


@pytest.mark.parametrize(
    ("language", "expected"), [("en", SEWAGE_IN_ENGLISH), ("zh", SEWAGE_IN_CHINESE)]
)
def test_the_sewage_works(language: str, expected: str) -> None:
    before = SEWAGE.read_bytes()
    result = run("what-if", SEWAGE, *ASKED, "--lang", language)
    assert result.stdout == expected
    assert (result.stderr, result.exit_code) == ("", 0)
    assert SEWAGE.read_bytes() == before


def test_a_veto_that_would_be_clear_gives_the_stars_back() -> None:
    lines = shown(VETOED, "4.2-falsification=clear", "--lang", "en")
    assert "  Grade              not qualified (vetoed)  ->  four stars ★★★★" in lines
    assert "  To the next grade  3.83 (five stars)       ->  3.83 (five stars)  0" in lines
    assert "  With the vetoes, the grade goes from not qualified (vetoed) to four stars." in lines


def test_an_unfinished_one_shows_from_what_to_what() -> None:
    lines = shown(UNFINISHED, "5.2.3=90", "5.2.1=95", "4.2-violation=clear", "--lang", "en")
    assert lines[1] == ("  Score     55.72 to 89.72                             ->  58.68 to 89.68")
    assert lines[3] == (
        "  Grade     not qualified (vetoed) to three stars ★★★  ->  "
        "not qualified (vetoed) to three stars ★★★"
    )
    assert [" ".join(line.split()) for line in lines[4:9]] == [
        "points reached",
        "5.2 Service and operation management system open -> 7 open -> 87.50 %",
        "5.2.1 Organisation and posts 2.58 -> 2.85 +0.27 86.00 % -> 95.00 %",
        "5.2.3 Building the system open -> 2.7 open -> 90.00 %",
        "4.2-violation Grave breach of law or rules undetermined -> clear",
    ]
    zh = shown(UNFINISHED, "5.2.3=90", "--lang", "zh")
    assert "55.72～89.72" in zh[1]
    assert "未定" in zh[5]


def test_who_decides_is_told_where_the_weakest_does(folder: Path) -> None:
    by, file = written(folder / "min.toml", MIN), written(folder / "a.toml", BY_TINY)
    lines = shown(file, "1=90", "--rubric", by, "--lang", "en")
    assert rows(lines)[:2] == [
        "the whole 5 -> 7.5 +2.5 50.00 % -> 75.00 % the weakest decides: 1 -> 2",
        "1 Staff 50.00 % -> 90.00 %",
    ]
    assert lines[1].startswith("  Note: the rubric came from the file ")
    assert lines[2].startswith("  Note: this rubric is a reconstruction")
    [whole, *_] = [line for line in shown(file, "1=60", "--rubric", by) if "whole" in line]
    assert whole.endswith("the weakest decides: 1")
    zh = shown(file, "1=90", "--rubric", by, "--lang", "zh")
    [whole] = [line for line in zh if "总体" in line]
    assert whole.endswith("取最低：由 1 决定，变为由 2 决定")


def test_adjustments_and_what_is_held(folder: Path) -> None:
    by, file = written(folder / "by.toml", ADJUSTED), written(folder / "a.toml", BY_ADJUSTED)
    lines = shown(file, "award=2", "fault=1", "--rubric", by, "--lang", "en")
    assert rows(lines) == [
        "1 Staff 2 -> 1 -1 50.00 % -> 25.00 %",
        "award Award 0 -> 6 +6 0 x -> 1 of 2 x",
        "fault 0 -> -1 -1 0 x -> 1 x",
        "held within limits 0 -> -1.5 -1.5",
    ]
    unstated = written(folder / "b.toml", BY_TINY + '[adjustments]\n"fault" = 0\n')
    lines = shown(unstated, "award=1", "--rubric", by, "--lang", "en")
    assert rows(lines) == [
        "award Award open -> 6 open -> 1 x",
        "held within limits open -> -2.5",
    ]


def test_a_rubric_without_vetoes_has_one_grade(folder: Path) -> None:
    by = written(folder / "by.toml", TINY.partition("[vetoes]")[0])
    file = written(folder / "a.toml", 'rubric = "tiny-2026"\nratings = { "1" = 50, "2" = 75 }\n')
    lines = shown(file, "1=10", "--rubric", by, "--lang", "en")
    assert lines[3:6] == [
        "  Score              6.5     ->  4.9         -1.6",
        "  Grade              pass +  ->  fail",
        "  To the next grade  -       ->  1.1 (pass)",
    ]


def test_no_difference_is_told() -> None:
    """The file says 4.5 of 5 points, which is 90 %."""
    lines = shown(SEWAGE, "5.5=90", "5.6=87.0", "--lang", "en")
    assert lines[5:] == ["  What is assumed is as it is: nothing differs."]
    assert lines[1].split() == ["Score", "90", "->", "90", "0"]


HALF = ADJUSTED.replace("points = 6, times = 1", 'points = 1, from_ratio = "50%"')
OPEN_1 = BY_ADJUSTED.replace('"1" = 50, "2" = 75', '"2" = 80').replace(
    '"award" = 0', '"award" = { count = 1, reason = "x" }'
)


def test_a_count_that_changes_is_told_though_what_it_brings_is_open(folder: Path) -> None:
    by, file = written(folder / "by.toml", HALF), written(folder / "a.toml", OPEN_1)
    assert rows(shown(file, "award=3", "--rubric", by, "--lang", "en")) == [
        "award Award open -> open 1 x -> 3 x"
    ]
    [told] = objects(run("what-if", file, "award=3", "--rubric", by, "--json"))
    [award] = told["differences"]
    unknown = {"counted": None, "earned": None, "earned_shown": None}
    assert (award["old"], award["new"]) == ({"occurred": 1, **unknown}, {"occurred": 3, **unknown})
    assert (award["difference"], award["difference_shown"]) == (None, None)


def test_a_heading_stands_only_over_what_there_is(folder: Path) -> None:
    lines = shown(VETOED, "4.2-falsification=clear", "--lang", "en")
    assert lines[5].split() == ["4.2-falsification", "Falsified", "data", "fired", "->", "clear"]
    by, file = written(folder / "min.toml", MIN), written(folder / "a.toml", BY_TINY)
    lines = shown(file, "2=80", "--rubric", by, "--lang", "en")
    [head] = [line for line in lines if line.strip() in HEADINGS]
    assert (head.strip(), rows(lines)) == ("reached", ["2 Service 75.00 % -> 80.00 %"])
    by, file = written(folder / "by.toml", HALF), written(folder / "b.toml", OPEN_1)
    lines = shown(file, "award=3", "--rubric", by, "--lang", "en")
    assert "points" in [line.strip() for line in lines]


def test_a_distance_of_thousands_of_digits_is_shown(folder: Path) -> None:
    """Python reads no number of more than 4,300 digits back from text."""
    items = [f'"{n}" = {{ points = "1/4", title = {{ en = "Item" }} }}\n' for n in range(1, 41)]
    rubric = "".join(
        [TINY.partition('"1" =')[0], *items, "[grades]", TINY.partition("[grades]")[2]]
    )
    by = written(folder / "by.toml", rubric.replace("total = 10", 'total = 10\nrounding = "none"'))
    rated = [f'"{n}" = "{10**119}/{10**118 * 3 + 2 * n + 1}"\n' for n in range(1, 41)]
    vetoes = '[vetoes]\n"accident" = "clear"\n'
    file = written(
        folder / "a.toml", "".join(['rubric = "tiny-2026"\n[ratings]\n', *rated, vetoes])
    )
    lines = shown(file, "1=50", "--rubric", by, "--lang", "en")
    [row] = [line for line in lines if line.startswith("  To the next grade")]
    assert len(row) > 3 * 4300


# What programs read.


def test_both_sides_as_data() -> None:
    [told] = objects(run("what-if", SEWAGE, *ASKED, "--json", "--lang", "zh"))
    assert (told["file"], told["rubric_file"], told["problems"]) == (str(SEWAGE), None, [])
    assert told["changes"] == {"5.12.1": "90", "5.5": "70", "4.2-incident": "fired"}
    assert (told["difference"], told["difference_shown"]) == ("-1.42", "-1.42")
    old, new = told["old"], told["new"]
    assert (old["finished"], old["score"], old["grade_label"]) == (True, "90", "四星级")
    assert (new["score"], new["grade"], new["grade_by_score"]) == (
        "88.58",
        "unqualified",
        "three-star",
    )
    assert new["vetoes_fired"] == ["4.2-incident"]
    service, section, item, veto = told["differences"]
    assert (service["id"], service["difference"]) == ("5.5", "-1")
    assert section["old"] == {
        "ratio": "0.92625",
        "ratio_shown": "92.62 %",
        "decided_by": [],
        "earned": "11.115",
        "earned_shown": "11.12",
    }
    assert (section["adds"], item["adds"], item["depth"]) == (True, False, 1)
    assert (section["difference"], section["difference_shown"]) == ("-0.42", "-0.42")
    assert veto == {
        "part": "veto",
        "id": "4.2-incident",
        "title": "重大环境事件",
        "depth": None,
        "caps_at": "unqualified",
        "old": {"finding": "clear"},
        "new": {"finding": "fired"},
        "adds": False,
        "difference": None,
        "difference_shown": None,
    }
    assert told["sentences"] == [line.strip() for line in SEWAGE_IN_CHINESE.splitlines()[10:]]


def test_an_unfinished_side_as_data() -> None:
    [told] = objects(run("what-if", UNFINISHED, "5.2.3=90", "--json"))
    old = told["old"]
    assert (old["finished"], old["lowest"]["score"], old["highest"]["score"]) == (
        False,
        "55.715",
        "89.715",
    )
    assert (old["lowest"]["grade"], old["highest"]["grade"]) == ("unqualified", "three-star")
    assert (told["difference"], told["difference_shown"]) == (None, None)
    section, item = told["differences"]
    assert (section["id"], section["old"], section["difference"]) == ("5.2", None, None)
    assert item["new"]["earned"] == "2.7"


def test_adjustments_and_the_whole_as_data(folder: Path) -> None:
    by, file = written(folder / "by.toml", ADJUSTED), written(folder / "a.toml", BY_ADJUSTED)
    call = ("what-if", file, "award=2", "fault=1", "--rubric", by, "--json", "--lang", "en")
    [told] = objects(run(*call))
    assert told["rubric_file"] == str(by)
    _, award, fault, held = told["differences"]
    assert (award["part"], award["title"], award["adds"]) == ("adjustment", "Award", True)
    assert award["new"] == {"occurred": 2, "counted": 1, "earned": "6", "earned_shown": "6"}
    assert (fault["title"], fault["adds"], fault["difference"]) == ("", False, "-1")
    assert (held["part"], held["id"], held["new"]["earned"]) == ("held", None, "-1.5")
    unstated = written(folder / "b.toml", BY_TINY + '[adjustments]\n"fault" = 0\n')
    [told] = objects(run("what-if", unstated, "award=1", "--rubric", by, "--json"))
    award, held = told["differences"]
    unknown = {"occurred": None, "counted": None, "earned": None, "earned_shown": None}
    assert (award["old"], held["old"]) == (unknown, None)
    least = written(folder / "min.toml", MIN)
    file = written(folder / "c.toml", BY_TINY)
    [told] = objects(run("what-if", file, "1=90", "--rubric", least, "--json", "--lang", "en"))
    whole = told["differences"][0]
    assert (whole["part"], whole["id"], whole["title"]) == ("whole", None, "")
    assert (whole["old"]["decided_by"], whole["new"]["decided_by"]) == (["1"], ["2"])


# What is refused.


TWINS = TINY + '[adjustments]\n"1" = { kind = "bonus", points = 1 }\n'
TWINS = TWINS.replace('"accident"', '"1"')
OF_TWINS = BY_TINY.replace('"accident"', '"1"') + '[adjustments]\n"1" = 0\n'


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (("ratings/1=40", "vetoes/1=bogus"), [("vetoes/1=bogus", "value.choice")]),
        (("vetoes/1=fired", "adjustments/1=-1"), [("adjustments/1=-1", "value.whole")]),
        (("ratings/1=40", "adjustments/1=02"), [("adjustments/1=02", "value.not-whole")]),
        (("2", "2=120"), [("2", "change.form"), ("2=120", "rating.out-of-range")]),
        (("2=40", "17/2"), [("17/2", "change.form")]),
        (("==", ""), [("==", "change.form"), ("", "change.form")]),
        (("2=90", "2=91", "2=92"), [("2=91", "change.twice"), ("2=92", "change.twice")]),
        (("2=90", "ratings/2=91"), [("ratings/2=91", "change.twice")]),
        (("/2=90",), [("/2=90", "change.unknown")]),
        (("1=90",), [("1=90", "change.ambiguous")]),
    ],
    ids=str,
)
def test_a_fault_stands_behind_its_own_change(
    folder: Path, changes: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    by, file = written(folder / "by.toml", TWINS), written(folder / "a.toml", OF_TWINS)
    result = run("what-if", file, *changes, "--rubric", by, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    told = result.stderr.splitlines()[:-1]
    assert [(line.partition(": error: ")[0], line.split("[")[-1][:-1]) for line in told] == expected


def test_a_long_change_is_cut() -> None:
    result = run("what-if", SEWAGE, "x" * 5000, "5.5=" + "9" * 5000, "--lang", "en")
    form, number, _ = result.stderr.splitlines()
    assert form.startswith("x" * 60 + "... (5000 characters): error: ")
    assert number.startswith("5.5=" + "9" * 56 + "... (5004 characters): error: ")


FAULTS = ("5.12=90", "5.5=1e3", "x", "5.5=3", "5.6=120", "4.2-incidnt=fired", "4.2-incident=成立")


def test_every_fault_is_told_at_once_each_behind_the_change_that_has_it() -> None:
    result = run("what-if", SEWAGE, *FAULTS, "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    told = result.stderr.splitlines()
    assert [(line.partition(": error: ")[0], line.split()[-1]) for line in told[:-1]] == [
        ("x", "[change.form]"),
        ("5.5=3", "[change.twice]"),
        ("5.12=90", "[rating.of-branch]"),
        ("4.2-incidnt=fired", "[change.unknown]"),
        ("5.5=1e3", "[number.form]"),
        ("4.2-incident=成立", "[value.choice]"),
        ("5.6=120", "[rating.out-of-range]"),
    ]
    assert told[0] == (
        "x: error: A change must be ID=VALUE without blanks, such as 5.5=85, got 'x'. "
        "Correct it. [change.form]"
    )
    assert told[1] == (
        "5.5=3: error: 5.5 must be changed once, but is changed again. "
        "Remove one of the two. [change.twice]"
    )
    assert told[-1] == (
        "Nothing was compared, since what is assumed has faults (7). Correct them and ask again."
    )


def test_every_fault_is_told_to_programs_too() -> None:
    result = run("what-if", SEWAGE, *FAULTS, "--json", "--lang", "zh")
    assert (result.exit_code, result.stderr) == (2, "")
    [told] = objects(result)
    assert (told["file"], told["refused"]) == (str(SEWAGE), True)
    assert [(one["code"], one["path"]) for one in told["problems"]] == [
        ("change.form", "/x"),
        ("change.twice", "/5.5"),
        ("rating.of-branch", "/ratings/5.12"),
        ("change.unknown", "/4.2-incidnt"),
        ("number.form", "/ratings/5.5"),
        ("value.choice", "/vetoes/4.2-incident"),
        ("rating.out-of-range", "/ratings/5.6"),
    ]
    assert (
        told["problems"][0]["message"]
        == "假设应写成 编号=值，中间不空格，如 5.5=85，现为 'x'。请更正。"
    )


def test_faults_of_the_file_are_told_with_their_lines(folder: Path) -> None:
    file = written(folder / "a.toml", by_009(ratings={'"5.5"': "120"}))
    result = run("what-if", file, "5.6=130", "--lang", "en")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problems(result.stderr) == [
        Shown(14, "error", "rating.out-of-range"),
        Shown(None, "error", "rating.out-of-range"),
    ]
    assert "refused (faults: 2)" in result.stderr
    assert run("what-if", file, "5.5=90").exit_code == 2


def test_open_items_of_the_file_are_no_faults(folder: Path) -> None:
    file = written(folder / "a.toml", by_009(ratings={'"5.5"': "", '"5.6"': "0.85"}))
    result = run("what-if", file, "5.5=0.5", "5.7=20", "--lang", "en")
    assert result.exit_code == 0
    assert problems(result.stderr) == [
        Shown(14, "warning", "rating.below-one"),
        Shown(None, "warning", "rating.on-band-limit"),
        Shown(None, "warning", "rating.below-one"),
    ]
    [told] = objects(run("what-if", file, "5.5=0.5", "--json"))
    assert [one["code"] for one in told["problems"]] == ["rating.below-one"] * 2


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_file_that_cannot_be_read_is_refused_as_everywhere(flags: list[str]) -> None:
    result = run("what-if", "nowhere.toml", "5.5=90", *flags)
    assert result.exit_code == 2
    assert "file.not-found" in (result.stdout if flags else result.stderr)
    assert (result.stderr if flags else result.stdout) == ""
    result = run("what-if", SEWAGE, "5.5=90", "--rubric", "nowhere.toml", *flags)
    assert result.exit_code == 2
    assert "nowhere.toml" in (result.stdout if flags else result.stderr)


def test_a_change_steers_no_terminal_and_writes_nothing(folder: Path) -> None:
    result = run("what-if", SEWAGE, "\x1b[31m=90", "5.5\x1b", "5.5=\x1b")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert names(folder) == []


def test_what_follows_the_first_sign_is_the_value(folder: Path) -> None:
    by = TINY + (
        "[scale]\nbands = [\n"
        '{ low = 0, high = 0, label = { en = "x=0" } },\n'
        '{ low = 100, high = 100, label = { en = "x=1" } },\n]\n'
    )
    rubric = written(folder / "by.toml", by)
    file = written(folder / "a.toml", BY_TINY.replace("50", "0").replace("75", "100"))
    lines = shown(file, "1=x=1", "--rubric", rubric, "--lang", "en")
    assert rows(lines)[0] == "1 Staff 0 -> 4 +4 0.00 % -> 100.00 %"
