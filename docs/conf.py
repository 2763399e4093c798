"""How Sphinx makes the site: `make docs`. Paths start at the root, so that README is a page too."""

from importlib.metadata import version as version_of
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "maturity-core"
version = release = version_of(project)
root_doc = "docs/index"
include_patterns = ["*.md", "benchmarks/*.md", "docs/**.md"]
exclude_patterns = [".*", "build", "dist", "htmlcov", "src", "tests"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
myst_heading_anchors = 3
copybutton_exclude = ".linenos, .gp, .go"  # prompts and what they print
highlight_options = {"python": {"stripnl": True}}  # the empty line that ends an example

default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
napoleon_use_ivar = True
napoleon_attr_annotations = True
python_use_unqualified_type_names = True
maximum_signature_line_length = 120
nitpick_ignore_regex = [
    # The pages of others are elsewhere, and nothing is fetched while the site is made.
    (r"py:class", r"(collections\.abc|datetime|decimal|fractions|os|typing)\..+"),
    (r"py:(class|exc)", r"KeyError|ValueError"),
    (r"py:class", r"hypothesis\..+"),
]

html_theme = "furo"
html_title = f"{project} {release}"
html_copy_source = html_show_copyright = False
html_static_path, html_css_files = ["_static"], ["site.css"]


def setup(app: "Sphinx") -> None:
    """Show what is written by hand, and leave out what Python makes of it."""
    app.connect("autodoc-skip-member", _is_field_of_tuple)
    app.connect("autodoc-process-signature", _without_engine)
    app.connect("doctree-read", _join_chinese_lines)


def _is_field_of_tuple(
    _app: "Sphinx", _what: str, _name: str, member: object, _skip: object, _options: object
) -> bool | None:
    """Leave out what a NamedTuple says of its fields: their class says it better."""
    return True if (member.__doc__ or "").startswith("Alias for field number") else None


def _without_engine(_app: "Sphinx", _what: str, name: str, *_: object) -> tuple[str, None] | None:
    """Leave out how `score` makes what nobody else makes."""
    made = {"maturity_core.Decision", "maturity_core.Line", "maturity_core.Scorecard"}
    return ("", None) if name in made else None


def _join_chinese_lines(_app: "Sphinx", page: nodes.document) -> None:
    """Take away the blank that a line end would leave between two Chinese signs."""
    for element in page.findall(nodes.TextElement):
        children = [nodes.Text(""), *element.children, nodes.Text("")]
        triples = zip(children, children[1:], children[2:], strict=False)
        element[:] = [
            child
            for before, child, after in triples
            if child != "\n" or not (before.astext()[-1:] >= "\u3000" <= after.astext()[:1])
        ]
