# SPDX-License-Identifier: Apache-2.0
"""Which columns and aspects of a table count, and what is said of what cannot be read."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import shozai
from shozai.frames import problem_lines

from .table_rows import (
    COLUMNS,
    SMALL,
    expected_row,
    maker_policy,
    policy_of,
    rows_of,
    typed_faults,
)


def test_one_aspect_or_several_are_decided_in_the_order_asked_for() -> None:
    policy = policy_of(**SMALL)
    frame = pl.DataFrame({"part": ["drive"]})
    for aspects, found in {
        None: ("owner", "cost"),
        "cost": ("cost",),
        ("cost", "owner"): ("cost", "owner"),
        ("cost", "cost"): ("cost",),
    }.items():
        decided = policy.decide_table(frame, aspects=aspects)
        assert decided.aspects == found
        assert [c.aspect for c in decided.summary()] == list(found)
        assert pl.DataFrame(decided).columns == [f"{a}.{c}" for a in found for c in COLUMNS]
    with pytest.raises(KeyError, match="no aspect 'ownr'; it has owner, cost"):
        policy.decide_table(frame, aspects=["owner", "ownr"])


def test_a_table_may_call_its_columns_otherwise() -> None:
    policy = policy_of(**SMALL)
    frame = pl.DataFrame({"part": ["pump"], "部品": ["drive"], "memo": [None]})
    mapped = policy.decide_table(frame, columns={"part": "部品"})
    assert rows_of(mapped) == [expected_row(policy, {"part": "drive"})]
    assert mapped.ignored == ("part", "memo")
    assert policy.decide_table(frame).ignored == ("部品", "memo")
    decider = policy.decider(columns={"part": "部品"}, aspects="owner")
    for part in ("drive", "pump"):
        rows = rows_of(decider.decide(pl.DataFrame({"部品": [part]})))
        assert rows[0]["owner.rule"] == part[0].upper()


@pytest.mark.parametrize(
    ("columns", "headings", "code", "says"),
    [
        ({"prt": "部品"}, ["部品"], "SZ160", "no attribute `prt`"),
        ({"part": "型番"}, ["部品"], "SZ190", "column `型番` is missing"),
        ({"part": "部品"}, ["部品", "部品"], "SZ188", "`部品` stands twice"),
        ({}, ["part", "part"], "SZ188", "`part` stands twice"),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    columns: dict[str, str], headings: list[str], code: str, says: str
) -> None:
    frame = pa.Table.from_arrays([pa.array(["drive"])] * len(headings), headings)
    for decide in (
        lambda: policy_of(**SMALL).decide_table(frame, columns=columns),
        lambda: policy_of(**SMALL).decider(columns=columns).stream(frame),
    ):
        with pytest.raises(shozai.PolicyError, match=says) as caught:
            decide()
        assert [d.code for d in caught.value.diagnostics] == [code]


def test_attributes_without_a_column_are_unknown_and_that_is_said() -> None:
    maker = maker_policy()
    names = ["件名", "機種", "不具合区分"]
    decided = maker.decide_table(typed_faults().select(names))
    assert decided.ignored == ("件名",)
    assert decided.missing == tuple(
        a.name
        for a in maker.attributes
        if not a.derived and a.name not in ("product", "fault_class")
    )
    assert rows_of(decided)[0] == expected_row(
        maker, {"product": "AM-500V", "fault_class": "initial_defect"}
    )


@pytest.mark.parametrize("frame", [[{"part": "drive"}], {"part": ["drive"]}, "faults.csv", None, 7])
def test_what_is_no_table_is_refused_with_what_is_wanted(frame: Any) -> None:
    policy = policy_of(**SMALL)
    for decide in (policy.decide_table, policy.decider().stream):
        with pytest.raises(TypeError, match="DataFrame of polars or pandas") as caught:
            decide(frame)
        assert str(caught.value).endswith(f"found {type(frame).__name__}")


def test_a_column_is_no_table() -> None:
    for column in (pl.Series("part", ["drive"]), pa.chunked_array([["drive"]])):
        with pytest.raises(shozai.ArrowError, match="this is no table"):
            policy_of(**SMALL).decide_table(column)


def test_at_least_one_thread_works() -> None:
    with pytest.raises(ValueError, match="`threads` is 0"):
        policy_of(**SMALL).decide_table(pl.DataFrame({"part": ["drive"]}), threads=0)


# --- what cannot be read --------------------------------------------------------------------------

FINE: dict[str, Any] = {
    "attributes": {
        "part": {"type": "enum", "columns": ["部品"], "values": {"drive": {}, "ガイド": {}}},
        "severity": {"type": "int", "min": 1, "max": 5},
        "price": {"type": "decimal", "scale": 2, "min": "0.00", "max": "100.00"},
        "seen_at": {"type": "timestamp"},
        "seen_on": {"type": "date"},
        "serial": {"type": "string", "max_length": 4},
        "used": {"type": "duration"},
        "hot": {"type": "bool"},
        "double": {"type": "int", "min": 0, "max": 8, "derived": "severity + severity"},
    },
    "departments": {"maintenance": {}},
    "aspects": {"owner": {
        "interim": {"accountable": "maintenance"},
        "rules": [{"id": "G", "when": "part == 'ガイド' && hot && serial == 'ガ'", "because": "-",
                   "then": {"accountable": "maintenance"}}],
        "otherwise": {"id": "O", "then": {"accountable": "maintenance"}, "because": "-"},
    }},
}  # fmt: skip
NOON = dt.datetime(2026, 4, 1, 12)

# A column, its values with one that is wrong in the middle, the code, and what is said of it.
WRONG: list[Any] = [
    ("部品", ["drive", "drvie", None], "SZ162", "`drvie` (did you mean `drive`?)", "drvie"),
    ("部品", [None, 7, None], "SZ192", "type enum; a column of type int64", "int64 のため"),
    ("severity", [1, 9, 4], "SZ161", "`9` is outside 1 to 5", "`9`"),
    ("severity", [1.0, 2.5, 3.0], "SZ171", "`2.5` is finer", "`2.5`"),
    ("severity", [1.0, float("inf"), 3.0], "SZ161", "`inf` is outside", "`inf`"),
    ("severity", [1.0, float("nan"), 3.0], "SZ173", "`nan` is not a value", "`nan`"),
    ("severity", [None, "3", None], "SZ192", "type int; a column of type string", "string のため"),
    ("severity", pa.array([1, 2**64 - 1, 2], pa.uint64()), "SZ161", f"`{2**64 - 1}`", "範囲"),
    ("severity", [2, 5, 1], "SZ167", "is derived as 10, outside its range 0 to 8", "10"),
    ("price", [0.1, 0.125, None], "SZ171", "`0.125` is finer than the 2 fraction digits", "0.125"),
    ("price", [1, 101, None], "SZ161", "`101` is outside 0.00 to 100.00", "101"),
    ("price", [Decimal("1.5"), Decimal("1.505"), None], "SZ171", "`1.505` is finer", "1.505"),
    ("price", ["1.5", "1,5", None], "SZ173", "`1,5` is not a value", "`1,5`"),
    ("seen_at", [None, NOON, None], "SZ193", "have no time zone", "タイムゾーンがありません"),
    ("seen_at", [None, "2026-04-01T12:00:00", None], "SZ173", "2026-04-01T12:00:00", "`seen_at`"),
    ("seen_at", pa.array([1000, 1001, None], pa.timestamp("ns", "UTC")), "SZ173", "", "`seen_at`"),
    ("seen_on", [dt.datetime(2026, 4, 1), NOON, None], "SZ173", "", "`seen_on`"),
    ("seen_on", ["2026-04-01", "2026-02-30", None], "SZ173", "`2026-02-30`", "2026-02-30"),
    ("seen_on", [None, dt.date(2200, 1, 1), None], "SZ161", "`2200-01-01` is outside", "範囲"),
    ("serial", ["abcd", "abcde", None], "SZ175", "longer than 4 characters", "4"),
    ("serial", ["a", "a\n", None], "SZ172", "has a control character", "制御文字"),
    ("serial", [None, b"a", None], "SZ192", "binary", "binary"),
    ("used", [dt.timedelta(1), dt.timedelta(-1), None], "SZ161", "outside", "範囲"),
    ("used", [None, "3 days", None], "SZ173", "`3 days`", "`3 days`"),
    ("hot", [None, "true", None], "SZ192", "of type string", "string のため"),
    ("hot", [None, 1, None], "SZ192", "of type int64", "int64 のため"),
    ("hot", [None, [True], None], "SZ192", "list", "list"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "values", "code", "en", "ja"), WRONG)
def test_what_is_wrong_is_told_by_column_with_its_rows(
    heading: str, values: Any, code: str, en: str, ja: str
) -> None:
    policy = policy_of(**FINE)
    attribute = {"部品": "part", "severity": "double"}.get(heading, heading)
    attribute = heading if attribute == "double" and code != "SZ167" else attribute
    told = (attribute, "" if attribute == "double" else heading)
    column = values if isinstance(values, pa.Array) else pa.array(values)
    for array, rows in ((column, [1]), (pa.chunked_array([column, column[1:], column]), [1, 3, 6])):
        decided = policy.decide_table(pa.table({heading: array}), strict=False)
        (problem,) = decided.problems
        assert problem.diagnostic.code == code
        assert (problem.attribute, problem.heading) == told
        assert (problem.count, problem.rows) == (len(rows), rows)
        assert en in problem_lines([problem], "en")[0]
        assert ja in problem_lines([problem], "ja")[0]
        states = [row["owner.state"] for row in rows_of(decided)]
        assert [i for i, state in enumerate(states) if state == "invalid"] == rows
        assert repr(problem) == (
            f"TableProblem(attribute='{attribute}', code='{code}', count={len(rows)})"
        )


def test_a_text_that_is_not_utf8_is_wrong() -> None:
    bytes_ = pa.array([b"a", b"\xff\xfe", None])
    column = pa.StringArray.from_buffers(3, *bytes_.buffers()[1:], bytes_.buffers()[0])
    decided = policy_of(**FINE).decide_table(pa.table({"serial": column}), strict=False)
    (problem,) = decided.problems
    assert (problem.diagnostic.code, problem.rows) == ("SZ194", [1])
    assert "is not UTF-8" in problem_lines([problem], "en")[0]


def test_a_table_with_a_wrong_cell_is_refused_with_every_problem() -> None:
    frame = pl.DataFrame({"部品": ["x", "y", "x", "x"], "severity": [9, 1, 9, 8], "memo": [1] * 4})
    with pytest.raises(shozai.TableError) as caught:
        policy_of(**FINE).decide_table(frame)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).splitlines() == [
        "column `部品`: SZ162 `part` has no value `x` (3 cells; rows 0, 2, 3)",
        "column `部品`: SZ162 `part` has no value `y` (1 cell; rows 1)",
        "column `severity`: SZ161 `9` is outside 1 to 5, the range of `severity` "
        "(2 cells; rows 0, 2)",
        "column `severity`: SZ161 `8` is outside 1 to 5, the range of `severity` (1 cell; rows 3)",
    ]
    assert [(p.attribute, p.count, p.rows) for p in caught.value.problems] == [
        ("part", 3, [0, 2, 3]), ("part", 1, [1]), ("severity", 2, [0, 2]), ("severity", 1, [3]),
    ]  # fmt: skip


def test_problems_of_a_kind_are_told_apart_up_to_a_hundred_and_listed_up_to_twenty() -> None:
    frame = pl.DataFrame({"severity": [*range(10, 135), 9, 9]})
    decided = policy_of(**FINE).decide_table(frame, strict=False)
    frequent, *told, rest = decided.problems
    assert (frequent.count, frequent.rows, len(told)) == (2, [125, 126], 99)
    assert (rest.count, rest.diagnostic.arguments) == (26, [])
    assert problem_lines([rest], "en") == [
        "column `severity`: SZ161 other values that cannot be read "
        "(26 cells; rows 99, 100, 101, 102, 103)"
    ]
    assert "その他の読めない値" in problem_lines([rest], "ja")[0]
    lines = problem_lines(decided.problems, "ja")
    assert len(lines) == 21
    assert lines[-1] == "… ほか 指摘 81 件"


def test_only_the_first_rows_of_a_problem_are_listed_and_all_are_counted() -> None:
    frame = pl.DataFrame({"severity": [1, *[9] * 9_999]})
    for threads in (1, 3):
        decided = policy_of(**FINE).decide_table(frame, strict=False, threads=threads)
        assert [(p.count, p.rows) for p in decided.problems] == [(9_999, [1, 2, 3, 4, 5])]


def test_texts_out_of_normal_form_are_brought_there_and_counted() -> None:
    policy = policy_of(**FINE)
    nfd = {text: unicodedata.normalize("NFD", text) for text in ("ガイド", "ガ")}
    assert nfd["ガ"] == "カ\u3099"
    columns = {
        "部品": pa.array([nfd["ガイド"], "ガイド", nfd["ガイド"], None, "drive"]),
        "serial": pa.array([nfd["ガ"], "ガ", "カ", None, "ガ"], pa.string_view()),
        "hot": pa.array([True] * 5),
    }
    for threads in (1, 3):
        decided = policy.decide_table(pa.table(columns), threads=threads)
        rules = [row["owner.rule"] for row in rows_of(decided)]
        assert rules == ["G", "G", "O", None, "O"]
        assert decided.normalized == 3
    assert policy.decide_table(pa.table({"serial": ["ガ"]})).normalized == 0


def test_normal_form_is_counted_by_cell_in_dictionaries_too() -> None:
    texts = [unicodedata.normalize("NFD", "ガイド")] * 3 + [None]
    column = pa.chunked_array([texts, texts]).dictionary_encode()
    assert policy_of(**FINE).decide_table(pa.table({"部品": column})).normalized == 6


def test_a_notebook_shows_the_summary_and_what_to_know_of_columns() -> None:
    nfd = unicodedata.normalize("NFD", "ガイド")
    frame = pl.DataFrame({"部品": ["x", nfd], "severity": [1, 2], "<b>": [1, 2]})
    html = policy_of(**FINE).decide_table(frame, strict=False)._repr_html_()
    for part in ("not readable", "no value `x`", "seen_at", "&lt;b&gt;", "C: 1 cell", "2 rows"):
        assert part in html, part
    fine = policy_of(**SMALL).decide_table(pl.DataFrame({"part": ["drive"]}))._repr_html_()
    assert fine.count("<table>") == 1
