"""What an assessment would be if single ratings, findings or counts were others."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import NamedTuple, TypeVar

from attrs import evolve

from maturity_core.assessment import AdjustmentCount, Assessment, Rating, VetoFinding
from maturity_core.assessment_checks import check_assessment, is_open, not_rated
from maturity_core.errors import InvalidValue, Path, Problem, quoted
from maturity_core.fields import nearest
from maturity_core.rubric import Rubric
from maturity_core.tree import table_of

__all__ = ["ASSUMED", "Assumed", "problems_by_change", "with_changes"]

T = TypeVar("T")

ASSUMED = "假设 assumed"
"""Stands where a finding or a count needs a legal basis, a period or a reason, and none is said."""


def problems_by_change(
    rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]
) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong or odd with changes alone, each with the key of the change.

    What they leave open is neither.

    Args:
        rubric: the standard, valid.
        assessment: that they would change; its own faults are not told.
        changes: as for `what_if`.

    >>> from maturity_core import Assessment, get_rubric
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> changes = {"5.12": 90, "5.5": 120, "4.2-incidnt": "fired"}
    >>> for key, problem in problems_by_change(rubric, Assessment(rubric=rubric.id), changes):
    ...     print(key, problem.code, problem.path)
    5.12 rating.of-branch ('ratings', '5.12')
    4.2-incidnt change.unknown ('4.2-incidnt',)
    5.5 rating.out-of-range ('ratings', '5.5')
    """
    assumed = with_changes(rubric, assessment, changes)
    yield from assumed.faults
    for problem in check_assessment(rubric, assumed.assessment):
        key = assumed.keys.get(problem.path[:2])
        if key is not None and not is_open(problem):
            yield key, problem


class Assumed(NamedTuple):
    """An assessment with changes.

    Attributes:
        assessment: with all of them that could be read.
        keys: those of these changes, by the place that each means: a table and an id.
        faults: what is wrong with the others, each with the key of the change; it is empty where
            no change is meant.
    """

    assessment: Assessment
    keys: Mapping[Path, str]
    faults: tuple[tuple[str, Problem], ...]


_Place = tuple[str, str]
_TABLES = ("ratings", "vetoes", "adjustments")


def with_changes(rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]) -> Assumed:
    """Lay changes over an assessment; what is wrong with them is told, not raised.

    Args:
        rubric: the standard, valid.
        assessment: that is changed.
        changes: as for `what_if`.
    """
    known = _known(rubric)
    faults: list[tuple[str, Problem]] = []
    meant: dict[_Place, tuple[str, object]] = {}
    for key, value in (_taken(faults, "", lambda: table_of(changes)) or {}).items():
        place = _taken(faults, key, partial(_place, rubric, known, key))
        if place in meant:
            faults.append((key, Problem("change.twice", place, {"id": place[1]})))
        elif place is not None:
            meant[place] = key, value
    read: dict[_Place, Assessment] = {}
    for place in known:  # the order of the rubric, whatever that of the changes is
        if place in meant:
            key, value = meant[place]
            said = _taken(faults, key, partial(_read, rubric, place, value))
            if said is not None:
                read[place] = said
    keys: dict[Path, str] = {place: meant[place][0] for place in read}
    return Assumed(_changed(rubric, assessment, read), keys, tuple(faults))


def _taken(faults: list[tuple[str, Problem]], key: str, load: Callable[[], T]) -> T | None:
    """Return what ``load`` does; or None, and keep its problems beside the key of the change."""
    try:
        return load()
    except InvalidValue as error:
        faults += [(key, problem) for problem in error.problems]
        return None


def _read(rubric: Rubric, place: _Place, value: object) -> Assessment:
    """Return an assessment that says this value alone; nothing for a count that is opened."""
    from maturity_core.serial import structured

    table, name = place
    if table == "adjustments" and value is None:
        return Assessment(rubric=rubric.id)
    entry = _as_in_a_file(rubric, table, name, value)
    return structured(Assessment, {"rubric": rubric.id, table: {name: entry}})


def _known(rubric: Rubric) -> tuple[_Place, ...]:
    """Return all that can be changed, in the order of the rubric."""
    return (
        *(("ratings", leaf.id) for leaf in rubric.leaves()),
        *(("vetoes", veto.id) for veto in rubric.vetoes),
        *(("adjustments", adjustment.id) for adjustment in rubric.adjustments),
    )


def _place(rubric: Rubric, known: Collection[_Place], key: str) -> _Place:
    """Return what a key means, or refuse one that means nothing or more than one."""
    table, slash, name = key.rpartition("/")
    tables = {table} if slash else {*_TABLES}
    meant = [place for place in known if place[1] == name and place[0] in tables]
    if len(meant) == 1:
        return meant[0]
    values = {"rubric": rubric.id, "found": quoted(key)}
    if meant:
        places = ", ".join(map("/".join, meant))
        raise InvalidValue([Problem("change.ambiguous", (key,), {**values, "places": places})])
    problem = not_rated(rubric, name)
    if "ratings" not in tables or problem.code == "rating.unknown-clause":
        close = nearest(name, [place[1] for place in known])
        problem = Problem("change.unknown", (key,), {**values, "nearest": close})
    raise InvalidValue([problem])


_COUNT = re.compile(r"-?(?:0|[1-9][0-9]*)")  # as TOML writes a whole number


def _as_in_a_file(rubric: Rubric, table: str, name: str, value: object) -> object:
    """Return a value as a file says it: a level by its key, a count as a number."""
    if table == "adjustments" and isinstance(value, str) and _COUNT.fullmatch(value):
        return int(Decimal(value))  # int refuses text of thousands of digits
    if table == "ratings":
        if value is None:
            return {}
        leaf = next(leaf for leaf in rubric.leaves() if leaf.id == name)
        if isinstance(value, str) and value in rubric.scale_of(leaf).levels():
            return {"level": value}
    return value


def _changed(
    rubric: Rubric, assessment: Assessment, read: Mapping[_Place, Assessment]
) -> Assessment:
    """Lay over an assessment what was said of each place."""
    ratings = {rating.clause: rating for said in read.values() for rating in said.ratings}
    findings = {finding.veto: finding for said in read.values() for finding in said.vetoes}
    counts = {count.adjustment: count for said in read.values() for count in said.adjustments}
    unstated = {name for table, name in read if table == "adjustments"} - counts.keys()
    rated = {rating.clause for rating in assessment.ratings if not rating.is_open}
    needs_reason = {veto.id for veto in rubric.vetoes if veto.needs_reason}

    def clause_of(rating: Rating) -> str:  # a note beside a rating of the same item is left alone
        return "" if rating.is_open and rating.clause in rated else rating.clause

    return evolve(
        assessment,
        ratings=[
            rating
            for rating in _laid_over(assessment.ratings, ratings, clause_of, _rated)
            if rating.clause not in ratings or rating != Rating(clause=rating.clause)
        ],
        vetoes=_laid_over(
            assessment.vetoes,
            findings,
            attrgetter("veto"),
            lambda old, new: _found(old, new, needs_reason=new.veto in needs_reason),
        ),
        adjustments=_laid_over(
            [count for count in assessment.adjustments if count.adjustment not in unstated],
            counts,
            attrgetter("adjustment"),
            _counted,
        ),
    )


def _laid_over(
    old: Iterable[T], said: Mapping[str, T], name: Callable[[T], str], made: Callable[[T, T], T]
) -> Iterator[T]:
    """Yield the entries with what was said in place of theirs, and at the end what is new."""
    left = dict(said)
    for entry in old:
        new = left.pop(name(entry), None)
        yield entry if new is None else made(entry, new)
    yield from (made(new, new) for new in left.values())


def _rated(old: Rating, new: Rating) -> Rating:
    return evolve(
        new,
        note=new.note or old.note,
        evidence=new.evidence or old.evidence,
        finding=new.finding or old.finding,
        assessor=new.assessor or old.assessor,
        rated_on=new.rated_on or old.rated_on,
    )


def _found(old: VetoFinding, new: VetoFinding, *, needs_reason: bool) -> VetoFinding:
    fired = new.finding == "fired"
    return evolve(
        new,
        legal_basis=_said(new.legal_basis, old.legal_basis, needed=fired),
        period=_said(new.period, old.period, needed=fired),
        note=_said(new.note, old.note, needed=fired and needs_reason),
        evidence=new.evidence or old.evidence,
        determined_by=new.determined_by or old.determined_by,
    )


def _counted(old: AdjustmentCount, new: AdjustmentCount) -> AdjustmentCount:
    return evolve(new, reason=_said(new.reason, old.reason, needed=new.count > 0))


def _said(new: str, old: str, *, needed: bool) -> str:
    """Return what is said now or was said before; where neither is, that it is assumed."""
    text = new or ("" if old == ASSUMED else old)
    return ASSUMED if needed and not text.strip() else text
