"""All that holds for one rubric, as tests: the laws over drawn assessments, and its vectors."""

from collections.abc import Callable
from functools import partial

from attrs import frozen

from maturity_core.assessment import Assessment
from maturity_core.errors import InvalidValue, Problem
from maturity_core.files import Source
from maturity_core.rubric import Rubric
from maturity_core.scoring import score as score_it
from maturity_core.testing.laws import LAWS, Law, Scorer, check_sound
from maturity_core.testing.strategies import assessments
from maturity_core.testing.vectors import VectorFile, check_vector, load_vectors

__all__ = ["ConformanceTest", "conformance_tests"]


@frozen
class ConformanceTest:
    """One test of a rubric: call it, and it raises AssertionError with what came out otherwise.

    Attributes:
        name: such as ``check_bounded``, or ``vector: on the floor``.
    """

    name: str
    _run: Callable[[], None]

    def __call__(self) -> None:
        """Run the test."""
        self._run()

    @property
    def __name__(self) -> str:
        """Its name, by which pytest knows it."""
        return self.name


def conformance_tests(
    rubric: Rubric, *, vectors: Source | VectorFile | None = None, score: Scorer = score_it
) -> list[ConformanceTest]:
    """Return the tests of a rubric: one for each law, and one for each vector.

    Args:
        rubric: that is to be held to the laws.
        vectors: a file of vectors for it.
        score: what is to be held to the laws with it, instead of the library's own scorer.

    Raises:
        InvalidValue: the vectors are for another rubric, or `load_vectors` refuses them.

    >>> from maturity_core import get_rubric
    >>> for conforms in conformance_tests(get_rubric("qbjkb-009-2026"))[:2]:
    ...     conforms()
    ...     print(conforms.name)
    check_sound
    check_bounded

    In a test file::

        @pytest.mark.parametrize("conforms", conformance_tests(RUBRIC, vectors=VECTORS))
        def test_the_rubric(conforms):
            conforms()
    """
    tests = [ConformanceTest(check_sound.__name__, partial(check_sound, rubric))]
    tests += [
        ConformanceTest(law.__name__, partial(_check_drawn, law, rubric, score)) for law in LAWS
    ]
    if vectors is not None:
        file = vectors if isinstance(vectors, VectorFile) else load_vectors(vectors)
        if not rubric.answers_to(file.rubric):
            values = {"rubric": rubric.id, "found": file.rubric}
            raise InvalidValue([Problem("vectors.other-rubric", ("rubric",), values)])
        tests += [
            ConformanceTest(
                f"vector: {vector.name}", partial(check_vector, rubric, vector, score=score)
            )
            for vector in file.vectors
        ]
    return tests


def _check_drawn(law: Law, rubric: Rubric, score: Scorer) -> None:
    """Hold a rubric to a law over drawn assessments, as many as the profile of Hypothesis says."""
    from hypothesis import HealthCheck, Phase, Verbosity, given, settings

    @settings(
        deadline=None,  # a busy machine is no fault of the rubric
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        # The law itself tells the smallest assessment that breaks it, and nothing need explain it.
        phases=[phase for phase in Phase if phase is not Phase.explain],
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(assessments(rubric))
    def holds(assessment: Assessment) -> None:
        law(rubric, assessment, score=score)

    holds()
