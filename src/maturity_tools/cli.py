"""The command ``maturity``: make, check and score assessments, and look at rubrics."""

import json
import locale
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from shlex import quote
from typing import Any, NoReturn

import click
from attrs import evolve, frozen
from rich.box import Box
from rich_click import RichGroup, RichHelpConfiguration

from maturity_core import (
    FileNotOpened,
    MaturityError,
    Problem,
    Rubric,
    Scorecard,
    get_rubric,
    installed_rubrics,
    load_rubric,
    score,
)
from maturity_core.assessment_checks import is_open
from maturity_core.errors import STEERING, printable
from maturity_core.files import Inspection, inspect_assessment
from maturity_core.serial import scorecard_tree
from maturity_core.words import say
from maturity_tools import terminal
from maturity_tools.output import one_line, write_whole

__all__ = ["maturity"]

_DONE, _LOOK, _REFUSED = 0, 1, 2
_MOST_FAULTS = 100


def _language(_: click.Context, __: click.Parameter, given: str | None) -> str:
    """Return ``zh`` or ``en``: as asked for, as MATURITY_LANG says, or as the system speaks."""
    system = (os.environ.get(name) for name in ("MATURITY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    told = next(filter(None, (given, *system)), None) or locale.getlocale()[0] or ""
    return "zh" if told.lower().startswith(("zh", "chinese")) else "en"


_lang = click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    callback=_language,
    help="Language of what is shown. 显示语言。",
)
_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON Lines, one object per input. 输出 JSON，每个输入一行。",
)
_rubric = click.option(
    "--rubric",
    "rubric_name",
    metavar="FILE|ID",
    help="The rubric, instead of the one that a file names. 指定准则（文件或编号）。",
)
_NO_BOX = Box("    \n" * 8, ascii=True)
_files = click.argument("files", nargs=-1, required=True, metavar="FILE...")


@click.group(
    cls=RichGroup,
    context_settings={
        "help_option_names": ["-h", "--help"],
        # No boxes: their lines do not survive every console.
        "rich_help_config": RichHelpConfiguration(
            theme="default-nu",
            style_options_panel_box=_NO_BOX,
            style_commands_panel_box=_NO_BOX,
            style_errors_panel_box=_NO_BOX,
        ),
    },
)
@click.version_option(package_name="maturity-core", prog_name="maturity")
def maturity() -> None:
    """Score assessments against evaluation standards, exactly. 按评价标准精确评分。"""


@maturity.command("score")
@_files
@_rubric
@click.option("--lines", is_flag=True, help="Show every clause. 显示全部条款。")
@_json
@click.option(
    "-o", "--output", metavar="FILE", help="Write there instead of the terminal. 写入文件。"
)
@_lang
def score_files(
    files: tuple[str, ...],
    rubric_name: str | None,
    lines: bool,
    as_json: bool,
    output: str | None,
    language: str,
) -> None:
    """Score assessments: grade, reasons, points. 评分：等级、理由、得分。

    An unfinished or faulty file is refused, with everything that it lacks; the others are scored.
    """
    show = _Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, show)
    refused = False
    written: list[str] = []
    for file in files:
        inspection, card = _scored(file, rubrics)
        if card is None:
            refused = True
            written += show.refused(file, inspection)
        elif as_json:
            warnings = show.told(inspection.warnings)
            tree = {"file": file, "rubric_file": rubrics.file, **scorecard_tree(card, language)}
            written.append(_json_line({**tree, "problems": warnings}))
        else:
            written += [""] if written else []
            written += terminal.scorecard_lines(
                card, language, items=lines, rubric_file=rubrics.file
            )
            show.problems(file, inspection.warnings)
    text = "".join(f"{line}\n" for line in written)
    if output is None:
        show.text(text)
    elif text:
        inputs = (*files, rubrics.file) if rubrics.file else files
        _write(Path(output), text, show, inputs=inputs, never=".toml")
    sys.exit(_REFUSED if refused else _DONE)


@maturity.command("check")
@_files
@_rubric
@_json
@_lang
def check_files(
    files: tuple[str, ...], rubric_name: str | None, as_json: bool, language: str
) -> None:
    """List what is wrong with assessments, and what is still open. 检查评价文件：错误与未完成项。

    Exit code: 0 no faults (an unfinished file has none), 1 faults, 2 unreadable.
    """
    show = _Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, show)
    code = _DONE
    for file in files:
        inspection = inspect_assessment(file, rubrics)
        if inspection.rubric is None or inspection.assessment is None:
            show.refusal(file, inspection.problems)
            code = _REFUSED
            continue
        code = max(code, _LOOK if inspection.faults else _DONE)
        progress = _progress(inspection.rubric, inspection)
        if as_json:
            problems = show.told(inspection.problems)
            tree = {"file": file, "rubric": inspection.rubric.id, **progress, "problems": problems}
            show.text(_json_line(tree) + "\n")
            continue
        for problem in show.first(inspection.problems):
            show.text(terminal.problem_line(problem, file, language) + "\n")
        values = {name: str(number) for name, number in progress.items()}
        show.text(say("check.progress", language, {"file": printable(file), **values}) + "\n")
    sys.exit(code)


def _progress(rubric: Rubric, inspection: Inspection) -> dict[str, int]:
    to_do = {problem.path[:2] for problem in (*inspection.faults, *inspection.open_items)}
    items = [("ratings", leaf.id) for leaf in rubric.leaves()]
    vetoes = [("vetoes", veto.id) for veto in rubric.vetoes]
    return {
        "items": len(items),
        "rated": sum(not to_do & {item, item[:1]} for item in items),
        "vetoes": len(vetoes),
        "determined": sum(not to_do & {veto, veto[:1]} for veto in vetoes),
        "faults": len(inspection.faults),
        "warnings": len(inspection.warnings),
    }


@maturity.command("new")
@click.argument("rubric_name", metavar="RUBRIC")
@click.option("-o", "--output", metavar="FILE", required=True, help=".toml or .json. 输出文件。")
@click.option("--force", is_flag=True, help="Replace the file if it exists. 覆盖已有文件。")
@_lang
def new_assessment(rubric_name: str, output: str, force: bool, language: str) -> None:
    """Write an empty assessment to fill in. 生成空白评价文件。"""
    from maturity_tools import forms

    show = _Show(as_json=False, language=language)
    rubric = _rubric_named(rubric_name, show)
    suffix = Path(output).suffix.lower()
    if suffix == ".toml":
        text = forms.toml_form(rubric, language)
    elif suffix == ".json":
        text = forms.json_form(rubric)
    else:
        values = {"file": output, "required": ".toml, .json"}
        show.stop(output, FileNotOpened([Problem("file.suffix", (), values)]))
    is_file = _is_file(rubric_name)
    _write(Path(output), text, show, over=force, inputs=[rubric_name] if is_file else [])
    call = quote(output) + (f" --rubric {quote(rubric_name)}" if is_file else "")
    values = {"file": printable(output), "call": printable(call)}
    show.text(say("new.written", language, values) + "\n")


@maturity.group("rubric")
def rubric_group() -> None:
    """Look at rubrics. 查看准则。"""


@rubric_group.command("list")
@_json
@_lang
def list_rubrics(as_json: bool, language: str) -> None:
    """List the installed rubrics, and what is broken. 列出已安装的准则。"""
    show = _Show(as_json=as_json, language=language)
    installed = installed_rubrics()
    problems = list(installed.problems)
    rows: list[tuple[str, ...]] = []
    for offer in installed:
        try:
            rubric = offer.load()
        except MaturityError as error:
            problems += error.problems
            continue
        distribution = f"{offer.distribution} {offer.version}"
        if as_json:
            tree = {
                "id": rubric.id,
                "title": rubric.title.pick(language),
                "rubric_official": rubric.is_official,
                "distribution": offer.distribution,
                "version": offer.version,
            }
            show.text(_json_line(tree) + "\n")
        status = "show.official" if rubric.is_official else "show.reconstructed"
        rows.append(
            (
                rubric.id,
                one_line(rubric.title.pick(language)),
                say(status, language, {}),
                distribution,
            )
        )
    if not as_json and rows:
        show.text("".join(f"{line}\n" for line in terminal.aligned(rows)))
    show.problems("-", problems)
    sys.exit(_LOOK if problems else _DONE)


@rubric_group.command("show")
@click.argument("rubric_name", metavar="RUBRIC")
@click.option("--json", "as_json", is_flag=True, help="As data, in JSON. 输出 JSON。")
@_lang
def show_rubric(rubric_name: str, as_json: bool, language: str) -> None:
    """Show a rubric: clauses, grades, vetoes, readings. 显示准则内容。"""
    show = _Show(as_json=as_json, language=language)
    rubric = _rubric_named(rubric_name, show)
    if as_json:
        show.text(json.dumps(terminal.rubric_tree(rubric), ensure_ascii=False, indent=2) + "\n")
    else:
        show.text("".join(f"{line}\n" for line in terminal.rubric_lines(rubric, language)))


def _json_line(tree: dict[str, Any]) -> str:
    """Return a tree as one line; signs that steer a terminal, or are none, are escapes."""
    text = json.dumps(tree, ensure_ascii=False)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


@frozen(kw_only=True)
class _Show:
    """Shows results on stdout and problems on stderr, in a language, for people or for programs."""

    as_json: bool
    language: str

    def text(self, text: str) -> None:
        """Show a result; JSON is UTF-8 whatever the console speaks, other text steers none."""
        if not self.as_json:
            click.echo("\n".join(map(printable, text.split("\n"))), nl=False)
        elif hasattr(sys.stdout, "buffer"):
            click.echo(text.encode(), nl=False)
        else:
            click.echo(text, nl=False)

    def first(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return all problems, but of the faults only the first hundred and how many more."""
        problems = list(problems)
        faults = [p for p in problems if p.severity == "error" and not is_open(p)]
        left_out = set(faults[_MOST_FAULTS:])
        if not left_out:
            return problems
        shown = [problem for problem in problems if problem not in left_out]
        more = Problem("file.more-problems", (), {"count": str(len(left_out))})
        return [*shown, more]

    def told(self, problems: Iterable[Problem]) -> list[dict[str, Any]]:
        """Return problems for programs."""
        return [
            {
                "code": problem.code,
                "path": problem.pointer,
                "message": problem.message(self.language),
                "severity": problem.severity,
                "line": problem.position.line if problem.position else None,
                "column": problem.position.column if problem.position else None,
            }
            for problem in self.first(problems)
        ]

    def problems(self, file: str, problems: Iterable[Problem]) -> None:
        """Show problems on stderr."""
        for problem in self.first(problems):
            click.echo(terminal.problem_line(problem, file, self.language), err=True)

    def refused(self, file: str, inspection: Inspection) -> list[str]:
        """Report a refused file whole: as a line of the result for programs, else on stderr."""
        if self.as_json:
            return [self.refused_line(file, inspection.problems)]
        self.problems(file, inspection.problems)
        code = "score.refused" if inspection.faults else "score.unfinished"
        count = len(inspection.faults) or len(inspection.open_items)
        values = {"file": printable(file), "count": str(count)}
        click.echo(say(code, self.language, values), err=True)
        return []

    def refusal(self, file: str, problems: Iterable[Problem]) -> None:
        """Report what could not be read at all."""
        if self.as_json:
            self.text(self.refused_line(file, problems) + "\n")
        else:
            self.problems(file, problems)

    def refused_line(self, file: str, problems: Iterable[Problem]) -> str:
        """Return a refused file as a line of JSON."""
        return _json_line({"file": file, "refused": True, "problems": self.told(problems)})

    def stop(self, file: str, error: MaturityError) -> NoReturn:
        """Refuse the whole call."""
        self.refusal(file, error.problems)
        sys.exit(_REFUSED)


@frozen(kw_only=True)
class _Rubrics:
    """Finds the rubric of an assessment: the one given in the call, or the one that it names.

    Attributes:
        given: in the call.
        file: the name of the file that it came from, where it is not installed.
    """

    given: Rubric | None = None
    file: str | None = None

    @classmethod
    def of(cls, name: str | None, show: _Show) -> "_Rubrics":
        if name is None:
            return cls()
        return cls(given=_rubric_named(name, show), file=name if _is_file(name) else None)

    def __call__(self, name: str) -> Rubric:
        return self.given or _installed(name)


@cache
def _installed(name: str) -> Rubric:
    return get_rubric(name)


def _is_file(name: str) -> bool:
    return Path(name).suffix.lower() in {".toml", ".json"} or os.path.isfile(name)  # noqa: PTH113 -- any text may be asked for, and this never raises


def _rubric_named(name: str, show: _Show) -> Rubric:
    try:
        return load_rubric(name) if _is_file(name) else get_rubric(name)
    except MaturityError as error:
        show.stop(name, error)


def _scored(file: str, rubrics: _Rubrics) -> tuple[Inspection, Scorecard | None]:
    inspection = inspect_assessment(file, rubrics)
    rubric, assessment = inspection.rubric, inspection.assessment
    if rubric is None or assessment is None or inspection.faults or inspection.open_items:
        return inspection, None
    try:
        return inspection, score(rubric, assessment)
    except MaturityError as error:
        return evolve(inspection, problems=error.problems), None


def _write(
    path: Path,
    text: str,
    show: _Show,
    *,
    over: bool = True,
    inputs: Iterable[str] = (),
    never: str = "",
) -> None:
    """Write a file, but over no input, and over no other file of a kind that inputs have."""
    try:
        if any(_is_same(file, str(path)) for file in inputs):
            raise FileNotOpened([Problem("file.is-input", (), {"file": printable(path)})])
        if never and path.suffix.lower() == never:
            values = {"file": printable(path), "required": ".txt, .json"}
            raise FileNotOpened([Problem("file.suffix", (), values)])
        write_whole(path, text, over=over)
    except MaturityError as error:
        show.stop(str(path), error)


def _is_same(file: str, other: str) -> bool:
    if not (os.path.exists(file) and os.path.exists(other)):  # noqa: PTH110 -- this never raises
        return False
    return os.path.samefile(file, other)  # noqa: PTH121 -- the same
