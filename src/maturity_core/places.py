"""Where the parts of a JSON or TOML text stand: their paths and offsets, also beside faults."""

import re
from collections.abc import Callable, Iterator
from typing import Literal

from maturity_core.errors import Path

__all__ = ["json_places", "toml_places", "without_texts"]

_DEEPEST = 64
_ENDS = frozenset({",", "]", "}", "\n", ""})  # what a value ends before

# Strings, comments, signs of structure, and runs of anything else, in either language.
_STRING = r'"(?:[^"\\\n]|\\.)*"'
_JSON = rf'{_STRING}|"[^\n]*|[\[\]{{}},:]|[^\s\[\]{{}},:"]+'
_TOML = (
    r'"{3}(?:[^\\]|\\.)*?(?:"{3,5}|\Z)'
    r"|'{3}.*?(?:'{3,5}|\Z)"
    rf"|{_STRING}|'[^'\n]*'|[\"'][^\n]*"
    r"|#[^\n]*|[\[\]{},=.\n]"
    r"""|[^\s\[\]{},=.#"']+"""
)


def without_texts(kind: Literal["json", "toml"], text: str) -> str:
    """Return a text of the same length with blanks for all strings and comments.

    >>> without_texts("toml", 'a = "1" # 1')
    'a =        '
    """
    pattern = _JSON if kind == "json" else _TOML
    return re.sub(
        pattern,
        lambda token: re.sub(r"[^\n]", " ", token[0]) if token[0][0] in "\"'#" else token[0],
        text,
        flags=re.DOTALL,
    )


class _Tokens:
    """The tokens of a text, one after the other.

    Attributes:
        next: the one to be taken next; ``""`` at the end.
        offset: where it stands.
    """

    def __init__(self, pattern: str, text: str) -> None:
        self._found = re.finditer(pattern, text, re.DOTALL)
        self._end = len(text)
        self.next = ""
        self.offset = 0
        self.take()

    def take(self) -> str:
        token = self.next
        for match in self._found:
            self.next = match[0]
            if self.next[0] != "#":
                self.offset = match.start()
                return token
        self.next, self.offset = "", self._end
        return token

    def skip(self, sign: str) -> None:
        while self.next == sign:
            self.take()

    def skip_to(self, signs: frozenset[str]) -> None:
        while self.next not in signs:
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
    if tokens.next not in {"[", "{"} or len(path) >= _DEEPEST:
        tokens.skip_to(_ENDS)
        return
    opening = tokens.take()
    index = 0
    tokens.skip("\n")
    while tokens.next not in {"]", "}", ""}:
        offset = tokens.offset
        inner = (*path, index) if opening == "[" else path + _keys(tokens, is_, decoded)
        yield inner, offset
        if tokens.next in {"[", "{"}:
            yield from _value(tokens, inner, is_, decoded)
        else:
            tokens.skip_to(_ENDS)
        tokens.skip("\n")
        if tokens.next == ",":
            tokens.take()
        elif tokens.next not in {"]", "}"}:
            return
        index += 1
        tokens.skip("\n")
    tokens.take()


def _json_key(token: str) -> str:
    import json

    if token[0] != '"':  # a number without quotes is kept as it is written
        return token
    try:
        return str(json.loads(token))
    except json.JSONDecodeError:
        return token


def _toml_key(token: str) -> str:
    import tomllib

    if token[0] not in "\"'":
        return token
    try:
        return str(tomllib.loads(f"key = {token}")["key"])
    except tomllib.TOMLDecodeError:
        return token
