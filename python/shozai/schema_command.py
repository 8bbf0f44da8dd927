# SPDX-License-Identifier: Apache-2.0
"""The command `schema`: the JSON Schemas that ship with the package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .command_output import write_or_exit
from .schema_names import SchemaName
from .terminal import Screen

if TYPE_CHECKING:
    from .texts import Language

FOLDER = Path(__file__).with_name("schema")
WHAT_FOR = {SchemaName.policy: "schema.policy", SchemaName.cases: "schema.cases"}


def print_schema(name: SchemaName | None, out: Path | None, lang: Language) -> None:
    """Prints or writes a schema; without a name, says which there are."""
    if name is None:
        screen = Screen(lang)
        for each, key in WHAT_FOR.items():
            screen.field(each.value, screen.word(key))
        return
    schema = schema_text(name)
    if out is None:
        sys.stdout.write(schema)
    else:
        write_or_exit(out, schema, lang)


def schema_text(name: SchemaName) -> str:
    """The JSON Schema of policies or of files of cases."""
    return (FOLDER / f"{name.value}.schema.json").read_text(encoding="utf-8")
