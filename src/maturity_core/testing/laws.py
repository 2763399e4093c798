"""The laws that every rubric keeps: a check each, for a rubric and a complete assessment by it."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import wraps
from typing import Protocol, cast

from attrs import evolve

from maturity_core.assessment import Assessment, Rating, VetoFinding
from maturity_core.errors import IncompleteAssessment, MaturityError
from maturity_core.exact import as_text
from maturity_core.files import dump_assessment, dump_rubric, load_assessment, load_rubric
from maturity_core.plan import RATING_STEPS, plan_of, run
from maturity_core.rubric import Adjustment, RatingScale, Rubric
from maturity_core.rubric_checks import check_rubric
from maturity_core.scorecard import Scorecard
from maturity_core.scoring import score as score_it
from maturity_core.testing.plain import Plain, fired, fired_in, ratios_of

__all__ = [
    "LAWS",
    "Law",
    "Scorer",
    "check_account",
    "check_bonuses",
    "check_bounded",
    "check_branches",
    "check_deductions",
    "check_exact",
    "check_open_items",
    "check_order",
    "check_plan",
    "check_ratings",
    "check_round_trip",
    "check_shown",
    "check_sound",
    "check_vetoes",
]

# So many ratings are changed one by one: the first as written, and what is drawn starts anywhere.
_A_DOZEN = 12

Scorer = Callable[[Rubric, Assessment], Scorecard]
"""`score`, or something else that is to be held to the laws."""


class Law(Protocol):
    """A check of one law: it returns nothing, or raises AssertionError with what came out."""

    __name__: str
    __doc__: str | None

    def __call__(self, rubric: Rubric, assessment: Assessment, *, score: Scorer = score_it) -> None:
        """Hold a rubric to the law with one assessment."""


def _law(broken: Callable[[Rubric, Assessment, Scorer], Iterator[str]]) -> Law:
    """Make a law of what yields each way in which it is broken, in words."""

    @wraps(broken)
    def check(rubric: Rubric, assessment: Assessment, *, score: Scorer = score_it) -> None:
        try:
            came_out = next(broken(rubric, assessment, score), None)
        except MaturityError as error:
            came_out = f"{type(error).__name__}: {error}"
        if came_out is not None:
            message = _told(broken, rubric, came_out) + f"\n{dump_assessment(assessment)}"
            raise AssertionError(message)

    del check.__wrapped__  # so that the signature shown is that of the check
    return check


def _told(law: Callable[..., object], rubric: Rubric, came_out: str) -> str:
    says = (law.__doc__ or "").partition("\n")[0]
    return f"{law.__name__}: {says}\n{rubric.id}: {came_out}"


def check_sound(rubric: Rubric) -> None:
    """A rubric breaks no rule, and a file keeps all that it says.

    Raises:
        AssertionError: with every rule that it breaks, or with what a file loses.
    """
    errors = [problem for problem in check_rubric(rubric) if problem.severity == "error"]
    came_out = "\n".join(f"{problem.message()} [{problem.code}]" for problem in errors)
    if not errors:
        try:
            again = load_rubric(dump_rubric(rubric).encode())
        except MaturityError as error:
            came_out = str(error)
        else:
            came_out = "" if again == rubric else f"came back as {again!r}"
    if came_out:
        raise AssertionError(_told(check_sound, rubric, came_out))


@_law
def check_bounded(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """The score stays within 0 and its maximum, and every ratio within 0 and 1."""
    card = score(rubric, assessment)
    if not 0 <= card.score <= rubric.most:
        yield f"score {as_text(card.score)}, within 0 and {as_text(rubric.most)} is required"
    if not 0 <= card.base <= rubric.total:
        yield f"score before adjustments {as_text(card.base)} of {as_text(rubric.total)}"
    for line in card.lines:
        if not (line.ratio is None or 0 <= line.ratio <= 1):
            yield f"clause {line.clause.id}: ratio {line.ratio}"


@_law
def check_exact(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """Score and grade are exactly what the rules come to in plain fractions."""
    card, plain = score(rubric, assessment), Plain(rubric, assessment)
    if card.score != plain.score:
        yield f"score {card.score}, the rules come to {plain.score}"
    if card.base != plain.base:
        yield f"score before adjustments {card.base}, the rules come to {plain.base}"
    if card.grade_by_score.rank != plain.rank():
        yield f"grade by score {card.grade_by_score.id}, the rules come to rank {plain.rank()}"


@_law
def check_branches(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """Each branch is what combine makes of its children, each dimension of its items."""
    card, plain = score(rubric, assessment), Plain(rubric, assessment)
    for line in card.lines:
        part = plain.parts.get(line.clause.id)
        ratio = None if part is None or part.points is None else part.ratio
        if line.ratio != ratio:
            yield f"clause {line.clause.id}: ratio {line.ratio}, the rules come to {ratio}"
    ratios = {subtotal.dimension.id: [subtotal.ratio] for subtotal in card.dimensions}
    for dimension in rubric.dimensions:
        found, required = ratios.get(dimension.id, []), plain.dimension(dimension.id)
        if found != required:
            yield f"dimension {dimension.id}: ratio {found}, the rules come to {required}"


@_law
def check_account(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """The maxima add up to the total; earned, adjustments and held add up to the score."""
    card = score(rubric, assessment)
    extras = [(extra.adjustment.on, extra.earned) for extra in card.adjustments]
    extras += [(held.clause.id if held.clause else None, held.earned) for held in card.held]
    reached = card.base + _sum(points for on, points in extras if on is None)
    if reached != card.score:
        yield f"base, adjustments and held come to {reached}, the score is {card.score}"
    if rubric.combine == "min":
        return
    items = [line for line in card.lines if line.place.is_item and line.place.counts]
    own = {line.clause.id for line in items}  # what they earned includes their adjustments
    maxima = _sum(line.maximum for line in items)
    if maxima != rubric.total:
        yield f"the maxima come to {maxima}, the total is {rubric.total}"
    earned = _sum(line.earned for line in items)
    earned += _sum(points for on, points in extras if on not in own)
    if earned != card.score:
        yield f"items, adjustments and held come to {earned}, the score is {card.score}"


@_law
def check_ratings(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """With the exclusions fixed, raising any rating never lowers score, grade or any ratio."""
    before = score(rubric, assessment)
    ratios = ratios_of(rubric, assessment)
    scales = {leaf.id: rubric.scale_of(leaf) for leaf in rubric.leaves()}
    for index, rating in enumerate(assessment.ratings[:_A_DOZEN]):
        low = ratios[rating.clause]
        for high in _higher(scales[rating.clause], low):
            ratings = list(assessment.ratings)
            ratings[index] = Rating(clause=rating.clause, ratio=high)
            after = score(rubric, evolve(assessment, ratings=ratings))
            fell = [
                f"clause {a.clause.id} falls from {a.ratio} to {b.ratio}"
                for a, b in zip(before.lines, after.lines, strict=True)
                if b.part * a.steps < a.part * b.steps  # of the same maximum: nothing else moved
            ]
            for came_out in (*_lower(before, after), *fell):
                yield f"{rating.clause} rises from {low} to {high}: {came_out}"


def _higher(scale: RatingScale, ratio: Fraction) -> list[Fraction]:
    """Return the next higher ratio that a scale takes, and the highest."""
    if scale.is_discrete:
        higher = sorted(band.low for band in scale.bands if band.low > ratio)
        return [*dict.fromkeys((*higher[:1], *higher[-1:]))]
    step = scale.step or Fraction(1, RATING_STEPS)
    return [*dict.fromkeys((min(ratio + step, Fraction(1)), Fraction(1)))] if ratio < 1 else []


def _lower(before: Scorecard, after: Scorecard) -> Iterator[str]:
    """Yield what of the two is lower after."""
    if after.score < before.score:
        yield f"the score falls from {as_text(before.score)} to {as_text(after.score)}"
    if after.grade.rank < before.grade.rank:
        yield f"the grade falls from {before.grade.id} to {after.grade.id}"


@_law
def check_bonuses(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """One more occurrence of a bonus never lowers score or grade."""
    before = score(rubric, assessment)
    for bonus, more in _with_one_more(rubric, assessment, "bonus"):
        for came_out in _lower(before, score(rubric, more)):
            yield f"{bonus.id} once more: {came_out}"


@_law
def check_deductions(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """One more occurrence of a deduction never raises score or grade."""
    after = score(rubric, assessment)
    for deduction, more in _with_one_more(rubric, assessment, "deduction"):
        for came_out in _lower(score(rubric, more), after):
            yield f"{deduction.id} once less: {came_out}"


def _with_one_more(
    rubric: Rubric, assessment: Assessment, kind: str
) -> Iterator[tuple[Adjustment, Assessment]]:
    for adjustment in rubric.adjustments:
        if adjustment.kind == kind:
            stated = [
                evolve(s, count=s.count + 1, reason=s.reason or "once more")
                if s.adjustment == adjustment.id
                else s
                for s in assessment.adjustments
            ]
            yield adjustment, evolve(assessment, adjustments=stated)


@_law
def check_vetoes(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """A veto that fires caps the grade, whatever the score is, and leaves the score on record."""
    findings = {veto.id: VetoFinding(veto=veto.id, finding="clear") for veto in rubric.vetoes}
    clear = score(rubric, evolve(assessment, vetoes=findings.values()))
    if clear.grade != clear.grade_by_score:
        yield f"no veto fired: {clear.grade_by_score.id} by score becomes {clear.grade.id}"
    for veto in rubric.vetoes:
        vetoes = {**findings, veto.id: fired(veto.id)}
        card = score(rubric, evolve(assessment, vetoes=vetoes.values()))
        most = min(clear.grade.rank, rubric.grades.grade(veto.caps_at).rank)
        if card.grade.rank != most:
            yield f"{veto.id} fired: grade {card.grade.id}, a grade of rank {most} is required"
        if card.score != clear.score:
            yield f"{veto.id} fired: score {card.score}, {clear.score} without it"


@_law
def check_open_items(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """What is open is never taken for zero or for clear: there is no score, but every open item."""
    for table, name, unfinished in _opened(rubric, assessment):
        try:
            card = score(rubric, unfinished)
        except IncompleteAssessment as error:
            found = [problem.path[:2] for problem in error.problems]
            if found != [(table, name)]:
                yield f"{table}, {name} is open, refused because of {found}"
        else:
            yield f"{table}, {name} is open: score {as_text(card.score)}, grade {card.grade.id}"


def _opened(rubric: Rubric, assessment: Assessment) -> Iterator[tuple[str, str, Assessment]]:
    """Yield the assessment with one entry left out, or undetermined, and which it is."""
    for rating in assessment.ratings[:_A_DOZEN]:
        ratings = [other for other in assessment.ratings if other is not rating]
        yield "ratings", rating.clause, evolve(assessment, ratings=ratings)
    for veto in rubric.vetoes:
        others = [finding for finding in assessment.vetoes if finding.veto != veto.id]
        yield "vetoes", veto.id, evolve(assessment, vetoes=others)
        unknown = VetoFinding(veto=veto.id, finding="undetermined")
        yield "vetoes", veto.id, evolve(assessment, vetoes=[*others, unknown])
    for stated in assessment.adjustments:
        adjustments = [other for other in assessment.adjustments if other is not stated]
        yield "adjustments", stated.adjustment, evolve(assessment, adjustments=adjustments)


@_law
def check_order(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """In which order an assessment was written down changes nothing."""
    turned = evolve(
        assessment,
        ratings=assessment.ratings[::-1],
        vetoes=assessment.vetoes[::-1],
        exclusions=assessment.exclusions[::-1],
        adjustments=assessment.adjustments[::-1],
    )
    one, two = score(rubric, assessment), score(rubric, turned)
    if (one.score, one.grade, one.lines) != (two.score, two.grade, two.lines):
        yield f"{one.score}, {one.grade.id}; turned round {two.score}, {two.grade.id}"


@_law
def check_plan(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """The plan that every engine runs comes to the same score and grade."""
    card = score(rubric, assessment)
    ratios = ratios_of(rubric, assessment)
    planned, grade = run(
        plan_of(rubric),
        # A plan adds, multiplies and compares: between two steps of 0.01 % it is exact too.
        {clause: cast("int", ratio * RATING_STEPS) for clause, ratio in ratios.items()},
        fired_in(assessment),
        counts={stated.adjustment: stated.count for stated in assessment.adjustments},
        excluded=[exclusion.clause for exclusion in assessment.exclusions],
    )
    if (planned, grade) != (card.score, card.grade):
        yield f"{card.score}, {card.grade.id}; by the plan {planned}, {grade.id}"


@_law
def check_shown(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """A displayed score never looks as if it had reached a floor that it missed, or missed one."""
    card = score(rubric, assessment)
    shown = Fraction(card.decision.score_shown)
    for limit in (rubric.total, *(band.floor for band in rubric.grades.bands)):
        if _side(shown, limit) != _side(card.score, limit):
            yield f"score {card.score} is shown as {card.decision.score_shown}, beside {limit}"


def _side(number: Fraction, limit: Fraction) -> int:
    return (number > limit) - (number < limit)


@_law
def check_round_trip(rubric: Rubric, assessment: Assessment, score: Scorer) -> Iterator[str]:
    """A file keeps all that an assessment says, and scores as what was written."""
    again = load_assessment(dump_assessment(assessment).encode())
    if again != assessment:
        yield f"came back as {again!r}"
    if score(rubric, again) != score(rubric, assessment):
        yield "what came back scores otherwise"


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))


LAWS: tuple[Law, ...] = (
    check_bounded,
    check_exact,
    check_branches,
    check_account,
    check_ratings,
    check_bonuses,
    check_deductions,
    check_vetoes,
    check_open_items,
    check_order,
    check_plan,
    check_shown,
    check_round_trip,
)
"""All of them that look at an assessment."""
