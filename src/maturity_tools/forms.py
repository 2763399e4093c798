"""Empty assessments to fill in: TOML with the whole rubric as comments, or plain JSON."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.items import KeyType, SingleKey, Table

from maturity_core import Adjustment, Clause, RatingScale, Rubric, Text
from maturity_core.exact import as_text
from maturity_core.words import say
from maturity_tools.output import clause_title, line_of

__all__ = ["json_form", "toml_form"]


def json_form(rubric: Rubric) -> str:
    """Return an empty assessment as JSON: ratings and counts null, vetoes undetermined."""
    form: dict[str, Any] = {
        "format": 1,
        "rubric": rubric.id,
        "kind": None,
        "scope": "",
        "scope_text": "",
        "assessed_on": None,
        "period": "",
        "subject": {"name": "", "address": "", "sites": []},
        "assessors": [],
        "reviewer": "",
        "decided_by": "",
        "ratings": {leaf.id: None for leaf in rubric.leaves()},
        "vetoes": {veto.id: "undetermined" for veto in rubric.vetoes},
    }
    if any(clause.excludable for clause in rubric.walk()):
        form["exclusions"] = {}
    if rubric.adjustments:
        form["adjustments"] = {adjustment.id: None for adjustment in rubric.adjustments}
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def toml_form(rubric: Rubric, language: str) -> str:
    """Return an empty assessment as TOML that explains itself.

    Every scored clause is a line ``# "5.2.1" =`` with title and points, its checkpoints below it;
    filled in and freed of its ``#`` it is a rating, and until then not yet rated.
    """
    form = tomlkit.document()
    title = line_of(rubric.title, language)
    for line in say("form.head", language, {"title": title}).splitlines():
        form.add(tomlkit.comment(line))
    form.add("format", tomlkit.item(1))
    form.add("rubric", tomlkit.item(rubric.id))
    form.add(tomlkit.nl())
    kinds = ("self", "internal", "third-party")
    _choices(form, "kind", [(kind, say(f"kind.{kind}", language, {})) for kind in kinds])
    scopes = [(scope.id, line_of(scope.title, language)) for scope in rubric.scopes]
    if scopes:
        _choices(form, "scope", scopes)
        form.add(tomlkit.comment('scope_text = ""'))
    for line in (
        "assessed_on = 2026-06-30",
        'period = "2025-06-01/2026-05-31"',
        'assessors = [ { name = "", role = "" } ]',
        'reviewer = ""',
        'decided_by = ""',
    ):
        form.add(tomlkit.comment(line))
    form.add(tomlkit.nl())
    subject = tomlkit.table()
    for key in ("name", "address"):
        subject.add(key, tomlkit.item(""))
    subject.add("sites", tomlkit.item([]))
    subject.add(tomlkit.nl())
    form.add("subject", subject)
    form.add("ratings", _ratings(rubric, language))
    form.add("vetoes", _vetoes(rubric, language))
    excludable = [clause for clause in rubric.walk() if clause.excludable]
    if excludable:
        lines = [(clause.id, _excludable(clause, language)) for clause in excludable]
        form.add("exclusions", _offered("form.exclusions", ' ""', lines, language))
    if rubric.adjustments:
        extras = [(extra.id, _extra_title(extra, language)) for extra in rubric.adjustments]
        form.add("adjustments", _offered("form.adjustments", "", extras, language))
    return tomlkit.dumps(form)


def _choices(form: Container, key: str, choices: Iterable[tuple[str, str]]) -> None:
    for choice, label in choices:
        form.add(tomlkit.comment(f'{key} = "{choice}"    # {label}'))


def _ratings(rubric: Rubric, language: str) -> Table:
    ratings = tomlkit.table()
    for line in say("form.ratings", language, {}).splitlines():
        ratings.add(tomlkit.comment(line))
    for clause in rubric.walk():
        title = clause_title(clause, language)
        if clause.clauses or clause in rubric.clauses:
            ratings.add(tomlkit.nl())
        if clause.clauses:
            ratings.add(tomlkit.comment(f"{clause.id} {title}"))
        else:
            ratings.add(tomlkit.comment(f'"{clause.id}" =    # {title}'))
            for line in _scale(rubric.scale_of(clause), language):
                ratings.add(tomlkit.comment(f"    {line}"))
            _checkpoints(ratings, clause.checkpoints, language)
    ratings.add(tomlkit.nl())
    return ratings


def _scale(scale: RatingScale, language: str) -> Iterator[str]:
    """Yield what ratings a scale takes, where it does not take any percentage."""
    if scale.step is not None:
        yield say("form.step", language, {"step": as_text(scale.step * 100)})
    levels = [
        f"{line_of(band.label, language)} ({as_text(band.low * 100)} %)"
        for band in scale.bands
        if band.low == band.high
    ]
    if levels:
        yield say("form.levels", language, {"levels": ", ".join(levels)})


def _vetoes(rubric: Rubric, language: str) -> Table:
    vetoes = tomlkit.table()
    for line in say("form.vetoes", language, {}).splitlines():
        vetoes.add(tomlkit.comment(line))
    for veto in rubric.vetoes:
        finding = tomlkit.item("undetermined")
        finding.comment(line_of(veto.title, language))
        vetoes.add(SingleKey(veto.id, KeyType.Basic), finding)
        _checkpoints(vetoes, veto.checkpoints, language)
    return vetoes


def _offered(code: str, value: str, lines: Iterable[tuple[str, str]], language: str) -> Table:
    """Return a table whose entries are comments until they are filled in."""
    table = tomlkit.table()
    for line in say(code, language, {}).splitlines():
        table.add(tomlkit.comment(line))
    for name, title in lines:
        table.add(tomlkit.comment(f'"{name}" ={value}    # {title}'))
    table.add(tomlkit.nl())
    return table


def _excludable(clause: Clause, language: str) -> str:
    title = clause_title(clause, language)
    if clause.excluded == "drop":
        return title
    return f"{title} [{say('show.excludable-full', language, {})}]"


def _extra_title(extra: Adjustment, language: str) -> str:
    title = line_of(extra.title, language) if extra.title else ""
    sign = "+" if extra.kind == "bonus" else "-"
    return f"{title} {sign}{as_text(extra.points)}".strip()


def _checkpoints(table: Table, checkpoints: Iterable[Text], language: str) -> None:
    for checkpoint in checkpoints:
        table.add(tomlkit.comment(f"    - {line_of(checkpoint, language)}"))
