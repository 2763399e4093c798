"""Slips of people who write TOML or JSON by hand, each told by name where a parser only stops."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from maturity_core.errors import Path, Problem, quoted
from maturity_core.places import json_places, toml_places

__all__ = ["Slip", "slips"]

_DEEPEST = 64
_LONGEST = 2**18  # nobody writes more by hand, and every token of it is looked at


class Slip(NamedTuple):
    """A slip, and the part of the text that it covers."""

    start: int
    end: int
    problem: Problem


def slips(kind: Literal["json", "toml"], text: str) -> list[Slip]:
    """Find what people slip in a text that its parser refuses; most other faults it leaves alone.

    Signs that an input method writes instead of ASCII are told, and taken for what they stand
    for, so that everything behind them is found in the same round.

    >>> [slip.problem.code for slip in slips("toml", '"5.2.1" ＝ 85%')]
    ['syntax.sign', 'syntax.no-quotes']
    """
    if len(text) > _LONGEST:
        return []
    signs, plain = _signs(kind, text)
    found = [*_gaps(kind, plain, text), *signs]
    entries = list(json_places(plain) if kind == "json" else toml_places(plain))
    offsets = [offset for _, offset in entries]
    lines = [0, *(end.end() for end in re.finditer("\n", plain))]

    def path_of(start: int) -> Path:
        """Return the path of the last entry before it in its line."""
        path, offset = entries[place - 1] if (place := bisect_right(offsets, start)) else ((), 0)
        return path[:_DEEPEST] if offset >= lines[bisect_right(lines, start) - 1] else ()

    told: list[Slip] = []
    for slip in sorted(found, key=lambda slip: (slip.start, -slip.end)):
        if not told or slip.start >= told[-1].end:  # what is part of another slip is not told too
            path = path_of(slip.start)
            problem = _by_place(slip.problem, path, plain[slip.start : slip.end])
            told.append(slip._replace(problem=problem.below(*path)))
    return told


_FINDINGS = {"clear", "fired", "undetermined"}


def _by_place(problem: Problem, path: Path, word: str) -> Problem:
    """Return what a word without quotes means where a finding or a rating belongs."""
    if problem.code != "syntax.no-quotes" or "instead" not in problem.values:  # or it is a key
        return problem
    found = {"found": problem.values["found"]}
    match path:
        case ("vetoes", _) | ("vetoes", _, "finding") if word not in _FINDINGS:
            return Problem("syntax.no-finding", (), found)
        case (*_, "points") if points := _POINTS.fullmatch(word):
            return Problem("syntax.no-quotes", (), found | {"instead": points[1]})
        case ("ratings", _) if points := _POINTS.fullmatch(word):
            instead = f"{{ points = {points[1]} }}"
            return Problem("syntax.no-quotes", (), found | {"instead": instead})
        case ("ratings", _) | ("ratings", _, "rating" | "points") if not _NUMBERS.fullmatch(word):
            return Problem("syntax.no-number", (), found)
        case _:
            return problem


# What an input method writes, and what it stands for: full-width forms (but no brackets for
# remarks), quotes, comma, full stop, square brackets, dashes and blanks.
_FULL_WIDTH = {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "（）"
}
_PUNCTUATION = dict(zip("“”„‘’、。【】−–—\u3000\xa0", '"""\'\',.[]---  ', strict=True))
_ASCII = _FULL_WIDTH | {ord(sign): plain for sign, plain in _PUNCTUATION.items()}
_IN = {  # what stands for another sign than it looks like
    "json": {ord("＝"): ":", ord("；"): ",", **{ord(sign): '"' for sign in "'‘’"}},
    "toml": {ord("："): "=", ord("；"): ","},
}
_ALIKE = "".join(map(chr, _ASCII)).replace("＃", "")
_NOT_IN_TEXT = "(?<![\u4e00-\u9fff（）])"  # behind Chinese text a sign is part of that text

_STRING = r'"(?:[^"\\\n]|\\[^\n])*"'
_TEXT = {
    "json": _STRING,
    "toml": r'"{3}(?:[^\\]|\\.)*?"{3,5}'
    rf"|'{{3}}.*?'{{3,5}}|(?!\"{{3}}){_STRING}|(?!'{{3}})'[^'\n]*'",
}
_OPEN = {"json": r'"[^\n]*', "toml": r"""(?:"{3}|'{3}).*|["'][^\n]*"""}
_ENDS = r"(?=[ \t]*(?:[,，:：=＝}\]｝］#＃\r\n]|\Z))"
_SIGNS = {
    kind: re.compile(
        rf'(?P<quotes>"[^"“”＂\n]*[”“＂]{_ENDS}|[“”„][^"“”„\n]*["“”„]|[‘’][^\'‘’\n]*[\'‘’]'
        rf"{single})|{_TEXT[kind]}|{_OPEN[kind]}|#[^\n]*"
        rf"|{_NOT_IN_TEXT}(?:(?P<comment>＃[^\n]*)|(?P<run>[{_ALIKE}]+))",
        re.DOTALL,
    )
    for kind, single in (("json", r"|'[^'\n]*'"), ("toml", ""))
}


def _signs(kind: Literal["json", "toml"], text: str) -> tuple[list[Slip], str]:
    """Find the signs that are not ASCII; also return the text of the same length without them."""
    found: list[Slip] = []
    table = _ASCII | _IN[kind]

    def in_ascii(match: re.Match[str]) -> str:
        signs = match[0]
        match match.lastgroup:
            case "quotes":
                plain = signs[0].translate(table) + signs[1:-1] + signs[-1].translate(table)
            case "comment":
                plain = "#" + signs[1:]
            case "run":
                plain = signs.translate(table)
            case _:
                return signs
        wrong = [at for at, sign in enumerate(signs) if sign != plain[at]]
        values = {
            "found": quoted("".join(signs[at] for at in wrong)),
            "required": quoted("".join(plain[at] for at in wrong)),
        }
        start = match.start() + wrong[0]
        found.append(Slip(start, start + 1, Problem("syntax.sign", (), values)))
        return plain

    return found, _SIGNS[kind].sub(in_ascii, text)


_IS = {"json": ":", "toml": "="}
_WORD = {kind: rf"[^ \t\r\n\[\]{{}},{is_}#\"']+" for kind, is_ in _IS.items()}
_TOKENS = {
    kind: re.compile(
        rf"(?P<text>{_TEXT[kind]})|(?P<open>{_OPEN[kind]})|(?P<comment>#[^\n]*)"
        rf"|(?P<key>{word}(?:[ \t]+{word})*(?=[ \t]*{_IS[kind]}))"
        rf"|(?P<word>{word}(?:[ \t]+{word})*)|(?P<end>\n)|[\[\]{{}},{_IS[kind]}]",
        re.DOTALL,
    )
    for kind, word in _WORD.items()
}


def _gaps(kind: Literal["json", "toml"], plain: str, text: str) -> Iterator[Slip]:
    """Find where quotes or a value are missing, or in JSON what the last comma separates.

    Args:
        kind: of the text.
        plain: the text with its signs in ASCII.
        text: as it was written.
    """
    inside = ""  # the brackets that are open; "(" is that of a table's head
    before, since = "\n", 0
    ends = {",", "]", "}", "\n"} if kind == "toml" else {",", "]", "}"}
    for match in _TOKENS[kind].finditer(plain + "\n"):
        token, start, end = match[0], match.start(), match.end()
        is_comment = match.lastgroup == "comment"
        if before == _IS[kind] and (is_comment or token in ends):
            yield Slip(start, start, Problem("syntax.no-value"))
            before = ""
        if is_comment or (match.lastgroup == "end" and (kind == "json" or inside.endswith("["))):
            continue
        is_value = before == _IS[kind] or (inside.endswith("[") and before in {"[", ","})
        if kind == "json" and before == "," and token in {"]", "}"}:
            yield Slip(since, end, Problem("syntax.trailing-comma"))
        match match.lastgroup:
            case "open":
                quote = token[:3] if token[:3] in {'"""', "'''"} else token[0]
                yield Slip(start, end, Problem("syntax.open-quote", (), {"quote": quote}))
            case "key" if before == _IS[kind] and " " in token:
                values = {"key": quoted(token.rpartition(" ")[2])}
                yield Slip(start, end, Problem("syntax.no-separator", (), values))
            case "key" if kind == "toml" and _NUMBERED.fullmatch(token):
                yield Slip(start, end, Problem("value.unquoted-id", (), {"id": token}))
            case "key" | "word":
                is_key = kind == "json" and inside.endswith("{") and before in {"{", ","}
                is_word = is_value and match.lastgroup == "word"
                code = _fault(kind, token, is_key=is_key, is_value=is_word)
                if code is not None:
                    values = {"found": quoted(text[start:end])}
                    values |= {"instead": _instead(kind, token)} if is_word else {}
                    yield Slip(start, end, Problem(code, (), values))
            case _:
                yield from _comma(kind, plain, start, inside)
                inside = _inside(inside, token, is_value=is_value or kind == "json")
        before, since = token, start


def _comma(kind: Literal["json", "toml"], plain: str, start: int, inside: str) -> Iterator[Slip]:
    """Find what is wrong with a comma that is in no list, but behind a value."""
    line = plain[plain.rfind("\n", 0, start) + 1 : start]
    if plain[start : start + 1] != "," or inside.endswith("[") or _IS[kind] not in line:
        return
    first = len(plain[:start].rstrip("0123456789"))
    if decimal := _DECIMAL.match(plain, first):
        values = {"found": quoted(decimal[0]), "instead": decimal[0].replace(",", ".")}
        yield Slip(first, decimal.end(), Problem("syntax.decimal-comma", (), values))
    elif kind == "toml" and not inside:
        yield Slip(start, start + 1, Problem("syntax.no-comma"))


def _inside(inside: str, token: str, *, is_value: bool) -> str:
    """Return the brackets that are open after a token."""
    match token:
        case "[" if not is_value:
            return "("
        case "[" | "{":
            return inside[-_DEEPEST:] + token
        case "]" | "}":
            return inside[:-1]
        case "\n":
            return ""
        case _:
            return inside


_NUMBERED = re.compile(r"[0-9]+(?:\.[0-9A-Za-z_-]+)+")
_DECIMAL = re.compile(r"[0-9]+,[0-9]+(?![0-9]*[.:=])")
_LITERALS = {"true", "false", "inf", "nan", "NaN", "Infinity"}
_CLAUSE = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_PERCENTAGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ \t]*%")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ \t]*分")
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_QUOTIENT = re.compile(r"[0-9]+/[0-9]+|[0-9-]{4,10}/[0-9-]{4,10}")  # the second is a period
_NUMBERS = re.compile(f"{_PERCENTAGE.pattern}|{_QUOTIENT.pattern}")
_FLAGS = {"true": ("true", "yes", "是", "真"), "false": ("false", "no", "否", "假")}
_PLAIN = {
    "json": re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"),
    "toml": re.compile(
        r"[+-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?"
        r"|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+|[+-](?:inf|nan)"
        r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ].*)?|[0-9]{2}:[0-9]{2}.*"
    ),
}


def _fault(kind: Literal["json", "toml"], word: str, *, is_key: bool, is_value: bool) -> str | None:
    """Return the code of what is wrong with a word; None where the parser can tell it better."""
    if is_key or not word.isascii():
        return "syntax.no-quotes"
    if not is_value or word in _LITERALS or _PLAIN[kind].fullmatch(word):
        return None
    if word == "null":
        return "syntax.null" if kind == "toml" else None
    forms = (_CLAUSE, _PERCENTAGE, _DAY, _QUOTIENT)
    if word[0].isalpha() or any(form.fullmatch(word) for form in forms):
        return "syntax.no-quotes"
    return "syntax.no-number" if word[0] in "0123456789.+-" else None


def _instead(kind: Literal["json", "toml"], word: str) -> str:
    """Return the number, day or truth value that a word looks like, as a file writes it."""
    if percentage := _PERCENTAGE.fullmatch(word):
        return percentage[1]
    if kind == "toml" and (day := _DAY.fullmatch(word)):
        return _calendar_day(*map(int, day.groups()))
    return next((flag for flag, words in _FLAGS.items() if word.lower() in words), "")


def _calendar_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # no calendar has it
        return ""
