"""The texts that rules look into: of each document's newest files, those without text passed by."""

from sqlalchemy import delete

from langaccess.storage.documents.ranking import texts_of
from langaccess.storage.documents.requests import TextUnit
from tests.services.documents.conftest import office as office  # noqa: PLC0414 - a fixture
from tests.services.documents.office import Office


def test_files_without_text_are_passed_by_and_shared_ones_are_every_documents(
    office: Office,
) -> None:
    first, drawing = office.upload("Boil water.", "a.txt"), office.upload("IDML", "b.txt")
    both = office.ask("es", uploads=[first, drawing])
    same = office.ask("es", uploads=[office.upload("Second.", "c.txt"), first])
    bare = office.ask("es", uploads=[drawing])
    office.session.execute(delete(TextUnit).where(TextUnit.file_sha256 == drawing.sha256))

    texts = texts_of(office.session, [both.id, same.id, bare.id])

    assert texts == {both.id: "Boil water.", same.id: "Second.\nBoil water."}


def test_of_no_documents_there_are_no_texts(office: Office) -> None:
    assert texts_of(office.session, []) == {}
