"""An office of the application's own: its files lie where its pages look for them."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from tests.services.documents.office import Office, make_office


@pytest.fixture
def office(app: Flask, session: Session, city: City, tmp_path: Path) -> Office:
    """A city's translation office, by the rules of the page tests."""
    made = make_office(session, city, tmp_path)
    return replace(made, store=app.extensions["langaccess_files"])
