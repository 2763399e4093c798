"""What leaves the tools: texts on one line, titles with their points, files written whole."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from maturity_core import Clause, FileNotOpened, Problem, Text
from maturity_core.errors import printable
from maturity_core.exact import as_text
from maturity_core.words import say

__all__ = ["VECTORS", "clause_title", "line_of", "one_line", "write_whole"]

VECTORS = ".vectors.toml"
"""The file of a rubric's vectors ends so: beside ``acme.toml`` it is ``acme.vectors.toml``."""


def one_line(text: str) -> str:
    """Return a text that a file holds as one line, whatever breaks it has."""
    return " ".join(text.split())


def line_of(text: Text, language: str) -> str:
    """Return a text of a rubric in a language, as one line."""
    return one_line(text.pick(language))


def clause_title(clause: Clause, language: str) -> str:
    """Return a clause's title with its points, and a remark where the title is the rubric's own."""
    title = line_of(clause.title, language)
    if clause.title_added:
        title = say("title.added", language, {"title": title})
    if clause.points is None:
        return title
    return say("title.points", language, {"title": title, "points": as_text(clause.points)})


def write_whole(path: Path, content: str | bytes, *, over: bool) -> None:
    """Write a file so that nobody ever sees half of it: a new file beside it takes its place.

    Args:
        path: of the file.
        content: bytes, or text that is written as UTF-8.
        over: whether a file that exists may be replaced.

    Raises:
        FileNotOpened: it exists and may not be replaced, is no regular file, or cannot be
            written; what was there is still there.
    """
    beside = None
    try:
        path.parent.resolve(strict=True)  # realpath takes a way through folders that are not there
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            raise _refused("file.not-regular", path)
        beside = target.with_name(f".{os.urandom(8).hex()}.part")
        with beside.open("xb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        if over:
            if target.exists():
                beside.chmod(stat.S_IMODE(target.stat().st_mode))
            beside.replace(target)
        else:
            _place(beside, target)
    except FileExistsError as error:
        raise _refused("file.exists", path) from error
    except FileNotOpened:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused("file.not-written", path, reason=reason) from error
    finally:
        if beside is not None:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


_NO_HARD_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP}


def _place(beside: Path, target: Path) -> None:
    """Give a file its name, but never over another; not every file system has hard links."""
    try:
        os.link(beside, target)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if target.exists():
            raise FileExistsError from None
        beside.replace(target)


def _refused(code: str, path: Path, **values: str) -> FileNotOpened:
    return FileNotOpened([Problem(code, (), {"file": printable(path), **values})])
