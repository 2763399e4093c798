"""Two rubrics side by side as a page: what differs, what that moves, what assessments come to."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from maturity_core import Rubric, Text
from maturity_core.comparison import Change, Share, changes, shares
from maturity_core.exact import as_percent
from maturity_core.tree import is_bilingual, is_list, is_table
from maturity_core.words import say
from maturity_tools.diff_view import Moved, Rescored, scalar_text
from maturity_tools.output import line_of, one_line
from maturity_tools.page import Told, in_both, length_text, page, text_told, words
from maturity_tools.rubric_view import bar_lengths

__all__ = ["diff_page"]


class _Row(NamedTuple):
    """A difference; its lines each with whether the other side has the same line."""

    kind: str
    told: Told
    id: str
    key: str
    title: Told | None
    old: Sequence[tuple[Told, bool]]
    new: Sequence[tuple[Told, bool]]


class _Part(NamedTuple):
    """A part of the total as text, empty where there is none, and the length of its bar."""

    share: str
    length: str


class _Result(NamedTuple):
    """An assessment by both rubrics."""

    file: str
    old: Told
    new: Told
    is_other_grade: bool


def diff_page(old: Rubric, new: Rubric, moved: Sequence[Moved]) -> str:
    """Return what differs between two rubrics without errors as HTML, and what that moves."""
    titles = _titles(old) | _titles(new)
    found = changes(old, new)
    parts = {
        part: [_row(change, titles) for change in found if change.part == part]
        for part in dict.fromkeys(change.part for change in found)
    }
    moving = shares(old, new)
    contents = {part: words(f"diff.{part}") for part in parts}
    if moving:
        contents["shares"] = words("diff.shares")
    if moved:
        contents["assessments"] = words("page.assessments")
    return page(
        "diff.html",
        title=f"{words('page.comparison').plain()}: {old.id} -> {new.id}",
        contents=contents,
        rubrics=(old, new),
        parts=parts,
        shares=list(_shares(moving, titles)),
        results=[
            _Result(one.file, _result(one.old), _result(one.new), _is_other_grade(one))
            for one in moved
        ],
    )


def _titles(rubric: Rubric) -> dict[tuple[str, str], Text]:
    """Return what entries are called, by the part of the rubric and their id."""
    titles = {("clauses", clause.id): clause.title for clause in rubric.walk()}
    titles |= {("grades", grade.id): grade.label for grade in rubric.grades.grades}
    titles |= {("vetoes", veto.id): veto.title for veto in rubric.vetoes}
    titles |= {("scopes", scope.id): scope.title for scope in rubric.scopes}
    return titles | {
        ("adjustments", extra.id): extra.title
        for extra in rubric.adjustments
        if extra.title is not None
    }


def _row(change: Change, titles: dict[tuple[str, str], Text]) -> _Row:
    old, new = _lines(change.old), _lines(change.new)
    title = titles.get((change.part, change.id))
    return _Row(
        change.kind,
        words(f"page.is-{change.kind}"),
        change.id,
        change.key,
        None if title is None else text_told(title),
        [(line, line in new) for line in old],
        [(line, line in old) for line in new],
    )


def _lines(value: Any) -> list[Told]:
    """Write a value of a file line by line; what is in a table has its key before it."""
    if value is None:
        return []
    if is_bilingual(value):
        return [Told(*(one_line(value.get(language, "")) for language in ("zh", "en")))]
    if is_table(value):
        return [
            Told(*(f"{key}: {text}" if text else "" for text in line))
            for key, inner in value.items()
            for line in _lines(inner)
        ]
    if is_list(value):
        return [line for inner in value for line in _lines(inner)]
    text = scalar_text(value)
    return [Told(text, text)]


def _shares(
    moving: Sequence[Share], titles: dict[tuple[str, str], Text]
) -> Iterator[tuple[str, Told, _Part, _Part]]:
    """Yield the clauses whose part of the total moves; all bars are drawn to one scale."""
    lengths = iter(bar_lengths([part for share in moving for part in (share.old, share.new)]))
    for clause, *both in moving:
        old, new = (
            _Part("" if part is None else as_percent(part), length_text(next(lengths)))
            for part in both
        )
        yield clause, text_told(titles["clauses", clause]), old, new


def _result(by: Rescored) -> Told:
    card = by.card
    if card is None:
        return words("page.not-scored", count=str(len(by.problems)))
    score, symbol = card.decision.score_shown, one_line(card.grade.symbol)

    def written(language: str) -> str:
        grade = f"{line_of(card.grade.label, language)} {symbol}".rstrip()
        return say("page.scored", language, {"score": score, "grade": grade})

    return in_both(written)


def _is_other_grade(moved: Moved) -> bool:
    old, new = moved.old.card, moved.new.card
    return old is not None and new is not None and old.grade.id != new.grade.id
