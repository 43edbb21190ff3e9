"""Requests as a supervisor reads them: each attempt and each person passed over, with reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext
from sqlalchemy.orm import Session

from langaccess.domain.dispatch import AttemptOutcome
from langaccess.storage.base import Facts
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.languages import all_languages
from langaccess.storage.oversight import names_of_people, names_of_vendors
from langaccess.web import words
from langaccess.web.tiles import Tile, tile_of

GOOD = frozenset({AttemptOutcome.ACCEPTED})
BAD = frozenset({AttemptOutcome.DECLINED, AttemptOutcome.NO_ANSWER, AttemptOutcome.RELEASED})


class Names(NamedTuple):
    """Whatever a record knows by number or tag, by its name."""

    people: dict[int, str]
    vendors: dict[int, str]
    languages: dict[str, Tile]


class Reasoned(NamedTuple):
    """Somebody who was looked at: every reason, and in brief what stands against them."""

    name: str
    reasons: list[tuple[bool, str]]
    against: str


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One offer or one try of a vendor, ready to be read. `kind` is that of the shared steps."""

    attempt: Attempt
    name: str
    is_vendor: bool
    kind: str
    told: str
    took_seconds: int
    reasons: list[tuple[bool, str]]
    rules: str


@dataclass(frozen=True, slots=True)
class Record:
    """One request with everybody who was asked or passed over. `waited` is minutes:seconds."""

    one: Encounter
    language: Tile
    waited: str
    attempts: list[AttemptLine]
    considered: list[Reasoned]
    ringing: int
    vendor: str


def languages_by_tag(session: Session) -> dict[str, Tile]:
    """The register by tag, as pages show a language."""
    return {row.tag: tile_of(row.facts) for row in all_languages(session)}


def names_in(session: Session, encounters: Iterable[Encounter], besides: set[int]) -> Names:
    """The names in these requests, in three queries; `besides` are further account ids."""
    people = set(besides)
    for one in encounters:
        people.update(row.interpreter_id for row in one.attempts if row.interpreter_id)
        people.update(row["person"] for row in _considered(one))
    return Names(
        names_of_people(session, people), names_of_vendors(session), languages_by_tag(session)
    )


def record_of(one: Encounter, names: Names, now: datetime) -> Record:
    """One request as it is read at this moment."""
    attempts = [_attempt_line(row, names, now) for row in one.attempts]
    ringing = [row for row in attempts if row.attempt.outcome is None]
    vendors = [row.name for row in attempts if row.is_vendor]
    return Record(
        one=one,
        language=names.languages[one.language_tag],
        waited=waited(one, now),
        attempts=attempts,
        considered=[_reasoned(row, names) for row in _considered(one)],
        ringing=sum(not row.is_vendor for row in ringing),
        vendor=vendors[-1] if vendors else "",
    )


def waited(one: Encounter, now: datetime) -> str:
    """How long the resident has waited or did wait for their language, as minutes:seconds."""
    until = one.connected_at or one.ended_at or now
    seconds = max(0, int((until - one.first_contact_at).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02}"


def reasons_of(
    reasons: Iterable[tuple[str, bool, Mapping[str, Any]]], languages: Mapping[str, Tile]
) -> list[tuple[bool, str]]:
    """Kept reasons as sentences, with languages by their names."""
    return words.said(_named(reasons, languages))


def _named(
    reasons: Iterable[tuple[str, bool, Mapping[str, Any]]], languages: Mapping[str, Tile]
) -> list[tuple[str, bool, dict[str, Any]]]:
    """The same reasons, with the names of languages in place of their tags."""

    def name(value: object) -> object:
        known = languages.get(str(value))
        return known.name if known else value

    return [
        (
            check,
            holds,
            {key: name(fact) if check == "language" else fact for key, fact in facts.items()},
        )
        for check, holds, facts in reasons
    ]


def _attempt_line(row: Attempt, names: Names, now: datetime) -> AttemptLine:
    decision: Facts = row.decision or {}
    is_vendor = row.vendor_id is not None
    known = names.vendors if is_vendor else names.people
    return AttemptLine(
        attempt=row,
        name=known.get(row.vendor_id or row.interpreter_id or 0, "–"),
        is_vendor=is_vendor,
        kind=_kind(row),
        told=_told(row),
        took_seconds=int(((row.answered_at or now) - row.offered_at).total_seconds()),
        reasons=reasons_of(decision.get("reasons", ()), names.languages),
        rules=decision.get("rules", ""),
    )


def _told(row: Attempt) -> str:
    if row.outcome is None:
        return str(gettext("The number stands there") if row.vendor_id else gettext("Rings now"))
    told = str(words.ATTEMPTS[row.outcome])
    if row.decline_reason is None:
        return told
    return f"{told}: {words.DECLINES[row.decline_reason]}"


def _kind(row: Attempt) -> str:
    if row.outcome is None:
        return "now"
    if row.outcome in GOOD:
        return "good"
    return "bad" if row.outcome in BAD else ""


def _considered(one: Encounter) -> list[dict[str, Any]]:
    return list((one.considered or {}).get("people", ()))


def _reasoned(row: Mapping[str, Any], names: Names) -> Reasoned:
    named = _named(row["reasons"], names.languages)
    name = names.people.get(row["person"], "–")
    return Reasoned(name, words.said(named), words.said_briefly(named))
