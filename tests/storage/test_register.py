from sqlalchemy.orm import Session

from langaccess.storage.languages import all_languages, load_register, register_rows
from tests.factories import make_language


def test_the_register_is_as_shipped_and_a_choice_stays(session: Session) -> None:
    make_language(session, "so").is_offered = False
    make_language(session, "es").autonym = "Castellano"

    load_register(session)
    load_register(session)

    kept = {one.tag: one for one in all_languages(session)}
    assert len(kept) == len(register_rows())
    assert not kept["so"].is_offered
    assert kept["es"].autonym == "Español"
