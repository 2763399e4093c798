"""Known assessments come to known results: the vectors are data in tests/vectors/.

A file names its rubric (an installed one, or one of tests/foreign/), its source, and the rows of
the table of mechanisms that it shows. A vector says what was rated (``all`` items alike ``but``
some, or the ``ratings`` one by one), what else an assessment says, and what comes out.
"""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from maturity_core import (
    MaturityError,
    Rubric,
    Scorecard,
    assessment_from,
    get_rubric,
    load_rubric,
    plan_of,
    score,
)
from maturity_core.plan import RATING_STEPS, run
from tests.core.samples import refusal

FOLDER = Path(__file__).parent / "vectors"
FIRED = {"finding": "fired", "legal_basis": "法", "period": "2026", "note": "理由"}
KEYS = {"name", "reason", "all", "but", "ratings", "exclusions", "adjustments", "fired", "trap"}
KEYS |= {"score", "score_shown", "base", "held", "lines", "grade", "grade_by_score", "refused"}


class Vector(NamedTuple):
    """One entry of a vector file, with the rubric that the file names."""

    rubric: Rubric
    said: dict[str, Any]

    @property
    def ratings(self) -> dict[str, Any]:
        """What is rated, as an assessment file says it."""
        if "all" not in self.said:
            return dict(self.said.get("ratings", {}))
        alike = {leaf.id: self.said["all"] for leaf in self.rubric.leaves()}
        return {**alike, **self.said.get("but", {})}

    @property
    def fired(self) -> list[str]:
        """The vetoes that fired."""
        return list(self.said.get("fired", []))

    @property
    def excluded(self) -> list[str]:
        """The clauses that are left out."""
        return list(self.said.get("exclusions", []))

    def scored(self) -> Scorecard:
        """What the scorer makes of it."""
        counts = self.said.get("adjustments", {})
        findings = {veto.id: "clear" for veto in self.rubric.vetoes}
        tree = {
            "rubric": self.rubric.id,
            "ratings": self.ratings,
            "vetoes": findings | dict.fromkeys(self.fired, FIRED),
            "exclusions": dict.fromkeys(self.excluded, "does not apply"),
            "adjustments": {
                name: {"count": count, "reason": "on record"} for name, count in counts.items()
            },
        }
        return score(self.rubric, assessment_from(tree))


def trees_in(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every vector file of a folder; to find none, or one that shows nothing, is a failure."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        message = f"no vector file in {folder}"
        raise FileNotFoundError(message)
    for file in files:
        tree = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        if not (tree.get("vectors") or tree.get("refused_rubric")):
            message = f"no vector in {file}"
            raise LookupError(message)
        assert tree["source"], file
        yield file, tree


def vectors_in(folder: Path) -> Iterator[Vector]:
    """Every vector of every file in a folder."""
    for file, tree in trees_in(folder):
        for said in tree.get("vectors", []):
            name = tree["rubric"]
            rubric = load_rubric(file.parent / name) if "/" in name else get_rubric(name)
            yield Vector(rubric, said)


VECTORS = list(vectors_in(FOLDER))
SCORED = [vector for vector in VECTORS if "refused" not in vector.said]


def each(vectors: list[Vector]) -> pytest.MarkDecorator:
    names = [f"{vector.rubric.id}: {vector.said['name']}" for vector in vectors]
    return pytest.mark.parametrize("vector", vectors, ids=names)


@each(SCORED)
def test_a_vector_scores_as_it_says(vector: Vector) -> None:
    card, said = vector.scored(), vector.said
    assert card.score == Fraction(said["score"])
    assert card.grade.id == said["grade"]
    assert card.grade_by_score.id == said.get("grade_by_score", said["grade"])
    assert card.decision.score_shown == said.get("score_shown", card.decision.score_shown)
    assert card.base == Fraction(said.get("base", card.base))
    if "held" in said:
        held = {part.clause.id if part.clause else "": str(part.earned) for part in card.held}
        assert held == said["held"]
    for clause, earned in said.get("lines", {}).items():
        assert card.line_of[clause].earned == Fraction(earned), clause


@each(SCORED)
def test_the_plan_scores_a_vector_alike(vector: Vector) -> None:
    """In whole steps of 0.01 % or between them."""
    card = vector.scored()
    rated = {
        line.clause.id: line.ratio
        for line in card.lines
        if line.rating is not None and line.ratio is not None
    }
    row = {clause: cast("int", ratio * RATING_STEPS) for clause, ratio in rated.items()}
    counts = vector.said.get("adjustments", {})
    plan = plan_of(vector.rubric)
    exact, grade = run(plan, row, vector.fired, counts=counts, excluded=vector.excluded)
    assert exact == Fraction(vector.said["score"])
    assert grade.id == vector.said["grade"]


@each([vector for vector in VECTORS if "refused" in vector.said])
def test_a_vector_is_refused_as_it_says(vector: Vector) -> None:
    with pytest.raises(MaturityError) as refused:
        vector.scored()
    found = [f"{problem.code} {problem.pointer}" for problem in refused.value.problems]
    assert found == vector.said["refused"]


REFUSED = [(f, t) for f, t in trees_in(FOLDER) if "refused_rubric" in t]


@pytest.mark.parametrize(("file", "tree"), REFUSED, ids=[file.name for file, _ in REFUSED])
def test_a_rubric_is_refused_as_its_vector_says(file: Path, tree: dict[str, Any]) -> None:
    problems = refusal(load_rubric, file.parent / tree["rubric"]).problems
    assert [f"{p.code} {p.pointer}" for p in problems] == tree["refused_rubric"]


@each([vector for vector in VECTORS if "trap" in vector.said])
def test_the_wrong_way_comes_to_another_grade(vector: Vector) -> None:
    trap = vector.said["trap"]
    if "floats" in trap:
        added = 0.0
        for leaf in vector.rubric.leaves():
            added += float(leaf.points or 0) * (float(vector.ratings[leaf.id]) / 100)
        assert repr(added) == trap["floats"]
        wrong = Fraction(added)
    else:
        step = Fraction(trap["step"])
        earned = (
            (leaf.points or 0) * Fraction(vector.ratings[leaf.id]) / 100
            for leaf in vector.rubric.leaves()
        )
        # Half up; the half-even rule comes to the same here, or the vector would not be a trap.
        wrong = sum(
            ((points / step + Fraction(1, 2)) // 1 * step for points in earned), Fraction(0)
        )
        assert wrong == Fraction(trap["sum"])
    floors = [band.floor for band in vector.rubric.grades.bands]
    right = Fraction(vector.said["score"])
    assert any((wrong >= floor) != (right >= floor) for floor in floors)


def test_every_mechanism_is_a_vector_or_stated_as_a_limit() -> None:
    """The rows of the table of mechanisms; what the design does not cover says why."""
    shown = {row for _, tree in trees_in(FOLDER) for row in tree["rows"]}
    page = Path("docs/explanation/limits.md").read_text("utf-8")
    limits = {int(row) for row in re.findall(r"^\| ([0-9]+) \|", page, re.MULTILINE)}
    assert shown | limits == set(range(1, 24))
    assert not shown & limits


def test_every_foreign_rubric_has_vectors() -> None:
    """Two have theirs in tests/foreign/test_foreign.py."""
    used = {Path(tree["rubric"]).name for _, tree in trees_in(FOLDER) if "/" in tree["rubric"]}
    used |= {"owasp-samm.toml", "weighted-pass-fail.toml"}
    assert {path.name for path in (FOLDER.parent / "foreign").glob("*.toml")} == used


def test_each_vector_has_a_name_of_its_own_and_a_reason() -> None:
    names = [(vector.rubric.id, vector.said["name"]) for vector in VECTORS]
    assert len(set(names)) == len(names)
    assert all(vector.said["reason"] for vector in VECTORS)
    assert all(vector.said.keys() <= KEYS for vector in VECTORS)


def test_a_folder_without_vector_files_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no vector file"):
        list(vectors_in(tmp_path))


@pytest.mark.parametrize("text", ["", "vectors = []\n", 'rubric = "qbjkb-009-2026"\n'])
def test_a_file_without_vectors_is_a_failure(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LookupError, match="no vector in"):
        list(vectors_in(tmp_path))
