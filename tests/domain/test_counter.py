"""The order in which numbers are called."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from langaccess.domain.counter import Waiting, in_turn

NINE = datetime(2026, 11, 23, 17, tzinfo=UTC)
MOMENTS = st.integers(-60, 60).map(lambda minutes: NINE + timedelta(minutes=minutes))


def waiting(number: int, arrived: int, appointment: int | None = None) -> Waiting:
    """A number; both times in minutes after nine."""
    at = None if appointment is None else NINE + timedelta(minutes=appointment)
    return Waiting(number, number, NINE + timedelta(minutes=arrived), at)


def numbers(*given: Waiting) -> list[int]:
    """The numbers in the order in which they are called at nine."""
    return [one.number for one in in_turn(given, NINE)]


def test_walk_ins_are_called_as_they_came_and_by_number_when_they_came_together() -> None:
    assert numbers(waiting(3, -5), waiting(2, -5), waiting(1, -1)) == [2, 3, 1]


def test_an_appointment_whose_time_has_come_goes_before_everybody_who_walked_in() -> None:
    assert numbers(waiting(1, -50), waiting(2, -1, appointment=0)) == [2, 1]


def test_an_appointment_to_come_stands_behind_the_walk_ins() -> None:
    assert numbers(waiting(1, -50, appointment=1), waiting(2, -1)) == [2, 1]


def test_appointments_are_called_by_their_time_and_not_by_arrival() -> None:
    due = waiting(1, -50, appointment=-1), waiting(2, -10, appointment=-20)
    ahead = waiting(3, -50, appointment=30), waiting(4, -10, appointment=10)

    assert numbers(*ahead, *due) == [2, 1, 4, 3]


@given(
    st.lists(
        st.builds(
            Waiting,
            ticket_id=st.integers(1, 99),
            number=st.integers(1, 99),
            arrived_at=MOMENTS,
            appointment_at=st.none() | MOMENTS,
        ),
        unique_by=lambda one: one.number,
    ),
    st.randoms(),
)
def test_the_order_does_not_hang_on_how_the_numbers_were_read(
    tickets: list[Waiting], chance: Random
) -> None:
    shuffled = list(tickets)
    chance.shuffle(shuffled)
    assert in_turn(shuffled, NINE) == in_turn(tickets, NINE)
