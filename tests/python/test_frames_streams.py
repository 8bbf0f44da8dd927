# SPDX-License-Identifier: Apache-2.0
"""Tables larger than memory, progress, interrupts, threads, and what is let go afterwards."""

from __future__ import annotations

import gc
import resource
import signal
import subprocess
import sys
import threading
import time
import unicodedata
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import shozai

from .table_rows import SMALL, expected_row, policy_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCHEMA = pa.schema({"part": pa.string()})


def batch(*parts: str | None) -> Any:
    return pa.record_batch({"part": pa.array(parts, pa.string())})


def reader(batches: Iterator[Any]) -> Any:
    return pa.RecordBatchReader.from_batches(SCHEMA, batches)


def small_policy() -> shozai.Policy:
    return policy_of(**SMALL)


def many_rows(rows: int) -> pl.DataFrame:
    return pl.DataFrame({"part": ["drive", "pump", None, "valve"] * (rows // 4)})


# --- streams --------------------------------------------------------------------------------------


def test_a_stream_is_decided_batch_by_batch_as_somebody_reads_it() -> None:
    read: list[int] = []

    def batches() -> Iterator[Any]:
        for number in range(3):
            read.append(number)
            yield batch("drive", None, *["pump"] * number)

    policy = small_policy()
    stream = policy.decider(aspects="owner").stream(reader(batches()))
    assert read == []
    decided = pa.RecordBatchReader.from_stream(stream)
    assert read == []
    for number in range(3):
        rows = decided.read_next_batch().to_pylist()
        assert read == list(range(number + 1))
        assert [row["owner.rule"] for row in rows] == ["D", None] + ["P"] * number
    with pytest.raises(StopIteration):
        decided.read_next_batch()


def test_a_stream_is_decided_as_a_table_is() -> None:
    policy = small_policy()
    table = pa.table(many_rows(8_000)).combine_chunks()
    expected = rows_of(policy.decide_table(table))
    chunked = pa.Table.from_batches(table.to_batches(max_chunksize=777))
    for threads in (1, 3):
        decider = policy.decider(threads=threads)
        assert rows_of(decider.stream(chunked)) == expected
        assert pl.DataFrame(decider.stream(chunked)).rows(named=True) == expected
        assert rows_of(decider.decide(chunked)) == expected


def test_a_stream_is_taken_once() -> None:
    stream = small_policy().decider().stream(pl.DataFrame({"part": ["drive"]}))
    assert pl.DataFrame(stream).height == 1
    with pytest.raises(RuntimeError, match="taken before"):
        pl.DataFrame(stream)


def failing() -> Iterator[Any]:
    yield batch("drive")
    raise OSError("the line to the plant is down")


def test_an_error_of_the_producer_in_mid_stream_is_told() -> None:
    policy = small_policy()
    with pytest.raises(shozai.ArrowError, match="the line to the plant is down"):
        policy.decide_table(reader(failing()))
    decided = pa.RecordBatchReader.from_stream(policy.decider().stream(reader(failing())))
    assert decided.read_next_batch().num_rows == 1
    with pytest.raises(OSError, match="the line to the plant is down"):
        decided.read_next_batch()


def test_a_stream_with_a_wrong_cell_ends_where_it_is_wrong() -> None:
    parts = [batch("drive"), batch("pump", "wheel"), batch("pump")]
    stream = small_policy().decider().stream(reader(iter(parts)))
    decided = pa.RecordBatchReader.from_stream(stream)
    assert decided.read_next_batch().num_rows == 1
    with pytest.raises(OSError, match=r"TableError: column `part`: SZ162 .*`wheel`.*rows 2") as why:
        decided.read_next_batch()
    assert "frames.py" not in str(why.value)
    assert [(p.count, p.rows) for p in stream.problems] == [(1, [2])]


def test_a_stream_that_is_not_strict_tells_its_problems_afterwards() -> None:
    nfd = unicodedata.normalize("NFD", "ガイド")
    parts = [batch("drive"), batch("pump", "wheel"), batch("wheel", nfd)]
    frame = pa.Table.from_batches(parts).append_column("memo", pa.array([1] * 5))
    stream = small_policy().decider(strict=False, aspects="owner").stream(frame)
    assert (stream.missing, stream.ignored) == ((), ("memo",))
    assert (stream.problems, stream.normalized) == ((), 0)
    states = [row["owner.state"] for row in rows_of(stream)]
    assert states == ["decided", "decided", "invalid", "invalid", "invalid"]
    assert [(p.count, p.rows) for p in stream.problems] == [(2, [2, 3]), (1, [4])]
    assert stream.normalized == 1
    assert small_policy().decider().stream(pl.DataFrame({"a": [1]})).missing == ("part",)


def test_a_stream_goes_into_a_file_of_parquet_and_through_duckdb(tmp_path: Path) -> None:
    policy = small_policy()
    source, target = tmp_path / "faults.parquet", tmp_path / "owners.parquet"
    many_rows(10_000).write_parquet(source, row_group_size=1_000)
    relation = duckdb.sql(f"from '{source}'")
    decided = pa.RecordBatchReader.from_stream(policy.decider().stream(relation))
    with pq.ParquetWriter(target, decided.schema) as writer:
        for part in decided:
            writer.write_batch(part)
    expected = rows_of(policy.decide_table(many_rows(10_000)))
    assert pq.read_table(target).to_pylist() == expected


@pytest.mark.parametrize("threads", [1, 3])
def test_workers_may_need_python_while_whoever_reads_the_stream_waits(threads: int) -> None:
    nfd = unicodedata.normalize("NFD", "ガイド")
    parts = {"part": {"type": "string"}}
    policy = policy_of(**{**SMALL, "attributes": parts})
    texts = [f"{nfd}{number % 5_000}" for number in range(20_000)]
    for _attempt in range(3):
        stream = policy.decider(threads=threads).stream(pl.DataFrame({"part": texts}))
        assert pl.DataFrame(stream).height == 20_000
        assert stream.normalized == 20_000
    assert policy.decide_table(pl.DataFrame({"part": texts}), threads=threads).normalized == 20_000


# --- progress and interrupts ----------------------------------------------------------------------


def test_progress_is_told_and_ends_with_all_rows() -> None:
    for threads in (1, 3):
        told: list[int] = []
        small_policy().decide_table(many_rows(100_000), progress=told.append, threads=threads)
        assert told == sorted(set(told))
        assert 0 < told[0] <= told[-1] == 100_000
    told = []
    small_policy().decide_table(many_rows(4), progress=told.append)
    assert told == [4]
    small_policy().decide_table(many_rows(0), progress=told.append)
    assert told == [4]


class StopError(Exception):
    pass


@pytest.mark.parametrize("threads", [1, 3])
def test_what_the_callback_raises_stops(threads: int) -> None:
    told: list[int] = []

    def stop(rows: int) -> None:
        told.append(rows)
        raise StopError("enough")

    with pytest.raises(StopError, match="enough"):
        small_policy().decide_table(many_rows(100_000), progress=stop, threads=threads)
    assert len(told) == 1
    assert threads > 1 or told[0] < 100_000


@pytest.mark.parametrize("threads", [1, 3])
def test_an_interrupt_stops(threads: int) -> None:
    def interrupt(_rows: int) -> None:
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        small_policy().decide_table(many_rows(100_000), progress=interrupt, threads=threads)


ENDLESS = """
import json, os, signal, sys, threading
import pyarrow as pa
import shozai

part = pa.record_batch({"part": ["drive", "pump"] * 5_000})
def parts():
    while True:
        yield part

table = pa.RecordBatchReader.from_batches(part.schema, parts())
decider = shozai.Policy.loads(sys.stdin.read()).decider()
threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
"""
WORK = {
    "table": "decider.decide(table)",
    "stream": "for decided in pa.RecordBatchReader.from_stream(decider.stream(table)): pass",
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_ctrl_c_stops_what_never_ends(work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDLESS + work],
        input=small_policy().save(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.splitlines()[-1].startswith("KeyboardInterrupt")
    assert done.returncode == -signal.SIGINT


# --- threads --------------------------------------------------------------------------------------


def counting_while(work: Callable[[], object]) -> tuple[float, int]:
    """How long work takes, and how far another thread of Python counts meanwhile."""
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    counter = threading.Thread(target=count)
    counter.start()
    started, before = time.perf_counter(), counted
    work()
    seconds, meanwhile = time.perf_counter() - started, counted - before
    done.set()
    counter.join()
    return seconds, meanwhile


def test_other_threads_of_python_run_meanwhile_and_do_not_hold_it_up() -> None:
    policy, frame = small_policy(), many_rows(2_000_000)
    policy.decide_table(frame)
    started = time.perf_counter()
    policy.decide_table(frame)
    alone = time.perf_counter() - started
    for work in (
        lambda: policy.decide_table(frame),
        lambda: pl.DataFrame(policy.decider().stream(frame)),
    ):
        seconds, counted = counting_while(work)
        assert counted > 20_000 * seconds
        assert seconds < 10 * alone + 1


def test_a_policy_decides_several_tables_at_once() -> None:
    policy = small_policy()
    decider = policy.decider(threads=2)
    expected = policy.decide_table(many_rows(40_000)).summary()
    found: list[Any] = []
    threads = [
        threading.Thread(target=lambda: found.append(decider.decide(many_rows(40_000)).summary()))
        for _thread in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


# --- lifetimes ------------------------------------------------------------------------------------


def test_a_result_outlives_its_table_and_its_policy() -> None:
    policy = small_policy()
    table = pa.table({"part": ["drive", "pump"]})
    expected = [expected_row(policy, {"part": part}) for part in ("drive", "pump")]
    decided = policy.decide_table(table)
    result = pa.table(decided)
    stream = policy.decider().stream(table)
    del policy, table
    gc.collect()
    assert rows_of(decided) == rows_of(stream) == expected
    assert "electrical" in decided._repr_html_()
    del decided, stream
    gc.collect()
    assert result.to_pylist() == expected


class Frame:
    """A table that can be watched for being let go."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self._table.__arrow_c_stream__(requested_schema)


class Callback:
    def __call__(self, rows: int) -> None:
        pass


def test_frames_callbacks_and_policies_are_let_go() -> None:
    policy, frame, callback = small_policy(), Frame(pa.table({"part": ["drive"]})), Callback()
    decided = policy.decide_table(frame, progress=callback)
    stream = policy.decider().stream(frame)
    assert len(pa.table(stream)) == 1
    unread = policy.decider(strict=False).stream(frame)
    watched = [weakref.ref(thing) for thing in (frame, callback)]
    del frame, callback
    gc.collect()
    assert [ref() for ref in watched] == [None, None]
    del unread, stream, decided, policy


def test_nothing_is_kept_over_many_calls() -> None:
    policy, table = small_policy(), pa.table({"part": ["drive", "wheel", "ガ"] * 5_000})
    decider = policy.decider(strict=False)

    def once() -> None:
        assert len(pa.table(decider.decide(table, progress=callback))) == 15_000
        decider.stream(table)
        decider.stream(table).__arrow_c_stream__()
        pa.table(decider.stream(table))
        with pytest.raises(shozai.TableError):
            policy.decide_table(table)
        with pytest.raises(shozai.ArrowError):
            decider.decide(reader(failing()))

    def sizes() -> tuple[int, int, int]:
        gc.collect()
        return sys.getrefcount(callback), sys.getrefcount(policy._core), pa.total_allocated_bytes()

    callback = Callback()
    once()
    before, memory = sizes(), resident()
    for _call in range(40):
        once()
    assert sizes() == before
    assert resident() - memory < 20_000_000


def resident() -> int:
    """The bytes of this process in memory."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()
