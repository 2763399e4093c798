"""Known assessments come to known results: the vectors are data in tests/vectors/.

A file names its rubric (an installed one, or one of tests/foreign/), its source, and the rows of
the table of mechanisms that it shows. Its vectors are those of `maturity_core.testing`; some also
say what was held, or guard against a trap.
"""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from maturity_core import Rubric, get_rubric, load_rubric, plan_of, score
from maturity_core.plan import RATING_STEPS, run
from maturity_core.serial import structured
from maturity_core.testing import Vector, VectorFile, check_vector
from maturity_core.testing.plain import ratios_of
from tests.core.samples import refusal

FOLDER = Path(__file__).parent / "vectors"
ONLY_HERE = ("trap", "held")


class Known(NamedTuple):
    """A vector with its rubric, and what only these files say."""

    rubric: Rubric
    vector: Vector
    more: dict[str, Any]


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


def vectors_in(folder: Path) -> Iterator[Known]:
    """Every vector of every file in a folder."""
    for file, tree in trees_in(folder):
        if "refused_rubric" in tree:
            continue
        more = [{key: v.pop(key) for key in ONLY_HERE if key in v} for v in tree["vectors"]]
        named = structured(VectorFile, {key: v for key, v in tree.items() if key != "rows"})
        name = named.rubric
        rubric = load_rubric(file.parent / name) if "/" in name else get_rubric(name)
        for vector, rest in zip(named.vectors, more, strict=True):
            yield Known(rubric, vector, rest)


VECTORS = list(vectors_in(FOLDER))
SCORED = [known for known in VECTORS if not known.vector.refused]


def each(vectors: list[Known]) -> pytest.MarkDecorator:
    names = [f"{known.rubric.id}: {known.vector.name}" for known in vectors]
    return pytest.mark.parametrize("known", vectors, ids=names)


@each(VECTORS)
def test_a_vector_comes_to_what_it_says(known: Known) -> None:
    check_vector(known.rubric, known.vector)


@each([known for known in VECTORS if "held" in known.more])
def test_what_is_held_is_what_a_vector_says(known: Known) -> None:
    card = score(known.rubric, known.vector.assessment(known.rubric))
    held = {part.clause.id if part.clause else "": str(part.earned) for part in card.held}
    assert held == known.more["held"]


@each(SCORED)
def test_a_vector_says_score_and_grade(known: Known) -> None:
    assert known.vector.score is not None
    assert known.vector.grade


@each(SCORED)
def test_the_plan_scores_a_vector_alike(known: Known) -> None:
    """In whole steps of 0.01 % or between them."""
    rubric, vector, _ = known
    assessment = vector.assessment(rubric)
    exact, grade = run(
        plan_of(rubric),
        {id_: cast("int", r * RATING_STEPS) for id_, r in ratios_of(rubric, assessment).items()},
        vector.fired,
        counts={stated.adjustment: stated.count for stated in assessment.adjustments},
        excluded=vector.exclusions,
    )
    assert (exact, grade.id) == (vector.score, vector.grade)


REFUSED = [(f, t) for f, t in trees_in(FOLDER) if "refused_rubric" in t]


@pytest.mark.parametrize(("file", "tree"), REFUSED, ids=[file.name for file, _ in REFUSED])
def test_a_rubric_is_refused_as_its_vector_says(file: Path, tree: dict[str, Any]) -> None:
    problems = refusal(load_rubric, file.parent / tree["rubric"]).problems
    assert [f"{p.code} {p.pointer}" for p in problems] == tree["refused_rubric"]


@each([known for known in VECTORS if "trap" in known.more])
def test_the_wrong_way_comes_to_another_grade(known: Known) -> None:
    rubric, trap = known.rubric, known.more["trap"]
    ratios = ratios_of(rubric, known.vector.assessment(rubric))
    if "floats" in trap:
        added = 0.0
        for leaf in rubric.leaves():
            added += float(leaf.points or 0) * (float(ratios[leaf.id] * 100) / 100)
        assert repr(added) == trap["floats"]
        wrong = Fraction(added)
    else:
        step = Fraction(trap["step"])
        earned = ((leaf.points or 0) * ratios[leaf.id] for leaf in rubric.leaves())
        # Half up; the half-even rule comes to the same here, or the vector would not be a trap.
        wrong = sum(
            ((points / step + Fraction(1, 2)) // 1 * step for points in earned), Fraction(0)
        )
        assert wrong == Fraction(trap["sum"])
    floors = [band.floor for band in rubric.grades.bands]
    right = known.vector.score
    assert right is not None
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
    names = [(known.rubric.id, known.vector.name) for known in VECTORS]
    assert len(set(names)) == len(names)
    assert all(known.vector.reason for known in VECTORS)


def test_a_folder_without_vector_files_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no vector file"):
        list(vectors_in(tmp_path))


@pytest.mark.parametrize("text", ["", "vectors = []\n", 'rubric = "qbjkb-009-2026"\n'])
def test_a_file_without_vectors_is_a_failure(tmp_path: Path, text: str) -> None:
    (tmp_path / "empty.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LookupError, match="no vector in"):
        list(vectors_in(tmp_path))
