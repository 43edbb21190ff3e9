"""The production web server."""

import os
import sys
from pathlib import Path

import click

from langaccess.cli.installation import city_here, must_be_current, settings_here

# Above the pages' poll period of 2 s, so that a page keeps its connection.
KEEP_ALIVE_SECONDS = 15
GRACE_SECONDS = 10
THREADS = 8
# gunicorn's workers show that they live by touching a file: in memory, not on a slow disk.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes a file of its own there


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API with gunicorn, until stopped (SIGTERM).

    Off this machine, put a server with HTTPS before it and set LANGACCESS_HTTPS=true.
    """
    settings = settings_here()
    city_here(settings)
    must_be_current(settings)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *gunicorn_words(host, port, workers)])  # noqa: S606


def gunicorn_words(host: str, port: int, workers: int) -> list[str]:
    """What Python is told to start gunicorn as we want it. An IPv6 host stands in brackets."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    told = {
        "--bind": address,
        "--worker-class": "gthread",
        "--workers": str(workers),
        "--threads": str(THREADS),
        "--keep-alive": str(KEEP_ALIVE_SECONDS),
        "--graceful-timeout": str(GRACE_SECONDS),
    }
    if IN_MEMORY.is_dir():
        told["--worker-tmp-dir"] = str(IN_MEMORY)
    words = [word for pair in told.items() for word in pair]
    return ["-m", "gunicorn", "--no-control-socket", *words, "langaccess.app:create_app()"]
