"""Rubrics of ten to a hundred thousand clauses: the time per clause of every stage."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple, TypeVar

from maturity_core import dump_scorecard, load_assessment, load_rubric, score

__all__ = ["STAGES", "Size", "Tree", "measured"]

T = TypeVar("T")

STAGES = ("load_rubric", "load_assessment", "score, first", "score, again", "dump_scorecard")


class Tree(NamedTuple):
    """A rubric that is made up.

    Attributes:
        shape: what it is called in the table.
        clauses: how many, branches included.
        branching: children of a branch, and the number of sections.
        kind: of the rubric's file; the assessment's is always JSON.
        rounds: how often it is measured.
    """

    shape: str
    clauses: int
    branching: int
    kind: str
    rounds: int


class Size(NamedTuple):
    """Seconds per clause, by stage, of the quickest round."""

    tree: Tree
    seconds: tuple[float, ...]

    @property
    def total(self) -> float:
        """Of file to scorecard: all stages but the second score."""
        return sum(self.seconds) - self.seconds[STAGES.index("score, again")]


def measured(trees: list[Tree]) -> list[Size]:
    """Measure each tree in turn, round by round, from files to the text of the scorecard.

    Garbage is collected as it is for users: it is part of the cost of many objects.
    """
    least: dict[Tree, list[float]] = {}
    with TemporaryDirectory() as folder, _frozen():
        files = {tree: _written(Path(folder), number, tree) for number, tree in enumerate(trees)}
        for number in range(max(tree.rounds for tree in trees)):
            for tree in trees:
                if number < tree.rounds:
                    seconds = _stages(*files[tree])
                    known = least.get(tree, seconds)
                    least[tree] = list(map(min, seconds, known))
    return [
        Size(tree, tuple(second / tree.clauses for second in seconds))
        for tree, seconds in least.items()
    ]


@contextmanager
def _frozen() -> Iterator[None]:
    """Keep what is there already, such as the modules of the peers, out of the collector's work."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _stages(rubric_file: Path, assessment_file: Path) -> list[float]:
    gc.collect()
    seconds: list[float] = []

    def timed(stage: Callable[[], T]) -> T:
        start = perf_counter()
        result = stage()
        seconds.append(perf_counter() - start)
        return result

    rubric = timed(lambda: load_rubric(rubric_file))
    assessment = timed(lambda: load_assessment(assessment_file))
    timed(lambda: score(rubric, assessment))
    card = timed(lambda: score(rubric, assessment))
    timed(lambda: dump_scorecard(card))
    return seconds


def _written(folder: Path, number: int, tree: Tree) -> tuple[Path, Path]:
    ids = _ids(tree)
    branches = (tree.clauses - 1) // tree.branching
    items = ids[branches:]
    rubric_file = folder / f"rubric-{number}.{tree.kind}"
    rubric_file.write_text(_toml(ids, items) if tree.kind == "toml" else _json(ids, items), "utf-8")
    ratings = {item: 60 + index * 7 % 40 for index, item in enumerate(items)}
    assessment_file = folder / f"assessment-{number}.json"
    assessment_file.write_text(json.dumps({"rubric": "sizes-2026", "ratings": ratings}), "utf-8")
    return rubric_file, assessment_file


def _ids(tree: Tree) -> list[str]:
    """Number the clauses level by level, so that every branch but the last one is full."""
    ids: list[str] = []
    for index in range(tree.clauses):
        above = index // tree.branching - 1
        number = index % tree.branching + 1
        ids.append(f"{ids[above]}.{number}" if above >= 0 else str(number))
    return ids


def _entry(clause: str, items: set[str]) -> dict[str, object]:
    entry: dict[str, object] = {"title": f"Clause {clause}"}
    return entry | {"points": 1} if clause in items else entry


def _head(items: list[str]) -> dict[str, object]:
    return {"id": "sizes-2026", "title": "Sizes", "total": len(items)}


def _grades(items: list[str]) -> dict[str, dict[str, object]]:
    return {
        "fail": {"rank": 0, "label": "fail"},
        "pass": {"rank": 1, "label": "pass", "at_least": len(items) * 3 // 4},
    }


def _json(ids: list[str], items: list[str]) -> str:
    scored = set(items)
    return json.dumps(
        {
            "format": 1,
            "language": "en",
            "rubric": _head(items),
            "clauses": {clause: _entry(clause, scored) for clause in ids},
            "grades": _grades(items),
        }
    )


def _toml(ids: list[str], items: list[str]) -> str:
    scored = set(items)
    tables = {
        "clauses": {clause: _entry(clause, scored) for clause in ids},
        "grades": _grades(items),
    }
    lines = ["format = 1", 'language = "en"', "[rubric]", *_pairs(_head(items))]
    for name, table in tables.items():
        lines.append(f"[{name}]")
        lines += [f'"{key}" = {{ {", ".join(_pairs(entry))} }}' for key, entry in table.items()]
    return "\n".join(lines) + "\n"


def _pairs(table: dict[str, object]) -> list[str]:
    return [f"{key} = {json.dumps(value)}" for key, value in table.items()]
