"""The command ``maturity``: it imports its commands only when one of them is asked for."""

from typing import Any

import click

from maturity_tools import __version__
from maturity_tools.usage import Group, show_stopped

__all__ = ["maturity"]

_STOPPED = 130  # as shells say it


class _Late(Group):
    """Knows no command before it has to, so that a short answer comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- as click calls it
        """Return the names of all commands."""
        from maturity_tools.commands import COMMANDS

        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- the same
        """Return a command."""
        from maturity_tools.commands import COMMANDS

        return COMMANDS.get(cmd_name)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- as click has it
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            show_stopped()
            ctx.exit(_STOPPED)


@click.group(cls=_Late, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="maturity", help="Show the version. 显示版本。")
def maturity() -> None:
    """Score assessments against evaluation standards, exactly. 按评价标准精确评分。"""
