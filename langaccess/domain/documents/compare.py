"""What must be the same in a text and its translation: numbers, phones, dates, addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from langaccess.domain.documents.addresses import Address, addresses_in, is_localised
from langaccess.domain.documents.dates import (
    Clock,
    Day,
    calendar_of,
    clocks_in,
    days_in,
    holds_clock,
    holds_day,
    holds_month,
    told_as,
)
from langaccess.domain.documents.digits import folded
from langaccess.domain.documents.findings import DeliveryCheck, Findings, Severity
from langaccess.domain.documents.number_words import numbers_in_words
from langaccess.domain.documents.numbers import (
    Figures,
    Number,
    extra_numbers,
    figures_of,
    missing_numbers,
)
from langaccess.domain.documents.phones import Dialled, Phone, phones_in
from langaccess.domain.documents.text import Segment

_ENGLISH = "en"
_FOUND_AT_MOST = 5


@dataclass(slots=True)
class Exact:
    """What one segment of a source holds that its translation must hold too."""

    segment: Segment
    addresses: list[Address]
    phones: list[Phone]
    days: list[Day]
    clocks: list[Clock]
    numbers: list[Number]

    @property
    def is_nothing(self) -> bool:
        """Whether the segment holds nothing of the kind."""
        return not (self.addresses or self.phones or self.days or self.clocks or self.numbers)


def exact_of(segment: Segment, source_tag: str) -> Exact:
    """What a segment of a source holds; dates and times are read in English alone."""
    addresses, rest = addresses_in(folded(segment.text))
    phones, rest = phones_in(rest)
    days: list[Day] = []
    clocks: list[Clock] = []
    if source_tag.partition("-")[0] == _ENGLISH:
        days, rest = days_in(rest)
        clocks, rest = clocks_in(rest)
    return Exact(segment, addresses, phones, days, clocks, figures_of([rest]).numbers)


@dataclass(slots=True)
class Side:
    """The target's text for some segments of the source, ready to be asked."""

    addresses: list[Address] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)
    rests: list[str] = field(default_factory=list)

    def take(self, text: str) -> None:
        """Take in the text of one segment."""
        found, rest = addresses_in(folded(text))
        self.addresses += found
        self.days += days_in(rest)[0]
        self.figures.take(rest)
        self.rests.append(rest)


class Comparison:
    """One source text beside its translation: a pair of segments, or two whole documents."""

    def __init__(
        self,
        source: Sequence[Exact],
        target: Iterable[str],
        *,
        languages: frozenset[str],
        findings: Findings,
    ) -> None:
        self._source = source
        self._languages = languages
        self._findings = findings
        self._target = Side()
        for text in target:
            self._target.take(text)
        self._extra = extra_numbers(self._target.figures, self._known())
        self._found = ", ".join([*self._extra][:_FOUND_AT_MOST])

    def run(self) -> None:
        """Note everything that is missing or different."""
        phones = [phone for one in self._source for phone in one.phones]
        dialled = Dialled(self._target.rests, phones)
        self._check_numbers()
        for one in self._source:
            for phone in one.phones:
                self._check_phone(one, phone, dialled)
            for day in one.days:
                self._check_day(one, day)
            for clock in one.clocks:
                if not holds_clock(self._target.figures, clock, has_extra=bool(self._extra)):
                    self._note(DeliveryCheck.DATE, one, {"missing": clock.written, "kind": "time"})
        self._check_addresses()

    def _known(self) -> Figures:
        """Every number that the source says in any way, so that the target may say it too."""
        known = Figures()
        for one in self._source:
            text = folded(one.segment.text)
            known.take(text)
            known.spelt.update(numbers_in_words(text))
            known.spelt.update(told_as(one.days, one.clocks))
        return known

    def _check_numbers(self) -> None:
        numbers = [(number, one) for one in self._source for number in one.numbers]
        missing = missing_numbers(
            [number for number, _ in numbers], self._target.figures, self._extra
        )
        places = {id(number): one for number, one in numbers}
        for number in missing:
            severity = Severity.ERROR if number.is_demanded else Severity.WARNING
            facts = {"missing": number.written, "found": self._found}
            self._note(DeliveryCheck.NUMBER, places[id(number)], facts, severity)

    def _check_phone(self, one: Exact, phone: Phone, dialled: Dialled) -> None:
        if dialled.holds(phone):
            return
        facts = {"missing": phone.written, "found": self._found}
        if dialled.holds_turned(phone):
            facts["kind"] = "turned"
        self._note(DeliveryCheck.PHONE, one, facts)

    def _check_day(self, one: Exact, day: Day) -> None:
        has_extra = bool(self._extra)
        if not holds_day(self._target.figures, day, has_extra=has_extra):
            calendar = calendar_of(self._target.figures, day)
            severity = Severity.WARNING if calendar else Severity.ERROR
            facts = {"missing": day.written, "found": self._found, "kind": calendar or "day"}
            self._note(DeliveryCheck.DATE, one, facts, severity)
        elif not holds_month(self._target.days, day):
            self._note(DeliveryCheck.DATE, one, {"missing": day.written, "kind": "month"})

    def _check_addresses(self) -> None:
        held = {one.compared for one in self._target.addresses}
        wanted = {address.compared for one in self._source for address in one.addresses}
        others = [one for one in self._target.addresses if one.compared not in wanted]
        for one in self._source:
            for address in one.addresses:
                if address.compared not in held:
                    self._note_address(one, address, others)

    def _note_address(self, one: Exact, address: Address, others: Sequence[Address]) -> None:
        facts = {"missing": address.written}
        for other in others:
            if is_localised(address, other, self._languages):
                facts |= {"found": other.written, "kind": "localised"}
                self._note(DeliveryCheck.ADDRESS, one, facts, Severity.WARNING)
                return
        facts["found"] = ", ".join(other.written for other in others[:_FOUND_AT_MOST])
        self._note(DeliveryCheck.ADDRESS, one, facts)

    def _note(
        self,
        check: DeliveryCheck,
        one: Exact,
        facts: Mapping[str, str],
        severity: Severity = Severity.ERROR,
    ) -> None:
        said = {name: fact for name, fact in facts.items() if fact}
        self._findings.note(check, severity, one.segment.place, one.segment.text, **said)
