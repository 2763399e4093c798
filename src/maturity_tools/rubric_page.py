"""A rubric as a page to read, to print and to hand on: all that it says, in both languages."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from maturity_core import Clause, Dimension, RatingScale, Rubric
from maturity_core.comparison import parts_of
from maturity_core.exact import as_percent, as_text
from maturity_tools.output import line_of, one_line
from maturity_tools.page import Told, each_in_both, in_both, length_text, page, text_told, words
from maturity_tools.rubric_view import (
    account_of,
    bar_lengths,
    extra_told,
    limits_of,
    reading_told,
    rules_of,
    source_told,
    veto_told,
    way_told,
    ways_to_grades,
)

__all__ = ["rubric_page"]

_DEEPEST_HEADING = 6
_DEEPEST_STYLE = 5


class _Band(NamedTuple):
    """A band of a scale; what it means, by the id of the aspect."""

    limits: str
    label: Told
    guidance: Mapping[str, Told]


class _Scale(NamedTuple):
    """A scale as a table, with the rule on steps, if there is one."""

    bands: Sequence[_Band]
    aspects: Sequence[Dimension]
    step: Told | None


class _Row(NamedTuple):
    """A clause of the tree.

    Attributes:
        clause: the clause.
        depth: 0 for a section; the style sheet knows no more than five levels below.
        heading: level of the heading, where there is more to say.
        points: as the standard has them; empty where it has none.
        share: of the total; empty where the clause has no part of its own.
        length: of the bar.
        rules: what is special about it.
        has_details: whether it or a clause below it says what to look at or how it is rated.
        scale: its own, if it has one.
    """

    clause: Clause
    depth: int
    heading: int
    points: str
    share: str
    length: str
    rules: Sequence[Told]
    has_details: bool
    scale: _Scale | None


def rubric_page(rubric: Rubric) -> str:
    """Return a rubric without errors as HTML; of the same rubric always the same bytes."""
    clauses = list(_rows(rubric))
    return page(
        "rubric.html",
        title=_window_title(rubric),
        contents=_contents(rubric, clauses),
        rubric=rubric,
        facts=dict(_facts(rubric)),
        account=_account(rubric),
        clauses=clauses,
        whole_scale=_scale(rubric.scale),
        adjustments=[(one, in_both(partial(extra_told, one))) for one in rubric.adjustments],
        grades=[
            (grade, [in_both(partial(way_told, band)) for band in bands])
            for grade, bands in ways_to_grades(rubric)
        ],
        vetoes=[(veto, in_both(partial(veto_told, rubric, veto))) for veto in rubric.vetoes],
        readings=[(one, in_both(partial(reading_told, one))) for one in rubric.readings],
        sources=[(source.part, source_told(source)) for source in rubric.provenance.sources],
    )


def _window_title(rubric: Rubric) -> str:
    code = rubric.standard.code if rubric.standard else rubric.id
    return f"{one_line(code)} {in_both(partial(line_of, rubric.title)).plain()}"


def _contents(rubric: Rubric, clauses: Sequence[_Row]) -> dict[str, Told]:
    """Return the headings of the sections that the page has, by anchor, in its order."""
    parts = {
        "diff.clauses": True,
        "page.details": any(row.has_details for row in clauses),
        "diff.dimensions": bool(rubric.dimensions),
        "diff.scale": _has_rules(rubric.scale),
        "diff.adjustments": bool(rubric.adjustments),
        "diff.grades": True,
        "diff.vetoes": bool(rubric.vetoes),
        "diff.scopes": bool(rubric.scopes),
        "diff.readings": bool(rubric.readings),
        "diff.provenance": bool(rubric.provenance.sources or rubric.provenance.based_on),
    }
    return {code.partition(".")[2]: words(code) for code, is_there in parts.items() if is_there}


def _facts(rubric: Rubric) -> Iterator[tuple[str, Told | str]]:
    """Yield what the head of the page tells, each by the code of its name."""
    standard = rubric.standard
    if standard is not None:
        if standard.edition:
            yield "page.edition", standard.edition
        if standard.issuer is not None:
            yield "page.issuer", text_told(standard.issuer)
        days = {
            "page.issued": standard.issued,
            "page.effective": standard.effective,
            "page.transition-ends": standard.transition_ends,
            "page.withdrawn": standard.withdrawn,
        }
        yield from ((code, str(day)) for code, day in days.items() if day is not None)
        if standard.references:
            yield "page.references", ", ".join(standard.references)
    yield "page.rubric", rubric.id
    yield "page.total", as_text(rubric.total)


def _account(rubric: Rubric) -> list[Told]:
    """Return how the sections make the whole."""
    told = each_in_both(partial(account_of, rubric))
    return [words("page.sum"), *told] if rubric.combine == "sum" else told


def _rows(rubric: Rubric) -> Iterator[_Row]:
    parts = parts_of(rubric)
    lengths = bar_lengths([part.share for part in parts])
    for (clause, depth, share), length in zip(parts, lengths, strict=True):
        rules = each_in_both(partial(rules_of, clause, rubric))
        if clause.title_added:
            rules.append(words("page.title-added"))
        yield _Row(
            clause,
            min(depth, _DEEPEST_STYLE),
            min(depth + 3, _DEEPEST_HEADING),
            "" if clause.points is None else as_text(clause.points),
            "" if share is None else as_percent(share),
            length_text(length),
            rules,
            any(
                one.checkpoints or one.evidence or (one.scale and _has_rules(one.scale))
                for one in clause.walk()
            ),
            None if clause.scale is None else _scale(clause.scale),
        )


def _has_rules(scale: RatingScale) -> bool:
    return bool(scale.bands) or scale.step is not None


def _scale(scale: RatingScale) -> _Scale:
    bands = [
        _Band(
            limits_of(band),
            text_told(band.label),
            {one.aspect: text_told(one.text) for one in band.guidance},
        )
        for band in scale.bands
    ]
    step = None if scale.step is None else words("form.step", step=as_text(scale.step * 100))
    return _Scale(bands, scale.aspects, step)
