"""How help looks: plain lines, laid out by rich, which knows how wide Chinese is."""

from inspect import cleandoc

import click
from rich.console import Console
from rich.table import Table

__all__ = ["laid_out"]

_WIDEST = 100


def laid_out(command: click.Command, context: click.Context) -> str:
    """Return the help of a command as it is shown; no boxes, which not every console has."""
    pieces = command.collect_usage_pieces(context)
    options = (p for p in command.get_params(context) if isinstance(p, click.Option))
    tables = {"选项 Options": [option.get_help_record(context) or ("", "") for option in options]}
    if isinstance(command, click.Group):
        names = command.list_commands(context)
        heads = (_text(command.get_command(context, name)).partition("\n")[0] for name in names)
        tables["命令 Commands"] = list(zip(names, heads, strict=True))
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST)
    with console.capture() as shown:
        console.print("用法 Usage:", context.command_path, *pieces)
        console.print(f"\n{_text(command)}")
        for heading, rows in tables.items():
            console.print(f"\n{heading}")
            table = Table.grid(padding=(0, 2, 0, 0))
            for name, text in rows:
                table.add_row(f"  {name}", text)
            console.print(table)
    return "\n".join(map(str.rstrip, shown.get().rstrip().split("\n")))


def _text(command: click.Command | None) -> str:
    return cleandoc(command.help or "") if command else ""
