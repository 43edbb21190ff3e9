"""The vendor lines that serve an encounter, each with its number, code and words to say."""

from datetime import datetime

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import Mode
from langaccess.domain.vendors import SCRIPT_FIELDS, Line, is_staffed, script_words
from langaccess.storage.dispatch import Encounter
from langaccess.storage.vendors import Vendor, active_vendors


def lines_for(session: Session, city: City, encounter: Encounter, *, now: datetime) -> list[Line]:
    """Lines that interpret this language by this means and answer now, in the city's order."""
    return [
        line_of(vendor, encounter)
        for vendor in active_vendors(session)
        if vendor.serves(encounter.language_tag, encounter.mode)
        and is_staffed(vendor.weekly_hours, now, city.calendar)
    ]


def line_of(vendor: Vendor, encounter: Encounter) -> Line:
    """One vendor's line, with everything of this encounter filled in."""
    code = vendor.code_for(encounter.department_id)
    language = encounter.language.english_name
    say = script_words(
        vendor.script,
        language=language,
        department=encounter.department.name if encounter.department else "",
        client_id=vendor.client_id,
        code=code,
        reference=encounter.reference,
    )
    wants_picture = encounter.mode is not Mode.PHONE and vendor.video_link
    link = script_words(vendor.video_link, room=encounter.room, language=encounter.language_tag)
    return Line(
        vendor_id=vendor.id,
        name=vendor.name,
        phone=vendor.phone,
        code=code,
        say=say,
        video_link=link if wants_picture else None,
    )


def emergency_line(
    session: Session, department_id: int | None, now: datetime, city: City
) -> Line | None:
    """The first line that answers now: for error pages, where no encounter is known."""
    for vendor in active_vendors(session):
        if is_staffed(vendor.weekly_hours, now, city.calendar):
            code = vendor.code_for(department_id)
            known = {"client_id": vendor.client_id, "code": code}
            say = script_words(vendor.script, **(dict.fromkeys(SCRIPT_FIELDS, "…") | known))
            return Line(vendor.id, vendor.name, vendor.phone, code, say, None)
    return None
