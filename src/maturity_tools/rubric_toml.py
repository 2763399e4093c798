"""A rubric as a TOML file that people read and change."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Item, KeyType, SingleKey, Table

from maturity_core import Rubric
from maturity_core.rubric_checks import only_language
from maturity_core.rubric_file import KEYED
from maturity_core.serial import unstructured
from maturity_core.tree import is_bilingual, is_list, is_table

__all__ = ["rubric_toml"]

_WIDEST = 120
_ORDER = (
    *("standard", "provenance", "dimensions", "scopes", "scale"),
    *("clauses", "vetoes", "grades", "adjustments", "readings"),
)
_NUMBERS = {
    *("total", "maximum", "points", "weight", "low", "high", "step", "from_ratio"),
    *("at_least", "above", "upto"),
}
_WITH_NUMBERS = {"rubric", "scale", "clauses", "grades", "adjustments"}
_DAYS = {"issued", "effective", "transition_ends", "withdrawn"}


def rubric_toml(rubric: Rubric) -> str:
    """Return a rubric as TOML; `load_rubric` reads an equal one.

    Entries of a table stand on one line each where all of them are short, else each is a table.

    Raises:
        InvalidValue: no file can hold it: an id is there twice.
    """
    tree = _with_types(unstructured(rubric))
    document = tomlkit.document()
    document.add("format", tomlkit.item(tree["format"]))
    language = only_language(rubric)
    if language is not None:
        document.add("language", tomlkit.item(language))
        tree = {
            part: said if part == "provenance" else _plain(said, language)
            for part, said in tree.items()
        }
    document.add("rubric", _table(tree["rubric"]))
    for part in _ORDER:
        said = tree.get(part)
        if part == "readings" and said:
            document.add(part, _tables(said))
        elif part == "scale" and said:
            document.add(part, _scale(said))
        elif said:
            document.add(part, _entries(said) if part in KEYED else _table(said))
    return tomlkit.dumps(document).strip("\n") + "\n"


def _plain(said: Any, language: str) -> Any:
    """Write each text as a plain one."""
    if is_bilingual(said):
        return said[language]
    if is_table(said):
        return {key: _plain(value, language) for key, value in said.items()}
    return [_plain(value, language) for value in said] if is_list(said) else said


def _with_types(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a tree with days and whole numbers as TOML writes them, where a file says such."""
    standard = {
        key: date.fromisoformat(value) if key in _DAYS else value
        for key, value in tree.get("standard", {}).items()
    }
    return {
        part: _with_numbers(said) if part in _WITH_NUMBERS else said for part, said in tree.items()
    } | {"standard": standard}


def _with_numbers(value: Any, key: str = "") -> Any:
    if is_table(value):
        return {inner: _with_numbers(said, inner) for inner, said in value.items()}
    if is_list(value):
        return [_with_numbers(said, key) for said in value]
    return int(value) if key in _NUMBERS and value.isdigit() else value


def _entries(said: Mapping[str, Any]) -> Table:
    """Write a table of entries: each on a line, or as a table of its own."""
    lines = {key: _value(key, entry) for key, entry in said.items()}
    is_long = any(_width(key, line) > _WIDEST for key, line in lines.items())
    table = tomlkit.table()
    for key, entry in said.items():
        table.add(SingleKey(key, KeyType.Basic), _table(entry) if is_long else lines[key])
    return table


def _scale(said: Mapping[str, Any]) -> Table:
    """Write the scale; bands that tell at length what they mean are tables."""
    bands = said.get("bands", [])
    if any("guidance" in band for band in bands):
        table = _table({key: value for key, value in said.items() if key != "bands"})
        table.add("bands", _tables(bands))
        return table
    return _table(said)


def _table(said: Mapping[str, Any]) -> Table:
    """Write a table; a table in it that is too long for a line follows as one of its own."""
    table = tomlkit.table()
    lines = {key: _value(key, value) for key, value in said.items()}
    long = {key for key, line in lines.items() if _is_too_long(key, line, said[key])}
    for key in sorted(lines, key=long.__contains__):
        table.add(_key(key), _table(said[key]) if key in long else lines[key])
    return table


def _is_too_long(key: str, line: Item, value: Any) -> bool:
    return isinstance(line, InlineTable) and not is_bilingual(value) and _width(key, line) > _WIDEST


def _width(key: str, line: Item) -> int:
    return len(f"{key} = {line.as_string()}")


def _tables(rows: list[Mapping[str, Any]]) -> AoT:
    tables = tomlkit.aot()
    for row in rows:
        tables.append(_table(row))  # pyright: ignore[reportUnknownMemberType] -- tomlkit leaves it untyped
    return tables


def _key(key: str) -> SingleKey:
    return SingleKey(key)  # in quotes where it needs them


def _value(key: str, value: Any) -> Item:
    """Write a value on one line; only a list whose entries do not fit there takes several."""
    if is_table(value):
        return _inline(value)
    if is_list(value):
        return _array(key, value)
    return cast("Item", tomlkit.item(value))


def _inline(said: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, value in said.items():
        table.add(_key(key), _value(key, value))
    return table


def _array(key: str, values: Iterable[Any]) -> Array:
    array = tomlkit.array()
    for value in values:
        array.append(_value(key, value))  # pyright: ignore[reportUnknownMemberType] -- the same
    array.multiline(_width(key, array) > _WIDEST)
    return array
