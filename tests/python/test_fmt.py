# SPDX-License-Identifier: Apache-2.0
"""`shozai fmt` writes a document and all its files in the canonical layout, or none of them."""

from __future__ import annotations

import errno
import json
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

import shozai
from shozai.cli import make_app

if TYPE_CHECKING:
    from pathlib import Path

ATTRIBUTES: dict[str, Any] = {
    "severity": {"max": 5, "min": 1, "type": "int"},
    "cause": {"values": {"wear": {}, "misuse": {}}, "type": "enum"},
}
ASPECT: dict[str, Any] = {
    "table": {"file": "rows.csv"},
    "rules": [
        {"then": {"accountable": "quality"}, "when": '(severity>=4)&&cause=="wear"', "id": "A"}
    ],
    "interim": {"accountable": "service"},
}
ROWS = "id,cause,accountable\nB,misuse,service\n"


def document(**more: Any) -> dict[str, Any]:
    tree = {
        "aspects": {"owner": ASPECT | {"table": {"columns": ["severity"], "rows": []}}},
        "departments": {"quality": {}, "service": {}},
        "attributes": ATTRIBUTES,
        "policy": {"version": "1", "id": "p"},
        "shozai": 1,
    }
    return tree | more


def write(path: Path, tree: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    return write(tmp_path / "policy.json", document())


@pytest.fixture
def split(tmp_path: Path) -> Path:
    """A document whose parts are files, one named by another."""
    write(tmp_path / "parts" / "attributes.json", ATTRIBUTES)
    write(tmp_path / "owner.json", ASPECT)
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    aspects = write(tmp_path / "aspects.json", {"owner": {"file": "owner.json"}})
    parts = {"attributes": {"file": "parts/attributes.json"}, "aspects": {"file": aspects.name}}
    return write(tmp_path / "policy.json", document(**parts))


def run(*arguments: object, typed: bytes | None = None) -> Result:
    return CliRunner().invoke(make_app("en"), ["fmt", *map(str, arguments)], input=typed)


def test_a_document_is_written_once_and_then_left_alone(policy: Path) -> None:
    before = shozai.Policy.load(policy)

    first = run(policy)
    assert first.exit_code == 0
    assert f"laid out: {policy}" in first.output
    text = policy.read_text(encoding="utf-8")
    assert text.startswith('{\n  "shozai": 1,\n  "policy": {"id": "p", "version": "1"},\n')
    assert '"when": "severity >= 4 && cause == \'wear\'"' in text
    assert shozai.Policy.load(policy).hash == before.hash

    second = run(policy)
    assert second.exit_code == 0
    assert second.output == "0 files laid out, 1 file unchanged\n"
    assert policy.read_text(encoding="utf-8") == text


def test_line_ends_and_a_byte_order_mark_are_put_right(policy: Path) -> None:
    run(policy)
    text = policy.read_bytes()
    policy.write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))

    assert run("--check", policy).exit_code == 1
    assert run(policy).exit_code == 0
    assert policy.read_bytes() == text


def test_the_files_that_a_document_names_are_laid_out_with_it(split: Path) -> None:
    before = shozai.Policy.load(split).hash

    result = run(split)

    assert result.exit_code == 0, result.output
    assert "4 files laid out" in result.output
    assert shozai.Policy.load(split).hash == before
    owner = (split.parent / "owner.json").read_text(encoding="utf-8")
    assert list(json.loads(owner)) == ["interim", "rules", "table"]
    assert '"when": "severity >= 4 && cause == \'wear\'"' in owner
    attributes = (split.parent / "parts" / "attributes.json").read_text(encoding="utf-8")
    assert '"severity": {"type": "int", "min": 1, "max": 5}' in attributes
    assert (split.parent / "rows.csv").read_text(encoding="utf-8") == ROWS


def test_parts_that_are_named_beside_their_document_are_no_documents_of_their_own(
    split: Path,
) -> None:
    assert run(split.parent / "owner.json", split).exit_code == 0

    alone = run(split.parent / "owner.json")
    assert alone.exit_code == 1
    assert "is neither a policy nor a file of cases" in alone.output


def test_check_writes_nothing_and_says_what_would_change(policy: Path) -> None:
    before = policy.read_bytes()

    result = run("--check", policy)

    assert result.exit_code == 1
    assert f"not in the canonical layout: {policy}" in result.output
    assert "1 file to lay out, 0 files as they should be" in result.output
    assert policy.read_bytes() == before
    run(policy)
    assert run("--check", policy).exit_code == 0


def test_diff_writes_nothing_and_shows_the_lines(policy: Path) -> None:
    before = policy.read_bytes()

    result = run("--diff", policy)

    assert result.exit_code == 1
    assert policy.read_bytes() == before
    lines = result.output.split("\n")
    assert f"--- {policy}" in lines
    assert '+  "shozai": 1,' in lines
    assert any(line.startswith('-{"aspects"') for line in lines)


def test_a_document_with_errors_stays_as_it_is_and_others_are_written(
    policy: Path, tmp_path: Path
) -> None:
    bad = write(tmp_path / "bad.json", document(departments={"quality": {}}, teams={"T": 1}))
    before = bad.read_bytes()

    result = run(bad, policy)

    assert result.exit_code == 1
    assert "SZ204" in result.output  # an unknown department
    assert "SZ118" in result.output  # and a bad name: all findings, not only the first
    assert f"{bad} is left as it is" in result.output
    assert bad.read_bytes() == before
    assert policy.read_bytes().startswith(b'{\n  "shozai"')


def test_an_error_in_a_part_leaves_the_whole_document_as_it_is(split: Path) -> None:
    owner = split.parent / "owner.json"
    owner.write_text(owner.read_text(encoding="utf-8").replace("severity", "sevrity"))
    before = {path: path.read_bytes() for path in split.parent.rglob("*.*")}

    result = run(split)

    assert result.exit_code == 1
    assert "owner.json:1:" in result.output
    assert {path: path.read_bytes() for path in split.parent.rglob("*.*")} == before


def test_a_key_that_stands_twice_is_refused(policy: Path) -> None:
    policy.write_text('{"shozai": 1, "shozai": 1}')

    result = run(policy)

    assert result.exit_code == 1
    assert "SZ103" in result.output


def test_texts_are_brought_into_normal_form_c_and_it_says_which(tmp_path: Path) -> None:
    plain = document(departments={"quality": {"label": "ガス"}, "service": {}})
    tree = json.loads(unicodedata.normalize("NFD", json.dumps(plain, ensure_ascii=False)))
    path = write(tmp_path / "policy.json", tree)

    result = run(path)

    assert result.exit_code == 0
    assert "/departments/quality/label: brought into Unicode normal form C" in result.output
    assert '"label": "ガス"' in path.read_text(encoding="utf-8")


def test_what_would_no_longer_load_in_normal_form_c_stays_as_it_is(tmp_path: Path) -> None:
    twice: dict[str, Any] = {
        "が": {"children": {unicodedata.normalize("NFD", "が"): {}}},
        "wear": {},
        "misuse": {},
    }
    cause = {"type": "enum", "values": twice}
    path = write(tmp_path / "policy.json", document(attributes=ATTRIBUTES | {"cause": cause}))
    shozai.Policy.load(path)
    before = path.read_bytes()

    result = run(path)

    assert result.exit_code == 1
    assert "is left as it is" in result.output
    assert path.read_bytes() == before


def test_a_file_of_cases_is_laid_out_without_its_policy(tmp_path: Path) -> None:
    cases = {"cases": [{"fault": {"b": 1, "a": 2}, "name": "one"}], "shozai_cases": 1}
    path = write(tmp_path / "policy.cases.json", cases)

    assert run(path).exit_code == 0
    assert path.read_text(encoding="utf-8") == (
        '{"shozai_cases": 1, "cases": [{"name": "one", "fault": {"b": 1, "a": 2}}]}\n'
    )


def test_standard_input_goes_to_standard_output(policy: Path) -> None:
    typed = policy.read_bytes()

    result = run("-", typed=typed)

    assert result.exit_code == 0
    run(policy)
    assert result.stdout_bytes == policy.read_bytes()
    assert run("-", typed=result.stdout_bytes).stdout_bytes == result.stdout_bytes
    assert run("--check", "-", typed=typed).exit_code == 1
    assert run("--check", "-", typed=result.stdout_bytes).exit_code == 0


def test_standard_input_finds_the_files_that_it_names_where_it_is_said_to_belong(
    split: Path,
) -> None:
    typed = split.read_bytes()

    alone = run("-", typed=typed)
    assert alone.exit_code == 1
    assert alone.stdout == ""
    assert "SZ132" in alone.stderr

    placed = run("-", "--stdin-name", split, typed=typed)
    assert placed.exit_code == 0
    assert placed.stdout_bytes.startswith(b'{\n  "shozai": 1,')
    assert split.read_bytes() == typed


def test_standard_input_with_errors_gives_nothing_on_standard_output() -> None:
    result = run("-", typed=b'{"shozai": 1')

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "SZ100" in result.stderr


def test_standard_input_goes_alone(policy: Path) -> None:
    assert run("-", policy, typed=b"{}").exit_code == 2


def test_a_file_that_is_not_there_is_said_and_the_rest_is_written(
    policy: Path, tmp_path: Path
) -> None:
    result = run(tmp_path / "none.json", policy)

    assert result.exit_code == 1
    assert "cannot read" in result.output
    assert policy.read_bytes().startswith(b'{\n  "shozai"')


def test_a_link_stays_a_link_and_rights_stay_rights(policy: Path, tmp_path: Path) -> None:
    policy.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(policy)

    assert run(link).exit_code == 0
    assert link.is_symlink()
    assert policy.read_bytes().startswith(b'{\n  "shozai"')
    assert policy.stat().st_mode & 0o777 == 0o640


def test_a_file_outside_the_folder_of_the_document_is_neither_read_nor_written(
    tmp_path: Path,
) -> None:
    secret = write(tmp_path / "secret.json", ATTRIBUTES)
    inside = tmp_path / "policies"
    write(inside / "policy.json", document(attributes={"file": "link.json"}))
    (inside / "link.json").symlink_to(secret)
    before = secret.read_bytes()

    result = run(inside / "policy.json")

    assert result.exit_code == 1
    assert secret.read_bytes() == before


def test_if_one_file_cannot_be_written_none_is(
    split: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in split.parent.rglob("*.*")}
    copymode = shutil.copymode

    def full(source: Path, target: str) -> None:
        if source.name == "owner.json":
            raise OSError(errno.ENOSPC, "No space left on device", target)
        copymode(source, target)

    monkeypatch.setattr(shutil, "copymode", full)

    result = run(split)

    assert result.exit_code == 2
    assert "No space left" in result.output
    assert {path: path.read_bytes() for path in split.parent.rglob("*.*")} == before


def test_the_words_are_japanese_where_the_reader_is(policy: Path) -> None:
    result = CliRunner().invoke(make_app("ja"), ["fmt", str(policy)])
    assert "整形しました" in result.output
