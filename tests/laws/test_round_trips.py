"""What is written as JSON is read as the same thing."""

import json

from hypothesis import given

from maturity_core import (
    Assessment,
    Rubric,
    assessment_from,
    dump_assessment,
    dump_rubric,
    load_assessment,
    load_rubric,
    rubric_from,
    score,
)
from tests.strategies import (
    QBJKB_009,
    Case,
    assessments_with_everything,
    cases,
    cases_of_009,
    plain_rubrics,
    rubrics_with_everything,
)


def assert_that_nothing_is_lost(rubric: Rubric) -> None:
    text = dump_rubric(rubric)
    again = load_rubric(text.encode())
    assert again == rubric
    assert rubric_from(json.loads(text)) == rubric
    assert dump_rubric(again) == text


def test_009_loses_nothing() -> None:
    """JSON round trips lose nothing."""
    assert_that_nothing_is_lost(QBJKB_009)


@given(plain_rubrics())
def test_a_rubric_loses_nothing(rubric: Rubric) -> None:
    """JSON round trips lose nothing: load_rubric reads what dump_rubric wrote as an equal one."""
    assert_that_nothing_is_lost(rubric)


@given(rubrics_with_everything())
def test_a_rubric_in_all_that_the_format_can_say_loses_nothing(rubric: Rubric) -> None:
    """Model and format hold the rest of the design, also what cannot be scored yet."""
    assert_that_nothing_is_lost(rubric)


@given(assessments_with_everything())
def test_an_assessment_loses_nothing(assessment: Assessment) -> None:
    """Score ignores what is only paper; files keep it: notes, evidence, people, open items."""
    text = dump_assessment(assessment)
    again = load_assessment(text.encode())
    assert again == assessment
    assert assessment_from(json.loads(text)) == assessment
    assert dump_assessment(again) == text


def read_again(assessment: Assessment) -> Assessment:
    return load_assessment(dump_assessment(assessment).encode())


@given(cases_of_009())
def test_a_file_of_009_scores_as_what_was_written(case: Case) -> None:
    """Numbers in files are exact: ratings, thirds of points too, come back as they were."""
    assert score(QBJKB_009, read_again(case.assessment)) == score(*case)


@given(cases())
def test_a_file_scores_as_what_was_written(case: Case) -> None:
    """The same for random rubrics: points, totals and floors come back as they were."""
    rubric = load_rubric(dump_rubric(case.rubric).encode())
    assert score(rubric, read_again(case.assessment)) == score(*case)
