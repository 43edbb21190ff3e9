"""Response clocks on the command line: by when a contact has an answer, and why then."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import click

from langaccess.adapters.calendar import city_of
from langaccess.cli.failing import WrongUse
from langaccess.cli.installation import read_rules, settings_here
from langaccess.domain.city import City
from langaccess.domain.clocks import Channel, Reach, Reason, Why, respond_by

SENTENCES = {
    Why.CAME_BEFORE_CLOSING: "It came on {received_on} before closing, so it counts from that day.",
    Why.CAME_AFTER_CLOSING: "It came on {received_on} after closing, so it counts from"
    " {counts_from}.",
    Why.CAME_ON_HOLIDAY: "It came on {received_on}, a holiday ({holiday}), so it counts from"
    " {counts_from}.",
    Why.CAME_ON_CLOSED_DAY: "It came on {received_on}, when the city is closed, so it counts from"
    " {counts_from}.",
    Why.REACHABLE: "They can be reached by {by}, so the shorter promise holds.",
    Why.NOT_REACHABLE: "No phone or email is known, so the longer promise holds.",
    Why.SAME_BUSINESS_DAY: "By {channel}, an answer is owed on the same business day: {answer_on}.",
    Why.NEXT_BUSINESS_DAY: "By {channel}, an answer is owed on the next business day: {answer_on}.",
    Why.BUSINESS_WEEK: "By {channel}, an answer is owed within the business week: by {answer_on}.",
}
KEYS = ("channel", "received", "reachable")
CHANNELS = [channel.value for channel in Channel]
WAYS = [way.value for way in Reach]


@dataclass(frozen=True, slots=True)
class Contact:
    """How and when somebody turned to the city."""

    channel: Channel
    received_at: datetime
    reachable: frozenset[Reach]


class Unfit(ValueError):
    """What a contact says cannot be used; the text names the key."""


@click.command()
@click.option("--rules", "rules_file", type=click.Path(path_type=Path), help="Another rules file.")
@click.option("--channel", type=click.Choice(CHANNELS))
@click.option("--received", metavar="TIME", help="RFC 3339, such as 2026-11-23T16:30:00-08:00.")
@click.option("--reachable", default="", metavar="phone,email", help="Ways that are known.")
@click.argument("file", required=False, type=click.File(encoding="utf-8"))
def due(
    rules_file: Path | None,
    channel: str | None,
    received: str | None,
    reachable: str,
    file: TextIO | None,
) -> None:
    """Say by when a contact has an answer, and why then.

    The contact is given by --channel and --received, or a JSON object a line in FILE (- for
    standard input); the answer is a JSON object a line.
    """
    is_told = channel is not None and received is not None
    if is_told == (file is not None):
        raise click.UsageError("Give --channel and --received, or FILE.")
    city = city_of(read_rules(rules_file or settings_here().rules_path))
    if file is not None:
        contacts = _contacts(file, file.name)
    else:
        ways = [way for way in reachable.split(",") if way]
        contacts = [_told({"channel": channel, "received": received, "reachable": ways})]
    for contact in contacts:
        click.echo(json.dumps(answer(city, contact), ensure_ascii=False))


def answer(city: City, contact: Contact) -> dict[str, Any]:
    """By when this contact has an answer, in the city's time, with every reason as a sentence."""
    found = respond_by(
        contact.channel,
        contact.received_at,
        clocks=city.rules.response,
        calendar=city.calendar,
        reachable=contact.reachable,
    )
    return {
        "respond_by": found.respond_by.astimezone(city.calendar.zone).isoformat(),
        "because": [_sentence(reason) for reason in found.because],
    }


def contact_of(values: object) -> Contact:
    """The contact that a JSON object tells of. Raises Unfit."""
    if not isinstance(values, dict):
        raise Unfit("must be one JSON object")
    for key in values:
        if key not in KEYS:
            raise Unfit(f"{key}: not known; allowed: {', '.join(KEYS)}")
    ways = values.get("reachable", [])
    if not isinstance(ways, list) or any(way not in WAYS for way in ways):
        raise Unfit(f"reachable: must be a list; allowed in it: {', '.join(WAYS)}")
    if values.get("channel") not in CHANNELS:
        raise Unfit(f"channel: not known; allowed: {', '.join(CHANNELS)}")
    return Contact(
        Channel(values["channel"]), _moment(values), frozenset(Reach(way) for way in ways)
    )


def _moment(values: Mapping[str, object]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(values.get("received")))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Unfit("received: must be a time with its offset, as RFC 3339 has it")
    return moment


def _told(values: Mapping[str, object]) -> Contact:
    try:
        return contact_of(dict(values))
    except Unfit as error:
        raise WrongUse(f"--{error}") from error


def _contacts(lines: Iterable[str], name: str) -> list[Contact]:
    """Every contact of a file, or the end with every fault in it by line."""
    found, faults = [], []
    try:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    found.append(contact_of(json.loads(line.removeprefix("\ufeff"))))
                except json.JSONDecodeError as error:
                    faults.append(f"{name}:{number}: not JSON: {error.msg}")
                except Unfit as error:
                    faults.append(f"{name}:{number}: {error}")
    except UnicodeDecodeError as error:
        faults.append(f"{name}: not UTF-8: {error.reason}")
    if faults:
        raise WrongUse(*faults)
    return found


def _sentence(reason: Reason) -> str:
    facts = dict(reason.facts)
    for key in ("received_on", "counts_from", "answer_on"):
        if key in facts:
            facts[key] = f"{date.fromisoformat(facts[key]):%A %Y-%m-%d}"
    facts["by"] = facts.get("by", "").replace(",", " and ")
    return SENTENCES[reason.why].format_map(facts)
