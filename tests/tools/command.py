"""The command as people call it: in this process, or as a process of its own."""

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner, Result

from maturity_tools.cli import maturity

MATURITY = Path(sysconfig.get_path("scripts")) / "maturity"
EXAMPLES = Path(__file__).parents[2] / "examples"
SEWAGE = EXAMPLES / "municipal-sewage.toml"
FLUE_GAS = EXAMPLES / "flue-gas.toml"
VETOED = EXAMPLES / "vetoed-industrial-wastewater.toml"
SOLID_WASTE = EXAMPLES / "on-the-floor-solid-waste.toml"
UNFINISHED = EXAMPLES / "unfinished-monitoring.toml"

# What is still possible in the unfinished example, in two lines.
OUTLOOK_EN = [
    (
        "  Still possible: 55.72 to 89.72 points, one star to three stars; "
        "if a veto fires, down to not qualified (vetoed). No grade is certain yet."
    ),
    (
        "  At least two stars: certain with 6 of 11 open items at their best "
        "(100 %, a veto clear): the 3 open vetoes, 5.8, 5.12.1, 5.13."
    ),
]
OUTLOOK_ZH = [
    (
        "  仍可能得 55.72 至 89.72 分，等级为一星级至三星级；"
        "若有否决成立，可低至不合格。尚无可确定的等级。"
    ),
    (
        "  11 项未定，其中 6 项达到最好结果（100 %、否决未发现）即可确定不低于二星级："
        "未核实的否决 3 项, 5.8, 5.12.1, 5.13。"
    ),
]

LANGUAGE_VARIABLES = ("MATURITY_LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG", "LANGUAGE")


def run(*arguments: object) -> Result:
    """Call the command in this process; what it does not catch fails the test."""
    return CliRunner().invoke(
        maturity, [str(a) for a in arguments], prog_name="maturity", catch_exceptions=False
    )


def environment(**variables: str) -> dict[str, str]:
    """The variables of a new process: no language but the one that is told."""
    kept = {name: value for name, value in os.environ.items() if name not in LANGUAGE_VARIABLES}
    return {**kept, **variables}


def started(*arguments: str | bytes | Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Call the command as a process of its own; it never shows a traceback."""
    done = subprocess.run(
        [MATURITY, *arguments],
        env=environment(**variables),
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    return done


def objects(result: Result) -> list[dict[str, Any]]:
    """What ``--json`` wrote: one object a line."""
    assert result.stdout.endswith("\n")
    return [json.loads(line) for line in result.stdout[:-1].split("\n")]


class Shown(NamedTuple):
    """A problem as a terminal shows it."""

    line: int | None
    kind: str
    code: str


_PROBLEM = re.compile(r".*?(?::([0-9]+):[0-9]+)?: (\w+): .* \[([a-z0-9._-]+)\]")


def problems(text: str) -> list[Shown]:
    """Read the lines that are problems."""
    found = (_PROBLEM.fullmatch(line) for line in text.split("\n"))
    return [Shown(int(m[1]) if m[1] else None, m[2], m[3]) for m in found if m]
