"""The rubrics of installed distributions, found by entry point."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, cast

from attrs import field, frozen

from maturity_core.errors import (
    AmbiguousRubric,
    BrokenPlugin,
    Problem,
    UnknownRubric,
    quoted,
    unmasked,
)
from maturity_core.fields import is_identifier, nearest
from maturity_core.rubric import Rubric
from maturity_core.rubric_checks import require_valid

if TYPE_CHECKING:
    from importlib_metadata import EntryPoint

__all__ = ["GROUP", "InstalledRubric", "InstalledRubrics", "get_rubric", "installed_rubrics"]


class _Distribution(Protocol):
    @property
    def metadata(self) -> Mapping[str, str]: ...
    @property
    def version(self) -> str: ...
    @property
    def entry_points(self) -> "Iterable[EntryPoint]": ...
    def read_text(self, filename: str, /) -> str | None: ...


GROUP = "maturity_core.rubrics"
"""The entry-point group: name = rubric id, value = a rubric, or a function that returns one."""


@frozen(kw_only=True)
class InstalledRubric:
    """A rubric that a distribution offers; nothing of it has been imported.

    Attributes:
        id: of the rubric, which is the name of the entry point.
        distribution, version: who offers it.
        entry: the entry point.
    """

    id: str
    distribution: str
    version: str
    entry: "EntryPoint" = field(repr=False, eq=False)

    def load(self) -> Rubric:
        """Import the plugin and return its rubric.

        Raises:
            BrokenPlugin: it raised, or what it offers is not this rubric.
        """
        values = {"id": self.id, "distribution": self.distribution}
        try:
            value: object = self.entry.load()
            if not isinstance(value, Rubric) and callable(value):
                value = value()
        except (Exception, SystemExit) as error:
            values["reason"] = _reason(error)
            raise BrokenPlugin([Problem("plugin.broken", (), values)]) from error
        if not isinstance(value, Rubric):
            values["found"] = type(value).__name__
            raise BrokenPlugin([Problem("plugin.no-rubric", (), values)])
        if value.id != self.id:
            values["found"] = value.id
            raise BrokenPlugin([Problem("plugin.other-id", (), values)])
        try:
            require_valid(value)
        except Exception as error:
            values["reason"] = _reason(error)
            raise BrokenPlugin([Problem("plugin.broken", (), values)]) from error
        return value


@frozen(kw_only=True)
class InstalledRubrics:
    """What is installed, by id, and what is broken; iterates over the rubrics.

    Attributes:
        rubrics: sorted by id.
        problems: distributions that could not be read, and ids that more than one offers.
    """

    rubrics: tuple[InstalledRubric, ...]
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[InstalledRubric]:
        """Iterate over the rubrics."""
        return iter(self.rubrics)

    def __len__(self) -> int:
        """Count the rubrics."""
        return len(self.rubrics)

    def __contains__(self, rubric_id: object) -> bool:
        """Whether there is a rubric with this id."""
        return any(rubric.id == rubric_id for rubric in self.rubrics)


def installed_rubrics() -> InstalledRubrics:
    """List the rubrics of all installed distributions, without importing any.

    A broken distribution hides no other: it is listed under ``problems``.

    >>> "qbjkb-009-2026" in installed_rubrics()
    True
    """
    import importlib_metadata

    offers: dict[str, list[InstalledRubric]] = defaultdict(list)
    problems: list[Problem] = []
    seen = set[tuple[str, str, str]]()
    distributions = cast("Iterable[_Distribution]", importlib_metadata.distributions())  # pyright: ignore[reportUnknownMemberType] -- its arguments are untyped
    for distribution in distributions:
        name = "?"
        try:
            entries = _entries(distribution)
            if not entries:
                continue
            name, version = distribution.metadata["Name"], distribution.version
            key = re.sub(r"[-_.]+", "-", name).lower()
        except Exception as error:  # noqa: BLE001 -- whatever a stranger's metadata raise
            values = {
                "distribution": _name(distribution),
                "reason": f"{type(error).__name__}: {error}",
            }
            problems.append(Problem("plugin.broken", (), values))
            continue
        for entry in entries:
            offer = (key, entry.name, entry.value)
            if offer in seen:  # the same distribution, earlier on the path
                continue
            seen.add(offer)
            if not is_identifier(entry.name):
                reason = f"{quoted(entry.name)} is no id"
                values = {"distribution": name, "reason": reason}
                problems.append(Problem("plugin.broken", (), values))
                continue
            offers[entry.name].append(
                InstalledRubric(id=entry.name, distribution=name, version=version, entry=entry)
            )
    for rubric_id, offered in offers.items():
        if len(offered) > 1:
            problems.append(_offered_twice(rubric_id, offered))
    single = [offered[0] for offered in offers.values() if len(offered) == 1]
    return InstalledRubrics(
        rubrics=tuple(sorted(single, key=lambda rubric: rubric.id)), problems=tuple(problems)
    )


def _entries(distribution: "_Distribution") -> "list[EntryPoint]":
    text = distribution.read_text("entry_points.txt")
    if text is None or GROUP not in text:
        return []
    return [entry for entry in distribution.entry_points if entry.group == GROUP]


def _reason(error: BaseException) -> str:
    try:
        said = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 -- a stranger's exception may not even say what it is
        said = ""
    return ": ".join(filter(None, (type(error).__name__, said)))


def _name(distribution: "_Distribution") -> str:
    """Name a distribution whose metadata are broken, by its folder if need be."""
    try:
        return str(distribution.metadata["Name"])
    except Exception:  # noqa: BLE001 -- whatever a stranger's metadata raise
        return str(getattr(distribution, "_path", distribution))


def _offered_twice(rubric_id: str, offered: Sequence[InstalledRubric]) -> Problem:
    names = ", ".join(sorted(f"{rubric.distribution} {rubric.version}" for rubric in offered))
    return Problem("plugin.id-twice", (), {"id": rubric_id, "distributions": names})


def get_rubric(name: str, *, on: date | None = None) -> Rubric:
    """Return an installed rubric; only the one that is asked for is imported.

    Args:
        name: its id; or an alias, such as the code of the standard; or a family with ``on``.
        on: the day on which the edition of the family has to be in force; there is no silent
            "latest".

    Raises:
        UnknownRubric: nothing installed answers to the name, or no edition is in force.
        AmbiguousRubric: more than one does.
        BrokenPlugin: its distribution cannot deliver it.

    >>> get_rubric("Q/BJKB 009-2026").id
    'qbjkb-009-2026'
    >>> get_rubric("qbjkb-009", on=date(2026, 6, 30)).id
    'qbjkb-009-2026'
    """
    installed = installed_rubrics()
    for rubric in installed:
        if rubric.id == name:
            return rubric.load()
    for problem in installed.problems:
        if problem.values.get("id") == name:
            raise AmbiguousRubric([problem])
    members = [rubric for rubric in installed if rubric.id.startswith(f"{name}-")]
    editions = [rubric for rubric in _loadable(members) if rubric.family == name]
    if editions:
        return _in_force(name, editions, on)
    found = [rubric for rubric in _loadable(installed) if name in rubric.aliases]
    if len(found) > 1:
        values = {"asked": name, "found": ", ".join(rubric.id for rubric in found)}
        raise AmbiguousRubric([Problem("rubric.several-aliases", (), values)])
    if found:
        return found[0]
    ids = [rubric.id for rubric in installed]
    values = {
        "asked": unmasked(name),
        "installed": ", ".join(ids) or "-",
        "nearest": nearest(name, ids),
    }
    raise UnknownRubric([Problem("rubric.unknown", (), values), *installed.problems])


def _loadable(installed: Sequence[InstalledRubric] | InstalledRubrics) -> Iterator[Rubric]:
    for rubric in installed:
        try:
            yield rubric.load()
        except BrokenPlugin:  # a broken plugin hurts nobody who asks for another one
            continue


def _in_force(family: str, editions: list[Rubric], on: date | None) -> Rubric:
    values = {"asked": family, "day": str(on), "editions": ", ".join(map(_window, editions))}
    if on is None:
        raise AmbiguousRubric([Problem("rubric.needs-date", (), values)])
    valid = [rubric for rubric in editions if _is_in_force(rubric, on)]
    if not valid:
        raise UnknownRubric([Problem("rubric.no-edition", (), values)])
    if len(valid) > 1:
        values["editions"] = ", ".join(map(_window, valid))
        raise AmbiguousRubric([Problem("rubric.several-editions", (), values)])
    return valid[0]


def _is_in_force(rubric: Rubric, on: date) -> bool:
    standard = rubric.standard
    if standard is None or standard.effective is None:
        return False
    return standard.effective <= on and (standard.withdrawn is None or on < standard.withdrawn)


def _window(rubric: Rubric) -> str:
    standard = rubric.standard
    start = standard.effective if standard else None
    end = standard.withdrawn if standard else None
    return f"{rubric.id} ({start or '?'} - {end or ''})"
