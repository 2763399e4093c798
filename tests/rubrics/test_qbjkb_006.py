"""Q/BJKB 006-2026, reconstructed: what follows from 009, and nothing more."""

import json
import re
from fractions import Fraction

from maturity_core import Rubric, get_rubric
from tests.tools.command import objects, run

OLD, NEW = get_rubric("qbjkb-009-2026"), get_rubric("qbjkb-006-2026")
_ENVIRONMENT = re.compile(
    "环保|环境|污染|排放|排污|environment|pollut|emission|discharge", re.IGNORECASE
)


def numbers(rubric: Rubric) -> dict[str, Fraction | None]:
    return {clause.id: clause.points for clause in rubric.walk()}


def test_clauses_and_points_are_those_of_009_without_5_12() -> None:
    left = {name: p for name, p in numbers(OLD).items() if not name.startswith("5.12")}
    assert numbers(NEW) == left
    assert sum((leaf.points or 0 for leaf in NEW.leaves()), Fraction(0)) == 88
    assert NEW.scaled
    assert NEW.total == OLD.total
    assert (NEW.scale, NEW.scopes) == (OLD.scale, OLD.scopes)
    assert NEW.grades == OLD.grades


def test_no_clause_speaks_of_the_environment() -> None:
    for clause in NEW.walk():
        for text in (clause.title, *clause.checkpoints, *clause.evidence):
            assert _ENVIRONMENT.findall(text.zh + text.en) == [], clause.id


def test_basic_compliance_is_the_one_veto() -> None:
    [veto] = NEW.vetoes
    assert (veto.id, veto.rests_on, veto.caps_at) == ("4.2-compliance", ("4.2",), "unqualified")


def test_it_says_that_it_is_a_reconstruction_and_has_no_dates() -> None:
    assert not NEW.is_official
    assert NEW.provenance.based_on == OLD.id
    standard = NEW.standard
    assert standard is not None
    assert {standard.issued, standard.effective, standard.withdrawn} == {None}
    parts = {"total", "scopes", "clauses", "vetoes", "scale", "grades"}
    assert parts <= {source.part for source in NEW.provenance.sources}
    assert get_rubric("Q/BJKB 006-2026") == NEW


def test_every_paper_says_that_it_is_reconstructed() -> None:
    offers = objects(run("rubric", "list", "--json"))
    assert [o["rubric_official"] for o in offers if o["id"] == NEW.id] == [False]
    assert "reconstruction" in run("rubric", "show", NEW.id, "--lang", "en").stdout
    assert "重建" in run("rubric", "show", NEW.id, "--lang", "zh").stdout
    told = json.loads(run("rubric", "show", NEW.id, "--json").stdout)
    assert (told["rubric_official"], told["provenance"]["based_on"]) == (False, OLD.id)
