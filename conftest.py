"""What every test session here shares: documents that run, examples enough, and no test skipped."""

import doctest
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers import markdown, rest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

# Quick is for each commit, thorough and nightly are for a person who waits. Examples stay random,
# also in CI, so that every session looks somewhere else; what fails is printed as a line that
# reproduces it.
for name, examples in (
    ("quick", 10),
    ("default", 100),
    ("thorough", 1_000),
    ("nightly", 50_000),
):
    settings.register_profile(
        name,
        max_examples=examples,
        deadline=None,  # a busy machine is no fault of the code
        derandomize=False,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],  # the same
    )
settings.load_profile(os.environ.get("MATURITY_HYPOTHESIS", "default"))

pytest_plugins = ["pytester"]  # the plugin for pytest is tested in sessions of its own

DOCTEST_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

pytest_collect_file = (
    Sybil(
        pattern="*.md",
        parsers=[markdown.PythonCodeBlockParser(doctest_optionflags=DOCTEST_OPTIONS)],
    )
    + Sybil(
        path="src",
        pattern="*.py",
        parsers=[
            rest.DocTestParser(optionflags=DOCTEST_OPTIONS),
            rest.PythonCodeBlockParser(),
        ],
        document_types={".py": PythonDocStringDocument},
    )
).pytest()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a session that skipped a test: what is not run is not known."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: "TerminalReporter") -> None:
    """Say which tests were skipped, and why."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("no test may be skipped here: the session fails", red=True)
    for report in skipped:
        _path, _line, reason = report.longrepr
        terminalreporter.line(f"{report.nodeid}: {reason}")
