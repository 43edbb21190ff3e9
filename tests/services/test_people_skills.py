from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from langaccess.domain.access import Actor, NotAllowed, Role
from langaccess.domain.languages import LanguageUnknown, Modality
from langaccess.domain.people import (
    Direction,
    Domain,
    LevelUnknown,
    PersonUnknown,
    QualificationStatus,
    QualificationUnknown,
    Scope,
    ScopesMissing,
    ScopeUnfit,
    ValidityUnordered,
)
from langaccess.domain.qualifications import Skill
from langaccess.services.people.skills import (
    add_qualification,
    change_qualification,
    end_qualification,
)
from langaccess.storage.audit import history
from langaccess.storage.people import Grant, Interpreter
from tests.factories import NINE, make_account, make_interpreter, make_language

SKILL = Skill(
    language_tag="es",
    scopes=frozenset({Scope.INTERPRET}),
    domains=frozenset({Domain.HEALTH}),
    level_scale="ACTFL",
    level="superior",
    valid_from=date(2025, 1, 1),
    valid_until=date(2027, 1, 1),
    ethics_signed_on=date(2025, 1, 1),
    status=QualificationStatus.ACTIVE,
    certificate="C-1",
)


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_account(session, Role.COORDINATOR).actor


@pytest.fixture
def person(session: Session) -> Interpreter:
    return make_interpreter(session)


def test_a_qualification_is_recorded_with_whose_word_it_rests_on(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    row = add_qualification(session, actor, SKILL, account_id=person.account_id, now=NINE)

    session.expire_all()
    assert (row.level_tenths, row.modality, row.certificate) == (30, Modality.SPOKEN, "C-1")
    assert row.scopes == {Scope.INTERPRET}
    assert row.domains == {Domain.HEALTH, Domain.GENERAL}
    assert (row.verified_by_id, row.verified_at) == (actor.account_id, NINE)
    assert [one.facts for one in history(session, "account", person.account_id)] == [
        {"qualification": row.id}
    ]


def test_nobody_verifies_what_somebody_says_of_themselves(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    skill = replace(SKILL, status=QualificationStatus.SELF_DECLARED, level_scale="", level="")
    row = add_qualification(session, actor, skill, account_id=person.account_id, now=NINE)
    assert (row.verified_by_id, row.verified_at, row.level_tenths) == (None, None, 0)


def test_a_changed_qualification_keeps_what_it_still_covers(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    make_language(session, "ase")
    row = add_qualification(session, actor, SKILL, account_id=person.account_id, now=NINE)
    new = replace(
        SKILL,
        language_tag="ase",
        scopes=frozenset({Scope.INTERPRET, Scope.SERVE}),
        domains=frozenset(),
        direction=Direction.INTO_ENGLISH,
    )

    change_qualification(
        session, actor, new, account_id=person.account_id, qualification_id=row.id, now=NINE
    )

    session.expire_all()
    assert (row.language_tag, row.modality) == ("ase", Modality.SIGNED)
    assert row.direction is Direction.INTO_ENGLISH
    assert {(one.scope, one.domain) for one in row.grants} == new.grants
    assert session.get(Grant, (row.id, Scope.INTERPRET, Domain.HEALTH)) is None
    deeds = [one.deed for one in history(session, "account", person.account_id)]
    assert deeds == ["add_qualification", "change_qualification"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"language_tag": "xx"}, LanguageUnknown),
        ({"scopes": frozenset()}, ScopesMissing),
        ({"language_tag": "mam", "scopes": frozenset({Scope.REVISE})}, ScopeUnfit),
        ({"level": "9"}, LevelUnknown),
        ({"valid_until": date(2025, 1, 1)}, ValidityUnordered),
    ],
)
def test_what_cannot_be_a_qualification_is_refused(
    session: Session,
    actor: Actor,
    person: Interpreter,
    changes: dict[str, object],
    refusal: type[Exception],
) -> None:
    make_language(session, "mam")
    skill = replace(SKILL, **changes)  # type: ignore[arg-type] # any of its fields
    with pytest.raises(refusal):
        add_qualification(session, actor, skill, account_id=person.account_id, now=NINE)


@pytest.mark.parametrize(
    ("ends_on", "until"),
    [(date(2026, 11, 23), date(2026, 11, 23)), (date(2030, 1, 1), date(2027, 1, 1))],
)
def test_a_qualification_ends_on_the_day_or_before(
    session: Session, actor: Actor, person: Interpreter, ends_on: date, until: date
) -> None:
    row = add_qualification(session, actor, SKILL, account_id=person.account_id, now=NINE)

    end_qualification(
        session,
        actor,
        account_id=person.account_id,
        qualification_id=row.id,
        ends_on=ends_on,
        now=NINE,
    )

    assert row.valid_until == until
    assert row.status is QualificationStatus.ACTIVE


def test_a_qualification_without_an_end_gets_one_after_its_first_day(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    endless = replace(SKILL, valid_until=None)
    row = add_qualification(session, actor, endless, account_id=person.account_id, now=NINE)
    ids = {"account_id": person.account_id, "qualification_id": row.id}
    with pytest.raises(ValidityUnordered):
        end_qualification(session, actor, **ids, ends_on=date(2025, 1, 1), now=NINE)
    end_qualification(session, actor, **ids, ends_on=date(2025, 1, 2), now=NINE)
    assert row.valid_until == date(2025, 1, 2)


def test_anothers_qualification_and_a_stranger_are_not_there(
    session: Session, actor: Actor, person: Interpreter
) -> None:
    row = add_qualification(session, actor, SKILL, account_id=person.account_id, now=NINE)
    other = make_interpreter(session).account_id
    with pytest.raises(QualificationUnknown):
        change_qualification(
            session, actor, SKILL, account_id=other, qualification_id=row.id, now=NINE
        )
    with pytest.raises(PersonUnknown):
        add_qualification(session, actor, SKILL, account_id=actor.account_id, now=NINE)


def test_nobody_qualifies_themselves(session: Session, person: Interpreter) -> None:
    who = person.account.actor
    ids = {"account_id": person.account_id, "qualification_id": person.qualifications[0].id}
    with pytest.raises(NotAllowed):
        add_qualification(session, who, SKILL, account_id=person.account_id, now=NINE)
    with pytest.raises(NotAllowed):
        change_qualification(session, who, SKILL, **ids, now=NINE)
    with pytest.raises(NotAllowed):
        end_qualification(session, who, **ids, ends_on=date(2026, 1, 1), now=NINE)
