"""The fewest open items with which a band is met, whatever the others come to."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import add, ge, sub
from typing import NamedTuple, assert_never

from maturity_core.account import Adjusted, Entry, Held, Layout, Rated, Weakest
from maturity_core.grading import Condition, Figure, Rung
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
    """Return the fewest open items that suffice for a band if they come to their best.

    Whatever one of them comes to, raising it lowers nothing: so the others may stay at their
    worst. It is a search for few items, then for more, which leaves out what another choice beats
    with as few, and what cannot suffice any more.

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
    if found is None:
        return None
    return tuple(number for number in range(found.taken.bit_length()) if found.taken >> number & 1)


class _Choice(NamedTuple):
    """Some of the open items at their best, the others at their worst.

    Attributes:
        taken: those at their best, one bit for each.
        reached: by the part that is looked at, in units of its account times steps.
        goals: what it brings to each goal, in the same unit, but no more than that needs.
    """

    taken: int
    reached: int
    goals: tuple[int, ...]


def _order(choice: _Choice) -> tuple[int, int, int]:
    return choice.taken.bit_count(), -choice.reached, choice.taken


def _best(choices: Iterable[_Choice]) -> list[_Choice]:
    """Return those that no other one beats with as few items, those with fewer items first."""
    kept: list[_Choice] = []
    for choice in sorted(choices, key=_order):
        _, reached, goals = choice
        rivals = kept if goals else kept[-1:]  # without goals the last one reaches most
        if not any(
            rival.reached >= reached and all(map(ge, rival.goals, goals)) for rival in rivals
        ):
            kept.append(choice)
    return kept


class _Rest(NamedTuple):
    """What the parts from one on can bring.

    Attributes:
        fewest: how many items they take at least.
        scores: what they bring to the score at the most, by how many items they take more.
        goals: the same for each goal.
    """

    fewest: int
    scores: Sequence[int]
    goals: Sequence[Sequence[int]]


_Place = tuple[str, str]
"""What is looked at, as a requirement says it, and its name; the final score is the ``whole``."""


class _Search:
    """Finds choices, from the items up.

    A goal is what a band needs of a dimension; and besides a dimension also what it needs of a
    branch that does no more than add up to the score. What is below such a branch goes straight
    to the whole, part by part: an item may serve a branch and a dimension at once.
    """

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
        self.needed: dict[_Place, int] = {}
        for condition in rung.conditions:
            for place, figure in self._looked_at(condition, rung):
                least = self._least(condition, figure)
                self.needed[place] = max(least, self.needed.get(place, least))
        sides = [place for place in self.needed if place[0] == "dimension"]
        self.adding = [*self._adding(rubric.combine, rubric.clauses, within=bool(sides))]
        branches = [("clause", name) for name in self.adding]
        goals = [*sides, *(branch for branch in branches if branch in self.needed)]
        self.number = {place: number for number, place in enumerate(goals)}
        self.apart = (
            [number for place, number in self.number.items() if place[0] == "dimension"],
            [self.number["clause", name] for name in self._outermost(rubric.clauses)],
        )
        self.limits = tuple(self.needed[place] for place in goals)
        self.nothing = _Choice(0, 0, (0,) * len(goals))

    def _note(self, index: int, entry: Entry) -> None:
        """Keep an entry where it is looked for."""
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
            case _:
                assert_never(entry)

    def _looked_at(self, condition: Condition, rung: Rung) -> Iterator[tuple[_Place, Figure]]:
        """Yield what a condition looks at, but for what is excluded."""
        required = condition.required
        if required is None:
            yield ("whole" if rung.band.score == "final" else "score", ""), condition.figures[0]
        elif required.of == "section":
            places = (self.places[section.id] for section in self.rubric.clauses)
            left = [place.clause.id for place in places if not place.is_left_out]
            yield from zip((("clause", name) for name in left), condition.figures, strict=True)
        else:
            yield from (((required.of, required.name), figure) for figure in condition.figures)

    def _least(self, condition: Condition, figure: Figure) -> int:
        """Return the least with which a condition is met, in units times steps."""
        limit, parts = condition.limit
        whole, rest = divmod(limit * figure.weight * self.ends.steps, parts)
        return whole + (condition.above or rest > 0)

    def _adding(
        self, combine: Combine, clauses: Iterable[Clause], *, within: bool
    ) -> Iterator[str]:
        """Yield the branches whose clauses go straight to the score.

        Args:
            combine: how the clauses are combined.
            clauses: of one branch, or of the whole.
            within: whether to go into those of which the band needs something.
        """
        if combine == "min":
            return
        for clause in clauses:
            adds_up = clause.clauses and clause.combine != "min" and clause.id not in self.adjusted
            if adds_up and (within or ("clause", clause.id) not in self.needed):
                yield clause.id
                yield from self._adding(clause.combine, clause.clauses, within=within)

    def _outermost(self, clauses: Iterable[Clause]) -> Iterator[str]:
        """Yield the branches that are a goal, but for those within another one."""
        for clause in clauses:
            if ("clause", clause.id) in self.number:
                yield clause.id
            else:
                yield from self._outermost(clause.clauses)

    def found(self) -> _Choice | None:
        """Return the choice with the fewest items with which the band is met."""
        if self.rubric.combine == "min":
            entry = self.weakest[self.layout.accounts[-1].start]
            parts = [self._weakest(self.rubric.clauses, entry)]
        else:
            alike: dict[tuple[int, ...], list[Clause]] = defaultdict(list)
            parts = [*self._parts(self.rubric.clauses, (), alike)]
            parts += [self._group(items, goals) for goals, items in alike.items()]
        if not all(parts):
            return None
        nothing = _Rest(0, [0], [[0] for _ in self.limits])
        rests = [*accumulate(reversed(parts), self._with_part, initial=nothing)]
        rests.reverse()
        most_items = rests[0].fewest + len(rests[0].scores) - 1
        for most in range(most_items + len(self.adjusted[None]) + 1):
            choices = [
                choice
                for choice in self._with_adjustments(None, self._within(parts, rests, most))
                if choice.reached >= self.needed.get(("whole", ""), 0)
                and choice.taken.bit_count() <= most
            ]
            if choices:
                return min(choices, key=_order)
        return None

    def _parts(
        self,
        clauses: Iterable[Clause],
        goals: tuple[int, ...],
        alike: dict[tuple[int, ...], list[Clause]],
    ) -> Iterator[list[_Choice]]:
        """Yield the choices of the parts that go straight to the score, but for simple items.

        Args:
            clauses: of one branch.
            goals: numbers of the goals to which its clauses count.
            alike: takes the simple items, by the goals to which they count.
        """
        for clause in clauses:
            place = self.places[clause.id]
            own = self.number.get(("clause", clause.id))
            side = self.number.get(("dimension", place.dimension or ""))
            is_simple = not clause.clauses and clause.id not in self.adjusted
            if clause.id in self.adding:
                within = goals if own is None else (*goals, own)
                yield from self._parts(clause.clauses, within, alike)
            elif is_simple and not place.is_left_out and ("clause", clause.id) not in self.needed:
                alike[goals if side is None else (*goals, side)].append(clause)
            else:
                yield [self._counted(choice, goals) for choice in self._clause(clause)]

    def _group(self, items: Iterable[Clause], goals: Iterable[int]) -> list[_Choice]:
        """Return the choices of items that differ in no more than what they bring.

        Of so many of them, those that bring most are best.
        """
        reached = 0
        gains: list[tuple[int, int]] = []
        for item in items:
            worst, *others = self._item(self.places[item.id].start)
            reached += worst.reached
            gains += ((best.reached - worst.reached, best.taken) for best in others)
        gains.sort(key=lambda gain: (-gain[0], gain[1]))
        group = [self.nothing._replace(reached=reached)]
        for gain, bit in gains:
            last = group[-1]
            group.append(last._replace(taken=last.taken | bit, reached=last.reached + gain))
        return [self._counted(choice, goals) for choice in group]

    def _counted(self, choice: _Choice, goals: Iterable[int]) -> _Choice:
        """Count what a choice reaches to these goals."""
        counted = list(choice.goals)
        for goal in goals:
            counted[goal] = min(choice.reached, self.limits[goal])
        return choice._replace(goals=tuple(counted))

    def _with_part(self, rest: _Rest, choices: Sequence[_Choice]) -> _Rest:
        """Return what a part and those after it can bring."""
        taken = [choice.taken.bit_count() for choice in choices]
        fewest = min(taken)
        more = [items - fewest for items in taken]
        brought = [*zip(*(choice.goals for choice in choices), strict=True)]
        # Where one item may serve several goals that are counted apart, it counts for none.
        free = {
            goal
            for apart in self.apart
            if sum(any(brought[goal]) for goal in apart) > 1
            for goal in apart
        }
        reached = [choice.reached for choice in choices]
        return _Rest(
            rest.fewest + fewest,
            _most(more, reached, rest.scores),
            [
                _most([0] * len(more) if goal in free else more, brought[goal], column)
                for goal, column in enumerate(rest.goals)
            ],
        )

    def _within(
        self, parts: Sequence[Sequence[_Choice]], rests: Sequence[_Rest], items: int
    ) -> list[_Choice]:
        """Return choices of so many items with which all but the final score is as needed."""
        least = self._least_score()

        def suffices(choice: _Choice, rest: _Rest) -> bool:
            spare = items - choice.taken.bit_count() - rest.fewest
            most = min(spare, len(rest.scores) - 1)
            if spare < 0 or choice.reached + rest.scores[most] < least:
                return False
            missing = map(sub, self.limits, choice.goals)
            counts = [*map(bisect_left, rest.goals, missing)]
            return all(count <= most for count in counts) and all(
                sum(counts[goal] for goal in apart) <= spare for apart in self.apart
            )

        choices = [self.nothing]
        for below, rest in zip(parts, rests[1:], strict=True):
            both = (self._both(one, two) for one in choices for two in below)
            choices = _best(choice for choice in both if suffices(choice, rest))
        return choices

    def _least_score(self) -> int:
        """Return the least of the score before adjustments that can suffice."""
        least = self.needed.get(("score", ""), 0)
        final = self.needed.get(("whole", ""), 0)
        if final <= 0:  # held, every score reaches that
            return least
        points = [max(self._points(entry)) for entry in self.adjusted.get(None, ())]
        return max(least, final - sum(points))

    def _points(self, entry: Adjusted) -> tuple[int, int]:
        """Return what an adjustment can bring at its worst and at its best."""
        number = len(self.layout.leaves) + entry.adjustment
        counts = self.ends.low[number], self.ends.high[number]
        if entry.times is not None:
            counts = min(counts[0], entry.times), min(counts[1], entry.times)
        worst, best = (entry.weight * count * self.ends.steps for count in counts)
        return worst, best

    def _both(self, one: _Choice, two: _Choice) -> _Choice:
        goals = tuple(map(min, map(add, one.goals, two.goals), self.limits))
        return _Choice(one.taken | two.taken, one.reached + two.reached, goals)

    def _clause(self, clause: Clause) -> list[_Choice]:
        """Return the choices below a clause, and of its adjustments."""
        place = self.places[clause.id]
        if place.is_left_out:
            return [self.nothing]
        if not clause.clauses:
            choices = [*self._item(place.start)]
        elif clause.combine == "min":
            choices = self._weakest(clause.clauses, self.weakest[place.start])
        else:
            choices = [self.nothing]
            for child in clause.clauses:
                below = self._clause(child)
                choices = _best(self._both(one, two) for one in choices for two in below)
        side = self.number.get(("dimension", place.dimension or ""))
        if side is not None and place.counts and place.is_item:
            choices = [self._counted(choice, [side]) for choice in choices]
        least = self.needed.get(("clause", clause.id), 0)
        adjusted = self._with_adjustments(clause.id, choices)
        return [choice for choice in adjusted if choice.reached >= least]

    def _item(self, start: int) -> Iterator[_Choice]:
        weight, number = self.rated[start]
        if number < 0:  # it counts in full
            yield self.nothing._replace(reached=weight * self.ends.steps)
            return
        low, high = self.ends.low[number], self.ends.high[number]
        yield self.nothing._replace(reached=weight * low)
        if low != high:
            yield self.nothing._replace(taken=1 << number, reached=weight * high)

    def _weakest(self, clauses: Iterable[Clause], entry: Weakest) -> list[_Choice]:
        left = [clause for clause in clauses if not self.places[clause.id].is_left_out]
        choices, *others = (
            [choice._replace(reached=choice.reached * factor) for choice in self._clause(clause)]
            for clause, (_, factor) in zip(left, entry.children, strict=True)
        )
        for below in others:
            choices = _best(
                one._replace(taken=one.taken | two.taken, reached=min(one.reached, two.reached))
                for one in choices
                for two in below
            )
        return [choice._replace(reached=choice.reached * entry.weight) for choice in choices]

    def _with_adjustments(self, on: str | None, choices: list[_Choice]) -> list[_Choice]:
        """Return the choices of a place with its bonuses and deductions, held."""
        entries = self.adjusted.get(on)
        if not entries:
            return choices
        most = self.held[on].most * self.ends.steps
        found: list[_Choice] = []
        for choice in choices:
            adjusted = [choice]
            for entry in entries:
                adjusted = _best(
                    one._replace(taken=one.taken | taken, reached=one.reached + points)
                    for taken, points in self._counts(entry, choice.reached)
                    for one in adjusted
                )
            found += adjusted
        return _best(one._replace(reached=max(0, min(one.reached, most))) for one in found)

    def _counts(self, entry: Adjusted, before: int) -> Iterator[tuple[int, int]]:
        """Yield an adjustment at its worst and at its best, as a bit with points, if that suffices.

        Args:
            entry: of the adjustment.
            before: what its place reaches without adjustments.
        """
        least, parts = entry.least
        has_enough = before * parts >= least * self.ends.steps
        needed = self.needed.get(("adjustment", self.rubric.adjustments[entry.adjustment].id), None)
        worst, best = self._points(entry) if has_enough else (0, 0)
        bit = 1 << (len(self.layout.leaves) + entry.adjustment)
        for taken, points in ((0, worst), (bit, best)) if best != worst else ((0, worst),):
            if needed is None or points >= needed:
                yield taken, points


def _most(more: Sequence[int], brought: Sequence[int], column: Sequence[int]) -> list[int]:
    """Return what a part and those after it bring at the most, by number of items.

    Args:
        more: how many items each choice of the part takes.
        brought: what each brings.
        column: what those after it bring.
    """
    last = len(column) - 1
    return [
        max(
            value + column[min(items - count, last)]
            for count, value in zip(more, brought, strict=True)
            if count <= items
        )
        for items in range(last + max(more) + 1)
    ]
