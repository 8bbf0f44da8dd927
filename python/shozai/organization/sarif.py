# SPDX-License-Identifier: Apache-2.0
"""What checking an organization found as a SARIF 2.1.0 log."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..sarif import SCHEMA
from ..texts import text
from .kinds import KINDS
from .moments import iso_duration

if TYPE_CHECKING:
    from ..texts import Language
    from .report import OrganizationFinding, OrganizationReport


def sarif_of(report: OrganizationReport, document: str, lang: Language) -> dict[str, Any]:
    """The findings of a report as one run of a log.

    `document` is the path that stands for the document.
    """
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, document, lang).tree()]}


class _Run:
    def __init__(self, report: OrganizationReport, document: str, lang: Language) -> None:
        self._report = report
        self._document = document
        self._lang: Language = lang
        self._codes = sorted({finding.code for finding in report.findings})

    def tree(self) -> dict[str, Any]:
        from .. import __version__

        files = {self._uri(file) for file in {f.file for f in self._report.findings} | {""}}
        return {
            "tool": {
                "driver": {
                    "name": "shozai",
                    "version": __version__,
                    "language": self._lang,
                    "rules": [self._rule(code) for code in self._codes],
                }
            },
            "language": self._lang,
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "invocations": [{"executionSuccessful": True}],
            "artifacts": [{"location": {"uri": uri}} for uri in sorted(files)],
            "results": [self._result(finding) for finding in self._report.findings],
            "properties": {
                "start": self._report.start.isoformat(),
                "until": self._report.until.isoformat(),
                "clean": self._report.clean,
            },
        }

    def _rule(self, code: str) -> dict[str, Any]:
        kind = KINDS[code]
        other: Language = "ja" if self._lang == "en" else "en"
        both = [kind.means(lang) for lang in (self._lang, other)]
        return {
            "id": code,
            "name": "".join(part.title() for part in kind.kind.split("_")),
            "shortDescription": {"text": kind.name(self._lang)},
            "fullDescription": {"text": both[0]},
            "help": {"text": "\n".join(both)},
            "defaultConfiguration": {"level": kind.severity},
        }

    def _result(self, finding: OrganizationFinding) -> dict[str, Any]:
        concern = [finding.code, finding.pointer, *finding.path, *finding.people]
        return {
            "ruleId": finding.code,
            "ruleIndex": self._codes.index(finding.code),
            "level": finding.severity,
            "message": {"text": self._message(finding)},
            "locations": [self._location(finding)],
            "partialFingerprints": {"concern/v1": " ".join(part for part in concern if part)},
            "properties": _properties(finding),
        }

    def _message(self, finding: OrganizationFinding) -> str:
        message, hint = finding.message(self._lang), finding.hint(self._lang)
        whole = text("hinted", self._lang, message=message, hint=hint) if hint else message
        return whole.replace("{", "{{").replace("}", "}}")  # which would be placeholders

    def _location(self, finding: OrganizationFinding) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": {"uri": self._uri(finding.file)}}
        if finding.line is not None:
            region = {"startLine": finding.line, "startColumn": finding.column or 1}
            physical["region"] = region
        location: dict[str, Any] = {"physicalLocation": physical}
        if finding.pointer:
            logical = {"fullyQualifiedName": finding.pointer, "kind": "value"}
            location["logicalLocations"] = [logical]
        return location

    def _uri(self, file: str) -> str:
        # Files that a document names lie in its folder; the document may go by its own name.
        path = PurePosixPath(self._document)
        folder = self._document[: self._document.rfind("/") + 1]
        whole = self._document if file in ("", path.name) else f"{folder}{file}"
        return ("file://" if whole.startswith("/") else "") + quote(whole)


def _properties(finding: OrganizationFinding) -> dict[str, Any]:
    properties = {
        "kind": finding.kind,
        "path": list(finding.path),
        "at": None if finding.at is None else finding.at.isoformat(),
        "until": None if finding.until is None else finding.until.isoformat(),
        "duration": None if finding.duration is None else iso_duration(finding.duration),
        "people": list(finding.people),
    }
    return {key: part for key, part in properties.items() if part not in (None, [])}
