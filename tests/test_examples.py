"""The example files are real assessments: complete, plausible, and scored as they say."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from maturity_core import (
    Assessment,
    IncompleteAssessment,
    Scorecard,
    check_assessment,
    get_rubric,
    load_assessment,
    score,
)

FOLDER = Path(__file__).parents[1] / "examples"
RUBRIC = get_rubric("qbjkb-009-2026")

# File, exact score, grade, grade by score.
COMPLETE = [
    ("municipal-sewage.toml", "90", "four-star", "four-star"),
    ("flue-gas.toml", "86.466", "three-star", "three-star"),
    ("vetoed-industrial-wastewater.toml", "91.17", "unqualified", "four-star"),
    ("on-the-floor-solid-waste.toml", "70", "two-star", "two-star"),
]
UNFINISHED = "unfinished-monitoring.toml"
each_complete_file = pytest.mark.parametrize("name", [name for name, *_ in COMPLETE])


def example(name: str) -> Assessment:
    return load_assessment(FOLDER / name)


def scored(name: str) -> Scorecard:
    return score(RUBRIC, example(name))


def test_every_example_is_known_here() -> None:
    names = {file.name for file in FOLDER.iterdir()}
    assert names == {UNFINISHED, *(name for name, *_ in COMPLETE)}


@pytest.mark.parametrize(("name", "exact", "grade", "grade_by_score"), COMPLETE)
def test_a_complete_example_scores_exactly(
    name: str, exact: str, grade: str, grade_by_score: str
) -> None:
    card = scored(name)
    assert card.score == Fraction(exact)
    assert card.grade.id == grade
    assert card.grade_by_score.id == grade_by_score


@each_complete_file
def test_nothing_about_a_complete_example_looks_odd(name: str) -> None:
    assert check_assessment(RUBRIC, example(name)) == ()


@each_complete_file
def test_each_clause_has_a_rating_and_a_note_of_its_own(name: str) -> None:
    assessment = example(name)
    assert {rating.clause for rating in assessment.ratings} == {leaf.id for leaf in RUBRIC.leaves()}
    notes = [rating.note.strip() for rating in assessment.ratings]
    assert all(notes)
    assert len(set(notes)) == len(notes)
    ratios = {line.ratio for line in scored(name).lines if line.rating is not None}
    assert len(ratios) > 15
    assert all(finding.note.strip() for finding in assessment.vetoes)


@pytest.mark.parametrize("name", [*(name for name, *_ in COMPLETE), UNFINISHED])
def test_an_example_says_who_when_and_what(name: str) -> None:
    assessment = example(name)
    assert assessment.rubric == RUBRIC.id
    assert assessment.kind in {"self", "internal", "third-party"}
    assert assessment.scope in {scope.id for scope in RUBRIC.scopes}
    assert assessment.assessed_on is not None
    assert assessment.period
    assert assessment.subject.name
    assert assessment.subject.address
    assert assessment.subject.sites
    assert all(person.name and person.role for person in assessment.assessors)
    assert len(assessment.assessors) >= 2
    assert assessment.reviewer
    assert assessment.decided_by


def test_no_note_is_copied_from_one_example_to_another() -> None:
    notes = [rating.note for name, *_ in COMPLETE for rating in example(name).ratings]
    assert len(set(notes)) == len(notes)


def test_the_vetoed_example_names_its_ground() -> None:
    [finding] = scored("vetoed-industrial-wastewater.toml").decision.fired
    assert finding.veto == "4.2-falsification"
    assert "环境保护法" in finding.legal_basis
    assert finding.period == "2026-01/2026-03"
    assert finding.evidence


def test_the_unfinished_example_is_refused_with_every_open_item() -> None:
    with pytest.raises(IncompleteAssessment) as refused:
        score(RUBRIC, example(UNFINISHED))
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [
        ("rating.missing", ("ratings", "5.2.3")),
        ("rating.missing", ("ratings", "5.3.3")),
        ("rating.missing", ("ratings", "5.4.3")),
        ("rating.missing", ("ratings", "5.8")),
        ("rating.missing", ("ratings", "5.10.1")),
        ("rating.missing", ("ratings", "5.12.1")),
        ("rating.missing", ("ratings", "5.12.2")),
        ("rating.missing", ("ratings", "5.13")),
        ("veto.undetermined", ("vetoes", "4.2-violation")),
        ("veto.undetermined", ("vetoes", "4.2-falsification")),
        ("veto.missing", ("vetoes", "4.2-other")),
    ]


def percentages(card: Scorecard) -> list[tuple[float, float]]:
    """Points and percentage of every item, as the nearest floats."""
    return [
        (
            float(line.points or 0),
            float(Decimal(ratio.numerator) / ratio.denominator * 100),
        )
        for line in card.lines
        if (ratio := line.ratio) is not None
        if not line.clause.clauses
    ]


# Three ways in which anybody would write it.
FLOAT_LOOPS = {
    "points * (rating / 100)": lambda points, rating: points * (rating / 100),
    "points * rating / 100": lambda points, rating: points * rating / 100,
    "rating / 100 * points": lambda points, rating: rating / 100 * points,
}


@pytest.mark.parametrize("way", FLOAT_LOOPS)
@pytest.mark.parametrize("name", ["on-the-floor-solid-waste.toml", "municipal-sewage.toml"])
def test_a_float_loop_loses_the_star_that_the_exact_score_keeps(name: str, way: str) -> None:
    card = scored(name)
    added = 0.0
    for points, rating in percentages(card):
        added += FLOAT_LOOPS[way](points, rating)
    band = card.decision.band
    assert band is not None
    assert card.score == band.floor
    assert card.grade_by_score.id == band.grade
    assert added < float(band.floor)
