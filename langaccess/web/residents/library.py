"""The library: published translations for residents, by language and subject, to read or take."""

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from flask import Response, abort, render_template, request, send_file, session
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from langaccess.domain.access import Permission
from langaccess.domain.documents.files import MEDIA_TYPES, FileKind
from langaccess.domain.languages import Language as LanguageFacts
from langaccess.domain.languages import written_as
from langaccess.storage.base import db
from langaccess.storage.documents.jobs import DeliveryFile
from langaccess.storage.documents.library import (
    Publication,
    languages_shown,
    publication_shown,
    shown_in,
    subjects_shown,
)
from langaccess.storage.documents.work import units_of
from langaccess.storage.languages import Language
from langaccess.web.access import allow, current_person
from langaccess.web.locale import LOCALES, RIGHT_TO_LEFT, has_texts, page_locale, speak
from langaccess.web.page import city, files
from langaccess.web.residents.blueprint import pages
from langaccess.web.tiles import tile_of

A_PAGE = 50
# What is read on the page itself, as plain paragraphs; more than so much is in the file.
READ_HERE = frozenset({FileKind.MD, FileKind.TXT, FileKind.HTML})
LETTERS_AT_MOST = 20_000
# No name of a file may lead somewhere, hide something, or turn its direction.
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


class ReadableFile(NamedTuple):
    """One file of a translation: what kind it is, how large, and what of it is read here."""

    position: int
    kind: str
    kilobytes: int
    paragraphs: list[str]
    is_cut: bool


class MachineWarning(NamedTuple):
    """The warning of a machine's translation, in one language."""

    lang: str
    dir: str
    text: str


@pages.get("/library")
@allow(Permission.PUBLIC)
def library() -> ResponseReturnValue:
    """Show in which languages something is published, each by its own name."""
    languages = [(tile_of(one), count) for one, count in languages_shown(db.session())]
    return _kept(render_template("residents/library.html", languages=languages))


@pages.get("/library/<written_tag>")
@allow(Permission.PUBLIC)
def library_language(written_tag: str) -> ResponseReturnValue:
    """Show what is published in one language, by subject, in that language where we have it."""
    language = _language(written_tag)
    subject = request.args.get("subject")
    at = max(1, request.args.get("page", 1, type=int))
    shown = shown_in(
        db.session(), language.tag, subject=subject, limit=A_PAGE + 1, offset=(at - 1) * A_PAGE
    )
    html = render_template(
        "residents/library_language.html",
        language=tile_of(language),
        subjects=subjects_shown(db.session(), language.tag),
        subject=subject,
        shown=shown[:A_PAGE],
        at=at,
        is_more=len(shown) > A_PAGE,
    )
    return _kept(html)


@pages.get("/library/<written_tag>/<published>")
@allow(Permission.PUBLIC)
def library_document(written_tag: str, published: str) -> ResponseReturnValue:
    """Show one translation: its text or files, and whether it is still up to date."""
    language = _language(written_tag)
    one = _publication(language.tag, published)
    html = render_template(
        "residents/library_document.html",
        one=one,
        document=one.document,
        language=tile_of(language),
        files=[_readable(each) for each in one.delivery.files],
        warnings=_machine_warnings(one, language),
        call=city().rules.after_hours,
    )
    return _kept(html)


@pages.get("/library/<written_tag>/<published>/<int:position>")
@allow(Permission.PUBLIC)
def library_file(written_tag: str, published: str, position: int) -> ResponseReturnValue:
    """Give one file of a translation, under its own title in its language."""
    one = _publication(written_tag, published)
    found = next((each for each in one.delivery.files if each.position == position), None)
    if found is None or not files().has(found.file_sha256):
        abort(404)
    kind = FileKind(found.file.kind)
    answer = send_file(
        files().path_of(found.file_sha256),
        mimetype=MEDIA_TYPES[kind],
        conditional=True,
        etag=found.file_sha256,
        max_age=0,
    )
    number = "" if len(one.delivery.files) == 1 else f" ({position})"
    answer.headers["Content-Disposition"] = _disposition(
        f"{one.title}{number}.{kind}", f"{published}-{one.language_tag}-{position}.{kind}"
    )
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _language(tag: str) -> LanguageFacts:
    """The language of this tag; the page speaks it, unless its reader chose another."""
    language = db.session().get(Language, tag)
    if language is None or not language.is_written:
        abort(404)
    locale = written_as(tag)
    if has_texts(locale) and request.args.get("lang") is None and "lang" not in session:
        speak(locale)
    return language.facts


def _publication(tag: str, reference: str) -> Publication:
    one = publication_shown(db.session(), tag, reference)
    if one is None:
        abort(404)
    return one


def _kept(html: str) -> Response:
    """The page, or that it is as it was: a stranger's holds nothing of its own."""
    answer = Response(html)
    if current_person() is None and "_flashes" not in session:
        answer.add_etag()
        answer.make_conditional(request)
    return answer


def _readable(one: DeliveryFile) -> ReadableFile:
    paragraphs: list[str] = []
    is_cut = False
    if one.file.kind in READ_HERE:
        paragraphs = list(_first(unit.text for unit in units_of(db.session(), one.file_sha256)))
        is_cut = len(paragraphs) < len(one.file.units)
    return ReadableFile(one.position, one.file.kind, -(-one.file.size // 1024), paragraphs, is_cut)


def _first(texts: Iterator[str]) -> Iterator[str]:
    """Paragraphs, as far as a page of words may go."""
    letters = 0
    for text in texts:
        letters += len(text)
        if letters > LETTERS_AT_MOST:
            return
        yield text


def _machine_warnings(one: Publication, language: LanguageFacts) -> list[MachineWarning]:
    """In the language of the translation, where we have it, then in that of the page."""
    if not one.is_machine:
        return []
    locales = dict.fromkeys((written_as(language.tag), page_locale(), "en"))
    return [_machine_warning(locale) for locale in locales if locale in LOCALES]


def _machine_warning(locale: str) -> MachineWarning:
    with force_locale(locale):
        told = gettext("A machine translated this. No person has checked it yet.")
    return MachineWarning(locale, "rtl" if locale in RIGHT_TO_LEFT else "ltr", told)


def _disposition(name: str, plain: str) -> str:
    """A download's name in any script (RFC 8187), and a plain one for those who cannot read it."""
    seen = "".join(
        one for one in name if one not in _NOT_IN_NAMES and unicodedata.category(one)[0] != "C"
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(seen, safe='')}"
