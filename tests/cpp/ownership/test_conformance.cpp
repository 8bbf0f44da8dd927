// SPDX-License-Identifier: Apache-2.0
// The corpus that every implementation runs: policy, faults, expected decisions.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/save_decision.hpp"
#include "shozai/policy/load_fault.hpp"

namespace {

std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(SHOZAI_SOURCE_DIR "/tests/conformance")) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  return files;
}

shozai::json read(const std::filesystem::path& path) {
  std::ifstream in(path);
  return shozai::json::parse(in);
}

std::vector<std::string> codes_of(const shozai::diagnostics& findings) {
  std::vector<std::string> codes;
  for (const auto& each : findings) {
    codes.push_back(each.code);
  }
  return codes;
}

// The decision as the corpus writes it: without what repeats the key and the policy, and with the
// next question only where the case expects one.
shozai::json written(const shozai::decision& d, const shozai::json& expected) {
  auto tree = save_tree(d);
  tree.erase("aspect");
  tree.erase("policy");
  if (!expected.contains("ask")) {
    tree.erase("ask");
  }
  return tree;
}

}  // namespace

TEST_CASE("every case of the corpus gets the expected decisions", "[conformance]") {
  const auto path = GENERATE(from_range(corpus()));
  CAPTURE(path);
  const auto document = read(path);
  const auto policy = shozai::compile_policy(document["policy"].dump());

  CHECK(codes_of(policy.warnings()) == document["warnings"].get<std::vector<std::string>>());
  for (const auto& given : document["cases"]) {
    CAPTURE(given["name"]);
    const auto fault = shozai::load_fault(policy.attributes(), given["fault"]);
    REQUIRE(fault.result);
    for (const auto& decision : policy.decide(*fault.result)) {
      CAPTURE(decision.aspect);
      const auto& expected = given["expected"][decision.aspect];
      // Members in any order: only nlohmann::json, which sorts them, compares so.
      CHECK(nlohmann::json(written(decision, expected)) == nlohmann::json(expected));
    }
  }
}
