# SPDX-License-Identifier: Apache-2.0
"""`shozai test --update`: expectations are written anew, and nothing else changes."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from shozai.cases import CaseFile
from shozai.json_edits import Edit, edited, expectation_edits
from shozai.line_diff import unified_diff
from shozai.snapshot import snapshot_of

from .case_plant import GOOD, PENDING, WRONG, case, run, write_cases, write_plant, write_policy

if TYPE_CHECKING:
    from pathlib import Path

RIGHT = {"rule": "stops", "accountable": "maintenance"}


def updated(path: Path) -> str:
    """The file after an update, by which all its cases must pass."""
    before = path.stat().st_mode
    assert run("test", path, "--update").exit_code == 0
    assert CaseFile.load(path).run()
    assert path.stat().st_mode == before
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []
    return path.read_bytes().decode("utf-8")


def with_cases(*cases: str, end: str = "\n") -> str:
    return '{"shozai_cases": 1, "cases": [\n  ' + ",\n  ".join(cases) + "\n]}" + end


# --- JSON ----------------------------------------------------------------------------------------


def test_only_the_values_that_differ_change(tmp_path: Path) -> None:
    path = write_plant(tmp_path, GOOD, WRONG)
    old = path.read_text(encoding="utf-8").split("\n")
    new = updated(path).split("\n")
    assert [(a.strip(), b.strip()) for a, b in zip(old, new, strict=True) if a != b] == [
        ('"rule": "drives",', '"rule": "stops",'),
        ('"accountable": "electrical"', '"accountable": "maintenance"'),
    ]


@pytest.mark.parametrize("expected", ['"expected": null, ', '"expected" :{} ,', ""])
def test_a_pending_case_gets_what_identifies_the_decisions(tmp_path: Path, expected: str) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.json"
    one = f'{{"name": "a", {expected}"fault": {{"part": "drive", "severity": 1}} }}'
    path.write_text(with_cases(one), encoding="utf-8")
    tree = json.loads(updated(path))["cases"][0]["expected"]
    assert tree["owner"] == {"state": "decided", "rule": "drives", "accountable": "electrical"}


def test_what_is_open_expects_the_question_and_the_interim_owner(tmp_path: Path) -> None:
    path = write_plant(tmp_path, case("open", {}, None))
    owner = json.loads(updated(path))["cases"][0]["expected"]["owner"]
    assert (owner["state"], owner["interim"], "accountable" in owner) == (
        "undetermined",
        "maintenance",
        False,
    )
    assert owner["ask"] in ("part", "severity")


def test_new_text_is_on_one_line_where_it_fits(tmp_path: Path) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.json"
    fault = '"fault": {"part": "drive", "severity": 1}'
    short = f'{{\n    "name": "a",\n    {fault}\n  }}'
    path.write_text(with_cases(short), encoding="utf-8")
    whole = updated(path)
    assert max(map(len, whole.split("\n"))) <= 100
    assert '\n    "expected": {\n      "owner": {"state": "decided"' in whole
    assert whole.endswith("}\n    }\n  }\n]}\n")


def test_a_document_on_one_line_stays_on_one_line(tmp_path: Path) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.json"
    path.write_text(json.dumps({"shozai_cases": 1, "cases": [PENDING, WRONG]}), encoding="utf-8")
    assert "\n" not in updated(path)


def test_line_ends_byte_order_mark_and_escapes_stay(tmp_path: Path) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.json"
    kept = '{"name": "\\u76f8\\/é\\"}", "fault": {"severity":5 , "part":"drive"},'
    text = with_cases(f'{kept} "expected":{{"owner" : {{"rule":"drives"}} }} }}').replace(
        "\n", "\r\n"
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert updated(path) == "\ufeff" + text.replace('"drives"', '"stops"')


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    path = write_cases(tmp_path / "real", WRONG)
    write_policy(tmp_path)
    link = tmp_path / "plant.cases.json"
    link.symlink_to(path)
    assert run("test", link, "--update").exit_code == 0
    assert link.is_symlink()
    assert json.loads(path.read_text())["cases"][0]["expected"]["owner"] == RIGHT


def test_a_file_with_findings_is_never_written(tmp_path: Path) -> None:
    path = write_plant(tmp_path, WRONG, case("bad", {"color": 1}, None))
    before = path.read_bytes()
    assert run("test", path, "--update").exit_code == 1
    assert path.read_bytes() == before


def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    path = write_plant(tmp_path, WRONG)
    report = CaseFile.load(path).run()
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert snapshot_of(report) is None


def test_only_chosen_cases_are_rewritten(tmp_path: Path) -> None:
    path = write_plant(tmp_path, WRONG, {**WRONG, "name": "another", "tags": []})
    assert run("test", path, "--update", "--tag", "launch").exit_code == 0
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    assert [c["expected"]["owner"] == RIGHT for c in cases] == [True, False]


def test_the_difference_is_shown_for_review(tmp_path: Path) -> None:
    path = write_plant(tmp_path, GOOD, WRONG)
    shown = run("test", path, "--update").output
    assert re.search(r'^- +"rule": "drives",$', shown, re.MULTILINE)
    assert re.search(r'^\+ +"rule": "stops",$', shown, re.MULTILINE)
    assert "1 case rewritten" in shown
    assert "1 passed, 1 rewritten" in shown


def test_the_difference_is_json_too(tmp_path: Path) -> None:
    path = write_plant(tmp_path, WRONG)
    tree = json.loads(run("test", path, "--update", "--format", "json").output)
    update = tree["files"][0]["update"]
    assert (update["changed"], update["left"]) == (1, 0)
    assert any(line.startswith("+") and "stops" in line for line in update["diff"])


def test_many_cases_are_rewritten_in_one_go(tmp_path: Path) -> None:
    cases = [{**WRONG, "name": f"case {number}"} for number in range(2_000)]
    assert updated(write_plant(tmp_path, *cases)).count('"stops"') == 2_000


@pytest.mark.parametrize("seed", range(30))
def test_whatever_the_layout_the_document_is_the_same_but_for_what_is_expected(seed: int) -> None:
    rng = random.Random(seed)

    def value(depth: int) -> Any:
        if depth == 0 or rng.random() < 0.3:
            return rng.choice([None, True, 1, -2.5e3, "", 'a"b\\', "相手,]}", [], {}])
        if rng.random() < 0.5:
            return [value(depth - 1) for _ in range(rng.randrange(4))]
        return {rng.choice("abcé\n") + str(at): value(depth - 1) for at in range(rng.randrange(4))}

    cases = []
    for number in range(6):
        members = [("name", str(number)), ("fault", value(2)), ("note", value(3))]
        if rng.random() < 0.6:
            members.append(("expected", value(2)))
        rng.shuffle(members)
        cases.append(dict(members))
    tree = {"title": value(2), "cases": cases, "z": value(1)}
    indent = rng.choice([None, 0, 1, 4, "\t"])
    text = json.dumps(tree, indent=indent, ensure_ascii=rng.random() < 0.5)
    text = text.replace("\n", rng.choice(["\n", "\r\n"]))
    wanted = {number: value(3) for number in rng.sample(range(6), 3)}

    result = json.loads(edited(text, expectation_edits(text, wanted)))

    for number, expected in wanted.items():
        cases[number]["expected"] = expected
    assert sorted_lists(result) == sorted_lists(tree)
    assert [list(c) for c in result["cases"]] == [list(c) for c in cases]


def sorted_lists(node: Any) -> Any:
    # Of lists that are sets to the reader, the order does not count.
    if isinstance(node, dict):
        return {key: sorted_lists(member) for key, member in node.items()}
    if isinstance(node, list):
        return sorted({json.dumps(sorted_lists(item), sort_keys=True) for item in node})
    return node


@pytest.mark.parametrize("seed", range(60))
def test_the_difference_leads_from_the_old_text_to_the_new_one(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice("ab\n\n") for _ in range(rng.randrange(200)))
    places = sorted(rng.sample(range(len(text) + 1), min(len(text) + 1, 2 * rng.randrange(6))))
    edits = [
        Edit(begin, end, rng.choice(["", "c", "a\n", "\n\n", text[begin:end]]))
        for begin, end in zip(places[::2], places[1::2], strict=True)
    ]
    diff = unified_diff(text, edits, "x")
    assert patched(text.split("\n"), diff) == edited(text, edits).split("\n")


def patched(lines: list[str], diff: list[str]) -> list[str]:
    found: list[str] = []
    at = 0
    for line in diff[2:]:
        if line.startswith("@@"):
            first, old, start, new = map(int, re.findall(r"\d+", line))
            first -= old > 0
            found += lines[at:first]
            at = first
            assert len(found) == start - (new > 0)
        elif line[0] == "+":
            found.append(line[1:])
        else:
            assert lines[at] == line[1:]
            found += [lines[at]] if line[0] == " " else []
            at += 1
    return found + lines[at:]


# --- tables --------------------------------------------------------------------------------------


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_cells_are_rewritten_and_the_rest_stays_byte_for_byte(tmp_path: Path) -> None:
    rows = (
        "name,part,severity,owner,owner.rule,owner.informed",
        '"a, ""b""",drive,5,electrical,"drives",maintenance',
        "",
        "c,drive,2,electrical,drives,",
        "",
    )
    text = "\r\n".join(rows)
    assert updated(table(tmp_path, text)) == text.replace(
        '5,electrical,"drives",maintenance', '5,maintenance,"stops",none'
    )


def test_a_japanese_table_keeps_its_words_and_its_encoding(tmp_path: Path) -> None:
    headings = "名称,部品,重大度,原因究明,原因究明.状態,費用.費用負担\n"
    text = f"{headings}停止,駆動部,５,電気課,空白,電気課 10、保全課 90\n"
    path = table(tmp_path, text, "cp932")
    assert run("test", path, "--update").exit_code == 0
    assert path.read_bytes().decode("cp932") == text.replace(
        "５,電気課,空白,電気課 10、保全課 90", "５,保全課,決定,電気課 50、保全課 50"
    )
    assert CaseFile.load(path).run()


def test_a_pending_row_gets_what_its_columns_can_hold(tmp_path: Path) -> None:
    text = "name,part,severity,owner,owner.rule,owner.ask,cost\na,drive,5,,,,\nb,drive,,,,,\n"
    assert updated(table(tmp_path, text)).split("\n")[1:] == [
        "a,drive,5,maintenance,stops,,maintenance",
        "b,drive,,,,severity,maintenance",
        "",
    ]


def test_a_row_after_a_cell_of_several_lines_is_found(tmp_path: Path) -> None:
    text = 'name,note,part,severity,owner\na,"one\ntwo",drive,5,maintenance\nb,,drive,5,electrical'
    assert updated(table(tmp_path, text)) == text.removesuffix("electrical") + "maintenance"


def test_a_table_without_a_column_for_it_stays_pending_and_says_so(tmp_path: Path) -> None:
    path = table(tmp_path, "name,part\na,drive\n")
    result = run("test", path, "--update")
    assert result.exit_code == 1
    assert "no column for what is expected" in result.output
    assert path.read_text() == "name,part\na,drive\n"


def test_a_workbook_is_not_rewritten(tmp_path: Path) -> None:
    write_policy(tmp_path)
    path = tmp_path / "plant.cases.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "part", "severity", "owner"])
        sheet.write_row(1, 0, ["a", "drive", 5, "electrical"])
    before = path.read_bytes()
    result = run("test", path, "--update")
    assert result.exit_code == 1
    assert "A workbook is not rewritten" in result.output
    assert path.read_bytes() == before
