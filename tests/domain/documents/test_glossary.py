import pytest

from langaccess.domain.documents.checks import DeliveryCheck, Severity, check_delivery
from langaccess.domain.documents.glossary import Term, TermStatus, terms_for, terms_in_force
from langaccess.domain.documents.text import Segment
from langaccess.domain.documents.words import Words, words_of
from langaccess.domain.languages import Language, Modality

WRITTEN = frozenset({Modality.WRITTEN})
SPANISH = Language("es", "spa", "Spanish", "", "Latn", "ltr", WRITTEN)
PERMIT = Term("building permit", "permiso de construcción", "es")
CITY = Term("City Hall", "", "es", status=TermStatus.KEEP)
ILLEGAL = Term("alien", "ilegal", "es", status=TermStatus.FORBIDDEN)


def found(source: str, target: str, *terms: Term, extra: bool = False) -> list[tuple[str, str]]:
    findings = check_delivery(
        [Segment("1", source)],
        [Segment("1", target), *([Segment("2", "…")] if extra else [])],
        source_tag="en",
        target_language=SPANISH,
        terms=terms,
    )
    return [(one.check.value, one.facts["term"]) for one in findings if "term" in one.facts]


def test_terms_of_a_source_are_found_in_the_order_given() -> None:
    segments = [Segment("1", "Building Permits cost money."), Segment("2", "Ask at city hall.")]
    assert terms_for(segments, [CITY, ILLEGAL, PERMIT]) == (CITY, PERMIT)
    assert terms_for(segments, []) == ()


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("building permit", "a Building-Permit."),
        ("city", "all cities"),
        ("tax", "the taxes"),
        ("résumé", "RESUME"),
        ("status", "a status"),
        ("许可证", "申请许可证的人"),
        ("Medicare", "Medicare는 무료"),
    ],
)
def test_a_source_term_is_found_in_singular_and_plural(term: str, text: str) -> None:
    assert terms_for([Segment("1", text)], [Term(term, "x", "es")])


@pytest.mark.parametrize(
    ("term", "text"), [("rent", "different parents"), ("city hall", "city and hall"), ("!", "!")]
)
def test_parts_of_words_are_no_terms(term: str, text: str) -> None:
    assert not terms_for([Segment("1", text)], [Term(term, "x", "es")])


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("permiso de construcción", "los permisos de construcción"),
        ("разрешение", "без разрешения"),
        ("переводчик", "с переводчиком"),
        ("رخصة", "والرخصة"),
        ("تصريح", "بالتصريح"),
        ("רישיון", "הרישיון"),
        ("허가", "허가를"),
        ("建筑许可证", "申请建筑许可证"),
        ("ใบอนุญาต", "ขอใบอนุญาตได้"),
    ],
)
def test_a_target_term_may_be_inflected(wanted: str, text: str) -> None:
    assert Words(words_of(wanted)).is_inflected_in(Words(words_of(text)))


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("ley", "leyenda"),
        ("permiso", "perro"),
        ("casa", "casarse"),
        ("contrato", "contratransferencias"),
        ("", "todo"),
    ],
)
def test_another_word_is_no_inflection(wanted: str, text: str) -> None:
    assert not Words(words_of(wanted)).is_inflected_in(Words(words_of(text)))


def test_no_words_are_in_no_text() -> None:
    assert not Words(()).is_in(Words(("a",)))


@pytest.mark.parametrize("extra", [False, True])
def test_an_approved_term_must_be_used(extra: bool) -> None:
    source = "Get a building permit."
    other = Term("building permit", "licencia de obras", "es")
    missing = [("term_missing", "building permit")]

    assert found(source, "Obtenga un permiso de construcción.", PERMIT, extra=extra) == []
    assert found(source, "Obtenga una licencia de obras.", PERMIT, other, extra=extra) == []
    assert found(source, "Obtenga un papel.", PERMIT, extra=extra) == missing


def test_a_forbidden_term_is_an_error_unless_it_is_part_of_an_approved_one() -> None:
    everywhere = Term("", "ilegal", "es", status=TermStatus.FORBIDDEN)
    approved = Term("dumping", "vertido ilegal", "es")

    assert found("An alien", "Un ilegal", ILLEGAL) == [("term_forbidden", "alien")]
    assert found("A person", "Un ilegal", ILLEGAL) == []
    assert found("A person", "Un ilegal", everywhere) == [("term_forbidden", "")]
    assert found("dumping", "vertido ilegal", everywhere, approved) == []


def test_a_forbidden_term_is_told_wherever_it_stands() -> None:
    findings = check_delivery(
        [Segment("1", "An alien"), Segment("2", "The alien here")],
        [Segment("1", "Un ilegal"), Segment("2", "El ilegal aquí")],
        source_tag="en",
        target_language=SPANISH,
        terms=[ILLEGAL],
    )
    assert [one.place for one in findings] == ["1", "2"]


def test_a_name_to_keep_stands_as_it_is() -> None:
    assert found("Ask at City Hall.", "Pregunte en City Hall.", CITY) == []
    assert found("Ask at City Hall.", "En el ayuntamiento.", CITY) == [
        ("name_translated", "City Hall")
    ]


def test_severities_of_terms() -> None:
    findings = check_delivery(
        [Segment("1", "An alien with a building permit at City Hall")],
        [Segment("1", "Un ilegal")],
        source_tag="en",
        target_language=SPANISH,
        terms=[PERMIT, CITY, ILLEGAL],
    )
    assert [(one.check, one.severity) for one in findings] == [
        (DeliveryCheck.TERM_MISSING, Severity.WARNING),
        (DeliveryCheck.TERM_FORBIDDEN, Severity.ERROR),
        (DeliveryCheck.NAME_TRANSLATED, Severity.WARNING),
    ]


def test_a_departments_own_term_goes_before_the_citys() -> None:
    own = Term("Building permits", "permiso de obra", "es", "Housing")
    french = Term("building permit", "permis", "fr")
    parks = Term("lawn", "césped", "es", "Parks")
    terms = [PERMIT, own, french, parks, CITY]

    assert terms_in_force(terms, language_tag="es", department=None) == (PERMIT, CITY)
    assert terms_in_force(terms, language_tag="es", department="Housing") == (own, CITY)
    assert terms_in_force(terms, language_tag="es", department="Parks") == (PERMIT, parks, CITY)
