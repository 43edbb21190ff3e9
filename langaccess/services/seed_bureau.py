"""Who asks for invented documents, who translates them, and the texts they are made of."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.languages import Modality
from langaccess.domain.places import slug_of
from langaccess.services.documents.files import FileStore, Upload, read_upload, remember
from langaccess.storage.accounts import Account
from langaccess.storage.documents.agencies import TranslationVendor, TranslationVendorLanguage
from langaccess.storage.people import Qualification
from langaccess.storage.places import Department

# What is asked for, how often, and the flags that come with it. Which class each falls in, and
# by when it is due, is for the rules of the installation to say.
KINDS: tuple[tuple[str, str, int, tuple[str, ...]], ...] = (
    ("boil-water-notice", "Boil water notice", 2, ("health", "safety", "compliance")),
    ("emergency-alert", "Emergency alert", 4, ("safety",)),
    ("evacuation-warning", "Evacuation warning", 1, ("safety",)),
    ("denial", "Decision about your benefits", 60, ("compliance",)),
    ("appeal-notice", "How to appeal", 20, ("compliance",)),
    ("shut-off-notice", "Water shut-off", 25, ("compliance",)),
    ("notice-of-violation", "Notice of violation", 25, ("compliance",)),
    ("vaccination-notice", "Vaccination days", 15, ("health",)),
    ("application", "Application form", 90, ("compliance",)),
    ("service-brochure", "Our services", 60, ()),
    ("hearing-notice", "Public hearing", 80, ("compliance",)),
    ("polling-place-notice", "Where to vote", 15, ("compliance",)),
    ("complaint-form", "Complaint form", 10, ("compliance",)),
    ("service-change", "Change of service", 90, ()),
    ("closure-notice", "Closed for repairs", 70, ()),
    ("fee-schedule", "Fees", 40, ()),
    ("programme-flyer", "Programme", 110, ()),
    ("letter-to-resident", "Letter", 60, ()),
    ("sign", "Sign", 40, ()),
    ("newsletter", "Newsletter", 60, ()),
    ("event-flyer", "Invitation", 80, ()),
    ("survey", "Survey", 30, ()),
    ("minutes-summary", "Summary of a meeting", 13, ()),  # no rule names it
)
SUBJECTS = ("water", "housing", "health", "parks", "benefits", "voting", "safety", "streets")
PLACES = ("Eastside", "Westside", "Harbor", "Old Town", "Hillcrest", "Mission Creek", "Orchard")
# How often each language is asked for; nobody leaves out the first.
LANGUAGES = {"zh-Hant": 60, "vi": 55, "zh-Hans": 40, "tl": 25, "ar": 20, "ru": 16, "ko": 14}
FIRST_LANGUAGE = "es"
AGENCIES = ("Meridian Translations", "Alder & Finch Language Services")


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks for translations, with their department as rows and rules name it."""

    account_id: int
    department_id: int | None
    department: str


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who asks, translates and verifies in invented documents, and the texts they are made of.

    `hands` are, by language, pairs of a translator and a reviser; the agencies take the rest.
    """

    askers: tuple[Asker, ...]
    verifier_ids: tuple[int, ...]
    hands: Mapping[str, tuple[int, ...]]
    agency_ids: tuple[int, int]
    texts: tuple[Upload, ...]


def read_texts(store: FileStore) -> tuple[Upload, ...]:
    """The texts of all invented documents, kept and read: before a transaction that may write."""
    return tuple(
        read_upload(store, f"{place.lower().replace(' ', '-')}.txt", io.BytesIO(text.encode()))
        for place in PLACES
        for text in [_text(place)]
    )


def bureau_of(session: Session, texts: Sequence[Upload], *, now: datetime) -> Bureau | None:
    """This installation's people for invented documents; None where fewer than two have accounts.

    Agencies are invented where there are none yet.
    """
    query = (
        select(Account.id, Account.department_id, Department.name)
        .outerjoin(Department, Department.id == Account.department_id)
        .where(Account.is_active)
        .order_by(Account.id)
    )
    askers = tuple(
        Asker(account_id, department_id, slug_of(name, ()) if name else "")
        for account_id, department_id, name in session.execute(query)
    )
    if len(askers) < 2:
        return None
    remember(session, texts, now=now)
    return Bureau(
        askers=askers,
        verifier_ids=tuple(one.account_id for one in askers[:4]),
        hands=_hands(session),
        agency_ids=_agencies(session),
        texts=tuple(texts),
    )


def _hands(session: Session) -> dict[str, tuple[int, ...]]:
    """Who is tested in writing, by language, where they are enough for two of a job."""
    query = (
        select(Qualification.language_tag, Qualification.account_id)
        .where(Qualification.modality == Modality.WRITTEN)
        .distinct()
        .order_by(Qualification.language_tag, Qualification.account_id)
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for tag, account_id in session.execute(query):
        found[tag].append(account_id)
    return {tag: tuple(ids) for tag, ids in found.items() if len(ids) >= 3}


def _agencies(session: Session) -> tuple[int, int]:
    """The first two agencies; invented ones are added where there are fewer."""
    ids = list(
        session.scalars(select(TranslationVendor.id).order_by(TranslationVendor.position).limit(2))
    )
    for position, name in enumerate(AGENCIES[len(ids) :], len(ids) + 1):
        made = TranslationVendor(
            name=name,
            email=f"desk-{position}@agency.example",
            position=position,
            words_a_day=8000,
            cents_per_word=18,
            languages=[
                TranslationVendorLanguage(language_tag=tag, revises=True)
                for tag in (FIRST_LANGUAGE, *LANGUAGES)
            ],
        )
        session.add(made)
        session.flush()
        ids.append(made.id)
    return ids[0], ids[1]


def _text(place: str) -> str:
    """A short notice of one district."""
    return (
        f"Notice for residents of {place}.\n\n"
        "Our office is open from 8:00 to 17:00 on weekdays. Bring a letter with your address.\n\n"
        f"Questions? Call 510-555-0142 or visit the {place} service center. Help in your own"
        " language is free.\n"
    )
