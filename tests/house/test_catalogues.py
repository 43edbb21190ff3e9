"""The catalogues: whole, faithful to the English, and not behind the code."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.support import Translations

from langaccess.web.locale import DRAFTS, LOCALES, SOURCE, STAFF_LOCALES

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "langaccess" / "web" / "templates"
ENGLISH = "en"
PYBABEL = (sys.executable, "-m", "babel.messages.frontend", "-q")
# The same flags as in tests/check.
EXTRACT = (
    *PYBABEL,
    *("extract", "-F", "pyproject.toml", "-k", "lazy_gettext"),
    *("--add-location=file", "--sort-by-file"),
)
CHECK = (*PYBABEL, "update", "--check", "--ignore-pot-creation-date")
# What residents read: their own pages, the frame around them, and the card (`card_texts`).
RESIDENTS = (
    "langaccess/web/residents/",
    "langaccess/web/templates/residents/",
    "langaccess/web/templates/shared/base.html",
)
CARD = "langaccess/web/staff/counter.py"
PLACE = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}|\$\$")
TAG = re.compile(r"</?[a-z][^>]*>")
# The same sign in another script.
SIGNS = str.maketrans("؟،؛", "?,;")
ENDS = ".:?!…)"
ARABIC, LATIN = re.compile(r"[\u0600-\u06ff]"), re.compile(r"[A-Za-zÀ-ɏ]")
FAMILIAR = re.compile(r"\b(tú|tus?|te|ti|vos|vosotros|vosotras)\b", re.IGNORECASE)

translated = pytest.mark.parametrize("locale", sorted(set(LOCALES) - {ENGLISH}))


@cache
def catalogue(locale: str) -> Catalog:
    with (SOURCE / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The forms of a counted text, or the one text there is."""
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def entries(locale: str) -> list[Message]:
    return [one for one in catalogue(locale) if one.id]


def pairs(locale: str) -> Iterator[tuple[str, str]]:
    """Each translated text beside the English it must be faithful to; of a plural, the last."""
    for one in entries(locale):
        for number, told in enumerate(forms(one.string)):
            if told:
                english = forms(one.id)
                yield english[min(number, len(english) - 1)], told


def empty(messages: list[Message]) -> list[str]:
    return [forms(one.id)[0] for one in messages if not all(forms(one.string))]


@cache
def card_texts() -> set[str]:
    """The sentences of the card that is turned to a resident."""
    tree = ast.parse((ROOT / CARD).read_text(encoding="utf-8"))
    card = next(
        one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == "_phrase"
    )
    calls = [one for one in ast.walk(card) if isinstance(one, ast.Call)]
    return {
        str(ast.literal_eval(one.args[0]))
        for one in calls
        if isinstance(one.func, ast.Name) and one.func.id == "gettext"
    }


def for_residents(message: Message) -> bool:
    files = [file for file, _line in message.locations]
    return message.id in card_texts() or any(file.startswith(RESIDENTS) for file in files)


def without_places(text: str) -> str:
    return TAG.sub(" ", PLACE.sub(" ", text))


def ending(text: str) -> str:
    last = text.rstrip().translate(SIGNS)[-1]
    return last if last in ENDS else ""


def test_each_language_of_our_pages_has_a_catalogue_and_no_other_has() -> None:
    found = {file.parent.parent.name for file in SOURCE.glob("*/LC_MESSAGES/messages.po")}

    assert found == set(LOCALES) - {ENGLISH}


@translated
def test_a_catalogue_compiles_and_says_what_is_written_in_it(locale: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(locale))
    compiled.seek(0)
    texts = Translations(compiled)

    assert [str(error) for _message, errors in catalogue(locale).check() for error in errors] == []
    for one in entries(locale):
        if isinstance(one.id, str):
            assert texts.ugettext(one.id) == (one.string or one.id)


@pytest.mark.parametrize("locale", sorted(set(STAFF_LOCALES) - {ENGLISH}))
def test_a_language_of_staff_has_every_text(locale: str) -> None:
    assert empty(entries(locale)) == []


@translated
def test_a_language_of_residents_has_every_text_they_read(locale: str) -> None:
    read = [one for one in entries(locale) if for_residents(one)]

    assert card_texts() <= {one.id for one in read}
    assert len(read) > len(card_texts())
    assert empty(read) == []


@translated
def test_a_translation_keeps_every_placeholder_and_every_tag(locale: str) -> None:
    for english, told in pairs(locale):
        assert Counter(PLACE.findall(told)) == Counter(PLACE.findall(english)), english
        assert TAG.findall(told) == TAG.findall(english)


@translated
def test_a_translation_begins_and_ends_as_the_english_does(locale: str) -> None:
    for english, told in pairs(locale):
        assert told[: len(told) - len(told.lstrip())] == english[: -len(english.lstrip())]
        assert told[len(told.rstrip()) :] == english[len(english.rstrip()) :]
        assert told.count("\n") == english.count("\n")
        assert ending(told) == ending(english), (english, told)


@translated
def test_nothing_is_fuzzy_and_nothing_is_left_over(locale: str) -> None:
    whole = catalogue(locale)

    assert not whole.fuzzy
    assert [one.id for one in whole if one.fuzzy] == []
    assert list(whole.obsolete) == []


@translated
def test_a_counted_text_has_as_many_forms_as_the_language(locale: str) -> None:
    whole = catalogue(locale)

    assert whole.num_plurals == get_plural(locale).num_plurals
    for one in entries(locale):
        assert len(forms(one.string)) == (1 if isinstance(one.id, str) else whole.num_plurals)


@translated
def test_a_translation_is_written_in_the_script_of_its_language(locale: str) -> None:
    own, other = (ARABIC, LATIN) if Locale(locale).text_direction == "rtl" else (LATIN, ARABIC)
    for english, told in pairs(locale):
        assert own.search(without_places(told)) or not LATIN.search(without_places(english)), told
        assert not other.search(without_places(told)), told


@translated
def test_a_sentence_is_not_left_in_english(locale: str) -> None:
    for english, told in pairs(locale):
        assert told != english or len(without_places(english).split()) < 4


@translated
def test_a_catalogue_that_nobody_reviewed_says_so(locale: str) -> None:
    says_so = "not reviewed by a human translator" in catalogue(locale).header_comment

    assert says_so == (locale in DRAFTS)


def test_spanish_is_polite_opens_its_questions_and_calls_no_interpreter_a_translator() -> None:
    for english, told in pairs("es"):
        assert not FAMILIAR.search(told), told
        assert told.count("¿") == told.count("?"), told
        assert told.count("¡") == told.count("!"), told
        assert "traductor" not in told.lower() or "translator" in english.lower(), told


def test_arabic_has_its_own_signs() -> None:
    assert [
        told for _english, told in pairs("ar") if re.search("[?,;]", without_places(told))
    ] == []


def test_no_template_is_so_broken_that_its_texts_are_left_out() -> None:
    # The extractor passes over a template it cannot read, unless told not to.
    for template in sorted(TEMPLATES.rglob("*.html")):
        extract_from_file("jinja2", template, options={"silent": "false"})


def test_no_catalogue_is_behind_the_code(tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "translations")
    found = str(tmp_path / "messages.pot")
    subprocess.run((*EXTRACT, "-o", found, "."), cwd=ROOT, check=True)
    check = subprocess.run(
        (*CHECK, "-i", found, "-d", str(tmp_path / "translations")),
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.returncode == 0, (
        f"{check.stderr}\nRun pybabel extract and update: see tests/check."
    )
