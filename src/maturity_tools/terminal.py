"""How scorecards and problems look on a terminal: plain lines that any console shows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

from rich.cells import cell_len

from maturity_core import (
    Assessment,
    Line,
    Problem,
    Rating,
    Rubric,
    Scorecard,
    Sensitivity,
    sensitivity,
)
from maturity_core.assessment_checks import excluded_with, is_open
from maturity_core.errors import printable
from maturity_core.exact import as_percent, as_text, signed
from maturity_core.rubric import Combine, Grade
from maturity_core.sensitivity import Floor
from maturity_core.words import say
from maturity_tools.output import line_of, one_line

__all__ = ["aligned", "bar", "grade_named", "head_lines", "problem_line", "scorecard_lines"]

_BAR = 10


def aligned(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> Iterator[str]:
    """Yield rows as lines with columns; Chinese takes two cells a character.

    Args:
        rows: all of one length.
        right: indices of the columns that end, not start, at one place.
    """
    table = [list(row) for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = [
            " " * (width - cell_len(cell)) + cell
            if index in right
            else cell + " " * (width - cell_len(cell))
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def bar(ratio: Fraction) -> str:
    """Return a ratio as a bar.

    >>> bar(Fraction(3, 4)), bar(Fraction(1))
    ('########', '##########')
    """
    return "#" * int(ratio * _BAR + Fraction(1, 2))


def head_lines(
    rubric: Rubric, assessment: Assessment, language: str, rubric_file: str | None
) -> Iterator[str]:
    """Yield who was assessed by what, how and when, and what to know about the rubric."""
    head = (
        assessment.subject.name,
        rubric.standard.code if rubric.standard else line_of(rubric.title, language),
        say(f"kind.{assessment.kind}", language, {}) if assessment.kind else "",
        str(assessment.assessed_on or ""),
    )
    yield "   ".join(one_line(part) for part in head if part)
    if rubric_file is not None:
        yield "  " + say("card.rubric-file", language, {"file": printable(rubric_file)})
    if not rubric.is_official:
        yield "  " + say("card.reconstructed", language, {})


def scorecard_lines(
    card: Scorecard, language: str, *, items: bool = False, rubric_file: str | None = None
) -> Iterator[str]:
    """Yield what ``maturity score`` shows: head, grade, decision, and the sections or all clauses.

    Args:
        card: what came out.
        language: ``"zh"`` or ``"en"``.
        items: show every clause instead of the sections only, and how safe the grade is.
        rubric_file: name of the file that the rubric came from, where it is not installed.
    """
    assessment, rubric, decision = card.assessment, card.rubric, card.decision
    yield from head_lines(rubric, assessment, language, rubric_file)
    grade = grade_named(card.grade, language)
    if card.grade != card.grade_by_score:
        by_score = grade_named(card.grade_by_score, language)
        grade = say("card.capped", language, {"grade": grade, "by_score": by_score})
    values = {"score": decision.score_shown, "total": as_text(card.total), "grade": grade}
    yield say("card.score", language, values)
    standing, *vetoes = decision.sentences(language)
    joint = "" if language == "zh" else " "
    yield "  " + one_line(joint.join([standing, *vetoes[:1]]))
    yield from ("  " + one_line(sentence) for sentence in vetoes[1:])
    whole = _combined(rubric.combine, card.weakest(), language)
    yield from ("  " + one_line(told) for told in whole)
    lines = card.lines if items else card.sections
    excluded = excluded_with(rubric, assessment) if assessment.exclusions else {}
    rows = [_row(card, line, excluded, language) for line in lines]
    rows += _extra_rows(card, language)
    yield from ("  " + row for row in aligned(rows, right=(2, 3)))
    if items:
        yield from ("  " + told for told in _safety(sensitivity(card), language))


def grade_named(grade: Grade, language: str) -> str:
    """Return the label of a grade with its symbol."""
    return f"{line_of(grade.label, language)} {one_line(grade.symbol)}".rstrip()


def _row(card: Scorecard, line: Line, excluded: Collection[str], language: str) -> tuple[str, ...]:
    """Return a line; ``excluded`` are the ids of all clauses that need no rating."""
    indent = "  " * line.place.depth
    points = f"{card.points_shown(line.earned)} / {card.points_shown(line.maximum)}"
    return (
        indent + line.clause.id,
        indent + line_of(line.clause.title, language),
        points if line.place.counts else "",
        say("card.excluded", language, {}) if line.ratio is None else as_percent(line.ratio),
        "" if line.ratio is None else bar(line.ratio),
        say("decision.joint", language, {}).join(_made(card, line, excluded, language)),
    )


def _made(card: Scorecard, line: Line, excluded: Collection[str], language: str) -> Iterator[str]:
    """Yield how a line came about: its weight, how a branch is made, how a rating was written."""
    clause = line.clause
    if clause.weight is not None:
        yield say("card.weight", language, {"weight": as_text(clause.weight)})
    if clause.id in card.before:
        yield say("card.before", language, {"ratio": as_percent(card.before[clause.id])})
    if line.ratio is not None and clause.id in excluded:
        yield say("card.in-full", language, {})
    elif clause.clauses and line.ratio is not None:
        yield from _combined(clause.combine, card.weakest(line), language)
    elif line.rating is not None:
        yield from _written(line, line.rating, language)


def _combined(combine: Combine, weakest: Iterable[Line], language: str) -> Iterator[str]:
    """Yield how a branch is made of its clauses, where they do not simply add up."""
    if combine == "mean":
        yield say("card.mean", language, {})
    elif combine == "min":
        clauses = ", ".join(line.clause.id for line in weakest)
        yield say("card.decides", language, {"clauses": clauses})


def _written(line: Line, rating: Rating, language: str) -> Iterator[str]:
    """Yield how a rating was written; a percentage stands in a column of its own."""
    if rating.level and line.band is not None:
        yield line_of(line.band.label, language)
    elif rating.sample is not None:
        values = {"conform": str(rating.sample.conform), "of": str(rating.sample.of)}
        yield say("written.sample", language, values)
    elif rating.deductions:
        yield say("written.deductions", language, {"points": as_text(rating.lost)})
    elif rating.points is not None and rating.points != line.earned:
        # and so do points that are earned as they were written
        yield say("written.points", language, {"points": as_text(rating.points)})


def _extra_rows(card: Scorecard, language: str) -> Iterator[tuple[str, ...]]:
    """Yield the adjustments, and what holding took away or added."""
    for extra in card.adjustments:
        adjustment = extra.adjustment
        title = line_of(adjustment.title, language) if adjustment.title else ""
        times = {"occurred": str(extra.occurred), "counted": str(extra.counted)}
        code = "card.counted" if extra.counted == extra.occurred else "card.counted-of"
        points = _signed(card.points_shown(extra.earned))
        yield adjustment.id, title, points, say(code, language, times), "", ""
    for held in card.held:
        where = held.clause.id if held.clause else ""
        held_points = _signed(card.points_shown(held.earned))
        yield where, say("card.held", language, {}), held_points, "", "", ""


def _signed(points: str) -> str:
    return points if points.startswith("-") else f"+{points}"


def _safety(found: Sensitivity, language: str) -> Iterator[str]:
    """Yield how far the score is from each floor, how far each rating may move, and what follows.

    Ratings have a table of their own: beside the titles of branches there is no room. There is
    none where a veto holds the grade and no rating can change it, which the sentences say.
    """
    if found.floors:
        yield say("card.floors", language, {})
    floors = [_floor_row(floor, language) for floor in found.floors]
    yield from ("  " + row for row in aligned(floors, right=(1, 2)))
    if found.margin is not None or not found.is_capped:
        yield say("card.moves", language, {})
        yield from ("  " + row for row in aligned(_moves(found, language), right=(1, 2, 3, 4)))
    yield from map(one_line, found.sentences(language))


def _moves(found: Sensitivity, language: str) -> Iterator[tuple[str, ...]]:
    heads = ("clause", "rated", "lost", "falls", "rises")
    yield (*(say(f"card.move-{head}", language, {}) for head in heads), "")
    for item in found.items:
        rises = item.rises_to_shown or say("card.move-never", language, {})
        line = found.card.line_of[item.clause.id]
        lost = found.card.lost_shown(line) if line.place.counts else ""
        rated = as_percent(item.ratio, limits=[] if item.rises_to is None else [item.rises_to])
        shown = (rated, lost, item.falls_to_shown, rises)
        yield (item.clause.id, *shown, line_of(item.clause.title, language))


def _floor_row(floor: Floor, language: str) -> tuple[str, ...]:
    code = "card.floor-above" if floor.band.above else "card.floor"
    state = "met" if floor.is_met else "lacks" if floor.is_reached else "missed"
    told = [say(f"card.floor-{state}", language, {})]
    if floor.band.score == "base":
        base = as_text(floor.displayed)
        told.append(say("card.floor-of-base", language, {"base": base}))
    return (
        grade_named(floor.grade, language),
        say(code, language, {"floor": as_text(floor.band.floor)}),
        signed(floor.distance_shown),
        say("decision.joint", language, {}).join(told),
    )


def problem_line(problem: Problem, file: str, language: str) -> str:
    """Return ``file:line:column: error, warning or open: sentence [code]``.

    Of a workbook the cell stands for line and column: ``file.xlsx:条款!C5``.
    """
    where = file
    if problem.position is not None:
        where = f"{file}:{problem.position}"
    kind = "open" if is_open(problem) else problem.severity
    severity = say(f"severity.{kind}", language, {})
    return f"{printable(where)}: {severity}: {problem.message(language)} [{problem.code}]"
