"""The rubrics of installed distributions, found by entry point."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from datetime import date
from typing import NamedTuple, Protocol, cast

from attrs import frozen

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

__all__ = ["GROUP", "InstalledRubric", "InstalledRubrics", "get_rubric", "installed_rubrics"]


class _Distribution(Protocol):
    def read_text(self, filename: str, /) -> str | None: ...


_LONGEST_REASON = 500

GROUP = "maturity_core.rubrics"
"""The entry-point group: name = rubric id, value = a rubric, or a function that returns one."""


class InstalledRubric(NamedTuple):
    """A rubric that a distribution offers; nothing of it has been imported.

    Attributes:
        id: of the rubric, which is the name of the entry point.
        distribution: who offers it.
        version: of the distribution.
        value: of the entry point, such as ``acme_rubrics:elder_2026``.
    """

    id: str
    distribution: str
    version: str
    value: str

    def load(self) -> Rubric:
        """Import the plugin and return its rubric.

        Raises:
            BrokenPlugin: it raised, or what it offers is not this rubric.

        >>> [rubric] = [one for one in installed_rubrics() if one.id == "qbjkb-009-2026"]
        >>> rubric.load().total
        Fraction(100, 1)
        """
        outcomes = _OUTCOMES.get()
        if outcomes is None:
            outermost = _OUTCOMES.set({})
            try:
                return self.load()
            finally:
                _OUTCOMES.reset(outermost)
        if self not in outcomes:
            outcomes[self] = self._broken("plugin.circular")  # until it is done
            outcomes[self] = self._outcome()
        outcome = outcomes[self]
        if isinstance(outcome, BrokenPlugin):
            raise outcome
        return outcome

    def _outcome(self) -> "Rubric | BrokenPlugin":
        try:
            found = self._found()
            if not isinstance(found, Rubric):
                return self._broken("plugin.no-rubric", found=type(found).__name__)
            if found.id != self.id:
                return self._broken("plugin.other-id", found=found.id)
            require_valid(found)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 -- some plugins end the program
            broken = self._broken("plugin.broken", reason=_reason(error))
            broken.__cause__ = error
            return broken
        return found

    def _found(self) -> object:
        from importlib_metadata import EntryPoint

        found: object = EntryPoint(self.id, self.value, GROUP).load()
        return found() if callable(found) and not isinstance(found, Rubric) else found

    def _broken(self, code: str, **values: str) -> BrokenPlugin:
        values = {"id": self.id, "distribution": self.distribution, **values}
        return BrokenPlugin([Problem(code, (), values)])


# A plugin may ask for other rubrics while it is loaded: each is loaded once then, and none asks for
# itself by way of them.
_OUTCOMES: ContextVar[dict[InstalledRubric, Rubric | BrokenPlugin] | None] = ContextVar(
    "_OUTCOMES", default=None
)


@frozen(kw_only=True)
class InstalledRubrics:
    """What is installed, by id, and what is broken; iterates over the rubrics.

    Attributes:
        rubrics: sorted by id.
        problems: distributions that could not be read, and ids that more than one offers.
        contested: what is offered under such an id; none of it is a rubric of that id.
    """

    rubrics: tuple[InstalledRubric, ...]
    problems: tuple[Problem, ...] = ()
    contested: tuple[InstalledRubric, ...] = ()

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
    for distribution in _all_of(distributions, problems):
        try:
            offered = _offered(distribution)
        except Exception as error:  # noqa: BLE001 -- whatever a stranger's files raise
            values = {"distribution": _folder(distribution), "reason": _reason(error)}
            problems.append(Problem("plugin.broken", (), values))
            continue
        for offer in offered:
            if isinstance(offer, Problem):
                problems.append(offer)
                continue
            name = re.sub(r"[-_.]+", "-", offer.distribution).lower()
            key = (name, offer.id, offer.value)
            if key not in seen:  # else the same distribution stands earlier on the path
                seen.add(key)
                offers[offer.id.lower()].append(offer)
    contested = [rivals for rivals in offers.values() if len(rivals) > 1]
    problems += map(_offered_twice, contested)
    return InstalledRubrics(
        rubrics=tuple(sorted(alone for alone, *rivals in offers.values() if not rivals)),
        problems=tuple(dict.fromkeys(problems)),  # the path may name a folder twice
        contested=tuple(offer for rivals in contested for offer in rivals),
    )


def _all_of(
    distributions: Iterable[_Distribution], problems: list[Problem]
) -> Iterator[_Distribution]:
    """Yield all distributions that are found; a finder that fails ends the search."""
    try:
        yield from distributions
    except Exception as error:  # noqa: BLE001 -- whatever a stranger's finder raises
        values = {"distribution": "sys.meta_path", "reason": _reason(error)}
        problems.append(Problem("plugin.broken", (), values))


def _offered(distribution: _Distribution) -> list[InstalledRubric | Problem]:
    """Read what a distribution offers; METADATA only where it offers something."""
    text = distribution.read_text("entry_points.txt")
    entries = _entries(text) if text is not None and GROUP in text else []
    if not entries:
        return []
    metadata = distribution.read_text("METADATA") or distribution.read_text("PKG-INFO") or ""
    head, _, _ = metadata.partition("\n\n")
    fields = dict(re.findall(r"^(Name|Version):[ \t]*(.*\S)", head, re.MULTILINE))
    if fields.keys() < {"Name", "Version"}:
        return [Problem("plugin.no-metadata", (), {"folder": _folder(distribution)})]
    name, version = fields["Name"], fields["Version"]
    return [_offer(name, version, *entry) for entry in entries]


def _entries(text: str) -> list[tuple[str, str]]:
    """Return name and value of every line in our group; of a bad line itself and no value.

    importlib_metadata gives up on the whole file at one bad line, also in another group.
    """
    entries: list[tuple[str, str]] = []
    group = ""
    for line in map(str.strip, text.removeprefix("\ufeff").splitlines()):
        if line.startswith("["):
            group = line[1:].partition("]")[0].strip()
        elif group == GROUP and line and not line.startswith(("#", ";")):
            entry, _, value = line.partition("=")
            entries.append((entry.strip(), value.strip()))
    return entries


def _offer(distribution: str, version: str, entry: str, value: str) -> InstalledRubric | Problem:
    if not value:
        reason = f"entry_points.txt: {quoted(entry)}"
        return Problem("plugin.broken", (), {"distribution": distribution, "reason": reason})
    if not is_identifier(entry):
        values = {"distribution": distribution, "found": quoted(entry)}
        return Problem("plugin.no-id", (), values)
    return InstalledRubric(entry, distribution, version, value)


def _reason(error: BaseException) -> str:
    try:
        said = " ".join(str(error).split())
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 -- a stranger's exception may not even say what it is
        said = ""
    if len(said) > _LONGEST_REASON:
        said = f"{said[:_LONGEST_REASON]}..."
    return ": ".join(filter(None, (type(error).__name__, said)))


def _folder(distribution: _Distribution) -> str:
    return str(getattr(distribution, "_path", distribution))


def _offered_twice(rivals: list[InstalledRubric]) -> Problem:
    names = sorted({f"{rival.distribution} {rival.version}" for rival in rivals})
    values = {"id": rivals[0].id, "distribution": names[0], "distributions": ", ".join(names)}
    code = "plugin.id-twice" if len(names) > 1 else "plugin.id-repeated"
    return Problem(code, (), values)


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
    members = [offer for offer in installed if offer.id.startswith(f"{name}-")]
    for offer in installed:
        if offer.id == name:
            _refuse_family(name, members)
            return offer.load()
    for problem in installed.problems:
        if problem.values.get("id", "").lower() == name.lower():
            raise AmbiguousRubric([problem])
    loaded, broken = _loaded(members)
    editions = [rubric for rubric in loaded if rubric.family == name]
    if editions:
        _refuse_contested(name, installed)
        return _in_force(name, editions, on, broken)
    loaded, broken = _loaded(installed)
    # What could be an id is one: else an id could be taken by whoever has it as an alias.
    found = [rubric for rubric in loaded if name in rubric.aliases and not is_identifier(name)]
    if len(found) > 1:
        values = {"asked": name, "found": ", ".join(rubric.id for rubric in found)}
        raise AmbiguousRubric([Problem("rubric.several-aliases", (), values)])
    _refuse_contested(name, installed)
    if found:
        return found[0]
    ids = [offer.id for offer in installed]
    values = {
        "asked": unmasked(name),
        "installed": ", ".join(ids) or "-",
        "nearest": nearest(name, ids),
    }
    raise UnknownRubric([Problem("rubric.unknown", (), values), *installed.problems, *broken])


def _refuse_family(name: str, members: Iterable[InstalledRubric]) -> None:
    """Refuse an id that is also the family of others: neither may win silently."""
    editions = [rubric for rubric in _loaded(members)[0] if rubric.family == name]
    if editions:
        values = {"asked": name, "found": ", ".join([name, *(rubric.id for rubric in editions)])}
        raise AmbiguousRubric([Problem("rubric.several-aliases", (), values)])


def _refuse_contested(name: str, installed: InstalledRubrics) -> None:
    """Refuse a name to which a rubric answers whose id more than one distribution offers."""
    for offer, rubric in _each_loaded(installed.contested, []):
        if rubric.family == name or name in rubric.aliases:
            raise AmbiguousRubric(
                [
                    p
                    for p in installed.problems
                    if p.values.get("id", "").lower() == offer.id.lower()
                ]
            )


def _loaded(offers: Iterable[InstalledRubric]) -> tuple[list[Rubric], list[Problem]]:
    """Load rubrics; a broken plugin hurts nobody who asks for another one."""
    broken: list[Problem] = []
    return [rubric for _, rubric in _each_loaded(offers, broken)], broken


def _each_loaded(
    offers: Iterable[InstalledRubric], broken: list[Problem]
) -> Iterator[tuple[InstalledRubric, Rubric]]:
    for offer in offers:
        try:
            yield offer, offer.load()
        except BrokenPlugin as error:
            broken += error.problems


def _in_force(
    family: str, editions: list[Rubric], on: date | None, broken: list[Problem]
) -> Rubric:
    values = {"asked": family, "day": str(on), "editions": ", ".join(map(_window, editions))}
    if on is None:
        raise AmbiguousRubric([Problem("rubric.needs-date", (), values)])
    valid = [rubric for rubric in editions if _is_in_force(rubric, on)]
    if not valid:
        raise UnknownRubric([Problem("rubric.no-edition", (), values), *broken])
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
