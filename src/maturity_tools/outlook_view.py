"""What an unfinished assessment can still come to, on a terminal and as data."""

from collections.abc import Iterator
from typing import Any

from maturity_core import Outlook, outlook
from maturity_core.exact import as_text
from maturity_core.files import Inspection
from maturity_core.outlook import Bound, Guarantee, OpenItem
from maturity_core.words import say
from maturity_tools.output import line_of, one_line
from maturity_tools.terminal import aligned, head_lines

__all__ = ["bound_tree", "outlook_lines", "outlook_tree", "short_outlook"]


def short_outlook(inspection: Inspection, language: str) -> Iterator[str]:
    """Yield the two lines that other commands show of an unfinished file, none of any other."""
    rubric, assessment = inspection.rubric, inspection.assessment
    if rubric and assessment and inspection.open_items and not inspection.faults:
        for sentence in outlook(rubric, assessment).sentences(language):
            yield "  " + one_line(sentence)


def outlook_lines(ahead: Outlook, language: str, rubric_file: str | None) -> Iterator[str]:
    """Yield what ``maturity outlook`` shows: bounds, open items, what makes each grade certain.

    Args:
        ahead: what can still be.
        language: ``"zh"`` or ``"en"``.
        rubric_file: name of the file that the rubric came from, where it is not installed.
    """
    yield from head_lines(ahead.rubric, ahead.assessment, language, rubric_file)
    bounds, way = map(one_line, ahead.sentences(language))
    yield bounds
    if not ahead.open:
        yield way
        return
    yield say("outlook.open", language, {"count": str(len(ahead.open))})
    rows = [_open_row(ahead, item, language) for item in ahead.open]
    yield from ("  " + row for row in aligned(rows))
    if ahead.guarantees:
        yield say("outlook.guarantees", language, {})
        rows = [_way_row(ahead, guarantee, language) for guarantee in ahead.guarantees]
        yield from ("  " + row for row in aligned(rows))


def _open_row(ahead: Outlook, item: OpenItem, language: str) -> tuple[str, ...]:
    title = "" if item.title is None else line_of(item.title, language)
    return ahead.name_of(item), title, _moves(ahead, item, language)


def _moves(ahead: Outlook, item: OpenItem, language: str) -> str:
    if item.caps_at is not None:
        return say("outlook.caps", language, {"grade": line_of(item.caps_at.label, language)})
    shown = {"brings": ahead.points_shown(item.brings), "costs": ahead.points_shown(item.costs)}
    code = "outlook.moves" if item.brings == item.costs else "outlook.brings-and-costs"
    return say(code, language, shown)


def _way_row(ahead: Outlook, way: Guarantee, language: str) -> tuple[str, ...]:
    grade = line_of(way.grade.label, language)
    if way.items is None:
        reason = {"reason": ahead.hindrance(way.grade, language)}
        return grade, "", say("outlook.out-of-reach", language, reason)
    values = {"count": str(len(way.items)), "open": str(len(ahead.open))}
    count = say("outlook.items", language, values)
    return grade, count, ", ".join(ahead.named(way.items, language))


def outlook_tree(ahead: Outlook, language: str) -> dict[str, Any]:
    """Return it as data; exact values are text, beside what people read."""
    rubric, assessment = ahead.rubric, ahead.assessment
    return {
        "subject": assessment.subject.name,
        "kind": assessment.kind,
        "assessed_on": assessment.assessed_on.isoformat() if assessment.assessed_on else None,
        "rubric": rubric.id,
        "rubric_official": rubric.is_official,
        "total": as_text(rubric.total),
        "lowest": bound_tree(ahead, ahead.lowest, language),
        "highest": bound_tree(ahead, ahead.highest, language),
        "certain_grade": ahead.certain_grade.id,
        "sentences": [*ahead.sentences(language)],
        "open": [_open_tree(ahead, item, language) for item in ahead.open],
        "guarantees": [
            {
                "grade": way.grade.id,
                "grade_label": way.grade.label.pick(language),
                "items": None
                if way.items is None
                else [{"kind": item.kind, "id": item.id} for item in way.items],
            }
            for way in ahead.guarantees
        ],
    }


def bound_tree(ahead: Outlook, bound: Bound, language: str) -> dict[str, Any]:
    """Return one of the two ends as data."""
    return {
        "score": as_text(bound.score),
        "score_shown": ahead.score_shown(bound),
        "grade": bound.grade.id,
        "grade_rank": bound.grade.rank,
        "grade_label": bound.grade.label.pick(language),
        "grade_symbol": bound.grade.symbol,
        "grade_by_score": bound.grade_by_score.id,
        "grade_by_score_label": bound.grade_by_score.label.pick(language),
    }


def _open_tree(ahead: Outlook, item: OpenItem, language: str) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "id": item.id,
        "title": item.title.pick(language) if item.title else "",
        "brings": as_text(item.brings),
        "brings_shown": ahead.points_shown(item.brings),
        "costs": as_text(item.costs),
        "costs_shown": ahead.points_shown(item.costs),
        "caps_at": item.caps_at.id if item.caps_at else None,
    }
