"""kill -9 and power cuts under load: nothing acknowledged is lost, and ladders go on in time.

Kills: `langaccess serve` and `langaccess worker` on a database of their own kind are killed with
SIGKILL at random moments while clerks and interpreters use pages and API; see tests/drills/kills.
Power cuts: the real deeds on SQLite, on a disk that keeps only what was synced; see
tests/drills/cuts. The same with synchronous=NORMAL and OFF shows that the drill finds losses.
"""

import tempfile
from pathlib import Path

from benchmarks.databases import databases
from benchmarks.report import Figures, Progress, arguments, finish, table
from tests.drills import cuts, kills
from tests.drills.town import STEP_SECONDS

Runs = dict[str, dict[str, int]]


def main() -> None:
    """Run all drills and print."""
    parser = arguments("Kill processes and cut power under load")
    parser.add_argument("--kills", type=int, help="how often on each database; default: 50")
    parser.add_argument("--cuts", type=int, help="how often on SQLite; default: 20")
    told = parser.parse_args()
    usual_kills, usual_cuts = (2, 3) if told.quick else (50, 20)
    killed = _kills(told.database, usual_kills if told.kills is None else told.kills)
    cut: Runs = {}
    if "sqlite" in (told.database or ["sqlite"]):
        cut = _cuts(usual_cuts if told.cuts is None else told.cuts)
    figures: Figures = {"step_seconds": STEP_SECONDS, "kills": killed, "power_cuts": cut}
    finish("drills", figures, quick=told.quick)


def _kills(kinds: list[str] | None, count: int) -> Runs:
    runs: Runs = {}
    if not count:
        return runs
    with databases(kinds) as urls:
        for kind, url in urls.items():
            with tempfile.TemporaryDirectory(prefix="langaccess-drill-") as folder:
                progress = Progress(f"kill -9, {kind}", count)
                toll = kills.drill(Path(folder), url, kills=count, seed=count, at=progress.at)
            runs[kind] = toll.figures
    _print("kill -9 of web and worker", runs)
    return runs


def _cuts(count: int) -> Runs:
    runs: Runs = {}
    if not count:
        return runs
    for synchronous in ("FULL", "NORMAL", "OFF"):
        times = count if synchronous != "OFF" else 1  # nothing is left to go on with
        with tempfile.TemporaryDirectory(prefix="langaccess-drill-") as folder:
            damage = cuts.drill(Path(folder), cuts=times, seed=count, synchronous=synchronous)
        runs[synchronous] = damage.figures
    _print("power cuts on SQLite, by synchronous=", runs)
    return runs


def _print(what: str, runs: Runs) -> None:
    """One line for each figure, one column for each run."""
    names = next(iter(runs.values()))
    table([what, *runs], [[name, *(one[name] for one in runs.values())] for name in names])


if __name__ == "__main__":
    main()
