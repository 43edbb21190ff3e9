"""The demonstration city, its web server and its worker together."""

import os
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import click

from langaccess.cli.failing import Stop
from langaccess.cli.installation import city_here, settings_here
from langaccess.cli.transaction import session_on
from langaccess.services.demo.city import DemoAccount, is_empty, make_demo_city
from langaccess.services.demo.documents import read_papers
from langaccess.services.documents.files import FileStore
from langaccess.settings import PREFIX, Settings
from langaccess.storage.accounts import account_by_email
from langaccess.storage.base import open_engine
from langaccess.storage.schema import migrate

PROGRAM = Path(sysconfig.get_path("scripts")) / "langaccess"
LOOK_SECONDS = 0.5
# A child that dies at once is not started again in a hurry.
AGAIN_AFTER_SECONDS = 2.0
END_SECONDS = 15
NO_DEMO = (
    "the database holds a city that is no demonstration; set LANGACCESS_INSTANCE to another folder"
    " to try one out"
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(host: str, port: int) -> None:
    """Make a demonstration city, then run web server and worker until stopped (Ctrl-C).

    A city that is there already is kept. Its passwords stand on its sign-in page: it is for
    trying out, never for real residents.
    """
    settings = settings_here()
    _must_be_free(host, port)
    accounts = prepare(settings)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    environment = {**os.environ, f"{PREFIX}DEMO": "true"}
    environment.setdefault(f"{PREFIX}PUBLIC_URL", address)
    click.echo(f"\n  {address}\n")
    for role, email, password in accounts:
        click.echo(f"  {role:<15} {email:<30} {password}")
    click.echo("\n  Ctrl-C stops it. The data stays in instance/.\n")
    serve = Child("serve", ("--host", host, "--port", str(port)), environment)
    watch((serve, Child("worker", (), environment)))


def prepare(settings: Settings) -> list[list[str]]:
    """Make the city unless it is there; its sign-ins as role, email and password."""
    city = city_here(settings)
    _say_demo(settings)
    file = settings.instance / "demo_accounts.txt"
    engine = open_engine(settings.database_url)
    try:
        migrate(engine)
        with session_on(engine) as session:
            is_new = is_empty(session)
        papers = read_papers(FileStore(settings.files_path)) if is_new else {}
        with session_on(engine, write=True) as session:
            if is_new:
                _write(file, make_demo_city(session, city, papers, now=datetime.now(UTC)))
            accounts = _read(file)
            if not any(account_by_email(session, email) for _, email, _ in accounts):
                raise Stop(NO_DEMO)
    finally:
        engine.dispose()
    return accounts


def _say_demo(settings: Settings) -> None:
    """Write into the installation's settings that it is a demonstration."""
    path = settings.instance / "settings.toml"
    written = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not settings.is_demo:
        if any(line.split("=")[0].strip() == "demo" for line in written.splitlines()):
            raise Stop(f"{path}: demo: this installation is said to be no demonstration")
        path.write_text(f"demo = true\n{written}", encoding="utf-8")


def _write(file: Path, accounts: list[DemoAccount]) -> None:
    """Keep the sign-ins where only this installation's user reads them."""
    lines = (f"{one.role}\t{one.email}\t{one.password}\n" for one in accounts)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text("".join(lines), encoding="utf-8")


def _read(file: Path) -> list[list[str]]:
    if not file.is_file():
        return []
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]


def _must_be_free(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except OSError as error:
        raise Stop(f"cannot listen on {host}:{port}: {error.strerror}") from error


@dataclass(slots=True)
class Child:
    """One of our own commands in a process of its own, started again when it dies."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = field(default=-AGAIN_AFTER_SECONDS)

    def keep(self) -> None:
        """Start it if it does not run, unless it was started a moment ago."""
        if self.process is not None and self.process.poll() is not None:
            click.echo(f"{self.name} ended ({self.process.returncode}); it is started again.")
            self.process = None
        if self.process is None and time.monotonic() - self.started_at >= AGAIN_AFTER_SECONDS:
            self.started_at = time.monotonic()
            # A session of its own: Ctrl-C reaches us alone, and we end it in order.
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [PROGRAM, self.name, *self.words], env=self.environment, start_new_session=True
            )

    def end(self) -> None:
        """Ask it to end, wait, and end it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def watch(children: tuple[Child, ...]) -> None:
    """Keep the children running until we are told to stop, then end them."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        while not stop.is_set():
            for child in children:
                child.keep()
            stop.wait(LOOK_SECONDS)
    finally:
        for child in children:
            child.end()
