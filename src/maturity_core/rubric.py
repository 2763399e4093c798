"""What a standard says: clauses with points, vetoes, a rating scale, grade bands."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as if_given

from maturity_core.errors import InvalidValue, Problem
from maturity_core.exact import Rounding, as_text, exact
from maturity_core.fields import Value, Whole, file_format, identifier, one_of, texts

__all__ = [
    "IN_POINTS",
    "SEMANTICS",
    "UNQUALIFIED",
    "Adjustment",
    "Clause",
    "Combine",
    "Dimension",
    "Grade",
    "GradeBand",
    "GradeBands",
    "Guidance",
    "Provenance",
    "RatingBand",
    "RatingScale",
    "Reading",
    "Requirement",
    "Rubric",
    "Scope",
    "Source",
    "Standard",
    "Text",
    "Veto",
    "mean_weights",
]

SEMANTICS = 1
"""The number of the scoring semantics: what the words of a rubric mean for the score."""

UNQUALIFIED = "unqualified"
"""The id of the grade below all others that a veto on compliance gives."""

Combine = Literal["sum", "mean", "min"]


@frozen(kw_only=True, repr=False, eq=False)
class Text(Value):
    """Something that a person reads, in Chinese, English or both; at least one is there.

    Attributes:
        zh: in Chinese; empty where it is missing.
        en: in English; the same.

    Raises:
        InvalidValue: both are empty or blank.

    >>> Text(zh="人员").pick("en")
    '人员'
    """

    zh: str = ""
    en: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a text that says nothing."""
        if not (self.zh.strip() or self.en.strip()):
            raise InvalidValue([Problem("text.empty")])

    def both(self) -> tuple[str, ...]:
        """Return it in the languages that it has, Chinese first: one text or two."""
        return tuple(text for text in (self.zh, self.en) if text)

    def pick(self, language: str) -> str:
        """Return the text in ``"zh"`` or ``"en"``, or in the other where it is missing."""
        first, second = (self.zh, self.en) if language == "zh" else (self.en, self.zh)
        return first or second


@frozen(kw_only=True, repr=False, eq=False)
class Standard(Value):
    """The document that a rubric encodes.

    Attributes:
        code: as printed on the document, ``Q/BJKB 009-2026``.
        edition: of the document, ``2026``.
        issuer: who publishes it.
        issued: the day on which it was published, where that is known.
        effective: the first day on which it is in force.
        transition_ends: the last day of the transition from the edition before it.
        withdrawn: the first day on which it is no longer in force.
        references: codes of the documents that it refers to.
    """

    code: str
    edition: str = ""
    issuer: Text | None = None
    issued: date | None = None
    effective: date | None = None
    transition_ends: date | None = None
    withdrawn: date | None = None
    references: tuple[str, ...] = field(default=(), converter=texts)


@frozen(kw_only=True, repr=False, eq=False)
class Source(Value):
    """Where one part of a rubric was taken from.

    Attributes:
        part: of the rubric: ``clauses``, ``grades``, ...
        taken_from: in words: code, clause or page.
        code: of the document, so that others can look it up.
        edition: of the document.
        page: of the document.
    """

    part: str
    taken_from: str = ""
    code: str = ""
    edition: str = ""
    page: str = ""

    @property
    def is_citation(self) -> bool:
        """Whether it says code, edition and page."""
        return all(text.strip() for text in (self.code, self.edition, self.page))


@frozen(kw_only=True, repr=False, eq=False)
class Provenance(Value):
    """How far a rubric can be trusted to be the standard.

    Attributes:
        status: ``"official"`` where it follows the published text, else ``"reconstructed"``.
        sources: what each part was taken from.
        based_on: id of the rubric of which this one is an overlay.
    """

    status: Literal["official", "reconstructed"] = field(
        default="reconstructed", validator=one_of("official", "reconstructed")
    )
    sources: tuple[Source, ...] = field(default=(), converter=tuple[Source, ...])
    based_on: str = ""


@frozen(kw_only=True, repr=False, eq=False)
class Dimension(Value):
    """One side of what a standard looks at, such as service process and operating outcome.

    Attributes:
        id: slug, ``process``.
        title: as people read it.
    """

    id: str = field(validator=identifier)
    title: Text


@frozen(kw_only=True, repr=False, eq=False)
class Scope(Value):
    """A kind of organisation or facility that the standard applies to.

    Attributes:
        id: slug, ``municipal-sewage``.
        title: as people read it.
        needs_text: an assessment that names this scope has to say in words what it is ("等").
    """

    id: str = field(validator=identifier)
    title: Text
    needs_text: bool = False


@frozen(kw_only=True, repr=False, eq=False)
class Guidance(Value):
    """What a rating band means in one aspect.

    Attributes:
        aspect: id of the aspect: ``level``, ``trend``, ``data``.
        text: what is seen where a rating of this band is right.
    """

    aspect: str = field(validator=identifier)
    text: Text


@frozen(kw_only=True, repr=False, eq=False)
class RatingBand(Value):
    """A range of ratings and what it means (Q/BJKB 009-2026, 6.1).

    Attributes:
        low: the least ratio, from 0 to 1, included.
        high: the greatest ratio, from 0 to 1, included; the same as ``low`` for a discrete level.
        label: short name of the band.
        guidance: what is seen, aspect by aspect.
    """

    low: Fraction = field(converter=exact)
    high: Fraction = field(converter=exact)
    label: Text
    guidance: tuple[Guidance, ...] = field(default=(), converter=tuple[Guidance, ...])


@frozen(kw_only=True, repr=False, eq=False)
class RatingScale(Value):
    """How a clause is rated (Q/BJKB 009-2026, 6.1).

    Attributes:
        bands: from low to high. Bands that touch share their limit, and the higher one owns it
            for display; nothing in the score depends on it.
        aspects: the ids and names that the guidance of the bands is sorted by.
        step: ratings are whole multiples of this ratio; None for any rating.
    """

    bands: tuple[RatingBand, ...] = field(default=(), converter=tuple[RatingBand, ...])
    aspects: tuple[Dimension, ...] = field(default=(), converter=tuple[Dimension, ...])
    step: Fraction | None = field(default=None, converter=optional(exact))

    def band(self, ratio: Fraction) -> RatingBand | None:
        """Return the band of a ratio, the higher one on a shared limit; None if it is in no band.

        >>> scale = RatingScale(
        ...     bands=[
        ...         RatingBand(low=0, high="0.2", label=Text(en="poor")),
        ...         RatingBand(low="0.2", high=1, label=Text(en="good")),
        ...     ]
        ... )
        >>> scale.band(Fraction(1, 5)).label.en
        'good'
        """
        return band_at(self.ends(), *ratio.as_integer_ratio())

    def ends(self) -> "tuple[BandEnds, ...]":
        """Return the bands in whole numbers, the highest one first.

        Each is the numerator and the denominator of ``low``, those of ``high``, and the band.
        """
        return tuple(
            (*band.low.as_integer_ratio(), *band.high.as_integer_ratio(), band)
            for band in reversed(self.bands)
        )

    @property
    def is_discrete(self) -> bool:
        """Whether it is made of levels, and nothing between them."""
        return bool(self.bands) and all(band.low == band.high for band in self.bands)

    def levels(self) -> dict[str, Fraction]:
        """Return the ratios of the levels by their labels, in both languages.

        >>> RatingScale(bands=[RatingBand(low=1, high=1, label=Text(zh="有", en="yes"))]).levels()
        {'有': Fraction(1, 1), 'yes': Fraction(1, 1)}
        """
        levels = [band for band in self.bands if band.low == band.high]
        return {label: band.low for band in levels for label in band.label.both()}

    def in_steps(self, steps: int) -> tuple[int, tuple[int, ...] | None]:
        """Return of what a rating is a multiple, and the levels, where 100 % is so many steps.

        Args:
            steps: how many are 100 %.

        Returns:
            Both in steps. A level that is no whole number of them is left out; None where the
            scale is not made of levels.

        >>> RatingScale(step="0.05").in_steps(10_000)
        (500, None)
        """
        multiple = 1 if self.step is None else (self.step * steps).numerator
        if not self.is_discrete:
            return multiple, None
        levels = [band.low * steps for band in self.bands]
        return multiple, tuple(int(level) for level in levels if level.denominator == 1)

    def limits(self) -> frozenset[Fraction]:
        """Return the ratios that two bands share."""
        return frozenset(band.low for band in self.bands) & frozenset(
            band.high for band in self.bands if band.low < band.high
        )


BandEnds = tuple[int, int, int, int, RatingBand]
"""Both ends of a band in whole numbers: numerator and denominator of low, then of high."""


def band_at(bands: Iterable[BandEnds], whole: int, parts: int) -> RatingBand | None:
    """Return the band of the ratio ``whole / parts``, which need not be in lowest terms.

    Args:
        bands: the highest one first, so that a limit belongs to the higher of two bands.
        whole: numerator of the ratio.
        parts: its denominator.
    """
    for low, low_parts, high, high_parts, band in bands:
        if low * parts <= whole * low_parts and whole * high_parts <= high * parts:
            return band
    return None


@frozen(kw_only=True, repr=False, eq=False)
class Clause(Value):
    """A numbered part of the standard: a scored item, or a branch made of its clauses.

    Attributes:
        id: the full clause number as text; ``"5.10"`` is not ``"5.1"``.
        title: as printed, or the author's own where ``title_added``.
        title_added: the standard gives no title here.
        points: the most that the clause can bring, in points; None where nothing is printed.
        weight: share of the parent, under a parent that combines by ``mean``; None for the same
            as all its siblings.
        clauses: the children, in the order of the standard.
        combine: how a branch is made of its children: ``sum``, ``mean`` or ``min``.
        checkpoints: what an assessor looks for, one short line each.
        evidence: what to ask for.
        dimension: id of the dimension that this clause and all below it belong to.
        excludable: an assessment may leave the clause out, with a reason.
        excluded: what leaving it out does: ``"drop"`` it, or count it in ``"full"``.
        scale: where it differs from the rubric's.
    """

    id: str = field(validator=identifier)
    title: Text
    title_added: bool = False
    points: Fraction | None = field(default=None, converter=optional(exact))
    weight: Fraction | None = field(default=None, converter=optional(exact))
    clauses: "tuple[Clause, ...]" = field(default=(), converter=tuple["Clause", ...])
    combine: Combine = field(default="sum", validator=one_of("sum", "mean", "min"))
    checkpoints: tuple[Text, ...] = field(default=(), converter=tuple[Text, ...])
    evidence: tuple[Text, ...] = field(default=(), converter=tuple[Text, ...])
    dimension: str | None = None
    excludable: bool = False
    excluded: Literal["drop", "full"] = field(default="drop", validator=one_of("drop", "full"))
    scale: RatingScale | None = None

    def walk(self) -> "Iterator[Clause]":
        """Yield this clause and all below it, in the order of the standard."""
        yield self
        for clause in self.clauses:
            yield from clause.walk()


def mean_weights(clauses: Sequence[Clause]) -> list[Fraction | None]:
    """Return the weights under a mean: those that are said, or 1 for each where none is."""
    weights = [clause.weight for clause in clauses]
    return (
        weights if any(weight is not None for weight in weights) else [Fraction(1) for _ in clauses]
    )


@frozen(kw_only=True, repr=False, eq=False)
class Veto(Value):
    """A condition that caps the grade whatever the score is (一票否决; Q/BJKB 009-2026, 4.2).

    Attributes:
        id: starts with the number of the text that it rests on, ``4.2-falsification``.
        title: short name.
        condition: when it fires.
        rests_on: numbers of the text; they need not be clauses of the tree.
        caps_at: id of the highest grade that is left once it has fired.
        needs_reason: a finding that it fired has to give its reason in writing.
        checkpoints: what to look at before it is determined.
    """

    id: str = field(validator=identifier)
    title: Text
    condition: Text | None = None
    rests_on: tuple[str, ...] = field(default=(), converter=texts)
    caps_at: str = UNQUALIFIED
    needs_reason: bool = False
    checkpoints: tuple[Text, ...] = field(default=(), converter=tuple[Text, ...])


@frozen(kw_only=True, repr=False, eq=False)
class Grade(Value):
    """A result that a certificate states.

    Attributes:
        id: slug, ``four-star``.
        rank: from 0 to 1000; a higher number is the better grade.
        label: as people read it.
        symbol: as printed beside the label, such as ``★★``.
    """

    id: str = field(validator=identifier)
    rank: int = field(validator=Whole(0, 1000))
    label: Text
    symbol: str = ""


IN_POINTS = frozenset({"score", "adjustment"})
"""What a `Requirement` measures in points; all else is a ratio."""


@frozen(kw_only=True, repr=False, eq=False)
class Requirement(Value):
    """Something that a grade band asks for besides its floor.

    Attributes:
        of: what is looked at: the ratio of a ``clause``, of every ``section``, of a
            ``dimension``; the ``score`` before the adjustments of the whole; the points of an
            ``adjustment``.
        name: id of the clause, dimension or adjustment; empty for sections and the score.
        limit: a ratio for clauses, sections and dimensions, else points.
        above: the limit itself does not suffice.
        excluded: whether it is ``"met"`` or ``"unmet"`` where all of what it looks at is excluded;
            a rubric has to say so where that can happen.
    """

    of: Literal["clause", "section", "dimension", "score", "adjustment"] = field(
        validator=one_of("clause", "section", "dimension", "score", "adjustment")
    )
    name: str = ""
    limit: Fraction = field(converter=exact)
    above: bool = False
    excluded: Literal["met", "unmet"] | None = field(
        default=None, validator=if_given(one_of("met", "unmet"))
    )

    @property
    def in_points(self) -> bool:
        """Whether ``limit`` is in points, not a ratio."""
        return self.of in IN_POINTS

    def text_of(self, measured: Fraction) -> str:
        """Write its limit, or another number of its kind, exactly: points or a percentage."""
        return as_text(measured) if self.in_points else f"{as_text(measured * 100)} %"


@frozen(kw_only=True, repr=False, eq=False)
class GradeBand(Value):
    """A way to reach a grade: a floor, and what is required besides.

    Attributes:
        grade: id of the grade.
        floor: in points of the score; reached by a score that equals it, unless ``above``.
        above: only a score above the floor reaches it.
        score: ``"final"``, or ``"base"``: the score before the adjustments of the whole.
        requires: all of these must be met too.
        upto: where the standard prints the upper end; only checked against the next floor.
    """

    grade: str = field(validator=identifier)
    floor: Fraction = field(converter=exact)
    above: bool = False
    score: Literal["final", "base"] = field(default="final", validator=one_of("final", "base"))
    requires: tuple[Requirement, ...] = field(default=(), converter=tuple[Requirement, ...])
    upto: Fraction | None = field(default=None, converter=optional(exact))


@frozen(kw_only=True, repr=False)  # attrs' own equality, for which a field can have a key
class GradeBands(Value):
    """The grades and the floors that lead to them (Q/BJKB 009-2026, 6.2).

    The grade is the highest one of which any band is met, the lowest of all if none is.

    Attributes:
        grades: every grade, also those that only a veto gives.
        bands: any number for one grade; a grade without a band is reached by a veto, or where no
            band at all is met. Their order means nothing.
    """

    grades: tuple[Grade, ...] = field(converter=tuple[Grade, ...])
    bands: tuple[GradeBand, ...] = field(default=(), converter=tuple[GradeBand, ...], eq=frozenset)

    def grade(self, grade_id: str) -> Grade:
        """Return a grade by its id.

        Raises:
            KeyError: there is none.
        """
        for grade in self.grades:
            if grade.id == grade_id:
                return grade
        raise KeyError(grade_id)


@frozen(kw_only=True, repr=False, eq=False)
class Adjustment(Value):
    """Points outside the clauses, given or taken by occurrence.

    Attributes:
        id: slug, ``innovation``.
        kind: ``"bonus"`` or ``"deduction"``.
        points: per occurrence; above 0 for a deduction too.
        times: how many occurrences count at most; None for any number.
        on: id of the branch that it acts on; None for the whole.
        scaling: where clauses are excluded, points count ``"inside"`` or ``"outside"`` the scaling.
        from_ratio: a bonus may count only where its place has reached this ratio, from 0 to 1.
        title: as people read it.
    """

    id: str = field(validator=identifier)
    kind: Literal["bonus", "deduction"] = field(validator=one_of("bonus", "deduction"))
    points: Fraction = field(converter=exact)
    times: int | None = field(default=None, validator=if_given(Whole(1, 1_000_000)))
    on: str | None = None
    scaling: Literal["inside", "outside"] = field(
        default="outside", validator=one_of("inside", "outside")
    )
    from_ratio: Fraction | None = field(default=None, converter=optional(exact))
    title: Text | None = None


@frozen(kw_only=True, repr=False, eq=False)
class Reading(Value):
    """A place where the text is silent or says two things, and how this rubric takes it.

    Attributes:
        question: what the text leaves open.
        reading: how it is taken.
        reason: why.
    """

    question: Text
    reading: Text
    reason: Text


@frozen(kw_only=True, repr=False, eq=False)
class Rubric(Value):
    """A standard as data; scoring runs no code of its author.

    Attributes:
        format: version of the file format, 1.
        id: slug with edition, ``qbjkb-009-2026``.
        family: slug without edition, the same for all editions of a standard.
        aliases: other spellings that find the rubric.
        title: of the standard.
        standard: the document.
        total: the highest score, in points.
        maximum: where a bonus pool leads above ``total``; None for ``total``.
        scaled: the clauses' points need not add up to ``total``; the score is scaled to it.
        combine: how the whole is made of its sections.
        clauses: the sections, in the order of the standard.
        scale: how clauses are rated, unless they say otherwise.
        vetoes: what caps the grade whatever the score is.
        grades: every grade, and the floors that lead to them.
        adjustments: bonuses and deductions.
        scopes: kinds of organisations that it applies to; none where it does not tell them apart.
        dimensions: sides by which the items are added up besides.
        readings: how open places of the text are taken.
        rounding: by which rule numbers are rounded for display; scores never are.
        digits: decimals of a displayed score, from 0 to 12.
        provenance: whether this is the standard, or a reconstruction of it.
    """

    format: int = field(default=1, validator=file_format)
    id: str = field(validator=identifier)
    family: str = ""
    aliases: tuple[str, ...] = field(default=(), converter=texts)
    title: Text
    standard: Standard | None = None
    total: Fraction = field(converter=exact)
    maximum: Fraction | None = field(default=None, converter=optional(exact))
    scaled: bool = False
    combine: Combine = field(default="sum", validator=one_of("sum", "mean", "min"))
    clauses: tuple[Clause, ...] = field(converter=tuple["Clause", ...])
    scale: RatingScale = RatingScale()
    vetoes: tuple[Veto, ...] = field(default=(), converter=tuple[Veto, ...])
    grades: GradeBands
    adjustments: tuple[Adjustment, ...] = field(default=(), converter=tuple[Adjustment, ...])
    scopes: tuple[Scope, ...] = field(default=(), converter=tuple[Scope, ...])
    dimensions: tuple[Dimension, ...] = field(default=(), converter=tuple[Dimension, ...])
    readings: tuple[Reading, ...] = field(default=(), converter=tuple[Reading, ...])
    rounding: Rounding = field(
        default="half-even", validator=one_of("none", "half-even", "half-up", "truncate")
    )
    digits: int = field(default=2, validator=Whole(0, 12))
    provenance: Provenance = Provenance()

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What scoring computes once for a rubric; no part of what it says."""
        return {}

    @property
    def is_official(self) -> bool:
        """Whether the rubric follows the published text of the standard."""
        return self.provenance.status == "official"

    @property
    def most(self) -> Fraction:
        """The highest score with bonuses, in points; the total where there is no ``maximum``."""
        return self.total if self.maximum is None else self.maximum

    def scale_of(self, clause: Clause) -> RatingScale:
        """Return the scale by which a clause is rated: its own, or else the rubric's."""
        return clause.scale or self.scale

    def walk(self) -> Iterator[Clause]:
        """Yield every clause, in the order of the standard."""
        for clause in self.clauses:
            yield from clause.walk()

    def leaves(self) -> Iterator[Clause]:
        """Yield the scored items, in the order of the standard."""
        return (clause for clause in self.walk() if not clause.clauses)

    def answers_to(self, name: str) -> bool:
        """Whether ``name`` is the rubric's id or one of its aliases."""
        return name == self.id or name in self.aliases
