# SPDX-License-Identifier: Apache-2.0
"""Findings as a SARIF 2.1.0 log, which editors and code review show at the line concerned."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .amounts import digits
from .kinds import KINDS
from .texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .check import CheckReport, ConcernedRule, Finding
    from .texts import Language

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif_of(report: CheckReport, document: str, lang: Language) -> dict[str, Any]:
    """The findings of a report as one run of a log.

    `document` is the path that stands for the policy document.
    """
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, document, lang).tree()]}


class _Run:
    def __init__(self, report: CheckReport, document: str, lang: Language) -> None:
        self._report = report
        self._document = document
        self._lang: Language = lang
        self._codes = sorted({finding.code for finding in report.findings})

    def tree(self) -> dict[str, Any]:
        from . import __version__

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
            # Columns are in characters, not in units of UTF-16; a lone CR ends a line, too.
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "invocations": [{"executionSuccessful": True}],
            "artifacts": [{"location": {"uri": uri}} for uri in sorted(self._files())],
            "results": [self._result(finding) for finding in self._report.findings],
            "properties": {
                "policy": self._report.policy.id,
                "policyVersion": self._report.policy.version,
                "policyHash": self._report.policy.hash,
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

    def _result(self, finding: Finding) -> dict[str, Any]:
        result = {
            "ruleId": finding.code,
            "ruleIndex": self._codes.index(finding.code),
            "level": finding.severity,
            "message": {"text": self._message(finding)},
            "locations": [self._location(finding)],
            "relatedLocations": list(self._related(finding)),
            "partialFingerprints": {"concern/v1": _concern(finding)},
            "properties": _properties(finding),
        }
        return {key: part for key, part in result.items() if part != []}

    def _message(self, finding: Finding) -> str:
        message, hint = finding.message(self._lang), finding.hint(self._lang)
        whole = text("hinted", self._lang, message=message, hint=hint) if hint else message
        return whole.replace("{", "{{").replace("}", "}}")  # which would be placeholders

    def _related(self, finding: Finding) -> Iterator[dict[str, Any]]:
        parts = [("sarif.rule", rule) for rule in finding.rules]
        parts += [("sarif.blocking", rule) for rule in finding.blocking]
        for number, (key, rule) in enumerate(parts):
            message = text(key, self._lang, rule=rule.id)
            yield {"id": number, **self._location(rule), "message": {"text": message}}

    def _location(self, place: Finding | ConcernedRule) -> dict[str, Any]:
        physical: dict[str, Any] = {"artifactLocation": {"uri": self._uri(place.file)}}
        if place.line is not None:
            physical["region"] = {"startLine": place.line, "startColumn": place.column or 1}
        location: dict[str, Any] = {"physicalLocation": physical}
        if place.pointer:
            logical = {"fullyQualifiedName": place.pointer, "kind": "value"}
            location["logicalLocations"] = [logical]
        return location

    def _uri(self, file: str) -> str:
        # Files that a document names lie in its folder; the document may go by its own name.
        path = PurePosixPath(self._document)
        whole = self._document if file in ("", path.name) else f"{self._folder()}{file}"
        return ("file://" if whole.startswith("/") else "") + quote(whole)

    def _folder(self) -> str:
        return self._document[: self._document.rfind("/") + 1]

    def _files(self) -> set[str]:
        found = self._report.findings
        files = {finding.file for finding in found}
        files |= {rule.file for finding in found for rule in (*finding.rules, *finding.blocking)}
        return {self._uri(file) for file in files | {""}}


def _concern(finding: Finding) -> str:
    """What a finding is about, whatever line it stands in and however it is worded."""
    parts = [finding.code, finding.aspect, finding.guarantee, finding.attribute, finding.value]
    rules = [rule.id for rule in finding.rules]
    return " ".join(part for part in [*parts, *rules, *finding.assumptions] if part)


def _properties(finding: Finding) -> dict[str, Any]:
    witness, region = finding.witness, finding.region
    properties = {
        "kind": finding.kind,
        "aspect": finding.aspect,
        "rules": [rule.id for rule in finding.rules],
        "blocking": [rule.id for rule in finding.blocking],
        "assumptions": list(finding.assumptions),
        "guarantee": finding.guarantee,
        "attribute": finding.attribute,
        "value": finding.value,
        "witness": None if witness is None else dict(witness.fault),
        "realised": None if witness is None else witness.realised,
        "conditions": None if region is None else list(region.conditions),
        "size": None if region is None else digits(region.size),
        "space": None if region is None else digits(region.space),
        "remainder": None if region is None else digits(region.remainder),
        "share": None if region is None else region.share,
    }
    return {key: part for key, part in properties.items() if part not in (None, [])}
