"""The commands for rubrics: list, show, preview and compare them."""

import sys
from contextlib import redirect_stdout

import click

from maturity_core import MaturityError, installed_rubrics
from maturity_core.files import inspect_rubric
from maturity_core.words import say
from maturity_tools import terminal
from maturity_tools.calls import (
    DONE,
    LOOK,
    REFUSED,
    as_json_lines,
    is_rubric_file,
    lang,
    page_option,
    page_path,
    rubric_named,
    write,
)
from maturity_tools.new_command import new_rubric
from maturity_tools.output import line_of
from maturity_tools.show import Show, json_text
from maturity_tools.usage import Group

__all__ = ["rubric_group"]


@click.group("rubric", cls=Group)
def rubric_group() -> None:
    """Write rubrics and look at them. 编写、查看准则。"""


rubric_group.add_command(new_rubric)


@rubric_group.command("list")
@as_json_lines
@lang
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
    sys.exit(LOOK if problems else DONE)


@rubric_group.command("show")
@click.argument("rubric_name", metavar="RUBRIC")
@click.option("--json", "as_json", is_flag=True, help="As data, in JSON. 输出 JSON。")
@lang
def show_rubric(rubric_name: str, as_json: bool, language: str) -> None:
    """Show a rubric: clauses, grades, vetoes, readings. 显示准则内容。"""
    from maturity_tools import rubric_view

    show = Show(as_json=as_json, language=language)
    rubric = rubric_named(rubric_name, show)
    if is_rubric_file(rubric_name):
        show.problems(rubric_name, inspect_rubric(rubric_name).warnings)
    if as_json:
        show.text(json_text(rubric_view.rubric_tree(rubric), indent=2) + "\n")
    else:
        show.text("".join(f"{line}\n" for line in rubric_view.rubric_lines(rubric, language)))


@rubric_group.command("preview")
@click.argument("rubric_name", metavar="FILE|ID")
@page_option
@lang
def preview_rubric(rubric_name: str, output: str | None, language: str) -> None:
    """Look at a rubric before it is used, also as a page. 预览准则，可写成网页。

    A page has both languages, and needs nothing but a browser. 网页含中英文，有浏览器即可打开。
    """
    show = Show(as_json=False, language=language)
    path = None if output is None else page_path(output, show)
    rubric = rubric_named(rubric_name, show)
    is_file = is_rubric_file(rubric_name)
    if is_file:
        show.problems(rubric_name, inspect_rubric(rubric_name).warnings)
    if path is None:
        from maturity_tools.rubric_view import rubric_lines

        show.text("".join(f"{line}\n" for line in rubric_lines(rubric, language)))
    else:
        from maturity_tools.rubric_page import rubric_page

        write(path, rubric_page(rubric), show, inputs=[rubric_name] if is_file else [])


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
@page_option
@lang
def diff_rubrics(
    old_name: str,
    new_name: str,
    files: tuple[str, ...],
    as_json: bool,
    output: str | None,
    language: str,
) -> None:
    """Show what differs between two rubrics. 比较两份准则。

    Each is an id or a file. 均可为编号或文件。
    """
    from maturity_tools import diff_view

    show = Show(as_json=as_json, language=language)
    path = None if output is None else page_path(output, show)
    names = (old_name, new_name)
    old, new = (rubric_named(name, show) for name in names)
    moved = [diff_view.moved_by(old, new, file) for file in files]
    if as_json:
        show.text(json_text(diff_view.diff_tree(old, new, moved), indent=2) + "\n")
    else:
        for one in moved:  # what both rubrics find is told once
            show.problems(one.file, dict.fromkeys([*one.old.problems, *one.new.problems]))
    if path is not None:
        from maturity_tools.diff_page import diff_page

        inputs = [*filter(is_rubric_file, names), *files]
        write(path, diff_page(old, new, moved), show, inputs=inputs)
    elif not as_json:
        lines = diff_view.diff_lines(old, new, moved, language)
        show.text("".join(f"{line}\n" for line in lines))
    refused = any(by.card is None for one in moved for by in (one.old, one.new))
    sys.exit(REFUSED if refused else DONE)
