"""The score of an assessment: a pure function in exact arithmetic that explains every number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, repeat
from math import lcm
from operator import itemgetter, mul, sub
from typing import Any, NamedTuple

from maturity_core.assessment import Assessment, Rating
from maturity_core.assessment_checks import check_assessment, check_period, check_vetoes, is_open
from maturity_core.errors import IncompleteAssessment, InvalidAssessment
from maturity_core.plan import RATING_STEPS, linear_form, require_supported
from maturity_core.rubric import Clause, Grade, Rubric
from maturity_core.rubric_checks import require_valid
from maturity_core.scorecard import Line, Place, Scorecard

__all__ = ["grade_only", "score"]


def score(rubric: Rubric, assessment: Assessment) -> Scorecard:
    """Score an assessment against its rubric.

    With points p and ratio r of each scored item, and total T, the score is
    ``T * sum(p * r) / sum(p)``: where the points add up to the total, the sum of the points
    earned (Q/BJKB 009-2026, 6.2). The grade is the highest one whose floor the exact score
    reaches, then capped by the vetoes that fired (4.2). Nothing is rounded.

    Args:
        rubric: the standard.
        assessment: a rating for every scored item, a finding for every veto.

    Returns:
        The scorecard: exact score in points, a line per clause, both grades, the decision.

    Raises:
        InvalidAssessment: it has faults; all are listed, and what is still open too.
        IncompleteAssessment: it has none, but something is still open; nothing is taken for 0.
        InvalidRubric: the rubric breaks a rule, or uses what is not supported yet.

    >>> from maturity_core import assessment_from, get_rubric, score
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> ratings = {leaf.id: 95 for leaf in rubric.leaves()} | {"5.5": 94}
    >>> vetoes = {veto.id: "clear" for veto in rubric.vetoes}
    >>> card = score(
    ...     rubric, assessment_from({"rubric": rubric.id, "ratings": ratings, "vetoes": vetoes})
    ... )
    >>> card.score, card.grade.id  # 95 points but for 1 % of 5 points: 94.95
    (Fraction(1899, 20), 'four-star')
    """
    layout = _layout(rubric)
    ratings, values, steps = _read(layout, rubric, assessment)
    earned = [*accumulate(map(mul, layout.weights, values), initial=0)]
    by_score = _by_score(layout, earned[-1], steps)
    rows = zip(
        layout.places,
        layout.items((*ratings, None)),
        map(sub, layout.ends(earned), layout.starts(earned)),
        repeat(steps),
        strict=False,
    )
    return Scorecard(
        rubric=rubric,
        assessment=assessment,
        score=Fraction(earned[-1], layout.unit * steps),
        lines=tuple(map(Line, rows)),
        grade_by_score=by_score,
        grade=_capped(layout, assessment, by_score),
    )


def grade_only(rubric: Rubric, assessment: Assessment) -> Grade:
    """Return only the grade that `score` gives, after vetoes, in a fraction of the time.

    Raises:
        InvalidAssessment, IncompleteAssessment, InvalidRubric: as `score`.

    >>> from maturity_core import assessment_from, get_rubric, grade_only
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> ratings = {leaf.id: 90 for leaf in rubric.leaves()}
    >>> vetoes = {veto.id: "clear" for veto in rubric.vetoes}
    >>> grade_only(
    ...     rubric, assessment_from({"rubric": rubric.id, "ratings": ratings, "vetoes": vetoes})
    ... ).id
    'four-star'
    """
    layout = _layout(rubric)
    _, values, steps = _read(layout, rubric, assessment)
    by_score = _by_score(layout, sum(map(mul, layout.weights, values)), steps)
    return _capped(layout, assessment, by_score)


_Picked = Callable[[Sequence[Any]], tuple[Any, ...]]


def _picking(indices: Sequence[int]) -> _Picked:
    """Return what takes the items at these places out of a sequence."""
    if len(indices) == 1:  # for one index alone itemgetter gives no tuple
        return lambda sequence: (sequence[indices[0]],)
    return itemgetter(*indices)


class _Layout(NamedTuple):
    """What every scoring of one rubric shares; memoised on the rubric.

    Attributes:
        leaves: the scored items, in the order of the standard.
        ids: of the scored items.
        weights: of the scored items, in units of the score.
        unit: how many of them make a point.
        places: one per clause, in the order of the standard.
        items: takes each place's own from the scored items and one more, which is a branch's.
        starts, ends: take what belongs to each place's first item, and to the first one after it.
        floors: numerator, denominator and grade of each band, the best grade first.
        lowest: the grade where no band is met.
        caps: the best grade that is left, by id of the veto that fired.
        names: what an assessment may call the rubric.
        scopes: ids of those that need no word more; the empty one too.
        clear: what the findings are where no veto fired.
    """

    leaves: tuple[Clause, ...]
    ids: tuple[str, ...]
    weights: tuple[int, ...]
    unit: int
    places: tuple[Place, ...]
    items: _Picked
    starts: _Picked
    ends: _Picked
    floors: tuple[tuple[int, int, Grade], ...]
    lowest: Grade
    caps: Mapping[str, Grade]
    names: frozenset[str]
    scopes: frozenset[str]
    clear: tuple[tuple[str, str], ...]


def _layout(rubric: Rubric) -> _Layout:
    layout: _Layout | None = rubric.memo.get("layout")
    if layout is None:
        require_supported(rubric)
        require_valid(rubric)
        layout = rubric.memo["layout"] = _lay_out(rubric)
    return layout


def _lay_out(rubric: Rubric) -> _Layout:
    form = linear_form(rubric)
    running = [0, *accumulate(form.weights)]
    grades = rubric.grades
    floors = [
        (band.floor.numerator, band.floor.denominator, grades.grade(band.grade))
        for band in grades.bands
    ]
    places: list[Place] = []
    items: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for clause, depth, dimension, start, end in _walk(rubric.clauses, 0, None, 0):
        bands = () if clause.clauses else (clause.scale or rubric.scale).ends()
        weight = running[end] - running[start]
        places.append(Place(clause, depth, dimension, bands, weight, form.unit))
        items.append(-1 if clause.clauses else start)
        starts.append(start)
        ends.append(end)
    return _Layout(
        leaves=form.leaves,
        ids=tuple(leaf.id for leaf in form.leaves),
        weights=form.weights,
        unit=form.unit,
        places=tuple(places),
        items=_picking(items),
        starts=_picking(starts),
        ends=_picking(ends),
        floors=tuple(sorted(floors, key=lambda floor: -floor[2].rank)),
        lowest=min(grades.grades, key=lambda grade: grade.rank),
        caps={veto.id: grades.grade(veto.caps_at) for veto in rubric.vetoes},
        names=frozenset((rubric.id, *rubric.aliases)),
        scopes=frozenset(("", *(scope.id for scope in rubric.scopes if not scope.needs_text))),
        clear=tuple((veto.id, "clear") for veto in rubric.vetoes),
    )


def _walk(
    clauses: Sequence[Clause], depth: int, dimension: str | None, start: int
) -> Iterator[tuple[Clause, int, str | None, int, int]]:
    """Yield each clause with its depth, dimension, first item and first item after it."""
    for clause in clauses:
        own = clause.dimension or dimension
        below = list(_walk(clause.clauses, depth + 1, own, start))
        end = below[-1][-1] if below else start + 1
        yield clause, depth, own, start, end
        yield from below
        start = end


def _read(
    layout: _Layout, rubric: Rubric, assessment: Assessment
) -> tuple[Sequence[Rating], Sequence[int], int]:
    """Return the ratings in the order of the rubric, and as whole numbers of so many steps."""
    ratings: Sequence[Rating] = assessment.ratings
    count = len(layout.leaves)
    if len(ratings) == count and _is_plain(layout, rubric, assessment):
        if assessment.steps is not None and assessment.rated == layout.ids:
            return ratings, assessment.steps, RATING_STEPS
        rating_of = {rating.clause: rating for rating in ratings}
        ordered = [rating_of[clause] for clause in layout.ids if clause in rating_of]
        quotients = [
            quotient
            for rating, leaf in zip(ordered, layout.leaves, strict=False)
            if (quotient := _plain_quotient(rating, leaf)) is not None
        ]
        if len(quotients) == count:
            return ordered, *_in_steps(quotients)
    problems = [p for p in check_assessment(rubric, assessment) if p.severity == "error"]
    if problems:
        unfinished = all(is_open(problem) for problem in problems)
        raise (IncompleteAssessment if unfinished else InvalidAssessment)(problems)
    rating_of = {rating.clause: rating for rating in ratings if not rating.is_open}
    ordered = [rating_of[clause] for clause in layout.ids]
    pairs = zip(ordered, layout.leaves, strict=True)
    quotients = [rating.ratio_of(leaf.points).as_integer_ratio() for rating, leaf in pairs]
    return ordered, *_in_steps(quotients)


def _plain_quotient(rating: Rating, leaf: Clause) -> tuple[int, int] | None:
    """Return the ratio where one form is written and in range, else None."""
    if rating.is_open or (
        rating.points is not None and (rating.ratio is not None or not leaf.points)
    ):
        return None
    ratio = rating.ratio_of(leaf.points)
    return ratio.as_integer_ratio() if 0 <= ratio <= 1 else None


def _in_steps(quotients: Sequence[tuple[int, int]]) -> tuple[list[int], int]:
    """Bring quotients to a common denominator: the steps in which ratings are counted."""
    steps = lcm(RATING_STEPS, *(parts for _, parts in quotients))
    return [whole * (steps // parts) for whole, parts in quotients], steps


def _is_plain(layout: _Layout, rubric: Rubric, assessment: Assessment) -> bool:
    """Whether all but the ratings is such that `check_assessment` finds no error there."""
    return (
        assessment.rubric in layout.names
        and assessment.scope in layout.scopes
        and not (assessment.exclusions or assessment.adjustments)
        and (assessment.found == layout.clear or not any(check_vetoes(rubric, assessment)))
        and not (assessment.period and any(check_period(assessment.period)))
    )


def _by_score(layout: _Layout, earned: int, steps: int) -> Grade:
    units = layout.unit * steps
    for numerator, denominator, grade in layout.floors:
        if earned * denominator >= numerator * units:
            return grade
    return layout.lowest


def _capped(layout: _Layout, assessment: Assessment, grade: Grade) -> Grade:
    if assessment.found == layout.clear:
        return grade
    caps = [layout.caps[veto] for veto, finding in assessment.found if finding == "fired"]
    return min([grade, *caps], key=lambda cap: cap.rank)
