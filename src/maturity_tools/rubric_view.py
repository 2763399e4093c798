"""How a rubric looks on a terminal, and as data for programs: all that it says."""

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from maturity_core import (
    Adjustment,
    Clause,
    Grade,
    GradeBand,
    Provenance,
    RatingBand,
    RatingScale,
    Reading,
    Requirement,
    Rubric,
    Source,
    Text,
    Veto,
    dump_rubric,
)
from maturity_core.comparison import parts_of
from maturity_core.exact import as_percent, as_text
from maturity_core.rubric import Combine
from maturity_core.words import say
from maturity_tools.output import clause_title, line_of, one_line
from maturity_tools.terminal import aligned, bar

__all__ = [
    "account_of",
    "bar_lengths",
    "extra_told",
    "limits_of",
    "reading_told",
    "rubric_lines",
    "rubric_tree",
    "rules_of",
    "source_told",
    "veto_told",
    "way_told",
    "ways_to_grades",
]


def rubric_lines(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield what ``maturity rubric show`` and ``preview`` show: all that a rubric says."""
    yield f"{rubric.id}   {line_of(rubric.title, language)}"
    if rubric.standard is not None:
        standard = rubric.standard
        issuer = line_of(standard.issuer, language) if standard.issuer else ""
        yield "  " + "   ".join(
            filter(None, (one_line(standard.code), issuer, str(standard.effective or "")))
        )
    status = "show.official" if rubric.is_official else "card.reconstructed"
    yield "  " + say(status, language, {})
    yield say("show.clauses", language, {"total": as_text(rubric.total)})
    for told in account_of(rubric, language):
        yield "  " + told
    yield from _clause_lines(rubric, language)
    if rubric.scopes:
        yield say("show.scopes", language, {})
        needed = say("show.needs-text", language, {})
        scopes = (
            (scope.id, line_of(scope.title, language), f"[{needed}]" if scope.needs_text else "")
            for scope in rubric.scopes
        )
        yield from ("  " + row for row in aligned(scopes))
    yield from _scale_lines(rubric.scale, language)
    if rubric.adjustments:
        yield say("show.adjustments", language, {})
        rows = (_extra_row(extra, language) for extra in rubric.adjustments)
        yield from ("  " + row for row in aligned(rows))
    yield say("show.grades", language, {})
    yield from _grade_lines(rubric, language)
    if rubric.vetoes:
        yield say("show.vetoes", language, {})
    for veto in rubric.vetoes:
        needed = f"  [{say('show.needs-reason', language, {})}]" if veto.needs_reason else ""
        yield f"  {veto.id}  " + veto_told(rubric, veto, language) + needed
        if veto.condition is not None:
            yield "    " + line_of(veto.condition, language)
        yield from _bullets(veto.checkpoints, language, 2)
    if rubric.readings:
        yield say("show.readings", language, {})
    for number, reading in enumerate(rubric.readings, start=1):
        yield f"  {number}. {line_of(reading.question, language)}"
        yield "     " + reading_told(reading, language)
    yield from _provenance_lines(rubric.provenance, language)


def rubric_tree(rubric: Rubric) -> dict[str, Any]:
    """Return a rubric as data for programs: like its file, but with lists, and clauses nested."""
    tree: dict[str, Any] = json.loads(dump_rubric(rubric))
    clauses: dict[str, dict[str, Any]] = tree.pop("clauses")

    def nested(clause: Clause) -> dict[str, Any]:
        entry = {key: value for key, value in clauses[clause.id].items() if key != "in"}
        return {"id": clause.id, **entry, "clauses": [nested(child) for child in clause.clauses]}

    view = {**tree.pop("rubric"), "rubric_official": rubric.is_official, **tree}
    view["clauses"] = [nested(clause) for clause in rubric.clauses]
    for name in ("scopes", "grades", "vetoes", "adjustments"):
        view[name] = [{"id": key, **entry} for key, entry in tree.get(name, {}).items()]
    return view


def account_of(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield how the sections make the whole, where they do not simply add up to the total."""
    yield from _combined(rubric.combine, language)
    if rubric.scaled:
        yield say("show.scaled", language, {"total": as_text(rubric.total)})
    if any(extra.kind == "bonus" and extra.on is None for extra in rubric.adjustments):
        yield say("show.maximum", language, {"maximum": as_text(rubric.most)})


def _combined(combine: Combine, language: str) -> Iterator[str]:
    if combine != "sum":
        yield say("card.mean" if combine == "mean" else "show.min", language, {})


def _scale_lines(scale: RatingScale, language: str) -> Iterator[str]:
    aspects = {aspect.id: line_of(aspect.title, language) for aspect in scale.aspects}
    if scale.bands or scale.step is not None:
        yield say("show.scale", language, {})
    if scale.step is not None:
        yield "  " + say("form.step", language, {"step": as_text(scale.step * 100)})
    for band in scale.bands:
        yield f"  {limits_of(band)}  {line_of(band.label, language)}"
        for guidance in band.guidance:
            yield f"    - {aspects[guidance.aspect]}: {line_of(guidance.text, language)}"


def limits_of(band: RatingBand) -> str:
    """Write the limits of a band as percentages, or the one of a level."""
    low, high = as_text(band.low * 100), as_text(band.high * 100)
    return f"{low} %" if low == high else f"{low} - {high} %"


def _extra_row(extra: Adjustment, language: str) -> tuple[str, str, str, str]:
    title = line_of(extra.title, language) if extra.title else ""
    kind = say(f"show.{extra.kind}", language, {})
    return extra.id, title, kind, extra_told(extra, language)


def extra_told(extra: Adjustment, language: str) -> str:
    """Say how a bonus or deduction counts: points, how often, on what, from where on."""
    sign = "+" if extra.kind == "bonus" else "-"
    told = [say("show.each", language, {"points": f"{sign}{as_text(extra.points)}"})]
    if extra.times is not None:
        told.append(say("show.times", language, {"times": str(extra.times)}))
    if extra.on is not None:
        told.append(say("show.on", language, {"clause": extra.on}))
    if extra.scaling == "inside":
        told.append(say("show.inside", language, {}))
    if extra.from_ratio is not None:
        told.append(say("show.from", language, {"ratio": as_text(extra.from_ratio * 100)}))
    return say("decision.joint", language, {}).join(told)


def veto_told(rubric: Rubric, veto: Veto, language: str) -> str:
    """Say what a veto rests on, and at which grade it caps."""
    values = {
        "title": line_of(veto.title, language),
        "rests_on": one_line(", ".join(veto.rests_on)),
        "grade": line_of(rubric.grades.grade(veto.caps_at).label, language),
    }
    return say("show.veto", language, values)


def reading_told(reading: Reading, language: str) -> str:
    """Say how an open question is read, and why."""
    values = {
        "reading": line_of(reading.reading, language),
        "reason": line_of(reading.reason, language),
    }
    return say("show.reading", language, values)


def _provenance_lines(provenance: Provenance, language: str) -> Iterator[str]:
    if provenance.based_on or provenance.sources:
        yield say("diff.provenance", language, {})
    if provenance.based_on:
        yield "  " + say("show.based-on", language, {"rubric": provenance.based_on})
    if provenance.sources:
        rows = ((one_line(source.part), source_told(source)) for source in provenance.sources)
        yield from ("  " + row for row in aligned(rows))


def source_told(source: Source) -> str:
    """Say what a part was taken from: in words, or code, edition and page."""
    told = (source.taken_from, source.code, source.edition, source.page)
    return ", ".join(one_line(text) for text in told if text)


def _grade_lines(rubric: Rubric, language: str) -> Iterator[str]:
    rows: list[tuple[str, ...]] = []
    for grade, bands in ways_to_grades(rubric):
        label, symbol = line_of(grade.label, language), one_line(grade.symbol)
        ways = [way_told(band, language) for band in bands] or [""]
        rows.append((grade.id, label, symbol, ways[0]))
        either = say("show.or", language, {})
        rows += [("", "", "", f"{either} {way}") for way in ways[1:]]
    yield from ("  " + row for row in aligned(rows))


def ways_to_grades(rubric: Rubric) -> Iterator[tuple[Grade, list[GradeBand]]]:
    """Yield the grades from the best to the lowest, each with the bands that lead to it."""
    for grade in sorted(rubric.grades.grades, key=lambda grade: -grade.rank):
        yield grade, [band for band in rubric.grades.bands if band.grade == grade.id]


def way_told(band: GradeBand, language: str) -> str:
    """Say what a band asks for: its floor, then what it requires besides."""
    told = [f"{_sign(above=band.above)} {as_text(band.floor)}"]
    if band.score == "base":
        told[0] += " " + say("show.base", language, {})
    told += [_requirement(required, language) for required in band.requires]
    return say("decision.joint", language, {}).join(told)


def _requirement(required: Requirement, language: str) -> str:
    of = say(f"show.of-{required.of}", language, {"name": required.name})
    told = f"{of} {_sign(above=required.above)} {required.text_of(required.limit)}"
    if required.excluded is None:
        return told
    return f"{told} ({say(f'show.excluded-{required.excluded}', language, {})})"


def _sign(*, above: bool) -> str:
    return ">" if above else ">="


def _clause_lines(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield every clause with its part of the total, and below it what to look at."""
    parts = parts_of(rubric)
    lengths = bar_lengths([part.share for part in parts])
    rows: list[tuple[str, ...]] = []
    for (clause, depth, share), length in zip(parts, lengths, strict=True):
        told = say("decision.joint", language, {}).join(rules_of(clause, rubric, language))
        rows.append(
            (
                "  " * depth + f"{clause.id}  {clause_title(clause, language)}",
                "" if share is None else as_percent(share),
                bar(length),
                f"[{told}]" if told else "",
            )
        )
    for (clause, depth, _), row in zip(parts, aligned(rows, right=(1,)), strict=True):
        yield "  " + row
        inner = "  " * (depth + 2)
        if clause.scale is not None:
            yield from (inner + line for line in _scale_lines(clause.scale, language))
        yield from _bullets(clause.checkpoints, language, depth + 2)
        if clause.evidence:
            text = "; ".join(line_of(item, language) for item in clause.evidence)
            yield inner + say("show.evidence", language, {"text": text})


def bar_lengths(shares: Sequence[Fraction | None]) -> list[Fraction]:
    """Return how long the bars are, from 0 to 1, the largest one whole; 0 where there is none."""
    parts = [share or Fraction(0) for share in shares]
    most = max(parts, default=Fraction(0)) or Fraction(1)
    return [part / most for part in parts]


def rules_of(clause: Clause, rubric: Rubric, language: str) -> Iterator[str]:
    """Yield what is special about a clause: weight, how it is made, what may be left out."""
    if clause.weight is not None:
        yield say("card.weight", language, {"weight": as_text(clause.weight)})
    if clause.clauses:
        yield from _combined(clause.combine, language)
    if clause.dimension is not None:
        titles = {dimension.id: dimension.title for dimension in rubric.dimensions}
        yield line_of(titles[clause.dimension], language)
    if clause.excludable:
        yield say(f"show.excludable-{clause.excluded}", language, {})


def _bullets(texts: Iterable[Text], language: str, depth: int) -> Iterator[str]:
    return ("  " * depth + "- " + line_of(text, language) for text in texts)
