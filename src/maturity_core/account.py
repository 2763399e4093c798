"""A rubric as an account: the entries that add up to the score, in whole numbers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import accumulate, groupby
from math import lcm
from operator import itemgetter, mul
from typing import Any, NamedTuple

from maturity_core.rubric import Adjustment, BandEnds, Clause, Combine, Rubric, mean_weights

__all__ = [
    "Account",
    "Adjusted",
    "Entry",
    "Held",
    "Layout",
    "Place",
    "Rated",
    "Said",
    "Taking",
    "Weakest",
    "Worked",
    "full_points",
    "lay_out",
    "taking",
    "whole_points",
]


class Place(NamedTuple):
    """Where a clause stands in the account of its rubric; the same for many assessments.

    Attributes:
        clause: the clause.
        depth: 0 for a section.
        dimension: id of the dimension that it belongs to, its own or one from above.
        bands: those of the scale by which it is rated, as `~maturity_core.RatingScale.ends` returns
            them; none for a branch.
        start: which of the running sums is the one before what it brings.
        end: which is the one after it; the same as ``start`` where it was left out.
        weight: the most that it can bring, in units of its account.
        unit: how many units make one point of the score, or a whole below a ``min`` branch.
        counts: whether what it reaches is points of the score: not below a ``min`` branch.
        is_adjusted: whether bonuses or deductions act on the clause itself.
    """

    clause: Clause
    depth: int
    dimension: str | None
    bands: tuple[BandEnds, ...]
    start: int
    end: int
    weight: int
    unit: int
    counts: bool
    is_adjusted: bool

    @property
    def is_left_out(self) -> bool:
        """Whether nothing of the clause is in the account."""
        return self.start == self.end

    @property
    def is_item(self) -> bool:
        """Whether its own entry is a rating, or what the weakest of its clauses reaches."""
        is_whole = not self.clause.clauses or self.clause.combine == "min"
        return is_whole and not self.is_left_out


class Said(NamedTuple):
    """What an assessment says, in whole numbers.

    Attributes:
        values: one per item that has to be rated, in steps; at the end one that is 100 %.
        steps: how many of them are 100 %.
        counts: how often each adjustment of the rubric occurred.
    """

    values: Sequence[int]
    steps: int
    counts: Sequence[int]


Taking = Callable[[Sequence[Any]], Sequence[Any]]


class Rated(NamedTuple):
    """Entries for scored items that follow one another: each its weight times its rating.

    Attributes:
        weights: in units of the account.
        numbers: of the items among those that are rated; -1 for one that counts in full.
        items: takes the values of these.
    """

    weights: tuple[int, ...]
    numbers: tuple[int, ...]
    items: Taking

    def add(self, sums: list[int], said: Said) -> None:
        """Add the running sums of these entries."""
        weights, numbers, items = self
        if len(numbers) == 1:
            sums.append(sums[-1] + weights[0] * said.values[numbers[0]])
        else:
            terms = map(mul, weights, items(said.values))
            sums += accumulate(terms, initial=sums.pop())


class Weakest(NamedTuple):
    """An entry for a ``min`` branch: ``weight`` times the least of what its children reach.

    Attributes:
        weight: in units of the account.
        children: the last sum of each child's account, and what brings it to one denominator.
    """

    weight: int
    children: tuple[tuple[int, int], ...]

    def add(self, sums: list[int], _: Said) -> None:
        """Add the running sum of this entry."""
        weight, children = self
        sums.append(sums[-1] + weight * min([sums[last] * factor for last, factor in children]))


class Adjusted(NamedTuple):
    """An entry for a bonus or deduction: ``weight`` for each occurrence that counts.

    Attributes:
        weight: in units of the account; below 0 for a deduction.
        adjustment: its number in the rubric.
        times: how many occurrences count at most.
        start: the sum before the first entry of its place.
        before: the sum before the first adjustment of its place.
        least: what the place has to reach before, in units of the account: a quotient.
    """

    weight: int
    adjustment: int
    times: int | None
    start: int
    before: int
    least: tuple[int, int]

    def add(self, sums: list[int], said: Said) -> None:
        """Add the running sum of this entry."""
        weight, adjustment, times, start, before, (least, parts) = self
        count = said.counts[adjustment]
        if times is not None and count > times:
            count = times
        if least and (sums[before] - sums[start]) * parts < least * said.steps:
            count = 0
        sums.append(sums[-1] + weight * said.steps * count)


class Held(NamedTuple):
    """An entry for what holding adds or takes away: a place stays within 0 and its most.

    Attributes:
        on: id of the clause; None for the whole.
        start: the sum before the first entry of the place.
        most: in units of the account.
    """

    on: str | None
    start: int
    most: int

    def add(self, sums: list[int], said: Said) -> None:
        """Add the running sum of this entry."""
        _, start, most = self
        low, last = sums[start], sums[-1]
        high = low + most * said.steps
        sums.append(low if last < low else min(last, high))


Entry = Rated | Weakest | Adjusted | Held


class Account(NamedTuple):
    """Entries in the order of the standard; their sum is the score, or the ratio of a part.

    Attributes:
        unit: how many units make one point, or a whole below a ``min`` branch.
        entries: as above.
        start: which of all running sums is its first one, 0.
    """

    unit: int
    entries: tuple[Entry, ...]
    start: int

    def numbered(self) -> Iterator[tuple[int, Entry]]:
        """Yield the entries, each with the number of the sum before it."""
        start = self.start
        for entry in self.entries:
            yield start, entry
            start += len(entry.weights) if isinstance(entry, Rated) else 1


class Layout(NamedTuple):
    """All accounts of a rubric, with some of its clauses excluded.

    Attributes:
        leaves: the items that have to be rated.
        accounts: those below ``min`` branches come before what needs them; the score's is the last.
        places: one per clause, in the order of the standard.
        base: which of the running sums is the one before the adjustments of the whole.
        weights: one per leaf, where the score is no more than weighted ratings added up; else none.
    """

    leaves: tuple[Clause, ...]
    accounts: tuple[Account, ...]
    places: tuple[Place, ...]
    base: int
    weights: tuple[int, ...]

    @property
    def unit(self) -> int:
        """How many units of the last account make one point."""
        return self.accounts[-1].unit

    def work(self, values: Sequence[int], steps: int, counts: Sequence[int] = ()) -> "Worked":
        """Add up what an assessment says.

        Args:
            values: one per leaf, in steps.
            steps: how many of them are 100 %.
            counts: how often each adjustment of the rubric occurred.
        """
        if self.weights:
            terms = map(mul, self.weights, values)
            return Worked(self, steps, counts, [*accumulate(terms, initial=0)])
        said = Said((*values, steps), steps, counts)
        sums: list[int] = []
        for account in self.accounts:
            sums.append(0)
            for entry in account.entries:
                entry.add(sums, said)
        return Worked(self, steps, counts, sums)


class Worked(NamedTuple):
    """The accounts of an assessment, added up.

    Attributes:
        layout: of the rubric.
        steps: how many steps of a rating are 100 %.
        counts: how often each adjustment of the rubric occurred.
        sums: of all accounts, how much their first entries bring together: none, one, two, and so
            on; the last one is the score.
    """

    layout: Layout
    steps: int
    counts: Sequence[int]
    sums: Sequence[int]

    @property
    def units(self) -> int:
        """How many units make one point of the score."""
        return self.layout.unit * self.steps

    @property
    def base(self) -> Fraction:
        """The score before the adjustments of the whole."""
        return Fraction(self.sums[self.layout.base], self.units)


def full_points(clause: Clause) -> Fraction | None:
    """Return the points of a clause when nothing is excluded; None where it has none.

    A ``sum`` branch has those of its children, all others have their own.
    """
    if not clause.clauses or clause.combine != "sum":
        return clause.points
    points = [full_points(child) for child in clause.clauses]
    return None if None in points else _sum(points)


def whole_points(rubric: Rubric) -> Fraction:
    """Return the points of the whole when nothing is excluded: those of all sections, or the total.

    They are not the total where a rubric that adds up is scaled to it.
    """
    if rubric.combine != "sum":
        return rubric.total
    return _sum(full_points(section) for section in rubric.clauses)


def lay_out(rubric: Rubric, excluded: Collection[str] = ()) -> Layout:
    """Return the accounts of a rubric in which these clauses are left out.

    Args:
        rubric: without errors.
        excluded: ids of clauses; something has to be left.
    """
    return _Drafting(rubric, frozenset(excluded)).layout()


class _Where(NamedTuple):
    """What a clause has from those above it.

    Attributes:
        depth: 0 for a section.
        dimension: id of the nearest dimension.
        full: whether it counts in full since one above it was excluded.
        counts: whether what it reaches is points of the score.
    """

    depth: int = 0
    dimension: str | None = None
    full: bool = False
    counts: bool = True


class _Draft:
    """An account whose unit is not known yet.

    Attributes:
        entries: each makes an entry once unit and start of the account are known.
        places: each keeps a place, once they are.
        weights: have to be whole numbers of units.
    """

    def __init__(self) -> None:
        self.entries: list[Callable[[int, int], Entry]] = []
        self.places: list[Callable[[int, int], None]] = []
        self.weights: list[Fraction] = []


class _Drafting:
    """Goes through the clauses once, in the order of the standard."""

    def __init__(self, rubric: Rubric, excluded: frozenset[str]) -> None:
        self.rubric = rubric
        self.excluded = excluded
        self.adjustments: dict[str | None, list[tuple[int, Adjustment]]] = defaultdict(list)
        for number, adjustment in enumerate(rubric.adjustments):
            self.adjustments[adjustment.on].append((number, adjustment))
        self.leaves: list[Clause] = []
        self.places: list[Place | None] = []
        self.accounts: list[Account] = []
        self.end = 0  # how many running sums the accounts so far have
        self.left: dict[str, Fraction | None] = {}

    def layout(self) -> Layout:
        rubric, draft, where = self.rubric, _Draft(), _Where()
        for section in rubric.clauses:
            self._leave(section, full=False)
        self._branch(draft, rubric.combine, rubric.clauses, rubric.total, where)
        base = len(draft.entries)
        applicable = rubric.total
        if rubric.combine == "sum":
            applicable = _sum(self.left[section.id] for section in rubric.clauses)
        self._adjust(
            draft, None, 0, (rubric.total, rubric.most), (whole_points(rubric), applicable)
        )
        self._close(draft)
        *_, score = self.accounts
        [*other, first] = reversed(score.entries)
        numbers = tuple(range(len(self.leaves)))
        is_plain = isinstance(first, Rated) and first.numbers == numbers and not other
        weights = first.weights if isinstance(first, Rated) and is_plain and not score.start else ()
        places = tuple(place for place in self.places if place is not None)
        return Layout(tuple(self.leaves), tuple(self.accounts), places, score.start + base, weights)

    def _leave(self, clause: Clause, *, full: bool) -> Fraction | None:
        """Note the points that are left of a clause and of all below it; None if it is left out."""
        if clause.id in self.excluded and not full:
            if clause.excluded == "drop":
                self.left |= dict.fromkeys((below.id for below in clause.walk()), None)
                return None
            full = True
        below = [self._leave(child, full=full) for child in clause.clauses]
        left: Fraction | None = clause.points or Fraction(0)
        if below and all(points is None for points in below):
            left = None
        elif below and clause.combine == "sum":
            left = _sum(below)
        self.left[clause.id] = left
        return left

    def _visit(self, draft: _Draft, clause: Clause, most: Fraction, where: _Where) -> None:
        """Draft the entries of a clause, and of all below it."""
        index, start, left = len(self.places), len(draft.entries), self.left[clause.id]
        self.places.append(None)
        where = where._replace(
            dimension=clause.dimension or where.dimension,
            full=where.full or (clause.id in self.excluded and clause.excluded == "full"),
        )
        if clause.clauses:
            below = where._replace(depth=where.depth + 1)
            self._branch(draft, clause.combine, clause.clauses, most, below)
        elif left is not None:
            self._rate(draft, clause, most, where)
        if left is not None and clause.id in self.adjustments:
            points = full_points(clause) or Fraction(0)
            self._adjust(draft, clause.id, start, (most, most), (points, left))
        end = len(draft.entries)
        draft.weights.append(most)

        def keep(unit: int, first: int) -> None:
            bands = () if clause.clauses else self.rubric.scale_of(clause).ends()
            weight = int(most * unit)
            self.places[index] = Place(
                clause,
                where.depth,
                where.dimension,
                bands,
                first + start,
                first + end,
                weight,
                unit,
                where.counts,
                clause.id in self.adjustments,
            )

        draft.places.append(keep)

    def _rate(self, draft: _Draft, clause: Clause, most: Fraction, where: _Where) -> None:
        item = -1 if where.full else len(self.leaves)
        if not where.full:
            self.leaves.append(clause)
        draft.weights.append(most)
        draft.entries.append(lambda unit, _: Rated((int(most * unit),), (item,), taking((item,))))

    def _branch(
        self,
        draft: _Draft,
        combine: Combine,
        clauses: Sequence[Clause],
        most: Fraction,
        where: _Where,
    ) -> None:
        """Draft the entries of the clauses of a branch, which brings ``most`` at the most."""
        if combine == "min":
            self._weakest(draft, clauses, most, where)
            return
        shares: list[Fraction] = []
        for clause, weight in zip(clauses, mean_weights(clauses), strict=True):
            left = self.left[clause.id]
            share = left if combine == "sum" else weight
            shares.append(share if left is not None and share else Fraction(0))
        whole = sum(shares, Fraction(0))
        for clause, share in zip(clauses, shares, strict=True):
            self._visit(draft, clause, most * share / whole if share else share, where)

    def _weakest(
        self, draft: _Draft, clauses: Sequence[Clause], most: Fraction, where: _Where
    ) -> None:
        """Draft a single entry: each clause that is left has an account of its own."""
        children: list[tuple[int, int]] = []  # last sum and unit of each account
        for clause in clauses:
            if self.left[clause.id] is None:
                self._visit(draft, clause, Fraction(0), where)
                continue
            own = _Draft()
            self._visit(own, clause, Fraction(1), where._replace(counts=False))
            unit = self._close(own)
            children.append((self.end - 1, unit))
        if not children:
            return
        denominator = lcm(*(unit for _, unit in children))
        factors = tuple((last, denominator // unit) for last, unit in children)
        weight = most / denominator
        draft.weights.append(weight)
        draft.entries.append(lambda unit, _: Weakest(int(weight * unit), factors))

    def _adjust(
        self,
        draft: _Draft,
        on: str | None,
        start: int,
        most: tuple[Fraction, Fraction],
        points: tuple[Fraction, Fraction],
    ) -> None:
        """Draft the adjustments of one place, and what holds them.

        Args:
            draft: where they go.
            on: id of the clause; None for the whole.
            start: how many entries come before its own.
            most: what its clauses bring at the most, and to what it is held.
            points: of the place when nothing is excluded, and what is left of them.
        """
        before = len(draft.entries)
        reached, held = most
        full, left = points
        for number, adjustment in self.adjustments[on]:
            sign = 1 if adjustment.kind == "bonus" else -1
            per = left if adjustment.scaling == "inside" else full
            weight = reached * sign * adjustment.points / per
            least = reached * (adjustment.from_ratio or 0)
            adjusted = Adjusted(0, number, adjustment.times, start, before, (0, 1))
            draft.weights.append(weight)
            draft.entries.append(partial(_in_units, adjusted, weight, least))
        if len(draft.entries) > before:
            draft.weights.append(held)
            draft.entries.append(lambda unit, first: Held(on, first + start, int(held * unit)))

    def _close(self, draft: _Draft) -> int:
        """Bring an account into units; return how many make one point, or a whole."""
        unit = lcm(*(weight.denominator for weight in draft.weights))
        first = self.end
        entries = tuple(entry(unit, first) for entry in draft.entries)
        self.accounts.append(Account(unit, tuple(_joined(entries)), first))
        self.end += len(entries) + 1
        for keep in draft.places:
            keep(unit, first)
        return unit


def _joined(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Join the ratings that follow one another."""
    for is_rated, group in groupby(entries, lambda entry: isinstance(entry, Rated)):
        if not is_rated:
            yield from group
            continue
        ratings = [entry for entry in group if isinstance(entry, Rated)]
        weights = tuple(weight for entry in ratings for weight in entry.weights)
        numbers = tuple(number for entry in ratings for number in entry.numbers)
        yield Rated(weights, numbers, taking(numbers))


def _in_units(
    adjusted: Adjusted, weight: Fraction, least: Fraction, unit: int, first: int
) -> Adjusted:
    return adjusted._replace(
        weight=int(weight * unit),
        least=(least * unit).as_integer_ratio(),
        start=first + adjusted.start,
        before=first + adjusted.before,
    )


def _sum(numbers: Iterable[Fraction | None]) -> Fraction:
    return sum((number for number in numbers if number is not None), Fraction(0))


def taking(indices: Sequence[int]) -> Taking:
    """Return what takes the values at these places out of a sequence, as one of its own."""
    if len(indices) > 1:
        return itemgetter(*indices)
    first = indices[0] if indices else 0  # of one place, an itemgetter gives no sequence
    return itemgetter(slice(first, first + len(indices) or None) if indices else slice(0))
