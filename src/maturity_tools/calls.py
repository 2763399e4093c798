"""What the commands share: their options, how a rubric is named, where results are written."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import click

from maturity_core import (
    FileNotOpened,
    MaturityError,
    Problem,
    Rubric,
    get_rubric,
    installed_rubrics,
    load_rubric,
)
from maturity_core.errors import printable, quoted
from maturity_core.files import is_file_name, read_source
from maturity_core.overlay import base_of
from maturity_tools.output import write_whole
from maturity_tools.show import Show
from maturity_tools.usage import LANGUAGES, WrongCall, language_of

__all__ = [
    "DONE",
    "LOOK",
    "REFUSED",
    "as_json_lines",
    "installed",
    "is_rubric_file",
    "lang",
    "page_option",
    "page_path",
    "path_to",
    "rubric_named",
    "write",
]

DONE, LOOK, REFUSED = 0, 1, 2
_PAGES = (".html", ".htm")


def _language(context: click.Context, _: click.Parameter, given: str | None) -> str:
    if given not in {None, *LANGUAGES}:
        values = {"where": "--lang", "choices": ", ".join(LANGUAGES), "found": quoted(given)}
        raise WrongCall(context, language_of(None), "value.choice", **values)
    return language_of(given)


lang = click.option(
    "--lang",
    "language",
    metavar="|".join(LANGUAGES),
    callback=_language,
    help="Language of what is shown. 显示语言。",
)
as_json_lines = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="JSON Lines, one object per input. 输出 JSON，每个输入一行。",
)
page_option = click.option(
    "-o",
    "--output",
    metavar="HTML",
    help="Write a page, .html, instead of the terminal. 写成网页文件。",
)


@cache
def installed(name: str) -> Rubric:
    """Return an installed rubric; what its plugin prints is no result."""
    with redirect_stdout(sys.stderr):
        return get_rubric(name)


def is_rubric_file(name: str) -> bool:
    """Whether a name is a file's: by its suffix, or since a folder before it leads to one.

    A name alone is always that of an installed rubric, whatever lies in the current folder; and
    the slash in ``Q/BJKB 009-2026`` makes it no file.
    """
    has_folder = os.path.basename(name) != name  # noqa: PTH119 -- any text may be asked for
    return is_file_name(name) or (has_folder and os.path.isfile(name))  # noqa: PTH113 -- the same


def rubric_named(name: str, show: Show, *, inputs: Sequence[str] = ()) -> Rubric:
    """Return the rubric of a file or of an id, or refuse the call."""
    try:
        return load_rubric(name) if is_rubric_file(name) else installed(name)
    except MaturityError as error:
        show.stop(name, MaturityError([*error.problems, *_other_way(name, error)]), inputs=inputs)


def page_path(file: str, show: Show) -> Path:
    """Return where a page is to be written, or refuse a name that is none of a page."""
    return path_to(file, show, *_PAGES)


def path_to(file: str, show: Show, *suffixes: str) -> Path:
    """Return where something is to be written, or refuse a name with another suffix."""
    path = Path(file)
    if path.suffix.lower() not in suffixes:
        values = {"file": printable(file), "required": ", ".join(suffixes)}
        show.stop(file, FileNotOpened([Problem("file.suffix", (), values)]))
    return path


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


def write(
    path: Path,
    content: str | bytes,
    show: Show,
    *,
    over: bool = True,
    inputs: Iterable[str] = (),
    never: str = "",
) -> None:
    """Write a file, but over no input, and over no other file of a kind that inputs have."""
    try:
        if os.path.exists(path) and any(_is_laid_over(name, path) for name in inputs):  # noqa: PTH110 -- this never raises
            raise FileNotOpened([Problem("file.is-input", (), {"file": printable(path)})])
        if never and path.suffix.lower() == never:
            values = {"file": printable(path), "required": ".txt, .json"}
            raise FileNotOpened([Problem("file.suffix", (), values)])
        write_whole(path, content, over=over)
    except MaturityError as error:
        show.stop(str(path), error)


def _is_laid_over(name: str, path: Path) -> bool:
    """Whether a file is an input, or one that the input is laid over."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        if os.path.exists(name) and os.path.samefile(name, path):  # noqa: PTH110, PTH121 -- the same
            return True
        try:
            base = base_of(read_source(name).tree)
        except MaturityError:  # it is told where it is loaded
            return False
        if base is not None and is_rubric_file(base):
            name = os.path.join(os.path.dirname(name), base)  # noqa: PTH118, PTH120 -- any text may be asked for
    return False
