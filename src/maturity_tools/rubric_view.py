"""How a rubric looks on a terminal, and as data for programs: all that it says."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from maturity_core import (
    Adjustment,
    Clause,
    GradeBand,
    RatingScale,
    Requirement,
    Rubric,
    Text,
    dump_rubric,
)
from maturity_core.exact import as_text
from maturity_core.rubric import Combine
from maturity_core.words import say
from maturity_tools.output import clause_title, line_of, one_line
from maturity_tools.terminal import aligned

__all__ = ["rubric_lines", "rubric_tree"]


def rubric_lines(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield what ``maturity rubric show`` shows: clauses, grades, vetoes, readings, provenance."""
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
    for told in _whole(rubric, language):
        yield "  " + told
    dimensions = {one.id: line_of(one.title, language) for one in rubric.dimensions}
    yield from _clause_lines(rubric.clauses, dimensions, language, 1)
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
        rows = (_extra(extra, language) for extra in rubric.adjustments)
        yield from ("  " + row for row in aligned(rows))
    yield say("show.grades", language, {})
    yield from _grade_lines(rubric, language)
    if rubric.vetoes:
        yield say("show.vetoes", language, {})
    for veto in rubric.vetoes:
        cap = line_of(rubric.grades.grade(veto.caps_at).label, language)
        rests_on = one_line(", ".join(veto.rests_on))
        values = {"title": line_of(veto.title, language), "rests_on": rests_on, "grade": cap}
        needed = f"  [{say('show.needs-reason', language, {})}]" if veto.needs_reason else ""
        yield f"  {veto.id}  " + say("show.veto", language, values) + needed
        if veto.condition is not None:
            yield "    " + line_of(veto.condition, language)
        yield from _bullets(veto.checkpoints, language, 2)
    if rubric.readings:
        yield say("show.readings", language, {})
    for number, reading in enumerate(rubric.readings, start=1):
        yield f"  {number}. {line_of(reading.question, language)}"
        values = {
            "reading": line_of(reading.reading, language),
            "reason": line_of(reading.reason, language),
        }
        yield "     " + say("show.reading", language, values)


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


def _whole(rubric: Rubric, language: str) -> Iterator[str]:
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
        limits = f"{as_text(band.low * 100)} - {as_text(band.high * 100)} %"
        if band.low == band.high:
            limits = f"{as_text(band.low * 100)} %"
        yield f"  {limits}  {line_of(band.label, language)}"
        for guidance in band.guidance:
            yield f"    - {aspects[guidance.aspect]}: {line_of(guidance.text, language)}"


def _extra(extra: Adjustment, language: str) -> tuple[str, str, str, str]:
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
    kind = say(f"show.{extra.kind}", language, {})
    title = line_of(extra.title, language) if extra.title else ""
    return extra.id, title, kind, say("decision.joint", language, {}).join(told)


def _grade_lines(rubric: Rubric, language: str) -> Iterator[str]:
    """Yield the grades from the best to the lowest, each with the ways that lead to it."""
    rows: list[tuple[str, ...]] = []
    for grade in sorted(rubric.grades.grades, key=lambda grade: -grade.rank):
        label, symbol = line_of(grade.label, language), one_line(grade.symbol)
        bands = [band for band in rubric.grades.bands if band.grade == grade.id]
        ways = [_way(band, language) for band in bands] or [""]
        rows.append((grade.id, label, symbol, ways[0]))
        either = say("show.or", language, {})
        rows += [("", "", "", f"{either} {way}") for way in ways[1:]]
    yield from ("  " + row for row in aligned(rows))


def _way(band: GradeBand, language: str) -> str:
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


def _clause_lines(
    clauses: Sequence[Clause], dimensions: Mapping[str, str], language: str, depth: int
) -> Iterator[str]:
    """Yield clauses and all below them; ``dimensions`` are titles by id."""
    for clause in clauses:
        told = say("decision.joint", language, {}).join(_rules(clause, dimensions, language))
        title = clause_title(clause, language)
        yield "  " * depth + f"{clause.id}  {title}" + (f"  [{told}]" if told else "")
        if clause.scale is not None:
            for line in _scale_lines(clause.scale, language):
                yield "  " * (depth + 1) + line
        yield from _bullets(clause.checkpoints, language, depth + 1)
        if clause.evidence:
            text = "; ".join(line_of(item, language) for item in clause.evidence)
            yield "  " * (depth + 1) + say("show.evidence", language, {"text": text})
        yield from _clause_lines(clause.clauses, dimensions, language, depth + 1)


def _rules(clause: Clause, dimensions: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield what is special about a clause: weight, how it is made, what may be left out."""
    if clause.weight is not None:
        yield say("card.weight", language, {"weight": as_text(clause.weight)})
    if clause.clauses:
        yield from _combined(clause.combine, language)
    if clause.dimension is not None:
        yield dimensions[clause.dimension]
    if clause.excludable:
        yield say(f"show.excludable-{clause.excluded}", language, {})


def _bullets(texts: Iterable[Text], language: str, depth: int) -> Iterator[str]:
    return ("  " * depth + "- " + line_of(text, language) for text in texts)
