"""What a scorecard says as a file: its keys, and what stands under each.

`serial.scorecard_tree` writes it, and type checkers hold it to this form; `schema` reads it here.
"""

from fractions import Fraction
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from maturity_core.assessment import Assessment, VetoFinding
from maturity_core.rubric import Combine

__all__ = [
    "Exact",
    "ExtraTree",
    "FloorTree",
    "HeldTree",
    "LineTree",
    "PointsTree",
    "ProblemTree",
    "ScorecardTree",
    "ShareTree",
    "SubtotalTree",
]

Exact = Annotated[str, Fraction]
"""An exact number as text: ``91.17``, or ``259/3`` where no decimal is finite."""

Kind = Literal["self", "internal", "third-party"]


class PointsTree(TypedDict):
    """Points of the score, exact and as shown."""

    earned: Exact
    earned_shown: str


class ShareTree(PointsTree):
    """What was earned, of what could be."""

    maximum: Exact
    maximum_shown: str
    ratio: Exact | None
    ratio_shown: str | None


class SubtotalTree(ShareTree):
    """What the items of one dimension bring together.

    Attributes:
        dimension: id of the dimension.
        title: its title.
        earned, earned_shown: points earned.
        maximum, maximum_shown: points that it can bring.
        ratio, ratio_shown: earned share.
    """

    dimension: str
    title: str


class LineTree(ShareTree):
    """One clause's share of the score.

    Attributes:
        clause: id of the clause.
        title: its title.
        depth: 0 for a section, 1 for what stands below it, and so on.
        points: its points as the standard prints them, or null.
        weight: its share of a branch that takes the mean, or null.
        combine: how its clauses make it; null for a scored item.
        decided_by: under ``min`` the ids of the clauses that decide; else empty.
        excluded_with: id of the excluded clause that it falls under; null where it is not excluded.
        ratio_before: where adjustments act on it, what it had reached before; else null.
        earned, earned_shown: points earned.
        maximum, maximum_shown: points that it can bring.
        lost, lost_shown: points that it could bring and did not.
        falls_to, falls_to_shown: lowest rating, alone changed, at which the grade holds; null for a
            branch and where nothing had to be rated.
        rises_to, rises_to_shown: lowest rating, alone changed, at which the grade is better; null
            there too, and where none lifts it.
        ratio, ratio_shown: earned share; null where the clause is excluded and drops out.
        band: label of the rating band, for a scored item; else null.
        note: the assessor's note, or an empty text.
    """

    clause: str
    title: str
    depth: int
    points: Exact | None
    weight: Exact | None
    combine: Combine | None
    decided_by: list[str]
    excluded_with: str | None
    ratio_before: Exact | None
    lost: Exact
    lost_shown: str
    falls_to: Exact | None
    falls_to_shown: str | None
    rises_to: Exact | None
    rises_to_shown: str | None
    band: str | None
    note: str


class ExtraTree(PointsTree):
    """What an adjustment brought.

    Attributes:
        adjustment: its id.
        title: its title, or an empty text.
        kind: ``bonus`` or ``deduction``.
        occurred: how often it occurred.
        counted: how many of these count.
        earned, earned_shown: points of the score that it brought; below 0 for a deduction.
    """

    adjustment: str
    title: str
    kind: Literal["bonus", "deduction"]
    occurred: int
    counted: int


class HeldTree(PointsTree):
    """What was taken away or added to keep a place within its limits.

    Attributes:
        clause: whose adjustments they are; null for the whole.
        earned, earned_shown: points of the score; below 0 where something was cut off.
    """

    clause: str | None


class FloorTree(TypedDict):
    """One band of the rubric, and how far the score is from its floor.

    Attributes:
        grade: id of the grade that it gives.
        label: how that is shown.
        floor: of the band, in points.
        above: whether the floor itself does not suffice.
        score: what is compared with it: the ``final`` score, or the ``base`` before adjustments.
        distance, distance_shown: points from the floor up to it; below 0 where it is missed.
        met: whether the floor is reached, and all else that the band requires is met.
    """

    grade: str
    label: str
    floor: Exact
    above: bool
    score: Literal["final", "base"]
    distance: Exact
    distance_shown: str
    met: bool


class ProblemTree(TypedDict):
    """Something about a file that a person should know.

    Attributes:
        code: stable code.
        path: JSON Pointer to the place in the file, empty for the whole.
        message: sentence for people.
        severity: ``error`` or ``warning``.
        line, column: counted from 1, or null where the place is unknown.
    """

    code: str
    path: str
    message: str
    severity: Literal["error", "warning"]
    line: int | None
    column: int | None


class ScorecardTree(TypedDict):
    """The result of scoring one assessment.

    Attributes:
        file, rubric_file, problems: the input, the file of its rubric and the warnings, in what
            the command prints.
        subject: name of the assessed organisation.
        kind: of the assessment, or null.
        scope: id of the scope, or an empty text.
        assessed_on: day of the assessment, or null.
        rubric: id of the rubric.
        rubric_official: whether the rubric follows the official text of its standard.
        semantics: number of the scoring rules.
        total: most that can be scored.
        score, score_shown: score, exact and as shown.
        grade: id of the grade, after the vetoes.
        grade_rank: its rank; a higher one is better.
        grade_label, grade_symbol: how it is shown.
        grade_by_score, grade_by_score_label: the grade that the score alone would give.
        next_grade: id of the next higher grade by score, or null at the top.
        distance, distance_shown: points to its floor, or null at the top.
        missing: what the next grade requires besides its floor and is not met, as sentences.
        margin, margin_shown: how much lower all ratings could be at once, as a ratio, so that the
            grade holds; null where it would with every rating at 0.
        floors: every band of the rubric, from the lowest to the best.
        costliest: ids of the scored items that lost the most points.
        base: score before the adjustments of the whole.
        combine: how the sections make the whole.
        decided_by: under ``min`` the ids of the sections that decide; else empty.
        adjustments: what each bonus and deduction brought.
        held: what was taken away or added to keep a place within its limits.
        decision: the sentences that say why.
        vetoes: each finding.
        vetoes_fired: ids of those that fired.
        dimensions: subtotals.
        lines: one for each clause, in the order of the rubric.
        assessment: what was scored.
    """

    file: NotRequired[str]
    rubric_file: NotRequired[str | None]
    problems: NotRequired[list[ProblemTree]]
    subject: str
    kind: Kind | None
    scope: str
    assessed_on: str | None
    rubric: str
    rubric_official: bool
    semantics: int
    total: Exact
    score: Exact
    score_shown: str
    grade: str
    grade_rank: int
    grade_label: str
    grade_symbol: str
    grade_by_score: str
    grade_by_score_label: str
    next_grade: str | None
    distance: Exact | None
    distance_shown: str | None
    missing: list[str]
    margin: Exact | None
    margin_shown: str | None
    floors: list[FloorTree]
    costliest: list[str]
    base: Exact
    combine: Combine
    decided_by: list[str]
    adjustments: list[ExtraTree]
    held: list[HeldTree]
    decision: list[str]
    vetoes: list[Annotated[dict[str, Any], VetoFinding]]
    vetoes_fired: list[str]
    dimensions: list[SubtotalTree]
    lines: list[LineTree]
    assessment: Annotated[dict[str, Any], Assessment]
