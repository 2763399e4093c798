"""JSON to scorecard to JSON by hand: pydantic models at both ends, Decimal between them."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from maturity_core import Clause, Rubric, Text

__all__ = ["Scorer"]

_HUNDREDTH = Decimal("0.01")
_STEPS = 10_000


class _Model(BaseModel):
    """Takes no key that it does not know, and converts nothing that it need not."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


_Percentage = Annotated[Decimal, Field(ge=0, le=100)]


class _Rating(_Model):
    rating: _Percentage | None = None
    points: Annotated[Decimal, Field(ge=0)] | None = None
    note: str = ""
    evidence: tuple[str, ...] = ()
    finding: str = ""
    assessor: str = ""
    rated_on: date | None = None


class _Finding(_Model):
    finding: Literal["clear", "fired", "undetermined"] = "undetermined"
    legal_basis: str = ""
    period: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    determined_by: str = ""


class _Person(_Model):
    name: str
    role: str = ""


class _Subject(_Model):
    name: str = ""
    address: str = ""
    sites: tuple[str, ...] = ()


class _Assessment(_Model):
    format: Literal[1] = 1
    rubric: str
    kind: Literal["self", "internal", "third-party"] | None = None
    scope: str = ""
    scope_text: str = ""
    assessed_on: date | None = None
    period: str = ""
    subject: _Subject = _Subject()
    assessors: tuple[_Person, ...] = ()
    reviewer: str = ""
    decided_by: str = ""
    ratings: dict[str, _Percentage | _Rating | None]
    vetoes: dict[str, Literal["clear", "fired", "undetermined"] | _Finding]


class _Share(_Model):
    earned: str
    earned_shown: str
    maximum: str
    maximum_shown: str
    ratio: str
    ratio_shown: str


class _Line(_Share):
    clause: str
    title: str
    depth: int
    points: str | None
    weight: None
    combine: str | None
    decided_by: list[str]
    excluded_with: None
    ratio_before: None
    lost: str
    lost_shown: str
    falls_to: str | None
    falls_to_shown: str | None
    rises_to: str | None
    rises_to_shown: str | None
    band: str | None
    note: str


class _Floor(_Model):
    grade: str
    label: str
    floor: str
    above: bool
    score: str
    distance: str
    distance_shown: str
    met: bool


class _Subtotal(_Share):
    dimension: str
    title: str


class _VetoLine(_Finding):
    veto: str


class _Card(_Model):
    subject: str
    kind: str | None
    scope: str
    assessed_on: date | None
    rubric: str
    rubric_official: bool
    semantics: int
    total: str
    score: str
    score_shown: str
    grade: str
    grade_rank: int
    grade_label: str
    grade_symbol: str
    grade_by_score: str
    grade_by_score_label: str
    next_grade: str | None
    distance: str | None
    distance_shown: str | None
    missing: list[str]
    margin: str | None
    margin_shown: str | None
    floors: list[_Floor]
    costliest: list[str]
    base: str
    combine: str
    decided_by: list[str]
    adjustments: list[str]
    held: list[str]
    decision: list[str]
    vetoes: list[_VetoLine]
    vetoes_fired: list[str]
    dimensions: list[_Subtotal]
    lines: list[_Line]
    assessment: _Assessment


class _Place(NamedTuple):
    clause: str
    title: str
    depth: int
    points: Decimal
    dimension: str
    is_item: bool
    items: tuple[str, ...]


class _Grade(NamedTuple):
    id: str
    rank: int
    label: str
    symbol: str
    floor: Decimal | None


class _Moves(NamedTuple):
    """What a grade takes: how far ratings may fall, and where a better one begins.

    Attributes:
        spare: points above the floor of the grade.
        need: points that are missing to a better one; None where a veto caps it, or at the top.
    """

    spare: Decimal
    need: Decimal | None

    def falls_to(self, ratio: Decimal, points: Decimal) -> Decimal:
        """Return the lowest rating at which the grade holds, all others as they are."""
        steps = _steps_up(ratio * points - self.spare, points)
        return min(ratio, max(steps, Decimal(0)) / _STEPS)

    def rises_to(self, ratio: Decimal, points: Decimal) -> Decimal | None:
        """Return the lowest rating at which it is better; None where none is."""
        steps = None if self.need is None else _steps_up(ratio * points + self.need, points)
        return None if steps is None or steps > _STEPS else steps / _STEPS


class Scorer:
    """Knows one standard, and what is the same for all its assessments."""

    def __init__(self, rubric: Rubric) -> None:
        """Prepare what is done once per rubric."""
        self.id = rubric.id
        self.official = rubric.is_official
        self.total = _decimal(rubric.total)
        self.places = [p for section in rubric.clauses for p in _places(section, 0, "")]
        self.points = {place.clause: place.points for place in self.places if place.is_item}
        self.dimensions = [(d.id, _english(d.title)) for d in rubric.dimensions]
        self.bands = [
            (_decimal(band.low), _english(band.label)) for band in reversed(rubric.scale.bands)
        ]
        floors = {band.grade: _decimal(band.floor) for band in rubric.grades.bands}
        self.grades = sorted(
            (
                _Grade(g.id, g.rank, _english(g.label), g.symbol, floors.get(g.id))
                for g in rubric.grades.grades
            ),
            key=lambda grade: -grade.rank,
        )
        self.floors = sorted(floors.values())
        by_id = {grade.id: grade for grade in self.grades}
        self.vetoes = {veto.id: by_id[veto.caps_at] for veto in rubric.vetoes}
        self.veto_titles = {veto.id: _english(veto.title) for veto in rubric.vetoes}

    def scorecard(self, data: bytes) -> BaseModel:
        """Return the scorecard of a file, as a model."""
        assessment = _Assessment.model_validate_json(data)
        ratios, notes = self._ratios(assessment)
        findings = self._findings(assessment)
        earned = {item: points * ratios[item] for item, points in self.points.items()}
        score = sum(earned.values(), Decimal(0))
        by_score = next(g for g in self.grades if g.floor is not None and score >= g.floor)
        fired = [finding for finding in findings if finding.finding == "fired"]
        caps = (self.vetoes[finding.veto] for finding in fired)
        grade = min([by_score, *caps], key=lambda cap: cap.rank)
        shown = self._shown(score)
        better = [g for g in self.grades if g.floor is not None and g.floor > score]
        floor = better[-1].floor if better else None
        moves = self._moves(score, grade, is_capped=bool(fired))
        margin = self._margin(ratios, score - moves.spare)
        most = max(points - earned[item] for item, points in self.points.items())
        return _Card(
            subject=assessment.subject.name,
            kind=assessment.kind,
            scope=assessment.scope,
            assessed_on=assessment.assessed_on,
            rubric=self.id,
            rubric_official=self.official,
            semantics=1,
            total=_text(self.total),
            score=_text(score),
            score_shown=_text(shown),
            grade=grade.id,
            grade_rank=grade.rank,
            grade_label=grade.label,
            grade_symbol=grade.symbol,
            grade_by_score=by_score.id,
            grade_by_score_label=by_score.label,
            next_grade=better[-1].id if better else None,
            distance=None if floor is None else _text(floor - score),
            distance_shown=None if floor is None else _text(floor - shown),
            missing=[],
            margin=None if margin is None else _text(margin),
            margin_shown=None if margin is None else _percent(margin),
            floors=[
                _Floor(
                    grade=g.id,
                    label=g.label,
                    floor=_text(g.floor),
                    above=False,
                    score="final",
                    distance=_text(score - g.floor),
                    distance_shown=_text(shown - g.floor),
                    met=score >= g.floor,
                )
                for g in reversed(self.grades)
                if g.floor is not None
            ],
            costliest=[i for i, points in self.points.items() if points - earned[i] == most > 0],
            base=_text(score),
            combine="sum",
            decided_by=[],
            adjustments=[],
            held=[],
            decision=self._sentences(shown, by_score, better, grade, fired),
            vetoes=findings,
            vetoes_fired=[finding.veto for finding in fired],
            dimensions=self._dimensions(earned),
            lines=self._lines(earned, notes, moves),
            assessment=assessment,
        )

    def text(self, data: bytes) -> str:
        """Return the text of the scorecard of a file."""
        text: str = self.scorecard(data).model_dump_json(indent=2, exclude_defaults=True)
        return text

    def _ratios(self, assessment: _Assessment) -> tuple[dict[str, Decimal], dict[str, str]]:
        ratios: dict[str, Decimal] = {}
        notes: dict[str, str] = {}
        for clause, rating in assessment.ratings.items():
            points = self.points.get(clause)
            if points is None:
                message = f"{clause} is no scored item"
                raise ValueError(message)
            if isinstance(rating, _Rating):
                notes[clause] = rating.note
                if (rating.rating is None) == (rating.points is None):
                    message = f"{clause}: either a rating or points"
                    raise ValueError(message)
                if rating.rating is not None:
                    ratios[clause] = rating.rating / 100
                elif rating.points is not None and rating.points <= points:
                    ratios[clause] = rating.points / points
            elif rating is not None:
                percentage: Decimal = rating
                ratios[clause] = percentage / 100
        if missing := self.points.keys() - ratios.keys():
            message = f"not rated: {missing}"
            raise ValueError(message)
        return ratios, notes

    def _findings(self, assessment: _Assessment) -> list[_VetoLine]:
        if assessment.rubric != self.id or assessment.vetoes.keys() != self.vetoes.keys():
            message = "another rubric, or not its vetoes"
            raise ValueError(message)
        found: list[_VetoLine] = []
        for veto in self.vetoes:
            entry = assessment.vetoes[veto]
            if isinstance(entry, str):
                finding = _VetoLine(veto=veto, finding=entry)
            else:
                finding = _VetoLine(veto=veto, **{k: getattr(entry, k) for k in _FINDING})
            if finding.finding == "undetermined":
                message = f"{veto} is not determined"
                raise ValueError(message)
            if finding.finding == "fired" and not (finding.legal_basis and finding.period):
                message = f"{veto} fired without its legal basis and period"
                raise ValueError(message)
            found.append(finding)
        return found

    def _moves(self, score: Decimal, grade: _Grade, *, is_capped: bool) -> _Moves:
        floors = [(g.rank, g.floor) for g in self.grades if g.floor is not None]
        spare = score - min(floor for rank, floor in floors if rank >= grade.rank)
        better = [floor for rank, floor in floors if rank > grade.rank]
        return _Moves(spare, min(better) - score if better and not is_capped else None)

    def _margin(self, ratios: dict[str, Decimal], floor: Decimal) -> Decimal | None:
        """Return how much lower all ratings can be, so that the floor is reached."""

        def holds(steps: int) -> bool:
            fall = Decimal(steps) / _STEPS
            left = (points * max(ratios[i] - fall, Decimal(0)) for i, points in self.points.items())
            return sum(left, Decimal(0)) >= floor

        if holds(_STEPS):
            return None
        low, high = 0, _STEPS
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if holds(middle) else (low, middle)
        return Decimal(low) / _STEPS

    def _lines(
        self, earned: dict[str, Decimal], notes: dict[str, str], moves: _Moves
    ) -> list[_Line]:
        lines: list[_Line] = []
        for place in self.places:
            points = sum((earned[item] for item in place.items), Decimal(0))
            ratio = points / place.points
            band = self._band(ratio) if place.is_item else None
            falls_to = moves.falls_to(ratio, place.points) if place.is_item else None
            rises_to = moves.rises_to(ratio, place.points) if place.is_item else None
            lines.append(
                _Line(
                    clause=place.clause,
                    title=place.title,
                    depth=place.depth,
                    points=_text(place.points),
                    weight=None,
                    combine=None if place.is_item else "sum",
                    decided_by=[],
                    excluded_with=None,
                    ratio_before=None,
                    **_share(points, place.points),
                    lost=_text(place.points - points),
                    lost_shown=_text(_rounded(place.points) - _rounded(points)),
                    falls_to=None if falls_to is None else _text(falls_to),
                    falls_to_shown=None if falls_to is None else _percent(falls_to),
                    rises_to=None if rises_to is None else _text(rises_to),
                    rises_to_shown=None if rises_to is None else _percent(rises_to),
                    band=band,
                    note=notes.get(place.clause, ""),
                )
            )
        return lines

    def _dimensions(self, earned: dict[str, Decimal]) -> list[_Subtotal]:
        subtotals: list[_Subtotal] = []
        for name, title in self.dimensions:
            items = [p for p in self.places if p.is_item and p.dimension == name]
            points = sum((earned[item.clause] for item in items), Decimal(0))
            share = _share(points, sum((item.points for item in items), Decimal(0)))
            subtotals.append(_Subtotal(dimension=name, title=title, **share))
        return subtotals

    def _band(self, ratio: Decimal) -> str | None:
        return next((label for low, label in self.bands if ratio >= low), None)

    def _shown(self, score: Decimal) -> Decimal:
        """Round for display, but never onto or across a floor."""
        digits = _HUNDREDTH
        while True:
            rounded = score.quantize(digits, ROUND_HALF_EVEN)
            if all((rounded >= floor) == (score >= floor) for floor in self.floors):
                return rounded
            digits /= 10

    def _sentences(
        self,
        shown: Decimal,
        by_score: _Grade,
        better: list[_Grade],
        grade: _Grade,
        fired: list[_VetoLine],
    ) -> list[str]:
        above = f"{_text(shown - (by_score.floor or 0))} above the floor of {by_score.floor}"
        way = "the highest grade."
        if better and better[-1].floor is not None:
            gap = _text(better[-1].floor - shown)
            way = f"{gap} short of {better[-1].label} ({better[-1].floor})."
        vetoes = [
            f"{finding.veto} {self.veto_titles[finding.veto]}: {finding.legal_basis}, "
            f"{finding.period}. {finding.note}"
            for finding in fired
        ]
        if not vetoes:
            return [
                f"{above}; {way}",
                f"All {len(self.vetoes)} vetoes were determined: none fired.",
            ]
        return [f"{above}; {way}", f"Capped from {by_score.label} to {grade.label}.", *vetoes]


_FINDING = tuple(_Finding.model_fields)


def _places(clause: Clause, depth: int, dimension: str) -> list[_Place]:
    own = clause.dimension or dimension
    below = [place for child in clause.clauses for place in _places(child, depth + 1, own)]
    items = tuple(place.clause for place in below if place.is_item) or (clause.id,)
    points = _decimal(clause.points or 0)
    title = _english(clause.title)
    is_item = not clause.clauses
    return [_Place(clause.id, title, depth, points, own, is_item, items), *below]


def _english(text: Text) -> str:
    return text.pick("en")


def _decimal(number: Fraction | int) -> Decimal:
    return Decimal(number.numerator) / number.denominator


def _share(earned: Decimal, maximum: Decimal) -> dict[str, str]:
    ratio = earned / maximum
    return {
        "earned": _text(earned),
        "earned_shown": _text(_rounded(earned)),
        "maximum": _text(maximum),
        "maximum_shown": _text(_rounded(maximum)),
        "ratio": _text(ratio),
        "ratio_shown": _percent(ratio),
    }


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_HUNDREDTH, ROUND_HALF_EVEN)


def _percent(ratio: Decimal) -> str:
    return f"{_rounded(ratio * 100)} %"


def _steps_up(points: Decimal, of: Decimal) -> Decimal:
    """Return a part in steps of 0.01 %, the next whole one where it is none."""
    whole = points * _STEPS // of
    return whole + (whole * of < points * _STEPS)


def _text(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
