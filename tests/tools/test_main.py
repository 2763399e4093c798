"""The command itself: what it lacks, what it says of itself, which language it speaks."""

import io
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import version
from pathlib import Path

import pytest

import maturity_tools
from tests.tools.command import MATURITY, SEWAGE, UNFINISHED, environment, run, started

# Without the extra.


def without(module: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command where a module is not installed."""
    code = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {module!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
sys.argv = ["maturity", *{list(arguments)!r}]
from maturity_tools import main
main()
"""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment(PYTHONIOENCODING="utf-8"),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def assert_that_the_extra_is_named(module: str, done: "subprocess.CompletedProcess[str]") -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"The command maturity needs an extra ({module} is missing). "
        'Run: pip install "maturity-core[cli]"\n'
        f'maturity 命令需要附加组件（缺 {module}）。请运行：pip install "maturity-core[cli]"\n'
    )


@pytest.mark.parametrize(
    ("module", "arguments"),
    [
        ("click", ["--version"]),
        ("click", ["score", str(SEWAGE), "--json"]),
        ("rich", ["-h"]),
        ("rich", ["score", str(SEWAGE)]),
    ],
    ids=["version", "score", "help", "table"],
)
def test_without_its_extra_the_command_names_it_in_both_languages(
    module: str, arguments: list[str]
) -> None:
    assert_that_the_extra_is_named(module, without(module, *arguments))


def test_the_version_needs_neither_the_core_nor_rich() -> None:
    """It comes at once."""
    for module in ("attrs", "maturity_core", "rich"):
        done = without(module, "--version")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"maturity, version {version('maturity-core')}\n"


@pytest.mark.parametrize("name", ["a.toml", "a.json"])
def test_without_tomlkit_a_form_is_no_traceback_either(folder: Path, name: str) -> None:
    """Who has click and rich for another reason has not asked for tomlkit."""
    done = without("tomlkit", "new", "qbjkb-009-2026", "-o", name)
    if done.returncode == 0:
        assert (folder / name).is_file()
    else:
        assert_that_the_extra_is_named("tomlkit", done)


def test_without_tomlkit_all_else_works() -> None:
    assert without("tomlkit", "score", str(SEWAGE)).returncode == 0


@pytest.mark.parametrize("module", ["attrs", "cattrs", "maturity_rubrics"])
def test_any_other_missing_module_is_not_taken_for_the_extra(module: str) -> None:
    done = without(module, "rubric", "list")
    assert done.returncode != 0
    assert "maturity-core[cli]" not in done.stderr
    assert module in done.stderr


def test_main_says_so_in_this_process_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "maturity_tools.cli")
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert left.value.code == 2
    assert capsys.readouterr().err.count('pip install "maturity-core[cli]"') == 2


def test_main_hands_on_what_else_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "maturity_tools.cli", None)
    with pytest.raises(ModuleNotFoundError, match=r"maturity_tools\.cli"):
        maturity_tools.main()


def test_main_runs_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["maturity", "--version"])
    with pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert not left.value.code
    assert capsys.readouterr().out == f"maturity, version {version('maturity-core')}\n"


# The call.


def test_version() -> None:
    result = run("--version")
    assert result.stdout == f"maturity, version {version('maturity-core')}\n"
    assert result.exit_code == 0


@pytest.mark.parametrize("arguments", [[], ["rubric"]], ids=["maturity", "rubric"])
def test_without_a_command_it_shows_the_help(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert re.sub(r"\s", "", run(*arguments, "-h").stdout) in re.sub(r"\s", "", result.output)


def test_exit_codes_of_a_process() -> None:
    assert started("score", SEWAGE).returncode == 0
    assert started("check", UNFINISHED).returncode == 0
    assert started("score", UNFINISHED).returncode == 2
    assert started("score", "nowhere.toml").returncode == 2
    assert started("nope").returncode == 2


def test_a_module_of_python_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from maturity_tools import main; main()", "score", SEWAGE],
        env=environment(),
        capture_output=True,
        check=True,
    )
    assert done.stdout == started("score", SEWAGE).stdout


def test_a_reader_that_leaves_early_is_no_traceback() -> None:
    """As in `maturity rubric show ... | head -1`."""
    with subprocess.Popen(
        [MATURITY, "rubric", "show", "qbjkb-009-2026", "--json"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


FULL = {
    "en": (
        "stdout: error: The result cannot be written to standard output: No space left on device. "
        "What is there is not complete. Remove the cause, then run this again. [file.not-shown]\n"
    ),
    "zh": (
        "stdout: 错误: 结果无法写到标准输出：No space left on device。"
        "已写出的部分不完整。请排除原因后重新运行。 [file.not-shown]\n"
    ),
}


@pytest.mark.parametrize("language", FULL)
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_full_disk_behind_a_redirection_is_told_once(form: list[str], language: str) -> None:
    """As in `maturity score FILE > result.txt`; what was not shown was not done."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [MATURITY, "score", SEWAGE, *form],
            env=environment(MATURITY_LANG=language, PYTHONIOENCODING="utf-8"),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.decode()) == (2, FULL[language])


def test_where_nothing_can_be_told_the_exit_code_tells() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [MATURITY, "score", SEWAGE], env=environment(), stdout=full, stderr=full, check=False
        )
    assert done.returncode == 2


class Full(io.StringIO):
    """A file on a disk without space."""

    def write(self, _: str, /) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("language", FULL)
def test_a_full_disk_is_told(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["maturity", "score", str(SEWAGE), "--lang", language])
    monkeypatch.setattr(sys, "stdout", Full())
    with pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert left.value.code == 2
    assert capsys.readouterr().err == FULL[language]


def test_a_stray_refusal_of_the_system_names_its_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as a library that lies on a disk which has gone."""

    def gone(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/there/x.toml")

    monkeypatch.setattr("maturity_tools.commands.inspect_file", gone)
    monkeypatch.setattr(sys, "argv", ["maturity", "check", "x.toml", "--lang=en"])
    with pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert left.value.code == 2
    assert capsys.readouterr().err == (
        "/there/x.toml: error: The file /there/x.toml cannot be opened: Permission denied. "
        "Check the path and the permissions. [file.not-opened]\n"
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "maturity: error: Stopped before the end, so the result is not complete. "),
        ("zh", "maturity: 错误: 已中断，结果不完整。"),
    ],
)
def test_who_stops_it_is_told_so(
    language: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("maturity_tools.commands.inspect_assessment", stopped)
    monkeypatch.setattr(sys, "argv", ["maturity", "score", str(SEWAGE), "--lang", language])
    with pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert left.value.code == 130
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(told)
    assert shown.err.endswith(" [call.stopped]\n")


def test_it_speaks_where_no_console_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook or a web server stdout is no console, and cannot be set up as one."""
    monkeypatch.setattr(sys, "argv", ["maturity", "score", str(SEWAGE), "--lang", "zh"])
    out, error = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(error), pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert left.value.code == 0
    assert "得分 90 / 100   四星级 ★★★★\n" in out.getvalue()
    assert error.getvalue() == ""


def test_it_speaks_to_programs_where_no_console_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["maturity", "score", str(SEWAGE), "--json"])
    out = io.StringIO()
    with redirect_stdout(out), pytest.raises(SystemExit) as left:
        maturity_tools.main()
    assert left.value.code == 0
    assert '"score": "90"' in out.getvalue()


# Language.

ZH, EN = "得分 90 / 100", "Score 90 / 100"


@pytest.mark.parametrize(
    ("arguments", "variables", "told"),
    [
        ([], {}, EN),
        (["--lang", "zh"], {}, ZH),
        (["--lang", "en"], {"MATURITY_LANG": "zh", "LC_ALL": "zh_CN.UTF-8"}, EN),
        (["--lang", "zh"], {"MATURITY_LANG": "en", "LANG": "en_GB.UTF-8"}, ZH),
        ([], {"MATURITY_LANG": "zh"}, ZH),
        ([], {"MATURITY_LANG": "zh_CN.UTF-8"}, ZH),
        ([], {"MATURITY_LANG": "ZH-Hans"}, ZH),
        ([], {"MATURITY_LANG": "en", "LANG": "zh_CN.UTF-8"}, EN),
        ([], {"MATURITY_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, ZH),
        ([], {"MATURITY_LANG": "", "LANG": "zh_CN.UTF-8"}, ZH),
        ([], {"MATURITY_LANG": "tlh"}, EN),
        ([], {"LANG": "zh_CN.UTF-8"}, ZH),
        ([], {"LANG": "zh_CN.GBK"}, ZH),
        ([], {"LANG": "zh_TW"}, ZH),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, ZH),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, EN),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, ZH),
        ([], {"LANG": "de_DE.UTF-8"}, EN),
        ([], {"LANG": "Chinese (Simplified)_China.936"}, ZH),
    ],
    ids=str,
)
def test_the_language_that_was_asked_for_else_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], variables: dict[str, str], told: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert told in run("score", SEWAGE, *arguments).stdout


@pytest.mark.parametrize(
    ("system", "told"),
    [(None, EN), ("Chinese (Simplified)_China", ZH), ("zh_CN", ZH), ("English_United States", EN)],
)
def test_where_no_variable_tells_python_is_asked(
    monkeypatch: pytest.MonkeyPatch, system: str | None, told: str
) -> None:
    """On Windows there is no LANG."""
    monkeypatch.setattr("locale.getlocale", lambda: (system, "cp936"))
    assert told in run("score", SEWAGE).stdout


def test_the_language_of_a_process() -> None:
    assert ZH.encode() in started("score", SEWAGE, MATURITY_LANG="zh").stdout
    assert ZH.encode() in started("score", SEWAGE, LANG="zh_CN.UTF-8", LC_ALL="").stdout
    assert EN.encode() in started("score", SEWAGE).stdout
