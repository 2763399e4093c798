"""`maturity rubric diff -o`: two rubrics side by side as a page."""

import json
from pathlib import Path

import pytest
from attrs import evolve

from maturity_core import Adjustment, Text, get_rubric
from maturity_tools.diff_page import diff_page
from tests.tools.command import SEWAGE, problems, run
from tests.tools.markup import read
from tests.tools.papers import QBJKB_009, TINY, names, written
from tests.tools.test_diff import OVERLAY

QBJKB_006 = get_rubric("qbjkb-006-2026")


def rows(text: str, section: str) -> list[str]:
    """The rows of a section."""
    body = text.partition(f'<section aria-labelledby="{section}">')[2].partition("</section>")[0]
    return body.split("<tr>")[2:]


def test_a_page_of_two_editions_has_every_difference() -> None:
    text = diff_page(QBJKB_009, QBJKB_006, [])
    page = read(text)
    assert diff_page(QBJKB_009, QBJKB_006, []) == text
    assert '<p class="banner" role="note">' in text.partition("</header>")[0]
    told = json.loads(run("rubric", "diff", QBJKB_009.id, QBJKB_006.id, "--json").stdout)
    parts = {change["part"] for change in told["changes"]}
    assert {f"#{part}" for part in parts} | {"#shares"} == set(page.links)
    assert sum(len(rows(text, part)) for part in parts) == len(told["changes"])
    assert len(rows(text, "shares")) == len(told["shares"])


def test_what_is_added_removed_and_changed_stands_with_the_old_and_the_new_value() -> None:
    text = diff_page(QBJKB_009, QBJKB_006, [])
    clauses = rows(text, "clauses")
    [removed] = [row for row in clauses if '<span class="number">5.12</span>' in row]
    assert '<span class="en" lang="en">removed</span>' in removed
    assert "<del>points: 12</del>" in removed
    assert "<ins>" not in removed
    [changed] = [row for row in clauses if ">5.3.1</span>" in row]
    assert changed.count("<del>") == changed.count("<ins>") == 1  # of four lines on each side
    assert changed.count("<li>") == 8
    [added] = [row for row in rows(text, "vetoes") if ">4.2-compliance</span>" in row]
    assert '<span class="zh" lang="zh">新增</span>' in added
    assert "<del>" not in added
    assert "Basic compliance" in added
    [scaled] = rows(text, "rubric")[1:]
    assert "<ins>true</ins>" in scaled


def test_the_parts_of_the_total_that_move_are_drawn_to_one_scale() -> None:
    text = diff_page(QBJKB_009, QBJKB_006, [])
    shares = rows(text, "shares")
    [gone] = [row for row in shares if ">5.12</th>" in row]
    assert gone.count("<svg") == 1
    assert '<rect width="100%" height="100%"/></svg> <span class="number">12.00 %</span>' in gone
    [grown] = [row for row in shares if ">5.5</th>" in row]
    assert '<rect width="41.67%" ' in grown
    assert '<rect width="47.35%" ' in grown
    assert "5.68 %" in grown


def test_a_bonus_is_called_by_its_title_if_it_has_one() -> None:
    with_title = Adjustment(id="award", kind="bonus", points=1, title=Text(en="Award"))
    without = Adjustment(id="fault", kind="deduction", points=1)
    text = diff_page(QBJKB_009, evolve(QBJKB_009, adjustments=[with_title, without]), [])
    award, fault = rows(text, "adjustments")
    assert '<span class="none"><span lang="en">Award</span></span>' in award
    assert 'class="none"' not in fault
    assert "<ins>kind: deduction</ins>" in fault


def test_what_becomes_of_assessments(tmp_path: Path, folder: Path) -> None:
    text = OVERLAY.replace('"five-star" = { at_least = 96 }', '"four-star" = { at_least = 91 }')
    file = written(tmp_path / "acme.toml", text.replace("[scale]\nstep = 5\n", ""))
    call = ("rubric", "diff", QBJKB_009.id, file, "--assessment", SEWAGE, "-o", "d.html")
    result = run(*call)
    assert (result.exit_code, result.stdout) == (0, "")
    shown = (folder / "d.html").read_text("utf-8")
    page = read(shown)
    [row] = rows(shown, "assessments")
    assert str(SEWAGE) in row
    assert "90, four stars ★★★★" in page.texts["en"]
    assert "89.16, three stars ★★★" in page.texts["en"]
    assert "89.16 分，三星级 ★★★" in page.texts["zh"]
    assert page.texts["zh"].count("等级改变") == 1
    assert "the grade changes" in row


def test_an_assessment_that_cannot_be_scored_is_told_and_the_page_is_written(folder: Path) -> None:
    call = ("rubric", "diff", QBJKB_009.id, QBJKB_006.id, "--assessment", SEWAGE)
    result = run(*call, "-o", "d.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [p.code for p in problems(result.stderr)] == ["veto.missing"]
    page = read((folder / "d.html").read_text("utf-8"))
    assert "cannot be scored (problems: 1)" in page.texts["en"]
    assert "the grade changes" not in page.words


def test_as_json_and_as_a_page_at_once(folder: Path) -> None:
    result = run("rubric", "diff", QBJKB_009.id, QBJKB_006.id, "--json", "-o", "d.html")
    assert json.loads(result.stdout)["new"] == QBJKB_006.id
    assert names(folder) == ["d.html"]


def test_the_same_rubric_twice() -> None:
    page = read(diff_page(QBJKB_009, QBJKB_009, []))
    assert "no differences" in page.texts["en"]
    assert page.links == []


HOSTILE = '"><script>alert(1)</script>{{ 7 * 7 }}'


def test_what_looks_like_markup_stays_text() -> None:
    text = Text(zh=HOSTILE, en=HOSTILE)
    changed = evolve(QBJKB_009, title=text, clauses=[evolve(QBJKB_009.clauses[0], title=text)])
    page = read(diff_page(QBJKB_009, changed, []))
    assert page.words.count(HOSTILE) > 3


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_page_is_never_written_over_an_input(folder: Path, which: int) -> None:
    inner = folder / "a"
    inner.mkdir()
    files = [written(inner / f"{name}.html", TINY) for name in ("old", "new", "assessment")]
    old, new = (written(folder / f"{name}.toml", TINY) for name in ("old", "new"))
    inputs = [old, new, SEWAGE]
    inputs[which] = files[which]
    call = ("rubric", "diff", inputs[0], inputs[1], "--assessment", inputs[2])
    result = run(*call, "-o", files[which])
    assert result.exit_code == 2
    assert files[which].read_text("utf-8") == TINY


def test_a_page_has_the_suffix_of_one(folder: Path) -> None:
    result = run("rubric", "diff", QBJKB_009.id, QBJKB_006.id, "-o", "d.txt")
    assert (result.exit_code, result.stdout, names(folder)) == (2, "", [])
    assert [p.code for p in problems(result.stderr)] == ["file.suffix"]
