"""Bounds and open questions of an unfinished assessment: what is certain, what can still be."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm
from operator import mul
from typing import Literal, NamedTuple

from attrs import field, frozen

from maturity_core import words
from maturity_core.account import Worked
from maturity_core.assessment import MOST_COUNTED, RATING_STEPS, Assessment
from maturity_core.assessment_checks import (
    check_adjustments,
    check_assessment,
    check_vetoes,
    is_open,
)
from maturity_core.errors import InvalidAssessment
from maturity_core.exact import as_text, points_text
from maturity_core.fewest import Ends, fewest
from maturity_core.rubric import Grade, RatingScale, Rubric, Text, Veto
from maturity_core.scorecard import score_displayed
from maturity_core.scoring import Prepared, in_steps, plain_quotient, prepared_for

__all__ = ["Bound", "Guarantee", "OpenItem", "Outlook", "outlook"]


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
    """Something that is still to be rated, determined or stated.

    Attributes:
        kind: ``"rating"``, ``"veto"`` or ``"adjustment"``.
        id: of the scored item, the veto or the adjustment.
        title: its title; None where it has none.
        brings: points that it adds to the lowest score if it alone comes to its best; 0 for a veto.
        costs: points that it takes from the highest score if it alone comes to its worst. Where
            clauses add up and nothing is held, both are the same.
        caps_at: the best grade that is left if the veto fires; None for all others.
    """

    kind: Literal["rating", "veto", "adjustment"]
    id: str
    title: Text | None
    brings: Fraction
    costs: Fraction
    caps_at: Grade | None = None

    @property
    def moves(self) -> Fraction:
        """The larger of the two, in points."""
        return max(self.brings, self.costs)


class Guarantee(NamedTuple):
    """What makes a grade certain.

    Attributes:
        grade: that, or a better one.
        items: the fewest open items that suffice if all of them come to their best, whatever the
            others come to; None where the grade is out of reach.
    """

    grade: Grade
    items: tuple[OpenItem, ...] | None


@frozen(kw_only=True)
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
        Still possible: 55.72 to 89.72 points, not qualified (vetoed) to three stars. No grade ...
        At least one star: certain once these come out at their best, 3 of 11 open items: 4.2-...
        """
        return self._range(language), self._way(language)

    def _range(self, language: str) -> str:
        low, high = self.score_shown(self.lowest), self.score_shown(self.highest)
        values = {
            "low": low,
            "high": high if high != low else "",
            "lowest": self.lowest.grade.label.pick(language),
            "highest": self.highest.grade.label.pick(language),
        }
        code = "outlook.range"
        if not self.open:
            code = "outlook.finished"
        elif self.lowest.grade == self.highest.grade:
            code = "outlook.certain"
        elif self.lowest.grade == min(self.rubric.grades.grades, key=lambda grade: grade.rank):
            code = "outlook.nothing-certain"
        return words.say(code, language, values)

    def _way(self, language: str) -> str:
        values = {"open": str(len(self.open))}
        for grade, items in self.guarantees:
            if items is not None:
                left_out = len(items) - _MOST_NAMED
                values["grade"] = grade.label.pick(language)
                values["count"] = str(len(items))
                values["items"] = ", ".join(item.id for item in items[:_MOST_NAMED])
                values["more"] = str(left_out) if left_out > 0 else ""
                return words.say("outlook.way", language, values)
        return words.say("outlook.no-way" if self.open else "outlook.see-score", language, values)

    def score_shown(self, bound: Bound) -> str:
        """Write the score of a bound as people read it, never onto or across a floor."""
        return as_text(score_displayed(self.rubric, bound.score))

    def points_shown(self, points: Fraction) -> str:
        """Write points of an open item as people read them."""
        rubric = self.rubric
        return points_text(*points.as_integer_ratio(), rubric.rounding, rubric.digits)


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
        OpenItem("veto", veto.id, veto.title, _NO_POINTS, _NO_POINTS, cap)
        for veto, cap in zip(ahead.vetoes, caps, strict=True)
    )
    moves = ahead.moves()
    items = {number: ahead.item(number, *points) for number, points in moves.items()}
    ways = [*ahead.ways(lowest, highest, moves)]

    def sufficient(grade: Grade) -> tuple[OpenItem, ...] | None:
        if grade.rank > highest.grade.rank:
            return None
        needed = [veto for veto in vetoes if veto.caps_at and veto.caps_at.rank < grade.rank]
        if grade.rank > lowest.grade_by_score.rank:
            numbers = min((ns for to, ns in ways if to.rank >= grade.rank), key=len)
            needed += [item for number, item in items.items() if number in numbers]
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
_NO_POINTS = Fraction(0)
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
        worked = self._worked(values)
        by_score = self.prepared.by_score(worked, worked.units)
        grade = min((by_score, *caps), key=lambda grade: grade.rank)
        return Bound(Fraction(worked.sums[-1], worked.units), by_score, grade)

    def _worked(self, values: Sequence[int]) -> Worked:
        layout = self.prepared.layout
        rated = len(layout.leaves)
        return layout.work(values[:rated], self.ends.steps, values[rated:])

    def moves(self) -> _Moves:
        """Return by number what each brings and costs, in units of the score times steps.

        Those that move most come first.
        """
        moves = {number: self._moved(number) for number in self.numbers}
        return dict(sorted(moves.items(), key=lambda move: -max(move[1])))

    def _moved(self, number: int) -> tuple[int, int]:
        weights, (low, high, _) = self.prepared.layout.weights, self.ends
        if weights:  # no adjustment acts on anything that is left
            points = weights[number] * (high[number] - low[number]) if number < len(weights) else 0
            return points, points
        lifted = [*low[:number], high[number], *low[number + 1 :]]
        lowered = [*high[:number], low[number], *high[number + 1 :]]
        least, more, most, fewer = (
            self._worked(values).sums[-1] for values in (low, lifted, high, lowered)
        )
        return more - least, most - fewer

    def item(self, number: int, brings: int, costs: int) -> OpenItem:
        """Return an open rating or count with what it moves."""
        layout = self.prepared.layout
        units, rated = layout.unit * self.ends.steps, len(layout.leaves)
        gain = Fraction(brings, units)
        loss = gain if brings == costs else Fraction(costs, units)
        if number < rated:
            leaf = layout.leaves[number]
            return OpenItem("rating", leaf.id, leaf.title, gain, loss)
        extra = self.rubric.adjustments[number - rated]
        return OpenItem("adjustment", extra.id, extra.title, gain, loss)

    def ways(
        self, lowest: Bound, highest: Bound, moves: _Moves
    ) -> Iterator[tuple[Grade, Collection[int]]]:
        """Yield the bands that can still be met: the grade, and the fewest numbers that suffice."""
        prepared, layout = self.prepared, self.prepared.layout
        least, most = lowest.grade_by_score.rank, highest.grade_by_score.rank
        rungs = [rung for rung in prepared.ladder if least < rung.grade.rank <= most]
        if layout.weights and prepared.floors:
            units = layout.unit * self.ends.steps
            start = sum(map(mul, layout.weights, self.ends.low))
            sums = [*accumulate((brings for brings, _ in moves.values()), initial=start)]
            for rung in rungs:
                whole, parts = rung.band.floor.as_integer_ratio()
                count = bisect_left(sums, whole * units, key=parts.__mul__)
                if count < len(sums):
                    yield rung.grade, [*moves][:count]
            return
        for rung in rungs:
            numbers = fewest(self.rubric, layout, rung, self.ends)
            if numbers is not None:
                yield rung.grade, numbers


def _read(rubric: Rubric, assessment: Assessment) -> _Ahead:
    prepared, rated, parts = _checked(rubric, assessment)
    leaves, extras = prepared.layout.leaves, rubric.adjustments
    open_leaves = [(number, leaf) for number, leaf in enumerate(leaves) if leaf.id not in rated]
    coarse = {number for number, *_ in prepared.coarse}
    ends = {
        leaf.id: _ends_of(rubric.scale_of(leaf)) for number, leaf in open_leaves if number in coarse
    }
    steps = lcm(parts, *(ratio.denominator for both in ends.values() for ratio in both))
    low: list[int] = []
    high: list[int] = []
    for leaf in leaves:
        if leaf.id in rated:
            worst = best = rated[leaf.id] * (steps // parts)
        elif leaf.id in ends:
            worst, best = (int(ratio * steps) for ratio in ends[leaf.id])
        else:
            worst, best = 0, steps
        low.append(worst)
        high.append(best)
    stated = {stated.adjustment: stated.count for stated in assessment.adjustments}
    for extra in extras:
        most = extra.times or MOST_COUNTED
        worst, best = (0, most) if extra.kind == "bonus" else (most, 0)
        low.append(stated.get(extra.id, worst))
        high.append(stated.get(extra.id, best))
    numbers = [number for number, _ in open_leaves]
    numbers += [n for n, extra in enumerate(extras, len(leaves)) if extra.id not in stated]
    determined = {veto for veto, finding in assessment.found if finding != "undetermined"}
    vetoes = [veto for veto in rubric.vetoes if veto.id not in determined]
    return _Ahead(rubric, prepared, Ends(low, high, steps), numbers, vetoes)


def _ends_of(scale: RatingScale) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest rating that a scale takes."""
    if not scale.is_discrete:
        return Fraction(0), Fraction(1)
    levels = [band.low for band in scale.bands]
    return min(levels), max(levels)


_Rated = tuple[dict[str, int], int]


def _checked(rubric: Rubric, assessment: Assessment) -> tuple[Prepared, dict[str, int], int]:
    """Return what scorings of the rubric share, the ratings by item, and how many steps are 100 %.

    An assessment with a fault is refused.
    """
    prepared = prepared_for(rubric, assessment)
    if prepared is not None and (plain := _plain(prepared, rubric, assessment)):
        return prepared, *plain
    problems = [p for p in check_assessment(rubric, assessment) if p.severity == "error"]
    if prepared is None or not all(map(is_open, problems)):
        raise InvalidAssessment(problems)
    items = {leaf.id: leaf for leaf in prepared.layout.leaves}
    quotients: dict[str, tuple[int, int]] = {}
    for rating in assessment.ratings:
        if not rating.is_open:
            item = items[rating.clause]
            ratio = rating.ratio_of(item.points, rubric.scale_of(item).levels())
            quotients[item.id] = ratio.as_integer_ratio()
    return prepared, *_by_item(quotients)


def _plain(prepared: Prepared, rubric: Rubric, assessment: Assessment) -> _Rated | None:
    """Return the ratings by item and the steps; None where `check_assessment` has to be asked."""
    found = dict(assessment.found)
    rated = set(assessment.rated)
    has_clear_vetoes = (
        len(found) == len(assessment.found)
        and found.keys() <= prepared.caps.keys()
        and "fired" not in found.values()
    )
    if (
        prepared.coarse
        or len(rated) < len(assessment.rated)
        or not rated.issubset(prepared.rated)
        or not prepared.takes(assessment)
        or not (has_clear_vetoes or all(map(is_open, check_vetoes(rubric, assessment))))
        or not all(map(is_open, check_adjustments(rubric, assessment)))
    ):
        return None
    if assessment.steps is not None:
        return dict(zip(assessment.rated, assessment.steps, strict=True)), RATING_STEPS
    items = {leaf.id: leaf for leaf in prepared.layout.leaves}
    quotients: dict[str, tuple[int, int]] = {}
    for rating in assessment.ratings:
        if rating.forms:
            quotient = plain_quotient(rating, items[rating.clause])
            if quotient is None:
                return None
            quotients[rating.clause] = quotient
    return _by_item(quotients)


def _by_item(quotients: Mapping[str, tuple[int, int]]) -> _Rated:
    values, steps = in_steps([*quotients.values()])
    return dict(zip(quotients, values, strict=True)), steps
