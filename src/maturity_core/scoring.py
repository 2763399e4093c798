"""The score of an assessment: a pure function in exact arithmetic that explains every number."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from math import lcm
from operator import mul, sub
from typing import NamedTuple

from maturity_core.account import Layout, Taking, Worked, lay_out, taking
from maturity_core.assessment import RATING_STEPS, Assessment, Rating
from maturity_core.assessment_checks import (
    check_assessment,
    check_exclusions,
    check_period,
    check_vetoes,
    is_open,
)
from maturity_core.errors import IncompleteAssessment, InvalidAssessment
from maturity_core.grading import Rung, ladder_of, met
from maturity_core.rubric import Clause, Grade, Rubric
from maturity_core.rubric_checks import require_valid
from maturity_core.scorecard import Line, Scorecard

__all__ = [
    "Prepared",
    "Read",
    "grade_only",
    "in_steps",
    "plain_quotient",
    "prepared_for",
    "read",
    "score",
]


def score(rubric: Rubric, assessment: Assessment) -> Scorecard:
    """Score an assessment against its rubric.

    With points p and ratio r of each scored item, and total T, the score of a rubric that adds up
    is ``T * sum(p * r) / sum(p)``: where the points add up to the total, the sum of the points
    earned (Q/BJKB 009-2026, 6.2). Branches may also take the mean of their children by weights,
    or the weakest; what is excluded drops out of all sums; bonuses and deductions are added and
    held within limits. The grade is the highest one of which a band is met by the exact score,
    then capped by the vetoes that fired (4.2). Nothing is rounded.

    Args:
        rubric: the standard.
        assessment: a rating for every scored item that is left, a finding for every veto, a count
            for every adjustment.

    Returns:
        The scorecard, with the exact score in points, a line per clause, both grades, the decision.

    Raises:
        InvalidAssessment: it has faults; all are listed, and what is still open too.
        IncompleteAssessment: it has none, but something is still open; nothing is taken for 0.
        InvalidRubric: the rubric breaks a rule.

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
    prepared, ratings, values, steps, counts = read(rubric, assessment)
    worked = prepared.layout.work(values, steps, counts)
    by_score = prepared.by_score(worked, worked.units)
    return Scorecard(
        rubric=rubric,
        assessment=assessment,
        worked=worked,
        lines=prepared.lines(worked, ratings),
        grade_by_score=by_score,
        grade=prepared.capped(assessment, by_score),
    )


def grade_only(rubric: Rubric, assessment: Assessment) -> Grade:
    """Return only the grade that `score` gives, after vetoes, in a fraction of the time.

    Raises:
        InvalidAssessment: as `score`.
        IncompleteAssessment: the same.
        InvalidRubric: the same.

    >>> from maturity_core import assessment_from, get_rubric, grade_only
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> ratings = {leaf.id: 90 for leaf in rubric.leaves()}
    >>> vetoes = {veto.id: "clear" for veto in rubric.vetoes}
    >>> grade_only(
    ...     rubric, assessment_from({"rubric": rubric.id, "ratings": ratings, "vetoes": vetoes})
    ... ).id
    'four-star'
    """
    prepared, _, values, steps, counts = read(rubric, assessment)
    return prepared.capped(assessment, prepared.grade_of(values, steps, counts))


class Prepared(NamedTuple):
    """What every scoring of a rubric shares, with some clauses excluded; memoised on the rubric.

    Attributes:
        layout: the accounts.
        ladder: the bands, those of the best grade first.
        floors: numerator, denominator and grade of each band, where no band requires more than an
            inclusive floor of the score; else none.
        lowest: the grade where no band is met.
        caps: the best grade that is left, by id of the veto that fired.
        names: what an assessment may call the rubric.
        scopes: ids of those that need no word more; the empty one too.
        clear: what the findings are where no veto fired.
        rated: ids of the items that have to be rated.
        stated: ids of the adjustments that have to be stated.
        coarse: the items whose scale has a step or is made of levels: number of the item, of which
            number of steps of 0.01 % a rating is a multiple, and the levels where there are some.
        items: takes each place's own from the ratings and one more, which is a branch's.
        starts, ends: take what belongs to each place's first entry, and to the first one after it,
            from the running sums.
    """

    layout: Layout
    ladder: tuple[Rung, ...]
    floors: tuple[tuple[int, int, Grade], ...]
    lowest: Grade
    caps: Mapping[str, Grade]
    names: frozenset[str]
    scopes: frozenset[str]
    clear: tuple[tuple[str, str], ...]
    rated: tuple[str, ...]
    stated: tuple[str, ...]
    coarse: tuple[tuple[int, int, frozenset[int] | None], ...]
    items: Taking
    starts: Taking
    ends: Taking

    def takes(self, assessment: Assessment) -> bool:
        """Whether the head of an assessment is such that `check_assessment` finds no error."""
        return (
            assessment.rubric in self.names
            and assessment.scope in self.scopes
            and not (assessment.period and any(check_period(assessment.period)))
        )

    def is_off(self, steps: Sequence[int]) -> bool:
        """Whether the scale of an item does not take its rating, in steps of 0.01 %."""
        return any(
            steps[item] % step or (levels is not None and steps[item] not in levels)
            for item, step, levels in self.coarse
        )

    def grade_of(self, values: Sequence[int], steps: int, counts: Sequence[int] = ()) -> Grade:
        """Return the grade before the vetoes; the arguments are those of `Layout.work`."""
        layout = self.layout
        if layout.weights and self.floors:
            return self.by_floors(sum(map(mul, layout.weights, values)), layout.unit * steps)
        worked = layout.work(values, steps, counts)
        return self.by_score(worked, worked.units)

    def by_score(self, worked: Worked, units: int) -> Grade:
        """Return the grade before the vetoes; ``units`` make one point."""
        if self.floors:
            return self.by_floors(worked.sums[-1], units)
        rung = met(self.ladder, worked)
        return rung.grade if rung else self.lowest

    def by_floors(self, reached: int, units: int) -> Grade:
        """Return the grade of a score, ``reached / units``, by inclusive floors alone."""
        for numerator, denominator, grade in self.floors:
            if reached * denominator >= numerator * units:
                return grade
        return self.lowest

    def capped(self, assessment: Assessment, grade: Grade) -> Grade:
        """Return the grade after the vetoes."""
        if assessment.found == self.clear:
            return grade
        caps = [self.caps[veto] for veto, finding in assessment.found if finding == "fired"]
        return min([grade, *caps], key=lambda cap: cap.rank)

    def lines(self, worked: Worked, ratings: Sequence[Rating]) -> tuple[Line, ...]:
        """Return a line for every place."""
        reached = map(sub, self.ends(worked.sums), self.starts(worked.sums))
        parts = zip(
            self.layout.places,
            self.items((*ratings, None)),
            reached,
            repeat(worked.steps),
            strict=False,
        )
        return tuple(map(Line, parts))


def _prepare(rubric: Rubric, excluded: frozenset[str]) -> Prepared:
    layout = lay_out(rubric, excluded)
    grades = rubric.grades
    ladder = ladder_of(rubric, layout)
    is_plain = all(
        rung.band.score == "final" and not rung.band.above and not rung.band.requires
        for rung in ladder
    )
    floors = [(*rung.band.floor.as_integer_ratio(), rung.grade) for rung in ladder if is_plain]
    number = {leaf.id: index for index, leaf in enumerate(layout.leaves)}
    places = layout.places
    return Prepared(
        layout=layout,
        ladder=ladder,
        floors=tuple(floors),
        lowest=min(grades.grades, key=lambda grade: grade.rank),
        caps={veto.id: grades.grade(veto.caps_at) for veto in rubric.vetoes},
        names=frozenset((rubric.id, *rubric.aliases)),
        scopes=frozenset(("", *(scope.id for scope in rubric.scopes if not scope.needs_text))),
        clear=tuple((veto.id, "clear") for veto in rubric.vetoes),
        rated=tuple(number),
        stated=tuple(adjustment.id for adjustment in rubric.adjustments),
        coarse=tuple(_coarse(rubric, layout)),
        items=taking([number.get(place.clause.id, -1) for place in places]),
        starts=taking([place.start for place in places]),
        ends=taking([place.end for place in places]),
    )


def _coarse(rubric: Rubric, layout: Layout) -> Iterator[tuple[int, int, frozenset[int] | None]]:
    for index, leaf in enumerate(layout.leaves):
        scale = rubric.scale_of(leaf)
        if scale.step or scale.is_discrete:
            step, levels = scale.in_steps(RATING_STEPS)
            yield index, step, None if levels is None else frozenset(levels)


class Read(NamedTuple):
    """A complete assessment in whole numbers.

    Attributes:
        prepared: what it shares with others.
        ratings: in the order of the rubric, one per item that has to be rated.
        values: the same, in steps.
        steps: how many of them are 100 %.
        counts: how often each adjustment of the rubric occurred.
    """

    prepared: Prepared
    ratings: Sequence[Rating]
    values: Sequence[int]
    steps: int
    counts: Sequence[int]


def read(rubric: Rubric, assessment: Assessment) -> Read:
    """Read an assessment, or refuse it as `score` does."""
    prepared = prepared_for(rubric, assessment)
    ratings: Sequence[Rating] = assessment.ratings
    if prepared is not None and _is_plain(prepared, rubric, assessment):
        counts = [stated.count for stated in assessment.adjustments]
        steps = assessment.steps
        if (
            steps is not None
            and assessment.rated == prepared.rated
            and not (prepared.coarse and prepared.is_off(steps))
        ):
            return Read(prepared, ratings, steps, RATING_STEPS, counts)
        rating_of = {rating.clause: rating for rating in ratings}
        leaves = prepared.layout.leaves
        ordered = [rating_of[leaf.id] for leaf in leaves if leaf.id in rating_of]
        quotients = [
            quotient
            for rating, leaf in zip(ordered, leaves, strict=False)
            if (quotient := plain_quotient(rating, leaf)) is not None
        ]
        if len(quotients) == len(leaves) == len(ratings) and not prepared.coarse:
            return Read(prepared, ordered, *in_steps(quotients), counts)
    problems = [p for p in check_assessment(rubric, assessment) if p.severity == "error"]
    if problems or prepared is None:
        unfinished = all(is_open(problem) for problem in problems)
        raise (IncompleteAssessment if unfinished else InvalidAssessment)(problems)
    rating_of = {rating.clause: rating for rating in ratings if not rating.is_open}
    ordered = [rating_of[clause] for clause in prepared.rated]
    quotients = [
        rating.ratio_of(leaf.points, rubric.scale_of(leaf).levels()).as_integer_ratio()
        for rating, leaf in zip(ordered, prepared.layout.leaves, strict=True)
    ]
    count_of = {stated.adjustment: stated.count for stated in assessment.adjustments}
    counts = [count_of[name] for name in prepared.stated]
    return Read(prepared, ordered, *in_steps(quotients), counts)


def prepared_for(rubric: Rubric, assessment: Assessment) -> Prepared | None:
    """Return what is shared; None where the rubric does not allow the exclusions.

    Of the sets of exclusions the first thousand are kept.
    """
    if not assessment.exclusions:
        prepared: Prepared | None = rubric.memo.get("whole")
        if prepared is None:
            require_valid(rubric)
            prepared = rubric.memo["whole"] = _prepare(rubric, frozenset())
        return prepared
    excluded = frozenset([exclusion.clause for exclusion in assessment.exclusions])
    kept: dict[frozenset[str], Prepared] = rubric.memo.setdefault("prepared", {})
    has_reasons = all(exclusion.has_reason for exclusion in assessment.exclusions)
    if excluded in kept and has_reasons and len(excluded) == len(assessment.exclusions):
        return kept[excluded]
    require_valid(rubric)
    if any(check_exclusions(rubric, assessment)):
        return None
    made = _prepare(rubric, excluded)
    if len(kept) < _MOST_KEPT:
        kept[excluded] = made
    return made


_MOST_KEPT = 1000


def plain_quotient(rating: Rating, leaf: Clause) -> tuple[int, int] | None:
    """Return the ratio of a percentage or of points where it is in range, else None."""
    if rating.forms != ("ratio",) and (rating.forms != ("points",) or not leaf.points):
        return None
    whole, parts = rating.ratio_of(leaf.points).as_integer_ratio()
    return (whole, parts) if 0 <= whole <= parts else None


def in_steps(quotients: Sequence[tuple[int, int]]) -> tuple[list[int], int]:
    """Bring quotients to a common denominator: the steps in which ratings are counted."""
    steps = lcm(RATING_STEPS, *(parts for _, parts in quotients))
    return [whole * (steps // parts) for whole, parts in quotients], steps


def _is_plain(prepared: Prepared, rubric: Rubric, assessment: Assessment) -> bool:
    """Whether all but the ratings is such that `check_assessment` finds no error there."""
    return (
        prepared.takes(assessment)
        and (assessment.found == prepared.clear or not any(check_vetoes(rubric, assessment)))
        and prepared.stated == tuple([stated.adjustment for stated in assessment.adjustments])
        and all(stated.has_reason for stated in assessment.adjustments)
    )
