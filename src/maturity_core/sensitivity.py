"""How safe a grade is: how far ratings may move, one alone or all at once, before it changes."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm
from operator import mul
from typing import NamedTuple

from maturity_core import words
from maturity_core.assessment import RATING_STEPS
from maturity_core.exact import as_text, percent_text
from maturity_core.rubric import Clause, Grade, GradeBand
from maturity_core.scorecard import Line, Scorecard, score_displayed
from maturity_core.scoring import Read, read

__all__ = ["Floor", "Leeway", "Sensitivity", "sensitivity"]

_MOST_NAMED = 5
_STEP = Fraction(1, RATING_STEPS)


class Floor(NamedTuple):
    """A band of the rubric, and how far the score is from its floor.

    Attributes:
        grade: that the band gives.
        band: with its floor and what else it requires.
        compared: what it compares with the floor: the score, or the one before adjustments.
        displayed: the same, rounded for display, but never onto or across a floor.
        is_met: whether the floor is reached, and all else that it requires is met.
    """

    grade: Grade
    band: GradeBand
    compared: Fraction
    displayed: Fraction
    is_met: bool

    @property
    def distance(self) -> Fraction:
        """Points from the floor up to what is compared; below 0 where the floor is missed."""
        return self.compared - self.band.floor

    @property
    def distance_shown(self) -> str:
        """The distance as people read it, the difference of the two numbers shown."""
        return as_text(self.displayed - self.band.floor)

    @property
    def is_reached(self) -> bool:
        """Whether the floor is reached; exactly on it, unless the band takes only what is above."""
        return self.distance > 0 or (self.distance == 0 and not self.band.above)


class Leeway(NamedTuple):
    """How far one rating may move before the grade changes, while all others stay.

    Attributes:
        clause: the scored item.
        ratio: its rating, from 0 to 1.
        falls_to: the lowest rating, no higher than this one, at which the grade holds.
        rises_to: the lowest rating above this one at which the grade is better; None where even
            the best one does not lift it.
    """

    clause: Clause
    ratio: Fraction
    falls_to: Fraction
    rises_to: Fraction | None

    @property
    def falls_to_shown(self) -> str:
        """The limit as people read it, rounded up, so that the grade holds there too.

        It is exact where rounding up would bring it above the rating.
        """
        rounded, (rated, parts) = _rounded_up(self.falls_to), self.ratio.as_integer_ratio()
        if rounded * parts > rated * RATING_STEPS:
            return f"{as_text(self.falls_to * 100)} %"
        return percent_text(rounded, RATING_STEPS)

    @property
    def rises_to_shown(self) -> str | None:
        """The other limit, rounded up too; None where there is none."""
        if self.rises_to is None:
            return None
        return percent_text(_rounded_up(self.rises_to), RATING_STEPS)


def _rounded_up(limit: Fraction) -> int:
    """Return the lowest rating in steps of 0.01 % that is no lower than a limit."""
    number, parts = limit.as_integer_ratio()
    return -(-number * RATING_STEPS // parts)


class Sensitivity(NamedTuple):
    """How sensitive the grade of a scorecard is to its ratings; made by `sensitivity`.

    The grade is always the one after the vetoes.

    Attributes:
        card: the scorecard.
        floors: every band, from the lowest to the best.
        items: one per scored item that had to be rated, in the order of the standard.
        margin: how much lower all ratings can be at once, in whole hundredths of a percent, none
            of them below 0, so that the grade holds: 0.0117 is 1.17 percentage points. None where
            it would hold with every rating at 0.
        is_capped: whether a veto that fired keeps the grade from rising, whatever the ratings.
    """

    card: Scorecard
    floors: tuple[Floor, ...]
    items: tuple[Leeway, ...]
    margin: Fraction | None
    is_capped: bool

    @property
    def costliest(self) -> tuple[Line, ...]:
        """The scored items that lost the most points, several where it is the same.

        Empty where nothing was lost, or where the weakest section decides the whole: then no
        clause has points.
        """
        items = [(line.lost, line) for line in self.card.lines if line.place.is_item]
        most = max(lost for lost, _ in items)
        return tuple(line for lost, line in items if lost == most) if most else ()

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """Say in ``"zh"`` or ``"en"`` what the margin is, what cost most, and what a veto does.

        >>> from maturity_core import get_rubric, load_assessment, score
        >>> rubric = get_rubric("qbjkb-009-2026")
        >>> card = score(rubric, load_assessment("examples/flue-gas.toml"))
        >>> for sentence in sensitivity(card).sentences():
        ...     print(sentence.partition(", ")[0])
        Margin of the grade: every rating could be 6.46 percentage points lower
        Of the rated items
        """
        told = [self._margin(language), *self._costliest(language)]
        if self.is_capped:
            grade = self.card.grade.label.pick(language)
            told.append(words.say("sensitivity.capped", language, {"grade": grade}))
        return tuple(told)

    def _margin(self, language: str) -> str:
        if self.margin is None:
            grade = self.card.grade.label.pick(language)
            return words.say("sensitivity.cannot-fall", language, {"grade": grade})
        values = {
            "margin": as_text(self.margin * 100),
            "beyond": as_text((self.margin + _STEP) * 100),
        }
        code = "sensitivity.margin" if self.margin else "sensitivity.no-margin"
        return words.say(code, language, values)

    def _costliest(self, language: str) -> tuple[str, ...]:
        first, *others = self.costliest or (None,)
        if first is None:
            return ()
        shown = {self.card.lost_shown(line) for line in self.costliest}
        is_exact = "0" in shown or len(shown) > 1  # rounding hides it, or tells them apart
        lost = as_text(first.lost) if is_exact else shown.pop()
        values = {"clause": first.clause.id, "lost": lost}
        if not others:
            most = first.maximum
            values["title"] = first.clause.title.pick(language)
            values["maximum"] = as_text(most) if is_exact else self.card.points_shown(most)
            return (words.say("sensitivity.costliest", language, values),)
        named = [line.clause.id for line in self.costliest[:_MOST_NAMED]]
        values["clauses"] = words.say("sensitivity.joint", language, {}).join(named)
        values["count"] = str(len(self.costliest))
        is_all = len(named) == len(self.costliest)
        code = "sensitivity.all-costliest" if is_all else "sensitivity.many-costliest"
        return (words.say(code, language, values),)


def sensitivity(card: Scorecard) -> Sensitivity:
    """Return how far the ratings of a finished assessment may move before its grade does.

    Every limit is exact: there the grade holds, and a hundredth of a percent beyond it does not.
    Limits are in whole hundredths of a percent; on a scale with a step or with levels they are
    what the scale takes, and what lies beyond is its next rating.

    >>> from maturity_core import get_rubric, load_assessment, score
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> card = score(rubric, load_assessment("examples/flue-gas.toml"))
    >>> found = sensitivity(card)
    >>> card.grade.id, found.margin
    ('three-star', Fraction(323, 5000))
    >>> [line.clause.id for line in found.costliest]
    ['5.8']
    >>> service = next(item for item in found.items if item.clause.id == "5.9")
    >>> service.ratio, service.falls_to, service.rises_to
    (Fraction(181, 200), Fraction(933, 5000), None)
    """
    said = read(card.rubric, card.assessment)
    trials = _Trials(card, said)
    compared = {
        which: (score, score_displayed(card.rubric, score))
        for which, score in (("final", card.score), ("base", card.base))
    }
    rungs = sorted(said.prepared.ladder, key=lambda rung: rung.grade.rank)
    return Sensitivity(
        card=card,
        floors=tuple(
            Floor(rung.grade, rung.band, *compared[rung.band.score], rung.is_met(card.worked))
            for rung in rungs
        ),
        items=tuple(map(trials.leeway, range(len(trials.values)))),
        margin=trials.margin(),
        is_capped=trials.is_capped,
    )


class _Trials:
    """Tries an assessment with other ratings.

    Attributes:
        values: the ratings, one per item, in steps.
        steps: how many are 100 %: so many that every rating that a scale takes is a whole number.
        rank: of the grade.
        is_capped: whether a veto keeps it from rising.
    """

    def __init__(self, card: Scorecard, said: Read) -> None:
        self.prepared, self.counts = said.prepared, said.counts
        self.layout = self.prepared.layout
        self.scales = {
            item: card.rubric.scale_of(self.layout.leaves[item])
            for item, *_ in said.prepared.coarse
        }
        taken = [
            ratio
            for scale in self.scales.values()
            for ratio in (scale.step or Fraction(0), *(band.low for band in scale.bands))
        ]
        self.steps = lcm(said.steps, *(ratio.denominator for ratio in taken))
        finer = self.steps // said.steps
        self.values = [value * finer for value in said.values]
        self.reached = sum(map(mul, self.layout.weights, self.values))
        self.is_plain = bool(self.layout.weights and self.prepared.floors)
        self.rank = card.grade.rank
        caps = (self.prepared.caps[finding.veto] for finding in card.decision.fired)
        self.is_capped = any(cap.rank <= self.rank for cap in caps)

    def rank_of(self, values: Sequence[int]) -> int:
        """Return the rank of the grade before vetoes.

        A veto that fired leaves it where it caps no lower than the grade that there is: that
        grade holds after vetoes where, and only where, it holds before them.
        """
        return self.prepared.grade_of(values, self.steps, self.counts).rank

    def rank_with(self, item: int, value: int) -> int:
        """Return the rank before vetoes with one rating changed."""
        if self.is_plain:
            reached = self.reached + self.layout.weights[item] * (value - self.values[item])
            return self.prepared.by_floors(reached, self.layout.unit * self.steps).rank
        return self.rank_of([*self.values[:item], value, *self.values[item + 1 :]])

    def leeway(self, item: int) -> Leeway:
        """Return how far one rating may move."""
        value, taken = self.values[item], self.taken(item)

        def holds(number: int) -> bool:
            return self.rank_with(item, taken.at(number)) >= self.rank

        def lifts(number: int) -> bool:
            return self.rank_with(item, taken.at(number)) > self.rank

        lower = taken.below(value)
        low = _first(0, lower, holds)
        high = taken.size if self.is_capped else _first(lower, taken.size, lifts)
        return Leeway(
            clause=self.layout.leaves[item],
            ratio=Fraction(value, self.steps),
            falls_to=Fraction(taken.at(low) if low < lower else value, self.steps),
            rises_to=Fraction(taken.at(high), self.steps) if high < taken.size else None,
        )

    def taken(self, item: int) -> "_Taken":
        """Return the ratings that an item can have."""
        unit = self.steps // RATING_STEPS
        scale = self.scales.get(item)
        if scale is None:
            return _Taken(RATING_STEPS + 1, unit, ())
        multiple, levels = scale.in_steps(self.steps)
        if levels is not None:
            ordered = sorted({*levels})
            return _Taken(len(ordered), unit, ordered)
        return _Taken(self.steps // multiple + 1, multiple, ())

    def margin(self) -> Fraction | None:
        """Return how much lower all ratings can be; None where it does not matter."""
        unit = self.steps // RATING_STEPS

        def is_lost(fall: int) -> bool:
            return self.rank_of([max(value - fall * unit, 0) for value in self.values]) < self.rank

        lost = _first(1, RATING_STEPS + 1, is_lost)
        return None if lost > RATING_STEPS else Fraction(lost - 1, RATING_STEPS)


class _Taken(NamedTuple):
    """The ratings that a scale takes, from the lowest on, in steps: numbered from 0.

    Attributes:
        size: how many there are.
        unit: of which they are multiples, where they are no levels.
        levels: all of them, where the scale is made of levels; else none.
    """

    size: int
    unit: int
    levels: Sequence[int]

    def at(self, number: int) -> int:
        """Return the rating with this number."""
        return self.levels[number] if self.levels else number * self.unit

    def below(self, value: int) -> int:
        """Count those below a value."""
        return bisect_left(self.levels, value) if self.levels else -(-value // self.unit)


def _first(low: int, high: int, is_so: Callable[[int], bool]) -> int:
    """Return the first number from ``low`` on for which it is so; ``high`` where it is for none.

    It is so for all after the first one. The ends are tried before what lies between: there most
    searches end.
    """
    if low == high or not is_so(high - 1):
        return high
    if is_so(low):
        return low
    high -= 1  # it is so here, and not at low
    while high - low > 1:
        middle = (low + high) // 2
        if is_so(middle):
            high = middle
        else:
            low = middle
    return high
