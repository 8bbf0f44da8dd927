# SPDX-License-Identifier: Apache-2.0
"""The schemas that editors use: of files of cases, what they accept; of both, what they explain."""

from __future__ import annotations

import copy
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from typer.testing import CliRunner

import shozai
from shozai._core import CompiledCases, CompiledPolicySet
from shozai.cli import make_app
from shozai.layout_order import KEYS
from shozai.schema_command import WHAT_FOR, schema_text
from shozai.schema_names import SchemaName

from .test_schema import FORM, mutate

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "schema").glob("*.json"))
}
CASES = SCHEMAS["cases.schema.json"]
VALIDATOR = jsonschema.Draft202012Validator(CASES)

FAULT = {
    "severity": {"min": 4},
    "fault_class": {"in": ["wear", "misuse"]},
    "operating_hours": None,
    "reported_on": "2026-05-20",
    "under_contract": True,
    "repair_estimate": "50000",
}
EXPECTED = {
    "root_cause": {
        "state": "undetermined",
        "rule": None,
        "rules": ["RC-100"],
        "accountable": "quality",
        "responsible": ["service"],
        "consulted": None,
        "informed": [],
        "joint_visit": ["sales"],
        "cost_share": {"quality": 100},
        "possible": ["quality"],
        "possible_states": ["decided", "gap"],
        "open": ["responsible"],
        "assumptions": ["A-1"],
        "interim": "service",
        "interim_rule": None,
        "missing": None,
        "ask": "fault_class",
    }
}


def file_of(*cases: Any, **more: Any) -> dict[str, Any]:
    return {"shozai_cases": 1, "cases": list(cases)} | more


def case(**more: Any) -> dict[str, Any]:
    return {"name": "one", "fault": {}} | more


VALID = [
    file_of(),
    file_of(case()),
    file_of(case(expected=None)),
    file_of(case(expected={})),
    file_of(case(fault=FAULT, expected=EXPECTED, note="as agreed", tags=["launch"])),
    file_of(case(at="2026-05-20", note={"ja": "備考"}), policy=["a.json", "parts/b.json"]),
    file_of(policy="policy.json", title={"ja": "題名", "en": "title"}),
]
INVALID = [
    {"cases": []},
    {"shozai_cases": 2, "cases": []},
    {"shozai_cases": 1},
    file_of(extra=1),
    file_of({"fault": {}}),
    file_of({"name": "one"}),
    file_of(case(name="")),
    file_of(case(name=5)),
    file_of(case(expect={})),
    file_of(case(tags="launch")),
    file_of(case(at="20 May")),
    file_of(case(fault=[])),
    file_of(case(fault={"severity": [4]})),
    file_of(case(fault={"severity": {"least": 4}})),
    file_of(case(expected={"root_cause": {}})),
    file_of(case(expected={"root_cause": None})),
    file_of(case(expected={"root_cause": {"owner": "quality"}})),
    file_of(case(expected={"root_cause": {"state": "open"}})),
    file_of(case(expected={"root_cause": {"rule": ["RC-100"]}})),
    file_of(case(expected={"root_cause": {"informed": "sales"}})),
    file_of(case(expected={"root_cause": {"cost_share": {"quality": 101}}})),
    file_of(note="x"),
    file_of(title={}),
    file_of(policy=5),
]
OUTSIDE = ["../policy.json", "/etc/policy.json", "C:\\policy.json", "policy.xlsx", ""]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_valid_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("tree", VALID)
def test_what_a_file_of_cases_may_say_is_accepted(tree: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(tree)] == []


@pytest.mark.parametrize("tree", INVALID)
def test_what_a_file_of_cases_must_not_say_is_refused(tree: Any) -> None:
    assert list(VALIDATOR.iter_errors(tree))


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_policy_lies_in_the_folder_of_the_cases(path: str) -> None:
    assert list(VALIDATOR.iter_errors(file_of(policy=path)))
    assert list(VALIDATOR.iter_errors(file_of(policy=[path])))


def test_files_of_cases_in_the_repository_fit_the_schema() -> None:
    for path in ROOT.glob("examples/**/*.cases.json"):
        tree = json.loads(path.read_text(encoding="utf-8"))
        assert [error.message for error in VALIDATOR.iter_errors(tree)] == [], path


# --- the schema and the loader ---

POLICY = shozai.Policy.loads(
    json.dumps(
        {
            "shozai": 1,
            "policy": {"id": "p", "version": "1"},
            "attributes": {
                "severity": {"type": "int", "min": 1, "max": 5, "optional": True},
                "cause": {"type": "enum", "values": {"wear": {}, "misuse": {}}},
                "estimate": {"type": "decimal", "scale": 2},
            },
            "departments": {"quality": {}, "service": {}},
            "aspects": {
                "owner": {
                    "interim": {"accountable": "service"},
                    "rules": [
                        {"id": "R-1", "when": "severity > 3", "then": {"accountable": "quality"}}
                    ],
                }
            },
        }
    )
)
GOOD = file_of(
    case(
        note={"ja": "備考", "en": "note"},
        tags=["launch"],
        at="2026-05-20",
        fault={"severity": {"min": 4}, "cause": {"in": ["wear"]}, "estimate": "12.50"},
        expected={
            "owner": {
                "state": "decided",
                "rule": "R-1",
                "rules": ["R-1"],
                "accountable": "quality",
                "informed": None,
                "cost_share": {"quality": 100},
                "open": ["cost_share"],
                "interim_rule": None,
                "ask": None,
                "missing": ["severity"],
            }
        },
    ),
    case(name="two", fault={"severity": None, "cause": {"not_in": ["misuse"]}}, expected=None),
    title="cases",
    policy="p.json",
)


def refused(tree: Any) -> set[str]:
    try:
        CompiledCases(CompiledPolicySet([POLICY._core]), json.dumps(tree), "x.cases.json")
    except shozai.PolicyError as error:
        return {finding.code for finding in error.diagnostics if finding.level == "error"}
    return set()


def test_schema_and_loader_accept_the_same_file() -> None:
    assert refused(GOOD) == set()
    assert list(VALIDATOR.iter_errors(GOOD)) == []


@pytest.mark.parametrize("seed", range(10))
def test_schema_and_loader_refuse_the_same_mutants(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        mutant = mutate(GOOD, rng)
        by_schema = [error.message for error in VALIDATOR.iter_errors(mutant)]
        by_loader = refused(mutant)

        where = json.dumps(mutant, ensure_ascii=False)
        if by_schema and not policy_changed(mutant):
            assert by_loader, (by_schema[:3], where)
        if by_loader & FORM:
            assert by_schema, (sorted(by_loader), where)


def policy_changed(mutant: Any) -> bool:
    """Whether the mutant names another policy, which the loader of cases does not look for."""
    return bool(mutant.get("policy") != GOOD["policy"])


# --- what editors show ---


def properties(schema: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """The properties that a schema explains; not those that only add a condition."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from properties(item, f"{at}/{number}")
    elif isinstance(schema, dict):
        for key, below in schema.items():
            if key in ("if", "not", "allOf", "examples", "const", "enum"):
                continue
            if key == "properties":
                yield from ((f"{at}/{name}", each) for name, each in below.items())
            if not (key == "then" and "$ref" not in below):
                yield from properties(below, f"{at}/{key}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_is_explained_in_both_languages_and_has_an_example(name: str) -> None:
    found = list(properties(SCHEMAS[name]))
    assert len(found) > 25
    for at, each in [*found, *SCHEMAS[name]["$defs"].items()]:
        english, _mark, japanese = each.get("description", "").partition(" ／ ")
        assert english.endswith((".", ")", "?")), at
        assert re.search("[\u3040-\u30ff\u4e00-\u9fff]", japanese), at
        assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", english), at
    for at, each in found:
        assert each.get("examples"), at


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_example_fits_what_it_is_an_example_of(name: str) -> None:
    schema = SCHEMAS[name]
    for at, each in [*properties(schema), *schema["$defs"].items()]:
        part = {**copy.deepcopy(each), "$defs": schema["$defs"]}
        for example in each.get("examples", ()):
            errors = jsonschema.Draft202012Validator(part).iter_errors(example)
            assert [error.message for error in errors] == [], (at, example)


@pytest.mark.parametrize(
    ("form", "definition"),
    [
        ("attribute", "policy.schema.json"),
        ("aspect", "policy.schema.json"),
        ("rule", "policy.schema.json"),
        ("assignment", "policy.schema.json"),
        ("department", "policy.schema.json"),
        ("case", "cases.schema.json"),
        ("expectation", "cases.schema.json"),
    ],
)
def test_the_layout_knows_every_key_of_the_schema(form: str, definition: str) -> None:
    assert SCHEMAS[definition]["$defs"][form]["properties"].keys() <= KEYS[form].keys()


def test_expectations_have_the_same_keys_everywhere() -> None:
    header = (ROOT / "include/shozai/testing/case_field.hpp").read_text(encoding="utf-8")
    [names] = re.findall(r"case_field_names = \{([^}]+)\}", header)
    fields = re.findall(r'"(\w+)"', names)

    assert list(KEYS["expectation"]) == fields
    assert list(CASES["$defs"]["expectation"]["properties"]) == fields


def test_the_layout_knows_every_key_at_the_top() -> None:
    assert SCHEMAS["policy.schema.json"]["properties"].keys() == KEYS["document"].keys()
    assert CASES["properties"].keys() == KEYS["cases"].keys()


# --- the command ---


def test_the_schemas_that_ship_are_those_of_the_repository() -> None:
    assert {f"{name}.schema.json" for name in SchemaName} == SCHEMAS.keys()
    assert WHAT_FOR.keys() == set(SchemaName)
    for name in SchemaName:
        assert json.loads(schema_text(name)) == SCHEMAS[f"{name}.schema.json"]


def test_the_command_prints_or_writes_a_schema(tmp_path: Path) -> None:
    app = make_app("en")
    printed = CliRunner().invoke(app, ["schema", "cases"])
    assert json.loads(printed.output) == CASES

    out = tmp_path / "cases.schema.json"
    assert CliRunner().invoke(app, ["schema", "cases", "--out", str(out)]).output == ""
    assert json.loads(out.read_text(encoding="utf-8")) == CASES


def test_without_a_name_the_command_says_which_schemas_there_are() -> None:
    listed = CliRunner().invoke(make_app("ja"), ["schema"])

    assert listed.exit_code == 0
    assert "policy" in listed.output
    assert "NAME.cases.json" in listed.output


def test_a_schema_that_there_is_not_is_wrong_usage() -> None:
    assert CliRunner().invoke(make_app("en"), ["schema", "nothing"]).exit_code == 2
