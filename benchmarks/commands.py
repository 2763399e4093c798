"""Imports and whole commands, each a process of its own, beside an interpreter that rests."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from timing import Contender, Times, interleaved

__all__ = ["ATTRS", "BARE", "IMPORT", "SCORE", "VERSION", "measured"]

BARE = "python -c pass"
ATTRS = 'python -c "import attrs"'
IMPORT = 'python -c "import maturity_core"'
VERSION = "maturity --version"
SCORE = "maturity score FILE"

_ROOT = Path(__file__).parent.parent
_FILE = "examples/municipal-sewage.toml"


def measured(rounds: int) -> dict[str, Times]:
    """Time the commands with the interpreter and the script of this environment."""
    python, maturity = sys.executable, str(Path(sys.executable).with_name("maturity"))
    commands = {
        BARE: [python, "-c", "pass"],
        ATTRS: [python, "-c", "import attrs"],
        IMPORT: [python, "-c", "import maturity_core"],
        'python -c "import click"': [python, "-c", "import click"],
        VERSION: [maturity, "--version"],
        "maturity check FILE": [maturity, "check", _FILE],
        SCORE: [maturity, "score", _FILE],
        "maturity rubric list": [maturity, "rubric", "list"],
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment = kept | {"MATURITY_LANG": "en"}

    def run(command: list[str]) -> None:
        subprocess.run(  # noqa: S603 -- our own commands
            command, check=True, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL
        )

    return interleaved(
        [Contender(name, partial(list, [command]), run) for name, command in commands.items()],
        rounds,
    )
