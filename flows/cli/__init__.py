"""The command line. A command loads what it needs when it runs: `extract` loads no Prefect, pandas or DuckDB."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="nightreel",
    help="Fetch title pages and comment threads every night into one DuckDB file, and write the morning's report.",
    epilog="Exit status: 0 clean, 1 failed (nothing published), 2 usage or settings, 3 published with trouble.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# errors that people can mend: one line on standard error; looked up lazily, since importing them costs time
KNOWN_ERRORS = {
    "flows.settings": ("SettingsError",),
    "flows.runs": ("RunError",),
    "extract.read.profile": ("ProfileError",),
    "extract.archive": ("ArchiveError",),
    "extract.fetch": ("FetchFailed",),
    "warehouse.errors": ("WarehouseError",),
    "reports": ("ReportError",),
}


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Take the options that stand before a command."""
    if debug:
        os.environ["NIGHTREEL_TRACEBACK"] = "1"


def main() -> None:
    """Run the command line; errors are one line for the operator, and a traceback only with --debug."""
    import_module("flows.cli.pages")
    import_module("flows.cli.nights")
    import_module("flows.cli.data")
    import_module("flows.cli.upkeep")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.pop("NIGHTREEL_TRACEBACK", None) or not _known(error):
            raise
        fail(str(error), getattr(error, "exit_status", 1))


def fail(message: str, status: int = 1) -> Any:
    """End with one line on standard error."""
    said = "".join(c if c.isprintable() else " " for c in message)
    typer.echo(f"nightreel: {said}", err=True)
    raise SystemExit(status)


def _known(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return True
    for module, names in KNOWN_ERRORS.items():
        loaded = sys.modules.get(module)
        if loaded is not None and isinstance(error, tuple(getattr(loaded, name) for name in names)):
            return True
    return False
