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
from langaccess.storage.documents import agencies, glossary, jobs, library, requests

TOPICS = (
    accounts,
    agencies,
    audit,
    counter,
    dispatch,
    glossary,
    heartbeat,
    idempotency,
    jobs,
    languages,
    library,
    notices,
    people,
    places,
    requests,
    vendors,
)

__all__ = ["TOPICS", "Base"]
