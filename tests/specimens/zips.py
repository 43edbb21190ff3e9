"""Zip archives and compound files, byte by byte where no library would make them so."""

import io
import struct
import zipfile
from collections.abc import Mapping

BOMB_BYTES = 12 << 20
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with these parts; `mimetype` is stored, as ODF and IDML ask."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return target.getvalue()


def changed(content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """The same archive with these parts put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        old = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**old, **parts})


def part(content: bytes, name: str) -> str:
    """One part of an archive, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def blanks() -> bytes:
    """Twelve megabytes of nothing, which pack to twelve kilobytes."""
    return b" " * BOMB_BYTES


def nested(depth: int) -> bytes:
    """An archive in an archive, so many times."""
    inner = zipped({"leaf.txt": "leaf"})
    for _ in range(depth):
        inner = zipped({"inner.zip": inner})
    return inner


def compound(*names: str) -> bytes:
    """A compound file ([MS-CFB], version 3) with streams of these names and 4,096 bytes each."""
    sectors_each = 4096 // _SECTOR
    fat = [_FAT]
    directory = [_entry("Root Entry", 5, child=1, start=_END, size=0)]
    first = 2
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _FREE
        directory.append(_entry(name, 2, right=right, start=first, size=4096))
        first += sectors_each
    fat.append(_END)
    for _ in names:
        start = len(fat)
        fat += [*range(start + 1, start + sectors_each), _END]
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    )
    header += struct.pack("<108I", *([_FREE] * 108))
    body = struct.pack("<128I", *fat) + b"".join(directory).ljust(_SECTOR, b"\0")
    return header.ljust(_SECTOR, b"\0") + body + bytes(range(256)) * 16 * len(names)


def encrypted() -> bytes:
    """What Office makes of a document with a password ([MS-OFFCRYPTO], 2.3.4)."""
    return compound("EncryptionInfo", "EncryptedPackage")


def _entry(
    name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int, size: int
) -> bytes:
    told = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        told,
        len(told),
        kind,
        1,
        _FREE,
        right,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
    )
