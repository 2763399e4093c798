"""What stands around the core: the command line and, later, papers, bulk engines and archive."""

__all__ = ["__version__", "main"]

__version__ = "0.1.0"  # pyproject.toml takes it from here; asking for the metadata takes far longer

_MANY = 100_000  # objects: nearly all that a call makes, it needs to its end
_EXTRA = {"click", "rich", "tomlkit"}


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
        if error.name not in _EXTRA:
            raise
        from maturity_core.words import say

        needs = {"module": error.name, "install": 'pip install "maturity-core[cli]"'}
        for language in ("en", "zh"):
            sys.stderr.write(say("tools.no-extra", language, needs) + "\n")
        raise SystemExit(2) from None
    except OSError as error:
        from maturity_tools.usage import show_failure

        show_failure(error)
        raise SystemExit(2) from None
