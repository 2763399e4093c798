"""An assessment as it is and as it would be, scored side by side, and what makes the difference."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from attrs import evolve, frozen

from maturity_core.assessment import AdjustmentCount, Assessment, Rating, VetoFinding
from maturity_core.assessment_checks import check_assessment, is_open
from maturity_core.assuming import with_changes
from maturity_core.errors import InvalidAssessment
from maturity_core.exact import as_text, displayed
from maturity_core.outlook import Bound, Outlook, outlook
from maturity_core.rubric import Adjustment, Clause, Grade, Rubric, Veto
from maturity_core.rubric_checks import require_valid
from maturity_core.scorecard import Extra, Scorecard, score_displayed
from maturity_core.scoring import score
from maturity_core.words import say

__all__ = [
    "Difference",
    "Ends",
    "ExtraDifference",
    "HeldDifference",
    "LineDifference",
    "Reached",
    "VetoDifference",
    "WhatIf",
    "bounds",
    "signed",
    "span",
    "what_if",
]


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
            count, or its digits; None: not yet stated. Where an id is that of several, the table of
            the file comes first: ``vetoes/5.1``.

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
        raise InvalidAssessment(dict.fromkeys((*assumed.faults, *faults)))
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
        decided_by: of a ``min`` branch the ids of those that decide; else none.
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
        old: what it reaches as it is; None where something below it is open.
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


class ExtraDifference(NamedTuple):
    """An adjustment that occurs more or less often, or brings something else.

    Attributes:
        adjustment: bonus or deduction.
        old: what it brings as it is; None where that is open.
        new: what it would bring; the same.
    """

    adjustment: Adjustment
    old: Extra | None
    new: Extra | None

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

        None where a rating or a count is open. The parts are the sections, or the whole where the
        weakest section decides; the adjustments of the whole; what holding takes away from it.
        """
        if not (_is_scored(self.old) and _is_scored(self.new)):
            return None
        return bounds(self.new)[0].score - bounds(self.old)[0].score

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
        rubric = self.old.rubric
        old, new = (
            end and displayed(end, rounding=rubric.rounding, digits=rubric.digits) for end in ends
        )
        difference = _apart((old, new))
        return None if difference is None else as_text(difference)

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """Say in ``"zh"`` or ``"en"`` what becomes of score and grade, and why."""
        if not self.differences and bounds(self.old) == bounds(self.new):
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


def _is_scored(outcome: Scorecard | Outlook) -> bool:
    """Whether its score is certain, since at most vetoes are open."""
    if isinstance(outcome, Scorecard):
        return True
    return all(item.kind == "veto" for item in outcome.open)


def signed(points: str) -> str:
    """Write a difference with its sign; none has no sign.

    >>> signed("0.5"), signed("-1/3"), signed("0")
    ('+0.5', '-1/3', '0')
    """
    return points if points == "0" or points.startswith("-") else f"+{points}"


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
    """One of the two, as a scorecard that can be read wherever nothing open is in the way.

    Attributes:
        card: with anything in place of what is open.
        open: ids of the adjustments that are.
        doubtful: ids of the places that depend on something open; None is the whole.
        doubtful_before: the same before the adjustments of these places act.
    """

    card: Scorecard
    open: Collection[str] = ()
    doubtful: Collection[str | None] = ()
    doubtful_before: Collection[str | None] = ()

    def reached(self, clause: Clause | None) -> Reached | None:
        card = self.card
        if clause is None:
            weakest = tuple(line.clause.id for line in card.weakest())
            whole = Reached(card.base / card.total, card.base, weakest)
            return None if None in self.doubtful_before else whole
        line = card.line_of[clause.id]
        if line.ratio is None or clause.id in self.doubtful:
            return None
        weakest = tuple(one.clause.id for one in card.weakest(line))
        return Reached(line.ratio, line.earned, weakest)

    def adjusted(self, number: int) -> Extra | None:
        extra = self.card.adjustments[number]
        adjustment = extra.adjustment
        depends = adjustment.from_ratio is not None and adjustment.on in self.doubtful_before
        return None if depends or adjustment.id in self.open else extra

    def held(self, clause: Clause | None) -> Fraction | None:
        if (clause.id if clause else None) in self.doubtful:
            return None
        held = (held.earned for held in self.card.held if held.clause == clause)
        return next(held, Fraction(0))


def _side(outcome: Scorecard | Outlook) -> _Side:
    if isinstance(outcome, Scorecard):
        return _Side(outcome)
    rubric, assessment = outcome.rubric, outcome.assessment
    items = {item.id for item in outcome.open if item.kind == "rating"}
    counts = {item.id for item in outcome.open if item.kind == "adjustment"}
    rated = [rating for rating in assessment.ratings if not rating.is_open]
    rated += [_any_rating(rubric, leaf) for leaf in rubric.leaves() if leaf.id in items]
    complete = evolve(
        assessment,
        ratings=rated,
        vetoes=[VetoFinding(veto=veto.id, finding="clear") for veto in rubric.vetoes],
        adjustments=[
            *assessment.adjustments,
            *(AdjustmentCount(adjustment=name, count=0) for name in counts),
        ],
    )
    card = score(rubric, complete)
    left = {None, *(line.clause.id for line in card.lines if line.ratio is not None)}
    places = {extra.on for extra in rubric.adjustments if extra.id in counts} & left
    doubtful: set[str | None] = {None} if items or places else set()
    before: set[str | None] = {None} if items or places - {None} else set()
    for clause in rubric.walk():
        below = {one.id for one in clause.walk()}
        doubtful |= {clause.id} if below & (items | places) else set()
        before |= {clause.id} if below & (items | (places - {clause.id})) else set()
    return _Side(card, counts, doubtful, before)


def _any_rating(rubric: Rubric, leaf: Clause) -> Rating:
    scale = rubric.scale_of(leaf)
    return Rating(clause=leaf.id, ratio=scale.bands[0].low if scale.is_discrete else 0)


def _lines(old: _Side, new: _Side) -> Iterator[LineDifference]:
    if old.card.rubric.combine == "min":
        yield LineDifference(None, 0, counts=True, old=old.reached(None), new=new.reached(None))
    for line in old.card.lines:
        clause, place = line.clause, line.place
        reached = old.reached(clause), new.reached(clause)
        yield LineDifference(clause, place.depth, place.counts, *reached)


def _extras(old: _Side, new: _Side) -> Iterator[ExtraDifference]:
    for number, adjustment in enumerate(old.card.rubric.adjustments):
        yield ExtraDifference(adjustment, old.adjusted(number), new.adjusted(number))


def _held(old: _Side, new: _Side) -> Iterator[HeldDifference]:
    rubric = old.card.rubric
    places = {adjustment.on for adjustment in rubric.adjustments}
    clauses = [clause for clause in rubric.walk() if clause.id in places]
    for clause in (*clauses, None) if None in places else clauses:
        yield HeldDifference(clause, old.held(clause), new.held(clause))
