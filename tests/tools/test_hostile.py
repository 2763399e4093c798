"""Inputs that must be refused clearly, with nothing lost: through the command, both commands.

Each row of the project's table of hostile inputs about JSON, TOML and encodings is here.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from maturity_core import dump_rubric, load_rubric
from maturity_core.reading import MOST_BYTES
from tests.tools.command import MATURITY, environment, objects, problems, run, started
from tests.tools.papers import QBJKB_009, TINY, by_009, written

LEAVES = [leaf.id for leaf in QBJKB_009.leaves()]
OTHERS = {f'"{leaf}"': 90 for leaf in LEAVES if leaf != "5.5"}
VETOES = ", ".join(f'"{veto.id}": "clear"' for veto in QBJKB_009.vetoes)


def in_json(rating: str = "90", *, more: str = "", others: str = "") -> str:
    """A complete assessment by 009 as JSON, but for what is told; values are JSON as written."""
    ratings = ", ".join(f"{key}: {value}" for key, value in OTHERS.items())
    return (
        f'{{"rubric": "{QBJKB_009.id}"{more}, '
        f'"ratings": {{"5.5": {rating}, {ratings}{others}}}, "vetoes": {{{VETOES}}}}}'
    )


def in_toml(rating: str, head: str = "") -> str:
    return by_009(head=head, ratings={'"5.5"': rating})


class Hostile(NamedTuple):
    """A file, what `check` leaves with, and the code of the problem that says why."""

    name: str
    data: str | bytes
    exit_code: int
    code: str
    path: str = ""
    found: str = ""


RATING = "/ratings/5.5"
LONG = "9" * 5_000

HOSTILE: dict[str, Hostile] = {
    # duplicate key
    "json: duplicate key": Hostile(
        "a.json", in_json(others=', "5.6": 10'), 2, "file.duplicate-key", "/ratings/5.6", "5.6"
    ),
    "json: duplicate escaped": Hostile(
        "a.json", in_json(others=', "\\u0035.6": 1'), 2, "file.duplicate-key", "/ratings/5.6"
    ),
    "json: duplicate at the top": Hostile(
        "a.json", in_json(more=', "rubric": "x"'), 2, "file.duplicate-key", "/rubric", "rubric"
    ),
    "toml: duplicate key": Hostile(
        "a.toml", by_009(ratings={"'5.5'": "10"}), 2, "file.duplicate-key", "", "5.5"
    ),
    "toml: duplicate table": Hostile(
        "a.toml", by_009() + "[ratings]\n", 2, "file.duplicate-key", "", "ratings"
    ),
    # NaN, Infinity
    "json: NaN": Hostile("a.json", in_json("NaN"), 1, "number.not-finite", RATING, "NaN"),
    "json: Infinity": Hostile("a.json", in_json("Infinity"), 1, "number.not-finite", RATING),
    "json: -Infinity": Hostile("a.json", in_json("-Infinity"), 1, "number.not-finite", RATING),
    "json: 1e400": Hostile("a.json", in_json("1e400"), 1, "number.too-long", RATING, "1E+400"),
    "toml: nan": Hostile("a.toml", in_toml("nan"), 1, "number.not-finite", RATING, "NaN"),
    "toml: +inf": Hostile("a.toml", in_toml("+inf"), 1, "number.not-finite", RATING),
    "toml: 1e400": Hostile("a.toml", in_toml("1e400"), 1, "number.too-long", RATING, "1E+400"),
    "text NaN": Hostile("a.json", in_json('"NaN"'), 1, "number.form", RATING, "'NaN'"),
    # huge exponent
    "json: huge exponent": Hostile(
        "a.json", in_json("1E+999999999"), 1, "number.too-long", RATING, "1E+999999999"
    ),
    "json: huge negative exponent": Hostile(
        "a.json", in_json("1E-999999999"), 1, "number.too-long", RATING
    ),
    "toml: huge exponent": Hostile("a.toml", in_toml("1E+999999999"), 1, "number.too-long", RATING),
    "text: huge exponent": Hostile(
        "a.toml", in_toml('"1E+999999999"'), 1, "number.form", RATING, "'1E+999999999'"
    ),
    # huge integer
    "json: huge integer": Hostile("a.json", in_json(LONG), 1, "number.too-long", RATING, "60"),
    "json: huge fraction": Hostile("a.json", in_json(f"1.{LONG}"), 1, "number.too-long", RATING),
    "json: huge elsewhere": Hostile(
        "a.json", in_json(more=f', "format": {LONG}'), 1, "value.not-whole", "/format"
    ),
    "json: huge text": Hostile("a.json", in_json(f'"{LONG}"'), 1, "number.too-long", RATING),
    "toml: huge integer": Hostile("a.toml", in_toml(LONG), 2, "number.too-long"),
    "toml: huge hexadecimal": Hostile(
        "a.toml", in_toml("0x" + "f" * 5_000), 1, "number.too-long", RATING
    ),
    "toml: huge hexadecimal text": Hostile(
        "a.toml", in_toml("90", f"period = 0x{'f' * 5_000}"), 1, "value.not-text", "/period"
    ),
    "toml: huge hexadecimal day": Hostile(
        "a.toml", in_toml("90", f"assessed_on = 0x{'f' * 5_000}"), 1, "value.date", "/assessed_on"
    ),
    "toml: huge hexadecimal list": Hostile(
        "a.toml", in_toml("90", f"assessors = [0x{'f' * 5_000}]"), 1, "value.not-table"
    ),
    "toml: huge hexadecimal format": Hostile(
        "a.toml", in_toml("90", f"format = 0x{'f' * 5_000}"), 1, "value.format", "/format"
    ),
    # bool as number
    "json: true": Hostile("a.json", in_json("true"), 1, "number.bool", RATING, "true"),
    "json: true points": Hostile(
        "a.json", in_json('{"points": true}'), 1, "number.bool", f"{RATING}/points", "true"
    ),
    "json: true format": Hostile(
        "a.json", in_json(more=', "format": true'), 1, "value.not-whole", "/format", "true"
    ),
    "toml: false": Hostile("a.toml", in_toml("false"), 1, "number.bool", RATING, "false"),
    "a true veto": Hostile(
        "a.toml",
        by_009(vetoes={'"4.2-other"': "true"}),
        1,
        "veto.ambiguous",
        "/vetoes/4.2-other",
        "true",
    ),
    # other digits and blanks
    "full-width digits": Hostile("a.json", in_json('"８０"'), 1, "number.form", RATING, "\\uff18"),
    "arabic digits": Hostile("a.toml", in_toml('"٨٠"'), 1, "number.form", RATING, "\\u0668"),
    "underline": Hostile("a.json", in_json('"8_0"'), 1, "number.form", RATING, "'8_0'"),
    "blanks": Hostile("a.json", in_json('" 80 "'), 1, "number.form", RATING, "' 80 '"),
    "wide blank": Hostile("a.json", in_json('"80\u3000"'), 1, "number.form", RATING, "\\u3000"),
    "line end": Hostile("a.json", in_json('"80\\n"'), 1, "number.form", RATING, "\\n"),
    "zero-width": Hostile("a.json", in_json('"8\u200b0"'), 1, "number.form", RATING, "\\u200b"),
    "a blank before the sign": Hostile("a.json", in_json('"85 %"'), 1, "number.form", RATING),
    "full-width sign": Hostile("a.json", in_json('"85％"'), 1, "number.form", RATING, "\\uff05"),
    "two signs": Hostile("a.json", in_json('"85%%"'), 1, "number.form", RATING),
    "json: full-width literal": Hostile("a.json", in_json("８０"), 2, "file.syntax"),
    # signs and separators
    "plus sign": Hostile("a.json", in_json('"+80"'), 1, "number.form", RATING, "'+80'"),
    "minus sign": Hostile("a.json", in_json('"−5"'), 1, "number.form", RATING, "\\u2212"),
    "comma": Hostile("a.json", in_json('"1,5"'), 1, "number.form", RATING, "'1,5'"),
    "thousands": Hostile("a.json", in_json('"1,000"'), 1, "number.form", RATING),
    "no digit before the point": Hostile("a.json", in_json('".5"'), 1, "number.form", RATING),
    "division by nothing": Hostile("a.json", in_json('"1/0"'), 1, "number.form", RATING),
    "nothing": Hostile("a.json", in_json('""'), 1, "number.form", RATING, "''"),
    "only a sign": Hostile("a.json", in_json('"%"'), 1, "number.form", RATING),
    # out of range
    "below": Hostile("a.json", in_json("-1"), 1, "rating.out-of-range", RATING, "-1"),
    "above": Hostile("a.json", in_json("101"), 1, "rating.out-of-range", RATING, "101"),
    "a little above": Hostile(
        "a.json", in_json("100.000000000000000001"), 1, "rating.out-of-range", RATING, "100.0"
    ),
    "points above": Hostile(
        "a.json", in_json('{"points": "5.01"}'), 1, "rating.points-out-of-range", RATING, "5.01"
    ),
    "points below": Hostile(
        "a.json", in_json('{"points": "-0.01"}'), 1, "rating.points-out-of-range", RATING, "-0.01"
    ),
    # unknown key
    "unknown key": Hostile(
        "a.json", in_json(more=', "raitngs": {}'), 1, "value.unknown-key", "/raitngs", '"ratings"'
    ),
    "unknown key below": Hostile(
        "a.json", in_json('{"raitng": 5}'), 1, "value.unknown-key", f"{RATING}/raitng", '"rating"'
    ),
    "unknown key of the subject": Hostile(
        "a.toml", by_009() + "[subject]\nnmae = 'x'\n", 1, "value.unknown-key", "/subject/nmae"
    ),
    # ids
    "unknown clause": Hostile(
        "a.json",
        in_json(others=', "5.99": 1'),
        1,
        "rating.unknown-clause",
        "/ratings/5.99",
        '"5.9"',
    ),
    "5.1 for 5.10": Hostile(
        "a.json", in_json(others=', "5.1": 1'), 1, "rating.of-branch", "/ratings/5.1", "5.1.2"
    ),
    "unknown veto": Hostile(
        "a.toml",
        by_009(vetoes={'"4.2-incidents"': '"clear"'}),
        1,
        "veto.unknown",
        "/vetoes/4.2-incidents",
        '"4.2-incident"',
    ),
    "id of another kind": Hostile(
        "a.json", in_json(others=', "": 1'), 1, "value.id", "/ratings/", "''"
    ),
    "confusable id": Hostile(
        "a.json", in_json(others=', "А": 1'), 1, "value.id", "/ratings/А", "\\u0410"
    ),
    "toml: clause number without quotes": Hostile(
        "a.toml",
        by_009(ratings={'"5.2.1"': "", "5.2.1": "90"}),
        1,
        "value.unquoted-id",
        "/ratings/5/2/1",
    ),
    # wrong types
    "list for a table": Hostile("a.json", in_json("[]"), 1, "number.type", RATING),
    "table for text": Hostile(
        "a.json", in_json(more=', "reviewer": {}'), 1, "value.not-text", "/reviewer"
    ),
    "null for text": Hostile(
        "a.json", in_json(more=', "reviewer": null'), 1, "value.not-text", "/reviewer", "null"
    ),
    "text for a list": Hostile(
        "a.json", in_json(more=', "assessors": "甲"'), 1, "value.not-list", "/assessors"
    ),
    "text in a list": Hostile(
        "a.json", in_json(more=', "assessors": ["甲"]'), 1, "value.not-table", "/assessors/0"
    ),
    "a day that is none": Hostile(
        "a.json", in_json(more=', "assessed_on": "2026-02-30"'), 1, "value.date", "/assessed_on"
    ),
    "a day with a time": Hostile(
        "a.toml", in_toml("90", "assessed_on = 2026-06-30T10:00:00"), 1, "value.date"
    ),
    "a rubric that is none": Hostile(
        "a.json", '{"rubric": ["qbjkb-009-2026"]}', 2, "value.not-text", "/rubric"
    ),
    "another format": Hostile(
        "a.json", in_json(more=', "format": 2'), 1, "value.format", "/format", "2"
    ),
    # deep nesting
    "json: deep lists": Hostile(
        "a.json", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}", 2, "file.too-deep"
    ),
    "json: deep tables": Hostile(
        "a.json", '{"a":' * 100_000 + "1" + "}" * 100_000, 2, "file.too-deep"
    ),
    "json: only opened": Hostile("a.json", "[" * 100_000, 2, "file.too-deep"),
    "json: a little too deep": Hostile(
        "a.json", '{"a":' + "[" * 65 + "]" * 65 + "}", 2, "file.too-deep"
    ),
    "toml: deep lists": Hostile(
        "a.toml", "a = " + "[" * 100_000 + "]" * 100_000, 2, "file.too-deep"
    ),
    "toml: deep tables": Hostile(
        "a.toml", "a = " + "{a=" * 100_000 + "1" + "}" * 100_000, 2, "file.too-deep"
    ),
    "toml: deep keys": Hostile("a.toml", ".".join(["a"] * 1_000) + " = 1", 2, "file.too-deep"),
    # encoding
    "UTF-16 little": Hostile(
        "a.toml", b"\xff\xfe" + by_009().encode("utf-16-le"), 2, "file.not-utf8", "", "UTF-16"
    ),
    "UTF-16 big": Hostile(
        "a.json", b"\xfe\xff" + in_json().encode("utf-16-be"), 2, "file.not-utf8", "", "UTF-16"
    ),
    "UTF-16 without a mark": Hostile(
        "a.toml", by_009().encode("utf-16-le"), 2, "file.not-utf8", "", "UTF-16"
    ),
    "UTF-32": Hostile("a.json", in_json().encode("utf-32"), 2, "file.not-utf8"),
    "GBK": Hostile(
        "a.toml",
        (by_009() + '[subject]\nname = "江北污水处理厂"\n').encode("gbk"),
        2,
        "file.not-utf8",
        "",
        "GBK",
    ),
    "Latin-1": Hostile(
        "a.toml", (by_009() + "# é\n").encode("latin-1"), 2, "file.not-utf8", "", "0xE9"
    ),
    "cut in a character": Hostile(
        "a.toml", (by_009() + "# 厂").encode()[:-1], 2, "file.not-utf8", "", "0xE5"
    ),
    "no text at all": Hostile("a.toml", bytes(range(256)) * 40, 2, "file.not-utf8", "", "0x"),
    # control text
    "json: lone surrogate": Hostile(
        "a.json", in_json(more=', "reviewer": "\\ud800"'), 2, "text.control", "/reviewer", "U+D800"
    ),
    "json: lone surrogate as a key": Hostile(
        "a.json", in_json(more=', "\\ud800": 1'), 2, "text.control", "", "U+D800"
    ),
    "json: lone surrogates in keys": Hostile(
        "a.json", in_json(more=', "\\ud800": {"\\ud801": "\\ud802"}'), 2, "text.control"
    ),
    "json: NUL": Hostile(
        "a.json", in_json(more=', "reviewer": "a\\u0000b"'), 2, "text.control", "/reviewer"
    ),
    "json: raw NUL": Hostile(
        "a.json", in_json(more=', "reviewer": "a\0b"'), 2, "file.not-utf8", "", "0x00"
    ),
    "toml: raw NUL": Hostile("a.toml", by_009() + "\0", 2, "file.not-utf8", "", "0x00"),
    "bidi override": Hostile(
        "a.toml",
        by_009() + '[subject]\nname = "a\u202eb"\n',
        2,
        "text.control",
        "/subject/name",
        "U+202E",
    ),
    "escape": Hostile(
        "a.toml",
        by_009() + '[subject]\nname = "\\u001b[31m"\n',
        2,
        "text.control",
        "/subject/name",
        "U+001B",
    ),
    "toml: raw escape": Hostile("a.toml", by_009() + "# \x1b[31m\n", 2, "file.syntax"),
    # no document
    "empty": Hostile("a.toml", "", 2, "file.empty"),
    "only blanks": Hostile("a.json", " \r\n\t\n", 2, "file.empty"),
    "only a mark": Hostile("a.json", b"\xef\xbb\xbf", 2, "file.empty"),
    "a list": Hostile("a.json", "[]", 2, "file.not-a-table"),
    "a number": Hostile("a.json", "85", 2, "file.not-a-table"),
    "null": Hostile("a.json", "null", 2, "file.not-a-table"),
    "two documents": Hostile("a.json", in_json() + in_json(), 2, "file.syntax"),
    "a comma too many": Hostile("a.json", '{"rubric": "x",}', 2, "file.syntax"),
    "json named toml": Hostile("a.toml", in_json(), 2, "file.syntax"),
    "toml named json": Hostile("a.json", by_009(), 2, "file.syntax"),
    "a spreadsheet": Hostile("a.xlsx", b"PK\x03\x04\x14\0\x06\0", 2, "file.not-utf8"),
    "a table": Hostile("a.csv", "clause,rating\n5.5,85\n", 2, "file.syntax"),
    "an open text": Hostile("a.toml", 'rubric = "x', 2, "file.syntax"),
    "an unknown rubric": Hostile(
        "a.json", '{"rubric": "../../etc/passwd"}', 2, "rubric.unknown", "/rubric"
    ),
    "a rubric of a thousand letters": Hostile(
        "a.json", json.dumps({"rubric": "x" * 1000}), 2, "rubric.unknown", "/rubric"
    ),
    "a rubric with braces": Hostile("a.json", '{"rubric": "{0} {x}"}', 2, "rubric.unknown"),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
def test_check_and_score_refuse_it_with_its_code(folder: Path, hostile: Hostile) -> None:
    file = written(folder / hostile.name, hostile.data)
    checked = run("check", file)
    assert checked.exit_code == hostile.exit_code
    told = [problem for problem in problems(checked.output) if problem.kind == "error"]
    assert hostile.code in {problem.code for problem in told}
    assert hostile.found in checked.output
    scored = run("score", file)
    assert (scored.exit_code, scored.stdout) == (2, "")
    assert [p for p in problems(scored.stderr) if p.kind == "error"] == told


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=list(HOSTILE))
def test_programs_are_told_the_code_and_the_path(folder: Path, hostile: Hostile) -> None:
    file = written(folder / hostile.name, hostile.data)
    for command in ("check", "score"):
        result = run(command, file, "--json", "--lang", "zh")
        assert result.exit_code == (hostile.exit_code if command == "check" else 2)
        assert result.stderr == ""
        [told] = objects(result)
        assert told["file"] == str(file)
        assert told.get("refused", False) == (command == "score" or hostile.exit_code == 2)
        assert "grade" not in told
        found = [problem for problem in told["problems"] if problem["code"] == hostile.code]
        assert found
        if hostile.path:
            assert hostile.path in {problem["path"] for problem in found}


PLACED = {
    name: hostile
    for name, hostile in HOSTILE.items()
    if hostile.path and hostile.code != "file.too-deep"
}


@pytest.mark.parametrize("hostile", PLACED.values(), ids=list(PLACED))
def test_what_has_a_path_has_a_line_and_a_column(folder: Path, hostile: Hostile) -> None:
    [told] = objects(run("score", written(folder / hostile.name, hostile.data), "--json"))
    for problem in told["problems"]:
        if problem["path"] == hostile.path:
            assert problem["line"] >= 1
            assert problem["column"] >= 1


PLACES = {
    "json syntax": ("a.json", '{\n  "rubric": "x"\n  "kind": 1\n}', 3, 3),
    "json duplicate": ("a.json", '{\n "rubric": "x",\n  "rubric": "y"}', 3, 3),
    "toml syntax": ("a.toml", 'rubric = "x"\nkind = \n', 2, 8),
    "toml duplicate": ("a.toml", 'rubric = "x"\n  rubric = "y"\n', 2, 3),
    "encoding": ("a.toml", 'rubric = "x"\n# 江北 '.encode() + b"\xff", 2, 6),
    "value": ("a.toml", 'rubric = "qbjkb-009-2026"\n\n[ratings]\n  "5.5" = true', 4, 3),
    "long form": ("a.toml", 'rubric = "x"\n[ratings."5.5"]\nrating = true', 3, 1),
    "after a long text": (
        "a.toml",
        'rubric = "x"\nreviewer = """\n[ratings]\nkind = 1\n"""\nkind = "x"\n',
        6,
        1,
    ),
}


@pytest.mark.parametrize(("name", "text", "line", "column"), PLACES.values(), ids=list(PLACES))
def test_the_place_of_a_fault(
    folder: Path, name: str, text: str | bytes, line: int, column: int
) -> None:
    [told] = objects(run("check", written(folder / name, text), "--json"))
    faults = [p for p in told["problems"] if not p["code"].endswith((".missing", ".unknown"))]
    assert [(fault["line"], fault["column"]) for fault in faults] == [(line, column)]


def test_the_reader_of_a_duplicate_key_is_told_where_it_is_again(folder: Path) -> None:
    file = written(folder / "a.toml", 'rubric = "x"\n[ratings]\n"5.5" = 80\n"5.5" = 90\n')
    line = run("check", file).stderr.splitlines()[0]
    assert line == (
        f"{file}:4:1: error: The key '5.5' must be there once, but is there again. "
        "Remove one of the two. [file.duplicate-key]"
    )


# What looks hostile, and is fine.


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.toml", b"\xef\xbb\xbf" + by_009().encode()),
        ("a.json", b"\xef\xbb\xbf" + in_json().encode()),
        ("a.toml", by_009().replace("\n", "\r\n")),
        ("a", in_json()),
        ("a", by_009()),
        ("a.TOML", by_009()),
        ("a.JSON", in_json()),
        ("a.json", "\n\n  " + in_json() + "\n\n"),
    ],
    ids=["BOM", "BOM-json", "CRLF", "no-suffix", "no-suffix-toml", "upper", "upper-json", "blank"],
)
def test_a_harmless_file_is_scored(folder: Path, name: str, data: str | bytes) -> None:
    [card] = objects(run("score", written(folder / name, data), "--json"))
    assert card["score"] == "90"


@pytest.mark.parametrize(
    ("rating", "score"),
    [
        ("79.99999999999999999", "89.4999999999999999995"),
        ('"79.99999999999999999"', "89.4999999999999999995"),
        ('"239/3"', "26845/300"),
        ("8.0e1", "89.5"),
        ("80.00000", "89.5"),
        ('{"points": "4"}', "89.5"),
        ('"80%"', "89.5"),
        ("-0", "85.5"),
        ("0.0", "85.5"),
        ("1e2", "90.5"),
    ],
)
def test_a_number_is_taken_exactly_as_it_is_written(folder: Path, rating: str, score: str) -> None:
    file = written(folder / "a.json", in_json(rating))
    [card] = objects(run("score", file, "--json"))
    if "/" in score:
        assert card["score"] == "5369/60"
        assert "Score 89.48 / 100" in run("score", file).stdout
    else:
        assert card["score"] == score


HARMLESS = {
    "break": ("江北\\n污水", "江北 污水"),
    "tab": ("江北\\t污水", "江北 污水"),
    "separator": ("江北\u2028污水", "江北 污水"),
    "emoji": ("江北🏭厂", "江北🏭厂"),
    "very long": ("厂" * 100_000, "厂" * 100_000),
    "markup": ("[bold red]江北[/]", "[bold red]江北[/]"),
    "template": ("{grade} %s {{}} [[x]]", "{grade} %s {{}} [[x]]"),
    "html": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "formula": ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    "combining": ("e\u0301" * 3, "e\u0301" * 3),
    "zero-width": ("江\u200b北", "江\u200b北"),
    "rare": ("𠮷野家", "𠮷野家"),
}


@pytest.mark.parametrize(("name", "shown"), HARMLESS.values(), ids=list(HARMLESS))
def test_a_name_is_shown_on_one_line_and_kept_whole(folder: Path, name: str, shown: str) -> None:
    text = by_009() + f'[subject]\nname = "{name}"\n'
    file = written(folder / "a.toml", text)
    result = run("score", file, "--lang", "zh")
    assert result.exit_code == 0
    assert result.stdout.split("\n")[0] == f"{shown}   Q/BJKB 009-2026"
    assert len(result.stdout.split("\n")) == 3 + 13 + 1
    [card] = objects(run("score", file, "--json"))
    assert card["subject"] == name.replace("\\n", "\n").replace("\\t", "\t")


def test_the_notes_of_a_fired_veto_say_whatever_they_like(folder: Path) -> None:
    for name, (note, shown) in HARMLESS.items():
        if name == "very long":
            continue
        fired = f'{{ finding = "fired", legal_basis = "{note}", period = "x", note = "{note}" }}'
        file = written(folder / "a.toml", by_009(vetoes={'"4.2-other"': fired}))
        result = run("score", file, "--lang", "zh")
        assert result.exit_code == 0
        assert f"法律依据：{shown}；时段：x。说明：{shown}\n" in result.stdout


# Much of it.


def test_a_file_that_is_too_large_is_not_read_to_its_end(folder: Path) -> None:
    file = folder / "a.toml"
    with file.open("wb") as large:
        large.truncate(MOST_BYTES * 1024)
    result = run("check", file)
    assert result.exit_code == 2
    assert [problem.code for problem in problems(result.stderr)] == ["file.too-large"]


def test_a_device_without_an_end_is_too_large() -> None:
    result = run("score", "/dev/zero")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [problem.code for problem in problems(result.stderr)] == ["file.too-large"]


def test_at_most_a_hundred_problems_are_told_and_that_there_are_more(folder: Path) -> None:
    """All problems of the file together (up to 100)."""
    others = "".join(f', "x{number}": 1' for number in range(5_000))
    file = written(folder / "a.json", in_json(others=others))
    result = run("check", file)
    assert result.exit_code == 1
    assert len(problems(result.stdout)) <= 101
    assert "4900" in result.stdout
    assert "faults: 5000" in result.stdout.splitlines()[-1]
    [told] = objects(run("score", file, "--json"))
    assert len(told["problems"]) <= 101


def _large_rubric(folder: Path) -> Path:
    """A rubric of 150 items, more than are told of faults."""
    clauses = {str(n): {"points": 1, "title": {"zh": "条", "en": "x"}} for n in range(1, 151)}
    tree = json.loads(dump_rubric(load_rubric(TINY.encode()))) | {"clauses": clauses}
    tree["rubric"]["total"] = 150
    tree["scale"] = {
        "bands": [
            {"low": 0, "high": 80, "label": {"zh": "低", "en": "low"}},
            {"low": 80, "high": 100, "label": {"zh": "高", "en": "high"}},
        ]
    }
    return written(folder / "large.json", json.dumps(tree))


def test_an_unfinished_file_gets_every_open_item_however_many(folder: Path) -> None:
    rubric = _large_rubric(folder)
    run("new", rubric, "-o", "a.toml")
    for command in ("score", "check"):
        found = problems(run(command, "a.toml", "--rubric", rubric).output)
        assert [problem.code for problem in found].count("rating.missing") == 150
        [told] = objects(run(command, "a.toml", "--rubric", rubric, "--json"))
        assert len(told["problems"]) == 151


def test_no_fault_is_hidden_behind_what_is_only_open(folder: Path) -> None:
    rubric = _large_rubric(folder)
    file = written(folder / "a.toml", 'rubric = "tiny-2026"\n[ratings]\n"150" = 101\n[vetoes]\n')
    for command in ("score", "check"):
        found = problems(run(command, file, "--rubric", rubric).output)
        assert "rating.out-of-range" in {problem.code for problem in found}


def test_many_warnings_are_no_error(folder: Path) -> None:
    rubric = _large_rubric(folder)
    ratings = "".join(f'"{number}" = 80\n' for number in range(1, 151))
    text = f'rubric = "tiny-2026"\n[ratings]\n{ratings}[vetoes]\naccident = "clear"\n'
    file = written(folder / "a.toml", text)
    checked = run("check", file, "--rubric", rubric)
    assert checked.exit_code == 0
    assert {problem.kind for problem in problems(checked.stdout)} == {"warning"}
    scored = run("score", file, "--rubric", rubric)
    assert scored.exit_code == 0
    assert {problem.kind for problem in problems(scored.stderr)} == {"warning"}
    [card] = objects(run("score", file, "--rubric", rubric, "--json"))
    assert {problem["severity"] for problem in card["problems"]} == {"warning"}


LIMITED = 'ulimit -v 1500000 && exec "$0" "$@"'


@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]", "x = {{ {} = 1 }}", "x = [{{{}=1}}]"])
def test_keys_of_many_dots_do_not_eat_the_memory(folder: Path, form: str) -> None:
    """tomllib keeps every prefix of a dotted key: 60 kB of `a.a.a` become 4 GB."""
    file = written(folder / "a.toml", form.format(".".join(["a"] * 30_000)) + "\n")
    done = subprocess.run(
        ["/bin/bash", "-c", LIMITED, MATURITY, "check", file],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert b"Traceback" not in done.stderr, done.stderr[-500:]
    assert done.returncode == 2
    assert b"file.too-deep" in done.stderr


def test_many_unknown_keys_take_no_minutes(folder: Path) -> None:
    keys = "".join(f', "ratinx{number}": 1' for number in range(20_000))
    file = written(folder / "a.json", in_json(more=keys))
    done = subprocess.run(
        [sys.executable, MATURITY, "check", file, "--json"],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1


# As a process of its own: what a person would see.


@pytest.mark.parametrize("command", ["score", "check"])
def test_a_process_never_shows_a_traceback(folder: Path, command: str) -> None:
    files = [
        written(folder / f"{number} {hostile.name}", hostile.data)
        for number, hostile in enumerate(HOSTILE.values())
    ]
    for form in ([], ["--json"]):
        done = started(command, *files, *form, PYTHONIOENCODING="utf-8")
        assert done.returncode == 2
        told = (done.stdout + done.stderr).decode()
        for file in files:
            assert re.search(re.escape(str(file)), told)
