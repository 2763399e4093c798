"""The rules between the parts of a rubric."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, cast

from attrs import fields, has

from maturity_core.account import full_points
from maturity_core.errors import InvalidRubric, Path, Problem
from maturity_core.exact import as_text
from maturity_core.grade_checks import check_grades, dangling, doubtful_grades
from maturity_core.rubric import (
    Clause,
    Combine,
    Dimension,
    GradeBands,
    Guidance,
    RatingScale,
    Rubric,
    Text,
    mean_weights,
)

__all__ = ["check_rubric", "only_language", "require_valid"]


def check_rubric(rubric: Rubric) -> tuple[Problem, ...]:
    """Return everything that is wrong with a rubric, all at once.

    Args:
        rubric: valid or not.

    Returns:
        Errors, with which the rubric cannot score, and warnings, such as a missing language.

    >>> from maturity_core import get_rubric
    >>> check_rubric(get_rubric("qbjkb-009-2026"))
    ()
    """
    return (*_errors(rubric), *doubtful_grades(rubric), *_languages(rubric))


def require_valid(rubric: Rubric) -> None:
    """Refuse a rubric with errors.

    Raises:
        InvalidRubric: with every error, warnings left out.
    """
    if "valid" in rubric.memo:
        return
    errors = tuple(_errors(rubric))
    if errors:
        raise InvalidRubric(errors)
    rubric.memo["valid"] = True


def _errors(rubric: Rubric) -> Iterator[Problem]:
    yield from _ids(rubric)
    yield from _points(rubric)
    yield from _dimensions(rubric)
    yield from _scales(rubric)
    yield from check_grades(rubric)
    yield from _references(rubric)
    yield from _adjustments(rubric)
    yield from _dates(rubric)
    yield from _citations(rubric)


def _ids(rubric: Rubric) -> Iterator[Problem]:
    groups: dict[str, Iterable[str]] = {
        "clauses": (clause.id for clause in rubric.walk()),
        "vetoes": (veto.id for veto in rubric.vetoes),
        "grades": (grade.id for grade in rubric.grades.grades),
        "adjustments": (adjustment.id for adjustment in rubric.adjustments),
        "scopes": (scope.id for scope in rubric.scopes),
        "dimensions": (dimension.id for dimension in rubric.dimensions),
    }
    for group, ids in groups.items():
        looks: dict[str, str] = {}
        for name, times in Counter(ids).items():
            if times > 1:
                yield Problem("rubric.id-twice", (group, name), {"id": name})
            like = looks.setdefault(_look(name), name)
            if like != name:
                yield Problem("rubric.ids-alike", (group, name), {"id": name, "like": like})
    if not rubric.clauses:
        yield Problem("rubric.no-clauses", ("clauses",))
    if not rubric.grades.grades:
        yield Problem("rubric.no-grades", ("grades",))


# Signs that are hard to tell apart in print, each with the one that stands for both; the chapters
# of a standard may have Roman numbers, which no clause number is taken for.
_LOOKS_LIKE = str.maketrans({"o": "0", "i": "1", "l": "1", "_": "-"})
_ROMAN = re.compile(r"[IVXLCDM]+")


def _look(name: str) -> str:
    return name if _ROMAN.fullmatch(name) else name.lower().translate(_LOOKS_LIKE)


def _dates(rubric: Rubric) -> Iterator[Problem]:
    start = rubric.standard.effective if rubric.standard else None
    end = rubric.standard.withdrawn if rubric.standard else None
    if start is not None and end is not None and end <= start:
        values = {"found": str(end), "effective": str(start)}
        yield Problem("standard.never-in-force", ("standard", "withdrawn"), values)


def _citations(rubric: Rubric) -> Iterator[Problem]:
    """Yield which parts of an official overlay can change a score and cite no page."""
    provenance = rubric.provenance
    if not (provenance.based_on and rubric.is_official):
        return
    scales = [rubric.scale, *(clause.scale for clause in rubric.walk() if clause.scale)]
    deciding = {
        "total": True,
        "clauses": True,
        "scale": any(scale.step or scale.is_discrete for scale in scales),
        "grades": True,
        "vetoes": bool(rubric.vetoes),
        "adjustments": bool(rubric.adjustments),
    }
    cited = {source.part for source in provenance.sources if source.is_citation}
    for part, decides in deciding.items():
        if decides and part not in cited:
            where = ("provenance", "sources", part)
            yield Problem("provenance.no-citation", where, {"part": part})


def _points(rubric: Rubric) -> Iterator[Problem]:
    if rubric.total <= 0:
        yield Problem("rubric.total", ("rubric", "total"), {"found": as_text(rubric.total)})
    if rubric.maximum is not None and rubric.maximum < rubric.total:
        values = {"found": as_text(rubric.maximum), "required": as_text(rubric.total)}
        yield Problem("rubric.maximum", ("rubric", "maximum"), values)
    for clause in rubric.walk():
        yield from _children(clause.combine, clause.clauses, parent=clause, scaled=rubric.scaled)
    yield from _children(rubric.combine, rubric.clauses, parent=None, scaled=rubric.scaled)
    if rubric.combine == "sum" and not rubric.scaled and rubric.clauses:
        points = [_points_of(clause) for clause in rubric.clauses]
        found = sum((number for number in points if number is not None), Fraction(0))
        if None not in points and found != rubric.total:
            values = {"found": as_text(found), "required": as_text(rubric.total)}
            yield Problem("rubric.points-sum", ("rubric", "total"), values)


def _points_of(clause: Clause) -> Fraction | None:
    """Return the points of a clause: its own, or under ``sum`` those of its children together."""
    if clause.points is not None or not clause.clauses or clause.combine != "sum":
        return clause.points
    points = [_points_of(child) for child in clause.clauses]
    return None if None in points else sum((p for p in points if p is not None), Fraction(0))


def _children(
    combine: Combine, children: tuple[Clause, ...], parent: Clause | None, *, scaled: bool
) -> Iterator[Problem]:
    for child, weight in zip(children, mean_weights(children), strict=True):
        where: Path = ("clauses", child.id)
        share, name = (weight, "weight") if combine == "mean" else (_points_of(child), "points")
        if share is None:
            adds_up = combine == "sum" and child.clauses and child.combine == "sum"
            if combine != "min" and not adds_up:  # what adds up lacks points further down
                yield Problem(f"clause.no-{name}", where, {"clause": child.id})
        for key, number in (("points", child.points), ("weight", child.weight)):
            if number is not None and number <= 0:
                values = {"clause": child.id, "found": as_text(number)}
                yield Problem(f"clause.{key}-not-positive", (*where, key), values)
    if parent is not None and combine == "sum" and parent.points is not None and not scaled:
        points = [_points_of(child) for child in children]
        found = sum((number for number in points if number is not None), Fraction(0))
        if points and None not in points and found != parent.points:
            yield Problem(
                "clause.points-sum",
                ("clauses", parent.id, "points"),
                {"clause": parent.id, "found": as_text(found), "required": as_text(parent.points)},
            )


def _dimensions(rubric: Rubric) -> Iterator[Problem]:
    known = [dimension.id for dimension in rubric.dimensions]
    for clause in rubric.walk():
        if clause.dimension is not None and clause.dimension not in known:
            where = ("clauses", clause.id, "dimension")
            yield dangling("dimension", clause.dimension, known, where)
    branches = [clause for clause in rubric.walk() if clause.combine == "min"]
    held = [rubric.clauses] if rubric.combine == "min" else []
    for clauses in (*held, *(branch.clauses for branch in branches)):
        for clause in (below for child in clauses for below in child.walk()):
            if clause.dimension is not None:
                where = ("clauses", clause.id, "dimension")
                yield Problem("rubric.dimension-below-min", where, {"clause": clause.id})


def _scales(rubric: Rubric) -> Iterator[Problem]:
    yield from _scale(rubric.scale, ("scale",))
    for clause in rubric.walk():
        if clause.scale is not None:
            yield from _scale(clause.scale, ("clauses", clause.id, "scale"))


def _scale(scale: RatingScale, where: Path) -> Iterator[Problem]:
    aspects = [aspect.id for aspect in scale.aspects]
    if scale.step is not None and (scale.step <= 0 or (1 / scale.step).denominator != 1):
        yield Problem("scale.step", (*where, "step"), {"found": as_text(scale.step * 100)})
    for index, band in enumerate(scale.bands):
        path = (*where, "bands", index)
        if not 0 <= band.low <= band.high <= 1:
            values = {"low": as_text(band.low * 100), "high": as_text(band.high * 100)}
            yield Problem("scale.band", path, values)
        for guidance in band.guidance:
            if guidance.aspect not in aspects:
                yield dangling("aspect", guidance.aspect, aspects, (*path, "guidance"))
    yield from _levels(scale, where)
    if all(band.low == band.high for band in scale.bands):
        return
    ends = [
        Fraction(0),
        *(end for band in scale.bands for end in (band.low, band.high)),
        Fraction(1),
    ]
    for index, (before, after) in enumerate(zip(ends[::2], ends[1::2], strict=True)):
        if before != after:
            values = {"before": as_text(before * 100), "after": as_text(after * 100)}
            code = "scale.gap" if before < after else "scale.overlap"
            yield Problem(code, (*where, "bands", min(index, len(scale.bands) - 1)), values)


def _levels(scale: RatingScale, where: Path) -> Iterator[Problem]:
    """Yield which levels cannot be told apart by name, or cannot be given."""
    seen: dict[str, Fraction] = {}
    for index, band in enumerate(scale.bands):
        if band.low != band.high:
            continue
        path = (*where, "bands", index)
        again = [
            label for label in band.label.both() if seen.setdefault(label, band.low) != band.low
        ]
        if again:
            yield Problem("scale.level-twice", path, {"label": again[0]})
        if scale.step and scale.step > 0 and (band.low / scale.step).denominator != 1:
            values = {"found": as_text(band.low * 100), "step": as_text(scale.step * 100)}
            yield Problem("scale.level-off-step", path, values)


def _references(rubric: Rubric) -> Iterator[Problem]:
    grades = [grade.id for grade in rubric.grades.grades]
    clauses = [clause.id for clause in rubric.walk()]
    for veto in rubric.vetoes:
        if veto.caps_at not in grades:
            yield dangling("grade", veto.caps_at, grades, ("vetoes", veto.id, "caps_at"))
    for adjustment in rubric.adjustments:
        if adjustment.on is not None and adjustment.on not in clauses:
            where = ("adjustments", adjustment.id, "on")
            yield dangling("clause", adjustment.on, clauses, where)


def _adjustments(rubric: Rubric) -> Iterator[Problem]:
    on = {adjustment.on for adjustment in rubric.adjustments}
    places = {clause.id: full_points(clause) for clause in rubric.walk() if clause.id in on}
    for adjustment in rubric.adjustments:
        where: Path = ("adjustments", adjustment.id)
        values = {"adjustment": adjustment.id}
        if adjustment.points <= 0:
            found = {**values, "found": as_text(adjustment.points)}
            yield Problem("adjustment.points-not-positive", (*where, "points"), found)
        if adjustment.from_ratio is not None and adjustment.kind == "deduction":
            yield Problem("adjustment.deduction-from-ratio", (*where, "from_ratio"), values)
        elif adjustment.from_ratio is not None and not 0 <= adjustment.from_ratio <= 1:
            found = {**values, "found": as_text(adjustment.from_ratio * 100)}
            yield Problem("adjustment.from-ratio", (*where, "from_ratio"), found)
        if adjustment.on in places and not places[adjustment.on]:
            yield Problem(
                "adjustment.no-points", (*where, "on"), {**values, "clause": adjustment.on}
            )


def only_language(rubric: Rubric) -> Literal["zh", "en"] | None:
    """Return the language in which a rubric is altogether; None where any text has the other."""
    texts = [text for _, text in _all_texts(rubric)]
    if all(not text.en for text in texts):
        return "zh"
    return "en" if all(not text.zh for text in texts) else None


def _languages(rubric: Rubric) -> Iterator[Problem]:
    """Yield where a language is missing; once for a rubric that is in one language altogether."""
    texts = list(_all_texts(rubric))
    only = only_language(rubric)
    if only is not None:
        values = {"language": "en" if only == "zh" else "zh", "count": str(len(texts))}
        yield Problem("text.one-language", ("rubric", "title"), values, severity="warning")
        return
    for where, text in texts:
        missing = "zh" if not text.zh else "en" if not text.en else ""
        if missing:
            values = {"language": missing, "text": text.pick("zh")}
            yield Problem("text.missing-language", where, values, severity="warning")


def _all_texts(rubric: Rubric) -> Iterator[tuple[Path, Text]]:
    """Yield every text of a rubric, with its path in a file."""
    for where, text in _texts(rubric):
        yield ("rubric", *where) if where == ("title",) else where, text
    for clause in rubric.walk():
        yield from _texts(clause, "clauses", clause.id)


def _texts(part: object, *where: str | int) -> Iterator[tuple[Path, Text]]:
    """Yield every text of a part of the model, but of no clause below it, with its path."""
    match part:
        case Text():
            yield where, part
        case Dimension():  # in a file these two are a text by its id
            yield where, part.title
        case Guidance():
            yield where, part.text
        case GradeBands():
            yield from _texts(part.grades, *where)
        case tuple():
            for index, item in enumerate(cast("tuple[object, ...]", part)):
                key = getattr(item, "aspect", index)
                yield from _texts(item, *where, getattr(item, "id", key))
        case _ if has(kind := type(part)):
            for attribute in fields(kind):
                if attribute.name != "clauses":
                    yield from _texts(getattr(part, attribute.name), *where, attribute.name)
        case _:
            pass
