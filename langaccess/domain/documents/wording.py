"""Whether a translation uses the words that the city has agreed on."""

from collections.abc import Sequence

from langaccess.domain.documents.findings import DeliveryCheck, Findings, Severity
from langaccess.domain.documents.glossary import Term, TermFinder, TermStatus
from langaccess.domain.documents.text import Segment
from langaccess.domain.documents.words import Words, words_of


class WordingCheck:
    """Looks for the terms of a glossary in pairs of source and target."""

    def __init__(self, terms: Sequence[Term], findings: Findings) -> None:
        self._terms = terms
        self._findings = findings
        self._finder = TermFinder(terms)
        self._targets = [Words(words_of(one.target or one.source)) for one in terms]
        self._around: dict[int, list[Words]] = {}
        self._everywhere = [number for number, one in enumerate(terms) if not one.source]

    def check(self, source: Sequence[Segment], target: Sequence[Segment]) -> None:
        """Note what is missing or forbidden in the target of these segments, each term once."""
        places: dict[int, Segment] = {}
        for one in source:
            for number in self._finder.numbers_in(one.text):
                places.setdefault(number, one)
        if not places and not self._everywhere:
            return
        held = [(one, Words(words_of(one.text))) for one in target]
        self._check_approved(places, held)
        for number in (*places, *self._everywhere):
            status = self._terms[number].status
            if status is TermStatus.FORBIDDEN:
                self._check_forbidden(number, held)
            elif status is TermStatus.KEEP and not self._is_held(number, held, exactly=True):
                name = self._terms[number].source
                self._note(DeliveryCheck.NAME_TRANSLATED, places[number], name, missing=name)

    def _check_approved(
        self, places: dict[int, Segment], held: Sequence[tuple[Segment, Words]]
    ) -> None:
        """Any of the approved translations of one source will do."""
        by_source: dict[tuple[str, ...], list[int]] = {}
        for number in places:
            if self._terms[number].status is TermStatus.APPROVED:
                by_source.setdefault(Words.source(self._terms[number].source).words, []).append(
                    number
                )
        for numbers in by_source.values():
            if not any(self._is_held(number, held) for number in numbers):
                first = self._terms[numbers[0]].source
                wanted = ", ".join(self._terms[number].target for number in numbers)
                place = places[numbers[0]]
                self._note(DeliveryCheck.TERM_MISSING, place, first, missing=wanted)

    def _check_forbidden(self, number: int, held: Sequence[tuple[Segment, Words]]) -> None:
        term, wanted = self._terms[number], self._targets[number]
        if number not in self._around:
            self._around[number] = [
                other
                for at, other in enumerate(self._targets)
                if self._terms[at].status is TermStatus.APPROVED and wanted.is_in(other)
            ]
        inside = self._around[number]
        for one, words in held:
            is_part = any(other.is_inflected_in(words) for other in inside)
            if wanted.is_inflected_in(words) and not is_part:
                self._note(DeliveryCheck.TERM_FORBIDDEN, one, term.source, found=term.target)

    def _is_held(
        self, number: int, held: Sequence[tuple[Segment, Words]], *, exactly: bool = False
    ) -> bool:
        wanted = self._targets[number]
        if exactly:
            return any(wanted.is_in(words) for _, words in held)
        return any(wanted.is_inflected_in(words) for _, words in held)

    def _note(self, check: DeliveryCheck, one: Segment, term: str, **facts: str) -> None:
        is_error = check is DeliveryCheck.TERM_FORBIDDEN
        severity = Severity.ERROR if is_error else Severity.WARNING
        self._findings.note(check, severity, one.place, one.text, term=term, **facts)
