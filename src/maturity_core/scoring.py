"""The score of an assessment: a pure function in exact arithmetic that explains every number."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from attrs import frozen

from maturity_core.assessment import Assessment, Rating
from maturity_core.assessment_checks import check_assessment, is_open
from maturity_core.errors import IncompleteAssessment, InvalidAssessment
from maturity_core.plan import LinearForm, linear_form, require_supported
from maturity_core.rubric import Clause, Grade, Rubric
from maturity_core.rubric_checks import require_valid
from maturity_core.scorecard import Line, Place, Scorecard

__all__ = ["score"]


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
    problems = [p for p in check_assessment(rubric, assessment) if p.severity == "error"]
    if problems:
        unfinished = all(is_open(problem) for problem in problems)
        raise (IncompleteAssessment if unfinished else InvalidAssessment)(problems)
    ratings = {rating.clause: rating for rating in assessment.ratings if not rating.is_open}
    lines, earned, units = _lines(layout, ratings)
    by_score = _grade(layout, earned, units)
    return Scorecard(
        rubric=rubric,
        assessment=assessment,
        score=Fraction(earned, units),
        lines=lines,
        grade_by_score=by_score,
        grade=_capped(rubric, assessment, by_score),
    )


@frozen
class _Layout:
    """What every scoring of one rubric shares; memoised on the rubric.

    Attributes:
        places: one per clause, in the order of the standard.
        weights: in units of the linear form, one per place.
        parents: index of the place above, -1 for the whole; one per place.
        unit: weight units per point.
        floors: ``(numerator, denominator, grade)`` of each band, the best grade first.
        lowest: the grade where no band is met.
    """

    places: tuple[Place, ...]
    weights: tuple[int, ...]
    parents: tuple[int, ...]
    unit: int
    floors: tuple[tuple[int, int, Grade], ...]
    lowest: Grade


def _layout(rubric: Rubric) -> _Layout:
    layout: _Layout | None = rubric.memo.get("layout")
    if layout is None:
        require_supported(rubric)
        require_valid(rubric)
        layout = rubric.memo["layout"] = _lay_out(rubric, linear_form(rubric))
    return layout


def _lay_out(rubric: Rubric, form: LinearForm) -> _Layout:
    weight_of = {leaf.id: weight for leaf, weight in zip(form.leaves, form.weights, strict=True)}
    places: list[Place] = []
    parents: list[int] = []

    def place(clause: Clause, depth: int, parent: int, dimension: str | None) -> None:
        own = clause.dimension or dimension
        scale = None if clause.clauses else clause.scale or rubric.scale
        index = len(places)
        places.append(Place(clause, depth, own, scale))
        parents.append(parent)
        for child in clause.clauses:
            place(child, depth + 1, index, own)

    for section in rubric.clauses:
        place(section, 0, -1, None)
    weights = _add_up([weight_of.get(place.clause.id, 0) for place in places], parents)
    grades = rubric.grades
    floors = [
        (band.floor.numerator, band.floor.denominator, grades.grade(band.grade))
        for band in grades.bands
    ]
    return _Layout(
        places=tuple(places),
        weights=tuple(weights[:-1]),
        parents=tuple(parents),
        unit=form.unit,
        floors=tuple(sorted(floors, key=lambda floor: -floor[2].rank)),
        lowest=min(grades.grades, key=lambda grade: grade.rank),
    )


def _add_up(values: list[int], parents: Sequence[int]) -> list[int]:
    """Add every value to those of the places above it; the whole ends at index -1."""
    sums = [*values, 0]
    for index in range(len(values) - 1, -1, -1):
        sums[parents[index]] += sums[index]
    return sums


def _lines(layout: _Layout, ratings: dict[str, Rating]) -> tuple[tuple[Line, ...], int, int]:
    """Return a line per place, and the score as whole units and how many of them make a point."""
    ratios = {
        place.clause.id: ratings[place.clause.id].ratio_of(place.clause.points)
        for place in layout.places
        if place.scale is not None
    }
    steps = lcm(*(ratio.denominator for ratio in ratios.values()))
    units = layout.unit * steps
    earned = _add_up(
        [
            int(ratios[place.clause.id] * steps) * weight if place.scale is not None else 0
            for place, weight in zip(layout.places, layout.weights, strict=True)
        ],
        layout.parents,
    )
    lines = tuple(
        Line(place, ratings.get(place.clause.id), earned[index], weight * steps, units)
        for index, (place, weight) in enumerate(zip(layout.places, layout.weights, strict=True))
    )
    return lines, earned[-1], units


def _grade(layout: _Layout, earned: int, units: int) -> Grade:
    for numerator, denominator, grade in layout.floors:
        if earned * denominator >= numerator * units:
            return grade
    return layout.lowest


def _capped(rubric: Rubric, assessment: Assessment, grade: Grade) -> Grade:
    fired = {finding.veto for finding in assessment.vetoes if finding.finding == "fired"}
    caps = [rubric.grades.grade(veto.caps_at) for veto in rubric.vetoes if veto.id in fired]
    return min([grade, *caps], key=lambda cap: cap.rank)
