"""Every table at once: for migrations and for whoever needs the whole schema."""

from langaccess.storage import (
    accounts,
    audit,
    counter,
    dispatch,
    heartbeat,
    idempotency,
    languages,
    notices,
    people,
    places,
    vendors,
)
from langaccess.storage.base import Base

TOPICS = (
    accounts,
    audit,
    counter,
    dispatch,
    heartbeat,
    idempotency,
    languages,
    notices,
    people,
    places,
    vendors,
)

__all__ = ["TOPICS", "Base"]
