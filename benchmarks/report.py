"""The tables of results.md: what was measured, beside what it ought to be."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from timing import Times

__all__ = ["Target", "conditions", "table", "targets_table", "times_table"]

_DISTRIBUTIONS = (
    "maturity-core",
    "attrs",
    "cattrs",
    "importlib-metadata",
    "click",
    "rich",
    "common-expression-language",
    "json-logic-qubit",
    "numpy",
    "pandas",
    "pydantic",
    "pydantic-core",
    "zen-engine",
)
_LONG = 1e-3


class Target(NamedTuple):
    """A ratio that ought not to be exceeded.

    Attributes:
        what: is compared with what.
        most: the ratio that is allowed.
        ratio: the ratio that was measured; None where it could not be.
    """

    what: str
    most: float
    ratio: float | None


def targets_table(targets: Iterable[Target]) -> str:
    """Show each target, what was measured, and whether it is met."""
    return table(
        ("what", "at most", "measured", "met"),
        [
            (
                target.what,
                _ratio(target.most),
                "not measured" if target.ratio is None else _ratio(target.ratio),
                "yes" if target.ratio is not None and target.ratio <= target.most else "**no**",
            )
            for target in targets
        ],
    )


def times_table(times: Mapping[str, Times], references: Mapping[str, str]) -> str:
    """Show the times, and the ratios of the least ones to those of some rows.

    Args:
        times: by row.
        references: rows to compare with, each with the heading of its column.
    """
    head = ("", "least", "median", *(f"to {heading}" for heading in references.values()))
    rows = [
        (
            name,
            duration(found.least),
            duration(found.middle),
            *(_ratio(found.least / times[reference].least) for reference in references),
        )
        for name, found in times.items()
    ]
    return table(head, rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table: the first column is text, the others are numbers."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *rows))


def duration(seconds: float) -> str:
    """Write a time in the unit that suits it."""
    return f"{seconds * 1e3:.2f} ms" if seconds >= _LONG else f"{seconds * 1e6:.1f} µs"


def _ratio(ratio: float) -> str:
    return f"{ratio:.3g}"


def conditions() -> str:
    """Say on what, with what and when it was measured."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    versions = ", ".join(f"{name} {version(name)}" for name in _DISTRIBUTIONS)
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return "\n".join(
        (
            f"- Date: {datetime.now(UTC).date().isoformat()}",
            f"- Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()}",
            f"- Load average when it began: {load}",
            f"- Python: {python}",
            f"- Versions: {versions}",
        )
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text("utf-8").splitlines() if information.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
