"""All laws hold for every shipped and every foreign rubric, not only for those that are drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from maturity_core import get_rubric, load_rubric
from maturity_core.testing import ConformanceTest, conformance_tests

TESTS = Path(__file__).parent.parent
FILES = sorted(TESTS.glob("foreign/*.toml"))
RUBRICS = [get_rubric("qbjkb-006-2026"), get_rubric("qbjkb-009-2026")]
RUBRICS += [load_rubric(file) for file in FILES if file.name != "bands-with-gaps.toml"]


@pytest.fixture(autouse=True)
def _a_fifth_of_the_examples() -> Iterator[None]:
    """Drawn rubrics have as many as the profile says; here it is times twenty rubrics."""
    usual = settings.get_current_profile_name()
    settings.register_profile("a fifth", max_examples=settings().max_examples // 5)
    settings.load_profile("a fifth")
    yield
    settings.load_profile(usual)


@pytest.mark.parametrize(
    "conforms",
    [
        pytest.param(test, id=f"{rubric.id}: {test.name}")
        for rubric in RUBRICS
        for test in conformance_tests(rubric)
    ],
)
def test_a_rubric_keeps_the_laws(conforms: ConformanceTest) -> None:
    conforms()
