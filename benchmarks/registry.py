"""Lists the rubrics among a hundred distributions, beside the plain lookup of entry points.

`python benchmarks/registry.py` prints the ratios; `run.py` writes them into results.md.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import importlib_metadata

from maturity_core import installed_rubrics
from timing import Contender, Times, interleaved

__all__ = ["measure"]

_GROUP = "maturity_core.rubrics"
_DISTRIBUTIONS = 100
_OURS, _PLAIN = "installed_rubrics()", f'importlib_metadata.entry_points(group="{_GROUP}")'
_FIRST_CALL = """
import importlib_metadata, maturity_core.registry
from maturity_core import installed_rubrics
from time import perf_counter
start = perf_counter()
{call}
print(perf_counter() - start)
"""


def measure(rounds: int = 30) -> list[tuple[str, float, str]]:
    """Return what was compared, the ratio of least times, and the times.

    One in twenty offers a rubric, or, as the worst that can be, each does.
    """
    rows: list[tuple[str, float, str]] = []
    for offering in (_DISTRIBUTIONS // 20, _DISTRIBUTIONS):
        with TemporaryDirectory() as name, _on_path(Path(name), offering):
            _agree()
            for when, times in (("warm", _warm(rounds)), ("first call", _first(name, rounds))):
                ours, plain = times[_OURS].least, times[_PLAIN].least
                note = f"{ours * 1e3:.2f} ms to {plain * 1e3:.2f} ms of entry_points()"
                what = f"{_DISTRIBUTIONS} distributions, {offering} offer rubrics, {when}"
                rows.append((what, ours / plain, note))
    return rows


@contextmanager
def _on_path(folder: Path, offering: int) -> Iterator[None]:
    """Fill a folder with the metadata of distributions, and find them first."""
    for number in range(_DISTRIBUTIONS):
        info = folder / f"made_up_{number}-1.{number}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.4\nName: made-up-{number}\nVersion: 1.{number}\n"
        requires = "".join(f"Requires-Dist: other-{n}>=1.{n}\n" for n in range(10))
        description = "\n".join(f"Line {n} of what a README says." for n in range(200))
        text = f"{metadata}{requires}\n{description}\n"
        (info / "METADATA").write_text(text, encoding="utf-8")
        entries = f"[console_scripts]\nmade-up-{number} = made_up_{number}:main\n"
        if number < offering:
            entries += f"\n[{_GROUP}]\nmade-up-{number} = made_up_{number}:rubric\n"
        if number < offering or number % 2:
            (info / "entry_points.txt").write_text(entries, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def _agree() -> None:
    ours = {rubric.id for rubric in installed_rubrics()}
    plain = {entry.name for entry in importlib_metadata.entry_points(group=_GROUP)}
    if ours != plain:
        message = f"They find different rubrics, so nothing is measured: {ours ^ plain}"
        raise SystemExit(message)


def _warm(rounds: int) -> dict[str, Times]:
    once = [_GROUP]
    ours = Contender(_OURS, lambda: once, lambda _: installed_rubrics())
    plain = Contender(_PLAIN, lambda: once, lambda g: importlib_metadata.entry_points(group=g))
    return interleaved([ours, plain], rounds)


def _first(folder: str, rounds: int) -> dict[str, Times]:
    """Time the first call in processes of their own, which have imported both."""
    seconds: dict[str, list[float]] = {_OURS: [], _PLAIN: []}
    for number in range(rounds):
        for call in sorted(seconds, reverse=bool(number % 2)):
            code = f"import sys; sys.path.insert(0, {folder!r})\n" + _FIRST_CALL.format(call=call)
            done = subprocess.run(  # noqa: S603 -- this interpreter, with code from above
                [sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, text=True
            )
            seconds[call].append(float(done.stdout))
    return {call: Times(min(found), sorted(found)[rounds // 2]) for call, found in seconds.items()}


if __name__ == "__main__":
    for what, ratio, note in measure():
        print(f"{ratio:.2f}  {what}: {note}")
