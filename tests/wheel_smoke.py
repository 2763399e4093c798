"""The wheel alone in an empty environment: what works, and what says that it lacks an extra."""

import importlib
import os
import pkgutil
import subprocess
import sys
import sysconfig
from fractions import Fraction
from pathlib import Path

import maturity_core
import maturity_rubrics
import maturity_tools


def main() -> None:
    for package in (maturity_core, maturity_rubrics, maturity_tools):
        home = Path(str(package.__file__)).parent
        assert home.is_relative_to(sys.prefix), f"{home} is not the installed wheel"
        assert (home / "py.typed").is_file(), f"{home} has no py.typed"
    shipped = Path(str(maturity_rubrics.__file__)).with_name("qbjkb_009_2026.toml")
    assert shipped.is_file(), f"{shipped} is missing"
    for kind in ("rubric", "assessment", "scorecard"):
        schema = Path(str(maturity_core.__file__)).parent / "schemas" / f"{kind}.schema.json"
        assert schema.is_file(), f"{schema} is missing"

    # All but the testing kit works without any extra.
    for module in pkgutil.iter_modules(maturity_core.__path__, "maturity_core."):
        if module.name != "maturity_core.testing":
            importlib.import_module(module.name)

    # Found by its entry point, and the same as what the file says.
    rubric = maturity_core.get_rubric("qbjkb-009-2026")
    assert rubric == maturity_core.load_rubric(shipped)
    ratings = {leaf.id: 95 for leaf in rubric.leaves()} | {"5.5": 94}
    vetoes = {veto.id: "clear" for veto in rubric.vetoes}
    card = maturity_core.score(
        rubric,
        maturity_core.assessment_from(
            {"rubric": "qbjkb-009-2026", "ratings": ratings, "vetoes": vetoes}
        ),
    )
    assert card.score == Fraction("94.95"), card.score
    assert card.grade.id == card.grade_by_score.id == "four-star", card.grade
    assert len(ratings) == 23, ratings

    command = Path(sysconfig.get_path("scripts")) / "maturity"
    for arguments in (["--version"], ["score", "nowhere.toml"]):
        bare = subprocess.run(
            [command, *arguments],
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert bare.returncode == 2, bare.returncode
        assert bare.stdout == "", bare.stdout
        english, chinese = bare.stderr.splitlines()
        assert 'pip install "maturity-core[cli]"' in english, english
        assert 'pip install "maturity-core[cli]"' in chinese, chinese
        assert english.isascii(), english
        assert not chinese.isascii(), chinese


if __name__ == "__main__":
    main()
    print("The wheel scores 94.95 as four stars; its command says which extra is missing.")
