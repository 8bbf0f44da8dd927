// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/policy/load.hpp>
#include <shozai/policy/save.hpp>
#include <string>
#include <utility>
#include <variant>

#include "support/documents.hpp"

namespace {

using shozai::loaded_document;
using shozai::testing::document;

// A document whose aspect has the table `table`, which may name rules.csv with the text `csv`.
loaded_document load(const std::string& table, const std::string& csv = {}) {
  shozai::load_options options;
  options.resolve = [csv](const std::string&) -> std::variant<std::string, shozai::file_problem> {
    return csv;
  };
  return shozai::load_document(
      document({.attributes = R"({"severity": {"type": "int", "min": 1, "max": 5},
            "kind": {"type": "enum", "columns": ["区分"],
                     "values": {"design": {}, "misuse": {"ja": "誤使用"}, "wear": {}}}})",
                .aspects = R"({"owner": {"interim": {"accountable": "sales"},
            "sections": {"safety": {}}, "table": )" +
                           table + "}}",
                .more = R"(, "parties": {"customer": {}})"}),
      options);
}

loaded_document load_csv(const std::string& csv) {
  return load(R"({"file": "rules.csv"})", csv);
}

std::string said(const loaded_document& loaded) {
  std::string all;
  for (const auto& each : loaded.findings) {
    const auto place = each.cell ? each.file + " " + std::to_string(each.cell->row) + ":" +
                                       std::to_string(each.cell->column)
                                 : each.pointer;
    all += (all.empty() ? "" : "\n") + place + " " + each.code + " " +
           each.message(shozai::language::en);
  }
  return all;
}

}  // namespace

TEST_CASE("a table in a file is the table written out", "[policy][table]") {
  const auto file = load_csv(
      "id,severity,区分,accountable,informed,cost_share,because,because.ja,overrides,section,"
      "review_by\n"
      "C-1,>= 4,\"misuse, wear\",sales,\"service, quality\",\"sales 70, customer "
      "30\",,理由,,safety,\n"
      "C-2,-,not(misuse),service,,,reason,,C-1,,2027-03-31\n");
  const auto inline_table = load(R"json({"columns": ["severity", "kind"], "rows": [
      {"id": "C-1", "if": [">= 4", "misuse, wear"], "section": "safety",
       "then": {"accountable": "sales", "informed": ["quality", "service"],
                "cost_share": {"sales": 70, "customer": 30}}, "because": {"ja": "理由"}},
      {"id": "C-2", "if": ["-", "not(misuse)"], "overrides": ["C-1"], "review_by": "2027-03-31",
       "then": {"accountable": "service"}, "because": "reason"}]})json");
  CHECK(said(file).empty());
  CHECK(said(inline_table).empty());
  REQUIRE(file.document.has_value());
  CHECK(file.document == inline_table.document);
  CHECK(shozai::save(*file.document) == shozai::save(*inline_table.document));
}

TEST_CASE("cells join into one condition, without those that accept everything",
          "[policy][table]") {
  const auto loaded = load(R"({"columns": ["severity", "kind"], "rows": [
      {"id": "C-1", "if": ["-", "-"], "then": {"accountable": "sales"}, "because": "b"},
      {"id": "C-2", "if": ["5", "-"], "then": {"accountable": "sales"}, "because": "b"},
      {"id": "C-3", "if": ["5", "wear"], "then": {"accountable": "sales"}, "because": "b"}]})");
  REQUIRE(loaded.document.has_value());
  const auto& rules = loaded.document->aspects[0].rules;
  CHECK(rules[0].when == shozai::condition::always(true));
  CHECK(rules[1].when.what == shozai::condition::kind::test);
  CHECK(rules[2].when.what == shozai::condition::kind::conjunction);
}

TEST_CASE("findings about a table file are at its cells", "[policy][table]") {
  const std::string heading = "id,severity,区分,accountable,cost_share,because\n";
  CHECK(said(load_csv(heading + "C-1,6x,誤使用,sale,,b\n")) ==
        "rules.csv 2:2 SZ210 `6x` is not a constant of type int, which `severity` needs\n"
        "rules.csv 2:4 SZ204 unknown department `sale`");
  CHECK(said(load_csv(heading + "C 1,5,wear,sales,,b\n")) ==
        "rules.csv 2:1 SZ118 `C 1` cannot be a name here");
  CHECK(said(load_csv(heading + "\nC-1,5,wear,sales,,b\n\nC-1,4,wear,sales,,b\n")) ==
        "rules.csv 5:1 SZ119 id `C-1` is used twice");
  CHECK(said(load_csv(heading + ",5,wear,sales,,b\n")) ==
        "rules.csv 2:1 SZ112 required key `id` is missing");
  CHECK(said(load_csv(heading + "C-1,5,wear,,,b\n")) ==
        "rules.csv 2:4 SZ112 required key `accountable` is missing");
  CHECK(said(load_csv(heading + "C-1,5,wear,sales,\"sales 70, service 20\",b\n")) ==
        "rules.csv 2:5 SZ231 the cost shares add up to 90, not to 100");
  CHECK(said(load_csv(heading + "C-1,5,wear,sales,\"sales 70, service\",b\n")) ==
        "rules.csv 2:5 SZ122 `service` is not a share such as `sales 30`");
  CHECK(said(load_csv(heading + "C-1,,wear,sales,,b\n")) == "rules.csv 2:2 SZ191 an empty cell");
  CHECK(said(load_csv(heading + "C-1,5,wear,sales,,\n")) ==
        "rules.csv 2:1 SZ250 rule `C-1` gives no reason");
}

TEST_CASE("a heading must be known, and stand once", "[policy][table]") {
  CHECK(said(load_csv("id,severty,accountable\n")) ==
        "rules.csv 1:2 SZ189 unknown heading `severty`");
  CHECK(said(load_csv("id,kind,区分,accountable\n")) ==
        "rules.csv 1:3 SZ188 heading `kind` stands twice");
  CHECK(said(load_csv("id,kind\n")) == "rules.csv 1:1 SZ190 column `accountable` is missing");
  CHECK(said(load_csv("kind,accountable\n")) == "rules.csv 1:1 SZ190 column `id` is missing");
}

TEST_CASE("columns and rows of a table in the document are checked", "[policy][table]") {
  CHECK(said(load("{}")) ==
        "/aspects/owner/table SZ112 required key `columns` is missing\n"
        "/aspects/owner/table SZ112 required key `rows` is missing");
  CHECK(said(load(R"({"columns": ["severty", "kind", "kind"], "rows": []})")) ==
        "/aspects/owner/table/columns/0 SZ265 unknown attribute `severty`\n"
        "/aspects/owner/table/columns/2 SZ266 column `kind` stands twice");
  CHECK(said(load(R"({"columns": ["severity"], "rows": [
            {"id": "C-1", "if": ["5", "wear"], "then": {"accountable": "sales"}, "because": "b"},
            {"id": "C-2", "if": [5], "then": {"accountable": "sales"}, "because": "b"}]})")) ==
        "/aspects/owner/table/rows/0/if SZ260 cells in the row: 2, columns of the table: 1\n"
        "/aspects/owner/table/rows/1/if/0 SZ113 expected a text, found a whole number");
}
