"""Plain trees, part by part: tables, lists, texts, numbers, days, and all their faults at once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, TypeGuard, TypeVar, cast

from attrs import evolve

from maturity_core.errors import InvalidValue, Path, Problem, quoted
from maturity_core.fields import nearest

__all__ = [
    "DAY",
    "Faults",
    "at_own_place",
    "day",
    "each",
    "flag",
    "is_at",
    "is_bilingual",
    "is_list",
    "is_table",
    "list_of",
    "put",
    "refuse_unquoted",
    "refused",
    "table_of",
    "text_of",
    "unknown_key",
    "whole_number",
]

T = TypeVar("T")

_MOST_PARTS = 32

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a date is written."""


def refused(code: str, value: object) -> InvalidValue:
    """Return the error that says what was found where something else is required."""
    return InvalidValue([Problem(code, (), {"found": quoted(value)})])


def unknown_key(key: str, known: Iterable[str]) -> Problem:
    """Return the problem of a key that nobody knows, with the nearest one that somebody does."""
    values = {"key": quoted(key), "nearest": nearest(key, known)}
    return Problem("value.unknown-key", (key,), values)


def text_of(value: object) -> str:
    """Take text as it is."""
    if not isinstance(value, str):
        raise refused("value.not-text", value)
    return value


def flag(value: object) -> bool:
    """Take a truth value as it is."""
    if not isinstance(value, bool):
        raise refused("value.not-flag", value)
    return value


def whole_number(value: object) -> int:
    """Take a whole number as it is; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise refused("value.not-whole", value)
    return value


def day(value: object) -> date:
    """Take a date, or ISO text such as ``2026-06-30``."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:  # a day that no calendar has
            raise refused("value.date", value) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise refused("value.date", value)
    return value


def table_of(value: object) -> dict[str, Any]:
    """Take a copy of a table, whose keys have to be text."""
    if not is_table(value):
        raise refused("value.not-table", value)
    if isinstance(value, dict) and not set(map(type, value)) - {str}:
        return dict(value)
    faults = Faults()
    for key, times in Counter(iter(value)).items():
        if not isinstance(key, str):
            faults.add(Problem("value.not-text", (), {"found": quoted(key)}))
        elif times > 1:  # a form, say, in which a field is there twice
            faults.add(Problem("value.key-twice", (), {"key": key}))
    faults.tell()
    return {key: value[key] for key in value}


def list_of(value: object) -> list[Any]:
    """Take a copy of a list."""
    if not is_list(value):
        raise refused("value.not-list", value)
    return list(value)


def is_table(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether something is a table."""
    return isinstance(value, dict) or isinstance(value, Mapping)  # noqa: SIM101 -- the first is quick


def is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether something is a list."""
    return isinstance(value, list | tuple)


def is_bilingual(value: object) -> TypeGuard[Mapping[str, str]]:
    """Whether something is a text in Chinese, English or both, as a file writes it."""
    if not is_table(value) or not value or not value.keys() <= {"zh", "en"}:
        return False
    return all(isinstance(text, str) for text in value.values())


def is_at(tree: object, path: Path) -> bool:
    """Whether something stands at a path.

    >>> is_at({"bands": [{"low": 0}]}, ("bands", 0, "low"))
    True
    """
    for key in path:
        if not (key in tree if is_table(tree) else is_list(tree) and key in range(len(tree))):
            return False
        tree = cast("Any", tree)[key]
    return True


class Faults:
    """Collects the problems of several parts, so that all of them are told at once."""

    problems: list[Problem]

    def __init__(self, others: "Iterable[Faults]" = ()) -> None:
        """Start with those of others."""
        self.problems = [problem for other in others for problem in other.problems]

    def add(self, *problems: Problem) -> None:
        """Keep problems."""
        self.problems.extend(problems)

    def take(self, load: Callable[[], T], *path: str | int) -> T | None:
        """Return what ``load`` does; or None, and keep its problems, which are below ``path``."""
        try:
            return load()
        except InvalidValue as error:
            self.add(*(problem.below(*path) for problem in error.problems))
            return None

    def tell(self) -> None:
        """Raise all of them, if there are any."""
        if self.problems:
            raise InvalidValue(self.problems)


def each(entries: Iterable[tuple[Any, Any]], load: Callable[[Any, Any], T]) -> list[T]:
    """Load every entry; raise once, with all problems, each below its key or index."""
    faults = Faults()
    results = [faults.take(partial(load, key, entry), key) for key, entry in entries]
    faults.tell()
    return cast("list[T]", results)


def refuse_unquoted(key: str, entry: object) -> None:
    """Refuse tables that TOML made of a number without quotes: ``5.2.1 = 85``."""
    if not is_table(entry) or not str(next(iter(entry), ""))[:1].isdigit():
        return
    numbers = list(_unquoted((key,), entry))
    if numbers != [(key,)]:
        raise InvalidValue(
            Problem("value.unquoted-id", parts[1:], {"id": ".".join(parts)}) for parts in numbers
        )


def _unquoted(parts: tuple[str, ...], entry: object) -> Iterator[tuple[str, ...]]:
    is_part = is_table(entry) and entry and all(str(part)[:1].isdigit() for part in entry)
    if is_table(entry) and is_part and len(parts) < _MOST_PARTS:
        for part, inner in entry.items():
            yield from _unquoted((*parts, str(part)), inner)
    else:
        yield parts


def at_own_place(problems: Iterable[Problem], *implied: str) -> Iterator[Problem]:
    """Take fields that a file says by where an entry stands, such as its id, out of the paths."""
    for problem in problems:
        is_implied = problem.path[:1] and problem.path[0] in implied
        yield evolve(problem, path=problem.path[1:]) if is_implied else problem


def put(table: dict[str, Any], key: str, entry: object, name: str) -> None:
    """Add to the table ``name``, but never over an entry: no file can say the same id twice."""
    if key in table:
        raise InvalidValue([Problem("value.key-twice", (name, key), {"key": key})])
    table[key] = entry
