"""Every reason as one sentence that can be read aloud."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_file

from langaccess.domain.documents.outlook import outlook
from langaccess.domain.documents.plan import LanguageLoad, Work, plan
from langaccess.domain.documents.priority import Fact, Reason, Why
from langaccess.domain.documents.reading import read_request
from langaccess.domain.documents.sentences import SENTENCES, sentence
from tests.domain.documents.asking import CASES, REFERENCE, asked

MODULE = str(Path(__file__).parents[3] / "langaccess/domain/documents/sentences.py")


def as_written(_: str, fact: Fact) -> str:
    return str(fact)


def test_every_reason_has_a_whole_sentence() -> None:
    assert set(SENTENCES) == set(Why)
    for found in SENTENCES.values():
        for template in (found,) if isinstance(found, str) else found:
            assert re.fullmatch(r"[A-Z].*\.", template)
            assert "{" not in template
            assert template.count("%") == len(re.findall(r"%\([a-z_]+\)s", template))


def test_every_reference_decision_can_be_told() -> None:
    met = set()
    for case in CASES:
        for reason in REFERENCE.decide(read_request(case["request"])).because:
            told = sentence(reason, as_written)
            met.add(reason.why)
            assert told.endswith(".")
            assert "%" not in told
    assert len(met) > 20


def test_a_sentence_counts() -> None:
    one, many = (Reason(Why.BONUS, {"bonus": "children", "count": count}) for count in (1, 4))
    assert sentence(one, as_written) == "It moves up in the queue by 1 hour for children."
    assert sentence(many, as_written) == "It moves up in the queue by 4 hours for children."


def test_facts_are_told_by_name_and_sentences_come_from_a_catalogue() -> None:
    reason = Reason(Why.CAME_BEFORE_CLOSING, {"received_on": "2026-11-23"})
    counted = Reason(Why.BONUS, {"bonus": "100%", "count": 2})

    def words(name: str, fact: Fact) -> str:
        return f"<{name}={fact}>"

    told = sentence(reason, words, gettext=lambda message: message.replace("It came", "Llegó"))
    assert told.startswith("Llegó on <received_on=2026-11-23> before")
    told = sentence(counted, words, choose=lambda _, many, count: f"{count}: {many}")
    assert told.startswith("2: It moves up in the queue by <count=2> hours for <bonus=100%>")


def test_the_catalogues_find_every_sentence() -> None:
    found = {message for _, message, *_ in extract_from_file("python", MODULE)}
    assert found == set(SENTENCES.values())


def test_an_outlook_tells_what_is_late_and_what_helps_once_for_all_languages() -> None:
    request = asked()
    work = Work(
        words=60_000,
        starts_at=request.received_at,
        due_at=REFERENCE.decide(request).due_at,
        capacity=REFERENCE.rules.capacity,
        calendar=REFERENCE.calendar,
        layout=True,
        vendor_words=10_000,
    )
    planned = plan(
        work,
        [
            LanguageLoad("es"),
            LanguageLoad("vi"),
            LanguageLoad("ar", translators=0, revisers=0, is_held=True),
        ],
    )
    reasons = outlook(planned)
    assert [(reason.why, reason.facts["languages"]) for reason in reasons] == [
        (Why.VENDOR_TRANSLATES, "ar"),
        (Why.VENDOR_REVISES, "ar"),
        (Why.ON_HOLD, "ar"),
        (Why.TOO_LATE, "es, vi"),
        (Why.TOO_LATE, "ar"),
        *(
            (why, "es, vi")
            for why in (
                *(Why.SHORT_NOTICE_FIRST, Why.VENDOR, Why.SECOND_TRANSLATOR, Why.DROP_LAYOUT),
            )
        ),
        (Why.SHORT_NOTICE_FIRST, "ar"),
        (Why.DROP_LAYOUT, "ar"),
        (Why.READY_LANGUAGES_FIRST, "ar"),
    ]
    assert all("%" not in sentence(reason, as_written) for reason in reasons)


def test_an_outlook_is_silent_when_all_is_well() -> None:
    request = asked()
    work = Work(
        words=100,
        starts_at=request.received_at,
        due_at=REFERENCE.decide(request).due_at,
        capacity=REFERENCE.rules.capacity,
        calendar=REFERENCE.calendar,
    )
    assert outlook(plan(work, [LanguageLoad("es")])) == ()
