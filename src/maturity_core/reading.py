"""Bytes to a plain tree: encoding, limits, JSON and TOML, and where each value stood."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal, NoReturn, TypeGuard

from attrs import frozen

from maturity_core.errors import Path, Position, Problem, UnreadableFile, quoted

__all__ = ["MOST_BYTES", "Document", "read"]

MOST_BYTES = 64 * 2**20
_MOST_DEPTH = 64
_MOST_DIGITS = 60

# Control characters other than tab and line ends, lone surrogates, bidirectional overrides and
# code points that are no characters: they hide text or make files that others cannot read.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@frozen
class Document:
    """A file as a tree of dicts, lists, texts, exact numbers, truth values and dates.

    Attributes:
        kind: ``"json"`` or ``"toml"``.
        text: the file, decoded.
        tree: what it says; its root is a table.
    """

    kind: Literal["json", "toml"]
    text: str
    tree: dict[str, Any]

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems in the order of the file, each with its position.

        The position is that of the value, or of what stands around it where it is not known.
        """
        entries = _json_entries(self.text) if self.kind == "json" else _toml_entries(self.text)
        offsets: dict[tuple[str, ...], int] = {}
        for path, offset in entries:
            offsets.setdefault(path, offset)

        def place(problem: Problem) -> Problem:
            path = tuple(map(str, problem.path))
            found = (offsets.get(path[:end]) for end in range(len(path), 0, -1))
            offset = next((offset for offset in found if offset is not None), None)
            return problem if offset is None else problem.at(_position(self.text, offset))

        def order(problem: Problem) -> tuple[int, int]:
            position = problem.position
            return (position.line, position.column) if position else (0, 0)

        return tuple(sorted(map(place, problems), key=order))


def read(data: bytes, *, kind: Literal["json", "toml"] | None = None) -> Document:
    """Read a JSON or TOML file.

    Args:
        data: the bytes of the file, UTF-8 with or without a byte order mark.
        kind: where it is not given, a file that starts with ``{`` is JSON.

    Raises:
        UnreadableFile: with every duplicate key or harmful text, or the first fault of syntax.

    >>> read(b'{"a": 0.10}').tree
    {'a': Decimal('0.10')}
    """
    if len(data) > MOST_BYTES:
        _refuse("file.too-large", found=str(len(data)), most=str(MOST_BYTES))
    text = _decoded(data)
    if not text.strip():
        _refuse("file.empty")
    if kind is None:
        kind = "json" if text.lstrip().startswith("{") else "toml"
    try:
        tree: Any = _parsed_json(text) if kind == "json" else _parsed_toml(text)
    except RecursionError:
        _refuse("file.too-deep", most=str(_MOST_DEPTH))
    if not _is_table(tree):
        _refuse("file.not-a-table", found=type(tree).__name__)
    document = Document(kind, text, tree)
    problems = tuple(_harmful(tree))
    if problems:
        raise UnreadableFile(document.placed(problems))
    return document


def _refuse(code: str, position: Position | None = None, **values: str) -> NoReturn:
    raise UnreadableFile([Problem(code, (), values, position=position)])


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        _refuse(
            "file.not-utf8",
            _position(before, len(before)),
            byte=f"0x{data[error.start]:02X}",
            offset=str(error.start),
            looks_like=_looks_like(data),
        )
    if "\0" in text:
        _refuse(
            "file.not-utf8",
            _position(text, text.index("\0")),
            byte="0x00",
            offset=str(data.index(0)),
            looks_like=_looks_like(data),
        )
    return text


def _looks_like(data: bytes) -> str:
    """Guess an encoding for the message; nothing is ever decoded with it."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:200].count(0) * 3 > len(data[:200]):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "" if b"\0" in data else "GBK"


def _position(text: str, offset: int) -> Position:
    line = text.count("\n", 0, offset)
    return Position(line=line + 1, column=offset - text.rfind("\n", 0, offset))


def _parsed_json(text: str) -> object:
    twice = False

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal twice
        result = dict(pairs)
        twice = twice or len(result) != len(pairs)
        return result

    try:
        tree: object = json.loads(
            text,
            object_pairs_hook=table,
            parse_float=Decimal,
            parse_int=lambda digits: (
                int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)
            ),
            parse_constant=Decimal,
        )
    except json.JSONDecodeError as error:
        position = Position(line=error.lineno, column=error.colno)
        _refuse("file.syntax", position, kind="JSON", reason=error.msg)
    if twice:
        raise UnreadableFile(_json_duplicates(text))
    return tree


def _json_duplicates(text: str) -> Iterator[Problem]:
    seen = set[tuple[str, ...]]()
    for path, offset in _json_entries(text):
        if path in seen:
            values = {"key": quoted(path[-1])}
            yield Problem("file.duplicate-key", path, values, position=_position(text, offset))
        seen.add(path)


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},]|[^\s\[\]{},:"]+')


def _json_entries(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and offset of every entry of valid JSON text, in order."""
    stack: list[str | int] = []
    key_is_next = False
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "{":
                stack.append("")
                key_is_next = True
            case "[":
                stack.append(0)
                yield tuple(map(str, stack)), token.start() + 1
            case "}" | "]":
                stack.pop()
                key_is_next = False
            case "," if isinstance(stack[-1], int):
                stack[-1] += 1
                yield tuple(map(str, stack)), token.end()
            case ",":
                key_is_next = True
            case word if key_is_next:
                stack[-1] = json.loads(word)
                key_is_next = False
                yield tuple(map(str, stack)), token.start()
            case _:
                pass


_TOML_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")


def _parsed_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    except ValueError:  # an integer of thousands of digits; tomllib does not say where
        _refuse("number.too-long", found="", limit=str(_MOST_DIGITS))
    match = _TOML_PLACE.search(message)
    reason = _TOML_PLACE.sub("", message).strip()
    position = _position(text, len(text))
    if match and match[1]:
        position = Position(line=int(match[1]), column=int(match[2]))
    if reason.startswith(("Cannot overwrite", "Cannot declare", "Duplicate")):
        line = text.split("\n")[position.line - 1]
        key = line.partition("=")[0].strip().strip("[]") or line.strip()
        _refuse("file.duplicate-key", position, key=key)
    return _refuse("file.syntax", position, kind="TOML", reason=reason)


_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEYS})\s*\]\]?")
_ENTRY = re.compile(rf"\s*({_KEYS})\s*=")
_LONG_TEXT = re.compile(r'"""|\'\'\'')


def _toml_entries(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the path and offset of the tables and keys of a TOML text that start a line."""
    table: tuple[str, ...] = ()
    rows: dict[tuple[str, ...], int] = {}
    offset = 0
    inside_long_text = False
    for line in text.split("\n"):
        header, entry = _HEADER.match(line), _ENTRY.match(line)
        if not inside_long_text and header:
            table = _toml_keys(header[2])
            if header[1] == "[[":
                rows[table] = rows.get(table, -1) + 1
            table = _with_rows(table, rows)
            yield table, offset + header.start(1)
        elif not inside_long_text and entry:
            yield table + _toml_keys(entry[1]), offset + entry.start(1)
        if len(_LONG_TEXT.findall(line)) % 2:
            inside_long_text = not inside_long_text
        offset += len(line) + 1


def _with_rows(table: tuple[str, ...], rows: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """Add to each array of tables on the way the index of its last row."""
    path: list[str] = []
    for end in range(1, len(table) + 1):
        path.append(table[end - 1])
        if table[:end] in rows:
            path.append(str(rows[table[:end]]))
    return tuple(path)


def _toml_keys(text: str) -> tuple[str, ...]:
    tree: Any = tomllib.loads(f"{text} = 0")
    keys: list[str] = []
    while _is_table(tree):
        key, tree = next(iter(tree.items()))
        keys.append(key)
    return tuple(keys)


def _is_table(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _harmful(tree: dict[str, Any]) -> Iterator[Problem]:
    """Yield what a tree may not hold: too many levels, or text that hides something."""
    left: list[tuple[Path, Any]] = [((), tree)]
    while left:
        path, value = left.pop()
        if len(path) > _MOST_DEPTH:
            yield Problem("file.too-deep", path[:1], {"most": str(_MOST_DEPTH)})
            return
        if isinstance(value, str) and (found := _HARMFUL.search(value)):
            yield Problem("text.control", path, {"found": f"U+{ord(found[0]):04X}"})
        elif _is_table(value):
            for key, item in value.items():
                if found := _HARMFUL.search(key):
                    yield Problem("text.control", path, {"found": f"U+{ord(found[0]):04X}"})
                left.append(((*path, key), item))
        elif _is_list(value):
            left.extend(((*path, index), item) for index, item in enumerate(value))
