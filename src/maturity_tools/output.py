"""What leaves the tools: files written whole or not at all, texts that stay on one line."""

import os
import secrets
import shutil
from pathlib import Path

from maturity_core import FileNotOpened, Problem

__all__ = ["one_line", "write_whole"]


def one_line(text: str) -> str:
    """Return a text that a file holds as one line, whatever breaks it has."""
    return " ".join(text.split())


def write_whole(path: Path, text: str, *, over: bool) -> None:
    """Write a file so that nobody ever sees half of it: a new file beside it takes its place.

    Args:
        path: of the file.
        text: written as UTF-8.
        over: whether a file that exists may be replaced.

    Raises:
        FileNotOpened: it exists and may not be replaced, is no regular file, or cannot be
            written; what was there is still there.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise _refused("file.not-regular", path)
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}")
    try:
        try:
            with beside.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if over:
                if target.exists():
                    shutil.copymode(target, beside)
                beside.replace(target)
            else:
                os.link(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError as error:
        raise _refused("file.exists", path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused("file.not-written", path, reason=reason) from error


def _refused(code: str, path: Path, **values: str) -> FileNotOpened:
    return FileNotOpened([Problem(code, (), {"file": str(path), **values})])
