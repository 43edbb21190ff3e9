from pathlib import Path

import pytest

from langaccess.adapters.files.language import language_of
from langaccess.adapters.files.read import read_file
from langaccess.domain.documents.files import (
    Fault,
    FileBroken,
    FileKind,
    FileKindDisguised,
    FileKindUnknown,
    FileTooLarge,
)
from langaccess.domain.documents.text import Segment
from tests.adapters.files.conftest import Read, texts
from tests.specimens.truth import ABIERTA, OPEN, TRAIGA
from tests.specimens.zips import compound

HTML = f"<!-- a --><!-- b -->\n<!doctype html><p>{OPEN}"


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(b"x" * 11)

    with pytest.raises(FileTooLarge) as refused:
        read_file(path, "a.txt", most_bytes=10)

    assert refused.value.most_bytes == 10


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HTML, FileKind.HTML),
        (f"# Title\n\n{OPEN}", FileKind.MD),
        (f'msgid "{OPEN}"\nmsgstr ""', FileKind.PO),
        (OPEN, FileKind.TXT),
        ("MZ is no program", FileKind.TXT),
    ],
)
def test_a_name_without_extension_leaves_it_to_the_content(
    read: Read, content: str, kind: FileKind
) -> None:
    assert read(content.encode(), "letter").kind == kind


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"MZ\0\0", "Windows program"),
        (b"\x7fELF\0", "program"),
        (b"\0\0\0\x18ftypheic", "film or picture"),
        (b"{\\rtf1 x}", "rtf"),
        (compound("WordDocument"), "old Office file"),
        (OPEN.encode(), "txt"),
        (HTML.encode(), "html"),
        (b"%PDF-1.7\n", "pdf"),
    ],
)
def test_what_the_name_hides_is_told(read: Read, content: bytes, found: str) -> None:
    with pytest.raises(FileKindDisguised) as refused:
        read(content, "letter.docx")

    assert (refused.value.said, refused.value.found) == ("docx", found)


def test_a_kind_we_do_not_take_is_unknown_and_the_ones_we_take_are_told(read: Read) -> None:
    with pytest.raises(FileKindUnknown) as refused:
        read(compound("WordDocument"), "letter.doc")

    assert refused.value.found == "old Office file"
    assert "docx" in refused.value.allowed


@pytest.mark.parametrize(
    ("name", "fault"), [("a.docx", Fault.ARCHIVE), ("a.pdf", Fault.PDF), ("a.txt", Fault.NUL)]
)
def test_bytes_that_are_nothing_are_a_broken_file_of_the_kind_named(
    read: Read, name: str, fault: Fault
) -> None:
    with pytest.raises(FileBroken) as refused:
        read(b"\x01\0\x02\0\x03", name)

    assert refused.value.fault == fault


@pytest.mark.parametrize("content", [b"\xff\0\xfe\0\x81", b"\xff\xfea"])
def test_bytes_in_no_encoding_are_refused_with_their_place(read: Read, content: bytes) -> None:
    with pytest.raises(FileBroken) as refused:
        read(content, "a.txt")

    assert refused.value.fault == Fault.ENCODING
    assert refused.value.where.startswith("byte ")


def test_a_page_that_is_wrong_about_its_encoding_is_read_all_the_same(read: Read) -> None:
    page = f"<meta charset=big5><p>{ABIERTA}</p>"

    assert texts(read(page.encode("cp1252"), "a.html"))[0]
    assert texts(read(page.encode(), "a.html")) == [ABIERTA]


def test_the_same_text_a_million_times_over_is_a_bomb(read: Read) -> None:
    page = "<p>" + "word " * 100 + "</p>"

    assert read((page * 100).encode(), "a.html").words == 10_000


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (OPEN, "en"),
        (f"{ABIERTA} {TRAIGA}", "es"),
        ("Open", None),
        ("", None),
        ("12 34", None),
        ("สำนักงานเปิดทำการ", "th"),
        ("ការិយាល័យបើក", "km"),
        ("事務所は平日の九時から五時まで開いています", "ja"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ" * 9, None),
        ("የከተማው ጽሕፈት ቤት ከሰኞ እስከ ዓርብ ክፍት ነው", None),
        ("Xafiisku wuxuu furan yahay maalmaha shaqada laga bilaabo sagaalka ilaa shanta.", None),
        ("市政廳每週一至週五上午九點至下午五點開放，請帶您的水費帳單和身份證件。" * 2, "zh-Hant"),
    ],
)
def test_the_language_is_told_only_where_it_is_sure(text: str, tag: str | None) -> None:
    found, confidence = language_of([Segment("", text)])

    assert found == tag
    assert 0 <= confidence <= 1
    assert language_of([Segment("", text)]) == (found, confidence)
