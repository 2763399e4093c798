"""What can be wrong with a file, a rubric or an assessment, and the exceptions that say so."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from itertools import islice
from typing import Literal, NamedTuple, cast

from attrs import field, frozen

from maturity_core import words

__all__ = [
    "AmbiguousRubric",
    "BrokenPlugin",
    "FileNotOpened",
    "IncompleteAssessment",
    "InexactNumber",
    "InvalidAssessment",
    "InvalidRubric",
    "InvalidValue",
    "MaturityError",
    "Path",
    "Position",
    "Problem",
    "UnknownRubric",
    "UnreadableFile",
    "cut",
    "printable",
    "quoted",
    "steering",
    "unmasked",
]

Path = tuple[str | int, ...]

_LONGEST_QUOTE = 60
_LONGEST_PLACE = 200
_LONGEST_TEXT = 100_000
_MANY_BITS = 100_000
_LETTERS = 26
_LITERALS = {True: "true", False: "false", None: "null"}


def quoted(found: object) -> str:
    r"""Show a refused value so that no look-alike hides: text in ASCII with quotes, then as it is.

    >>> quoted("８０"), quoted(80)
    ("'\\uff18\\uff10' (８０)", '80')
    """
    text = cut(_written(found))
    if isinstance(found, str) and not found.isascii():
        return f"{text} ({unmasked(printable(found[:_LONGEST_QUOTE]))})"
    return text


def cut(text: str, most: int = _LONGEST_QUOTE) -> str:
    """Return text, or its beginning and how long it is where it is too long to be read."""
    return text if len(text) <= most else f"{text[:most]}... ({len(text)} characters)"


def _written(found: object, levels: int = 3) -> str:
    """Write a value much as a file does, and so many levels of what is in it."""
    inner = partial(_written, levels=levels - 1)
    match found:
        case None | bool():
            text = _LITERALS[found]
        case int():
            text = _whole(found)
        case Fraction():
            text = f"{_whole(found.numerator)}/{_whole(found.denominator)}"
        case date() | time() | Decimal():
            text = str(found)
        case list() | tuple() | dict() if levels == 0:
            text = "..."
        case list() | tuple():
            items = cast("Sequence[object]", found)
            text = f"[{', '.join(map(inner, items[:_LONGEST_QUOTE]))}]"
        case dict():
            table = cast("dict[object, object]", found)
            entries = islice(table.items(), _LONGEST_QUOTE)
            text = f"{{{', '.join(f'{inner(key)}: {inner(item)}' for key, item in entries)}}}"
        case str():
            text = ascii(found[:_LONGEST_TEXT])
        case _:
            text = ascii(found)
    return text


@cache  # patterns of so many signs take long to compile, and most texts need none
def steering() -> re.Pattern[str]:
    """Match line ends, other control characters, bidirectional overrides and lone surrogates."""
    return re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: object) -> str:
    r"""Return text on one line that every output takes and that steers no terminal.

    >>> printable("a\nb")
    'a\\nb'
    """
    shown = str(text)
    return shown if shown.isprintable() else steering().sub(_escape, shown)


def unmasked(name: str) -> str:
    """Return a name in which no sign without width hides."""
    return re.sub("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]", _escape, name)


def _escape(sign: re.Match[str]) -> str:
    return sign[0].encode("unicode_escape").decode()


def _whole(number: int) -> str:
    """Write a whole number; one that is too long for str is rounded."""
    bits = number.bit_length()
    if bits > _MANY_BITS:
        return f"{'-' if number < 0 else ''}2^{bits - 1}..."
    return str(number) if abs(number) < 10**_LONGEST_QUOTE else f"{Decimal(number):.6E}"


_Pairs = tuple[tuple[str, str], ...]


def _pairs(values: Mapping[str, str] | _Pairs) -> _Pairs:
    """Keep the values of a sentence immutable; `evolve` hands in what is kept already."""
    return values if isinstance(values, tuple) else tuple(values.items())


class Position(NamedTuple):
    """Where in a file a value stands.

    Attributes:
        line: counted from 1; the row of a sheet.
        column: counted from 1, in characters; the column of a sheet.
        sheet: name of the sheet in a workbook, empty in other files.

    >>> print(Position(line=5, column=3), Position(line=5, column=28, sheet="条款"))
    5:3 条款!AB5
    """

    line: int
    column: int
    sheet: str = ""

    @property
    def cell(self) -> str:
        """The cell as a workbook names it, ``条款!C5``; empty in other files."""
        if not self.sheet:
            return ""
        letters, left = "", self.column
        while left:
            left, letter = divmod(left - 1, _LETTERS)
            letters = chr(ord("A") + letter) + letters
        is_plain = self.sheet.isidentifier()
        sheet = self.sheet if is_plain else "'" + self.sheet.replace("'", "''") + "'"
        return f"{sheet}!{letters}{self.line}"

    def __str__(self) -> str:
        """Write it as lines of problems do."""
        return self.cell or f"{self.line}:{self.column}"


@frozen
class Problem:
    """One thing that is wrong or still open: a stable code, where, and the values of its sentence.

    Attributes:
        code: public and never renamed, such as ``rating.out-of-range``.
        path: keys and indices from the root of the file or object, such as
            ``("ratings", "5.2.1")``.
        severity: ``"error"`` or ``"warning"``; a warning never stops anything.
        position: line and column, or sheet and cell, where a file was read and the place is known.

    The argument ``values`` holds what the sentence names, as text, by name.

    >>> problem = Problem("value.date", ("assessed_on",), {"found": "'June'"})
    >>> print(problem.message())
    /assessed_on: a date such as 2026-06-30 is required, got 'June'. Correct it.
    """

    code: str
    path: Path = ()
    _values: _Pairs = field(default=(), converter=_pairs)
    severity: Literal["error", "warning"] = field(default="error", kw_only=True)
    position: Position | None = field(default=None, kw_only=True)

    @property
    def values(self) -> dict[str, str]:
        """What the sentence names, by name."""
        return dict(self._values)

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer (RFC 6901)."""
        return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in self.path)

    def message(self, language: str = "en") -> str:
        """Say where, what was required, what was found and what to do, in ``"zh"`` or ``"en"``."""
        where = cut(self.pointer, _LONGEST_PLACE) or words.say("where.here", language, {})
        return printable(words.say(self.code, language, {"where": where, **self.values}))

    def below(self, *path: str | int) -> "Problem":
        """Return the same problem, seen from further up: ``path`` comes before its own."""
        return self._but(path + self.path, self.position)

    def at(self, position: Position | None) -> "Problem":
        """Return the same problem with the place in the file where it stands."""
        return self._but(self.path, position)

    def _but(self, path: Path, position: Position | None) -> "Problem":
        """Return a copy; `evolve` takes several times as long, and faults come by thousands."""
        return Problem(self.code, path, self._values, severity=self.severity, position=position)


class MaturityError(Exception):
    """The root of every error that this library raises on purpose.

    Attributes:
        problems: everything that was found wrong, never only the first.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def message(self, language: str = "en") -> str:
        """All problems, one sentence a line, in ``"zh"`` or ``"en"``."""
        return "\n".join(
            f"{problem.message(language)} [{problem.code}]" for problem in self.problems
        )

    def __str__(self) -> str:
        """All problems in English."""
        return self.message()


class FileNotOpened(MaturityError, OSError):
    """The system would not open the file."""


class UnreadableFile(MaturityError, ValueError):
    """The bytes are no document: wrong encoding, broken syntax, too large or too deep."""


class InvalidValue(MaturityError, ValueError):
    """One value is not what its place requires."""


class InexactNumber(InvalidValue, TypeError):
    """A float, a bool or something else stands where an exact number is required."""


class InvalidRubric(MaturityError, ValueError):
    """A rubric breaks a rule of its own, or of this library."""


class InvalidAssessment(MaturityError, ValueError):
    """An assessment has faults: none of its numbers may be used."""


class IncompleteAssessment(MaturityError, ValueError):
    """An assessment has no fault, but something is still open: a rating, a veto, an adjustment."""


class UnknownRubric(MaturityError, LookupError):
    """No installed rubric has this id, alias or family."""


class AmbiguousRubric(MaturityError, LookupError):
    """More than one installed rubric answers, and none may win silently."""


class BrokenPlugin(MaturityError, ImportError):
    """An installed distribution offers the rubric, but cannot deliver it."""
