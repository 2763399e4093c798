import tomllib
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import Problem, UnreadableFile
from maturity_core.reading import harmful, read
from maturity_core.slips import slips

Kind = Literal["json", "toml"]

TOML = """\
rubric = "small-2026" # 备注：“，＝
period = '2025/2026'
assessed_on = 2026-06-30
sites = ["北厂，南厂",
  "B", # b
]

[ratings]
"5.5" = 85
"5.6" = "85%"
"5.7" = { rating = 82.5, note = "x", flag = true }

[[assessors]]
name = \"\"\"
沈＝“砚秋”
\"\"\"
"""
JSON = '{"rubric": "x，“y”", "ratings": {"5.5": 85, "5.6": [1.5, true, null, "a"]}, "n": {}}'
SIGNS = [
    *"＝，“”‘’：［］｛｝＃％８５。、−（）是否某\u3000\xa0\u200b",
    *"\"'=,:[]{}#%.\n\\\r\t 8ax-+",
]
SIGNS += ["True", '"""', "'''", "85%", "是", "2026/6/30", "[[", "\0", "\ufeff", "\U0001f3ed"]


def told(kind: Kind, text: str) -> list[tuple[int, str, str]]:
    """Reduce slips to what covers them, code and pointer."""
    return [(slip.start, slip.problem.code, slip.problem.pointer) for slip in slips(kind, text)]


def instead(kind: Kind, text: str) -> str:
    [slip] = slips(kind, text)
    assert slip.problem.code == "syntax.no-quotes"
    return slip.problem.values["instead"]


@pytest.mark.parametrize(("kind", "text"), [("toml", TOML), ("json", JSON)])
def test_a_file_without_slips_has_none(kind: Kind, text: str) -> None:
    assert read(text.encode()).kind == kind
    assert told(kind, text) == []


@pytest.mark.parametrize(
    ("found", "required"),
    [
        ("a＝1", "'='"),
        ("a = [1，2]", "','"),
        ("a = [1、2]", "','"),
        ("a = ８５", "'85'"),
        ("a = −5", "'-'"),
        ("a = 85．5", "'.'"),
        ("a = 85。5", "'.'"),
        ("a =\u30005", "' '"),
        ("a =\xa05", "' '"),
        ("［a]", "'['"),
        ("【a]", "'['"),
        ("a = ｛}", "'{'"),
        ("a = “x”", "'\"\"'"),
        ('a = “x"', "'\"'"),
        ('a = "x”', "'\"'"),
        ("a = ‘x’", "\"''\""),
        ("＃ x ，", "'#'"),
        ("a = 1 ＃ ，", "'#'"),
        ("a = ｔrue", "'t'"),
    ],
)
def test_a_sign_of_the_input_method_is_told_with_the_one_to_write(
    found: str, required: str
) -> None:
    [slip] = slips("toml", found)
    assert slip.problem.values["required"] == required


@pytest.mark.parametrize(
    "text", ["某公司，北京", "某公司、北京　南厂", "某公司。", "江北＃3 泵站－北", "备注（甲）：好"]
)
def test_a_sign_behind_chinese_text_is_part_of_it(text: str) -> None:
    [slip] = slips("toml", f"a = {text}\n")
    assert (slip.start, slip.end) == (4, 4 + len(text))
    assert slip.problem.code == "syntax.no-quotes"


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        ("toml", "85%", "85"),
        ("toml", "82.5 %", "82.5"),
        ("toml", "8５％", "85"),
        ("toml", "4.5分", ""),
        ("toml", "259/3", ""),
        ("toml", "2025-06/2026-05", ""),
        ("toml", "2026/6/30", "2026-06-30"),
        ("toml", "2026.6.30", "2026-06-30"),
        ("toml", "2026-6-3", "2026-06-03"),
        ("toml", "2026/6/31", ""),
        ("toml", "2026年6月30日", "2026-06-30"),
        ("json", "2026-06-30", ""),
        ("toml", "是", "true"),
        ("toml", "True", "true"),
        ("toml", "真", "true"),
        ("toml", "否", "false"),
        ("json", "False", "false"),
        ("toml", "no", "false"),
        ("toml", "clear", ""),
        ("toml", "5.2.1", ""),
        ("toml", "Jiang Bei", ""),
        ("json", "None", ""),
    ],
)
def test_what_needs_quotes_is_told_with_what_it_may_mean(kind: Kind, value: str, hint: str) -> None:
    assert instead(kind, f"a = {value}" if kind == "toml" else f'{{"a": {value}}}') == hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("评分 = 1", [(0, "syntax.no-quotes", "/评分")]),
        ("[评分]", [(1, "syntax.no-quotes", "/评分")]),
        (
            "a = [[North], South]",
            [(6, "syntax.no-quotes", "/a/0/0"), (14, "syntax.no-quotes", "/a/1")],
        ),
        ("a = [\n1,\nx\n]", [(9, "syntax.no-quotes", "/a/1")]),
        (
            "a = { b = x, c = y }",
            [(10, "syntax.no-quotes", "/a/b"), (17, "syntax.no-quotes", "/a/c")],
        ),
        (
            "a = [1,\n[b]\nc = x",
            [(9, "syntax.no-quotes", "/a/1/0"), (16, "syntax.no-quotes", "/c")],
        ),
        ("a = [1\n[b]\nc = x", [(15, "syntax.no-quotes", "/b/c")]),
        ("a = { b = 1\nc = x", [(16, "syntax.no-quotes", "/c")]),
        ("a =", [(3, "syntax.no-value", "/a")]),
        ("a = # b", [(4, "syntax.no-value", "/a")]),
        ("a = { b = , c = }", [(10, "syntax.no-value", "/a/b"), (16, "syntax.no-value", "/a/c")]),
        ("a ＝", [(2, "syntax.sign", "/a"), (3, "syntax.no-value", "/a")]),
        ('a = "x', [(4, "syntax.open-quote", "/a")]),
        ("a = 'x\nb = 'y'", [(4, "syntax.open-quote", "/a")]),
        ('a = """x\nb = ＝', [(4, "syntax.open-quote", "/a")]),
        ("a = '''x\n", [(4, "syntax.open-quote", "/a")]),
        ("\n，", [(1, "syntax.sign", "")]),
        ('a = { b = "x”, c = "y" }', [(12, "syntax.sign", "/a/b")]),
        ("a = 1,5", [(4, "syntax.decimal-comma", "/a")]),
        ("a = { b = 1,5 }", [(10, "syntax.decimal-comma", "/a/b")]),
        ("a = [1,5]", []),
        ("a = 85,", [(6, "syntax.no-comma", "/a")]),
        ("a = 85， # b", [(6, "syntax.no-comma", "/a")]),
        ("a = 'x',\nb = 1,", [(7, "syntax.no-comma", "/a"), (14, "syntax.no-comma", "/b")]),
        ("a = null", [(4, "syntax.null", "/a")]),
        ("a = { b = 1 c = 2 }", [(10, "syntax.no-separator", "/a/b")]),
        ("a = 01", [(4, "syntax.no-number", "/a")]),
        ("a = 85.", [(4, "syntax.no-number", "/a")]),
        ("a = .5", [(4, "syntax.no-number", "/a")]),
        ("a = +_1", [(4, "syntax.no-number", "/a")]),
        ("a = 4.5/5", [(4, "syntax.no-number", "/a")]),
        ("a = 85;", [(4, "syntax.no-number", "/a")]),
    ],
)
def test_where_a_slip_of_toml_is(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert told("toml", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{'a': 1}", [(1, "syntax.sign", "/a")]),
        ("{a: 1}", [(1, "syntax.no-quotes", "/a")]),
        ("{5.5: [x]}", [(1, "syntax.no-quotes", "/5.5"), (7, "syntax.no-quotes", "/5.5/0")]),
        ('{"a": }', [(6, "syntax.no-value", "/a")]),
        ('{"a": "x\n}', [(6, "syntax.open-quote", "/a")]),
        ('{"a": [1,\n]}', [(8, "syntax.trailing-comma", "/a/0")]),
        ('{"a": [1\n], }', [(10, "syntax.trailing-comma", "")]),
        ('｛"a"： 1}', [(0, "syntax.sign", ""), (4, "syntax.sign", "/a")]),
        ('{"a": 1} x', []),
        ('{"a": 8,5}', [(6, "syntax.decimal-comma", "/a")]),
        ('{"a": 8,"b": 1}', []),
        ('{"a": [8,5]}', []),
        ('{"a": 085}', [(6, "syntax.no-number", "/a")]),
        ("# x\n{}", []),
    ],
)
def test_where_a_slip_of_json_is(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert told("json", text) == expected


@pytest.mark.parametrize(
    "line",
    ["a b = 1", "a", "a = 2026-02-30", '"a" "b" = 1', "a = b = 1", "a, b", "a = 1 = 2"],
)
def test_what_is_no_slip_is_left_to_the_parser(line: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(line)
    assert told("toml", line) == []


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ('[ratings]\n"5.5" = 85%', "syntax.no-quotes", "85"),
        ('[ratings]\n"5.5" = 4 分', "syntax.no-quotes", "{ points = 4 }"),
        ('[ratings]\n"5.5" = { points = 4.5分 }', "syntax.no-quotes", "4.5"),
        ('[ratings]\n"5.5" = { rating = 4分 }', "syntax.no-number", None),
        ('[ratings]\n"5.5" = 否', "syntax.no-number", None),
        ('[ratings]\n"5.5" = { rating = 良好 }', "syntax.no-number", None),
        ('[ratings]\n"5.5" = { note = 否 }', "syntax.no-quotes", "false"),
        ("[ratings]\n五 = 85", "syntax.no-quotes", None),
        ('[clauses]\n"5.5" = { points = 4分 }', "syntax.no-quotes", "4"),
        ('[clauses]\n"5.5" = { excludable = 否 }', "syntax.no-quotes", "false"),
        ('[vetoes]\n"4.2" = 否', "syntax.no-finding", None),
        ('[vetoes]\n"4.2" = { finding = 未发现 }', "syntax.no-finding", None),
        ('[vetoes]\n"4.2" = clear', "syntax.no-quotes", ""),
        ('[vetoes]\n"4.2" = { note = 无 }', "syntax.no-quotes", ""),
    ],
)
def test_what_a_word_means_depends_on_its_place(text: str, code: str, hint: str | None) -> None:
    [slip] = slips("toml", text)
    assert slip.problem.code == code
    assert slip.problem.values.get("instead") == hint


def test_what_is_too_long_to_be_by_hand_is_left_to_the_parser() -> None:
    text = "a = 85%\n" + "#" * 2**18
    assert told("toml", text) == []
    assert told("toml", text[:-8]) == [(4, "syntax.no-quotes", "/a")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a ＝ " + "[" * 30_000, id="brackets"),
        pytest.param("a ＝ " + "x " * 30_000, id="words"),
        pytest.param("a ＝ " + "“" * 30_000, id="quotes"),
        pytest.param("a ＝ " + '"“' * 20_000, id="two sorts of quotes"),
        pytest.param("a ＝ " + "'" * 60_000, id="single quotes"),
        pytest.param("a ＝ " + "0，" * 20_000, id="commas"),
        pytest.param("a ＝ 1" + "\n是 = ," * 20_000, id="lines"),
    ],
)
def test_a_hundred_thousand_signs_take_no_minutes(text: str) -> None:
    for kind in ("toml", "json"):
        with pytest.raises(UnreadableFile):
            read(text.encode(), kind=kind)


@st.composite
def disturbed(draw: st.DrawFn) -> str:
    """A file without fault, with hostile signs at some places, or none."""
    text = draw(st.sampled_from([TOML, JSON]))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        until = at + draw(st.integers(0, 3))
        text = text[:at] + draw(st.sampled_from(SIGNS)) + text[until:]
    return text


@given(disturbed() | st.text() | st.lists(st.sampled_from(SIGNS)).map("".join))
def test_any_text_is_a_document_or_refused_with_its_places(text: str) -> None:
    """A file is read whole, or refused as unreadable with code and place, never in another way."""
    for kind in ("toml", "json"):
        problems = faults(text, kind)
        slipped = [problem for problem in problems if problem.code.startswith("syntax.")]
        assert all(problem.message(language) for problem in problems for language in ("zh", "en"))
        assert all(p.position and p.position.line <= text.count("\n") + 1 for p in slipped)


def faults(text: str, kind: Kind) -> tuple[Problem, ...]:
    """What is wrong with a file; whatever `read` raises beside its own error fails the test."""
    try:
        document = read(text.encode("utf-8", "surrogatepass"), kind=kind)
    except UnreadableFile as error:
        return error.problems
    return tuple(harmful(document.tree))
