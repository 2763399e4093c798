"""For authors of rubrics: the laws that every rubric keeps, known results, and what to draw."""

from maturity_core.testing.kit import ConformanceTest, conformance_tests
from maturity_core.testing.laws import (
    check_account,
    check_bonuses,
    check_bounded,
    check_branches,
    check_deductions,
    check_exact,
    check_open_items,
    check_order,
    check_plan,
    check_ratings,
    check_round_trip,
    check_shown,
    check_sound,
    check_vetoes,
)
from maturity_core.testing.strategies import assessments, rubrics
from maturity_core.testing.vectors import Vector, VectorFile, check_vector, load_vectors

__all__ = [
    "ConformanceTest",
    "Vector",
    "VectorFile",
    "assessments",
    "check_account",
    "check_bonuses",
    "check_bounded",
    "check_branches",
    "check_deductions",
    "check_exact",
    "check_open_items",
    "check_order",
    "check_plan",
    "check_ratings",
    "check_round_trip",
    "check_shown",
    "check_sound",
    "check_vector",
    "check_vetoes",
    "conformance_tests",
    "load_vectors",
    "rubrics",
]
