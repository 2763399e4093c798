"""Two rubrics side by side: what an overlay or a new edition changes, and what that moves."""

from fractions import Fraction
from typing import Any, Literal, NamedTuple

from attrs import evolve

from maturity_core.account import lay_out
from maturity_core.assessment import Assessment
from maturity_core.rubric import Clause, Rubric
from maturity_core.rubric_file import KEYED, NAMES
from maturity_core.tree import is_table

__all__ = ["Change", "Part", "Share", "carried_over", "changes", "parts_of", "shares"]


class Change(NamedTuple):
    """One difference between two rubrics.

    Attributes:
        kind: whether it is there in the new one only, in the old one only, or in both.
        part: table of the rubric file: ``clauses``, ``grades``, ``rubric``, ...
        id: of the entry: a clause, a grade; for other tables the key that differs.
        key: of the entry's key that differs; empty where the whole entry does.
        old, new: in the form of a file; None where there is none.
    """

    kind: Literal["added", "removed", "changed"]
    part: str
    id: str
    key: str
    old: Any
    new: Any


class Part(NamedTuple):
    """A clause and the part of the total that it can bring where nothing is excluded.

    Attributes:
        clause: the clause.
        depth: 0 for a section.
        share: from 0 to 1; None below a ``min`` branch, where no clause has a part of its own.
    """

    clause: Clause
    depth: int
    share: Fraction | None


class Share(NamedTuple):
    """The part of the total that a clause can bring, before and after; None where it is not."""

    clause: str
    old: Fraction | None
    new: Fraction | None


def changes(old: Rubric, new: Rubric) -> tuple[Change, ...]:
    """Return what differs between two rubrics, part by part, in the order of their files.

    >>> from attrs import evolve
    >>> from maturity_core import get_rubric
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> changes(rubric, evolve(rubric, id="other", digits=1))
    (Change(kind='changed', part='rubric', id='digits', key='', old=None, new=1),)
    """
    from maturity_core.serial import unstructured

    trees = [unstructured(rubric) for rubric in (old, new)]
    for tree in trees:
        tree["rubric"] = {k: v for k, v in tree["rubric"].items() if k not in NAMES}
    found: list[Change] = []
    parts = dict.fromkeys((*trees[0], *trees[1]))
    for part in parts:
        before, after = (tree.get(part, {}) for tree in trees)
        if not (is_table(before) and is_table(after)):
            before, after = {"": before or None}, {"": after or None}
        for name in dict.fromkeys((*before, *after)):
            found += _of_entry(part, name, before.get(name), after.get(name))
    return tuple(found)


def _of_entry(part: str, name: str, old: Any, new: Any) -> list[Change]:
    if old == new:
        return []
    is_entry = part in KEYED
    if is_entry and is_table(old) and is_table(new):
        keys = dict.fromkeys((*old, *new))
        return [
            Change("changed", part, name, key, old.get(key), new.get(key))
            for key in keys
            if old.get(key) != new.get(key)
        ]
    kind: Literal["added", "removed", "changed"] = "changed"
    if is_entry and (old is None or new is None):
        kind = "added" if old is None else "removed"
    return [Change(kind, part, name, "", old, new)]


def parts_of(rubric: Rubric) -> tuple[Part, ...]:
    """Return all clauses of a rubric without errors, in the order of the standard.

    >>> from maturity_core import get_rubric
    >>> first = parts_of(get_rubric("qbjkb-009-2026"))[0]
    >>> first.clause.id, first.share
    ('5.1', Fraction(3, 100))
    """
    return tuple(
        Part(
            place.clause,
            place.depth,
            Fraction(place.weight, place.unit) / rubric.total if place.counts else None,
        )
        for place in lay_out(rubric).places
    )


def shares(old: Rubric, new: Rubric) -> tuple[Share, ...]:
    """Return the clauses whose part of the total differs; both rubrics are without errors."""
    before, after = (
        {part.clause.id: part.share for part in parts_of(rubric)} for rubric in (old, new)
    )
    return tuple(
        Share(clause, before.get(clause), after.get(clause))
        for clause in dict.fromkeys((*before, *after))
        if before.get(clause) != after.get(clause)
    )


def carried_over(assessment: Assessment, rubric: Rubric) -> Assessment:
    """Return an assessment as one by another rubric: with all that this one knows, and no more."""
    clauses = {clause.id for clause in rubric.walk()}
    vetoes = {veto.id for veto in rubric.vetoes}
    extras = {adjustment.id for adjustment in rubric.adjustments}
    scopes = {scope.id for scope in rubric.scopes}
    return evolve(
        assessment,
        rubric=rubric.id,
        scope=assessment.scope if assessment.scope in scopes else "",
        ratings=[rating for rating in assessment.ratings if rating.clause in clauses],
        vetoes=[finding for finding in assessment.vetoes if finding.veto in vetoes],
        exclusions=[excluded for excluded in assessment.exclusions if excluded.clause in clauses],
        adjustments=[stated for stated in assessment.adjustments if stated.adjustment in extras],
    )
