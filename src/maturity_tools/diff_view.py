"""What differs between two rubrics, on a terminal and as data, and what an assessment comes to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from maturity_core import Assessment, MaturityError, Problem, Rubric, Scorecard, score
from maturity_core.comparison import Change, Share, carried_over, changes, shares
from maturity_core.errors import printable
from maturity_core.exact import as_percent, as_text
from maturity_core.files import inspect_assessment
from maturity_core.tree import is_bilingual, is_list, is_table
from maturity_core.words import say
from maturity_tools.output import line_of, one_line
from maturity_tools.terminal import aligned

__all__ = ["Moved", "Rescored", "diff_lines", "diff_tree", "moved_by", "scalar_text"]

_LONGEST = 120  # of what a table or list is shown with, rather than counted
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


class Rescored(NamedTuple):
    """What an assessment comes to by one of the rubrics; None where the problems prevent it."""

    rubric: Rubric
    card: Scorecard | None
    problems: Sequence[Problem] = ()


class Moved(NamedTuple):
    """An assessment of the old rubric, scored by both."""

    file: str
    old: Rescored
    new: Rescored


def moved_by(old: Rubric, new: Rubric, file: str) -> Moved:
    """Score an assessment file, which was made by the old rubric, by both."""
    inspection = inspect_assessment(file, lambda _: old)
    assessment = inspection.assessment
    if assessment is None or inspection.faults:
        return Moved(file, *(Rescored(one, None, inspection.problems) for one in (old, new)))
    by_new = carried_over(assessment, new)
    return Moved(file, _rescored(old, assessment), _rescored(new, by_new))


def _rescored(rubric: Rubric, assessment: Assessment) -> Rescored:
    try:
        return Rescored(rubric, score(rubric, assessment))
    except MaturityError as error:
        return Rescored(rubric, None, error.problems)


def diff_tree(old: Rubric, new: Rubric, moved: Iterable[Moved]) -> dict[str, Any]:
    """Return all differences as data: changes as in the files, parts of the total exact."""
    return {
        "old": old.id,
        "new": new.id,
        "changes": [change._asdict() for change in changes(old, new)],
        "shares": [
            {
                "clause": share.clause,
                "old": None if share.old is None else as_text(share.old),
                "new": None if share.new is None else as_text(share.new),
            }
            for share in shares(old, new)
        ],
        "assessments": [
            {"file": one.file, "old": _rescored_tree(one.old), "new": _rescored_tree(one.new)}
            for one in moved
        ],
    }


def _rescored_tree(by: Rescored) -> dict[str, Any]:
    return {
        "rubric": by.rubric.id,
        "score": as_text(by.card.score) if by.card else None,
        "score_shown": by.card.decision.score_shown if by.card else None,
        "grade": by.card.grade.id if by.card else None,
        "problems": len(by.problems),
    }


def diff_lines(old: Rubric, new: Rubric, moved: Iterable[Moved], language: str) -> Iterator[str]:
    """Yield what ``maturity rubric diff`` shows: by part, parts of the total, assessments."""
    yield f"{old.id} -> {new.id}"
    found = changes(old, new)
    if not found:
        yield "  " + say("diff.none", language, {})
    for part in dict.fromkeys(change.part for change in found):
        yield say(f"diff.{part}", language, {})
        for change in found:
            if change.part == part:
                yield "  " + _line(change, language)
    parts = [_part(share) for share in shares(old, new)]
    if parts:
        yield say("diff.shares", language, {})
        yield from ("  " + row for row in aligned(parts))
    for one in moved:
        yield _moved_line(one, language)


def _line(change: Change, language: str) -> str:
    sign, name = _SIGNS[change.kind], " ".join(filter(None, (change.id, change.key)))
    if change.kind == "changed":
        other = "en" if language == "zh" else "zh"
        told = [(_shown(change.old, one), _shown(change.new, one)) for one in (language, other)]
        old, new = next((pair for pair in told if pair[0] != pair[1]), told[0])
        return f"{sign} {name}: {old} -> {new}" if name else f"{sign} {old} -> {new}"
    entry = change.old if change.kind == "removed" else change.new
    title = (entry.get("title") or entry.get("label")) if is_table(entry) else entry
    return f"{sign} {name}  {_shown(title, language)}".rstrip()


def _shown(value: Any, language: str) -> str:
    """Write a value of a file in a few words."""
    if value is None:
        return "-"
    if is_bilingual(value):
        return one_line(str(value.get(language) or next(iter(value.values()))))
    if is_table(value) or is_list(value):
        text = _listed(value, language)
        count = {"count": str(len(value))}
        return text if len(text) <= _LONGEST else say("diff.entries", language, count)
    return scalar_text(value)


def scalar_text(value: object) -> str:
    """Write a text, number or truth value of a file on one line."""
    return one_line(str(value).lower() if isinstance(value, bool) else str(value))


def _listed(value: Any, language: str) -> str:
    """Write a value with all that is in it."""
    if is_table(value) and not is_bilingual(value):
        return "{" + ", ".join(f"{k} = {_listed(v, language)}" for k, v in value.items()) + "}"
    if is_list(value):
        return "[" + ", ".join(_listed(entry, language) for entry in value) + "]"
    return _shown(value, language)


def _part(share: Share) -> tuple[str, str, str, str]:
    old, new = ("-" if part is None else as_percent(part) for part in (share.old, share.new))
    return share.clause, old, "->", new


def _moved_line(moved: Moved, language: str) -> str:
    values = {"file": printable(moved.file)}
    for key, by in (("old", moved.old), ("new", moved.new)):
        if by.card is None:
            values |= {"rubric": by.rubric.id, "count": str(len(by.problems))}
            return say("diff.not-scored", language, values)
        values[key] = by.card.decision.score_shown
        values[f"{key}_grade"] = line_of(by.card.grade.label, language)
        values[f"{key}_id"] = by.card.grade.id
    is_same = values["old_id"] == values["new_id"]
    return say("diff.assessment" if is_same else "diff.other-grade", language, values)
