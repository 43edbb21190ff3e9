"""Reading the ladder by which an interpreter is found, and the levels that count as qualified."""

from collections.abc import Iterable

from langaccess.domain.people import SCALES, Domain
from langaccess.domain.rules.kinds import EMAIL, named, one_of, whole
from langaccess.domain.rules.model import Alert, Dispatch, Fallback, Qualified, Ring, Step
from langaccess.domain.rules.reading import Table

# Defaults of a city that does not say otherwise. A caller gives up within minutes, so a person
# who does not connect is released after one; 45 minutes is a trip across town.
CONNECT_SECONDS = 60
PRESENCE_SECONDS = 90
TRAVEL_MINUTES = 45
ENCOUNTER_MINUTES = 15
VENDOR_AT_ONCE = (Domain.SAFETY, Domain.ENFORCEMENT)

# ILR 3 is where all interpreting skills align (ASTM F3516-22, read 2026-11-22); serving residents
# oneself on routine matters customarily asks for 2+.
SERVE_LEVEL = "2+"
INTERPRET_LEVEL = "3"

_HOUR = 3600
_LEVELS = SCALES["ILR"]
_RING = one_of(Ring, "reach")
_VENDOR = whole("a place in the order of vendors,", 1, 99)
_BY_DOMAIN = 'a level for each domain, like { general = "2+", health = "3" }'
_USEFUL = ("ring", "vendor", "alert")


def read_dispatch(table: Table) -> Dispatch:
    """The ladder and its times."""
    at_once = table.listed("vendor_at_once", one_of(Domain, "domain"))
    dispatch = Dispatch(
        offer_seconds=table.required("offer_seconds", whole("seconds", 1, _HOUR)),
        connect_seconds=table.optional(
            "connect_seconds", whole("seconds", 1, _HOUR), CONNECT_SECONDS
        ),
        presence_seconds=table.optional(
            "presence_seconds", whole("seconds", 1, _HOUR), PRESENCE_SECONDS
        ),
        travel_minutes=table.optional("travel_minutes", whole("minutes", 0, 480), TRAVEL_MINUTES),
        encounter_minutes=table.optional(
            "encounter_minutes", whole("minutes", 1, 480), ENCOUNTER_MINUTES
        ),
        vendor_at_once=frozenset(at_once if table.has("vendor_at_once") else VENDOR_AT_ONCE),
        alert_emails=table.listed("alert_emails", EMAIL),
        steps=_read_steps(table),
    )
    table.close()
    return dispatch


def _read_steps(dispatch: Table) -> tuple[Step, ...]:
    tables = dispatch.tables("step", required=True)
    steps = [_read_step(table) for table in tables]
    climbed = list(zip(tables, steps, strict=True))
    _check_times(climbed)
    _check_vendors(climbed)
    _check_rings(climbed)
    if tables and not any(table.has("ring") for table in tables):
        dispatch.fault(
            "step",
            "no step of the ladder rings anybody",
            f"at least one step with ring = {_RING.allowed}",
        )
    return tuple(steps)


def _read_step(table: Table) -> Step:
    step = Step(
        after_seconds=table.required("after_seconds", whole("seconds", 0, _HOUR)),
        ring=table.optional("ring", _RING, None),
        vendor=table.optional("vendor", _VENDOR, None),
        alert=table.optional("alert", one_of(Alert, "person to alert"), None),
        offer=table.filled("offer", one_of(Fallback, "thing to offer")),
    )
    table.close()
    if not any(table.has(key) for key in _USEFUL):
        table.blame(
            "the step rings nobody, starts no vendor and alerts nobody",
            f"at least one of {', '.join(_USEFUL)}",
        )
    return step


def _check_times(tables: Iterable[tuple[Table, Step]]) -> None:
    """The first step is at once and each one later than the one before."""
    before: int | None = None
    for number, (table, step) in enumerate(tables):
        if not table.is_good("after_seconds"):
            continue
        if number == 0 and step.after_seconds != 0:
            table.fault("after_seconds", "the first step does not start at once", "0")
        elif before is not None and step.after_seconds <= before:
            table.fault(
                "after_seconds",
                f"{step.after_seconds} does not come after the step before, at {before}",
                "more seconds than any step before",
            )
        before = step.after_seconds


def _check_vendors(tables: Iterable[tuple[Table, Step]]) -> None:
    """Each vendor stands later in the order than the one started before."""
    before = 0
    for table, step in tables:
        if step.vendor is None or not table.is_good("vendor"):
            continue
        if step.vendor <= before:
            table.fault(
                "vendor",
                f"vendor {step.vendor} does not come after vendor {before}",
                "a later place in the order than any step before",
            )
        before = step.vendor


def _check_rings(tables: Iterable[tuple[Table, Step]]) -> None:
    """A ring only ever widens."""
    is_wide = False
    for table, step in tables:
        if is_wide and step.ring is Ring.SAME_SITE and table.is_good("ring"):
            table.fault(
                "ring",
                "the whole city is rung already, and this site with it",
                f'"{Ring.SAME_SITE}" only before "{Ring.CITY}"',
            )
        is_wide = is_wide or step.ring is Ring.CITY


def read_qualified(table: Table) -> Qualified:
    """The levels that count; a domain that the file leaves out has the customary one."""
    serve = _levels(table.table("serve", _BY_DOMAIN, required=False), SERVE_LEVEL)
    interpret = _levels(table.table("interpret", _BY_DOMAIN, required=False), INTERPRET_LEVEL)
    table.close()
    return Qualified(serve, interpret)


def _levels(table: Table, customary: str) -> dict[Domain, int]:
    levels = {
        domain: _LEVELS[table.optional(domain, named(_LEVELS, "ILR level"), customary)]
        for domain in Domain
    }
    table.close()
    return levels
