// SPDX-License-Identifier: Apache-2.0
// Test cases of a policy: read from JSON and from tables, every mistake located; run; written anew.
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/testing/load_case_table.hpp"
#include "shozai/testing/load_cases.hpp"
#include "shozai/testing/run_case.hpp"
#include "shozai/testing/save_cases.hpp"
#include "support/documents.hpp"

namespace {

using shozai::case_field;
using shozai::case_mismatch;
using shozai::field_texts;
using shozai::load_case_table;
using shozai::load_cases;
using shozai::policy_set;
using shozai::run_case;
using shozai::testing::document;
using shozai::testing::rule_text;

std::string version(const std::string& name, const std::string& from, const std::string& to,
                    const std::string& owner) {
  return document({.header = R"({"id": "p", "version": ")" + name + R"(", "effective": {"from": )" +
                             from + R"(, "to": )" + to + "}}",
                   .aspects = R"({"owner": {"label": {"ja": "担当", "en": "Owner"},
         "interim": {"accountable": "quality", "rules": [{"id": "I1", "when": "severity == 5",
                     "then": {"accountable": "service"}}]},
         "rules": [)" + rule_text("R1", "kind == 'design'", owner) +
                              "," + rule_text("R2", "kind == 'wear'", "service") + "]}}"});
}

const policy_set& one() {
  static const policy_set set({shozai::compile_policy(version("1", "null", "null", "quality"))});
  return set;
}

const policy_set& two() {
  static const policy_set set(
      {shozai::compile_policy(version("1", "null", "\"2026-04-01\"", "quality")),
       shozai::compile_policy(version("2", "\"2026-04-01\"", "\"2027-04-01\"", "sales"))});
  return set;
}

std::string cases(const std::string& list) {
  return R"({"shozai_cases": 1, "cases": [)" + list + "]}";
}

using found = std::vector<std::pair<std::string, std::string>>;

found findings(const policy_set& versions, const std::string& text) {
  found all;
  auto loaded = load_cases(versions, text);
  CHECK(loaded.result.has_value() == loaded.findings.empty());
  for (const auto& each : loaded.findings) {
    all.emplace_back(each.code, each.pointer);
  }
  return all;
}

using cell_finding = std::tuple<std::string, std::size_t, std::size_t>;

std::vector<cell_finding> table_findings(const std::string& text) {
  std::vector<cell_finding> all;
  auto loaded = load_case_table(one(), text, "t.csv", "Sheet");
  CHECK_FALSE(loaded.result.has_value());
  for (const auto& each : loaded.findings) {
    REQUIRE(each.cell);
    CHECK(each.cell->sheet == "Sheet");
    CHECK(each.file == "t.csv");
    all.emplace_back(each.code, each.cell->row, each.cell->column);
  }
  return all;
}

std::vector<case_mismatch> run(const policy_set& versions, const std::string& one_case) {
  auto loaded = load_cases(versions, cases(one_case));
  REQUIRE(loaded.findings.empty());
  return run_case(versions, loaded.result->cases.at(0));
}

}  // namespace

TEST_CASE("a case passes if all that it expects is so, and says what is not") {
  CHECK(run(one(), R"({"name": "a", "fault": {"kind": "design"}, "expected": {"owner":
      {"state": "decided", "rule": "R1", "rules": null, "accountable": "quality", "ask": null,
       "interim": null, "interim_rule": null, "responsible": [], "cost_share": null}}})")
            .empty());
  CHECK(run(one(), R"({"name": "a", "fault": {"kind": "design"}, "expected": {"owner":
      {"state": "gap", "rule": "R2", "accountable": "quality", "informed": ["sales", "quality"],
       "cost_share": {"quality": 100}}}})") ==
        std::vector<case_mismatch>{
            {"owner", case_field::state, {"gap"}, {"decided"}},
            {"owner", case_field::rule, {"R2"}, {"R1"}},
            {"owner", case_field::informed, {"quality", "sales"}, {}},
            {"owner", case_field::cost_share, {"quality 100"}, {}},
        });
}

TEST_CASE("an open fault is expected with candidates, question and interim owner") {
  CHECK(run(one(), R"({"name": "a", "fault": {"severity": 5}, "expected": {"owner":
      {"state": "undetermined", "possible": ["service", "quality"], "open": ["accountable",
       "responsible", "consulted", "informed", "joint_visit", "cost_share"],
       "possible_states": ["gap", "decided"], "ask": "kind", "interim": "service",
       "interim_rule": "I1", "missing": null, "assumptions": null}}})")
            .empty());
}

TEST_CASE("a case without expectations is pending and has no mismatch") {
  for (const auto* expected : {"", R"(, "expected": null)", R"(, "expected": {})"}) {
    auto loaded =
        load_cases(one(), cases(R"({"name": "a", "fault": {})" + std::string(expected) + "}"));
    REQUIRE(loaded.result);
    CHECK(loaded.result->cases[0].is_pending());
    CHECK(run_case(one(), loaded.result->cases[0]).empty());
  }
}

TEST_CASE("the day of a case chooses the version; a day without one is a gap") {
  const auto on = [](const std::string& day, const std::string& expected) {
    return run(two(), R"({"name": "a", "at": ")" + day + R"(", "fault": {"kind": "design"},
      "expected": {"owner": )" +
                          expected + "}}");
  };
  CHECK(on("2026-03-31", R"({"accountable": "quality", "rule": "R1"})").empty());
  CHECK(on("2026-04-01", R"({"accountable": "sales"})").empty());
  CHECK(on("2027-04-01", R"({"state": "gap", "interim": "quality"})").empty());
  CHECK(on("2026-04-01", R"({"accountable": "quality"})") ==
        std::vector<case_mismatch>{{"owner", case_field::accountable, {"quality"}, {"sales"}}});
}

TEST_CASE("of a policy with several versions a case has to say the day") {
  CHECK(findings(two(), cases(R"({"name": "a", "fault": {}})")) == found{{"SZ805", "/cases/0"}});
}

TEST_CASE("every mistake in a file of cases is found at its place, and nothing is kept") {
  CHECK(findings(one(), cases(R"(
      {"name": "a", "fault": {"severty": 1, "severity": 6}, "expected": {
        "ownr": {},
        "owner": {"state": "decidd", "rule": "R9", "accountable": "qualty", "interim": "salse",
                  "ask": "knd", "interim_rule": "I9", "open": ["acountable"],
                  "assumptions": ["A1"], "missing": ["knd"], "cost_share": {"qualty": 101},
                  "informed": "sales", "colour": 1}}},
      {"name": "a", "at": "tomorrow", "fault": {}, "expected": {"owner": {}}},
      {"name": "", "tags": "x", "note": 5, "fault": [], "expected": []},
      {"fault": {}})")) == found{{"SZ160", "/cases/0/fault/severty"},
                                 {"SZ161", "/cases/0/fault/severity"},
                                 {"SZ801", "/cases/0/expected/ownr"},
                                 {"SZ121", "/cases/0/expected/owner/state"},
                                 {"SZ802", "/cases/0/expected/owner/rule"},
                                 {"SZ204", "/cases/0/expected/owner/accountable"},
                                 {"SZ113", "/cases/0/expected/owner/informed"},
                                 {"SZ204", "/cases/0/expected/owner/cost_share/qualty"},
                                 {"SZ125", "/cases/0/expected/owner/cost_share/qualty"},
                                 {"SZ121", "/cases/0/expected/owner/open/0"},
                                 {"SZ121", "/cases/0/expected/owner/assumptions/0"},
                                 {"SZ204", "/cases/0/expected/owner/interim"},
                                 {"SZ802", "/cases/0/expected/owner/interim_rule"},
                                 {"SZ160", "/cases/0/expected/owner/ask"},
                                 {"SZ160", "/cases/0/expected/owner/missing/0"},
                                 {"SZ111", "/cases/0/expected/owner/colour"},
                                 {"SZ803", "/cases/1/name"},
                                 {"SZ122", "/cases/1/at"},
                                 {"SZ804", "/cases/1/expected/owner"},
                                 {"SZ123", "/cases/2/name"},
                                 {"SZ113", "/cases/2/note"},
                                 {"SZ113", "/cases/2/tags"},
                                 {"SZ113", "/cases/2/fault"},
                                 {"SZ113", "/cases/2/expected"},
                                 {"SZ112", "/cases/3"}});
}

TEST_CASE("a file of cases has a format, cases, and no other keys than are known") {
  CHECK(findings(one(), R"({"shozai_cases": 2, "cases": {}, "case": []})") ==
        found{{"SZ115", "/shozai_cases"}, {"SZ113", "/cases"}, {"SZ111", "/case"}});
  CHECK(findings(one(), "{}") == found{{"SZ112", ""}, {"SZ112", ""}});
  CHECK(findings(one(), "[") == found{{"SZ100", ""}});
}

TEST_CASE("a table has the cases that JSON has") {
  const auto from_table = load_case_table(one(),
                                          "名称,備考,タグ,severity,kind,担当,担当.規則,"
                                          "owner.state,Owner.候補,owner.cost_share,担当.次の質問\n"
                                          "a,why,\"x, y、z\",5,design,quality,R1,決定,,なし,none\n"
                                          "b,,,,,,,未決,\"quality、service\",,kind\n"
                                          "c,,,,wear,,,,,,\n");
  REQUIRE(from_table.result);
  const auto from_json = load_cases(one(), cases(R"(
      {"name": "a", "note": "why", "tags": ["x", "y", "z"], "fault": {"severity": 5,
       "kind": "design"}, "expected": {"owner": {"accountable": "quality", "rule": "R1",
       "state": "decided", "cost_share": null, "ask": null}}},
      {"name": "b", "fault": {}, "expected": {"owner": {"state": "undetermined",
       "possible": ["quality", "service"], "ask": "kind"}}},
      {"name": "c", "fault": {"kind": "wear"}})"));
  REQUIRE(from_json.result);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& x = from_table.result->cases.at(i);
    const auto& y = from_json.result->cases.at(i);
    CHECK(x.name == y.name);
    CHECK(x.tags == y.tags);
    CHECK(x.note == y.note);
    CHECK(x.given == y.given);
    CHECK(x.expected == y.expected);
    CHECK(run_case(one(), x).empty());
    CHECK(x.cell->row == i + 2);
  }
}

TEST_CASE("every mistake in a table of cases is found in its cell") {
  CHECK(table_findings("name,colour,severity,severity\n") ==
        std::vector<cell_finding>{{"SZ189", 1, 2}, {"SZ188", 1, 4}});
  CHECK(table_findings("severity\n") == std::vector<cell_finding>{{"SZ190", 1, 1}});
  CHECK(table_findings("name,severity,owner,owner.rule,owner.cost_share\n"
                       "a,6,qualty,R9,quality\n"
                       "a,5,,,\n"
                       "b\n") == std::vector<cell_finding>{{"SZ161", 2, 2},
                                                           {"SZ802", 2, 4},
                                                           {"SZ204", 2, 3},
                                                           {"SZ122", 2, 5},
                                                           {"SZ803", 3, 1},
                                                           {"SZ180", 4, 1}});
  CHECK(table_findings("") == std::vector<cell_finding>{{"SZ187", 1, 1}});
}

TEST_CASE("what is decided is written as a case expects it") {
  const auto actual = [](const std::string& one_case) {
    auto loaded = load_cases(one(), cases(one_case));
    REQUIRE(loaded.result);
    return save_actual(one(), loaded.result->cases[0]).dump();
  };
  CHECK(actual(R"({"name": "a", "fault": {"kind": "design"}, "expected": {"owner":
      {"rule": "R2", "ask": "kind", "informed": ["sales"]}}})") ==
        R"({"owner":{"rule":"R1","informed":null,"ask":null}})");
  CHECK(actual(R"({"name": "a", "fault": {"kind": "design"}})") ==
        R"({"owner":{"state":"decided","rule":"R1","accountable":"quality"}})");
  CHECK(actual(R"({"name": "a", "fault": {}})") ==
        R"({"owner":{"state":"undetermined","interim":"quality","ask":"kind"}})");
  CHECK(shozai::save_tree(case_field::cost_share, field_texts{"quality 70", "sales 30"}).dump() ==
        R"({"quality":70,"sales":30})");
}
