from datetime import date
from decimal import Decimal
from typing import Literal

import pytest

from maturity_core import MaturityError, Position, Problem, load_assessment
from maturity_core.reading import MOST_BYTES, read
from tests.core.samples import refusal, told

Kind = Literal["json", "toml"]


def places(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, int]]:
    return [(p.code, p.pointer, p.position.line, p.position.column) for p in problems if p.position]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"a": 1}', "json"),
        (b' \n\t{"a": 1}', "json"),
        (b"\xef\xbb\xbf" + b'{"a": 1}', "json"),
        (b"a = 1", "toml"),
        (b"\xef\xbb\xbfa = 1\r\n", "toml"),
        (b"# { only a comment\na = 1", "toml"),
    ],
)
def test_a_file_that_starts_with_a_brace_is_json(data: bytes, kind: Kind) -> None:
    document = read(data)
    assert (document.kind, document.tree) == (kind, {"a": 1})
    assert read(data, kind=kind) == document


def test_json_and_toml_say_the_same() -> None:
    json = read('{"a": {"五": ["x", true, 85, 0.10]}, "b": ""}'.encode())
    toml = read('b = ""\n[a]\n"五" = ["x", true, 85, 0.10]'.encode())
    assert json.tree == toml.tree == {"a": {"五": ["x", True, 85, Decimal("0.10")]}, "b": ""}


def test_toml_has_days() -> None:
    assert read(b"a = 2026-06-30").tree == {"a": date(2026, 6, 30)}


@pytest.mark.parametrize("digits", ["79.99999999999999999", "0.1", "9.0999999999999996", "1E+2"])
def test_numbers_keep_their_digits(digits: str) -> None:
    assert str(read(f'{{"a": {digits}}}'.encode()).tree["a"]) == digits
    assert str(read(f"a = {digits}".encode()).tree["a"]) == digits


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_json_allows_as_a_number_is_left_to_the_door_of_numbers(number: str) -> None:
    value = read(f'{{"a": {number}}}'.encode()).tree["a"]
    assert isinstance(value, Decimal)
    assert not value.is_finite()


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_the_same_in_toml(number: str) -> None:
    value = read(f"a = {number}".encode()).tree["a"]
    assert isinstance(value, Decimal)
    assert not value.is_finite()


@pytest.mark.parametrize(
    "number", ["9" * 61, "9" * 5000, "-" + "9" * 5000, "1E+999999999", "1e400", "0." + "1" * 5000]
)
def test_a_number_of_any_length_can_be_read_as_json(number: str) -> None:
    assert read(f'{{"a": {number}}}'.encode()).tree["a"] == Decimal(number)


def test_an_integer_of_thousands_of_digits_in_toml_is_refused() -> None:
    error = refusal(read, b"a = " + b"9" * 5000)
    assert [problem.code for problem in error.problems] == ["number.too-long"]


def test_and_its_place_is_told() -> None:
    [problem] = refusal(read, b"b = 1\na = " + b"9" * 5000).problems
    assert problem.position is not None
    assert problem.position.line == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b" \n\t\r\n", "file.empty"),
        (b"\xef\xbb\xbf", "file.empty"),
        (b"x", "file.syntax"),
        (b'{"a": 1', "file.syntax"),
        (b'{"a": 1} x', "file.syntax"),
        (b'a = "\x01"', "file.syntax"),
        (b"a = 2026-02-30", "file.syntax"),
        (b"[1, 2]", "file.syntax"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, code: str) -> None:
    assert told(refusal(read, data).problems) == [(code, "")]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'{"a": 1,\n "b" 1}', 2, 6),
        (b'{"a": 1,\r\n "b" 1}', 2, 6),
        ('{"五" 1}'.encode(), 1, 6),
        (b"a = 1\nb = 2026-02-30", 2, 5),
        (b"a = 1\n\nb.c\n", 3, 4),
    ],
)
def test_broken_syntax_is_told_with_its_place(data: bytes, line: int, column: int) -> None:
    [problem] = refusal(read, data).problems
    assert problem.code == "file.syntax"
    assert problem.position == Position(line=line, column=column)


def test_broken_syntax_at_the_end_of_toml_is_told_with_the_last_line() -> None:
    [problem] = refusal(read, b"a = 1\nb = [\n1").problems
    assert problem.code == "file.syntax"
    assert problem.position == Position(line=3, column=2)


def test_all_slips_are_told_with_their_places() -> None:
    """All problems of the file together."""
    error = refusal(read, '"5.5" ＝ 85%\nkind = self\n[ratings]\n“5.6” = 8０\n'.encode())
    assert places(error.problems) == [
        ("syntax.sign", "/5.5", 1, 7),
        ("syntax.no-quotes", "/5.5", 1, 9),
        ("syntax.no-quotes", "/kind", 2, 8),
        ("syntax.sign", "/ratings/5.6", 4, 1),
        ("syntax.sign", "/ratings/5.6", 4, 10),
    ]


def test_a_fault_that_is_no_slip_comes_first_and_slips_behind_it_too() -> None:
    error = refusal(read, b"a = 1\nb = 2026-02-30\nc = 85%\n")
    assert places(error.problems) == [
        ("file.syntax", "", 2, 5),
        ("syntax.no-quotes", "/c", 3, 5),
    ]


def test_json_behind_a_fault_says_nothing() -> None:
    assert told(refusal(read, b'{"a": 1 "b": 2,\n"c": True}').problems) == [("file.syntax", "")]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param('a = "x”\nb = """\n“y”, ＝\n"""\n', id="a long text"),
        pytest.param("a = '“x”, ，'\nb = ”\n", id="a text"),
        pytest.param("a = 1 # ＝ “\nb = ”\n", id="a remark"),
    ],
)
def test_what_the_parser_took_is_no_slip(data: str) -> None:
    [problem] = refusal(read, data.encode()).problems
    assert problem.position is not None
    assert data.splitlines()[problem.position.line - 1].endswith("”")


def test_a_clause_that_is_rated_twice_is_told_with_both_lines() -> None:
    [problem] = refusal(read, b'[ratings]\n"5.5" = 80\n\n"5.5" = 90\n').problems
    assert problem.position == Position(line=4, column=1)
    assert problem.values == {"key": "'5.5'", "first": "2"}


@pytest.mark.parametrize("data", [b"[1]", b"'a'", b"5", b"1.5", b"true", b"null", b"NaN"])
def test_the_top_of_a_file_is_a_table(data: bytes) -> None:
    written = data.replace(b"'", b'"')
    [problem] = refusal(read, written, kind="json").problems
    assert (problem.code, problem.values["found"]) == ("file.not-a-table", data.decode())


@pytest.mark.parametrize(
    ("data", "byte", "offset", "looks_like", "line", "column"),
    [
        pytest.param("a = '评'".encode("gbk"), "0xC6", "5", "GBK", 1, 6, id="GBK"),
        pytest.param(
            "a = 1\nb = '评价'".encode("gb18030"), "0xC6", "11", "GBK", 2, 6, id="GB 18030"
        ),
        pytest.param("a = '评'".encode("utf-16"), "0xFF", "0", "UTF-16", 1, 1, id="UTF-16"),
        pytest.param(
            "a = '评价'".encode("utf-16-be"), "0x8B", "10", "UTF-16", 1, 11, id="UTF-16, no mark"
        ),
        pytest.param("a = 1".encode("utf-16-le"), "0x00", "1", "UTF-16", 1, 2, id="UTF-16-LE"),
        pytest.param(b"a = '\xe9'", "0xE9", "5", "", 1, 6, id="Latin-1"),
        pytest.param(b"a = '\x00'", "0x00", "5", "", 1, 6, id="NUL"),
        pytest.param(b"a = '\xed\xa0\x80'", "0xED", "5", "", 1, 6, id="a surrogate"),
        pytest.param(b"a = '\xc0\x80'", "0xC0", "5", "GBK", 1, 6, id="overlong"),
        pytest.param(b"\xef\xbb\xbfa = '\xff'", "0xFF", "8", "", 1, 6, id="after a mark"),
        pytest.param(b"\xef\xbb\xbfa\xff", "0xFF", "4", "", 1, 2, id="soon after a mark"),
        pytest.param(b"\xef\xbb\xbfa\x00", "0x00", "4", "", 1, 2, id="NUL after a mark"),
    ],
)
def test_another_encoding_is_refused_with_its_first_byte(  # noqa: PLR0913, PLR0917 -- a table
    data: bytes, byte: str, offset: str, looks_like: str, line: int, column: int
) -> None:
    [problem] = refusal(read, data).problems
    assert problem.code == "file.not-utf8"
    assert problem.values == {"byte": byte, "offset": offset, "looks_like": looks_like}
    assert problem.position == Position(line=line, column=column)


def test_a_file_may_be_just_so_large() -> None:
    assert read(b"a = 1\n#" + b" " * (MOST_BYTES - 7)).tree == {"a": 1}
    assert told(refusal(read, b" " * (MOST_BYTES + 1)).problems) == [("file.too-large", "")]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"[" * 100_000, "json", id="JSON, open"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, "json", id="JSON"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json", id="JSON tables"),
        pytest.param(b"a = " + b"[" * 100_000 + b"]" * 100_000, "toml", id="TOML"),
        pytest.param(b"a = " + b"[" * 100_000, "toml", id="TOML, open"),
        pytest.param(b"a = " + b"{a = " * 100_000, "toml", id="TOML tables"),
        pytest.param(b'{"a": ' + b"[" * 65 + b"]" * 65 + b"}", "json", id="JSON, 65 lists"),
        pytest.param(b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}", "json", id="JSON, 900 levels"),
        pytest.param(b"a" + b".a" * 64 + b" = 1", "toml", id="TOML, 65 levels by dots"),
        pytest.param(b"a" + b".a" * 2000 + b" = 1", "toml", id="TOML, 2000 levels by dots"),
    ],
)
def test_deep_nesting_is_refused(data: bytes, kind: Kind) -> None:
    assert [p.code for p in refusal(read, data, kind=kind).problems] == ["file.too-deep"]


def test_64_levels_are_the_most() -> None:
    read(b'{"a": ' + b"[" * 63 + b"]" * 63 + b"}")
    read(b"a" + b".a" * 63 + b" = 1")


def test_all_duplicate_keys_of_json_are_told_with_their_places() -> None:
    data = b"""{
  "rubric": "x", "rubric": "y",
  "ratings": {
    "5.5": 80,
    "5.6": {"note": "a", "n\\u006fte": "b"},
    "5.5": 90
  },
  "assessors": [{"name": "a"}, {"name": "b", "name": "c"}]
}"""
    error = refusal(read, data)
    assert places(error.problems) == [
        ("file.duplicate-key", "/rubric", 2, 18),
        ("file.duplicate-key", "/ratings/5.6/note", 5, 26),
        ("file.duplicate-key", "/ratings/5.5", 6, 5),
        ("file.duplicate-key", "/assessors/1/name", 8, 46),
    ]
    assert [p.values["key"] for p in error.problems] == ["'rubric'", "'note'", "'5.5'", "'name'"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"a": {"x": 1}, "a": {"x": 2}}', id="tables"),
        pytest.param(b'{"a": [1, 2], "a": [3, 4]}', id="lists"),
        pytest.param(b'{"a": [{"x": 1}], "a": [{"x": 1}]}', id="tables in lists"),
    ],
)
def test_what_stands_below_a_duplicate_key_is_no_duplicate(data: bytes) -> None:
    assert told(refusal(read, data).problems) == [("file.duplicate-key", "/a")]


@pytest.mark.parametrize(
    ("data", "key", "line"),
    [
        (b'a = 1\n"5.5" = 80\n"5.5" = 90', '"5.5"', 3),
        (b"a = 1\na = 2", "a", 2),
        (b"[ratings]\n[vetoes]\n[ratings]\n", "ratings", 3),
        (b'["5.5"]\na = 1\n["5.5"]\n', '"5.5"', 3),
        (b'[a]\n"b" = 1\n[a.b]\nc = 1', "b", 3),
        (b"a = { b = 1, b = 2 }", "b", 1),
        (b'a = 1\na = """x\ny"""\nb = 1', "a", 2),
        (b'"a=b" = 1\n"a=b" = 2', '"a=b"', 2),
        (b"a = 1\na = [\n  1,\n]\n", "a", 2),
    ],
)
def test_a_duplicate_key_of_toml_is_told_with_its_line(data: bytes, key: str, line: int) -> None:
    [problem] = refusal(read, data).problems
    assert problem.code == "file.duplicate-key"
    assert problem.values["key"].strip("'\"") == key.strip('"')
    assert problem.position is not None
    assert problem.position.line == line


HARMFUL = {
    "NUL": "\\u0000",
    "escape": "\\u001b",
    "DEL": "\\u007f",
    "C1": "\\u0085",
    "bidi override": "\\u202e",
    "bidi isolate": "\\u2066",
    "noncharacter": "\\uffff",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_control_characters_are_refused_in_values_and_keys(name: str) -> None:
    code = HARMFUL[name]
    for data in (f'{{"a": ["x", "y{code}"]}}', f'a = ["x", "y{code}"]'):
        [problem] = refusal(read, data.encode()).problems
        assert (problem.code, problem.path) == ("text.control", ("a", 1))
        assert problem.values == {"found": f"U+{code[2:].upper()}"}
    for data in (f'{{"a": {{"{code}b": 1}}}}', f'a = {{ "{code}b" = 1 }}'):
        [problem] = refusal(read, data.encode()).problems
        assert (problem.code, problem.path) == ("text.control", ("a",))


def test_a_lone_surrogate_is_refused() -> None:
    [problem] = refusal(read, b'{"a": "\\ud800"}').problems
    assert (problem.code, problem.values) == ("text.control", {"found": "U+D800"})
    assert told(refusal(read, b'a = "\\ud800"').problems) == [("file.syntax", "")]


@pytest.mark.parametrize("text", ["a\\tb", "a\\nb", "a\\r\\nb", "\\u4e94", "\\ud83c\\udf1f", ""])
def test_other_text_is_taken_as_it_is(text: str) -> None:
    assert read(f'{{"a": "{text}"}}'.encode()).tree


def test_all_harmful_text_is_told_at_once_in_the_order_of_the_file() -> None:
    error = refusal(
        read, b'{"a": "\\u0000",\n "b": {"c": ["\\u0001", "\\u202e"],\n "d": "\\u0002"}}'
    )
    assert [(p.pointer, p.position and p.position.line) for p in error.problems] == [
        ("/a", 1),
        ("/b/c/0", 2),
        ("/b/c/1", 2),
        ("/b/d", 3),
    ]


def test_problems_come_in_the_order_of_the_file_and_those_without_a_place_first() -> None:
    document = read(b"a = 1\nb = 2\nc = 3")
    problems = [Problem("value.missing-key", (name,)) for name in ("c", "x", "a", "b")]
    assert [p.pointer for p in document.placed(problems)] == ["/x", "/a", "/b", "/c"]


@pytest.mark.parametrize(
    ("data", "path", "line"),
    [
        (b"a = {}\n[a.b]\n", "/a/b", 2),
        (b"a.b = 1\n[a]\nb.c = 2\n", "/a", 2),
        (b'[ratings]\n"5.5".rating = 1\n[ratings."5.5"]\nnote = "x"\n', "/ratings/5.5", 3),
        (b"[[assessors]]\n[assessors]\n", "/assessors", 2),
    ],
)
def test_a_table_that_is_there_already_is_told_as_a_duplicate(
    data: bytes, path: str, line: int
) -> None:
    [problem] = refusal(read, data).problems
    assert (problem.code, problem.pointer) == ("file.duplicate-key", path)
    assert problem.position is not None
    assert problem.position.line == line


def test_a_line_of_many_dots_inside_a_text_is_no_key() -> None:
    dots = ".".join(str(number) for number in range(70))
    assert read(f'note = """\n{dots}\n"""\n'.encode()).tree == {"note": f"{dots}\n"}


def test_what_is_too_deep_is_told_without_a_backslash_too() -> None:
    [problem] = refusal(read, b'{"a":' * 70 + b"1" + b"}" * 70).problems
    assert problem.code == "file.too-deep"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"rubric=0x" + b"f" * 200_000, id="a huge integer"),
        pytest.param(b'a=1\na=2\n"""' + b'\n\\"""' * 20_000, id="quotes without end"),
        pytest.param(b"\n".join(b"k%d" % n + b".a" * 990 + b"=1" for n in range(200)), id="dots"),
    ],
)
def test_small_files_take_no_minutes(data: bytes) -> None:
    with pytest.raises(MaturityError):
        load_assessment(data)


def test_faults_at_many_places_take_no_minutes() -> None:
    data = b'{"rubric":"q","subject":{"sites":[' + b"1,\n" * 20_000 + b"1]}}"
    problems = refusal(load_assessment, data).problems
    assert problems[-1].position == Position(line=20_001, column=1)


def test_a_key_without_quotes_is_kept_as_it_is_written() -> None:
    """No number of JSON is made of it: 5.10 is not 5.1, and no key is too long."""
    told_of = refusal(read, b'{"ratings": {5.10: 85, true: 1}}').problems
    assert [problem.path for problem in told_of] == [("ratings", "5.10"), ("ratings", "true")]
    digits = "9" * 4301
    [problem] = refusal(read, f"{{{digits}: 1}}".encode()).problems
    assert problem.path == (digits,)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '# 1E+99999999999999999999\na = "1E+99999999999999999999"\nb = 1E+99999999999999999999',
            3,
        ),
        (f'a = "{"1" * 5000}"\nb = {"1" * 5000}', 2),
        ('{"a": "1E+99999999999999999999",\n"b": 1E+99999999999999999999}', 2),
    ],
)
def test_a_number_that_is_too_long_is_told_where_it_stands(text: str, line: int) -> None:
    [problem] = refusal(read, text.encode()).problems
    assert problem.code == "number.too-long"
    assert problem.position is not None
    assert problem.position.line == line


def test_of_a_clause_without_quotes_that_is_there_twice_the_whole_number_is_told() -> None:
    [problem] = refusal(read, b"[ratings]\n5.2.1 = 85\n5.2.1 = 80\n").problems
    assert (problem.code, problem.values["key"]) == ("file.duplicate-key", "'5.2.1'")


def test_every_clause_without_quotes_is_told_also_beside_other_faults() -> None:
    error = refusal(read, b"[ratings]\n5.2 = 80\n5.2.1 = 85\n5.3 = 85%\n")
    assert [(problem.code, problem.values.get("id")) for problem in error.problems] == [
        ("value.unquoted-id", "5.2"),
        ("value.unquoted-id", "5.2.1"),
        ("value.unquoted-id", "5.3"),
        ("syntax.no-quotes", None),
    ]
