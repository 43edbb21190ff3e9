"""The words of every message."""

from dataclasses import replace
from pathlib import Path

import pytest

from langaccess.cli import letters
from langaccess.cli.letters import LETTERS, letter_writer
from langaccess.services.delivery import NoLetter
from langaccess.settings import Settings
from langaccess.storage.notices import Notice
from tests.factories import NINE

ZONE = "America/Los_Angeles"
FACTS = {
    "supervisor_alert": {"reference": "ABC234", "language": "so", "encounter_id": 7},
    "missed_offer": {
        "reference": "ABC234",
        "language": "ht",
        "offered_at": "2026-11-23T17:00:00+00:00",
    },
    "library_wanted": {"title": "Bus times", "language": "vi", "contact": "–"},
    "password_link": {"token": "t0ken"},
}


def make_notice(kind: str, locale: str = "en") -> Notice:
    return Notice(
        email="ana@city.example",
        locale=locale,
        kind=kind,
        facts=FACTS.get(kind, {}),
        message_id="<1@langaccess.invalid>",
        created_at=NINE,
    )


def test_the_supervisor_learns_who_waits_for_what(settings: Settings) -> None:
    letter = letter_writer(settings, ZONE)(make_notice("supervisor_alert"))

    assert letter.to == "ana@city.example"
    assert letter.sender == "language-access@city.example"
    assert letter.message_id == "<1@langaccess.invalid>"
    assert letter.written_at == NINE
    assert letter.subject == "ABC234: a resident waits, and nobody was found for Somali"
    assert "https://help.city.example/oversight\n" in letter.text


def test_an_interpreter_learns_when_they_were_asked_in_the_citys_time(settings: Settings) -> None:
    letter = letter_writer(settings, ZONE)(make_notice("missed_offer"))

    assert "Nov 23, 2026, 9:00:00\u202fAM" in letter.text
    assert "Haitian Creole" in letter.text
    assert letter.text.endswith("https://help.city.example/duty\n")


def test_a_password_link_leads_to_the_page_that_takes_it(settings: Settings) -> None:
    letter = letter_writer(settings, ZONE)(make_notice("password_link"))

    assert "https://help.city.example/password/t0ken\n" in letter.text
    assert "for 3 days" in letter.text


def test_a_language_that_left_the_register_keeps_its_tag(settings: Settings) -> None:
    notice = make_notice("supervisor_alert")
    notice.facts = {"reference": "ABC234", "language": "tlh"}

    assert letter_writer(settings, ZONE)(notice).subject.endswith(" tlh")


@pytest.mark.parametrize("kind", LETTERS)
@pytest.mark.parametrize("locale", ["en", "es", "ar", "zh-Hant", "xx", "??"])
def test_every_letter_can_be_written_for_everybody(
    settings: Settings,
    catalogues: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    locale: str,
) -> None:
    monkeypatch.setattr(letters, "PACKED", catalogues)

    letter = letter_writer(settings, ZONE)(make_notice(kind, locale))

    assert "%(" not in letter.subject + letter.text
    assert "\n" not in letter.subject
    assert letter.language_tag == locale


def test_a_letter_speaks_its_recipients_language(
    settings: Settings, catalogues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "PACKED", catalogues)
    write = letter_writer(replace(settings), ZONE)

    english = write(make_notice("missed_offer"))
    spanish = write(make_notice("missed_offer", "es"))

    assert spanish.subject != english.subject
    assert "23 nov 2026, 9:00:00" in spanish.text


def test_a_kind_without_words_is_said(settings: Settings) -> None:
    with pytest.raises(NoLetter, match="'postcard'"):
        letter_writer(settings, ZONE)(make_notice("postcard"))
