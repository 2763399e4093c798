"""The fewest open items with which a band is met, whatever the others come to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import add, ge
from typing import NamedTuple

from maturity_core.account import Adjusted, Held, Layout, Rated, Weakest
from maturity_core.grading import Condition, Rung
from maturity_core.rubric import Clause, Combine, Rubric

__all__ = ["Ends", "fewest"]


class Ends(NamedTuple):
    """The worst and the best that an assessment can still come to, in whole numbers.

    Attributes:
        low: all at their worst: the ratings in the order of the layout, in steps, then how often
            each adjustment of the rubric occurs.
        high: all at their best.
        steps: how many of them are 100 %.
    """

    low: Sequence[int]
    high: Sequence[int]
    steps: int


def fewest(rubric: Rubric, layout: Layout, rung: Rung, ends: Ends) -> tuple[int, ...] | None:
    """Return the fewest open items that suffice for a band if they reach their best.

    Raising one of them never lowers anything, so all others may stay at their worst. From the
    items up, of the choices below a clause only those are kept that no other one beats with as
    few items.

    Args:
        rubric: without errors.
        layout: of the rubric.
        rung: the band.
        ends: of the ratings and counts.

    Returns:
        Their numbers in ``ends``. Of several such sets the one that brings most; None where no set
        suffices.
    """
    if any(condition.is_out for condition in rung.conditions):
        return None
    found = _Search(rubric, layout, rung, ends).found()
    return min(found, key=_order, default=_NO_CHOICE).numbers()


class _Choice(NamedTuple):
    """Some of the open items at their best, the others at their worst.

    Attributes:
        taken: those at their best, one bit for each.
        reached: by the part that is looked at, in units of its account times steps.
        sides: what it brings to each dimension on which the band has a condition; no more than
            that needs.
    """

    taken: int
    reached: int
    sides: tuple[int, ...]

    def numbers(self) -> tuple[int, ...] | None:
        """Return which are taken; None for no choice at all."""
        if self.taken < 0:
            return None
        return tuple(n for n in range(self.taken.bit_length()) if self.taken >> n & 1)


_NO_CHOICE = _Choice(-1, 0, ())


def _order(choice: _Choice) -> tuple[int, int, int]:
    return choice.taken.bit_count(), -choice.reached, choice.taken


def _best(choices: Iterable[_Choice]) -> list[_Choice]:
    """Return those that no other one beats with as few items."""
    kept: list[_Choice] = []
    for choice in sorted(choices, key=_order):
        _, reached, sides = choice
        rivals = kept if sides else kept[-1:]  # without sides the last one reaches most
        if not any(
            rival.reached >= reached and all(map(ge, rival.sides, sides)) for rival in rivals
        ):
            kept.append(choice)
    return kept


class _Search:
    """Finds the choices of every clause, from the items up."""

    def __init__(self, rubric: Rubric, layout: Layout, rung: Rung, ends: Ends) -> None:
        self.rubric = rubric
        self.layout = layout
        self.ends = ends
        self.places = {place.clause.id: place for place in layout.places}
        self.rated: dict[int, tuple[int, int]] = {}
        self.weakest: dict[int, Weakest] = {}
        self.adjusted: dict[str | None, list[Adjusted]] = defaultdict(list)
        self.held: dict[str | None, Held] = {}
        for account in layout.accounts:
            for index, entry in account.numbered():
                self._note(index, entry)
        self.whole: list[Condition] = []
        self.base: list[Condition] = []
        self.on: dict[str, list[Condition]] = defaultdict(list)
        self.counted: dict[str, list[Condition]] = defaultdict(list)
        self.sides: dict[str, list[Condition]] = defaultdict(list)
        for condition in rung.conditions:
            self._require(condition, rung)
        self.needed = tuple(
            max(self._least(condition) for condition in conditions)
            for conditions in self.sides.values()
        )
        self.nothing = _Choice(0, 0, tuple(0 for _ in self.needed))

    def _note(self, index: int, entry: Rated | Weakest | Adjusted | Held) -> None:
        """Keep where an entry is looked for."""
        match entry:
            case Rated(weights=weights, numbers=numbers):
                pairs = zip(weights, numbers, strict=True)
                self.rated |= dict(enumerate(pairs, start=index))
            case Weakest():
                self.weakest[index] = entry
            case Adjusted(adjustment=number):
                self.adjusted[self.rubric.adjustments[number].on].append(entry)
            case Held(on=on):
                self.held[on] = entry

    def _require(self, condition: Condition, rung: Rung) -> None:
        """Keep where a condition is looked at."""
        required = condition.required
        if required is None:
            (self.whole if rung.band.score == "final" else self.base).append(condition)
        elif required.of == "score":
            self.base.append(condition)
        elif required.of == "adjustment":
            self.counted[required.name].append(condition)
        elif required.of == "dimension":
            if condition.figures:
                self.sides[required.name].append(condition)
        elif required.of == "clause":
            self.on[required.name].append(condition)
        else:
            for section in self.rubric.clauses:
                self.on[section.id].append(condition)

    def found(self) -> list[_Choice]:
        """Return the choices with which the band is met."""
        account = self.layout.accounts[-1]
        rubric, unit = self.rubric, account.unit
        choices = self._branch(rubric.combine, rubric.clauses, account.start)
        choices = [choice for choice in choices if self._meet(self.base, choice.reached, unit)]
        return [
            choice
            for choice in self._with_adjustments(None, choices)
            if self._meet(self.whole, choice.reached, unit) and choice.sides == self.needed
        ]

    def _meet(self, conditions: Iterable[Condition], reached: int, weight: int) -> bool:
        """Whether what a part of this weight reaches meets all conditions."""
        for condition in conditions:
            limit, parts = condition.limit
            ahead = reached * parts - limit * weight * self.ends.steps
            if ahead < 0 or (ahead == 0 and condition.above):
                return False
        return True

    def _least(self, condition: Condition) -> int:
        """Return the least with which the condition on a dimension is met, in units and steps."""
        (figure,), (limit, parts) = condition.figures, condition.limit
        whole, rest = divmod(limit * figure.weight * self.ends.steps, parts)
        return whole + (condition.above or rest > 0)

    def _clause(self, clause: Clause) -> list[_Choice]:
        place = self.places[clause.id]
        if place.is_left_out:
            return [self.nothing]
        if clause.clauses:
            choices = self._branch(clause.combine, clause.clauses, place.start)
        else:
            choices = [*self._item(place.start)]
        if place.counts and place.is_item and place.dimension in self.sides:
            side = [*self.sides].index(place.dimension)
            choices = [self._sided(choice, side) for choice in choices]
        choices = self._with_adjustments(clause.id, choices)
        required = self.on.get(clause.id, ())
        return [choice for choice in choices if self._meet(required, choice.reached, place.weight)]

    def _item(self, start: int) -> Iterator[_Choice]:
        weight, number = self.rated[start]
        if number < 0:  # it counts in full
            yield self.nothing._replace(reached=weight * self.ends.steps)
            return
        low, high = self.ends.low[number], self.ends.high[number]
        yield self.nothing._replace(reached=weight * low)
        if low != high:
            yield self.nothing._replace(taken=1 << number, reached=weight * high)

    def _sided(self, choice: _Choice, side: int) -> _Choice:
        sides = list(choice.sides)
        sides[side] = min(choice.reached, self.needed[side])
        return choice._replace(sides=tuple(sides))

    def _branch(self, combine: Combine, clauses: Sequence[Clause], start: int) -> list[_Choice]:
        """Return the choices of a branch without its own adjustments.

        Args:
            combine: how it is made of its clauses.
            clauses: these.
            start: the number of its first running sum.
        """
        if combine == "min":
            return self._weakest(clauses, self.weakest[start])
        choices = [self.nothing]
        for clause in clauses:
            below = self._clause(clause)
            choices = _best(
                _Choice(
                    one.taken | two.taken,
                    one.reached + two.reached,
                    tuple(map(min, map(add, one.sides, two.sides), self.needed)),
                )
                for one in choices
                for two in below
            )
        return choices

    def _weakest(self, clauses: Iterable[Clause], entry: Weakest) -> list[_Choice]:
        left = [clause for clause in clauses if not self.places[clause.id].is_left_out]
        parts = [
            [choice._replace(reached=choice.reached * factor) for choice in self._clause(clause)]
            for clause, (_, factor) in zip(left, entry.children, strict=True)
        ]
        choices, *others = parts
        for below in others:
            choices = _best(
                one._replace(taken=one.taken | two.taken, reached=min(one.reached, two.reached))
                for one in choices
                for two in below
            )
        return [choice._replace(reached=choice.reached * entry.weight) for choice in choices]

    def _with_adjustments(self, on: str | None, choices: list[_Choice]) -> list[_Choice]:
        """Return the choices of a place after its bonuses and deductions, held."""
        entries = self.adjusted.get(on)
        if not entries:
            return choices
        most = self.held[on].most * self.ends.steps
        found: list[_Choice] = []
        for choice in choices:
            adjusted = [choice]
            for entry in entries:
                adjusted = _best(
                    one._replace(taken=one.taken | bit, reached=one.reached + points)
                    for bit, points in self._counts(entry, choice.reached)
                    for one in adjusted
                )
            found += adjusted
        return _best(one._replace(reached=max(0, min(one.reached, most))) for one in found)

    def _counts(self, entry: Adjusted, before: int) -> Iterator[tuple[int, int]]:
        """Yield what an adjustment brings at its worst and at its best, where that suffices."""
        weight, adjustment, times, _, _, (least, parts) = entry
        (low, high, steps), number = self.ends, len(self.layout.leaves) + adjustment
        has_enough = before * parts >= least * steps
        required = self.counted.get(self.rubric.adjustments[adjustment].id, ())
        for taken, count in {0: low[number], 1 << number: high[number]}.items():
            counted = min(count, count if times is None else times) if has_enough else 0
            points = weight * counted * steps
            if self._meet(required, points, weight):
                yield taken, points
