"""The rules of scoring said once more, plainly and in fractions: what a scorer is held to."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from maturity_core.assessment import Assessment, Rating, VetoFinding
from maturity_core.rubric import Adjustment, Clause, Requirement, Rubric

__all__ = ["ON_RECORD", "Part", "Plain", "fired", "fired_in", "ratios_of"]


def ratios_of(rubric: Rubric, assessment: Assessment) -> dict[str, Fraction]:
    """Return what was written, as ratios by clause, whichever way it was written."""
    leaves = {leaf.id: leaf for leaf in rubric.leaves()}
    return {r.clause: _ratio_of(r, leaves[r.clause], rubric) for r in assessment.ratings}


def _ratio_of(rating: Rating, leaf: Clause, rubric: Rubric) -> Fraction:
    if rating.ratio is not None:
        return rating.ratio
    if rating.sample is not None:
        return Fraction(rating.sample.conform, rating.sample.of)
    if rating.level:
        bands = (leaf.scale or rubric.scale).bands
        return next(b.low for b in bands if rating.level in {b.label.zh, b.label.en})
    points = leaf.points or Fraction(1)
    if rating.points is not None:
        return rating.points / points
    lost = sum((d.points * d.count for d in rating.deductions), Fraction(0))
    return max(points - lost, Fraction(0)) / points


ON_RECORD = "on record"
"""Stands for every reason, basis and period that decides nothing."""


def fired(veto: str) -> VetoFinding:
    """Return a finding that a veto fired, with all that it has to say."""
    return VetoFinding(
        veto=veto, finding="fired", legal_basis=ON_RECORD, period=ON_RECORD, note=ON_RECORD
    )


def fired_in(assessment: Assessment) -> set[str]:
    """Return the ids of the vetoes that fired."""
    return {finding.veto for finding in assessment.vetoes if finding.finding == "fired"}


class Part(NamedTuple):
    """A clause or the whole: the points that are left of it, and the ratio that it reaches.

    Attributes:
        points: applicable points; None where it is wholly excluded.
        ratio: with its own adjustments, held between 0 and 1.
        before: without its own adjustments.
    """

    points: Fraction | None
    ratio: Fraction
    before: Fraction


GONE = Part(None, Fraction(0), Fraction(0))


class Plain:
    """Scores one assessment; slow, and as close to the words of the rules as code can be.

    Attributes:
        score, base: in points, with and without the adjustments of the whole.
        parts: the clauses by id; those below one that is left out are not among them.
        counted: points of each adjustment that count, by id.
    """

    def __init__(self, rubric: Rubric, assessment: Assessment) -> None:
        """Score it."""
        self.rubric = rubric
        self.excluded = {exclusion.clause for exclusion in assessment.exclusions}
        self.counts = {stated.adjustment: stated.count for stated in assessment.adjustments}
        self.ratios = ratios_of(rubric, assessment)
        self.parts: dict[str, Part] = {}
        self.counted: dict[str, Fraction] = {}
        sections = [self._part(section, full=False) for section in rubric.clauses]
        points, ratio = self._combined(rubric.combine, rubric.clauses, sections, rubric.total)
        self.base = rubric.total * ratio
        full = sum((self._full(section) for section in rubric.clauses), Fraction(0))
        whole = full if rubric.combine == "sum" else rubric.total
        extra = self._adjusted(None, ratio, whole, points or whole)
        most = rubric.total if rubric.maximum is None else rubric.maximum
        self.score = min(max(self.base + rubric.total * extra, Fraction(0)), most)

    def _full(self, clause: Clause) -> Fraction:
        if clause.clauses and clause.combine == "sum":
            return sum((self._full(child) for child in clause.clauses), Fraction(0))
        return clause.points or Fraction(0)

    def _part(self, clause: Clause, *, full: bool) -> Part:
        if clause.id in self.excluded and not full:
            full = clause.excluded == "full"
            if not full:
                self.parts |= {inner.id: GONE for inner in clause.walk()}
                return GONE
        if clause.clauses:
            below = [self._part(child, full=full) for child in clause.clauses]
            own = clause.points or Fraction(0)
            points, before = self._combined(clause.combine, clause.clauses, below, own)
            if points is None:
                self.parts[clause.id] = GONE
                return GONE
        else:
            points = clause.points or Fraction(0)
            before = Fraction(1) if full else self.ratios[clause.id]
        extra = self._adjusted(clause.id, before, self._full(clause), points)
        held = min(max(before + extra, Fraction(0)), Fraction(1))
        self.parts[clause.id] = Part(points, held, before)
        return self.parts[clause.id]

    def _combined(
        self, combine: str, clauses: Sequence[Clause], parts: Sequence[Part], own: Fraction
    ) -> tuple[Fraction | None, Fraction]:
        left = [(c, p) for c, p in zip(clauses, parts, strict=True) if p.points is not None]
        if not left:
            return None, Fraction(0)
        if combine == "min":
            return own, min(part.ratio for _, part in left)
        shares = [
            (self.weight(clause, clauses) if combine == "mean" else part.points) or Fraction(0)
            for clause, part in left
        ]
        total = sum(shares, Fraction(0))
        reached = sum((s * p.ratio for s, (_, p) in zip(shares, left, strict=True)), Fraction(0))
        return (total if combine == "sum" else own), reached / total

    def weight(self, clause: Clause, siblings: Sequence[Clause]) -> Fraction | None:
        """Return the weight that it has; where no sibling has one, all weigh the same."""
        return clause.weight if any(s.weight for s in siblings) else Fraction(1)

    def _adjusted(
        self, on: str | None, before: Fraction, full: Fraction, left: Fraction
    ) -> Fraction:
        extra = Fraction(0)
        for adjustment in self.rubric.adjustments:
            if adjustment.on == on:
                points = self._points_of(adjustment, before)
                self.counted[adjustment.id] = points
                per = left if adjustment.scaling == "inside" else full
                extra += (points if adjustment.kind == "bonus" else -points) / per
        return extra

    def _points_of(self, adjustment: Adjustment, before: Fraction) -> Fraction:
        if adjustment.from_ratio is not None and before < adjustment.from_ratio:
            return Fraction(0)
        count = self.counts[adjustment.id]
        if adjustment.times is not None:
            count = min(count, adjustment.times)
        return adjustment.points * count

    def _reached(self, required: Requirement) -> list[Fraction]:
        """Return what a requirement looks at; what is excluded is ignored, or below every limit."""
        found = self._left(required)
        sought = len(self.rubric.clauses) if required.of == "section" else 1
        lacks = required.excluded == "unmet" and len(found) < sought
        return [*found, Fraction(-1)] if lacks else found

    def _left(self, required: Requirement) -> list[Fraction]:
        """Return what a requirement looks at; nothing where no part of it is left."""
        if required.of == "score":
            return [self.base]
        if required.of == "adjustment":
            return [self.counted[required.name]] if required.name in self.counted else []
        if required.of == "dimension":
            return self.dimension(required.name)
        names = [section.id for section in self.rubric.clauses]
        parts = [self.parts[n] for n in (names if required.of == "section" else [required.name])]
        return [part.ratio for part in parts if part.points is not None]

    def dimension(self, name: str) -> list[Fraction]:
        """Return the ratio of a dimension; nothing where no item of it is left."""
        items: list[tuple[Fraction, Fraction]] = []

        def visit(clause: Clause, most: Fraction, own: str | None) -> None:
            own = clause.dimension or own
            part = self.parts[clause.id]
            if not clause.clauses or clause.combine == "min":
                if own == name:
                    items.append((most, part.before))
                return
            for child, share in self._shares(clause.combine, clause.clauses):
                visit(child, most * share, own)

        if self.rubric.combine != "min":
            for section, share in self._shares(self.rubric.combine, self.rubric.clauses):
                visit(section, share, None)
        whole = sum((most for most, _ in items), Fraction(0))
        return [sum((m * r for m, r in items), Fraction(0)) / whole] if items else []

    def _shares(self, combine: str, clauses: Sequence[Clause]) -> list[tuple[Clause, Fraction]]:
        left = [c for c in clauses if self.parts[c.id].points is not None]
        shares = [
            (self.weight(c, clauses) if combine == "mean" else self.parts[c.id].points)
            or Fraction(0)
            for c in left
        ]
        total = sum(shares, Fraction(0))
        return [(clause, share / total) for clause, share in zip(left, shares, strict=True)]

    def rank(self) -> int:
        """Return the rank of the highest grade of which any band is met, the lowest if none is."""
        ranks = {grade.id: grade.rank for grade in self.rubric.grades.grades}
        met: list[int] = []
        for band in self.rubric.grades.bands:
            compared = self.score if band.score == "final" else self.base
            checks = [(compared, band.floor, band.above)]
            checks += [
                (found, required.limit, required.above)
                for required in band.requires
                for found in self._reached(required)
            ]
            if all(found > limit if above else found >= limit for found, limit, above in checks):
                met.append(ranks[band.grade])
        return max(met, default=min(ranks.values()))
