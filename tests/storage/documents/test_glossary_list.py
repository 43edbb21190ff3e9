"""The glossary as it is looked through."""

from sqlalchemy.orm import Session

from langaccess.domain.documents.glossary import TermStatus
from langaccess.storage.documents.glossary import GlossaryTerm
from langaccess.storage.documents.glossary_list import (
    TermsWanted,
    languages_with_terms,
    terms_count,
    terms_page,
    terms_wanted,
)
from tests.factories import make_department, make_language


def test_terms_are_found_by_everything_they_have(session: Session) -> None:
    for tag in ("es", "vi"):
        make_language(session, tag)
    parks = make_department(session)
    session.add_all(
        [
            GlossaryTerm(language_tag="es", source="pool", target="alberca", status="approved"),
            GlossaryTerm(
                language_tag="es",
                source="Mesa Verde",
                status="keep",
                department_id=parks.id,
                scope=str(parks.id),
            ),
            GlossaryTerm(language_tag="vi", source="hall", target="hội trường", status="forbidden"),
        ]
    )
    session.flush()

    for wanted, found in (
        (TermsWanted(), ["Mesa Verde", "hall", "pool"]),
        (TermsWanted(text="ALBER"), ["pool"]),
        (TermsWanted(language_tag="es"), ["Mesa Verde", "pool"]),
        (TermsWanted(department_id=0), ["hall", "pool"]),
        (TermsWanted(department_id=parks.id), ["Mesa Verde"]),
        (TermsWanted(status=TermStatus.FORBIDDEN), ["hall"]),
    ):
        rows, has_more = terms_page(session, wanted)
        assert sorted(row.source for row in rows) == found
        assert not has_more
        assert terms_count(session, wanted) == len(found)
        assert sorted(one.source for one in terms_wanted(session, wanted)) == found
    assert languages_with_terms(session) == [("es", "Spanish"), ("vi", "Vietnamese")]


def test_a_page_goes_on_behind_the_one_before(session: Session) -> None:
    make_language(session, "es")
    session.add_all(
        GlossaryTerm(language_tag="es", source=f"word {number}", target="x", status="approved")
        for number in range(5)
    )
    session.flush()

    first, has_more = terms_page(session, TermsWanted(), most=3)
    second, is_last = terms_page(session, TermsWanted(), after=first[-1].id, most=3)

    assert [row.source for row in (*first, *second)] == [f"word {number}" for number in range(5)]
    assert (has_more, is_last) == (True, False)
