# SPDX-License-Identifier: Apache-2.0
"""Whether the bytes of a workbook are safe to read, found out before anything in them is used."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from .._core import Diagnostic
from .findings import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # a workbook with a password, or of the form before 2007
MOST_MEMBERS = 2_000
MOST_BYTES = 64 * 1024 * 1024  # of all parts together
# Sheets pack to a twentieth or a fiftieth; what packs to less than this, beyond a size that does
# no harm, is made to fill memory.
MOST_RATIO = 200
HARMLESS = 4 * 1024 * 1024
STEP = 256 * 1024
BROKEN = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError)
FORMS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NOT_A_WORKBOOK, WITH_PASSWORD, TOO_MUCH, UNREADABLE = "SZ831", "SZ832", "SZ833", "SZ835"


class Archive:
    """The parts of a workbook, all of which can be unpacked without harm.

    Raises:
        PolicyError: it is no workbook, or unpacks to too much.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        if data.startswith(OLE):
            raise self.refused(WITH_PASSWORD)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN:
            raise self.refused(NOT_A_WORKBOOK) from None
        names = {member.filename for member in self._zip.infolist()}
        if not {"[Content_Types].xml", "_rels/.rels"} <= names:
            raise self.refused(NOT_A_WORKBOOK)
        self._check_sizes()

    def refused(self, code: str, *arguments: str) -> Exception:
        """The exception that says why the workbook is not read."""
        return refusal([Diagnostic(code, self._name, "", arguments)])

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The name of each part, and its bytes piece by piece."""
        for member in self._zip.infolist():
            yield member.filename, self._pieces(member)

    def _check_sizes(self) -> None:
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise self.refused(UNREADABLE, f"{len(members):,} > {MOST_MEMBERS:,}")
        # First what the members say of themselves, then what they really are.
        self._check(sum(member.file_size for member in members))
        total = 0
        for member in members:
            if member.flag_bits & 1:
                raise self.refused(WITH_PASSWORD)
            if member.compress_type not in FORMS:
                raise self.refused(NOT_A_WORKBOOK)
            for piece in self._pieces(member):
                total += len(piece)
                self._check(total)

    def _check(self, total: int) -> None:
        packed = len(self._data)
        if total > MOST_BYTES or (total > HARMLESS and total > MOST_RATIO * packed):
            raise self.refused(TOO_MUCH, f"{total:,}", f"{packed:,}")

    def _pieces(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(member) as part:
                while piece := part.read(STEP):
                    yield piece
        except (*BROKEN, EOFError, RuntimeError, zlib.error) as error:
            raise self.refused(UNREADABLE, f"{member.filename}: {error}") from None
