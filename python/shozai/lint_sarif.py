# SPDX-License-Identifier: Apache-2.0
"""What linting found in several documents as one SARIF 2.1.0 log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .check_command import _seen_from_here
from .sarif import SCHEMA, sarif_of
from .texts import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ._core import Diagnostic
    from .lint import LintedFile
    from .texts import Language


def sarif_of_lint(files: Sequence[LintedFile], lang: Language) -> dict[str, Any]:
    """The errors and warnings as one run of a log; paths are relative to the current folder."""
    from . import __version__

    rules: dict[str, dict[str, Any]] = {}
    results: list[dict[str, Any]] = []
    for file in files:
        document = _seen_from_here(file.path)
        for finding in file.findings:
            rules.setdefault(finding.code, {"id": finding.code})
            results.append(_result(finding, document, lang))
        if file.report is not None:
            run = sarif_of(file.report, document, lang)["runs"][0]
            rules |= {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
            results += [result for result in run["results"] if result["level"] != "note"]
    used = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = used.index(result["ruleId"])
    driver = {
        "name": "shozai",
        "version": __version__,
        "language": lang,
        "rules": [rules[code] for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [{"executionSuccessful": True}],
        "artifacts": [{"location": {"uri": uri}} for uri in sorted(set(_places(results)))],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(finding: Diagnostic, document: str, lang: Language) -> dict[str, Any]:
    message, hint = finding.message(lang), finding.hint(lang)
    whole = text("hinted", lang, message=message, hint=hint) if hint else message
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(document, finding.file)}}
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line, "startColumn": finding.column or 1}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.pointer:
        logical = {"fullyQualifiedName": finding.pointer, "kind": "value"}
        location["logicalLocations"] = [logical]
    return {
        "ruleId": finding.code,
        "level": finding.level,
        "message": {"text": whole.replace("{", "{{").replace("}", "}}")},  # no placeholders
        "locations": [location],
        "partialFingerprints": {"concern/v1": " ".join([finding.code, *finding.arguments])},
    }


def _uri(document: str, file: str) -> str:
    folder, _slash, name = document.rpartition("/")
    whole = document if file in ("", name, document) else f"{folder}/{file}".lstrip("/")
    return ("file://" if document.startswith("/") else "") + quote(whole)


def _places(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    for result in results:
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            yield location["physicalLocation"]["artifactLocation"]["uri"]
