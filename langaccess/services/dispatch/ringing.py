"""Ringing people: who is offered an encounter, with which decision, and when it stops ringing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.domain.dispatch import AttemptOutcome, is_missed, reach
from langaccess.domain.languages import Modality
from langaccess.domain.matching import Decision, Need, eligible
from langaccess.domain.rules.model import Ring
from langaccess.services.notices import owe
from langaccess.storage.accounts import Account
from langaccess.storage.base import Facts
from langaccess.storage.dispatch import Attempt, Encounter
from langaccess.storage.encounters import attempts_of, lock_searches_for, ringing
from langaccess.storage.languages import accepted_tags
from langaccess.storage.matching.candidates import candidates, speakers
from langaccess.storage.matching.fittest import fittest

# Everybody who is rung costs attention; more than this never answer faster.
RING_AT_MOST = 25
# How many people are explained to a supervisor when nobody could be rung.
EXPLAIN_AT_MOST = 25


def ring(
    session: Session, city: City, encounter: Encounter, far: Ring, *, step: int, now: datetime
) -> int:
    """Offer the encounter to everybody eligible that far, the fittest first; how many ring."""
    need = need_of(session, city, encounter, now=now)
    tried = attempts_of(session, encounter.id)
    chosen = fittest(
        session,
        need,
        city.calendar,
        most=RING_AT_MOST,
        site_only=far is Ring.SAME_SITE,
        besides=_not_again(encounter, tried),
    )
    made = 0
    for candidate in candidates(session, chosen, need, city.calendar):
        decision = eligible(candidate, need)
        made += _offer(session, city, encounter, decision, tried, step=step, now=now)
    if not made and far is Ring.CITY:
        encounter.considered = _explained(session, city, need)
    session.flush()
    return made


def ring_newly_free(session: Session, city: City, account_id: int, *, now: datetime) -> int:
    """Offer a person who became free every search that would have rung them; how many."""
    made = 0
    for encounter in lock_searches_for(session, account_id):
        far = reach(city.rules.dispatch, encounter.next_step)
        tried = attempts_of(session, encounter.id)
        if far is None or account_id in _not_again(encounter, tried):
            continue
        need = need_of(session, city, encounter, now=now)
        for candidate in candidates(session, [account_id], need, city.calendar):
            if far is Ring.SAME_SITE and candidate.location_id != encounter.location_id:
                continue
            decision = eligible(candidate, need)
            step = encounter.next_step
            made += _offer(session, city, encounter, decision, tried, step=step, now=now)
        encounter.version += 1
    return made


def stop_ringing(
    session: Session,
    city: City,
    encounter: Encounter,
    ended: AttemptOutcome,
    *,
    now: datetime,
) -> None:
    """End every offer that rings, so that its interpreter is told; long rings were missed."""
    for attempt in ringing(session, encounter.id):
        missed = is_missed(city.rules.dispatch, offered_at=attempt.offered_at, ended_at=now)
        attempt.outcome = AttemptOutcome.NO_ANSWER if missed else ended
        attempt.answered_at = now
        if missed:
            _owe_missed(session, encounter, attempt, now=now)


def need_of(session: Session, city: City, encounter: Encounter, *, now: datetime) -> Need:
    """What this encounter asks of an interpreter at this moment, by the rules in force."""
    dispatch = city.rules.dispatch
    signed = encounter.language.is_signed
    return Need(
        language_tags=accepted_tags(session, encounter.language_tag),
        at=now,
        on=city.calendar.local_date(now),
        domain=encounter.domain,
        modality=Modality.SIGNED if signed else Modality.SPOKEN,
        level_tenths=city.rules.qualified.interpret[encounter.domain],
        department_id=encounter.department_id,
        location_id=encounter.location_id,
        resident_reference=encounter.resident_reference,
        expected=timedelta(minutes=dispatch.encounter_minutes),
        travel=timedelta(minutes=dispatch.travel_minutes),
        seen_within=timedelta(seconds=dispatch.presence_seconds),
    )


def snapshot(decision: Decision, rules_edition: str) -> Facts:
    """A decision as it is kept with its attempt: reasons in order, row id, rules' version."""
    return {
        "eligible": decision.is_eligible,
        "qualification": decision.qualification_id,
        "rules": rules_edition,
        "reasons": [[one.check.value, one.holds, dict(one.facts)] for one in decision.reasons],
    }


def _offer(
    session: Session,
    city: City,
    encounter: Encounter,
    decision: Decision,
    tried: Sequence[Attempt],
    *,
    step: int,
    now: datetime,
) -> int:
    """Ring one person if they are eligible; who was busy before is rung by the same row."""
    if not decision.is_eligible:
        return 0
    this = (decision.person_id, encounter.round)
    known = next((one for one in tried if (one.interpreter_id, one.round) == this), None)
    attempt = known or Attempt(
        encounter_id=encounter.id, interpreter_id=decision.person_id, round=encounter.round
    )
    attempt.step = step
    attempt.offered_at = now
    attempt.outcome = attempt.answered_at = None
    attempt.decision = snapshot(decision, city.rules.edition)
    session.add(attempt)
    return 1


def _not_again(encounter: Encounter, tried: Iterable[Attempt]) -> set[int]:
    """People this encounter must not ring now: asked this round, declined, or never came.

    Who was busy with another conversation was not asked.
    """
    final = {AttemptOutcome.DECLINED, AttemptOutcome.RELEASED}
    return {
        one.interpreter_id
        for one in tried
        if one.interpreter_id
        and one.outcome is not AttemptOutcome.BUSY
        and (one.round == encounter.round or one.outcome in final)
    }


def _explained(session: Session, city: City, need: Need) -> Facts:
    """Why each person who has the language could not be rung, with every reason."""
    people = candidates(
        session, speakers(session, need.language_tags, EXPLAIN_AT_MOST), need, city.calendar
    )
    decisions = [eligible(one, need) for one in people]
    return {
        "people": [
            {"person": one.person_id, **snapshot(one, city.rules.edition)}
            for one in decisions
            if not one.is_eligible
        ]
    }


def _owe_missed(session: Session, encounter: Encounter, attempt: Attempt, *, now: datetime) -> None:
    account = session.get_one(Account, attempt.interpreter_id)
    owe(
        session,
        account.email,
        "missed_offer",
        account=account,
        once=f"missed:{attempt.id}",
        now=now,
        reference=encounter.reference,
        language=encounter.language_tag,
        offered_at=attempt.offered_at.isoformat(),
    )
