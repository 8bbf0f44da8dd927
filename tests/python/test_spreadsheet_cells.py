# SPDX-License-Identifier: Apache-2.0
"""Cells as people in Japanese offices write them, in the form that the loader reads."""

from __future__ import annotations

import pytest

from shozai.spreadsheet import people_cells
from shozai.spreadsheet.characters import likeness, on_keyboard, tidy
from shozai.spreadsheet.conditions import condition
from shozai.spreadsheet.dates import iso_date
from shozai.spreadsheet.findings import UnclearError, grouped
from shozai.spreadsheet.grid import Grid
from shozai.spreadsheet.rule_sheet import rules_as_csv
from shozai.spreadsheet.value_sheet import value
from shozai.spreadsheet.vocabulary import Vocabulary

WORDS = Vocabulary(
    {
        "attributes": {
            "fault": {
                "type": "enum",
                "columns": ["不具合区分"],
                "values": {
                    "initial_defect": {"ja": "初期不良", "en": "initial defect"},
                    "wear": {"ja": "消耗・摩耗"},
                    "misuse": {"ja": "誤使用"},
                    "rank_a": {"ja": "A（重点）"},
                    "asia": {"en": "Sales, Asia"},
                    "all": {"ja": "全機種", "children": {"AL-200": {}, "AL-300Y": {}}},
                },
            },
            "days": {"type": "int", "unit": "d", "label": {"ja": "納入後日数"}},
            "hours": {"type": "int", "unit": "h", "optional": True},
            "cost": {"type": "decimal", "scale": 2, "unit": "JPY"},
            "on": {"type": "date"},
            "contract": {"type": "bool"},
            "meter": {"type": "bool", "optional": True},
            "serial": {"type": "string"},
            "rank": {"type": "enum", "optional": True, "values": {"no_rank": {"ja": "なし"}}},
            "pair": {
                "type": "enum",
                "values": {"a": {"ja": "消耗"}, "b": {"ja": "摩耗"}, "ab": {"ja": "消耗・摩耗"}},
            },
        },
        "departments": {
            "sales": {"label": {"ja": "営業部", "en": "Sales"}},
            "service": {"label": "メンテナンス部"},
            "plant_2": {"label": {"ja": "製造2課"}},
            "north": {"label": {"ja": "支店"}},
            "south": {"label": {"ja": "支店"}},
        },
        "parties": {"customer": {"label": {"ja": "お客様"}}},
    }
)


def read(attribute: str, cell: str) -> str:
    found = WORDS.column(attribute)
    assert found is not None
    return condition(cell, found[1])


def unclear(attribute: str, cell: str) -> UnclearError:
    with pytest.raises(UnclearError) as caught:
        read(attribute, cell)
    return caught.value


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5", "5"),
        ("５", "5"),
        (" 5\u3000", "5"),
        ("−５", "-5"),
        ("5以上", ">= 5"),
        ("５ 以下", "<= 5"),
        ("5未満", "< 5"),
        ("5超", "> 5"),
        ("5を超える", "> 5"),
        ("365日以内", "<= 365"),
        ("30日", "30"),
        ("1〜5", "[1..5]"),
        ("1～5", "[1..5]"),
        ("１~５日", "[1..5]"),
        ("1日〜5日未満", "[1..5)"),
        ("〜5", "<= 5"),
        ("5〜", ">= 5"),
        ("1から5まで", "[1..5]"),
        ("1以上5未満", "[1..5)"),
        ("1超 5以下", "(1..5]"),
        ("≦５", "<=5"),
        ("＞5", ">5"),
        ("＝5", "5"),
        ("≠5", "not(5)"),
        ("5以外", "not(5)"),
        ("1、3，5", "1, 3,5"),
        ("1;3", "1, 3"),
        ("5未満、10以上", "< 5, >= 10"),
        ("［１．．５）", "[1..5)"),
        ("ｎｏｔ（５）", "not(5)"),
        ("not(1〜5)", "not([1..5])"),
        ("4,000", "4000"),
        ("４，０００", "4000"),
        ("12,500日以上", ">= 12500"),
        ("1,500〜2,500", "[1500..2500]"),
        ("100、200", "100, 200"),
        ("100, 200", "100, 200"),
        ("－", "-"),
        ("ー", "-"),
        ("問わない", "-"),
        ("", ""),
        ("\u3000", ""),
    ],
)
def test_numbers_and_their_bounds_are_read(cell: str, expected: str) -> None:
    assert read("days", cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "-",
        "5",
        "<= 365",
        ">=5",
        "[1..5)",
        "not(1, 2)",
        "1,2",
        "< 5, >= 10",
        "null",
        "1-5",
        "５年".encode().decode(),
    ],
)
def test_what_the_loader_reads_or_must_refuse_stays(cell: str) -> None:
    assert read("days", cell) == on_keyboard(cell)


@pytest.mark.parametrize(
    ("cell", "one", "other"),
    [
        ("12,500", "`12500`", "`12, 500`"),
        (">= 12,500", "`12500`", "`12, 500`"),
        ("1以上、5未満", "`[1..5)`", "`>= 1, < 5`"),
        ("≧1、＜5", "`[1..5)`", "`>= 1, < 5`"),
        ("3・5", "`3.5`", "`3, 5`"),
        ("1、2以外", "`not(1, 2)`", "`1, not(2)`"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_not_guessed(
    cell: str, one: str, other: str
) -> None:
    error = unclear("days", cell)
    assert error.code == "SZ841"
    assert error.arguments[1:] == [one, other]


def test_a_unit_is_dropped_only_if_it_is_the_attribute_s() -> None:
    assert read("cost", "¥5,000円") == read("cost", "￥５，０００") == "5000"
    assert read("cost", "12.50円以上") == ">= 12.50"
    assert read("cost", "5万円以上") == ">= 5万円"
    assert read("hours", "4,000時間超") == "> 4000"
    assert read("hours", "5日") == "5日"


def test_none_is_meant_only_where_an_attribute_may_be_none() -> None:
    assert read("hours", "なし") == "null"
    assert read("hours", "該当なし") == "null"
    assert read("days", "なし") == "なし"
    assert read("contract", "なし") == "false"
    assert unclear("meter", "なし").arguments == ["なし", "`null`", "`false`"]
    assert unclear("rank", "なし").arguments == ["なし", "`null`", "`no_rank`"]


@pytest.mark.parametrize("cell", ["〃", "同上", "々"])
def test_a_ditto_mark_is_refused(cell: str) -> None:
    assert unclear("days", cell).code == "SZ846"


# --- the values of an enum, and others -----------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("initial_defect", "initial_defect"),
        ("初期不良", "初期不良"),
        ("初期 不良", "初期不良"),
        ("初期不良、誤使用", "初期不良, 誤使用"),
        ("初期不良，誤使用", "初期不良,誤使用"),
        ("初期不良・誤使用", "初期不良, 誤使用"),
        ("初期不良または誤使用", "初期不良, 誤使用"),
        ("初期不良\n誤使用", "初期不良, 誤使用"),
        ("消耗・摩耗", "消耗・摩耗"),
        ("消耗･摩耗", "消耗・摩耗"),
        ("誤使用以外", "not(誤使用)"),
        ("≠誤使用", "not(誤使用)"),
        ("not（誤使用、消耗・摩耗）", "not(誤使用, 消耗・摩耗)"),
        ("Ａ(重点)", "A（重点）"),
        ("ＡＬ－２００", "AL-200"),
        ("within(全機種)", "within(全機種)"),
        ("ｗｉｔｈｉｎ（全機種）", "within(全機種)"),
        ("Sales, Asia", "'Sales, Asia'"),
        ("'Sales, Asia', wear", "'Sales, Asia', wear"),
        ("unknown、misuse", "unknown, misuse"),
        ("－", "-"),
    ],
)
def test_values_are_found_by_id_or_label_however_wide(cell: str, expected: str) -> None:
    assert read("fault", cell) == expected


def test_a_label_that_could_be_a_list_of_others_is_not_guessed() -> None:
    assert unclear("pair", "消耗・摩耗").arguments == ["消耗・摩耗", "`消耗・摩耗`", "`消耗, 摩耗`"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("○", "true"),
        ("×", "false"),
        ("ＴＲＵＥ", "true"),
        ("有", "true"),
        ("はい", "true"),
        ("1", "1"),
    ],
)
def test_yes_and_no_are_read(cell: str, expected: str) -> None:
    assert read("contract", cell) == expected


def test_a_text_stays_as_it_is_but_for_blanks_and_normal_form() -> None:
    assert read("serial", " ＡＢ、１２ ") == "ＡＢ、１２"
    assert read("serial", "か\u3099") == "が"
    assert unclear("serial", "－").code == "SZ841"


# --- days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "2026年4月1日", "２０２６年４月１日", "令和8年4月1日", "令和８年 ４月 １日", "㋿8年4月1日",
        "R8.4.1", "r8/4/1", "Ｒ８．４．１", "2026/4/1", "2026/04/01", "2026-4-1", "2026.4.1",
        "2026年4月1日(水)",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_common_form(cell: str) -> None:
    assert iso_date(cell) == "2026-04-01"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("昭和64年1月7日", "1989-01-07"),
        ("S1.12.25", "1926-12-25"),
        ("大正15年12月24日", "1926-12-24"),
        ("明治45年7月29日", "1912-07-29"),
    ],
)
def test_eras_begin_and_end_on_their_days(cell: str, expected: str) -> None:
    assert iso_date(cell) == expected


@pytest.mark.parametrize(
    "cell", ["令和元年4月30日", "平成31年5月1日", "2026年2月30日", "2026/13/1", "R0.4.1", "4月1日"]
)
def test_a_day_that_there_is_not_is_refused(cell: str) -> None:
    with pytest.raises(UnclearError) as caught:
        iso_date(cell)
    assert caught.value.code == "SZ845"


def test_a_day_with_a_short_year_is_not_guessed() -> None:
    with pytest.raises(UnclearError) as caught:
        iso_date("4/1/26")
    assert (caught.value.code, caught.value.arguments[0]) == ("SZ841", "4/1/26")


def test_bounds_of_days_are_read() -> None:
    assert read("on", "2026年4月1日以降") == ">= 2026-04-01"
    assert read("on", "R8.4.1〜R8.4.30") == "[2026-04-01..2026-04-30]"
    assert read("on", "2026/4/1より前") == "< 2026-04-01"
    assert read("on", "> 2026-04-01") == "> 2026-04-01"


# --- people --------------------------------------------------------------------------------------


def test_people_are_found_by_label() -> None:
    people = WORDS.people
    assert people_cells.person("メンテナンス部", people) == "メンテナンス部"
    assert people_cells.person("ﾒﾝﾃﾅﾝｽ部", people) == "メンテナンス部"
    assert people_cells.persons("営業部・メンテナンス部", people) == "営業部, メンテナンス部"
    assert people_cells.persons("sales, service", people) == "sales, service"
    assert people_cells.persons("なし", people) == ""
    assert people_cells.persons("somebody", people) == "somebody"
    with pytest.raises(UnclearError) as caught:
        people_cells.person("支店", people)
    assert caught.value.arguments == ["支店", "north, south"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("営業部 70, お客様 30", "営業部 70, お客様 30"),
        ("営業部７０％、お客様３０％", "営業部 70, お客様 30"),
        ("営業部：70、お客様：30", "営業部 70, お客様 30"),
        ("製造2課100", "製造2課 100"),
        ("製造2課", "製造2課"),
        ("営業部", "営業部"),
        ("－", ""),
    ],
)
def test_shares_are_read_with_or_without_a_percent_sign(cell: str, expected: str) -> None:
    assert people_cells.shares(cell, WORDS.people) == expected


# --- values of a table of cases ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("５", "5"),
        ("ＡＬ－２００", "AL-200"),
        ("1〜5", "1〜5"),
        ("A（重点）", "A（重点）"),
        ("令和8年4月1日", "2026-04-01"),
        ("2026.4.1", "2026.4.1"),
        ("S1-2-3", "S1-2-3"),
        (" 初期不良 ", "初期不良"),
    ],
)
def test_values_are_tidied_but_not_interpreted(cell: str, expected: str) -> None:
    assert value(cell) == expected


# --- whole tables --------------------------------------------------------------------------------


def table(*rows: list[str], sheet: str = "S") -> Grid:
    return Grid("t.xlsx", sheet, dict(enumerate(rows, start=1)))


def test_every_change_is_said_with_its_place() -> None:
    read_table = rules_as_csv(
        table(
            ["規則番号", "納入後日数", "責任部門", "理由"],
            ["Ｃ－１", "５日以上", "営業部", "理由、です。"],
        ),
        WORDS,
    )
    assert read_table.text == "規則番号,納入後日数,責任部門,理由\nC-1,>= 5,営業部,理由、です。\n"
    said = [(d.code, d.level, d.file, d.sheet, d.cell, d.arguments) for d in read_table.notes]
    assert said == [
        ("SZ850", "note", "t.xlsx", "S", (2, 1), ["Ｃ－１", "C-1"]),
        ("SZ852", "note", "t.xlsx", "S", (2, 2), ["５日以上", ">= 5"]),
    ]


def test_headings_are_found_in_both_languages_however_wide() -> None:
    headings = ["ｉｄ", "不具合 区分", "責任部門", "理由(英語)", "注記２（日本語）", "見直し期限"]
    text = rules_as_csv(table(headings), WORDS).text
    assert text == "id,不具合区分,責任部門,理由（英語）,注記2（日本語）,見直し期限\n"


def test_many_notes_that_are_alike_are_grouped() -> None:
    rows = [[f"C-{n}", f"{n}日以上", "sales", "b"] for n in range(1, 31)]
    notes = rules_as_csv(table(["id", "days", "accountable", "because"], *rows), WORDS).notes
    assert [(d.code, d.cell) for d in notes] == [
        ("SZ852", (2, 2)),
        ("SZ852", (3, 2)),
        ("SZ856", (4, 2)),
    ]
    assert notes[-1].arguments == ["28"]
    assert grouped(notes) == notes


def test_free_texts_are_only_trimmed() -> None:
    row = ["C-1", "5", "sales", "　５日〜１０日、なし\n（〃）　"]
    text = rules_as_csv(table(["id", "days", "accountable", "because"], row), WORDS).text
    assert text.splitlines()[1] == "C-1,5,sales,５日〜１０日、なし （〃）"


def test_an_apostrophe_guards_a_text_in_csv_only() -> None:
    rows = (["id", "accountable", "because"], ["C-1", "sales", "'=SUM(A1)"])
    assert "'=SUM" in rules_as_csv(table(*rows), WORDS).text
    assert "'=SUM" not in rules_as_csv(table(*rows, sheet=""), WORDS).text


def test_likeness_ignores_width_blanks_dashes_and_waves() -> None:
    assert likeness("Ａ（重点） 〜") == likeness("A(重点)～")
    assert tidy(" \u3000a\r\nb\u200b ") == "a b"
