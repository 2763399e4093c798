"""The bands of a rubric as comparisons of whole numbers: what was reached with what is required."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple, assert_never

from maturity_core.account import Adjusted, Layout, Place, Worked
from maturity_core.rubric import Grade, GradeBand, Requirement, Rubric

__all__ = ["Condition", "Figure", "Rung", "ladder_of", "met"]


class Figure(NamedTuple):
    """A ratio or a number of points that can be read off the accounts.

    Attributes:
        spans: of running sums, from the one before to the one after; their differences add up.
        weight: in units of the account; what they bring is compared with it.
    """

    spans: tuple[tuple[int, int], ...]
    weight: int

    def of(self, worked: Worked) -> tuple[int, int]:
        """Return what was reached as a quotient."""
        reached = sum(worked.sums[end] - worked.sums[start] for start, end in self.spans)
        return reached, self.weight * worked.steps


class Condition(NamedTuple):
    """What all of some figures have to reach.

    Attributes:
        required: as the rubric says it; None for the floor of the band.
        figures: of which each has to reach the limit; none where nothing is left of the part.
        limit: what they are compared with, as a quotient: points of the score, ratios, or
            occurrences.
        above: the limit itself does not suffice.
        per: brings what is compared to what the rubric says: the points of an occurrence, else 1.
        is_out: whether it can no longer be met, since what it looks at is excluded.
    """

    required: Requirement | None
    figures: tuple[Figure, ...]
    limit: tuple[int, int]
    above: bool
    per: Fraction = Fraction(1)
    is_out: bool = False

    def is_met(self, worked: Worked) -> bool:
        """Whether every figure reaches the limit."""
        if self.is_out:
            return False
        limit, parts = self.limit
        sums, limit = worked.sums, limit * worked.steps
        for spans, weight in self.figures:
            reached = 0
            for start, end in spans:
                reached += sums[end] - sums[start]
            ahead = reached * parts - limit * weight
            if ahead < 0 or (ahead == 0 and self.above):
                return False
        return True

    def least(self, worked: Worked) -> Fraction | None:
        """Return the least of what the figures reach, as the rubric measures it.

        None where what is required is excluded.
        """
        if self.is_out:
            return None
        reached = min(Fraction(*figure.of(worked)) for figure in self.figures)
        return reached * self.per


class Rung(NamedTuple):
    """A band with its grade and its conditions, the floor first."""

    grade: Grade
    band: GradeBand
    conditions: tuple[Condition, ...]

    def is_met(self, worked: Worked) -> bool:
        """Whether every condition is met."""
        for condition in self.conditions:  # noqa: SIM110 -- a third of the time of `all`
            if not condition.is_met(worked):
                return False
        return True

    def missing(self, worked: Worked) -> tuple[tuple[Requirement, Fraction | None], ...]:
        """Return the requirements that are not met, each with what was reached."""
        return tuple(
            (condition.required, condition.least(worked))
            for condition in self.conditions
            if condition.required is not None and not condition.is_met(worked)
        )

    def shortfall(self, worked: Worked) -> tuple[int, Fraction]:
        """Return how far a score is from this rung: the fewer requirements unmet, the nearer."""
        floor, *required = self.conditions
        unmet = sum(not condition.is_met(worked) for condition in required)
        reached = Fraction(*floor.figures[0].of(worked))
        return unmet, max(self.band.floor - reached, Fraction(0))


def ladder_of(rubric: Rubric, layout: Layout) -> tuple[Rung, ...]:
    """Return the bands of a rubric, those of the best grade first."""
    grades = rubric.grades
    reading = _Reading(rubric, layout)
    rungs = [
        Rung(grades.grade(band.grade), band, tuple(reading.conditions(band)))
        for band in grades.bands
    ]
    return tuple(sorted(rungs, key=lambda rung: -rung.grade.rank))


def met(ladder: Sequence[Rung], worked: Worked) -> Rung | None:
    """Return the first rung of which all conditions are met; None where none is."""
    return next((rung for rung in ladder if rung.is_met(worked)), None)


class _Reading:
    """Finds the figures of a layout that requirements name."""

    def __init__(self, rubric: Rubric, layout: Layout) -> None:
        self.rubric = rubric
        self.layout = layout
        self.places = {place.clause.id: place for place in layout.places}

    def conditions(self, band: GradeBand) -> Iterator[Condition]:
        floor = (self._score(of_the_whole=band.score == "final"),)
        yield Condition(None, floor, band.floor.as_integer_ratio(), band.above)
        for required in band.requires:
            per = Fraction(1)
            if required.of == "adjustment":
                per = self._adjustment(required.name)[1]
            figures = tuple(self._figures(required))
            sought = len(self.rubric.clauses) if required.of == "section" else 1
            is_out = required.excluded == "unmet" and len(figures) < sought
            limit = (required.limit / per).as_integer_ratio()
            yield Condition(required, figures, limit, required.above, per, is_out)

    def _figures(self, required: Requirement) -> Iterator[Figure]:
        match required.of:
            case "clause":
                yield from _of_place(self.places[required.name])
            case "section":
                for section in self.rubric.clauses:
                    yield from _of_place(self.places[section.id])
            case "dimension":
                yield from self._dimension(required.name)
            case "score":
                yield self._score(of_the_whole=False)
            case "adjustment":
                yield from self._adjusted(self._adjustment(required.name)[0])
            case _:
                assert_never(required.of)

    def _score(self, *, of_the_whole: bool) -> Figure:
        account = self.layout.accounts[-1]
        end = -1 if of_the_whole else self.layout.base
        return Figure(((account.start, end),), account.unit)

    def _dimension(self, name: str) -> Iterator[Figure]:
        items = [
            place
            for place in self.layout.places
            if place.dimension == name and place.counts and place.is_item
        ]
        if items:
            spans = tuple((item.start, item.start + 1) for item in items)
            yield Figure(spans, sum(item.weight for item in items))

    def _adjustment(self, name: str) -> tuple[int, Fraction]:
        """Return number and points of an adjustment."""
        return next(
            (number, adjustment.points)
            for number, adjustment in enumerate(self.rubric.adjustments)
            if adjustment.id == name
        )

    def _adjusted(self, adjustment: int) -> Iterator[Figure]:
        for account in self.layout.accounts:
            for index, entry in account.numbered():
                if isinstance(entry, Adjusted) and entry.adjustment == adjustment:
                    yield Figure(((index, index + 1),), entry.weight)


def _of_place(place: Place) -> Iterator[Figure]:
    if not place.is_left_out:
        yield Figure(((place.start, place.end),), place.weight)
