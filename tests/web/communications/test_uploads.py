import io
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from langaccess.domain.access import Role
from langaccess.storage.documents.requests import Document, SourceFile, StoredFile
from langaccess.web.communications.uploads import clean_name
from tests.factories import make_clerk, make_language
from tests.services.documents.office import ENGLISH
from tests.specimens.all import specimens
from tests.web.conftest import SignedIn
from tests.web.pages import Visitor, shown

NEW = "/documents/new"


@pytest.fixture
def person(signed_in: SignedIn, session: Session, app: Flask) -> Visitor:
    """Somebody with files, before an empty file store."""
    for one in stored(app):
        one.unlink()
    for tag in ("en", "es"):
        make_language(session, tag)
    return signed_in(make_clerk(session))


def stored(app: Flask) -> list[Path]:
    folder = app.extensions["langaccess_files"].folder
    return [one for one in folder.rglob("*") if one.is_file()]


def sends(
    person: Visitor, *files: tuple[bytes, str], status: int = 303, **more: Any
) -> BeautifulSoup:
    return person.sends(
        NEW,
        status=status,
        key="one-page",
        title="Notice",
        document_type="flyer",
        languages=["es"],
        source="en",
        department="0",
        files=[(io.BytesIO(content), name) for content, name in files],
        **more,
    )


def tokens(page: BeautifulSoup) -> list[str]:
    return [str(one["value"]) for one in page.select("[name=kept][checked]")]


def names(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(SourceFile.name).order_by(SourceFile.position)))


REFUSED = {one.name: one for one in specimens() if one.refusal is not None}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_named_with_what_is_wrong_and_nothing_of_it_is_stored(
    person: Visitor, session: Session, app: Flask, name: str
) -> None:
    page = sends(person, (REFUSED[name].content, name), status=422)

    assert name in " ".join(one.get_text() for one in page.select("[data-errors] li"))
    assert not stored(app)
    assert not session.scalars(select(StoredFile)).all()
    assert not session.scalars(select(Document)).all()


def test_a_file_over_the_limit_is_told_and_nothing_of_it_is_stored(
    person: Visitor, app: Flask
) -> None:
    long = FileStorage(io.BytesIO(b"a" * ((50 << 20) + 1)), "long.txt")
    boundary, body = encode_multipart({"csrf_token": person.token, "files": long})
    sent = {"Content-Type": f"multipart/form-data; boundary={boundary}"}

    page = person.asks("POST", NEW, status=422, data=body, headers=sent)

    assert "long.txt is larger than 50 MB" in shown(page)
    assert not stored(app)


def test_a_scan_is_refused_and_the_original_asked_for(person: Visitor) -> None:
    page = sends(person, (REFUSED["scan.pdf"].content, "scan.pdf"), status=422)

    assert "it is a picture or a scan. Send the original." in shown(page)


def test_every_fault_is_told_and_good_files_need_not_be_sent_again(
    person: Visitor, session: Session
) -> None:
    bad, worse = (b"MZ\0\0", "a.pdf"), (b"", "b.txt")
    page = sends(person, (ENGLISH.encode(), "good.txt"), bad, worse, status=422)

    told = shown(page)
    assert "a.pdf says" in told
    assert "b.txt is empty." in told
    assert len(tokens(page)) == 1

    sends(person, kept=tokens(page))

    assert names(session) == ["good.txt"]


def test_a_kept_file_that_is_unticked_is_left_out(person: Visitor, session: Session) -> None:
    page = sends(person, (b"One text.", "one.txt"), (b"", "b.txt"), status=422)
    assert tokens(page)

    sends(person, (b"Two texts.", "two.txt"))

    assert names(session) == ["two.txt"]


def test_the_same_file_twice_is_one_and_another_of_its_name_gets_its_own(
    person: Visitor, session: Session
) -> None:
    one, other = (b"One text.", "notice.txt"), (b"Another text.", "Notice.txt")

    sends(person, one, one, other)

    assert names(session) == ["notice.txt", "Notice (2).txt"]


def test_what_is_signed_for_somebody_else_or_by_nobody_is_not_taken(
    person: Visitor, signed_in: SignedIn, session: Session
) -> None:
    page = sends(person, (b"Secret text.", "secret.txt"), (b"", "b.txt"), status=422)
    other = signed_in(Role.STAFF)

    assert "secret.txt is not kept any more." in shown(sends(other, kept=tokens(page), status=422))
    assert "A file is not kept any more." in shown(sends(other, kept=["forged"], status=422))


def test_a_kept_file_that_is_gone_from_the_store_is_asked_for_again(
    person: Visitor, app: Flask
) -> None:
    page = sends(person, (b"One text.", "one.txt"), (b"", "b.txt"), status=422)
    for one in stored(app):
        one.unlink()

    page = sends(person, kept=tokens(page), status=422)

    assert "one.txt is not kept any more. Choose it again." in shown(page)


def test_more_files_than_a_request_may_have_are_told(person: Visitor) -> None:
    many = [(f"Text {number}.".encode(), f"{number}.txt") for number in range(21)]

    page = sends(person, *many, status=422)

    assert "Send 20 files at most at once." in shown(page)


def test_markup_in_a_files_name_is_only_a_name(person: Visitor, session: Session) -> None:
    sends(person, (b"One text.", "<img src=x onerror=alert(1)>.txt"))

    page = person.follows()
    assert not page.select("main img")
    assert "<img src=x onerror=alert(1)>.txt" in shown(page)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\rosa\\notice.docx", "notice.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\n.txt", "ab.txt"),
        ("gpj\u202etxt.exe", "gpjtxt.exe"),
        ("...", "file"),
        ("Ấn phẩm.docx", "Ấn phẩm.docx"),
        ("n" * 300 + ".docx", "n" * 145 + ".docx"),
    ],
)
def test_a_name_is_kept_without_its_path_and_without_what_nobody_sees(sent: str, kept: str) -> None:
    assert clean_name(sent) == kept


def test_a_file_becomes_a_notes_carrier(person: Visitor, session: Session) -> None:
    noted = next(one for one in specimens() if "tracked" in one.name and one.name.endswith("docx"))

    sends(person, (noted.content, noted.name))

    assert "It holds tracked changes" in shown(person.follows())
