"""What came out of scoring, and why: lines, subtotals, the grade and the decision in words."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from attrs import field, frozen

from maturity_core import words
from maturity_core.account import Adjusted, Held, Place, Worked
from maturity_core.assessment import Assessment, Rating, VetoFinding
from maturity_core.exact import as_percent, as_text, difference_text, displayed, points_text
from maturity_core.grading import Rung, ladder_of, met
from maturity_core.rubric import (
    SEMANTICS,
    Adjustment,
    Clause,
    Dimension,
    Grade,
    GradeBand,
    RatingBand,
    Requirement,
    Rubric,
    band_at,
)

__all__ = [
    "Decision",
    "Extra",
    "HeldPoints",
    "Line",
    "Place",
    "Scorecard",
    "Subtotal",
    "points_shown",
    "score_displayed",
]


class Line(tuple[Place, "Rating | None", int, int]):
    """One clause's share of the score, kept in whole numbers.

    A tuple with names. `score` makes dozens at once, and a NamedTuple takes twice as long to make.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Say which clause earned what."""
        earned, most = as_text(self.earned), as_text(self.maximum)
        return f"<Line {self.clause.id}: {earned} of {most}>"

    @property
    def place(self) -> Place:
        """The clause and where it stands."""
        return self[0]

    @property
    def rating(self) -> Rating | None:
        """What was written; None for a branch."""
        return self[1]

    @property
    def part(self) -> int:
        """What was reached, in whole numbers, of ``place.weight * steps``."""
        return self[2]

    @property
    def steps(self) -> int:
        """How many steps of a rating are 100 %; the same for all lines of a scorecard."""
        return self[3]

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self[0].clause

    @property
    def points(self) -> Fraction | None:
        """The points of the clause as the standard prints them; None where it prints none."""
        return self[0].clause.points

    @property
    def earned(self) -> Fraction:
        """The points that the clause brings to the score, ``maximum * ratio``.

        It is 0 below a ``min`` branch, which earns them, and where the clause is excluded.
        """
        place, _, part, steps = self
        return Fraction(part, place.unit * steps) if place.counts else Fraction(0)

    @property
    def maximum(self) -> Fraction:
        """The points that it could bring; over the sections these add up to the total.

        It is 0 below a ``min`` branch, which holds them, and where the clause is excluded.
        """
        place = self[0]
        return Fraction(place.weight, place.unit) if place.counts else Fraction(0)

    @property
    def lost(self) -> Fraction:
        """The points that it could bring and does not, ``maximum - earned``."""
        place, _, part, steps = self
        missed = place.weight * steps - part
        return Fraction(missed, place.unit * steps) if place.counts else Fraction(0)

    @property
    def ratio(self) -> Fraction | None:
        """What is reached, from 0 to 1, by the rating or by the children; None where excluded."""
        place, _, part, steps = self
        return None if place.is_left_out else Fraction(part, place.weight * steps)

    @property
    def band(self) -> RatingBand | None:
        """The band of its rating; None for a branch, and where the clause is excluded."""
        place, rating, part, steps = self
        if rating is None:
            return None
        if not place.is_adjusted:
            return band_at(place.bands, part, place.weight * steps)
        levels = {label: band.low for *_, band in place.bands for label in band.label.both()}
        ratio = rating.ratio_of(place.clause.points, levels)
        return band_at(place.bands, *ratio.as_integer_ratio())


class Subtotal(NamedTuple):
    """What the items of one dimension bring together.

    Attributes:
        dimension: to which they belong.
        earned: points of the score.
        maximum: the points that they could bring, above 0.
    """

    dimension: Dimension
    earned: Fraction
    maximum: Fraction

    @property
    def ratio(self) -> Fraction:
        """The part of the maximum that is earned, from 0 to 1."""
        return self.earned / self.maximum


class Extra(NamedTuple):
    """What an adjustment brought: one part of the account.

    Attributes:
        adjustment: bonus or deduction.
        occurred: how often.
        counted: how many of these occurrences count.
        earned: points of the score; below 0 for a deduction.
    """

    adjustment: Adjustment
    occurred: int
    counted: int
    earned: Fraction


class HeldPoints(NamedTuple):
    """What holding took away, or added, where adjustments led out of bounds.

    Attributes:
        clause: whose adjustments they are; None for the whole.
        earned: points of the score; below 0 where something was cut off.
    """

    clause: Clause | None
    earned: Fraction


def score_displayed(rubric: Rubric, points: Fraction, *limits: Fraction) -> Fraction:
    """Round a score for display, but never onto or across a floor, the total or other limits."""
    floors = [band.floor for band in rubric.grades.bands]
    return displayed(
        points,
        rounding=rubric.rounding,
        digits=rubric.digits,
        limits=[*limits, *floors, rubric.total],
    )


def points_shown(rubric: Rubric, points: Fraction) -> str:
    """Write points as people read them, by the rounding rule of a rubric."""
    return points_text(*points.as_integer_ratio(), rubric.rounding, rubric.digits)


@frozen(kw_only=True)
class Decision:
    """Why the grade is what it is: the floor reached, the way to the next one, what capped it.

    Attributes:
        rubric: that decided.
        score: exact, in points.
        base: the score before the adjustments of the whole, in points.
        grade_by_score: the grade before the vetoes.
        grade: the grade after them.
        missing: requirements of the next grade that are not met, each with what was reached, as
            the requirement measures it; None where that is excluded.
        fired: findings of the vetoes that fired.
    """

    rubric: Rubric = field(repr=False)
    score: Fraction
    base: Fraction
    grade_by_score: Grade
    grade: Grade
    rung: Rung | None = field(repr=False)  # the engine's own, like the next: see `band`
    next_rung: Rung | None = field(repr=False)
    missing: tuple[tuple[Requirement, Fraction | None], ...] = field(repr=False)
    fired: tuple[VetoFinding, ...]

    @property
    def displayed(self) -> Fraction:
        """The score rounded for display, but never onto or across a floor."""
        return self._displayed(self.score)

    def _displayed(self, points: Fraction, *limits: Fraction) -> Fraction:
        return score_displayed(self.rubric, points, *limits)

    @property
    def score_shown(self) -> str:
        """The score as people read it, such as ``86.35``."""
        return as_text(self.displayed)

    @property
    def band(self) -> GradeBand | None:
        """The band that the score met; None where it met none."""
        return self.rung.band if self.rung else None

    @property
    def next_band(self) -> GradeBand | None:
        """The nearest band of a better grade; None at the top."""
        return self.next_rung.band if self.next_rung else None

    @property
    def distance(self) -> Fraction | None:
        """Points that are missing to the next floor, 0 where it is reached; None at the top."""
        if self.next_band is None:
            return None
        return max(self.next_band.floor - self._compared(self.next_band), Fraction(0))

    @property
    def distance_displayed(self) -> Fraction | None:
        """The distance rounded for display, the difference of the two numbers shown."""
        if self.next_band is None:
            return None
        shown = self._displayed(self._compared(self.next_band))
        return max(self.next_band.floor - shown, Fraction(0))

    @property
    def distance_shown(self) -> str | None:
        """The distance as people read it, the difference of the two numbers shown."""
        distance = self.distance_displayed
        return None if distance is None else as_text(distance)

    def _compared(self, band: GradeBand) -> Fraction:
        return self.score if band.score == "final" else self.base

    def lacking(self, language: str = "en") -> tuple[str, ...]:
        """Say in ``"zh"`` or ``"en"`` what the next grade requires and what is missing there."""
        return tuple(self._lacking(one, found, language) for one, found in self.missing)

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """Say it in ``"zh"`` or ``"en"``: first where the score stands, then the vetoes.

        >>> from maturity_core import assessment_from, get_rubric, score
        >>> rubric = get_rubric("qbjkb-009-2026")
        >>> card = score(
        ...     rubric,
        ...     assessment_from(
        ...         {
        ...             "rubric": rubric.id,
        ...             "ratings": {leaf.id: 90 for leaf in rubric.leaves()},
        ...             "vetoes": {veto.id: "clear" for veto in rubric.vetoes},
        ...         }
        ...     ),
        ... )
        >>> print(card.decision.sentences()[0])
        Exactly on the floor of 90 ("90 and above" includes 90); 5 short of five stars (95).
        """
        return (self._standing(language), *self._vetoes(language))

    def _standing(self, language: str) -> str:
        label = self.grade_by_score.label.pick(language)
        reached = words.say("decision.no-floor", language, {"grade": label})
        if self.band is not None:
            shown = self._displayed(self._compared(self.band))
            code = "decision.above-floor"
            if self.band.floor <= 0 and not self.band.above:
                code = "decision.no-fail-line"
            elif self.band.floor == shown:
                code = "decision.on-floor"
            gap = as_text(shown - self.band.floor)
            values = {"grade": label, "floor": as_text(self.band.floor), "gap": gap}
            values["of"] = self._base(self.band, language)
            reached = words.say(code, language, values)
        if self.next_rung is None or self.distance_shown is None:
            code = "decision.highest" if self.band else "decision.no-way-up"
            return words.say(code, language, {"reached": reached})
        values = {
            "reached": reached,
            "gap": self.distance_shown,
            "floor": as_text(self.next_rung.band.floor),
            "grade": self.next_rung.grade.label.pick(language),
            "next_of": self._base(self.next_rung.band, language),
        }
        required = [*self.lacking(language)]
        if not required and self.distance:
            return words.say("decision.next", language, values)
        if self.distance or not required:
            code = "decision.more-than" if self.next_rung.band.above else "decision.short-of"
            if not self.distance:
                code = "decision.above-only"
            required = [words.say(code, language, values), *required]
        values["missing"] = words.say("decision.joint", language, {}).join(required)
        return words.say("decision.next-takes", language, values)

    def _lacking(self, required: Requirement, found: Fraction | None, language: str) -> str:
        def written(measured: Fraction) -> str:
            if required.in_points:
                return as_text(self._displayed(measured, required.limit))
            return as_percent(measured, limits=[required.limit])

        values = {"name": required.name, "limit": written(required.limit)}
        excluded = words.say("required.excluded", language, {})
        values["found"] = excluded if found is None else written(found)
        code = f"required.{required.of}{'-above' if required.above else ''}"
        return words.say(code, language, values)

    def _base(self, band: GradeBand, language: str) -> str:
        """Say that a band looks at the score before adjustments; nothing where it does not."""
        if band.score == "final":
            return ""
        return words.say("decision.base", language, {"base": as_text(self._displayed(self.base))})

    def _vetoes(self, language: str) -> tuple[str, ...]:
        if not self.rubric.vetoes:
            return ()
        if not self.fired:
            count = len(self.rubric.vetoes)
            code = "decision.veto-clear" if count == 1 else "decision.vetoes-clear"
            return (words.say(code, language, {"count": str(count)}),)
        capped = words.say(
            "decision.not-capped" if self.grade == self.grade_by_score else "decision.capped",
            language,
            {
                "by_score": self.grade_by_score.label.pick(language),
                "grade": self.grade.label.pick(language),
            },
        )
        titles = {veto.id: veto.title.pick(language) for veto in self.rubric.vetoes}
        grounds = (
            words.say(
                "decision.veto-fired",
                language,
                {
                    "veto": finding.veto,
                    "title": titles[finding.veto],
                    "legal_basis": finding.legal_basis,
                    "period": finding.period,
                    "note": finding.note,
                },
            )
            for finding in self.fired
        )
        return (capped, *grounds)


@frozen(kw_only=True, slots=False)  # one is made in every call: with slots that takes longer
class Scorecard:
    """The result of scoring one assessment; a report computes nothing of its own.

    Attributes:
        rubric: by which it was scored.
        assessment: what was scored.
        lines: one per clause, in the order of the standard.
        grade_by_score: the grade before the vetoes.
        grade: the grade after them.
    """

    rubric: Rubric = field(repr=False)
    assessment: Assessment = field(repr=False)
    worked: Worked = field(repr=False, eq=False)  # the engine's own: the accounts, added up
    lines: tuple[Line, ...] = field(repr=False)
    grade_by_score: Grade
    grade: Grade

    @cached_property
    def score(self) -> Fraction:
        """The score in points, exact."""
        return Fraction(self.worked.sums[-1], self.worked.units)

    @property
    def rubric_id(self) -> str:
        """Id of the rubric."""
        return self.rubric.id

    @property
    def semantics(self) -> int:
        """Number of the scoring semantics."""
        return SEMANTICS

    @property
    def total(self) -> Fraction:
        """The highest score, in points."""
        return self.rubric.total

    @property
    def sections(self) -> tuple[Line, ...]:
        """The lines of the sections."""
        return tuple(line for line in self.lines if line.place.depth == 0)

    @cached_property
    def before(self) -> Mapping[str, Fraction]:
        """The ratios, from 0 to 1, of clauses on which adjustments act, before they acted.

        By the ids of the clauses.
        """
        worked, found = self.worked, dict[str, Fraction]()
        for account in worked.layout.accounts:
            for _, entry in account.numbered():
                if isinstance(entry, Adjusted):
                    on = self.rubric.adjustments[entry.adjustment].on
                    if on is not None:
                        reached = worked.sums[entry.before] - worked.sums[entry.start]
                        whole = self.line_of[on].place.weight * worked.steps
                        found[on] = Fraction(reached, whole)
        return found

    @cached_property
    def line_of(self) -> Mapping[str, Line]:
        """The lines by the ids of their clauses."""
        return {line.clause.id: line for line in self.lines}

    def weakest(self, line: Line | None = None) -> tuple[Line, ...]:
        """Return those that decide a branch made by ``min``; none for any other.

        Args:
            line: of the branch; None for the whole.
        """
        branch = self.rubric if line is None else line.clause
        if branch.combine != "min":
            return ()
        below = [self.line_of[clause.id] for clause in branch.clauses]
        left = [(one.ratio, one) for one in below if one.ratio is not None]
        least = min((ratio for ratio, _ in left), default=None)
        return tuple(one for ratio, one in left if ratio == least)

    @property
    def dimensions(self) -> tuple[Subtotal, ...]:
        """What the items of each dimension bring, before adjustments, in the rubric's order."""
        subtotals: list[Subtotal] = []
        sums, units = self.worked.sums, self.worked.units
        for dimension in self.rubric.dimensions:
            items = [
                place
                for place in self.worked.layout.places
                if place.dimension == dimension.id and place.counts and place.is_item
            ]
            if items:
                reached = sum(sums[item.start + 1] - sums[item.start] for item in items)
                weight = sum(item.weight for item in items)
                earned, maximum = Fraction(reached, units), Fraction(weight, items[0].unit)
                subtotals.append(Subtotal(dimension=dimension, earned=earned, maximum=maximum))
        return tuple(subtotals)

    @property
    def base(self) -> Fraction:
        """The score before the adjustments of the whole, in points."""
        return self.worked.base

    @property
    def adjustments(self) -> tuple[Extra, ...]:
        """What every adjustment of the rubric brought, in its order."""
        worked, (*_, score) = self.worked, self.worked.layout.accounts
        counts = worked.counts
        counted = dict.fromkeys(range(len(counts)), 0)
        earned = dict.fromkeys(range(len(counts)), Fraction(0))
        for account in worked.layout.accounts:
            for index, entry in account.numbered():
                if isinstance(entry, Adjusted):
                    brought = worked.sums[index + 1] - worked.sums[index]
                    counted[entry.adjustment] = brought // (entry.weight * worked.steps)
                    if account is score:
                        earned[entry.adjustment] = Fraction(brought, worked.units)
        return tuple(
            Extra(adjustment, counts[number], counted[number], earned[number])
            for number, adjustment in enumerate(self.rubric.adjustments)
        )

    @property
    def held(self) -> tuple[HeldPoints, ...]:
        """What holding took away or added, place by place; nothing where no bound was passed."""
        (*_, account), sums = self.worked.layout.accounts, self.worked.sums
        clauses = {place.clause.id: place.clause for place in self.worked.layout.places}
        return tuple(
            HeldPoints(
                None if entry.on is None else clauses[entry.on],
                Fraction(sums[index + 1] - sums[index], self.worked.units),
            )
            for index, entry in account.numbered()
            if isinstance(entry, Held) and sums[index + 1] != sums[index]
        )

    @property
    def vetoes(self) -> tuple[VetoFinding, ...]:
        """Every veto's finding, in the order of the rubric."""
        findings = {finding.veto: finding for finding in self.assessment.vetoes}
        return tuple(findings[veto.id] for veto in self.rubric.vetoes)

    @property
    def decision(self) -> Decision:
        """Why the grade is what it is."""
        worked = self.worked
        ladder = ladder_of(self.rubric, worked.layout)
        rung = met(ladder, worked)
        # Who reached no band at all has the lowest grade, and may still lack its own floor.
        least = self.grade_by_score.rank + (rung is not None)
        better = [one for one in ladder if one.grade.rank >= least]
        way = min(better, key=lambda one: (one.grade.rank, one.shortfall(worked)), default=None)
        return Decision(
            rubric=self.rubric,
            score=self.score,
            base=self.base,
            grade_by_score=self.grade_by_score,
            grade=self.grade,
            rung=rung,
            next_rung=way,
            missing=way.missing(worked) if way else (),
            fired=tuple(finding for finding in self.vetoes if finding.finding == "fired"),
        )

    def points_shown(self, points: Fraction) -> str:
        """Write points of a line as people read them, by the rounding rule of the rubric.

        >>> from maturity_core import get_rubric, load_assessment, score
        >>> card = score(
        ...     get_rubric("qbjkb-009-2026"), load_assessment("examples/municipal-sewage.toml")
        ... )
        >>> line = card.line_of["5.2"]
        >>> line.earned, card.points_shown(line.earned)
        (Fraction(1437, 200), '7.18')
        """
        return points_shown(self.rubric, points)

    def lost_shown(self, line: Line) -> str:
        """Write what a line lost: the difference of the two numbers that people read there."""
        rubric = self.rubric
        most, earned = line.maximum.as_integer_ratio(), line.earned.as_integer_ratio()
        return difference_text(most, earned, rubric.rounding, rubric.digits)
