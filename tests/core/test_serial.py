from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from attrs import evolve
from cattrs import Converter

from maturity_core import (
    Adjustment,
    AdjustmentCount,
    Assessment,
    Clause,
    Dimension,
    Exclusion,
    Guidance,
    Person,
    Provenance,
    Rating,
    RatingBand,
    RatingScale,
    Reading,
    Rubric,
    Scope,
    Source,
    Standard,
    Subject,
    Text,
    Veto,
    VetoFinding,
    score,
)
from maturity_core.serial import configure_converter, scorecard_tree, structured, unstructured
from tests.core.samples import (
    FIRED,
    RUBRIC,
    Tree,
    assessment_tree,
    both,
    clauses,
    rated,
    refusal,
    rubric_tree,
    text,
    told,
)


def assessment(tree: Tree) -> Assessment:
    return structured(Assessment, {"rubric": "tiny-2026", **tree})


def faults(tree: Tree) -> list[tuple[str, str]]:
    return sorted(told(refusal(assessment, tree).problems))


RATINGS: dict[str, tuple[object, Rating]] = {
    "whole": (85, Rating(clause="1", ratio="0.85")),
    "decimal": (Decimal("82.50"), Rating(clause="1", ratio="0.825")),
    "text": ("82.5", Rating(clause="1", ratio="0.825")),
    "percent": ("85%", Rating(clause="1", ratio="0.85")),
    "fraction": (Fraction(100, 3), Rating(clause="1", ratio="1/3")),
    "quotient": ("100/3", Rating(clause="1", ratio="1/3")),
    "zero": (0, Rating(clause="1", ratio=0)),
    "less than one": ("0.85", Rating(clause="1", ratio="0.0085")),
    "out of range": (-1, Rating(clause="1", ratio="-0.01")),
    "nothing": ({}, Rating(clause="1")),
    "null": ({"rating": None, "note": "n"}, Rating(clause="1", note="n")),
    "rating": ({"rating": "85%"}, Rating(clause="1", ratio="0.85")),
    "points": ({"points": "2.55"}, Rating(clause="1", points="2.55")),
    "both": ({"rating": 85, "points": 2}, Rating(clause="1", ratio="0.85", points=2)),
    "all": (
        {
            "rating": 85,
            "note": "n",
            "evidence": ["a", "b"],
            "finding": "f",
            "assessor": "Li",
            "rated_on": "2026-06-30",
        },
        Rating(
            clause="1",
            ratio="0.85",
            note="n",
            evidence=["a", "b"],
            finding="f",
            assessor="Li",
            rated_on=date(2026, 6, 30),
        ),
    ),
}


@pytest.mark.parametrize("name", RATINGS)
def test_the_forms_of_a_rating(name: str) -> None:
    entry, rating = RATINGS[name]
    read = assessment({"ratings": {"1": entry}})
    assert read.ratings == (rating,)
    assert structured(Assessment, unstructured(read)) == read


def test_a_clause_that_is_null_is_not_yet_rated() -> None:
    assert assessment({"ratings": {"1": None, "2": 5}}).ratings == (
        Rating(clause="2", ratio="1/20"),
    )


FINDINGS: dict[str, tuple[object, VetoFinding]] = {
    "clear": ("clear", VetoFinding(veto="v", finding="clear")),
    "fired": ("fired", VetoFinding(veto="v", finding="fired")),
    "undetermined": ("undetermined", VetoFinding(veto="v")),
    "nothing": ({}, VetoFinding(veto="v")),
    "long": ({"finding": "clear", "note": "n"}, VetoFinding(veto="v", finding="clear", note="n")),
    "all": (
        {
            "finding": "fired",
            "legal_basis": "b",
            "period": "p",
            "note": "n",
            "evidence": ["e"],
            "determined_by": "Li",
        },
        VetoFinding(
            veto="v",
            finding="fired",
            legal_basis="b",
            period="p",
            note="n",
            evidence=["e"],
            determined_by="Li",
        ),
    ),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_the_forms_of_a_finding(name: str) -> None:
    entry, finding = FINDINGS[name]
    read = assessment({"vetoes": {"v": entry}})
    assert read.vetoes == (finding,)
    assert structured(Assessment, unstructured(read)) == read


def test_the_paper_of_an_assessment() -> None:
    tree: Tree = {
        "format": 1,
        "rubric": "tiny-2026",
        "kind": "third-party",
        "scope": "other",
        "scope_text": "a boat",
        "assessed_on": date(2026, 6, 30),
        "period": "2025/2026",
        "subject": {"name": "Works", "address": "Road 1", "sites": ["North", "South"]},
        "assessors": [{"name": "Li", "role": "leader"}, {"name": "Wu"}],
        "reviewer": "Han",
        "decided_by": "Qi",
        "exclusions": {"1": "no such plant", "2": {"reason": "closed"}, "3": {}},
        "adjustments": {"a": 0, "b": {"count": 3, "reason": "awards"}},
    }
    read = assessment(tree)
    assert read == Assessment(
        rubric="tiny-2026",
        kind="third-party",
        scope="other",
        scope_text="a boat",
        assessed_on=date(2026, 6, 30),
        period="2025/2026",
        subject=Subject(name="Works", address="Road 1", sites=["North", "South"]),
        assessors=[Person(name="Li", role="leader"), Person(name="Wu")],
        reviewer="Han",
        decided_by="Qi",
        exclusions=[
            Exclusion(clause="1", reason="no such plant"),
            Exclusion(clause="2", reason="closed"),
            Exclusion(clause="3"),
        ],
        adjustments=[
            AdjustmentCount(adjustment="a", count=0),
            AdjustmentCount(adjustment="b", count=3, reason="awards"),
        ],
    )
    assert structured(Assessment, unstructured(read)) == read
    assert unstructured(read)["assessed_on"] == "2026-06-30"


def test_optional_parts_may_be_null() -> None:
    read = assessment({"kind": None, "assessed_on": None, "ratings": {"1": {"rated_on": None}}})
    assert read == assessment({"ratings": {"1": {}}})


FAULTS: dict[str, tuple[Tree, list[tuple[str, str]]]] = {
    "rubric": ({"rubric": 9}, [("value.not-text", "/rubric")]),
    "format": ({"format": 2}, [("value.format", "/format")]),
    "format as text": ({"format": "1"}, [("value.not-whole", "/format")]),
    "format as a flag": ({"format": True}, [("value.not-whole", "/format")]),
    "kind": ({"kind": "thirdparty"}, [("value.choice", "/kind")]),
    "kind no text": ({"kind": 3}, [("value.not-text", "/kind")]),
    "scope": ({"scope": ["a"]}, [("value.not-text", "/scope")]),
    "day": ({"assessed_on": "30.06.2026"}, [("value.date", "/assessed_on")]),
    "no such day": ({"assessed_on": "2026-02-30"}, [("value.date", "/assessed_on")]),
    "time": ({"assessed_on": datetime(2026, 6, 30, tzinfo=UTC)}, [("value.date", "/assessed_on")]),
    "subject": ({"subject": "Works"}, [("value.not-table", "/subject")]),
    "subject key": ({"subject": {"nmae": "W"}}, [("value.unknown-key", "/subject/nmae")]),
    "sites": ({"subject": {"sites": "North"}}, [("value.not-list", "/subject/sites")]),
    "site": ({"subject": {"sites": ["N", 5]}}, [("value.not-text", "/subject/sites/1")]),
    "assessors": ({"assessors": {"name": "Li"}}, [("value.not-list", "/assessors")]),
    "assessor": ({"assessors": ["Li"]}, [("value.not-table", "/assessors/0")]),
    "assessor name": ({"assessors": [{"role": "x"}]}, [("value.missing-key", "/assessors/0/name")]),
    "ratings": ({"ratings": [85]}, [("value.not-table", "/ratings")]),
    "ratings null": ({"ratings": None}, [("value.not-table", "/ratings")]),
    "rating flag": ({"ratings": {"1": True}}, [("number.bool", "/ratings/1")]),
    "rating float": ({"ratings": {"1": 85.0}}, [("number.float", "/ratings/1")]),
    "rating list": ({"ratings": {"1": [85]}}, [("number.type", "/ratings/1")]),
    "rating words": ({"ratings": {"1": "good"}}, [("number.form", "/ratings/1")]),
    "rating empty": ({"ratings": {"1": ""}}, [("number.form", "/ratings/1")]),
    "rating NaN": ({"ratings": {"1": Decimal("NaN")}}, [("number.not-finite", "/ratings/1")]),
    "long rating": ({"ratings": {"1": {"rating": 0.5}}}, [("number.float", "/ratings/1/rating")]),
    "points": ({"ratings": {"1": {"points": "2%"}}}, [("number.form", "/ratings/1/points")]),
    "note": ({"ratings": {"1": {"note": None}}}, [("value.not-text", "/ratings/1/note")]),
    "evidence": (
        {"ratings": {"1": {"evidence": "log"}}},
        [("value.not-list", "/ratings/1/evidence")],
    ),
    "rating key": (
        {"ratings": {"1": {"ratio": "0.5"}}},
        [("value.unknown-key", "/ratings/1/ratio")],
    ),
    "rating clause": (
        {"ratings": {"1": {"clause": "2"}}},
        [("value.unknown-key", "/ratings/1/clause")],
    ),
    "clause id": ({"ratings": {"5,1": 85}}, [("value.id", "/ratings/5,1")]),
    "clause id, long": ({"ratings": {"五": {"rating": 85}}}, [("value.id", "/ratings/五")]),
    "clause number as number": ({"ratings": {5.1: 85}}, [("value.not-text", "/ratings")]),
    "vetoes": ({"vetoes": ["clear"]}, [("value.not-table", "/vetoes")]),
    "veto flag": ({"vetoes": {"v": False}}, [("veto.ambiguous", "/vetoes/v")]),
    "veto flag, long": (
        {"vetoes": {"v": {"finding": True}}},
        [("veto.ambiguous", "/vetoes/v/finding")],
    ),
    "veto word": ({"vetoes": {"v": "claer"}}, [("value.choice", "/vetoes/v")]),
    "veto word, long": (
        {"vetoes": {"v": {"finding": "Fired"}}},
        [("value.choice", "/vetoes/v/finding")],
    ),
    "veto key": ({"vetoes": {"v": {"basis": "x"}}}, [("value.unknown-key", "/vetoes/v/basis")]),
    "veto number": ({"vetoes": {"v": 0}}, [("value.not-text", "/vetoes/v")]),
    "exclusion": ({"exclusions": {"1": 5}}, [("value.not-text", "/exclusions/1")]),
    "exclusions": ({"exclusions": ["1"]}, [("value.not-table", "/exclusions")]),
    "count": ({"adjustments": {"a": "3"}}, [("value.not-whole", "/adjustments/a")]),
    "count range": ({"adjustments": {"a": -3}}, [("value.whole", "/adjustments/a")]),
    "no count": ({"adjustments": {"a": {}}}, [("value.missing-key", "/adjustments/a/count")]),
    "language": ({"language": "zh"}, [("value.unknown-key", "/language")]),
    "key": ({"raitngs": {}}, [("value.unknown-key", "/raitngs")]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_fit_is_refused_with_its_path(name: str) -> None:
    tree, expected = FAULTS[name]
    assert faults(tree) == expected


def test_all_faults_of_an_assessment_are_told_at_once() -> None:
    tree: Tree = {}
    for part in ("format", "kind", "day", "assessor", "rating flag", "veto word", "count", "key"):
        for key, value in FAULTS[part][0].items():
            tree[key] = value
    tree["subject"] = {"name": 5, "sites": [1, 2]}
    tree["ratings"] = {"1": "x", "2": {"rating": 0.5, "note": 5, "nte": "x"}, "3": 85}
    assert faults(tree) == [
        ("number.float", "/ratings/2/rating"),
        ("number.form", "/ratings/1"),
        ("value.choice", "/kind"),
        ("value.choice", "/vetoes/v"),
        ("value.date", "/assessed_on"),
        ("value.format", "/format"),
        ("value.not-table", "/assessors/0"),
        ("value.not-text", "/ratings/2/note"),
        ("value.not-text", "/subject/name"),
        ("value.not-text", "/subject/sites/0"),
        ("value.not-text", "/subject/sites/1"),
        ("value.not-whole", "/adjustments/a"),
        ("value.unknown-key", "/raitngs"),
        ("value.unknown-key", "/ratings/2/nte"),
    ]


@pytest.mark.parametrize("tree", [[], "x", None, 5, [("rubric", "x")]])
def test_what_is_no_table_is_no_assessment(tree: object) -> None:
    assert told(refusal(structured, Assessment, tree).problems) == [("value.not-table", "")]


def test_a_key_that_is_no_text_is_refused() -> None:
    assert told(refusal(structured, Assessment, {5: 1}).problems) == [("value.not-text", "")]


def test_the_rubric_of_an_assessment_is_required() -> None:
    error = refusal(structured, Assessment, {"ratings": {"1": "x"}})
    assert sorted(told(error.problems)) == [
        ("number.form", "/ratings/1"),
        ("value.missing-key", "/rubric"),
    ]


class Torn(Mapping[str, object]):
    """A mapping that fails while it is read, such as a row of a closed database."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __getitem__(self, key: str) -> object:
        raise self.error(key)

    def __iter__(self) -> Iterator[str]:
        return iter(["name"])

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize("error", [RuntimeError, TypeError])
def test_an_error_of_the_callers_own_is_not_hidden(error: type[Exception]) -> None:
    with pytest.raises(error, match="name"):
        assessment({"subject": Torn(error)})


class Form(Mapping[str, object]):
    """A mapping as forms of the web are: a field may be there twice."""

    def __init__(self, *fields: tuple[str, object]) -> None:
        self.fields = fields

    def __getitem__(self, key: str) -> object:
        return dict(self.fields)[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.fields)

    def __len__(self) -> int:
        return len(self.fields)


def test_a_field_that_a_form_has_twice_is_refused() -> None:
    once = Form(("rubric", "t"), ("ratings", Form(("1", 85))))
    assert structured(Assessment, once).ratings[0].ratio == Fraction(17, 20)
    twice = Form(("rubric", "t"), ("ratings", Form(("1", 10), ("1", 85))))
    assert told(refusal(structured, Assessment, twice).problems) == [
        ("value.key-twice", "/ratings")
    ]


class Items:
    """Has items, but is no mapping."""

    def items(self) -> list[tuple[str, object]]:
        return [("rubric", "t"), ("rubric", "u")]


def test_what_only_has_items_is_no_table() -> None:
    assert told(refusal(structured, Assessment, Items()).problems) == [("value.not-table", "")]
    tree = {"rubric": "t", "scope": 5, "subject": Items()}
    assert sorted(told(refusal(structured, Assessment, tree).problems)) == [
        ("value.not-table", "/subject"),
        ("value.not-text", "/scope"),
    ]


def test_all_keys_that_are_no_text_are_told_at_once() -> None:
    error = refusal(structured, Assessment, {"rubric": "t", "ratings": {5: 85, 7: 80}})
    assert told(error.problems) == [("value.not-text", "/ratings")] * 2


def test_any_mapping_is_a_table() -> None:
    tree = MappingProxyType({"rubric": "t", "ratings": MappingProxyType({"1": 85})})
    assert structured(Assessment, tree).ratings[0].ratio == Fraction(17, 20)


def test_what_is_read_is_not_changed() -> None:
    tree = rubric_tree()
    structured(Rubric, tree)
    assert tree == rubric_tree()


@pytest.mark.parametrize(
    ("unknown", "nearest"),
    [("raitngs", "ratings"), ("vetos", "vetoes"), ("reviewers", "reviewer"), ("zzz", "")],
)
def test_an_unknown_key_comes_with_the_nearest(unknown: str, nearest: str) -> None:
    [problem] = refusal(assessment, {unknown: {}}).problems
    assert problem.values["nearest"] == nearest


def test_no_key_is_suggested_that_is_refused_too() -> None:
    [problem] = refusal(assessment, {"ratings": {"1": {"clauses": "x"}}}).problems
    assert problem.values["nearest"] != "clause"


def test_a_clause_number_without_quotes_is_explained() -> None:
    """In TOML, ``5.2.1 = 85`` says three nested tables."""
    error = refusal(assessment, {"ratings": {"5": {"2": {"1": 85, "2": 90}, "5": 80}, "6": 1}})
    assert [(p.code, p.pointer, p.values["id"]) for p in error.problems] == [
        ("value.unquoted-id", "/ratings/5/2/1", "5.2.1"),
        ("value.unquoted-id", "/ratings/5/2/2", "5.2.2"),
        ("value.unquoted-id", "/ratings/5/5", "5.5"),
    ]
    error = refusal(structured, Rubric, rubric_tree(clauses={"5": {"2": {"points": 10}}}))
    assert told(error.problems) == [("value.unquoted-id", "/clauses/5/2")]


def test_a_veto_that_is_null_is_not_told_to_put_it_in_quotes() -> None:
    error = refusal(assessment, {"vetoes": {"v": None}})
    assert "undetermined" in str(error)


def test_no_message_speaks_python() -> None:
    error = refusal(
        assessment,
        {
            "scope": date(2026, 6, 30),
            "period": Decimal("8.5"),
            "ratings": {"1": date(2026, 6, 30)},
            "vetoes": {"v": Decimal("8.5")},
        },
    )
    assert len(error.problems) == 4
    assert "Decimal(" not in str(error)
    assert "datetime" not in str(error)


@pytest.mark.parametrize("where", ["format", "reviewer", "kind", "assessed_on", "subject"])
def test_a_number_of_thousands_of_digits_is_no_traceback(where: str) -> None:
    for number in (10**5000, [10**5000], {"a": 10**5000}):
        assert faults({where: number})


RICH = evolve(
    RUBRIC,
    aliases=["T 1-2026"],
    standard=Standard(
        code="T 1-2026",
        edition="2026",
        issuer=text("Issuer"),
        issued=date(2026, 1, 1),
        effective=date(2026, 4, 1),
        transition_ends=date(2026, 10, 1),
        withdrawn=date(2030, 1, 1),
        references=["GB/T 1"],
    ),
    maximum=12,
    scaled=True,
    combine="mean",
    clauses=[
        Clause(
            id="1",
            title=text("Staff"),
            title_added=True,
            points="10/3",
            weight="0.5",
            combine="min",
            checkpoints=[text("a"), Text(zh="乙")],
            evidence=[text("b")],
            dimension="process",
            excludable=True,
            excluded="full",
            clauses=[
                Clause(
                    id="1.1",
                    title=text("Number"),
                    scale=RatingScale(
                        bands=[
                            RatingBand(low=0, high=0, label=text("no")),
                            RatingBand(low=1, high=1, label=text("yes")),
                        ],
                        step="0.25",
                    ),
                )
            ],
        ),
        Clause(id="2", title=text("Service"), weight=1),
    ],
    scale=RatingScale(
        aspects=[Dimension(id="level", title=text("Level"))],
        bands=[
            RatingBand(
                low=0,
                high="1/3",
                label=text("poor"),
                guidance=[Guidance(aspect="level", text=text("low"))],
            ),
            RatingBand(low="1/3", high=1, label=text("good")),
        ],
    ),
    vetoes=[
        Veto(
            id="4.2-incident",
            title=text("Incident"),
            condition=text("when"),
            rests_on=["4.2"],
            caps_at="fair",
            needs_reason=True,
            checkpoints=[text("look")],
        )
    ],
    adjustments=[
        Adjustment(
            id="award",
            kind="bonus",
            points="0.5",
            times=3,
            on="1",
            scaling="inside",
            from_ratio="0.9",
            title=text("Award"),
        ),
        Adjustment(id="fault", kind="deduction", points=1),
    ],
    scopes=[Scope(id="other", title=text("Other"), needs_text=True)],
    dimensions=[Dimension(id="process", title=text("Process"))],
    readings=[Reading(question=text("q"), reading=text("r"), reason=text("w"))],
    rounding="half-up",
    digits=1,
    provenance=Provenance(status="official", sources=[Source(part="grades", taken_from="6.2")]),
)


def test_every_field_of_a_rubric_goes_to_a_file_and_back() -> None:
    tree = unstructured(RICH)
    assert structured(Rubric, tree) == RICH
    assert tree["clauses"]["1"]["points"] == "10/3"
    assert tree["scale"]["bands"][0]["high"] == "100/3"
    assert tree["clauses"]["1.1"]["scale"]["step"] == "25"
    assert tree["adjustments"]["award"]["from_ratio"] == "90"
    assert tree["dimensions"] == {"process": both("Process")}
    assert tree["scale"]["aspects"] == {"level": both("Level")}
    assert tree["provenance"]["sources"] == {"grades": "6.2"}


def test_defaults_are_not_written() -> None:
    assert unstructured(RUBRIC) == {
        "format": 1,
        **rubric_tree(),
        "rubric": {"id": "tiny-2026", "family": "tiny", "title": both("Tiny"), "total": "10"},
        "clauses": {
            "1": {"points": "4", "title": both("Staff")},
            "1.1": {"points": "1", "title": both("Number")},
            "1.2": {"points": "3", "title": both("Training")},
            "2": {"points": "6", "title": both("Service")},
        },
        "grades": {
            "unqualified": {"rank": 0, "label": both("not qualified")},
            "fair": {"rank": 1, "at_least": "0", "label": both("fair")},
            "good": {"rank": 2, "at_least": "6", "label": both("good")},
            "excellent": {"rank": 3, "at_least": "9", "label": both("excellent")},
        },
    }


RUBRIC_FAULTS: dict[str, tuple[Tree, list[tuple[str, str]]]] = {
    "format": ({"format": 0}, [("value.format", "/format")]),
    "standard": ({"standard": "T 1"}, [("value.not-table", "/standard")]),
    "standard code": ({"standard": {}}, [("value.missing-key", "/standard/code")]),
    "standard day": (
        {"standard": {"code": "T", "effective": "soon"}},
        [("value.date", "/standard/effective")],
    ),
    "issuer": (
        {"standard": {"code": "T", "issuer": "I"}},
        [("value.not-bilingual", "/standard/issuer")],
    ),
    "text": ({"clauses": clauses(_2={"title": {}})}, [("text.empty", "/clauses/2/title")]),
    "text language": (
        {"clauses": clauses(_2={"title": {"zh": "x", "de": "y"}})},
        [("value.unknown-key", "/clauses/2/title/de")],
    ),
    "text no text": (
        {"clauses": clauses(_2={"title": {"zh": 5, "en": None}})},
        [("value.not-text", "/clauses/2/title/en"), ("value.not-text", "/clauses/2/title/zh")],
    ),
    "checkpoints": (
        {"clauses": clauses(_2={"checkpoints": [both("x"), "y"]})},
        [("value.not-bilingual", "/clauses/2/checkpoints/1")],
    ),
    "dimension": ({"dimensions": {"p": "x"}}, [("value.not-bilingual", "/dimensions/p")]),
    "dimension id": ({"dimensions": {"p q": both("x")}}, [("value.id", "/dimensions/p q")]),
    "dimension text": (
        {"dimensions": {"p": {"title": both("x")}}},
        [("value.unknown-key", "/dimensions/p/title")],
    ),
    "scope": ({"scopes": {"s": "x"}}, [("value.not-table", "/scopes/s")]),
    "scope title": ({"scopes": {"s": {}}}, [("value.missing-key", "/scopes/s/title")]),
    "scope flag": (
        {"scopes": {"s": {"title": both("x"), "needs_text": 1}}},
        [("value.not-flag", "/scopes/s/needs_text")],
    ),
    "veto": ({"vetoes": {"v": "x"}}, [("value.not-table", "/vetoes/v")]),
    "veto id": ({"vetoes": {"否": {"title": both("x")}}}, [("value.id", "/vetoes/否")]),
    "veto own id": (
        {"vetoes": {"v": {"title": both("x"), "id": "w"}}},
        [("value.unknown-key", "/vetoes/v/id")],
    ),
    "band": (
        {"scale": {"bands": [{"low": "x", "high": 0.5, "label": both("x")}]}},
        [("number.float", "/scale/bands/0/high"), ("number.form", "/scale/bands/0/low")],
    ),
    "guidance": (
        {"scale": {"bands": [{"low": 0, "high": 1, "label": both("x"), "guidance": {"a": 5}}]}},
        [("value.not-bilingual", "/scale/bands/0/guidance/a")],
    ),
    "adjustment": (
        {"adjustments": {"a": {"kind": "bonus", "times": 0}}},
        [("value.missing-key", "/adjustments/a/points"), ("value.whole", "/adjustments/a/times")],
    ),
    "source": (
        {"provenance": {"sources": {"total": 5}}},
        [("value.not-text", "/provenance/sources/total")],
    ),
    "status": ({"provenance": {"status": "oficial"}}, [("value.choice", "/provenance/status")]),
    "reading": ({"readings": {"question": "x"}}, [("value.not-list", "/readings")]),
    "memo": ({"memo": {}}, [("value.unknown-key", "/memo")]),
}


@pytest.mark.parametrize("name", RUBRIC_FAULTS)
def test_what_does_not_fit_a_rubric_is_refused_with_its_path(name: str) -> None:
    changes, expected = RUBRIC_FAULTS[name]
    error = refusal(structured, Rubric, rubric_tree(**changes))
    assert sorted(told(error.problems)) == expected


def test_a_converter_of_ones_own_can_learn_the_file_format() -> None:
    converter = Converter(forbid_extra_keys=True, omit_if_default=True)
    configure_converter(converter, language="en")
    tree: Any = rubric_tree(
        clauses={"1": {"title": "Staff", "points": 10, "checkpoints": ["plain"]}}
    )
    rubric = converter.structure(tree, Rubric)
    assert rubric.clauses[0].title == Text(en="Staff")
    assert converter.structure(converter.unstructure(rubric), Rubric) == rubric


def ids(parts: Iterable[dict[str, Any]], key: str) -> list[str]:
    return [part[key] for part in parts]


def test_the_tree_of_a_scorecard() -> None:
    rubric = evolve(
        RICH,
        maximum=None,
        scaled=False,
        combine="sum",
        clauses=[evolve(clause, dimension="process") for clause in RUBRIC.clauses],
        vetoes=RUBRIC.vetoes,
        adjustments=[],
    )
    card = score(
        rubric, rated("100/3", 80, {"rating": 90, "note": "seen"}, other={**FIRED, "note": "n"})
    )
    tree: dict[str, Any] = {**scorecard_tree(card, "zh")}
    lines = tree.pop("lines")
    assert tree.pop("assessment")["ratings"]["2"] == {"rating": "90", "note": "seen"}
    assert ids(lines, "clause") == ["1", "1.1", "1.2", "2"]
    assert lines[0] == {
        "clause": "1",
        "title": "Staff（中文）",
        "depth": 0,
        "points": "4",
        "weight": None,
        "combine": "sum",
        "decided_by": [],
        "excluded_with": None,
        "ratio_before": None,
        "earned": "41/15",
        "earned_shown": "2.7",
        "maximum": "4",
        "maximum_shown": "4",
        "ratio": "41/60",
        "ratio_shown": "68.33 %",
        "lost": "19/15",
        "lost_shown": "1.3",
        "falls_to": None,
        "falls_to_shown": None,
        "rises_to": None,
        "rises_to_shown": None,
        "band": None,
        "note": "",
    }
    assert (lines[1]["falls_to"], lines[1]["falls_to_shown"]) == ("0", "0.00 %")
    assert (lines[1]["band"], lines[1]["depth"], lines[3]["note"]) == ("good（中文）", 1, "seen")
    assert tree == {
        "subject": "",
        "kind": None,
        "scope": "",
        "assessed_on": None,
        "rubric": "tiny-2026",
        "rubric_official": True,
        "semantics": 1,
        "total": "10",
        "score": "122/15",
        "score_shown": "8.1",
        "grade": "fair",
        "grade_rank": 1,
        "grade_label": "fair（中文）",
        "grade_symbol": "",
        "grade_by_score": "good",
        "grade_by_score_label": "good（中文）",
        "next_grade": "excellent",
        "distance": "13/15",
        "distance_shown": "0.9",
        "missing": [],
        "margin": None,
        "margin_shown": None,
        "floors": [
            {
                "grade": grade,
                "label": f"{grade}（中文）",
                "floor": floor,
                "above": False,
                "score": "final",
                "distance": distance,
                "distance_shown": shown,
                "met": met,
            }
            for grade, floor, distance, shown, met in (
                ("fair", "0", "122/15", "8.1", True),
                ("good", "6", "32/15", "2.1", True),
                ("excellent", "9", "-13/15", "-0.9", False),
            )
        ],
        "costliest": ["1.1"],
        "base": "122/15",
        "combine": "sum",
        "decided_by": [],
        "adjustments": [],
        "held": [],
        "decision": list(card.decision.sentences("zh")),
        "vetoes": [
            {"veto": "fraud", "finding": "clear"},
            {"veto": "other", **FIRED, "note": "n"},
        ],
        "vetoes_fired": ["other"],
        "dimensions": [
            {
                "dimension": "process",
                "title": "Process（中文）",
                "earned": "122/15",
                "earned_shown": "8.1",
                "maximum": "10",
                "maximum_shown": "10",
                "ratio": "61/75",
                "ratio_shown": "81.33 %",
            }
        ],
    }


def test_the_tree_of_a_scorecard_at_the_top() -> None:
    tree = scorecard_tree(score(RUBRIC, rated(100, 100, 100)), "en")
    assert (tree["next_grade"], tree["distance"], tree["distance_shown"]) == (None, None, None)
    assert (tree["margin"], tree["margin_shown"], tree["costliest"]) == ("0.1", "10.00 %", [])
    assert tree["lines"][0]["points"] == "4"


def test_the_tree_of_a_scorecard_tells_how_far_each_rating_may_move() -> None:
    [_, number, training, service] = scorecard_tree(score(RUBRIC, rated("100/3", 80, 90)), "en")[
        "lines"
    ]
    assert (number["falls_to"], number["falls_to_shown"]) == ("0", "0.00 %")
    assert (training["rises_to"], training["rises_to_shown"]) == (None, None)
    assert (service["rises_to"], service["rises_to_shown"]) == (None, None)
    lifted = scorecard_tree(score(RUBRIC, rated(100, 70, 90)), "en")["lines"]
    assert (lifted[2]["rises_to"], lifted[2]["rises_to_shown"]) == ("0.8667", "86.67 %")


def test_a_clause_without_points_of_its_own_shows_none() -> None:
    rubric = evolve(RUBRIC, clauses=[evolve(RUBRIC.clauses[0], points=None), RUBRIC.clauses[1]])
    [first, *_] = scorecard_tree(score(rubric, rated(100, 100, 100)), "en")["lines"]
    assert (first["points"], first["maximum"]) == (None, "4")


def test_the_sample_says_the_same_in_both_forms() -> None:
    assert structured(Rubric, rubric_tree()) == RUBRIC
    assert structured(Assessment, assessment_tree()) == rated(80, 80, 80)
