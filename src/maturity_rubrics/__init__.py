"""The standards that come with the library, one TOML file each, found by entry point."""

from functools import cache
from importlib.resources import files

from maturity_core import Rubric, load_rubric

__all__ = ["qbjkb_009_2026"]


@cache
def qbjkb_009_2026() -> Rubric:
    """Return Q/BJKB 009-2026, service maturity of environmental facility operators."""
    return load_rubric(files(__name__).joinpath("qbjkb_009_2026.toml").read_bytes())
