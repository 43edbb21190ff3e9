"""What our pages cost beside bare Flask: processor time of the server for each operation.

Ours and a hello of bare Flask run at the same time under gunicorn (2 processes of 4 threads) and
are asked in turns, round by round. An operation's cost is user and system time of all of the
server's processes (/proc/PID/stat) over a batch, divided by its size; of PostgreSQL's processes
apart. A creation is the form and its post; an accept is its post alone. Then: how many
statements each page sends, with 60 and with 2,000 people.
"""

import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.databases import databases
from benchmarks.desks import EACH, LANGUAGES, PASSWORD, Desks, make_desks
from benchmarks.report import Collected, Figure, Progress, arguments, finish, table
from benchmarks.servers import Server, cpu_of_children, postmaster, serving
from benchmarks.statements import statements_by_page
from benchmarks.visitor import OFFERS, TALK, UnexpectedAnswer, Visitor

ROUNDS, QUICK_ROUNDS = 9, 2
# How many operations a batch has: enough that a processor's tick of 10 ms matters little.
READS, CREATIONS = 300, 40
QUICK_READS, QUICK_CREATIONS = 60, 15
# What the product must keep, in times the hello of the same run, on SQLite.
BARS = {"poll": 4.0, "counter page": 14.0, "create": 40.0, "accept": 30.0}

Batch = Callable[[], int]


def main() -> None:
    """Run on both databases and print."""
    told = arguments("processor time of our pages beside bare Flask").parse_args()
    figures: Collected = {"rounds": QUICK_ROUNDS if told.quick else ROUNDS}
    rows: list[list[Figure]] = []
    with databases(told.database) as urls:
        for kind, url in urls.items():
            with tempfile.TemporaryDirectory(prefix="langaccess-") as folder:
                desks = make_desks(Path(folder), url)
                costs = _measured(desks, kind, url, quick=told.quick)
            figures[kind] = costs
            rows += [[f"{kind}: {name}", *one.values()] for name, one in costs.items()]
    table(["", "CPU ms", "database CPU ms", "x hello", "bar"], rows)
    counts = statements_by_page(told.quick)
    figures["statements"] = counts
    heads = list(next(iter(counts.values())))
    table(["statements of a page", *heads], [[name, *of.values()] for name, of in counts.items()])
    finish("counter", figures, quick=told.quick)


def _measured(desks: Desks, kind: str, url: str, *, quick: bool) -> dict[str, dict[str, Figure]]:
    """Each operation's cost, over interleaved rounds."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    database = postmaster(url) if kind == "postgresql" else 0
    spent: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    with (
        serving("benchmarks.hello:app", {}) as hello,
        serving("langaccess.app:create_app()", desks.environ) as ours,
    ):
        office = Office(desks, ours, hello, quick=quick)
        progress = Progress(f"counter, {kind}", rounds)
        for number in range(-1, rounds):  # the first round warms up
            for name, server, prepare, batch in office.operations():
                prepare()
                before = server.cpu_seconds(), _database_cpu(database)
                size = batch()
                after = server.cpu_seconds(), _database_cpu(database)
                cost = ((after[0] - before[0]) / size, (after[1] - before[1]) / size)
                if number >= 0:
                    spent[name].append(cost)
            progress.at(number + 1)
        office.close()
    return _costs(spent, BARS if kind == "sqlite" else {})


def _database_cpu(pid: int) -> float:
    return cpu_of_children(pid) if pid else 0.0


def _costs(
    spent: dict[str, list[tuple[float, float]]], bars: dict[str, float]
) -> dict[str, dict[str, Figure]]:
    """Medians over the rounds, in milliseconds, and as a multiple of hello."""
    median = {
        name: (
            statistics.median(one[0] for one in costs) * 1000,
            statistics.median(one[1] for one in costs) * 1000,
        )
        for name, costs in spent.items()
    }
    base = median["hello"][0]
    return {
        name: {
            "cpu_ms": round(web, 3),
            "database_cpu_ms": round(database, 3),
            "x_hello": round(web / base, 2),
            "bar": bars.get(name),
        }
        for name, (web, database) in median.items()
    }


class Office:
    """The people of the desks with their browsers, and what each operation is."""

    def __init__(self, desks: Desks, ours: Server, hello: Server, *, quick: bool) -> None:
        self._reads = QUICK_READS if quick else READS
        self._creations = QUICK_CREATIONS if quick else CREATIONS
        self._ours, self._hello = ours, hello
        self._stranger = Visitor(hello.port)
        self._clerk = Visitor(ours.port)
        self._clerk.sign_in(desks.clerk, PASSWORD)
        self._interpreters = [(tag, Visitor(ours.port)) for tag, _ in desks.interpreters]
        for (_, visitor), (_, email) in zip(self._interpreters, desks.interpreters, strict=True):
            visitor.sign_in(email, PASSWORD)
        # Nothing ever rings here, so that this page really stands still.
        self._idle = Visitor(ours.port)
        self._idle.sign_in(desks.idle, PASSWORD)
        self._open: list[str] = []
        self._offers: list[tuple[Visitor, str]] = []
        self._mark = self._duty_mark = ""

    def operations(self) -> list[tuple[str, Server, Callable[[], None], Batch]]:
        """Name, server, what must stand before, and the batch that is measured."""
        ours = self._ours
        nothing = self._nothing
        return [
            ("hello", self._hello, nothing, self._say_hello),
            ("poll", ours, self._one_open, self._poll),
            ("poll of duty", ours, self._on_duty, self._poll_duty),
            ("counter page", ours, nothing, self._see_counter),
            ("status page", ours, nothing, self._see_status),
            ("create", ours, self._none_open, self._create),
            ("accept", ours, self._ring, self._accept),
            ("end", ours, nothing, self._end),
        ]

    def close(self) -> None:
        """Everybody goes home."""
        for visitor in (
            self._stranger,
            self._clerk,
            self._idle,
            *(one for _, one in self._interpreters),
        ):
            visitor.close()

    def _nothing(self) -> None:
        """Nothing needs to stand."""

    def _say_hello(self) -> int:
        for _ in range(self._reads):
            self._stranger.get("/")
        return self._reads

    def _one_open(self) -> None:
        self._none_open()
        self._open = [self._clerk.ask("es")]
        self._mark = self._clerk.get(f"{self._open[0]}/now").headers["ETag"]

    def _poll(self) -> int:
        for _ in range(self._reads):
            self._clerk.poll(f"{self._open[0]}/now", self._mark)
        return self._reads

    def _on_duty(self) -> None:
        self._duty_mark = self._idle.get("/duty/now").headers["ETag"]

    def _poll_duty(self) -> int:
        for _ in range(self._reads):
            self._idle.poll("/duty/now", self._duty_mark)
        return self._reads

    def _see_counter(self) -> int:
        for _ in range(self._reads):
            self._clerk.get("/counter")
        return self._reads

    def _see_status(self) -> int:
        for _ in range(self._reads):
            self._clerk.get(self._open[0])
        return self._reads

    def _none_open(self) -> None:
        for address in self._open:
            self._clerk.post(f"{address}/cancel")
        self._open = []

    def _create(self) -> int:
        for number in range(self._creations):
            self._open.append(self._clerk.ask(LANGUAGES[number % len(LANGUAGES)]))
        return self._creations

    def _ring(self) -> None:
        """One request for each interpreter, which each sees ringing, beside three others."""
        self._none_open()
        self._open = [self._clerk.ask(tag) for tag, _ in self._interpreters]
        self._offers = []
        for number, (_, visitor) in enumerate(self._interpreters):
            offers = OFFERS.findall(visitor.get("/duty").text)
            if len(offers) != EACH:
                raise UnexpectedAnswer(f"{len(offers)} requests ring interpreter {number}")
            self._offers.append((visitor, offers[number % EACH]))

    def _accept(self) -> int:
        for visitor, offer in self._offers:
            visitor.post(f"/offers/{offer}/accept")
        return len(self._offers)

    def _end(self) -> int:
        """Every conversation ends; all accepts were won, or this fails."""
        for _, visitor in self._interpreters:
            talk = TALK.search(visitor.get("/duty").text)
            if talk is None:
                raise UnexpectedAnswer("an accept was not won")
            visitor.post(f"/conversations/{talk[1]}/finish")
        self._open = []
        return len(self._interpreters)


if __name__ == "__main__":
    main()
