import pytest
from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.csv_table import FileInvalid
from langaccess.domain.documents.glossary import Term, TermStatus
from langaccess.domain.documents.glossary_csv import COLUMNS, read_glossary, write_glossary
from langaccess.domain.languages import Language, Modality

WRITTEN = frozenset({Modality.WRITTEN})
LANGUAGES = (
    Language("es", "spa", "Spanish", "", "Latn", "ltr", WRITTEN),
    Language("ar", "arb", "Arabic", "", "Arab", "rtl", WRITTEN),
)
HEADER = ",".join(COLUMNS)


def read(*rows: str, header: str = HEADER, mark: str = "") -> tuple[Term, ...]:
    content = mark + "\n".join((header, *rows))
    return read_glossary(
        content.encode(), file_name="terms.csv", languages=LANGUAGES, departments=["Housing"]
    )


def faults(*rows: str) -> list[str]:
    with pytest.raises(FileInvalid) as refused:
        read(*rows)
    return [line.removeprefix("terms.csv:") for line in str(refused.value).splitlines()]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_row_is_a_term(mark: str) -> None:
    assert read("permit,permiso,es,housing,approved,said so", "Hall,,ar,,keep,", mark=mark) == (
        Term("permit", "permiso", "es", "Housing", TermStatus.APPROVED, "said so"),
        Term("Hall", "", "ar", None, TermStatus.KEEP),
    )


def test_semicolons_do_too() -> None:
    [term] = read("a;b;es;;forbidden;", header=HEADER.replace(",", ";"))
    assert term == Term("a", "b", "es", None, TermStatus.FORBIDDEN)


def test_every_fault_is_told_with_its_line_and_column() -> None:
    found = faults(
        ",b,es,,approved,",
        "a,,es,,approved,",
        "a,b,xx,,approved,",
        "a,b,,,approved,",
        "a,b,es,Harbor,approved,",
        "a,b,es,,aproved,",
        "!,?,es,,keep,",
        "c,d,es,,approved,",
        "C,D,es,,forbidden,",
    )
    assert [one.split(": ")[:2] for one in found] == [
        ["2", "source"],
        ["3", "target"],
        ["4", "language"],
        ["5", "language"],
        ["6", "department"],
        ["7", "status"],
        ["8", "source"],
        ["8", "target"],
        ["10", "row"],
    ]
    assert found[-1].endswith("; one row for a source, target, language and department")
    assert "did you mean" in found[5]


def test_no_cell_is_run_by_a_spreadsheet() -> None:
    terms = [Term(f"{sign}{n}+1", f"'{sign}x", "es", note=sign) for n, sign in enumerate("=+-@")]
    content = write_glossary(terms)

    for line in content.decode("utf-8-sig").splitlines()[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.split(","))
    assert read_glossary(content, file_name="", languages=LANGUAGES, departments=[]) == tuple(terms)


CELLS = st.text("abcé'=+-@,;\"ش许 ", min_size=1, max_size=12).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_what_is_written_is_read_again(cells: list[tuple[str, str, str]]) -> None:
    terms = [
        Term(f"{a} word{n}", f"{b} x", "ar", "Housing", TermStatus.APPROVED, note)
        for n, (a, b, note) in enumerate(cells)
    ]
    terms = [
        Term(one.source.strip(), *(one.target, "ar", "Housing"), note=one.note) for one in terms
    ]
    back = read_glossary(
        write_glossary(terms), file_name="", languages=LANGUAGES, departments=["Housing"]
    )
    assert [(one.source, one.note) for one in back] == [(one.source, one.note) for one in terms]


def test_fifty_thousand_rows_are_read() -> None:
    rows = [f"word{n},palabra{n},es,,approved," for n in range(50_000)]
    assert len(read(*rows)) == 50_000
