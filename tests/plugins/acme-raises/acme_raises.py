"""A plugin whose data got lost: it raises when it is imported."""

from pathlib import Path

from maturity_core import load_rubric

rubric = load_rubric(Path(__file__).with_name("not_in_the_wheel.toml"))
