"""The standards that come with the library, one TOML file each, found by entry point."""

from functools import cache
from importlib.resources import files

from maturity_core import Rubric, load_rubric

__all__ = ["qbjkb_006_2026", "qbjkb_009_2026"]


@cache
def qbjkb_006_2026() -> Rubric:
    """Return Q/BJKB 006-2026, maturity of after-sales service: a reconstruction from 009."""
    file = files(__name__).joinpath("qbjkb_006_2026.toml")
    return load_rubric(file.read_bytes(), base=qbjkb_009_2026())


@cache
def qbjkb_009_2026() -> Rubric:
    """Return Q/BJKB 009-2026, service maturity of environmental facility operators."""
    return load_rubric(files(__name__).joinpath("qbjkb_009_2026.toml").read_bytes())
