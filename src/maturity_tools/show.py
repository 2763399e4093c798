"""Results on stdout and problems on stderr: in a language, for people or for programs."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

import click

from maturity_core import MaturityError, Problem
from maturity_core.assessment_checks import is_open
from maturity_core.errors import printable, steering
from maturity_core.files import Inspection
from maturity_core.words import say
from maturity_tools.outlook_view import short_outlook
from maturity_tools.terminal import problem_line

__all__ = ["Show", "json_text"]

_MOST_FAULTS = 100


def json_text(tree: dict[str, Any], *, indent: int | None = None) -> str:
    """Return a tree as JSON; signs that steer a terminal, or are none, are escapes."""
    lines = json.dumps(tree, ensure_ascii=False, indent=indent).split("\n")
    return "\n".join(
        line if line.isprintable() else steering().sub(_escape, line) for line in lines
    )


def _escape(sign: re.Match[str]) -> str:
    return f"\\u{ord(sign[0]):04x}"


class Show(NamedTuple):
    """Shows results on stdout and problems on stderr, in a language, for people or for programs."""

    as_json: bool
    language: str

    def text(self, text: str) -> None:
        """Show a result; JSON is UTF-8 whatever the console speaks, other text steers none."""
        if not self.as_json:
            click.echo("\n".join(map(printable, text.split("\n"))), nl=False)
        elif hasattr(sys.stdout, "buffer"):
            click.echo(text.encode(), nl=False)
        else:
            click.echo(text, nl=False)

    def first(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return all problems, but of the faults only the first hundred and how many more."""
        problems = list(problems)
        faults = [p for p in problems if p.severity == "error" and not is_open(p)]
        left_out = set(faults[_MOST_FAULTS:])
        if not left_out:
            return problems
        shown = [problem for problem in problems if problem not in left_out]
        more = Problem("file.more-problems", (), {"count": str(len(left_out))})
        return [*shown, more]

    def told(self, problems: Iterable[Problem]) -> list[dict[str, Any]]:
        """Return problems for programs."""
        return [
            {
                "code": problem.code,
                "path": problem.pointer,
                "message": problem.message(self.language),
                "severity": problem.severity,
                "line": problem.position.line if problem.position else None,
                "column": problem.position.column if problem.position else None,
                **({"cell": cell} if (cell := problem.position and problem.position.cell) else {}),
            }
            for problem in self.first(problems)
        ]

    def problems(self, file: str, problems: Iterable[Problem]) -> None:
        """Show problems on stderr."""
        for problem in self.first(problems):
            click.echo(problem_line(problem, file, self.language), err=True)

    def refused(self, file: str, inspection: Inspection) -> list[str]:
        """Report a refused file whole: as a line of the result for programs, else on stderr."""
        if self.as_json:
            return [self.refused_line(file, inspection.problems)]
        self.problems(file, inspection.problems)
        code = "score.refused" if inspection.faults else "score.unfinished"
        count = len(inspection.faults) or len(inspection.open_items)
        values = {"file": printable(file), "count": str(count)}
        click.echo(say(code, self.language, values), err=True)
        for line in short_outlook(inspection, self.language):
            click.echo(printable(line), err=True)
        return []

    def refusal(self, file: str, problems: Iterable[Problem]) -> None:
        """Report what could not be read at all."""
        if self.as_json:
            self.text(self.refused_line(file, problems) + "\n")
        else:
            self.problems(file, problems)

    def refused_line(self, file: str, problems: Iterable[Problem], **more: str) -> str:
        """Return a refused file as a line of JSON."""
        tree = {"file": file, "refused": True, **more, "problems": self.told(problems)}
        return json_text(tree)

    def stop(self, name: str, error: MaturityError, *, inputs: Sequence[str] = ()) -> NoReturn:
        """Refuse the whole call because of a file or rubric; programs hear it of every input."""
        if self.as_json and inputs:
            for file in inputs:
                self.text(self.refused_line(file, error.problems, rubric_refused=name) + "\n")
        else:
            self.refusal(name, error.problems)
        sys.exit(2)
