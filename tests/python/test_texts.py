# SPDX-License-Identifier: Apache-2.0
"""Every text is there in both languages, and no text is there for nothing."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import shozai
from shozai import texts
from shozai.texts import COUNTS, TEXTS

SOURCES = [
    p for p in Path(shozai.__file__).parent.rglob("*.py") if not p.name.startswith("catalogue")
]

REPORT_BUILDS = (
    "report.means.",
    "report.hit.",
    "report.effective_",
    "cond.true",
    "cond.false",
    "report.definitions_is",
    "report.attributes_is",
)


def fields(pattern: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_put_in_the_same(key: str) -> None:
    english, japanese = TEXTS[key]
    assert english
    assert japanese
    assert fields(english) == fields(japanese)


@pytest.mark.parametrize("key", TEXTS)
def test_english_has_no_japanese_letters_and_japanese_is_not_english(key: str) -> None:
    english, japanese = TEXTS[key]
    letters = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
    assert not letters.search(english)
    bare = re.sub(r"\{\w+\}", "", japanese)
    assert letters.search(bare) or not re.search("[a-z]{4}", bare)


@pytest.mark.parametrize("noun", COUNTS)
def test_counts_are_there_in_all_three_forms(noun: str) -> None:
    assert [fields(form) for form in COUNTS[noun]] == [{"n"}] * 3
    assert texts.count(noun, 1, "en") != texts.count(noun, 2, "en")


def test_every_text_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    used = set(re.findall(r"""["']([a-z_.]+)["']""", code))
    built = ("state.", "role.", "demo.pwf", "demo.osf", "demo.hdf", *REPORT_BUILDS)
    states = {"decided", "undetermined", "gap", "conflict", "impossible"}
    unused = {key for key in TEXTS if not key.startswith(built)} - used - states
    assert unused == set()
    assert set(COUNTS) - used == set()


def test_every_state_and_role_has_a_text() -> None:
    for state in ("decided", "undetermined", "gap", "conflict", "impossible"):
        assert state in TEXTS
        assert f"state.{state}" in TEXTS
    for role in ("decides", "may_decide", "overridden", "adds"):
        assert f"role.{role}" in TEXTS


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "ja_JP"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": ""}, "ja"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], expected: str) -> None:
    assert texts.default_language(environment) == expected


@pytest.mark.parametrize(
    ("iso", "english", "japanese"),
    [
        ("P3D", "3 days", "3日"),
        ("PT1H", "1 hour", "1時間"),
        ("P1DT12H", "1 day 12 hours", "1日12時間"),
        ("PT90M", "90 minutes", "90分"),
        ("PT0.5S", "PT0.5S", "PT0.5S"),
    ],
)
def test_durations_are_said_in_words(iso: str, english: str, japanese: str) -> None:
    assert (texts.duration(iso, "en"), texts.duration(iso, "ja")) == (english, japanese)
