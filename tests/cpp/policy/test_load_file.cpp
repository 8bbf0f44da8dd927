// SPDX-License-Identifier: Apache-2.0
// Documents from the file system; what must not be read is in test_bad_input.
#include <catch2/catch_test_macros.hpp>
#include <shozai/policy/load_file.hpp>
#include <string>
#include <variant>

#include "support/documents.hpp"
#include "support/files.hpp"

using shozai::file_problem;
using shozai::load_document_file;
using shozai::read_file;
using shozai::testing::document;
using shozai::testing::messages_of;
using shozai::testing::temporary_folder;

TEST_CASE("a file is read whole, up to its limit", "[policy][file]") {
  const temporary_folder folder;
  const std::string text(200'000, 'x');
  folder.with("a", text).with("empty", "");
  CHECK(std::get<std::string>(read_file(folder / "a", text.size())) == text);
  CHECK(std::get<file_problem>(read_file(folder / "a", text.size() - 1)) ==
        file_problem::too_large);
  CHECK(std::get<std::string>(read_file(folder / "empty", 0)).empty());
  CHECK(std::get<file_problem>(read_file(folder / "missing", 10)) == file_problem::unreadable);
}

TEST_CASE("a document may be made of files, in folders below its own", "[policy][file]") {
  const temporary_folder folder;
  folder
      .with("policy.json", document({.departments = R"({"file": "parts/people.json"})",
                                     .aspects = R"({"file": "aspects.json"})"}))
      .with("parts/people.json", R"({"sales": {}, "service": {}, "quality": {}})")
      .with("aspects.json", R"({"owner": {"file": "parts/owner.json"}})")
      .with("parts/owner.json", R"({"interim": {"accountable": "sales"},
                                    "table": {"file": "rules.csv"}})")
      .with("rules.csv", "id,severity,accountable,because\nC-1,5,service,b\n");
  const auto loaded = load_document_file(folder / "policy.json");
  CAPTURE(messages_of(loaded.findings));
  REQUIRE(loaded.document.has_value());
  CHECK(loaded.findings.empty());
  REQUIRE(loaded.document->aspects[0].rules.size() == 1);
  CHECK(loaded.document->aspects[0].rules[0].file == "rules.csv");
}

TEST_CASE("findings name the file they are in, and its text is given", "[policy][file]") {
  const temporary_folder folder;
  const std::string owner = R"({"interim": {"accountable": "sale"}, "rules": []})";
  folder.with("policy.json", document({.aspects = R"({"owner": {"file": "parts/owner.json"}})"}))
      .with("parts/owner.json", owner);
  const auto loaded = load_document_file(folder / "policy.json");
  REQUIRE(loaded.findings.size() == 1);
  CHECK(loaded.findings[0].file == "parts/owner.json");
  CHECK(loaded.findings[0].pointer == "/interim/accountable");
  CHECK(loaded.sources.at("parts/owner.json") == owner);
  CHECK(loaded.sources.contains("policy.json"));
}

TEST_CASE("a broken file is reported once, wherever it is named", "[policy][file]") {
  const temporary_folder folder;
  folder
      .with("policy.json", document({.aspects = R"({"a": {"file": "a.json"},
                                                    "b": {"file": "a.json"}})"}))
      .with("a.json", "{,}");
  const auto loaded = load_document_file(folder / "policy.json");
  CHECK_FALSE(loaded.document.has_value());
  CHECK(messages_of(loaded.findings) == "SZ101 : not valid JSON: unexpected `,`");
  CHECK(loaded.findings[0].file == "a.json");
}

TEST_CASE("a document is found by a name without a folder", "[policy][file]") {
  const temporary_folder folder;
  folder.with("policy.json", document({.departments = R"({"file": "people.json"})"}))
      .with("people.json", R"({"sales": {}, "service": {}, "quality": {}})");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const auto loaded = load_document_file("policy.json");
  std::filesystem::current_path(before);
  CHECK(loaded.document.has_value());
}
