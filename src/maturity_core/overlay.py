"""A base rubric and its changes: what an overlay says, laid over what the base says."""

from collections.abc import Iterator, Mapping
from typing import Any

from maturity_core.errors import InvalidRubric, Path, Problem, quoted
from maturity_core.fields import nearest
from maturity_core.rubric import Rubric
from maturity_core.rubric_file import KEYED, NAMES
from maturity_core.tree import is_table

__all__ = ["REMOVABLE", "base_of", "laid_over"]

# Besides its names an overlay has a document and an origin of its own.
_NOT_INHERITED = ("standard", "provenance")
_TEXTS = "dimensions"  # whose entries are texts, which are never mixed

REMOVABLE = (*KEYED, _TEXTS)
"""The tables whose entries an overlay changes or removes one by one."""

_WAYS = ("at_least", "above", "any", "score", "requires", "upto")


def base_of(tree: object) -> str | None:
    """Return what a file calls its base; None where it is no overlay.

    Raises:
        InvalidRubric: it has one that is no text.
    """
    if not is_table(tree) or "base" not in tree:
        return None
    name = tree["base"]
    if not isinstance(name, str):
        raise InvalidRubric([Problem("value.not-text", ("base",), {"found": quoted(name)})])
    return name


def laid_over(base: Rubric, tree: Mapping[str, Any]) -> dict[str, Any]:
    """Return the whole file of which an overlay says what differs from its base.

    What the overlay says goes before what the base says, entry by entry and key by key; lists and
    texts are replaced whole. An entry with ``remove = true`` goes, of a clause with all below it.
    Id, family, aliases, standard and provenance are never the base's.

    Raises:
        InvalidRubric: it removes what is not there, or changes nothing of its own name.
    """
    from maturity_core.serial import unstructured

    problems: list[Problem] = []
    whole = unstructured(base)
    for key in _NOT_INHERITED:
        whole.pop(key, None)
    head = {key: value for key, value in whole["rubric"].items() if key not in NAMES}
    below = {clause.id: [c.id for c in clause.walk()] for clause in base.walk()}
    for key, said in tree.items():
        if key == "rubric" and is_table(said):
            whole[key] = head | dict(said)
        elif key in REMOVABLE and is_table(said):
            known: dict[str, Any] = whole.get(key, {})
            merged = _Merging(key, known, below if key == "clauses" else {})
            whole[key] = merged.with_changes(said)
            problems += merged.problems
        elif key == "scale" and is_table(said):
            whole[key] = whole.get(key, {}) | dict(said)
        elif key != "base":
            whole[key] = said
    if is_table(whole["rubric"]) and whole["rubric"].get("id") == base.id:
        problems.append(Problem("overlay.same-id", ("rubric", "id"), {"id": base.id}))
    if problems:
        raise InvalidRubric(problems)
    provenance = whole.get("provenance", {})
    if is_table(provenance):
        whole["provenance"] = {**provenance, "based_on": base.id}
    return whole


class _Merging:
    """Lays the entries of one table over those of the base.

    Attributes:
        problems: what could not be removed.
    """

    def __init__(
        self, table: str, known: Mapping[str, Any], below: Mapping[str, list[str]]
    ) -> None:
        self.table = table
        self.known = known
        self.below = below
        self.problems: list[Problem] = []

    def with_changes(self, said: Mapping[str, Any]) -> dict[str, Any]:
        merged = dict(self.known)
        for key, entry in said.items():
            if is_table(entry) and "remove" in entry:
                self.problems += self._refusals(key, entry)
                for name in self.below.get(key, [key]):
                    merged.pop(name, None)
        for key, entry in said.items():
            if is_table(entry) and "remove" in entry:
                continue
            old = merged.get(key)
            if is_table(old) and is_table(entry) and self.table != _TEXTS:
                merged[key] = _changed(old, entry)
            else:
                merged[key] = entry
        return merged

    def _refusals(self, key: str, entry: Mapping[str, Any]) -> Iterator[Problem]:
        where: Path = (self.table, key)
        if entry["remove"] is not True or len(entry) > 1:
            yield Problem("overlay.remove", (*where, "remove"), {"id": key})
        elif key not in self.known:
            values = {"id": key, "nearest": nearest(key, list(self.known))}
            yield Problem("overlay.nothing-to-remove", where, values)


def _changed(old: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one entry over another; of ways to a grade that exclude each other the new one stays."""
    left = dict(old)
    if "any" in entry:
        left = {key: value for key, value in left.items() if key not in _WAYS}
    elif entry.keys() & {"at_least", "above"}:
        left = {
            key: value for key, value in left.items() if key not in {"at_least", "above", "any"}
        }
    return left | dict(entry)
