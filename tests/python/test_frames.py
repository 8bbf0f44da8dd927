# SPDX-License-Identifier: Apache-2.0
"""Whole data frames are decided, row by row, as `decide` decides each row."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import shozai

from .oracle import random_fault, random_policy
from .table_rows import expected_row, policy_of, rows_of, telling_policy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# --- one column in every layout -------------------------------------------------------------------

LONG = "主軸の異音、長い文字列、十二バイトより長い"
TOKYO = dt.timezone(dt.timedelta(hours=9))
NOON = dt.datetime(2026, 4, 1, 12, 0, 1, tzinfo=TOKYO)
INDICES = [pa.int8(), pa.int16(), pa.int32(), pa.int64()]
INDICES += [pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]
TEXTS = [pa.string(), pa.large_string(), pa.string_view()]
TEXT_LAYOUTS = TEXTS + [pa.dictionary(index, text) for index in INDICES for text in TEXTS]
MOMENTS = [pa.timestamp(unit, zone) for unit in ("s", "ms", "us", "ns") for zone in ("UTC", "+05:30", "Asia/Tokyo")]  # fmt: skip # noqa: E501
DURATIONS = [pa.duration(unit) for unit in ("s", "ms", "us", "ns")]
DECIMALS = [pa.decimal32(9, 2), pa.decimal64(18, 3), pa.decimal128(38, 2), pa.decimal256(76, 5)]

# Of an attribute: its type, what is known in the rows, and the layouts these come in.
LAYOUTS: dict[str, tuple[dict[str, Any], list[Any], list[Any]]] = {
    "enum": (
        {"type": "enum", "values": {"pump": {}, LONG: {}, "a": {}, "主軸": {}}},
        ["pump", LONG, "主軸", "a"],
        TEXT_LAYOUTS,
    ),
    "string": ({"type": "string"}, ["", "a", LONG, "it's", "a text of plain ASCII"], TEXT_LAYOUTS),
    "bool": (
        {"type": "bool"},
        [True, False],
        [pa.bool_(), pa.dictionary(pa.int8(), pa.bool_())],
    ),
    "int": (
        {"type": "int", "min": -3, "max": 120},
        [1, 0, 120, 5],
        [
            *INDICES,
            pa.float16(),
            pa.float32(),
            pa.float64(),
            *DECIMALS,
            pa.dictionary(pa.int8(), pa.int64()),
        ],
    ),
    "big int": (
        {"type": "int"},
        [2**62, 2**53 + 1, 0, 2**63 - 1],
        [pa.int64(), pa.uint64(), pa.decimal128(19, 0), pa.dictionary(pa.uint8(), pa.int64())],
    ),
    "decimal": (
        {"type": "decimal", "scale": 2},
        [Decimal("12.50"), Decimal("-0.01"), Decimal("0.00"), Decimal("999.99")],
        [*DECIMALS, pa.float32(), pa.float64(), pa.dictionary(pa.int8(), pa.decimal128(10, 2))],
    ),
    "whole decimal": (
        {"type": "decimal", "scale": 2},
        [Decimal(12), Decimal(0), Decimal(-1)],
        [pa.int8(), pa.int64(), pa.float16(), pa.decimal128(5, 0), pa.decimal128(9, 4)],
    ),
    "decimal as text": ({"type": "decimal", "scale": 2}, ["12.50", "-0.01", "3"], TEXT_LAYOUTS),
    "date": (
        {"type": "date"},
        [dt.date(2026, 4, 1), dt.date(1900, 1, 1), dt.date(2199, 12, 31)],
        [
            pa.date32(),
            pa.date64(),
            pa.timestamp("s"),
            pa.timestamp("us"),
            pa.dictionary(pa.int16(), pa.date32()),
        ],
    ),
    "date as text": ({"type": "date"}, ["2026-04-01", "1999-12-31"], TEXT_LAYOUTS),
    "timestamp": (
        {"type": "timestamp"},
        [NOON, NOON - dt.timedelta(days=365), dt.datetime(1969, 7, 20, tzinfo=dt.UTC)],
        [*MOMENTS, pa.dictionary(pa.int32(), pa.timestamp("us", "UTC"))],
    ),
    "timestamp as text": (
        {"type": "timestamp"},
        ["2026-04-01T12:00:01+09:00", "2026-04-01T03:00:02Z"],
        TEXT_LAYOUTS,
    ),
    "duration": (
        {"type": "duration"},
        [dt.timedelta(0), dt.timedelta(days=3, seconds=1)],
        [*DURATIONS, pa.dictionary(pa.int64(), pa.duration("ms"))],
    ),
    "duration as text": ({"type": "duration"}, ["PT0S", "P3DT1S"], TEXT_LAYOUTS),
}


def arrow_array(values: Sequence[Any], layout: Any) -> Any:
    """An array of any layout; pyarrow itself does not convert to all of them."""
    if pa.types.is_dictionary(layout):
        entries = list(dict.fromkeys(v for v in values if v is not None))
        places = [None if v is None else entries.index(v) for v in values]
        return pa.DictionaryArray.from_arrays(
            pa.array(places, layout.index_type), arrow_array(entries, layout.value_type)
        )
    if pa.types.is_floating(layout):
        return pa.array([None if v is None else float(v) for v in values], pa.float64()).cast(
            layout
        )
    if pa.types.is_decimal(layout):
        numbers = [None if v is None else Decimal(v) for v in values]
        return pa.array(numbers, pa.decimal256(76, 5)).cast(layout)
    if pa.types.is_timestamp(layout) and layout.tz is None:
        return pa.array(values, pa.date32()).cast(layout)
    if pa.types.is_integer(layout):
        return pa.array([None if v is None else int(v) for v in values], layout)
    return pa.array(values, layout)


def layouts() -> Iterator[Any]:
    for name, (_attribute, _values, types) in LAYOUTS.items():
        for layout in types:
            yield pytest.param(name, layout, id=f"{name} as {layout}")


@pytest.mark.parametrize(("name", "layout"), list(layouts()))
def test_every_layout_of_a_column_is_decided_as_its_values_are(name: str, layout: Any) -> None:
    attribute, known, _types = LAYOUTS[name]
    policy = telling_policy(attribute, known)
    values = [known[0], None, *known, None, *reversed(known)]
    expected = [expected_row(policy, {"x": value}) for value in values]
    assert len({row["owner.rule"] for row in expected}) == len(known) + 1

    array = arrow_array(values, layout)
    half = len(values) // 2
    parts = [array[:half], array[half:half], array[half:]]
    around = arrow_array([known[-1], None, *values, None, known[0]], layout)
    halves = [arrow_array(values[:half], layout), arrow_array(values[half:], layout)]
    for column in (array, around[2:-2], pa.chunked_array(parts), pa.chunked_array(halves)):
        assert rows_of(policy.decide_table(pa.table({"x": column}))) == expected
    in_struct = pa.StructArray.from_arrays([around], ["x"])
    assert rows_of(policy.decide_table(ArrayOnly(in_struct[2:-2]))) == expected


class ArrayOnly:
    """A single record batch: an object without a stream."""

    def __init__(self, array: Any) -> None:
        self._array = array

    def __arrow_c_array__(self, requested_schema: object = None) -> Any:
        return self._array.__arrow_c_array__(requested_schema)


def test_columns_of_nulls_alone_are_unknown() -> None:
    for attribute, known, _types in LAYOUTS.values():
        policy = telling_policy(attribute, known)
        decided = policy.decide_table(pa.table({"x": pa.nulls(2)}))
        assert rows_of(decided) == [expected_row(policy, {})] * 2
        assert (decided.missing, decided.problems) == ((), ())


def test_a_dictionary_may_have_nulls_and_entries_that_nobody_uses() -> None:
    policy = telling_policy(*LAYOUTS["enum"][:2])
    entries = pa.array(["pump", None, "nobody knows it", "a"])
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, 3, None], pa.int8()), entries)
    assert rows_of(policy.decide_table(pa.table({"x": column}))) == [
        expected_row(policy, {"x": value}) for value in ("pump", None, "a", None)
    ]


def test_a_row_that_is_null_as_a_whole_says_nothing() -> None:
    policy = telling_policy(*LAYOUTS["enum"][:2])
    array = pa.StructArray.from_arrays(
        [pa.array(["pump", "pump", "wrong", "a"])], ["x"], mask=pa.array([False, True, True, False])
    )
    for part, values in ((array, ["pump", None, None, "a"]), (array[1:], [None, None, "a"])):
        decided = policy.decide_table(ArrayOnly(part))
        assert rows_of(decided) == [expected_row(policy, {"x": value}) for value in values]


# --- random policies and rows ---------------------------------------------------------------------


def plain_layouts(kind: str) -> list[Any]:
    """Layouts that take what JSON says of an attribute, where its values fit."""
    if kind == "int":
        return [*INDICES, pa.float64(), pa.float32(), pa.decimal128(38, 0), pa.int64(), pa.int64()]
    if kind == "bool":
        return [pa.bool_()]
    return TEXT_LAYOUTS


# How a text is written that a cast to other layouts reads as shozai does, and these layouts.
NATIVE: dict[str, tuple[str, list[Any]]] = {
    "decimal": (r"-?\d+(\.\d+)?", [*DECIMALS, pa.float64()]),
    "date": (r"\d{4}-\d\d-\d\d", [pa.date32(), pa.date64(), pa.timestamp("us")]),
    "timestamp": (r".*(Z|[+-]\d\d:\d\d)", MOMENTS),
}


def is_plain(kind: str, value: Any) -> bool:
    if kind == "int":
        return type(value) is int and abs(value) < 2**63
    if kind == "bool":
        return isinstance(value, bool)
    return isinstance(value, str)


def cast(kind: str, values: list[Any], layout: Any) -> Any:
    if kind != "decimal":
        return pa.array(values, pa.string()).cast(layout)
    numbers = [None if v is None else Decimal(v) for v in values]
    if pa.types.is_floating(layout) and any(v and abs(v) > 10**9 for v in numbers):
        raise OverflowError("a double that may stand for several decimals")
    return arrow_array(numbers, layout)


def random_column(rng: random.Random, kind: str, values: list[Any]) -> Any:
    """The values in a random layout that holds them, whole or in chunks."""
    written, natives = NATIVE.get(kind, ("", []))
    can_cast = natives and all(v is None or re.fullmatch(written, v) for v in values)
    for _attempt in range(20):
        try:
            if can_cast and rng.random() < 0.7:
                array = cast(kind, values, rng.choice(natives))
            else:
                array = arrow_array(values, rng.choice(plain_layouts(kind)))
            if kind == "int" and array.to_pylist() != values:
                continue  # a float that is not exact
        except (pa.ArrowInvalid, OverflowError):
            continue
        cut = rng.randint(0, len(values))
        return rng.choice((array, pa.chunked_array([array[:cut], array[cut:]])))
    return pa.array(values)


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_random_rows_in_random_layouts_are_decided_as_one_by_one(first: int) -> None:
    states = set()
    for seed in range(first, first + 40):
        rng = random.Random(seed)
        document = random_policy(rng)
        policy = shozai.Policy.loads(json.dumps(document, ensure_ascii=False))
        kinds = {a.name: a.type for a in policy.attributes}
        faults = [
            {
                name: value
                for name, value in random_fault(rng, document).items()
                if name in kinds and is_plain(kinds[name], value)
            }
            for _row in range(30)
        ]
        table = pa.table(
            {
                name: random_column(rng, kind, [fault.get(name) for fault in faults])
                for name, kind in kinds.items()
                if rng.random() < 0.95 or any(name in fault for fault in faults)
            }
        )
        decided = policy.decide_table(table, strict=False, threads=rng.choice((1, 3)))
        expected = [expected_row(policy, fault) for fault in faults]
        assert rows_of(decided) == expected, f"seed {seed}\n{table.schema}"
        states |= {row[f"{aspect}.state"] for row in expected for aspect in policy.aspects}
    assert states == {"decided", "undetermined", "gap", "conflict", "impossible", "invalid"}


def test_null_is_none_where_the_policy_says_so() -> None:
    attribute = {"type": "int", "optional": True, "missing": "none"}
    policy = policy_of(
        attributes={"x": attribute},
        departments={"d0": {}},
        aspects={"owner": {"interim": {"accountable": "d0"},
                           "rules": [{"id": "N", "when": "!has(x)", "because": "-",
                                      "then": {"accountable": "d0"}}]}},
    )  # fmt: skip
    none = policy.decide({"x": None}, "owner")
    assert none.rule == "N"
    for column in (pa.array([None], pa.int8()), pa.nulls(1), pa.array([None]).dictionary_encode()):
        (row,) = rows_of(policy.decide_table(pa.table({"x": column})))
        assert (row["owner.state"], row["owner.rule"]) == (none.state, none.rule)
    (row,) = rows_of(policy.decide_table(pa.table({"memo": [1]})))
    assert row["owner.state"] == policy.decide({}, "owner").state == "undetermined"
