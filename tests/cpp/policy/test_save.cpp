// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <shozai/policy/canonical.hpp>
#include <shozai/policy/load_file.hpp>
#include <shozai/policy/save.hpp>
#include <string>
#include <vector>

#include "support/documents.hpp"
#include "support/every_type.hpp"
#include "support/files.hpp"

namespace {

using shozai::json;
using shozai::load_document;
using shozai::policy_document;
using shozai::testing::document;
using shozai::testing::messages_of;
using shozai::testing::repository_file;

policy_document loaded(const std::string& text) {
  auto result = load_document(text);
  CAPTURE(messages_of(result.findings));
  REQUIRE(result.document.has_value());
  return std::move(*result.document);
}

void check_same_when_saved(const policy_document& d) {
  const auto text = shozai::save(d);
  const auto again = loaded(text);
  CHECK(again == d);
  CHECK(shozai::save(again) == text);
  CHECK(shozai::content_hash(again) == shozai::content_hash(d));
  CHECK(shozai::decision_hash(again) == shozai::decision_hash(d));
}

std::vector<std::filesystem::path> json_files_below(const char* folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(repository_file(folder))) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  return files;
}

}  // namespace

TEST_CASE("a document that is loaded, saved and loaded is the same document", "[policy][save]") {
  check_same_when_saved(loaded(std::string(shozai::testing::every_type_text)));
  check_same_when_saved(loaded(document({})));
}

TEST_CASE("so it is with every document of the corpus and the examples", "[policy][save]") {
  std::size_t count = 0;
  for (const auto* folder : {"tests/conformance", "examples"}) {
    for (const auto& path : json_files_below(folder)) {
      CAPTURE(path.string());
      const auto gated = shozai::read_json(shozai::testing::read_bytes(path));
      if (!gated.tree || !gated.tree->is_object()) {
        continue;  // one of those that are refused
      }
      const auto& tree = *gated.tree;
      const auto text = tree.contains("policy") && tree["policy"].contains("shozai")
                            ? tree["policy"].dump()
                            : tree.dump();
      const auto result = load_document(text);
      if (result.document) {
        check_same_when_saved(*result.document);
        ++count;
      }
    }
  }
  CHECK(count >= 5);
}

TEST_CASE("defaults are not written out", "[policy][save]") {
  const auto tree = shozai::save_tree(
      loaded(document({.attributes = R"({"n": {"type": "int", "min": -9223372036854775808,
          "max": 9223372036854775807, "optional": false, "ask": {"cost": 1}},
        "s": {"type": "string", "max_length": 256}, "d": {"type": "date", "min": "1900-01-01"}})"})));
  CHECK(tree["attributes"].dump() ==
        R"({"n":{"type":"int"},"s":{"type":"string"},"d":{"type":"date"}})");
  CHECK_FALSE(tree.contains("teams"));
  CHECK_FALSE(tree.contains("definitions"));
  CHECK_FALSE(tree["policy"].contains("zone"));
}

TEST_CASE("conditions, cells, derivations and guarantees are saved in printed form",
          "[policy][save]") {
  const auto tree = shozai::save_tree(loaded(document(
      {.attributes =
           R"json({"a": {"type": "int"}, "b": {"type": "int", "derived": "( a+1 )*2"}})json",
       .aspects = R"json({"owner": {"interim": {"accountable": "sales"},
          "rules": [{"id": "R-1", "when": "(5<=a)", "then": {"accountable": "sales"}, "because": "b"}],
          "table": {"columns": ["a"], "rows": [{"id": "C-1", "if": ["not( 1,2 )"],
                    "then": {"accountable": "sales"}, "because": "b"}]}}})json",
       .more =
           R"(, "guarantees": [{"id": "G-1", "that": "a>1 implies owner.accountable=='sales'"}])"})));
  CHECK(tree["attributes"]["b"]["derived"] == "(a + 1) * 2");
  CHECK(tree["aspects"]["owner"]["rules"][0]["when"] == "a >= 5");
  CHECK(tree["aspects"]["owner"]["table"]["rows"][0]["if"][0] == "not(1, 2)");
  CHECK(tree["guarantees"][0]["that"] == "a > 1 implies owner.accountable == 'sales'");
}

TEST_CASE("texts are saved as they were given", "[policy][save]") {
  const auto label = [](const std::string& text) {
    return shozai::save_tree(loaded(
        document({.departments = R"({"sales": {"label": )" + text +
                                 R"(}, "service": {}, "quality": {}})"})))["departments"]["sales"]
        .dump();
  };
  CHECK(label(R"("plain")") == R"({"label":"plain"})");
  CHECK(label(R"({"en": "e", "ja": "日"})") == R"({"label":{"ja":"日","en":"e"}})");
  CHECK(label(R"({"ja": "日"})") == R"({"label":{"ja":"日"}})");
}

TEST_CASE("a saved text ends with a line end and is indented by two", "[policy][save]") {
  const auto text = shozai::save(loaded(document({})));
  CHECK(text.starts_with("{\n  \"shozai\": 1,\n  \"policy\": {\n    \"id\": \"p\","));
  CHECK(text.ends_with("}\n"));
}
