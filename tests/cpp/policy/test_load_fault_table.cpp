// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/policy/load_fault_table.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/documents.hpp"
#include "support/every_type.hpp"

namespace {

using shozai::fault_table;
using shozai::testing::every_type;

fault_table load(std::string_view text) {
  return shozai::load_fault_table(every_type().attributes(), text, "faults.csv");
}

// `row:column code message` of each finding.
std::string said(std::string_view text) {
  std::string all;
  for (const auto& each : load(text).findings) {
    CHECK(each.file == "faults.csv");
    CHECK(each.pointer.empty());
    REQUIRE(each.cell.has_value());
    all += (all.empty() ? "" : "\n") + std::to_string(each.cell->row) + ":" +
           std::to_string(each.cell->column) + " " + each.code + " " +
           each.message(shozai::language::en);
  }
  return all;
}

shozai::fault fault(std::string_view json) {
  return read_fault(every_type().attributes(), json);
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("a row of a table is a fault", "[policy][fault-table]") {
  const auto table = load(
      "fault_class,severity,費用,installed_on,under_contract\n"
      "misuse,5,12.50,2026-04-01,true\n"
      "\n"
      "design,1,,2026-04-02,FALSE\n");
  CHECK(table.findings.empty());
  CHECK(table.headings ==
        names{"fault_class", "severity", "費用", "installed_on", "under_contract"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].line == 2);
  CHECK(table.rows[1].line == 4);
  CHECK(table.rows[0].cells == names{"misuse", "5", "12.50", "2026-04-01", "true"});
  CHECK(table.rows[0].result == fault(R"({"fault_class": "misuse", "severity": 5, "cost": "12.50",
                  "installed_on": "2026-04-01", "under_contract": true})"));
  CHECK(table.rows[1].result == fault(R"({"fault_class": "design", "severity": 1,
                  "installed_on": "2026-04-02", "under_contract": false})"));
}

TEST_CASE("an empty cell is unknown, `none` is none", "[policy][fault-table]") {
  const auto table = load("seen,hours,fault_class\n,,\nnone,none,none\n");
  REQUIRE(table.findings.empty());
  // `hours` says that an empty cell is none; `fault_class` has a value of that name.
  CHECK(table.rows[0].result == fault(R"({"hours": null})"));
  CHECK(table.rows[1].result == fault(R"({"seen": null, "hours": null, "fault_class": "none"})"));
  CHECK(said("severity\nnone\n") == "2:1 SZ163 `severity` cannot be none");
}

TEST_CASE("an enum may be written by the label of one of its values", "[policy][fault-table]") {
  const auto table = load("fault_class\n初期不良\ninitial_defect\n");
  REQUIRE(table.findings.empty());
  CHECK(table.rows[0].result == fault(R"({"fault_class": "initial_defect"})"));
  CHECK(table.rows[1].result == table.rows[0].result);
}

TEST_CASE("headings that no attribute claims are ignored and listed", "[policy][fault-table]") {
  const auto table = load("No,severity,備考\n1,5,x\n");
  CHECK(table.findings.empty());
  CHECK(table.ignored == names{"No", "備考"});
  CHECK(table.rows[0].result == fault(R"({"severity": 5})"));
}

TEST_CASE("a row with an error has no fault, the others do", "[policy][fault-table]") {
  const auto* const text = "severity,hours,cost\n5,1,1\n6,x,1.005\n1,,\n2,3\n";
  CHECK(said(text) ==
        "3:1 SZ161 `6` is outside 1 to 5, the range of `severity`\n"
        "3:2 SZ168 `hours` is of type int, found a text\n"
        "3:3 SZ171 `1.005` is finer than the 2 fraction digits of `cost`\n"
        "5:1 SZ180 cells in the row: 2, in the heading: 3");
  const auto table = load(text);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].result.has_value());
  CHECK_FALSE(table.rows[1].result.has_value());
  CHECK(table.rows[1].cells == names{"6", "x", "1.005"});
  CHECK(table.rows[2].result.has_value());
}

TEST_CASE("a contradiction with a derivation is reported in the row", "[policy][fault-table]") {
  CHECK(said("installed_on,reported_on,days\n2026-04-01,2026-04-02,2\n") ==
        "2:3 SZ166 `days` is given, but its derivation gives 1");
  CHECK(said("installed_on,reported_on\n2026-04-02,2026-04-01\n") ==
        "2:1 SZ167 `days` is derived as -1, outside its range 0 to 7300; from installed_on = "
        "2026-04-02, reported_on = 2026-04-01");
}

TEST_CASE("a broken heading leaves no rows", "[policy][fault-table]") {
  const auto* const text = "severity,cost,費用\n5,1,1\n";
  CHECK(said(text) == "1:3 SZ188 heading `費用` stands twice");
  CHECK(load(text).rows.empty());
  CHECK(said("") == "1:1 SZ187 the table has no heading");
  CHECK(said("\xEF\xBB\xBF") == "1:1 SZ187 the table has no heading");
}

TEST_CASE("a text that is no table is refused as a whole", "[policy][fault-table]") {
  CHECK(said("severity\n\"5\n") == "2:1 SZ181 a quote is not closed");
  CHECK(said("severity\n\"5\"0\n") == "2:1 SZ182 text after a closing quote");
  CHECK(said("severity\n\x8F\x89\n") == "2:1 SZ183 the table is not UTF-8");
  CHECK(said("remark\n" + std::string(40'000, 'x')) == "2:1 SZ184 a cell is too long");
  CHECK(said(std::string(2'000, ',')) == "1:1025 SZ185 too many columns");
  std::string rows = "severity\n";
  for (int i = 0; i < 1'000'000; ++i) {
    rows += "5\n";
  }
  CHECK(said(rows) == "1000001:1 SZ186 too many rows");
}
