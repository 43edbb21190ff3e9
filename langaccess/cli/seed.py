"""Reproducible volume, for benchmarks and demonstrations."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from random import Random

import click
from sqlalchemy import Engine

from langaccess.cli.failing import Stop
from langaccess.cli.installation import city_here, must_be_current, settings_here
from langaccess.cli.transaction import session_on
from langaccess.domain.city import City
from langaccess.services.demo.cast import cast_of
from langaccess.services.demo.days import moments_of
from langaccess.services.demo.history import History, last_number
from langaccess.services.documents.files import FileStore, Upload
from langaccess.services.seed import places_of, seed_people
from langaccess.services.seed_bureau import bureau_of, read_texts
from langaccess.services.seed_documents import OPEN_SHARE, Volume, last_document
from langaccess.storage.base import open_engine

# Rows of one transaction: few enough that nobody waits long for the database.
AT_ONCE = 500
# A batch of documents is written by a few statements whatever its size.
DOCUMENTS_AT_ONCE = 2_000
DAYS_A_YEAR = 365


@click.command()
@click.option("--people", required=True, type=click.IntRange(0), help="Bilingual employees to add.")
@click.option("--requests", required=True, type=click.IntRange(0), help="Past encounters to add.")
@click.option("--documents", default=0, type=click.IntRange(0), help="Documents to add.")
@click.option("--years", required=True, type=click.IntRange(1, 50), help="Spread over so many.")
@click.option("--random-seed", default=1, show_default=True, help="The same one, the same data.")
def seed(people: int, requests: int, documents: int, years: int, random_seed: int) -> None:
    """Fill the database with invented people and their work. Never do this to a real city."""
    settings = settings_here()
    city = city_here(settings)
    must_be_current(settings)
    random = Random(random_seed)  # noqa: S311 - data that can be made again, no secret
    # From midnight, so that the same day gives the same data.
    zone = city.calendar.zone
    midnight = datetime.combine(datetime.now(zone).date(), time(), zone).astimezone(UTC)
    engine = open_engine(settings.database_url)
    try:
        _add_people(engine, city, random, people, midnight)
        days = years * DAYS_A_YEAR
        _add_requests(engine, city, random, requests, days=days, until=midnight)
        texts = read_texts(FileStore(settings.files_path)) if documents else ()
        _add_documents(engine, city, random, texts, documents, days=days, until=midnight)
    finally:
        engine.dispose()


def _add_people(
    engine: Engine, city: City, random: Random, how_many: int, midnight: datetime
) -> None:
    with session_on(engine, write=True) as session:
        places = places_of(session, now=midnight)
    on = city.calendar.local_date(midnight)
    for done, size in _batches(how_many):
        with session_on(engine, write=True) as session:
            seed_people(session, places, random, how_many=size, on=on, now=midnight)
        _tell("people", done + size, how_many)


def _add_requests(
    engine: Engine, city: City, random: Random, how_many: int, *, days: int, until: datetime
) -> None:
    moments = moments_of(city, random, how_many=how_many, days=days, until=until)
    with session_on(engine) as session:
        cast = cast_of(session)
        history = History(city, cast, random, until, last_number(session))
    if how_many and not (cast.clerks and cast.vendors):
        raise Stop("--requests: nobody here asks for interpreters; add --people too")
    for done, size in _batches(how_many):
        with session_on(engine, write=True) as session:
            history.make(session, moments[done : done + size])
            cast.write_loads(session)
        _tell("requests", done + size, how_many)


def _add_documents(
    engine: Engine,
    city: City,
    random: Random,
    texts: Sequence[Upload],
    how_many: int,
    *,
    days: int,
    until: datetime,
) -> None:
    """The newest of them are open, the others done."""
    if not how_many:
        return
    moments = moments_of(city, random, how_many=how_many, days=days, until=until)
    with session_on(engine, write=True) as session:
        bureau = bureau_of(session, texts, now=until)
        if bureau is None:
            raise Stop("--documents: nobody here asks for translations; add --people too")
        volume = Volume(city, bureau, random, last_document(session), until)
    closed = int(how_many * (1 - OPEN_SHARE))
    for done, size in _batches(how_many, DOCUMENTS_AT_ONCE):
        some = moments[done : done + size]
        old = max(0, min(size, closed - done))
        with session_on(engine, write=True) as session:
            volume.add(session, some[:old], are_open=False)
            volume.add(session, some[old:], are_open=True)
        _tell("documents", done + size, how_many)


def _batches(how_many: int, at_once: int = AT_ONCE) -> Iterator[tuple[int, int]]:
    """Where each batch begins, and its size."""
    for done in range(0, how_many, at_once):
        yield done, min(at_once, how_many - done)


def _tell(what: str, done: int, how_many: int) -> None:
    click.echo(f"{what}: {done:,} of {how_many:,}", err=True)
