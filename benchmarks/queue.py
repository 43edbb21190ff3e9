"""The queue of documents by its size: the board's pages, and ranking anew when the rules change.

First: the board over HTTP, signed in, under gunicorn as it is served, on databases of 1,000,
100,000 and 1,000,000 open documents. The servers run at the same time and are asked in turns,
round by round, beside bare Flask and SQLAlchemy that gives 25 rows of the same table as JSON. A
page's cost is user and system time of the server's processes, and of PostgreSQL's, over a batch,
divided by its size. Share is what the bare page costs divided by what the board costs: 1 would be
as cheap, and the bar is from below.

Then: documents ranked a second under a changed rules file, in the worker's portions and
transactions: where nothing moves, where one rule moves a share, and where everything moves.
"""

import html
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.databases import KINDS, databases
from benchmarks.desks import PASSWORD
from benchmarks.papers import Papers, city_by, make_papers
from benchmarks.report import Collected, Figure, Progress, arguments, finish, table
from benchmarks.servers import Server, cpu_of_children, postmaster, serving
from benchmarks.visitor import UnexpectedAnswer, Visitor
from langaccess.cli.document_rounds import RANKED_AT_ONCE
from langaccess.domain.city import City
from langaccess.domain.documents.events import Happening
from langaccess.services.documents.priorities import rerank
from langaccess.storage.base import begin_write, open_engine
from langaccess.storage.documents.requests import DocumentEvent

SIZES, QUICK_SIZES = (1_000, 100_000, 1_000_000), (500, 3_000)
ROUNDS, QUICK_ROUNDS = 9, 2
READS, QUICK_READS = 150, 30
WALKED = 15  # pages, one after the other
# What the product must keep: the largest beside the smallest, the board beside the bare page,
# and documents a second where the rules say what they said before.
SIZE_BAR, SHARE_BAR, RANK_BAR = 1.3, 0.45, 20_000
_NEXT = re.compile(r'href="(/board\?[^"]*after=[^"]*)"')
# What is changed in the rules file, by what it moves.
CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "nothing moves": (("# --- By when everybody", "# --- Until when everybody"),),
    "one rule moves": (('id = "application"\ncriterion = "compliance"\nclass = "P2"',
                        'id = "application"\ncriterion = "compliance"\nclass = "P1"'),),
    "everything moves": (
        ("business_days = 3 }", "business_days = 4 }"),
        ("business_days = 10 }", "business_days = 11 }"),
        ("business_days = 15 }", "business_days = 16 }"),
        ("hours = 24 }", "hours = 25 }"),
        ("layout_days = 1", "layout_days = 2"),
    ),
}  # fmt: skip

Figures = dict[str, Figure]


def main() -> None:
    """Run on both databases and print."""
    told = arguments("the board by the size of the queue, and re-ranking").parse_args()
    sizes = QUICK_SIZES if told.quick else SIZES
    figures: Collected = {
        "sizes": ", ".join(f"{one:,}" for one in sizes),
        "rounds": QUICK_ROUNDS if told.quick else ROUNDS,
        "is_claim": not told.quick,
    }
    if told.quick:
        print("QUICK: small sizes and few rounds; no figure below is a claim.\n")
    for kind in told.database or KINDS:
        with _filled(kind, sizes) as papers:
            pages = _pages(kind, papers, quick=told.quick)
            ranking = _ranking(kind, papers[1])
        table(
            [kind, "CPU ms", "of it database", f"x {sizes[0]:,}", "share of bare", "bar"],
            [[name, *one.values()] for name, one in pages.items()],
        )
        table(
            [kind, "documents", "moved", "documents/s", "bar"],
            [[name, *one.values()] for name, one in ranking.items()],
        )
        seeded = {f"{one.documents:,}": round(one.seeded_a_second) for one in papers}
        figures[kind] = {"pages": pages, "ranking": ranking, "seeded a second": seeded}
    finish("queue", figures, quick=told.quick)


@contextmanager
def _filled(kind: str, sizes: tuple[int, ...]) -> Iterator[list[Papers]]:
    """An installation of each size, each on a database of its own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langaccess-")))
        urls = [stack.enter_context(databases([kind]))[kind] for _ in sizes]
        yield [
            make_papers(folder / str(size), url, size)
            for size, url in zip(sizes, urls, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of page of one server: how it is asked for, and whose processor time it takes."""

    name: str
    server: Server
    database: int
    batch: Callable[[], int]

    def cost(self) -> tuple[float, float]:
        """Seconds of the server and of the database for one page of a batch."""
        before = self.server.cpu_seconds(), _database_cpu(self.database)
        size = self.batch()
        after = self.server.cpu_seconds(), _database_cpu(self.database)
        return (after[0] - before[0]) / size, (after[1] - before[1]) / size


def _pages(kind: str, papers: list[Papers], *, quick: bool) -> dict[str, Figures]:
    """Each page's cost at each size, over interleaved rounds."""
    rounds, reads = (QUICK_ROUNDS, QUICK_READS) if quick else (ROUNDS, READS)
    spent: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    with ExitStack() as stack:
        asked = [one for own in papers for one in _asked(stack, kind, own, reads)]
        progress = Progress(f"pages, {kind}", rounds)
        for number in range(-1, rounds):  # the first round warms up
            for one in asked:
                cost = one.cost()
                if number >= 0:
                    spent[one.name].append(cost)
            progress.at(number + 1)
    return _told(spent, papers)


def _asked(stack: ExitStack, kind: str, papers: Papers, reads: int) -> list[Asked]:
    """What is asked of one installation: the board three ways, and the bare page beside it."""
    database = postmaster(papers.url) if kind == "postgresql" else 0
    ours = stack.enter_context(serving("langaccess.app:create_app()", papers.environ))
    bare = stack.enter_context(serving("benchmarks.bare_documents:app", papers.environ))
    reader, stranger = Visitor(ours.port), Visitor(bare.port)
    stack.callback(reader.close)
    stack.callback(stranger.close)
    reader.sign_in(papers.email, PASSWORD)
    second = _next_of(reader.get("/board").text)
    size = f"{papers.documents:,}"

    def walk() -> int:
        page = "/board"
        for _ in range(WALKED):
            page = _next_of(reader.get(page).text)
        return WALKED

    return [
        Asked(f"{size}: bare", bare, database, lambda: _read(stranger, "/", reads)),
        Asked(f"{size}: first page", ours, database, lambda: _read(reader, "/board", reads)),
        Asked(f"{size}: next page", ours, database, lambda: _read(reader, second, reads)),
        Asked(f"{size}: one after another", ours, database, walk),
    ]


def _read(visitor: Visitor, page: str, reads: int) -> int:
    for _ in range(reads):
        visitor.get(page)
    return reads


def _next_of(page: str) -> str:
    found = _NEXT.search(page)
    if found is None:
        raise UnexpectedAnswer("the board has no next page")
    return html.unescape(found[1])


def _database_cpu(pid: int) -> float:
    return cpu_of_children(pid) if pid else 0.0


def _told(spent: dict[str, list[tuple[float, float]]], papers: list[Papers]) -> dict[str, Figures]:
    """Medians in milliseconds, beside the smallest size, and the bare page's share of them."""
    whole = {name: statistics.median(map(sum, costs)) * 1000 for name, costs in spent.items()}
    sizes = [f"{one.documents:,}" for one in papers]
    found: dict[str, Figures] = {}
    for name, costs in spent.items():
        size, _, page = name.partition(": ")
        share = whole[f"{size}: bare"] / whole[name]
        growth = whole[name] / whole[f"{sizes[0]}: {page}"]
        has_bar = page in {"first page", "next page"}
        kept = share >= SHARE_BAR and (size != sizes[-1] or growth <= SIZE_BAR)
        found[name] = {
            "cpu_ms": round(whole[name], 3),
            "database_cpu_ms": round(statistics.median(one[1] for one in costs) * 1000, 3),
            "x_smallest": round(growth, 3),
            "share_of_bare": round(share, 3),
            "bar": ("kept" if kept else "MISSED") if has_bar else None,
        }
    return found


def _ranking(kind: str, papers: Papers) -> dict[str, Figures]:
    """Documents a second under each of the changed rules files, one after the other."""
    found: dict[str, Figures] = {}
    engine = open_engine(papers.url)
    with Session(engine) as session:
        for name, changed in CHANGES.items():
            city = city_by(changed)
            before = _moved(session)
            seconds = _rank_all(session, city, Progress(f"{name}, {kind}", papers.documents))
            speed = papers.documents / seconds
            has_bar = name == "nothing moves"
            found[name] = {
                "documents": papers.documents,
                "moved": _moved(session) - before,
                "a_second": round(speed),
                "bar": ("kept" if speed >= RANK_BAR else "MISSED") if has_bar else None,
            }
    engine.dispose()
    return found


def _rank_all(session: Session, city: City, progress: Progress) -> float:
    """Rank every document as the worker does; in how many seconds."""
    began, done = time.perf_counter(), 0
    while True:
        begin_write(session)
        ranked = rerank(session, city, most=RANKED_AT_ONCE, now=datetime.now(UTC))
        session.commit()
        done += ranked
        progress.at(done)
        if ranked < RANKED_AT_ONCE:
            return time.perf_counter() - began


def _moved(session: Session) -> int:
    counted = select(func.count()).select_from(DocumentEvent)
    found = session.scalar(counted.filter_by(kind=Happening.RANKED.value)) or 0
    session.rollback()
    return found


if __name__ == "__main__":
    main()
