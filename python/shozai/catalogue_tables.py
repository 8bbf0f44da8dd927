# SPDX-License-Identifier: Apache-2.0
"""The texts of importing and exporting tables: a key, the English text, the Japanese text."""


# fmt: off

TEXTS: dict[str, tuple[str, str]] = {
}

COUNTS: dict[str, tuple[str, str, str]] = {
}
