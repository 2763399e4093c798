"""``pytest --rubric ID`` holds a rubric to the laws; without the option this does nothing."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr

    from maturity_core import Rubric
    from maturity_core.testing import ConformanceTest

__all__ = [
    "pytest_addoption",
    "pytest_collection_modifyitems",
    "pytest_configure",
    "pytest_report_header",
]


_KITS = pytest.StashKey["list[tuple[str, Path, list[ConformanceTest]]]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("maturity", "rubrics").addoption(
        "--rubric",
        action="append",
        default=[],
        dest="maturity_rubrics",
        metavar="ID|FILE",
        help="hold this rubric to the laws and to its vectors, besides all other tests",
    )


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say which rubrics are tested, and by which vectors."""
    return [
        f"rubric {name}: {vectors if vectors.is_file() else f'no vectors, {vectors} is not there'}"
        for name, vectors, _ in config.stash[_KITS]
    ]


def _asked_for(config: pytest.Config) -> list[str]:
    return cast("list[str]", config.getoption("maturity_rubrics"))


def pytest_configure(config: pytest.Config) -> None:
    """Find the rubrics that were asked for: whoever starts the workers tells what is wrong."""
    config.stash[_KITS] = [(name, *_kit_of(name)) for name in _asked_for(config)]


@pytest.hookimpl(tryfirst=True)  # so that -k and -m choose among these tests too
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add their tests."""
    for name, _, tests in config.stash[_KITS]:
        kit = _Kit.from_parent(session, name=name, nodeid=name, tests=tests)  # pyright: ignore[reportUnknownMemberType] -- pytest leaves it untyped
        items.extend(kit.collect())


def _kit_of(name: str) -> "tuple[Path, list[ConformanceTest]]":
    """Return the tests of a rubric, and where its vectors stand if there are any."""
    from maturity_core import MaturityError
    from maturity_tools.terminal import problem_line

    at = name
    try:
        from maturity_core.testing import conformance_tests

        rubric, vectors = _found(name)
        at = str(vectors)
        return vectors, conformance_tests(rubric, vectors=vectors if vectors.is_file() else None)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        told = ['the kit needs hypothesis: pip install "maturity-core[testing]"']
    except MaturityError as error:
        told = [problem_line(problem, at, "en") for problem in error.problems]
    raise pytest.UsageError("\n".join((f"--rubric {name}", *told)))


class _Kit(pytest.Collector):
    """The tests of one rubric."""

    def __init__(
        self, *, name: str, parent: pytest.Session, nodeid: str, tests: "list[ConformanceTest]"
    ) -> None:
        super().__init__(name, parent, nodeid=nodeid)
        self.tests = tests

    def collect(self) -> Iterator["_Conforms"]:
        """Yield them."""
        for test in self.tests:
            yield _Conforms.from_parent(self, name=test.name, test=test)  # pyright: ignore[reportUnknownMemberType] -- the same


class _Conforms(pytest.Item):
    """One of them."""

    def __init__(self, *, name: str, parent: _Kit, test: Callable[[], None]) -> None:
        super().__init__(name, parent)  # pyright: ignore[reportUnknownMemberType] -- the same
        self.test = test

    def runtest(self) -> None:
        """Run it."""
        self.test()

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: Any = None,  # noqa: ANN401 -- one of pytest's own
    ) -> "str | TerminalRepr":
        """Tell what came out otherwise, without the way there."""
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str, None, str]:
        """Name it; there is no file that it stands in."""
        return self.nodeid, None, self.name


def _found(name: str) -> "tuple[Rubric, Path]":
    """Return a rubric, by its id or from a file, and the file in which its vectors stand.

    It stands beside the rubric: ``NAME.vectors.toml`` beside ``NAME.toml``, and ``ID.vectors.toml``
    in the package of one that is installed.
    """
    from maturity_core import get_rubric, load_rubric
    from maturity_core.files import is_file_name
    from maturity_tools.output import VECTORS

    if is_file_name(name):
        rubric, file = load_rubric(name), Path(name).with_suffix(VECTORS)
    else:
        rubric = get_rubric(name)
        file = _package_of(rubric) / f"{rubric.id}{VECTORS}"
    return rubric, file


def _package_of(rubric: "Rubric") -> Path:
    """Return the folder of the package that delivers an installed rubric."""
    from maturity_core import installed_rubrics

    [module] = [one.value.partition(":")[0] for one in installed_rubrics() if one.id == rubric.id]
    return Path(str(sys.modules[module].__file__)).parent
