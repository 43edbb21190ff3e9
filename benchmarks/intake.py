"""A hundred real files of ten kinds: what intake says of each beside what is true, and how fast.

The baseline does what no reader can do without: it unpacks every part of an archive and parses
those that are XML, with the same lxml; for other kinds it parses HTML or decodes the text. It finds
nothing out. Each file is read by both in turn, in an order that changes, and so that neither reads
a file that the other just brought into memory. Files that are refused are timed by their refusal,
and left out of the ratio: the baseline would unpack the bombs.
"""

import argparse
import random
import statistics
import tempfile
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from benchmarks.report import Collected, Figure, Progress, finish, spread, table
from langaccess.adapters.files.read import read_file
from langaccess.domain.documents.files import (
    FileEncrypted,
    FileKind,
    FileNote,
    FileRefused,
    NoTextInFile,
    Reading,
)
from tests.specimens.all import specimens
from tests.specimens.truth import Specimen

MOST_BYTES = 50 << 20
ROUNDS, QUICK_ROUNDS = 20, 3
ZIPPED = frozenset({FileKind.DOCX, FileKind.PPTX, FileKind.XLSX, FileKind.ODT, FileKind.IDML})

Answer = Reading | FileRefused


def main() -> None:
    """Read everything, compare, time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="real texts to read too")
    told = parser.parse_args()
    rounds = QUICK_ROUNDS if told.quick else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        files = [(one, Path(folder) / f"{at:03}") for at, one in enumerate(specimens())]
        for one, path in files:
            path.write_bytes(one.content)
        marks = _compare(files)
        took = _race(files, rounds)
    rows = [_row(kind, marks[kind], took) for kind in FileKind]
    table(["kind", *FACTS, "ours, ms", "baseline, ms", "ours / it"], rows)
    figures: Collected = {"files": len(files), "rounds": rounds}
    for kind in FileKind:
        figures[kind.value] = _figures(kind, marks[kind], took)
    figures["right"] = sum(one[0] for kind in FileKind for one in marks[kind].values())
    figures["wrong"] = sum(one[1] for kind in FileKind for one in marks[kind].values())
    figures["texts"] = {path.name: _words(path) for path in told.texts}
    finish("intake", figures, quick=told.quick)


Marks = dict[str, list[int]]
Took = dict[tuple[FileKind, str], list[float]]


def _answer(path: Path, name: str) -> Answer:
    try:
        return read_file(path, name, most_bytes=MOST_BYTES)
    except FileRefused as refusal:
        return refusal


def _noted(answer: Answer, note: FileNote) -> object:
    return dict(answer.notes).get(note) if isinstance(answer, Reading) else None


def _note_is_right(one: Specimen, answer: Answer, note: FileNote) -> bool:
    return _noted(answer, note) == one.notes.get(note)


def _is_of(one: Specimen, answer: Answer, refusal: type[FileRefused]) -> bool:
    return isinstance(answer, refusal) == (one.refusal is refusal)


FACTS: dict[str, Callable[[Specimen, Answer], bool]] = {
    "type": lambda one, answer: (
        answer.kind == one.kind if isinstance(answer, Reading) else one.refusal is type(answer)
    ),
    "words": lambda one, answer: not isinstance(answer, Reading) or answer.words == one.words,
    "repeated": lambda one, answer: (
        not isinstance(answer, Reading)
        or answer.repeated == (None if one.words is None else one.repeated)
    ),
    "encryption": lambda one, answer: (
        _is_of(one, answer, FileEncrypted)
        and _note_is_right(one, answer, FileNote.ENCRYPTED_BUT_OPENS)
    ),
    "macros": lambda one, answer: _note_is_right(one, answer, FileNote.MACROS),
    "tracked": lambda one, answer: _note_is_right(one, answer, FileNote.TRACKED_CHANGES),
    "scans": lambda one, answer: (
        _is_of(one, answer, NoTextInFile)
        and _note_is_right(one, answer, FileNote.PAGES_WITHOUT_TEXT)
    ),
    "language": lambda one, answer: (
        not isinstance(answer, Reading) or answer.language_tag == one.language_tag
    ),
    "all notes": lambda one, answer: (
        not isinstance(answer, Reading) or dict(answer.notes) == dict(one.notes)
    ),
}
TOLD_BY_REFUSAL = frozenset({"type", "encryption", "scans"})


def _compare(files: list[tuple[Specimen, Path]]) -> dict[FileKind, Marks]:
    marks: dict[FileKind, Marks] = {kind: {fact: [0, 0] for fact in FACTS} for kind in FileKind}
    for one, path in files:
        answer = _answer(path, one.name)
        is_refused = one.refusal is not None and isinstance(answer, FileRefused)
        for fact, is_right in FACTS.items():
            if is_refused and fact not in TOLD_BY_REFUSAL:
                continue  # nothing was said of it, so nothing of it is right
            wrong = not is_right(one, answer)
            marks[one.kind][fact][wrong] += 1
            if wrong:
                print(f"wrong: {one.name}: {fact}: {answer!r:.300}")
    return marks


def _race(files: list[tuple[Specimen, Path]], rounds: int) -> Took:
    took: defaultdict[tuple[FileKind, str], list[float]] = defaultdict(list)
    chance = random.Random(7)
    progress = Progress("intake", rounds)
    turns = [(one, path, way) for one, path in files for way in ("ours", "baseline")]
    for number in range(rounds):
        chance.shuffle(turns)
        for one, path, way in turns:
            if one.refusal and way == "baseline":
                continue
            began = time.perf_counter()
            if way == "baseline":
                _baseline(one, path)
            else:
                _answer(path, one.name)
            seconds = time.perf_counter() - began
            took[one.kind, "refusals" if one.refusal else way].append(seconds)
        progress.at(number + 1)
    return took


def _baseline(one: Specimen, path: Path) -> None:
    if one.kind in ZIPPED:
        for content in _parts(path):
            etree.fromstring(content)
    elif one.kind == FileKind.HTML:
        etree.fromstring(path.read_bytes(), etree.HTMLParser())
    else:
        path.read_bytes().decode("utf-8", "replace").split()


def _parts(path: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                yield content


def _row(kind: FileKind, marks: Marks, took: Took) -> list[Figure]:
    ours, base = (_median(took[kind, way]) for way in ("ours", "baseline"))
    told = [f"{right}/{wrong}" for right, wrong in marks.values()]
    return [kind.value, *told, ours, base, round(ours / base, 2)]


def _figures(kind: FileKind, marks: Marks, took: Took) -> Collected:
    ours, base = (_median(took[kind, way]) for way in ("ours", "baseline"))
    return {
        **{fact: f"{right} right, {wrong} wrong" for fact, (right, wrong) in marks.items()},
        "ours": spread(took[kind, "ours"]),
        "refusals": spread(took[kind, "refusals"]),
        "baseline": spread(took[kind, "baseline"]),
        "ratio": round(ours / base, 2),
    }


def _median(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 3)


def _words(path: Path) -> Collected:
    reading = read_file(path, path.name, most_bytes=MOST_BYTES)
    return {
        "words": reading.words,
        "repeated": reading.repeated,
        "grade": reading.grade,
        "language": reading.language_tag,
    }


if __name__ == "__main__":
    main()
