"""Rubrics to start from: a file that teaches, and a new edition of an old rubric."""

import re
from importlib.resources import files
from string import Template
from typing import Any

from maturity_core import Rubric, rubric_from
from maturity_core.serial import unstructured

__all__ = ["edition_of", "new_edition", "teaching_toml"]

# What a new edition does not have from the old one: its days and its other names.
_OWN = ("issued", "effective", "transition_ends", "withdrawn")


def edition_of(rubric_id: str) -> str:
    """Return the edition that an id ends with; empty where it ends with none.

    >>> edition_of("acme-101-2026")
    '2026'
    """
    found = re.fullmatch(r".+-([0-9]+)", rubric_id)
    return found[1] if found else ""


def _family_of(rubric_id: str) -> str:
    return rubric_id.removesuffix(f"-{edition_of(rubric_id)}")


def teaching_toml(rubric_id: str, language: str) -> str:
    """Return a small rubric in TOML, with comments that teach the form; it can be used at once."""
    source = files("maturity_tools").joinpath("templates", f"rubric.{language}.toml")
    return Template(source.read_text("utf-8")).substitute(
        id=rubric_id, family=_family_of(rubric_id), edition=edition_of(rubric_id)
    )


def new_edition(old: Rubric, rubric_id: str) -> Rubric:
    """Return a copy of a rubric under a new id, as a draft of the next edition.

    Code and edition of the standard follow the id. Days and aliases are the old edition's own and
    left out, and it is a reconstruction until somebody has compared each part with the new text.
    """
    tree: dict[str, Any] = unstructured(old)
    head = {key: value for key, value in tree["rubric"].items() if key != "aliases"}
    tree["rubric"] = {**head, "id": rubric_id, "family": old.family or _family_of(rubric_id)}
    standard = {key: value for key, value in tree.get("standard", {}).items() if key not in _OWN}
    before, after = standard.pop("edition", "") or edition_of(old.id), edition_of(rubric_id)
    if standard and before and after:
        code = standard["code"].removesuffix(f"-{before}")
        standard["code"] = code if code == standard["code"] else f"{code}-{after}"
    if standard:
        tree["standard"] = standard | ({"edition": after} if after else {})
    parts = [
        part for part in ("clauses", "vetoes", "grades", "scale", "adjustments") if part in tree
    ]
    tree["provenance"] = {"sources": dict.fromkeys(parts, old.id)}
    return rubric_from(tree)
