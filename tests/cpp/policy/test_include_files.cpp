// SPDX-License-Identifier: Apache-2.0
// What `{"file": …}` may stand for; what it must not name is in test_bad_input.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <shozai/policy/include_files.hpp>
#include <shozai/policy/load.hpp>
#include <string>
#include <utility>
#include <variant>

#include "support/documents.hpp"

namespace {

using shozai::json;
using shozai::testing::document;
using shozai::testing::messages_of;

}  // namespace

TEST_CASE("only an object with nothing but a `file` names one", "[policy][file]") {
  const auto path = [](const char* text) {
    return shozai::detail::include_files::path_of(json::parse(text)).value_or("-");
  };
  CHECK(path(R"({"file": "a.json"})") == "a.json");
  CHECK(path(R"({"file": "a.json", "label": "x"})") == "-");
  CHECK(path(R"({"file": 5})") == "-");
  CHECK(path("{}") == "-");
  CHECK(path(R"("a.json")") == "-");
}

TEST_CASE("a file is asked for once, however often it is named", "[policy][file]") {
  std::map<std::string, int> asked;
  shozai::load_options options;
  options.resolve =
      [&](const std::string& name) -> std::variant<std::string, shozai::file_problem> {
    ++asked[name];
    return R"({"interim": {"accountable": "sales"}, "rules": []})";
  };
  const auto loaded = shozai::load_document(
      document({.aspects = R"({"a": {"file": "x.json"}, "b": {"file": "x.json"}})"}), options);
  CHECK(loaded.document.has_value());
  CHECK(asked == std::map<std::string, int>{{"x.json", 1}});
}

TEST_CASE("from a text alone a file is an error", "[policy][file]") {
  const auto loaded = shozai::load_document(document({.aspects = R"({"a": {"file": "x.json"}})"}));
  CHECK_FALSE(loaded.document.has_value());
  CHECK(messages_of(loaded.findings) ==
        "SZ130 /aspects/a/file: file `x.json` cannot be read from a text alone");
}

TEST_CASE("a file stands for a part, not for a rule or an attribute", "[policy][file]") {
  const auto loaded = shozai::load_document(document(
      {.attributes = R"({"severity": {"file": "x.json"}})", .rules = R"([{"file": "x.json"}])"}));
  CHECK_FALSE(loaded.document.has_value());
  CHECK(messages_of({loaded.findings.at(0)}) ==
        "SZ112 /attributes/severity: required key `type` is missing");
}

TEST_CASE("a file of another kind cannot stand for an object", "[policy][file]") {
  shozai::load_options options;
  options.resolve = [](const std::string&) -> std::variant<std::string, shozai::file_problem> {
    return std::string{};
  };
  const auto said = [&](const std::string& aspects) {
    return messages_of(shozai::load_document(document({.aspects = aspects}), options).findings);
  };
  CHECK(said(R"({"file": "a.csv"})") ==
        "SZ135 /aspects/file: file `a.csv` has a form that cannot stand here");
  CHECK(said(R"({"a": {"interim": {"accountable": "sales"}, "table": {"file": "a.xlsx#S"}}})") ==
        "SZ135 /aspects/a/table/file: file `a.xlsx#S` has a form that cannot stand here");
}
