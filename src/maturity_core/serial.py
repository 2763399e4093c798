"""Plain trees to objects and back: the converter that knows the form of every file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args, get_origin

import attrs

from maturity_core.assessment import AdjustmentCount, Exclusion, Rating, VetoFinding
from maturity_core.assessment_checks import excluded_with
from maturity_core.errors import InvalidValue, Problem
from maturity_core.exact import (
    as_text,
    difference_text,
    exact,
    exact_percentage,
    percent_text,
    points_text,
    quotient_text,
)
from maturity_core.rubric import (
    Adjustment,
    Clause,
    Dimension,
    GradeBands,
    Guidance,
    RatingBand,
    RatingScale,
    Requirement,
    Rubric,
    Scope,
    Source,
    Text,
    Veto,
)
from maturity_core.rubric_file import (
    clauses_from,
    clauses_tree,
    grades_from,
    grades_tree,
    requirement_from,
    requirement_tree,
    rubric_from,
    rubric_tree,
)
from maturity_core.sensitivity import sensitivity
from maturity_core.tree import (
    at_own_place,
    day,
    each,
    flag,
    is_table,
    list_of,
    put,
    refuse_unquoted,
    refused,
    table_of,
    text_of,
    unknown_key,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cattrs import Converter

    from maturity_core.scorecard import Extra, Line, Scorecard, Subtotal
    from maturity_core.scorecard_file import (
        ExtraTree,
        FloorTree,
        LineTree,
        PointsTree,
        ScorecardTree,
        ShareTree,
        SubtotalTree,
    )
    from maturity_core.sensitivity import Floor, Leeway

__all__ = [
    "ALWAYS_SHORT",
    "BY_KEY",
    "MAY_BE_NULL",
    "PERCENTAGES",
    "configure_converter",
    "fields_of",
    "scorecard_tree",
    "structured",
    "unstructured",
]

T = TypeVar("T")

BY_KEY: dict[type, tuple[str, str]] = {
    Adjustment: ("id", ""),
    AdjustmentCount: ("adjustment", "count"),
    Dimension: ("id", "title"),
    Exclusion: ("clause", "reason"),
    Guidance: ("aspect", "text"),
    Rating: ("clause", "rating"),
    Scope: ("id", ""),
    Source: ("part", "taken_from"),
    Veto: ("id", ""),
    VetoFinding: ("veto", "finding"),
}
"""Objects that a file keeps in a table by this key, and the field whose value may stand alone."""

ALWAYS_SHORT = (Dimension, Guidance)
"""Of these nothing else can stand there: they have no other field."""

MAY_BE_NULL = (Rating, AdjustmentCount)
"""In JSON null says of these: not yet rated, or stated."""

# Fields that a file says by where an entry stands; as keys they are unknown.
_IMPLIED: dict[type, tuple[str, ...]] = {
    **{cls: (key,) for cls, (key, _) in BY_KEY.items()},
    Clause: ("id", "clauses"),
}

PERCENTAGES: set[tuple[type, str]] = {
    (Rating, "ratio"),
    (RatingBand, "low"),
    (RatingBand, "high"),
    (RatingScale, "step"),
    (Adjustment, "from_ratio"),
}
"""Ratios that a file writes as percentages."""

_RENAMED: dict[tuple[type, str], str] = {(Rating, "ratio"): "rating"}


_TAKES: dict[Any, Callable[[Any], Any]] = {
    str: text_of,
    bool: flag,
    int: whole_number,
    Fraction: exact,
    date: day,
}


def structured(cls: type[T], tree: Any) -> T:
    """Make an object of a plain tree.

    Raises:
        InvalidValue: with every fault of the tree.
    """
    language = _language(tree) if cls is Rubric else None
    # Most have no fault; where one has, it is read once more for all of them.
    with suppress(AttributeError, InvalidValue, KeyError, TypeError):
        return _converter(language, thorough=False).structure(tree, cls)
    return _converter(language, thorough=True).structure(tree, cls)


def _language(tree: Any) -> str | None:
    """Return the language that a rubric file names for its plain texts, if it is one of the two."""
    language = tree.get("language") if is_table(tree) else None
    return language if language in ("zh", "en") else None


def unstructured(value: Any) -> dict[str, Any]:
    """Make a plain tree of an object, fit for JSON; `structured` makes an equal object of it."""
    tree: dict[str, Any] = _converter(None, thorough=False).unstructure(value)
    return tree


@cache
def _converter(language: str | None, *, thorough: bool) -> Converter:
    from cattrs import Converter

    converter = Converter(
        forbid_extra_keys=True, omit_if_default=True, detailed_validation=thorough
    )
    configure_converter(converter, language=language)
    return converter


def configure_converter(converter: Converter, *, language: str | None = None) -> None:
    """Teach a cattrs converter the file format.

    - Text, truth values and whole numbers are taken as they are, never converted.
    - Numbers are exact: whole numbers, Decimals, fractions or bounded text; written as text.
    - A rating, the ends of a scale's bands, its step and a ratio required are percentages.
    - Dates are dates or ISO text.
    - A text is a table of ``zh`` and ``en``, or plain text where the file names its ``language``.
    - Collections of objects with an id are tables by that id, in the order of the file; so are
      mappings.
    - The clauses of a rubric are one flat table: the parent of a clause is the longest id that
      ends before a dot, or the one that it names with ``in``.
    - The bands of a grade stand in its entry: one (``at_least`` or ``above``), or a list ``any``.
    - Keys that nobody knows are refused.

    Args:
        converter: a cattrs ``Converter``; with detailed validation it tells every fault of a tree,
            without it stops at the first, whatever that raises.
        language: of plain strings that stand for a text: ``"zh"``, ``"en"`` or None.
    """
    converter.register_structure_hook_factory(attrs.has, partial(_structure_hook, converter))
    converter.register_unstructure_hook_factory(attrs.has, partial(_unstructure_hook, converter))
    for type_, take in _TAKES.items():
        converter.register_structure_hook(type_, partial(_taken, take))
    converter.register_structure_hook_func(
        lambda type_: _origin(type_) is Literal, lambda value, _: text_of(value)
    )
    converter.register_structure_hook_factory(
        lambda type_: _origin(type_) is tuple, partial(_list_hook, converter)
    )
    converter.register_structure_hook_factory(
        lambda type_: _origin(type_) is Mapping, partial(_table_hook, converter)
    )
    converter.register_unstructure_hook(Fraction, as_text)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(Text, lambda value, _: _bilingual(value, language))
    load, dump = converter.structure, converter.unstructure
    converter.register_structure_hook(GradeBands, lambda value, _: grades_from(load, value))
    converter.register_unstructure_hook(GradeBands, partial(grades_tree, dump))
    converter.register_structure_hook(Requirement, lambda value, _: requirement_from(value))
    converter.register_unstructure_hook(Requirement, requirement_tree)
    load_fields = _structure_hook(converter, Rubric)
    dump_fields = _unstructure_hook(converter, Rubric)
    converter.register_structure_hook(Rubric, lambda value, _: rubric_from(load_fields, value))
    converter.register_unstructure_hook(Rubric, partial(rubric_tree, dump_fields))


def _structure_hook(converter: Converter, cls: type) -> Callable[[Any, Any], Any]:
    loaders = {
        key: (attribute.name, _field_loader(converter, cls, attribute))
        for attribute, key in fields_of(cls)
        if attribute.init
    }

    def quick(value: Any, _: Any) -> Any:
        said: dict[str, Any] = {}
        table = cast("dict[str, Any]", value) if type(value) is dict else table_of(value)
        for key, item in table.items():
            name, load = loaders[key]
            said[name] = load(item)
        return cls(**said)

    return _thorough_hook(converter, cls, loaders) if converter.detailed_validation else quick


def _thorough_hook(
    converter: Converter, cls: type, loaders: dict[str, tuple[str, Callable[[Any], Any]]]
) -> Callable[[Any, Any], Any]:
    from cattrs.gen import make_dict_structure_fn, override

    overrides: dict[str, Any] = {
        name: override(rename=key, struct_hook=_field_hook(attrs.fields_dict(cls)[name], load))
        for key, (name, load) in loaders.items()
    }
    structure = cast(
        "Callable[[Any, Any], Any]", make_dict_structure_fn(cls, converter, **overrides)
    )

    def hook(value: Any, type_: Any) -> Any:
        table = table_of(value)
        try:
            return structure(table, type_)
        except Exception as error:  # noqa: BLE001 -- `_problems` raises what it does not know
            raise InvalidValue(_problems(error)) from None

    return hook


def _unstructure_hook(converter: Converter, cls: type) -> Callable[[Any], Any]:
    from cattrs.gen import make_dict_unstructure_fn, override

    overrides: dict[str, Any] = {
        attribute.name: override(
            rename=key,
            omit=not attribute.init,
            unstruct_hook=_dump_hook(converter, cls, attribute),
            omit_if_default=(cls, attribute.name) != (VetoFinding, "finding"),
        )
        for attribute, key in fields_of(cls)
    }
    return make_dict_unstructure_fn(cls, converter, **overrides)


def fields_of(cls: type) -> Iterator[tuple[attrs.Attribute[Any], str]]:
    """Yield every field with the key by which a file knows it."""
    for attribute in attrs.fields(attrs.resolve_types(cls)):
        yield attribute, _key(cls, attribute.name)


def _field_hook(
    attribute: attrs.Attribute[Any], load: Callable[[Any], Any]
) -> Callable[[Any, Any], Any]:
    """Return what reads one field, and holds it to the field's own rule."""

    def hook(value: Any, _: Any) -> Any:
        result = load(value)
        if attribute.validator is not None:
            try:
                attribute.validator(None, attribute, result)
            except InvalidValue as error:  # its path is the field's name, which cattrs adds too
                raise InvalidValue(
                    attrs.evolve(problem, path=problem.path[1:]) for problem in error.problems
                ) from None
        return result

    return hook


def _field_loader(
    converter: Converter, cls: type, attribute: attrs.Attribute[Any]
) -> Callable[[Any], Any]:
    type_: Any = attribute.type
    item = _item_type(type_)
    if item is Clause:
        return partial(clauses_from, converter.structure) if cls is Rubric else tuple
    if item in BY_KEY:
        return lambda value: _keyed(converter, item, value)
    if (cls, attribute.name) in PERCENTAGES:
        return lambda value: None if value is None else exact_percentage(value)
    if (cls, attribute.name) == (VetoFinding, "finding"):
        return _finding
    if type_ in _TAKES:
        return _TAKES[type_]
    hook = converter.get_structure_hook(type_)
    return lambda value: hook(value, type_)


def _dump_hook(
    converter: Converter, cls: type, attribute: attrs.Attribute[Any]
) -> Callable[[Any], Any] | None:
    """Return what writes one field; None where it is written as it is."""
    if attribute.type in {str, bool, int}:
        return None
    item = _item_type(attribute.type)
    if item is Clause:
        return partial(clauses_tree, converter.unstructure)
    if item in BY_KEY:
        return lambda items: _dump_keyed(converter, item, items, attribute.name)
    if (cls, attribute.name) in PERCENTAGES:
        return lambda ratio: None if ratio is None else as_text(ratio * 100)
    return converter.unstructure


def _origin(type_: Any) -> Any:
    return get_origin(type_)


def _item_type(type_: Any) -> Any:
    return get_args(type_)[0] if _origin(type_) is tuple else None


def _problems(error: Exception) -> Iterator[Problem]:
    """Yield what cattrs found, as problems with paths.

    cattrs wraps the errors of a class's fields in a group, and notes on each which field it was.
    """
    from cattrs.errors import (
        AttributeValidationNote,
        BaseValidationError,
        ForbiddenExtraKeysError,
    )

    match error:
        case BaseValidationError():
            for inner in error.exceptions:
                notes = getattr(inner, "__notes__", ())
                where = [
                    _key(error.cl, note.name)
                    for note in notes
                    if isinstance(note, AttributeValidationNote)
                ]
                for problem in _problems(inner):
                    yield problem.below(*where)
        case ForbiddenExtraKeysError():
            known = [
                _key(error.cl, field.name)
                for field in attrs.fields(error.cl)
                if field.init and field.name not in _IMPLIED.get(error.cl, ())
            ]
            for key in sorted(error.extra_fields):
                yield unknown_key(key, known)
        case KeyError():
            yield Problem("value.missing-key")
        case InvalidValue():
            yield from error.problems
        case _:
            raise error


def _taken(take: Callable[[Any], Any], value: Any, _: Any) -> Any:
    return take(value)


def _key(cls: type, name: str) -> str:
    """Return the key by which a file knows a field."""
    return _RENAMED.get((cls, name), name)


def _finding(value: Any) -> Any:
    """Take what the field's own rule then checks, but no bare answer."""
    if isinstance(value, bool):
        raise refused("veto.ambiguous", value)
    return value if value is None else text_of(value)


def _list_hook(converter: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    item_type = get_args(type_)[0]
    load = converter.get_structure_hook(item_type)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if not converter.detailed_validation:
            return tuple([load(item, item_type) for item in list_of(value)])
        return tuple(each(enumerate(list_of(value)), lambda _, item: load(item, item_type)))

    return hook


def _table_hook(converter: Converter, type_: Any) -> Callable[[Any, Any], dict[str, Any]]:
    _, item_type = get_args(type_)
    load = converter.get_structure_hook(item_type)

    def hook(value: Any, _: Any) -> dict[str, Any]:
        entries = table_of(value).items()
        return dict(each(entries, lambda key, item: (key, load(item, item_type))))

    return hook


def _bilingual(value: Any, language: str | None) -> Text:
    if isinstance(value, str) and language in {"zh", "en"}:
        return Text(**{language: value})
    if not is_table(value):
        raise refused("value.not-bilingual", value)
    texts = dict(each(table_of(value).items(), lambda key, item: (key, _in_language(key, item))))
    return Text(**texts)


def _in_language(key: str, value: Any) -> str:
    if key not in {"zh", "en"}:
        raise InvalidValue([attrs.evolve(unknown_key(key, ("zh", "en")), path=())])
    return text_of(value)


def _keyed(converter: Converter, cls: type[T], value: Any) -> tuple[T, ...]:
    """Read a table of objects by id; an entry is a table of fields, or the short field's value."""
    key_field, short = BY_KEY[cls]
    always_short = cls in ALWAYS_SHORT
    structure = converter.get_structure_hook(cls)

    def load(key: str, entry: Any) -> T:
        is_short = always_short or (short != "" and not is_table(entry))
        if is_short:
            table = {short: entry, key_field: key}
        else:
            refuse_unquoted(key, entry)
            table = table_of(entry)
            if key_field in table:
                raise InvalidValue([unknown_key(key_field, ())])
            table[key_field] = key
        try:
            result: T = structure(table, cls)
        except InvalidValue as error:
            implied = (key_field, short) if is_short else (key_field,)
            raise InvalidValue(at_own_place(error.problems, *implied)) from None
        return result

    entries = table_of(value)
    if cls in MAY_BE_NULL:
        entries = {key: entry for key, entry in entries.items() if entry is not None}
    if not converter.detailed_validation:
        return tuple([load(key, entry) for key, entry in entries.items()])
    return tuple(each(entries.items(), load))


def _dump_keyed(
    converter: Converter, cls: type, items: Iterable[object], name: str
) -> dict[str, Any]:
    key_field, short = BY_KEY[cls]
    table: dict[str, Any] = {}
    for item in items:
        entry: dict[str, Any] = converter.unstructure(item)
        key = entry.pop(key_field)
        put(table, key, entry[short] if set(entry) == {short} else entry, name)
    return table


def scorecard_tree(card: Scorecard, language: str) -> ScorecardTree:
    """Return a scorecard as a plain tree; exact values are text, beside what people read."""
    decision = card.decision
    by_score, grade = card.grade_by_score, card.grade
    assessment = card.assessment
    excluded = excluded_with(card.rubric, assessment) if assessment.exclusions else {}
    found = sensitivity(card)
    leeways = {item.clause.id: item for item in found.items}
    return {
        "subject": assessment.subject.name,
        "kind": assessment.kind,
        "scope": assessment.scope,
        "assessed_on": assessment.assessed_on.isoformat() if assessment.assessed_on else None,
        "rubric": card.rubric_id,
        "rubric_official": card.rubric.is_official,
        "semantics": card.semantics,
        "total": as_text(card.total),
        "score": as_text(card.score),
        "score_shown": decision.score_shown,
        "grade": grade.id,
        "grade_rank": grade.rank,
        "grade_label": grade.label.pick(language),
        "grade_symbol": grade.symbol,
        "grade_by_score": by_score.id,
        "grade_by_score_label": by_score.label.pick(language),
        "next_grade": decision.next_band.grade if decision.next_band else None,
        "distance": _text_or_none(decision.distance),
        "distance_shown": decision.distance_shown,
        "missing": list(decision.lacking(language)),
        "margin": _text_or_none(found.margin),
        "margin_shown": None
        if found.margin is None
        else percent_text(*found.margin.as_integer_ratio()),
        "floors": [_floor(floor, language) for floor in found.floors],
        "costliest": [line.clause.id for line in found.costliest],
        "base": as_text(card.base),
        "combine": card.rubric.combine,
        "decided_by": [line.clause.id for line in card.weakest()],
        "adjustments": [_extra(card, extra, language) for extra in card.adjustments],
        "held": [
            {"clause": held.clause.id if held.clause else None, **_points(card, held.earned)}
            for held in card.held
        ],
        "decision": list(decision.sentences(language)),
        "vetoes": [unstructured(finding) for finding in card.vetoes],
        "vetoes_fired": [finding.veto for finding in decision.fired],
        "dimensions": [_subtotal(card, subtotal, language) for subtotal in card.dimensions],
        "lines": [
            _line(card, line, excluded, leeways.get(line.clause.id), language)
            for line in card.lines
        ],
        "assessment": unstructured(assessment),
    }


def _floor(floor: Floor, language: str) -> FloorTree:
    band = floor.band
    return {
        "grade": band.grade,
        "label": floor.grade.label.pick(language),
        "floor": as_text(band.floor),
        "above": band.above,
        "score": band.score,
        "distance": as_text(floor.distance),
        "distance_shown": floor.distance_shown,
        "met": floor.is_met,
    }


def _line(
    card: Scorecard,
    line: Line,
    excluded: Mapping[str, str],
    leeway: Leeway | None,
    language: str,
) -> LineTree:
    clause, place, rating = line.clause, line.place, line.rating
    band = line.band
    unit = place.unit if place.counts else 0
    earned = (line.part, unit * line.steps) if unit else (0, 1)
    maximum = (place.weight, unit) if unit else (0, 1)
    return {
        "clause": clause.id,
        "title": clause.title.pick(language),
        "depth": place.depth,
        "points": _text_or_none(clause.points),
        "weight": _text_or_none(clause.weight),
        "combine": clause.combine if clause.clauses else None,
        "decided_by": [one.clause.id for one in card.weakest(line)],
        "excluded_with": excluded.get(clause.id),
        "ratio_before": as_text(card.before[clause.id]) if clause.id in card.before else None,
        **_share(
            card.rubric,
            earned=earned,
            maximum=maximum,
            ratio=None if place.is_left_out else (line.part, place.weight * line.steps),
        ),
        "lost": difference_text(maximum, earned, "none", 0),
        "lost_shown": difference_text(maximum, earned, card.rubric.rounding, card.rubric.digits),
        "falls_to": as_text(leeway.falls_to) if leeway else None,
        "falls_to_shown": leeway.falls_to_shown if leeway else None,
        "rises_to": _text_or_none(leeway.rises_to) if leeway else None,
        "rises_to_shown": leeway.rises_to_shown if leeway else None,
        "band": band.label.pick(language) if band else None,
        "note": rating.note if rating else "",
    }


def _text_or_none(number: Fraction | None) -> str | None:
    return None if number is None else as_text(number)


def _extra(card: Scorecard, extra: Extra, language: str) -> ExtraTree:
    adjustment = extra.adjustment
    return {
        "adjustment": adjustment.id,
        "title": adjustment.title.pick(language) if adjustment.title else "",
        "kind": adjustment.kind,
        "occurred": extra.occurred,
        "counted": extra.counted,
        **_points(card, extra.earned),
    }


def _points(card: Scorecard, earned: Fraction) -> PointsTree:
    return {"earned": as_text(earned), "earned_shown": card.points_shown(earned)}


def _subtotal(card: Scorecard, subtotal: Subtotal, language: str) -> SubtotalTree:
    return {
        "dimension": subtotal.dimension.id,
        "title": subtotal.dimension.title.pick(language),
        **_share(
            card.rubric,
            earned=subtotal.earned.as_integer_ratio(),
            maximum=subtotal.maximum.as_integer_ratio(),
            ratio=subtotal.ratio.as_integer_ratio(),
        ),
    }


_Quotient = tuple[int, int]


def _share(
    rubric: Rubric, *, earned: _Quotient, maximum: _Quotient, ratio: _Quotient | None
) -> ShareTree:
    rounding, digits = rubric.rounding, rubric.digits
    return {
        "earned": quotient_text(*earned),
        "earned_shown": points_text(*earned, rounding, digits),
        "maximum": quotient_text(*maximum),
        "maximum_shown": points_text(*maximum, rounding, digits),
        "ratio": None if ratio is None else quotient_text(*ratio),
        "ratio_shown": None if ratio is None else percent_text(*ratio),
    }
