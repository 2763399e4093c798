"""What assessors found in one organisation: ratings, veto findings, and the paper around them."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from attrs import Factory, field, frozen
from attrs.converters import optional
from attrs.validators import optional as if_given

from maturity_core.exact import exact
from maturity_core.fields import Value, Whole, file_format, identifier, one_of, texts

__all__ = [
    "MOST_COUNTED",
    "RATING_STEPS",
    "AdjustmentCount",
    "Assessment",
    "Deduction",
    "Exclusion",
    "Form",
    "Person",
    "Rating",
    "Sample",
    "Subject",
    "VetoFinding",
    "steps_of",
]

RATING_STEPS = 10_000
"""Plans and engines take ratings in steps of 0.01 % of a clause: 100 % is 10,000."""

MOST_COUNTED = 1_000_000
"""No more occurrences, or samples, can be stated."""

# How many of them a ratio with this denominator counts, where it is a whole number of them.
_STEPS_IN = {
    denominator: RATING_STEPS // denominator
    for denominator in range(1, RATING_STEPS + 1)
    if RATING_STEPS % denominator == 0
}


@frozen(kw_only=True, repr=False, eq=False)
class Person(Value):
    """Somebody who takes part in an assessment.

    Attributes:
        name: as it stands on the papers.
        role: in the assessment, such as leader.
    """

    name: str
    role: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class Subject(Value):
    """The organisation that is assessed.

    Attributes:
        name: as it stands on the papers.
        address: the same.
        sites: those that were looked at.
    """

    name: str = ""
    address: str = ""
    sites: tuple[str, ...] = field(default=(), converter=texts)


@frozen(kw_only=True, repr=False, eq=False)
class Sample(Value):
    """How many of those that were looked at conform: 17 of 20.

    Attributes:
        conform: how many are as they should be, from 0 to a million.
        of: how many were looked at, from 1 to a million.
    """

    conform: int = field(validator=Whole(0, MOST_COUNTED))
    of: int = field(validator=Whole(1, MOST_COUNTED))


@frozen(kw_only=True, repr=False, eq=False)
class Deduction(Value):
    """Points that an item loses for something found, as often as it was found.

    Attributes:
        points: for one occurrence, above 0, in points of the clause.
        count: how often, up to a million; 0 says that it was looked for and not found.
        reason: what was found.
    """

    points: Fraction = field(converter=exact)
    count: int = field(default=1, validator=Whole(0, MOST_COUNTED))
    reason: str = ""

    @property
    def has_reason(self) -> bool:
        """Whether it says why, or needs no reason since nothing was found."""
        return not self.count or bool(self.reason.strip())


Form = Literal["ratio", "points", "level", "sample", "deductions"]
"""The ways to write a rating; in a file the first is called ``rating``."""

_FORMS: tuple[Form, ...] = ("ratio", "points", "level", "sample", "deductions")
_PERCENTAGE: tuple[Form, ...] = ("ratio",)
_NOTHING_ELSE = (None, "", None, ())


def _forms(rating: "Rating") -> tuple[Form, ...]:
    said = (rating.points, rating.level, rating.sample, rating.deductions)
    if rating.ratio is not None and said == _NOTHING_ELSE:
        return _PERCENTAGE
    given = zip(_FORMS, (rating.ratio, *said), strict=True)
    return tuple([form for form, value in given if value not in {None, "", ()}])


@frozen(kw_only=True, repr=False, eq=False)
class Rating(Value):
    """What was written for one scored item, in one of five forms.

    Attributes:
        clause: id of the item.
        ratio: 评分比例: how much of the item is reached; 85 in a file is the ratio 17/20.
        points: points of the clause's own.
        level: label of one of the levels of its scale, in Chinese or English.
        sample: how many of those looked at conform; the ratio is their share.
        deductions: what the item loses from its points, down to 0.
        note: in words; kept for the papers like all that follows: the score ignores it.
        evidence: what was looked at.
        finding: what was found.
        assessor: who rated.
        rated_on: on which day.
        forms: the forms that were used; one is right.

    A rating in no form is *not yet rated*: its note is kept.

    >>> Rating(clause="5.2.1", ratio="0.85").ratio
    Fraction(17, 20)
    """

    clause: str = field(validator=identifier)
    ratio: Fraction | None = field(default=None, converter=optional(exact))
    points: Fraction | None = field(default=None, converter=optional(exact))
    level: str = ""
    sample: Sample | None = None
    deductions: tuple[Deduction, ...] = field(default=(), converter=tuple[Deduction, ...])
    note: str = ""
    evidence: tuple[str, ...] = field(default=(), converter=texts)
    finding: str = ""
    assessor: str = ""
    rated_on: date | None = None
    forms: tuple[Form, ...] = field(
        init=False, eq=False, repr=False, default=Factory(_forms, takes_self=True)
    )

    @property
    def is_open(self) -> bool:
        """Whether the item is not yet rated."""
        return not self.forms

    @property
    def lost(self) -> Fraction:
        """What the deductions take away together, in points of the clause."""
        return sum((one.points * one.count for one in self.deductions), Fraction(0))

    def ratio_of(
        self, points: Fraction | None, levels: Mapping[str, Fraction] = MappingProxyType({})
    ) -> Fraction:
        """Return the rating as a ratio, whichever way it was written.

        Args:
            points: of the item; None where it has none.
            levels: the ratios of the levels of its scale, by label.

        Raises:
            ValueError: nothing was written, points of an item that has none, or no such level.

        >>> Rating(clause="5.2.1", points="2.55").ratio_of(Fraction(3))
        Fraction(17, 20)
        >>> Rating(clause="5.2.1", sample=Sample(conform=17, of=20)).ratio_of(None)
        Fraction(17, 20)
        >>> faults = [Deduction(points="0.5", count=3, reason="no label")]
        >>> Rating(clause="5.2.1", deductions=faults).ratio_of(Fraction(3))
        Fraction(1, 2)
        """
        if self.ratio is not None:
            return self.ratio
        if self.sample is not None:
            return Fraction(self.sample.conform, self.sample.of)
        if self.level in levels:
            return levels[self.level]
        if points and self.points is not None:
            return self.points / points
        if points and self.deductions:
            return max(1 - self.lost / points, Fraction(0))
        message = f"clause {self.clause}: no ratio follows from {self!r} of {points} points"
        raise ValueError(message)


@frozen(kw_only=True, repr=False, eq=False)
class VetoFinding(Value):
    """What was determined about one veto.

    Attributes:
        veto: id of the veto.
        finding: ``"clear"``, ``"fired"`` or ``"undetermined"``; nothing is clear by default.
        legal_basis: law and article, for a veto that fired.
        period: when it happened, or the time that was looked at.
        note: the reason in words.
        evidence: what was looked at.
        determined_by: who determined it.
    """

    veto: str = field(validator=identifier)
    finding: Literal["clear", "fired", "undetermined"] = field(
        default="undetermined",
        validator=one_of(
            "clear",
            "fired",
            "undetermined",
            meant={"未发现": "clear", "成立": "fired", "未核实": "undetermined"},
        ),
    )
    legal_basis: str = ""
    period: str = ""
    note: str = ""
    evidence: tuple[str, ...] = field(default=(), converter=texts)
    determined_by: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class Exclusion(Value):
    """A clause that was left out as not applicable (删减), and why.

    Attributes:
        clause: id of an excludable clause.
        reason: why it is not applicable.
    """

    clause: str = field(validator=identifier)
    reason: str = ""

    @property
    def has_reason(self) -> bool:
        """Whether it says why."""
        return bool(self.reason.strip())


@frozen(kw_only=True, repr=False, eq=False)
class AdjustmentCount(Value):
    """How often a bonus or deduction occurred, and why; 0 is stated too.

    Attributes:
        adjustment: its id in the rubric.
        count: how often, from 0 to a million.
        reason: why; required where it occurred.
    """

    adjustment: str = field(validator=identifier)
    count: int = field(validator=Whole(0, MOST_COUNTED))
    reason: str = ""

    @property
    def has_reason(self) -> bool:
        """Whether it says why, or needs no reason since nothing occurred."""
        return not self.count or bool(self.reason.strip())


def _rated(assessment: "Assessment") -> tuple[str, ...]:
    return tuple([rating.clause for rating in assessment.ratings])


def _found(assessment: "Assessment") -> tuple[tuple[str, str], ...]:
    return tuple([(finding.veto, finding.finding) for finding in assessment.vetoes])


def _steps(assessment: "Assessment") -> tuple[int, ...] | None:
    return steps_of(assessment.ratings)


def steps_of(ratings: Iterable[Rating]) -> tuple[int, ...] | None:
    """Return what is rated in steps of 0.01 %; None as `Assessment.steps` is."""
    steps: list[int] = []
    for rating in ratings:
        if rating.ratio is None or rating.forms != _PERCENTAGE:
            return None
        whole, parts = rating.ratio.as_integer_ratio()
        if parts not in _STEPS_IN or not 0 <= whole <= parts:
            return None
        steps.append(whole * _STEPS_IN[parts])
    return tuple(steps)


@frozen(kw_only=True, repr=False, eq=False)
class Assessment(Value):
    """One assessment of one organisation; reading it needs no rubric.

    Attributes:
        format: version of the file format, 1.
        rubric: id or alias of the rubric.
        kind: ``"self"``, ``"internal"`` or ``"third-party"``; None where nobody said.
        scope: id of one of the rubric's scopes.
        scope_text: what it is in words, for a scope such as ``other``.
        assessed_on: the day of the assessment.
        period: the time that it looks at, ``from/to`` in ISO dates.
        subject: who is assessed.
        assessors: who assessed.
        reviewer: a name; in a third-party assessment somebody who did not assess.
        decided_by: the same for who decides.
        ratings: one per scored item that has been rated, in any order.
        vetoes: one finding per veto.
        exclusions: clauses left out, each with its reason.
        adjustments: a count for each adjustment of the rubric.
        rated: ids of the items in ``ratings``, in that order.
        steps: what they are rated, in steps of 0.01 %; None where one is open, finer, out of range
            or not written as a ratio.
        found: ids of the vetoes in ``vetoes``, in that order, each with what was found.
    """

    format: int = field(default=1, validator=file_format)
    rubric: str
    kind: Literal["self", "internal", "third-party"] | None = field(
        default=None, validator=if_given(one_of("self", "internal", "third-party"))
    )
    scope: str = ""
    scope_text: str = ""
    assessed_on: date | None = None
    period: str = ""
    subject: Subject = Subject()
    assessors: tuple[Person, ...] = field(default=(), converter=tuple[Person, ...])
    reviewer: str = ""
    decided_by: str = ""
    ratings: tuple[Rating, ...] = field(default=(), converter=tuple[Rating, ...])
    vetoes: tuple[VetoFinding, ...] = field(default=(), converter=tuple[VetoFinding, ...])
    exclusions: tuple[Exclusion, ...] = field(default=(), converter=tuple[Exclusion, ...])
    adjustments: tuple[AdjustmentCount, ...] = field(
        default=(), converter=tuple[AdjustmentCount, ...]
    )
    rated: tuple[str, ...] = field(
        init=False, eq=False, repr=False, default=Factory(_rated, takes_self=True)
    )
    steps: tuple[int, ...] | None = field(
        init=False, eq=False, repr=False, default=Factory(_steps, takes_self=True)
    )
    found: tuple[tuple[str, str], ...] = field(
        init=False, eq=False, repr=False, default=Factory(_found, takes_self=True)
    )
