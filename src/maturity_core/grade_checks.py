"""The rules of a rubric's grades: each can be reached, no score falls between two of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import evolve

from maturity_core.errors import Path, Problem
from maturity_core.exact import as_text
from maturity_core.fields import nearest
from maturity_core.rubric import Clause, GradeBand, Requirement, Rubric

__all__ = ["check_grades", "dangling", "doubtful_grades"]


def check_grades(rubric: Rubric) -> Iterator[Problem]:
    """Yield what is wrong with the grades of a rubric, and with what they require."""
    yield from _ranks(rubric)
    yield from _floors(rubric)
    yield from _ends(rubric)
    yield from _never_given(rubric)
    yield from _requirements(rubric)


def doubtful_grades(rubric: Rubric) -> Iterator[Problem]:
    """Yield, as warnings, what is probably not meant."""
    lowest = min((grade.rank for grade in rubric.grades.grades), default=0)
    bands = [band for rank, band in _known_bands(rubric) if rank == lowest]
    if bands and not any(b.floor <= 0 and not b.above and not b.requires for b in bands):
        values = {"grade": bands[0].grade, "floor": as_text(bands[0].floor)}
        where = ("grades", bands[0].grade)
        yield Problem("grade.lowest-has-floor", where, values, severity="warning")
    floors: dict[str, dict[str, Fraction]] = {"final": {}, "base": {}}
    for _, band in _known_bands(rubric):
        known = floors[band.score]
        known[band.grade] = min(band.floor, known.get(band.grade, band.floor))
    told = {problem.path[1] for problem in _never_given(rubric)}
    for known in floors.values():
        for (lower, floor), (grade, next_floor) in pairwise(known.items()):
            if next_floor < floor and lower not in told:
                values = {"grade": grade, "floor": as_text(next_floor)}
                values |= {"lower": lower, "lower_floor": as_text(floor)}
                yield Problem("grade.floors-fall", ("grades", grade), values, severity="warning")
    limits: list[tuple[Path, Fraction]] = [
        ((*_path_of(rubric, band), "requires", index), required.limit)
        for band in rubric.grades.bands
        for index, required in enumerate(band.requires)
        if not required.in_points
    ]
    limits += [
        (("adjustments", extra.id, "from_ratio"), extra.from_ratio)
        for extra in rubric.adjustments
        if extra.from_ratio is not None
    ]
    for path, limit in limits:
        if 0 < limit < Fraction(1, 100):
            values = {"found": as_text(limit * 100), "meant": as_text(limit * 10_000)}
            yield Problem("value.below-one", path, values, severity="warning")


def dangling(kind: str, name: str, known: Sequence[str], where: Path) -> Problem:
    """Return the problem of an id that leads nowhere."""
    values = {"kind": kind, "found": name, "nearest": nearest(name, list(known))}
    return Problem("rubric.dangling", where, values)


def _most(rubric: Rubric, band: GradeBand) -> Fraction:
    """Return the most of what a band is compared with."""
    has_pool = band.score == "final" and "bonus" in _kinds(rubric)
    return rubric.most if has_pool else rubric.total


def _kinds(rubric: Rubric) -> set[str]:
    """Return which kinds of adjustments act on the whole."""
    return {extra.kind for extra in rubric.adjustments if extra.on is None}


def _path_of(rubric: Rubric, band: GradeBand) -> Path:
    """Return where a file says a band: beside its grade, or in a list of several."""
    own = [other for other in rubric.grades.bands if other.grade == band.grade]
    several = ("any", own.index(band)) if len(own) > 1 else ()
    return ("grades", band.grade, *several)


def _ranks(rubric: Rubric) -> Iterator[Problem]:
    grades = rubric.grades.grades
    for rank, times in Counter(grade.rank for grade in grades).items():
        if times > 1:
            same = ", ".join(grade.id for grade in grades if grade.rank == rank)
            yield Problem("grade.rank-twice", ("grades",), {"rank": str(rank), "grades": same})


def _floors(rubric: Rubric) -> Iterator[Problem]:
    known = [grade.id for grade in rubric.grades.grades]
    for band in rubric.grades.bands:
        most = _most(rubric, band)
        floor = f"{'> ' if band.above else ''}{as_text(band.floor)}"
        values = {"grade": band.grade, "floor": floor, "most": as_text(most)}
        if band.grade not in known:
            yield dangling("grade", band.grade, known, ("grades", band.grade))
        elif (band.floor, band.above) > (most, False):
            yield Problem("grade.out-of-reach", _path_of(rubric, band), values)
        elif band.floor < 0:
            yield Problem("grade.below-zero", _path_of(rubric, band), values)


def _known_bands(rubric: Rubric) -> list[tuple[int, GradeBand]]:
    """Return the bands of known grades with their ranks, from the lowest to the best."""
    ranks = {grade.id: grade.rank for grade in rubric.grades.grades}
    known = [(ranks[band.grade], band) for band in rubric.grades.bands if band.grade in ranks]
    return sorted(known, key=lambda pair: pair[0])


def _ends(rubric: Rubric) -> Iterator[Problem]:
    """Yield where the text gives both ends of a band and it does not meet the next one."""
    bands = _known_bands(rubric)
    for rank, band in bands:
        if band.upto is None:
            continue
        better = [(r, b) for r, b in bands if r > rank]
        following = min((r for r, b in better if b.score == band.score), default=None)
        floors = {b.floor for r, b in better if r == following and b.score == band.score}
        end = min(floors, default=_most(rubric, band))
        values = {"grade": band.grade, "upto": as_text(band.upto), "next_floor": as_text(end)}
        where = (*_path_of(rubric, band), "upto")
        if not better and band.upto not in {end, rubric.total, rubric.maximum}:
            yield Problem("grade.top", where, values)
        elif floors and band.upto not in floors:
            code = "grade.gap" if band.upto < end else "grade.overlap"
            following_grade = next(b.grade for r, b in better if r == following)
            yield Problem(code, where, {**values, "next": following_grade})


def _never_given(rubric: Rubric) -> Iterator[Problem]:
    """Yield the grades that no assessment can get."""
    bands = _known_bands(rubric)
    all_known = len(bands) == len(rubric.grades.bands)  # else one of the others may be meant
    capped = {veto.caps_at for veto in rubric.vetoes}
    lowest = min((grade.rank for grade in rubric.grades.grades), default=0)
    for grade in rubric.grades.grades:
        where: Path = ("grades", grade.id)
        own = [band for _, band in bands if band.grade == grade.id]
        better = [band for rank, band in bands if rank > grade.rank]
        ahead = [next((b for b in better if _follows(rubric, band, b)), None) for band in own]
        if not own and all_known and grade.id not in capped and grade.rank > lowest:
            yield Problem("grade.no-way", where, {"grade": grade.id})
        elif grade.rank > lowest and own and (first := ahead[0]) and None not in ahead:
            values = {"grade": grade.id, "floor": as_text(own[0].floor), "next": first.grade}
            yield Problem("grade.never-reached", where, values)


def _follows(rubric: Rubric, band: GradeBand, better: GradeBand) -> bool:
    """Whether whatever meets one band meets the other too."""
    given = list(band.requires)
    kinds = _kinds(rubric)
    if band.score == "base" or "bonus" not in kinds:
        given.append(Requirement(of="score", limit=band.floor, above=band.above))
    # Only a bonus lifts the final score above the base, only a deduction takes it below.
    apart = "bonus" if band.score == "final" else "deduction"
    sections = [section.id for section in rubric.clauses]
    given += [
        evolve(one, of="clause", name=s) for one in given if one.of == "section" for s in sections
    ]
    return (
        (band.score == better.score or apart not in kinds)
        and (better.floor, better.above) <= (band.floor, band.above)
        and all(any(_implies(one, other) for one in given) for other in better.requires)
    )


def _implies(one: Requirement, other: Requirement) -> bool:
    """Whether meeting one requirement meets the other too."""
    return (
        (one.of, one.name) == (other.of, other.name)
        and (other.limit, other.above) <= (one.limit, one.above)
        and other.excluded in {one.excluded, "met"}
    )


def _requirements(rubric: Rubric) -> Iterator[Problem]:
    looking = _Looking(rubric)
    for band in rubric.grades.bands:
        for index, required in enumerate(band.requires):
            where = (*_path_of(rubric, band), "requires", index)
            for code, values in looking.faults(required):
                yield Problem(code, where, {"grade": band.grade, **values})


class _Looking:
    """Knows what requirements look at."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.known: Mapping[str, list[str]] = {
            "clause": [clause.id for clause in rubric.walk()],
            "dimension": [dimension.id for dimension in rubric.dimensions],
            "adjustment": [adjustment.id for adjustment in rubric.adjustments],
        }
        self.adjustments = {adjustment.id: adjustment for adjustment in rubric.adjustments}
        self.may_go: dict[str, bool] = {}
        self.items: dict[str, list[str]] = {}
        for section in rubric.clauses:
            self._visit(section, None, goes=False, counts=rubric.combine != "min")

    def _visit(self, clause: Clause, dimension: str | None, *, goes: bool, counts: bool) -> bool:
        """Note of a clause and all below it which can be wholly excluded, and whose items are."""
        dimension = clause.dimension or dimension
        goes = goes or (clause.excludable and clause.excluded == "drop")
        is_whole = not clause.clauses or clause.combine == "min"
        if is_whole and counts and dimension is not None:
            self.items.setdefault(dimension, []).append(clause.id)
        below = [
            self._visit(child, dimension, goes=goes, counts=counts and not is_whole)
            for child in clause.clauses
        ]
        self.may_go[clause.id] = goes or (bool(below) and all(below))
        return self.may_go[clause.id]

    def faults(self, required: Requirement) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what is wrong with a requirement: codes with their values."""
        known = self.known.get(required.of)
        if known is not None and required.name not in known:
            yield "rubric.dangling", dict(dangling(required.of, required.name, known, ()).values)
            return
        values = {"required": _said(required)}
        if required.of == "dimension" and not self.items.get(required.name):
            yield "grade.requires-nothing", values
        if required.of == "adjustment":
            adjustment = self.adjustments[required.name]
            if adjustment.kind == "deduction":
                yield "grade.requires-deduction", {"adjustment": adjustment.id}
        limit = {"required": f"{_said(required)}, {_limit_said(required)}"}
        most = self._most(required)
        if required.limit < 0:
            yield "grade.requires-below-zero", limit
        elif most is not None and (required.limit, required.above) > (most, False):
            yield "grade.requires-too-much", {**limit, "most": required.text_of(most)}
        if required.excluded is None and self._may_go(required):
            yield "grade.requires-excludable", values

    def _most(self, required: Requirement) -> Fraction | None:
        """Return the most that can be reached; None where there is no limit."""
        if required.of == "score":
            return self.rubric.total
        if required.of != "adjustment":
            return Fraction(1)
        adjustment = self.adjustments[required.name]
        return None if adjustment.times is None else adjustment.points * adjustment.times

    def _may_go(self, required: Requirement) -> bool:
        """Whether all that a requirement looks at can be excluded; of sections, whether one can."""
        if required.of == "clause":
            return self.may_go[required.name]
        if required.of == "section":
            return any(self.may_go[section.id] for section in self.rubric.clauses)
        if required.of == "dimension":
            items = self.items.get(required.name, [])
            return bool(items) and all(self.may_go[item] for item in items)
        if required.of == "adjustment":
            on = self.adjustments[required.name].on
            return on is not None and self.may_go.get(on, False)
        return False


def _said(required: Requirement) -> str:
    """Say what is looked at, as a file does."""
    if required.of == "section":
        return 'every = "section"'
    return f'{required.of} = "{required.name or "base"}"'


def _limit_said(required: Requirement) -> str:
    key = "above" if required.above else "at_least"
    return f"{key} = {required.text_of(required.limit)}"
