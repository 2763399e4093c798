import pkgutil
import subprocess
import sys

import pytest

import maturity_core

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(maturity_core.__path__, "maturity_core.")
)
# Packages of others, our own that a plain import does without, and what those alone need.
HEAVY = {
    "cattrs",
    "click",
    "difflib",
    "hypothesis",
    "importlib.metadata",
    "importlib_metadata",
    "json",
    "maturity_core.places",
    "maturity_core.reading",
    "maturity_core.rubric_file",
    "maturity_core.serial",
    "maturity_core.testing",
    "maturity_rubrics",
    "maturity_tools",
    "pathlib",
    "pytest",
    "rich",
    "tomlkit",
    "tomllib",
}


def fresh(code: str) -> str:
    """Run code in a Python that has imported nothing yet; return what it prints."""
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert not done.stderr
    return done.stdout


def test_a_plain_import_is_light_and_silent() -> None:
    before = set(fresh("import sys; print(*sys.modules)").split())
    loaded = set(fresh("import sys, maturity_core; print(*sys.modules)").split())
    assert "maturity_core.scoring" in loaded
    assert (loaded - before) & HEAVY == set()
    assert fresh("import maturity_core") == ""


@pytest.mark.parametrize("module", MODULES)
def test_each_module_can_be_the_first_that_is_imported(module: str) -> None:
    assert fresh(f"import {module}") == ""


def test_listing_what_is_installed_imports_no_rubric() -> None:
    code = """
import sys
from maturity_core import installed_rubrics
assert "qbjkb-009-2026" in installed_rubrics()
print([name for name in sys.modules if name.startswith(("maturity_rubrics", "cattrs"))])
"""
    assert fresh(code).strip() == "[]"


def test_three_lines_of_python_load_no_tool() -> None:
    code = """
import sys
from maturity_core import get_rubric
get_rubric("qbjkb-009-2026")
print([name for name in sys.modules if name.startswith(("maturity_tools", "click", "rich"))])
"""
    assert fresh(code).strip() == "[]"
