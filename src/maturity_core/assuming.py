"""What would come out if single ratings, findings or counts were others: old and new, and why."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from attrs import evolve, frozen

from maturity_core.assessment import AdjustmentCount, Assessment, Rating, VetoFinding
from maturity_core.assessment_checks import check_assessment, is_open, not_rated
from maturity_core.errors import InvalidAssessment, InvalidValue, Path, Problem, quoted
from maturity_core.exact import as_text, displayed
from maturity_core.fields import nearest
from maturity_core.rubric import Adjustment, Clause, Grade, Rubric, Veto
from maturity_core.rubric_checks import require_valid
from maturity_core.scorecard import Decision, Extra, Line, Scorecard
from maturity_core.scoring import score
from maturity_core.tree import Faults, table_of
from maturity_core.words import say

__all__ = [
    "ASSUMED",
    "Difference",
    "ExtraDifference",
    "HeldDifference",
    "LineDifference",
    "Reached",
    "VetoDifference",
    "WhatIf",
    "check_changes",
    "signed",
    "what_if",
]

T = TypeVar("T")

ASSUMED = "假设 assumed"
"""Stands where a finding or a count needs a legal basis, a period or a reason, and none is said."""


def what_if(rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]) -> "WhatIf":
    """Score an assessment as it is and as it would be, and say what makes the difference.

    A change is read as a file is read, so that what a file refuses is refused here in the same
    words. It never changes anything else: notes and evidence stay, and what was excluded stays
    excluded. Where a veto that is assumed to have fired has no legal basis or period, or a count
    no reason, that it is assumed stands there.

    Args:
        rubric: the standard.
        assessment: as it is.
        changes: by id, what would be there instead. Of a scored item a rating in any form that a
            file takes, or a text that is the label of one of the levels of its scale; None: not
            yet rated. Of a veto ``"clear"``, ``"fired"`` or ``"undetermined"``. Of an adjustment a
            count, or its digits; None: not yet stated. Where an id is that of several, the table of
            the file comes first: ``vetoes/5.1``.

    Raises:
        InvalidAssessment: with every fault of the changes, and of the assessment itself.
        IncompleteAssessment: something is open in one of the two.
        InvalidRubric: the rubric breaks a rule.

    >>> from maturity_core import get_rubric, load_assessment
    >>> found = what_if(
    ...     get_rubric("qbjkb-009-2026"),
    ...     load_assessment("examples/municipal-sewage.toml"),
    ...     {"5.12.1": 90, "4.2-incident": "fired"},
    ... )
    >>> found.old.score, found.new.score, found.new.grade.id
    (Fraction(90, 1), Fraction(4479, 50), 'unqualified')
    >>> for sentence in found.sentences()[:2]:
    ...     print(sentence)
    The score goes from 90 to 89.58 (-0.42).
    By score, the grade goes from four stars to three stars.
    """
    require_valid(rubric)
    assumed = _assumed(rubric, assessment, changes)
    told = (*assumed.faults, *_faults(rubric, assumed.assessment), *_faults(rubric, assessment))
    if told:
        raise InvalidAssessment(dict.fromkeys(told))
    return WhatIf(old=score(rubric, assessment), new=score(rubric, assumed.assessment))


def check_changes(
    rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]
) -> tuple[Problem, ...]:
    """Return what is wrong or odd with changes alone; what they leave open is neither.

    Args:
        rubric: the standard, valid.
        assessment: that they would change; its own faults are not told.
        changes: as for `what_if`.

    >>> from maturity_core import Assessment, get_rubric
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> changes = {"5.12": 90, "5.5": 120, "4.2-incidnt": "fired"}
    >>> for problem in check_changes(rubric, Assessment(rubric=rubric.id), changes):
    ...     print(problem.code, problem.path)
    rating.of-branch ('ratings', '5.12')
    what-if.unknown ('4.2-incidnt',)
    rating.out-of-range ('ratings', '5.5')
    """
    assumed = _assumed(rubric, assessment, changes)
    found = check_assessment(rubric, assumed.assessment)
    own = (p for p in found if p.path[:2] in assumed.places and not is_open(p))
    return (*assumed.faults, *own)


def _faults(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    for problem in check_assessment(rubric, assessment):
        if problem.severity == "error" and not is_open(problem):
            yield problem


class _Assumed(NamedTuple):
    """An assessment with all changes that could be read, where these are, and what is wrong."""

    assessment: Assessment
    places: frozenset[Path]
    faults: tuple[Problem, ...]


_Place = tuple[str, str]
_TABLES = ("ratings", "vetoes", "adjustments")


def _assumed(rubric: Rubric, assessment: Assessment, changes: Mapping[str, object]) -> _Assumed:
    from maturity_core.serial import structured

    faults = Faults()
    known = _known(rubric)
    meant: dict[_Place, object] = {}
    for key, value in (faults.take(lambda: table_of(changes)) or {}).items():
        place = faults.take(partial(_place, rubric, known, key))
        if place in meant:
            faults.add(Problem("what-if.twice", place, {"id": place[1]}))
        elif place is not None:
            meant[place] = value
    tree: dict[str, dict[str, Any]] = {table: {} for table in _TABLES}
    for table, name in known:  # the order of the rubric, whatever that of the changes is
        if (table, name) in meant:
            tree[table][name] = _as_in_a_file(rubric, table, name, meant[table, name])
    try:
        said = structured(Assessment, {"rubric": rubric.id, **tree})
    except InvalidValue as error:
        faults.add(*error.problems)
        for place in {tuple(map(str, problem.path[:2])) for problem in error.problems}:
            del tree[place[0]][place[1]]
        said = structured(Assessment, {"rubric": rubric.id, **tree})
    unstated = {name for name, count in tree["adjustments"].items() if count is None}
    changed = _changed(rubric, assessment, said, unstated)
    return _Assumed(changed, frozenset(meant), tuple(faults.problems))


def _known(rubric: Rubric) -> dict[_Place, None]:
    """Return all that can be changed, by table and id, in the order of the rubric."""
    return dict.fromkeys(
        [
            *(("ratings", leaf.id) for leaf in rubric.leaves()),
            *(("vetoes", veto.id) for veto in rubric.vetoes),
            *(("adjustments", adjustment.id) for adjustment in rubric.adjustments),
        ]
    )


def _place(rubric: Rubric, known: Collection[_Place], key: str) -> _Place:
    """Return what a key means, or refuse one that means nothing or more than one."""
    table, _, name = key.rpartition("/")
    meant = [place for place in known if place[1] == name and table in {"", place[0]}]
    if len(meant) == 1:
        return meant[0]
    values = {"rubric": rubric.id, "found": quoted(key)}
    if meant:
        places = ", ".join(map("/".join, meant))
        raise InvalidValue([Problem("what-if.ambiguous", (key,), {**values, "places": places})])
    problem = not_rated(rubric, name)
    if table or problem.code == "rating.unknown-clause":
        close = nearest(name, [place[1] for place in known])
        problem = Problem("what-if.unknown", (key,), {**values, "nearest": close})
    raise InvalidValue([problem])


_COUNT = re.compile(r"-?[0-9]{1,20}")


def _as_in_a_file(rubric: Rubric, table: str, name: str, value: object) -> object:
    """Return a value as a file says it: a level by its key, a count as a number."""
    if table == "adjustments" and isinstance(value, str) and _COUNT.fullmatch(value):
        return int(value)
    if table == "ratings":
        if value is None:
            return {}
        leaf = next(leaf for leaf in rubric.leaves() if leaf.id == name)
        if isinstance(value, str) and value in rubric.scale_of(leaf).levels():
            return {"level": value}
    return value


def _changed(
    rubric: Rubric, assessment: Assessment, said: Assessment, unstated: Collection[str]
) -> Assessment:
    """Lay what was said over an assessment."""
    ratings = {rating.clause: rating for rating in said.ratings}
    findings = {finding.veto: finding for finding in said.vetoes}
    counts = {count.adjustment: count for count in said.adjustments}
    rated = {rating.clause for rating in assessment.ratings if not rating.is_open}
    needs_reason = {veto.id for veto in rubric.vetoes if veto.needs_reason}

    def clause_of(rating: Rating) -> str:  # a note beside a rating of the same item is left alone
        return "" if rating.is_open and rating.clause in rated else rating.clause

    return evolve(
        assessment,
        ratings=[
            rating
            for rating in _laid_over(assessment.ratings, ratings, clause_of, _rated)
            if rating.clause not in ratings or rating != Rating(clause=rating.clause)
        ],
        vetoes=_laid_over(
            assessment.vetoes,
            findings,
            attrgetter("veto"),
            lambda old, new: _found(old, new, needs_reason=new.veto in needs_reason),
        ),
        adjustments=_laid_over(
            [count for count in assessment.adjustments if count.adjustment not in unstated],
            counts,
            attrgetter("adjustment"),
            _counted,
        ),
    )


def _laid_over(
    old: Iterable[T], said: Mapping[str, T], name: Callable[[T], str], made: Callable[[T, T], T]
) -> Iterator[T]:
    """Yield the entries with what was said in place of theirs, and at the end what is new."""
    left = dict(said)
    for entry in old:
        new = left.pop(name(entry), None)
        yield entry if new is None else made(entry, new)
    yield from (made(new, new) for new in left.values())


def _rated(old: Rating, new: Rating) -> Rating:
    return evolve(
        new,
        note=new.note or old.note,
        evidence=new.evidence or old.evidence,
        finding=new.finding or old.finding,
        assessor=new.assessor or old.assessor,
        rated_on=new.rated_on or old.rated_on,
    )


def _found(old: VetoFinding, new: VetoFinding, *, needs_reason: bool) -> VetoFinding:
    fired = new.finding == "fired"
    return evolve(
        new,
        legal_basis=_said(new.legal_basis, old.legal_basis, needed=fired),
        period=_said(new.period, old.period, needed=fired),
        note=_said(new.note, old.note, needed=fired and needs_reason),
        evidence=new.evidence or old.evidence,
        determined_by=new.determined_by or old.determined_by,
    )


def _counted(old: AdjustmentCount, new: AdjustmentCount) -> AdjustmentCount:
    return evolve(new, reason=_said(new.reason, old.reason, needed=new.count > 0))


def _said(new: str, old: str, *, needed: bool) -> str:
    """Return what is said now or was said before; where neither is, that it is assumed."""
    text = new or ("" if old == ASSUMED else old)
    return ASSUMED if needed and not text.strip() else text


class Reached(NamedTuple):
    """What a clause or the whole reaches.

    Attributes:
        ratio: from 0 to 1; None where it is excluded.
        earned: points of the score; 0 below a ``min`` branch.
        decided_by: of a ``min`` branch the ids of those that decide; else none.
    """

    ratio: Fraction | None
    earned: Fraction
    decided_by: tuple[str, ...]


class LineDifference(NamedTuple):
    """A clause that reaches or earns something else, or of which others decide.

    Attributes:
        clause: None for the whole, which is there where it is made by ``min``: its sections earn
            nothing of their own then.
        depth: of the clause: 0 for a section.
        old: what it reaches as it is.
        new: what it would reach.
    """

    clause: Clause | None
    depth: int
    old: Reached
    new: Reached

    @property
    def points(self) -> Fraction:
        """What this makes of a difference, in points of the score."""
        return self.new.earned - self.old.earned

    @property
    def adds(self) -> bool:
        """Whether it is one of the parts of which the difference of the scores is the sum."""
        return self.depth == 0


class ExtraDifference(NamedTuple):
    """An adjustment that occurs more or less often, or brings something else.

    Attributes:
        adjustment: bonus or deduction.
        old: what it brings as it is.
        new: what it would bring.
    """

    adjustment: Adjustment
    old: Extra
    new: Extra

    @property
    def points(self) -> Fraction:
        """What this makes of a difference, in points of the score."""
        return self.new.earned - self.old.earned

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
        old: points of the score as it is; below 0 where something was cut off.
        new: as it would be.
    """

    clause: Clause | None
    old: Fraction
    new: Fraction

    @property
    def points(self) -> Fraction:
        """What this makes of a difference, in points of the score."""
        return self.new - self.old

    @property
    def adds(self) -> bool:
        """Whether it is one of the parts of which the difference of the scores is the sum."""
        return self.clause is None


class VetoDifference(NamedTuple):
    """A veto that would be found otherwise.

    Attributes:
        veto: which one.
        old: ``"clear"`` or ``"fired"``, as it is.
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
        old: the scorecard as it is.
        new: the scorecard as it would be.
    """

    old: Scorecard
    new: Scorecard

    @property
    def assessment(self) -> Assessment:
        """The assessment as it would be."""
        return self.new.assessment

    @property
    def points(self) -> Fraction:
        """The difference of the scores: what all parts that add up make together."""
        return self.new.score - self.old.score

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """All that differs: clauses in the order of the standard, adjustments, held, vetoes."""
        return (*self._lines(), *self._extras(), *self._held(), *self._vetoes())

    def _lines(self) -> Iterator[LineDifference]:
        if self.old.rubric.combine == "min":
            yield from _if_differs(None, 0, *map(_whole, (self.old, self.new)))
        for old, new in zip(self.old.lines, self.new.lines, strict=True):
            reached = _reached(self.old, old), _reached(self.new, new)
            yield from _if_differs(old.clause, old.place.depth, *reached)

    def _extras(self) -> Iterator[ExtraDifference]:
        for old, new in zip(self.old.adjustments, self.new.adjustments, strict=True):
            if old != new:
                yield ExtraDifference(old.adjustment, old, new)

    def _held(self) -> Iterator[HeldDifference]:
        old, new = ({h.clause: h.earned for h in card.held} for card in (self.old, self.new))
        clauses = [*(line.clause for line in self.old.lines), None]
        for clause in clauses:
            before, after = old.get(clause, Fraction(0)), new.get(clause, Fraction(0))
            if before != after:
                yield HeldDifference(clause, before, after)

    def _vetoes(self) -> Iterator[VetoDifference]:
        rubric = self.old.rubric
        for veto, old, new in zip(rubric.vetoes, self.old.vetoes, self.new.vetoes, strict=True):
            if old.finding != new.finding:
                caps_at = rubric.grades.grade(veto.caps_at)
                yield VetoDifference(veto, old.finding, new.finding, caps_at)

    @property
    def points_shown(self) -> str:
        """The difference of the scores as people read it, that of the two scores shown."""
        return as_text(self.new.decision.displayed - self.old.decision.displayed)

    def difference_shown(self, old: Fraction, new: Fraction) -> str:
        """Write the difference of two earned points: that of what `Scorecard.points_shown` shows.

        >>> from maturity_core import get_rubric, load_assessment
        >>> rubric = get_rubric("qbjkb-009-2026")
        >>> assessment = load_assessment("examples/municipal-sewage.toml")
        >>> found = what_if(rubric, assessment, {"5.2.2": "88.75"})
        >>> item = found.differences[1]
        >>> found.old.points_shown(item.old.earned), found.new.points_shown(item.new.earned)
        ('1.77', '1.78')
        >>> item.points, found.difference_shown(item.old.earned, item.new.earned)
        (Fraction(1, 200), '0.01')
        """
        rubric = self.old.rubric
        before, after = (
            displayed(points, rounding=rubric.rounding, digits=rubric.digits)
            for points in (old, new)
        )
        return as_text(after - before)

    def sentences(self, language: str = "en") -> tuple[str, ...]:
        """Say in ``"zh"`` or ``"en"`` what becomes of score and grade, and why."""
        if not self.differences:
            return (say("what-if.nothing", language, {}),)
        return tuple(self._sentences(language))

    def _sentences(self, language: str) -> Iterator[str]:
        old, new = self.old.decision, self.new.decision
        values = {"old": old.score_shown, "new": new.score_shown}
        values["difference"] = signed(self.points_shown)
        code = "what-if.score" if self.points else "what-if.score-stays"
        yield say(code, language, values)
        by_score = (old.grade_by_score, new.grade_by_score)
        yield _goes("what-if.by-score", "what-if.by-score-stays", by_score, language)
        for one in self._vetoes():
            yield say(
                "what-if.veto",
                language,
                {
                    "veto": one.veto.id,
                    "title": one.veto.title.pick(language),
                    "old": say(f"finding.{one.old}", language, {}),
                    "new": say(f"finding.{one.new}", language, {}),
                    "grade": one.caps_at.label.pick(language),
                },
            )
        if old.fired or new.fired:
            yield _goes("what-if.grade", "what-if.grade-stays", (old.grade, new.grade), language)
        yield say("what-if.as-it-is", language, {"standing": _standing(old, language)})
        yield say("what-if.as-assumed", language, {"standing": _standing(new, language)})


def _goes(code: str, stays: str, grades: tuple[Grade, Grade], language: str) -> str:
    old, new = (grade.label.pick(language) for grade in grades)
    return say(stays if grades[0] == grades[1] else code, language, {"old": old, "new": new})


def _standing(decision: Decision, language: str) -> str:
    """Return the words of a decision: where the score stands, and whether vetoes cap the grade."""
    joint = "" if language == "zh" else " "
    return joint.join(decision.sentences(language)[:2])


def signed(points: str) -> str:
    """Write a difference with its sign; none has no sign.

    >>> signed("0.5"), signed("-1/3"), signed("0")
    ('+0.5', '-1/3', '0')
    """
    return points if points == "0" or points.startswith("-") else f"+{points}"


def _whole(card: Scorecard) -> Reached:
    weakest = tuple(line.clause.id for line in card.weakest())
    return Reached(card.base / card.total, card.base, weakest)


def _reached(card: Scorecard, line: Line) -> Reached:
    weakest = tuple(one.clause.id for one in card.weakest(line))
    return Reached(line.ratio, line.earned, weakest)


def _if_differs(
    clause: Clause | None, depth: int, old: Reached, new: Reached
) -> Iterator[LineDifference]:
    if old != new:
        yield LineDifference(clause, depth, old, new)
