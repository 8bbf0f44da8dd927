# SPDX-License-Identifier: Apache-2.0
"""Coverage in the terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from shozai.show_coverage import show_coverage
from shozai.terminal import Screen
from shozai.texts import LANGUAGES

from .coverage_sample import MAKER_CASES, item, maker_coverage, sample, sample_tree

if TYPE_CHECKING:
    from shozai.coverage import Coverage
    from shozai.texts import Language


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def shown(coverage: Coverage, lang: Language, most: int = 50) -> list[str]:
    stream = io.StringIO()
    show_coverage(Screen(lang, stream), coverage, most=most)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


def test_the_table_then_what_is_missing() -> None:
    assert shown(sample(), "en") == [
        "Coverage of plant-faults 3 by 25 cases",
        "                   covered  of   share  cannot occur",
        "  rules                  2   2    100%             1",
        "  table rows             1   3  33.33%             0",
        "  overrides              1   2  50.00%             0",
        "  cells                  2   2    100%             0",
        "  boundary values        1   2  50.00%             0",
        "  together               7  11  63.64%             1",
        "",
        "Not covered: cause",
        "  overrides        R-2 before all other rules  policy.json:12",
        "",
        "Not covered: cost",
        "  table rows       C-2  cost.csv:3",
        "                   C-9  rules.xlsx#費用:7",
        "",
        "Not covered: days",
        "  boundary values  91 (the first after the threshold)  policy.json:7",
        "",
        "7 of 11 covered: 63.64%",
    ]


def test_the_same_in_japanese() -> None:
    lines = shown(sample(), "ja")
    assert lines[0] == "plant-faults 3 の網羅率（事例 25 件）"
    assert "  優先関係         R-2 が他のすべての規則に優先  policy.json:12" in lines
    assert lines[-1] == "11 件中 7 件を確認済み：63.64%"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_labels_stand_for_ids_and_eighty_columns_are_enough(lang: Language) -> None:
    coverage = maker_coverage(MAKER_CASES)
    lines = shown(coverage, lang, most=1_000)
    assert max(map(cell_len, lines)) <= 80
    label = {"en": "Not covered: days since delivery (d)", "ja": "未確認：納入後日数 (d)"}[lang]
    assert label in lines
    assert not any("days_since_delivery" in line for line in lines)


def test_what_is_too_much_is_counted() -> None:
    lines = shown(sample(), "en", most=1)
    assert "  overrides        R-2 before all other rules  policy.json:12" in lines
    assert "… and 3 things more" in lines
    assert not any("C-9" in line for line in lines)


def test_nothing_missing_is_said() -> None:
    tree = sample_tree()
    tree["items"] = [item("rule", 9, 1, aspect="cause", rule="R-1")]
    lines = shown(sample(tree), "en")
    assert lines[-1] == "Everything that a fault can exercise is covered."
    assert "cannot occur" not in lines[1]
    assert not any("Not covered" in line for line in lines)


def test_a_policy_cannot_steer_the_terminal() -> None:
    tree = sample_tree()
    tree["items"] = [item("rule", 9, aspect="[bold]\x1b[31m", rule="R\x1b]0;x\x07")]
    text = "\n".join(shown(sample(tree), "en"))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[bold]" in text
