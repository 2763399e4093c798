"""An assessment as it is and as it would be, scored side by side, and what makes the difference."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeVar

from attrs import evolve, frozen

from maturity_core.assessment import AdjustmentCount, Assessment, Rating, VetoFinding
from maturity_core.assessment_checks import check_assessment, is_open
from maturity_core.assuming import ASSUMED, with_changes
from maturity_core.errors import InvalidAssessment
from maturity_core.exact import as_text, difference_text, signed
from maturity_core.outlook import Bound, Outlook, count_ends, outlook, rating_ends
from maturity_core.rubric import Adjustment, Clause, Grade, Rubric, Veto
from maturity_core.rubric_checks import require_valid
from maturity_core.scorecard import Scorecard, score_displayed
from maturity_core.scoring import score
from maturity_core.words import say

__all__ = [
    "Brought",
    "Difference",
    "Ends",
    "ExtraDifference",
    "HeldDifference",
    "LineDifference",
    "Reached",
    "VetoDifference",
    "WhatIf",
    "bounds",
    "span",
    "what_if",
]


T = TypeVar("T")


def what_if(rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]) -> "WhatIf":
    """Score an assessment as it is and as it would be, and say what makes the difference.

    A change is read as a file is read, so that what a file refuses is refused here in the same
    words. It never changes anything else: notes and evidence stay, and what was excluded stays
    excluded. Where a veto that is assumed to have fired has no legal basis or period, or a count
    no reason, that it is assumed stands there. What is unfinished has an outlook, not a scorecard.

    Args:
        rubric: the standard.
        assessment: as it is, finished or not.
        changes: by id, what would be there instead. Of a scored item a rating in any form that a
            file takes, or a text that is the label of one of the levels of its scale; None: not
            yet rated. Of a veto ``"clear"``, ``"fired"`` or ``"undetermined"``. Of an adjustment a
            count, or its digits; None: not yet stated, and its reason is dropped with it. Where an
            id is that of several, the table of the file comes first: ``vetoes/5.1``.

    Raises:
        InvalidAssessment: with every fault of the changes, and of the assessment itself.
        InvalidRubric: the rubric breaks a rule.

    >>> from maturity_core import get_rubric, load_assessment
    >>> found = what_if(
    ...     get_rubric("qbjkb-009-2026"),
    ...     load_assessment("examples/municipal-sewage.toml"),
    ...     {"5.12.1": 90, "4.2-incident": "fired"},
    ... )
    >>> found.points, found.old.grade.id, found.new.grade.id
    (Fraction(-21, 50), 'four-star', 'unqualified')
    >>> for sentence in found.sentences()[:2]:
    ...     print(sentence)
    The score goes from 90 to 89.58 (-0.42).
    By score, the grade goes from four stars to three stars.
    """
    require_valid(rubric)
    assumed = with_changes(rubric, assessment, changes)
    both = [(said, check_assessment(rubric, said)) for said in (assumed.assessment, assessment)]
    faults = [p for _, found in both for p in found if p.severity == "error" and not is_open(p)]
    if assumed.faults or faults:
        of_changes = (problem for _, problem in assumed.faults)
        raise InvalidAssessment(dict.fromkeys((*of_changes, *faults)))
    new, old = (
        outlook(rubric, said) if any(map(is_open, found)) else score(rubric, said)
        for said, found in both
    )
    return WhatIf(old=old, new=new)


Ends = tuple[Fraction | None, Fraction | None]


def _apart(ends: Ends) -> Fraction | None:
    old, new = ends
    return None if old is None or new is None else new - old


class Reached(NamedTuple):
    """What a clause or the whole reaches.

    Attributes:
        ratio: from 0 to 1.
        earned: points of the score; 0 below a ``min`` branch.
        decided_by: of a ``min`` branch the ids of those that decide, whatever comes of what is
            open; else none.
    """

    ratio: Fraction
    earned: Fraction
    decided_by: tuple[str, ...]


class LineDifference(NamedTuple):
    """A clause that reaches or earns something else, or of which others decide.

    Attributes:
        clause: None for the whole, which is there where it is made by ``min``: its sections earn
            nothing of their own then.
        depth: of the clause: 0 for a section.
        counts: whether what it earns is points of the score: not below a ``min`` branch.
        old: what it reaches as it is; None where that depends on something open.
        new: what it would reach; the same.
    """

    clause: Clause | None
    depth: int
    counts: bool
    old: Reached | None
    new: Reached | None

    @property
    def earned(self) -> Ends:
        """The points of the score as it is, and as it would be; None where that is open."""
        return self.old and self.old.earned, self.new and self.new.earned

    @property
    def points(self) -> Fraction | None:
        """The difference of the two; None where one is open."""
        return _apart(self.earned)

    @property
    def adds(self) -> bool:
        """Whether it is one of the parts of which the difference of the scores is the sum."""
        return self.depth == 0


class Brought(NamedTuple):
    """What is stated of an adjustment, and what it brings.

    Attributes:
        occurred: how often; None where that is not yet stated.
        counted: how many of these occurrences count; None where that is open.
        earned: points of the score, below 0 for a deduction; None where that is open.
    """

    occurred: int | None
    counted: int | None
    earned: Fraction | None


class ExtraDifference(NamedTuple):
    """An adjustment that occurs more or less often, or brings something else.

    Attributes:
        adjustment: bonus or deduction.
        old: what it brings as it is.
        new: what it would bring.
    """

    adjustment: Adjustment
    old: Brought
    new: Brought

    @property
    def earned(self) -> Ends:
        """The points of the score as it is, and as it would be; None where that is open."""
        return self.old.earned, self.new.earned

    @property
    def points(self) -> Fraction | None:
        """The difference of the two; None where one is open."""
        return _apart(self.earned)

    @property
    def adds(self) -> bool:
        """Whether it is one of the parts of which the difference of the scores is the sum.

        What acts on a clause is in what that clause earns.
        """
        return self.adjustment.on is None


class HeldDifference(NamedTuple):
    """A place where holding takes away or adds something else.

    Attributes:
        clause: whose adjustments are held; None for the whole.
        old: points of the score as it is, below 0 where something was cut off; None where that is
            open.
        new: as it would be; the same.
    """

    clause: Clause | None
    old: Fraction | None
    new: Fraction | None

    @property
    def earned(self) -> Ends:
        """The points of the score as it is, and as it would be; None where that is open."""
        return self.old, self.new

    @property
    def points(self) -> Fraction | None:
        """The difference of the two; None where one is open."""
        return _apart(self.earned)

    @property
    def adds(self) -> bool:
        """Whether it is one of the parts of which the difference of the scores is the sum."""
        return self.clause is None


class VetoDifference(NamedTuple):
    """A veto that would be found otherwise.

    Attributes:
        veto: which one.
        old: ``"clear"``, ``"fired"`` or ``"undetermined"``, as it is.
        new: as it would be.
        caps_at: the best grade that is left where it fires.
    """

    veto: Veto
    old: str
    new: str
    caps_at: Grade


Difference = LineDifference | ExtraDifference | HeldDifference | VetoDifference
"""One thing that differs."""


@frozen(kw_only=True, slots=False)
class WhatIf:
    """An assessment as it is and as it would be, scored side by side.

    Attributes:
        old: what comes out as it is: a scorecard, or an outlook where something is open.
        new: what would come out: the same.
    """

    old: Scorecard | Outlook
    new: Scorecard | Outlook

    @property
    def assessment(self) -> Assessment:
        """The assessment as it would be."""
        return self.new.assessment

    @property
    def points(self) -> Fraction | None:
        """The difference of the scores, the sum of the parts that add up.

        None where a score still depends on a rating or a count that is open. The parts are the
        sections, or the whole where the weakest section decides; the adjustments of the whole;
        what holding takes away from it. A part may be open though the score is not, where holding
        makes up for it.
        """
        return _apart((_score(self.old), _score(self.new)))

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """All that differs, clauses in the order of the standard first, vetoes last."""
        old, new = _side(self.old), _side(self.new)
        return (
            *(line for line in _lines(old, new) if line.old != line.new),
            *(extra for extra in _extras(old, new) if extra.old != extra.new),
            *(held for held in _held(old, new) if held.old != held.new and any(held.earned)),
            *self._vetoes(),
        )

    def _vetoes(self) -> Iterator[VetoDifference]:
        old, new = (dict(one.assessment.found) for one in (self.old, self.new))
        for veto in self.old.rubric.vetoes:
            before, after = (found.get(veto.id, "undetermined") for found in (old, new))
            if before != after:
                caps_at = self.old.rubric.grades.grade(veto.caps_at)
                yield VetoDifference(veto, before, after, caps_at)

    @property
    def points_shown(self) -> str | None:
        """The difference of the scores as people read it, that of the two that are shown."""
        if self.points is None:
            return None
        rubric = self.old.rubric
        (old, _), (new, _) = bounds(self.old), bounds(self.new)
        return as_text(score_displayed(rubric, new.score) - score_displayed(rubric, old.score))

    def difference_shown(self, ends: Ends) -> str | None:
        """Write the difference of two earned points: that of the two that are shown.

        >>> from maturity_core import get_rubric, load_assessment
        >>> rubric = get_rubric("qbjkb-009-2026")
        >>> assessment = load_assessment("examples/municipal-sewage.toml")
        >>> found = what_if(rubric, assessment, {"5.2.2": "88.25"})
        >>> section = found.differences[0]
        >>> section.earned, section.points
        ((Fraction(1437, 200), Fraction(359, 50)), Fraction(-1, 200))
        >>> found.difference_shown(section.earned)  # of 7.18 and 7.18
        '0'
        """
        old, new = ends
        if old is None or new is None:
            return None
        rubric = self.old.rubric
        high, low = new.as_integer_ratio(), old.as_integer_ratio()
        return difference_text(high, low, rubric.rounding, rubric.digits)

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """Say in ``"zh"`` or ``"en"`` what becomes of score and grade, and why."""
        if not self.differences and _ratios(self.old) == _ratios(self.new):
            return (say("assumed.nothing", language, {}),)
        return tuple(self._sentences(language))

    def _sentences(self, language: str) -> Iterator[str]:
        rubric, both = self.old.rubric, (bounds(self.old), bounds(self.new))
        scores = [
            _between([as_text(score_displayed(rubric, end.score)) for end in ends], language)
            for ends in both
        ]
        difference = signed(self.points_shown) if self.points_shown else ""
        values = {"old": scores[0], "new": scores[1], "difference": difference}
        code = "assumed.score-stays" if scores[0] == scores[1] else "assumed.score"
        yield say(code, language, values)
        by_score = [[end.grade_by_score for end in ends] for ends in both]
        yield _goes("assumed.by-score", "assumed.by-score-stays", by_score, language)
        yield from (_veto_sentence(one, language) for one in self._vetoes())
        grades = [[end.grade for end in ends] for ends in both]
        if grades != by_score:
            yield _goes("assumed.grade", "assumed.grade-stays", grades, language)
        yield say("assumed.as-it-is", language, {"standing": _standing(self.old, language)})
        yield say("assumed.as-assumed", language, {"standing": _standing(self.new, language)})


def bounds(outcome: Scorecard | Outlook) -> tuple[Bound, Bound]:
    """Return the least and the most that can come out; the same where nothing is open."""
    if isinstance(outcome, Outlook):
        return outcome.lowest, outcome.highest
    bound = Bound(outcome.score, outcome.grade_by_score, outcome.grade)
    return bound, bound


def _score(outcome: Scorecard | Outlook) -> Fraction | None:
    """Return its score; None where that is open."""
    return _certain(*(bound.score for bound in bounds(outcome)))


def _certain(low: T, high: T) -> T | None:
    """Return what comes out at the worst and at the best; None where that is not the same.

    All figures rise or fall with what is open, so that one that is the same at both ends is the
    same in between.
    """
    return low if low == high else None


def _ratios(outcome: Scorecard | Outlook) -> dict[str, Fraction]:
    """Return what is rated, by the id of the item."""
    rubric, rated = outcome.rubric, outcome.assessment.ratings
    rating_of = {rating.clause: rating for rating in rated if not rating.is_open}
    return {
        leaf.id: rating_of[leaf.id].ratio_of(leaf.points, rubric.scale_of(leaf).levels())
        for leaf in rubric.leaves()
        if leaf.id in rating_of
    }


def span(low: str, high: str, code: str, language: str) -> str:
    """Write the least and the most that can come out; once where they are the same."""
    return low if low == high else say(code, language, {"low": low, "high": high})


def _between(ends: Sequence[str], language: str) -> str:
    low, high = ends
    return span(low, high, "assumed.between", language)


def _goes(code: str, stays: str, both: Sequence[Sequence[Grade]], language: str) -> str:
    old, new = (_between([grade.label.pick(language) for grade in ends], language) for ends in both)
    return say(stays if both[0] == both[1] else code, language, {"old": old, "new": new})


def _veto_sentence(one: VetoDifference, language: str) -> str:
    values = {
        "veto": one.veto.id,
        "title": one.veto.title.pick(language),
        "old": say(f"finding.{one.old}", language, {}),
        "new": say(f"finding.{one.new}", language, {}),
        "grade": one.caps_at.label.pick(language),
    }
    return say("assumed.veto", language, values)


def _standing(outcome: Scorecard | Outlook, language: str) -> str:
    """Return where the score stands and whether vetoes cap the grade, in the decision's words."""
    told = outcome if isinstance(outcome, Outlook) else outcome.decision
    return ("" if language == "zh" else " ").join(told.sentences(language)[:2])


class _Side(NamedTuple):
    """One of the two, from what comes out at the worst and at the best.

    Attributes:
        low: with all that is open at its worst, but no veto fired.
        high: at its best; the same where nothing is open.
    """

    low: Scorecard
    high: Scorecard

    def reached(self, clause: Clause | None) -> Reached | None:
        low, high = (_reached(card, clause) for card in self)
        if low is None or low != high:
            return None
        return Reached(*low, self._deciders(clause))

    def _deciders(self, clause: Clause | None) -> tuple[str, ...]:
        """Return those of a ``min`` branch that at their best are not above others at their worst.

        What is open in one of them is not open in another, so that these decide in any case.
        """
        branch = clause or self.low.rubric
        if branch.combine != "min":
            return ()
        worst, best = (
            {
                below.id: ratio
                for below in branch.clauses
                if (ratio := card.line_of[below.id].ratio) is not None
            }
            for card in self
        )
        least, next_least, *_ = (*sorted(worst.values()), Fraction(1), Fraction(1))
        return tuple(name for name in worst if worst[name] == least and best[name] <= next_least)

    def brought(self, number: int) -> Brought:
        low, high = (card.adjustments[number] for card in self)
        stated = _certain(low.occurred, high.occurred)
        return Brought(
            stated, _certain(low.counted, high.counted), _certain(low.earned, high.earned)
        )

    def held(self, clause: Clause | None) -> Fraction | None:
        return _certain(*(_held_of(card, clause) for card in self))


def _reached(card: Scorecard, clause: Clause | None) -> tuple[Fraction, Fraction] | None:
    """Return ratio and points of a clause or the whole; None for what is excluded."""
    if clause is None:
        return card.base / card.total, card.base
    line = card.line_of[clause.id]
    return None if line.ratio is None else (line.ratio, line.earned)


def _held_of(card: Scorecard, clause: Clause | None) -> Fraction:
    return next((held.earned for held in card.held if held.clause == clause), Fraction(0))


def _side(outcome: Scorecard | Outlook) -> _Side:
    if isinstance(outcome, Scorecard):
        return _Side(outcome, outcome)
    return _Side(_at_an_end(outcome, best=False), _at_an_end(outcome, best=True))


def _at_an_end(ahead: Outlook, *, best: bool) -> Scorecard:
    """Score an assessment with all that is open at its best or its worst, and no veto fired."""
    rubric, assessment = ahead.rubric, ahead.assessment
    ratings = [rating for rating in assessment.ratings if not rating.is_open]
    counts = [*assessment.adjustments]
    for item in ahead.open:
        of = item.of
        if isinstance(of, Clause):
            ratio = rating_ends(rubric.scale_of(of))[best]
            ratings.append(Rating(clause=of.id, ratio=ratio))
        elif isinstance(of, Adjustment):
            count = count_ends(of)[best]
            counts.append(AdjustmentCount(adjustment=of.id, count=count, reason=ASSUMED))
    vetoes = [VetoFinding(veto=veto.id, finding="clear") for veto in rubric.vetoes]
    return score(rubric, evolve(assessment, ratings=ratings, vetoes=vetoes, adjustments=counts))


def _lines(old: _Side, new: _Side) -> Iterator[LineDifference]:
    if old.low.rubric.combine == "min":
        yield LineDifference(None, 0, counts=True, old=old.reached(None), new=new.reached(None))
    for line in old.low.lines:
        clause, place = line.clause, line.place
        reached = old.reached(clause), new.reached(clause)
        yield LineDifference(clause, place.depth, place.counts, *reached)


def _extras(old: _Side, new: _Side) -> Iterator[ExtraDifference]:
    for number, adjustment in enumerate(old.low.rubric.adjustments):
        yield ExtraDifference(adjustment, old.brought(number), new.brought(number))


def _held(old: _Side, new: _Side) -> Iterator[HeldDifference]:
    rubric = old.low.rubric
    places = {adjustment.on for adjustment in rubric.adjustments}
    clauses = [clause for clause in rubric.walk() if clause.id in places]
    for clause in (*clauses, None) if None in places else clauses:
        yield HeldDifference(clause, old.held(clause), new.held(clause))
