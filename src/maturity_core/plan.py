"""A rubric as a straight-line program over whole numbers: the form that every engine runs."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, assert_never

from maturity_core.account import full_points, whole_points
from maturity_core.assessment import MOST_COUNTED, RATING_STEPS
from maturity_core.program import Comparison, Program, Step, Value, values_of
from maturity_core.rubric import (
    SEMANTICS,
    Adjustment,
    Clause,
    Combine,
    Grade,
    GradeBand,
    Requirement,
    Rubric,
    mean_weights,
)
from maturity_core.rubric_checks import require_valid

__all__ = [
    "RATING_STEPS",
    "Cap",
    "Column",
    "Comparison",
    "Plan",
    "PlanBand",
    "Step",
    "computed",
    "plan_of",
    "run",
]


class Column(NamedTuple):
    """An input of a plan: one whole number per row.

    Attributes:
        kind: a ``"rating"`` in ten-thousandths, a ``"count"`` of occurrences, or ``"excluded"``: 1
            where the clause is left out, else 0.
        name: id of the scored item, of the adjustment, or of the excludable clause.
        high: its largest value; the least is 0.
        step: a rating is a multiple of it.
        levels: what a rating has to be one of, in ten-thousandths; None where the scale is not
            made of levels.
        excluded_by: ids of the clauses with which a rating is left out: it is 0 then.
    """

    kind: Literal["rating", "count", "excluded"]
    name: str
    high: int
    step: int = 1
    levels: tuple[int, ...] | None = None
    excluded_by: tuple[str, ...] = ()


class PlanBand(NamedTuple):
    """A way to reach a grade.

    Attributes:
        grade: that is reached.
        conditions: all of these must hold.
    """

    grade: Grade
    conditions: tuple[Comparison, ...]


class Cap(NamedTuple):
    """What a veto does.

    Attributes:
        veto: its id.
        grade: the best one that is left once it has fired.
    """

    veto: str
    grade: Grade


class Plan(NamedTuple):
    """A rubric as whole numbers.

    Attributes:
        rubric: id of the rubric.
        semantics: number of the scoring semantics.
        columns: ratings in the order of the standard, then counts, then exclusions.
        steps: in the order in which they are computed.
        score: indices of the numerator and the denominator of the score.
        bands: the best grade first; the first whose conditions hold is the grade.
        lowest: the grade where no band is met.
        caps: one per veto.
    """

    rubric: str
    semantics: int
    columns: tuple[Column, ...]
    steps: tuple[Step, ...]
    score: tuple[int, int]
    bands: tuple[PlanBand, ...]
    lowest: Grade
    caps: tuple[Cap, ...]

    @property
    def largest(self) -> int:
        """The largest absolute value of any step, which an engine must be able to hold."""
        return max(max(abs(step.low), abs(step.high)) for step in self.steps)


def plan_of(rubric: Rubric) -> Plan:
    """Compile a rubric to whole numbers: what `score` gives by it, the plan gives too.

    Args:
        rubric: the standard.

    Raises:
        InvalidRubric: the rubric breaks a rule.

    >>> from maturity_core import get_rubric
    >>> plan = plan_of(get_rubric("qbjkb-009-2026"))
    >>> len(plan.columns), plan.largest < 2**53
    (23, True)
    """
    require_valid(rubric)
    return _Compiling(rubric).plan()


class _Part(NamedTuple):
    """What a clause comes to; all of it is 0 where the clause is left out.

    Attributes:
        kept: 1 where it is not left out.
        points: what is left of its points.
        before: the ratio before its own adjustments.
        ratio: with them.
        earned: points times ratio.
    """

    kept: Value
    points: Value
    before: Value
    ratio: Value
    earned: Value


class _Compiling:
    """Goes through the clauses of a rubric once, in the order of the standard."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.program = Program()
        self.none = self.program.const(Fraction(0))
        self.columns = tuple(_columns(rubric))
        self.inputs: dict[tuple[str, str], Value] = {
            (column.kind, column.name): self.program.column(index, column.high)
            for index, column in enumerate(self.columns)
        }
        self.adjustments: dict[str | None, list[Adjustment]] = defaultdict(list)
        for adjustment in rubric.adjustments:
            self.adjustments[adjustment.on].append(adjustment)
        self.parts: dict[str, _Part] = {}
        self.counted: dict[str, Value] = {}

    def plan(self) -> Plan:
        rubric, program = self.rubric, self.program
        whole = self._combined(rubric.combine, rubric.clauses, rubric.total, program.one, self.none)
        base = program.solid(whole.before.scaled(rubric.total))
        score = self._final(base, whole)
        numerator, denominator = program.quotient(score)
        bands = [
            (rubric.grades.grade(band.grade), [*self._conditions(band, base, score)])
            for band in rubric.grades.bands
        ]
        bands.sort(key=lambda band: -band[0].rank)
        used = [numerator, denominator]
        used += [step for _, conditions in bands for c in conditions for step in (c.left, c.right)]
        steps, places = _without_dead_steps(program.steps, used)
        return Plan(
            rubric=rubric.id,
            semantics=SEMANTICS,
            columns=self.columns,
            steps=steps,
            score=(places[numerator], places[denominator]),
            bands=tuple(
                PlanBand(
                    grade,
                    tuple(
                        Comparison(places[c.left], places[c.right], c.strict) for c in conditions
                    ),
                )
                for grade, conditions in bands
            ),
            lowest=min(rubric.grades.grades, key=lambda grade: grade.rank),
            caps=tuple(Cap(veto.id, rubric.grades.grade(veto.caps_at)) for veto in rubric.vetoes),
        )

    def _part(self, clause: Clause, kept: Value, full: Value) -> _Part:
        """Compile a clause and all below it.

        Args:
            clause: the clause.
            kept: 1 where the part above it is not left out.
            full: 1 where it counts in full since one above it is excluded.
        """
        program = self.program
        if clause.excludable:
            excluded = self.inputs["excluded", clause.id]
            if clause.excluded == "full":
                full = program.most([full, program.least([excluded, kept])])
            else:
                left = program.least([kept, program.less(program.one, excluded)])
                kept = program.most([full, left])
        own = clause.points or Fraction(0)
        if clause.clauses:
            part = self._combined(clause.combine, clause.clauses, own, kept, full)
        else:
            rating = self.inputs["rating", clause.id].scaled(Fraction(1, RATING_STEPS))
            ratio = program.most([rating, full])
            part = _Part(kept, kept.scaled(own), ratio, ratio, ratio.scaled(own))
        if clause.id in self.adjustments:
            extra = self._extra(clause.id, part, full_points(clause) or Fraction(0))
            reached = program.most([program.added([part.before, *extra]), self.none])
            ratio = program.least([reached, program.one])
            part = part._replace(ratio=ratio, earned=program.times(part.points, ratio))
        self.parts[clause.id] = part
        return part

    def _combined(
        self, combine: Combine, clauses: Sequence[Clause], own: Fraction, kept: Value, full: Value
    ) -> _Part:
        """Compile what the clauses of a branch make together, without adjustments.

        Args:
            combine: how they are combined.
            clauses: the clauses.
            own: points of the branch.
            kept: 1 where the branch itself is not left out.
            full: 1 where it counts in full.
        """
        program = self.program
        parts = [self._part(clause, kept, full) for clause in clauses]
        if all(part.kept != kept for part in parts):
            kept = program.most([part.kept for part in parts])
        if combine == "sum":
            points = program.added(part.points for part in parts)
            earned = program.added(part.earned for part in parts)
            ratio = program.ratio(earned, points)
            return _Part(kept, points, ratio, ratio, earned)
        if combine == "mean":
            weights = [weight or Fraction(0) for weight in mean_weights(clauses)]
            pairs = list(zip(weights, parts, strict=True))
            reached = program.added(part.ratio.scaled(weight) for weight, part in pairs)
            left = program.added(part.kept.scaled(weight) for weight, part in pairs)
            ratio = program.ratio(reached, left)
        else:
            least = program.least(
                [self._if_kept(part.ratio, part.kept, Fraction(1)) for part in parts]
            )
            ratio = program.times(least, kept)
        return _Part(kept, kept.scaled(own), ratio, ratio, ratio.scaled(own))

    def _if_kept(self, value: Value, kept: Value, otherwise: Fraction) -> Value:
        """Return a value that is 0 where a part is left out, and there something else instead."""
        missing = self.program.less(self.program.one, kept)
        return self.program.added([value, missing.scaled(otherwise)])

    def _extra(self, on: str | None, part: _Part, full: Fraction) -> Iterator[Value]:
        """Yield what the adjustments of a place add to its ratio, below 0 for deductions.

        Args:
            on: id of the clause; None for the whole.
            part: what it comes to without them.
            full: its points when nothing is excluded.
        """
        program = self.program
        for adjustment in self.adjustments[on]:
            counted = self.inputs["count", adjustment.id]
            if adjustment.times is not None:
                counted = program.least([counted, program.const(Fraction(adjustment.times))])
            if adjustment.from_ratio is not None:
                enough = program.const(adjustment.from_ratio)
                counted = program.times(counted, program.reached(part.before, enough))
            counted = self.counted[adjustment.id] = program.times(counted, part.kept)
            sign = 1 if adjustment.kind == "bonus" else -1
            points = counted.scaled(sign * adjustment.points)
            per = part.points if adjustment.scaling == "inside" else program.const(full)
            yield program.divided(points, per)

    def _final(self, base: Value, whole: _Part) -> Value:
        """Return the score: the base with the adjustments of the whole, held."""
        rubric, program = self.rubric, self.program
        if None not in self.adjustments:
            return base
        ratios = self._extra(None, whole, whole_points(rubric))
        extra = [ratio.scaled(rubric.total) for ratio in ratios]
        reached = program.most([program.added([base, *extra]), self.none])
        return program.solid(program.least([reached, program.const(rubric.most)]))

    def _conditions(self, band: GradeBand, base: Value, score: Value) -> Iterator[Comparison]:
        program = self.program
        compared = score if band.score == "final" else base
        yield program.compared(compared, program.const(band.floor), strict=band.above)
        for required in band.requires:
            for reached, limit in self._required(required, base):
                yield program.compared(reached, limit, strict=required.above)

    def _required(self, required: Requirement, base: Value) -> Iterator[tuple[Value, Value]]:
        """Yield what is required as pairs: what is reached, and what it is compared with."""
        limit = self.program.const(required.limit)
        # What is left out is above every limit, or below.
        left_out = required.limit + 1 if required.excluded != "unmet" else Fraction(-1)
        match required.of:
            case "clause" | "section":
                sections = [section.id for section in self.rubric.clauses]
                for name in sections if required.of == "section" else [required.name]:
                    part = self.parts[name]
                    yield self._if_kept(part.ratio, part.kept, left_out), limit
            case "score":
                yield base, limit
            case "adjustment":
                of = {adjustment.id: adjustment for adjustment in self.rubric.adjustments}
                adjustment = of[required.name]
                points = self.counted[required.name].scaled(adjustment.points)
                kept = self.program.one if adjustment.on is None else self.parts[adjustment.on].kept
                yield self._if_kept(points, kept, left_out), limit
            case "dimension":
                yield self._dimension(required, left_out)
            case _:
                assert_never(required.of)

    def _dimension(self, required: Requirement, left_out: Fraction) -> tuple[Value, Value]:
        items = [(p, e, m) for d, p, e, m in self._items() if d == required.name]
        kept = self.program.most([part.kept for part, _, _ in items])
        earned = self.program.added(earned for _, earned, _ in items)
        most = self.program.added(most for _, _, most in items)
        return self._if_kept(earned, kept, left_out), most.scaled(required.limit)

    def _items(self) -> Iterator[tuple[str | None, _Part, Value, Value]]:
        """Yield every item with its dimension, what it earns and the most that it can.

        A whole made by ``min`` has no items, and its rubric no dimensions.

        Both are in a unit that is the same for all items of a row.
        """
        rubric, program = self.rubric, self.program

        def visit(
            clause: Clause, share: Fraction, per: Value, above: Combine, dimension: str | None
        ) -> Iterator[tuple[str | None, _Part, Value, Value]]:
            part, dimension = self.parts[clause.id], clause.dimension or dimension
            if not clause.clauses or clause.combine == "min":
                earned = program.times(part.before.scaled(share), per)
                yield dimension, part, earned, program.times(part.kept.scaled(share), per)
                return
            whole = part.points
            if clause.combine == "mean":
                weights = zip(mean_weights(clause.clauses), clause.clauses, strict=True)
                whole = program.added(
                    self.parts[b.id].kept.scaled(w or Fraction(0)) for w, b in weights
                )
            if above != "sum" or clause.combine != "sum":
                per = program.divided(per.scaled(share), whole)
            yield from below(clause.clauses, clause.combine, per, dimension)

        def below(
            clauses: Sequence[Clause], combine: Combine, per: Value, dimension: str | None
        ) -> Iterator[tuple[str | None, _Part, Value, Value]]:
            for clause, weight in zip(clauses, mean_weights(clauses), strict=True):
                share = (clause.points if combine == "sum" else weight) or Fraction(0)
                yield from visit(clause, share, per, combine, dimension)

        yield from below(rubric.clauses, rubric.combine, program.one, None)


def _columns(rubric: Rubric) -> Iterator[Column]:
    def ratings(clause: Clause, excluded_by: tuple[str, ...]) -> Iterator[Column]:
        if clause.excludable:
            excluded_by = (*excluded_by, clause.id)
        if not clause.clauses:
            step, levels = rubric.scale_of(clause).in_steps(RATING_STEPS)
            yield Column("rating", clause.id, RATING_STEPS, step, levels, excluded_by)
        for child in clause.clauses:
            yield from ratings(child, excluded_by)

    for section in rubric.clauses:
        yield from ratings(section, ())
    for adjustment in rubric.adjustments:
        yield Column("count", adjustment.id, MOST_COUNTED)
    for clause in rubric.walk():
        if clause.excludable:
            yield Column("excluded", clause.id, 1)


def _without_dead_steps(
    steps: Sequence[Step], used: Collection[int]
) -> tuple[tuple[Step, ...], dict[int, int]]:
    """Leave out what nothing needs; return the rest, and where each step stands now."""
    needed = set(used)
    for index in range(len(steps) - 1, -1, -1):
        if index in needed and steps[index].op != "column":
            needed |= set(steps[index].args)
    places = {index: place for place, index in enumerate(sorted(needed))}
    left = [
        step if step.op == "column" else step._replace(args=tuple(places[a] for a in step.args))
        for step in (steps[index] for index in places)
    ]
    return tuple(left), places


def run(
    plan: Plan,
    ratings: Mapping[str, int],
    fired: Collection[str] = (),
    *,
    counts: Mapping[str, int] | None = None,
    excluded: Collection[str] = (),
) -> tuple[Fraction, Grade]:
    """Run a plan on one row, in plain Python: the reference for every other engine.

    Args:
        plan: of the rubric.
        ratings: ten-thousandths by id of the scored item, one for each that is not left out.
        fired: ids of the vetoes that fired.
        counts: how often each adjustment occurred, by id; 0 is stated too.
        excluded: ids of the clauses that are left out.

    Returns:
        The score in points, exact, and the grade after vetoes.

    Raises:
        KeyError: a rating or a count is missing; nothing else is checked.

    >>> from maturity_core import get_rubric
    >>> plan = plan_of(get_rubric("qbjkb-009-2026"))
    >>> points, grade = run(plan, {column.name: 9_495 for column in plan.columns})
    >>> points, grade.id
    (Fraction(1899, 20), 'four-star')
    """
    values = computed(plan, ratings, counts=counts, excluded=excluded)
    grade = next(
        (band.grade for band in plan.bands if all(_holds(values, c) for c in band.conditions)),
        plan.lowest,
    )
    for cap in plan.caps:
        if cap.veto in fired and cap.grade.rank < grade.rank:
            grade = cap.grade
    numerator, denominator = plan.score
    return Fraction(values[numerator], values[denominator]), grade


def computed(
    plan: Plan,
    ratings: Mapping[str, int],
    *,
    counts: Mapping[str, int] | None = None,
    excluded: Collection[str] = (),
) -> list[int]:
    """Return the value of every step on one row; the arguments are those of `run`."""
    row = [_input(column, ratings, counts or {}, excluded) for column in plan.columns]
    return values_of(plan.steps, row)


def _input(
    column: Column,
    ratings: Mapping[str, int],
    counts: Mapping[str, int],
    excluded: Collection[str],
) -> int:
    match column.kind:
        case "rating":
            is_left_out = any(clause in excluded for clause in column.excluded_by)
            return 0 if is_left_out else ratings[column.name]
        case "count":
            return counts[column.name]
        case "excluded":
            return int(column.name in excluded)
        case _:
            assert_never(column.kind)


def _holds(values: Sequence[int], condition: Comparison) -> bool:
    left, right = values[condition.left], values[condition.right]
    return left > right if condition.strict else left >= right
