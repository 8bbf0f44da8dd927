// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/core/diagnostic.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

using shozai::diagnostic;
using shozai::diagnostics;
using shozai::language;

diagnostic finding(std::string code, std::string pointer, std::vector<std::string> arguments) {
  diagnostic d;
  d.code = std::move(code);
  d.pointer = std::move(pointer);
  d.arguments = std::move(arguments);
  return d;
}

}  // namespace

TEST_CASE("a finding speaks both languages", "[core][diagnostics]") {
  const auto d = finding("SZ204", "/a", {"sevice", "service"});
  CHECK(d.level() == shozai::severity::error);
  CHECK(d.message(language::en) == "unknown department `sevice`");
  CHECK(d.message(language::ja) == "未知の部門 `sevice` です");
  CHECK(d.hint(language::en) == "did you mean `service`?");
  CHECK(d.hint(language::ja) == "`service` ではありませんか");
}

TEST_CASE("a hint with nothing to say is empty", "[core][diagnostics]") {
  CHECK(finding("SZ204", "", {"sevice", ""}).hint(language::en).empty());
  CHECK(finding("SZ204", "", {"sevice"}).hint(language::ja).empty());
  CHECK(finding("SZ102", "", {"64"}).hint(language::en).empty());
}

TEST_CASE("a finding with a missing argument or an unknown code still has a message",
          "[core][diagnostics]") {
  CHECK(finding("SZ204", "", {}).message(language::en) == "SZ204");
  CHECK(finding("SZ999", "", {}).message(language::ja).empty());
  CHECK(finding("SZ999", "", {}).level() == shozai::severity::error);
}

TEST_CASE("only errors make a list of findings one of errors", "[core][diagnostics]") {
  CHECK_FALSE(shozai::has_errors(diagnostics{}));
  CHECK_FALSE(shozai::has_errors({finding("SZ250", "", {"R-1"}), finding("SZ106", "", {})}));
  CHECK(shozai::has_errors({finding("SZ250", "", {"R-1"}), finding("SZ100", "", {})}));
}

TEST_CASE("a policy error says every error, not the warnings", "[core][diagnostics]") {
  const shozai::policy_error error({finding("SZ250", "/r", {"R-1"}),
                                    finding("SZ204", "/a", {"x", ""}), finding("SZ100", "", {})},
                                   {{"p.json", "text"}});
  CHECK(std::string(error.what()) ==
        "SZ204 at /a: unknown department `x`\nSZ100: the document ends before it is complete");
  CHECK(error.findings().size() == 3);
  CHECK(error.sources().at("p.json") == "text");
}
