# SPDX-License-Identifier: Apache-2.0
"""The canonical layout: one way to write a document, and the document stays the same."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import shozai
from shozai.json_tree import Number, read_tree
from shozai.layout import WIDTH, layout, width
from shozai.layout_files import DocumentFiles
from shozai.layout_order import KEYS, TOGETHER

from .oracle import random_policy

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.json"))
CORPUS = sorted((ROOT / "tests/conformance").rglob("*.json"))


def policies_in(tree: Any) -> list[Any]:
    """The policies of a file: itself, or those that a file of the corpus holds."""
    if not isinstance(tree, dict):
        return []
    if "shozai" in tree:
        return [tree]
    return [tree[key] for key in ("policy", "before", "after", "old", "new") if key in tree]


def corpus() -> list[Any]:
    found = []
    for path in [*EXAMPLES, *CORPUS]:
        try:
            tree = json.loads(path.read_bytes())
        except ValueError:
            continue  # invalid on purpose
        for number, policy in enumerate(policies_in(tree)):
            name = f"{path.relative_to(ROOT)}-{number}"
            found.append(pytest.param(json.dumps(policy, ensure_ascii=False), id=name))
    return found


def laid_out(text: str, folder: Path = Path()) -> str:
    """A whole document as `shozai fmt` lays it out."""
    document = DocumentFiles.read(folder / "policy.json", text.encode())
    [file] = document.laid_out(document.policy())
    return file.after.decode()


def same_but_for_conditions(old: Any, new: Any) -> bool:
    """Whether two trees have the same keys and values, in any order of keys.

    Conditions and cells may be written otherwise; what they mean the hash tells.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(
            (isinstance(old[key], (str, list)) and key in ("when", "that", "if", "derived"))
            or same_but_for_conditions(old[key], new[key])
            for key in old
        )
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(same_but_for_conditions, old, new))
    return type(old) is type(new) and bool(old == new)


def keeps_everything(text: str) -> None:
    try:
        policy = shozai.Policy.loads(text)
    except shozai.PolicyError:
        return
    after = laid_out(text)
    assert shozai.Policy.loads(after).hash == policy.hash
    assert laid_out(after) == after
    assert same_but_for_conditions(read_tree(text.encode()), read_tree(after.encode()))


@pytest.mark.parametrize("text", corpus())
def test_a_policy_of_the_repository_stays_the_same_policy(text: str) -> None:
    keeps_everything(text)


def test_most_policies_of_the_repository_load_so_that_there_is_something_to_compare() -> None:
    loaded = 0
    for parameters in corpus():
        try:
            shozai.Policy.loads(parameters.values[0])
        except shozai.PolicyError:
            continue
        loaded += 1
    assert loaded > 40


@pytest.mark.parametrize("seed", range(150))
def test_a_random_policy_stays_the_same_policy_in_whatever_order_its_keys_stand(seed: int) -> None:
    rng = random.Random(seed)
    document = random_policy(rng)
    keeps_everything(json.dumps(shuffled_records(document, "document", rng), ensure_ascii=False))


def shuffled_records(node: Any, form: str, rng: random.Random) -> Any:
    """The same tree, the keys of objects of the format in another order."""
    if isinstance(node, list):
        each = form[1:-1] if form.startswith("[") else ""
        return [shuffled_records(item, each, rng) for item in node]
    if not isinstance(node, dict):
        return node
    form = form.removesuffix("?")
    keys = list(node)
    if form in KEYS:
        rng.shuffle(keys)
    each = form[1:-1] if form.startswith("{") else ""
    return {k: shuffled_records(node[k], KEYS.get(form, {}).get(k, each), rng) for k in keys}


def test_keys_of_the_format_are_put_in_order_and_names_of_the_user_are_not() -> None:
    document = {
        "aspects": {"b": {"rules": [], "interim": {"within": "P1D", "accountable": "x"}}, "a": {}},
        "attributes": {"z": {"values": {"q": {}, "p": {}}, "type": "enum"}, "y": {"type": "bool"}},
        "shozai": 1,
    }
    tree = json.loads(layout(document))

    assert list(tree) == ["shozai", "attributes", "aspects"]
    assert list(tree["attributes"]) == ["z", "y"]
    assert list(tree["attributes"]["z"]) == ["type", "values"]
    assert list(tree["attributes"]["z"]["values"]) == ["q", "p"]
    assert list(tree["aspects"]) == ["b", "a"]
    assert list(tree["aspects"]["b"]["interim"]) == ["accountable", "within"]


def test_a_rule_that_is_too_long_for_a_line_has_a_line_for_each_part() -> None:
    rule = {
        "review_by": "2027-10-31",
        "source": "営業規程 SL-020 5.1",
        "steward": "sales",
        "because": {
            "en": "carriage and its insurance were arranged by sales",
            "ja": "輸送の手配と運送保険は営業の契約範囲である。",
        },
        "then": {"informed": ["sales"], "accountable": "quality"},
        "overrides": ["section:channel"],
        "when": "fault_class == 'transport'",
        "section": "cause",
        "id": "CR-180",
    }
    document = {"shozai": 1, "aspects": {"a": {"rules": [rule, {"id": "R", "when": "true"}]}}}

    assert (
        layout(document)
        == """\
{
  "shozai": 1,
  "aspects": {
    "a": {
      "rules": [
        {
          "id": "CR-180", "section": "cause",
          "when": "fault_class == 'transport'",
          "overrides": ["section:channel"],
          "then": {"accountable": "quality", "informed": ["sales"]},
          "because": {
            "ja": "輸送の手配と運送保険は営業の契約範囲である。",
            "en": "carriage and its insurance were arranged by sales"
          },
          "source": "営業規程 SL-020 5.1", "steward": "sales", "review_by": "2027-10-31"
        },
        {"id": "R", "when": "true"}
      ]
    }
  }
}
"""
    )


def test_rows_of_a_table_that_fit_are_a_line_each() -> None:
    rows = [
        {"then": {"accountable": "x"}, "if": ["a, b", "<= 365"], "id": "C-1"},
        {"then": {"accountable": "y"}, "if": ["-", "-"], "id": "C-2", "because": "so " * 40},
    ]
    text = layout({"shozai": 1, "aspects": {"a": {"table": {"columns": ["p"], "rows": rows}}}})

    assert (
        '          {"id": "C-1", "if": ["a, b", "<= 365"], "then": {"accountable": "x"}},\n' in text
    )
    assert '            "id": "C-2", "if": ["-", "-"],\n' in text


def test_a_file_of_cases_has_an_order_of_its_own() -> None:
    expected = {"root_cause": {"ask": None, "rule": "R-1", "state": "decided"}}
    case = {"expected": expected, "fault": {"z": 1, "a": {"max": 3, "min": 2}}, "name": "one"}
    tree = json.loads(layout({"cases": [case], "policy": "p.json", "shozai_cases": 1}))

    assert list(tree) == ["shozai_cases", "policy", "cases"]
    assert list(tree["cases"][0]) == ["name", "fault", "expected"]
    assert list(tree["cases"][0]["fault"]) == ["z", "a"]
    assert list(tree["cases"][0]["expected"]["root_cause"]) == ["state", "rule", "ask"]


def test_keys_that_nobody_knows_come_last_and_are_kept() -> None:
    tree = json.loads(layout({"unknown": {"b": 1, "a": 2}, "shozai": 1}))

    assert list(tree) == ["shozai", "unknown"]
    assert list(tree["unknown"]) == ["b", "a"]


@pytest.mark.parametrize("number", ["1.50", "0.1", "-0", "1E5", "123456789012345678", "5.0"])
def test_numbers_stay_as_they_are_spelt(number: str) -> None:
    text = f'{{"shozai": 1, "organization": {{"n": {number}}}}}'
    assert f'"n": {number}' in layout(read_tree(text.encode()))


def test_a_wide_character_takes_two_columns_and_a_mark_on_a_letter_none() -> None:
    assert width("abc") == 3
    assert width("規程（A）") == 9
    assert width("e\N{COMBINING ACUTE ACCENT}") == 1
    assert width("ｶﾅ") == 2


def test_a_line_is_broken_where_it_is_wider_than_100_columns_with_a_comma() -> None:
    fits = "規" * ((WIDTH - len('  "id": {"x": ""},')) // 2)

    assert f'"id": {{"x": "{fits}"}}' in layout({"id": {"x": fits}, "z": 1})
    assert f'"x": "{fits}規"\n' in layout({"id": {"x": fits + "規"}, "z": 1})


def test_what_cannot_be_seen_is_spelt_out() -> None:
    hidden = "a\N{RIGHT-TO-LEFT OVERRIDE}b\N{ZERO WIDTH SPACE}c\N{DELETE}d\N{SOFT HYPHEN}"
    text = layout({"shozai": hidden})

    assert r"a\u202eb\u200bc\u007fd\u00ad" in text
    assert json.loads(text) == {"shozai": hidden}


def test_texts_and_keys_are_brought_into_normal_form_c_but_names_of_files_are_not() -> None:
    decomposed = unicodedata.normalize("NFD", "が.json")
    document = {
        "shozai": 1,
        "attributes": {"file": decomposed},
        "parties": {decomposed: {"label": decomposed}},
    }
    tree = json.loads(layout(document))

    assert tree["attributes"] == {"file": decomposed}
    assert tree["parties"] == {"が.json": {"label": "が.json"}}


def test_two_keys_that_are_one_in_normal_form_c_are_refused() -> None:
    decomposed = unicodedata.normalize("NFD", "が")
    with pytest.raises(shozai.PolicyError) as error:
        layout({"shozai": 1, "attributes": {"x": {"values": {"が": {}, decomposed: {}}}}})

    [finding] = error.value.diagnostics
    assert (finding.code, finding.pointer) == ("SZ103", f"/attributes/x/values/{decomposed}")


def test_what_shares_a_line_is_known_and_stands_together() -> None:
    for form, groups in TOGETHER.items():
        for group in groups:
            assert group <= KEYS[form].keys(), form
    for keys in KEYS.values():
        for below in keys.values():
            name = below.strip("?[]{}")
            assert name in KEYS or name in ("", "=", "path")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=60),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(
            st.text(max_size=20) | st.sampled_from(["id", "when", "aspects", "rules", "ja", "en"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


def normal(node: Any) -> Any:
    if isinstance(node, str):
        return unicodedata.normalize("NFC", node)
    if isinstance(node, list):
        return [normal(item) for item in node]
    if isinstance(node, dict):
        return {normal(key): normal(member) for key, member in node.items()}
    return node


@given(JSON)
def test_any_tree_is_kept_but_for_its_normal_form_and_laid_out_once_and_for_all(tree: Any) -> None:
    try:
        text = layout(tree)
    except shozai.PolicyError:
        return  # two keys are one
    assert json.loads(text) == normal(tree)
    assert layout(json.loads(text)) == text
    assert text.endswith("\n")
    assert not any(line != line.rstrip() for line in text.split("\n"))


def test_numbers_of_a_text_are_texts_that_know_they_are_numbers() -> None:
    tree = read_tree(b'{"a": 1.10, "b": "1.10"}')

    assert tree == {"a": "1.10", "b": "1.10"}
    assert isinstance(tree["a"], Number)
    assert not isinstance(tree["b"], Number)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"a": 1, "a": 2}', "SZ103"),
        (b'{"a": 1,}', "SZ101"),
        (b"[" * 100, "SZ102"),
        (b'{"a": "\xff"}', "SZ105"),
        (b'{"a": NaN}', "SZ101"),
        (b'{"a": 99999999999999999999}', "SZ104"),
    ],
)
def test_what_is_no_json_within_the_limits_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(shozai.PolicyError) as error:
        read_tree(data, "x.json")
    assert [finding.code for finding in error.value.diagnostics] == [code]
    assert {finding.file for finding in error.value.diagnostics} == {"x.json"}
