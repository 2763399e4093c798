"""An assessment against its rubric: what is wrong, and what is still open."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction

from maturity_core.assessment import Assessment, Rating, VetoFinding
from maturity_core.errors import Path, Problem, quoted, unmasked
from maturity_core.exact import as_text
from maturity_core.fields import nearest
from maturity_core.rubric import Clause, RatingScale, Rubric, Veto

__all__ = [
    "check_adjustments",
    "check_assessment",
    "check_exclusions",
    "check_period",
    "check_vetoes",
    "excluded_with",
    "is_open",
    "not_rated",
]

_OPEN = frozenset({"adjustment.missing", "rating.missing", "veto.missing", "veto.undetermined"})
_DAY = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_FIRST_DAY = "2026-01-01"  # its end completes a year or a month


def is_open(problem: Problem) -> bool:
    """Whether the problem is no fault, but something that is still to be rated or determined."""
    return problem.code in _OPEN


def check_assessment(rubric: Rubric, assessment: Assessment) -> tuple[Problem, ...]:
    """Return everything that is wrong with an assessment, and everything that is still open.

    Args:
        rubric: that the assessment names.
        assessment: finished or not.

    Returns:
        Errors and warnings, in the order of the file; none where the assessment can be scored and
        nothing looks odd. The codes of open items, which are errors too, are ``rating.missing``,
        ``veto.missing``, ``veto.undetermined`` and ``adjustment.missing``.

    >>> from maturity_core import assessment_from, get_rubric
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> for problem in check_assessment(
    ...     rubric,
    ...     assessment_from(
    ...         {
    ...             "rubric": rubric.id,
    ...             "ratings": {leaf.id: 85 for leaf in rubric.leaves()} | {"5.2.1": 120},
    ...             "vetoes": {veto.id: "clear" for veto in rubric.vetoes},
    ...         }
    ...     ),
    ... ):
    ...     print(problem.message())
    qbjkb-009-2026, clause 5.2.1: rating must be between 0 and 100 %, got 120. Correct the rating.
    """
    return tuple(_problems(rubric, assessment))


def _problems(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    if not rubric.answers_to(assessment.rubric):
        values = {"rubric": rubric.id, "found": unmasked(assessment.rubric)}
        yield Problem("assessment.other-rubric", ("rubric",), values)
        return
    yield from _paper(rubric, assessment)
    yield from _ratings(rubric, assessment)
    yield from check_vetoes(rubric, assessment)
    yield from check_exclusions(rubric, assessment)
    yield from check_adjustments(rubric, assessment)


def _paper(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    yield from _scope(rubric, assessment)
    yield from check_period(assessment.period)
    assessors = {person.name.strip() for person in assessment.assessors}
    for role in ("reviewer", "decided_by"):
        name: str = getattr(assessment, role).strip()
        if assessment.kind == "third-party" and name and name in assessors:
            yield Problem(
                f"assessment.{role}-assessed", (role,), {"name": name}, severity="warning"
            )
    effective = rubric.standard.effective if rubric.standard else None
    if effective and assessment.assessed_on and assessment.assessed_on < effective:
        yield Problem(
            "assessment.before-effective",
            ("assessed_on",),
            {
                "found": str(assessment.assessed_on),
                "effective": str(effective),
                "rubric": rubric.id,
            },
            severity="warning",
        )


def check_period(text: str) -> Iterator[Problem]:
    """Yield what is wrong with a period; nothing where none is given."""
    if not text:
        return
    start, _, end = text.partition("/")
    if not (_is_day(start) and _is_day(end)):
        yield Problem("period.form", ("period",), {"found": quoted(text)})
    elif start > f"{end}~":  # 2025-06 is within 2025: "~" comes after all its days
        yield Problem("period.reversed", ("period",), {"from": start, "to": end})


def _is_day(text: str) -> bool:
    """Whether a text is a year, a month or a day, and the calendar has it."""
    if re.fullmatch(_DAY, text) is None:
        return False
    try:
        date.fromisoformat(text + _FIRST_DAY[len(text) :])
    except ValueError:
        return False
    return True


def _scope(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    scopes = {scope.id: scope for scope in rubric.scopes}
    if not assessment.scope:
        return
    if not scopes:
        yield Problem("scope.none", ("scope",), {"rubric": rubric.id})
    elif assessment.scope not in scopes:
        yield Problem(
            "scope.unknown",
            ("scope",),
            {
                "rubric": rubric.id,
                "found": quoted(assessment.scope),
                "scopes": ", ".join(scopes),
                "nearest": nearest(assessment.scope, list(scopes)),
            },
        )
    elif scopes[assessment.scope].needs_text and not assessment.scope_text.strip():
        yield Problem("scope.needs-text", ("scope",), {"scope": assessment.scope})


def _ratings(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    leaves = {leaf.id: leaf for leaf in rubric.leaves()}
    limits = rubric.scale.limits()
    excluded = excluded_with(rubric, assessment)
    rated = set[str]()
    for rating in assessment.ratings:
        where: Path = ("ratings", rating.clause)
        values = {"rubric": rubric.id, "clause": rating.clause}
        if rating.clause not in leaves:
            yield not_rated(rubric, rating.clause)
        elif rating.clause in rated and not rating.is_open:
            yield Problem("rating.twice", where, values)
        elif rating.clause in excluded and not rating.is_open:
            yield Problem(
                "rating.of-excluded", where, {**values, "excluded": excluded[rating.clause]}
            )
        elif not rating.is_open:
            rated.add(rating.clause)
            item = leaves[rating.clause]
            scale = rubric.scale_of(item)
            own = limits if item.scale is None else item.scale.limits()
            yield from _one_rating(rubric.id, item, rating, scale, own)
    for leaf in leaves:
        if leaf not in rated and leaf not in excluded:
            yield Problem(
                "rating.missing", ("ratings", leaf), {"rubric": rubric.id, "clause": leaf}
            )


def not_rated(rubric: Rubric, clause_id: str) -> Problem:
    """Return why something that is no scored item of the rubric cannot be rated."""
    values = {"rubric": rubric.id, "clause": clause_id}
    where = ("ratings", clause_id)
    branch = next((clause for clause in rubric.walk() if clause.id == clause_id), None)
    if branch is not None:
        items = [clause.id for clause in branch.walk() if not clause.clauses]
        return Problem("rating.of-branch", where, {**values, "items": ", ".join(items)})
    vetoes = [veto.id for veto in rubric.vetoes if clause_id in veto.rests_on]
    if vetoes:
        return Problem("rating.of-veto", where, {**values, "vetoes": ", ".join(vetoes)})
    close = nearest(clause_id, [leaf.id for leaf in rubric.leaves()])
    return Problem("rating.unknown-clause", where, {**values, "nearest": close})


def _one_rating(
    rubric: str, leaf: Clause, rating: Rating, scale: RatingScale, limits: Collection[Fraction]
) -> Iterator[Problem]:
    where: Path = ("ratings", leaf.id)
    values = {"rubric": rubric, "clause": leaf.id}
    faults = tuple(_form(leaf, rating, scale, values))
    yield from faults
    if faults:
        return
    ratio = rating.ratio_of(leaf.points, scale.levels())
    if not 0 <= ratio <= 1:
        values["found"] = as_text(ratio * 100)
        yield Problem("rating.out-of-range", where, values)
        return
    is_counted = rating.sample is not None or rating.deductions  # these fall as they fall
    if scale.step and not is_counted and (ratio / scale.step).denominator != 1:
        values |= {"found": as_text(ratio * 100), "step": as_text(scale.step * 100)}
        yield Problem("rating.off-step", where, values)
    elif scale.is_discrete and scale.band(ratio) is None:
        levels = ", ".join(as_text(band.low * 100) for band in scale.bands)
        yield Problem(
            "rating.off-level", where, {**values, "found": as_text(ratio * 100), "levels": levels}
        )
    elif rating.ratio is not None and 0 < ratio < Fraction(1, 100):
        values |= {"found": as_text(ratio * 100), "meant": as_text(ratio * 10_000)}
        yield Problem("rating.below-one", where, values, severity="warning")
    if ratio in limits and not rating.note.strip():
        values["found"] = as_text(ratio * 100)
        yield Problem("rating.on-band-limit", where, values, severity="warning")


def _form(
    leaf: Clause, rating: Rating, scale: RatingScale, values: dict[str, str]
) -> Iterator[Problem]:
    """Yield why no ratio follows from what was written."""
    where: Path = ("ratings", leaf.id)
    form, *others = rating.forms
    if others:
        keys = ", ".join(_KEYS.get(form, form) for form in rating.forms)
        yield Problem("rating.two-forms", where, {**values, "found": keys})
    elif form in {"points", "deductions"} and not leaf.points:
        yield Problem("rating.no-points", where, {**values, "form": form})
    elif form == "level" and rating.level not in (levels := scale.levels()):
        known = {**values, "found": quoted(rating.level), "levels": ", ".join(levels)}
        close = nearest(rating.level, levels)
        code = "rating.unknown-level" if levels else "rating.no-levels"
        yield Problem(code, (*where, "level"), {**known, "nearest": close})
    elif rating.points is not None and not 0 <= rating.points <= (leaf.points or 0):
        found, most = as_text(rating.points), as_text(leaf.points or Fraction(0))
        yield Problem("rating.points-out-of-range", where, {**values, "found": found, "most": most})
    elif rating.sample is not None and rating.sample.conform > rating.sample.of:
        counts = {"found": str(rating.sample.conform), "of": str(rating.sample.of)}
        yield Problem("rating.sample", (*where, "sample", "conform"), {**values, **counts})
    for index, deduction in enumerate(rating.deductions):
        place = (*where, "deductions", index)
        if deduction.points <= 0:
            amount = {"found": as_text(deduction.points)}
            yield Problem("rating.deduction-not-positive", (*place, "points"), {**values, **amount})
        if not deduction.has_reason:
            yield Problem("rating.deduction-no-reason", (*place, "reason"), values)


_KEYS: dict[str, str] = {"ratio": "rating"}  # what a file calls a form, where that differs


def check_vetoes(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    """Yield what is wrong with the findings, and which are still open."""
    vetoes = {veto.id: veto for veto in rubric.vetoes}
    found = set[str]()
    for finding in assessment.vetoes:
        veto = vetoes.get(finding.veto)
        if veto is None or finding.veto in found or finding.finding != "clear":
            yield from _one_finding(rubric, veto, finding, twice=finding.veto in found)
        found.add(finding.veto)
    for name in vetoes:
        if name not in found:
            yield Problem("veto.missing", ("vetoes", name), {"rubric": rubric.id, "veto": name})


def _one_finding(
    rubric: Rubric, veto: Veto | None, finding: VetoFinding, *, twice: bool
) -> Iterator[Problem]:
    """Yield what is wrong with a finding; one that is simply clear does not come here."""
    where: Path = ("vetoes", finding.veto)
    values = {"rubric": rubric.id, "veto": finding.veto}
    if twice:
        yield Problem("veto.twice", where, values)
    elif veto is None:
        close = nearest(finding.veto, [known.id for known in rubric.vetoes])
        yield Problem("veto.unknown", where, {**values, "nearest": close})
    elif finding.finding == "undetermined":
        yield Problem("veto.undetermined", where, values)
    else:
        yield from _fired(veto, finding, values)


def _fired(veto: Veto, finding: VetoFinding, values: dict[str, str]) -> Iterator[Problem]:
    where: Path = ("vetoes", veto.id)
    if not finding.legal_basis.strip():
        yield Problem("veto.no-legal-basis", (*where, "legal_basis"), values)
    if not finding.period.strip():
        yield Problem("veto.no-period", (*where, "period"), values)
    if veto.needs_reason and not finding.note.strip():
        yield Problem("veto.no-reason", (*where, "note"), values)


def check_exclusions(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    """Yield which clauses may not be left out, and where the reason is missing."""
    clauses = {clause.id: clause for clause in rubric.walk()}
    seen = set[str]()
    for exclusion in assessment.exclusions:
        where: Path = ("exclusions", exclusion.clause)
        values = {"rubric": rubric.id, "clause": exclusion.clause}
        clause = clauses.get(exclusion.clause)
        if clause is None:
            close = nearest(exclusion.clause, list(clauses))
            yield Problem("exclusion.unknown-clause", where, {**values, "nearest": close})
        elif exclusion.clause in seen:
            yield Problem("exclusion.twice", where, values)
        elif not clause.excludable:
            yield Problem("exclusion.not-allowed", where, values)
        elif not exclusion.has_reason:
            yield Problem("exclusion.no-reason", where, values)
        seen.add(exclusion.clause)
    if seen and all(_needs_no_rating(section, seen) for section in rubric.clauses):
        yield Problem("exclusion.everything", ("exclusions",), {"rubric": rubric.id})


def _needs_no_rating(clause: Clause, excluded: Collection[str]) -> bool:
    if clause.id in excluded:
        return True
    below = clause.clauses
    return bool(below) and all(_needs_no_rating(child, excluded) for child in below)


def excluded_with(rubric: Rubric, assessment: Assessment) -> dict[str, str]:
    """Return every clause that needs no rating, with the exclusion that it falls under."""
    excluded = {exclusion.clause for exclusion in assessment.exclusions}
    under: dict[str, str] = {}
    for clause in rubric.walk():
        if clause.id in excluded and clause.excludable:
            for below in clause.walk():
                under.setdefault(below.id, clause.id)
    return under


def check_adjustments(rubric: Rubric, assessment: Assessment) -> Iterator[Problem]:
    """Yield which adjustments are not stated, or are stated and unknown."""
    known = [adjustment.id for adjustment in rubric.adjustments]
    stated = set[str]()
    for counted in assessment.adjustments:
        where: Path = ("adjustments", counted.adjustment)
        values = {"rubric": rubric.id, "adjustment": counted.adjustment}
        if counted.adjustment not in known:
            close = nearest(counted.adjustment, known)
            yield Problem("adjustment.unknown", where, {**values, "nearest": close})
        elif counted.adjustment in stated:
            yield Problem("adjustment.twice", where, values)
        elif not counted.has_reason:
            yield Problem("adjustment.no-reason", where, values)
        stated.add(counted.adjustment)
    for name in known:
        if name not in stated:
            values = {"rubric": rubric.id, "adjustment": name}
            yield Problem("adjustment.missing", ("adjustments", name), values)
