# SPDX-License-Identifier: Apache-2.0
"""The texts of testing policies: cases, coverage, mutants: a key, the English text, the Japanese text."""

# ruff: noqa: E501 - a text is easier to compare with its translation on one line
# fmt: off

TEXTS: dict[str, tuple[str, str]] = {
}

COUNTS: dict[str, tuple[str, str, str]] = {
}
