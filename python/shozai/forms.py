# SPDX-License-Identifier: Apache-2.0
"""What options of the command line can be set to, where they are a choice of words."""

from __future__ import annotations

from enum import StrEnum


class Lang(StrEnum):
    """Languages, as `--lang` names them."""

    en = "en"
    ja = "ja"


class ValidateFormat(StrEnum):
    """Forms of findings."""

    text = "text"
    json = "json"


class AskFormat(StrEnum):
    """Forms of questions."""

    text = "text"
    json = "json"


class DrawFormat(StrEnum):
    """Forms of drawings."""

    svg = "svg"
    mermaid = "mermaid"
    dot = "dot"


class DrawBy(StrEnum):
    """What a drawing tells apart."""

    owner = "owner"
    rule = "rule"


class DecideFormat(StrEnum):
    """Forms of decisions."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class CheckFormat(StrEnum):
    """Forms of what checking finds."""

    text = "text"
    json = "json"
    sarif = "sarif"


class TextOrJson(StrEnum):
    """Forms of differences and of what is to be asked."""

    text = "text"
    json = "json"


class DiffOnly(StrEnum):
    """Which differences count."""

    assignment = "assignment"


class OrgDrawFormat(StrEnum):
    """Forms of drawings of organizations."""

    svg = "svg"
    mermaid = "mermaid"


class OrgGraphFormat(StrEnum):
    """Forms of graphs of organizations."""

    json = "json"
    graphml = "graphml"
    mermaid = "mermaid"
