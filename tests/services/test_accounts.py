"""Accounts, passwords, one-time links, sign-ins and API tokens."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.access import Role
from langaccess.domain.accounts import (
    FAILURES_AT_MOST,
    FAILURES_WITHIN,
    LINK_LASTS,
    SIGN_IN_LASTS,
    LinkUnknown,
    PasswordUnfit,
    TooManyTries,
    WrongPassword,
)
from langaccess.domain.dispatch import Mode
from langaccess.domain.people import EmailTaken
from langaccess.services.accounts import (
    add_account,
    change_desk,
    link_holder,
    make_password_link,
    note_refused,
    set_password,
    sign_in,
    sign_out,
    token_hash,
    use_password_link,
    verify_password,
)
from langaccess.storage.accounts import (
    Account,
    PasswordLink,
    SignIn,
    SignInFailure,
    sign_ins_of,
    signed_in,
    supervisors,
)
from langaccess.storage.audit import AuditEntry, history
from tests.factories import NINE, later, make_account, make_location

PASSWORD = "amber-bridge-cedar-delta-ember"


@pytest.fixture
def ana(session: Session) -> Account:
    account = add_account(
        session,
        None,
        email=" Ana@City.Example ",
        name="Ana",
        roles=frozenset({Role.STAFF, Role.INTERPRETER}),
        now=NINE,
    )
    set_password(session, account, password=PASSWORD, now=NINE)
    session.flush()
    return account


def deeds(session: Session, subject: str, subject_id: int) -> list[str]:
    session.flush()
    return [one.deed for one in history(session, subject, subject_id)]


def test_an_account_is_kept_in_lower_case_with_its_roles(session: Session, ana: Account) -> None:
    assert ana.email == "ana@city.example"
    assert ana.actor.roles == {Role.STAFF, Role.INTERPRETER}
    assert deeds(session, "account", ana.id) == ["add_account", "set_password"]


def test_an_address_belongs_to_one_person(session: Session, ana: Account) -> None:
    with pytest.raises(EmailTaken):
        add_account(
            session,
            ana.actor,
            email="ANA@city.example",
            name="Another",
            roles=frozenset({Role.STAFF}),
            now=NINE,
        )


def test_the_right_password_opens_the_account(session: Session, ana: Account) -> None:
    found = verify_password(session, email="Ana@city.example", password=PASSWORD, now=NINE)

    assert found is ana
    assert ana.password_hash is not None
    assert ana.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ana@city.example", PASSWORD.upper()),
        ("ana@city.example", ""),
        ("nobody@city.example", PASSWORD),
        ("", ""),
    ],
)
def test_anything_else_is_refused_alike(
    session: Session, ana: Account, email: str, password: str
) -> None:
    with pytest.raises(WrongPassword):
        verify_password(session, email=email, password=password, now=NINE)


def test_an_account_without_a_password_or_out_of_use_opens_to_nobody(
    session: Session, ana: Account
) -> None:
    new = make_account(session)
    with pytest.raises(WrongPassword):
        verify_password(session, email=new.email, password=PASSWORD, now=NINE)

    ana.is_active = False
    with pytest.raises(WrongPassword):
        verify_password(session, email=ana.email, password=PASSWORD, now=NINE)


def test_a_hash_that_is_none_opens_to_nobody(session: Session, ana: Account) -> None:
    ana.password_hash = "not a hash"

    with pytest.raises(WrongPassword):
        verify_password(session, email=ana.email, password=PASSWORD, now=NINE)


def test_who_guesses_too_often_waits(session: Session, ana: Account) -> None:
    for second in range(FAILURES_AT_MOST):
        note_refused(session, email="ANA@city.example", now=later(second))
    session.flush()

    with pytest.raises(TooManyTries):
        verify_password(session, email=ana.email, password=PASSWORD, now=later(20))
    after = later(FAILURES_AT_MOST) + FAILURES_WITHIN
    assert verify_password(session, email=ana.email, password=PASSWORD, now=after) is ana


def test_a_refused_sign_in_is_kept_without_the_address(session: Session) -> None:
    note_refused(session, email="ana@city.example", now=NINE)
    session.flush()

    kept = session.scalars(select(SignInFailure)).one()
    assert "ana" not in kept.who_hash
    assert session.scalars(select(AuditEntry)).one().facts == {}


def test_a_sign_in_holds_until_it_ends(session: Session, ana: Account) -> None:
    token = sign_in(session, ana, now=NINE)
    session.flush()

    found = signed_in(session, token_hash(token), later(60))
    assert found is not None
    assert (found.account_id, found.actor) == (ana.id, ana.actor)
    assert signed_in(session, token_hash("another"), later(60)) is None
    assert signed_in(session, token_hash(token), NINE + SIGN_IN_LASTS) is None
    assert session.scalars(select(SignIn.token_hash)).one() != token


def test_signing_out_ends_this_browser_only(session: Session, ana: Account) -> None:
    here, there = sign_in(session, ana, now=NINE), sign_in(session, ana, now=NINE)
    session.flush()
    known = signed_in(session, token_hash(here), NINE)
    assert known is not None

    sign_out(session, ana.actor, sign_in_id=known.sign_in_id, now=later(5))

    assert signed_in(session, token_hash(here), later(6)) is None
    assert signed_in(session, token_hash(there), later(6)) is not None
    assert len(sign_ins_of(session, ana.id, later(6))) == 1


def test_nobody_signs_out_another_person(session: Session, ana: Account) -> None:
    token = sign_in(session, ana, now=NINE)
    session.flush()
    known = signed_in(session, token_hash(token), NINE)
    assert known is not None

    sign_out(session, make_account(session).actor, sign_in_id=known.sign_in_id, now=later(5))

    assert signed_in(session, token_hash(token), later(6)) is not None


def test_a_new_password_signs_out_every_browser(session: Session, ana: Account) -> None:
    token = sign_in(session, ana, now=NINE)
    session.flush()

    set_password(session, ana, password=PASSWORD + "!", now=later(5))

    assert signed_in(session, token_hash(token), later(6)) is None


def test_an_unfit_password_changes_nothing(session: Session, ana: Account) -> None:
    known = ana.password_hash

    with pytest.raises(PasswordUnfit):
        set_password(session, ana, password="short", now=NINE)

    assert ana.password_hash == known


def test_people_say_where_they_work_and_how_they_read(session: Session, ana: Account) -> None:
    site = make_location(session)

    change_desk(
        session, ana.actor, locale="es", location_id=site.id, counter_mode=Mode.VIDEO, now=NINE
    )

    assert (ana.locale, ana.location_id, ana.counter_mode) == ("es", site.id, Mode.VIDEO)
    assert deeds(session, "account", ana.id)[-1] == "change_desk"


def test_a_one_time_link_sets_the_password_once(session: Session, ana: Account) -> None:
    token = make_password_link(session, ana, now=NINE)
    session.flush()
    assert link_holder(session, token=token, now=NINE) is ana

    used = use_password_link(session, token=token, password=PASSWORD + "2", now=later(5))

    assert used is ana
    assert verify_password(session, email=ana.email, password=PASSWORD + "2", now=later(6)) is ana
    with pytest.raises(LinkUnknown):
        use_password_link(session, token=token, password=PASSWORD + "3", now=later(7))
    assert session.scalars(select(PasswordLink.token_hash)).one() != token


def test_a_link_that_is_too_old_or_unknown_opens_nothing(session: Session, ana: Account) -> None:
    token = make_password_link(session, ana, now=NINE)
    session.flush()

    with pytest.raises(LinkUnknown):
        link_holder(session, token=token, now=NINE + LINK_LASTS)
    with pytest.raises(LinkUnknown):
        link_holder(session, token="guessed", now=NINE)


def test_a_link_that_was_spent_meanwhile_opens_nothing(session: Session, ana: Account) -> None:
    token = make_password_link(session, ana, now=NINE)
    session.flush()
    link = session.scalars(select(PasswordLink)).one()
    # Somebody else's request spends it after ours has looked.
    session.execute(
        PasswordLink.__table__.update().values(used_at=NINE)  # type: ignore[attr-defined] # a table
    )
    assert link.used_at is None

    with pytest.raises(LinkUnknown):
        use_password_link(session, token=token, password=PASSWORD, now=later(1))


def test_supervisors_are_the_coordinators_who_are_there(session: Session) -> None:
    there = make_account(session, Role.COORDINATOR)
    make_account(session, Role.COORDINATOR, is_active=False)
    make_account(session, Role.ADMIN)

    assert supervisors(session) == [there]
