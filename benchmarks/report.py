"""How a benchmark speaks: progress, a table, and as its last line one JSON object."""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

Figure: TypeAlias = float | int | str | bool | None
Figures: TypeAlias = Mapping[str, "Figure | Figures"]
Collected: TypeAlias = dict[str, "Figure | Figures"]


def arguments(about: str) -> argparse.ArgumentParser:
    """The words every benchmark understands."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true", help="less of everything, under 60 s")
    parser.add_argument(
        "--database",
        choices=("sqlite", "postgresql"),
        action="append",
        help="only on this database; default: both",
    )
    return parser


class Progress:
    """Says on stderr how far a benchmark is, at most twice a second."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total
        self._said_at = 0.0

    def at(self, done: int) -> None:
        """So much is done."""
        if time.monotonic() - self._said_at > 0.5 or done == self._total:
            self._said_at = time.monotonic()
            end = "\n" if done == self._total else ""
            sys.stderr.write(f"\r{self._what}: {done}/{self._total}{end}")
            sys.stderr.flush()


def table(heads: Sequence[str], rows: Sequence[Sequence[Figure]]) -> None:
    """Print rows under their heads, figures to the right."""
    cells = [[_cell(one) for one in row] for row in rows]
    widths = [max(len(row[at]) for row in (list(heads), *cells)) for at in range(len(heads))]
    for row in (list(heads), ["-" * width for width in widths], *cells):
        first = row[0].ljust(widths[0])
        rest = (one.rjust(width) for one, width in zip(row[1:], widths[1:], strict=True))
        print("  ".join((first, *rest)))
    print()


def finish(name: str, figures: Figures, *, quick: bool) -> None:
    """Print the last line: every figure, and the machine it was taken on."""
    whole = {
        "benchmark": name,
        "quick": quick,
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **figures,
    }
    print(json.dumps(whole))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of these do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and the longest of these durations, in milliseconds."""
    return {
        "p50_ms": round(statistics.median(seconds) * 1000, 3),
        "p95_ms": round(percentile(seconds, 95) * 1000, 3),
        "max_ms": round(max(seconds) * 1000, 3),
    }


def _cell(value: Figure) -> str:
    return f"{value:.3g}" if isinstance(value, float) and value < 1000 else str(value)
