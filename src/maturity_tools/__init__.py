"""What stands around the core: the command line and, later, papers, bulk engines and archive."""

__all__ = ["__version__", "main"]

__version__ = "0.1.0"  # pyproject.toml takes it from here; asking for the metadata takes far longer

_MANY = 100_000  # objects: nearly all that a call makes, it needs to its end
_EXTRAS = {
    "click": "cli",
    "rich": "cli",
    "tomlkit": "cli",
    "openpyxl": "excel",
    "jinja2": "report",
    "hypothesis": "testing",
}


def main() -> None:
    """Run the command line, or say what it needs."""
    import gc
    import io
    import sys

    gc.set_threshold(_MANY)
    try:
        from maturity_tools.cli import maturity

        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # what the console cannot show stops nothing
                stream.reconfigure(errors="replace")
        maturity()
    except ModuleNotFoundError as error:
        extra = _EXTRAS.get(error.name or "")
        if extra is None:
            raise
        from maturity_core.words import say

        needs = {"module": error.name or "", "install": f'pip install "maturity-core[{extra}]"'}
        for language in ("en", "zh"):
            sys.stderr.write(say("tools.no-extra", language, needs) + "\n")
        raise SystemExit(2) from None
    except OSError as error:
        from maturity_tools.usage import show_failure

        show_failure(error)
        raise SystemExit(2) from None
