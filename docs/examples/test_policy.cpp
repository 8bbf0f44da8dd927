// SPDX-License-Identifier: Apache-2.0
// Tests of a policy with Catch2. Run where the paths begin.
#include <catch2/catch_test_macros.hpp>
#include <shozai/shozai.hpp>
#include <shozai/testing/catch2.hpp>

using namespace shozai::testing;

namespace {

auto policy() {
  static const auto read = shozai::compile_policy_file("docs/examples/press/policy.json");
  return read;
}

auto decide(const char* reported) {
  return policy().decide(shozai::read_fault(policy().attributes(), reported));
}

}  // namespace

TEST_CASE("quality owns what fails in the first year") {
  const auto said = decide(R"({"fault_class": "initial_defect", "days_since_install": 365})");
  CHECK_THAT(said, is_owned_by("quality").in("root_cause"));
  CHECK_THAT(said, decides_by_rule("R-1").in("root_cause") && is_owned_by("quality").in("cost"));
}

TEST_CASE("while the cause is open, service holds the fault") {
  const auto said = decide(R"({"days_since_install": 20})");
  CHECK_THAT(said, is_undetermined_between("quality", "sales", "service").in("root_cause"));
  CHECK_THAT(said, is_held_by("service").in("root_cause"));
  CHECK_THAT(said, asks_for("fault_class").in("root_cause"));
}

TEST_CASE("the cases beside the policy pass") {
  const auto c = GENERATE(
      cases_of("docs/examples/press/policy.json", "docs/examples/press/policy.cases.json"));
  INFO(c.name());
  CHECK_THAT(c, passes());
}

TEST_CASE("every fault has one owner") {
  CHECK_THAT(policy(), has_no_gaps());
  CHECK_THAT(policy(), has_no_conflicts());
  CHECK_THAT(policy(), keeps_its_guarantees());
}

TEST_CASE("the next version moves the cost of the second year, and nothing else") {
  const auto next = shozai::compile_policy_file("docs/examples/press/next.json");
  CHECK_THAT(change_of(policy(), next), changes_only("cost"));
  CHECK_THAT(change_of(policy(), next),
             changes_only_where("days_since_install > 365 && days_since_install <= 730"));
}
