"""Bytes to a plain tree: encoding, limits, JSON and TOML, and where each value stands."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import takewhile
from typing import Any, Literal, NamedTuple, NoReturn

from maturity_core.errors import Path, Position, Problem, UnreadableFile, quoted
from maturity_core.places import json_places, toml_places, without_texts
from maturity_core.tree import is_list, is_table

__all__ = ["MOST_BYTES", "Document", "harmful", "read"]

_ZIP = b"PK\x03\x04"  # what an .xlsx is
MOST_BYTES = 64 * 2**20
_MOST_DEPTH = 64
_MOST_DIGITS = 60


class Document(NamedTuple):
    """A file as a tree of dicts, lists, texts, exact numbers, truth values and dates.

    Attributes:
        kind: ``"json"`` or ``"toml"``.
        text: the file, decoded.
        tree: what it says; its root is a table.
    """

    kind: Literal["json", "toml"]
    text: str
    tree: dict[str, Any]

    def placed(
        self, problems: Iterable[Problem], *, stands: Callable[[Path], Path] = tuple[str | int, ...]
    ) -> tuple[Problem, ...]:
        """Return the problems in the order of the file, each with its position.

        The position is that of the value, or of what stands around it where it is not known.

        Args:
            problems: of the tree.
            stands: returns the path at which the file says what a problem is about; its own,
                unless the tree is not all that counts.
        """
        problems = tuple(problems)
        position_of = _positions(self.text)
        paths = {problem.path: stands(problem.path) for problem in problems}
        wanted = {path[:end] for path in paths.values() for end in range(1, len(path) + 1)}
        offsets: dict[Path, int] = {}
        for path, offset in _places(self.kind, self.text) if wanted else ():
            for end in range(min(len(path), _MOST_DEPTH), 0, -1):
                if path[:end] in offsets:
                    break
                if path[:end] in wanted:
                    offsets[path[:end]] = offset

        def place(problem: Problem) -> Problem:
            path = paths[problem.path]
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
        UnreadableFile: with every duplicate key, harmful text or slip of the pen; of syntax that is
            broken otherwise with the first fault.

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
    is_clean = "\\" not in text and not _hides(text) and not _is_deep(kind, text, tree)
    problems = () if is_clean else tuple(harmful(document.tree))
    if problems:
        raise UnreadableFile(document.placed(problems))
    return document


def _refuse(code: str, position: Position | None = None, **values: str) -> NoReturn:
    raise UnreadableFile([Problem(code, (), values, position=position)])


def _decoded(data: bytes) -> str:
    if data.startswith(_ZIP):
        _refuse("file.is-workbook")
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


def _duplicates(kind: Literal["json", "toml"], text: str) -> Iterator[Problem]:
    """Tell every key that is there again; what stands below such a key is not told too."""
    seen: dict[Path, int] = {}
    again = set[Path]()
    position_of = _positions(text)
    for path, offset in _places(kind, text):
        if path in seen and not any(path[:end] in again for end in range(1, len(path))):
            yield _duplicate(path, position_of(offset), position_of(seen[path]))
            again.add(path)
        seen.setdefault(path, offset)


def _declared_twice(text: str, line: int) -> Problem:
    """Tell the table on this line that other lines have made already, as dotted keys do."""
    header: Path = (text.split("\n")[line - 1].strip(),)
    position_of = _positions(text)
    places = [(path, position_of(offset)) for path, offset in toml_places(text)]
    path = next((path for path, position in places if position.line == line), header)
    first = next((position for other, position in places if other[: len(path)] == path), None)
    return _duplicate(path, Position(line=line, column=1), first)


def _duplicate(path: Path, position: Position, first: Position | None) -> Problem:
    line = str(first.line) if first and first.line < position.line else ""
    values = {"key": quoted(_last_key(path)), "first": line}
    return Problem("file.duplicate-key", path, values, position=position)


def _last_key(path: Path) -> str | int:
    """Return the last key of a path; a clause number without quotes whole, not its last part."""
    numbers = [*takewhile(lambda key: str(key)[:1].isdigit(), reversed(path))]
    return ".".join(map(str, reversed(numbers))) if len(numbers) > 1 else path[-1]


def _refuse_slips(
    kind: Literal["json", "toml"], text: str, broken: Problem, least: int
) -> NoReturn:
    """Refuse a text whose parser stopped: with all its slips, and the stop if none explains it.

    Args:
        kind: of the text.
        text: all of it.
        broken: where and why the parser stopped.
        least: the parser took the lines before this one.
    """
    from maturity_core.slips import slips

    position_of = _positions(text)
    told = [
        slip.problem.at(position_of(slip.start))
        for slip in slips(kind, text)
        if position_of(slip.end).line >= least or slip.problem.code == "value.unquoted-id"
    ]
    stop = broken.position.line if broken.position else 0
    is_told = any(problem.position and problem.position.line <= stop for problem in told)
    if not is_told:  # a line of TOML stands for itself, JSON behind a fault says nothing
        told = [broken, *told] if kind == "toml" else [broken]
    raise UnreadableFile(told)


def _parsed_json(text: str) -> object:
    import json

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
            parse_float=_number_reader("json", text),
            parse_int=lambda digits: (
                int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)
            ),
            parse_constant=Decimal,
        )
    except json.JSONDecodeError as error:
        position = Position(line=error.lineno, column=error.colno)
        values = {"kind": "JSON", "reason": error.msg}
        _refuse_slips("json", text, Problem("file.syntax", (), values, position=position), 1)
    if twice:
        raise UnreadableFile(_duplicates("json", text))
    return tree


def _number_reader(kind: Literal["json", "toml"], text: str) -> Callable[[str], Decimal]:
    """Return what keeps the digits of a number; no Decimal holds every exponent."""

    def decimal(written: str) -> Decimal:
        try:
            return Decimal(written)
        except InvalidOperation:
            values = {"found": quoted(written), "limit": str(_MOST_DIGITS)}
            offset = without_texts(kind, text).find(written)
            _refuse("number.too-long", _position(text, offset), **values)

    return decimal


_ONCE = ("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate")


def _refuse_toml(text: str, reason: str) -> NoReturn:
    """Refuse what tomllib refuses, for the reason that it gives."""
    fault = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|.*)\)", reason, re.DOTALL)
    reason, line, column = fault.groups() if fault else (reason, None, None)
    end = _position(text, len(text))
    position = Position(line=int(line), column=int(column)) if line and column else end
    if reason.startswith(_ONCE) and (problems := [*_duplicates("toml", text)]):
        raise UnreadableFile(problems)
    if reason.endswith(" twice"):
        raise UnreadableFile([_declared_twice(text, position.line)])
    broken = Problem("file.syntax", (), {"kind": "TOML", "reason": reason}, position=position)
    _refuse_slips("toml", text, broken, int(line or 1))


def _parsed_toml(text: str) -> dict[str, Any]:
    import tomllib

    deep = _deep_key(text)
    if deep is not None:
        _refuse("file.too-deep", _position(text, deep), most=str(_MOST_DEPTH))
    try:
        return tomllib.loads(text, parse_float=_number_reader("toml", text))
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
    except UnreadableFile:
        raise
    except ValueError:  # int() refuses thousands of digits, and tomllib does not say where
        long = re.search(r"[0-9_]{1000}", without_texts("toml", text))
        position = _position(text, long.start()) if long else None
        _refuse("number.too-long", position, limit=str(_MOST_DIGITS))
    _refuse_toml(text, reason)


def _deep_key(text: str) -> int | None:
    """Find a key of many parts, for which tomllib would take minutes."""
    if all(line.count(".") < _MOST_DEPTH for line in text.split("\n")):
        return None
    offset = 0
    for piece in re.split(r"([\[\]{},=\n])", without_texts("toml", text)):
        if piece.count(".") >= _MOST_DEPTH:
            return offset
        offset += len(piece)
    return None


def _is_deep(kind: Literal["json", "toml"], text: str, tree: Mapping[str, Any]) -> bool:
    levels = text.count("{") + text.count("[") + (text.count(".") if kind == "toml" else 0)
    if levels <= _MOST_DEPTH:
        return False
    level: list[Any] = [tree]
    for _ in range(_MOST_DEPTH + 1):
        inner = (part.values() if is_table(part) else part for part in level)
        level = [item for part in inner for item in part if isinstance(item, dict | list)]
        if not level:
            return False
    return True


def _hides(text: str) -> bool:
    seen = text.replace("\n", "").replace("\r", "").replace("\t", "")
    return not seen.isprintable() and _harmful().search(text) is not None


@cache
def _harmful() -> re.Pattern[str]:
    """Match what hides text or makes files that others cannot read.

    Control characters other than tab and line ends, lone surrogates, bidirectional overrides and
    code points that are no characters.
    """
    return re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    )


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
    if not text.isprintable() and (found := _harmful().search(text)):
        yield Problem("text.control", path, {"found": f"U+{ord(found[0]):04X}"})
