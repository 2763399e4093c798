"""JSON Schema of rubric, assessment and scorecard files, and of the assessment by one rubric."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from inspect import getdoc
from types import MappingProxyType
from typing import Any, Literal, assert_never

from maturity_core.assessment import (
    AdjustmentCount,
    Assessment,
    Exclusion,
    Rating,
    VetoFinding,
)
from maturity_core.exact import as_text
from maturity_core.overlay import REMOVABLE
from maturity_core.rubric import Clause, RatingScale, Rubric
from maturity_core.rubric_file import HEAD, NAMES
from maturity_core.schema_parts import Parts, Schema, any_of, nullable, one_table
from maturity_core.scorecard_file import ScorecardTree

__all__ = ["KINDS", "Kind", "assessment_schema", "json_schema"]

Kind = Literal["rubric", "assessment", "scorecard"]
KINDS: Mapping[Kind, type] = MappingProxyType(
    {"rubric": Rubric, "assessment": Assessment, "scorecard": ScorecardTree}
)
"""The kinds of files that have a schema, each with the class that says what is in it."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMAT = 1  # of the files


def json_schema(kind: Kind) -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file, as a tree fit for JSON.

    It is read off the model, so it knows every key and every form that files take, and refuses
    others. It knows no sums and no ids: whether points add up, `maturity_core.check_rubric` says.

    Args:
        kind: ``"rubric"``, also for overlays; ``"assessment"``; or ``"scorecard"``, as
            `maturity_core.dump_scorecard` and the command write it.

    >>> schema = json_schema("assessment")
    >>> schema["$id"], schema["required"], schema["properties"]["kind"]["enum"]
    ('urn:maturity-core:schema:assessment:1', ['rubric'], ['self', 'internal', 'third-party', None])
    """
    parts = Parts()
    match kind:
        case "rubric":
            root = _rubric(parts)
        case "assessment":
            root = parts.table(Assessment)
        case "scorecard":
            root = parts.written(ScorecardTree)
        case _:
            assert_never(kind)
    summary, _, _ = (getdoc(KINDS[kind]) or "").partition("\n")
    return _document(f"{kind}:{_FORMAT}", parts, root, parts.say(f"schema.{kind}"), summary)


def _document(name: str, parts: Parts, root: Schema, title: str, told: str) -> Schema:
    return {
        "$schema": _DIALECT,
        "$id": f"urn:maturity-core:schema:{name}",
        "title": title,
        "description": told,
        **root,
        "$defs": dict(sorted(parts.defs.items())),
    }


def _rubric(parts: Parts) -> Schema:
    """Return the schema of a rubric file; an overlay may leave out what its base says."""
    root = parts.table(Rubric, *HEAD)
    top = root["properties"]
    head = parts.table(Rubric, *top)
    whole: Schema = {}
    for name in REMOVABLE:
        whole[name] = {"additionalProperties": _only_in_overlays(parts, top[name])}
    of_base = [key for key in head["required"] if key not in NAMES]
    head["required"] = [key for key in head["required"] if key in NAMES]
    whole["rubric"] = {"required": of_base}
    languages = {"type": "string", "enum": ["zh", "en"]}
    own: dict[str, Schema] = {
        "language": {**languages, "description": parts.say("schema.language")},
        "base": {"type": "string", "description": parts.say("schema.base")},
        "rubric": head,
    }
    return {
        **one_table({"format": top.pop("format"), **own, **top}, ["rubric"]),
        "if": {"required": ["base"]},
        "else": {"required": root["required"], "properties": whole},
    }


def _only_in_overlays(parts: Parts, table: Schema) -> Schema:
    """Let entries be partial, or removals; return what holds of them in a file that is whole."""
    entry = table["additionalProperties"]
    name = entry["$ref"].rpartition("/")[2]
    removal = {"remove": {"const": True, "description": parts.say("schema.remove")}}
    if name == "Text":
        table["additionalProperties"] = any_of(entry, one_table(removal, removal))
        return {"properties": {"remove": False}}
    definition = parts.defs[name]
    definition["properties"] |= removal
    definition.setdefault("dependentSchemas", {})["remove"] = {"maxProperties": 1}
    return {"required": definition.pop("required"), "properties": {"remove": False}}


def assessment_schema(rubric: Rubric, *, language: str = "en") -> Schema:
    """Return the JSON Schema of an assessment by one rubric, also of an unfinished one.

    Its keys are the rubric's: clauses in order, vetoes, adjustments, what may be excluded, each
    with its title; so a form can be made of it. Its limits hold for JSON numbers; of numbers in
    text it knows the form alone. What `maturity_core.check_assessment` finds besides, it does not
    know.

    Args:
        rubric: whose clauses are rated.
        language: of titles and descriptions, ``"zh"`` or ``"en"``.

    >>> from maturity_core import get_rubric
    >>> schema = assessment_schema(get_rubric("qbjkb-009-2026"))
    >>> ratings = schema["properties"]["ratings"]["properties"]
    >>> list(ratings)[:2], ratings["5.5"]["title"]
    (['5.1.2', '5.2.1'], '5.5 Service design and operation schemes')
    """
    parts = _PartsByRubric(rubric, language)
    root = parts.table(Assessment)
    keys = root["properties"]
    keys["rubric"] |= {"enum": [rubric.id, *rubric.aliases], "default": rubric.id}
    keys["kind"] = {**parts.title("kind"), **parts.kinds()}
    keys["scope"] = {**parts.title("scope"), **parts.scopes()}
    root["patternProperties"] = {}
    for key in ("vetoes", "exclusions", "adjustments"):
        if not keys[key]["properties"]:  # no form shows it then, but a file may have it
            root["patternProperties"][f"^{key}$"] = keys.pop(key)
    told_in_words = [scope.id for scope in rubric.scopes if scope.needs_text]
    if told_in_words:
        root |= _asks_for(["scope_text"], scope={"enum": told_in_words})
    told = parts.say("schema.by-rubric", rubric=rubric.id)
    name = f"assessment:{_FORMAT}:{rubric.id}:{language}"
    return _document(name, parts, root, rubric.title.pick(language), told)


class _PartsByRubric(Parts):
    """Makes the same schemas, but in the tables of an assessment just what one rubric knows."""

    def __init__(self, rubric: Rubric, language: str) -> None:
        super().__init__(language)
        self.rubric = rubric
        self.titled = language
        self.entries: dict[type, Callable[[], dict[str, Schema]]] = {
            Rating: self._ratings,
            VetoFinding: self._findings,
            Exclusion: self._exclusions,
            AdjustmentCount: self._counts,
        }

    def all(self, cls: Any) -> Schema:
        return one_table(self.entries[cls]()) if cls in self.entries else super().all(cls)

    def choices(self, titles: Mapping[Any, str]) -> Schema:
        """Return the schema of one of several values, each with its title."""
        return {"oneOf": [{"const": value, "title": title} for value, title in titles.items()]}

    def kinds(self) -> Schema:
        """Return the schema of the kind of an assessment."""
        kinds = {kind: self.say(f"kind.{kind}") for kind in ("self", "internal", "third-party")}
        return self.choices({None: self.say("schema.nothing"), **kinds})

    def scopes(self) -> Schema:
        """Return the schema of the scope of an assessment."""
        scopes = {scope.id: scope.title.pick(self.titled) for scope in self.rubric.scopes}
        return self.choices({"": self.say("schema.nothing"), **scopes})

    def _nothing(self) -> Schema:
        return {"type": "null", "title": self.say("schema.nothing")}

    def _in_full(self, properties: Mapping[str, Schema], **more: Any) -> Schema:
        """Return the schema of an entry that is a table."""
        return {"title": self.say("schema.in-full"), **one_table(properties), **more}

    def _titled(self, name: str, title: str, told: Iterable[str], entry: Schema) -> Schema:
        """Return the schema of an entry with its title, and what there is to tell of it."""
        description = "\n".join(told)
        more = {"description": description} if description else {}
        return {"title": f"{name} {title}".strip(), **more, **entry}

    def _ratings(self) -> dict[str, Schema]:
        made: dict[tuple[Fraction | None, RatingScale], Schema] = {}
        ratings: dict[str, Schema] = {}
        for leaf in self.rubric.leaves():
            kind = (leaf.points, self.rubric.scale_of(leaf))
            if kind not in made:
                made[kind] = self.refer(f"Rating{len(made) + 1}", partial(self._rating, *kind))
            title = leaf.title.pick(self.titled)
            ratings[leaf.id] = self._titled(leaf.id, title, self._told(leaf), made[kind])
        return ratings

    def _told(self, leaf: Clause) -> Iterator[str]:
        """Yield what an assessor should know of an item."""
        if leaf.points is not None:
            yield self.say("written.points", points=as_text(leaf.points))
        step = self.rubric.scale_of(leaf).step
        if step is not None:
            yield self.say("form.step", step=as_text(step * 100))
        for checkpoint in leaf.checkpoints:
            yield f"- {checkpoint.pick(self.titled)}"

    def _rating(self, points: Fraction | None, scale: RatingScale) -> Schema:
        """Return the schema of the rating of an item: a percentage, or a table that says more."""
        ratio = self.number("%", **self._limits(Fraction(100), scale))
        forms = {"rating": nullable(ratio)}
        if points:
            forms["points"] = nullable(self.number(**self._limits(points, scale)))
        levels = list(scale.levels())
        if levels:
            forms["level"] = {"type": "string", "enum": ["", *levels]}
        without = () if points else ("deductions",)
        rest = self.table(Rating, "clause", "ratio", "points", "level", *without)["properties"]
        titled = {key: {**self.title(key), **form} for key, form in forms.items()}
        return any_of(ratio, self._in_full({**titled, **rest}), self._nothing())

    def _limits(self, most: Fraction, scale: RatingScale) -> Schema:
        """Return what a scale asks of a rating that is a JSON number, at most ``most``."""
        limits: Schema = {"minimum": 0}
        if _as_json(most) is not None:
            limits["maximum"] = _as_json(most)
        if scale.is_discrete:
            levels = {
                _as_json(band.low * most): band.label.pick(self.titled) for band in scale.bands
            }
            if None not in levels:
                limits |= self.choices(levels)
        multiple = scale.step * most if scale.step else Fraction(0)
        step = _as_json(multiple)
        if step and Fraction(step) == multiple:  # validators divide by a float
            limits["multipleOf"] = step
        return limits

    def _findings(self) -> dict[str, Schema]:
        open_, clear, fired = (
            {name: self.say(f"finding.{name}")} for name in ("undetermined", "clear", "fired")
        )
        alone = {"title": self.say("field.finding"), **self.choices(open_ | clear)}
        whole = self.table(VetoFinding, "veto")["properties"]
        whole["finding"] = {
            "title": self.say("field.finding"),
            "default": "undetermined",
            **self.choices(open_ | clear | fired),
        }
        findings: dict[str, Schema] = {}
        for veto in self.rubric.vetoes:
            needed = ["legal_basis", "period", *(["note"] if veto.needs_reason else [])]
            asked = _asks_for(needed, finding={"const": "fired"})
            name = "VetoFindingWithReason" if veto.needs_reason else "VetoFinding"
            in_full = self.refer(name, partial(self._in_full, whole, **asked))
            told = [veto.condition.pick(self.titled)] if veto.condition else []
            told += [f"- {checkpoint.pick(self.titled)}" for checkpoint in veto.checkpoints]
            title = veto.title.pick(self.titled)
            findings[veto.id] = self._titled(veto.id, title, told, any_of(alone, in_full))
        return findings

    def _exclusions(self) -> dict[str, Schema]:
        reason = {"type": "string", "pattern": r"\S", "title": self.say("field.reason")}
        in_full = partial(self._in_full, {"reason": reason}, required=["reason"])
        return {
            clause.id: self._titled(
                clause.id,
                clause.title.pick(self.titled),
                (),
                any_of(reason, self.refer("Exclusion", in_full)),
            )
            for clause in self.rubric.walk()
            if clause.excludable
        }

    def _counts(self) -> dict[str, Schema]:
        none = {"type": "integer", "const": 0, "title": self.say("field.count")}
        table = self.table(AdjustmentCount, "adjustment")
        asked = {"required": table["required"], **_asks_for(["reason"], count={"minimum": 1})}
        in_full = partial(self._in_full, table["properties"], **asked)
        return {
            extra.id: self._titled(
                extra.id,
                extra.title.pick(self.titled) if extra.title else "",
                [self.say(f"show.{extra.kind}")],
                any_of(none, self.refer("AdjustmentCount", in_full), self._nothing()),
            )
            for extra in self.rubric.adjustments
        }


def _asks_for(needed: Sequence[str], **where: Schema) -> Schema:
    """Return the schema of a table that, where a key has a value, says something in others."""
    return {
        "if": {"properties": where, "required": list(where)},
        "then": {
            "required": list(needed),
            "properties": {key: {"pattern": r"\S"} for key in needed},
        },
    }


def _as_json(number: Fraction) -> float | None:
    """Return a number as JSON has it; None where no program reads it as the same number."""
    if number.denominator == 1:
        return number.numerator
    nearest = float(number)
    return nearest if Fraction(str(nearest)) == number else None
