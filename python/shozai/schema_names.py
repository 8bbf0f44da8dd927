# SPDX-License-Identifier: Apache-2.0
"""The JSON Schemas that ship with the package, by name."""

from __future__ import annotations

from enum import StrEnum


class SchemaName(StrEnum):
    """What a schema is for."""

    policy = "policy"
    cases = "cases"
