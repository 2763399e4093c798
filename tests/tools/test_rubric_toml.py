"""A rubric as TOML is the same rubric, and a file that a person likes to read."""

from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given

from maturity_core import Provenance, Rubric, Source, get_rubric, load_rubric
from maturity_tools.rubric_forms import teaching_toml
from maturity_tools.rubric_toml import rubric_toml
from tests.core.samples import RUBRIC
from tests.strategies import rubrics_with_everything

FILES = sorted(Path(__file__).parents[1].glob("foreign/*.toml"))
FOREIGN = [file for file in FILES if file.stem != "bands-with-gaps"]


@pytest.mark.parametrize("name", ["qbjkb-006-2026", "qbjkb-009-2026"])
def test_a_shipped_rubric_loses_nothing(name: str) -> None:
    rubric = get_rubric(name)
    assert load_rubric(rubric_toml(rubric).encode()) == rubric


@pytest.mark.parametrize("file", FOREIGN, ids=lambda file: file.stem)
def test_a_foreign_rubric_loses_nothing(file: Path) -> None:
    rubric = load_rubric(file)
    assert load_rubric(rubric_toml(rubric).encode()) == rubric


@given(rubrics_with_everything())
def test_a_drawn_rubric_loses_nothing(rubric: Rubric) -> None:
    """In all that the model can say: quotes, line ends and signs in texts, thirds, days, lists."""
    assert load_rubric(rubric_toml(rubric).encode()) == rubric


@pytest.mark.parametrize("part", ["total", "effective", "step", "issued"])
@pytest.mark.parametrize("taken_from", ["6", "clause 3", "2026-01-01"])
def test_a_part_that_is_called_like_a_number_or_a_day_stays_text(
    part: str, taken_from: str
) -> None:
    sources = [Source(part=part, taken_from=taken_from)]
    rubric = evolve(RUBRIC, provenance=Provenance(sources=sources))
    assert load_rubric(rubric_toml(rubric).encode()) == rubric


def test_short_entries_stand_on_a_line_each() -> None:
    assert rubric_toml(RUBRIC) == (
        """\
format = 1

[rubric]
id = "tiny-2026"
family = "tiny"
title = {zh = "Tiny（中文）", en = "Tiny"}
total = 10
"""
        + rubric_toml(RUBRIC).partition("total = 10\n")[2]
    )
    assert '"1.1" = {title = {zh = "' in rubric_toml(RUBRIC)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rubric_in_one_language_says_so_once(language: str) -> None:
    """As its author wrote it, so that a text is added as the others are."""
    rubric = load_rubric(teaching_toml("acme-1", language).encode())
    text = rubric_toml(rubric)
    assert f'language = "{language}"\n' in text
    assert "zh = " not in text
    assert "en = " not in text
    assert load_rubric(text.encode()) == rubric
    assert "language = " not in rubric_toml(RUBRIC)


def test_long_entries_are_tables_and_what_is_long_in_them_takes_several_lines() -> None:
    text = rubric_toml(get_rubric("qbjkb-009-2026"))
    assert '[clauses."5.2.1"]\ntitle = {' in text
    assert "checkpoints = [\n    {zh = " in text
    assert "[provenance.sources]\n" in text
    assert "[scale.bands.guidance]\n" in text
    assert "effective = 2026-04-01\n" in text
    assert "points = 3\n" in text
    first = [line for line in text.splitlines() if line.startswith("[")][:3]
    assert first == ["[rubric]", "[standard]", "[provenance]"]
