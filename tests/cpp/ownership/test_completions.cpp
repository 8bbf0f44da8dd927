// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <set>
#include <shozai/ownership/completions.hpp>
#include <shozai/policy/condition_parser.hpp>
#include <shozai/policy/load_fault.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/every_type.hpp"

namespace {

using shozai::completions;
using shozai::formula;
using shozai::formula_table;
using shozai::valuation;
using shozai::testing::every_type;

/// Conditions over the schema of every type, in one table.
class conditions {
 public:
  explicit conditions(const std::vector<std::string>& texts) : table_(every_type().document()) {
    parsed_.reserve(texts.size());  // the table points into them
    for (const auto& text : texts) {
      auto read = shozai::parse_condition(text, shozai::testing::every_type_scope());
      REQUIRE(read.result.has_value());
      parsed_.push_back(std::move(*read.result));
      formulas_.push_back(table_.add(parsed_.back()));
    }
  }

  [[nodiscard]] completions all(std::string_view fault) const {
    return {table_, every_type().attributes(), read_fault(every_type().attributes(), fault)};
  }

  /// For each completion, which conditions hold: `10` is the first but not the second.
  [[nodiscard]] std::multiset<std::string> truths(std::string_view fault) const {
    std::multiset<std::string> result;
    all(fault).for_each([&](valuation& now) {
      std::string truth;
      for (const auto& each : formulas_) {
        truth += now.holds(each) ? '1' : '0';
      }
      result.insert(truth);
      return true;
    });
    return result;
  }

 private:
  std::vector<shozai::condition> parsed_;
  formula_table table_;
  std::vector<formula> formulas_;
};

using truths = std::multiset<std::string>;

}  // namespace

TEST_CASE("without tests there is one completion", "[ownership][completions]") {
  const conditions none({"true"});
  CHECK(none.all("{}").count() == 1);
  CHECK(none.truths("{}") == truths{"1"});
}

TEST_CASE("values that no test tells apart are one completion", "[ownership][completions]") {
  const conditions tests({"severity >= 2", "severity <= 4"});
  CHECK(tests.truths("{}") == truths{"01", "11", "10"});  // 1, 2 to 4, 5
  CHECK(tests.truths(R"({"severity": 3})") == truths{"11"});
  CHECK(tests.truths(R"({"severity": {"min": 2, "max": 3}})") == truths{"11"});
  CHECK(tests.truths(R"({"severity": {"min": 4}})") == truths{"11", "10"});
  CHECK(tests.truths(R"({"severity": {"in": [1, 5]}})") == truths{"01", "10"});
  CHECK(tests.truths(R"({"severity": {"not_in": [1, 5]}})") == truths{"11"});
}

TEST_CASE("a cell whose first value is excluded still counts", "[ownership][completions]") {
  const conditions tests({"severity >= 2", "severity == 2"});
  // Of the values from 2 on, 2 is excluded: the rest is found at 3.
  CHECK(tests.truths(R"({"severity": {"not_in": [1, 2]}})") == truths{"10"});
  CHECK(tests.truths(R"({"severity": {"in": [1, 4]}})") == truths{"00", "10"});
}

TEST_CASE("none is a completion of an optional attribute only", "[ownership][completions]") {
  const conditions tests({"has(hours)", "hours > 0", "hours != 5"});
  CHECK(tests.truths("{}") == truths{"001", "101", "110", "111"});
  CHECK(tests.truths(R"({"hours": null})") == truths{"001"});
  CHECK(tests.truths(R"({"hours": {"min": 1}})") == truths{"110", "111"});
  const conditions required({"seen"});
  CHECK(required.truths("{}") == truths{"0", "1"});  // none and false are alike
}

TEST_CASE("attributes are filled independently", "[ownership][completions]") {
  const conditions tests({"severity == 5", "under_contract", "product.within('lathe')"});
  CHECK(tests.all("{}").count() == 8);
  CHECK(tests.truths("{}").size() == 8);
  CHECK(tests.all(R"({"product": "lathe"})").count() == 4);
  CHECK(tests.all(R"({"product": "LT-100", "severity": 5, "under_contract": true})").count() == 1);
  std::size_t visited = 0;
  tests.all("{}").for_each([&](valuation&) { return ++visited < 3; });
  CHECK(visited == 3);
}

TEST_CASE("completions of texts are cut at prefixes and constants", "[ownership][completions]") {
  const conditions tests({"remark.startsWith('ab')", "remark == 'abc'", "remark < 'b'"});
  CHECK(tests.truths("{}") == truths{"001", "101", "111", "000"});
  CHECK(tests.truths(R"({"remark": "ab"})") == truths{"101"});
  CHECK(tests.truths(R"({"remark": {"not_in": ["abc"]}})") == truths{"001", "101", "000"});
}

TEST_CASE("the number of completions does not wrap", "[ownership][completions]") {
  // 1,000 values of one attribute on each of 12 axes would be 10^36.
  std::vector<std::string> texts;
  for (const auto* name : {"hours", "days", "cost", "price", "severity"}) {
    for (int i = 0; i < 60; ++i) {
      texts.push_back(std::string(name) + " == " + std::to_string(i));
    }
  }
  for (int i = 1; i <= 60; ++i) {
    const auto s = std::to_string(i);
    texts.push_back("downtime == duration('PT" + s + "H')");
    texts.push_back("remark == '" + s + "'");
    texts.push_back("serial == '" + s + "'");
    texts.push_back("installed_on == date('20" + std::to_string(10 + i) + "-01-01')");
    texts.push_back("reported_on == date('20" + std::to_string(10 + i) + "-01-01')");
    texts.push_back("reported_at == timestamp('20" + std::to_string(10 + i) + "-01-01T00:00:00Z')");
    texts.push_back("repaired_at == timestamp('20" + std::to_string(10 + i) + "-01-01T00:00:00Z')");
  }
  const conditions tests(texts);
  CHECK(tests.all("{}").count() == UINT64_MAX);
  const auto some = tests.all(R"({"hours": 1, "cost": 1, "serial": "1", "remark": "1",
      "installed_on": "2011-01-01", "reported_on": "2011-01-01", "downtime": "PT1H",
      "reported_at": "2011-01-01T00:00:00Z", "severity": 1})");
  CHECK(some.count() == 61);  // of `repaired_at`: 60 constants and the rest
}

TEST_CASE("which way each test can come out is known without enumerating",
          "[ownership][completions]") {
  const conditions tests({"severity >= 2", "severity == 5", "under_contract", "has(hours)"});
  using pairs = std::vector<std::pair<bool, bool>>;
  CHECK(tests.all("{}").possible_truths() ==
        pairs{{true, true}, {true, true}, {true, true}, {true, true}});
  CHECK(tests.all(R"({"severity": {"min": 2, "max": 4}, "under_contract": true})")
            .possible_truths() == pairs{{true, false}, {false, true}, {true, false}, {true, true}});
}
