// SPDX-License-Identifier: Apache-2.0
// All places at once are those that are found one by one.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <string>

#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/place_index.hpp"

namespace {

void compare_all(const std::string& text, const shozai::json& tree, const shozai::json_pointer& at,
                 const shozai::place_index& index) {
  CAPTURE(at.string());
  CHECK(index.find(at.string()) == shozai::locate(text, at.string()));
  if (tree.is_object()) {
    for (const auto& [key, member] : tree.items()) {
      compare_all(text, member, at / key, index);
    }
  } else if (tree.is_array()) {
    for (std::size_t i = 0; i < tree.size(); ++i) {
      compare_all(text, tree[i], at / i, index);
    }
  }
}

void compare_all(const std::string& text) {
  compare_all(text, shozai::json::parse(text), {}, shozai::place_index(text));
}

}  // namespace

TEST_CASE("every value of a text is where it is found alone", "[policy]") {
  compare_all(R"({"a": [1, {"b/c~d": "x"}, [], {}], "é\n": null, "": {"": true}})");
  compare_all("\xEF\xBB\xBF [1,\r\n {\"部門\": \"営業\",\r \"b\": -2.5e3}\n]\n");
  compare_all("7");
}

TEST_CASE("every value of an example is where it is found alone", "[policy]") {
  std::ifstream file(SHOZAI_SOURCE_DIR "/examples/machine_maker/flawed/policy.json");
  compare_all({std::istreambuf_iterator<char>(file), {}});
}

TEST_CASE("of what is not JSON, or not there, no place is known", "[policy]") {
  for (const std::string text : {"", "{", "[1,]", "{\"a\": 1} 2", "a,b\n1,2", "[\"\xFF\"]"}) {
    CHECK_FALSE(shozai::place_index(text).find("").has_value());
  }
  CHECK_FALSE(shozai::place_index("[1]").find("/1").has_value());
}
