"""What is left of a rubric file without its faults, and which problems only follow from them."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, cast

from attrs import frozen

from maturity_core.errors import InvalidRubric, InvalidValue, Path, Problem
from maturity_core.overlay import REMOVABLE
from maturity_core.rubric import Rubric
from maturity_core.tree import is_at

__all__ = ["Salvage", "salvaged"]

_NAMES = ("unnamed", "nameless")  # an overlay may not be called as its base is
_TEXT = {"zh": "?", "en": "?"}
# No rubric can be made without these; nothing that depends on what stands in is told.
_STAND_INS: dict[str, Any] = {
    "clauses": {},
    "grades": {},
    "id": _NAMES[0],
    "kind": "bonus",
    "label": _TEXT,
    "points": 1,
    "rank": 0,
    "title": _TEXT,
    "total": 1,
}

# Keys of an entry, or of the head, that no rule between the parts looks at; a scale has its own.
_IDLE = frozenset(
    {
        "aliases",
        "checkpoints",
        "condition",
        "digits",
        "evidence",
        "family",
        "id",
        "label",
        "needs_reason",
        "rests_on",
        "rounding",
        "scale",
        "symbol",
        "title",
        "title_added",
    }
)
# What the problems of clauses, or of grades, depend on: the tables, each with its idle keys.
_READ_FOR: dict[str, dict[str | int, frozenset[str]]] = {
    "clauses": {"clauses": _IDLE, "rubric": _IDLE | {"maximum", "total"}},
    "grades": {
        "adjustments": _IDLE,
        "clauses": _IDLE | {"points", "weight"},
        "dimensions": _IDLE,
        "grades": _IDLE,
        "rubric": _IDLE | {"scaled"},
        "vetoes": _IDLE,
    },
}
_OF_ALL = frozenset({"rubric.no-clauses", "rubric.no-grades"})
_OF_TOTAL = frozenset({"rubric.maximum", "rubric.points-sum"})
_IN_TREE = frozenset(
    {
        "adjustment.no-points",
        "clause.no-points",
        "clause.no-weight",
        "clause.points-sum",
        "rubric.dimension-below-min",
    }
)


@frozen(kw_only=True)
class Salvage:
    """A rubric file without its faults.

    Attributes:
        rubric: made of what could be read; something stands in for what is required. It is there
            to be checked, not to score by.
        faults: why the file could not be read as it is.
        touched: paths of what was left out or stands in; of a key that nobody knows, of that which
            is meant.
    """

    rubric: Rubric
    faults: tuple[Problem, ...]
    touched: frozenset[Path]

    def certain(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return those problems of the rubric that are there whatever the faults hide."""
        lost = {path[0] for path in self.touched if _is_lost(path)}
        clauses = self._clauses_in_doubt()
        grades = any(_decides(path, "grades") for path in self.touched)
        total = ("rubric", "total") in self.touched

        def in_doubt(problem: Problem) -> bool:
            code, path, values = problem.code, problem.path, problem.values
            family = code.partition(".")[0]
            return (
                (family == "grade" and grades)
                or (family == "provenance" and self._touches(path[:1]))
                or (family != "text" and "scale" in path and self._touches(_scale_of(path)))
                or (code == "rubric.dangling" and f"{values['kind']}s" in lost)
                or (family == "text" and path in self.touched)
                or (code in _OF_ALL and path[0] in lost)
                or (code in _OF_TOTAL and total)
                or (code == "rubric.points-sum" and bool(clauses))
                or (code in _IN_TREE and values["clause"] in clauses)
            )

        return [problem for problem in problems if not in_doubt(problem)]

    def _touches(self, part: Path) -> bool:
        """Whether anything in a part of the file was left out."""
        return any(path[: len(part)] == part for path in self.touched)

    def _clauses_in_doubt(self) -> set[str]:
        """Return the clauses whose own share, place or children a fault may have changed."""
        clauses = list(self.rubric.walk())
        deciding = [path for path in self.touched if _decides(path, "clauses")]
        if any(path[0] == "rubric" or _is_lost(path) for path in deciding):
            return {clause.id for clause in clauses}
        faulty = {path[1] for path in deciding if path[0] == "clauses"}
        below = {c.id for clause in clauses if clause.id in faulty for c in clause.walk()}
        return below | {c.id for c in clauses if any(b.id in faulty for b in c.walk())}


def _is_lost(path: Path) -> bool:
    """Whether an entry is not there any more, or not in its place."""
    is_entry = path[0] in REMOVABLE and (len(path) == 2 or path[2:3] in {("clauses",), ("in",)})  # noqa: PLR2004 -- table, id
    return len(path) == 1 or is_entry


def _scale_of(path: Path) -> Path:
    return path[: path.index("scale") + 1]


def _decides(path: Path, what: str) -> bool:
    """Whether the problems of the clauses, or of the grades, depend on what stands there."""
    keys = path[1:2] if path[0] == "rubric" else path[2:3]
    idle = _READ_FOR[what].get(path[0])
    return idle is not None and idle.isdisjoint(keys)


def salvaged(read: Callable[[dict[str, Any]], Rubric], tree: dict[str, Any]) -> Salvage:
    """Read a rubric; of one with faults what is left without them.

    Args:
        read: makes a rubric of such a tree, or raises with what is wrong in it.
        tree: what the file says.
    """
    rest = deepcopy(tree)
    faults: list[Problem] = []
    touched: set[Path] = set()
    while True:  # each round takes something out, or puts something in that is right
        try:
            rubric = read(rest)
        except (InvalidRubric, InvalidValue) as error:
            told = _not_near(error.problems, touched)
            touched |= _taken_out(rest, error.problems)
            if ("language",) in touched:  # without it plain texts are faults too
                told = [problem for problem in told if problem.code != "value.not-bilingual"]
            faults += told
        else:
            return Salvage(rubric=rubric, faults=tuple(faults), touched=frozenset(touched))


def _not_near(problems: Iterable[Problem], touched: set[Path]) -> list[Problem]:
    """Leave out problems of what was touched, of what is in it and of what is around it."""
    around = {path[:end] for path in touched for end in range(1, len(path) + 1)}
    return [
        problem
        for problem in problems
        if problem.path not in around
        and touched.isdisjoint(problem.path[:end] for end in range(1, len(problem.path)))
    ]


def _taken_out(tree: dict[str, Any], problems: Iterable[Problem]) -> set[Path]:
    """Take what has faults out of a tree, and put in what is required; return what was meant."""
    touched: set[Path] = set() if "rubric" in tree else {("rubric",)}
    tree.setdefault("rubric", {})
    gone: set[Path] = set()
    for problem in sorted(problems, key=lambda problem: not _stands_in(problem)):
        path = problem.path
        if _stands_in(problem):
            _around(tree, path)[path[-1]] = _stand_in(problem, tree)
            touched.add(path)
        elif gone.isdisjoint(path[:end] for end in range(1, len(path) + 1)):
            part = _without(tree, _faulty_part(problem))
            gone.add(part)
            is_unknown = problem.code == "value.unknown-key"
            touched |= _meant(problem, tree) if is_unknown else {part, path}
    return touched


def _stands_in(problem: Problem) -> bool:
    """Whether something has to take the place of what is missing."""
    is_missing = problem.code == "value.missing-key" and problem.path[-1] in _STAND_INS
    return is_missing or problem.code == "overlay.same-id"


def _stand_in(problem: Problem, tree: Mapping[str, Any]) -> object:
    if problem.code == "overlay.same-id":
        return next(name for name in _NAMES if name != problem.values["id"])
    stand_in = _STAND_INS[str(problem.path[-1])]
    language = tree.get("language")
    return {language: "?"} if stand_in == _TEXT and language in ("zh", "en") else stand_in


def _faulty_part(problem: Problem) -> Path:
    """Return the path of what cannot stay."""
    match problem.code:
        case "value.missing-key":
            return problem.path[:-1]
        case "value.unquoted-id":
            return problem.path[:2]
        case _:
            return problem.path


def _meant(problem: Problem, tree: Mapping[str, Any]) -> set[Path]:
    """Return what an unknown key may stand for: the nearest one, or any that is not there."""
    nearest = problem.values["nearest"]
    if nearest:
        return {(*problem.path[:-1], nearest)}
    tables = REMOVABLE if len(problem.path) == 1 else ()
    return {problem.path, *((table,) for table in tables if table not in tree)}


def _without(tree: dict[str, Any], path: Path) -> Path:
    """Take out what stands at a path, or what is around it: a list goes whole; return its path."""
    while not (is_at(tree, path) and isinstance(path[-1], str)):
        path = path[:-1]
    del _around(tree, path)[path[-1]]
    return path


def _around(tree: dict[str, Any], path: Path) -> dict[str | int, Any]:
    """Return the table in which the last key of a path stands."""
    table: Any = tree
    for key in path[:-1]:
        table = table[key]
    return cast("dict[str | int, Any]", table)
