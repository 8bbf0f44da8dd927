// SPDX-License-Identifier: Apache-2.0
// What changes between two versions: by hand, and on random policies against deciding twice.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/difference.hpp"
#include "support/documents.hpp"
#include "support/plain_decide.hpp"
#include "support/random_draw.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::change_grade;
using shozai::comparison;
using shozai::testing::dice;
using shozai::testing::document;
using shozai::testing::fault_sampler;
using shozai::testing::plain_outcome;
using shozai::testing::policies;
using shozai::testing::policies_per_run;
using shozai::testing::random_policy;
using shozai::testing::rule_text;

shozai::policy_difference compare(const std::string& before, const std::string& after) {
  return shozai::compare_policies(shozai::compile_policy(before), shozai::compile_policy(after));
}

std::string two_rules(const std::string& first, const std::string& second,
                      const std::string& max = "99") {
  return document({.attributes = R"({"age": {"type": "int", "min": 0, "max": )" + max +
                                 R"(}, "kind": {"type": "enum", "values":
                                     {"design": {}, "wear": {}}}})",
                   .rules = "[" + first + "," + second + "]"});
}

std::vector<std::string> codes(const shozai::policy_difference& d) {
  std::vector<std::string> all;
  for (const auto& c : d.changes) {
    all.push_back(c.code);
  }
  return all;
}

}  // namespace

TEST_CASE("a policy equals itself, whatever the order of its rules under override") {
  const auto a = rule_text("A", "age < 30", "sales");
  const auto b = rule_text("B", "age >= 30", "service");
  const auto d = compare(two_rules(a, b), two_rules(b, a));
  CHECK(d.equal() == true);
  CHECK(d.groups.empty());
  CHECK(d.changes.empty());
  CHECK(d.aspects.front().space == shozai::big_count(100));
}

TEST_CASE("a boundary that moves concerns the faults in between") {
  const auto d = compare(
      two_rules(rule_text("A", "age < 30", "sales"), rule_text("B", "age >= 30", "service")),
      two_rules(rule_text("A", "age < 40", "sales"), rule_text("B", "age >= 40", "service")));
  REQUIRE(d.groups.size() == 1);
  const auto& g = d.groups.front();
  CHECK(g.grade == change_grade::assignment);
  CHECK(g.before.accountable == "service");
  CHECK(g.before.rule == "B");
  CHECK(g.after.rule == "A");
  CHECK(g.where.conditions == std::vector<std::string>{"age >= 30 && age <= 39"});
  CHECK(g.where.size == shozai::big_count(10));
  CHECK(d.equal() == false);
}

TEST_CASE("another rule or another reason with the same assignment is the lesser grade") {
  const auto d =
      compare(two_rules(rule_text("A", "age < 30", "sales"), rule_text("B", "age >= 30", "sales")),
              two_rules(rule_text("A", "age < 40", "sales"),
                        R"({"id": "B", "when": "age >= 40", "because": "new reason",
                    "then": {"accountable": "sales"}})"));
  REQUIRE(d.groups.size() == 2);
  CHECK(d.groups[0].grade == change_grade::rule);
  CHECK(d.groups[0].before.rule == "B");
  CHECK(d.groups[0].where.size == shozai::big_count(60));
  CHECK(d.groups[1].after.rule == "A");
  CHECK(d.aspects.front().assignment_changed == shozai::big_count(0));
  CHECK(d.aspects.front().rule_changed == shozai::big_count(70));
}

TEST_CASE("changes of the schema are named, and the faults that both know are compared") {
  const auto b = rule_text("B", "age >= 30", "service");
  const auto before = two_rules(rule_text("A", "age < 30", "sales"), b);
  CHECK(codes(compare(before, two_rules(rule_text("A", "age < 30", "sales"), b, "120"))) ==
        std::vector<std::string>{"SZ746"});
  const auto more_values =
      document({.attributes = R"({"age": {"type": "int", "min": 0, "max": 99},
                         "colour": {"type": "bool"},
                         "kind": {"type": "enum", "values":
                                  {"misuse": {}, "wear": {}, "design": {}}}})",
                .rules = "[" + rule_text("A", "age < 30", "sales") + "," +
                         rule_text("B", "age >= 30 && kind != 'misuse'", "service") + "," +
                         rule_text("C", "kind == 'misuse' && age >= 30", "quality") + "]"});
  const auto d = compare(before, more_values);
  CHECK(codes(d) == std::vector<std::string>{"SZ741", "SZ744"});
  CHECK(d.equal() == true);  // what `B` leaves to `C` only the new version knows
  const auto another_type =
      document({.attributes = R"({"age": {"type": "date"}, "kind": {"type": "enum", "values":
                                     {"design": {}, "wear": {}}}})",
                .rules = "[" + rule_text("A", "kind == 'wear'", "sales") + "]"});
  CHECK(codes(compare(before, another_type)) == std::vector<std::string>{"SZ743"});
}

TEST_CASE("aspects, assumptions, hit policies and interim owners that change are named") {
  const auto before = document({.rules = "[" + rule_text("A", "severity < 3", "sales") + "]"});
  const auto after = document(
      {.aspects = R"({"owner": {"hit_policy": "first", "interim": {"accountable": "sales"},
                                "rules": [)" +
                  rule_text("A", "severity < 3", "sales") +
                  R"(]}, "cost": {"interim": {"accountable": "quality"}, "rules": []}})",
       .more = R"(, "assumptions": [{"id": "P", "that": "severity < 5", "because": "x"}])"});
  const auto d = compare(before, after);
  CHECK(codes(d) == std::vector<std::string>{"SZ750", "SZ751", "SZ754", "SZ752"});
  REQUIRE(d.aspects.size() == 2);
  CHECK(d.aspects[1].state == comparison::added);
  REQUIRE(d.groups.size() == 1);  // severity 5: a gap before, impossible now
  CHECK(d.groups[0].after.state == shozai::decision_state::impossible);
  const auto back = compare(after, before);
  CHECK(back.aspects.back().state == comparison::removed);
}

namespace {

/// A few edits of a document's rules, such as people make.
shozai::json edited(shozai::json tree, dice& d) {
  std::vector<shozai::json*> rules;
  for (auto& [unused, aspect] : tree["aspects"].items()) {
    if (aspect.contains("rules")) {
      for (auto& r : aspect["rules"]) {
        rules.push_back(&r);
      }
    }
  }
  for (int edit = 0; edit < 2 && !rules.empty(); ++edit) {
    auto& rule = *rules[d.below(rules.size())];
    const auto& other = *rules[d.below(rules.size())];
    switch (d.below(4)) {
      case 0:
        rule["then"] = other["then"];
        break;
      case 1:
        rule["when"] = "!(" + rule["when"].get<std::string>() + ")";
        break;
      case 2:
        rule["because"] = "another reason";
        break;
      default:
        rule["when"] = other["when"];
    }
  }
  return tree;
}

struct told {
  shozai::decision_state state = shozai::decision_state::impossible;
  std::optional<shozai::assignment> assigned;
};

told tell(const shozai::aspect_evaluator& aspect, const shozai::fault& f) {
  const auto o = plain_outcome(aspect, f);
  if (!o) {
    return {};
  }
  return {o->state, o->state == shozai::decision_state::decided ? std::optional{aspect.assigned(*o)}
                                                                : std::nullopt};
}

bool same(const told& a, const told& b) {
  return a.state == b.state && (!a.assigned || agree(*a.assigned, *b.assigned));
}

}  // namespace

TEST_CASE("random policies: a fault fares differently exactly where the difference says so") {
  const auto run = GENERATE(range(0U, policies() / policies_per_run / 4));
  constexpr int faults = 40;
  for (auto seed = run * policies_per_run; seed < (run + 1) * policies_per_run; ++seed) {
    dice d(seed);
    const auto tree = random_policy(seed);
    auto other = edited(tree, d);
    const auto before = shozai::compile_policy(tree.dump());
    const auto loaded = shozai::load_document(other.dump());
    if (!loaded.document) {
      continue;  // an edit that the document does not allow
    }
    const auto after = shozai::compile_policy(other.dump());
    const auto difference = shozai::compare_policies(before, after);
    std::map<std::string, std::size_t> groups;
    for (const auto& g : difference.groups) {
      groups[g.aspect] += g.grade == change_grade::assignment ? 1 : 0;
    }
    const fault_sampler sampler(before.document());
    for (std::size_t i = 0; i < before.aspect_count(); ++i) {
      const auto& aspect = difference.aspects[i];
      REQUIRE(aspect.state != comparison::undecided);
      for (int n = 0; n < faults; ++n) {
        const auto f = sampler.complete_fault(d);
        const bool differs = !same(tell(before.evaluator(i), f), tell(after.evaluator(i), f));
        INFO(seed << " " << aspect.aspect);
        CHECK((!differs || groups[aspect.aspect] > 0));
        CHECK((!differs || *aspect.assignment_changed > 0));
      }
    }
    for (const auto& g : difference.groups) {
      const auto i = *before.find_aspect(g.aspect);
      shozai::fault f;
      for (const auto& a : before.attributes()) {
        f.attributes.emplace_back(a.domain, a.domain.first());
      }
      for (const auto& [attribute, v] : g.example.values) {
        f.attributes[attribute] = shozai::knowledge(before.attributes()[attribute].domain, v);
      }
      INFO(seed << " " << g.aspect);
      const auto x = tell(before.evaluator(i), f);
      const auto y = tell(after.evaluator(i), f);
      CHECK(x.state == g.before.state);
      CHECK(y.state == g.after.state);
      CHECK(same(x, y) == (g.grade == change_grade::rule));
    }
  }
}
