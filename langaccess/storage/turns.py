"""Taking turns at one row that many want at the same moment."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

# Any number will do that no other lock of ours has for its first half.
ACCEPTING = 1


def let_one_try(session: Session, encounter_id: int) -> bool:
    """Let one transaction try for an encounter, the others wait for its end; whether we waited.

    PostgreSQL wakes those who wait for a row one after the other: of 64 under load, the last
    waited for seconds. Here they wait together, and then find the row taken. In SQLite, writers
    stand in line already.
    """
    if session.get_bind().dialect.name != "postgresql":
        return False
    if session.scalar(select(func.pg_try_advisory_xact_lock(ACCEPTING, encounter_id))):
        return False
    session.execute(select(func.pg_advisory_xact_lock_shared(ACCEPTING, encounter_id)))
    return True
