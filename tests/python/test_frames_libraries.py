# SPDX-License-Identifier: Apache-2.0
"""Frames of every library come in, and results go out to every library."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import duckdb
import nanoarrow
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pytest

import shozai

from .table_rows import (
    MAKER,
    OWNERS,
    PARTS,
    PLANT,
    SMALL,
    Row,
    expected_row,
    maker_policy,
    policy_of,
    rows_of,
    telling_policy,
    typed_faults,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# --- the shipped examples through every library ---------------------------------------------------


@pytest.fixture
def maker() -> shozai.Policy:
    return maker_policy()


@pytest.fixture(scope="module")
def plant() -> shozai.Policy:
    return shozai.Policy.load(PLANT / "policy.json")


@pytest.fixture(scope="module")
def records() -> pl.DataFrame:
    return pl.read_csv(PLANT / "ai4i2020.csv")


@pytest.fixture(scope="module")
def expected_records(plant: shozai.Policy) -> list[Row]:
    """By reading the CSV file, without a data frame."""
    faults = plant.read_table(PLANT / "ai4i2020.csv")
    return [expected_row(plant, row.fault) for row in faults if row.fault]


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow", "duckdb", "nanoarrow"])
def test_measured_doubles_are_read_as_the_decimals_they_stand_for(
    plant: shozai.Policy, records: pl.DataFrame, expected_records: list[Row], library: str,
    threads: int,
) -> None:  # fmt: skip
    path = str(PLANT / "ai4i2020.csv")
    frames: dict[str, Callable[[], Any]] = {
        "polars": lambda: records,
        "pandas": lambda: pd.read_csv(path),
        "pyarrow": lambda: pa.csv.read_csv(path),
        "duckdb": lambda: duckdb.sql(f"from read_csv('{path}')"),
        "nanoarrow": lambda: nanoarrow_array(records),
    }
    decided = plant.decide_table(frames[library](), threads=threads)
    assert rows_of(decided) == expected_records
    assert decided.ignored == ("TWF", "HDF", "PWF", "OSF", "RNF")
    assert (decided.missing, decided.problems, decided.normalized) == ((), (), 0)


def nanoarrow_array(table: Any) -> Any:
    make: Any = nanoarrow.Array
    return make(table)


def maker_rows(policy: shozai.Policy) -> list[Row]:
    faults = policy.read_table(MAKER / "faults.csv")
    return [expected_row(policy, row.fault) for row in faults if row.fault]


def test_cells_of_a_spreadsheet_are_read_as_the_csv_reader_reads_them(
    maker: shozai.Policy,
) -> None:
    expected = maker_rows(maker)
    cells = pl.read_csv(MAKER / "faults.csv", infer_schema=False, empty_string_is_null=False)
    assert rows_of(maker.decide_table(cells, cells=True)) == expected
    assert rows_of(maker.decide_table(cells.cast(pl.Categorical), cells=True)) == expected
    text = shozai._core.TextTable((MAKER / "faults.csv").read_text(encoding="utf-8"))
    assert rows_of(maker.decide_table(text, cells=True)) == expected


def test_frames_of_polars_in_their_layouts(maker: shozai.Policy) -> None:
    frame = typed_faults()
    names = [a.columns[0] for a in maker.attributes if a.columns]
    own = {a.columns[0]: a.name for a in maker.attributes if a.columns}
    faults = [{own[name]: row[name] for name in names} for row in frame.iter_rows(named=True)]
    expected = [expected_row(maker, fault) for fault in faults]
    texts = pl.col(pl.String)
    enums = [pl.col(name).cast(pl.Enum(frame[name].unique().drop_nulls())) for name in names
             if frame[name].dtype == pl.String]  # fmt: skip
    for other in (
        frame,
        frame.with_columns(texts.cast(pl.Categorical)),
        frame.with_columns(enums),
        frame.with_columns(pl.col(pl.Date).cast(pl.Datetime("ms"))),
        frame.with_columns(
            pl.col("修理見積額").cast(pl.Float64), pl.col("稼働時間").cast(pl.Float32)
        ),
        pl.concat([frame[:5], frame[5:6], frame[6:]], rechunk=False),
        pl.concat([frame[:3], frame, frame[:1]])[3:-1],
    ):
        assert rows_of(maker.decide_table(other)) == expected
    assert rows_of(maker.decide_table(frame[::-1])) == expected[::-1]


def test_frames_of_pandas_in_their_types(maker: shozai.Policy) -> None:
    typed = typed_faults().to_pandas()
    expected = rows_of(maker.decide_table(typed_faults()))
    texts = [name for name in typed if isinstance(typed[name].dtype, pd.StringDtype | object)
             and isinstance(typed[name].iloc[0], str)]  # fmt: skip
    assert "機種" in texts
    for other in (
        typed,
        typed.astype(dict.fromkeys(texts, "object")),
        typed.astype(dict.fromkeys(texts, "category")),
        typed.astype(dict.fromkeys(texts, pd.StringDtype("pyarrow"))),
        typed.astype({"重大度": "Int64", "安全懸念": "boolean", "稼働時間": "Int64"}),
        typed.astype({"修理見積額": "float64", "稼働時間": "float64"}),  # unknown is NaN there
        typed.convert_dtypes(dtype_backend="pyarrow"),
        typed.set_index("受付番号"),
        typed.loc[typed.index[::-1]].sort_index(),
    ):
        assert rows_of(maker.decide_table(other)) == expected


def test_relations_of_duckdb_in_their_types(maker: shozai.Policy) -> None:
    faults = typed_faults()
    expected = rows_of(maker.decide_table(faults))
    connection = duckdb.connect()
    connection.register("faults", faults)
    connection.sql("create type model as enum (select distinct 機種 from faults)")
    relation = connection.sql("from faults select * replace (機種::model as 機種)")
    assert rows_of(maker.decide_table(relation)) == expected
    connection.sql("create table stored as from faults")
    assert rows_of(maker.decide_table(connection.sql("from stored"))) == expected
    wide = (
        "from faults select * replace (重大度::hugeint as 重大度, 修理見積額::double as 修理見積額)"
    )
    assert rows_of(maker.decide_table(connection.sql(wide))) == expected


def test_moments_and_durations_of_every_library() -> None:
    tokyo = dt.timezone(dt.timedelta(hours=9))
    known: dict[str, list[Any]] = {
        "timestamp": [dt.datetime(2026, 4, 1, 12, 0, 1, tzinfo=tokyo),
                      dt.datetime(1969, 7, 20, tzinfo=tokyo)],
        "duration": [dt.timedelta(0), dt.timedelta(days=3, seconds=1)],
    }  # fmt: skip
    for name, values in known.items():
        policy = telling_policy({"type": name}, values)
        expected = [expected_row(policy, {"x": value}) for value in values]
        series = pl.Series("x", values)
        frames: list[Any] = [pl.DataFrame({"x": series.dt.cast_time_unit(u)}) for u in ("ms", "us")]
        frames.append(pd.DataFrame({"x": pd.Series(values)}))
        if name == "timestamp":  # duckdb hands intervals over as calendar months, days and times
            frames.append(duckdb.sql("select unnest(?) as x", params=[values]))
        for frame in frames:
            assert rows_of(policy.decide_table(frame)) == expected


# --- the result -----------------------------------------------------------------------------------


@pytest.fixture
def decided() -> shozai.DecidedTable:
    frame = pl.DataFrame({"part": PARTS})
    return policy_of(**SMALL).decide_table(frame, strict=False, aspects="owner")


def test_the_result_is_read_by_pyarrow(decided: shozai.DecidedTable) -> None:
    table = pa.table(decided)
    table.validate(full=True)
    assert table.to_pydict() == OWNERS
    words = pa.dictionary(pa.int32(), pa.string())
    assert [field.type for field in table.schema] == [words] * 4 + [
        pa.list_(pa.field("item", pa.string(), nullable=False))
    ]
    assert pa.schema(decided) == table.schema
    assert pa.RecordBatchReader.from_stream(decided).read_all() == table
    assert table.column("owner.state").chunk(0).dictionary.to_pylist() == [
        "decided", "undetermined", "gap", "conflict", "impossible", "invalid",
    ]  # fmt: skip


def test_the_result_is_read_by_polars(decided: shozai.DecidedTable) -> None:
    frame = pl.DataFrame(decided)
    assert frame.to_dict(as_series=False) == OWNERS
    assert set(frame.dtypes) == {pl.Categorical(), pl.List(pl.String)}
    joined = pl.concat([pl.DataFrame({"part": PARTS}), frame], how="horizontal")
    assert joined.filter(pl.col("owner.state") == "gap")["part"].to_list() == ["valve"]
    assert frame.group_by("owner.owner").len().height == 3


def test_the_result_is_read_by_pandas(decided: shozai.DecidedTable) -> None:
    frame = pd.DataFrame.from_arrow(decided)
    assert [str(t) for t in frame.dtypes] == ["category"] * 4 + ["object"]
    found = frame.astype(object).where(frame.notna(), None).to_dict(orient="list")
    found["owner.possible"] = [v if v is None else list(v) for v in found["owner.possible"]]
    assert found == OWNERS
    assert frame["owner.owner"].value_counts()["maintenance"] == 3


def query(sql: str, decided: shozai.DecidedTable) -> Any:  # noqa: ARG001 - which duckdb looks up
    return duckdb.sql(sql)


def test_the_result_is_read_by_duckdb(decided: shozai.DecidedTable) -> None:
    found = query("from decided", decided)
    assert found.columns == list(OWNERS)
    assert found.fetchall() == list(zip(*OWNERS.values(), strict=True))
    counts = query('from decided select "owner.state", count(*) group by all order by 1', decided)
    assert counts.fetchall() == [("decided", 2), ("gap", 1), ("invalid", 1), ("undetermined", 1)]


def test_the_result_is_read_by_nanoarrow(decided: shozai.DecidedTable) -> None:
    rows = [tuple(row.values()) for row in nanoarrow_array(decided).to_pylist()]
    assert rows == list(zip(*OWNERS.values(), strict=True))


def test_the_result_can_be_taken_again(decided: shozai.DecidedTable) -> None:
    half_read = pa.RecordBatchReader.from_stream(decided)
    half_read.read_next_batch()
    assert pl.DataFrame(decided).equals(pl.DataFrame(decided))
    assert len(decided) == 5
    assert repr(decided) == "DecidedTable(5 rows, aspects=['owner'])"


def test_a_result_keeps_the_batches_of_its_table() -> None:
    policy = policy_of(**SMALL)
    table = pa.table({"part": pa.chunked_array([["drive"], [], ["pump", "valve"]])})
    lengths = [len(batch) for batch in pa.table(policy.decide_table(table)).to_batches()]
    assert [n for n in lengths if n] == [1, 2]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame({"part": pl.Series([], dtype=pl.String)}),
        pd.DataFrame({"part": pd.Series([], dtype="str")}),
        pa.table({"part": pa.array([], pa.string())}),
        pa.Table.from_batches([], pa.schema({"part": pa.string()})),
        pl.DataFrame(),
    ],
    ids=["polars", "pandas", "pyarrow", "no batch", "no column"],
)
def test_a_table_without_rows_has_a_result_without_rows(frame: Any) -> None:
    decided = policy_of(**SMALL).decide_table(frame)
    assert len(decided) == 0
    assert pl.DataFrame(decided).shape == (0, 10)
    assert pa.table(decided).num_rows == 0
    assert decided.summary() == []
    assert decided.rules("owner") == {}
    assert (decided.missing == ("part",)) == (len(pa.table(frame).schema) == 0)


def test_a_table_is_summarised_with_what_needs_attention_first(
    decided: shozai.DecidedTable,
) -> None:
    counts = [(c.aspect, c.state, c.owner, c.rows) for c in decided.summary()]
    assert counts == [
        ("owner", "gap", "maintenance", 1),
        ("owner", "invalid", None, 1),
        ("owner", "undetermined", "maintenance", 1),
        ("owner", "decided", "electrical", 1),
        ("owner", "decided", "maintenance", 1),
    ]
    assert decided.rules("owner") == {"D": 1, "P": 1}
    assert decided.rows("owner", "decided") == [0, 4]
    assert decided.rows("owner", "decided", 1) == [0]
    assert decided.rows("owner", "conflict") == []
    with pytest.raises(KeyError, match="cost"):
        decided.rules("cost")


def test_the_readme_numbers_of_the_plant(plant: shozai.Policy, records: pl.DataFrame) -> None:
    decided = plant.decide_table(records)
    assert {c.owner: c.rows for c in decided.summary() if c.aspect == "owner"} == {
        "operations": 8983, "tooling": 803, "utilities": 94, "process_engineering": 65,
        "maintenance": 49, "heat_and_load_team": 6,
    }  # fmt: skip
    assert list(decided.rules("owner"))[:2] == ["RUN", "TOOL"]
