"""What `maturity rubric diff` shows, for people and for programs."""

import json
from pathlib import Path

from tests.tools.command import SEWAGE, problems, run
from tests.tools.papers import TINY, written

OVERLAY = """
base = "qbjkb-009-2026"
language = "en"
rubric = { id = "acme-2026", title = "ACME" }
[clauses]
"5.8" = { excludable = true, points = 7 }
"5.5" = { points = 6, title = { zh = "新", en = "Service design and operation schemes" } }
[grades]
"five-star" = { at_least = 96 }
[scale]
step = 5
"""


def test_the_differences_of_an_overlay(tmp_path: Path) -> None:
    file = written(tmp_path / "acme.toml", OVERLAY)
    result = run("rubric", "diff", "qbjkb-009-2026", file, "--lang", "en")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "qbjkb-009-2026 -> acme-2026"
    for line in (
        "  ~ 5.8 points: 8 -> 7",
        "  ~ 5.8 excludable: - -> true",
        "  ~ 5.5 title: 服务设计与环保运营方案 -> 新",
        "  ~ five-star at_least: 95 -> 96",
        "  ~ step: - -> 5",
        "  5.5  5.00 %  ->  6.00 %",
        "  5.8  8.00 %  ->  7.00 %",
    ):
        assert line in lines, line
    assert lines[-3] == "Part of the total"
    assert "占总分的比例" in run("rubric", "diff", "qbjkb-009-2026", file, "--lang", "zh").stdout


def test_a_list_is_counted_and_what_comes_and_goes_has_its_title() -> None:
    shown = run("rubric", "diff", "qbjkb-009-2026", "qbjkb-006-2026", "--lang", "en").stdout
    assert "  ~ 5.13 checkpoints: (8 entries) -> (7 entries)\n" in shown
    assert "  - 5.12  Environmental performance and operating results\n" in shown
    assert "  + 4.2-compliance  Basic compliance\n" in shown
    assert "  5.12    12.00 %  ->  -\n" in shown


def test_a_value_is_shown_as_it_stands(tmp_path: Path) -> None:
    new = written(tmp_path / "new.toml", TINY.replace('en = "Staff"', 'en = "Staff : all"'))
    result = run("rubric", "diff", written(tmp_path / "old.toml", TINY), new, "--lang", "en")
    assert "  ~ 1 title: Staff -> Staff : all\n" in result.stdout


def test_a_list_that_differs_has_no_name(tmp_path: Path) -> None:
    both = '{ zh = "问", en = "q" }'
    reading = f"[[readings]]\nquestion = {both}\nreading = {both}\nreason = {both}\n"
    new = written(tmp_path / "new.toml", TINY + reading)
    result = run("rubric", "diff", written(tmp_path / "old.toml", TINY), new, "--lang", "en")
    told = "  ~ - -> [{question = q, reading = q, reason = q}]"
    assert result.stdout.splitlines()[1:] == ["Readings", told]


def test_a_long_list_is_counted(tmp_path: Path) -> None:
    long = "q" * 50
    reading = f'[[readings]]\nquestion = {{ en = "{long}" }}\n'
    reading += f'reading = {{ en = "{long}" }}\nreason = {{ en = "{long}" }}\n'
    new = written(tmp_path / "new.toml", TINY + reading)
    result = run("rubric", "diff", written(tmp_path / "old.toml", TINY), new, "--lang", "en")
    assert result.stdout.splitlines()[1:] == ["Readings", "  ~ - -> (1 entries)"]


def test_the_same_rubric_twice() -> None:
    result = run("rubric", "diff", "qbjkb-009-2026", "qbjkb-009-2026", "--lang", "en")
    assert result.stdout == "qbjkb-009-2026 -> qbjkb-009-2026\n  no differences\n"


def test_what_becomes_of_an_assessment(tmp_path: Path) -> None:
    text = OVERLAY.replace('"five-star" = { at_least = 96 }', '"four-star" = { at_least = 91 }')
    file = written(tmp_path / "acme.toml", text.replace("[scale]\nstep = 5\n", ""))
    call = ("rubric", "diff", "qbjkb-009-2026", file, "--assessment", SEWAGE)
    shown = run(*call, "--lang", "en").stdout.splitlines()[-1]
    assert shown == (f"{SEWAGE}: 90 four stars -> 89.16 three stars (the grade changes)")
    told = json.loads(run(*call, "--json").stdout)
    assert (told["old"], told["new"]) == ("qbjkb-009-2026", "acme-2026")
    [moved] = told["assessments"]
    assert (moved["old"]["grade"], moved["new"]["grade"]) == ("four-star", "three-star")
    assert {"kind", "part", "id", "key", "old", "new"} == set(told["changes"][0])
    assert {"clause": "5.5", "old": "0.05", "new": "0.06"} in told["shares"]
    same = run("rubric", "diff", "qbjkb-009-2026", "qbjkb-009-2026", "--assessment", SEWAGE)
    assert "the grade changes" not in same.stdout


def test_an_assessment_that_one_of_them_cannot_score(tmp_path: Path) -> None:
    call = ("rubric", "diff", "qbjkb-009-2026", "qbjkb-006-2026", "--assessment", SEWAGE)
    result = run(*call, "--lang", "en")
    assert result.exit_code == 2
    assert [p.code for p in problems(result.stderr)] == ["veto.missing"]
    assert result.stdout.splitlines()[-1] == (
        f"{SEWAGE}: cannot be scored by qbjkb-006-2026 (problems: 1)."
    )
    [moved] = json.loads(run(*call, "--json").stdout)["assessments"]
    assert (moved["new"]["score"], moved["new"]["problems"]) == (None, 1)
    broken = written(tmp_path / "a.toml", 'rubric = "tiny-2026"\nratings = 5\n')
    tiny = written(tmp_path / "tiny.toml", TINY)
    result = run("rubric", "diff", tiny, tiny, "--assessment", broken, "--lang", "en")
    assert result.exit_code == 2
    assert [p.code for p in problems(result.stderr)].count("value.not-table") == 1
    assert "cannot be scored by tiny-2026" in result.stdout


def test_a_rubric_that_is_not_there() -> None:
    result = run("rubric", "diff", "qbjkb-009-2026", "nowhere")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [p.code for p in problems(result.stderr)] == ["rubric.unknown"]
