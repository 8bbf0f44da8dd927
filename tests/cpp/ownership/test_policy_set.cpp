// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <shozai/core/date_time.hpp>
#include <shozai/ownership/policy_set.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/decisions.hpp"
#include "support/documents.hpp"

namespace {

using shozai::compile_policy;
using shozai::compiled_policy;
using shozai::policy_set;
using shozai::testing::document;
using shozai::testing::rule_text;

compiled_policy version(const std::string& name, const std::string& effective,
                        const std::string& accountable = "sales", const std::string& id = "p") {
  return compile_policy(document({.header = R"({"id": ")" + id + R"(", "version": ")" + name +
                                            R"(", "effective": )" + effective + "}",
                                  .rules = "[" + rule_text("R-1", "true", accountable) + "]"}));
}

std::int64_t day(const char* text) {
  return *shozai::parse_date(text);
}

std::string refusal(std::vector<compiled_policy> versions) {
  try {
    const policy_set set(std::move(versions));
  } catch (const shozai::policy_error& error) {
    return shozai::testing::messages_of(error.findings());
  }
  return {};
}

}  // namespace

TEST_CASE("the version in force on the day of the fault decides", "[ownership][policy-set]") {
  const policy_set set({version("3", R"({"from": "2027-01-01"})", "quality"),
                        version("1", R"({"to": "2026-04-01"})", "sales"),
                        version("2", R"({"from": "2026-04-01", "to": "2026-10-01"})", "service")});
  REQUIRE(set.versions().size() == 3);
  CHECK(set.versions()[0].identity().version == "1");
  CHECK(set.versions()[2].identity().version == "3");
  const auto in_force = [&](const char* text) -> std::string {
    const auto* policy = set.in_force(day(text));
    return policy == nullptr ? "none" : policy->identity().version;
  };
  CHECK(in_force("1900-01-01") == "1");
  CHECK(in_force("2026-03-31") == "1");
  CHECK(in_force("2026-04-01") == "2");
  CHECK(in_force("2026-09-30") == "2");
  CHECK(in_force("2026-10-01") == "none");
  CHECK(in_force("2026-12-31") == "none");
  CHECK(in_force("2027-01-01") == "3");
  CHECK(in_force("2199-12-31") == "3");
  const auto fault = read_fault(set.versions()[0].attributes(), "{}");
  CHECK(set.decide(fault, day("2026-05-01")).at(0).assigned.accountable == "service");
  CHECK(set.decide(fault, day("2027-05-01")).at(0).assigned.accountable == "quality");
}

TEST_CASE("where no version is in force every aspect is a gap that says so",
          "[ownership][policy-set]") {
  const policy_set set({version("1", R"({"from": "2026-04-01", "to": "2026-10-01"})")});
  CHECK(set.nearest(day("2026-12-01")).identity().version == "1");
  CHECK(set.nearest(day("2026-01-01")).identity().version == "1");
  const auto fault = read_fault(set.nearest(day("2026-12-01")).attributes(), "{}");
  const auto all = set.decide(fault, day("2026-12-01"));
  REQUIRE(all.size() == 1);
  CHECK(all[0].aspect == "owner");
  CHECK(all[0].state == shozai::decision_state::gap);
  CHECK(all[0].owner() == "quality");
  CHECK(all[0].because.in(shozai::language::en) ==
        "no version of the policy is in force on 2026-12-01");
  CHECK(all[0].because.in(shozai::language::ja) == "2026-12-01 に有効な規程の版がありません");
}

TEST_CASE("the nearest version is the last before the day, else the first",
          "[ownership][policy-set]") {
  const policy_set set({version("1", R"({"from": "2026-01-01", "to": "2026-02-01"})"),
                        version("2", R"({"from": "2026-03-01", "to": "2026-04-01"})")});
  CHECK(set.nearest(day("2025-01-01")).identity().version == "1");
  CHECK(set.nearest(day("2026-02-15")).identity().version == "1");
  CHECK(set.nearest(day("2026-03-01")).identity().version == "2");
  CHECK(set.nearest(day("2030-01-01")).identity().version == "2");
}

TEST_CASE("a set is of one policy, its versions distinct and never in force together",
          "[ownership][policy-set]") {
  CHECK(refusal({}) == "SZ123 : `policy_set` must not be empty");
  CHECK(refusal({version("1", R"({"to": "2026-04-01"})"),
                 version("2", R"({"from": "2026-04-01"})", "sales", "q")}) ==
        "SZ280 : the policies have different ids: `p` and `q`");
  CHECK(refusal(
            {version("2", R"({"from": "2026-03-31"})"), version("1", R"({"to": "2026-04-01"})")}) ==
        "SZ281 : versions `1` and `2` are in force on the same days");
  CHECK(refusal({version("1", "{}"), version("2", "{}")}) ==
        "SZ281 : versions `1` and `2` are in force on the same days");
  CHECK(refusal({version("1", R"({"to": "2026-04-01"})"),
                 version("1", R"({"from": "2026-04-01"})")}) == "SZ282 : version `1` stands twice");
  CHECK(refusal({version("1", R"({"from": "2026-04-01", "to": null})"),
                 version("0", R"({"from": null, "to": "2026-04-01"})")})
            .empty());
}

TEST_CASE("a version within another one's days is an overlap wherever it begins",
          "[ownership][policy-set]") {
  CHECK(refusal({version("1", R"({"from": "2026-01-01", "to": "2027-01-01"})"),
                 version("2", R"({"from": "2026-02-01", "to": "2026-03-01"})"),
                 version("3", R"({"from": "2026-04-01", "to": "2026-05-01"})")}) ==
        "SZ281 : versions `1` and `2` are in force on the same days\n"
        "SZ281 : versions `1` and `3` are in force on the same days");
}
