"""Every test of the command starts in an empty folder, and the system tells no language."""

from pathlib import Path

import pytest

from tests.tools.command import LANGUAGE_VARIABLES


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    for name in LANGUAGE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here
