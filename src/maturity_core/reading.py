"""Bytes to a plain tree: encoding, limits, JSON and TOML, and where each value stands."""

import codecs
import json
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, NoReturn

from attrs import frozen

from maturity_core.errors import Path, Position, Problem, UnreadableFile, quoted
from maturity_core.places import json_places, toml_places
from maturity_core.tree import is_list, is_table

__all__ = ["MOST_BYTES", "Document", "harmful", "read"]

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
        problems = tuple(problems)
        position_of = _positions(self.text)
        offsets: dict[Path, int] = {}
        for path, offset in _places(self.kind, self.text) if problems else ():
            for end in range(1, min(len(path), _MOST_DEPTH) + 1):
                offsets.setdefault(path[:end], offset)

        def place(problem: Problem) -> Problem:
            path = problem.path
            found = (offsets.get(path[:end]) for end in range(len(path), 0, -1))
            offset = next((offset for offset in found if offset is not None), None)
            return problem if offset is None else problem.at(position_of(offset))

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
    if not is_table(tree):
        _refuse("file.not-a-table", found=quoted(tree))
    document = Document(kind, text, dict(tree))
    is_clean = "\\" not in text and not _HARMFUL.search(text) and not _is_deep(tree)
    problems = () if is_clean else tuple(harmful(document.tree))
    if problems:
        raise UnreadableFile(document.placed(problems))
    return document


def _refuse(code: str, position: Position | None = None, **values: str) -> NoReturn:
    raise UnreadableFile([Problem(code, (), values, position=position)])


def _decoded(data: bytes) -> str:
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
        bad = body.find(0)
    except UnicodeDecodeError as error:
        text, bad = "", error.start
    if bad < 0:
        return text
    before = body[:bad].decode("utf-8")
    _refuse(
        "file.not-utf8",
        _position(before, len(before)),
        byte=f"0x{body[bad]:02X}",
        offset=str(len(data) - len(body) + bad),
        looks_like=_looks_like(data),
    )


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
    return _positions(text)(offset)


def _positions(text: str) -> Callable[[int], Position]:
    """Return what turns many offsets of one text into positions."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def position(offset: int) -> Position:
        line = bisect_right(starts, offset)
        return Position(line=line, column=offset - starts[line - 1] + 1)

    return position


def _places(kind: Literal["json", "toml"], text: str) -> Iterator[tuple[Path, int]]:
    return json_places(text) if kind == "json" else toml_places(text)


def _refuse_duplicates(kind: Literal["json", "toml"], text: str) -> None:
    """Refuse every key that is there again; what stands below such a key is not told too."""
    seen = set[Path]()
    again = set[Path]()
    problems: list[Problem] = []
    position_of = _positions(text)
    for path, offset in _places(kind, text):
        if path in seen and not any(path[:end] in again for end in range(1, len(path))):
            values = {"key": quoted(path[-1])}
            position = position_of(offset)
            problems.append(Problem("file.duplicate-key", path, values, position=position))
            again.add(path)
        seen.add(path)
    if problems:
        raise UnreadableFile(problems)


def _refuse_declared_twice(text: str, position: Position) -> NoReturn:
    """Refuse a table on this line that other lines have made already, as dotted keys do."""
    position_of = _positions(text)
    header: Path = (text.split("\n")[position.line - 1].strip(),)
    path = next(
        (path for path, offset in toml_places(text) if position_of(offset).line == position.line),
        header,
    )
    start = Position(line=position.line, column=1)
    problem = Problem("file.duplicate-key", path, {"key": quoted(path[-1])}, position=start)
    raise UnreadableFile([problem])


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
            parse_float=_number_reader(text),
            parse_int=lambda digits: (
                int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)
            ),
            parse_constant=Decimal,
        )
    except json.JSONDecodeError as error:
        position = Position(line=error.lineno, column=error.colno)
        _refuse("file.syntax", position, kind="JSON", reason=error.msg)
    if twice:
        _refuse_duplicates("json", text)
    return tree


def _number_reader(text: str) -> Callable[[str], Decimal]:
    """Return what keeps the digits of a number; no Decimal holds every exponent."""

    def decimal(written: str) -> Decimal:
        try:
            return Decimal(written)
        except InvalidOperation:
            values = {"found": quoted(written), "limit": str(_MOST_DIGITS)}
            _refuse("number.too-long", _position(text, text.find(written)), **values)

    return decimal


_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DEEP_KEY = re.compile(
    rf"^[ \t]*(?:\[\[?[ \t]*)?(?:{_KEY}[ \t]*\.[ \t]*){{{_MOST_DEPTH}}}", re.MULTILINE
)
_LONG_QUOTES = ('"""', "'''")
_LONG_INTEGER = re.compile(r"[0-9_]{1000}")
_TOML_FAULT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def _parsed_toml(text: str) -> dict[str, Any]:
    deep = _DEEP_KEY.search(text)  # tomllib takes minutes for a key of thousands of parts
    if deep and not any(text.count(quotes, 0, deep.start()) % 2 for quotes in _LONG_QUOTES):
        _refuse("file.too-deep", _position(text, deep.start()), most=str(_MOST_DEPTH))
    try:
        return tomllib.loads(text, parse_float=_number_reader(text))
    except tomllib.TOMLDecodeError as error:
        fault = _TOML_FAULT.fullmatch(str(error))
    except UnreadableFile:
        raise
    except ValueError:  # int() refuses thousands of digits, and tomllib does not say where
        long = _LONG_INTEGER.search(text)
        position = _position(text, long.start()) if long else None
        _refuse("number.too-long", position, limit=str(_MOST_DIGITS))
    reason, line, column = fault.groups() if fault else ("", "", "")
    position = _position(text, len(text))
    if line:
        position = Position(line=int(line), column=int(column))
    if reason.startswith(("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate")):
        _refuse_duplicates("toml", text)
    if reason.endswith(" twice"):
        _refuse_declared_twice(text, position)
    _refuse("file.syntax", position, kind="TOML", reason=reason)


def _is_deep(tree: Mapping[str, Any]) -> bool:
    level: list[Any] = [tree]
    for _ in range(_MOST_DEPTH + 1):
        inner = (part.values() if is_table(part) else part for part in level)
        level = [item for part in inner for item in part if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def harmful(tree: dict[str, Any]) -> Iterator[Problem]:
    """Yield what a tree may not hold: too many levels, or text that hides something."""
    left: list[tuple[Path, Any]] = [((), tree)]
    while left:
        path, value = left.pop()
        if len(path) > _MOST_DEPTH:
            yield Problem("file.too-deep", path, {"most": str(_MOST_DEPTH)})
            return
        if isinstance(value, str):
            yield from _control(path, value)
        elif is_table(value):
            for key, item in value.items():
                yield from _control(path, key)
                left.append(((*path, key), item))
        elif is_list(value):
            left.extend(((*path, index), item) for index, item in enumerate(value))


def _control(path: Path, text: str) -> Iterator[Problem]:
    if found := _HARMFUL.search(text):
        yield Problem("text.control", path, {"found": f"U+{ord(found[0]):04X}"})
