// SPDX-License-Identifier: Apache-2.0
// What people read when a document, a fault or a table is refused: every file of
// tests/conformance/invalid, byte for byte. SHOZAI_UPDATE_GOLDEN=1 writes the expected texts anew;
// read them before they are committed.
#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <shozai/core/messages.hpp>
#include <shozai/organization/load_organization.hpp>
#include <shozai/ownership/compile.hpp>
#include <shozai/ownership/policy_set.hpp>
#include <shozai/policy/load_fault.hpp>
#include <shozai/policy/load_fault_table.hpp>
#include <shozai/policy/load_file.hpp>
#include <shozai/policy/render.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/files.hpp"

namespace {

using shozai::diagnostics;
using shozai::json;
using shozai::language;
using shozai::load_options;
using shozai::source_texts;
using shozai::testing::read_bytes;
using shozai::testing::repository_file;

struct refused {
  diagnostics findings;
  source_texts sources;
};

// Codes that no small file can show, each with the test that knows its exact message.
constexpr auto tested_elsewhere = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"SZ107", "a document of 64 MiB: test_bad_input"},
    {"SZ108", "a text of 64 KiB: test_bad_input"},
    {"SZ109", "an object of 100,000 keys: test_bad_input"},
    {"SZ110", "4,000,000 values: test_bad_input"},
    {"SZ184", "a cell of 32 KiB: test_load_fault_table"},
    {"SZ185", "1,024 columns: test_load_fault_table"},
    {"SZ186", "1,000,000 rows: test_load_fault_table"},
    {"SZ192", "an Arrow column of another type: test_decide_table"},
    {"SZ193", "an Arrow column of times without a zone: test_decide_table"},
    {"SZ194", "an Arrow column of other bytes: test_decide_table"},
    {"SZ199", "1,000 errors: test_bad_input"},
    {"SZ247", "100,000 rules: test_bad_input"},
    {"SZ252", "Unicode normal forms: the Python package finds it"},
    {"SZ253", "the layout of files: tests/python/test_lint.py"},
    {"SZ313", "100,000 people: test_load_organization"},
    {"SZ339", "a policy without one: test_load_organization"},
    {"SZ340", "checks of organizations: test_check_organization"},
    {"SZ341", "checks of organizations: test_check_organization"},
    {"SZ342", "checks of organizations: test_check_organization"},
    {"SZ343", "checks of organizations: test_check_organization"},
    {"SZ344", "checks of organizations: test_check_organization"},
    {"SZ345", "checks of organizations: test_check_organization"},
    {"SZ346", "checks of organizations: test_check_organization"},
    {"SZ347", "checks of organizations: test_check_organization"},
    {"SZ348", "checks of organizations: test_check_organization"},
    {"SZ349", "checks of organizations: test_check_organization"},
    {"SZ350", "checks of organizations: test_check_organization"},
    {"SZ351", "checks of organizations: test_check_organization"},
    {"SZ352", "checks of organizations: test_check_organization"},
    {"SZ353", "checks of organizations: test_check_organization"},
    {"SZ354", "checks of organizations: test_check_organization"},
    {"SZ355", "checks of organizations: test_check_organization"},
    {"SZ356", "checks of organizations: test_check_organization"},
    {"SZ357", "checks of organizations: test_check_organization"},
    {"SZ358", "checks of organizations: test_check_organization"},
    {"SZ359", "checks of organizations: test_check_organization"},
    {"SZ360", "checks of organizations: test_check_organization"},
    {"SZ361", "checks of organizations: test_check_organization"},
    {"SZ362", "checks of organizations: test_check_organization"},
    {"SZ363", "checks of organizations: test_check_organization"},
    {"SZ364", "checks of organizations: test_check_organization"},
    {"SZ365", "checks of organizations: test_check_organization"},
    {"SZ801", "files of cases: tests/python/test_golden_cases.py"},
    {"SZ802", "files of cases: tests/python/test_golden_cases.py"},
    {"SZ803", "files of cases: tests/python/test_golden_cases.py"},
    {"SZ804", "files of cases: tests/python/test_golden_cases.py"},
    {"SZ805", "files of cases: tests/python/test_golden_cases.py"},
    {"SZ806", "files of cases: tests/python/test_golden_cases.py"},
    {"SZ830", "a sheet that there is not: tests/python/test_workbook.py"},
    {"SZ831", "another file by the name of a workbook: tests/python/test_workbook.py"},
    {"SZ832", "a workbook with a password: tests/python/test_workbook.py"},
    {"SZ833", "a workbook that unpacks to too much: tests/python/test_workbook.py"},
    {"SZ834", "a workbook with entities: tests/python/test_workbook.py"},
    {"SZ835", "a broken workbook: tests/python/test_workbook.py"},
    {"SZ836", "a library that is not installed: tests/python/test_import_export.py"},
    {"SZ837", "a formula without a value: tests/python/test_workbook.py"},
    {"SZ838", "a cell with an error: tests/python/test_workbook.py"},
    {"SZ839", "a number that is not exact: tests/python/test_workbook.py"},
    {"SZ840", "a number shown as another: tests/python/test_workbook.py"},
    {"SZ841", "a cell with two meanings: tests/python/test_spreadsheet_cells.py"},
    {"SZ845", "no day of the calendar: tests/python/test_spreadsheet_cells.py"},
    {"SZ846", "a ditto mark: tests/python/test_spreadsheet_cells.py"},
    {"SZ847", "several sheets: tests/python/test_workbook.py"},
    {"SZ848", "a sheet that is too large: tests/python/test_workbook.py"},
    {"SZ850", "characters of another width: tests/python/test_spreadsheet_cells.py"},
    {"SZ851", "a day in another form: tests/python/test_workbook.py"},
    {"SZ852", "words for a condition: tests/python/test_spreadsheet_cells.py"},
    {"SZ853", "merged cells: tests/python/test_workbook.py"},
    {"SZ854", "hidden rows: tests/python/test_workbook.py"},
    {"SZ855", "the value of a formula: tests/python/test_workbook.py"},
    {"SZ856", "notes that are alike: tests/python/test_spreadsheet_cells.py"},
    {"SZ857", "a table in cp932: tests/python/test_workbook.py"},
    {"SZ858", "a dash for nobody: tests/python/test_spreadsheet_cells.py"},
    {"SZ860", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ861", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ862", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ863", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ864", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ865", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ866", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ867", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ868", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ869", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ870", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ871", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ872", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ873", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ874", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ875", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ876", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ877", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ878", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ879", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ880", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ881", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ882", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ883", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ884", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ885", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ886", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ887", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ888", "DMN models: tests/python/test_dmn_refused.py"},
    {"SZ889", "DMN models: tests/python/test_dmn_refused.py"},
});

load_options options_for(const std::string& name) {
  load_options options;
  options.name = name;
  options.today = shozai::parse_date("2026-06-01");
  return options;
}

// The findings about `part` of a file that holds more: pointers count from the file's root.
void put_below(std::string_view part, const std::string& file, diagnostics& findings) {
  for (auto& each : findings) {
    each.file = file;
    if (!each.offset) {
      each.pointer = "/" + std::string(part) + each.pointer;
    }
  }
}

refused load_policy_and_fault(const std::string& name, const std::string& text, const json& root) {
  auto loaded = shozai::load_document(root["policy"].dump(), options_for(name));
  put_below("policy", name, loaded.findings);
  if (loaded.document) {
    auto fault = shozai::load_fault(loaded.document->attributes, root["fault"]);
    put_below("fault", name, fault.findings);
    std::ranges::move(fault.findings, std::back_inserter(loaded.findings));
  }
  return {std::move(loaded.findings), {{name, text}}};
}

refused load_policies(const json& policies) {
  std::vector<shozai::compiled_policy> versions;
  for (const auto& each : policies) {
    versions.push_back(shozai::compile_policy(each.dump()));
  }
  try {
    const shozai::policy_set set(std::move(versions));
  } catch (const shozai::policy_error& error) {
    return {error.findings(), error.sources()};
  }
  return {};
}

refused load_faults(const std::string& name, const std::string& text) {
  const auto conformance = repository_file("tests/conformance/format_policy.json");
  const auto root = json::parse(read_bytes(conformance));
  const auto policy = shozai::compile_policy(root["policy"].dump());
  return {shozai::load_fault_table(policy.attributes(), text, name).findings, {{name, text}}};
}

// The zone that the files of this folder may name, but for one that is loaded without zone data.
std::optional<shozai::zone_rules> known_zone(std::string_view name) {
  constexpr std::int64_t hour = shozai::microseconds_per_hour;
  if (name == "Asia/Tokyo") {
    return shozai::zone_rules{"Asia/Tokyo", {{shozai::beginning_of_time, 9 * hour}}};
  }
  return std::nullopt;
}

// What is found in the document, and in its organization if it has one.
refused load_whole(const std::string& text, const std::string& name) {
  auto loaded = shozai::load_document(text, options_for(name));
  CHECK(loaded.document.has_value() != shozai::has_errors(loaded.findings));
  if (loaded.document && loaded.document->organization) {
    shozai::organization_options options;
    if (name.find("zone-data") == std::string::npos) {
      options.zones = known_zone;
    }
    auto organization = shozai::load_organization(*loaded.document, options);
    CHECK(organization.result.has_value() != shozai::has_errors(organization.findings));
    std::ranges::move(organization.findings, std::back_inserter(loaded.findings));
  }
  return {std::move(loaded.findings), std::move(loaded.sources)};
}

// A folder is a policy.json with the files it names; a CSV is a table of faults; a JSON is a
// document, a document with a fault, or several documents that form a set.
refused load_case(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  if (std::filesystem::is_directory(path)) {
    auto loaded = shozai::load_document_file(path / "policy.json", options_for(""));
    return {std::move(loaded.findings), std::move(loaded.sources)};
  }
  const auto text = read_bytes(path);
  if (path.extension() == ".csv") {
    return load_faults(name, text);
  }
  const auto gated = shozai::read_json(text);
  if (gated.tree && gated.tree->contains("policies")) {
    return load_policies((*gated.tree)["policies"]);
  }
  if (gated.tree && gated.tree->contains("fault")) {
    return load_policy_and_fault(name, text, *gated.tree);
  }
  return load_whole(text, name);
}

std::vector<std::filesystem::path> all_cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(repository_file("tests/conformance/invalid"))) {
    if (entry.path().extension() != ".txt") {
      paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}

// Whether what `pattern` puts in as a term of the catalogue is one, or is empty.
bool has_terms_for(std::string_view pattern, const std::vector<std::string>& arguments) {
  for (auto at = pattern.find("{@"); at != std::string_view::npos;
       at = pattern.find("{@", at + 1)) {
    const auto& key = arguments.at(static_cast<std::size_t>(pattern.at(at + 2) - '0'));
    if (!key.empty() &&
        !std::ranges::binary_search(shozai::message_terms, key, {}, &shozai::message_term::key)) {
      return false;
    }
  }
  return true;
}

std::filesystem::path expected_path(std::filesystem::path path) {
  return path.replace_extension(".expected.txt");
}

}  // namespace

TEST_CASE("every refused input reads as its golden file says", "[policy][diagnostics]") {
  const bool update =
      std::getenv("SHOZAI_UPDATE_GOLDEN") != nullptr;  // NOLINT(concurrency-mt-unsafe)
  std::set<std::filesystem::path> expected_files;
  for (const auto& path : all_cases()) {
    CAPTURE(path.filename().string());
    const auto [findings, sources] = load_case(path);
    const auto text =
        render(findings, sources, language::en) + "\n" + render(findings, sources, language::ja);
    expected_files.insert(expected_path(path));
    if (update) {
      shozai::testing::write_bytes(expected_path(path), text);
    }
    CHECK(text == read_bytes(expected_path(path)));
    for (const auto& each : findings) {
      CAPTURE(each.code, each.arguments);
      const auto& entry = shozai::message_of(each.code);
      CHECK(has_terms_for(entry.en, each.arguments));
      CHECK(has_terms_for(entry.hint_en, each.arguments));
    }
    const auto code = path.filename().string().substr(0, 5);
    CHECK(std::ranges::any_of(findings, [&](const auto& each) { return each.code == code; }));
  }
  for (const auto& entry :
       std::filesystem::directory_iterator(repository_file("tests/conformance/invalid"))) {
    if (entry.path().extension() == ".txt") {
      CAPTURE(entry.path().filename().string());
      CHECK(expected_files.contains(entry.path()));
    }
  }
}

TEST_CASE("every code of the catalogue occurs in a golden file, or is tested elsewhere",
          "[policy][diagnostics]") {
  std::set<std::string> shown;
  for (const auto* folder : {"tests/conformance/invalid", "tests/conformance/findings"}) {
    for (const auto& entry : std::filesystem::directory_iterator(repository_file(folder))) {
      shown.insert(entry.path().filename().string().substr(0, 5));
    }
  }
  for (const auto part : shozai::message_catalogue()) {
    for (const auto& entry : part) {
      CAPTURE(entry.code);
      const bool elsewhere = std::ranges::any_of(
          tested_elsewhere, [&](const auto& each) { return each.first == entry.code; });
      CHECK(shown.contains(std::string(entry.code)) != elsewhere);
    }
  }
}
