"""Who translates in the demonstration city: employees tested in writing, agencies, a glossary."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.access import Actor
from langaccess.domain.documents.glossary import TermStatus
from langaccess.domain.languages import Modality
from langaccess.domain.people import Domain, QualificationStatus, Scope, level_tenths
from langaccess.services.documents.glossary import TermFacts, save_term
from langaccess.storage.documents.agencies import TranslationVendor, TranslationVendorLanguage
from langaccess.storage.languages import Language
from langaccess.storage.people import Grant, Interpreter, Qualification

# By written language: who translates and revises, the first of them most of all.
WRITERS = {
    "es": ("Ana Morales", "Carmen Ortiz", "Lucía Romero"),
    "zh-Hant": ("Ka Wai Chan", "Wing Yan Ho"),
    "zh-Hans": ("Jing Liu", "Mei Sun"),
    "vi": ("Linh Nguyen", "Quang Le"),
    "ru": ("Irina Volkova", "Natalia Belova"),
    "tl": ("Maria Santos", "Jose Reyes"),
}
# Tested in writing once, and no longer.
LAPSED = ("es", "Gloria Benítez")
AGENCIES = (
    ("Meridian Translations", 8000, 19, True, ("es", "zh-Hant", "zh-Hans", "vi", "ru", "ko", "ar")),
    ("Alder & Finch Language Services", 5000, 22, False, ("ht", "so", "am", "km", "tl", "ko")),
)
TERMS = (
    ("es", "tap water", "agua del grifo", TermStatus.APPROVED),
    ("es", "tap water", "agua de la llave", TermStatus.FORBIDDEN),
    ("es", "public hearing", "audiencia pública", TermStatus.APPROVED),
    ("es", "right to appeal", "derecho a apelar", TermStatus.APPROVED),
    ("es", "cooling center", "centro de enfriamiento", TermStatus.APPROVED),
    ("es", "City Hall", "Ayuntamiento", TermStatus.APPROVED),
    ("es", "Mission Creek", "", TermStatus.KEEP),
    ("zh-Hant", "tap water", "自來水", TermStatus.APPROVED),
    ("zh-Hant", "public hearing", "公開聽證會", TermStatus.APPROVED),
    ("zh-Hant", "City Hall", "市政廳", TermStatus.APPROVED),
    ("zh-Hant", "Mission Creek", "", TermStatus.KEEP),
    ("vi", "tap water", "nước máy", TermStatus.APPROVED),
    ("vi", "right to appeal", "quyền khiếu nại", TermStatus.APPROVED),
    ("vi", "interpreter", "thông dịch viên", TermStatus.APPROVED),
    ("ru", "right to appeal", "право на апелляцию", TermStatus.APPROVED),
)


def make_writers(session: Session, people: Iterable[Interpreter], *, on: date) -> None:
    """Give some of the bilingual employees a test in writing, one of them a lapsed one."""
    by_name = {one.account.name: one for one in people}
    for tag, names in WRITERS.items():
        for name in names:
            by_name[name].qualifications.append(_tested(session, by_name[name], tag, 500, on=on))
    tag, name = LAPSED
    by_name[name].qualifications.append(_tested(session, by_name[name], tag, -30, on=on))
    session.flush()


def make_agencies(session: Session) -> list[TranslationVendor]:
    """Two agencies; the first revises too."""
    made = [
        TranslationVendor(
            name=name,
            email=f"projects@{name.split()[0].lower()}.example",
            position=position,
            words_a_day=words,
            cents_per_word=cents,
            languages=[
                TranslationVendorLanguage(language_tag=tag, revises=revises) for tag in tags
            ],
        )
        for position, (name, words, cents, revises, tags) in enumerate(AGENCIES, 1)
    ]
    session.add_all(made)
    session.flush()
    return made


def make_terms(session: Session, actor: Actor, *, now: datetime) -> None:
    """The words that the city has agreed on."""
    for tag, source, target, status in TERMS:
        save_term(session, actor, TermFacts(source, target, tag, status=status), now=now)


def _tested(
    session: Session, person: Interpreter, tag: str, ends_in_days: int, *, on: date
) -> Qualification:
    return Qualification(
        account_id=person.account_id,
        language_tag=tag,
        language=session.get_one(Language, tag),
        modality=Modality.WRITTEN,
        level_scale="ILR",
        level="4",
        level_tenths=level_tenths("ILR", "4"),
        test="Translation test",
        issuer="Example Testing Board",
        certificate=f"EX-W-{person.account_id:05d}-{tag}",
        valid_from=on - timedelta(days=700),
        valid_until=on + timedelta(days=ends_in_days),
        ethics_signed_on=on - timedelta(days=690),
        status=QualificationStatus.ACTIVE,
        grants=[
            Grant(scope=scope, domain=domain)
            for scope in (Scope.TRANSLATE, Scope.REVISE)
            for domain in Domain
        ],
    )
