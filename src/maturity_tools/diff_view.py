"""What differs between two rubrics, on a terminal and as data for programs."""

from collections.abc import Iterator
from typing import Any

from maturity_core import Rubric
from maturity_core.comparison import Change, Share, changes, shares
from maturity_core.exact import as_percent, as_text
from maturity_core.tree import is_list, is_table
from maturity_core.words import say
from maturity_tools.output import one_line
from maturity_tools.terminal import aligned

__all__ = ["diff_lines", "diff_tree"]

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def diff_tree(old: Rubric, new: Rubric) -> dict[str, Any]:
    """Return all differences as data: changes as in the files, parts of the total exact."""
    return {
        "old": old.id,
        "new": new.id,
        "changes": [change._asdict() for change in changes(old, new)],
        "shares": [
            {
                "clause": share.clause,
                "old": None if share.old is None else as_text(share.old),
                "new": None if share.new is None else as_text(share.new),
            }
            for share in shares(old, new)
        ],
    }


def diff_lines(old: Rubric, new: Rubric, language: str) -> Iterator[str]:
    """Yield what ``maturity rubric diff`` shows: differences by part, then parts of the total."""
    yield f"{old.id} -> {new.id}"
    found = changes(old, new)
    if not found:
        yield "  " + say("diff.none", language, {})
    for part in dict.fromkeys(change.part for change in found):
        yield say(f"diff.{part}", language, {})
        for change in found:
            if change.part == part:
                yield "  " + _line(change, language)
    moved = shares(old, new)
    if moved:
        yield say("diff.shares", language, {})
        yield from ("  " + row for row in aligned([_moved(share) for share in moved]))


def _line(change: Change, language: str) -> str:
    name = " ".join(filter(None, (change.id, change.key)))
    sign = _SIGNS[change.kind]
    if change.kind == "changed":
        other = "en" if language == "zh" else "zh"
        told = [(_shown(change.old, one), _shown(change.new, one)) for one in (language, other)]
        old, new = next((pair for pair in told if pair[0] != pair[1]), told[0])
        return f"{sign} {name}: {old} -> {new}".replace(" : ", " ")
    entry = change.old if change.kind == "removed" else change.new
    title = (entry.get("title") or entry.get("label")) if is_table(entry) else entry
    return f"{sign} {name}  {_shown(title, language)}".rstrip()


def _shown(value: Any, language: str) -> str:
    """Write a value of a file in a few words."""
    if value is None:
        return "-"
    if is_table(value) and value.keys() <= {"zh", "en"}:
        return one_line(str(value.get(language) or next(iter(value.values()))))
    if is_table(value) or is_list(value):
        return say("diff.entries", language, {"count": str(len(value))})
    return one_line(str(value).lower() if isinstance(value, bool) else str(value))


def _moved(share: Share) -> tuple[str, str, str, str]:
    old, new = ("-" if part is None else as_percent(part) for part in (share.old, share.new))
    return share.clause, old, "->", new
