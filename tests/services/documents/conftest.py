"""An office on a database of either kind."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.factories import make_city
from tests.services.documents.office import SHIPPED, Office, make_office


@pytest.fixture
def office(session: Session, tmp_path: Path) -> Office:
    """A city's translation office, by the rules the product ships."""
    return make_office(session, make_city(SHIPPED.read_text()), tmp_path / "files")
