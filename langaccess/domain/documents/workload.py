"""What is to be done for a document, who can do it, and how many business days that is."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from langaccess.domain.documents.workflow import Step
from langaccess.domain.documents.worktime import DayAndNight, OpenHours, WorkTime
from langaccess.domain.rules.model import Capacity
from langaccess.domain.time import Calendar

# Nobody plans further ahead than twenty years; what takes longer is told as taking that long.
LONGEST = Fraction(5_000)


@dataclass(frozen=True, slots=True)
class LanguageLoad:
    """Who can work on a language, and the words that wait before this document.

    `revisers` are people other than whoever translates (the second person cannot be waived). Where
    there are none, a vendor does that stage. A held job is planned as if it went on at the start.
    """

    tag: str
    translate_backlog_words: int = 0
    revise_backlog_words: int = 0
    translators: int = 1
    revisers: int = 1
    is_held: bool = False

    @property
    def by_vendor(self) -> frozenset[Step]:
        """The stages for which the city has nobody."""
        counted = ((Step.TRANSLATE, self.translators), (Step.REVISE, self.revisers))
        return frozenset(step for step, people in counted if not people)


@dataclass(frozen=True, slots=True)
class Work:
    """What is planned, and by which measure.

    `due_at` is when all is to be done, layout included (a decision's `finish_by`), `request_by`
    the request's own last moment if it has one. `vendor_words` are what a vendor translates in a
    business day, None for as much as one person. `preempts` lets work go on day and night.
    `translators_sharing` are those who share this one document.
    """

    words: int
    starts_at: datetime
    due_at: datetime
    capacity: Capacity
    calendar: Calendar
    layout: bool = False
    review: bool = False
    preempts: bool = False
    first_release_at: datetime | None = None
    request_by: datetime | None = None
    vendor_words: int | None = None
    translators_sharing: int = 1

    @property
    def time(self) -> WorkTime:
        """How the work spreads over time."""
        return DayAndNight() if self.preempts else OpenHours(self.calendar)

    @property
    def revising(self) -> Fraction:
        """The second person's business days."""
        return amount(self.words, self.capacity.revise_words)

    @property
    def reviewing(self) -> Fraction:
        """The reviewer's business days; none without review."""
        return amount(self.words if self.review else 0, self.capacity.proofread_words)

    @property
    def laying_out(self) -> Fraction:
        """Layout's business days; none without layout."""
        return Fraction(self.capacity.layout_days if self.layout else 0)

    def translating(self, load: LanguageLoad | None = None) -> Fraction:
        """The translator's business days for this document alone; without a load, one person's."""
        vendor = load is not None and not load.translators
        rate = self._vendor_rate if vendor else self.capacity.translate_words
        return amount(self.words, rate * self.translators_sharing)

    def translated_before(self, load: LanguageLoad) -> Fraction:
        """Business days until everything that waits before it is translated by all who can."""
        rate = load.translators * self.capacity.translate_words or self._vendor_rate
        return amount(load.translate_backlog_words, rate)

    def revised_before(self, load: LanguageLoad) -> Fraction:
        """Business days until everything that waits before it is revised by all who can."""
        return amount(load.revise_backlog_words, self.capacity.revise_words * (load.revisers or 1))

    @property
    def _vendor_rate(self) -> int:
        return self.vendor_words or self.capacity.translate_words


def amount(words: int, words_a_day: int) -> Fraction:
    """Words in business days, `LONGEST` at most."""
    return min(Fraction(words, words_a_day), LONGEST)
