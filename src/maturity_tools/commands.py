"""The commands: make, check and score assessments; those for rubrics stand beside."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from maturity_core import (
    Assessment,
    FileNotOpened,
    Problem,
    Rubric,
    Scorecard,
    outlook,
    score,
    what_if,
)
from maturity_core.assessment_checks import excluded_with, is_open
from maturity_core.assuming import problems_by_change
from maturity_core.errors import cut, printable, quoted
from maturity_core.files import Inspection, inspect_assessment, inspect_file
from maturity_core.serial import scorecard_tree
from maturity_core.words import say
from maturity_tools import terminal
from maturity_tools.calls import (
    DONE,
    LOOK,
    REFUSED,
    as_json_lines,
    installed,
    is_rubric_file,
    lang,
    rubric_named,
    write,
)
from maturity_tools.outlook_view import outlook_lines, outlook_tree, short_outlook
from maturity_tools.rubric_commands import rubric_group
from maturity_tools.schema_command import write_schema
from maturity_tools.show import Show, json_text
from maturity_tools.usage import Command
from maturity_tools.what_if_view import what_if_lines, what_if_tree

__all__ = ["COMMANDS"]

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
@click.option(
    "--lines",
    is_flag=True,
    help="Show every clause, and how safe the grade is. 显示全部条款，以及等级稳不稳。",
)
@as_json_lines
@click.option(
    "-o", "--output", metavar="FILE", help="Write there instead of the terminal. 写入文件。"
)
@lang
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
        write(Path(output), text, show, inputs=inputs, never=".toml")
    sys.exit(REFUSED if refused else DONE)


@click.command("check", cls=Command)
@_files
@_rubric
@as_json_lines
@lang
def check_files(
    files: tuple[str, ...], rubric_name: str | None, as_json: bool, language: str
) -> None:
    """List what is wrong with assessments and rubric files. 检查评价文件和准则文件。

    A rubric file needs no --rubric, unless that is the base that it names. 准则文件无需 --rubric。

    Exit code: 0 no faults (an unfinished file has none), 1 faults, 2 unreadable.
    退出码：0 无错误（未完成不算错误），1 有错误，2 无法读取。
    """
    show = Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, files, show)
    sys.exit(max(_checked(file, rubrics, show) for file in files))


@click.command("outlook", cls=Command)
@_files
@_rubric
@as_json_lines
@lang
def outlook_files(
    files: tuple[str, ...], rubric_name: str | None, as_json: bool, language: str
) -> None:
    """Say what unfinished assessments can still come to. 未完成的评价还可能得到什么等级。

    The lowest and the highest score and grade, what is open, and what would make a grade certain.
    最低、最高的得分和等级，未定的项，以及哪些项可以确定等级。
    """
    show = Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, files, show)
    refused = False
    for number, file in enumerate(files):
        inspection = inspect_assessment(file, rubrics.named)
        rubric, assessment = inspection.rubric, inspection.assessment
        if rubric is None or assessment is None or inspection.faults:
            refused = True
            written = show.refused(file, inspection)
        elif as_json:
            ahead = outlook(rubric, assessment)
            tree = {"file": file, "rubric_file": rubrics.file, **outlook_tree(ahead, language)}
            written = [json_text({**tree, "problems": show.told(inspection.warnings)})]
        else:
            written = [""] if number else []
            written += outlook_lines(outlook(rubric, assessment), language, rubrics.file)
            show.problems(file, inspection.warnings)
        show.text("".join(f"{line}\n" for line in written))
    sys.exit(REFUSED if refused else DONE)


def _checked(file: str, rubrics: "_Rubrics", show: Show) -> int:
    """Show what a file is found to be, and return its exit code."""
    inspection = inspect_file(file, rubrics.named, base=rubrics.given)
    if inspection.rubric is None:
        show.refusal(file, inspection.problems)
        return REFUSED
    if inspection.assessment is None:
        _show_rubric(file, inspection.rubric, inspection, show)
    else:
        _show_assessment(file, inspection.rubric, inspection, show)
    return LOOK if inspection.faults else DONE


def _show_rubric(file: str, rubric: Rubric, inspection: Inspection, show: Show) -> None:
    faults, warnings = inspection.faults, inspection.warnings
    has_id = all(fault.path not in {("rubric",), ("rubric", "id")} for fault in faults)
    counts = {
        "clauses": len(list(rubric.walk())),
        "items": len(list(rubric.leaves())),
        "errors": len(faults),
        "warnings": len(warnings),
    }
    if show.as_json:
        name = rubric.id if has_id else None
        head = {"file": file, "kind": "rubric", "rubric": name, **counts}
        show.text(json_text({**head, "problems": show.told(inspection.problems)}) + "\n")
        return
    for problem in show.first((*faults, *warnings)):
        show.text(terminal.problem_line(problem, file, show.language) + "\n")
    others = {"vetoes": len(rubric.vetoes), "grades": len(rubric.grades.grades)}
    values = {name: str(number) for name, number in {**counts, **others}.items()}
    values |= {"file": printable(file), "rubric": rubric.id if has_id else ""}
    show.text(say("check.rubric", show.language, values) + "\n")


def _show_assessment(file: str, rubric: Rubric, inspection: Inspection, show: Show) -> None:
    progress = _progress(rubric, inspection)
    if show.as_json:
        head = {"file": file, "kind": "assessment", "rubric": rubric.id, **progress}
        show.text(json_text({**head, "problems": show.told(inspection.problems)}) + "\n")
        return
    for problem in show.first(inspection.problems):
        show.text(terminal.problem_line(problem, file, show.language) + "\n")
    values = {name: str(number) for name, number in progress.items()}
    if not rubric.adjustments:
        values["adjustments"] = ""
    show.text(say("check.progress", show.language, {"file": printable(file), **values}) + "\n")
    for line in short_outlook(inspection, show.language):
        show.text(line + "\n")


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
@lang
def new_assessment(rubric_name: str, output: str, force: bool, language: str) -> None:
    """Write an empty assessment to fill in. 生成空白评价文件。"""
    from shlex import quote

    from maturity_tools import forms

    show = Show(as_json=False, language=language)
    rubric = rubric_named(rubric_name, show)
    suffix = Path(output).suffix.lower()
    if suffix == ".toml":
        text = forms.toml_form(rubric, language)
    elif suffix == ".json":
        text = forms.json_form(rubric)
    else:
        values = {"file": output, "required": ".toml, .json"}
        show.stop(output, FileNotOpened([Problem("file.suffix", (), values)]))
    is_file = is_rubric_file(rubric_name)
    write(Path(output), text, show, over=force, inputs=[rubric_name] if is_file else [])
    call = quote(output) + (f" --rubric {quote(rubric_name)}" if is_file else "")
    values = {"file": printable(output), "call": printable(call)}
    show.text(say("new.written", language, values) + "\n")


@click.command("what-if", cls=Command)
@click.argument("file", metavar="FILE")
@click.argument("changes", nargs=-1, required=True, metavar="CHANGE...")
@_rubric
@as_json_lines
@lang
def show_what_if(
    file: str, changes: tuple[str, ...], rubric_name: str | None, as_json: bool, language: str
) -> None:
    """Compare with what would be: ratings, vetoes, counts. 假设评分、否决或次数不同，对比结果。

    A CHANGE is ID=VALUE: 5.5=90, 4.2-incident=fired, or how often a bonus or deduction occurs.
    CHANGE 写成 编号=值，如 5.5=90、4.2-incident=fired，或加减分项的次数。

    The file itself is left alone. 文件本身不会改动。
    """
    show = Show(as_json=as_json, language=language)
    rubrics = _Rubrics.of(rubric_name, (file,), show)
    inspection = inspect_assessment(file, rubrics.named)
    rubric, assessment = inspection.rubric, inspection.assessment
    if rubric is None or assessment is None:
        show.refusal(file, inspection.problems)
        sys.exit(REFUSED)
    asked = _Asked.of(changes)
    told = asked.problems(rubric, assessment)
    of_file = [problem for problem in inspection.problems if not is_open(problem)]
    problems = [*of_file, *(problem for _, problem in told)]
    if not as_json:
        show.problems(file, of_file)
        for change, problem in told:
            show.problems(cut(change), [problem])
    faults = sum(problem.severity == "error" for problem in problems)
    if faults and as_json:
        show.text(show.refused_line(file, problems) + "\n")
    elif faults:
        code = "score.refused" if inspection.faults else "assumed.refused"
        values = {"file": printable(file), "count": str(faults)}
        click.echo(say(code, language, values), err=True)
    if faults:
        sys.exit(REFUSED)
    found = what_if(rubric, assessment, asked.values)
    if as_json:
        head = {"file": file, "rubric_file": rubrics.file}
        tree = {**head, **what_if_tree(found, asked.values, language)}
        show.text(json_text({**tree, "problems": show.told(problems)}) + "\n")
    else:
        lines = what_if_lines(found, language, rubrics.file)
        show.text("".join(f"{line}\n" for line in lines))


class _Asked(NamedTuple):
    """The changes of a call.

    Attributes:
        values: what each says, by id.
        written: the arguments themselves, by id.
        wrong: what is wrong with how others are written, each with the argument.
    """

    values: dict[str, str]
    written: dict[str, str]
    wrong: list[tuple[str, Problem]]

    @classmethod
    def of(cls, changes: Sequence[str]) -> "_Asked":
        asked = cls({}, {}, [])
        for change in changes:
            name, sign, value = change.partition("=")  # no id has this sign
            name = name.strip()
            if not (name and sign):
                form = Problem("change.form", (change,), {"found": quoted(change)})
                asked.wrong.append((change, form))
            elif name in asked.values:
                asked.wrong.append((change, Problem("change.twice", (name,), {"id": name})))
            else:
                asked.values[name], asked.written[name] = value.strip(), change
        return asked

    def problems(self, rubric: Rubric, assessment: Assessment) -> list[tuple[str, Problem]]:
        """Return all that is wrong or odd, each with the argument that it is about."""
        found = problems_by_change(rubric, assessment, self.values)
        return [*self.wrong, *((self.written[name], problem) for name, problem in found)]


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
        rubric = rubric_named(name, show, inputs=files)
        return cls(given=rubric, file=name if is_rubric_file(name) else None)

    def named(self, name: str) -> Rubric:
        return self.given or installed(name)


def _scored(file: str, rubrics: _Rubrics) -> tuple[Inspection, Scorecard | None]:
    inspection = inspect_assessment(file, rubrics.named)
    rubric, assessment = inspection.rubric, inspection.assessment
    if rubric is None or assessment is None or inspection.faults or inspection.open_items:
        return inspection, None
    return inspection, score(rubric, assessment)


COMMANDS: dict[str, click.Command] = {
    "new": new_assessment,
    "check": check_files,
    "score": score_files,
    "outlook": outlook_files,
    "what-if": show_what_if,
    "rubric": rubric_group,
    "schema": write_schema,
}
