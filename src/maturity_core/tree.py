"""Plain trees, part by part: tables, lists, texts, numbers, days, and all their faults at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeGuard, TypeVar

from maturity_core.errors import InvalidValue, Problem, quoted
from maturity_core.fields import nearest

__all__ = [
    "day",
    "each",
    "flag",
    "is_list",
    "is_table",
    "put",
    "refused",
    "table_of",
    "text_of",
    "unknown_key",
    "whole_number",
]

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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
    if isinstance(value, str) and _DAY.fullmatch(value):
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
    return {text_of(key): item for key, item in value.items()}


def is_table(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether something is a table."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether something is a list."""
    return isinstance(value, list | tuple)


def each(entries: Iterable[tuple[Any, Any]], load: Callable[[Any, Any], T]) -> list[T]:
    """Load every entry; raise once, with all problems, each below its key or index."""
    results: list[T] = []
    problems: list[Problem] = []
    for key, entry in entries:
        try:
            results.append(load(key, entry))
        except InvalidValue as error:
            problems.extend(problem.below(key) for problem in error.problems)
    if problems:
        raise InvalidValue(problems)
    return results


def put(table: dict[str, Any], key: str, entry: object) -> None:
    """Add to a table, but never over an entry: a file cannot say the same id twice."""
    if key in table:
        raise InvalidValue([Problem("value.key-twice", (key,), {"key": key})])
    table[key] = entry
