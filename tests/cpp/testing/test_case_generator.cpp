// SPDX-License-Identifier: Apache-2.0
// Cases out of files, as tests of Catch2: each is run, and one that fails says why.
#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_exception.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <filesystem>
#include <shozai/testing/catch2.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/files.hpp"

namespace {

using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::MessageMatches;
using shozai::testing::cases_of;
using shozai::testing::passes;
using shozai::testing::repository_file;
using shozai::testing::temporary_folder;

std::string package_file(std::string_view name) {
  return repository_file(std::filesystem::path("tests/package/policy") / name).string();
}

/// All cases of a generator.
std::vector<shozai::testing::generated_case> all_of(
    Catch::Generators::GeneratorWrapper<shozai::testing::generated_case> generator) {
  std::vector<shozai::testing::generated_case> all{generator.get()};
  while (generator.next()) {
    all.push_back(generator.get());
  }
  return all;
}

std::string why_not(const shozai::testing::generated_case& c) {
  const auto claim = passes();
  CHECK_FALSE(claim.match(c));
  return claim.toString();
}

}  // namespace

TEST_CASE("each case of a file is a run of the test") {
  const auto c = GENERATE(cases_of(package_file("press.json"), package_file("press.cases.json")));
  INFO(c.name());
  CHECK_THAT(c, passes());
}

TEST_CASE("no case of a file is left out") {
  const auto all = all_of(cases_of(package_file("press.json"), package_file("press.cases.json")));
  CHECK(all.size() == 4);
  CHECK(Catch::StringMaker<shozai::testing::generated_case>::convert(all[1]) ==
        "the case \"初期不良は保証期間内なら品質保証\"");
}

TEST_CASE("the day of a case chooses the version of the policy") {
  const auto c = GENERATE(cases_of({package_file("press-2027.json"), package_file("press.json")},
                                   package_file("versions.cases.json")));
  INFO(c.name());
  CHECK_THAT(c, passes());
}

TEST_CASE("a case that fails says what it expects, what it gets, and why") {
  const auto all = all_of(cases_of(package_file("press.json"), package_file("wrong.cases.csv")));
  REQUIRE(all.size() == 2);
  CHECK(why_not(all[0]) ==
        "passes, but\n"
        "owner.rule: expected R-1\n"
        "            but it is R-2\n"
        "owner.accountable: expected quality\n"
        "                   but it is service\n"
        "owner is decided: service is accountable by rule R-2, because out of warranty it is no "
        "longer initial\n"
        "  rule R-2 decides for service: fault_class == 'initial_defect' && days_since_install > "
        "365 (fault_class is initial_defect and days_since_install is 366)\n"
        "  rule R-1 says quality but steps back for R-2: fault_class == 'initial_defect' "
        "(fault_class is initial_defect)");
}

TEST_CASE("a case that expects nothing yet fails and says what it could expect") {
  const auto all = all_of(cases_of(package_file("press.json"), package_file("wrong.cases.csv")));
  CHECK_THAT(why_not(all[1]), ContainsSubstring("nothing is expected yet") &&
                                  ContainsSubstring(R"("accountable":"sales")"));
}

TEST_CASE("a case before every version says that none is in force") {
  const temporary_folder folder;
  folder.with("early.cases.csv", "name,at,fault_class,owner\nearly,2020-01-01,misuse,sales\n");
  const auto all =
      all_of(cases_of(package_file("press.json"), (folder / "early.cases.csv").string()));
  CHECK_THAT(
      why_not(all.front()),
      ContainsSubstring("owner.accountable: expected sales\n"
                        "                   but it is none\n"
                        "owner is a gap: no version of the policy is in force on 2020-01-01"));
}

TEST_CASE("files that are refused are shown with every finding and its place") {
  CHECK_THROWS_MATCHES(
      cases_of(package_file("press.json"), package_file("refused.cases.json")),
      shozai::policy_error,
      MessageMatches(ContainsSubstring("refused.cases.json:3:44: error SZ160") &&
                     ContainsSubstring("SZ802") && ContainsSubstring("did you mean `R-1`?")));
  CHECK_THROWS_MATCHES(cases_of("no/policy.json", package_file("press.cases.json")),
                       shozai::policy_error, MessageMatches(ContainsSubstring("no/policy.json")));
  CHECK_THROWS_MATCHES(cases_of(package_file("press.json"), "no/policy.cases.json"),
                       shozai::policy_error,
                       MessageMatches(ContainsSubstring("no/policy.cases.json")));
}

TEST_CASE("findings about two versions of one file name are told apart by their folders") {
  const temporary_folder folder;
  folder.with("old/policy.json", "{}").with("new/policy.json", "[]");
  const auto path = [&](std::string_view name) { return (folder / name).string(); };
  CHECK_THROWS_MATCHES(
      cases_of({path("old/policy.json"), path("new/policy.json")}, path("policy.cases.json")),
      shozai::policy_error,
      MessageMatches(ContainsSubstring("old/policy.json:1:1") &&
                     ContainsSubstring("new/policy.json:1:1")));
}

TEST_CASE("a file without cases is an error, not a test that passes") {
  const temporary_folder folder;
  folder.with("empty.cases.json", R"({"shozai_cases": 1, "cases": []})");
  CHECK_THROWS_AS(cases_of(package_file("press.json"), (folder / "empty.cases.json").string()),
                  std::runtime_error);
}
