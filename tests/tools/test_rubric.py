"""`maturity rubric list` and `show`: what is installed, what is broken, what a rubric says."""

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from maturity_core import dump_rubric
from tests.tools.command import SEWAGE, objects, problems, run, started
from tests.tools.papers import MEAN, QBJKB_009, TINY, written

if TYPE_CHECKING:
    import subprocess

TITLE = "环境保护设施运营组织服务成熟度评价技术规范"


def plugin(site: Path, name: str, offer: str, code: str = "") -> None:
    """Put a distribution into a folder that is on the path: what it offers, and its module."""
    info = site / f"{name.replace('-', '_')}-1.5.dist-info"
    info.mkdir()
    written(info / "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n")
    written(info / "entry_points.txt", f"[maturity_core.rubrics]\n{offer}\n")
    written(site / f"{name.replace('-', '_')}.py", code)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder for plugins."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def good(rubric_id: str) -> str:
    """The code of a plugin that works."""
    text = TINY.replace("tiny-2026", rubric_id)
    return f"from maturity_core import load_rubric\nrubric = load_rubric({text.encode()!r})\n"


def listed(site: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return started("rubric", "list", *arguments, PYTHONPATH=str(site))


# list


def test_list_shows_id_title_status_and_distribution() -> None:
    result = run("rubric", "list", "--lang", "zh")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(
        r"qbjkb-006-2026  售后服务成熟度服务认证评价技术规范  +重建  +maturity-core [0-9.]+\n"
        rf"qbjkb-009-2026  {TITLE}  按正式文本  maturity-core [0-9.]+\n",
        result.stdout,
    )


def test_list_as_json() -> None:
    result = run("rubric", "list", "--json", "--lang", "zh")
    reconstructed, told = objects(result)
    assert (reconstructed["id"], reconstructed["rubric_official"]) == ("qbjkb-006-2026", False)
    version = told.pop("version")
    assert re.fullmatch(r"[0-9]+(\.[0-9]+)+", version)
    assert told == {
        "id": "qbjkb-009-2026",
        "title": TITLE,
        "rubric_official": True,
        "distribution": "maturity-core",
    }
    assert result.exit_code == 0


def test_the_rubric_of_a_stranger_is_listed_found_and_scored_by(site: Path, folder: Path) -> None:
    plugin(site, "good-rubrics", "good-2026 = good_rubrics:rubric", good("good-2026"))
    done = listed(site, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = [line.split() for line in done.stdout.decode().splitlines()]
    assert rows[0] == ["good-2026", "Tiny", "reconstructed", "good-rubrics", "1.5"]
    assert [row[0] for row in rows[1:]] == ["qbjkb-006-2026", "qbjkb-009-2026"]
    file = folder / "a.toml"
    assert started("new", "good-2026", "-o", file, PYTHONPATH=str(site)).returncode == 0
    text = file.read_text(encoding="utf-8")
    text = re.sub(r'^# ("[12]" =)', r"\1 70", text, flags=re.MULTILINE)
    written(file, text.replace('"undetermined"', '"clear"'))
    done = started("score", file, PYTHONPATH=str(site))
    assert b"Score 7 / 10   pass +\n" in done.stdout
    assert b"not installed" not in done.stdout


BROKEN = {
    "raises": ("a-2026 = raises:rubric", "1 / 0", "ZeroDivisionError: division by zero"),
    "leaves": ("b-2026 = leaves:rubric", "raise SystemExit('bye')", "SystemExit: bye"),
    "lacks-it": ("c-2026 = lacks_it:rubric", "", "AttributeError"),
    "not-there": ("d-2026 = nowhere_at_all:rubric", "", "ModuleNotFoundError"),
    "no-rubric": ("e-2026 = no_rubric:rubric", "rubric = 5", "must be a Rubric, got int"),
    "other-id": ("f-2026 = other_id:rubric", good("x-2026"), "must give the rubric of that id, "),
    "wrong-text": ("this is no entry point", "", "wrong-text"),
    "invalid": (
        "g-2026 = invalid:rubric",
        good("g-2026").replace("points = 4", "points = 5"),
        "InvalidRubric",
    ),
    "two-lines": (
        "h-2026 = two_lines:rubric",
        "raise ValueError('first\\nsecond')",
        "ValueError: first",
    ),
}


def test_broken_distributions_are_named_with_their_reason_and_hide_nothing(site: Path) -> None:
    for name, (offer, code, _) in BROKEN.items():
        plugin(site, name, offer, code)
    plugin(site, "good-rubrics", "good-2026 = good_rubrics:rubric", good("good-2026"))
    done = listed(site, "--lang", "en")
    assert done.returncode == 1
    rows = [line.split()[0] for line in done.stdout.decode().splitlines()]
    assert rows == ["good-2026", "qbjkb-006-2026", "qbjkb-009-2026"]
    told = done.stderr.decode().splitlines()
    assert len(told) == len(BROKEN)
    for name, (_, _, reason) in BROKEN.items():
        [line] = [line for line in told if f"distribution {name} " in line]
        assert reason in line
    assert {problem.code for problem in problems(done.stderr.decode())} == {
        "plugin.broken",
        "plugin.no-rubric",
        "plugin.other-id",
    }
    done = listed(site, "--json")
    assert (done.returncode, done.stderr) == (1, b"")
    *good_ones, broken = map(json.loads, done.stdout.decode().splitlines())
    assert [told["id"] for told in good_ones] == ["good-2026", "qbjkb-006-2026", "qbjkb-009-2026"]
    assert (broken["file"], broken["refused"], len(broken["problems"])) == ("-", True, len(BROKEN))


def test_a_broken_distribution_is_exit_code_1(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(site, "breaks", "a-2026 = breaks:rubric", "1 / 0")
    monkeypatch.syspath_prepend(site)
    result = run("rubric", "list")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 2)
    assert [problem.code for problem in problems(result.stderr)] == ["plugin.broken"]
    assert "distribution breaks cannot be loaded: ZeroDivisionError" in result.stderr


def test_the_rubric_of_a_stranger_steers_no_terminal(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rubric that is made in code went through no reader that could have refused it."""
    code = (
        good("steers-2026")
        + "from attrs import evolve\n"
        + "from maturity_core import Text\n"
        + "rubric = evolve(rubric, title=Text(en='a\\u202eb\\x07c\\nd'))\n"
    )
    plugin(site, "steers", "steers-2026 = steers:rubric", code)
    monkeypatch.syspath_prepend(site)
    for arguments in (["list"], ["show", "steers-2026"]):
        result = run("rubric", *arguments)
        assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.output) == []
        assert "steers-2026" in result.output
    assert len(run("rubric", "list").output.splitlines()) == 3


def test_a_broken_distribution_in_chinese(site: Path) -> None:
    plugin(site, "raises", "a-2026 = raises:rubric", "1 / 0")
    done = listed(site, "--lang", "zh")
    assert (
        "安装包 raises 的准则“a-2026”无法载入：ZeroDivisionError: division by zero。"
        "请联系其作者，或卸载它。 [plugin.broken]\n"
    ) in done.stderr.decode()


def test_nobody_shadows_a_shipped_rubric(site: Path, folder: Path) -> None:
    """Two distributions that offer one id are an error that names both; none wins silently."""
    plugin(site, "shadow", "qbjkb-009-2026 = shadow:rubric", good("qbjkb-009-2026"))
    done = listed(site)
    assert (done.returncode, done.stdout.split()[0]) == (1, b"qbjkb-006-2026")
    told = done.stderr.decode()
    assert [problem.code for problem in problems(told)] == ["plugin.id-twice"]
    assert re.search(r"maturity-core [0-9.]+, shadow 1\.5\. ", told)
    file = written(folder / "a.toml", 'rubric = "qbjkb-009-2026"\n')
    done = started("score", file, PYTHONPATH=str(site))
    assert (done.returncode, done.stdout) == (2, b"")
    assert [problem.code for problem in problems(done.stderr.decode())] == ["plugin.id-twice"]


def test_a_broken_rubric_that_is_asked_for_is_refused_and_no_other(
    site: Path, folder: Path
) -> None:
    plugin(site, "raises", "a-2026 = raises:rubric", "1 / 0")
    done = started("rubric", "show", "a-2026", PYTHONPATH=str(site))
    assert (done.returncode, done.stdout) == (2, b"")
    assert [problem.code for problem in problems(done.stderr.decode())] == ["plugin.broken"]
    assert started("rubric", "show", "qbjkb-009-2026", PYTHONPATH=str(site)).returncode == 0
    done = started("new", "a-2026", "-o", folder / "a.toml", PYTHONPATH=str(site))
    assert done.returncode == 2


def test_where_nothing_is_installed_nothing_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib_metadata.distributions", lambda: iter(()))
    result = run("rubric", "list")
    assert (result.output, result.exit_code) == ("", 0)


# show


def test_show_says_what_the_rubric_says_in_chinese() -> None:
    result = run("rubric", "show", "qbjkb-009-2026", "--lang", "zh")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.split("\n")
    assert lines[:5] == [
        f"qbjkb-009-2026   {TITLE}",
        "  Q/BJKB 009-2026   北京坤标检验认证有限公司   2026-04-01",
        "  按正式文本",
        "条款（总分 100）",
        "  5.1  基础合规与环保守法（3 分）                       3.00 %  ###         [服务过程]",
    ]
    at = lines.index("等级")
    assert lines[at : at + 7] == [
        "等级",
        "  five-star    五星级  ★★★★★  >= 95",
        "  four-star    四星级  ★★★★   >= 90",
        "  three-star   三星级  ★★★    >= 80",
        "  two-star     二星级  ★★     >= 70",
        "  one-star     一星级  ★      >= 0",
        "  unqualified  不合格",
    ]
    dimensions = {one.id: f"[{one.title.zh}]" for one in QBJKB_009.dimensions}
    for clause in QBJKB_009.walk():
        mark = "（标题为本准则所加）" if clause.title_added else ""
        side = dimensions.get(clause.dimension or "", "")
        title = f"{clause.id}  {clause.title.zh}{mark}（{clause.points} 分）"
        [shown] = [line for line in lines if line.strip().startswith(f"{title} ")]
        bar = "#" * int((clause.points or 0) * 10 / 12 + Fraction(1, 2))  # 5.12 has 12 points
        assert shown.split(title)[1].split() == [f"{clause.points}.00", "%", bar, *side.split()]
        for checkpoint in clause.checkpoints:
            assert any(line.strip() == f"- {checkpoint.zh}" for line in lines)
    at = lines.index("一票否决")
    for veto in QBJKB_009.vetoes:
        [shown] = [line for line in lines[at:] if line.startswith(f"  {veto.id}  ")]
        assert veto.title.zh in shown
        needed = "  [须写明理由]" if veto.needs_reason else ""
        assert shown.endswith(f"：成立则至多为不合格{needed}")
    at = lines.index("解读")
    assert [line for line in lines[at:] if re.match(r"  [0-9]+\. ", line)] == [
        f"  {number}. {reading.question.zh}"
        for number, reading in enumerate(QBJKB_009.readings, start=1)
    ]
    assert len(QBJKB_009.readings) > 5
    at = lines.index("来源")
    assert lines[at + 1] == "  total       Q/BJKB 009-2026, clauses 4.1 and 5 (heading)"
    assert len(lines[at:]) == 1 + len(QBJKB_009.provenance.sources) + 1


def test_show_tells_what_a_rubric_is_based_on_and_where_it_was_taken_from(folder: Path) -> None:
    shown = run("rubric", "show", "qbjkb-006-2026", "--lang", "en").stdout
    told = shown.partition("\nProvenance\n")[2].splitlines()
    assert told[:2] == [
        "  based on qbjkb-009-2026",
        "  title    Q/BJKB 009-2026, clause 3",
    ]
    cited = '[provenance.sources]\nclauses = { code = "T/X 1", edition = "2026", page = "7" }\n'
    lines = run("rubric", "show", written(folder / "r.toml", TINY + cited)).stdout.splitlines()
    assert lines[-2:] == ["Provenance", "  clauses  T/X 1, 2026, 7"]


def test_every_bar_stands_at_one_place_however_wide_a_title_is() -> None:
    for language in ("zh", "en"):
        shown = run("rubric", "show", "qbjkb-009-2026", "--lang", language).stdout
        ends = [
            cell_len(line.partition(" %  #")[0]) for line in shown.splitlines() if " %  #" in line
        ]
        assert len(ends) == sum(1 for _ in QBJKB_009.walk())
        assert len(set(ends)) == 1


def test_show_in_english_is_in_english() -> None:
    shown = run("rubric", "show", "qbjkb-009-2026", "--lang", "en").stdout
    assert "\nGrades\n  five-star    five stars" in shown
    told, _, _ = shown.partition("\nReadings\n")  # which quote the standard's own words
    assert re.findall("[\u4e00-\u9fff]", told) == []


def test_show_of_a_file_that_gives_little(folder: Path) -> None:
    rubric = written(folder / "mean.toml", MEAN.replace("at_least = 6", "above = 6"))
    assert run("rubric", "show", rubric).stdout.split("\n") == [
        "mean-2026   Mean",
        "  Note: this rubric is a reconstruction, not the official standard.",
        "Clauses (total 10)",
        "  mean by weight",
        "  1  Staff    40.00 %  #######     [weight 4]",
        "  2  Service  60.00 %  ##########  [weight 6]",
        "Grades",
        "  pass  pass    > 6",
        "  fail  fail",
        "",
    ]


def test_show_of_a_standard_without_issuer_and_day(folder: Path) -> None:
    text = TINY + '[standard]\ncode = "T/X 1"\n'
    lines = run("rubric", "show", written(folder / "r.toml", text)).stdout.split("\n")
    assert lines[:3] == [
        "tiny-2026   Tiny",
        "  T/X 1",
        "  Note: this rubric is a reconstruction, not the official standard.",
    ]


def test_show_of_vetoes_with_all_that_they_can_say(folder: Path) -> None:
    text = TINY.replace(
        'caps_at = "fail",',
        'caps_at = "fail", rests_on = ["4.2", "5.1"], condition = { en = "It\\nhappened." }, '
        'checkpoints = [{ en = "Ask\\nthem" }],',
    )
    lines = run("rubric", "show", written(folder / "r.toml", text)).stdout.split("\n")
    at = lines.index("Vetoes")
    assert lines[at:] == [
        "Vetoes",
        "  accident  Accident (rests on 4.2, 5.1): caps the grade at fail",
        "    It happened.",
        "    - Ask them",
        "",
    ]


def test_show_as_json_is_the_rubric_as_data() -> None:
    result = run("rubric", "show", "qbjkb-009-2026", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    told: dict[str, Any] = json.loads(result.stdout)
    assert (told["id"], told["total"], told["rubric_official"]) == ("qbjkb-009-2026", "100", True)

    def ids(clauses: list[dict[str, Any]]) -> list[str]:
        return [found for clause in clauses for found in (clause["id"], *ids(clause["clauses"]))]

    assert ids(told["clauses"]) == [clause.id for clause in QBJKB_009.walk()]
    assert told["clauses"][1]["clauses"][0] == {
        "id": "5.2.1",
        "title": {"zh": "组织与岗位", "en": "Organisation and posts"},
        "points": "3",
        "checkpoints": [
            {"zh": point.zh, "en": point.en}
            for point in next(c for c in QBJKB_009.walk() if c.id == "5.2.1").checkpoints
        ],
        "evidence": [
            {"zh": asked.zh, "en": asked.en}
            for asked in next(c for c in QBJKB_009.walk() if c.id == "5.2.1").evidence
        ],
        "clauses": [],
    }
    for name in ("vetoes", "scopes"):
        assert [part["id"] for part in told[name]] == [part.id for part in getattr(QBJKB_009, name)]
    assert [grade["id"] for grade in told["grades"]] == [
        grade.id for grade in QBJKB_009.grades.grades
    ]
    assert told["adjustments"] == []


def test_show_as_json_of_clauses_that_name_their_parent(folder: Path) -> None:
    text = TINY.replace(
        '"2" = { points = 6,',
        '"a" = { in = "2", points = 6, title = { zh = "甲", en = "A" } }\n"2" = { points = 6,',
    )
    told = json.loads(run("rubric", "show", written(folder / "r.toml", text), "--json").stdout)
    assert told["clauses"][1]["clauses"] == [
        {"id": "a", "points": "6", "title": {"zh": "甲", "en": "A"}, "clauses": []}
    ]


def test_a_rubric_that_was_dumped_shows_the_same(folder: Path) -> None:
    file = written(folder / "r.json", dump_rubric(QBJKB_009))
    for form in ([], ["--json"]):
        shown = run("rubric", "show", file, *form)
        assert shown.exit_code == 0
        assert shown.stdout == run("rubric", "show", "qbjkb-009-2026", *form).stdout


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("qbjkb-09-2026", "rubric.unknown"),
        ("qbjkb-009", "rubric.needs-date"),
        ("nowhere.toml", "file.not-found"),
        ("nowhere.JSON", "file.not-found"),
        ("x" * 300, "rubric.unknown"),
        ("", "rubric.unknown"),
    ],
    ids=["unknown", "family", "no-file", "no-FILE", "too-long", "nothing"],
)
def test_show_of_a_rubric_that_is_not_there(named: str, code: str, form: list[str]) -> None:
    result = run("rubric", "show", named, *form)
    assert result.exit_code == 2
    if form:
        [refused] = objects(result)
        found = [problem["code"] for problem in refused["problems"]]
    else:
        assert result.stdout == ""
        found = [problem.code for problem in problems(result.stderr)]
    other_way = ["rubric.taken-for-file"] if code == "file.not-found" else []
    assert found == [code, *other_way]


@pytest.mark.parametrize("command", ["show", "new", "score", "check"])
def test_a_name_alone_is_an_installed_rubric_whatever_lies_in_the_folder(
    folder: Path, command: str
) -> None:
    """A file that somebody left here must not score instead of the standard."""
    written(folder / "qbjkb-009-2026", TINY)
    calls: dict[str, list[str | Path]] = {
        "show": ["rubric", "show", "qbjkb-009-2026"],
        "new": ["new", "qbjkb-009-2026", "-o", "a.toml"],
        "score": ["score", SEWAGE, "--rubric", "qbjkb-009-2026"],
        "check": ["check", SEWAGE, "--rubric", "qbjkb-009-2026"],
    }
    result = run(*calls[command])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "not installed" not in result.stdout
    if command == "new":
        assert 'rubric = "qbjkb-009-2026"' in (folder / "a.toml").read_text(encoding="utf-8")


def test_who_means_the_file_of_that_name_is_told_how_to_write_it(folder: Path) -> None:
    written(folder / "tiny-2026", TINY)
    result = run("rubric", "show", "tiny-2026")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        (
            'tiny-2026: error: No rubric "tiny-2026" is installed. '
            "Installed: qbjkb-006-2026, qbjkb-009-2026. [rubric.unknown]"
        ),
        (
            'tiny-2026: warning: "tiny-2026" was taken for the id of an installed rubric. '
            "If you mean the file of that name, write ./tiny-2026. [rubric.taken-for-id]"
        ),
    ]
    assert (
        "若指同名文件，请写 ./tiny-2026。"
        in run("rubric", "show", "tiny-2026", "--lang", "zh").stderr
    )
    assert run("rubric", "show", "./tiny-2026").stdout.startswith("tiny-2026   Tiny\n")


def test_who_means_an_installed_rubric_is_told_how_to_write_it() -> None:
    result = run("rubric", "show", "qbjkb-009-2026.toml")
    assert (
        '"qbjkb-009-2026.toml" was taken for the name of a file. '
        "If you mean an installed rubric, write its id: qbjkb-006-2026, qbjkb-009-2026. "
        "[rubric.taken-for-file]"
    ) in result.stderr
    chinese = run("rubric", "show", "qbjkb-009-2026.toml", "--lang", "zh").stderr
    assert "若指已安装的准则，请写其编号：qbjkb-006-2026, qbjkb-009-2026。" in chinese


def test_the_slash_in_the_code_of_a_standard_makes_it_no_file() -> None:
    shown = run("rubric", "show", "Q/BJKB 009-2026")
    assert shown.stdout == run("rubric", "show", "qbjkb-009-2026").stdout


def test_a_rubric_of_a_stranger_steers_no_terminal_as_json_either(site: Path) -> None:
    """The reading of files refuses such signs; a rubric that was made in Python may have them."""
    code = good("good-2026") + (
        "from attrs import evolve\nfrom maturity_core import Text\n"
        "rubric = evolve(rubric, title=Text(zh='\\u202e', en='\\x9b'))\n"
    )
    plugin(site, "good-rubrics", "good-2026 = good_rubrics:rubric", code)
    done = started("rubric", "list", "--json", PYTHONPATH=str(site))
    assert b'"title": "\\u009b"' in done.stdout


EVERYTHING = """
format = 1
language = "en"
rubric = { id = "r", title = "R", total = 100, combine = "mean", maximum = 120 }
[dimensions]
side = "Side"
[clauses]
"1" = { weight = 3, points = 10, title = "One", dimension = "side" }
"1.1" = { points = 4, title = "a", excludable = true, scale = { step = 5 } }
"1.2" = { points = 6, title = "b", excludable = true, excluded = "full" }
"2" = { weight = 1, points = 20, title = "Two", combine = "min", excludable = true }
"2.1" = { title = "c" }
"2.2" = { title = "d", scale = { bands = [
    { low = 0, high = 0, label = "no" }, { low = 100, high = 100, label = "yes" },
] } }
[grades]
"low" = { rank = 0, label = "low" }
"mid" = { rank = 1, label = "mid", at_least = 40, upto = 60 }
"high" = { rank = 2, label = "high", symbol = "★", any = [ { at_least = 60, requires = [
    { clause = "2", above = "50%", excluded = "met" }, { adjustment = "extra", at_least = 2 },
] }, { above = 80, score = "base", requires = [
    { every = "section", at_least = "50%", excluded = "unmet" },
    { dimension = "side", at_least = "10%" }, { score = "base", at_least = 85 },
] } ] }
[adjustments]
"extra" = { kind = "bonus", points = 1, times = 3, from_ratio = "80%", title = "Extra" }
"fault" = { kind = "deduction", points = "0.5", on = "1", scaling = "inside" }
"""
SHOWN = """\
Clauses (total 100)
  mean by weight
  the points of the sections are scaled to 100
  with bonuses at most 120
  1  One (10 points)   75.00 %  ##########  [weight 3; Side]
    1.1  a (4 points)  30.00 %  ####        [may be excluded]
      Rating bands
        a percentage is a multiple of 5 %
    1.2  b (6 points)  45.00 %  ######      [may be excluded, counts in full then]
  2  Two (20 points)   25.00 %  ###         [weight 1; the weakest decides; may be excluded]
    2.1  c
    2.2  d
      Rating bands
        0 %  no
        100 %  yes
Bonuses and deductions
  extra  Extra  bonus      +1 each; at most 3 x; counts from 80 % on
  fault         deduction  -0.5 each; on clause 1; scaled where clauses are excluded
Grades
  high  high  ★  >= 60; clause 2 > 50 % (met where excluded); points of extra >= 2
                 or > 80 before adjustments; every section >= 50 % (not met where excluded); \
dimension side >= 10 %; score before adjustments >= 85
  mid   mid      >= 40
  low   low
"""


def test_show_tells_every_rule_that_decides_score_and_grade(folder: Path) -> None:
    """Who knows what is shown could score by it."""
    file = written(folder / "all.toml", EVERYTHING.replace("maximum =", "scaled = true, maximum ="))
    shown = run("rubric", "show", str(file), "--lang", "en").stdout
    assert shown.partition("\n")[2].partition("\n")[2] == SHOWN
    chinese = run("rubric", "show", str(file), "--lang", "zh").stdout
    for told in (
        "按权重平均",
        "各部分分值之和折算为 100 分",
        "2  Two（20 分）   25.00 %  ###         [权重 1；取最低；可删减]",
        "1.2  b（6 分）  45.00 %  ######      [可删减，按满分计]",
        "加分  每次 +1；至多计 3 次；达到 80 % 后才计",
        ">= 60；第 2 条 > 50 % (删减时视为满足)；extra 加分 >= 2",
    ):
        assert told in chinese
