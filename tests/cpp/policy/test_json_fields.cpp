// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <optional>
#include <shozai/policy/json_fields.hpp>
#include <string>
#include <vector>

#include "support/documents.hpp"

namespace {

namespace detail = shozai::detail;
using shozai::findings_sink;
using shozai::json;
using shozai::json_cursor;
using shozai::json_pointer;
using shozai::testing::messages_of;

// What reading one JSON value with `read` says.
template <typename Read>
std::string said(const std::string& text, const Read& read) {
  const auto tree = json::parse(text);
  findings_sink findings(100);
  read(findings, json_cursor{&tree, json_pointer{}, ""});
  return messages_of(findings.all());
}

}  // namespace

TEST_CASE("a value of another kind is refused with both kinds", "[policy][json]") {
  const auto text = [](auto& f, const auto& c) { CHECK_FALSE(detail::read_string(f, c)); };
  CHECK(said("5", text) == "SZ113 : expected a text, found a whole number");
  CHECK(said("5.5", text) == "SZ113 : expected a text, found a number with a fraction");
  CHECK(said("null", text) == "SZ113 : expected a text, found null");
  CHECK(said("[]", text) == "SZ113 : expected a text, found a list");
  CHECK(said("{}", text) == "SZ113 : expected a text, found an object");
  CHECK(said("true", text) == "SZ113 : expected a text, found true or false");
  CHECK(said("\"x\"", [](auto& f, const auto& c) { CHECK_FALSE(detail::read_bool(f, c)); }) ==
        "SZ113 : expected true or false, found a text");
}

TEST_CASE("a whole number is written as one, within its bounds", "[policy][json]") {
  const auto read = [](auto& f, const auto& c) {
    CHECK_FALSE(detail::read_int_within(f, c, 0, 18));
  };
  CHECK(said("5.0", read) == "SZ114 : expected a whole number, found `5.0`");
  CHECK(said("1e2", read) == "SZ114 : expected a whole number, found `100.0`");
  CHECK(said("true", read) == "SZ113 : expected a whole number, found true or false");
  CHECK(said("19", read) == "SZ125 : 19 is outside 0 to 18");
  CHECK(said("-1", read) == "SZ125 : -1 is outside 0 to 18");
  CHECK(said("18", [](auto& f, const auto& c) {
          CHECK(detail::read_int_within(f, c, 0, 18) == 18);
        }).empty());
}

TEST_CASE("dates and durations have their form", "[policy][json]") {
  const auto date = [](auto& f, const auto& c) { CHECK_FALSE(detail::read_date(f, c)); };
  CHECK(said(R"("2026/04/01")", date) == "SZ122 : `2026/04/01` is not a date");
  CHECK(said(R"("2026-02-29")", date) == "SZ122 : `2026-02-29` is not a date");
  const auto duration = [](auto& f, const auto& c) { CHECK_FALSE(detail::read_duration(f, c)); };
  CHECK(said(R"("3 days")", duration) == "SZ122 : `3 days` is not a duration");
  CHECK(said(R"("P1M")", duration) == "SZ122 : `P1M` is not a duration");
}

TEST_CASE("a text is a string or has at least one language", "[policy][json]") {
  const auto read = [](auto& f, const auto& c) { static_cast<void>(detail::read_text(f, c)); };
  CHECK(said(R"("plain")", read).empty());
  CHECK(said(R"({"ja": "品質"})", read).empty());
  CHECK(said("{}", read) == "SZ124 : a text in no language");
  CHECK(said("5", read) ==
        "SZ113 : expected a text or an object with `ja` and `en`, found a whole number");
  CHECK(said(R"({"jp": "品質"})", read) ==
        "SZ111 /jp: unknown key `jp`\nSZ124 : a text in no language");
  CHECK(said(R"({"ja": 5})", read) == "SZ113 /ja: expected a text, found a whole number");
}

TEST_CASE("whatever is not asked for is an unknown key, with the nearest known one",
          "[policy][json]") {
  const auto tree = json::parse(R"({"accountable": 1, "acountable": 2, "xyz": 3})");
  findings_sink findings(100);
  shozai::object_reader in(findings, {&tree, json_pointer{}, ""});
  CHECK(in.required("accountable").has_value());
  CHECK_FALSE(in.optional("within").has_value());
  CHECK_FALSE(in.required("rules").has_value());
  in.finish();
  CHECK(messages_of(findings.all()) ==
        "SZ112 : required key `rules` is missing\n"
        "SZ111 /acountable: unknown key `acountable`\n"
        "SZ111 /xyz: unknown key `xyz`");
  CHECK(findings.all()[1].arguments == std::vector<std::string>{"acountable", "accountable"});
  CHECK(findings.all()[1].at_key);
}

TEST_CASE("too many errors end reading, warnings never do", "[policy][json]") {
  findings_sink findings(2);
  for (int i = 0; i < 10; ++i) {
    findings.report_at("", json_pointer{}, "SZ250", {"R-1"});  // a warning
  }
  findings.report_at("", json_pointer{}, "SZ112", {"a"});
  findings.report_at("", json_pointer{}, "SZ112", {"b"});
  CHECK_THROWS_AS(findings.report_at("f.json", json_pointer{}, "SZ112", {"c"}),
                  shozai::too_many_findings);
  CHECK(findings.all().size() == 13);
  CHECK(messages_of({findings.all().back()}) == "SZ199 : more than 2 errors; reading stopped");
  CHECK(findings.all().back().file == "f.json");
}
