"""The best 5 of 2,000 people in 100 languages: our one query beside the same logic in memory.

Two baselines, both over people who are already in memory and indexed by department and language,
so that neither pays for reading, for locks or for keeping several processes coherent:

- `domain`: `langaccess.domain.matching.best_of`, the very logic that decides, reasons and all,
  over what the query's index ranges hold: the day's bookings, and absences not over yet.
- `bare`: harsher, written by hand for this (`benchmarks.bare`): the cheapest check first, the
  next only if it holds, no reasons, ids alone. It could not say why, which our product must.

All three answer every query in turn, in an order that changes, and must agree on ids and order.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from benchmarks.bare import bare_best_of
from benchmarks.crowd import DEPARTMENTS, LOCATIONS, Crowd, modality_of, seed_crowd
from benchmarks.databases import databases
from benchmarks.report import Collected, Figure, Figures, Progress, arguments, finish, spread, table
from langaccess.domain.matching import Need, best_of
from langaccess.domain.people import Candidate, Domain
from langaccess.domain.time import Calendar
from langaccess.storage.accounts import Account
from langaccess.storage.base import open_engine
from langaccess.storage.matching.candidates import candidates
from langaccess.storage.matching.fittest import fittest
from langaccess.storage.people import Listing
from tests.factories import MONDAY, NINE, make_city

MOST = 5
QUERIES, QUICK_QUERIES, WARM_UP = 2000, 200, 50
AT_A_TIME = 400
DAY = Need(language_tags=("es",), at=NINE - timedelta(hours=2), on=MONDAY)
WHOLE_DAY = replace(DAY, expected=timedelta(hours=12))
# How often a query asks for the commonest language alone, as the counter mostly does.
COMMONEST_SHARE = 0.25

Answer = Callable[[Need], list[int]]


def main() -> None:
    """Run on both databases and print."""
    told = arguments("the best 5 of 2,000 people in 100 languages").parse_args()
    queries = QUICK_QUERIES if told.quick else QUERIES
    crowd = Crowd(people=500, absences=2_000, bookings=25_000) if told.quick else Crowd()
    figures: Collected = {
        "people": crowd.people,
        "languages": len(crowd.tags),
        "absences": crowd.absences,
        "bookings": crowd.bookings,
        "queries": queries,
    }
    rows: list[list[Figure]] = []
    with databases(told.database) as urls:
        for kind, url in urls.items():
            engine = open_engine(url)
            seed_crowd(engine, crowd)
            race = Race(engine, crowd, make_city().calendar)
            race.run(queries, kind)
            figures[kind] = race.figures()
            rows += race.rows(kind)
            engine.dispose()
    table(["", "p50 ms", "p95 ms", "max ms", "query / this, p50"], rows)
    finish("match", figures, quick=told.quick)


class Race:
    """The three ways on one database, each asked every query."""

    def __init__(self, engine: Engine, crowd: Crowd, calendar: Calendar) -> None:
        self._session = Session(engine)
        self._crowd = crowd
        self._statements = self._asked = self._found = self._disagreed = 0
        self._took: defaultdict[str, list[float]] = defaultdict(list)
        known = _in_memory(self._session, calendar)
        self._ways: dict[str, Answer] = {
            "query": lambda need: fittest(self._session, need, calendar, most=MOST),
            "domain": lambda need: [
                one.person_id for one in best_of(_speakers(known, need), need, MOST)
            ],
            "bare": lambda need: bare_best_of(_speakers(known, need), need, MOST),
        }
        self._session.rollback()
        self._session.connection()  # a page has its transaction when it comes to this query
        event.listen(engine, "before_cursor_execute", self._count)

    def run(self, queries: int, kind: str) -> None:
        """Ask so many queries, after a few that do not count."""
        chance = random.Random(7)
        progress = Progress(f"match, {kind}", queries)
        names = list(self._ways)
        for _ in range(WARM_UP):
            self._ask(_need(self._crowd, chance), names)
        self._took.clear()
        self._statements = self._asked = self._found = self._disagreed = 0
        for number in range(queries):
            chance.shuffle(names)
            self._ask(_need(self._crowd, chance), names)
            progress.at(number + 1)
        self._session.close()

    def figures(self) -> Figures:
        """Everything that came of it."""
        return {
            "statements_per_query": self._statements / self._asked,
            "disagreed": self._disagreed,
            "people_found": self._found,
            **{name: spread(took) for name, took in self._took.items()},
            "ratio_to_domain": self._ratio("domain"),
            "ratio_to_bare": self._ratio("bare"),
        }

    def rows(self, kind: str) -> list[list[Figure]]:
        """The same as lines of a table."""
        return [
            [f"{kind}: {name}", *spread(self._took[name]).values(), self._ratio(name)]
            for name in self._ways
        ]

    def _ask(self, need: Need, names: list[str]) -> None:
        answers = {}
        for name in names:
            began = time.perf_counter()
            answers[name] = self._ways[name](need)
            self._took[name].append(time.perf_counter() - began)
        self._asked += 1
        self._found += len(answers["query"])
        self._disagreed += any(one != answers["query"] for one in answers.values())

    def _ratio(self, name: str) -> float:
        ours, theirs = spread(self._took["query"]), spread(self._took[name])
        return round(ours["p50_ms"] / theirs["p50_ms"], 2)

    def _count(self, *_: object) -> None:
        self._statements += 1


Known = dict[tuple[int, str], list[Candidate]]


def _in_memory(session: Session, calendar: Calendar) -> Known:
    """Everybody active, by each department that may call and each language they have."""
    active = list(session.scalars(select(Account.id).where(Account.is_active)))
    listing = set(session.scalars(select(Listing.department_id).distinct()))
    known: Known = defaultdict(list)
    nobodys: list[Candidate] = []
    for department in range(1, DEPARTMENTS + 1):
        if department in listing or not nobodys:
            people = _read(session, calendar, active, department)
        else:  # departments without a list of their own see the same people
            people = nobodys
        nobodys = nobodys if department in listing else people
        for one in people:
            for tag in {skill.language_tag for skill in one.qualifications}:
                known[department, tag].append(one)
    return known


def _read(
    session: Session, calendar: Calendar, active: list[int], department: int
) -> list[Candidate]:
    need = replace(WHOLE_DAY, department_id=department)
    return [
        one
        for start in range(0, len(active), AT_A_TIME)
        for one in candidates(session, active[start : start + AT_A_TIME], need, calendar)
    ]


def _speakers(known: Known, need: Need) -> list[Candidate]:
    """Who has any of the languages, each once."""
    department = need.department_id or 0
    if len(need.language_tags) == 1:
        return known[department, need.language_tags[0]]
    found = {one.person_id: one for tag in need.language_tags for one in known[department, tag]}
    return list(found.values())


def _need(crowd: Crowd, chance: random.Random) -> Need:
    """What some counter asks for, some time on Monday."""
    tags = tuple(chance.choices(crowd.tags, crowd.weights, k=chance.choice((1, 1, 1, 2))))
    if chance.random() < COMMONEST_SHARE:
        tags = crowd.tags[:1]
    return Need(
        language_tags=tuple(dict.fromkeys(tags)),
        at=DAY.at + timedelta(minutes=chance.randint(0, 540)),
        on=MONDAY,
        domain=chance.choice(tuple(Domain)),
        modality=modality_of(tags[0]),
        department_id=chance.randint(1, DEPARTMENTS),
        location_id=chance.randint(1, LOCATIONS),
        seen_within=timedelta(hours=12),
    )


if __name__ == "__main__":
    main()
