"""A plugin project around a rubric: it installs, and passes its tests, as it is written."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from string import Template
from tempfile import mkdtemp

import tomlkit
from tomlkit.items import Table

from maturity_core import FileNotOpened, Problem, Rubric, assessment_from, score
from maturity_core.errors import printable
from maturity_core.exact import as_text
from maturity_core.words import say
from maturity_tools.output import VECTORS, line_of, write_whole

__all__ = ["package_files", "write_folder"]

_ENDS = (Fraction(0), Fraction(1))  # of a scale that is not made of levels
_MODE = 0o755  # as any new folder has; mkdtemp makes one that only its owner may enter


def package_files(rubric: Rubric, toml: str, vectors: str | None, language: str) -> dict[str, str]:
    """Return the files of a project that offers a rubric, by their paths in it.

    Args:
        rubric: that is offered.
        toml: the same rubric as text.
        vectors: those of its author as text; None for first ones.
        language: of what stands around it, ``"zh"`` or ``"en"``.
    """
    module = _module_of(rubric.id)
    values = {
        "id": rubric.id,
        "module": module,
        "distribution": re.sub(r"[-_.]+", "-", module),
        "title": line_of(rubric.title, language),
    }
    source = f"src/{module}"
    return {
        "pyproject.toml": _filled("pyproject.toml", values),
        "README.md": _filled(f"README.{language}.md", values),
        ".gitignore": _filled("gitignore", values),
        f"{source}/__init__.py": _filled("init.py", values),
        f"{source}/{rubric.id}.toml": toml,
        f"{source}/{rubric.id}{VECTORS}": _vectors(rubric, language)
        if vectors is None
        else vectors,
        "tests/test_conformance.py": _filled("test_conformance.py", values),
    }


def _module_of(rubric_id: str) -> str:
    """Return the id as the name of a Python module, which none of anybody else has.

    >>> _module_of("acme-101.2026")
    'rubric_acme_101_2026'
    """
    return "rubric_" + re.sub(r"[-.]", "_", rubric_id).lower()


def _filled(template: str, values: Mapping[str, str]) -> str:
    source = files("maturity_tools").joinpath("templates", "package", f"{template}.txt")
    return Template(source.read_text("utf-8")).substitute(values)


def _vectors(rubric: Rubric, language: str) -> str:
    """Write first vectors: all items at their best and at their worst, and what that comes to."""
    document = tomlkit.document()
    for line in say("new.vectors", language, {}).splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document.add("rubric", tomlkit.item(rubric.id))
    document.add("source", tomlkit.item(""))
    vectors = tomlkit.aot()
    for name, pick in (("best", max), ("worst", min)):
        vector = _vector(rubric, say(f"new.{name}", language, {}), pick)
        vectors.append(vector)  # pyright: ignore[reportUnknownMemberType] -- tomlkit leaves it untyped
    document.add("vectors", vectors)
    return tomlkit.dumps(document)


def _vector(rubric: Rubric, name: str, pick: Callable[[list[Fraction]], Fraction]) -> Table:
    ratings = {
        leaf.id: as_text(pick([*rubric.scale_of(leaf).levels().values()] or [*_ENDS]) * 100)
        for leaf in rubric.leaves()
    }
    counts = {adjustment.id: 0 for adjustment in rubric.adjustments}
    said = {
        "rubric": rubric.id,
        "ratings": ratings,
        "vetoes": {veto.id: "clear" for veto in rubric.vetoes},
        "adjustments": counts,
    }
    card = score(rubric, assessment_from(said))
    vector = tomlkit.table()
    vector.add("name", tomlkit.item(name))
    alike = [*dict.fromkeys(ratings.values())]
    if len(alike) == 1:
        vector.add("all", tomlkit.item(alike[0]))
    else:
        vector.add("ratings", tomlkit.item(ratings))
    if counts:
        vector.add("adjustments", tomlkit.item(counts))
    vector.add("score", tomlkit.item(as_text(card.score)))
    vector.add("grade", tomlkit.item(card.grade.id))
    return vector


def write_folder(path: Path, texts: Mapping[str, str]) -> None:
    """Write a folder with files, whole or not at all: a new one beside it takes its place.

    Raises:
        FileNotOpened: it is there and not empty, or cannot be written.
    """
    beside = None
    try:
        _require_room(path)
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=".", suffix=".part", dir=path.absolute().parent))
        beside.chmod(_MODE)
        for name, text in texts.items():
            file = beside / name
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, text, over=False)
        if path.is_dir():
            path.rmdir()
        beside.rename(path)
    except FileNotOpened:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        values = {"file": printable(path), "reason": reason}
        raise FileNotOpened([Problem("file.not-written", (), values)]) from error
    finally:
        if beside is not None:
            rmtree(beside, ignore_errors=True)


def _require_room(path: Path) -> None:
    is_empty = path.is_dir() and not any(path.iterdir())
    if path.exists() and not is_empty:
        raise FileNotOpened([Problem("package.exists", (), {"folder": printable(path)})])
