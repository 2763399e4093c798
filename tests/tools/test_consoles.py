"""Output survives every console: GBK, ASCII, a pipe; and it is never the text that breaks it."""

import json
import os
import pty
import re
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.tools.command import (
    MATURITY,
    SEWAGE,
    UNFINISHED,
    VETOED,
    environment,
    objects,
    run,
    started,
)
from tests.tools.papers import by_009, written

SHOWN: dict[str, list[str | Path]] = {
    "score": ["score", SEWAGE, VETOED, "--lines"],
    "what-if": ["what-if", SEWAGE, "5.12.1=90", "4.2-incident=fired"],
    "wrong-change": ["what-if", SEWAGE, "5.5=没有"],
    "refused": ["score", UNFINISHED, "没有.toml"],
    "check": ["check", UNFINISHED],
    "list": ["rubric", "list"],
    "show": ["rubric", "show", "qbjkb-009-2026"],
    "nobody": ["rubric", "show", "没有"],
    "wrong-call": ["没有"],
    "wrong-option": ["score", SEWAGE, "--没有"],
}
every_command = pytest.mark.parametrize("arguments", SHOWN.values(), ids=list(SHOWN))
HELP = [["-h"], ["score", "-h"], ["new", "-h"], ["rubric", "-h"], ["rubric", "show", "-h"], []]
_BOXES = re.compile("^ *[|+]|-{5}|[\u2500-\u259f]", re.MULTILINE)
every_help = pytest.mark.parametrize("arguments", HELP, ids=lambda parts: " ".join(parts) or "none")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("encoding", ["gbk", "cp936"])
@every_command
def test_a_gbk_console_shows_every_character(
    arguments: list[str | Path], encoding: str, language: str
) -> None:
    """Only characters that GBK has: what is shown there is what UTF-8 shows, to the letter."""
    done = started(*arguments, "--lang", language, PYTHONIOENCODING=encoding)
    expected = run(*arguments, "--lang", language)
    assert done.returncode == expected.exit_code
    assert done.stdout.decode("gbk") == expected.stdout
    assert done.stderr.decode("gbk") == expected.stderr


def test_what_gbk_has_not_becomes_a_question_mark_and_stops_nothing(folder: Path) -> None:
    text = by_009() + '[subject]\nname = "江北🏭厂 ﷽"\n'
    done = started(
        "score", written(folder / "a.toml", text), "--lang", "zh", PYTHONIOENCODING="gbk"
    )
    assert done.returncode == 0
    assert done.stdout.decode("gbk").startswith(
        "江北?厂 ?   Q/BJKB 009-2026\n得分 90 / 100   四星级 ★★★★\n"
    )


@every_command
def test_an_ascii_console_stops_nothing(arguments: list[str | Path]) -> None:
    """Where nobody set a language up, what stands there is most likely UTF-8 all the same."""
    done = started(*arguments, "--lang", "zh", PYTHONIOENCODING="ascii")
    expected = run(*arguments, "--lang", "zh")
    assert done.returncode == expected.exit_code
    assert done.stdout.decode() == expected.stdout
    assert done.stderr.decode() == expected.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
@every_command
def test_what_a_western_console_has_not_becomes_a_question_mark(
    arguments: list[str | Path], language: str
) -> None:
    done = started(*arguments, "--lang", language, PYTHONIOENCODING="cp1252")
    expected = run(*arguments, "--lang", language)
    assert done.returncode == expected.exit_code
    assert done.stdout == expected.stdout.encode("cp1252", "replace")
    assert done.stderr == expected.stderr.encode("cp1252", "replace")


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "cp1252", "ascii", "utf-8"])
@every_command
def test_a_file_holds_what_a_pipe_does(
    arguments: list[str | Path], encoding: str, folder: Path
) -> None:
    """As in `maturity score FILE > result.txt 2> problems.txt`."""
    call = [*arguments, "--lang", "zh"]
    piped = started(*call, PYTHONIOENCODING=encoding)
    with (folder / "out").open("wb") as out, (folder / "error").open("wb") as error:
        variables = environment(PYTHONIOENCODING=encoding)
        done = subprocess.run(
            [MATURITY, *call], env=variables, stdout=out, stderr=error, check=False
        )
    assert done.returncode == piped.returncode
    assert (folder / "out").read_bytes() == piped.stdout
    assert (folder / "error").read_bytes() == piped.stderr


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("gbk", ["score", SEWAGE, UNFINISHED]),
        ("utf-16", ["score", SEWAGE]),
        ("ascii", ["score", UNFINISHED]),
        ("gbk", ["check", UNFINISHED]),
        ("gbk", ["rubric", "list"]),
        ("gbk", ["rubric", "show", "qbjkb-009-2026"]),
        ("gbk", ["rubric", "show", "没有"]),
    ],
    ids=["score", "utf-16", "ascii", "check", "list", "show", "nobody"],
)
def test_json_is_utf_8_whatever_the_console_speaks(
    arguments: list[str | Path], encoding: str
) -> None:
    call = [*arguments, "--json", "--lang", "zh"]
    done = started(*call, PYTHONIOENCODING=encoding)
    assert done.stdout == run(*call).stdout_bytes
    assert re.search("[\u4e00-\u9fff]", done.stdout.decode())
    assert done.stderr == b""


@every_help
def test_help_on_an_ascii_console(arguments: list[str]) -> None:
    done = started(*arguments, PYTHONIOENCODING="ascii")
    assert b"Usage: maturity" in done.stdout + done.stderr
    assert done.returncode == (0 if arguments else 2)


@every_help
def test_help_on_a_gbk_console_has_no_boxes_either(arguments: list[str]) -> None:
    done = started(*arguments, PYTHONIOENCODING="gbk")
    shown = (done.stdout + done.stderr).decode("gbk")
    assert _BOXES.findall(shown) == []
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", run(*arguments).output)


def test_help_on_a_terminal_has_no_boxes() -> None:
    for arguments in HELP:
        shown = on_a_terminal(*arguments)
        assert "Usage" in shown
        assert _BOXES.findall(shown) == []


def test_files_are_utf_8_whatever_the_console_speaks(folder: Path) -> None:
    for name in ("a.toml", "a.json"):
        call = ("new", "qbjkb-009-2026", "--lang", "zh", "-o")
        assert started(*call, folder / name, PYTHONIOENCODING="gbk").returncode == 0
        expected = folder / name.replace("a", "b")
        assert run(*call, expected).exit_code == 0
        assert (folder / name).read_bytes() == expected.read_bytes()
    out = folder / "out.txt"
    call = ("score", str(SEWAGE), "--lang", "zh", "-o")
    assert started(*call, out, PYTHONIOENCODING="gbk").returncode == 0
    assert out.read_bytes() == run(*call[:-1]).stdout_bytes


# File names.


@pytest.mark.parametrize("command", ["score", "check"])
@pytest.mark.parametrize(
    "name",
    [
        "江北 厂（二期）.toml",
        "-x.toml",
        "a'b\"c.toml",
        "🏭.toml",
        "x" * 250 + ".toml",
        "%s {file}.toml",
        "[bold]a[red].toml",
    ],
    ids=["chinese", "dash", "quotes", "emoji", "long", "template", "markup"],
)
def test_a_file_name_is_shown_as_it_is(folder: Path, name: str, command: str) -> None:
    file = written(folder / name, by_009("101"))
    result = run(command, file)
    assert result.exit_code == (2 if command == "score" else 1)
    assert all(line.startswith(str(file)) for line in result.output.splitlines())
    [told] = objects(run(command, file, "--json"))
    assert told["file"] == str(file)
    done = started(command, file, PYTHONIOENCODING="utf-8")
    assert (done.stdout + done.stderr).decode() == result.output


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
@pytest.mark.parametrize("command", ["score", "check"])
def test_a_file_name_that_is_no_unicode(folder: Path, command: str, form: list[str]) -> None:
    """On Linux a name is bytes; one from an old GBK archive is no UTF-8."""
    name = bytes(folder) + b"/\xbd\xad\xb1\xb1.toml"
    done = started(command, name, *form)
    assert done.returncode == 2
    assert b"file.not-found" in done.stdout + done.stderr
    if form:
        [told] = [json.loads(done.stdout)]
        assert told["refused"] is True
        assert os.fsencode(told["file"]) == name  # a program can still find it


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_file_name_that_is_no_unicode_is_scored(folder: Path, form: list[str]) -> None:
    name = bytes(folder) + b"/\xbd\xad\xb1\xb1.toml"
    with open(name, "wb") as file:  # noqa: PTH123 -- pathlib takes no bytes
        file.write(by_009().encode())
    done = started("score", name, *form)
    assert done.returncode == 0
    if form:
        assert json.loads(done.stdout)["score"] == "90"
    done = started("score", name, *form, "-o", folder / "out")
    assert done.returncode == 0


def on_a_terminal(*arguments: str | Path) -> str:
    """What a terminal receives: nothing is taken out on the way, as it is on the way to a pipe."""
    ours, theirs = pty.openpty()
    received = b""
    with subprocess.Popen(
        [MATURITY, *arguments],
        env=environment(TERM="xterm", COLUMNS="80", PYTHONIOENCODING="utf-8"),
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        with suppress(OSError):  # how Linux says that nobody writes any more
            while part := os.read(ours, 65536):
                received += part
        os.close(ours)
    shown = received.decode().replace("\r\n", "\n")
    assert "Traceback" not in shown
    return shown


@pytest.mark.parametrize("command", ["score", "check"])
@pytest.mark.parametrize(
    "name", ["a\nb.toml", "a\x1b[31mb.toml", "a\u202eb.toml", "a\rb.toml"], ids=ascii
)
def test_a_file_name_never_steers_the_terminal(folder: Path, name: str, command: str) -> None:
    """A name that somebody sent is text like any other: it breaks no line and hides nothing."""
    for file in (folder / name, written(folder / f"there {name}", by_009("101"))):
        shown = on_a_terminal(command, file)
        assert _STEERING.findall(shown) == []
        assert all(str(folder) in line for line in shown.splitlines())


@pytest.mark.parametrize("command", ["score", "check"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"rubric": "qbjkb-009-2026", "\\u001b[31m": {"\\u001b": 1}}'),
        ("a.json", '{"rubric": "\\u001b[31m"}'),
        ("a.json", '{"rubric": "a", "\\u001b]0;x\\u0007": 1}'),
        ("a.json", '{"rubric": "a", "\u202e": {"\u202e": 1}}'),
        ("a.toml", 'rubric = "a"\n"\\u001b[31m" = { "\\u001b" = 1 }\n'),
        ("a.toml", 'rubric = "a"\n"\u202e" = 1\n"\u202e" = 1\n'),
        ("a.toml", 'rubric = "a"\n[ratings]\n"\\u009b31m" = { "\\u009b" = 1 }\n'),
    ],
    ids=["key", "value", "title", "bidi", "toml-key", "twice", "C1"],
)
def test_a_file_never_steers_the_terminal(folder: Path, name: str, text: str, command: str) -> None:
    """What is refused is shown in ASCII, also where it stands in a path."""
    shown = on_a_terminal(command, written(folder / name, text))
    assert _STEERING.findall(shown) == []
    assert "error" in shown


_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
