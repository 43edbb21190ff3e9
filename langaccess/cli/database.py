"""Keeping the database up to date."""

import click

from langaccess.cli.installation import settings_here
from langaccess.storage.base import open_engine
from langaccess.storage.schema import migrate as bring_up_to_date
from langaccess.storage.schema import newest


@click.command()
def migrate() -> None:
    """Bring the database up to date. Two at once wait for each other; twice does no harm."""
    engine = open_engine(settings_here().database_url)
    try:
        bring_up_to_date(engine)
    finally:
        engine.dispose()
    click.echo(f"The database is up to date ({newest()}).")
