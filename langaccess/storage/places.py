"""Where the city works: departments, and the sites with counters."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from langaccess.storage.base import Base


class Department(Base):
    """One department of the city."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    supervisor_email: Mapped[str | None]


class Location(Base):
    """One site where residents are served. `slug` stands in its public addresses."""

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(default="")


def all_departments(session: Session) -> list[Department]:
    """Every department by name."""
    return list(session.scalars(select(Department).order_by(Department.name)))


def all_locations(session: Session) -> list[Location]:
    """Every location by name."""
    return list(session.scalars(select(Location).order_by(Location.name)))


def location_by_slug(session: Session, slug: str) -> Location | None:
    """The location with this address, if any."""
    return session.scalar(select(Location).filter_by(slug=slug))


def names_of_places(session: Session) -> tuple[dict[int, str], dict[int, str]]:
    """Names by id: of the departments, of the locations."""
    departments = session.execute(select(Department.id, Department.name))
    locations = session.execute(select(Location.id, Location.name))
    return {one.id: one.name for one in departments}, {one.id: one.name for one in locations}
