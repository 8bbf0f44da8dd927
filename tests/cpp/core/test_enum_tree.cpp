// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <shozai/core/enum_tree.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using shozai::enum_node;
using shozai::enum_tree;

enum_node node(std::string id, std::vector<enum_node> children = {}) {
  enum_node n;
  n.id = std::move(id);
  n.children = std::move(children);
  return n;
}

enum_node labelled(std::string id, std::string ja, std::string en = {}) {
  auto n = node(std::move(id));
  n.label.ja = std::move(ja);
  n.label.en = std::move(en);
  return n;
}

enum_tree machines() {
  return enum_tree({node("lathe", {node("LT", {node("LT-100"), node("LT-200")}), node("LX")}),
                    node("other"), node("mill", {node("ML-5")})});
}

// `first..end` of a group, `first` of a value.
std::string range(const enum_tree& tree, std::string_view id) {
  const auto found = tree.find(id);
  if (!found) {
    return "none";
  }
  return found->group ? std::to_string(found->first) + ".." + std::to_string(found->end)
                      : std::to_string(found->first);
}

}  // namespace

TEST_CASE("the leaves of a tree are numbered in document order", "[core][enum]") {
  const auto tree = machines();
  CHECK(tree.size() == 5);
  CHECK(tree.leaves() == std::vector<std::string>{"LT-100", "LT-200", "LX", "other", "ML-5"});
  for (std::size_t i = 0; i < tree.size(); ++i) {
    CHECK(tree.find(tree.id(i))->first == i);
    CHECK_FALSE(tree.find(tree.id(i))->group);
  }
}

TEST_CASE("a group is the range of its leaves, at every level", "[core][enum]") {
  const auto tree = machines();
  CHECK(range(tree, "lathe") == "0..3");
  CHECK(range(tree, "LT") == "0..2");
  CHECK(range(tree, "mill") == "4..5");
  CHECK(range(tree, "other") == "3");
  CHECK(range(tree, "LT-2") == "none");
  CHECK(range(tree, "") == "none");
}

TEST_CASE("every id is offered for hints", "[core][enum]") {
  CHECK(machines().ids() == std::vector<std::string_view>{"LT", "LT-100", "LT-200", "LX", "ML-5",
                                                          "lathe", "mill", "other"});
}

TEST_CASE("a label finds its value only if no other has it", "[core][enum]") {
  const enum_tree tree({labelled("initial", "初期不良", "initial defect"),
                        labelled("design", "設計", "defect"), labelled("wear", "摩耗", "defect"),
                        labelled("same", "同じ", "同じ")});
  CHECK(tree.find_label("初期不良") == "initial");
  CHECK(tree.find_label("initial defect") == "initial");
  CHECK(tree.find_label("設計") == "design");
  CHECK(tree.find_label("同じ") == "same");
  CHECK_FALSE(tree.find_label("defect").has_value());
  CHECK_FALSE(tree.find_label("unknown").has_value());
  CHECK_FALSE(tree.find_label("").has_value());
}

TEST_CASE("an empty tree has nothing", "[core][enum]") {
  const enum_tree tree;
  CHECK(tree.size() == 0);
  CHECK_FALSE(tree.find("x").has_value());
  CHECK(tree == enum_tree(std::vector<enum_node>{}));
  CHECK_FALSE(tree == machines());
}
