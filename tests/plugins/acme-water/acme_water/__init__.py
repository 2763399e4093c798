"""The rubric of Acme for water works."""

from importlib.resources import files

from maturity_core import Rubric, load_rubric


def water_2026() -> Rubric:
    """Return the edition of 2026."""
    return load_rubric(files(__name__).joinpath("water_2026.toml").read_bytes())
