"""No word is missing: what the command can say is there in both languages, and GBK has it all."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import attrs
import click
import pytest

import maturity_core
import maturity_tools
from maturity_core import Rubric, Text, installed_rubrics, words
from maturity_tools.cli import maturity
from tests.tools.command import run

SENTENCES = words._SENTENCES  # noqa: SLF001 -- the table is what is tested
CHINESE, ENGLISH = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{3}")
SOURCES = [
    path
    for package in (maturity_core, maturity_tools)
    for path in Path(str(package.__file__)).parent.rglob("*.py")
    if path.name != "words.py"
]
TEMPLATES = sorted(Path(str(maturity_tools.__file__)).parent.rglob("templates/*.html"))


def in_templates() -> Iterator[str]:
    """Every text in the templates of pages that looks like a code of words.py."""
    for path in TEMPLATES:
        yield from re.findall(r'"([a-z]+\.[a-z-]+)"', path.read_text(encoding="utf-8"))


def spelled() -> Iterator[str]:
    """Every text in the code that may be a code of words.py; what is filled in is a star."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "*" for p in node.values)
                yield "".join(map(str, parts))


def said() -> Iterator[str]:
    """The code of every sentence that the code says, or of a problem that it finds."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            name = node.func.attr if isinstance(node.func, ast.Attribute) else name
            if name in {"say", "Problem"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_every_sentence_that_the_code_says_is_there() -> None:
    pages = {code for code in in_templates() if not code.endswith((".html", ".css"))}
    assert len(pages) > 30
    codes = set(said()) | pages
    assert len(codes) > 80 + len(pages)
    assert sorted(codes - set(SENTENCES)) == []


def test_every_sentence_that_is_there_is_said_somewhere() -> None:
    texts = {*spelled(), *in_templates()}
    patterns = [text for text in texts if re.fullmatch(r"[a-z]+\.[a-z*_-]*\*[a-z*_-]*", text)]
    dead = [
        code
        for code in SENTENCES
        if code not in texts and not any(fnmatchcase(code, pattern) for pattern in patterns)
    ]
    assert dead == []


def test_every_kind_of_problem_and_of_assessment_has_its_label() -> None:
    """Codes of these are made of two parts, so that reading the code does not find them."""
    made = {f"severity.{kind}" for kind in ("error", "warning", "open")}
    made |= {f"kind.{kind}" for kind in ("self", "internal", "third-party")}
    assert made == {code for code in SENTENCES if code.startswith(("severity.", "kind."))}


@pytest.mark.parametrize("code", SENTENCES)
def test_gbk_has_every_character_of_a_sentence(code: str) -> None:
    for sentence in SENTENCES[code]:
        assert sentence.encode("gbk").decode("gbk") == sentence


# Rubrics.

SHIPPED = [offer.load() for offer in installed_rubrics() if offer.distribution == "maturity-core"]


def texts_of(value: object, where: str = "") -> Iterator[tuple[str, Text]]:
    """Every text of a rubric, with its place."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts_of(item, f"{where}/{getattr(item, 'id', index)}")
    elif attrs.has(value.__class__):
        for field in attrs.fields(value.__class__):
            if not field.name.startswith("_"):
                yield from texts_of(getattr(value, field.name), f"{where}/{field.name}")


@pytest.mark.parametrize("rubric", SHIPPED, ids=lambda rubric: rubric.id)
def test_every_text_of_a_shipped_rubric_is_in_both_languages(rubric: Rubric) -> None:
    found = dict(texts_of(rubric))
    assert {f"/grades/grades/{grade.id}/label" for grade in rubric.grades.grades} <= set(found)
    assert len(found) > 100
    assert [where for where, text in found.items() if not CHINESE.search(text.zh)] == []
    assert [where for where, text in found.items() if not ENGLISH.search(text.en)] == []
    english = {where: text.en for where, text in found.items() if "/readings/" not in where}
    assert [where for where, text in english.items() if CHINESE.search(text)] == []


@pytest.mark.parametrize("rubric", SHIPPED, ids=lambda rubric: rubric.id)
def test_gbk_has_every_character_of_a_shipped_rubric(rubric: Rubric) -> None:
    for language in ("zh", "en"):
        shown = run("rubric", "show", rubric.id, "--lang", language).stdout
        assert shown.encode("gbk").decode("gbk") == shown
    for _, text in texts_of(rubric):
        assert f"{text.zh}{text.en}".encode("gbk")
    assert "".join(grade.symbol for grade in rubric.grades.grades).encode("gbk")


def test_there_is_a_shipped_rubric() -> None:
    assert "qbjkb-009-2026" in [rubric.id for rubric in SHIPPED]


# Help.


def helps() -> Iterator[tuple[str, str]]:
    """Every text of the help, by the call that shows it."""

    def of(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
        context = click.Context(command, info_name=path, **maturity.context_settings)
        for number, paragraph in enumerate((command.help or "").split("\n\n")):
            yield f"{path} {number}", paragraph
        for option in command.get_params(context):
            if isinstance(option, click.Option):
                yield f"{path} {option.opts[0]}", option.help or ""
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                yield from of(inner, f"{path} {name}")

    return of(maturity, "maturity")


HELPS = dict(helps())


@pytest.mark.parametrize("call", HELPS)
def test_every_text_of_the_help_has_both_halves(call: str) -> None:
    assert CHINESE.search(HELPS[call])
    assert ENGLISH.search(HELPS[call])
    assert HELPS[call].encode("gbk").decode("gbk") == HELPS[call]


def test_all_of_the_help_was_looked_at() -> None:
    assert {"maturity --version", "maturity score 1", "maturity rubric show --json"} <= set(HELPS)
    assert len(HELPS) > 30


def test_every_heading_of_the_help_has_both_halves() -> None:
    shown = run("-h").stdout + run("score", "-h").stdout
    headings = re.findall(r"^[\u4e00-\u9fff]+ [A-Z][a-z]+(?=:|$)", shown, re.MULTILINE)
    assert set(headings) == {"用法 Usage", "选项 Options", "命令 Commands"}


# What people see.


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_in_one_language_has_no_word_of_the_other(language: str, folder: Path) -> None:
    assert run("new", "qbjkb-009-2026", "-o", "a.toml", "--lang", language).exit_code == 0
    text = (folder / "a.toml").read_text(encoding="utf-8")
    prose = [line for line in text.splitlines() if line.startswith("#") and " = " not in line]
    assert len(prose) > 50
    if language == "en":
        assert CHINESE.search(text) is None
    else:
        assert [line for line in prose if not CHINESE.search(line) and ENGLISH.search(line)] == []
    text.encode("gbk")


def test_what_is_shown_in_english_has_no_chinese_of_ours() -> None:
    assert CHINESE.search(run("rubric", "list", "--lang", "en").stdout) is None
    shown = run("rubric", "show", "qbjkb-009-2026", "--lang", "en").stdout
    assert CHINESE.search(shown.partition("Readings\n")[0]) is None  # those quote the standard
