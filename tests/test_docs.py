"""What the site must have that Sphinx does not ask for; `make docs` looks at the rest."""

import re
from inspect import isclass, isfunction
from pathlib import Path
from types import ModuleType

import pytest

import maturity_core
from maturity_core import schema, testing

PAGES = Path(__file__).parents[1] / "docs/reference/api"
BLOCK = re.compile(r"^\.\. currentmodule:: (\S+)$(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^\.\. auto(?:class|exception|function):: (\S+)$", re.MULTILINE)


@pytest.mark.parametrize("module", [maturity_core, schema, testing], ids=lambda m: m.__name__)
def test_every_public_name_stands_on_one_page_of_the_reference(module: ModuleType) -> None:
    shown = [
        name
        for page in PAGES.glob("*.md")
        for shown_module, block in BLOCK.findall(page.read_text("utf-8"))
        if shown_module == module.__name__
        for name in SHOWN.findall(block)
    ]
    public = {name: getattr(module, name) for name in module.__all__}
    assert sorted(shown) == [n for n, it in public.items() if isclass(it) or isfunction(it)]
