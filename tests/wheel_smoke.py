"""The wheel alone in an empty environment: what works, and what says that it lacks an extra."""

import importlib
import pkgutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import maturity_core
import maturity_rubrics


def main() -> None:
    for package in (maturity_core, maturity_rubrics):
        home = Path(str(package.__file__)).parent
        assert home.is_relative_to(sys.prefix), f"{home} is not the installed wheel"
        assert (home / "py.typed").is_file()

    # All but the testing kit works without any extra.
    for module in pkgutil.iter_modules(maturity_core.__path__, "maturity_core."):
        if module.name != "maturity_core.testing":
            importlib.import_module(module.name)
    assert callable(maturity_core.score)
    assert maturity_core.get_rubric("qbjkb-009-2026").id == "qbjkb-009-2026"

    command = Path(sysconfig.get_path("scripts")) / "maturity"
    bare = subprocess.run([command, "--version"], capture_output=True, text=True, check=False)
    assert bare.returncode != 0
    assert "maturity-core[cli]" in bare.stderr, bare.stderr
    assert "Traceback" not in bare.stderr, bare.stderr


if __name__ == "__main__":
    main()
    print("The wheel imports and finds its rubric; its command says which extra is missing.")
