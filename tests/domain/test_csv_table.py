import pytest

from langaccess.domain.csv_table import Fault, Faults, FileInvalid, Record, read_records

COLUMNS = ("name", "phone", "note")


def read(content: bytes) -> list[Record]:
    faults = Faults()
    records = read_records(content, COLUMNS, faults)
    faults.refuse("file.csv")
    return records


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(FileInvalid) as refused:
        read(content)
    return [f"{one.line}: {one.column}: {one.wrong}" for one in refused.value.faults]


def test_rows_come_with_the_line_on_which_they_begin() -> None:
    content = b'name,phone,note\n\nAna,1,"x"\r\n , ,\nBo,2,\n'
    assert read(content) == [
        Record(3, {"name": "Ana", "phone": "1", "note": "x"}),
        Record(5, {"name": "Bo", "phone": "2", "note": ""}),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfname,phone,note\nAna,1,x\n",
        b"name;phone;note\r\nAna;1;x\r\n",
        b"name,phone,note\rAna,1,x\r",
        b'\n\n"note";"name";"phone"\nx;Ana;1',
        b"note , name, phone \n x,Ana , 1",
    ],
)
def test_mark_delimiter_line_ends_and_order_of_columns_make_no_difference(content: bytes) -> None:
    assert [one.cells for one in read(content)] == [{"name": "Ana", "phone": "1", "note": "x"}]


def test_accents_are_kept_in_one_form_however_they_were_typed() -> None:
    typed = "name,phone,note\nJose\u0301,1,\u06a9\u200c\u06af".encode()
    assert read(typed)[0].cells["name"] == "José"


def test_semicolons_inside_quotes_are_text() -> None:
    assert read(b'name,phone,note\nAna,1,"a;b, ""c"""')[0].cells["note"] == 'a;b, "c"'


def test_a_fault_is_told_on_one_line_after_the_file() -> None:
    with pytest.raises(FileInvalid) as refused:
        read(b"name,phone,note\nAna\n")
    assert str(refused.value) == (
        "file.csv:2: row: has 1 cell where the header has 3; "
        "one cell for each column, quoted if it holds a comma"
    )


def test_faults_come_by_line() -> None:
    faults = Faults()
    faults.note(3, "b", "is wrong", "right")
    faults.note(2, "a", "is wrong", "right")
    with pytest.raises(FileInvalid) as refused:
        faults.refuse("x.csv")
    assert refused.value.faults == (
        Fault(2, "a", "is wrong", "right"),
        Fault(3, "b", "is wrong", "right"),
    )


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_has_no_header(content: bytes) -> None:
    assert faults_of(content) == ["1: file: is empty"]


def test_a_file_with_nothing_but_a_header_has_no_rows() -> None:
    assert read(b"name,phone,note\n") == []


def test_every_fault_of_a_header_is_told() -> None:
    assert faults_of(b"Name,phone,phone,,fax\n") == [
        '1: Name: is no column of this file (did you mean "name"?)',
        "1: phone: stands in the header twice",
        "1: header: cell 4 has no name",
        "1: fax: is no column of this file",
        "1: note: is missing in the header",
    ]


def test_a_header_with_tabs_is_told_every_column() -> None:
    assert len(faults_of(b"name\tphone\tnote\nAna\t1\tx\n")) == 4


def test_cells_too_many_and_too_few_are_told_for_every_row() -> None:
    assert faults_of(b"name,phone,note\nA,1\nB,2,x\nC,3,x,y\n") == [
        "2: row: has 2 cells where the header has 3",
        "4: row: has 4 cells where the header has 3",
    ]


def test_other_encodings_are_told_by_line() -> None:
    assert faults_of("name,phone,note\nAna,1,x\nJosé,2,x\nZoë,3,x\n".encode("latin-1")) == [
        "3: row: holds the byte 0xe9, which is not UTF-8",
        "4: row: holds the byte 0xeb, which is not UTF-8",
    ]


def test_utf_16_is_told_as_such() -> None:
    assert faults_of("name,phone,note\n".encode("utf-16")) == ["1: file: is written in UTF-16"]


def test_nul_bytes_are_told_by_line() -> None:
    assert faults_of(b"name,phone,note\nA\0na,1,x\n") == ["2: row: holds a NUL byte"]


def test_quotes_that_do_not_balance_are_told_and_reading_goes_on() -> None:
    content = b'name,phone,note\n"A"na,1,x\nBo,2\nCy,"3,x\nDi,4,x\n'
    assert faults_of(content) == [
        "2: row: has quotation marks that do not balance",
        "3: row: has 2 cells where the header has 3",
        "4: row: has quotation marks that do not balance",
    ]


def test_a_broken_header_is_one_fault() -> None:
    assert faults_of(b'"name"x,phone,note\nAna,1,x\n') == [
        "1: row: has quotation marks that do not balance"
    ]


@pytest.mark.parametrize("sign", ["\n", "\x07", "\u2028", "\u202e"])
def test_signs_that_are_no_plain_text_are_refused(sign: str) -> None:
    content = f'name,phone,note\n"A{sign}na",1,x\n'.encode()
    assert faults_of(content) == ["2: name: holds a line break or a control character"]


def test_a_cell_is_not_endless() -> None:
    content = b"name,phone,note\nAna,1," + b"x" * 501
    assert faults_of(content) == ["2: note: is 501 characters long"]


def test_the_line_of_a_row_behind_a_cell_with_line_breaks_is_the_physical_one() -> None:
    assert faults_of(b'name,phone,note\n"A\nB",1,x\nC\n') == [
        "2: name: holds a line break or a control character",
        "4: row: has 1 cell where the header has 3",
    ]
