// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstdint>
#include <shozai/policy/load_fault.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "support/documents.hpp"
#include "support/every_type.hpp"

namespace {

using shozai::knowledge;
using shozai::none;
using shozai::value_set;
using shozai::testing::every_type;
using shozai::testing::messages_of;

std::size_t index_of(std::string_view name) {
  return *every_type().attributes().find(name);
}

shozai::loaded_fault load(const std::string& text) {
  const auto gated = shozai::read_json(text);
  REQUIRE(gated.tree.has_value());
  return shozai::load_fault(every_type().attributes(), *gated.tree);
}

// What is known of one attribute.
knowledge known(const std::string& text, std::string_view name) {
  auto loaded = load(text);
  CAPTURE(text, messages_of(loaded.findings));
  REQUIRE(loaded.result.has_value());
  CHECK(loaded.findings.empty());
  return loaded.result->attributes[index_of(name)];
}

std::string said(const std::string& text) {
  const auto loaded = load(text);
  CHECK_FALSE(loaded.result.has_value());
  return messages_of(loaded.findings);
}

shozai::value number(std::int64_t n) {
  return shozai::value{n};
}

}  // namespace

TEST_CASE("a missing key is unknown, null is none", "[policy][fault]") {
  const auto severity = known("{}", "severity");
  CHECK_FALSE(severity.known().has_value());
  CHECK(severity.possible() == every_type().attributes()[index_of("severity")].domain.all(false));
  CHECK(known("{}", "hours").possible().has_none());
  CHECK(known(R"({"hours": null})", "hours").known() == shozai::value{none{}});
  CHECK(said(R"({"severity": null})") == "SZ163 /severity: `severity` cannot be none");
}

TEST_CASE("each type is written in its own way", "[policy][fault]") {
  const auto [name, text, expected] = GENERATE(table<std::string, std::string, shozai::value>({
      {"fault_class", R"("misuse")", shozai::value{std::int64_t{2}}},
      {"product", R"("ML-5/B")", shozai::value{std::int64_t{2}}},
      {"under_contract", "true", shozai::value{std::int64_t{1}}},
      {"severity", "5", shozai::value{std::int64_t{5}}},
      {"cost", R"("12.5")", shozai::value{std::int64_t{1250}}},
      {"cost", "12", shozai::value{std::int64_t{1200}}},
      {"serial", R"("品質 12")", shozai::value{std::string("品質 12")}},
      {"installed_on", R"("1970-01-02")", shozai::value{std::int64_t{1}}},
      {"reported_at", R"("1970-01-01T09:00:00+09:00")", shozai::value{std::int64_t{0}}},
      {"downtime", R"("PT0.5S")", shozai::value{std::int64_t{500'000}}},
  }));
  CAPTURE(name, text);
  CHECK(known("{\"" + name + "\": " + text + "}", name).known() == expected);
}

TEST_CASE("a narrowing leaves some values", "[policy][fault]") {
  const auto severity = [&](const std::string& narrowing) {
    const auto k = known(R"({"severity": )" + narrowing + "}", "severity");
    std::string values;
    for (std::int64_t v = 1; v <= 5; ++v) {
      values += k.possible().contains(number(v)) ? std::to_string(v) : "";
    }
    CHECK(k.known().has_value() == (values.size() == 1));
    return values;
  };
  CHECK(severity(R"({"in": [1, 3]})") == "13");
  CHECK(severity(R"({"in": [3]})") == "3");
  CHECK(severity(R"({"not_in": [1, 3]})") == "245");
  CHECK(severity(R"({"not_in": []})") == "12345");
  CHECK(severity(R"({"not_in": [1, 2, 3, 4]})") == "5");
  CHECK(severity(R"({"min": 3})") == "345");
  CHECK(severity(R"({"max": 3})") == "123");
  CHECK(severity(R"({"min": 2, "max": 4})") == "234");
  CHECK(severity(R"({"min": 2, "max": 2})") == "2");
}

TEST_CASE("none stays possible unless it is excluded", "[policy][fault]") {
  const auto has_none = [&](const std::string& narrowing) {
    return known(R"({"hours": )" + narrowing + "}", "hours").possible().has_none();
  };
  CHECK_FALSE(has_none(R"({"in": [1, 2]})"));
  CHECK(has_none(R"({"in": [1, null]})"));
  CHECK(has_none(R"({"not_in": [1]})"));
  CHECK_FALSE(has_none(R"({"not_in": [null]})"));
  CHECK_FALSE(has_none(R"({"min": 0})"));
  CHECK(known(R"({"hours": {"in": [null]}})", "hours").known() == shozai::value{none{}});
}

TEST_CASE("a group of an enum tree narrows to its leaves", "[policy][fault]") {
  const auto product = [&](const std::string& text) {
    return known(R"({"product": )" + text + "}", "product");
  };
  CHECK(product(R"("lathe")") == product(R"({"in": ["LT-100", "LT-200"]})"));
  CHECK(product(R"("mill")").known() == number(2));  // its only leaf
  CHECK(product(R"({"not_in": ["lathe", null]})") == product(R"({"in": ["mill", "other"]})"));
}

TEST_CASE("a derived attribute is computed once all its inputs are known", "[policy][fault]") {
  CHECK(known(R"({"installed_on": "2026-04-01", "reported_on": "2026-05-01"})", "days").known() ==
        number(30));
  CHECK(known(R"({"installed_on": "2026-04-01", "reported_on": "2026-05-01", "days": 30})", "days")
            .known() == number(30));
  CHECK_FALSE(known(R"({"installed_on": "2026-04-01"})", "days").known().has_value());
  CHECK(known(R"({"installed_on": "2026-04-01", "days": {"min": 10, "max": 20}})", "days")
            .possible() == value_set{false, {{number(10), number(21)}}});
  CHECK(known(R"({"reported_on": null})", "days").known() == shozai::value{none{}});
  CHECK(known(R"({"cost": "10.05", "severity": 1})", "price").known() == number(121));  // 12.055
}

TEST_CASE("a derived attribute that contradicts its inputs is an error", "[policy][fault]") {
  CHECK(said(R"({"installed_on": "2026-04-01", "reported_on": "2026-05-01", "days": 31})") ==
        "SZ166 /days: `days` is given, but its derivation gives 30");
  CHECK(
      said(R"({"installed_on": "2026-04-01", "reported_on": "2026-05-01", "days": {"max": 29}})") ==
      "SZ166 /days: `days` is given, but its derivation gives 30");
  CHECK(said(R"({"reported_on": null, "days": 3})") ==
        "SZ166 /days: `days` is given, but its derivation gives null");
  CHECK(said(R"({"installed_on": "2026-05-01", "reported_on": "2026-04-01"})") ==
        "SZ167 : `days` is derived as -30, outside its range 0 to 7300; from installed_on = "
        "2026-05-01, reported_on = 2026-04-01");
}

TEST_CASE("what is no fault is refused at its pointer", "[policy][fault]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"[]", "SZ113 : expected an object, found a list"},
      {R"({"severty": 5})", "SZ160 /severty: the policy has no attribute `severty`"},
      {R"({"severity": 6})", "SZ161 /severity: `6` is outside 1 to 5, the range of `severity`"},
      {R"({"cost": "1000000.01"})",
       "SZ161 /cost: `1000000.01` is outside -1000.00 to 1000000.00, the range of `cost`"},
      {R"({"cost": "99999999999999999999"})",
       "SZ161 /cost: `99999999999999999999` is outside -1000.00 to 1000000.00, the range of "
       "`cost`"},
      {R"({"fault_class": "missuse"})", "SZ162 /fault_class: `fault_class` has no value `missuse`"},
      {R"({"severity": {"min": 4, "max": 2}})", "SZ164 /severity: no value of `severity` is left"},
      {R"({"severity": {"in": []}})", "SZ164 /severity: no value of `severity` is left"},
      {R"({"severity": {"not_in": [1, 2, 3, 4, 5]}})",
       "SZ164 /severity: no value of `severity` is left"},
      {R"({"severity": {}})", "SZ165 /severity: not a way to narrow down `severity`"},
      {R"({"severity": {"in": [1], "not_in": [2]}})",
       "SZ165 /severity: not a way to narrow down `severity`"},
      {R"({"severity": {"in": [1], "min": 2}})",
       "SZ165 /severity: not a way to narrow down `severity`"},
      {R"({"severity": {"min": 1, "maximum": 2}})",
       "SZ111 /severity/maximum: unknown key `maximum`"},
      {R"({"severity": {"in": 5}})", "SZ113 /severity/in: expected a list, found a whole number"},
      {R"({"severity": {"in": [1, 9]}})",
       "SZ161 /severity/in/1: `9` is outside 1 to 5, the range of `severity`"},
      {R"({"severity": {"in": [1, null]}})", "SZ163 /severity/in/1: `severity` cannot be none"},
      {R"({"severity": {"min": null}})",
       "SZ168 /severity/min: `severity` is of type int, found null"},
      {R"({"severity": "5"})", "SZ168 /severity: `severity` is of type int, found a text"},
      {R"({"severity": 5.0})",
       "SZ168 /severity: `severity` is of type int, found a number with a fraction"},
      {R"({"severity": true})", "SZ168 /severity: `severity` is of type int, found true or false"},
      {R"({"severity": [5]})", "SZ168 /severity: `severity` is of type int, found a list"},
      {R"({"under_contract": "true"})",
       "SZ168 /under_contract: `under_contract` is of type bool, found a text"},
      {R"({"fault_class": {"min": "design"}})",
       "SZ169 /fault_class: `min` and `max` do not apply to `fault_class`, of type enum"},
      {R"({"serial": {"max": "x"}})",
       "SZ169 /serial: `min` and `max` do not apply to `serial`, of type string"},
      {R"({"cost": 12.5})", "SZ170 /cost: `cost` is a decimal; a fraction must stand in quotes"},
      {R"({"cost": "12.505"})",
       "SZ171 /cost: `12.505` is finer than the 2 fraction digits of `cost`"},
      {R"({"cost": "1e3"})", "SZ173 /cost: `1e3` is not a value of `cost`, of type decimal"},
      {R"({"serial": "a\u0085b"})", "SZ172 /serial: a value of `serial` has a control character"},
      {R"({"serial": "123456789"})",
       "SZ175 /serial: a value of `serial` is longer than 8 characters"},
      {R"({"installed_on": "2026-02-30"})",
       "SZ173 /installed_on: `2026-02-30` is not a value of `installed_on`, of type date"},
      {R"({"reported_at": "2026-04-01T08:30:00"})",
       "SZ173 /reported_at: `2026-04-01T08:30:00` is not a value of `reported_at`, of type "
       "timestamp"},
  }));
  CAPTURE(text);
  CHECK(said(text) == expected);
}

TEST_CASE("every error of a fault is reported", "[policy][fault]") {
  CHECK(said(R"({"severity": 6, "cost": 1.5, "x": 1, "installed_on": "x"})") ==
        "SZ161 /severity: `6` is outside 1 to 5, the range of `severity`\n"
        "SZ170 /cost: `cost` is a decimal; a fraction must stand in quotes\n"
        "SZ160 /x: the policy has no attribute `x`\n"
        "SZ173 /installed_on: `x` is not a value of `installed_on`, of type date");
}

TEST_CASE("a fault as text throws what is wrong with it", "[policy][fault]") {
  const auto& attributes = every_type().attributes();
  CHECK(read_fault(attributes, R"({"severity": 5})") == *load(R"({"severity": 5})").result);
  for (const auto* text : {"{", R"({"severity": 6})", R"({"severity": 5, "severity": 5})"}) {
    CHECK_THROWS_AS(read_fault(attributes, text), shozai::policy_error);
  }
}
