"""What every test of dispatch plays on."""

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from tests.services.dispatch.scene import Scene, make_scene


@pytest.fixture
def scene(session: Session, city: City) -> Scene:
    """A clerk at a counter, at nine on a Monday."""
    return make_scene(session, city)
