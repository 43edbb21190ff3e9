"""Taking in a city's real files: every row, or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from langaccess.cli.failing import WrongUse
from langaccess.cli.installation import city_here, must_be_current, settings_here
from langaccess.cli.transaction import transaction
from langaccess.domain.csv_table import FileInvalid, Tally
from langaccess.services.documents.files import FileStore
from langaccess.services.documents_import import LIST, import_documents, read_files, read_folder
from langaccess.services.people_import import import_people
from langaccess.services.vendors_import import import_vendors

csv_file = click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)


@click.group("import")
def imports() -> None:
    """Take in a CSV file: all its rows, or none and every fault by line and column."""


@imports.command("people")
@csv_file
def take_in_people(file: Path) -> None:
    """Take in employees and their qualifications, a row a qualification."""
    with _faults_told(), _writing() as session:
        done = import_people(
            session, None, file.read_bytes(), name_of_file=str(file), now=datetime.now(UTC)
        )
    click.echo(f"people: {_told(done.people)}")
    click.echo(f"qualifications: {_told(done.qualifications)}")
    click.echo(f"departments: {done.departments_added} added")
    click.echo(f"locations: {done.locations_added} added")


@imports.command("vendors")
@csv_file
def take_in_vendors(file: Path) -> None:
    """Take in the city's phone and video lines, a row a line."""
    with _faults_told(), _writing() as session:
        done = import_vendors(
            session, None, file.read_bytes(), name_of_file=str(file), now=datetime.now(UTC)
        )
    click.echo(f"vendors: {_told(done)}")


@imports.command("documents")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, readable=True, path_type=Path)
)
def take_in_documents(folder: Path) -> None:
    """Take in requests for translation: FOLDER holds documents.csv and the files it names."""
    if not (folder / LIST).is_file():
        raise WrongUse(f"{folder / LIST}: there is no such file")
    settings, now = settings_here(), datetime.now(UTC)
    city = city_here(settings)
    must_be_current(settings)
    with _faults_told():
        with transaction(settings) as session:
            rows = read_folder(session, city, folder, now=now)
        files = read_files(FileStore(settings.files_path), folder, rows)
        with transaction(settings, write=True) as session:
            done = import_documents(session, city, folder, rows, files, now=now)
    click.echo(f"documents: {_told(done)}")


@contextmanager
def _writing() -> Iterator[Session]:
    settings = settings_here()
    must_be_current(settings)
    with transaction(settings, write=True) as session:
        yield session


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except FileInvalid as error:
        raise WrongUse(*str(error).splitlines()) from error


def _told(tally: Tally) -> str:
    return f"{tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged"
