// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <set>
#include <shozai/policy/load.hpp>
#include <shozai/policy/resolved_aspect.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/documents.hpp"

namespace {

using shozai::policy_document;
using shozai::resolved_aspect;
using shozai::testing::document;
using shozai::testing::rule_text;

policy_document loaded(const std::string& aspects) {
  auto result = shozai::load_document(document({.aspects = aspects}));
  REQUIRE(result.document.has_value());
  return std::move(*result.document);
}

std::string overriding(const std::string& list) {
  return R"("overrides": [)" + list + "], ";
}

std::vector<std::string> ids(const resolved_aspect& a) {
  std::vector<std::string> all;
  for (const auto& r : a.rules) {
    all.push_back(r.id);
  }
  return all;
}

// The rules that `id` overrides, directly or through any chain.
std::set<std::string> overridden_by(const resolved_aspect& a, const std::string& id) {
  const auto all = ids(a);
  std::vector<std::size_t> open = {
      static_cast<std::size_t>(std::ranges::find(all, id) - all.begin())};
  std::set<std::size_t> seen;
  std::set<std::string> found;
  while (!open.empty()) {
    const auto node = open.back();
    open.pop_back();
    for (const auto next : a.successors[node]) {
      if (seen.insert(next).second) {
        open.push_back(next);
        if (next < all.size()) {
          found.insert(all[next]);
        }
      }
    }
  }
  return found;
}

using names = std::set<std::string>;

}  // namespace

TEST_CASE("overrides reach rules, sections and everything without `*`", "[policy][override]") {
  const auto d = loaded(R"({"owner": {"interim": {"accountable": "sales"},
      "sections": {"s": {}, "t": {}}, "rules": [)" +
                        rule_text("A", "true", "sales") + "," +
                        rule_text("B", "true", "sales", overriding("\"A\"")) + "," +
                        rule_text("C", "true", "sales", R"("section": "s", )") + "," +
                        rule_text("D", "true", "sales", overriding(R"("section:s", "B")")) + "," +
                        rule_text("E", "true", "sales", overriding("\"*\"")) + "," +
                        rule_text("F", "true", "sales", overriding("\"*\"")) + "," +
                        rule_text("G", "true", "sales", R"("section": "s", )") + "," +
                        rule_text("H", "true", "sales", overriding("\"section:s\"")) + "]}}");
  const auto all = resolve_aspects(d);
  REQUIRE(all.size() == 1);
  CHECK(overridden_by(all[0], "A").empty());
  CHECK(overridden_by(all[0], "B") == names{"A"});
  CHECK(overridden_by(all[0], "D") == names{"A", "B", "C", "G"});
  CHECK(overridden_by(all[0], "E") ==
        names{"A", "B", "C", "D", "G", "H"});  // but not F, which has `*` too
}

TEST_CASE("inherited rules come after own ones, with longer ids", "[policy][same-as]") {
  const auto d = loaded(R"({
      "top": {"same_as": "middle", "interim": {"accountable": "sales"}, "rules": [)" +
                        rule_text("T", "true", "sales") + R"(]},
      "middle": {"same_as": "base", "interim": {"accountable": "sales"}, "rules": [)" +
                        rule_text("M", "true", "sales") + R"(]},
      "base": {"hit_policy": "override", "interim": {"accountable": "sales"}, "rules": [)" +
                        rule_text("A", "true", "sales") + "," +
                        rule_text("B", "true", "sales", overriding("\"A\"")) + R"(],
               "also": [{"id": "S", "when": "true", "then": {"informed": ["sales"]}, "because": "b"}],
               "otherwise": {"id": "O", "then": {"accountable": "sales"}, "because": "b"}}})");
  const auto all = resolve_aspects(d);
  REQUIRE(all.size() == 3);
  CHECK(all[0].aspect->id == "top");
  CHECK(ids(all[0]) == std::vector<std::string>{"T", "top/M", "top/middle/A", "top/middle/B"});
  CHECK(ids(all[1]) == std::vector<std::string>{"M", "middle/A", "middle/B"});
  CHECK(ids(all[2]) == std::vector<std::string>{"A", "B"});
  CHECK(all[0].rules[0].generation == 0);
  CHECK(all[0].rules[3].generation == 2);
  CHECK(all[0].otherwise->id == "top/middle/O");
  REQUIRE(all[0].also.size() == 1);
  CHECK(all[0].also[0].id == "top/middle/S");
  CHECK(overridden_by(all[0], "T") == names{"top/M", "top/middle/A", "top/middle/B"});
  CHECK(overridden_by(all[0], "top/M") == names{"top/middle/A", "top/middle/B"});
  CHECK(overridden_by(all[0], "top/middle/B") == names{"top/middle/A"});
}

TEST_CASE("a hit policy that is not given is inherited", "[policy][same-as]") {
  const auto d = loaded(R"({
      "base": {"hit_policy": "unique", "interim": {"accountable": "sales"}, "rules": []},
      "same": {"same_as": "base", "interim": {"accountable": "sales"}, "rules": []},
      "said": {"same_as": "same", "hit_policy": "unique", "interim": {"accountable": "sales"}, "rules": []},
      "alone": {"interim": {"accountable": "sales"}, "rules": []}})");
  const auto all = resolve_aspects(d);
  using enum shozai::hit_policy;
  CHECK(all[0].hit_policy == unique);
  CHECK(all[1].hit_policy == unique);
  CHECK(all[2].hit_policy == unique);
  CHECK(all[3].hit_policy == override_);
}

TEST_CASE("the graph of overrides grows with the document, not with its square",
          "[policy][override]") {
  std::string rules;
  constexpr std::size_t count = 2'000;
  for (std::size_t i = 0; i < count; ++i) {
    rules +=
        (i > 0 ? "," : "") + rule_text("R" + std::to_string(i), "true", "sales",
                                       i % 2 == 0 ? overriding("\"*\"") : R"("section": "s", )");
  }
  const auto d = loaded(R"({"owner": {"interim": {"accountable": "sales"}, "sections": {"s": {}},
                            "rules": [)" +
                        rules + "]}}");
  std::size_t edges = 0;
  const auto all = resolve_aspects(d);
  for (const auto& next : all[0].successors) {
    edges += next.size();
  }
  CHECK(edges <= 4 * count);
}
