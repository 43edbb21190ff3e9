"""What is missing, or about to lapse."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.dispatch import Mode
from langaccess.domain.people import QualificationStatus
from langaccess.storage.gaps import (
    given_up_count,
    languages_unserved,
    lapsed,
    lapsing,
    vendors_without_words,
)
from langaccess.storage.heartbeat import beat, retire, worker_seen_at
from langaccess.storage.languages import ApprovedVariant
from langaccess.storage.notices import Notice
from langaccess.storage.people import Interpreter
from tests.factories import (
    MONDAY,
    NINE,
    later,
    make_account,
    make_interpreter,
    make_language,
    make_qualification,
    make_vendor,
)

SOON = MONDAY + timedelta(days=30)


def make_speaker(session: Session, until: date | None) -> Interpreter:
    person = make_interpreter(session, "es")
    person.qualifications[0].valid_until = until
    session.flush()
    return person


def test_qualifications_that_end_within_the_time_are_named_the_next_first(
    session: Session,
) -> None:
    last = make_speaker(session, SOON)
    first = make_speaker(session, MONDAY + timedelta(days=1))
    make_speaker(session, SOON + timedelta(days=1))
    make_speaker(session, None)
    make_speaker(session, MONDAY)
    make_speaker(session, SOON).account.is_active = False
    declared = make_speaker(session, SOON)
    declared.qualifications[0].status = QualificationStatus.SELF_DECLARED
    session.flush()

    assert lapsing(session, MONDAY, SOON) == [
        (first.account.email, "es", MONDAY + timedelta(days=1)),
        (last.account.email, "es", SOON),
    ]


def test_qualifications_that_ended_but_are_called_active_are_named(session: Session) -> None:
    ended = make_speaker(session, MONDAY)
    make_speaker(session, MONDAY + timedelta(days=1))

    assert lapsed(session, MONDAY) == [(ended.account.email, "es", MONDAY)]


def test_lines_need_words_and_a_code(session: Session) -> None:
    make_vendor(session, name="Whole")
    make_vendor(session, name="Silent", script="")
    without = make_vendor(session, name="Without a code")
    without.codes.clear()
    make_vendor(session, name="With an empty code", codes={None: ""})
    make_vendor(session, name="Out of use", script="", is_active=False)
    session.flush()

    assert vendors_without_words(session) == ["Silent", "Without a code", "With an empty code"]


def test_a_language_is_served_by_a_person_or_a_line(session: Session) -> None:
    for tag in ("so", "am", "fil", "ru", "ase", "zh-Hant"):
        make_language(session, tag)
    make_language(session, "fr").is_offered = False
    lapsed_speaker = make_interpreter(session, "am")
    lapsed_speaker.qualifications[0].valid_until = MONDAY
    make_qualification(
        session, lapsed_speaker, language_tag="so", status=QualificationStatus.EXPIRED
    )
    make_interpreter(session, "es")
    make_vendor(session, "vi")
    session.flush()
    unserved = ["American Sign Language", "Amharic", "Filipino", "Russian", "Somali"]

    assert languages_unserved(session, MONDAY) == unserved


def test_a_line_for_every_language_serves_sign_only_with_a_picture(session: Session) -> None:
    for tag in ("so", "ase"):
        make_language(session, tag)
    line = make_vendor(session, "es", every_language=True, video_link="")
    assert languages_unserved(session, MONDAY) == ["American Sign Language"]

    line.video_link = "https://video.example/$room"
    session.flush()
    assert languages_unserved(session, MONDAY) == []

    line.is_active = False
    session.flush()
    assert "Somali" in languages_unserved(session, MONDAY)


def test_an_approved_variant_serves_too(session: Session) -> None:
    make_language(session, "fil")
    make_interpreter(session, "tl")
    assert languages_unserved(session, MONDAY) == ["Filipino"]

    session.add(
        ApprovedVariant(
            asked_tag="fil",
            accepted_tag="tl",
            approved_by_id=make_account(session).id,
            approved_at=NINE,
        )
    )
    session.flush()

    assert languages_unserved(session, MONDAY) == []


def test_messages_that_were_given_up_are_counted(session: Session) -> None:
    for number, given_up_at in enumerate((None, NINE, NINE)):
        session.add(
            Notice(
                email="ana@city.example",
                locale="en",
                kind="missed_offer",
                facts={},
                dedupe_key=str(number),
                message_id=str(number),
                created_at=NINE,
                given_up_at=given_up_at,
            )
        )
    session.flush()

    assert given_up_count(session) == 2


def test_a_worker_is_seen_until_it_retires(session: Session) -> None:
    assert worker_seen_at(session) is None
    beat(session, "long gone", later(-100))
    beat(session, "one", later(1))
    beat(session, "other", later(2))
    beat(session, "one", later(3))
    session.flush()
    assert worker_seen_at(session) == later(3)

    retire(session, "one", NINE)

    assert worker_seen_at(session) == later(2)
    retire(session, "other", NINE)
    assert worker_seen_at(session) is None


def test_a_line_by_video_only_still_serves_its_languages(session: Session) -> None:
    make_vendor(session, "ase", modes=(Mode.VIDEO,))

    assert languages_unserved(session, MONDAY) == []
