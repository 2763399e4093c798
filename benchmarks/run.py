"""Measures this library beside other ways to do the same, and writes results.md.

`python benchmarks/run.py` takes some minutes; with ``--quick`` it only prints a rough look.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import commands
import operators
import outlooks
import registry
import round_trip
import scorecards
import sizes
from maturity_core import get_rubric
from report import Target, conditions, duration, table, targets_table, times_table
from scorecards import GRADE, SCORE, losses, peers_of
from sizes import STAGES, Size, Tree

_RESULTS = Path(__file__).with_name("results.md")
_BASE = 1_000
_BRANCHING = 10
_KINDS = """\
The chance that a veto fired was one in eight. What ours needs depends on that, and on more:"""
_OPERATORS = """\
The time per clause, branches included, of a rubric with means, minima, exclusions, adjustments,
requirements, steps and levels, beside one that only adds up."""
_AGREE = """\
All agree on the results of these assessments. Of others whose score is exactly a floor, this many
got a grade that is not theirs:"""


class _Effort(NamedTuple):
    """How much is measured.

    Attributes:
        rounds: of the scorecards and of JSON to JSON.
        assessments: in each of those rounds.
        on_floors: assessments on a floor whose grade is asked for.
        processes: rounds of the commands.
        registry: rounds of the registry.
        trees: rubrics of growing size.
    """

    rounds: int
    assessments: int
    on_floors: int
    processes: int
    registry: int
    trees: list[Tree]


def _trees(most: int) -> list[Tree]:
    rounds = {10: 20, 100: 15, 1_000: 9, 10_000: 4, 100_000: 2}
    grown = [
        Tree("branching by 10", clauses, _BRANCHING, kind, rounds[clauses])
        for kind in ("toml", "json")
        for clauses in rounds
        if clauses <= most
    ]
    flat = [Tree("flat", n, n, "toml", rounds[n]) for n in (1_000, 10_000) if n <= most]
    deep = [
        Tree("branching by 5, six deep", n, 5, "toml", rounds[n]) for n in (10_000,) if n <= most
    ]
    return [*grown, *flat, *deep]


_QUICK = _Effort(5, 16, 200, 5, 5, _trees(10_000))
_THOROUGH = _Effort(40, 64, 2_000, 25, 30, _trees(100_000))


def main() -> None:
    """Measure, print, and write the results where all of it was measured."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python benchmarks/run.py")
    parser.add_argument("--quick", action="store_true", help="a rough look; writes no file")
    quick: bool = parser.parse_args().quick
    targets: list[Target] = []
    machine = conditions()
    parts: list[str] = []
    for part in _parts(_QUICK if quick else _THOROUGH, targets):
        print(part, end="\n\n", flush=True)
        parts.append(part)
    rough = " This look is too rough to judge by." if quick else ""
    summary = f"## Targets\n\nRatios of least times.{rough}\n\n{targets_table(targets)}"
    print(summary, end="\n\n")
    print(machine)
    if not quick:
        head = "# Results\n\nWritten by `make bench`; [README.md](README.md) says how to read it."
        text = "\n\n".join((head, machine, summary, *parts))
        _RESULTS.write_text(text + "\n", "utf-8")


def _parts(effort: _Effort, targets: list[Target]) -> Iterator[str]:
    """Yield one part of the report after the other, and add to the targets."""
    yield _commands(effort, targets)
    yield _scorecards(effort, targets)
    yield _round_trip(effort, targets)
    yield _registry(effort, targets)
    yield _operators(effort, targets)
    yield _outlooks(effort, targets)
    yield _sizes(effort, targets)


def _scorecards(effort: _Effort, targets: list[Target]) -> str:
    rubric = get_rubric("qbjkb-009-2026")
    peers = peers_of(rubric)
    drawn, tuned, *_, pandas = (peer.name for peer in peers)
    times = scorecards.measured(rubric, peers, effort.rounds, effort.assessments)
    least = {name: found.least for name, found in times.items()}
    targets += (
        Target(f"Full scorecard to {drawn}", 1 / 3, least[SCORE] / least[drawn]),
        Target("Full scorecard to pandas", 1 / 50, least[SCORE] / least[pandas]),
        Target(f"`grade_only` to {drawn}", 1 / 8, least[GRADE] / least[drawn]),
    )
    lost = [
        (loss.peer, str(loss.lost), str(loss.of))
        for loss in losses(rubric, peers, effort.on_floors)
    ]
    kinds = scorecards.by_kind(rubric, effort.rounds, effort.assessments)
    references = {drawn: "zen, as drawn", tuned: "zen, tuned", pandas: "pandas"}
    return "\n\n".join(
        (
            "## One full scorecard of Q/BJKB 009-2026",
            "23 scored items, sections, vetoes, grade; the time for one assessment.",
            times_table(times, references),
            _KINDS,
            table(
                ("", "score()", "grade_only()"),
                [
                    (kind, duration(full.least), duration(grade.least))
                    for kind, (full, grade) in kinds.items()
                ],
            ),
            _AGREE,
            table(("", "grade lost", "of"), [(SCORE, "0", str(effort.on_floors)), *lost]),
        )
    )


def _operators(effort: _Effort, targets: list[Target]) -> str:
    plain, *others = operators.measured(
        get_rubric("qbjkb-009-2026"), effort.rounds, effort.assessments
    )
    targets += (
        Target(f"Time per clause, {row.name}, to sums", 2, row.full.least / plain.full.least)
        for row in others
    )
    return "\n\n".join(
        (
            "## Every operator",
            _OPERATORS,
            table(
                ("rubric", "score()", "to sums", "grade_only()", "to sums"),
                [
                    (
                        row.name,
                        duration(row.full.least),
                        f"{row.full.least / plain.full.least:.2f}",
                        duration(row.grade.least),
                        f"{row.grade.least / plain.grade.least:.2f}",
                    )
                    for row in (plain, *others)
                ],
            ),
        )
    )


def _outlooks(effort: _Effort, targets: list[Target]) -> str:
    times = outlooks.measured(get_rubric("qbjkb-009-2026"), effort.rounds, effort.assessments)
    most = max(found.least for found in times.values())
    targets.append(Target("Outlook to one scoring", 5, most / times[outlooks.SCORE].least))
    return "\n\n".join(
        (
            "## What is still possible",
            "Of Q/BJKB 009-2026: bounds, open items, and the fewest that make each grade certain.",
            times_table(times, {outlooks.SCORE: "one scoring"}),
        )
    )


def _round_trip(effort: _Effort, targets: list[Target]) -> str:
    times = round_trip.measured(get_rubric("qbjkb-009-2026"), effort.rounds, effort.assessments)
    to_card = times[round_trip.CARD].least / times[round_trip.CARD_PEER].least
    targets.append(Target("JSON to scorecard to pydantic and Decimal", 1, to_card))
    references = {
        round_trip.CARD_PEER: "pydantic, to scorecard",
        round_trip.TEXT_PEER: "pydantic, to JSON",
    }
    return "\n\n".join(
        (
            "## JSON text to scorecard to JSON text",
            "An assessment with its paper, notes and evidence; both outputs say the same.",
            times_table(times, references),
        )
    )


def _commands(effort: _Effort, targets: list[Target]) -> str:
    times = commands.measured(effort.processes)
    bare, attrs = times[commands.BARE].least, times[commands.ATTRS].least
    targets += (
        Target(
            "`import maturity_core` to `import attrs`", 1.7, times[commands.IMPORT].least / attrs
        ),
        Target("`maturity --version` to bare", 6, times[commands.VERSION].least / bare),
        Target("`maturity score FILE` to bare", 14, times[commands.SCORE].least / bare),
    )
    return "\n\n".join(
        (
            "## Imports and whole commands",
            "Each is a process of its own.",
            times_table(times, {commands.BARE: "bare", commands.ATTRS: "`import attrs`"}),
        )
    )


def _registry(effort: _Effort, targets: list[Target]) -> str:
    rows = registry.measure(rounds=effort.registry)
    targets += (Target(f"Registry: {name}", 1.25, ratio) for name, ratio, _ in rows)
    return "\n\n".join(
        (
            "## Registry",
            table(
                ("", "ratio", "note"), [(name, f"{ratio:.3g}", note) for name, ratio, note in rows]
            ),
        )
    )


def _sizes(effort: _Effort, targets: list[Target]) -> str:
    found = sizes.measured(effort.trees)
    grown = [size for size in found if size.tree.branching == _BRANCHING]
    base = {size.tree.kind: size.total for size in grown if size.tree.clauses == _BASE}
    largest = max(size.tree.clauses for size in grown)
    for size in grown:
        if size.tree.clauses == largest:
            kind = size.tree.kind
            what = f"Time per clause at {largest:,} to {_BASE:,}, rubric in {kind.upper()}"
            targets.append(Target(what, 3, size.total / base[kind]))
    head = ("rubric", "clauses", *STAGES, "all", f"to {_BASE:,}")
    return "\n\n".join(
        (
            "## Rubrics of growing size",
            "From files to the text of the scorecard; time per clause.",
            table(head, [_size_row(size, base[size.tree.kind]) for size in found]),
        )
    )


def _size_row(size: Size, base: float) -> tuple[str, ...]:
    return (
        f"{size.tree.shape}, {size.tree.kind.upper()}",
        f"{size.tree.clauses:,}",
        *map(duration, size.seconds),
        duration(size.total),
        f"{size.total / base:.2f}",
    )


if __name__ == "__main__":
    main()
