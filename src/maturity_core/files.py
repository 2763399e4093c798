"""The doors: rubrics and assessments from files, bytes and mappings, and back to text."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from attrs import frozen

from maturity_core.assessment import Assessment
from maturity_core.assessment_checks import check_assessment, is_open
from maturity_core.errors import (
    FileNotOpened,
    InvalidAssessment,
    InvalidRubric,
    InvalidValue,
    MaturityError,
    Path,
    Problem,
    printable,
)
from maturity_core.rubric import Rubric
from maturity_core.rubric_checks import check_rubric, require_valid
from maturity_core.scorecard import Scorecard
from maturity_core.tree import is_at, is_table

if TYPE_CHECKING:
    from maturity_core.reading import Document

__all__ = [
    "Inspection",
    "Source",
    "assessment_from",
    "bytes_of",
    "dump_assessment",
    "dump_rubric",
    "dump_scorecard",
    "inspect_assessment",
    "inspect_file",
    "inspect_rubric",
    "is_file_name",
    "load_assessment",
    "load_rubric",
    "read_source",
    "rubric_from",
]

Source = str | os.PathLike[str] | bytes
"""A path, or the bytes of a file."""

_KINDS: dict[str, Literal["json", "toml"]] = {".json": "json", ".toml": "toml"}
_RUBRIC_KEYS = frozenset({"base", "clauses", "grades"})
_NESTED = frozenset((dict, list))


def is_file_name(name: str) -> bool:
    """Whether a name is that of a file, by its suffix; any other is an id."""
    return name.lower().endswith(tuple(_KINDS))


def load_rubric(source: Source, *, base: Rubric | None = None) -> Rubric:
    """Read a rubric from a TOML or JSON file.

    Args:
        source: a path, or the bytes of the file.
        base: the rubric that an overlay names as its base, where it is at hand; others are looked
            up among those that are installed, or beside the file.

    Raises:
        FileNotOpened: the system would not open it.
        UnreadableFile: it is no TOML or JSON in UTF-8.
        InvalidRubric: with every problem, each with its line and column.
        UnknownRubric: nothing installed answers to the base of an overlay.
        AmbiguousRubric: more than one does.
        BrokenPlugin: its distribution cannot deliver the base.

    >>> load_rubric(b'''
    ... [rubric]
    ... id = "tiny-2026"
    ... title = { en = "Tiny" }
    ... total = 10
    ... [clauses]
    ... "1" = { points = 4, title = { en = "Staff" } }
    ... "2" = { points = 6, title = { en = "Service" } }
    ... [grades]
    ... "fail" = { rank = 0, label = { en = "fail" } }
    ... "pass" = { rank = 1, at_least = 6, label = { en = "pass" } }
    ... ''').clauses[1].points
    Fraction(6, 1)
    """
    return _load_rubric(source, (), base)


def _load_rubric(source: Source, above: tuple[str, ...], base: Rubric | None = None) -> Rubric:
    """Load a rubric that is the base of other files, which must not be its own base."""
    document = read_source(source)
    file = None if isinstance(source, bytes) else os.path.realpath(source)
    if file in above:
        raise InvalidRubric([Problem("overlay.circular", ("base",), {"file": printable(file)})])
    try:
        return _rubric_from(document.tree, (*above, file) if file else above, base)
    except InvalidRubric as error:
        raise InvalidRubric(document.placed(error.problems)) from None


def rubric_from(tree: Mapping[str, Any]) -> Rubric:
    """Make a rubric of a mapping in the form of a rubric file, or of an overlay.

    Args:
        tree: tables as mappings, with the keys of a rubric file; the base of an overlay is looked
            up among the rubrics that are installed, or in the working directory.

    Raises:
        InvalidRubric: with every problem and its path; a float is one, since it is not exact.
        UnknownRubric: nothing installed answers to the base of an overlay.
        AmbiguousRubric: more than one does.
        BrokenPlugin: its distribution cannot deliver the base.

    >>> try:
    ...     rubric_from({"rubric": {"id": "tiny-2026", "title": {"en": "Tiny"}, "total": 0.5}})
    ... except InvalidRubric as error:
    ...     print(error.problems[0].code, error.problems[0].pointer)
    number.float /rubric/total
    """
    return _rubric_from(tree, ())


def _rubric_from(
    tree: Mapping[str, Any], files: tuple[str, ...], at_hand: Rubric | None = None
) -> Rubric:
    name = _base_name(tree)
    base = None if name is None else _base(name, files, at_hand)
    try:
        rubric = _whole_rubric(tree, base)
    except InvalidValue as error:
        raise InvalidRubric(error.problems) from None
    require_valid(rubric)
    return rubric


def _base_name(tree: Mapping[str, Any]) -> str | None:
    """Return the base that an overlay names; None for a rubric that is none."""
    from maturity_core.overlay import base_of

    if is_table(tree) and "ratings" in tree:
        raise InvalidRubric([Problem("file.is-assessment")])
    return base_of(tree)


def _whole_rubric(tree: Mapping[str, Any], base: Rubric | None) -> Rubric:
    """Make a rubric of all that counts: what a file says, and what its base does."""
    from maturity_core.overlay import laid_over
    from maturity_core.serial import structured

    return structured(Rubric, tree if base is None else laid_over(base, tree))


def _base(name: str, files: tuple[str, ...], at_hand: Rubric | None) -> Rubric:
    """Return the base of an overlay: the one at hand, an installed one, or a file beside it."""
    if at_hand is not None and at_hand.answers_to(name):
        return at_hand
    if not is_file_name(name):
        from maturity_core.registry import get_rubric

        return get_rubric(name)
    folder = os.path.dirname(files[-1]) if files else os.curdir  # noqa: PTH120 -- any text may be asked for
    return _load_rubric(os.path.join(folder, name), files)  # noqa: PTH118 -- the same


def load_assessment(source: Source) -> Assessment:
    """Read an assessment from a TOML or JSON file; no rubric is needed for it.

    Args:
        source: a path, or the bytes of the file.

    Raises:
        FileNotOpened: the system would not open it.
        UnreadableFile: it is no TOML or JSON in UTF-8.
        InvalidAssessment: with every problem, each with its line and column.

    >>> assessment = load_assessment(b'''
    ... rubric = "qbjkb-009-2026"
    ... [ratings]
    ... "5.5" = 85
    ... ''')
    >>> assessment.ratings[0].ratio
    Fraction(17, 20)
    """
    document = read_source(source)
    try:
        return assessment_from(document.tree)
    except InvalidAssessment as error:
        raise InvalidAssessment(document.placed(error.problems)) from None


def assessment_from(tree: Mapping[str, Any]) -> Assessment:
    """Make an assessment of a mapping in the form of an assessment file: a web form, a JSON column.

    Args:
        tree: tables as mappings, with the keys of an assessment file.

    Raises:
        InvalidAssessment: with every problem and its path; a float is one, since it is not exact.

    >>> try:
    ...     assessment_from({"rubric": "qbjkb-009-2026", "ratings": {"5.5": 85.5}})
    ... except InvalidAssessment as error:
    ...     print(error.problems[0].code, error.problems[0].pointer)
    number.float /ratings/5.5
    """
    from maturity_core.serial import structured

    if is_table(tree) and ("clauses" in tree or "base" in tree):
        raise InvalidAssessment([Problem("file.is-rubric")])
    try:
        return structured(Assessment, tree)
    except InvalidValue as error:
        raise InvalidAssessment(error.problems) from None


@frozen(kw_only=True)
class Inspection:
    """Everything that a file says and everything that is wrong with it, without an exception.

    Attributes:
        rubric, assessment: what could be read; None where nothing could. Where there are faults,
            it is only good for counting and showing.
        problems: faults, open items and warnings, each with its line and column.
    """

    rubric: Rubric | None = None
    assessment: Assessment | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def faults(self) -> tuple[Problem, ...]:
        """What is wrong."""
        return tuple(p for p in self.problems if p.severity == "error" and not is_open(p))

    @property
    def open_items(self) -> tuple[Problem, ...]:
        """What is still to be rated or determined."""
        return tuple(p for p in self.problems if is_open(p))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What looks odd, but stops nothing."""
        return tuple(p for p in self.problems if p.severity == "warning")


def inspect_assessment(source: Source, rubric_for: Callable[[str], Rubric]) -> Inspection:
    """Read an assessment file and check it against its rubric, collecting every problem of both.

    Args:
        source: a path, or the bytes of the file.
        rubric_for: finds the rubric that the file names, such as `get_rubric`.
    """
    try:
        document = read_source(source)
    except MaturityError as error:
        return Inspection(problems=error.problems)
    return _inspected_assessment(document, rubric_for)


def _inspected_assessment(document: "Document", rubric_for: Callable[[str], Rubric]) -> Inspection:
    tree: dict[str, Any] = document.tree
    problems: list[Problem] = []
    try:
        assessment: Assessment | None = assessment_from(tree)
    except InvalidAssessment as error:
        problems += error.problems
        assessment = _readable_part(tree, error.problems)
    rubric = None
    if assessment is not None:
        try:
            rubric = rubric_for(assessment.rubric)
            problems += _not_told_before(check_assessment(rubric, assessment), problems)
        except MaturityError as error:
            problems += (problem.below("rubric") for problem in error.problems)
    return Inspection(rubric=rubric, assessment=assessment, problems=document.placed(problems))


def _readable_part(tree: Mapping[str, Any], problems: Iterable[Problem]) -> Assessment | None:
    """Read again without the entries that have faults, so that the others are checked too."""
    from maturity_core.serial import structured

    rest: dict[str, Any] = {}
    for key, item in tree.items():
        rest[key] = {**item} if isinstance(item, dict) else item
    for problem in problems:
        match problem.path:
            case (str(table), str(entry), *_) if isinstance(rest.get(table), dict):
                rest[table].pop(entry, None)
            case (str(key), *_):
                rest.pop(key, None)
            case _:
                return None
    try:
        return structured(Assessment, rest)
    except InvalidValue:
        return None


def _not_told_before(found: Iterable[Problem], told: Collection[Problem]) -> list[Problem]:
    """Leave out what is open only because its entry has a fault of its own."""
    faulty = {problem.path[:2] for problem in told}
    faulty |= {(p.path[0], ".".join(map(str, p.path[1:]))) for p in told if p.path}
    return [p for p in found if not (is_open(p) and (p.path in faulty or p.path[:1] in faulty))]


def inspect_rubric(source: Source, *, base: Rubric | None = None) -> Inspection:
    """Read a rubric file and check it, collecting everything that is wrong or looks odd.

    What would only follow from a fault is not told: a sum over points that could not be read, say.

    Args:
        source: a path, or the bytes of the file.
        base: as for `load_rubric`. What an overlay takes over from its base stands where the file
            names it.

    >>> found = inspect_rubric(b'''
    ... [rubric]
    ... id = "tiny-2026"
    ... title = { zh = "t", en = "Tiny" }
    ... totl = 10
    ... [clauses]
    ... "1" = { points = 10, title = "Staff" }
    ... [grades]
    ... "pass" = { rank = 0, label = { zh = "p", en = "pass" } }
    ... ''')
    >>> [(problem.code, problem.position.line) for problem in found.problems]
    [('value.missing-key', 2), ('value.unknown-key', 5), ('value.not-bilingual', 7)]
    """
    try:
        document = read_source(source)
    except MaturityError as error:
        return Inspection(problems=error.problems)
    return _inspected_rubric(document, source, base)


def _inspected_rubric(document: "Document", source: Source, base: Rubric | None) -> Inspection:
    try:
        name = _base_name(document.tree)
    except InvalidRubric as error:
        return Inspection(problems=document.placed(error.problems))
    files = () if isinstance(source, bytes) else (os.path.realpath(source),)
    try:
        below = None if name is None else _base(name, files, base)
    except MaturityError as error:
        in_base = [problem.below("base") for problem in error.problems]
        return Inspection(problems=document.placed(in_base))
    return _inspected(document, below)


def _inspected(document: "Document", base: Rubric | None) -> Inspection:
    """Check the rubric of a file, which is an overlay where there is a base."""
    from maturity_core.salvage import salvaged

    found = salvaged(partial(_whole_rubric, base=base), document.tree)
    problems = (*found.faults, *found.certain(check_rubric(found.rubric)))
    if base is None:
        placed = document.placed(problems)
    else:
        placed = document.placed(problems, stands=_in_overlay(document.tree, base))
    return Inspection(rubric=found.rubric, problems=placed)


def _in_overlay(tree: Mapping[str, Any], base: Rubric) -> Callable[[Path], Path]:
    """Return what tells where an overlay says something: what the base says stands at its name."""
    from maturity_core.overlay import laid_over

    inherited = laid_over(base, {"rubric": {}})

    def stands(path: Path) -> Path:
        ends = range(len(path), 0, -1)
        own = next((end for end in ends if is_at(tree, path[:end])), 0)
        old = next((end for end in ends if is_at(inherited, path[:end])), 0)
        return path[:own] if own >= old else ("base",)

    return stands


def inspect_file(
    source: Source, rubric_for: Callable[[str], Rubric], *, base: Rubric | None = None
) -> Inspection:
    """Inspect a rubric file or an assessment file: which of the two it is, is what it says.

    Args:
        source: a path, or the bytes of the file.
        rubric_for: as for `inspect_assessment`.
        base: as for `inspect_rubric`.

    Returns:
        What was read and what is wrong; of a rubric file there is no assessment.

    >>> from maturity_core import get_rubric
    >>> inspect_file(b'base = "qbjkb-009-2026"', get_rubric).assessment is None
    True
    >>> inspect_file(b'rubric = "qbjkb-009-2026"', get_rubric).assessment is None
    False
    """
    try:
        document = read_source(source)
    except MaturityError as error:
        return Inspection(problems=error.problems)
    if _says_rubric(document.tree):
        return _inspected_rubric(document, source, base)
    return _inspected_assessment(document, rubric_for)


def _says_rubric(tree: Mapping[str, Any]) -> bool:
    """Whether a file says what a rubric says, not an assessment."""
    has_its_keys = not tree.keys().isdisjoint(_RUBRIC_KEYS) or is_table(tree.get("rubric"))
    return has_its_keys and "ratings" not in tree


def dump_rubric(rubric: Rubric) -> str:
    """Write a rubric as JSON in the form of a rubric file; `load_rubric` reads an equal one.

    Raises:
        InvalidRubric: no file can hold it: an id is there twice, a text hides control characters.

    >>> from maturity_core import get_rubric
    >>> rubric = get_rubric("qbjkb-009-2026")
    >>> load_rubric(dump_rubric(rubric).encode()) == rubric
    True
    """
    try:
        return _json(_for_a_file(rubric))
    except InvalidValue as error:
        raise InvalidRubric(error.problems) from None


def dump_assessment(assessment: Assessment) -> str:
    """Write an assessment as JSON; `load_assessment` reads an equal one.

    Raises:
        InvalidAssessment: no file can hold it: a clause or veto is there twice, a text hides
            control characters.

    >>> assessment = assessment_from({"rubric": "qbjkb-009-2026", "ratings": {"5.5": "85%"}})
    >>> print(dump_assessment(assessment))
    {
      "rubric": "qbjkb-009-2026",
      "ratings": {"5.5": "85"}
    }
    """
    try:
        return _json(_for_a_file(assessment))
    except InvalidValue as error:
        raise InvalidAssessment(error.problems) from None


def _for_a_file(value: Rubric | Assessment) -> dict[str, Any]:
    from maturity_core.reading import harmful
    from maturity_core.serial import unstructured

    tree = unstructured(value)
    problems = tuple(harmful(tree))
    if problems:
        raise InvalidValue(problems)
    return tree


def dump_scorecard(scorecard: Scorecard, *, language: str = "en") -> str:
    """Write a scorecard as JSON: exact values as text, each with the form that people read.

    Args:
        scorecard: what `score` returned.
        language: of labels and sentences, ``"zh"`` or ``"en"``.

    Raises:
        InvalidAssessment: no file can hold the assessment, as `dump_assessment` says.

    >>> import json
    >>> from maturity_core import get_rubric, score
    >>> assessment = load_assessment("examples/municipal-sewage.toml")
    >>> said = json.loads(dump_scorecard(score(get_rubric("qbjkb-009-2026"), assessment)))
    >>> said["score"], said["grade_label"]
    ('90', 'four stars')
    """
    from maturity_core.serial import scorecard_tree

    try:
        return _json(scorecard_tree(scorecard, language))
    except InvalidValue as error:
        raise InvalidAssessment(error.problems) from None


def _json(tree: Mapping[str, object]) -> str:
    """Write JSON for people to compare: what holds no table or list stands on one line."""
    from json import JSONEncoder

    flat = JSONEncoder(ensure_ascii=False).encode

    def written(value: object, margin: str) -> str:
        inner = f"{margin}  "
        if isinstance(value, dict):
            table = cast("dict[str, object]", value)
            if not _NESTED.isdisjoint(map(type, table.values())):
                entries = [f"{flat(key)}: {written(item, inner)}" for key, item in table.items()]
                return "".join(("{\n", inner, f",\n{inner}".join(entries), "\n", margin, "}"))
        elif isinstance(value, list):
            items = cast("list[object]", value)
            if not _NESTED.isdisjoint(map(type, items)):
                entries = [written(item, inner) for item in items]
                return "".join(("[\n", inner, f",\n{inner}".join(entries), "\n", margin, "]"))
        return flat(value)

    return written(tree, "") + "\n"


def read_source(source: Source) -> "Document":
    """Read a file, or its bytes, as a plain tree.

    Raises:
        FileNotOpened: the system would not open it.
        UnreadableFile: it is no TOML or JSON in UTF-8.
    """
    from pathlib import Path

    from maturity_core.reading import read

    if isinstance(source, bytes):
        return read(source)
    return read(bytes_of(source), kind=_KINDS.get(Path(source).suffix.lower()))


def bytes_of(source: str | os.PathLike[str]) -> bytes:
    """Return what a file holds, but not much more than any file may hold.

    Raises:
        FileNotOpened: the system would not open it, or it is no regular file.
    """
    from pathlib import Path

    from maturity_core.reading import MOST_BYTES

    path = Path(source)
    # Opening a pipe would wait for ever. Path's own questions raise where a name is too long.
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113
        raise FileNotOpened([Problem("file.not-a-file", (), {"file": printable(path)})])
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise FileNotOpened([Problem("file.not-found", (), {"file": printable(path)})]) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        values = {"file": printable(path), "reason": reason}
        raise FileNotOpened([Problem("file.not-opened", (), values)]) from error
