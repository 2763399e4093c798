"""The rubrics of Acme for elderly care: one family, two editions."""

from importlib.resources import files

from maturity_core import Rubric, load_rubric


def elder_2024() -> Rubric:
    """Return the first edition, which the second replaces after a transition of three months."""
    return _edition("elder_2024.toml")


def elder_2026() -> Rubric:
    """Return the second edition."""
    return _edition("elder_2026.toml")


def _edition(file: str) -> Rubric:
    return load_rubric(files(__name__).joinpath(file).read_bytes())
