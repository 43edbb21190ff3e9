"""A city with so many open documents for `benchmarks.queue`, and somebody who looks at them."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks.desks import PASSWORD
from benchmarks.report import Progress
from langaccess.adapters.calendar import city_of
from langaccess.adapters.store import FileStore
from langaccess.domain.access import Role
from langaccess.domain.city import City
from langaccess.domain.rules import parse_rules
from langaccess.services.accounts import HASHER
from langaccess.services.demo.days import moments_of
from langaccess.services.seed import places_of, seed_people
from langaccess.services.seed_bureau import bureau_of, read_texts
from langaccess.services.seed_documents import Volume
from langaccess.storage.base import begin_write, open_engine
from tests.factories import make_clerk

RULES = Path(__file__).parents[1] / "priority_rules.toml"
PEOPLE, AT_ONCE, FIVE_YEARS = 60, 2_000, 5 * 365


@dataclass(frozen=True, slots=True)
class Papers:
    """One installation: its settings, its database, who signs in, and how fast it was filled."""

    environ: Mapping[str, str]
    url: str
    email: str
    documents: int
    seeded_a_second: float


def city_by(changed: tuple[tuple[str, str], ...] = ()) -> City:
    """The city by the rules the product ships, after these changes of their text."""
    rules = RULES.read_text(encoding="utf-8")
    for old, new in changed:
        if old not in rules:
            raise LookupError(old)
        rules = rules.replace(old, new)
    return city_of(parse_rules(rules))


def make_papers(folder: Path, url: str, documents: int) -> Papers:
    """Fill a migrated, empty database with so many documents, all of them open."""
    folder.mkdir(parents=True)
    engine = open_engine(url)
    with Session(engine) as session:
        email = _people(session)
        seconds = _fill(session, FileStore(folder / "files"), documents)
    if engine.dialect.name == "postgresql":
        # What autovacuum does within a minute of so much work.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    environ = {
        "LANGACCESS_INSTANCE": str(folder),
        "LANGACCESS_DATABASE_URL": url,
        "LANGACCESS_SECRET_KEY": secrets.token_hex(32),
        "BARE_DATABASE_URL": url,
    }
    return Papers(environ, url, email, documents, documents / seconds)


def _people(session: Session) -> str:
    """Everybody there is; the address of who looks at the board."""
    now = datetime.now(UTC)
    begin_write(session)
    places = places_of(session, now=now)
    seed_people(session, places, Random(7), how_many=PEOPLE, on=now.date(), now=now)
    chief = make_clerk(
        session,
        Role.COMMUNICATIONS,
        email="board@papers.example",
        password_hash=HASHER.hash(PASSWORD),
    )
    email = chief.email
    session.commit()
    return email


def _fill(session: Session, store: FileStore, documents: int) -> float:
    """Write the documents; in how many seconds."""
    city, random, now = city_by(), Random(7), datetime.now(UTC)
    texts = read_texts(store)
    begin_write(session)
    bureau = bureau_of(session, texts, now=now)
    if bureau is None:
        raise LookupError("nobody asks for translations")
    session.commit()
    moments = moments_of(city, random, how_many=documents, days=FIVE_YEARS, until=now)
    progress = Progress(f"documents, {session.get_bind().dialect.name}", documents)
    volume = Volume(city, bureau, random, 0, now)
    began = time.perf_counter()
    for done in range(0, documents, AT_ONCE):
        begin_write(session)
        volume.add(session, moments[done : done + AT_ONCE], are_open=True)
        session.commit()
        progress.at(min(done + AT_ONCE, documents))
    return time.perf_counter() - began
