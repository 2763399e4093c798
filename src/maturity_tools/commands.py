"""The commands: make, check and score assessments, and look at rubrics."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click

from maturity_core import (
    FileNotOpened,
    MaturityError,
    Problem,
    Rubric,
    Scorecard,
    check_rubric,
    get_rubric,
    installed_rubrics,
    load_rubric,
    score,
)
from maturity_core.assessment_checks import excluded_with
from maturity_core.errors import printable, quoted
from maturity_core.files import Inspection, inspect_assessment
from maturity_core.serial import scorecard_tree
from maturity_core.words import say
from maturity_tools import terminal
from maturity_tools.output import line_of, write_whole
from maturity_tools.show import Show, json_text
from maturity_tools.usage import LANGUAGES, Command, Group, WrongCall, language_of

__all__ = ["COMMANDS"]

_DONE, _LOOK, _REFUSED = 0, 1, 2
_SUFFIXES = (".toml", ".json")


def _language(context: click.Context, _: click.Parameter, given: str | None) -> str:
    if given not in {None, *LANGUAGES}:
        values = {"where": "--lang", "choices": ", ".join(LANGUAGES), "found": quoted(given)}
        raise WrongCall(context, language_of(None), "value.choice", **values)
    return language_of(given)


_lang = click.option(
    "--lang",
    "language",
    metavar="|".join(LANGUAGES),
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
_files = click.argument("files", nargs=-1, required=True, metavar="FILE...")


@click.command("score", cls=Command)
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
    未完成或有错误的文件不予评分，并列出全部问题；其余文件照常评分。
    """
    show = Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, files, show)
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
            written.append(json_text({**tree, "problems": warnings}))
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


@click.command("check", cls=Command)
@_files
@_rubric
@_json
@_lang
def check_files(
    files: tuple[str, ...], rubric_name: str | None, as_json: bool, language: str
) -> None:
    """List what is wrong with assessments, and what is still open. 检查评价文件：错误与未完成项。

    Exit code: 0 no faults (an unfinished file has none), 1 faults, 2 unreadable.
    退出码：0 无错误（未完成不算错误），1 有错误，2 无法读取。
    """
    show = Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, files, show)
    code = _DONE
    for file in files:
        inspection = inspect_assessment(file, rubrics.named)
        if inspection.rubric is None or inspection.assessment is None:
            show.refusal(file, inspection.problems)
            code = _REFUSED
            continue
        code = max(code, _LOOK if inspection.faults else _DONE)
        progress = _progress(inspection.rubric, inspection)
        if as_json:
            problems = show.told(inspection.problems)
            tree = {"file": file, "rubric": inspection.rubric.id, **progress, "problems": problems}
            show.text(json_text(tree) + "\n")
            continue
        for problem in show.first(inspection.problems):
            show.text(terminal.problem_line(problem, file, language) + "\n")
        values = {name: str(number) for name, number in progress.items()}
        if not inspection.rubric.adjustments:
            values["adjustments"] = ""
        show.text(say("check.progress", language, {"file": printable(file), **values}) + "\n")
    sys.exit(code)


def _progress(rubric: Rubric, inspection: Inspection) -> dict[str, int]:
    to_do = {problem.path[:2] for problem in (*inspection.faults, *inspection.open_items)}
    excluded = excluded_with(rubric, inspection.assessment) if inspection.assessment else {}
    items = [("ratings", leaf.id) for leaf in rubric.leaves() if leaf.id not in excluded]
    vetoes = [("vetoes", veto.id) for veto in rubric.vetoes]
    extras = [("adjustments", extra.id) for extra in rubric.adjustments]
    return {
        "items": len(items),
        "rated": sum(not to_do & {item, item[:1]} for item in items),
        "vetoes": len(vetoes),
        "determined": sum(not to_do & {veto, veto[:1]} for veto in vetoes),
        "adjustments": len(extras),
        "stated": sum(not to_do & {extra, extra[:1]} for extra in extras),
        "faults": len(inspection.faults),
        "warnings": len(inspection.warnings),
    }


@click.command("new", cls=Command)
@click.argument("rubric_name", metavar="RUBRIC")
@click.option(
    "-o", "--output", metavar="FILE", required=True, help="The new file, .toml or .json. 输出文件。"
)
@click.option("--force", is_flag=True, help="Replace the file if it exists. 覆盖已有文件。")
@_lang
def new_assessment(rubric_name: str, output: str, force: bool, language: str) -> None:
    """Write an empty assessment to fill in. 生成空白评价文件。"""
    from shlex import quote

    from maturity_tools import forms

    show = Show(as_json=False, language=language)
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


@click.group("rubric", cls=Group)
def rubric_group() -> None:
    """Look at rubrics. 查看准则。"""


@rubric_group.command("list")
@_json
@_lang
def list_rubrics(as_json: bool, language: str) -> None:
    """List the installed rubrics, and what is broken. 列出已安装的准则。"""
    show = Show(as_json=as_json, language=language)
    installed = installed_rubrics()
    problems = list(installed.problems)
    rows: list[tuple[str, ...]] = []
    for offer in installed:
        try:
            with redirect_stdout(sys.stderr):  # what a plugin prints is no result
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
            show.text(json_text(tree) + "\n")
        status = "show.official" if rubric.is_official else "show.reconstructed"
        rows.append(
            (
                rubric.id,
                line_of(rubric.title, language),
                say(status, language, {}),
                distribution,
            )
        )
    if not as_json and rows:
        show.text("".join(f"{line}\n" for line in terminal.aligned(rows)))
    if problems:
        show.refusal("-", problems)
    sys.exit(_LOOK if problems else _DONE)


@rubric_group.command("show")
@click.argument("rubric_name", metavar="RUBRIC")
@click.option("--json", "as_json", is_flag=True, help="As data, in JSON. 输出 JSON。")
@_lang
def show_rubric(rubric_name: str, as_json: bool, language: str) -> None:
    """Show a rubric: clauses, grades, vetoes, readings. 显示准则内容。"""
    from maturity_tools import rubric_view

    show = Show(as_json=as_json, language=language)
    rubric = _rubric_named(rubric_name, show)
    if _is_file(rubric_name):
        show.problems(rubric_name, check_rubric(rubric))
    if as_json:
        show.text(json_text(rubric_view.rubric_tree(rubric), indent=2) + "\n")
    else:
        show.text("".join(f"{line}\n" for line in rubric_view.rubric_lines(rubric, language)))


@rubric_group.command("diff")
@click.argument("old_name", metavar="OLD")
@click.argument("new_name", metavar="NEW")
@click.option(
    "--assessment",
    "files",
    multiple=True,
    metavar="FILE",
    help="Show how its score and grade change. 同时显示该评价的变化。",
)
@click.option("--json", "as_json", is_flag=True, help="As data, in JSON. 输出 JSON。")
@_lang
def diff_rubrics(
    old_name: str, new_name: str, files: tuple[str, ...], as_json: bool, language: str
) -> None:
    """Show what differs between two rubrics. 比较两份准则。

    Each is an id or a file. 均可为编号或文件。
    """
    from maturity_tools import diff_view

    show = Show(as_json=as_json, language=language)
    old, new = (_rubric_named(name, show) for name in (old_name, new_name))
    moved = [diff_view.moved_by(old, new, file) for file in files]
    if as_json:
        show.text(json_text(diff_view.diff_tree(old, new, moved), indent=2) + "\n")
    else:
        for one in moved:  # what both rubrics find is told once
            show.problems(one.file, dict.fromkeys([*one.old.problems, *one.new.problems]))
        lines = diff_view.diff_lines(old, new, moved, language)
        show.text("".join(f"{line}\n" for line in lines))
    refused = any(by.card is None for one in moved for by in (one.old, one.new))
    sys.exit(_REFUSED if refused else _DONE)


class _Rubrics(NamedTuple):
    """Finds the rubric of an assessment: the one given in the call, or the one that it names.

    Attributes:
        given: in the call.
        file: the name of the file that it came from, where it is not installed.
    """

    given: Rubric | None = None
    file: str | None = None

    @classmethod
    def of(cls, name: str | None, files: Sequence[str], show: Show) -> "_Rubrics":
        if name is None:
            return cls()
        rubric = _rubric_named(name, show, inputs=files)
        return cls(given=rubric, file=name if _is_file(name) else None)

    def named(self, name: str) -> Rubric:
        return self.given or _installed(name)


@cache
def _installed(name: str) -> Rubric:
    with redirect_stdout(sys.stderr):  # what a plugin prints is no result
        return get_rubric(name)


def _is_file(name: str) -> bool:
    """Whether a name is a file's: by its suffix, or since a folder before it leads to one.

    A name alone is always that of an installed rubric, whatever lies in the current folder; and
    the slash in ``Q/BJKB 009-2026`` makes it no file.
    """
    has_folder = os.path.basename(name) != name  # noqa: PTH119 -- any text may be asked for
    return name.lower().endswith(_SUFFIXES) or (has_folder and os.path.isfile(name))  # noqa: PTH113 -- the same


def _rubric_named(name: str, show: Show, *, inputs: Sequence[str] = ()) -> Rubric:
    try:
        return load_rubric(name) if _is_file(name) else _installed(name)
    except MaturityError as error:
        show.stop(name, MaturityError([*error.problems, *_other_way(name, error)]), inputs=inputs)


def _other_way(name: str, error: MaturityError) -> Iterator[Problem]:
    """Yield how to name the other of the two, file or installed rubric, where that may be meant."""
    asked = printable(name)
    codes = {problem.code for problem in error.problems}
    if "rubric.unknown" in codes and os.path.isfile(name):  # noqa: PTH113 -- any text may be asked for
        values = {"asked": asked, "file": printable(os.path.join(os.curdir, name))}  # noqa: PTH118 -- keeps the dot
        yield Problem("rubric.taken-for-id", (), values, severity="warning")
    if "file.not-found" in codes:
        values = {"asked": asked, "installed": ", ".join(offer.id for offer in installed_rubrics())}
        yield Problem("rubric.taken-for-file", (), values, severity="warning")


def _scored(file: str, rubrics: _Rubrics) -> tuple[Inspection, Scorecard | None]:
    inspection = inspect_assessment(file, rubrics.named)
    rubric, assessment = inspection.rubric, inspection.assessment
    if rubric is None or assessment is None or inspection.faults or inspection.open_items:
        return inspection, None
    return inspection, score(rubric, assessment)


def _write(
    path: Path,
    text: str,
    show: Show,
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


COMMANDS: dict[str, click.Command] = {
    "new": new_assessment,
    "check": check_files,
    "score": score_files,
    "rubric": rubric_group,
}
