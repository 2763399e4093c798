"""How the command answers who asks for help, calls it wrongly or cannot be answered at all."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import IO, Any

import click

__all__ = [
    "LANGUAGES",
    "Command",
    "Group",
    "WrongCall",
    "asked_language",
    "language_of",
    "show_failure",
    "show_stopped",
]

LANGUAGES = ("zh", "en")
_HELP = "Show this help. 显示帮助。"


def language_of(given: str | None) -> str:
    """Return ``zh`` or ``en``: as asked for, as MATURITY_LANG says, or as the system speaks."""
    system = (os.environ.get(name) for name in ("MATURITY_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    told = next(filter(None, (given, *system)), None)
    if told is None:
        import locale

        told = locale.getlocale()[0] or ""
    return "zh" if told.lower().startswith(("zh", "chinese")) else "en"


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language of a call that may be wrong; what is no language is left out."""
    told = [
        word.removeprefix("--lang=") if word != "--lang" else after
        for word, after in zip_longest(arguments, arguments[1:])
        if word.startswith("--lang")
    ]
    return language_of(next((word for word in reversed(told) if word in LANGUAGES), None))


def show_failure(error: OSError) -> None:
    """Tell what the system would not do: open a file, or take what is shown."""
    name = "stdout" if error.filename is None else str(error.filename)
    code = "file.not-shown" if error.filename is None else "file.not-opened"
    values = {"file": name, "reason": error.strerror or str(error)}
    with suppress(OSError):
        click.echo(_line(name, code, values, asked_language(sys.argv[1:])), err=True)
    if error.filename is None:
        sys.stdout = None  # else Python tries once more when it ends, and complains in English


def show_stopped() -> None:
    """Tell whoever stopped the command that it is not done."""
    click.echo(_line("maturity", "call.stopped", {}, asked_language(sys.argv[1:])), err=True)


def _line(name: str, code: str, values: dict[str, str], language: str) -> str:
    from maturity_core import Problem
    from maturity_tools.terminal import problem_line

    return problem_line(Problem(code, (), values), name, language)


class WrongCall(click.UsageError):
    """A call that the command does not understand: a problem with its code, and exit code 2."""

    def __init__(self, context: click.Context, language: str, code: str, **values: str) -> None:
        """Keep what to say; nothing is put into words before it is shown."""
        super().__init__(code, context)
        self.context, self.language, self.code, self.values = context, language, code, values

    def show(self, file: IO[Any] | None = None) -> None:
        """Show how the command is called, and the problem."""
        from maturity_core.words import say

        path = self.context.command_path
        pieces = self.context.command.collect_usage_pieces(self.context)
        usage = {"call": " ".join((path, *pieces))}
        values = {"call": path, **self.values}
        click.echo(say("show.usage", self.language, usage), file=file, err=True)
        click.echo(_line(path, self.code, values, self.language), file=file, err=True)


class Command(click.Command):
    """A command whose help and whose complaints are ours; that of click is English only."""

    allow_extra_args = True  # so that it is we who complain about them

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 -- as click has it
    ) -> click.Context:
        """Read the arguments of a call."""
        language = asked_language(args)
        try:
            context = super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            bare = click.Context(self, parent, info_name, **self.context_settings)
            told = _complaint(error, bare)
            if told is None:
                raise
            code, values = told
            raise WrongCall(bare, language, code, **values) from error
        if context.args and not isinstance(self, click.Group):
            found = " ".join(context.args)
            raise WrongCall(context, language, "call.too-many", found=found)
        return context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, laid out by rich."""
        from maturity_tools.help import laid_out

        return laid_out(self, ctx)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        name = args[0]
        if self.get_command(ctx, name) is None:
            from maturity_core.errors import quoted
            from maturity_core.fields import nearest

            known = self.list_commands(ctx)
            values = {"found": quoted(name), "commands": ", ".join(known)}
            values["nearest"] = nearest(name, known)
            raise WrongCall(ctx, asked_language(args), "call.no-command", **values)
        return super().resolve_command(ctx, args)


def _complaint(
    error: click.UsageError, context: click.Context
) -> tuple[str, dict[str, str]] | None:
    """Return the code and the values of what click complains about, where it is not ours yet."""
    match error:
        case click.NoSuchOption(option_name=name, possibilities=near):
            return "call.no-option", {"option": name, "nearest": next(iter(near or ()), "")}
        case click.BadOptionUsage(option_name=name):
            options = context.command.get_params(context)
            flags = {flag for o in options if getattr(o, "is_flag", False) for flag in o.opts}
            code = "call.takes-no-value" if name in flags else "call.needs-value"
            return code, {"option": name}
        case click.MissingParameter(param=click.Parameter() as missing):
            return "call.missing", {"name": missing.get_error_hint(context).replace("'", "")}
        case _:
            return None
