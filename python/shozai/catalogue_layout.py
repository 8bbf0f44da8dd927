# SPDX-License-Identifier: Apache-2.0
"""The texts of formatting and linting documents: a key, the English text, the Japanese text."""


# fmt: off

TEXTS: dict[str, tuple[str, str]] = {
}

COUNTS: dict[str, tuple[str, str, str]] = {
}
