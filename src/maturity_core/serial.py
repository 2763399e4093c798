"""Plain trees to objects and back: every rule of the file format stands here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal, TypeGuard, TypeVar, cast, get_args, get_origin

import attrs

from maturity_core.assessment import (
    AdjustmentCount,
    Exclusion,
    Rating,
    VetoFinding,
)
from maturity_core.errors import InvalidValue, MaturityError, Problem, quoted
from maturity_core.exact import as_percent, as_text, exact, exact_percentage
from maturity_core.fields import nearest
from maturity_core.rubric import (
    Adjustment,
    Clause,
    Dimension,
    Grade,
    GradeBand,
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

if TYPE_CHECKING:
    from cattrs import Converter

    from maturity_core.scorecard import Line, Scorecard, Subtotal

__all__ = ["configure_converter", "scorecard_tree", "structured", "unstructured"]

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# In a file the objects of a collection are a table by key. Where an entry is no table, it is the
# value of the short field; objects of two fields have no other form.
_KEYED: dict[type, tuple[str, str]] = {
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
_ALWAYS_SHORT = (Dimension, Guidance, Source)

# Ratios that a file writes as percentages, and the one that it writes under another name.
_PERCENTAGES: set[tuple[type, str]] = {
    (Rating, "ratio"),
    (RatingBand, "low"),
    (RatingBand, "high"),
    (RatingScale, "step"),
    (Adjustment, "from_ratio"),
}
_RENAMED: dict[tuple[type, str], str] = {(Rating, "ratio"): "rating"}

# A rubric file keeps these fields in its table `rubric`, all others at the top.
_HEAD = (
    "id",
    "family",
    "aliases",
    "title",
    "total",
    "maximum",
    "scaled",
    "combine",
    "rounding",
    "digits",
)
_LANGUAGES = (None, "zh", "en")
_MOST_LEVELS = 32


def structured(cls: type[T], tree: Any) -> T:
    """Make an object of a plain tree.

    Raises:
        InvalidValue: with every fault of the tree.
    """
    language = _table(tree).get("language")
    if language not in _LANGUAGES:
        values = {"choices": "zh, en", "found": quoted(language)}
        raise InvalidValue([Problem("value.choice", ("language",), values)])
    try:
        return _converter(language).structure(tree, cls)
    except Exception as error:  # noqa: BLE001 -- `_problems` raises what it does not know
        raise InvalidValue(_problems(error)) from None


def unstructured(value: Any) -> dict[str, Any]:
    """Make a plain tree of an object, fit for JSON; `structured` makes an equal object of it."""
    tree: dict[str, Any] = _converter(None).unstructure(value)
    return tree


@cache
def _converter(language: str | None) -> Converter:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, omit_if_default=True)
    configure_converter(converter, language=language)
    return converter


def configure_converter(converter: Converter, *, language: str | None = None) -> None:
    """Teach a cattrs converter the file format.

    - Text, truth values and whole numbers are taken as they are, never converted.
    - Numbers are exact: whole numbers, Decimals, fractions or bounded text; written as text.
    - A rating, the ends of a scale's bands, its step and a ratio required are percentages.
    - Dates are dates or ISO text.
    - A text is a table of ``zh`` and ``en``, or plain text where the file names its ``language``.
    - Collections of objects with an id are tables by that id, in the order of the file.
    - The clauses of a rubric are one flat table: the parent of a clause is the longest id that
      ends before a dot, or the one that it names with ``in``.
    - The bands of a grade stand in its entry: one (``at_least`` or ``above``), or a list ``any``.
    - Keys that nobody knows are refused.

    Args:
        converter: a cattrs ``Converter`` with detailed validation.
        language: of plain strings that stand for a text: ``"zh"``, ``"en"`` or None.
    """
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

    def fields_of(cls: type) -> Iterator[tuple[attrs.Attribute[Any], str]]:
        for attribute in attrs.fields(attrs.resolve_types(cls)):
            yield attribute, _key(cls, attribute.name)

    def structure_hook(cls: type) -> Callable[[Any, Any], Any]:
        overrides: dict[str, Any] = {
            attribute.name: override(
                rename=key,
                struct_hook=_field_hook(converter, cls, attribute),
            )
            for attribute, key in fields_of(cls)
            if attribute.init
        }
        make = cast(
            "Callable[[Any, Any], Any]", make_dict_structure_fn(cls, converter, **overrides)
        )

        def hook(value: Any, type_: Any) -> Any:
            return make(_table(value), type_)

        return hook

    def unstructure_hook(cls: type) -> Callable[[Any], Any]:
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

    converter.register_structure_hook_factory(attrs.has, structure_hook)
    converter.register_unstructure_hook_factory(attrs.has, unstructure_hook)
    for type_, load in (
        (str, _text),
        (bool, _flag),
        (int, _whole),
        (Fraction, exact),
        (date, _date),
    ):
        converter.register_structure_hook(type_, lambda value, _, load=load: load(value))
    converter.register_structure_hook_func(
        lambda type_: _origin(type_) is Literal, lambda value, _: _text(value)
    )
    converter.register_structure_hook_factory(
        lambda type_: _origin(type_) is tuple, partial(_list_hook, converter)
    )
    converter.register_unstructure_hook(Fraction, as_text)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(Text, lambda value, _: _bilingual(value, language))
    converter.register_structure_hook(GradeBands, lambda value, _: _grades(converter, value))
    converter.register_structure_hook(Requirement, lambda value, _: _requirement(value))
    converter.register_unstructure_hook(GradeBands, lambda value: _dump_grades(converter, value))
    converter.register_unstructure_hook(Requirement, _dump_requirement)
    rubric = structure_hook(Rubric)
    converter.register_structure_hook(Rubric, lambda value, _: _rubric(rubric, value))
    dump_rubric = unstructure_hook(Rubric)
    converter.register_unstructure_hook(Rubric, lambda value: _dump_rubric(dump_rubric, value))


def _field_hook(
    converter: Converter, cls: type, attribute: attrs.Attribute[Any]
) -> Callable[[Any, Any], Any]:
    """Return what reads one field, and holds it to the field's own rule."""
    load = _field_loader(converter, cls, attribute)

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
        return (lambda value: _clauses(converter, value)) if cls is Rubric else lambda value: value
    if item in _KEYED:
        return lambda value: _keyed(converter, item, value)
    if (cls, attribute.name) in _PERCENTAGES:
        return lambda value: None if value is None else exact_percentage(value)
    if (cls, attribute.name) == (VetoFinding, "finding"):
        return _finding
    hook = converter.get_structure_hook(type_)
    return lambda value: hook(value, type_)


def _dump_hook(
    converter: Converter, cls: type, attribute: attrs.Attribute[Any]
) -> Callable[[Any], Any]:
    item = _item_type(attribute.type)
    if item is Clause:
        return lambda clauses: _dump_clauses(converter, clauses)
    if item in _KEYED:
        return lambda items: _dump_keyed(converter, item, items)
    if (cls, attribute.name) in _PERCENTAGES:
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
            known = [_key(error.cl, field.name) for field in attrs.fields(error.cl)]
            for key in sorted(error.extra_fields):
                yield _unknown_key(key, known)
        case KeyError():
            yield Problem("value.missing-key")
        case MaturityError():
            yield from error.problems
        case _:
            raise error


def _key(cls: type, name: str) -> str:
    """Return the key by which a file knows a field."""
    return _RENAMED.get((cls, name), name)


def _unknown_key(key: object, known: Iterable[str]) -> Problem:
    values = {"key": quoted(key), "nearest": nearest(str(key), list(known))}
    return Problem("value.unknown-key", (str(key),), values)


def _refused(code: str, value: Any) -> InvalidValue:
    return InvalidValue([Problem(code, (), {"found": quoted(value)})])


def _finding(value: Any) -> str:
    if isinstance(value, bool):
        raise _refused("veto.ambiguous", value)
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _refused("value.not-text", value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refused("value.not-flag", value)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _refused("value.not-whole", value)
    return value


def _date(value: Any) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:  # a day that no calendar has
            raise _refused("value.date", value) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _refused("value.date", value)
    return value


def _table(value: Any) -> dict[str, Any]:
    if not _is_mapping(value):
        raise _refused("value.not-table", value)
    return {_text(key): item for key, item in value.items()}


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, list | tuple)


def _list_hook(converter: Converter, type_: Any) -> Callable[[Any, Any], Any]:
    item_type = get_args(type_)[0]

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if not _is_list(value):
            raise _refused("value.not-list", value)
        return tuple(_each(enumerate(value), lambda _, item: converter.structure(item, item_type)))

    return hook


def _each(entries: Iterable[tuple[Any, Any]], load: Callable[[Any, Any], T]) -> list[T]:
    """Load every entry; raise once, with all problems, each below its key or index."""
    results: list[T] = []
    problems: list[Problem] = []
    for key, entry in entries:
        try:
            results.append(load(key, entry))
        except Exception as error:  # noqa: BLE001 -- `_problems` raises what it does not know
            problems.extend(problem.below(key) for problem in _problems(error))
    if problems:
        raise InvalidValue(problems)
    return results


def _bilingual(value: Any, language: str | None) -> Text:
    if isinstance(value, str) and language in {"zh", "en"}:
        return Text(**{language: value})
    if not _is_mapping(value):
        raise _refused("value.not-bilingual", value)
    texts = dict(_each(_table(value).items(), lambda key, item: (key, _language(key, item))))
    return Text(**texts)


def _language(key: str, value: Any) -> str:
    if key not in {"zh", "en"}:
        raise InvalidValue([attrs.evolve(_unknown_key(key, ("zh", "en")), path=())])
    return _text(value)


def _keyed(converter: Converter, cls: type[T], value: Any) -> tuple[T, ...]:
    """Read a table of objects by id; an entry is a table of fields, or the short field's value."""
    key_field, short = _KEYED[cls]

    def load(key: str, entry: Any) -> T:
        is_short = cls in _ALWAYS_SHORT or (short != "" and not _is_mapping(entry))
        table = {short: entry} if is_short else _table(entry)
        if key_field in table:
            raise InvalidValue([_unknown_key(key_field, ())])
        try:
            return converter.structure({key_field: key, **table}, cls)
        except Exception as error:  # noqa: BLE001 -- `_problems` raises what it does not know
            implied = {key_field, short} if is_short else {key_field}
            raise InvalidValue(
                attrs.evolve(problem, path=problem.path[1:])
                if problem.path and problem.path[0] in implied
                else problem
                for problem in _problems(error)
            ) from None

    entries = _table(value)
    if cls is Rating:  # in JSON null says: not yet rated
        entries = {key: entry for key, entry in entries.items() if entry is not None}
    return tuple(_each(entries.items(), load))


def _dump_keyed(converter: Converter, cls: type, items: Iterable[object]) -> dict[str, Any]:
    key_field, short = _KEYED[cls]
    table: dict[str, Any] = {}
    for item in items:
        entry: dict[str, Any] = converter.unstructure(item)
        key = entry.pop(key_field)
        _add(table, key, entry[short] if set(entry) == {short} else entry)
    return table


def _add(table: dict[str, Any], key: str, entry: Any) -> None:
    """Add to a table, but never over an entry: a file cannot say the same id twice."""
    if key in table:
        raise InvalidValue([Problem("value.key-twice", (key,), {"key": key})])
    table[key] = entry


def _clauses(converter: Converter, value: Any) -> tuple[Clause, ...]:
    """Read the flat table of clauses into a tree."""
    tables = dict(_each(_table(value).items(), lambda key, entry: (key, _table(entry))))
    parents = dict(
        _each(tables.items(), lambda key, table: (key, _named_parent(key, table, tables)))
    )
    children: dict[str, list[str]] = {key: [] for key in ("", *tables)}
    for key, parent in parents.items():
        children[parent].append(key)
    levels = [[""]]
    while levels[-1] and len(levels) <= _MOST_LEVELS:
        levels.append([child for key in levels[-1] for child in children[key]])
    top_down = [key for level in levels[1:] for key in level]
    if len(top_down) < len(tables):
        lost = sorted(set(tables) - set(top_down))
        raise InvalidValue(
            Problem("clause.no-way-up", (key,), {"clause": key, "most": str(_MOST_LEVELS)})
            for key in lost
        )
    made: dict[str, Clause] = {}

    def load(key: str, table: dict[str, Any]) -> None:
        for reserved in ("id", "clauses"):
            if reserved in table:
                raise InvalidValue([_unknown_key(reserved, ())])
        below = tuple(made[child] for child in children[key] if child in made)
        fields = {name: item for name, item in table.items() if name != "in"}
        made[key] = converter.structure({"id": key, "clauses": below, **fields}, Clause)

    _each(((key, tables[key]) for key in reversed(top_down)), load)
    return tuple(made[key] for key in children[""])


def _named_parent(key: str, table: Mapping[str, Any], known: Collection[str]) -> str:
    if "in" not in table:
        return _parent_by_number(key, known)
    parent = table["in"]
    if parent != "" and parent not in known:
        values = {
            "clause": key,
            "found": quoted(parent),
            "nearest": nearest(str(parent), list(known)),
        }
        raise InvalidValue([Problem("clause.unknown-parent", ("in",), values)])
    return _text(parent)


def _parent_by_number(key: str, known: Collection[str]) -> str:
    """Return the longest known id that ends before a dot of ``key``; "" for the whole."""
    while "." in key:
        key = key.rpartition(".")[0]
        if key in known:
            return key
    return ""


def _dump_clauses(converter: Converter, clauses: Iterable[Clause]) -> dict[str, Any]:
    parents: list[tuple[Clause, str]] = []

    def walk(clause: Clause, parent: str) -> None:
        parents.append((clause, parent))
        for child in clause.clauses:
            walk(child, clause.id)

    for clause in clauses:
        walk(clause, "")
    known = {clause.id for clause, _ in parents}
    table: dict[str, Any] = {}
    for clause, parent in parents:
        entry = converter.unstructure(attrs.evolve(clause, clauses=()))
        key = entry.pop("id")
        if parent != _parent_by_number(key, known):
            entry["in"] = parent
        _add(table, key, entry)
    return table


def _limit(table: dict[str, Any], load: Callable[[Any], Fraction]) -> tuple[Fraction, bool]:
    """Take ``at_least`` or ``above`` out of a table: the limit, and whether it must be exceeded."""
    given = [key for key in ("at_least", "above") if key in table]
    if len(given) != 1:
        raise InvalidValue([Problem("value.one-of", (), {"keys": "at_least, above"})])
    key = given[0]
    [limit] = _each([(key, table.pop(key))], lambda _, value: load(value))
    return limit, key == "above"


_BAND_KEYS = ("at_least", "above", "score", "requires", "upto")


def _grades(converter: Converter, value: Any) -> GradeBands:
    def load(key: str, entry: Any) -> tuple[Grade, list[GradeBand]]:
        table = _table(entry)
        own = {name: table.pop(name) for name in _BAND_KEYS if name in table}
        several = table.pop("any", [])
        if not _is_list(several) or (own and several):
            raise InvalidValue(
                [Problem("value.one-of", ("any",), {"keys": "at_least, above, any"})]
            )
        if "id" in table:
            raise InvalidValue([_unknown_key("id", ())])
        grade = converter.structure({"id": key, **table}, Grade)
        if own:
            return grade, [_band(converter, key, own)]
        return grade, _each(enumerate(several), lambda _, item: _band(converter, key, _table(item)))

    loaded = _each(_table(value).items(), load)
    return GradeBands(
        grades=tuple(grade for grade, _ in loaded),
        bands=tuple(band for _, bands in loaded for band in bands),
    )


def _band(converter: Converter, grade: str, table: dict[str, Any]) -> GradeBand:
    floor, above = _limit(table, exact)
    return converter.structure({"grade": grade, "floor": floor, **table, "above": above}, GradeBand)


_REQUIRED: dict[str, Literal["clause", "section", "dimension", "score", "adjustment"]] = {
    "clause": "clause",
    "every": "section",
    "dimension": "dimension",
    "score": "score",
    "adjustment": "adjustment",
}


def _requirement(value: Any) -> Requirement:
    """Read ``{ clause = "5.1", at_least = "60%" }`` and its like."""
    table = _table(value)
    given = [key for key in _REQUIRED if key in table]
    if len(given) != 1:
        raise InvalidValue([Problem("value.one-of", (), {"keys": ", ".join(_REQUIRED)})])
    of = _REQUIRED[given[0]]
    name = _text(table.pop(given[0]))
    fixed = {"section": "section", "score": "base"}.get(of)
    if fixed is not None and name != fixed:
        values = {"choices": fixed, "found": quoted(name)}
        raise InvalidValue([Problem("value.choice", (given[0],), values)])
    load = exact if of in {"score", "adjustment"} else exact_percentage
    limit, above = _limit(table, load)
    if table:
        raise InvalidValue(_unknown_key(key, (*_REQUIRED, "at_least", "above")) for key in table)
    return Requirement(of=of, name="" if fixed else name, limit=limit, above=above)


def _dump_grades(converter: Converter, grades: GradeBands) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for grade in grades.grades:
        entry = converter.unstructure(grade)
        key = entry.pop("id")
        bands = [_dump_band(converter, band) for band in grades.bands if band.grade == grade.id]
        if len(bands) == 1:
            entry |= bands[0]
        elif bands:
            entry["any"] = bands
        _add(table, key, entry)
    return table


def _dump_band(converter: Converter, band: GradeBand) -> dict[str, Any]:
    table: dict[str, Any] = converter.unstructure(band)
    del table["grade"]
    floor = table.pop("floor")
    return {"above" if table.pop("above", False) else "at_least": floor, **table}


def _dump_requirement(required: Requirement) -> dict[str, Any]:
    key = next(key for key, of in _REQUIRED.items() if of == required.of)
    name = {"section": "section", "score": "base"}.get(required.of, required.name)
    percent = required.of not in {"score", "adjustment"}
    limit = f"{as_text(required.limit * 100)}%" if percent else as_text(required.limit)
    return {key: name, "above" if required.above else "at_least": limit}


def _rubric(load: Callable[[object, Any], Rubric], value: Any) -> Rubric:
    """Read a rubric file: its own fields stand in the table ``rubric``, the rest at the top."""
    tree = dict(_table(value))
    tree.pop("language", None)
    head = dict(_each([("rubric", tree.pop("rubric", {}))], lambda _, item: _table(item))[0])
    top = [f.name for f in attrs.fields(Rubric) if f.init and f.name not in _HEAD]
    unknown = [
        *(_unknown_key(key, [*top, "rubric", "language"]) for key in tree if key not in top),
        *(_unknown_key(key, _HEAD).below("rubric") for key in head if key not in _HEAD),
    ]
    known = {key: item for key, item in {**tree, **head}.items() if key in (*top, *_HEAD)}
    try:
        rubric = load(known, Rubric)
    except Exception as error:  # noqa: BLE001 -- `_problems` raises what it does not know
        found = [
            problem.below("rubric") if problem.path[:1] and problem.path[0] in _HEAD else problem
            for problem in _problems(error)
        ]
        raise InvalidValue([*unknown, *found]) from None
    if unknown:
        raise InvalidValue(unknown)
    return rubric


def _dump_rubric(dump: Callable[[Rubric], dict[str, Any]], rubric: Rubric) -> dict[str, Any]:
    tree = dump(rubric)
    head = {key: tree.pop(key) for key in _HEAD if key in tree}
    return {"format": rubric.format, "rubric": head, **tree}


def scorecard_tree(card: Scorecard, language: str) -> dict[str, Any]:
    """Return a scorecard as a plain tree; exact values are text, beside what people read."""
    decision = card.decision
    by_score, grade = card.grade_by_score, card.grade
    assessment = card.assessment
    return {
        "subject": assessment.subject.name,
        "kind": assessment.kind,
        "scope": assessment.scope,
        "assessed_on": assessment.assessed_on and assessment.assessed_on.isoformat(),
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
        "distance": None if decision.distance is None else as_text(decision.distance),
        "distance_shown": decision.distance_shown,
        "decision": list(decision.sentences(language)),
        "vetoes": [unstructured(finding) for finding in card.vetoes],
        "vetoes_fired": [finding.veto for finding in decision.fired],
        "dimensions": [
            {
                "dimension": subtotal.dimension.id,
                "title": subtotal.dimension.title.pick(language),
                **_share(card, subtotal),
            }
            for subtotal in card.dimensions
        ],
        "lines": [_line(card, line, language) for line in card.lines],
    }


def _line(card: Scorecard, line: Line, language: str) -> dict[str, Any]:
    return {
        "clause": line.clause.id,
        "title": line.clause.title.pick(language),
        "depth": line.place.depth,
        "points": None if line.points is None else as_text(line.points),
        **_share(card, line),
        "band": line.band.label.pick(language) if line.band else None,
        "note": line.rating.note if line.rating else "",
    }


def _share(card: Scorecard, part: Line | Subtotal) -> dict[str, str]:
    return {
        "earned": as_text(part.earned),
        "earned_shown": card.points_shown(part.earned),
        "maximum": as_text(part.maximum),
        "maximum_shown": card.points_shown(part.maximum),
        "ratio": as_text(part.ratio),
        "ratio_shown": as_percent(part.ratio),
    }
