"""The demonstration city's documents of the last month, each brought where it stands by deeds."""

import io
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from langaccess.domain.city import City
from langaccess.services.demo.paper_files import written
from langaccess.services.demo.papers import PAPERS, Paper
from langaccess.services.demo.requested import REQUESTED, Requested
from langaccess.services.demo.ways import Desk, Files, Way
from langaccess.services.documents.files import FileStore, Upload, read_upload
from langaccess.storage.accounts import Account
from langaccess.storage.documents.agencies import TranslationVendor
from langaccess.storage.documents.requests import Document
from langaccess.storage.places import Department

# Helvetica's letters end with western Europe; other translations of a PDF come as plain text.
IN_PDF = frozenset({"en", "es"})
REVISED_ENGLISH = " The office is now open on Saturdays too."


def read_papers(store: FileStore) -> Files:
    """Every file of the documents, kept and read, by text, language and place.

    To be done before a transaction that may write.
    """
    found: dict[tuple[str, str, str], Upload] = {}
    for one in REQUESTED:
        paper = PAPERS[one.paper]
        for tag in ("en", *(tag for tag in one.languages if tag in paper.texts)):
            found[one.paper, tag, one.place] = _file(store, one, paper, tag)
        if "stale" in one.languages.values():
            found[one.paper, "en again", one.place] = _file(store, one, paper, "en", again=True)
    return found


def _file(
    store: FileStore, one: Requested, paper: Paper, tag: str, *, again: bool = False
) -> Upload:
    lines = paper.lines(tag, one.place)
    if again:
        lines[-1] += REVISED_ENGLISH
    kind = "txt" if paper.kind == "pdf" and tag not in IN_PDF else paper.kind
    name = f"{one.paper}-{one.place.lower().replace(' ', '-')}-{tag}.{kind}"
    return read_upload(store, name, io.BytesIO(written(kind, lines, tag=tag)))


def make_documents(
    session: Session, city: City, files: Files, *, team: Account, requester: Account, now: datetime
) -> list[Document]:
    """Ask for every document in the order of their days, and do what was done with it since."""
    session.flush()
    desk = Desk(
        session,
        city,
        files,
        team.actor,
        people={one.name: one for one in session.scalars(select(Account))},
        departments={one.name: one.id for one in session.scalars(select(Department))},
        agencies=list(
            session.scalars(select(TranslationVendor).order_by(TranslationVendor.position))
        ),
        requester=requester,
        now=now,
    )
    made = [desk.ask(number, one) for number, one in enumerate(REQUESTED)]
    for one, document in zip(REQUESTED, made, strict=True):
        for tag, way in one.languages.items():
            Way(desk, one, document, tag).goes(way)
    return made
