"""The worker: the clock of every search and document, and the hand that sends messages."""

import logging
import signal
from contextlib import suppress
from threading import Event, Thread

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from langaccess.adapters.mail import SmtpMailer
from langaccess.adapters.store import FileStore
from langaccess.cli.document_rounds import Documents
from langaccess.cli.installation import city_here, must_be_current, settings_here
from langaccess.cli.letters import letter_writer
from langaccess.cli.rounds import Ladders, Mails, rounds
from langaccess.domain.city import City
from langaccess.settings import Settings
from langaccess.storage.base import open_engine

# How long a letter on its way may hold up the end; what is cut off is sent again, or done again.
LAST_LETTER_SECONDS = 5


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def worker(once: bool) -> None:
    """Climb the ladders of open searches, keep documents' dates, send messages, until stopped.

    SIGTERM stops it. Any number may run at once. Without one, a search still moves while its page
    is open.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    settings = settings_here()
    city = city_here(settings)
    must_be_current(settings)
    engine = open_engine(settings.database_url)
    try:
        if once:
            _work_once(engine, settings, city)
        else:
            _work(engine, settings, city)
    finally:
        engine.dispose()


def _work(engine: Engine, settings: Settings, city: City) -> None:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ladders = Ladders(engine, city)
    mail = _mails(engine, settings, city)
    documents = Documents(engine, city, FileStore(settings.files_path))
    # Threads of their own, so that neither a slow mail server nor a long queue holds up a search.
    deeds = [documents.work, *([mail.send_next] if mail else [])]
    beside = [Thread(target=rounds, args=(stop, deed), daemon=True) for deed in deeds]
    for one in beside:
        one.start()
    click.echo(f"The worker is at work; mail is {'on' if mail else 'off'}.")
    rounds(stop, ladders.climb)
    for one in beside:
        one.join(LAST_LETTER_SECONDS)
    with suppress(SQLAlchemyError):  # a database that is away learns it from the clock
        ladders.retire()
    click.echo("The worker has stopped.")


def _work_once(engine: Engine, settings: Settings, city: City) -> None:
    ladders = Ladders(engine, city)
    ladders.climb()
    documents = Documents(engine, city, FileStore(settings.files_path))
    while documents.work() == 0:
        pass
    mail = _mails(engine, settings, city)
    while mail and mail.send_next() == 0:
        pass
    ladders.retire()


def _mails(engine: Engine, settings: Settings, city: City) -> Mails | None:
    if not settings.smtp_url:
        return None
    write = letter_writer(settings, city.rules.timezone)
    return Mails(engine, SmtpMailer(settings.smtp_url), write)
