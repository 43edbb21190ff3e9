"""When residents of an invented past came: on working days, most of them before noon."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from langaccess.domain.city import City

# Of all who come, this share comes when the city is closed: to a police officer, or by phone.
CLOSED_SHARE = 0.04
OPENING, BUSIEST, CLOSING = 8 * 3600, 10.5 * 3600, 17 * 3600
DAY_SECONDS = 24 * 3600


def moments_of(
    city: City, random: Random, *, how_many: int, days: int, until: datetime
) -> list[datetime]:
    """So many moments (UTC) in the days before `until`, in order."""
    last = city.calendar.local_date(until)
    every = [last - timedelta(days=back) for back in range(days)]
    open_days = [day for day in every if city.calendar.closure(day) is None] or every
    moments = [_moment(city, random, open_days, every) for _ in range(how_many)]
    return sorted(min(one, until) for one in moments)


def _moment(city: City, random: Random, open_days: list[date], every: list[date]) -> datetime:
    if random.random() < CLOSED_SHARE:
        day, seconds = random.choice(every), random.randrange(DAY_SECONDS)
    else:
        day, seconds = random.choice(open_days), int(random.triangular(OPENING, CLOSING, BUSIEST))
    midnight = datetime.combine(day, time(), city.calendar.zone)
    return (midnight + timedelta(seconds=seconds)).astimezone(UTC)
