"""`maturity rubric preview`: what a rubric says, on the terminal and as a page."""

import os
from pathlib import Path

import pytest
from attrs import evolve

from maturity_core import Clause, Rubric, Text, get_rubric, load_rubric
from maturity_tools.rubric_page import rubric_page
from tests.tools.command import problems, run
from tests.tools.markup import read
from tests.tools.papers import QBJKB_009, TINY, names, written
from tests.tools.test_main import without
from tests.tools.test_rubric import EVERYTHING

FOREIGN = Path(__file__).parents[1] / "foreign"
SAMM = load_rubric(FOREIGN / "owasp-samm.toml")
RUBRICS = [QBJKB_009, get_rubric("qbjkb-006-2026")] + [
    load_rubric(file)
    for file in sorted(FOREIGN.glob("*.toml"))
    if file.name != "bands-with-gaps.toml"
]


def assert_that_it_says(rubric: Rubric, text: str) -> None:
    """Every text of the clauses, grades, vetoes, ... is on the page, in each of its languages."""
    page = read(text)
    clauses = list(rubric.walk())
    said = [rubric.title, *(clause.title for clause in clauses)]
    said += [text for clause in clauses for text in (*clause.checkpoints, *clause.evidence)]
    said += [grade.label for grade in rubric.grades.grades]
    said += [band.label for band in rubric.scale.bands]
    said += [one.text for band in rubric.scale.bands for one in band.guidance]
    said += [scope.title for scope in rubric.scopes]
    said += [one.title for one in (*rubric.dimensions, *rubric.scale.aspects)]
    said += [text for veto in rubric.vetoes for text in (veto.title, *veto.checkpoints)]
    said += [reading.question for reading in rubric.readings]
    assert [one for one in said if one.zh and " ".join(one.zh.split()) not in page.words] == []
    assert [one for one in said if one.en and " ".join(one.en.split()) not in page.words] == []
    assert {f"clause-{clause.id}" for clause in clauses} <= set(page.ids)
    for source in rubric.provenance.sources:
        assert source.taken_from in page.words
    reconstructed = "Note: this rubric is a reconstruction, not the official standard."
    assert (reconstructed in page.words) is not rubric.is_official
    assert text.count('<svg class="bar" aria-hidden="true">') == text.count('<td class="share">')


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda rubric: rubric.id)
def test_a_page_says_all_that_a_rubric_says_and_keeps_what_every_page_keeps(rubric: Rubric) -> None:
    text = rubric_page(rubric)
    assert_that_it_says(rubric, text)
    assert rubric_page(rubric) == text
    assert os.fspath(Path.cwd()) not in text


def test_the_page_of_009() -> None:
    page = read(rubric_page(QBJKB_009))
    assert page.texts["zh"].count("按正式文本") == 1
    assert page.texts["en"].count("Beijing Kunbiao Inspection and Certification Co., Ltd.") == 1
    for told in ("2026-04-01", "GB/T 38221-2019, GB/T 24001, Q/BJKB 006-2026", "12.00 %"):
        assert told in page.texts[""]
    for told in (">= 95", "★★★★★", "qbjkb-009-2026", "0 - 20 %", "5.10.2"):
        assert told in page.texts[""]
    assert "title added by the rubric" in page.texts["en"]
    assert "no floor" in page.texts["en"]
    assert (
        "Another ground equally grave (rests on 4.2): caps the grade at not qualified (vetoed)"
        in page.texts["en"]
    )
    assert page.texts["zh"].count("须写明理由") == 1
    assert "the points of the sections add up" in page.texts["en"]
    assert page.links[:3] == ["#clauses", "#details", "#dimensions"]


def test_a_bar_is_as_long_as_the_part_of_the_total() -> None:
    text = rubric_page(QBJKB_009)
    [row] = [part for part in text.split("<tr ") if part.startswith('id="clause-5.2"')]
    assert '<rect width="66.67%" height="100%"/></svg> <span class="number">8.00 %</span>' in row


def test_the_page_of_006_cannot_be_taken_for_the_standard() -> None:
    text = rubric_page(get_rubric("qbjkb-006-2026"))
    page = read(text)
    header = text.partition("</header>")[0]
    assert '<p class="banner" role="note"><strong>' in header
    for told in ("重建", "注意：本准则为重建，并非标准正式文本。"):
        assert told in page.texts["zh"]
    assert "based on qbjkb-009-2026" in page.texts["en"]
    assert "the points of the sections are scaled to 100" in page.texts["en"]


def test_the_page_of_samm_has_every_level() -> None:
    text = rubric_page(SAMM)
    for depth, clause in enumerate(("G", "G-SM", "G-SM-1", "G-SM-A-1-1")):
        assert f'<tr id="clause-{clause}" class="depth-{depth}">' in text
    page = read(text)
    assert page.texts["zh"].count("按权重平均") > 40
    assert "1.11 %" in page.texts[""]
    assert "add up" not in page.words


def test_every_rule_that_decides_is_on_the_page(folder: Path) -> None:
    file = written(folder / "all.toml", EVERYTHING)
    page = read(rubric_page(load_rubric(file)))
    english = "\n".join(page.texts["en"])
    for told in (
        "weight 3",
        "may be excluded, counts in full then",
        "the weakest decides",
        "no part of its own",
        "with bonuses at most 120",
        "a percentage is a multiple of 5 %",
        "+1 each; at most 3 x; counts from 80 % on",
        "-0.5 each; on clause 1; scaled where clauses are excluded",
        ">= 60; clause 2 > 50 % (met where excluded); points of extra >= 2",
        "dimension side >= 10 %; score before adjustments >= 85",
        "or",
    ):
        assert told in english
    assert page.texts["en"].count("no part of its own") == 2


def test_days_and_what_else_a_standard_may_say(folder: Path) -> None:
    text = TINY + (
        '[standard]\ncode = "T/X 1"\nissued = 2026-01-02\ntransition_ends = 2027-01-02\n'
        "effective = 2026-02-02\nwithdrawn = 2028-01-02\n"
    )
    page = read(rubric_page(load_rubric(written(folder / "r.toml", text))))
    for day in ("2026-01-02", "2026-02-02", "2027-01-02", "2028-01-02"):
        assert day in page.texts[""]
    assert {"Issued", "In force from", "Transition ends", "Withdrawn"} <= set(page.texts["en"])
    bare = read(rubric_page(load_rubric(written(folder / "r.toml", TINY))))
    assert "Edition" not in bare.texts["en"]
    assert "accident" in bare.texts[""]


def test_the_clauses_below_the_fifth_level_look_like_those_above() -> None:
    clause = Clause(id="c9", title=Text(en="Deep"), checkpoints=[Text(en="Look")], points=1)
    for number in range(8, -1, -1):
        clause = Clause(id=f"c{number}", title=Text(en="T"), clauses=[clause], points=1)
    page = rubric_page(evolve(SAMM, clauses=[clause], total=1, combine="sum"))
    read(page)
    assert '<tr id="clause-c9" class="depth-5">' in page
    assert '<h6 id="look-c9">' in page


# Hostile texts.

HOSTILE = "\"><script>alert(1)</script>{{ 7 * 7 }}{% raw %}</style>'&amp;"


def test_what_looks_like_markup_or_a_template_stays_text() -> None:
    text = Text(zh=HOSTILE, en=HOSTILE + "e")
    clause = Clause(id="1", title=text, points=1, checkpoints=[text], evidence=[text])
    standard = QBJKB_009.standard
    assert standard is not None
    page = read(
        rubric_page(
            evolve(
                QBJKB_009,
                title=text,
                standard=evolve(standard, code=HOSTILE, edition=HOSTILE, references=[HOSTILE]),
                clauses=[evolve(QBJKB_009.clauses[0], clauses=[clause]), *QBJKB_009.clauses[1:]],
            )
        )
    )
    assert page.words.count(HOSTILE) >= 10


def test_what_was_made_in_python_steers_no_browser_either() -> None:
    title = Text(en="a\u202eb\x07c\ud800d")
    text = rubric_page(evolve(QBJKB_009, title=title))
    assert r"a\u202eb\x07c\ud800d" in text
    text.encode()


# The command.


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_an_output_it_is_what_show_shows(language: str) -> None:
    for named in ("qbjkb-009-2026", "qbjkb-006-2026", FOREIGN / "owasp-samm.toml"):
        preview = run("rubric", "preview", named, "--lang", language)
        show = run("rubric", "show", named, "--lang", language)
        assert (preview.stdout, preview.stderr) == (show.stdout, show.stderr)
        assert preview.exit_code == 0


@pytest.mark.parametrize("name", ["a.html", "a.HTM"])
def test_a_page_is_written_whole_and_nothing_is_shown(folder: Path, name: str) -> None:
    written(folder / name, "old")
    result = run("rubric", "preview", "qbjkb-009-2026", "-o", name, "--lang", "zh")
    assert (result.exit_code, result.output) == (0, "")
    assert names(folder) == [name]
    assert (folder / name).read_bytes() == rubric_page(QBJKB_009).encode()


def test_the_language_of_the_call_changes_no_byte(folder: Path) -> None:
    for language in ("zh", "en"):
        run("rubric", "preview", "qbjkb-009-2026", "-o", f"{language}.html", "--lang", language)
    assert (folder / "zh.html").read_bytes() == (folder / "en.html").read_bytes()


def test_what_looks_odd_in_a_file_is_told_and_the_page_is_written(folder: Path) -> None:
    file = written(folder / "r.toml", TINY.replace('zh = "人员", ', ""))
    result = run("rubric", "preview", file, "-o", "r.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert [(p.kind, p.code) for p in problems(result.stderr)] == [
        ("warning", "text.missing-language")
    ]
    assert read((folder / "r.html").read_text("utf-8")).texts["en"].count("Staff") == 1


def test_a_rubric_with_faults_is_refused_with_all_of_them(folder: Path) -> None:
    text = TINY.replace("points = 4", "points = 5").replace('caps_at = "fail"', 'caps_at = "no"')
    file = written(folder / "r.toml", text)
    for output in ([], ["-o", "r.html"]):
        result = run("rubric", "preview", file, *output)
        assert (result.exit_code, result.stdout) == (2, "")
        assert {p.code for p in problems(result.stderr)} == {"rubric.points-sum", "rubric.dangling"}
    assert names(folder) == ["r.toml"]


@pytest.mark.parametrize("name", ["r.pdf", "r", "r.toml", "r.html.bak", "\x1b.txt"])
def test_a_page_has_the_suffix_of_one(folder: Path, name: str) -> None:
    result = run("rubric", "preview", "qbjkb-009-2026", "-o", name)
    assert (result.exit_code, result.stdout, names(folder)) == (2, "", [])
    assert [p.code for p in problems(result.stderr)] == ["file.suffix"]
    assert "the suffix must be one of .html, .htm." in result.stderr


def test_a_page_is_never_written_over_the_rubric(folder: Path) -> None:
    inner = folder / "a"
    inner.mkdir()
    file = written(inner / "r.html", TINY)
    result = run("rubric", "preview", file, "-o", file)
    assert result.exit_code == 2
    assert [p.code for p in problems(result.stderr)][-1:] == ["file.is-input"]
    assert file.read_text("utf-8") == TINY


def test_without_jinja_the_command_names_the_extra_and_the_terminal_needs_none(
    folder: Path,
) -> None:
    done = without("jinja2", "rubric", "preview", "qbjkb-009-2026", "-o", "a.html")
    assert (done.returncode, done.stdout, names(folder)) == (2, "", [])
    assert 'pip install "maturity-core[report]"' in done.stderr
    assert without("jinja2", "rubric", "preview", "qbjkb-009-2026").returncode == 0
