"""A rubric as a straight-line program over whole numbers: the form that every engine runs."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple, assert_never

from maturity_core.account import lay_out
from maturity_core.assessment import RATING_STEPS
from maturity_core.errors import InvalidRubric, Path, Problem
from maturity_core.rubric import SEMANTICS, Grade, GradeBand, RatingScale, Rubric
from maturity_core.rubric_checks import require_valid

__all__ = [
    "RATING_STEPS",
    "Cap",
    "Comparison",
    "Op",
    "Plan",
    "PlanBand",
    "Step",
    "plan_of",
    "require_supported",
    "run",
]

Op = Literal["const", "column", "linear", "mul", "min", "max", "recip"]


class Step(NamedTuple):
    """One step of a plan: a whole number made of earlier ones.

    Attributes:
        op: ``const`` is ``numbers[0]``; ``column`` is input column ``args[0]``; ``linear`` is the
            sum of ``numbers[i] * args[i]``; ``mul``, ``min`` and ``max`` are of all ``args``;
            ``recip`` is ``numbers[0] // args[0]``, which divides without a rest.
        args: indices of earlier steps; for ``column`` the index of the column.
        numbers: constants of the step.
        low, high: the interval that its value never leaves.
    """

    op: Op
    args: tuple[int, ...]
    numbers: tuple[int, ...]
    low: int
    high: int


class Comparison(NamedTuple):
    """``left >= right``, or ``left > right`` where it is strict; both are indices of steps."""

    left: int
    right: int
    strict: bool


class PlanBand(NamedTuple):
    """A grade, and the comparisons that must all hold for it."""

    grade: Grade
    conditions: tuple[Comparison, ...]


class Cap(NamedTuple):
    """A veto, and the best grade that is left once it has fired."""

    veto: str
    grade: Grade


class Plan(NamedTuple):
    """A rubric as whole numbers.

    Attributes:
        rubric: id of the rubric.
        semantics: number of the scoring semantics.
        columns: ids of the scored items, in input order; values from 0 to `RATING_STEPS`.
        steps: in the order in which they are computed.
        score: indices of the numerator and the denominator of the score.
        bands: the best grade first; the first whose conditions hold is the grade.
        lowest: the grade where no band is met.
        caps: one per veto.
    """

    rubric: str
    semantics: int
    columns: tuple[str, ...]
    steps: tuple[Step, ...]
    score: tuple[int, int]
    bands: tuple[PlanBand, ...]
    lowest: Grade
    caps: tuple[Cap, ...]

    @property
    def largest(self) -> int:
        """The largest absolute value of any step: what an engine must be able to hold."""
        return max(max(abs(step.low), abs(step.high)) for step in self.steps)


def require_supported(rubric: Rubric) -> None:
    """Refuse a rubric that uses what no plan does yet; `score` does all of it.

    Raises:
        InvalidRubric: with ``rubric.not-supported-yet`` for every place.
    """
    problems = [
        Problem("rubric.not-supported-yet", path, {"rubric": rubric.id, "feature": feature})
        for path, feature in _not_supported(rubric)
    ]
    if problems:
        raise InvalidRubric(problems)


def _not_supported(rubric: Rubric) -> Iterator[tuple[Path, str]]:
    if rubric.combine != "sum":
        yield ("rubric", "combine"), rubric.combine
    if rubric.maximum is not None:
        yield ("rubric", "maximum"), "maximum"
    yield from _scale_not_supported(("scale",), rubric.scale)
    for clause in rubric.walk():
        where: Path = ("clauses", clause.id)
        if clause.combine != "sum":
            yield (*where, "combine"), clause.combine
        if clause.excludable:
            yield (*where, "excludable"), "excludable"
        if clause.scale is not None:
            yield from _scale_not_supported((*where, "scale"), clause.scale)
    for adjustment in rubric.adjustments:
        yield ("adjustments", adjustment.id), "adjustments"
    for grade in rubric.grades.grades:
        bands = [band for band in rubric.grades.bands if band.grade == grade.id]
        yield from _bands_not_supported(("grades", grade.id), bands)


def _bands_not_supported(where: Path, bands: list[GradeBand]) -> Iterator[tuple[Path, str]]:
    if len(bands) > 1:
        yield (*where, "any"), "any"
    for index, band in enumerate(bands):
        place = (*where, "any", index) if len(bands) > 1 else where
        if band.above:
            yield (*place, "above"), "above"
        if band.score != "final":
            yield (*place, "score"), band.score
        if band.requires:
            yield (*place, "requires"), "requires"


def _scale_not_supported(where: Path, scale: RatingScale) -> Iterator[tuple[Path, str]]:
    if scale.step is not None:
        yield (*where, "step"), "step"
    if any(band.low == band.high for band in scale.bands):
        yield (*where, "bands"), "low = high"


def plan_of(rubric: Rubric) -> Plan:
    """Compile a rubric.

    Raises:
        InvalidRubric: the rubric breaks a rule, or does more than add up: there is no plan of
            that yet.

    >>> from maturity_core import get_rubric
    >>> plan = plan_of(get_rubric("qbjkb-009-2026"))
    >>> len(plan.columns), plan.largest < 2**53
    (23, True)
    """
    require_supported(rubric)
    require_valid(rubric)
    layout = lay_out(rubric)
    weights, unit = layout.weights, layout.accounts[-1].unit
    columns = tuple(leaf.id for leaf in layout.leaves)
    steps = [Step("column", (i,), (), 0, RATING_STEPS) for i in range(len(columns))]
    high = sum(weights) * RATING_STEPS

    def add(step: Step) -> int:
        if step not in steps:
            steps.append(step)
        return steps.index(step)

    def const(number: int) -> int:
        return add(Step("const", (), (number,), number, number))

    whole = unit * RATING_STEPS
    score = add(Step("linear", tuple(range(len(columns))), weights, 0, high))
    one_point = const(whole)
    bands: list[PlanBand] = []
    for band in rubric.grades.bands:
        floor = band.floor * whole
        times = floor.denominator
        left = score
        if times > 1:
            left = add(Step("linear", (score,), (times,), 0, high * times))
        bands.append(
            PlanBand(
                rubric.grades.grade(band.grade),
                (Comparison(left, const(floor.numerator), strict=False),),
            )
        )
    bands.sort(key=lambda band: -band.grade.rank)
    return Plan(
        rubric=rubric.id,
        semantics=SEMANTICS,
        columns=columns,
        steps=tuple(steps),
        score=(score, one_point),
        bands=tuple(bands),
        lowest=min(rubric.grades.grades, key=lambda grade: grade.rank),
        caps=tuple(Cap(veto.id, rubric.grades.grade(veto.caps_at)) for veto in rubric.vetoes),
    )


def run(  # noqa: C901 -- one case per operation
    plan: Plan, ratings: Mapping[str, int], fired: Collection[str] = ()
) -> tuple[Fraction, Grade]:
    """Run a plan on one row, in plain Python: the reference for every other engine.

    Args:
        plan: of the rubric.
        ratings: ten-thousandths by id of the scored item, one for each column.
        fired: ids of the vetoes that fired.

    Returns:
        The score and the grade after vetoes.
    """
    values: list[int] = []
    for step in plan.steps:
        match step.op:
            case "const":
                value = step.numbers[0]
            case "column":
                value = ratings[plan.columns[step.args[0]]]
            case "linear":
                value = sum(
                    number * values[arg]
                    for number, arg in zip(step.numbers, step.args, strict=True)
                )
            case "mul":
                value = 1
                for arg in step.args:
                    value *= values[arg]
            case "min":
                value = min(values[arg] for arg in step.args)
            case "max":
                value = max(values[arg] for arg in step.args)
            case "recip":
                value = step.numbers[0] // values[step.args[0]]
            case _:
                assert_never(step.op)
        values.append(value)
    grade = next(
        (band.grade for band in plan.bands if all(_holds(values, c) for c in band.conditions)),
        plan.lowest,
    )
    for cap in plan.caps:
        if cap.veto in fired and cap.grade.rank < grade.rank:
            grade = cap.grade
    numerator, denominator = plan.score
    return Fraction(values[numerator], values[denominator]), grade


def _holds(values: list[int], condition: Comparison) -> bool:
    left, right = values[condition.left], values[condition.right]
    return left > right if condition.strict else left >= right
