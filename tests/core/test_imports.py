import json
import pkgutil
import subprocess
import sys

import pytest

import maturity_core

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(maturity_core.__path__, "maturity_core.")
)
HEAVY = {
    "cattrs",
    "click",
    "hypothesis",
    "importlib_metadata",
    "maturity_rubrics",
    "maturity_tools",
    "pytest",
    "rich",
    "rich_click",
    "tomlkit",
}


def fresh(code: str) -> str:
    """Run code in a Python that has imported nothing yet; return what it prints."""
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert not done.stderr
    return done.stdout


def test_a_plain_import_is_light_and_silent() -> None:
    code = "import json, sys, maturity_core; print(json.dumps(sorted(sys.modules)))"
    output = fresh(code)
    assert output.count("\n") == 1
    loaded = {name.partition(".")[0] for name in json.loads(output)}
    assert loaded & HEAVY == set()
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
