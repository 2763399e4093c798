"""Everything that an entry point can get wrong without raising at import."""

from attrs import evolve

from maturity_core import Clause, Grade, GradeBands, Rubric, Text

no_rubric = {"id": "acme-no-rubric-2026"}


def wants_an_argument(edition: int) -> Rubric:
    """Return an edition; but nobody says which one."""
    return evolve(other_id(), id=f"acme-wants-{edition}")


def other_id() -> Rubric:
    """Return a rubric whose id is not the name of the entry point."""
    title = Text(zh="别的准则", en="Another rubric")
    return Rubric(
        id="acme-another-2026",
        title=title,
        total=10,
        clauses=[Clause(id="1", title=title, points=10)],
        grades=GradeBands(grades=[Grade(id="only", rank=1, label=title)]),
    )
