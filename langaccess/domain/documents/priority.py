"""How urgent a document is and by when it is due: decided by the rules and the request alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from langaccess.domain.documents.conditions import Conditions
from langaccess.domain.documents.deadlines import Deadlines, Due
from langaccess.domain.documents.decision import Match, PriorityDecision, RankKey, rank_key
from langaccess.domain.documents.folding import Phrases
from langaccess.domain.documents.raising import raised
from langaccess.domain.documents.reasons import Fact, Facts, Reason, Why
from langaccess.domain.documents.request import DocumentRequest
from langaccess.domain.rules.model import Bonus, Criterion, DocumentClass, DocumentRule, Rules, When
from langaccess.domain.time import Calendar, as_utc

__all__ = [
    "Fact",
    "Facts",
    "Match",
    "Priorities",
    "PriorityDecision",
    "RankKey",
    "Reason",
    "Why",
    "decide",
    "rank_key",
]

_MATCHED = {
    Criterion.HEALTH: Why.MATCHED_HEALTH,
    Criterion.SAFETY: Why.MATCHED_SAFETY,
    Criterion.COMPLIANCE: Why.MATCHED_COMPLIANCE,
    Criterion.SERVICE: Why.MATCHED_SERVICE,
    Criterion.OUTREACH: Why.MATCHED_OUTREACH,
}
_PREEMPTS = Reason(Why.PREEMPTS, {})


@dataclass(frozen=True, slots=True)
class _Class:
    """A class with all that is told of it in the same words every time."""

    one: DocumentClass
    place: int
    most_urgent: Reason
    no_match: Reason


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with its match and its reason, as every document that meets it has them."""

    rule: DocumentRule
    when: When
    place: int  # of its class
    match: Match
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Bonus:
    when: When
    hours: int
    reason: Reason


class Priorities:
    """The rules made ready to decide about many documents, one after the other.

    Keeps nothing of a document. What it works out for a day it remembers, so one of them serves a
    whole re-ranking; threads may share it.
    """

    def __init__(self, rules: Rules, calendar: Calendar) -> None:
        self.rules = rules
        self.calendar = calendar
        self._edition = rules.edition
        self._classes = tuple(_class(one, place) for place, one in enumerate(rules.classes))
        places = {one.one.id: one.place for one in self._classes}
        self._rules = Conditions([_rule(rule, places) for rule in rules.document_rules])
        self._bonuses = Conditions([_bonus(bonus) for bonus in rules.bonuses])
        whens = [rule.when for rule in rules.document_rules]
        self._types = frozenset(kind for when in whens for kind in when.document_types)
        whens += [bonus.when for bonus in rules.bonuses]
        self._phrases = Phrases(word for when in whens for word in when.words)
        self._deadlines = Deadlines(calendar, rules.capacity.layout_days)

    @property
    def most_bonus(self) -> timedelta:
        """The most by which all bonuses together move a document up."""
        return timedelta(hours=sum(bonus.hours for bonus in self.rules.bonuses))

    def decide(self, request: DocumentRequest) -> PriorityDecision:
        """The document's class, due date and rank, with every match and every reason.

        The class is the most urgent of all rules that are in force on the city's date of receipt
        and that the document meets, the last class where there are none, and more urgent by a
        raise that wins. `due_at` is the earlier of the class's turnaround and the document's own
        date, `rank_at` is that less the hours of every bonus. Raises NeverOpen.
        """
        received_at = as_utc(request.received_at)
        on = self.calendar.local_date(received_at)
        words = self._phrases.found_in(request.title, request.summary, request.text)
        met = [found for found in self._rules.met_by(request, words) if found.rule.is_in_force(on)]
        one, because = self._class_of(request, met)
        by_turnaround = self._deadlines.by_turnaround(one, received_at, on)
        due_at, finish_by = self._due(request, by_turnaround, because)
        if due_at < received_at:
            because.append(Reason(Why.WAS_PAST, {"received_at": received_at.isoformat()}))
        first = one.first_release and self._deadlines.after(received_at, one.first_release)
        if first:
            because.append(Reason(Why.FIRST_RELEASE, {"first_release_at": first.isoformat()}))
        rank_at = self._rank(request, words, due_at, because)
        matched = tuple(sorted([found.match for found in met], key=_by_id))
        return PriorityDecision(
            class_id=one.id,
            class_name=one.name,
            preempts=one.preempts,
            due_at=due_at,
            finish_by=finish_by,
            rank_at=rank_at,
            first_release_at=first or None,
            matched=matched,
            because=tuple(because),
            rules_version=self._edition,
        )

    def _class_of(
        self, request: DocumentRequest, met: list[_Rule]
    ) -> tuple[DocumentClass, list[Reason]]:
        """The class, with the matches in the order of their urgency and what became of a raise."""
        because: list[Reason] = []
        if request.document_type not in self._types:
            because.append(Reason(Why.UNKNOWN_TYPE, {"document_type": request.document_type}))
        if met:
            by_urgency = sorted(met, key=_by_place) if len(met) > 1 else met
            because += [found.reason for found in by_urgency]
            found = self._classes[by_urgency[0].place]
            because.append(found.most_urgent)
        else:
            found = self._classes[-1]
            because.append(found.no_match)
        one = found.one
        if request.raised_to is not None:
            one, reason = raised(
                request,
                one,
                classes=self.rules.classes,
                raise_roles=self.rules.raise_roles,
            )
            because.append(reason)
        if one.preempts:
            because.append(_PREEMPTS)
        return one, because

    def _due(
        self, request: DocumentRequest, by_turnaround: Due, because: list[Reason]
    ) -> tuple[datetime, datetime]:
        """When it is due, and by when layout too must be done; reasons are added to `because`."""
        because += by_turnaround.because
        by_date = self._deadlines.by_date(request)
        if by_date is not None:
            because += by_date.because
        if by_date is None or by_turnaround.at <= by_date.at:
            because.append(by_turnaround.decides)
            return by_turnaround.at, by_turnaround.at
        because.append(by_date.decides)
        finish_by = min(by_date.finish_by, by_turnaround.at)
        if finish_by != by_date.at:
            because.append(Reason(Why.FINISHED_BY, {"finish_by_at": finish_by.isoformat()}))
        return by_date.at, finish_by

    def _rank(
        self, request: DocumentRequest, words: list[str], due_at: datetime, because: list[Reason]
    ) -> datetime:
        """When it would be due without its bonuses' hours; the reasons are added to `because`."""
        bonuses = self._bonuses.met_by(request, words)
        if not bonuses:
            return due_at
        rank_at = due_at - timedelta(hours=sum(bonus.hours for bonus in bonuses))
        because += [bonus.reason for bonus in bonuses]
        because.append(Reason(Why.RANKS_AT, {"rank_at": rank_at.isoformat()}))
        return rank_at


def decide(request: DocumentRequest, rules: Rules, calendar: Calendar) -> PriorityDecision:
    """The decision about one document; for many, make one `Priorities`. Raises NeverOpen."""
    return Priorities(rules, calendar).decide(request)


def _class(one: DocumentClass, place: int) -> _Class:
    facts = {"class_id": one.id, "class_name": one.name}
    return _Class(one, place, Reason(Why.MOST_URGENT, facts), Reason(Why.NO_MATCH, facts))


def _rule(rule: DocumentRule, places: dict[str, int]) -> _Rule:
    match = Match(rule.id, rule.criterion, rule.class_id, rule.ground)
    facts = {"rule": rule.id, "class_id": rule.class_id, "ground": rule.ground}
    reason = Reason(_MATCHED[rule.criterion], facts)
    return _Rule(rule, rule.when, places[rule.class_id], match, reason)


def _bonus(bonus: Bonus) -> _Bonus:
    facts: Facts = {"bonus": bonus.id, "count": bonus.hours}
    return _Bonus(bonus.when, bonus.hours, Reason(Why.BONUS, facts))


def _by_place(found: _Rule) -> tuple[int, str]:
    return found.place, found.match.rule


def _by_id(match: Match) -> str:
    return match.rule
