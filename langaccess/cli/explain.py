"""Explaining a document's place in the queue on the command line: one decision for each request."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import click

from langaccess.adapters.calendar import city_of
from langaccess.cli.failing import WrongUse
from langaccess.cli.installation import read_rules, settings_here
from langaccess.cli.requests import read_requests
from langaccess.domain.city import City
from langaccess.domain.documents.counting import count_words
from langaccess.domain.documents.outlook import outlook
from langaccess.domain.documents.plan import LanguageLoad, Plan, Work, plan
from langaccess.domain.documents.priority import Fact, Priorities, PriorityDecision
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.documents.sentences import sentence
from langaccess.domain.time import NeverOpen


@click.command()
@click.option("--rules", "rules_file", type=click.Path(path_type=Path), help="Another rules file.")
@click.argument("file", type=click.File(encoding="utf-8"))
def explain(rules_file: Path | None, file: TextIO) -> None:
    """Say how urgent a document is, by when it is due, and why.

    FILE (- for standard input) holds one JSON object, or one a line; the answer is one JSON object
    a line. The work is reckoned with one person for each step and nothing waiting before it; words
    that are not given are counted in the title, the summary and the text.
    """
    city = city_of(read_rules(rules_file or settings_here().rules_path))
    priorities = Priorities(city.rules, city.calendar)
    requests = read_requests(file)
    try:
        answers = [answer(city, priorities, request) for request in requests]
    except NeverOpen as error:
        raise WrongUse(f"the calendar has no business day within a year of {error}") from error
    for one in answers:
        click.echo(json.dumps(one, ensure_ascii=False))


def answer(city: City, priorities: Priorities, request: DocumentRequest) -> dict[str, Any]:
    """The decision about one request and its work, in the city's time, with every reason told."""
    decision = priorities.decide(request)
    planned = _planned(city, request, decision)
    first = decision.first_release_at

    def words(name: str, fact: Fact) -> str:
        return _in_words(city, name, fact)

    return {
        "class": decision.class_id,
        "class_name": decision.class_name,
        "due_at": _moment(city, decision.due_at),
        "rank_at": _moment(city, decision.rank_at),
        "preempts": decision.preempts,
        "first_release_at": first and _moment(city, first),
        "matched": decision.as_facts()["matched"],
        "because": [sentence(one, words) for one in (*decision.because, *outlook(planned))],
        "work": [
            {
                "language": one.tag,
                "finish_at": _moment(city, one.finish_at),
                "on_time": one.on_time,
            }
            for one in planned.languages
        ],
        "feasible": planned.is_feasible,
        "rules_version": decision.rules_version,
    }


def _planned(city: City, request: DocumentRequest, decision: PriorityDecision) -> Plan:
    work = Work(
        words=words_in(request),
        starts_at=request.received_at,
        due_at=decision.finish_by,
        capacity=city.rules.capacity,
        calendar=city.calendar,
        layout=request.layout,
        preempts=decision.preempts,
        first_release_at=decision.first_release_at,
    )
    return plan(work, [LanguageLoad(tag) for tag in request.target_languages])


def words_in(request: DocumentRequest) -> int:
    """The words to translate: as given, else counted in what was sent of the document."""
    if request.words is not None:
        return request.words
    return sum(count_words(text) for text in (request.title, request.summary, request.text))


def _moment(city: City, at: datetime) -> str:
    return city.calendar.city_time(at).isoformat()


def _in_words(city: City, name: str, fact: Fact) -> str:
    """A fact as it is read aloud: days with their weekday, moments in the city's time."""
    if name.endswith("_on"):
        return f"{date.fromisoformat(str(fact)):%A %Y-%m-%d}"
    if name.endswith("_at"):
        at = city.calendar.city_time(datetime.fromisoformat(str(fact)))
        return f"{at:%A %Y-%m-%d at %H:%M}"
    return str(fact)
