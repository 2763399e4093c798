"""Slips of people who write TOML or JSON by hand, each told by name where a parser only stops."""

import re
from bisect import bisect_right
from collections.abc import Iterator
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
    found = [*signs, *_gaps(kind, plain, text)]
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
            told.append(slip._replace(problem=slip.problem.below(*path_of(slip.start))))
    return told


# What an input method writes, and what it stands for: full-width forms (but no brackets for
# remarks), quotes, comma, full stop, square brackets, dashes and blanks.
_FULL_WIDTH = {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "（）"
}
_PUNCTUATION = dict(zip("“”„‘’、。【】−–—\u3000\xa0", '"""\'\',.[]---  ', strict=True))
_ASCII = _FULL_WIDTH | {ord(sign): plain for sign, plain in _PUNCTUATION.items()}
_ALIKE = "".join(map(chr, _ASCII)).replace("＃", "")
_NOT_IN_TEXT = "(?<![\u4e00-\u9fff])"  # behind Chinese text a sign is part of that text

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
        rf'(?P<quotes>"[^"“”\n]*”{_ENDS}|[“”„][^"“”„\n]*["“”„]|[‘’][^\'‘’\n]*[\'‘’]'
        rf"{single})|{_TEXT[kind]}|{_OPEN[kind]}|#[^\n]*"
        rf"|{_NOT_IN_TEXT}(?:(?P<comment>＃[^\n]*)|(?P<run>[{_ALIKE}]+))",
        re.DOTALL,
    )
    for kind, single in (("json", r"|'[^'\n]*'"), ("toml", ""))
}


def _signs(kind: Literal["json", "toml"], text: str) -> tuple[list[Slip], str]:
    """Find the signs that are not ASCII; also return the text of the same length without them."""
    found: list[Slip] = []
    table = _ASCII | ({ord(sign): '"' for sign in "'‘’"} if kind == "json" else {})

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
            case "key" | "word":
                is_key = kind == "json" and inside.endswith("{") and before != ":"
                instead = _instead(kind, token)
                is_word = is_value and match.lastgroup == "word" and instead != token
                if is_key or _needs_quotes(token, is_value=is_word):
                    values = {"found": quoted(text[start:end]), "instead": instead}
                    yield Slip(start, end, Problem("syntax.no-quotes", (), values))
            case _:
                inside = _inside(inside, token, is_value=is_value or kind == "json")
        before, since = token, start


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


_LITERALS = {"true", "false", "null", "inf", "nan", "NaN", "Infinity"}
_CLAUSE = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ \t]*[%分]")
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_FLAGS = {"true": ("true", "yes", "是", "真"), "false": ("false", "no", "否", "假")}


def _needs_quotes(word: str, *, is_value: bool) -> bool:
    """Whether a word is nothing but text; other words that are wrong are left to the parser."""
    if not word.isascii():
        return True
    if word[0].isalpha():
        return is_value and word not in _LITERALS
    return is_value and any(form.fullmatch(word) for form in (_CLAUSE, _AMOUNT, _DAY))


def _instead(kind: Literal["json", "toml"], word: str) -> str:
    """Return the number, day or truth value that a word looks like, as a file writes it."""
    if amount := _AMOUNT.fullmatch(word):
        return amount[1]
    if kind == "toml" and (day := _DAY.fullmatch(word)):
        return f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"
    return next((flag for flag, words in _FLAGS.items() if word.lower() in words), "")
