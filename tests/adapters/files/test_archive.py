import io
import zipfile

import pytest

from langaccess.adapters.files import archive
from langaccess.domain.documents.files import (
    ArchiveBomb,
    Fault,
    FileBroken,
    FileEncrypted,
    FileKindDisguised,
    Measure,
)
from tests.adapters.files.conftest import Read
from tests.specimens.packages import idml, odt
from tests.specimens.word import paragraph, raw
from tests.specimens.zips import changed, nested, zipped

PLAIN = raw(paragraph("Open"))


def test_too_many_entries_are_refused(read: Read) -> None:
    many: dict[str, str | bytes] = {f"x{at}": "" for at in range(archive.MOST_ENTRIES + 1)}

    with pytest.raises(ArchiveBomb) as refused:
        read(changed(PLAIN, many), "a.docx")

    assert refused.value.measure == Measure.ENTRIES


def test_a_huge_directory_is_not_even_read(read: Read) -> None:
    many: dict[str, str | bytes] = {f"{'x' * 250}{at}": "" for at in range(15_000)}

    with pytest.raises(ArchiveBomb) as refused:
        read(zipped(many), "a.docx")

    assert refused.value.measure == Measure.ENTRIES


@pytest.mark.parametrize(
    ("limit", "most", "measure"),
    [
        ("MOST_PART_BYTES", 1000, Measure.PART_BYTES),
        ("MOST_TOTAL_BYTES", 2000, Measure.TOTAL_BYTES),
    ],
)
def test_what_unpacks_to_too_much_is_refused(
    read: Read, monkeypatch: pytest.MonkeyPatch, limit: str, most: int, measure: Measure
) -> None:
    monkeypatch.setattr(archive, limit, most)

    with pytest.raises(ArchiveBomb) as refused:
        read(changed(PLAIN, {"a": "x" * 900, "b": "y" * 1100}), "a.docx")

    assert refused.value.measure == measure


def test_attachments_are_unpacked_to_a_depth(read: Read) -> None:
    read(changed(PLAIN, {"word/embeddings/a.zip": nested(1)}), "a.docx")

    with pytest.raises(ArchiveBomb) as refused:
        read(changed(PLAIN, {"word/embeddings/a.zip": nested(archive.MOST_DEPTH)}), "a.docx")

    assert refused.value.measure == Measure.DEPTH


def test_an_attachment_that_cannot_be_opened_does_no_harm(read: Read) -> None:
    broken = b"PK\x03\x04 no archive at all"

    assert read(changed(PLAIN, {"word/embeddings/a.zip": broken}), "a.docx").words == 1
    assert read(changed(PLAIN, {"word/embeddings/": b""}), "a.docx").words == 1


def test_a_part_that_fails_its_checksum_is_named(read: Read) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", "<here-is-the-text/>")

    with pytest.raises(FileBroken) as refused:
        read(target.getvalue().replace(b"here", b"HERE"), "a.odt")

    assert (refused.value.fault, refused.value.where) == (Fault.ARCHIVE, "content.xml")


def test_a_part_behind_a_password_is_encryption(read: Read) -> None:
    content = bytearray(odt("<text:p>Open</text:p>"))
    at = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[at + 8] |= 1

    with pytest.raises(FileEncrypted):
        read(bytes(content), "a.odt")


def test_a_text_without_its_content_is_broken(read: Read) -> None:
    bare = zipped({"mimetype": "application/vnd.oasis.opendocument.text"})

    with pytest.raises(FileBroken) as refused:
        read(bare, "a.odt")

    assert (refused.value.fault, refused.value.where) == (Fault.PART_MISSING, "content.xml")


def test_names_that_climb_out_of_the_archive_touch_nothing(read: Read) -> None:
    climbing: dict[str, str | bytes] = {"../../../tmp/climbed": "x", "/etc/climbed": "x"}

    assert read(changed(PLAIN, climbing), "a.docx").words == 1
    assert read(idml(climbing), "a.idml").words is None


def test_an_archive_of_something_else_is_a_disguise(read: Read) -> None:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

    for content in (zipped({"a.txt": "x"}), zipped({"[Content_Types].xml": types}), zipped({})):
        with pytest.raises(FileKindDisguised) as refused:
            read(content, "a.docx")
        assert refused.value.found == "zip"
