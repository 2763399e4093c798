"""What the site must have that Sphinx does not ask for; `make docs` looks at the rest."""

import re
from pathlib import Path

import maturity_core

PAGES = Path(__file__).parents[1] / "docs/reference/api"
BLOCK = re.compile(r"^\.\. currentmodule:: (\S+)$(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^\.\. auto(?:class|exception|function):: (\S+)$", re.MULTILINE)


def test_every_public_name_stands_on_one_page_of_the_reference() -> None:
    shown = [
        name
        for page in PAGES.glob("*.md")
        for module, block in BLOCK.findall(page.read_text("utf-8"))
        if module == "maturity_core"
        for name in SHOWN.findall(block)
    ]
    assert sorted(shown) == maturity_core.__all__
