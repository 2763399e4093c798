"""Standards that nobody here wrote: each a rubric in TOML, held to figures published elsewhere.

Most have their figures as vectors in tests/vectors/; those of OWASP SAMM are a file of their own.
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from maturity_core import Rubric, Scorecard, assessment_from, check_rubric, load_rubric, score

HERE = Path(__file__).parent
SAMM = load_rubric(HERE / "owasp-samm.toml")
CASES: dict[str, dict[str, Any]] = json.loads(
    (HERE / "owasp-samm-cases.json").read_text("utf-8"), parse_float=Decimal
)
RUBRICS = sorted(HERE.glob("*.toml"))
GAPS = "bands-with-gaps.toml"  # which is there to be refused


def by_samm(answers: dict[str, Any]) -> Scorecard:
    """Score by SAMM. Its workbook counts what is not answered as 0, so that 0 is written here."""
    ratings = {question: Fraction(answer or 0) * 100 for question, answer in answers.items()}
    return score(SAMM, assessment_from({"rubric": SAMM.id, "ratings": ratings}))


def agrees(found: Fraction, figure: Decimal | int) -> bool:
    """Whether an exact number is the one that a workbook shows in 15 digits."""
    return abs(found - Fraction(figure)) < Fraction(1, 10**12)


def test_there_are_nine_scenarios_of_ninety_answers() -> None:
    assert len(CASES) == 9
    assert {len(case["answers"]) for case in CASES.values()} == {90}
    assert {leaf.id for leaf in SAMM.leaves()} == set(CASES["random_1"]["answers"])


@pytest.mark.parametrize("name", CASES)
def test_samm_comes_to_the_figures_of_its_own_workbook(name: str) -> None:
    """At every level: the streams' means, practices of 0 to 3, functions, the whole."""
    card, expected = by_samm(CASES[name]["answers"]), CASES[name]["expected"]
    reached = {line.clause.id: line.ratio for line in card.lines if line.ratio is not None}
    for practice, levels in expected["levels"].items():
        for number, figure in enumerate(levels, start=1):
            assert agrees(reached[f"{practice}-{number}"], figure)
        assert agrees(reached[practice] * 3, expected["practice"][practice])
    for function, figure in expected["function"].items():
        assert agrees(reached[function] * 3, figure)
    assert agrees(card.score, expected["overall"])
    if "overall_exact" in expected:
        assert card.score == Fraction(expected["overall_exact"])


def test_one_scenario_is_known_exactly() -> None:
    assert by_samm(CASES["random_2"]["answers"]).score == Fraction(77, 60)


def test_what_is_not_answered_is_never_taken_for_zero_here() -> None:
    answers = CASES["incomplete_blank_answers"]["answers"]
    ratings = {question: answer and Fraction(answer) * 100 for question, answer in answers.items()}
    with pytest.raises(ValueError, match=r"rating\.missing"):
        score(SAMM, assessment_from({"rubric": SAMM.id, "ratings": ratings}))


@pytest.mark.parametrize(("combine", "expected"), [("mean", "3/5"), ("min", "0")])
def test_weighted_checks_with_one_left_out(combine: str, expected: str) -> None:
    """Weights 3, 2 and 5: pass, fail and left out make a mean of 3/5, and a minimum of 0."""
    text = (HERE / "weighted-pass-fail.toml").read_text("utf-8")
    rubric = load_rubric(text.replace('combine = "mean"', f'combine = "{combine}"').encode())
    ratings = {"1": {"level": "pass"}, "2": {"level": "fail"}}
    tree = {"rubric": rubric.id, "ratings": ratings, "exclusions": {"3": "does not apply"}}
    assert score(rubric, assessment_from(tree)).score == Fraction(expected)


@pytest.mark.parametrize("file", [f for f in RUBRICS if f.name != GAPS], ids=lambda f: f.stem)
def test_a_foreign_rubric_has_no_faults_and_reaches_from_zero_to_its_total(file: Path) -> None:
    rubric = load_rubric(file)
    assert [p for p in check_rubric(rubric) if p.code != "text.one-language"] == []
    assert all_at(rubric, 1).base == rubric.total
    lowest = min((grade.rank for grade in rubric.grades.grades), default=0)
    if not rubric.scale.is_discrete or rubric.scale.bands[0].low == 0:
        nothing = all_at(rubric, 0)
        assert nothing.base == 0
        assert nothing.grade.rank == lowest


def all_at(rubric: Rubric, ratio: int) -> Scorecard:
    tree = {
        "rubric": rubric.id,
        "ratings": {leaf.id: ratio * 100 for leaf in rubric.leaves()},
        "vetoes": {veto.id: "clear" for veto in rubric.vetoes},
        "adjustments": {extra.id: 0 for extra in rubric.adjustments},
    }
    return score(rubric, assessment_from(tree))
