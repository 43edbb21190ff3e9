"""Who looks after people, and whom."""

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.storage.people import Interpreter
from tests.factories import make_interpreter
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor


@pytest.fixture
def coordinator(signed_in: SignedIn) -> Visitor:
    return signed_in(
        Role.COORDINATOR, name="Zoe Coordinator", email="zoe@city.example", department_id=None
    )


@pytest.fixture
def ana(session: Session) -> Interpreter:
    return make_interpreter(session, name="Ana Reyes", roles=(Role.STAFF, Role.INTERPRETER))
