"""Schemas of the parts of files, read off the classes of the model and their docstrings."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from inspect import getdoc
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import attrs

from maturity_core.exact import LONGEST, NUMBER
from maturity_core.fields import ID, Whole, file_format, identifier
from maturity_core.rubric import (
    IN_POINTS,
    Clause,
    Grade,
    GradeBand,
    GradeBands,
    Requirement,
    Text,
)
from maturity_core.rubric_file import BAND_KEYS, FIXED, REQUIRED
from maturity_core.serial import ALWAYS_SHORT, BY_KEY, MAY_BE_NULL, PERCENTAGES, fields_of
from maturity_core.tree import DAY
from maturity_core.words import say

__all__ = ["Parts", "Schema", "any_of", "nullable", "one_table"]

Schema = dict[str, Any]

_DESCRIBED = re.compile(r"^ {4}(\w+(?:, \w+)*): (.+(?:\n {8}.+)*)", re.MULTILINE)
_PLAIN = {str: "string", bool: "boolean", int: "integer"}


def any_of(*schemas: Schema) -> Schema:
    """Return the schema of what fits one of several, each of them said once."""
    flat: list[Schema] = []
    for schema in schemas:
        for one in schema["anyOf"] if set(schema) == {"anyOf"} else [schema]:
            if one not in flat:
                flat.append(one)
    return {"anyOf": flat}


def nullable(schema: Schema) -> Schema:
    """Return the schema of the same, or null."""
    if "type" not in schema:
        return any_of(schema, {"type": "null"})
    choices = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **choices}


def one_table(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """Return the schema of a table with these keys and no other."""
    needed = list(required)
    return {
        "type": "object",
        "properties": dict(properties),
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


class Parts:
    """Makes the schemas of classes; what stands in several places is said once.

    Attributes:
        language: of titles and sentences; keys have titles only where it is given.
        defs: what schemas refer to, by name.
    """

    def __init__(self, language: str | None = None) -> None:
        """Start with nothing said."""
        self.language = language
        self.defs: dict[str, Schema] = {}
        self._made: dict[Any, tuple[str, Callable[[], Schema]]] = {
            Fraction: ("Number", self._number),
            date: ("Date", self._day),
            Text: ("Text", self._text),
            Requirement: ("Requirement", self._requirement),
            Clause: ("Clause", self._clause),
            Grade: ("Grade", self._grade),
        }

    def say(self, code: str, **values: str) -> str:
        """Say a sentence in the language of the schema."""
        return say(code, self.language or "en", values)

    def title(self, name: str) -> Schema:
        """Return the title of a key, where keys have titles."""
        return {"title": self.say(f"field.{name}")} if self.language else {}

    def refer(self, name: str, make: Callable[[], Schema]) -> Schema:
        """Return the reference to what ``make`` makes the first time."""
        if name not in self.defs:
            self.defs[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def table(self, cls: type, *left_out: str) -> Schema:
        """Return the schema of an object as a table of its fields."""
        properties: dict[str, Schema] = {}
        required: list[str] = []
        for attribute, key in fields_of(cls):
            name, default = attribute.name, attribute.default
            if not attribute.init or name in left_out:
                continue
            told = {} if self.language == "zh" else told_of(cls, name)
            properties[key] = schema = {**self.title(key), **self.field(cls, attribute), **told}
            if isinstance(default, bool | int | str) and default != "":
                schema["default"] = default
            if default is attrs.NOTHING:
                required.append(key)
        return one_table(properties, required)

    def written(self, cls: type) -> Schema:
        """Return the schema of a table that only programs write, of the class that types it."""
        properties = {
            key: {**self.of(type_), **told_of(cls, key)}
            for key, type_ in get_type_hints(cls, include_extras=True).items()
        }
        always: frozenset[str] = cast("Any", cls).__required_keys__
        return one_table(properties, [key for key in properties if key in always])

    def field(self, cls: type, attribute: "attrs.Attribute[Any]") -> Schema:
        """Return the schema of a field: its own rule, else what its type says."""
        rule = getattr(attribute.validator, "validator", attribute.validator)  # where it is given
        if (cls, attribute.name) in PERCENTAGES:
            schema = self._percentage()
        elif rule is identifier:
            schema = self._identifier()
        elif rule is file_format:
            schema = {"type": "integer", "const": attribute.default}
        elif isinstance(rule, Whole):
            schema = {"type": "integer", "minimum": rule.least, "maximum": rule.most}
        else:
            return self.of(attribute.type)
        return nullable(schema) if _besides_none(attribute.type) else schema

    def of(self, type_: Any) -> Schema:
        """Return the schema of what a file has for a value of a type."""
        inner = _besides_none(type_)
        if inner is not None:
            return nullable(self.of(inner))
        origin, items = get_origin(type_), get_args(type_)
        if origin is Literal:
            return {"type": "string", "enum": list(items)}
        if origin in {tuple, list}:
            return self.all(items[0])
        if origin is Annotated:
            return self._instead_of(items[1])
        return self.of(items[0]) if origin is NotRequired else self._one(type_)

    def _one(self, type_: Any) -> Schema:
        if type_ in _PLAIN:
            return {"type": _PLAIN[type_]}
        if type_ in self._made:
            return self.refer(*self._made[type_])
        if type_ is GradeBands:
            return self.all(Grade)
        make = self.written if is_typeddict(type_) else self.table
        return self.refer(type_.__name__.removesuffix("Tree"), lambda: make(type_))

    def _instead_of(self, type_: Any) -> Schema:
        """Return the schema of what a program writes for a value of a type."""
        return self.refer("Exact", self._exact) if type_ is Fraction else self.table(type_)

    def all(self, cls: Any) -> Schema:
        """Return the schema of several objects: a table by their keys, or else a list."""
        if cls in {Clause, Grade}:
            ids = {"propertyNames": self._identifier()}
            return {"type": "object", **ids, "additionalProperties": self._one(cls)}
        if cls in BY_KEY:
            key, _ = BY_KEY[cls]
            rule = attrs.fields_dict(cls)[key].validator
            ids = {"propertyNames": self._identifier()} if rule is identifier else {}
            return {"type": "object", **ids, "additionalProperties": self.entry(cls)}
        return {"type": "array", "items": self.of(cls)}

    def entry(self, cls: type) -> Schema:
        """Return the schema of an entry of a table: an object, or the value of its short field."""
        key, short = BY_KEY[cls]
        alone = [self.field(cls, attribute) for attribute, name in fields_of(cls) if name == short]
        if cls in ALWAYS_SHORT:
            return alone[0]
        whole = self.refer(cls.__name__, lambda: self.table(cls, key))
        entry = any_of(*alone, whole) if alone else whole
        return nullable(entry) if cls in MAY_BE_NULL else entry

    def number(self, unit: str = "", **limits: object) -> Schema:
        """Return the schema of an exact number; the limits hold where it is no text."""
        number: Schema = {"type": "number", **limits}
        text: Schema = {
            "type": "string",
            "pattern": f"^(?:{NUMBER.pattern}){unit and f'{unit}?'}$",
            "maxLength": LONGEST + len(unit),
        }
        if self.language:
            number["title"] = self.say("schema.percentage" if unit else "schema.number")
            text["title"] = self.say("schema.as-text")
        return any_of(number, text)

    def _number(self) -> Schema:
        return {"description": self.say("schema.number-form"), **self.number()}

    def _percentage(self) -> Schema:
        told = {"description": self.say("schema.percentage-form")}
        return self.refer("Percentage", lambda: {**told, **self.number("%")})

    def _exact(self) -> Schema:
        pattern = f"^(?:{NUMBER.pattern})$"
        return {
            "type": "string",
            "pattern": pattern,
            "description": self.say("schema.exact-form"),
        }

    def _day(self) -> Schema:
        return {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"}

    def _identifier(self) -> Schema:
        return self.refer("Id", lambda: {"type": "string", "pattern": f"^(?:{ID.pattern})$"})

    def _text(self) -> Schema:
        plain: Schema = {"type": "string", "description": self.say("schema.plain-text")}
        return any_of(plain, {**self.table(Text), "minProperties": 1})

    def _clause(self) -> Schema:
        clause = self.table(Clause, "id", "clauses")
        clause["properties"]["in"] = {"type": "string", "description": self.say("schema.in")}
        return clause

    def _grade(self) -> Schema:
        """Return the schema of a grade with its one band, or with several under ``any``."""
        limits = {
            "at_least": {**self.of(Fraction), **told_of(GradeBand, "floor")},
            "above": {**self.of(Fraction), **told_of(GradeBand, "above")},
        }
        fields = self.table(GradeBand, "grade", "floor", "above")["properties"]
        band = {key: {**limits, **fields}[key] for key in BAND_KEYS}
        bands = {
            "type": "array",
            "items": self.refer("GradeBand", lambda: {**one_table(band), **_one_of(*limits)}),
            "description": self.say("schema.any"),
        }
        grade = self.table(Grade, "id")
        grade["properties"] |= {**band, "any": bands}
        grade["not"] = {"required": list(limits)}
        nothing_else = {"properties": dict.fromkeys(BAND_KEYS, False)}
        grade["dependentSchemas"] = {"any": nothing_else}
        return grade

    def _requirement(self) -> Schema:
        limits = ("at_least", "above")
        properties: dict[str, Schema] = {}
        ways: list[Schema] = []
        for key, of in REQUIRED.items():
            fixed = FIXED.get(of)
            named: Schema = {"const": fixed} if fixed else {"type": "string"}
            properties[key] = {**named, **told_of(Requirement, "of" if fixed else "name")}
            limit = self.of(Fraction) if of in IN_POINTS else self._percentage()
            ways.append({"required": [key], "properties": dict.fromkeys(limits, limit)})
        properties |= dict.fromkeys(limits, told_of(Requirement, "limit"))
        fields = self.table(Requirement, "of", "name", "limit", "above")["properties"]
        whole = one_table({**properties, **fields})
        return {**whole, "oneOf": ways, "allOf": [_one_of(*limits)]}


def _one_of(*keys: str) -> Schema:
    """Return the schema of a table that has exactly one of these keys."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def _besides_none(type_: Any) -> Any:
    """Return what a value is where it is not None; None where it cannot be that."""
    kinds = get_args(type_)
    return next(kind for kind in kinds if kind is not type(None)) if type(None) in kinds else None


def told_of(cls: type, name: str) -> Schema:
    """Return what the docstring of a class says of an attribute, as a description."""
    for names, text in _DESCRIBED.findall(getdoc(cls) or ""):
        if name in names.split(", "):
            plain = text.replace("``", "").replace("None", "null")
            return {"description": " ".join(plain.split())}
    return {}
