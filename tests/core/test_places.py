import pytest

from maturity_core import Problem
from maturity_core.places import json_places, toml_places
from maturity_core.reading import Document, read


def place(document: Document, *path: str | int) -> tuple[int, int] | None:
    """Return line and column of a path."""
    [problem] = document.placed([Problem("value.missing-key", path)])
    return (problem.position.line, problem.position.column) if problem.position else None


JSON = b"""{
  "rubric": "x, {y} [z] \\"q\\"", "format": 1,
  "subject": {"name": "n", "sites": [
    "North",
    "South"
  ]},
  "ratings": {"5.5": 85, "5.6": {"rating": 85,
    "evidence": ["a", "b"]}},
  "assessors": [
    {"name": "A"},
    {"name": "B", "role": "r"}
  ],
  "empty": {}, "none": [], "last": null
}"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("rubric",), (2, 3)),
        (("format",), (2, 33)),
        (("subject",), (3, 3)),
        (("subject", "name"), (3, 15)),
        (("ratings", "5.5"), (7, 15)),
        (("ratings", "5.6"), (7, 26)),
        (("ratings", "5.6", "evidence"), (8, 5)),
        (("subject", "sites", 0), (4, 5)),
        (("subject", "sites", 1), (5, 5)),
        (("ratings", "5.6", "evidence", 1), (8, 23)),
        (("assessors", 0), (10, 5)),
        (("assessors", 0, "name"), (10, 6)),
        (("assessors", 1), (11, 5)),
        (("assessors", 1, "role"), (11, 19)),
        (("empty",), (13, 3)),
        (("none",), (13, 16)),
        (("last",), (13, 28)),
        (("ratings", "5.9"), (7, 3)),
        (("ratings", "5.5", "note"), (7, 15)),
        (("missing",), None),
        ((), None),
    ],
)
def test_places_in_json(path: tuple[str | int, ...], expected: tuple[int, int] | None) -> None:
    assert place(read(JSON), *path) == expected


TOML = b"""rubric = "x" # a comment
subject = { name = "n", sites = ["North", "South"] }
note = \"\"\"
"5.5" = 1
[ratings]
\"\"\"

[ratings]
"5.5" = 85
  5_6 = 85
'5.7'.rating = 85
5.8 = 85
"5.9" = { rating = 85, note = '''
x = 1
''' }
"a = b" = 1

[ratings."5.10"]
rating = 85
evidence = [
  "a",
  "b",
]

[ vetoes . "4.2-other" ]
finding = "clear"

[[assessors]]
name = "A"

[[assessors]]
name = "B"
[assessors.more]
x = 1
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("rubric",), (1, 1)),
        (("subject",), (2, 1)),
        (("subject", "name"), (2, 13)),
        (("subject", "sites", 1), (2, 43)),
        (("note",), (3, 1)),
        (("ratings",), (8, 1)),
        (("ratings", "5.5"), (9, 1)),
        (("ratings", "5_6"), (10, 3)),
        (("ratings", "5.7"), (11, 1)),
        (("ratings", "5.7", "rating"), (11, 1)),
        (("ratings", "5", "8"), (12, 1)),
        (("ratings", "5.9", "note"), (13, 24)),
        (("ratings", "a = b"), (16, 1)),
        (("ratings", "5.10"), (18, 1)),
        (("ratings", "5.10", "rating"), (19, 1)),
        (("ratings", "5.10", "evidence", 1), (22, 3)),
        (("ratings", "5.11"), (8, 1)),
        (("vetoes", "4.2-other"), (25, 1)),
        (("vetoes", "4.2-other", "finding"), (26, 1)),
        (("assessors", 0), (28, 1)),
        (("assessors", 0, "name"), (29, 1)),
        (("assessors", 1, "name"), (32, 1)),
        (("assessors", 1, "more", "x"), (34, 1)),
        (("x",), None),
        ((), None),
    ],
)
def test_places_in_toml(path: tuple[str | int, ...], expected: tuple[int, int] | None) -> None:
    assert place(read(TOML), *path) == expected


@pytest.mark.parametrize(
    ("data", "path", "line"),
    [
        pytest.param(b'a = 1 # """ in a comment\nb = 2', ("b",), 2, id="quotes in a comment"),
        pytest.param(b"a = \"it's '''quoted\"\nb = 2", ("b",), 2, id="quotes in text"),
        pytest.param(b'a = """x""" # y\nb = 2', ("b",), 2, id="long text on one line"),
        pytest.param(
            b"a = '''\n\"\"\"\n'''\nb = 2", ("b",), 4, id="the other quotes inside a long text"
        ),
        pytest.param(
            b'[t]\na = [\n  ["x"],\n  [1],\n]\nb = 2', ("t", "b"), 6, id="lists in a list"
        ),
        pytest.param(
            b"[[a]]\n[[a.b]]\n[[a.b]]\n[[a]]\n[[a.b]]\nx = 1",
            ("a", 1, "b", 0, "x"),
            6,
            id="tables in lists of tables",
        ),
        pytest.param(b"a = 1\r\nb = 2\r\n", ("b",), 2, id="CRLF"),
        pytest.param(b"\xef\xbb\xbfa = 1\nb = 2", ("b",), 2, id="a mark"),
    ],
)
def test_odd_toml_does_not_move_what_comes_after_it(
    data: bytes, path: tuple[str | int, ...], line: int
) -> None:
    found = place(read(data), *path)
    assert found is not None
    assert found[0] == line


def test_a_key_that_is_there_twice_has_two_places() -> None:
    assert list(json_places('{"a": 1, "a": {"b": 2}}')) == [
        (("a",), 1),
        (("a",), 9),
        (("a", "b"), 15),
    ]
    assert list(toml_places("a = 1\na = 2")) == [(("a",), 0), (("a",), 6)]


def test_keys_are_decoded() -> None:
    assert list(json_places('{"\\u0061": 1}')) == [(("a",), 1)]
    assert list(toml_places("\"\\u0061\" = 1\n'\\' = 2")) == [(("a",), 0), (("\\",), 13)]


@pytest.mark.parametrize(
    ("text", "path", "offset"),
    [
        pytest.param("= 2\nb = 1", ("b",), 4, id="no key"),
        pytest.param("a\nb = 1", ("b",), 2, id="no value"),
        pytest.param("a = ]\nb = 1", ("b",), 6, id="a bracket too many"),
        pytest.param("[a\nb = 1", ("a", "b"), 3, id="an open header"),
        pytest.param('"\\q" = 1\nb = 1', ("b",), 9, id="an escape that is none"),
        pytest.param('"\\q" = 1', ('"\\q"',), 0, id="such a key itself"),
        pytest.param("a = { b = 1 c = 2 }\nd = 1", ("d",), 20, id="no comma"),
        pytest.param("a = [ 1\nb = 1", ("a", 0), 6, id="an open list"),
        pytest.param("a = { b = [1, {c = 3}\nd = 4", ("a", "b", 1, "c"), 15, id="open tables"),
        pytest.param("a = 'x\nb = 1", ("b",), 7, id="an open text"),
    ],
)
def test_what_stands_beside_a_fault_of_toml_is_placed(
    text: str, path: tuple[str | int, ...], offset: int
) -> None:
    assert (path, offset) in list(toml_places(text))


@pytest.mark.parametrize(
    ("text", "path", "offset"),
    [
        pytest.param('{"a": 1, "b": [1 2, 3], "c": 1}', ("c",), 24, id="no comma in a list"),
        pytest.param('{"a\\q": 1, "b": 1}', ("b",), 11, id="an escape that is none"),
        pytest.param('{a: 1, "b": 1}', ("b",), 7, id="no quotes"),
        pytest.param('{"a": {"b": 1, "c": 2', ("a", "c"), 15, id="open tables"),
        pytest.param('[1, {"b": 1', (1, "b"), 5, id="an open list"),
    ],
)
def test_what_stands_beside_a_fault_of_json_is_placed(
    text: str, path: tuple[str | int, ...], offset: int
) -> None:
    assert (path, offset) in list(json_places(text))


@pytest.mark.parametrize("text", ["", "{", "[", '{"a', '{"a":', "[[[", "nothing", "}", '"', "{}"])
def test_a_torn_text_has_few_places_and_an_end(text: str) -> None:
    assert len(list(json_places(text))) <= 3
    assert len(list(toml_places(text))) <= 3


def test_nesting_without_end_has_an_end() -> None:
    assert len(list(json_places("[" * 100_000))) <= 64
    assert len(list(toml_places("a = " + "[" * 100_000))) <= 65


def test_a_long_list_is_placed_in_no_time() -> None:
    rows = ", ".join('{"x": 1}' for _ in range(10_000))
    document = read(f'{{"a": [{rows}]}}'.encode())
    assert place(document, "a", 9_999, "x") == (1, 8 + 9_999 * 10 + 1)
