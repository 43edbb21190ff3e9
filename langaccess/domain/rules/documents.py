"""Reading the document queue's part of the rules file: classes, rules, bonuses, who may raise."""

from datetime import date

from langaccess.domain.rules.kinds import (
    DAY,
    PHRASE,
    SWITCH,
    TEXT,
    Kind,
    named,
    one_of,
    shown,
    whole,
)
from langaccess.domain.rules.model import (
    Bonus,
    BusinessDays,
    Capacity,
    Criterion,
    DocumentClass,
    DocumentRule,
    Elapsed,
    Gate,
    Turnaround,
    When,
)
from langaccess.domain.rules.reading import Table

_WORDS_A_DAY = whole("words a business day", 1, 1_000_000)
_HOURS = whole("hours", 1, 8_760)
_DAYS = whole("business days", 1, 366)
_GRADE = whole("grade", 1, 20)
_PEOPLE = whole("people", 1, 10_000_000_000)
_TURNAROUND = "either { hours = N } or { business_days = N }"
_CONDITIONS = ("document_type", "flags", "words", "department", "audience_at_least")


def read_capacity(table: Table) -> Capacity:
    """What one person does in a business day."""
    capacity = Capacity(
        translate_words=table.required("translate", _WORDS_A_DAY),
        revise_words=table.required("revise", _WORDS_A_DAY),
        proofread_words=table.required("proofread", _WORDS_A_DAY),
        layout_days=table.required("layout_days", whole("business days", 0, 366)),
    )
    table.close()
    return capacity


def read_classes(tables: list[Table]) -> tuple[DocumentClass, ...]:
    """The classes, the most urgent first."""
    classes = tuple(_read_class(table) for table in tables)
    _check_ids(tables, [one.id for one in classes])
    return classes


def class_named(classes: tuple[DocumentClass, ...]) -> Kind[str]:
    """The id of one of these classes; any text while an id is missing or cannot be read.

    One fault there would otherwise be a fault of every rule that names the class.
    """
    ids = [one.id for one in classes]
    return named(ids, "class") if ids and all(ids) else TEXT


def _read_class(table: Table) -> DocumentClass:
    one = DocumentClass(
        id=table.required("id", TEXT),
        name=table.required("name", TEXT),
        turnaround=_read_turnaround(table.table("turnaround", _TURNAROUND)),
        preempts=table.optional("preempts", SWITCH, False),
        first_release=_read_first_release(table),
    )
    table.close()
    return one


def _read_first_release(table: Table) -> Turnaround | None:
    release = table.table("first_release", _TURNAROUND, required=False)
    return _read_turnaround(release) if release.is_there else None


def _read_turnaround(table: Table) -> Turnaround:
    hours = table.optional("hours", _HOURS, None)
    days = table.optional("business_days", _DAYS, None)
    table.close()
    if table.is_there and not table.keys:
        table.blame("holds no time", _TURNAROUND)
    if table.has("hours") and table.has("business_days"):
        table.blame("holds both hours and business days", _TURNAROUND)
    return Elapsed(hours) if hours is not None else BusinessDays(days or 1)


def read_document_rules(tables: list[Table], class_id: Kind[str]) -> tuple[DocumentRule, ...]:
    """The rules that put documents into classes, in the order of the file."""
    rules = tuple(_read_document_rule(table, class_id) for table in tables)
    _check_ids(tables, [rule.id for rule in rules])
    return rules


def _read_document_rule(table: Table, class_id: Kind[str]) -> DocumentRule:
    effective_from = table.optional("effective_from", DAY, None)
    effective_until = table.optional("effective_until", DAY, None)
    rule = DocumentRule(
        id=table.required("id", TEXT),
        criterion=table.required("criterion", one_of(Criterion, "criterion")),
        class_id=table.required("class", class_id),
        when=_read_when(table),
        ground=table.required("ground", TEXT),
        effective_from=effective_from,
        effective_until=effective_until,
    )
    table.close()
    if table.is_good("effective_from") and table.is_good("effective_until"):
        _check_life(table, effective_from, effective_until)
    return rule


def _check_life(table: Table, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        table.fault(
            "effective_until",
            f"{until} is before effective_from, {since}, so the rule never counts",
            f"{since} or later",
        )


def _read_when(table: Table) -> When:
    conditions = table.table("when", f"a table with any of {', '.join(_CONDITIONS)}")
    when = When(
        document_types=conditions.filled("document_type", TEXT),
        flags=conditions.filled("flags", TEXT),
        words=conditions.filled("words", PHRASE),
        departments=conditions.filled("department", TEXT),
        audience_at_least=conditions.optional("audience_at_least", _PEOPLE, None),
    )
    conditions.close()
    if conditions.is_there and not conditions.keys:
        conditions.blame(
            "holds no condition, so it would hold for every document",
            f"at least one of {', '.join(_CONDITIONS)}",
        )
    return when


def read_bonuses(tables: list[Table]) -> tuple[Bonus, ...]:
    """What moves a document up, in the order of the file."""
    bonuses = tuple(_read_bonus(table) for table in tables)
    _check_ids(tables, [bonus.id for bonus in bonuses])
    return bonuses


def _read_bonus(table: Table) -> Bonus:
    bonus = Bonus(
        id=table.required("id", TEXT),
        hours=table.required("hours", _HOURS),
        when=_read_when(table),
    )
    table.close()
    return bonus


def read_raise(table: Table, class_id: Kind[str]) -> dict[str, frozenset[str]]:
    """Which roles may raise a document to which class; nobody where the file is silent."""
    return {table.key_as(key, class_id): frozenset(table.filled(key, TEXT)) for key in table.keys}


def read_gate(table: Table, class_id: Kind[str]) -> Gate:
    """What no document passes without."""
    gate = Gate(
        four_eyes=table.required("four_eyes", SWITCH),
        machine_translation_needs_reviser=frozenset(
            table.listed("machine_translation_needs_reviser", class_id)
        ),
        plain_language_needed=frozenset(table.listed("plain_language_needed", class_id)),
        plain_language_grade=table.optional("plain_language_grade", _GRADE, 8),
    )
    table.close()
    return gate


def _check_ids(tables: list[Table], ids: list[str]) -> None:
    """An id names one thing of its kind."""
    first: dict[str, Table] = {}
    for table, one in zip(tables, ids, strict=True):
        if not table.is_good("id"):
            continue
        if one in first:
            taken = first[one].line_of("id")
            table.fault("id", f"{shown(one)} is taken already, in line {taken}", "an id of its own")
        first.setdefault(one, table)
