"""Where the parts of a JSON or TOML text stand: their paths and offsets, also beside faults."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator

from maturity_core.errors import Path

__all__ = ["json_places", "toml_places"]

# Strings, comments, signs of structure, and runs of anything else, in either language.
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_JSON = re.compile(rf'{_STRING}|[\[\]{{}},:]|[^\s\[\]{{}},:"]+')
_TOML = re.compile(
    r'"{3}(?:[^\\]|\\.)*?(?:"{3,5}|\Z)'
    r"|'{3}.*?(?:'{3,5}|\Z)"
    rf"|{_STRING}|'[^'\n]*'"
    r"|#[^\n]*|[\[\]{},=.\n]"
    r"""|[^\s\[\]{},=.#"']+""",
    re.DOTALL,
)
_DEEPEST = 64


class _Tokens:
    """The tokens of a text, with a look at the next one; ``""`` stands for the end."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = (match for match in pattern.finditer(text) if not match[0].startswith("#"))
        self._tokens = [(match[0], match.start()) for match in found]
        self._next = 0
        self._end = len(text)

    @property
    def next(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    @property
    def offset(self) -> int:
        return self._tokens[self._next][1] if self._next < len(self._tokens) else self._end

    def take(self) -> str:
        token = self.next
        self._next += 1
        return token

    def skip(self, *signs: str) -> None:
        while self.next and self.next in signs:
            self.take()


def json_places(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and offset of every entry of a JSON text, in order."""
    return _value(_Tokens(_JSON, text), (), ":", _json_key)


def toml_places(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path and offset of every table, key and list item of a TOML text, in order."""
    tokens = _Tokens(_TOML, text)
    table: Path = ()
    rows: dict[Path, int] = {}
    while tokens.next:
        offset = tokens.offset
        if tokens.next in {"\n", ",", "]", "}", "="}:
            tokens.take()
            continue
        if tokens.next != "[":
            path = table + _keys(tokens, "=", _toml_key)
            yield path, offset
            yield from _value(tokens, path, "=", _toml_key)
            continue
        tokens.take()
        is_row = tokens.next == "["
        tokens.skip("[")
        table = _in_rows(_keys(tokens, "]", _toml_key), rows)
        if is_row:
            rows[table] = rows.get(table, -1) + 1
            table = (*table, rows[table])
        yield table, offset


def _in_rows(keys: Path, rows: dict[Path, int]) -> Path:
    """Add the index of the last row to every list of tables on the way to the last key."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if path in rows:
            path = (*path, rows[path])
    return path + keys[-1:]


def _keys(tokens: _Tokens, end: str, decoded: Callable[[str], str]) -> Path:
    """Take the parts of a key up to ``end``, which is taken too, or to the end of the line."""
    keys: list[str] = []
    while tokens.next not in {end, "\n", ""}:
        part = tokens.take()
        if part != ".":
            keys.append(decoded(part))
    if tokens.next == end:
        tokens.take()
    return tuple(keys)


def _value(
    tokens: _Tokens, path: Path, is_: str, decoded: Callable[[str], str]
) -> Iterator[tuple[Path, int]]:
    """Take a value, and yield the places of what is in it."""
    opening = tokens.take() if tokens.next in {"[", "{"} and len(path) < _DEEPEST else ""
    if not opening:
        while tokens.next not in {",", "]", "}", "\n", ""}:
            tokens.take()
        return
    index = 0
    tokens.skip("\n")
    while tokens.next not in {"]", "}", ""}:
        offset = tokens.offset
        inner = (*path, index) if opening == "[" else path + _keys(tokens, is_, decoded)
        yield inner, offset
        yield from _value(tokens, inner, is_, decoded)
        tokens.skip("\n")
        if tokens.next == ",":
            tokens.take()
        elif tokens.next not in {"]", "}"}:
            return
        index += 1
        tokens.skip("\n")
    tokens.take()


def _json_key(token: str) -> str:
    try:
        return str(json.loads(token))
    except json.JSONDecodeError:
        return token


def _toml_key(token: str) -> str:
    if token[0] not in "\"'":
        return token
    try:
        return str(tomllib.loads(f"key = {token}")["key"])
    except tomllib.TOMLDecodeError:
        return token
