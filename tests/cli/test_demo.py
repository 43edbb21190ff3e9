"""The demonstration city, started and stopped as a visitor does."""

import http.client
import os
import re
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from langaccess.cli import demo
from langaccess.cli.demo import Child, watch
from langaccess.cli.installation import settings_here
from langaccess.storage.accounts import Account
from tests.cli.conftest import Installation
from tests.cli.processes import eventually, fetched, running
from tests.factories import make_account
from tests.mailbox import free_port


def sign_in(port: int, email: str, password: str) -> int:
    """The status of signing in as this person in a browser."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    form = urlencode({"csrf_token": token[1], "email": email, "password": password})
    kind = "application/x-www-form-urlencoded"
    connection.request("POST", "/sign-in", form, {"Cookie": cookie, "Content-Type": kind})
    status = connection.getresponse().status
    connection.close()
    return status


def children(pid: int) -> dict[str, int]:
    """The commands that this process started, by name.

    A child that is just being started, or has ended, has no name.
    """
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        except OSError:
            continue
        if "gunicorn" in words:
            found["serve"] = int(child)
        elif len(words) > 2:
            found[words[2]] = int(child)
    return found


def are_at_work(pid: int) -> dict[str, int]:
    found = children(pid)
    return found if set(found) == {"serve", "worker"} else {}


def test_a_visitor_starts_signs_in_and_stops(bare: Installation, tmp_path: Path) -> None:
    port = free_port()
    environment = {**bare.environment, "LANGACCESS_RULES": ""}

    with running(tmp_path / "log", environment, "demo", "--port", str(port)) as shown:
        eventually(lambda: fetched(port, "/readyz")[0] == 200)
        rows = [line.split() for line in shown.said().splitlines() if "@city.example" in line]
        page = fetched(port, "/sign-in")[1]
        statuses = [sign_in(port, email, password) for _, email, password in rows]
        assert shown.stop(signal.SIGINT) == 0

    roles = ["staff", "interpreter", "coordinator", "communications", "admin"]
    assert [row[0] for row in rows] == roles
    assert f"http://127.0.0.1:{port}\n" in shown.said()
    assert all(email in page and password in page for _, email, password in rows)
    assert statuses == [303] * 5
    file = bare.folder / "demo_accounts.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [line.split("\t") for line in file.read_text().splitlines()] == rows
    assert (bare.folder / "settings.toml").read_text() == "demo = true\n"


def test_what_dies_is_started_again_and_both_end_with_it(
    bare: Installation, tmp_path: Path
) -> None:
    port = free_port()
    with running(tmp_path / "log", bare.environment, "demo", "--port", str(port)) as shown:
        eventually(lambda: fetched(port, "/readyz")[0] == 200)
        before = are_at_work(shown.process.pid)
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)
        shown.wait_for("serve ended (-9); it is started again.")
        shown.wait_for("worker ended (-9); it is started again.")
        after = eventually(lambda: are_at_work(shown.process.pid))
        eventually(lambda: fetched(port, "/healthz")[0] == 200)

        started = time.monotonic()
        assert shown.stop() == 0

    assert time.monotonic() - started < 20
    assert not set(after.values()) & set(before.values())
    assert not any(Path(f"/proc/{pid}").exists() for pid in after.values())


def test_a_second_start_keeps_the_data(bare: Installation) -> None:
    settings = settings_here()
    first = demo.prepare(settings)
    with Session(bare.engine) as session:
        people = session.scalar(select(func.count(Account.id)))

    second = demo.prepare(settings_here())

    assert first == second
    with Session(bare.engine) as session:
        assert session.scalar(select(func.count(Account.id))) == people


def test_a_real_city_is_never_turned_into_a_demonstration(
    here: Installation, rows: Session
) -> None:
    make_account(rows)
    rows.commit()

    said = here.refused("demo", "--port", str(free_port()))

    assert len(said) == 1
    assert said[0].startswith("the database holds a city that is no demonstration")


def test_passwords_of_another_database_are_not_shown(here: Installation, rows: Session) -> None:
    (here.folder / "demo_accounts.txt").write_text("staff\tdana@city.example\tsecret\n")
    make_account(rows)
    rows.commit()

    (line,) = here.refused("demo", "--port", str(free_port()))

    assert line.startswith("the database holds a city that is no demonstration")


def test_an_installation_that_says_it_is_none_stays_none(here: Installation) -> None:
    (here.folder / "settings.toml").write_text('city_name = "Springfield"\ndemo = false\n')

    (line,) = here.refused("demo", "--port", str(free_port()))

    assert line.endswith("settings.toml: demo: this installation is said to be no demonstration")


def test_other_settings_stay_as_they_are(bare: Installation) -> None:
    file = bare.folder / "settings.toml"
    file.write_text('city_name = "Springfield"\n')

    demo.prepare(settings_here())

    assert file.read_text() == 'demo = true\ncity_name = "Springfield"\n'
    assert settings_here().is_demo


def test_a_port_in_use_is_told_before_anything_is_made(bare: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        (line,) = bare.refused("demo", "--port", str(port))

    assert line == f"cannot listen on 127.0.0.1:{port}: Address already in use"
    assert list(bare.folder.glob("*.sqlite")) == []


def test_a_host_that_is_none_is_told(bare: Installation) -> None:
    (line,) = bare.refused("demo", "--host", "no such host")

    assert line.startswith("cannot listen on no such host:8000: ")


def test_a_child_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = tmp_path / "deaf"
    deaf.write_text(
        f'#!/bin/sh\ntrap "" TERM\ntouch {tmp_path}/ready\nwhile :; do sleep 0.1; done\n'
    )
    deaf.chmod(0o700)
    monkeypatch.setattr(demo, "PROGRAM", deaf)
    monkeypatch.setattr(demo, "END_SECONDS", 0.2)
    child = Child("worker", (), os.environ)

    child.end()  # before it began there is nothing to end
    child.keep()
    child.keep()
    eventually((tmp_path / "ready").exists)
    child.end()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_children_are_ended_when_we_are_told_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nkill -TERM {os.getpid()}\nexec sleep 60\n")
    program.chmod(0o700)
    monkeypatch.setattr(demo, "PROGRAM", program)
    known = {
        number: signal.getsignal(number)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    child = Child("worker", (), os.environ)
    try:
        watch((child,))
    finally:
        for number, handler in known.items():
            signal.signal(number, handler)

    assert child.process is not None
    assert child.process.returncode == -signal.SIGTERM
