"""Straight-line programs over whole numbers, and the fractions that are computed in them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import gcd, lcm, prod
from typing import Literal, NamedTuple, assert_never

__all__ = ["Comparison", "Op", "Program", "Step", "Value", "values_of"]

Op = Literal["const", "column", "linear", "mul", "min", "max", "recip"]

_MOST_SUMS = 1000  # how many sums are tried before a divisor counts as one that may be anything
_SMALL = 10**6  # a common multiple up to here is worth multiplying by


class Step(NamedTuple):
    """One step of a program: a whole number made of earlier ones.

    Attributes:
        op: ``const`` is ``numbers[0]``; ``column`` is input column ``args[0]``; ``linear`` is the
            sum of ``numbers[i] * args[i]``; ``mul``, ``min`` and ``max`` are of all ``args``;
            ``recip`` is ``numbers[0] // args[0]``, which divides without a rest.
        args: indices of earlier steps; for ``column`` the index of the column.
        numbers: constants of the step.
        low: its least value, whatever the row is.
        high: its greatest value.
    """

    op: Op
    args: tuple[int, ...]
    numbers: tuple[int, ...]
    low: int
    high: int


class Comparison(NamedTuple):
    """``left >= right``, or ``left > right`` where it is strict.

    Attributes:
        left: index of a step.
        right: index of another one.
        strict: whether being equal does not suffice.
    """

    left: int
    right: int
    strict: bool


class Value(NamedTuple):
    """A fraction that a program computes.

    Attributes:
        terms: steps, each with a constant factor; their sum is the numerator.
        over: steps whose product is the denominator; each is 1 or more.
    """

    terms: tuple[tuple[int, Fraction], ...]
    over: tuple[int, ...] = ()

    def scaled(self, by: Fraction) -> "Value":
        """Return it times a constant."""
        return Value(tuple((step, factor * by) for step, factor in self.terms if by), self.over)


class Program:
    """Steps, each of which is there once; the first is the constant 1."""

    def __init__(self) -> None:
        """Start with no more than the constant."""
        self.steps: list[Step] = []
        self._known: dict[Step, int] = {}
        self._multiples: dict[tuple[tuple[int, Fraction], ...], int | None] = {}
        self.one = self.const(Fraction(1))

    def _step(
        self, op: Op, args: Iterable[int], numbers: Iterable[int], low: int, high: int
    ) -> int:
        step = Step(op, tuple(args), tuple(numbers), low, high)
        if step not in self._known:
            self._known[step] = len(self.steps)
            self.steps.append(step)
        return self._known[step]

    def const(self, number: Fraction) -> Value:
        """Return a constant."""
        one = self._step("const", (), (1,), 1, 1)
        return Value(((one, Fraction(1)),)).scaled(number)

    def column(self, index: int, high: int) -> Value:
        """Return an input column, of whole numbers from 0 to ``high``."""
        return Value(((self._step("column", (index,), (), 0, high), Fraction(1)),))

    def fixed(self, value: Value) -> Fraction | None:
        """Return the number that a value always has; None where it has not."""
        if any(step != self.one.terms[0][0] for step, _ in value.terms) or value.over:
            return None
        return sum((factor for _, factor in value.terms), Fraction(0))

    def added(self, values: Iterable[Value]) -> Value:
        """Return a sum; over other denominators it takes a common one."""
        values = [value for value in values if value.terms]
        over = _common(values)
        terms: dict[int, Fraction] = {}
        for value in (self._over(value, over) for value in values):
            for step, factor in value.terms:
                terms[step] = terms.get(step, Fraction(0)) + factor
        return Value(tuple((step, factor) for step, factor in terms.items() if factor), over)

    def less(self, value: Value, other: Value) -> Value:
        """Return a difference."""
        return self.added([value, other.scaled(Fraction(-1))])

    def times(self, value: Value, other: Value) -> Value:
        """Return a product."""
        for one, two in ((value, other), (other, value)):
            if (number := self.fixed(one)) is not None:
                return two.scaled(number)
        (a, by_a), (b, by_b) = self._solid(value), self._solid(other)
        ends = [
            x * y
            for x in (self.steps[a].low, self.steps[a].high)
            for y in (self.steps[b].low, self.steps[b].high)
        ]
        step = self._step("mul", sorted((a, b)), (), min(ends), max(ends))
        return Value(((step, by_a * by_b),), tuple(sorted(value.over + other.over)))

    def ratio(self, value: Value, of: Value) -> Value:
        """Return a quotient, as `divided` does, that stays within 0 and 1."""
        quotient = self.divided(value, of)
        if len(quotient.terms) != 1:
            return quotient
        [(step, factor)] = quotient.terms
        op, args, numbers, low, high = self.steps[step]
        most = prod(self.steps[divisor].high for divisor in quotient.over) / factor
        held = self._step(op, args, numbers, max(low, 0), min(high, int(most)))
        return Value(((held, factor),), quotient.over)

    def divided(self, value: Value, by: Value) -> Value:
        """Return a quotient; 0 by 0 is 0.

        Where the divisor takes few values, it is brought to one denominator for all of them: ``x /
        w`` is ``x * (L // w) / L`` with the least common multiple L of all w. Otherwise the
        quotient stays open.

        Args:
            value: 0 where the divisor is.
            by: a sum of flags, with no denominator of its own.
        """
        number = self.fixed(by)
        if number is not None:
            return value.scaled(1 / number) if number else value
        step, factor = self._solid(by)
        divisor = self._extreme_of("max", [step, self._solid(self.one)[0]])
        if by.terms not in self._multiples:
            self._multiples[by.terms] = self._multiple(by, factor)
        multiple = self._multiples[by.terms]
        if multiple is None:
            over = tuple(sorted((*value.over, divisor)))
            return Value(value.scaled(1 / factor).terms, over)
        least, most = self.steps[divisor].low, self.steps[divisor].high
        recip = self._step("recip", (divisor,), (multiple,), multiple // most, multiple // least)
        return self.times(value, Value(((recip, 1 / (factor * multiple)),)))

    def least(self, values: Sequence[Value]) -> Value:
        """Return the least of some values."""
        return self._extreme("min", values)

    def most(self, values: Sequence[Value]) -> Value:
        """Return the greatest of some values."""
        return self._extreme("max", values)

    def compared(self, left: Value, right: Value, *, strict: bool) -> Comparison:
        """Return a comparison of two values as one of two steps."""
        (one, two), _, _ = self._aligned([self.solid(left), self.solid(right)])
        return Comparison(one, two, strict)

    def reached(self, left: Value, right: Value) -> Value:
        """Return 1 where ``left >= right``, else 0."""
        (one, two), _, _ = self._aligned([self.solid(left), self.solid(right)])
        unit = Fraction(1)
        ahead = Value(((one, unit), (two, -unit))) if one != two else Value(())
        ahead = self.added([ahead, self.one])
        return self.least([self.most([ahead, self.const(Fraction(0))]), self.one])

    def solid(self, value: Value) -> Value:
        """Return the value as a single step, which others can share."""
        step, factor = self._solid(value)
        return Value(((step, factor),) if factor else (), value.over)

    def quotient(self, value: Value) -> tuple[int, int]:
        """Return the steps of numerator and denominator of a value."""
        step, factor = self._solid(value)
        numerator = self._linear([(step, factor.numerator)])
        parts = self.const(Fraction(factor.denominator))
        denominator = self.times(self._product(value.over), parts)
        return numerator, self._linear([(s, int(f)) for s, f in denominator.terms])

    def _solid(self, value: Value) -> tuple[int, Fraction]:
        """Return one step for all terms, and its factor."""
        if len(value.terms) == 1:
            return value.terms[0]
        if not value.terms:
            return self._step("const", (), (0,), 0, 0), Fraction(1)
        common = _common_factor(factor for _, factor in value.terms)
        return self._linear([(step, int(f / common)) for step, f in value.terms]), common

    def _linear(self, terms: Sequence[tuple[int, int]]) -> int:
        """Return the step of a sum of products, itself where it is no more than one step."""
        if len(terms) == 1:
            (step, number), *_ = terms
            if number == 1:
                return step
            if self.steps[step].op == "const":
                made = number * self.steps[step].low
                return self._step("const", (), (made,), made, made)
        ends = [
            sorted((number * self.steps[step].low, number * self.steps[step].high))
            for step, number in terms
        ]
        low, high = sum(low for low, _ in ends), sum(high for _, high in ends)
        return self._step("linear", [s for s, _ in terms], [n for _, n in terms], low, high)

    def _over(self, value: Value, over: tuple[int, ...]) -> Value:
        """Bring a value to a denominator that holds its own."""
        missing = Counter(over) - Counter(value.over)
        if not missing:
            return value
        factor = self._product(missing.elements())
        return Value(self.times(Value(value.terms), factor).terms, over)

    def _product(self, steps: Iterable[int]) -> Value:
        product = self.one
        for step in steps:
            product = self.times(product, Value(((step, Fraction(1)),)))
        return product

    def _aligned(self, values: Sequence[Value]) -> tuple[list[int], Fraction, tuple[int, ...]]:
        """Bring values to one denominator and one factor; return their steps and these two."""
        over = _common(values)
        solid = [self._solid(self._over(value, over)) for value in values]
        common = _common_factor(factor for _, factor in solid)
        return [self._linear([(step, int(f / common))]) for step, f in solid], common, over

    def _extreme(self, op: Literal["min", "max"], values: Sequence[Value]) -> Value:
        if len(values) == 1:
            return values[0]
        steps, factor, over = self._aligned(values)
        return Value(((self._extreme_of(op, steps), factor),), over)

    def _extreme_of(self, op: Literal["min", "max"], steps: Sequence[int]) -> int:
        """Return the step of the least or greatest, without those that never are it."""
        sign = 1 if op == "min" else -1
        ends = {
            step: sorted((sign * self.steps[step].low, sign * self.steps[step].high))
            for step in steps
        }
        surest = min(ends, key=lambda step: (ends[step][1], ends[step][0]))
        bound = ends[surest][1]
        left = [step for step in ends if step == surest or ends[step][0] < bound]
        if len(left) == 1:
            return surest
        low, high = sorted((sign * min(ends[step][0] for step in left), sign * bound))
        return self._step(op, sorted(left), (), low, high)

    def _multiple(self, by: Value, factor: Fraction) -> int | None:
        """Return a common multiple of all that a divisor can be; None where none is small."""
        sums = {Fraction(0)}
        for step, number in by.terms:
            flags = (self.steps[step].low, self.steps[step].high)
            sums = {s + number * flag for s in sums for flag in flags}
            if len(sums) > _MOST_SUMS:
                return None
        multiple = lcm(*(int(total / factor) for total in sums if total))
        return multiple if multiple <= _SMALL else None


def _common(values: Iterable[Value]) -> tuple[int, ...]:
    """Return the least denominator that holds those of all."""
    held: Counter[int] = Counter()
    for value in values:
        held |= Counter(value.over)
    return tuple(sorted(held.elements()))


def _common_factor(factors: Iterable[Fraction]) -> Fraction:
    """Return the largest fraction of which all are whole multiples."""
    factors = list(factors)
    return Fraction(
        gcd(*(factor.numerator for factor in factors)),
        lcm(*(factor.denominator for factor in factors)),
    )


def values_of(steps: Sequence[Step], row: Sequence[int]) -> list[int]:
    """Return the value of every step; ``row`` holds those of the columns."""
    values: list[int] = []
    for step in steps:
        match step.op:
            case "const":
                value = step.numbers[0]
            case "column":
                value = row[step.args[0]]
            case "linear":
                value = sum(n * values[arg] for n, arg in zip(step.numbers, step.args, strict=True))
            case "mul":
                value = prod(values[arg] for arg in step.args)
            case "min":
                value = min(values[arg] for arg in step.args)
            case "max":
                value = max(values[arg] for arg in step.args)
            case "recip":
                value = step.numbers[0] // values[step.args[0]]
            case _:
                assert_never(step.op)
        values.append(value)
    return values
