"""Rubrics and assessments of a few lines, as files."""

from collections.abc import Mapping
from pathlib import Path

from maturity_core import get_rubric

QBJKB_009 = get_rubric("qbjkb-009-2026")

TINY = """\
[rubric]
id = "tiny-2026"
title = { zh = "小准则", en = "Tiny" }
total = 10
[clauses]
"1" = { points = 4, title = { zh = "人员", en = "Staff" } }
"2" = { points = 6, title = { zh = "服务", en = "Service" } }
[grades]
"fail" = { rank = 0, label = { zh = "不通过", en = "fail" } }
"pass" = { rank = 1, at_least = 6, label = { zh = "通过", en = "pass" }, symbol = "+" }
[vetoes]
"accident" = { caps_at = "fail", title = { zh = "事故", en = "Accident" } }
"""

MEAN = """\
[rubric]
id = "mean-2026"
title = { zh = "平均", en = "Mean" }
total = 10
combine = "mean"
[clauses]
"1" = { weight = 4, title = { zh = "人员", en = "Staff" } }
"2" = { weight = 6, title = { zh = "服务", en = "Service" } }
[grades]
"fail" = { rank = 0, label = { zh = "不通过", en = "fail" } }
"pass" = { rank = 1, at_least = 6, label = { zh = "通过", en = "pass" } }
"""

BY_TINY = """\
rubric = "tiny-2026"
ratings = { "1" = 50, "2" = 75 }
vetoes = { "accident" = "clear" }
"""

BY_MEAN = """\
rubric = "mean-2026"
ratings = { "1" = 50, "2" = 75 }
"""


def by_009(
    rating: str = "90",
    *,
    head: str = "",
    ratings: Mapping[str, str] | None = None,
    vetoes: Mapping[str, str] | None = None,
) -> str:
    """A complete assessment by 009 as TOML: every item at one rating unless said, vetoes clear.

    Keys and values are TOML as it is written; an empty value leaves the entry out.
    """
    items = {f'"{leaf.id}"': rating for leaf in QBJKB_009.leaves()} | dict(ratings or {})
    findings = {f'"{veto.id}"': '"clear"' for veto in QBJKB_009.vetoes} | dict(vetoes or {})
    lines = [f'rubric = "{QBJKB_009.id}"', *head.splitlines()]
    for table, entries in (("ratings", items), ("vetoes", findings)):
        lines += [f"[{table}]", *(f"{key} = {value}" for key, value in entries.items() if value)]
    return "\n".join(lines) + "\n"


def written(path: Path, text: str | bytes) -> Path:
    """Write a file, and hand back where it is."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def names(folder: Path) -> list[str]:
    """What a folder holds: nothing may be left behind there."""
    return sorted(path.name for path in folder.iterdir())
