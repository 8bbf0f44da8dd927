// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/diagram_graph.hpp"
#include "shozai/policy/load_fault.hpp"
#include "support/documents.hpp"
#include "support/random_fault.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::decision_state;
using shozai::diagram_graph;
using shozai::drawn_by;
using shozai::testing::dice;
using shozai::testing::document;
using shozai::testing::fault_sampler;
using shozai::testing::random_policy;
using shozai::testing::rule_text;

diagram_graph graph_of(const shozai::compiled_policy& policy, drawn_by by = drawn_by::owner,
                       const std::optional<std::string>& fault = std::nullopt) {
  if (!fault) {
    return graph_to_draw(policy.evaluator(0), policy.engine(0), by);
  }
  const auto f = shozai::read_fault(policy.attributes(), *fault);
  return graph_to_draw(policy.evaluator(0), policy.engine(0), by, &f);
}

// A line a way: the attribute, the condition, where it leads; reached ways end in `!`.
std::vector<std::string> lines_of(const shozai::compiled_policy& policy, const diagram_graph& g) {
  std::vector<std::string> lines;
  for (const auto& node : g.nodes) {
    for (const auto& way : node.ways) {
      auto line = (way.otherwise ? "else: " : "") + way.when + " -> ";
      if (way.to_outcome) {
        const auto& o = g.outcomes[way.to];
        line += o.state == decision_state::decided ? o.accountable : std::string(name_of(o.state));
        line += o.rule.empty() ? "" : " by " + o.rule;
      } else {
        line += policy.attributes()[g.nodes[way.to].attribute].name;
      }
      lines.push_back(line + (way.reached ? " !" : ""));
    }
  }
  return lines;
}

shozai::compiled_policy plant(const std::string& more = {}) {
  return shozai::compile_policy(
      document({.rules = "[" + rule_text("R-1", "kind == 'wear' && severity >= 4", "sales") + "," +
                         rule_text("R-2", "kind == 'design'", "service") + "," +
                         rule_text("R-3", "kind == 'misuse' && seen", "service") + "]",
                .more = more}));
}

using outcome = std::tuple<decision_state, std::string, std::string>;

outcome outcome_of(const shozai::drawn_outcome& o) {
  return {o.state, o.accountable, o.rule};
}

outcome outcome_of(const shozai::aspect_evaluator& aspect, const shozai::verdict& v, drawn_by by) {
  if (v.state != decision_state::decided) {
    return {v.state, "", ""};
  }
  const bool named = by == drawn_by::rule && v.rule != shozai::verdict::several;
  return {v.state, aspect.rule(v.assigned_by).rule->then.accountable,
          named ? aspect.rule(v.rule).id : ""};
}

// What the possible completions of `f` come to, by the engine itself.
std::set<outcome> outcomes_of(const shozai::aspect_evaluator& aspect,
                              const shozai::diagram_engine& engine, const shozai::fault& f,
                              drawn_by by) {
  shozai::walk_scratch scratch;
  engine.diagram().flat().walk(f, scratch);
  std::set<outcome> all;
  for (const auto number : scratch.terminals) {
    const auto& v = engine.diagram().verdicts()[number];
    if (v.state != decision_state::impossible) {
      all.insert(outcome_of(aspect, v, by));
    }
  }
  return all;
}

// Where the graph leads a complete fault; nothing if some node has no way for it.
std::optional<outcome> walk(const diagram_graph& g, const shozai::fault& f) {
  bool at_outcome = g.nodes.empty();
  std::size_t at = 0;
  while (!at_outcome) {
    const auto& node = g.nodes[at];
    const auto way = std::ranges::find_if(node.ways, [&](const shozai::drawn_way& w) {
      return w.values.contains(f.attributes[node.attribute].known().value());
    });
    if (way == node.ways.end()) {
      return std::nullopt;
    }
    at_outcome = way->to_outcome;
    at = way->to;
  }
  return outcome_of(g.outcomes[at]);
}

std::set<outcome> reached_outcomes(const diagram_graph& g) {
  std::set<outcome> all;
  for (const auto& o : g.outcomes) {
    if (o.reached) {
      all.insert(outcome_of(o));
    }
  }
  return all;
}

// Whether reached ways hang together: each starts at a reached node and ends at one.
bool is_connected(const diagram_graph& g) {
  return std::ranges::all_of(g.nodes, [&](const shozai::drawn_node& node) {
    const auto reached = std::ranges::count_if(node.ways, &shozai::drawn_way::reached);
    return node.reached == (reached > 0) &&
           std::ranges::all_of(node.ways, [&](const shozai::drawn_way& way) {
             return !way.reached ||
                    (way.to_outcome ? g.outcomes[way.to].reached : g.nodes[way.to].reached);
           });
  });
}

// Levels go down, and no node could be left out.
bool is_reduced(const diagram_graph& g) {
  return std::ranges::all_of(g.nodes, [&](const shozai::drawn_node& node) {
    std::set<std::pair<bool, std::size_t>> targets;
    for (const auto& way : node.ways) {
      targets.emplace(way.to_outcome, way.to);
      if (!way.to_outcome && g.nodes[way.to].level <= node.level) {
        return false;
      }
    }
    return targets.size() == node.ways.size() && targets.size() > 1 &&
           g.order[node.level] == node.attribute;
  });
}

}  // namespace

TEST_CASE("a graph to draw has the conditions of the document and the departments", "[graph]") {
  const auto policy = plant();
  const auto g = graph_of(policy);

  CHECK(lines_of(policy, g) == std::vector<std::string>{
                                   "kind == 'design' -> service",
                                   "kind == 'misuse' -> seen",
                                   "kind == 'wear' -> severity",
                                   "severity <= 3 -> gap",
                                   "severity >= 4 -> sales",
                                   "!has(seen) || seen == false -> gap",
                                   "seen -> service",
                               });
}

TEST_CASE("by rule, outcomes name the rule that decides", "[graph]") {
  const auto policy = plant();
  const auto g = graph_of(policy, drawn_by::rule);

  std::vector<std::string> rules;
  for (const auto& o : g.outcomes) {
    rules.push_back(o.accountable + " " + o.rule);
  }
  CHECK(rules == std::vector<std::string>{"sales R-1", "service R-2", "service R-3", " "});
}

TEST_CASE("what assumptions exclude is not drawn", "[graph]") {
  const auto policy =
      plant(R"(, "assumptions": [{"id": "A", "that": "kind != 'wear' || severity >= 4"},
                                 {"id": "B", "that": "kind != 'misuse' || seen"}])");
  const auto g = graph_of(policy);

  CHECK(lines_of(policy, g) == std::vector<std::string>{"kind in ['design', 'misuse'] -> service",
                                                        "kind == 'wear' -> sales"});
  CHECK(reached_outcomes(graph_of(policy, drawn_by::owner, R"({"severity": 1, "kind": "wear"})"))
            .empty());
}

TEST_CASE("the way of a fault is marked as far as the fault leaves it open", "[graph]") {
  const auto policy = plant();

  CHECK(lines_of(policy, graph_of(policy, drawn_by::owner, R"({"kind": "wear"})")) ==
        std::vector<std::string>{
            "kind == 'design' -> service",
            "kind == 'misuse' -> seen",
            "kind == 'wear' -> severity !",
            "severity <= 3 -> gap !",
            "severity >= 4 -> sales !",
            "!has(seen) || seen == false -> gap",
            "seen -> service",
        });
}

TEST_CASE("a mixed rest of values is marked and comes last", "[graph]") {
  const auto policy = shozai::compile_policy(
      document({.attributes = R"({"part": {"type": "enum", "values":
                          {"belt": {}, "drive": {}, "motor": {}, "pump": {}}}})",
                .rules = "[" + rule_text("R-1", "part == 'motor'", "sales") + "]"}));

  CHECK(lines_of(policy, graph_of(policy)) ==
        std::vector<std::string>{"part == 'motor' -> sales",
                                 "else: part in ['belt', 'drive', 'pump'] -> gap"});
}

TEST_CASE("a diagram that asks nothing is its one outcome", "[graph]") {
  const auto always =
      shozai::compile_policy(document({.rules = "[" + rule_text("R-1", "true", "sales") + "]"}));
  CHECK(graph_of(always).nodes.empty());
  CHECK(graph_of(always).outcomes.size() == 1);
  CHECK(graph_of(always).outcomes.front().accountable == "sales");
  CHECK_FALSE(graph_of(always).outcomes.front().reached);
  CHECK(graph_of(always, drawn_by::owner, "{}").outcomes.front().reached);

  const auto never = plant(R"(, "assumptions": [{"id": "A", "that": "false"}])");
  CHECK(graph_of(never).nodes.empty());
  CHECK(graph_of(never).outcomes.front().state == decision_state::impossible);
}

TEST_CASE("random graphs decide as the diagram, and mark what a fault reaches", "[graph][random]") {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    auto loaded = shozai::load_document(random_policy(seed).dump());
    REQUIRE(loaded.document);
    const auto text = std::make_shared<const shozai::policy_document>(std::move(*loaded.document));
    const shozai::compiled_policy policy(text, {}, {});
    const fault_sampler sampler(*text);
    dice rng(seed);
    for (std::size_t aspect = 0; aspect < policy.aspect_count(); ++aspect) {
      const auto& evaluator = policy.evaluator(aspect);
      const auto& engine = policy.engine(aspect);
      if (!engine.plan().diagram) {
        continue;
      }
      for (const auto by : {drawn_by::owner, drawn_by::rule}) {
        CAPTURE(seed, aspect, static_cast<int>(by));
        const auto plain = graph_to_draw(evaluator, engine, by);
        CHECK(is_reduced(plain));
        CHECK(reached_outcomes(plain).empty());
        for (int i = 0; i < 30; ++i) {
          const auto f = sampler.complete_fault(rng);
          const auto expected = outcomes_of(evaluator, engine, f, by);
          CHECK((expected.empty() || walk(plain, f) == *expected.begin()));
        }
        for (int i = 0; i < 2; ++i) {
          const auto f = i == 0 ? sampler.complete_fault(rng) : sampler.partial_fault(rng);
          const auto marked = graph_to_draw(evaluator, engine, by, &f);
          CHECK(is_connected(marked));
          CHECK(reached_outcomes(marked) == outcomes_of(evaluator, engine, f, by));
        }
      }
    }
  }
}
