"""The command that writes JSON Schemas, for editors, web forms and checks."""

import click

from maturity_core.errors import quoted
from maturity_core.fields import nearest
from maturity_tools.calls import is_rubric_file, lang, path_to, rubric_named, write
from maturity_tools.show import Show, json_text
from maturity_tools.usage import Command, WrongCall

__all__ = ["write_schema"]


_KIND = "rubric|assessment|scorecard"


@click.command("schema", cls=Command)
@click.argument("kind", metavar=_KIND)
@click.option(
    "--rubric",
    "rubric_name",
    metavar="FILE|ID",
    help="Of assessments by this rubric alone. 仅用于按该准则的评价文件。",
)
@click.option(
    "-o", "--output", metavar="FILE", help="Write there instead of the terminal. 写入文件。"
)
@lang
@click.pass_context
def write_schema(
    context: click.Context, kind: str, rubric_name: str | None, output: str | None, language: str
) -> None:
    """Write the JSON Schema of a kind of file. 生成文件的 JSON Schema。

    For editors, web forms and checks; with --rubric it has the titles of the rubric's clauses.
    供编辑器、网页表单和校验使用；加 --rubric 则含该准则各条款的标题。
    """
    from maturity_core.schema import KINDS, Kind, assessment_schema, json_schema

    kinds: dict[str, Kind] = {known: known for known in KINDS}
    known = kinds.get(kind)
    if known is None:
        values = {"where": _KIND, "choices": ", ".join(KINDS), "found": quoted(kind)}
        values["nearest"] = nearest(kind, KINDS)
        raise WrongCall(context, language, "value.choice", **values)
    if rubric_name is not None and known != "assessment":
        values = {"option": "--rubric", "required": "maturity schema assessment"}
        raise WrongCall(context, language, "call.only-with", **values)
    show = Show(as_json=False, language=language)
    if rubric_name is None:
        schema = json_schema(known)
    else:
        schema = assessment_schema(rubric_named(rubric_name, show), language=language)
    text = json_text(schema, indent=2) + "\n"
    if output is None:
        show._replace(as_json=True).text(text)
    else:
        inputs = [rubric_name] if rubric_name and is_rubric_file(rubric_name) else []
        write(path_to(output, show, ".json"), text, show, inputs=inputs)
