"""Known assessments come to known results: the vectors are data in tests/vectors/."""

import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from maturity_core import Rubric, Scorecard, assessment_from, get_rubric, plan_of, score
from maturity_core.plan import RATING_STEPS, run

FOLDER = Path(__file__).parent / "vectors"
FIRED = {"finding": "fired", "legal_basis": "法", "period": "2026", "note": "理由"}


class Vector(NamedTuple):
    """One entry of a vector file, with the rubric that the file names."""

    rubric: Rubric
    said: dict[str, Any]

    @property
    def ratings(self) -> dict[str, str]:
        """A percentage per scored item."""
        alike: dict[str, str] = {leaf.id: self.said["all"] for leaf in self.rubric.leaves()}
        return {**alike, **self.said.get("but", {})}

    @property
    def fired(self) -> list[str]:
        """The vetoes that fired."""
        return list(self.said.get("fired", []))

    def scored(self) -> Scorecard:
        """What the scorer makes of it."""
        findings = {veto.id: "clear" for veto in self.rubric.vetoes}
        tree = {
            "rubric": self.rubric.id,
            "ratings": self.ratings,
            "vetoes": findings | dict.fromkeys(self.fired, FIRED),
        }
        return score(self.rubric, assessment_from(tree))


def vectors_in(folder: Path) -> Iterator[Vector]:
    """Every vector of every file in a folder; to find none is a failure."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        message = f"no vector file in {folder}"
        raise FileNotFoundError(message)
    for file in files:
        tree = tomllib.loads(file.read_text(encoding="utf-8"))
        if not tree.get("vectors"):
            message = f"no vector in {file}"
            raise LookupError(message)
        assert tree["source"], file
        for said in tree["vectors"]:
            yield Vector(get_rubric(tree["rubric"]), said)


VECTORS = list(vectors_in(FOLDER))
each_vector = pytest.mark.parametrize(
    "vector", VECTORS, ids=[f"{vector.rubric.id}: {vector.said['name']}" for vector in VECTORS]
)


@each_vector
def test_a_vector_scores_as_it_says(vector: Vector) -> None:
    card = vector.scored()
    assert card.score == Fraction(vector.said["score"])
    assert card.decision.score_shown == vector.said["score_shown"]
    assert card.grade.id == vector.said["grade"]
    assert card.grade_by_score.id == vector.said["grade_by_score"]


@each_vector
def test_the_plan_scores_a_vector_alike(vector: Vector) -> None:
    row = {
        clause: int(Fraction(said) / 100 * RATING_STEPS) for clause, said in vector.ratings.items()
    }
    exact, grade = run(plan_of(vector.rubric), row, vector.fired)
    assert exact == Fraction(vector.said["score"])
    assert grade.id == vector.said["grade"]


@pytest.mark.parametrize(
    "vector",
    [vector for vector in VECTORS if "trap" in vector.said],
    ids=lambda vector: vector.said["name"],
)
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


def test_each_vector_has_a_name_of_its_own_and_a_reason() -> None:
    names = [(vector.rubric.id, vector.said["name"]) for vector in VECTORS]
    assert len(set(names)) == len(names)
    assert all(vector.said["reason"] for vector in VECTORS)
    known = {"name", "reason", "all", "but", "fired", "trap"}
    known |= {"score", "score_shown", "grade", "grade_by_score"}
    assert all(vector.said.keys() <= known for vector in VECTORS)


def test_a_folder_without_vector_files_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no vector file"):
        list(vectors_in(tmp_path))


@pytest.mark.parametrize("text", ["", "vectors = []\n", 'rubric = "qbjkb-009-2026"\n'])
def test_a_file_without_vectors_is_a_failure(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LookupError, match="no vector in"):
        list(vectors_in(tmp_path))
