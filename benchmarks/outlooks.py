"""The outlook of an unfinished assessment of Q/BJKB 009-2026 beside one scoring of it, finished."""

from functools import partial

from attrs import evolve

from maturity_core import Assessment, Rubric, outlook, score
from samples import away_from_floors
from timing import Contender, Times, interleaved

__all__ = ["SCORE", "measured"]

SCORE = "score(), all rated"


def measured(rubric: Rubric, rounds: int, count: int) -> dict[str, Times]:
    """Measure scoring, then outlooks of the same assessments with less and less rated.

    Args:
        rubric: 009.
        rounds: how often.
        count: assessments in each round.
    """
    answers = away_from_floors(rubric, count)

    def complete() -> list[Assessment]:
        return [one.assessment() for one in answers]

    def rated(ratings: slice, vetoes: slice) -> list[Assessment]:
        return [
            evolve(one, ratings=one.ratings[ratings], vetoes=one.vetoes[vetoes])
            for one in complete()
        ]

    def noted() -> list[Assessment]:
        return [
            evolve(
                one,
                ratings=[
                    evolve(rating, ratio=None) if number % 2 else rating
                    for number, rating in enumerate(one.ratings)
                ],
            )
            for one in complete()
        ]

    every, none, second = slice(None), slice(0), slice(None, None, 2)
    ahead = partial(Contender, run=partial(outlook, rubric))
    contenders = [
        Contender(SCORE, complete, partial(score, rubric)),
        ahead("outlook(), all rated", complete),
        ahead("outlook(), a veto open", partial(rated, every, slice(1, None))),
        ahead("outlook(), every second rating open", partial(rated, second, slice(2, None))),
        ahead("outlook(), the same, but noted", noted),
        ahead("outlook(), all open", partial(rated, none, none)),
    ]
    return interleaved(contenders, rounds)
