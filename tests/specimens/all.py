"""A hundred files, ten of each kind, with what is true of each."""

from functools import cache

from tests.specimens import catalogues, packages, pdfs, sheets, slides, texts, word
from tests.specimens.truth import Specimen


@cache
def specimens() -> tuple[Specimen, ...]:
    """All of them, kind by kind; made once."""
    return (
        *word.specimens(),
        *slides.specimens(),
        *sheets.specimens(),
        *pdfs.specimens(),
        *texts.pages(),
        *texts.markdown(),
        *texts.plain(),
        *packages.texts(),
        *catalogues.specimens(),
        *packages.layouts(),
    )
