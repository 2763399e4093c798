import inspect
import typing

import maturity_core

PUBLIC = [
    "Adjustment",
    "AdjustmentCount",
    "AmbiguousRubric",
    "Assessment",
    "BrokenPlugin",
    "Clause",
    "Decision",
    "Deduction",
    "Dimension",
    "Exclusion",
    "FileNotOpened",
    "Grade",
    "GradeBand",
    "GradeBands",
    "Guidance",
    "IncompleteAssessment",
    "InexactNumber",
    "InstalledRubric",
    "InstalledRubrics",
    "InvalidAssessment",
    "InvalidRubric",
    "InvalidValue",
    "Line",
    "MaturityError",
    "Outlook",
    "Person",
    "Plan",
    "Position",
    "Problem",
    "Provenance",
    "Rating",
    "RatingBand",
    "RatingScale",
    "Reading",
    "Requirement",
    "Rubric",
    "Sample",
    "Scope",
    "Scorecard",
    "Sensitivity",
    "Source",
    "Standard",
    "Subject",
    "Subtotal",
    "Text",
    "UnknownRubric",
    "UnreadableFile",
    "Veto",
    "VetoFinding",
    "WhatIf",
    "assessment_from",
    "check_assessment",
    "check_rubric",
    "dump_assessment",
    "dump_rubric",
    "dump_scorecard",
    "get_rubric",
    "grade_only",
    "installed_rubrics",
    "load_assessment",
    "load_rubric",
    "outlook",
    "plan_of",
    "rubric_from",
    "score",
    "sensitivity",
    "what_if",
]


def test_the_public_names() -> None:
    """A name here is a promise; one that goes needs a release that says so."""
    assert maturity_core.__all__ == PUBLIC
    assert sorted(PUBLIC) == PUBLIC


def test_every_public_name_is_there_and_documented() -> None:
    undocumented = [
        name for name in PUBLIC if not (inspect.getdoc(getattr(maturity_core, name)) or "").strip()
    ]
    assert undocumented == []


def test_every_public_method_is_documented() -> None:
    undocumented = [
        f"{name}.{member}"
        for name in PUBLIC
        if inspect.isclass(kind := getattr(maturity_core, name))
        for member, value in vars(kind).items()
        if not member.startswith("_") and (inspect.isfunction(value) or isinstance(value, property))
        if not inspect.getdoc(value)
    ]
    assert undocumented == []


def test_every_public_function_is_annotated() -> None:
    functions = [getattr(maturity_core, name) for name in PUBLIC if name.islower()]
    assert all("return" in typing.get_type_hints(function) for function in functions)


def test_the_subject_comes_first_and_what_has_a_default_is_named() -> None:
    for name in PUBLIC:
        if name.islower():
            parameters = inspect.signature(getattr(maturity_core, name)).parameters.values()
            for parameter in parameters:
                named = parameter.kind is parameter.KEYWORD_ONLY
                assert named == (parameter.default is not parameter.empty), f"{name}: {parameter}"
