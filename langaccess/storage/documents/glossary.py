"""Terms that translators keep to, for the whole city or one department."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from langaccess.domain.documents.glossary import Term, TermStatus
from langaccess.storage.base import Base
from langaccess.storage.places import Department


class GlossaryTerm(Base):
    """One term in one language: approved, forbidden, or a name that is not translated.

    `scope` is the department's id or "city", so that the database can tell twins apart.
    """

    __tablename__ = "glossary_term"
    __table_args__ = (
        CheckConstraint("source <> ''", name="source_given"),
        CheckConstraint("status = 'keep' OR target <> ''", name="target_given"),
        Index(
            "uq_glossary_term",
            "language_tag",
            "scope",
            "source",
            "target",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language_tag: Mapped[str] = mapped_column(ForeignKey("language.tag"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    scope: Mapped[str] = mapped_column(default="city")  # the department's id, or "city"
    source: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    status: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    department: Mapped[Department | None] = relationship()

    @property
    def term(self) -> Term:
        """The term as the domain sees it."""
        return Term(
            source=self.source,
            target=self.target,
            language_tag=self.language_tag,
            department=self.department.name if self.department else None,
            status=TermStatus(self.status),
            note=self.note,
        )


def terms_of(session: Session, language_tag: str, department_id: int | None) -> list[Term]:
    """The whole city's terms of a language and those of one department, by source."""
    query = (
        select(GlossaryTerm)
        .where(
            GlossaryTerm.language_tag == language_tag,
            or_(
                GlossaryTerm.department_id.is_(None),
                GlossaryTerm.department_id == department_id,
            ),
        )
        .options(joinedload(GlossaryTerm.department))
        .order_by(GlossaryTerm.source, GlossaryTerm.id)
    )
    return [one.term for one in session.scalars(query)]


def every_term(session: Session) -> list[GlossaryTerm]:
    """The whole glossary, by language and source."""
    query = select(GlossaryTerm).options(joinedload(GlossaryTerm.department))
    return list(session.scalars(query.order_by(GlossaryTerm.language_tag, GlossaryTerm.source)))
