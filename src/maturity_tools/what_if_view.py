"""What would come out, beside what comes out: on a terminal and as data."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, assert_never

from maturity_core import (
    Adjustment,
    Clause,
    Outlook,
    Rubric,
    Scorecard,
    Text,
    Veto,
    WhatIf,
)
from maturity_core.exact import as_percent, as_text, signed
from maturity_core.outlook import Bound
from maturity_core.scorecard import points_shown, score_displayed
from maturity_core.serial import scorecard_tree
from maturity_core.side_by_side import (
    Brought,
    Difference,
    ExtraDifference,
    HeldDifference,
    LineDifference,
    Reached,
    VetoDifference,
    bounds,
    span,
)
from maturity_core.words import say
from maturity_tools.outlook_view import bound_tree
from maturity_tools.output import line_of, one_line
from maturity_tools.terminal import aligned, grade_named, head_lines

__all__ = ["what_if_lines", "what_if_tree"]

_ARROW = "->"


def what_if_lines(found: WhatIf, language: str, rubric_file: str | None = None) -> Iterator[str]:
    """Yield what ``maturity what-if`` shows: head, both outcomes, what differs, and why."""
    old = found.old
    yield from head_lines(old.rubric, old.assessment, language, rubric_file)
    yield from ("  " + row for row in aligned(_outcome_rows(found, language)))
    yield from ("  " + row for row in aligned(_rows(found, language), right=(2, 4, 5, 6, 8)))
    yield from ("  " + one_line(sentence) for sentence in found.sentences(language))


def _outcome_rows(found: WhatIf, language: str) -> Iterator[tuple[str, ...]]:
    """Yield score, grades and the way to the next one: what it is, old, new, the difference."""
    sides = found.old, found.new

    def row(code: str, told: Callable[[Bound], str], difference: str = "") -> tuple[str, ...]:
        old, new = (
            span(told(low), told(high), "assumed.range", language)
            for low, high in map(bounds, sides)
        )
        return say(code, language, {}), old, _ARROW, new, difference

    rubric, points = found.old.rubric, found.points_shown
    yield row(
        "assumed.row-score",
        lambda end: as_text(score_displayed(rubric, end.score)),
        "" if points is None else signed(points),
    )
    if rubric.vetoes:
        yield row("assumed.row-by-score", lambda end: grade_named(end.grade_by_score, language))
    yield row("assumed.row-grade", lambda end: grade_named(end.grade, language))
    old, new = (_distance(side, language) for side in sides)
    if (old, new) != ("-", "-"):
        label = say("assumed.row-distance", language, {})
        yield label, old, _ARROW, new, _distance_difference(found)


def _distance(side: Scorecard | Outlook, language: str) -> str:
    """Return how far it is to the next grade; a dash at the top, and where something is open."""
    if isinstance(side, Outlook) or side.decision.next_rung is None:
        return "-"
    decision = side.decision
    values = {
        "gap": str(decision.distance_shown),
        "grade": line_of(side.decision.next_rung.grade.label, language),
        "and_more": say("assumed.and-more", language, {}) if decision.missing else "",
    }
    return say("assumed.distance", language, values)


def _distance_difference(found: WhatIf) -> str:
    """Return the difference of two distances to the same floor."""
    if isinstance(found.old, Outlook) or isinstance(found.new, Outlook):
        return ""
    old, new = found.old.decision, found.new.decision
    before, after = old.distance_displayed, new.distance_displayed
    if before is None or after is None or old.next_band != new.next_band:
        return ""
    return signed(as_text(after - before))


_NO_POINTS = ("", "", "", "")


def _rows(found: WhatIf, language: str) -> list[tuple[str, ...]]:
    """Return a row for all that differs, below a heading where there are points or ratios."""
    rows = [_row(found, one, language) for one in found.differences]
    has_points = any(points for _, _, points, *_ in rows)
    has_ratios = any(isinstance(one, LineDifference) for one in found.differences)
    if not (has_points or has_ratios):
        return rows
    points = say("assumed.points", language, {}) if has_points else ""
    reached = say("assumed.reached", language, {}) if has_ratios else ""
    return [("", "", points, "", "", "", reached, "", "", ""), *rows]


def _row(found: WhatIf, one: Difference, language: str) -> tuple[str, ...]:
    """Return id, title, points old and new and their difference, what was reached, a remark."""
    match one:
        case LineDifference():
            points = _points(found, one, language) if one.counts else _NO_POINTS
            old, new = (_ratio(end, language) for end in (one.old, one.new))
            return *_name(one, language), *points, old, _ARROW, new, _deciders(one, language)
        case ExtraDifference():
            title = line_of(one.adjustment.title, language) if one.adjustment.title else ""
            old, new = (_counted(end, language) for end in (one.old, one.new))
            points = _points(found, one, language)
            return one.adjustment.id, title, *points, old, _ARROW, new, ""
        case HeldDifference():
            place = one.clause.id if one.clause else ""
            points = _points(found, one, language)
            return place, say("card.held", language, {}), *points, "", "", "", ""
        case VetoDifference():
            old, new = (say(f"finding.{end}", language, {}) for end in (one.old, one.new))
            title = line_of(one.veto.title, language)
            return one.veto.id, title, *_NO_POINTS, old, _ARROW, new, ""
        case _:
            assert_never(one)


_OfPoints = LineDifference | ExtraDifference | HeldDifference


def _points(found: WhatIf, one: _OfPoints, language: str) -> tuple[str, str, str, str]:
    rubric, unknown = found.old.rubric, say("assumed.open", language, {})
    old, new = (unknown if end is None else points_shown(rubric, end) for end in one.earned)
    difference = found.difference_shown(one.earned)
    return old, _ARROW, new, "" if difference is None else signed(difference)


def _name(one: LineDifference, language: str) -> tuple[str, str]:
    if one.clause is None:
        return "", say("assumed.whole", language, {})
    indent = "  " * one.depth
    return indent + one.clause.id, indent + line_of(one.clause.title, language)


def _ratio(end: Reached | None, language: str) -> str:
    return say("assumed.open", language, {}) if end is None else as_percent(end.ratio)


def _counted(end: Brought, language: str) -> str:
    """Say how often it occurs; how many of these count, where that is certain and less."""
    if end.occurred is None:
        return say("assumed.open", language, {})
    if end.counted in {None, end.occurred}:
        return say("card.counted", language, {"counted": str(end.occurred)})
    times = {"occurred": str(end.occurred), "counted": str(end.counted)}
    return say("card.counted-of", language, times)


def _deciders(one: LineDifference, language: str) -> str:
    """Say which clauses decide a branch made by ``min``, before and after."""
    old, new = (", ".join(end.decided_by) if end else "" for end in (one.old, one.new))
    if old == new or not (old and new):
        return say("card.decides", language, {"clauses": old or new}) if old or new else ""
    return say("assumed.decides", language, {"old": old, "new": new})


_OF_A_SIDE = (
    "score",
    "score_shown",
    "grade",
    "grade_rank",
    "grade_label",
    "grade_symbol",
    "grade_by_score",
    "grade_by_score_label",
    "next_grade",
    "distance",
    "distance_shown",
    "missing",
    "decision",
    "vetoes_fired",
)


def what_if_tree(found: WhatIf, changes: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return both sides and what differs as data; exact values are text, beside what is shown.

    Args:
        found: what came out.
        changes: as they were asked for, by id.
        language: of labels and sentences, ``"zh"`` or ``"en"``.
    """
    rubric = found.old.rubric
    return {
        "subject": found.old.assessment.subject.name,
        "rubric": rubric.id,
        "rubric_official": rubric.is_official,
        "total": as_text(rubric.total),
        "changes": dict(changes),
        "old": _side_tree(found.old, language),
        "new": _side_tree(found.new, language),
        "difference": None if found.points is None else as_text(found.points),
        "difference_shown": found.points_shown,
        "differences": [_difference_tree(found, one, language) for one in found.differences],
        "sentences": list(found.sentences(language)),
    }


def _side_tree(side: Scorecard | Outlook, language: str) -> dict[str, Any]:
    if isinstance(side, Scorecard):
        tree: dict[str, Any] = {**scorecard_tree(side, language)}
        return {"finished": True, **{key: tree[key] for key in _OF_A_SIDE}}
    return {
        "finished": False,
        "lowest": bound_tree(side, side.lowest, language),
        "highest": bound_tree(side, side.highest, language),
        "outlook": list(side.sentences(language)),
    }


def _difference_tree(found: WhatIf, one: Difference, language: str) -> dict[str, Any]:
    head: dict[str, Any] = {"part": "", "id": None, "title": "", "depth": None, "caps_at": None}
    named: Clause | Adjustment | Veto | None
    title: Text | None
    rubric = found.old.rubric
    sides: list[dict[str, Any] | None]
    match one:
        case LineDifference():
            head |= {"part": "clause" if one.clause else "whole", "depth": one.depth}
            named, title = one.clause, one.clause.title if one.clause else None
            sides = [_reached_tree(rubric, end) for end in (one.old, one.new)]
        case ExtraDifference():
            head |= {"part": "adjustment"}
            named, title = one.adjustment, one.adjustment.title
            sides = [_brought_tree(rubric, end) for end in (one.old, one.new)]
        case HeldDifference():
            head |= {"part": "held"}
            named, title = one.clause, None
            sides = [None if end is None else _earned_tree(rubric, end) for end in one.earned]
        case VetoDifference():
            head |= {"part": "veto", "caps_at": one.caps_at.id}
            named, title = one.veto, one.veto.title
            sides = [{"finding": one.old}, {"finding": one.new}]
        case _:
            assert_never(one)
    head |= {"id": named and named.id, "title": title.pick(language) if title else ""}
    head |= {"old": sides[0], "new": sides[1]}
    if isinstance(one, VetoDifference):
        return {**head, "adds": False, "difference": None, "difference_shown": None}
    return {
        **head,
        "adds": one.adds,
        "difference": None if one.points is None else as_text(one.points),
        "difference_shown": found.difference_shown(one.earned),
    }


def _earned_tree(rubric: Rubric, points: Fraction) -> dict[str, str]:
    return {"earned": as_text(points), "earned_shown": points_shown(rubric, points)}


def _reached_tree(rubric: Rubric, end: Reached | None) -> dict[str, Any] | None:
    if end is None:
        return None
    return {
        "ratio": as_text(end.ratio),
        "ratio_shown": as_percent(end.ratio),
        "decided_by": list(end.decided_by),
        **_earned_tree(rubric, end.earned),
    }


def _brought_tree(rubric: Rubric, end: Brought) -> dict[str, Any]:
    unknown = {"earned": None, "earned_shown": None}
    earned = unknown if end.earned is None else _earned_tree(rubric, end.earned)
    return {"occurred": end.occurred, "counted": end.counted, **earned}
