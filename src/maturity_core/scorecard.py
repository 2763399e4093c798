"""What came out of scoring, and why: lines, subtotals, the grade and the decision in words."""

from fractions import Fraction
from typing import NamedTuple

from attrs import field, frozen

from maturity_core import words
from maturity_core.assessment import Assessment, Rating, VetoFinding
from maturity_core.exact import as_text, displayed, points_text
from maturity_core.rubric import (
    SEMANTICS,
    BandEnds,
    Clause,
    Dimension,
    Grade,
    GradeBand,
    RatingBand,
    Rubric,
    band_at,
)

__all__ = ["Decision", "Line", "Place", "Scorecard", "Subtotal"]


class Place(NamedTuple):
    """Where a line stands in its rubric; the same for every assessment.

    Attributes:
        clause: the clause of the line.
        depth: 0 for a section.
        dimension: id of the dimension that it belongs to, its own or one from above.
        bands: of the scale by which it is rated, as `band_at` takes them; none for a branch.
        weight: its share of the total, in whole units.
        unit: how many units make one point.
    """

    clause: Clause
    depth: int
    dimension: str | None
    bands: tuple[BandEnds, ...]
    weight: int
    unit: int


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
        """What was reached, of ``place.weight * steps``."""
        return self[2]

    @property
    def steps(self) -> int:
        """In how many steps a rating is counted."""
        return self[3]

    @property
    def clause(self) -> Clause:
        """The clause."""
        return self[0].clause

    @property
    def points(self) -> Fraction | None:
        """The points as the standard prints them."""
        return self[0].clause.points

    @property
    def earned(self) -> Fraction:
        """The points that the clause brings to the score: ``maximum * ratio``."""
        place, _, part, steps = self
        return Fraction(part, place.unit * steps)

    @property
    def maximum(self) -> Fraction:
        """The points that it could bring; over the sections these add up to the total."""
        return Fraction(self[0].weight, self[0].unit)

    @property
    def ratio(self) -> Fraction:
        """The part of the maximum that is earned: a rating, or what the children make."""
        place, _, part, steps = self
        return Fraction(part, place.weight * steps)

    @property
    def band(self) -> RatingBand | None:
        """The band of the rating scale; None for a branch."""
        place, _, part, steps = self
        return band_at(place.bands, part, place.weight * steps)


class Subtotal(NamedTuple):
    """What the items of one dimension bring together, in points of the score."""

    dimension: Dimension
    earned: Fraction
    maximum: Fraction

    @property
    def ratio(self) -> Fraction:
        """The part of the maximum that is earned."""
        return self.earned / self.maximum


@frozen(kw_only=True)
class Decision:
    """Why the grade is what it is: the floor reached, the way to the next one, what capped it.

    Attributes:
        rubric: that decided.
        score: exact, in points.
        grade_by_score, grade: before and after the vetoes.
        fired: findings of the vetoes that fired.
    """

    rubric: Rubric = field(repr=False)
    score: Fraction
    grade_by_score: Grade
    grade: Grade
    fired: tuple[VetoFinding, ...]

    @property
    def displayed(self) -> Fraction:
        """The score rounded for display, but never onto or across a floor."""
        limits = [band.floor for band in self.rubric.grades.bands]
        return displayed(
            self.score,
            rounding=self.rubric.rounding,
            digits=self.rubric.digits,
            limits=[*limits, self.rubric.total],
        )

    @property
    def score_shown(self) -> str:
        """The score as people read it, such as ``86.35``."""
        return as_text(self.displayed)

    @property
    def band(self) -> GradeBand | None:
        """The band that the score met; None where it met none."""
        bands = self.rubric.grades.bands
        met = [band for band in bands if band.grade == self.grade_by_score.id]
        return next((band for band in met if band.floor <= self.score), None)

    @property
    def next_band(self) -> GradeBand | None:
        """The nearest band of a better grade; None at the top."""
        better = [band for band in self.rubric.grades.bands if band.floor > self.score]
        return min(better, key=lambda band: band.floor, default=None)

    @property
    def distance(self) -> Fraction | None:
        """Points that are missing to the next floor; None at the top."""
        return self.next_band.floor - self.score if self.next_band else None

    @property
    def distance_shown(self) -> str | None:
        """The distance as people read it: the difference of the two numbers shown."""
        return as_text(self.next_band.floor - self.displayed) if self.next_band else None

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
            code = "decision.above-floor"
            if self.band.floor <= 0:
                code = "decision.no-fail-line"
            elif self.band.floor == self.score:
                code = "decision.on-floor"
            gap = as_text(self.displayed - self.band.floor)
            values = {"grade": label, "floor": as_text(self.band.floor), "gap": gap}
            reached = words.say(code, language, values)
        if self.next_band is None or self.distance_shown is None:
            code = "decision.highest" if self.band else "decision.no-way-up"
            return words.say(code, language, {"reached": reached})
        values = {
            "reached": reached,
            "gap": self.distance_shown,
            "floor": as_text(self.next_band.floor),
            "grade": self.rubric.grades.grade(self.next_band.grade).label.pick(language),
        }
        return words.say("decision.next", language, values)

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


@frozen(kw_only=True)
class Scorecard:
    """The result of scoring one assessment; a report computes nothing of its own.

    Attributes:
        rubric, assessment: what was scored.
        score: in points, exact.
        lines: one per clause, in the order of the standard.
        grade_by_score: the grade before the vetoes.
        grade: the grade after them.
    """

    rubric: Rubric = field(repr=False)
    assessment: Assessment = field(repr=False)
    score: Fraction
    lines: tuple[Line, ...] = field(repr=False)
    grade_by_score: Grade
    grade: Grade

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

    @property
    def dimensions(self) -> tuple[Subtotal, ...]:
        """What the items of each dimension bring, in the order of the rubric."""
        subtotals: list[Subtotal] = []
        for dimension in self.rubric.dimensions:
            items = [
                line
                for line in self.lines
                if line.place.dimension == dimension.id and not line.clause.clauses
            ]
            if items:
                unit = items[0].place.unit
                earned = Fraction(sum(line.part for line in items), unit * items[0].steps)
                maximum = Fraction(sum(line.place.weight for line in items), unit)
                subtotals.append(Subtotal(dimension=dimension, earned=earned, maximum=maximum))
        return tuple(subtotals)

    @property
    def vetoes(self) -> tuple[VetoFinding, ...]:
        """Every veto's finding, in the order of the rubric."""
        findings = {finding.veto: finding for finding in self.assessment.vetoes}
        return tuple(findings[veto.id] for veto in self.rubric.vetoes)

    @property
    def decision(self) -> Decision:
        """Why the grade is what it is."""
        return Decision(
            rubric=self.rubric,
            score=self.score,
            grade_by_score=self.grade_by_score,
            grade=self.grade,
            fired=tuple(finding for finding in self.vetoes if finding.finding == "fired"),
        )

    def points_shown(self, points: Fraction) -> str:
        """Write points of a line as people read them, by the rounding rule of the rubric."""
        rubric = self.rubric
        return points_text(*points.as_integer_ratio(), rubric.rounding, rubric.digits)
