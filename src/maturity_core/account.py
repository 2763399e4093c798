"""A rubric as an account: the entries that add up to the score, in whole numbers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from functools import partial
from itertools import accumulate
from math import lcm
from operator import itemgetter, mul
from typing import Any, NamedTuple, assert_never

from maturity_core.rubric import Adjustment, BandEnds, Clause, Combine, Rubric

__all__ = [
    "Account",
    "Adjusted",
    "Entry",
    "Held",
    "Layout",
    "Place",
    "Rated",
    "Taking",
    "Weakest",
    "Worked",
    "full_points",
    "lay_out",
    "taking",
]


class Place(NamedTuple):
    """Where a clause stands in the account of its rubric; the same for many assessments.

    Attributes:
        clause: the clause.
        depth: 0 for a section.
        dimension: id of the dimension that it belongs to, its own or one from above.
        bands: of the scale by which it is rated, as `band_at` takes them; none for a branch.
        account: number of the account in which its entries stand.
        start, end: its entries are those from ``start`` up to but without ``end``; none where it
            was left out.
        weight: the most that they can bring, in units of the account.
        unit: how many units make one point of the score, or a whole below a ``min`` branch.
        counts: whether what it reaches is points of the score: not below a ``min`` branch.
    """

    clause: Clause
    depth: int
    dimension: str | None
    bands: tuple[BandEnds, ...]
    account: int
    start: int
    end: int
    weight: int
    unit: int
    counts: bool

    @property
    def is_left_out(self) -> bool:
        """Whether nothing of the clause is in the account."""
        return self.start == self.end

    @property
    def is_item(self) -> bool:
        """Whether its own entry is a rating, or what the weakest of its clauses reaches."""
        is_whole = not self.clause.clauses or self.clause.combine == "min"
        return is_whole and not self.is_left_out


class Rated(NamedTuple):
    """An entry for a scored item: ``weight`` times its rating.

    Attributes:
        weight: in units of the account.
        item: number of the item among those that are rated; -1 for one that counts in full.
    """

    weight: int
    item: int


class Weakest(NamedTuple):
    """An entry for a ``min`` branch: ``weight`` times the least of what its children reach.

    Attributes:
        weight: in units of the account.
        accounts: numbers of the children's accounts.
        factors: bring the children's sums to one denominator.
    """

    weight: int
    accounts: tuple[int, ...]
    factors: tuple[int, ...]


class Adjusted(NamedTuple):
    """An entry for a bonus or deduction: ``weight`` for each occurrence that counts.

    Attributes:
        weight: in units of the account; below 0 for a deduction.
        adjustment: its number in the rubric.
        times: how many occurrences count at most.
        start: number of the first entry of its place.
        before: number of the first adjustment of its place.
        least: what the place has to reach before, in units of the account: a quotient.
    """

    weight: int
    adjustment: int
    times: int | None
    start: int
    before: int
    least: tuple[int, int]


class Held(NamedTuple):
    """An entry for what holding adds or takes away: a place stays within 0 and its most.

    Attributes:
        on: id of the clause; None for the whole.
        start: number of the first entry of the place.
        most: in units of the account.
    """

    on: str | None
    start: int
    most: int


Entry = Rated | Weakest | Adjusted | Held
Taking = Callable[[Sequence[Any]], Sequence[Any]]


class Account(NamedTuple):
    """Entries in the order of the standard; their sum is the score, or the ratio of a part.

    Attributes:
        unit: how many units make one point, or a whole below a ``min`` branch.
        entries: as above.
        weights: of the entries, where all of them are ratings; else none.
        items: takes the ratings of these entries out of all ratings.
    """

    unit: int
    entries: tuple[Entry, ...]
    weights: tuple[int, ...]
    items: Taking


class Layout(NamedTuple):
    """All accounts of a rubric, with some of its clauses excluded.

    Attributes:
        leaves: the items that have to be rated.
        accounts: those below ``min`` branches come before what needs them; the score's is the last.
        places: one per clause, in the order of the standard.
        base: how many entries of the last account come before the adjustments of the whole.
        weights: one per leaf, where the score is no more than weighted ratings added up; else none.
    """

    leaves: tuple[Clause, ...]
    accounts: tuple[Account, ...]
    places: tuple[Place, ...]
    base: int
    weights: tuple[int, ...]

    def work(self, values: Sequence[int], steps: int, counts: Sequence[int] = ()) -> "Worked":
        """Add up what an assessment says.

        Args:
            values: one per leaf, in steps.
            steps: how many of them are 100 %.
            counts: how often each adjustment of the rubric occurred.
        """
        if self.weights:
            terms = map(mul, self.weights, values)
            return Worked(self, steps, counts, [[*accumulate(terms, initial=0)]])
        values = (*values, steps)
        sums: list[list[int]] = []
        for account in self.accounts:
            if account.weights:
                terms = map(mul, account.weights, account.items(values))
                sums.append([*accumulate(terms, initial=0)])
            else:
                sums.append(_summed(account.entries, values, steps, counts, sums))
        return Worked(self, steps, counts, sums)


class Worked(NamedTuple):
    """The accounts of an assessment, added up.

    Attributes:
        layout: of the rubric.
        steps: how many of a rating are 100 %.
        counts: how often each adjustment of the rubric occurred.
        sums: per account, how much its first entries bring together: none, one, two, and so on.
    """

    layout: Layout
    steps: int
    counts: Sequence[int]
    sums: Sequence[Sequence[int]]

    @property
    def units(self) -> int:
        """How many units make one point of the score."""
        return self.layout.accounts[-1].unit * self.steps

    @property
    def base(self) -> Fraction:
        """The score before the adjustments of the whole."""
        return Fraction(self.sums[-1][self.layout.base], self.units)


def _summed(
    entries: Sequence[Entry],
    values: Sequence[int],
    steps: int,
    counts: Sequence[int],
    sums: Sequence[list[int]],
) -> list[int]:
    running = [0]
    for entry in entries:
        match entry:
            case Rated(weight, item):
                term = weight * values[item]
            case Weakest(weight, accounts, factors):
                reached = [
                    sums[number][-1] * factor
                    for number, factor in zip(accounts, factors, strict=True)
                ]
                term = weight * min(reached)
            case Adjusted():
                term = entry.weight * steps * _counted(entry, running, steps, counts)
            case Held(_, start, most):
                reached_there = running[-1] - running[start]
                term = min(max(reached_there, 0), most * steps) - reached_there
            case _:
                assert_never(entry)
        running.append(running[-1] + term)
    return running


def _counted(entry: Adjusted, running: Sequence[int], steps: int, counts: Sequence[int]) -> int:
    """Return how many occurrences of an adjustment count."""
    least, parts = entry.least
    if (running[entry.before] - running[entry.start]) * parts < least * steps:
        return 0
    count = counts[entry.adjustment]
    return count if entry.times is None else min(count, entry.times)


def full_points(clause: Clause) -> Fraction | None:
    """Return the points of a clause when nothing is excluded; None where it has none.

    A ``sum`` branch has those of its children, all others have their own.
    """
    if not clause.clauses or clause.combine != "sum":
        return clause.points
    points = [full_points(child) for child in clause.clauses]
    return None if None in points else _sum(points)


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
        entries: each makes an entry once the unit is known.
        places: each keeps a place, once number and unit of the account are known.
        weights: have to be whole numbers of units.
    """

    def __init__(self) -> None:
        self.entries: list[Callable[[int], Entry]] = []
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
        self.left: dict[str, Fraction | None] = {}

    def layout(self) -> Layout:
        rubric, draft, where = self.rubric, _Draft(), _Where()
        for section in rubric.clauses:
            self._leave(section, full=False)
        self._branch(draft, rubric.combine, rubric.clauses, rubric.total, where)
        base = len(draft.entries)
        full = applicable = rubric.total
        if rubric.combine == "sum":
            full = _sum(full_points(section) for section in rubric.clauses)
            applicable = _sum(self.left[section.id] for section in rubric.clauses)
        most = rubric.total if rubric.maximum is None else rubric.maximum
        self._adjust(draft, None, 0, (rubric.total, most), (full, applicable))
        self._close(draft)
        places = tuple(place for place in self.places if place is not None)
        [*below, score] = self.accounts
        items = [entry.item for entry in score.entries if isinstance(entry, Rated)]
        is_plain = not below and items == [*range(len(score.entries))]
        weights = score.weights if is_plain else ()
        return Layout(tuple(self.leaves), tuple(self.accounts), places, base, weights)

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

        def keep(account: int, unit: int) -> None:
            scale = clause.scale or self.rubric.scale
            bands = () if clause.clauses else scale.ends()
            weight = int(most * unit)
            self.places[index] = Place(
                clause,
                where.depth,
                where.dimension,
                bands,
                account,
                start,
                end,
                weight,
                unit,
                where.counts,
            )

        draft.places.append(keep)

    def _rate(self, draft: _Draft, clause: Clause, most: Fraction, where: _Where) -> None:
        item = -1 if where.full else len(self.leaves)
        if not where.full:
            self.leaves.append(clause)
        draft.weights.append(most)
        draft.entries.append(lambda unit: Rated(int(most * unit), item))

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
        shares = [self._share(combine, clause) for clause in clauses]
        whole = sum(shares, Fraction(0))
        for clause, share in zip(clauses, shares, strict=True):
            self._visit(draft, clause, most * share / whole if share else share, where)

    def _share(self, combine: Combine, clause: Clause) -> Fraction:
        left = self.left[clause.id]
        if left is None:
            return Fraction(0)
        return left if combine == "sum" else clause.weight or Fraction(0)

    def _weakest(
        self, draft: _Draft, clauses: Sequence[Clause], most: Fraction, where: _Where
    ) -> None:
        """Draft a single entry: each clause that is left has an account of its own."""
        numbers: list[int] = []
        for clause in clauses:
            if self.left[clause.id] is None:
                self._visit(draft, clause, Fraction(0), where)
                continue
            own = _Draft()
            self._visit(own, clause, Fraction(1), where._replace(counts=False))
            numbers.append(self._close(own))
        if not numbers:
            return
        units = [self.accounts[number].unit for number in numbers]
        denominator = lcm(*units)
        factors = tuple(denominator // unit for unit in units)
        weight = most / denominator
        draft.weights.append(weight)
        draft.entries.append(lambda unit: Weakest(int(weight * unit), tuple(numbers), factors))

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
            start: number of its first entry.
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
            draft.entries.append(lambda unit: Held(on, start, int(held * unit)))

    def _close(self, draft: _Draft) -> int:
        """Bring an account into units; return its number."""
        number = len(self.accounts)
        unit = lcm(*(weight.denominator for weight in draft.weights))
        entries = tuple(entry(unit) for entry in draft.entries)
        ratings = [entry for entry in entries if isinstance(entry, Rated)]
        is_plain = len(ratings) == len(entries)
        weights = tuple(rating.weight for rating in ratings if is_plain)
        items = taking([rating.item for rating in ratings])
        self.accounts.append(Account(unit, entries, weights, items))
        for keep in draft.places:
            keep(number, unit)
        return number


def _in_units(adjusted: Adjusted, weight: Fraction, least: Fraction, unit: int) -> Adjusted:
    return adjusted._replace(weight=int(weight * unit), least=(least * unit).as_integer_ratio())


def _sum(numbers: Iterable[Fraction | None]) -> Fraction:
    return sum((number for number in numbers if number is not None), Fraction(0))


def taking(indices: Sequence[int]) -> Taking:
    """Return what takes the values at these places out of a sequence."""
    if len(indices) > 1:
        return itemgetter(*indices)
    return lambda values: [values[index] for index in indices]  # for one, itemgetter gives no tuple
