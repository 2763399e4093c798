"""One full scorecard of Q/BJKB 009-2026: this library and other ways to come to it."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from attrs import evolve

from float_peers import with_cel, with_json_logic, with_pandas
from maturity_core import Assessment, Rubric, Scorecard, grade_only, score
from peer import Peer
from samples import Answers, away_from_floors, on_floors
from timing import Contender, Times, interleaved
from zen_peer import drawn, tuned

__all__ = ["GRADE", "SCORE", "Loss", "by_kind", "losses", "measured", "peers_of"]

SCORE = "maturity_core: score()"
READ = "maturity_core: score(), and the points of every line read as fractions"
GRADE = "maturity_core: grade_only()"

_CLOSE = Fraction(1, 10**9)


class Loss(NamedTuple):
    """How many of the assessments that sit exactly on a floor got another grade than theirs."""

    peer: str
    lost: int
    of: int


def peers_of(rubric: Rubric) -> list[Peer]:
    """Return every other way to score, set up for one rubric."""
    ways = (drawn, tuned, with_cel, with_json_logic, with_pandas)
    return [way(rubric) for way in ways]


def measured(rubric: Rubric, peers: Sequence[Peer], rounds: int, count: int) -> dict[str, Times]:
    """Time all of them on the same assessments, after they have all agreed on the results."""
    drawn_answers = away_from_floors(rubric, count)
    for peer in peers:
        _agree(rubric, peer, drawn_answers)
        if peer.exact:
            _agree(rubric, peer, [answers for answers, _ in on_floors(rubric, count)])

    def assessments() -> list[Assessment]:
        return [answers.assessment() for answers in drawn_answers]

    def inputs(peer: Peer) -> list[object]:
        return [peer.take(answers) for answers in drawn_answers]

    ours = [
        Contender(SCORE, assessments, partial(score, rubric)),
        Contender(READ, assessments, partial(_read, rubric)),
        Contender(GRADE, assessments, partial(grade_only, rubric)),
    ]
    others = [Contender(peer.name, partial(inputs, peer), peer.run) for peer in peers]
    return interleaved([*ours, *others], rounds)


def by_kind(rubric: Rubric, rounds: int, count: int) -> dict[str, tuple[Times, Times]]:
    """Time the full scorecard and the grade alone, by what an assessment is like."""
    answered = away_from_floors(rubric, count)
    kinds: dict[str, Callable[[Answers], Assessment]] = {
        "ratings in the order of the rubric, no veto fired": _unvetoed,
        "the same in another order": _turned_round,
        "the same, one rating in points": _one_in_points,
        "a veto fired": _vetoed,
    }
    contenders = [
        Contender(f"{name} {kind}", partial(_all, made, answered), partial(run, rubric))
        for kind, made in kinds.items()
        for name, run in ((SCORE, score), (GRADE, grade_only))
    ]
    times = interleaved(contenders, rounds)
    return {kind: (times[f"{SCORE} {kind}"], times[f"{GRADE} {kind}"]) for kind in kinds}


def _read(rubric: Rubric, assessment: Assessment) -> tuple[Scorecard, list[Fraction]]:
    card = score(rubric, assessment)
    return card, [card.score, *(line.earned for line in card.lines)]


def _all(made: Callable[[Answers], Assessment], answered: Sequence[Answers]) -> list[Assessment]:
    return [made(answers) for answers in answered]


def _unvetoed(answers: Answers) -> Assessment:
    return answers._replace(fired=()).assessment()


def _turned_round(answers: Answers) -> Assessment:
    assessment = _unvetoed(answers)
    return evolve(assessment, ratings=tuple(reversed(assessment.ratings)))


def _one_in_points(answers: Answers) -> Assessment:
    assessment = _unvetoed(answers)
    first, *others = assessment.ratings
    item = next(answers.rubric.leaves())
    points = first.ratio_of(item.points) * (item.points or Fraction(0))
    return evolve(assessment, ratings=(evolve(first, ratio=None, points=points), *others))


def _vetoed(answers: Answers) -> Assessment:
    return answers._replace(fired=(answers.rubric.vetoes[0].id,)).assessment()


def losses(rubric: Rubric, peers: Sequence[Peer], count: int) -> list[Loss]:
    """Count the grades that are lost where the exact score is exactly a floor."""
    answered = list(on_floors(rubric, count))
    for answers, grade in answered:
        _require(score(rubric, answers.assessment()).grade.id == grade, "score()", answers)
    return [
        Loss(
            peer.name,
            sum(
                peer.read(peer.run(peer.take(answers))).grade != grade
                for answers, grade in answered
            ),
            count,
        )
        for peer in peers
    ]


def _agree(rubric: Rubric, peer: Peer, drawn_answers: Sequence[Answers]) -> None:
    for answers in drawn_answers:
        assessment = answers.assessment()
        card = score(rubric, assessment)
        found = peer.read(peer.run(peer.take(answers)))
        _require(grade_only(rubric, assessment) == card.grade, "grade_only()", answers)
        _require(found.grade == card.grade.id, peer.name, answers)
        most = Fraction(0) if peer.exact else _CLOSE
        _require(abs(found.score - card.score) <= most, peer.name, answers)


def _require(agrees: bool, who: str, answers: Answers) -> None:  # noqa: FBT001 -- like assert
    if not agrees:
        ratings = ", ".join(f"{item} {rating}" for item, rating in answers.ratings.items())
        message = f"{who} and score() differ, so nothing is measured: {ratings}; {answers.fired}"
        raise SystemExit(message)
