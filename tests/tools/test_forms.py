"""What `maturity new` writes, filled in: as TOML and as JSON it is one and the same assessment."""

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity_core import (
    Adjustment,
    Clause,
    Grade,
    GradeBand,
    GradeBands,
    RatingBand,
    RatingScale,
    Rubric,
    Scope,
    Text,
    Veto,
    check_assessment,
    dump_rubric,
    load_assessment,
    score,
)
from maturity_core.words import say
from maturity_tools.forms import json_form, toml_form
from tests.tools.command import run
from tests.tools.papers import QBJKB_009

# All that a file may hold, and all that could end a comment or a text too early.
_ENDS = [
    '"',
    '"""',
    "'",
    "'''",
    "\\",
    "\\u0000",
    "#",
    " # ",
    "\n",
    "\r\n",
    "\t",
    "\u2028",
    "\u3000",
]
_CODE = ['"9" = 5', "[x]", "=", "{", "}", "[[", "]]", "{title}", "%s", "人员", "★", "\U0001f3ed"]
_PIECES = st.sampled_from([*_ENDS, *_CODE])
_CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=["Cc", "Cn", "Cs"],
    exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
)
_WRITTEN = st.lists(st.one_of(_PIECES, st.text(_CHARACTERS, max_size=8)), max_size=6)
_LINES = st.builds("".join, _WRITTEN)
_WORDS = st.builds("{}{}{}".format, _LINES, st.sampled_from("条x"), _LINES)
_TEXTS = st.one_of(
    st.builds(Text, zh=_WORDS, en=_WORDS),
    st.builds(Text, zh=_WORDS, en=st.sampled_from(["", " ", "\n"])),
    st.builds(Text, en=_WORDS),
)
_IDS = st.sampled_from(["1", "2", "5.1", "5.10", "9.a", "A_1", "b-2", "true", "inf", "1e5"])


@st.composite
def rubrics(draw: st.DrawFn) -> Rubric:
    """Small rubrics whose texts say everything that a comment has to survive."""
    texts = st.sampled_from(draw(st.lists(_TEXTS, min_size=1, max_size=6)))
    few = st.lists(texts, max_size=2)

    def leaf(clause_id: str) -> Clause:
        return Clause(id=clause_id, title=draw(texts), points=2, checkpoints=draw(few))

    sections = [
        Clause(
            id=section,
            title=draw(texts),
            points=draw(st.sampled_from([None, "4"])),
            checkpoints=draw(few),
            clauses=[leaf(f"{section}.x"), leaf(f"{section}.y")],
        )
        if draw(st.booleans())
        else leaf(section)
        for section in draw(st.lists(_IDS, unique=True, min_size=1, max_size=4))
    ]
    label = draw(texts)
    return Rubric(
        id="drawn-2026",
        title=draw(texts),
        total=2 * sum(max(1, len(section.clauses)) for section in sections),
        clauses=sections,
        grades=GradeBands(
            grades=[Grade(id="no", rank=0, label=label), Grade(id="yes", rank=1, label=label)],
            bands=[GradeBand(grade="yes", floor="3/2")],
        ),
        vetoes=[
            Veto(id=veto, title=draw(texts), caps_at="no", checkpoints=draw(few))
            for veto in draw(st.lists(_IDS, unique=True, max_size=3))
        ],
        scopes=[
            Scope(id=scope, title=draw(texts))
            for scope in draw(st.lists(_IDS, unique=True, max_size=3))
        ],
    )


class Entry(NamedTuple):
    """One value as somebody writes it: in TOML, and in JSON."""

    toml: str
    json: Any


def _text(value: str) -> str:
    """A text as TOML writes it; what JSON writes without \\u is the same."""
    return json.dumps(value, ensure_ascii=False)


@st.composite
def _ratings(draw: st.DrawFn) -> Entry:
    steps = draw(st.integers(0, 10_000))
    percent = f"{steps // 100}.{steps % 100:02}"
    note, evidence = draw(_LINES), draw(_LINES)
    match draw(st.integers(0, 4)):
        case 0:
            return Entry(str(steps // 100), steps // 100)
        case 1:
            return Entry(_text(percent), percent)
        case 2:
            return Entry(_text(f"{percent}%"), f"{percent}%")
        case 3:
            return Entry(
                f"{{ points = {_text('0.7')}, note = {_text(note)} }}",
                {"points": "0.7", "note": note},
            )
        case _:
            return Entry(
                f"{{ rating = {_text(percent)}, evidence = [{_text(evidence)}] }}",
                {"rating": percent, "evidence": [evidence]},
            )


@st.composite
def _findings(draw: st.DrawFn) -> Entry:
    if draw(st.booleans()):
        return Entry('"clear"', "clear")
    law, note = draw(_WORDS), draw(_WORDS)
    return Entry(
        f'{{ finding = "fired", legal_basis = {_text(law)}, period = "2026", '
        f"note = {_text(note)} }}",
        {"finding": "fired", "legal_basis": law, "period": "2026", "note": note},
    )


class Filled(NamedTuple):
    """What somebody writes into a form."""

    language: str
    ratings: dict[str, Entry]
    vetoes: dict[str, Entry]
    kind: str
    scope: str
    name: str


@st.composite
def _filled(draw: st.DrawFn, rubric: Rubric) -> Filled:
    scopes = [scope.id for scope in rubric.scopes if not scope.needs_text]
    return Filled(
        language=draw(st.sampled_from(["zh", "en"])),
        ratings={leaf.id: draw(_ratings()) for leaf in rubric.leaves()},
        vetoes={veto.id: draw(_findings()) for veto in rubric.vetoes},
        kind=draw(st.sampled_from(["self", "internal", "third-party"])),
        scope=draw(st.sampled_from(scopes)) if scopes else "",
        name=draw(_LINES),
    )


_ITEM = re.compile(r'# ("[^"]+") =(    # .*)?')
_CHOICE = re.compile(r'# (kind|scope) = ("[^"]+")    # .*')
_VETO = re.compile(r'("[^"]+") = "undetermined"( ?#.*)')


def fill_toml(form: str, filled: Filled) -> str:
    """Fill in a form as a person does: a value where it belongs, and the # taken away."""
    lines: list[str] = []
    for line in form.split("\n"):
        item, choice, veto = _ITEM.fullmatch(line), _CHOICE.fullmatch(line), _VETO.fullmatch(line)
        if item and json.loads(item[1]) in filled.ratings:
            entry = filled.ratings[json.loads(item[1])]
            lines.append(f"{item[1]} = {entry.toml}{item[2] or ''}")
        elif choice and json.loads(choice[2]) == getattr(filled, choice[1]):
            lines.append(line.removeprefix("# "))
        elif veto:
            lines.append(f"{veto[1]} = {filled.vetoes[json.loads(veto[1])].toml}{veto[2]}")
        elif line.startswith(("# assessed_on", "# period", "# assessors", "# reviewer")):
            lines.append(line.removeprefix("# "))
        elif line == 'name = ""':
            lines.append(f"name = {_text(filled.name)}")
        else:
            lines.append(line)
    return "\n".join(lines)


def fill_json(form: str, filled: Filled) -> str:
    """Fill in a form as a program does."""
    tree = json.loads(form)
    tree["ratings"] = {key: entry.json for key, entry in filled.ratings.items()}
    tree["vetoes"] = {key: entry.json for key, entry in filled.vetoes.items()}
    tree |= {"kind": filled.kind, "scope": filled.scope}
    tree |= {"assessed_on": "2026-06-30", "period": "2025-06-01/2026-05-31"}
    tree |= {"assessors": [{"name": "", "role": ""}], "reviewer": ""}
    tree["subject"]["name"] = filled.name
    return json.dumps(tree, ensure_ascii=False)


def forms(named: object, folder: Path, language: str) -> tuple[str, str]:
    """What `maturity new` writes, as TOML and as JSON."""
    texts: list[str] = []
    for name in ("a.toml", "a.json"):
        result = run("new", named, "-o", folder / name, "--force", "--lang", language)
        assert (result.exit_code, result.stderr) == (0, "")
        texts.append((folder / name).read_bytes().decode())
    return texts[0], texts[1]


def assert_open(rubric: Rubric, texts: Sequence[str]) -> None:
    """An untouched form is unfinished, with every item open, and has no fault."""
    as_toml, as_json = (load_assessment(text.encode()) for text in texts)
    assert as_toml == as_json
    assert [problem.path for problem in check_assessment(rubric, as_toml)] == [
        *(("ratings", leaf.id) for leaf in rubric.leaves()),
        *(("vetoes", veto.id) for veto in rubric.vetoes),
    ]
    assert {problem.code for problem in check_assessment(rubric, as_toml)} <= {
        "rating.missing",
        "veto.undetermined",
    }


def assert_the_same_when_filled_in(rubric: Rubric, texts: Sequence[str], filled: Filled) -> None:
    as_toml = load_assessment(fill_toml(texts[0], filled).encode())
    as_json = load_assessment(fill_json(texts[1], filled).encode())
    assert as_toml == as_json
    assert len(as_toml.ratings) == len(filled.ratings)
    assert (as_toml.kind, as_toml.scope) == (filled.kind, filled.scope)
    assert as_toml.subject.name == filled.name
    assert score(rubric, as_toml) == score(rubric, as_json)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every example writes into."""
    return tmp_path_factory.mktemp("forms")


@given(data=st.data())
def test_a_form_of_009_filled_in_is_the_same_as_toml_and_as_json(
    room: Path, data: st.DataObject
) -> None:
    """What `maturity new` writes as TOML, filled in, reads as its JSON form does."""
    filled = data.draw(_filled(QBJKB_009))
    texts = forms(QBJKB_009.id, room, filled.language)
    assert_open(QBJKB_009, texts)
    assert_the_same_when_filled_in(QBJKB_009, texts, filled)


@given(rubric=rubrics(), data=st.data())
def test_a_form_of_any_rubric_filled_in_is_the_same_as_toml_and_as_json(
    room: Path, rubric: Rubric, data: st.DataObject
) -> None:
    """The same, whatever the rubric's texts hold."""
    file = room / "rubric.json"
    file.write_text(dump_rubric(rubric), encoding="utf-8")
    filled = data.draw(_filled(rubric))
    texts = forms(file, room, filled.language)
    assert_open(rubric, texts)
    assert_the_same_when_filled_in(rubric, texts, filled)


@given(rubric=rubrics(), language=st.sampled_from(["zh", "en"]))
def test_every_line_of_a_form_is_a_comment_a_key_a_table_or_empty(
    room: Path, rubric: Rubric, language: str
) -> None:
    """No text of a rubric ever gets out of its comment, or makes it a line longer."""
    file = room / "rubric.json"
    file.write_text(dump_rubric(rubric), encoding="utf-8")
    lines = forms(file, room, language)[0].split("\n")
    heads = {line.partition("#")[0].strip() for line in lines}
    assert heads == {
        "",
        "format = 1",
        'rubric = "drawn-2026"',
        "[subject]",
        'name = ""',
        'address = ""',
        "sites = []",
        "[ratings]",
        "[vetoes]",
        *(f'"{veto.id}" = "undetermined"' for veto in rubric.vetoes),
    }
    explained = [leaf.checkpoints for leaf in rubric.leaves()]
    explained += [veto.checkpoints for veto in rubric.vetoes]
    checkpoints = sum(map(len, explained))
    clauses = len(list(rubric.walk()))
    choices = 3 + len(rubric.scopes) + bool(rubric.scopes)
    remarks = 2 + 5 + 2 + 1  # on the whole, what to fill in, on the ratings, on the vetoes
    comments = [line for line in lines if line.startswith("#")]
    assert len(comments) == remarks + choices + clauses + checkpoints


def test_a_form_offers_what_may_be_excluded_and_asks_for_every_adjustment() -> None:
    title = Text(zh="网点", en="Shops")
    rubric = Rubric(
        id="shops",
        title=title,
        total=10,
        clauses=[
            Clause(id="1", title=title, points=6),
            Clause(id="2", title=title, points=4, excludable=True),
        ],
        adjustments=[
            Adjustment(id="fault", kind="deduction", points="0.5", title=title),
            Adjustment(id="award", kind="bonus", points=1),
        ],
        grades=GradeBands(grades=[Grade(id="only", rank=0, label=title)]),
    )
    form = toml_form(rubric, "en")
    assert form.split("[exclusions]\n")[1].splitlines() == [
        "# Clauses that may be left out: give the reason, and no rating.",
        '# "2" = ""    # Shops (4 points)',
        "",
        "[adjustments]",
        f"# {say('form.adjustments', 'en', {})}",
        '# "fault" =    # Shops -0.5',
        '# "award" =    # +1',
        "",
    ]
    filled = (
        form.replace('# "1" =  ', '"1" = 50')
        .replace('# "2" = ""', '"2" = "none"')
        .replace('# "fault" =  ', '"fault" = 0')
        .replace('# "award" =  ', '"award" = 0')
    )
    assert score(rubric, load_assessment(filled.encode())).score == 5
    empty = json.loads(json_form(rubric))
    assert (empty["exclusions"], empty["adjustments"]) == ({}, {"fault": None, "award": None})
    problems = check_assessment(rubric, load_assessment(json_form(rubric).encode()))
    assert [(p.code, p.path[1]) for p in problems][-2:] == [
        ("adjustment.missing", "fault"),
        ("adjustment.missing", "award"),
    ]


def test_a_form_tells_which_ratings_a_scale_takes() -> None:
    title = Text(zh="网点", en="Shops")
    labels = {0: Text(zh="无", en="no"), 1: Text(zh="有", en="yes")}
    levels = [RatingBand(low=at, high=at, label=label) for at, label in labels.items()]
    rubric = Rubric(
        id="shops",
        title=title,
        total=10,
        scale=RatingScale(step="0.05"),
        clauses=[
            Clause(id="1", title=title, points=6),
            Clause(id="2", title=title, points=4, scale=RatingScale(bands=levels)),
        ],
        grades=GradeBands(grades=[Grade(id="only", rank=0, label=title)]),
    )
    assert "\n#     a percentage is a multiple of 5 %\n" in toml_form(rubric, "en")
    form = toml_form(rubric, "zh")
    assert '#     级别，写成 { level = "…" }：无 (0 %), 有 (100 %)\n' in form
    filled = form.replace('# "1" =  ', '"1" = 55').replace('# "2" =  ', '"2" = { level = "有" }')
    assert score(rubric, load_assessment(filled.encode())).score == Fraction("7.3")
