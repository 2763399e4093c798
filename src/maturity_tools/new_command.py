"""The command ``maturity rubric new``: a rubric to start from, as a file or as a project."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from shlex import quote

import click

from maturity_core import (
    InvalidRubric,
    InvalidValue,
    MaturityError,
    Problem,
    Rubric,
    check_rubric,
    load_rubric,
    rubric_from,
)
from maturity_core.errors import printable, quoted
from maturity_core.fields import is_identifier
from maturity_core.words import say
from maturity_tools.calls import is_rubric_file, lang, path_to, rubric_named, write
from maturity_tools.output import VECTORS
from maturity_tools.show import Show
from maturity_tools.usage import Command, WrongCall

__all__ = ["new_rubric"]

_WORKBOOK = ".xlsx"
_SHEETS = (_WORKBOOK, ".xlsm", ".xls", ".ods", ".csv")  # what people take for one


@click.command("new", cls=Command)
@click.argument("rubric_id", metavar="[ID]", default="")
@click.option("-o", "--output", metavar="FILE", help="The new rubric, .toml. 输出的准则文件。")
@click.option(
    "--package", "folder", metavar="DIR", help="A project that offers it as a plugin. 插件项目。"
)
@click.option(
    "--from",
    "source",
    metavar="OLD|XLSX",
    help="Start from an older edition, or from a workbook. 取自旧版本或 Excel 工作簿。",
)
@click.option(
    "--template", "workbook", metavar="XLSX", help="An empty workbook to fill in. 空白工作簿。"
)
@click.option("--force", is_flag=True, help="Replace the file if it exists. 覆盖已有文件。")
@lang
@click.pass_context
def new_rubric(
    context: click.Context,
    rubric_id: str,
    output: str | None,
    folder: str | None,
    source: str | None,
    workbook: str | None,
    force: bool,
    language: str,
) -> None:
    """Start a rubric: a file that teaches, a new edition, a plugin. 新建准则。

    ID is the id of the new rubric, with its edition: acme-101-2026. --package without an ID takes
    the file of --from as it is, with the vectors beside it.
    ID 为新准则的编号，含版本：acme-101-2026。--package 不写 ID 时，原样采用 --from 的文件，
    连同其 vectors。
    """
    show = Show(as_json=False, language=language)
    outputs = {"-o": output, "--package": folder, "--template": workbook}
    for code, values in _slips(outputs, {"ID": rubric_id, "--from": source}, force=force):
        raise WrongCall(context, language, code, **values)
    if workbook is not None:
        _write_template(workbook, show, over=force)
        return
    old = None if source is None or _is_workbook(source) else rubric_named(source, show)
    if folder is not None and old is not None and _is_as_it_is(source, rubric_id, old):
        _write_package(Path(folder), old, *_texts_of(old, str(source), show), show)
        return
    if not is_identifier(rubric_id):
        where = {"where": "ID", "found": quoted(rubric_id)}
        raise WrongCall(context, language, "value.id", **where)
    rubric = _started(source, old, rubric_id, show)
    text = _toml(rubric, rubric_id, language)
    if output is not None:
        path = path_to(output, show, ".toml")
        write(path, text, show, over=force, inputs=[source] if source else [])
        call = quote(output)
        values = {"file": printable(output), "call": printable(call)}
        show.text(say("new.rubric", language, values) + "\n")
    if folder is not None:
        _write_package(Path(folder), load_rubric(text.encode()), text, None, show)
    if old is not None and rubric is not None:
        from maturity_tools.diff_view import diff_lines

        show.text("".join(f"{line}\n" for line in diff_lines(old, rubric, [], language)))


def _slips(
    outputs: Mapping[str, str | None], inputs: Mapping[str, str | None], *, force: bool
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield what a call says that cannot be, or that would do nothing."""
    given = [name for name, output in outputs.items() if output is not None]
    if len(given) != 1:
        yield "call.one-of", {"options": ", ".join(outputs)}
    if "--template" in given:
        for name in [name for name, said in inputs.items() if said]:
            yield "call.only-with", {"option": name, "required": "-o, --package"}
    if "--package" in given and force:
        yield "call.only-with", {"option": "--force", "required": "-o, --template"}


def _is_as_it_is(source: str | None, rubric_id: str, old: Rubric) -> bool:
    """Whether a file is to be taken as it is: no id is given, or that which it has."""
    return source is not None and is_rubric_file(source) and rubric_id in {"", old.id}


def _started(source: str | None, old: Rubric | None, rubric_id: str, show: Show) -> Rubric | None:
    """Return what a new rubric starts from; None where it is the one that teaches."""
    if old is not None:
        return _edition(old, rubric_id, show)
    return None if source is None else _from_workbook(source, rubric_id, show)


def _is_workbook(name: str) -> bool:
    return name.lower().endswith(_SHEETS)


def _texts_of(rubric: Rubric, source: str, show: Show) -> tuple[str, str | None]:
    """Return a rubric as TOML, and its vectors as text where there is a file of them beside it.

    The author's own text where it is whole: an overlay needs its base, which the text does not say.
    """
    from maturity_tools.rubric_toml import rubric_toml

    path = Path(source)
    beside, vectors = path.with_suffix(VECTORS), None
    if beside.is_file():
        from maturity_core.testing import conformance_tests

        try:
            conformance_tests(rubric, vectors=beside)
        except MaturityError as error:
            show.stop(str(beside), error)
        vectors = beside.read_text("utf-8-sig")
    if path.suffix.lower() == ".toml" and not rubric.provenance.based_on:
        return path.read_text("utf-8-sig"), vectors
    return rubric_toml(rubric), vectors


def _write_template(file: str, show: Show, *, over: bool) -> None:
    from maturity_tools.rubric_template import template

    write(path_to(file, show, _WORKBOOK), template(show.language), show, over=over)
    values = {"file": printable(file), "call": printable(quote(file))}
    show.text(say("new.template", show.language, values) + "\n")


def _from_workbook(file: str, rubric_id: str, show: Show) -> Rubric:
    """Read a workbook, and tell what is wrong or odd there, each with its cell."""
    from maturity_tools.rubric_sheet import rubric_tree_of

    try:
        book = rubric_tree_of(file)
        try:
            tree = {**book.tree, "rubric": {**book.tree.get("rubric", {}), "id": rubric_id}}
            rubric = rubric_from(tree)
        except InvalidRubric as error:
            raise InvalidRubric([*book.problems, *book.placed(error.problems)]) from None
    except MaturityError as error:
        show.stop(file, error)
    show.problems(file, [*book.problems, *book.placed(check_rubric(rubric))])
    return rubric


def _edition(old: Rubric, rubric_id: str, show: Show) -> Rubric:
    from maturity_tools.rubric_forms import new_edition

    if rubric_id == old.id:
        show.stop(rubric_id, InvalidValue([Problem("overlay.same-id", (), {"id": old.id})]))
    return new_edition(old, rubric_id)


def _toml(rubric: Rubric | None, rubric_id: str, language: str) -> str:
    """Return a rubric as TOML, or the one that teaches where there is none."""
    from maturity_tools.rubric_forms import teaching_toml
    from maturity_tools.rubric_toml import rubric_toml

    return teaching_toml(rubric_id, language) if rubric is None else rubric_toml(rubric)


def _write_package(
    folder: Path, rubric: Rubric, text: str, vectors: str | None, show: Show
) -> None:
    from maturity_tools.package import package_files, write_folder

    texts = package_files(rubric, text, vectors, show.language)
    try:
        write_folder(folder, texts)
    except MaturityError as error:
        show.stop(str(folder), error)
    values = {"folder": printable(folder), "count": str(len(texts))}
    show.text(say("new.package", show.language, values) + "\n")
