"""Help, and what whoever calls wrongly is told: which language, what is meant, exit code 2."""

import re

import click
import pytest

from maturity_tools.cli import maturity
from maturity_tools.usage import LANGUAGES, Command, asked_language
from tests.tools.command import SEWAGE, run

# Help.

COMMANDS = [[], ["score"], ["outlook"], ["what-if"], ["check"], ["new"], ["schema"], ["rubric"]]
COMMANDS += [["rubric", name] for name in ("list", "new", "show", "preview", "diff")]
OPTIONS = {
    "score": ["--rubric", "--lines", "--json", "--output", "-o", "--lang", "FILE..."],
    "outlook": ["--rubric", "--json", "--lang", "FILE..."],
    "what-if": ["--rubric", "--json", "--lang", "FILE CHANGE..."],
    "check": ["--rubric", "--json", "--lang", "FILE..."],
    "new": ["--output", "-o", "--force", "--lang", "RUBRIC"],
    "rubric new": ["-o", "--package", "--from", "--template", "--force", "--lang", "[ID]"],
    "rubric list": ["--json", "--lang"],
    "rubric show": ["--json", "--lang", "RUBRIC"],
    "rubric preview": ["--output", "-o", "--lang", "FILE|ID"],
    "rubric diff": ["--assessment", "--json", "--output", "-o", "--lang", "OLD", "NEW"],
}
BOXES = re.compile("[\u2500-\u259f]")


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "maturity")
def test_help_is_in_both_languages_and_has_no_boxes(command: list[str], flag: str) -> None:
    result = run(*command, flag)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "用法 Usage: " + " ".join(["maturity", *command]) in result.stdout
    assert BOXES.search(result.stdout) is None
    assert all(line == line.rstrip() for line in result.stdout.split("\n"))
    for option in OPTIONS.get(" ".join(command), []):
        assert option in result.stdout


def test_help_lists_every_command_with_its_first_line() -> None:
    shown = run("-h").stdout.partition("命令 Commands\n")[2]
    assert [line.split()[0] for line in shown.splitlines() if re.match("  [a-z]", line)] == [
        "new",
        "check",
        "score",
        "outlook",
        "what-if",
        "rubric",
        "schema",
    ]
    assert (
        "  score    Score assessments: grade, reasons, points. 评分：等级、理由、得分。\n" in shown
    )


def test_a_command_may_go_without_the_option_for_help() -> None:
    command = Command("bare", add_help_option=False)
    assert command.get_help_option(click.Context(command)) is None


# Wrong calls.

NAMES = "new, check, score, outlook, what-if, rubric, schema"
WRONG = {
    "no-command": (
        ["nope"],
        "maturity [OPTIONS] COMMAND [ARGS]...",
        "maturity",
        f"There is no command 'nope'. The commands are: {NAMES}.",
        f"没有命令 'nope'。可用的命令：{NAMES}。",
    ),
    "near-command": (
        ["scor", "x.toml"],
        "maturity [OPTIONS] COMMAND [ARGS]...",
        "maturity",
        (f"There is no command 'scor'. Did you mean \"score\"? The commands are: {NAMES}."),
        f"没有命令 'scor'。是否指“score”？可用的命令：{NAMES}。",
    ),
    "no-inner-command": (
        ["rubric", "lst"],
        "maturity rubric [OPTIONS] COMMAND [ARGS]...",
        "maturity rubric",
        (
            "There is no command 'lst'. Did you mean \"list\"? "
            "The commands are: diff, list, new, preview, show."
        ),
        "没有命令 'lst'。是否指“list”？可用的命令：diff, list, new, preview, show。",
    ),
    "no-option": (
        ["score", "x.toml", "-q"],
        "maturity score [OPTIONS] FILE...",
        "maturity score",
        "There is no option -q. `maturity score -h` lists all options.",
        "没有选项 -q。运行 maturity score -h 可查看全部选项。",
    ),
    "near-option": (
        ["score", "x.toml", "--jsn"],
        "maturity score [OPTIONS] FILE...",
        "maturity score",
        'There is no option --jsn. Did you mean "--json"? `maturity score -h` lists all options.',
        "没有选项 --jsn。是否指“--json”？运行 maturity score -h 可查看全部选项。",
    ),
    "no-option-of-all": (
        ["--nope"],
        "maturity [OPTIONS] COMMAND [ARGS]...",
        "maturity",
        "There is no option --nope. `maturity -h` lists all options.",
        "没有选项 --nope。运行 maturity -h 可查看全部选项。",
    ),
    "missing": (
        ["check"],
        "maturity check [OPTIONS] FILE...",
        "maturity check",
        "FILE... is required, but missing. Add it; `maturity check -h` tells more.",
        "应写明 FILE...，现缺。请补充；运行 maturity check -h 可查看用法。",
    ),
    "missing-option": (
        ["new", "qbjkb-009-2026"],
        "maturity new [OPTIONS] RUBRIC",
        "maturity new",
        "-o / --output is required, but missing. Add it; `maturity new -h` tells more.",
        "应写明 -o / --output，现缺。请补充；运行 maturity new -h 可查看用法。",
    ),
    "needs-value": (
        ["score", "x.toml", "--rubric"],
        "maturity score [OPTIONS] FILE...",
        "maturity score",
        (
            "The option --rubric needs a value, none was found. "
            "Add it; `maturity score -h` tells more."
        ),
        "选项 --rubric 之后应有值，现无。请补充；运行 maturity score -h 可查看用法。",
    ),
    "takes-no-value": (
        ["score", "--json=1", "x.toml"],
        "maturity score [OPTIONS] FILE...",
        "maturity score",
        ("The option --json takes no value, but one was found. Remove it and the equals sign."),
        "选项 --json 不带值，现有值。请去掉等号及其后的内容。",
    ),
    "too-many": (
        ["new", "a", "b", "c", "-o", "x.toml"],
        "maturity new [OPTIONS] RUBRIC",
        "maturity new",
        "Nothing more is expected here, got b c. Remove it; a name with blanks needs quotes.",
        "此处不应再有内容，现有 b c。请删去；含空格的名称应加引号。",
    ),
}
CODES = {
    "no-command": "call.no-command",
    "near-command": "call.no-command",
    "no-inner-command": "call.no-command",
    "no-option": "call.no-option",
    "near-option": "call.no-option",
    "no-option-of-all": "call.no-option",
    "missing": "call.missing",
    "missing-option": "call.missing",
    "needs-value": "call.needs-value",
    "takes-no-value": "call.takes-no-value",
    "too-many": "call.too-many",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_is_told_in_the_language_of_the_system(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, usage, path, english, chinese = WRONG[name]
    monkeypatch.setenv("MATURITY_LANG", language)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    told = {
        "en": [f"Usage: {usage}", f"{path}: error: {english} [{CODES[name]}]"],
        "zh": [f"用法：{usage}", f"{path}: 错误: {chinese} [{CODES[name]}]"],
    }
    assert result.stderr.splitlines() == told[language]


def test_every_code_of_a_wrong_call_is_told_above() -> None:
    assert set(WRONG) == set(CODES)
    assert len(set(CODES.values())) == 6


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "en"),
        (["--lang"], "en"),
        (["--lang", "zh"], "zh"),
        (["--lang=zh"], "zh"),
        (["--lang", "en", "--lang=zh"], "zh"),
        (["--lang=zh", "--lang", "en"], "en"),
        (["--lang", "zh", "--lang", "de"], "zh"),
        (["zh"], "en"),
        (["--language", "zh"], "en"),
    ],
    ids=" ".join,
)
def test_the_language_that_a_wrong_call_asks_for(arguments: list[str], language: str) -> None:
    assert asked_language(arguments) == language
    beginning = {"en": "Usage: ", "zh": "用法："}[language]
    for call in (["score", "--nope"], ["nope"], ["rubric", "nope"]):
        assert run(*call, *arguments).stderr.startswith(beginning)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "must be one of zh, en"), ("zh", "应为 zh, en 之一")]
)
def test_another_language_is_a_wrong_call(
    language: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATURITY_LANG", language)
    result = run("score", SEWAGE, "--lang", "de")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"--lang: {told}" in result.stderr.replace("--lang：", "--lang: ")
    assert "'de'" in result.stderr
    assert result.stderr.endswith(" [value.choice]\n")


@pytest.mark.parametrize("arguments", [["\x1b[31m"], ["score", "--\x1b[31m"], ["new", "a", "\x1b"]])
def test_a_wrong_call_steers_no_terminal(arguments: list[str]) -> None:
    result = run(*arguments, *(["-o", "x.toml"] if arguments[0] == "new" else []))
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert "x1b" in result.stderr


def test_a_wrong_call_of_another_kind_is_left_to_click() -> None:
    """Nothing of ours can be called so; a command that somebody adds may be."""
    command = Command("odd", params=[click.Option(["--number"], type=int)])
    with pytest.raises(click.BadParameter):
        command.make_context("odd", ["--number", "x"])


def test_every_command_is_ours() -> None:
    """So that none complains in English only."""
    context = click.Context(maturity)

    def all_of(group: click.Group) -> list[click.Command]:
        inner = [group.get_command(context, name) for name in group.list_commands(context)]
        found = [command for command in inner if command is not None]
        groups = [command for command in found if isinstance(command, click.Group)]
        return [group, *found, *(command for inner in groups for command in all_of(inner)[1:])]

    commands = all_of(maturity)
    assert len(commands) == len(COMMANDS)
    assert [command.name for command in commands if not isinstance(command, Command)] == []
