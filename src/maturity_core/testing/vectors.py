"""Known assessments and what they must come to: the vectors that an author keeps as data."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from attrs import evolve, field, frozen
from attrs.converters import optional

from maturity_core.assessment import (
    AdjustmentCount,
    Assessment,
    Exclusion,
    Rating,
    VetoFinding,
)
from maturity_core.assessment_checks import excluded_with
from maturity_core.errors import InvalidValue, MaturityError, Problem
from maturity_core.exact import as_text, exact
from maturity_core.fields import texts
from maturity_core.files import Source, read_source
from maturity_core.rubric import Rubric
from maturity_core.scorecard import Scorecard
from maturity_core.scoring import score as score_it
from maturity_core.testing.laws import Scorer
from maturity_core.testing.plain import ON_RECORD, fired

__all__ = ["Vector", "VectorFile", "check_vector", "load_vectors"]

_NOTHING: Mapping[str, Fraction] = MappingProxyType({})


def _points(given: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class Vector:
    """What was found, and what must come out.

    Attributes:
        name: of the vector, unlike that of any other in its file.
        reason: why this has to come out: the clause of the standard, the trap that it guards.
        all: percentage of every item that ``ratings`` does not name; None if they are all there.
        ratings: of single items, in any form.
        exclusions: ids of the clauses that are left out.
        adjustments: how often each bonus and deduction occurred, 0 included.
        fired: ids of the vetoes that fired; the others are clear.
        score: exact, in points; None where it is not looked at.
        grade: id of the grade after vetoes; empty where it is not looked at.
        grade_by_score: id of the grade before them; empty where it is not looked at.
        score_shown: the score as people read it; empty where it is not looked at.
        base: the score before the adjustments of the whole; None where it is not looked at.
        lines: what single clauses earn, in points, by id.
        refused: codes and paths of the problems for which there is no score, such as
            ``rating.missing /ratings/2.1``.
    """

    name: str
    reason: str = ""
    all: Fraction | None = field(default=None, converter=optional(exact))
    ratings: tuple[Rating, ...] = field(default=(), converter=tuple[Rating, ...])
    exclusions: tuple[str, ...] = field(default=(), converter=texts)
    adjustments: tuple[AdjustmentCount, ...] = field(
        default=(), converter=tuple[AdjustmentCount, ...]
    )
    fired: tuple[str, ...] = field(default=(), converter=texts)
    score: Fraction | None = field(default=None, converter=optional(exact))
    grade: str = ""
    grade_by_score: str = ""
    score_shown: str = ""
    base: Fraction | None = field(default=None, converter=optional(exact))
    lines: Mapping[str, Fraction] = field(default=_NOTHING, converter=_points)
    refused: tuple[str, ...] = field(default=(), converter=texts)

    def assessment(self, rubric: Rubric) -> Assessment:
        """Return the assessment that it stands for: nothing open but what it leaves open."""
        findings = {veto.id: VetoFinding(veto=veto.id, finding="clear") for veto in rubric.vetoes}
        findings |= {veto: fired(veto) for veto in self.fired}
        said = Assessment(
            rubric=rubric.id,
            vetoes=findings.values(),
            exclusions=[Exclusion(clause=id_, reason=ON_RECORD) for id_ in self.exclusions],
            adjustments=[
                evolve(stated, reason=stated.reason or ON_RECORD) for stated in self.adjustments
            ],
        )
        ratings = {rating.clause: rating for rating in self.ratings}
        if self.all is not None:
            left_out = excluded_with(rubric, said)
            for leaf in rubric.leaves():
                if leaf.id not in left_out:
                    ratings.setdefault(leaf.id, Rating(clause=leaf.id, ratio=self.all / 100))
        return evolve(said, ratings=ratings.values())


@frozen(kw_only=True)
class VectorFile:
    """A file of vectors.

    Attributes:
        rubric: id or alias of the rubric.
        source: where the figures come from: annex, worked example, an earlier program.
        vectors: at least one.
    """

    rubric: str
    source: str = ""
    vectors: tuple[Vector, ...] = field(default=(), converter=tuple[Vector, ...])


def load_vectors(source: Source) -> VectorFile:
    """Read a file of vectors.

    Args:
        source: a path, or the bytes of the file, TOML or JSON.

    Raises:
        FileNotOpened: the system would not open it.
        UnreadableFile: it is no TOML or JSON in UTF-8.
        InvalidValue: with every problem, each with its line and column; a file without a vector,
            and a vector that expects nothing, are some.

    >>> file = load_vectors(b'''
    ... rubric = "qbjkb-009-2026"
    ... [[vectors]]
    ... name = "on the floor"
    ... all = 95
    ... score = 95
    ... grade = "five-star"
    ... ''')
    >>> file.vectors[0].score
    Fraction(95, 1)
    """
    from maturity_core.serial import structured

    document = read_source(source)
    try:
        file = structured(VectorFile, document.tree)
        _require_sense(file)
    except InvalidValue as error:
        raise InvalidValue(document.placed(error.problems)) from None
    return file


def _require_sense(file: VectorFile) -> None:
    problems = tuple(_problems(file))
    if problems:
        raise InvalidValue(problems)


def _problems(file: VectorFile) -> Iterator[Problem]:
    if not file.vectors:
        yield Problem("vectors.none", ("vectors",))
    names: set[str] = set()
    for index, vector in enumerate(file.vectors):
        where = ("vectors", index)
        if vector.name in names:
            yield Problem("vectors.name-twice", (*where, "name"), {"name": vector.name})
        names.add(vector.name)
        is_scored = bool(vector.grade) or vector.score is not None
        if is_scored == bool(vector.refused):
            code = "vectors.both-expected" if is_scored else "vectors.nothing-expected"
            yield Problem(code, where, {"name": vector.name})


def check_vector(rubric: Rubric, vector: Vector, *, score: Scorer = score_it) -> None:
    """What is known to come out comes out.

    Raises:
        AssertionError: with all that came out otherwise.
    """
    try:
        came_out = [*_differences(vector, score(rubric, vector.assessment(rubric)))]
    except MaturityError as error:
        found = tuple(f"{problem.code} {problem.pointer}" for problem in error.problems)
        came_out = []
        if not vector.refused or found != vector.refused:
            came_out = [f"refused: {found}, {vector.refused or 'a score'} is required", str(error)]
    if came_out:
        raise AssertionError("\n  ".join((f"{rubric.id}, vector {vector.name}:", *came_out)))


def _differences(vector: Vector, card: Scorecard) -> Iterator[str]:
    if vector.refused:
        yield f"score {as_text(card.score)}, a refusal is required: {', '.join(vector.refused)}"
    earned = {id_: line.earned for id_, line in card.line_of.items()}
    pairs: list[tuple[str, Fraction | str | None, Fraction | str | None]] = [
        ("score", card.score, vector.score),
        ("grade", card.grade.id, vector.grade),
        ("grade by score", card.grade_by_score.id, vector.grade_by_score),
        ("score shown", card.decision.score_shown, vector.score_shown),
        ("score before adjustments", card.base, vector.base),
    ]
    pairs += [(f"clause {id_}", earned.get(id_), points) for id_, points in vector.lines.items()]
    for name, found, required in pairs:
        if required not in {None, ""} and found != required:
            yield f"{name} {_written(found)}, {_written(required)} is required"


def _written(value: Fraction | str | None) -> str:
    return as_text(value) if isinstance(value, Fraction) else str(value)
