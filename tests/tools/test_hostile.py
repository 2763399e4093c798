"""Inputs that must be refused clearly, with nothing lost: through the library and the command.

Most of them are files in tests/hostile/, and expected.toml there says what each must be told.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from maturity_core import (
    MaturityError,
    Problem,
    check_assessment,
    dump_rubric,
    load_assessment,
    load_rubric,
)
from maturity_core.files import inspect_assessment
from maturity_core.reading import MOST_BYTES
from tests.tools.command import MATURITY, environment, objects, problems, run, started
from tests.tools.papers import QBJKB_009, TINY, by_009, names, written

FOLDER = Path(__file__).parents[1] / "hostile"
RUBRIC = FOLDER / "rubric.toml"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


class Hostile(NamedTuple):
    """An entry of expected.toml."""

    said: dict[str, Any]

    @property
    def name(self) -> str:
        """The name of the file, which says what is wrong with it."""
        return str(self.said["name"])

    @property
    def is_rubric(self) -> bool:
        """Whether it is no assessment."""
        return self.said.get("is") == "rubric"

    @property
    def told(self) -> list[dict[str, Any]]:
        """What must be told, all of it, in the order of the file."""
        return list(self.said["problems"])

    def file(self, folder: Path) -> Path:
        """Return where it stands, or make it in a folder."""
        if "made" not in self.said:
            return FOLDER / self.name
        made = self.said["made"]
        return written(
            folder / self.name, made["start"] + made["part"] * made["times"] + made["end"]
        )

    def call(self, command: str, folder: Path) -> tuple[object, ...]:
        """Return the arguments that have the command read it."""
        file = self.file(folder)
        if self.is_rubric:
            return (command, FOLDER / "long-number.toml", "--rubric", file)
        return (command, file, "--rubric", RUBRIC)


FILES = [Hostile(said) for said in EXPECTED["files"]]
RUBRICS = [hostile for hostile in FILES if hostile.is_rubric]
ASSESSMENTS = [hostile for hostile in FILES if not hostile.is_rubric]
each_file, each_rubric, each_assessment = (
    pytest.mark.parametrize("hostile", files, ids=[hostile.name for hostile in files])
    for files in (FILES, RUBRICS, ASSESSMENTS)
)
ROWS = {
    "NaN, Infinity",
    "bool as number",
    "confusable id",
    "control text",
    "deep nesting",
    "duplicate key",
    "encoding",
    "huge exponent",
    "huge integer",
    "ids",
    "no document",
    "other digits and blanks",
    "out of range",
    "signs and separators",
    "slip",
    "unanswered",
    "unknown key",
    "wrong type",
}
KINDS = {"en": {"error": "error", "open": "open"}, "zh": {"error": "错误", "open": "待办"}}
OPEN = {"rating.missing", "veto.missing", "veto.undetermined"}


def entry(problem: Problem) -> dict[str, Any]:
    """A problem as expected.toml says it."""
    at = {"at": [problem.position.line, problem.position.column]} if problem.position else {}
    sentences = {language: problem.message(language) for language in ("en", "zh")}
    return {"code": problem.code, "path": problem.pointer, **at, **sentences}


def lines(hostile: Hostile, file: object, language: str) -> list[str]:
    """What a terminal shows of it."""
    return [
        f"{':'.join(map(str, [file, *said.get('at', [])]))}: "
        f"{KINDS[language]['open' if said['code'] in OPEN else 'error']}: "
        f"{said[language]} [{said['code']}]"
        for said in hostile.told
    ]


def test_each_file_is_expected_and_each_row_has_one() -> None:
    made = {hostile.name for hostile in FILES if "made" in hostile.said}
    accepted = {said["name"] for said in EXPECTED["accepted"]}
    files = {hostile.name for hostile in FILES} - made
    there = {path.name for path in FOLDER.iterdir()} - {".gitattributes", "expected.toml"}
    assert files | accepted | {RUBRIC.name} == there
    assert len(FILES) == len(files) + len(made)
    assert {hostile.said["row"] for hostile in FILES} == ROWS


@each_assessment
def test_the_library_tells_all_faults_at_once(folder: Path, hostile: Hostile) -> None:
    rubric = load_rubric(RUBRIC)
    found = inspect_assessment(hostile.file(folder), lambda _: rubric)
    assert [entry(problem) for problem in found.problems] == hostile.told
    assert {problem.severity for problem in found.problems} == {"error"}
    assert {problem.code for problem in found.open_items} <= OPEN


@each_rubric
def test_so_does_the_library_for_rubrics(folder: Path, hostile: Hostile) -> None:
    with pytest.raises(MaturityError) as refused:
        load_rubric(hostile.file(folder))
    assert [entry(problem) for problem in refused.value.problems] == hostile.told


@each_assessment
def test_what_loads_has_faults_by_its_rubric(folder: Path, hostile: Hostile) -> None:
    try:
        told = check_assessment(load_rubric(RUBRIC), load_assessment(hostile.file(folder)))
    except MaturityError as error:
        told = error.problems
    expected = {(said["code"], said["path"]) for said in hostile.told}
    assert told
    assert {(problem.code, problem.pointer) for problem in told} <= expected


@each_file
@pytest.mark.parametrize("language", ["en", "zh"])
def test_check_shows_them_line_by_line(folder: Path, hostile: Hostile, language: str) -> None:
    call = hostile.call("check", folder)
    result = run(*call, "--lang", language)
    assert result.exit_code == hostile.said["check"]
    file = call[-1] if hostile.is_rubric else call[1]
    expected = lines(hostile, file, language)
    after = {0: 3, 1: 1, 2: 0}[hostile.said["check"]]  # progress; what is still possible
    unread = hostile.said["check"] == 2
    shown, silent = (result.stderr, result.stdout) if unread else (result.stdout, result.stderr)
    assert shown.splitlines() == [*expected, *shown.splitlines()[len(expected) :]]
    assert len(shown.splitlines()) == len(expected) + after
    assert silent == ""


@each_file
def test_score_refuses_and_an_old_file_stays_whole(folder: Path, hostile: Hostile) -> None:
    old = written(folder / "old.txt", "what was there")
    call = hostile.call("score", folder)
    before = names(folder)
    for output in ("old.txt", "new.txt"):
        result = run(*call, "-o", output)
        assert (result.exit_code, result.stdout) == (2, "")
        shown = result.stderr.splitlines()
        file = call[-1] if hostile.is_rubric else call[1]
        assert shown[: len(hostile.told)] == lines(hostile, file, "en")
        possible = 2 * (hostile.said["check"] == 0)  # lines, of an unfinished file
        assert len(shown) == len(hostile.told) + (not hostile.is_rubric) + possible
        assert (names(folder), old.read_text("utf-8")) == (before, "what was there")


@each_file
@pytest.mark.parametrize("command", ["check", "score"])
def test_programs_are_told_the_same(folder: Path, hostile: Hostile, command: str) -> None:
    result = run(*hostile.call(command, folder), "--json", "--lang", "zh")
    assert result.exit_code == (hostile.said["check"] if command == "check" else 2)
    assert result.stderr == ""
    [told] = objects(result)
    assert told.get("refused", False) == (command == "score" or hostile.said["check"] == 2)
    assert "grade" not in told
    expected = [
        {
            "code": said["code"],
            "path": said["path"],
            "message": said["zh"],
            "severity": "error",
            "line": said["at"][0] if "at" in said else None,
            "column": said["at"][1] if "at" in said else None,
        }
        for said in hostile.told
    ]
    assert told["problems"] == expected


@pytest.mark.parametrize("said", EXPECTED["accepted"], ids=lambda said: str(said["name"]))
def test_what_looks_hostile_and_is_fine_is_scored_exactly(said: dict[str, str]) -> None:
    [card] = objects(run("score", FOLDER / said["name"], "--rubric", RUBRIC, "--json"))
    assert (Fraction(card["score"]), card["grade"]) == (Fraction(said["score"]), said["grade"])
    assert card["problems"] == []


# What needs an installed rubric, or bytes that no file should have.

LEAVES = [leaf.id for leaf in QBJKB_009.leaves()]
OTHERS = {f'"{leaf}"': 90 for leaf in LEAVES if leaf != "5.5"}
VETOES = ", ".join(f'"{veto.id}": "clear"' for veto in QBJKB_009.vetoes)


def in_json(rating: str = "90", *, more: str = "", others: str = "") -> str:
    """A complete assessment by 009 as JSON, but for what is told; values are JSON as written."""
    ratings = ", ".join(f"{key}: {value}" for key, value in OTHERS.items())
    return (
        f'{{"rubric": "{QBJKB_009.id}"{more}, '
        f'"ratings": {{"5.5": {rating}, {ratings}{others}}}, "vetoes": {{{VETOES}}}}}'
    )


BY_CODE = {
    "an unknown rubric": ("a.json", '{"rubric": "../../etc/passwd"}', "rubric.unknown"),
    "a long rubric": ("a.json", json.dumps({"rubric": "x" * 1000}), "rubric.unknown"),
    "braces": ("a.json", '{"rubric": "{0} {x}"}', "rubric.unknown"),
    "a rubric that is none": ("a.json", '{"rubric": ["x"]}', "value.not-text"),
    "surrogates": ("a.json", '{"\\ud800": {"\\ud801": "\\ud802"}}', "text.control"),
    "no text at all": ("a.toml", bytes(range(256)) * 40, "file.not-utf8"),
}


@pytest.mark.parametrize(("name", "data", "code"), BY_CODE.values(), ids=list(BY_CODE))
def test_it_is_refused_with_its_code(folder: Path, name: str, data: str | bytes, code: str) -> None:
    file = written(folder / name, data)
    for command in ("check", "score"):
        result = run(command, file)
        assert (result.exit_code, result.stdout) == (2, "")
        assert {problem.code for problem in problems(result.stderr)} == {code}


# The name of the output.


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("a\0b.txt", "file.not-written"),
        ("folder", "file.not-regular"),
        ("folder/", "file.not-regular"),
        ("missing/a.txt", "file.not-written"),
        ("missing/../a.txt", "file.not-written"),
        ("old.txt/a.txt", "file.not-written"),
        ("a.toml", "file.is-input"),
        ("b.toml", "file.suffix"),
        ("", "file.not-regular"),
        ("n" * 300, "file.not-written"),
    ],
)
def test_an_output_that_cannot_be_is_refused(folder: Path, output: str, code: str) -> None:
    (folder / "folder").mkdir()
    old = written(folder / "old.txt", "what was there")
    file = written(folder / "a.toml", by_009())
    before = names(folder)
    result = run("score", file, "-o", output)
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == [code]
    assert names(folder) == before
    assert (old.read_text("utf-8"), file.read_text("utf-8")) == ("what was there", by_009())
    assert names(folder / "folder") == []


def test_a_path_of_the_users_own_may_lead_anywhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = folder / "a" / "b"
    below.mkdir(parents=True)
    file = written(folder / "a.toml", by_009())
    monkeypatch.chdir(below)
    assert run("score", file, "-o", "../../CON.txt").exit_code == 0
    assert names(folder) == ["CON.txt", "a", "a.toml"]
    assert names(below) == []


# Where a fault stands.

PLACES = {
    "json syntax": ("a.json", '{\n  "rubric": "x"\n  "kind": 1\n}', 3, 3),
    "json duplicate": ("a.json", '{\n "rubric": "x",\n  "rubric": "y"}', 3, 3),
    "toml syntax": ("a.toml", 'rubric = "x"\nkind = \n', 2, 8),
    "toml duplicate": ("a.toml", 'rubric = "x"\n  rubric = "y"\n', 2, 3),
    "encoding": ("a.toml", 'rubric = "x"\n# 江北 '.encode() + b"\xff", 2, 6),
    "value": ("a.toml", 'rubric = "qbjkb-009-2026"\n\n[ratings]\n  "5.5" = true', 4, 3),
    "long form": ("a.toml", 'rubric = "x"\n[ratings."5.5"]\nrating = true', 3, 1),
    "after a long text": (
        "a.toml",
        'rubric = "x"\nreviewer = """\n[ratings]\nkind = 1\n"""\nkind = "x"\n',
        6,
        1,
    ),
}


@pytest.mark.parametrize(("name", "text", "line", "column"), PLACES.values(), ids=list(PLACES))
def test_the_place_of_a_fault(
    folder: Path, name: str, text: str | bytes, line: int, column: int
) -> None:
    [told] = objects(run("check", written(folder / name, text), "--json"))
    faults = [p for p in told["problems"] if not p["code"].endswith((".missing", ".unknown"))]
    assert [(fault["line"], fault["column"]) for fault in faults] == [(line, column)]


# What looks hostile, and is fine.


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.toml", b"\xef\xbb\xbf" + by_009().encode()),
        ("a.json", b"\xef\xbb\xbf" + in_json().encode()),
        ("a.toml", by_009().replace("\n", "\r\n")),
        ("a", in_json()),
        ("a", by_009()),
        ("a.TOML", by_009()),
        ("a.JSON", in_json()),
        ("a.json", "\n\n  " + in_json() + "\n\n"),
    ],
    ids=["BOM", "BOM-json", "CRLF", "no-suffix", "no-suffix-toml", "upper", "upper-json", "blank"],
)
def test_a_harmless_file_is_scored(folder: Path, name: str, data: str | bytes) -> None:
    [card] = objects(run("score", written(folder / name, data), "--json"))
    assert card["score"] == "90"


@pytest.mark.parametrize(
    ("rating", "score"),
    [
        ("79.99999999999999999", "89.4999999999999999995"),
        ('"79.99999999999999999"', "89.4999999999999999995"),
        ('"239/3"', "26845/300"),
        ("8.0e1", "89.5"),
        ("80.00000", "89.5"),
        ('{"points": "4"}', "89.5"),
        ('"80%"', "89.5"),
        ("-0", "85.5"),
        ("0.0", "85.5"),
        ("1e2", "90.5"),
    ],
)
def test_a_number_is_taken_exactly_as_it_is_written(folder: Path, rating: str, score: str) -> None:
    file = written(folder / "a.json", in_json(rating))
    [card] = objects(run("score", file, "--json"))
    if "/" in score:
        assert card["score"] == "5369/60"
        assert "Score 89.48 / 100" in run("score", file).stdout
    else:
        assert card["score"] == score


HARMLESS = {
    "break": ("江北\\n污水", "江北 污水"),
    "tab": ("江北\\t污水", "江北 污水"),
    "separator": ("江北\u2028污水", "江北 污水"),
    "emoji": ("江北🏭厂", "江北🏭厂"),
    "very long": ("厂" * 100_000, "厂" * 100_000),
    "markup": ("[bold red]江北[/]", "[bold red]江北[/]"),
    "template": ("{grade} %s {{}} [[x]]", "{grade} %s {{}} [[x]]"),
    "html": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "formula": ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    "combining": ("e\u0301" * 3, "e\u0301" * 3),
    "zero-width": ("江\u200b北", "江\u200b北"),
    "rare": ("𠮷野家", "𠮷野家"),
}


@pytest.mark.parametrize(("name", "shown"), HARMLESS.values(), ids=list(HARMLESS))
def test_a_name_is_shown_on_one_line_and_kept_whole(folder: Path, name: str, shown: str) -> None:
    text = by_009() + f'[subject]\nname = "{name}"\n'
    file = written(folder / "a.toml", text)
    result = run("score", file, "--lang", "zh")
    assert result.exit_code == 0
    assert result.stdout.split("\n")[0] == f"{shown}   Q/BJKB 009-2026"
    assert len(result.stdout.split("\n")) == 3 + 13 + 1
    [card] = objects(run("score", file, "--json"))
    assert card["subject"] == name.replace("\\n", "\n").replace("\\t", "\t")


def test_the_notes_of_a_fired_veto_say_whatever_they_like(folder: Path) -> None:
    for name, (note, shown) in HARMLESS.items():
        if name == "very long":
            continue
        fired = f'{{ finding = "fired", legal_basis = "{note}", period = "x", note = "{note}" }}'
        file = written(folder / "a.toml", by_009(vetoes={'"4.2-other"': fired}))
        result = run("score", file, "--lang", "zh")
        assert result.exit_code == 0
        assert f"法律依据：{shown}；时段：x。说明：{shown}\n" in result.stdout


# Much of it.


def test_a_file_that_is_too_large_is_not_read_to_its_end(folder: Path) -> None:
    file = folder / "a.toml"
    with file.open("wb") as large:
        large.truncate(MOST_BYTES * 1024)
    result = run("check", file)
    assert result.exit_code == 2
    assert [problem.code for problem in problems(result.stderr)] == ["file.too-large"]


def test_a_device_without_an_end_is_not_read() -> None:
    result = run("score", "/dev/zero")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == ["file.not-a-file"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "a.toml")
    result = run("score", folder / "a.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == ["file.not-a-file"]


def test_at_most_a_hundred_problems_are_told_and_that_there_are_more(folder: Path) -> None:
    """All problems of the file together (up to 100)."""
    others = "".join(f', "x{number}": 1' for number in range(5_000))
    file = written(folder / "a.json", in_json(others=others))
    result = run("check", file)
    assert result.exit_code == 1
    assert len(problems(result.stdout)) <= 101
    assert "4900" in result.stdout
    assert "faults: 5000" in result.stdout.splitlines()[-1]
    [told] = objects(run("score", file, "--json"))
    assert len(told["problems"]) <= 101


def _large_rubric(folder: Path) -> Path:
    """A rubric of 150 items, more than are told of faults."""
    clauses = {str(n): {"points": 1, "title": {"zh": "条", "en": "x"}} for n in range(1, 151)}
    tree = json.loads(dump_rubric(load_rubric(TINY.encode()))) | {"clauses": clauses}
    tree["rubric"]["total"] = 150
    tree["scale"] = {
        "bands": [
            {"low": 0, "high": 80, "label": {"zh": "低", "en": "low"}},
            {"low": 80, "high": 100, "label": {"zh": "高", "en": "high"}},
        ]
    }
    return written(folder / "large.json", json.dumps(tree))


def test_an_unfinished_file_gets_every_open_item_however_many(folder: Path) -> None:
    rubric = _large_rubric(folder)
    run("new", rubric, "-o", "a.toml")
    for command in ("score", "check"):
        found = problems(run(command, "a.toml", "--rubric", rubric).output)
        assert [problem.code for problem in found].count("rating.missing") == 150
        [told] = objects(run(command, "a.toml", "--rubric", rubric, "--json"))
        assert len(told["problems"]) == 151


def test_no_fault_is_hidden_behind_what_is_only_open(folder: Path) -> None:
    rubric = _large_rubric(folder)
    file = written(folder / "a.toml", 'rubric = "tiny-2026"\n[ratings]\n"150" = 101\n[vetoes]\n')
    for command in ("score", "check"):
        found = problems(run(command, file, "--rubric", rubric).output)
        assert "rating.out-of-range" in {problem.code for problem in found}


def test_many_warnings_are_no_error(folder: Path) -> None:
    rubric = _large_rubric(folder)
    ratings = "".join(f'"{number}" = 80\n' for number in range(1, 151))
    text = f'rubric = "tiny-2026"\n[ratings]\n{ratings}[vetoes]\naccident = "clear"\n'
    file = written(folder / "a.toml", text)
    checked = run("check", file, "--rubric", rubric)
    assert checked.exit_code == 0
    assert {problem.kind for problem in problems(checked.stdout)} == {"warning"}
    scored = run("score", file, "--rubric", rubric)
    assert scored.exit_code == 0
    assert {problem.kind for problem in problems(scored.stderr)} == {"warning"}
    [card] = objects(run("score", file, "--rubric", rubric, "--json"))
    assert {problem["severity"] for problem in card["problems"]} == {"warning"}


LIMITED = 'ulimit -v 1500000 && exec "$0" "$@"'


@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}", "x = [{{{}=1}}]"])
def test_keys_of_many_dots_do_not_eat_the_memory(folder: Path, form: str) -> None:
    """tomllib keeps every prefix of a dotted key: 60 kB of `a.a.a` become 4 GB."""
    file = written(folder / "a.toml", form.format(".".join(["a"] * 30_000)) + "\n")
    done = subprocess.run(
        ["/bin/bash", "-c", LIMITED, MATURITY, "check", file],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in done.stderr, done.stderr[-500:]
    assert done.returncode == 2
    assert b"file.too-deep" in done.stderr


def test_many_unknown_keys_take_no_minutes(folder: Path) -> None:
    keys = "".join(f', "ratinx{number}": 1' for number in range(20_000))
    file = written(folder / "a.json", in_json(more=keys))
    done = subprocess.run(
        [sys.executable, MATURITY, "check", file, "--json"],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1


# As a process of its own: what a person would see.


@pytest.mark.parametrize("command", ["score", "check"])
def test_a_process_never_shows_a_traceback(folder: Path, command: str) -> None:
    files = [hostile.file(folder) for hostile in ASSESSMENTS]
    for form in ([], ["--json"]):
        done = started(command, *files, *form, PYTHONIOENCODING="utf-8")
        assert done.returncode == 2
        told = (done.stdout + done.stderr).decode()
        for file in files:
            assert re.search(re.escape(str(file)), told)
