# SPDX-License-Identifier: Apache-2.0
"""Differences as people see them, and recorded faults by the changes that concern them."""

# ruff: noqa: E501 - what is printed is compared line by line

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import shozai
from shozai._core import printable
from shozai.difference import Difference

from .brute_difference import BruteDifference, Values
from .proof_trees import PLANT, both, policy, pretend, region, run, texts_replaced, write
from .test_display import ALLOWED, HOSTILE, outline

if TYPE_CHECKING:
    from pathlib import Path

OLD = policy()


def later(**aspects: Any) -> shozai.Policy:
    document = copy.deepcopy(PLANT)
    document["policy"]["version"] = "2"
    document["aspects"] |= aspects
    return policy(document)


NEW = later()
DIFF: dict[str, Any] = {
    "old": {"id": "plant", "version": "1", "hash": "a"},
    "new": {"id": "plant", "version": "2", "hash": "b"},
    "equal": False,
    "schema_changes": [
        {
            "code": "SZ744", "attribute": "severity",
            "message": both("`severity` goes up to 9", "`severity` が 9 までになる"),
        }
    ],
    "aspects": [
        {
            "aspect": "cause", "state": "changed", "space": "120",
            "assignment_changed": "30", "rule_changed": "12",
        },
        {"aspect": "cost", "state": "undecided", "space": None, "assignment_changed": None, "rule_changed": None},
        {"aspect": "visit", "state": "added"},
    ],
    "groups": [
        {
            "aspect": "cause", "grade": "assignment",
            "old": {"state": "decided", "accountable": "quality", "rule": "C-1"},
            "new": {"state": "gap"},
            "witness": {"fault": {"severity": 4, "product": "LT-100"}, "realised": True},
            "region": region("severity == 4", "severity == 5"),
        },
        {
            "aspect": "cause", "grade": "rule",
            "old": {"state": "decided", "accountable": "service"},
            "new": {"state": "decided", "accountable": "service", "rule": "C-2"},
            "witness": {"fault": {"stopped": True}, "realised": None},
            "region": region("stopped", size="12", share=0.1),
        },
    ],
}  # fmt: skip
EQUAL = {**DIFF, "equal": True, "schema_changes": [], "groups": [], "aspects": [
    {"aspect": "cause", "state": "equal", "space": "120", "assignment_changed": "0", "rule_changed": "0"}
]}  # fmt: skip
UNDECIDED = {**EQUAL, "equal": None, "aspects": DIFF["aspects"][1:2]}


@pytest.fixture
def difference(monkeypatch: pytest.MonkeyPatch) -> Difference:
    pretend(monkeypatch, "diff", DIFF)
    return OLD.diff(NEW)


# --- Python ------------------------------------------------------------------------------------


def test_a_difference_has_its_groups_and_how_far_each_aspect_changes(
    difference: Difference,
) -> None:
    assert (difference.old.name, difference.new.name) == ("plant 1", "plant 2")
    assert difference.equal is False
    (gone, kept) = difference.groups
    assert (gone.old.accountable, gone.old.rule, gone.new.state) == ("quality", "C-1", "gap")
    assert (gone.region.size, gone.region.space, gone.faults) == (30, 120, None)
    assert (kept.old.rule, kept.new.rule, kept.witness.realised) == (None, "C-2", None)
    assert difference.of_grade("rule") == (kept,)
    assert difference.schema_changes[0].message("ja") == "`severity` が 9 までになる"
    assert [(a.state, a.assignment_changed) for a in difference.aspects] == [
        ("changed", 30), ("undecided", None), ("added", None),
    ]  # fmt: skip
    assert difference.history is None
    assert difference.to_dict() == DIFF
    assert repr(difference) == "Difference('plant 1', 'plant 2', equal=False, 2 changes)"


@pytest.mark.parametrize(
    ("tree", "english", "japanese"),
    [
        (DIFF, "plant 1 → plant 2: 2 changes", "plant 1 → plant 2：変更 2 件"),
        (EQUAL, "decide every possible fault alike: proved", "同じ判定をする（証明済み）"),
        (UNDECIDED, "not all could be compared", "比べきれていない"),
    ],
)
def test_a_difference_says_what_is_known(tree: Any, english: str, japanese: str) -> None:
    found = Difference((OLD._core, NEW._core), tree)
    assert english in found.said("en")
    assert japanese in found.said("ja")


def test_groups_are_a_frame(difference: Difference) -> None:
    frame = pl.DataFrame(difference.to_frame())
    assert frame["grade"].to_list() == ["assignment", "rule"]
    assert frame["new_rule"].to_list() == [None, "C-2"]
    assert json.loads(frame["example"][0]) == {"severity": 4, "product": "LT-100"}
    assert frame["conditions"].to_list() == [["severity == 4", "severity == 5"], ["stopped"]]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_difference_becomes_markup(
    text: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", f"{lang}_XX")
    cores = tuple(policy(texts_replaced(PLANT, text))._core for _ in range(2))
    html = Difference(cores, texts_replaced(DIFF, text))._repr_html_()  # type: ignore[arg-type]
    seen = outline(html)
    assert set(seen.elements) <= ALLOWED
    assert not seen.attributes
    assert not seen.others
    assert html == printable(html)


def test_a_notebook_shows_the_labels(
    difference: Difference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    text = outline(difference._repr_html_()).text
    for words in (
        "原因究明",
        "品質保証部（C-1） → 空白",
        "機種 LT-100",
        "30 件（25.00%）",
        "新しい観点",
    ):
        assert words in text


# --- the command -------------------------------------------------------------------------------


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    return write(tmp_path / "old.json"), write(tmp_path / "new.json")


def test_the_command_prints_the_changes(
    documents: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    pretend(monkeypatch, "diff", DIFF)
    result = run("diff", *documents)
    assert result.exit_code == 1
    assert [line.rstrip() for line in result.output.splitlines()] == [
        "plant 1 → plant 2: 2 changes",
        "  SZ744  `severity` goes up to 9",
        "  aspect               state               assignment  only rule or reason",
        "  Who finds the cause  changes                 25.00%               10.00%",
        "  Who pays             not fully compared           ?                    ?",
        "  visit                new aspect",
        "",
        "Who finds the cause, assignment: Quality assurance (C-1) → gap",
        "  example        severity 4, model LT-100",
        "  where          severity == 4",
        "                 severity == 5",
        "  how many       30 of 120 possible faults (25.00%)",
        "",
        "Who finds the cause, only rule or reason: Maintenance service → Maintenance service (C-2)",
        "  example        machine stopped: yes (whether a report can have it is not known: nothing was found",
        "                 that gives these derived values together)",
        "  where          stopped",
        "  how many       12 of 120 possible faults (10.00%)",
    ]
    japanese = run("diff", *documents, lang="ja").output
    assert "原因究明・割当て：品質保証部（C-1） → 空白\n" in japanese
    only = run("diff", *documents, "--only", "assignment")
    assert only.exit_code == 1
    assert "(C-2)" not in only.output


@pytest.mark.parametrize(
    ("tree", "arguments", "status"),
    [
        (EQUAL, [], 0),
        (EQUAL, ["--format", "json"], 0),
        (DIFF, [], 1),
        ({**EQUAL, "aspects": DIFF["aspects"][2:]}, [], 1),
        (UNDECIDED, [], 2),
        ({**DIFF, "groups": DIFF["groups"][1:], "aspects": DIFF["aspects"][:1]}, ["--only", "assignment"], 0),
        ({**DIFF, "groups": DIFF["groups"][1:], "aspects": DIFF["aspects"][:2]}, ["--only", "assignment"], 2),
    ],
)  # fmt: skip
def test_the_exit_status_is_that_of_diff(
    tree: Any,
    arguments: list[str],
    status: int,
    documents: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pretend(monkeypatch, "diff", tree)
    assert run("diff", *documents, *arguments).exit_code == status


def test_trouble_is_not_a_difference(
    documents: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "diff", DIFF)
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    refused = run("diff", broken, documents[1])
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "error SZ100" in refused.stderr
    assert run("diff", documents[0], tmp_path / "none.json").exit_code == 2
    table = tmp_path / "table.csv"
    table.write_text("product,product\n", encoding="utf-8")
    assert run("diff", *documents, "--history", table).exit_code == 2
    table.write_bytes(b"\xff\xfe\xfd")
    assert run("diff", *documents, "--history", table).exit_code == 2
    said = run("diff", *documents, "--history", tmp_path / "x.json")
    assert said.exit_code == 2
    assert ".csv, .parquet, .xlsx" in said.stderr


def test_json_is_written_to_a_file(
    documents: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "diff", DIFF)
    out = tmp_path / "diff.json"
    result = run("diff", *documents, "--format", "json", "--only", "rule", "--out", out)
    assert result.exit_code == 2  # there is no such choice
    result = run("diff", *documents, "--format", "json", "--only", "assignment", "--out", out)
    assert (result.exit_code, result.stdout) == (1, "")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written == {**DIFF, "groups": DIFF["groups"][:1]}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_difference_steers_a_terminal(
    text: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "diff", texts_replaced(DIFF, text))
    document = write(tmp_path / "p.json", texts_replaced(PLANT, text))
    for form in ("text", "json"):
        output = run("diff", document, document, "--format", form, lang=lang).output
        assert output.split("\n") == [printable(line) for line in output.split("\n")]


# --- a history ---------------------------------------------------------------------------------

VALUES: Values = {
    "part": ["drive", "pump", "valve"],
    "severity": [1, 2, 3, 4],
    "stopped": [False, True],
}
ATTRIBUTES: dict[str, Any] = {
    "part": {"type": "enum", "values": {"drive": {}, "pump": {}, "valve": {}}},
    "severity": {"type": "int", "min": 1, "max": 4},
    "stopped": {"type": "bool"},
}
DEPARTMENTS = ("a", "b", "c")


def random_condition(rng: random.Random) -> str:
    tests = ["part == 'drive'", "part != 'pump'", "part in ['pump', 'valve']", "severity >= 3",
             "severity == 2", "severity < 4", "stopped", "!stopped", "true"]  # fmt: skip
    return rng.choice([" && ", " || "]).join(rng.sample(tests, rng.randint(1, 2)))


def random_rule(rng: random.Random, name: str) -> dict[str, Any]:
    then: dict[str, Any] = {"accountable": rng.choice(DEPARTMENTS)}
    if rng.random() < 0.4:
        then["informed"] = rng.sample(DEPARTMENTS, 1)
    because = rng.choice(["x", "y"])
    return {"id": name, "when": random_condition(rng), "then": then, "because": because}


def random_aspect(rng: random.Random, hit_policy: str) -> dict[str, Any]:
    rules = [random_rule(rng, f"{hit_policy}.{n}") for n in range(rng.randint(1, 5))]
    also = {
        "id": f"{hit_policy}.A",
        "when": random_condition(rng),
        "then": {"informed": ["c"]},
        "because": "z",
    }
    return {
        "hit_policy": hit_policy,
        "interim": {"accountable": "a"},
        "rules": rules,
        "also": [also] if rng.random() < 0.5 else [],
    }


def edited(rng: random.Random, aspect: dict[str, Any]) -> dict[str, Any]:
    """The same aspect with a few rules, or an additional one, written anew."""
    new = copy.deepcopy(aspect)
    for number in rng.sample(range(len(new["rules"])), 1):
        new["rules"][number] = random_rule(rng, new["rules"][number]["id"])
    for also in new["also"]:
        also["when"] = random_condition(rng)
    return new


def pair(seed: int) -> tuple[shozai.Policy, shozai.Policy]:
    rng = random.Random(seed)
    old = {name: random_aspect(rng, name) for name in ("override", "first")}
    new = {name: edited(rng, aspect) for name, aspect in old.items()}
    assumed = [{"id": "N", "that": "part != 'drive' || severity != 1", "because": "-"}]
    made = [
        policy(
            {
                "shozai": 1,
                "policy": {"id": "p", "version": version},
                "attributes": ATTRIBUTES,
                "assumptions": assumed if seed % 2 else [],
                "departments": {name: {} for name in DEPARTMENTS},
                "aspects": {f"{name}_": aspect for name, aspect in aspects.items()},
            }
        )
        for version, aspects in (("1", old), ("2", new))
    ]
    return made[0], made[1]


def random_rows(seed: int, rows: int) -> pl.DataFrame:
    rng = random.Random(seed)

    def cell(values: list[Any]) -> Any:
        return None if rng.random() < 0.15 else rng.choice(values)

    found = [{name: cell(values) for name, values in VALUES.items()} for _ in range(rows)]
    for row in found[::17]:
        row["severity"] = 9  # which is no value
    return pl.DataFrame(
        found, schema={"part": pl.String, "severity": pl.Int64, "stopped": pl.Boolean}
    )


@pytest.mark.parametrize("left_out", [0, 1])
@pytest.mark.parametrize("seed", range(25))
def test_every_recorded_fault_is_counted_where_it_belongs(
    seed: int, left_out: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = pair(seed)
    brute = BruteDifference(old, new, VALUES)
    pretend(monkeypatch, "diff", brute.tree(left_out=left_out))
    table = random_rows(seed, 200)
    found = old.diff(new, table)
    assert found.history is not None
    assert found.history.rows == len(table)
    claimed = dict.fromkeys(range(len(found.groups)), 0)
    apart = dict.fromkeys(old.aspects, 0)
    for row in table.to_dicts():
        if row["severity"] == 9:
            for aspect in apart:
                apart[aspect] += 1
            continue
        for aspect in old.aspects:
            fates = brute.fates(row)[aspect]
            (only,) = fates if len(fates) == 1 else (None,)
            if only is not None and None not in row.values():
                claimed[brute.number(only)] += 1
    for counted in found.history.aspects:
        told = sum(part.faults for part in counted.apart)
        assert counted.same + counted.changed + told == len(table)
        groups = [group.faults or 0 for group in found.groups if group.aspect == counted.aspect]
        assert counted.changed == sum(groups)
        assert told >= apart[counted.aspect]
    for at, group in enumerate(found.groups):
        rows = [table.row(row, named=True) for row in group.examples]
        way = list(brute.ways)[at]
        assert all(brute.fates(row)[group.aspect] == {way} for row in rows)
        assert len(rows) == min(group.faults or 0, 5)
        if not left_out:
            assert (group.faults or 0) >= claimed[at]


def test_what_is_known_in_full_is_never_left_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_rows(1, 400).drop_nulls().filter(pl.col("severity") < 9)
    for seed in range(0, 40, 2):
        old, new = pair(seed)
        brute = BruteDifference(old, new, VALUES)
        pretend(monkeypatch, "diff", brute.tree())
        found = old.diff(new, rows)
        expected = dict.fromkeys(range(len(found.groups)), 0)
        for row in rows.to_dicts():
            for (way,) in brute.fates(row).values():
                if way is not None:
                    expected[brute.number(way)] += 1
        assert {at: group.faults for at, group in enumerate(found.groups)} == expected
        assert found.history is not None
        assert all(aspect.apart == () for aspect in found.history.aspects)


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> tuple[shozai.Policy, shozai.Policy]:
    old, new = pair(3)
    pretend(monkeypatch, "diff", BruteDifference(old, new, VALUES).tree())
    return old, new


def test_any_table_is_a_history(recorded: tuple[shozai.Policy, shozai.Policy]) -> None:
    old, new = recorded
    frame = random_rows(3, 60)
    expected = old.diff(new, frame).to_dict()
    arrow = frame.to_arrow()
    relation = duckdb.sql("select * from arrow")
    batches = pa.RecordBatchReader.from_batches(arrow.schema, arrow.to_batches())
    for table in (
        arrow,
        pd.DataFrame(arrow.to_pandas(types_mapper=pd.ArrowDtype)),
        relation,
        batches,
    ):
        assert old.diff(new, table).to_dict() == expected
    renamed = frame.rename({"severity": "重大度"})
    assert old.diff(new, renamed, columns={"severity": "重大度"}).to_dict() == expected
    with pytest.raises(shozai.PolicyError):
        old.diff(new, frame, columns={"weight": "part"})
    with pytest.raises(TypeError):
        old.diff(new, 7)


def test_a_history_needs_polars_and_says_so(
    recorded: tuple[shozai.Policy, shozai.Policy], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    old, new = recorded
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(ImportError, match=r"pip install 'shozai\[tables\]'"):
        old.diff(new, pa.table({"part": ["drive"]}))
    assert old.diff(new).groups
    document, table = tmp_path / "p.json", tmp_path / "h.csv"
    document.write_text(old.save(), encoding="utf-8")
    table.write_text("part\ndrive\n", encoding="utf-8")
    said = run("diff", document, document, "--history", table)
    assert said.exit_code == 2
    assert "polars" in said.stderr


def test_the_command_counts_the_history(
    recorded: tuple[shozai.Policy, shozai.Policy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    documents = []
    for version in recorded:
        documents.append(tmp_path / f"{version.version}.json")
        documents[-1].write_text(version.save(), encoding="utf-8")
    table = tmp_path / "faults.csv"
    frame = random_rows(3, 60)
    frame.write_csv(table)
    result = run("diff", *documents, "--history", table)
    assert result.exit_code == 1
    assert "The history: 60 faults" in result.output
    found = recorded[0].diff(recorded[1], frame)
    for group in found.groups:
        if group.faults:
            lines = ", ".join(str(row + 2) for row in group.examples)
            assert f"first {lines}" in result.output or f"faults: {lines}" in result.output
    assert "  invalid" not in result.output
    assert "not readable → not readable" in result.output
    tree = json.loads(run("diff", *documents, "--history", table, "--format", "json").output)
    assert tree == json.loads(json.dumps(found.to_dict()))
    assert tree["history"]["rows"] == 60
    html = found._repr_html_()
    assert "60 faults" in html
    assert pl.DataFrame(found.to_frame())["faults"].to_list() == [g.faults for g in found.groups]
