"""Bounds and open questions of an unfinished assessment: what is certain, what can still be."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import lcm
from operator import mul, sub
from typing import Literal, NamedTuple

from attrs import field, frozen

from maturity_core import words
from maturity_core.assessment import MOST_COUNTED, RATING_STEPS, Assessment, Rating, steps_of
from maturity_core.assessment_checks import (
    check_adjustments,
    check_assessment,
    check_vetoes,
    is_open,
)
from maturity_core.errors import InvalidAssessment
from maturity_core.exact import as_text
from maturity_core.fewest import Ends, fewest
from maturity_core.rubric import Adjustment, Clause, Grade, RatingScale, Rubric, Text, Veto
from maturity_core.scorecard import score_displayed
from maturity_core.scoring import Prepared, in_steps, plain_quotient, prepared_for

__all__ = ["Bound", "Guarantee", "OpenItem", "Outlook", "count_ends", "outlook", "rating_ends"]


class Bound(NamedTuple):
    """The least or the most that an assessment can still come to.

    Attributes:
        score: in points, exact.
        grade_by_score: the grade of that score, before the vetoes.
        grade: the grade after them.
    """

    score: Fraction
    grade_by_score: Grade
    grade: Grade


class OpenItem(NamedTuple):
    """Something that is still to be rated, determined or stated; kept in whole numbers.

    Attributes:
        kind: ``"rating"``, ``"veto"`` or ``"adjustment"``.
        of: the scored item, the veto or the adjustment.
        caps_at: the best grade that is left if the veto fires; None for all others.
    """

    kind: Literal["rating", "veto", "adjustment"]
    of: Clause | Veto | Adjustment
    caps_at: Grade | None
    points: tuple[int, int]  # the engine's own, like the next: what it brings and costs, in units
    units: int  # make one point

    @property
    def id(self) -> str:
        """Id of the scored item, the veto or the adjustment."""
        return self.of.id

    @property
    def title(self) -> Text | None:
        """Its title; None where it has none."""
        return self.of.title

    @property
    def brings(self) -> Fraction:
        """Points that it adds to the lowest score if it alone comes out at its best.

        It is 0 for a veto.
        """
        return Fraction(self.points[0], self.units)

    @property
    def costs(self) -> Fraction:
        """Points that it takes from the highest score if it alone comes out at its worst.

        Where clauses add up and nothing is held, it is the same as what it brings.
        """
        return Fraction(self.points[1], self.units)

    @property
    def moves(self) -> Fraction:
        """The larger of what it brings and what it costs, in points."""
        return Fraction(max(self.points), self.units)


class Guarantee(NamedTuple):
    """What makes a grade certain.

    Attributes:
        grade: that, or a better one.
        items: the fewest open items that suffice if all of them come to their best, whatever the
            others come to; None where the grade is out of reach.
    """

    grade: Grade
    items: tuple[OpenItem, ...] | None


@frozen(kw_only=True, slots=False)  # as of a scorecard: with slots it takes longer to make
class Outlook:
    """What an assessment can still come to.

    The worst of a rating is 0 % and its best 100 %, or the least and the greatest level of its
    scale. A veto is clear at best, a bonus occurs as often as it counts, a deduction never.

    Attributes:
        rubric: by which it is scored.
        assessment: finished or not.
        lowest: what it comes to if all that is open is at its worst.
        highest: the same at its best.
        open: what is open; vetoes first, then by how many points it can still move.
        guarantees: for each grade above the certain one, from the lowest to the best.
    """

    rubric: Rubric = field(repr=False)
    assessment: Assessment = field(repr=False)
    lowest: Bound
    highest: Bound
    open: tuple[OpenItem, ...] = field(repr=False)
    guarantees: tuple[Guarantee, ...] = field(repr=False)

    @property
    def certain_grade(self) -> Grade:
        """The best grade that can no longer be missed."""
        return self.lowest.grade

    def sentences(self, language: str = "en") -> tuple[str, str]:
        """Say it in ``"zh"`` or ``"en"``: what is still possible, and what makes more certain.

        >>> from maturity_core import get_rubric, load_assessment, outlook
        >>> unfinished = load_assessment("examples/unfinished-monitoring.toml")
        >>> for sentence in outlook(get_rubric("qbjkb-009-2026"), unfinished).sentences():
        ...     print(sentence)
        Still possible: 55.72 to 89.72 points, one star to three stars; if a veto fires, down ...
        At least two stars: certain with 6 of 11 open items at their best (100 %, a veto clear)...
        """
        return self._range(language), self._way(language)

    def _range(self, language: str) -> str:
        low, high = self.score_shown(self.lowest), self.score_shown(self.highest)
        if low == high and self.lowest.score != self.highest.score:
            low, high = as_text(self.lowest.score), as_text(self.highest.score)
        worst, best = self._without_vetoes.label.pick(language), self.highest.grade
        values = {
            "low": low,
            "high": high if high != low else "",
            "worst": worst,
            "best": best.label.pick(language) if best != self._without_vetoes else "",
            "vetoed": "",
            "fired": self._fired,
            "certain": words.say("outlook.nothing-certain", language, {}),
        }
        if not self.open:
            return words.say("outlook.finished", language, values)
        if self.lowest.grade == self.highest.grade:
            return words.say("outlook.certain", language, values)
        label = self.lowest.grade.label.pick(language)
        if self.lowest.grade != self._without_vetoes:
            values["vetoed"] = label
        if self.lowest.grade != min(self.rubric.grades.grades, key=lambda grade: grade.rank):
            values["certain"] = words.say("outlook.at-least", language, {"grade": label})
        return words.say("outlook.range", language, values)

    @property
    def _without_vetoes(self) -> Grade:
        """The lowest grade if no open veto fires; those that did cap the highest grade too."""
        return min(self.lowest.grade_by_score, self.highest.grade, key=lambda grade: grade.rank)

    @property
    def _fired(self) -> str:
        """The vetoes that cap the highest grade; empty where none does."""
        if self.highest.grade == self.highest.grade_by_score:
            return ""
        caps = {veto.id: veto.caps_at for veto in self.rubric.vetoes}
        fired = (veto for veto, finding in self.assessment.found if finding == "fired")
        return ", ".join(veto for veto in fired if caps[veto] == self.highest.grade.id)

    def _way(self, language: str) -> str:
        ways = [(way.grade, way.items) for way in self.guarantees if way.items is not None]
        if not ways:
            code = "outlook.no-way" if self.open else "outlook.see-score"
            return words.say(code, language, {"open": str(len(self.open))})
        # A grade that takes more than clear vetoes says more.
        better = [way for way in ways if way[0].rank > self._without_vetoes.rank]
        grade, items = (better or ways)[0]
        names = self.named(items, language)
        left_out = len(names) - _MOST_NAMED
        values = {
            "grade": grade.label.pick(language),
            "open": str(len(self.open)),
            "count": str(len(items)),
            "items": ", ".join(names[:_MOST_NAMED]),
            "more": str(left_out) if left_out > 0 else "",
        }
        return words.say("outlook.way", language, values)

    def named(self, items: Iterable[OpenItem], language: str) -> tuple[str, ...]:
        """Name some of the open items by their ids, or all the open vetoes in a word."""
        vetoes = [item for item in self.open if item.kind == "veto"]
        items = [*items]
        if len(vetoes) > 1 and items[: len(vetoes)] == vetoes:
            together = words.say("outlook.vetoes", language, {"count": str(len(vetoes))})
            return together, *map(self.name_of, items[len(vetoes) :])
        return tuple(map(self.name_of, items))

    def name_of(self, item: OpenItem) -> str:
        """Return the id of an item, with its table in a file where something else has the id."""
        return f"{_TABLES[item.kind]}/{item.id}" if item.id in self._shared else item.id

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The ids that more than one clause, veto or adjustment of the rubric has."""
        rubric = self.rubric
        ids = Counter(clause.id for clause in rubric.walk())
        ids.update(veto.id for veto in rubric.vetoes)
        ids.update(adjustment.id for adjustment in rubric.adjustments)
        return frozenset(name for name, times in ids.items() if times > 1)

    def hindrance(self, grade: Grade, language: str = "en") -> str:
        """Say in ``"zh"`` or ``"en"`` why a grade is out of reach."""
        if grade.rank <= self.highest.grade_by_score.rank:
            return words.say("outlook.out-by-veto", language, {"fired": self._fired})
        grades = self.rubric.grades
        floors = [
            band.floor for band in grades.bands if grades.grade(band.grade).rank >= grade.rank
        ]
        most = self.score_shown(self.highest)
        if all(floor > self.highest.score for floor in floors):
            floor = as_text(min(floors))
            return words.say("outlook.out-by-points", language, {"most": most, "floor": floor})
        return words.say("outlook.out-by-requirement", language, {})

    def score_shown(self, bound: Bound) -> str:
        """Write the score of a bound as people read it, never onto or across a floor."""
        return as_text(score_displayed(self.rubric, bound.score))

    def points_shown(self, points: Fraction) -> str:
        """Write what an open item can move as people read it: rounded up, since it is a bound."""
        rubric = self.rubric
        if rubric.rounding == "none":
            return as_text(points)
        scale = 10**rubric.digits
        return as_text(Fraction(-(-points * scale // 1), scale))


def outlook(rubric: Rubric, assessment: Assessment) -> Outlook:
    """Say what an unfinished assessment can still come to: exact bounds, and what decides.

    Neither score nor grade falls when a rating rises. So the ends are those where all that is
    open is at its worst, or at its best: 0 % or 100 % of a rating, or the least or greatest level
    of its scale; of a veto fired or clear; of a bonus never or as often as it counts, of a
    deduction the other way round. Exclusions stay as they are declared.

    Args:
        rubric: the standard.
        assessment: finished or not.

    Raises:
        InvalidAssessment: it has faults; all are listed, and what is still open too.
        InvalidRubric: the rubric breaks a rule.

    >>> from maturity_core import get_rubric, load_assessment, outlook
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> ahead = outlook(rubric, load_assessment("examples/unfinished-monitoring.toml"))
    >>> ahead.lowest.score, ahead.highest.score, ahead.highest.grade.id
    (Fraction(11143, 200), Fraction(17943, 200), 'three-star')
    """
    ahead = _read(rubric, assessment)
    prepared, ends = ahead.prepared, ahead.ends
    fired = [prepared.caps[veto] for veto, finding in assessment.found if finding == "fired"]
    caps = [prepared.caps[veto.id] for veto in ahead.vetoes]
    lowest = ahead.bound(ends.low, [*fired, *caps])
    highest = ahead.bound(ends.high, fired)
    vetoes = tuple(
        OpenItem("veto", veto, cap, (0, 0), 1) for veto, cap in zip(ahead.vetoes, caps, strict=True)
    )
    moves = ahead.moves()
    items = ahead.items(moves)
    ways = [*ahead.ways(lowest, highest, moves)]

    def sufficient(grade: Grade) -> tuple[OpenItem, ...] | None:
        if grade.rank > highest.grade.rank:
            return None
        needed = [veto for veto in vetoes if veto.caps_at and veto.caps_at.rank < grade.rank]
        if grade.rank > lowest.grade_by_score.rank:
            numbers = min([numbers for rank, numbers in ways if rank >= grade.rank], key=len)
            needed += [items[number] for number in numbers]
        return tuple(needed)

    return Outlook(
        rubric=rubric,
        assessment=assessment,
        lowest=lowest,
        highest=highest,
        open=(*vetoes, *items.values()),
        guarantees=tuple(
            Guarantee(grade, sufficient(grade))
            for grade in sorted(rubric.grades.grades, key=lambda grade: grade.rank)
            if grade.rank > lowest.grade.rank
        ),
    )


_MOST_NAMED = 10
_TABLES = {"rating": "ratings", "veto": "vetoes", "adjustment": "adjustments"}
_Moves = dict[int, tuple[int, int]]


class _Ahead(NamedTuple):
    """An assessment in whole numbers, and what is open in it.

    Attributes:
        rubric: by which it is scored.
        prepared: what it shares with others.
        ends: the worst and the best that it can still come to.
        numbers: of the ratings and counts that are open, as in ``ends``.
        vetoes: those that are open.
    """

    rubric: Rubric
    prepared: Prepared
    ends: Ends
    numbers: Sequence[int]
    vetoes: Sequence[Veto]

    def bound(self, values: Sequence[int], caps: Iterable[Grade]) -> Bound:
        """Return what these ratings and counts come to, with these caps."""
        reached, by_score = self._outcome(values)
        grade = by_score
        for cap in caps:
            if cap.rank < grade.rank:
                grade = cap
        return Bound(Fraction(reached, self.units), by_score, grade)

    def _outcome(self, values: Sequence[int]) -> tuple[int, Grade]:
        rated = len(self.prepared.rated)
        return self.prepared.outcome(values[:rated], self.ends.steps, values[rated:])

    @property
    def units(self) -> int:
        """How many units of the account, times steps, make one point."""
        return self.prepared.layout.unit * self.ends.steps

    def moves(self) -> _Moves:
        """Return by number what each brings and costs, in units of the score times steps.

        Those that move most come first.
        """
        weights, (low, high, _) = self.prepared.layout.weights, self.ends
        if weights:  # then no adjustment acts on anything that is left
            gains = [*map(mul, weights, map(sub, high, low)), *(0 for _ in low[len(weights) :])]
            in_order = sorted(self.numbers, key=gains.__getitem__, reverse=True)
            return {number: (gains[number], gains[number]) for number in in_order}
        least, most = self._outcome(low)[0], self._outcome(high)[0]
        moves: list[tuple[int, tuple[int, int]]] = []
        for number in self.numbers:
            lifted = [*low[:number], high[number], *low[number + 1 :]]
            lowered = [*high[:number], low[number], *high[number + 1 :]]
            brings, costs = self._outcome(lifted)[0] - least, most - self._outcome(lowered)[0]
            moves.append((number, (brings, costs)))
        return dict(sorted(moves, key=lambda move: max(move[1]), reverse=True))

    def items(self, moves: _Moves) -> dict[int, OpenItem]:
        """Return what is open by number, each with what it moves."""
        leaves, extras = self.prepared.layout.leaves, self.rubric.adjustments
        kinds = ["rating"] * len(leaves) + ["adjustment"] * len(extras)
        parts, units = [*leaves, *extras], self.units
        rows = [
            (kinds[number], parts[number], None, points, units) for number, points in moves.items()
        ]
        return dict(zip(moves, map(OpenItem._make, rows), strict=True))

    def ways(
        self, lowest: Bound, highest: Bound, moves: _Moves
    ) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the bands that can still be met: the rank, and the fewest numbers that suffice."""
        prepared, layout = self.prepared, self.prepared.layout
        least, most = lowest.grade_by_score.rank, highest.grade_by_score.rank
        rungs = [rung for rung in prepared.ladder if least < rung.grade.rank <= most]
        if layout.weights and prepared.floors:
            in_order, units = [*moves], self.units
            start = sum(map(mul, layout.weights, self.ends.low))
            sums = [*accumulate((brings for brings, _ in moves.values()), initial=start)]
            for rung in rungs:
                whole, parts = rung.band.floor.as_integer_ratio()
                count = bisect_left(sums, whole * units, key=parts.__mul__)
                if count < len(sums):
                    yield rung.grade.rank, in_order[:count]
            return
        for rung in rungs:
            numbers = fewest(self.rubric, layout, rung, self.ends)
            if numbers is not None:
                yield rung.grade.rank, [number for number in moves if number in numbers]


def _read(rubric: Rubric, assessment: Assessment) -> _Ahead:
    prepared, rated, parts = _checked(rubric, assessment)
    leaves, extras = prepared.layout.leaves, rubric.adjustments
    values = [*map(rated.get, prepared.rated)]
    numbers = [number for number, value in enumerate(values) if value is None]
    ends = {
        number: rating_ends(rubric.scale_of(leaves[number]))
        for number, *_ in prepared.coarse
        if values[number] is None
    }
    steps = lcm(parts, *(ratio.denominator for both in ends.values() for ratio in both))
    finer = steps // parts
    low = [0 if value is None else value * finer for value in values]
    high = [steps if value is None else value * finer for value in values]
    for number, both in ends.items():
        low[number], high[number] = (int(ratio * steps) for ratio in both)
    stated = {stated.adjustment: stated.count for stated in assessment.adjustments}
    for number, extra in enumerate(extras, len(leaves)):
        worst, best = count_ends(extra)
        low.append(stated.get(extra.id, worst))
        high.append(stated.get(extra.id, best))
        if extra.id not in stated:
            numbers.append(number)
    determined = {veto for veto, finding in assessment.found if finding != "undetermined"}
    vetoes = [veto for veto in rubric.vetoes if veto.id not in determined]
    return _Ahead(rubric, prepared, Ends(low, high, steps), numbers, vetoes)


def rating_ends(scale: RatingScale) -> tuple[Fraction, Fraction]:
    """Return the worst and the best rating that a scale takes."""
    if not scale.is_discrete:
        return Fraction(0), Fraction(1)
    levels = [band.low for band in scale.bands]
    return min(levels), max(levels)


def count_ends(adjustment: Adjustment) -> tuple[int, int]:
    """Return how often an adjustment occurs at the worst and at the best."""
    most = adjustment.times or MOST_COUNTED
    return (0, most) if adjustment.kind == "bonus" else (most, 0)


def _checked(rubric: Rubric, assessment: Assessment) -> tuple[Prepared, dict[str, int], int]:
    """Return what scorings of the rubric share, the ratings by item, and how many steps are 100 %.

    An assessment with a fault is refused.
    """
    prepared = prepared_for(rubric, assessment)
    told = [rating for rating in assessment.ratings if rating.forms]
    steps = steps_of(told)
    if prepared is None or not _is_plain(prepared, rubric, assessment, told, steps):
        problems = [p for p in check_assessment(rubric, assessment) if p.severity == "error"]
        if prepared is None or not all(map(is_open, problems)):
            raise InvalidAssessment(problems)
    names = [rating.clause for rating in told]
    if steps is not None:
        return prepared, dict(zip(names, steps, strict=True)), RATING_STEPS
    quotients: list[tuple[int, int]] = []
    for rating, item in zip(told, _items(prepared, told), strict=True):
        levels = rubric.scale_of(item).levels() if rating.level else {}
        quotients.append(rating.ratio_of(item.points, levels).as_integer_ratio())
    values, parts = in_steps(quotients)
    return prepared, dict(zip(names, values, strict=True)), parts


def _items(prepared: Prepared, told: Iterable[Rating]) -> list[Clause]:
    items = {leaf.id: leaf for leaf in prepared.layout.leaves}
    return [items[rating.clause] for rating in told]


def _is_plain(
    prepared: Prepared,
    rubric: Rubric,
    assessment: Assessment,
    told: Sequence[Rating],
    steps: Sequence[int] | None,
) -> bool:
    """Whether an assessment is such that `check_assessment` finds nothing but open items."""
    found, rated = dict(assessment.found), set(assessment.rated)
    has_clear_vetoes = (
        len(found) == len(assessment.found)
        and found.keys() <= prepared.caps.keys()
        and "fired" not in found.values()
    )
    return (
        not prepared.coarse
        and prepared.takes(assessment)
        and len(rated) == len(assessment.rated)
        and rated.issubset(prepared.rated)
        and (steps is not None or all(map(plain_quotient, told, _items(prepared, told))))
        and (has_clear_vetoes or all(map(is_open, check_vetoes(rubric, assessment))))
        and all(map(is_open, check_adjustments(rubric, assessment)))
    )
