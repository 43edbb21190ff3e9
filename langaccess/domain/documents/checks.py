"""Checks before final: what is wrong with a delivered translation, beside its source."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langaccess.domain.documents.addresses import addresses_in
from langaccess.domain.documents.compare import Comparison, exact_of
from langaccess.domain.documents.findings import DeliveryCheck, Finding, Findings, Severity
from langaccess.domain.documents.glossary import Term, TermStatus
from langaccess.domain.documents.leftovers import check_doubled, check_unseen
from langaccess.domain.documents.scripts import (
    accepted_scripts,
    lacks_kana,
    wrong_chinese,
    wrong_script,
)
from langaccess.domain.documents.text import Segment
from langaccess.domain.documents.wording import WordingCheck
from langaccess.domain.documents.words import words_of
from langaccess.domain.languages import Language

__all__ = ["DeliveredFile", "DeliveryCheck", "Finding", "Severity", "check_delivery"]

# So many words must be the same before a segment counts as left in the source's language: names
# and titles of one or two words are often the same in two languages.
_SAME_WORDS = 3
_WORD_LETTERS = 2
_AROUND = ".,;:!?()[]\"'“”‘’«»…-–—"
# A segment with fewer letters beside those of its source does not tell its script.
_SCRIPT_LETTERS = 20
_WHOLE_LETTERS = 200
_SHOWN_AT_MOST = 80
# What the detector tells apart: langdetect 1.0.9, by the first part of the tag.
_DETECTED = frozenset({
    "af", "ar", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "fa", "fi",
    "fr", "gu", "he", "hi", "hr", "hu", "id", "it", "ja", "kn", "ko", "lt", "lv", "mk", "ml",
    "mr", "ne", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sv", "sw",
    "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "zh",
})  # fmt: skip
# Tags under which a detector, or the register, has the language of another tag.
_TAKEN_FOR = {"fil": "tl", "cmn": "zh", "yue": "zh", "nan": "zh", "cdo": "zh", "bs": "hr"}
_TAKEN_FOR |= dict.fromkeys(("arz", "apc", "acm", "apd", "ary"), "ar")


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """One file that was handed over.

    `kind` is the type its content shows, such as "docx". The counts are of changes somebody
    recorded and nobody accepted, and of comments left in the margin.
    """

    name: str
    kind: str
    tracked_changes: int = 0
    comments: int = 0


def check_delivery(
    source: Sequence[Segment],
    target: Sequence[Segment],
    *,
    source_tag: str,
    target_language: Language,
    terms: Sequence[Term] = (),
    files: Sequence[DeliveredFile] = (),
    wanted_kinds: Sequence[str] = (),
    detected_tag: str = "",
) -> tuple[Finding, ...]:
    """Everything found in a delivery, in the order of `DeliveryCheck`, then of the text.

    Segments are held against each other in pairs where both sides have as many, and else the
    whole target against the whole source, so that a layout may change. `terms` are those in
    force for this language and department; `wanted_kinds` the kind of each file to be delivered;
    `detected_tag` what a detector took the target for, or nothing.
    """
    findings = Findings()
    delivery = _Delivery(source, target, source_tag, target_language, findings)
    delivery.check_files(files, wanted_kinds)
    delivery.check_presence(terms)
    delivery.check_exact()
    delivery.check_script()
    delivery.check_language(detected_tag)
    wording = WordingCheck(terms, findings)
    for ours, theirs in delivery.pairs:
        wording.check(ours, theirs)
    check_unseen(target, target_language, findings)
    check_doubled(source, target, findings)
    return findings.in_order()


_Pair = tuple[Sequence[Segment], Sequence[Segment]]


class _Delivery:
    """The two texts, and what is found in them."""

    def __init__(
        self,
        source: Sequence[Segment],
        target: Sequence[Segment],
        source_tag: str,
        language: Language,
        findings: Findings,
    ) -> None:
        self._source, self._target = source, target
        self._source_tag, self._language = source_tag, language
        self._note = findings.note
        self._findings = findings
        self._is_paired = len(source) == len(target)
        self.pairs: list[_Pair] = [(source, target)]
        if self._is_paired:
            both = zip(source, target, strict=True)
            self.pairs = [((ours,), (theirs,)) for ours, theirs in both]

    def check_files(self, files: Sequence[DeliveredFile], wanted_kinds: Sequence[str]) -> None:
        """Note files that are not there, or come as another kind, and what is left in them."""
        missing = Counter(wanted_kinds) - Counter(one.kind for one in files)
        spare = max(0, len(files) - (len(wanted_kinds) - missing.total()))
        for number, kind in enumerate(missing.elements()):
            severity = Severity.WARNING if number < spare else Severity.ERROR
            self._note(DeliveryCheck.MISSING_FILE, severity, missing=kind)
        for one in files:
            if one.tracked_changes:
                self._note_left(DeliveryCheck.TRACKED_CHANGES, one, one.tracked_changes)
            if one.comments:
                self._note_left(DeliveryCheck.COMMENTS_LEFT, one, one.comments)

    def _note_left(self, check: DeliveryCheck, file: DeliveredFile, count: int) -> None:
        is_error = check is DeliveryCheck.TRACKED_CHANGES
        severity = Severity.ERROR if is_error else Severity.WARNING
        self._note(check, severity, file=file.name, count=str(count))

    def check_presence(self, terms: Sequence[Term]) -> None:
        """Note text that is not there, and text that is still the source's."""
        for ours, theirs in self.pairs:
            if _has_words(ours) and not _has_words(theirs):
                place, text = (ours[0].place, ours[0].text) if self._is_paired else ("", "")
                self._note(DeliveryCheck.EMPTY, Severity.ERROR, place, text)
        if _is_same_language(self._source_tag, self._language.tag):
            return
        names = frozenset(
            word for one in terms if one.status is TermStatus.KEEP for word in words_of(one.source)
        )
        said = {_compared(one.text) for one in self._source}
        for one in self._target:
            if _compared(one.text) in said and _counts_as_text(one.text, names):
                shown = one.text[:_SHOWN_AT_MOST]
                self._note(
                    DeliveryCheck.SAME_AS_SOURCE, Severity.ERROR, one.place, one.text, found=shown
                )

    def check_exact(self) -> None:
        """Note numbers, phones, dates and addresses that are missing or different."""
        languages = frozenset(
            tag.partition("-")[0].casefold() for tag in (self._source_tag, self._language.tag)
        )
        for ours, theirs in self.pairs:
            exact = [exact_of(one, self._source_tag) for one in ours]
            if all(one.is_nothing for one in exact) or not _has_words(theirs):
                continue
            texts = [one.text for one in theirs]
            Comparison(exact, texts, languages=languages, findings=self._findings).run()

    def check_script(self) -> None:
        """Note text whose letters are mainly of another script than the language's."""
        script = self._language.script
        accepted = accepted_scripts(self._language.tag, script)
        is_noted = False
        for one, names in self._with_names():
            wrong = wrong_script(_without(one.text, names), accepted, _SCRIPT_LETTERS)
            if wrong:
                self._note_script(one.place, one.text, wrong)
                is_noted = True
        texts = [one.text for one in self._target]
        whole = wrong_chinese(texts, script) or lacks_kana(texts, script)
        if not is_noted:
            whole = whole or wrong_script("".join(texts), accepted, _WHOLE_LETTERS)
        if whole:
            self._note_script("", "", whole)

    def _with_names(self) -> Iterator[tuple[Segment, frozenset[str]]]:
        """Each segment of the target with the words of its source, which may be names in it."""
        for ours, theirs in self.pairs:
            names = frozenset(word for each in ours for word in _WORD.findall(each.text.casefold()))
            for one in theirs:
                yield one, names

    def _note_script(self, place: str, text: str, found: str) -> None:
        wanted = self._language.script
        self._note(DeliveryCheck.SCRIPT, Severity.ERROR, place, text, found=found, wanted=wanted)

    def check_language(self, detected_tag: str) -> None:
        """Note that a detector takes the target for another language; it may well be wrong."""
        wanted, found = _spoken(self._language.tag), _spoken(detected_tag)
        if not found or found == wanted:
            return
        if wanted in _DETECTED or found == _spoken(self._source_tag):
            tag = self._language.tag
            self._note(DeliveryCheck.LANGUAGE, Severity.WARNING, found=detected_tag, wanted=tag)


_WORD = re.compile(r"[^\W\d_]+")


def _without(text: str, names: frozenset[str]) -> str:
    return " ".join(word for word in _WORD.findall(text) if word.casefold() not in names)


def _has_words(segments: Sequence[Segment]) -> bool:
    return any(any(map(str.isalnum, one.text)) for one in segments)


def _compared(text: str) -> str:
    return " ".join(text.casefold().split())


def _counts_as_text(text: str, names: frozenset[str]) -> bool:
    """Whether it holds enough words of a language beside addresses, codes and names to keep."""
    words = (one.strip(_AROUND) for one in addresses_in(text)[1].split())
    plain = (one for one in words if len(one) >= _WORD_LETTERS and one.isalpha())
    return sum(one.casefold() not in names for one in plain) >= _SAME_WORDS


def _is_same_language(one: str, other: str) -> bool:
    return _spoken(one) == _spoken(other)


def _spoken(tag: str) -> str:
    first = tag.partition("-")[0].casefold()
    return _TAKEN_FOR.get(first, first)
