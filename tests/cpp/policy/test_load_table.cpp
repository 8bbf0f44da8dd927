// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <shozai/policy/load.hpp>
#include <shozai/policy/save.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "support/documents.hpp"

namespace {

using shozai::loaded_document;
using shozai::testing::document;

// A document whose aspect has the table `table`.
loaded_document load(const std::string& table, const shozai::load_options& options) {
  return shozai::load_document(
      document({.attributes = R"({"severity": {"type": "int", "min": 1, "max": 5,
                         "label": {"ja": "重大度", "en": "severity of it"}},
            "kind": {"type": "enum", "columns": ["区分"],
                     "values": {"design": {}, "misuse": {"ja": "誤使用"}, "wear": {}}}})",
                .departments = R"({"sales": {"label": {"ja": "営業部"}},
            "service": {"label": "メンテナンス部"}, "quality": {"label": {"ja": "支店"}},
            "north": {"label": {"ja": "支店"}}})",
                .aspects = R"({"owner": {"interim": {"accountable": "sales"},
            "sections": {"safety": {}}, "table": )" +
                           table + "}}",
                .more = R"(, "parties": {"customer": {}})"}),
      options);
}

// The same; the table may name rules.csv with the text `csv`.
loaded_document load(const std::string& table, const std::string& csv = {}) {
  shozai::load_options options;
  options.resolve = [csv](const std::string&) -> std::variant<std::string, shozai::file_problem> {
    return csv;
  };
  return load(table, options);
}

// The same with a table that a resolver of tables gives for the path `name`.
loaded_document load_resolved(const std::string& name, const shozai::resolved_table& table) {
  shozai::load_options options;
  options.resolve = [](const std::string&) -> std::variant<std::string, shozai::file_problem> {
    return shozai::file_problem::unreadable;
  };
  options.resolve_table = [table](const std::string&) { return table; };
  return load(R"({"file": ")" + name + R"("})", options);
}

loaded_document load_csv(const std::string& csv) {
  return load(R"({"file": "rules.csv"})", csv);
}

std::string said(const loaded_document& loaded) {
  std::string all;
  for (const auto& each : loaded.findings) {
    const auto sheet = each.cell && !each.cell->sheet.empty() ? "#" + each.cell->sheet : "";
    const auto place = each.cell ? each.file + sheet + " " + std::to_string(each.cell->row) + ":" +
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

TEST_CASE("headings and departments may be written in Japanese, and by labels", "[policy][table]") {
  const auto japanese = load_csv(
      "規則番号,重大度,区分,責任部門,連絡先,費用負担,理由（日本語）,理由(英語),備考,注記,"
      "注記2（英語）,"
      "根拠（日本語）,管理部門,上書きする規則,規則区分,見直し期限\n"
      "C-1,>= 4,誤使用,メンテナンス部,\"営業部, customer\",\"営業部 70, quality "
      "30\",理由,why,備考,一,"
      "two,規程,営業部,*,safety,2027-03-31\n");
  const auto english = load_csv(
      "id,severity of it,kind,accountable,informed,cost_share,because.ja,because.en,note,notes,"
      "notes.2.en,source.ja,steward,overrides,section,review_by\n"
      "C-1,>= 4,misuse,service,\"sales, customer\",\"sales 70, quality "
      "30\",理由,why,備考,一,two,規程,"
      "sales,*,safety,2027-03-31\n");
  CHECK(said(japanese).empty());
  REQUIRE(english.document.has_value());
  CHECK(japanese.document == english.document);
  const auto& row = english.document->aspects[0].rules[0];
  REQUIRE(row.then.notes.size() == 2);
  CHECK(row.then.notes[0].plain == "一");
  CHECK(row.then.notes[1].en == "two");
  CHECK(row.because.en == "why");
}

TEST_CASE("a label that several have, and a text given twice, are findings", "[policy][table]") {
  CHECK(said(load_csv("id,kind,accountable,because\nC-1,wear,支店,b\n")) ==
        "rules.csv 2:3 SZ842 `支店` is what several are called: quality, north");
  CHECK(said(load_csv("id,kind,accountable,because,because.ja\nC-1,wear,sales,b,理由\n")) ==
        "rules.csv 2:5 SZ844 `because` is given twice, once without a language");
}

TEST_CASE("a column without a heading may be empty only", "[policy][table]") {
  CHECK(load_csv("id,,kind,accountable,because\nC-1,,wear,sales,b\n").document.has_value());
  CHECK(said(load_csv("id,,kind,accountable,because\nC-1,x,wear,sales,b\n")) ==
        "rules.csv 2:2 SZ843 `x` stands below no heading");
}

TEST_CASE("every row is read, whatever is wrong with another", "[policy][table]") {
  CHECK(said(load_csv("id,kind,accountable,because\nC-1\nC-2,,sales,b\nC-3,woar,sales,b\n")) ==
        "rules.csv 2:1 SZ180 cells in the row: 1, in the heading: 4\n"
        "rules.csv 3:2 SZ191 an empty cell\n"
        "rules.csv 4:2 SZ205 `kind` has no value `woar`");
}

TEST_CASE("what later checks find in a table file is at its cells", "[policy][table]") {
  CHECK(said(load_csv("id,kind,accountable,because,overrides\nC-1,wear,sales,b,C-9\n")) ==
        "rules.csv 2:5 SZ240 unknown rule `C-9`");
}

TEST_CASE("a sheet is read by a resolver of tables; findings name the sheet", "[policy][table]") {
  shozai::diagnostic note;
  note.code = "SZ850";
  note.file = "rules.xlsx";
  note.cell = shozai::cell_position{"費用", 2, 1};
  note.arguments = {"Ｃ－１", "C-1"};
  const auto loaded = load_resolved("rules.xlsx#費用",
                                    {"id,kind,accountable,because\n\nC-1,wear,sale,b\n", {note}});
  CHECK(said(loaded) ==
        "rules.xlsx#費用 2:1 SZ850 `Ｃ－１` was read as `C-1`\n"
        "rules.xlsx#費用 3:3 SZ204 unknown department `sale`");
  CHECK(load_resolved("rules.csv", {"id,kind,accountable,because\nC-1,wear,sales,b\n", {}})
            .document.has_value());
}

TEST_CASE("a table that its resolver cannot read is a finding", "[policy][table]") {
  CHECK(said(load_resolved("rules.xlsx#S", {std::nullopt, {}})) ==
        "/aspects/owner/table/file SZ132 file `rules.xlsx#S` cannot be read");
  shozai::diagnostic outside;
  outside.code = "SZ131";
  outside.arguments = {"rules.xlsx#S"};
  CHECK(
      said(load_resolved("rules.xlsx#S", {std::nullopt, {outside}})) ==
      "/aspects/owner/table/file SZ131 file `rules.xlsx#S` is outside the folder of the document");
  CHECK(said(load_resolved("../rules.xlsx#S", {std::nullopt, {}})) ==
        "/aspects/owner/table/file SZ131 file `../rules.xlsx#S` is outside the folder of the "
        "document");
}

TEST_CASE("without a resolver of tables, a sheet has no form that can be read", "[policy][table]") {
  CHECK(said(load(R"({"file": "rules.xlsx#S"})")) ==
        "/aspects/owner/table/file SZ135 file `rules.xlsx#S` has a form that cannot stand here");
}
