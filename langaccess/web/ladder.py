"""Looking at ladders that are due: every poll does it, so a dead worker delays nobody."""

from langaccess.services.dispatch.ladder import advance
from langaccess.storage.base import begin_write, db
from langaccess.storage.encounters import Glance, due_encounters
from langaccess.web.access import now
from langaccess.web.page import city

# A poll helps with a few; the worker, or the next poll, does the rest.
HELP_AT_MOST = 3


def look(found: Glance) -> bool:
    """Advance one encounter if its ladder is due; whether anything moved."""
    if found.due_at is None or found.due_at > now():
        return False
    return _advance([found.id])


def look_around() -> bool:
    """Advance whatever is due anywhere, a few at a time; whether anything moved."""
    due = due_encounters(db.session(), now(), HELP_AT_MOST)
    return bool(due) and _advance(due)


def _advance(encounter_ids: list[int]) -> bool:
    begin_write(db.session())
    moved = [advance(db.session(), city(), one, now=now()) for one in encounter_ids]
    return any(moved)
