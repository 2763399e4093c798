"""Times several contenders in one run, round by round, so that noise meets all of them alike."""

import gc
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

__all__ = ["Contender", "Times", "interleaved"]


class Contender(NamedTuple):
    """Something to be timed.

    Attributes:
        name: of its row.
        prepare: makes the inputs of one round, anew and untimed: no contender profits from what
            an earlier round left in them.
        run: what is timed, once per input.
    """

    name: str
    prepare: Callable[[], Sequence[Any]]
    run: Callable[[Any], object]


class Times(NamedTuple):
    """Seconds per input: the quickest round, and the one in the middle."""

    least: float
    middle: float


def interleaved(contenders: Sequence[Contender], rounds: int) -> dict[str, Times]:
    """Time every contender once per round, each round beginning with another one."""
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for contender in contenders:  # caches, bytecode and memos are warm before the first round
        _one_round(contender)
    for number in range(rounds):
        start = number % len(contenders)
        for contender in (*contenders[start:], *contenders[:start]):
            seconds[contender.name].append(_one_round(contender))
    return {name: Times(min(found), median(found)) for name, found in seconds.items()}


def _one_round(contender: Contender) -> float:
    inputs = contender.prepare()
    run = contender.run
    gc.collect()
    gc.disable()
    try:
        start = perf_counter()
        for value in inputs:
            run(value)
        return (perf_counter() - start) / len(inputs)
    finally:
        gc.enable()
