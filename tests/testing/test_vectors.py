"""Vectors of an author: what is in the file, what is wrong with it, what came out otherwise."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from maturity_core import (
    FileNotOpened,
    InvalidValue,
    MaturityError,
    Scorecard,
    UnreadableFile,
    score,
)
from maturity_core.testing import Vector, check_vector, conformance_tests, load_vectors
from tests.testing.samples import ALL_OF_IT

FILE = """
rubric = "all-of-it"
source = "annex B"

[[vectors]]
name = "everything alike"
all = 80
adjustments = { bonus = 0, late = 0 }
score = 80
grade = "two"
grade_by_score = "two"
score_shown = "80"
base = "80"
lines = { "1" = 32, "3" = "24" }

[[vectors]]
name = "records left out"
all = 90
ratings = { "2.2" = { sample = { conform = 3, of = 10 } } }
exclusions = ["3"]
adjustments = { bonus = { count = 1, reason = "prize" }, late = 0 }
fired = ["incident"]
score = "464/7"
grade = "unqualified"

[[vectors]]
name = "nothing is stated"
all = 80
refused = ["adjustment.missing /adjustments/bonus", "adjustment.missing /adjustments/late"]
"""


def vectors(text: str = FILE) -> tuple[Vector, ...]:
    return load_vectors(text.encode()).vectors


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
def test_a_vector_that_is_right_passes(vector: Vector) -> None:
    check_vector(ALL_OF_IT, vector)


def told(index: int, **changes: Any) -> list[str]:
    with pytest.raises(AssertionError) as error:
        check_vector(ALL_OF_IT, evolve(vectors()[index], **changes))
    return str(error.value).split("\n  ")


def test_a_vector_that_is_wrong_says_everything_that_came_out_otherwise() -> None:
    assert told(
        0,
        score="80.5",
        grade="three",
        grade_by_score="three",
        score_shown="80.00",
        base="1",
        lines={"1": Fraction(31), "9": Fraction(1)},
    ) == [
        "all-of-it, vector everything alike:",
        "score 80, 80.5 is required",
        "grade two, three is required",
        "grade by score two, three is required",
        "score shown 80, 80.00 is required",
        "score before adjustments 80, 1 is required",
        "clause 1 32, 31 is required",
        "clause 9 None, 1 is required",
    ]


def test_what_a_vector_does_not_say_is_not_looked_at() -> None:
    check_vector(ALL_OF_IT, Vector(name="open", all=80, adjustments=vectors()[0].adjustments))


def test_a_score_where_a_refusal_is_required_is_told() -> None:
    assert told(0, refused=("rating.missing /ratings/1.1",))[1] == (
        "score 80, a refusal is required: rating.missing /ratings/1.1"
    )


def test_a_refusal_where_a_score_is_required_is_told_with_its_reason() -> None:
    message = told(0, exclusions=("2",), fired=("nobody",))
    assert message[1] == (
        "refused: ('veto.unknown /vetoes/nobody', 'exclusion.not-allowed /exclusions/2'), "
        "a score is required"
    )
    assert "there is no veto nobody" in message[2]


def test_another_refusal_than_the_one_required_is_told() -> None:
    message = told(2, refused=("rating.missing /ratings/1.1",))
    assert message[1].endswith("('rating.missing /ratings/1.1',) is required")


def test_a_scorer_that_refuses_everything_passes_no_vector() -> None:
    def refusing(*_: object) -> Scorecard:
        raise MaturityError([])

    with pytest.raises(AssertionError, match="a score is required"):
        check_vector(ALL_OF_IT, vectors()[0], score=refusing)


def test_another_scorer_can_be_held_to_vectors() -> None:
    with pytest.raises(AssertionError, match="grade one, two is required"):
        check_vector(
            ALL_OF_IT,
            vectors()[0],
            score=lambda r, a: evolve(score(r, a), grade=r.grades.grade("one")),
        )


FAULTS = {
    "vectors.none": ('rubric = "r"\n', None),
    "vectors.name-twice": (
        FILE.replace("records left out", "everything alike"),
        (17, "/vectors/1/name: each vector needs a name of its own, but everything alike"),
    ),
    "vectors.nothing-expected": (
        'rubric = "r"\n[[vectors]]\nname = "n"\nall = 3\n',
        (2, "/vectors/0: n must say score, grade or refused, none was found."),
    ),
    "value.unknown-key": (
        FILE.replace("source", "sorce"),
        (3, "/sorce: there is no key 'sorce' here. Did you mean \"source\"?"),
    ),
    "vectors.both-expected": (
        FILE.replace('refused = ["adj', 'score = 80\nrefused = ["adj'),
        (26, "/vectors/2: nothing is stated says refused, so it must not say score or grade too."),
    ),
    "value.not-table": (
        FILE.replace('lines = { "1" = 32, "3" = "24" }', "lines = 5"),
        (14, "/vectors/0/lines: a table (object) is required, got 5."),
    ),
    "number.form": (
        FILE.replace('"24"', '"24 points"'),
        (14, "/vectors/0/lines/3: a number must be plain ASCII digits"),
    ),
    "value.missing-key": (
        FILE.replace('name = "nothing is stated"\n', ""),
        (26, "/vectors/2/name: this is required, but missing."),
    ),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_of_the_file_is_told_with_its_line(code: str) -> None:
    text, place = FAULTS[code]
    with pytest.raises(InvalidValue) as refused:
        load_vectors(text.encode())
    [problem] = refused.value.problems
    assert problem.code == code
    if place is None:
        assert problem.message() == ("vectors needs at least one entry, none was found. Add one.")
    else:
        assert problem.position
        assert (problem.position.line, problem.message()[: len(place[1])]) == place


def test_what_is_no_file_or_no_toml_is_refused() -> None:
    with pytest.raises(FileNotOpened):
        load_vectors("nowhere.toml")
    with pytest.raises(UnreadableFile):
        load_vectors(b"[[vectors")


def test_vectors_of_another_rubric_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.vectors.toml"
    file.write_text(FILE.replace('"all-of-it"', '"none-of-it"'), "utf-8")
    with pytest.raises(InvalidValue) as refused:
        conformance_tests(ALL_OF_IT, vectors=file)
    assert str(refused.value) == (
        "/rubric: vectors for all-of-it are required, these are for none-of-it. "
        "Correct rubric. [vectors.other-rubric]"
    )


def test_the_kit_runs_every_law_and_every_vector() -> None:
    tests = conformance_tests(ALL_OF_IT, vectors=load_vectors(FILE.encode()))
    names = [test.__name__ for test in tests]
    assert names[-3:] == [
        "vector: everything alike",
        "vector: records left out",
        "vector: nothing is stated",
    ]
    assert all(re.fullmatch(r"check_\w+", name) for name in names[:-3])
    for test in tests[-3:]:
        test()
