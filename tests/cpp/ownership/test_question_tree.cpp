// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/question_tree.hpp"
#include "shozai/ownership/save_questions.hpp"
#include "shozai/policy/load_fault.hpp"
#include "support/documents.hpp"
#include "support/follow_ask.hpp"
#include "support/plain_decide.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"

namespace {

using shozai::big_count;
using shozai::testing::dice;
using shozai::testing::document;
using shozai::testing::nothing_known;
using shozai::testing::plain_outcome;
using shozai::testing::rule_text;

shozai::compiled_policy policy_of(const std::string& attributes, const std::string& rules) {
  return shozai::compile_policy(document({.attributes = attributes,
                                          .aspects = R"({"owner": {"hit_policy": "first",
                                            "interim": {"accountable": "quality"}, "rules": [)" +
                                                     rules + "]}}"}));
}

shozai::compiled_policy plant() {
  return policy_of(R"({"severity": {"type": "int", "min": 1, "max": 5,
                                    "ask": {"text": "How bad is it?", "cost": 2}},
                       "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}},
                                "optional": true},
                       "serial": {"type": "bool", "ask": false}})",
                   rule_text("R-1", "severity >= 4 && serial", "service") + "," +
                       rule_text("R-2", "kind == 'wear'", "sales") + "," +
                       rule_text("R-3", "severity <= 3", "quality"));
}

shozai::question_tree tree_of(const shozai::compiled_policy& p, std::string_view fault,
                              const shozai::question_budget& budget = {}) {
  return follow_questions(p.evaluator(0), p.engine(0), shozai::read_fault(p.attributes(), fault),
                          budget);
}

shozai::json saved(const shozai::compiled_policy& p, std::string_view fault,
                   const shozai::question_budget& budget = {}) {
  const auto f = shozai::read_fault(p.attributes(), fault);
  return save_tree(follow_questions(p.evaluator(0), p.engine(0), f, budget), p.evaluator(0), f);
}

// The answers as conditions, in their order.
std::vector<std::string> answers_of(const shozai::question_node& n) {
  std::vector<std::string> all;
  for (const auto& a : n.answers) {
    all.push_back(a.when);
  }
  return all;
}

}  // namespace

TEST_CASE("a settled fault has a tree of one end", "[questions]") {
  const auto tree = tree_of(plant(), R"({"severity": 5, "serial": true})");
  CHECK(tree.undecided == shozai::over_budget::none);
  CHECK_FALSE(tree.root->is_question());
  CHECK(tree.root->state == shozai::decision_state::decided);
  CHECK(tree.root->accountable == "service");
  CHECK(tree.root->rule == "R-1");
  CHECK(tree.root->size == 4);  // of `kind`
  CHECK(tree.root->worst == 0);
}

TEST_CASE("answers lead to questions, to decisions, and to what stays open", "[questions]") {
  const auto policy = plant();
  const auto tree = tree_of(policy, "{}");
  const auto& root = *tree.root;

  REQUIRE(root.is_question());
  CHECK(root.question.attributes == std::vector<std::size_t>{1});
  CHECK(root.question.tested == 1);
  CHECK(root.question.cost == 1);
  CHECK(answers_of(root) ==
        std::vector<std::string>{"!has(kind) || kind in ['design', 'misuse']", "kind == 'wear'"});
  CHECK(root.answers[0].ways == 3);
  CHECK(root.size == 40);
  CHECK(root.open == 16);  // severity 4 or 5
  CHECK(root.worst == 2);
  CHECK(root.asked == 80);

  const auto& severity = *root.answers[0].next;
  CHECK(severity.question.text.plain == "How bad is it?");
  CHECK(severity.question.cost == 2);
  CHECK(answers_of(severity) == std::vector<std::string>{"severity <= 3", "severity >= 4"});
  CHECK(severity.answers[0].next->accountable == "quality");
  const auto& open = *severity.answers[1].next;
  CHECK_FALSE(open.is_question());
  CHECK_FALSE(open.cut);
  CHECK(open.state == shozai::decision_state::undetermined);
  CHECK(open.missing == std::vector<std::string>{"serial"});
  CHECK(open.possible == std::vector<std::string>{"service"});  // or a gap
}

TEST_CASE("what is known, or narrowed down, is not asked", "[questions]") {
  const auto policy = plant();
  const auto narrowed = tree_of(policy, R"({"serial": false, "severity": {"min": 3}})");
  CHECK(narrowed.root->size == 12);
  CHECK(narrowed.root->open == 0);
  CHECK(narrowed.root->worst == 2);
  CHECK(saved(policy, R"({"serial": false, "severity": {"min": 3}})")["fault"].dump() ==
        R"({"serial":false})");
  CHECK(saved(policy, R"({"serial": false, "severity": {"min": 3}})")["narrowed"].dump() ==
        R"({"severity":"severity >= 3"})");
}

TEST_CASE("a derived attribute is asked as a whole, and what it shares becomes known",
          "[questions]") {
  const auto policy = policy_of(
      R"({"a": {"type": "int", "min": 0, "max": 9},
          "b": {"type": "int", "min": 0, "max": 9, "ask": {"cost": 3}},
          "d": {"type": "int", "min": 0, "max": 18, "derived": "a + b"},
          "e": {"type": "int", "min": -9, "max": 9, "derived": "a - b"}})",
      rule_text("R-1", "d >= 10", "sales") + "," + rule_text("R-2", "e >= 5", "service"));
  const auto tree = tree_of(policy, "{}");
  const auto& root = *tree.root;

  CHECK(root.question.attributes == std::vector<std::size_t>{0, 1});
  CHECK(root.question.tested == 2);
  CHECK(root.question.cost == 4);
  CHECK(answers_of(root) ==
        std::vector<std::string>{"d <= 9 && e <= 4", "d <= 9 && e >= 5", "d >= 10"});
  CHECK(root.size == 361);
  CHECK(root.answers[0].ways == 140);
  CHECK(root.answers[2].ways == 171);
  CHECK(root.settled == std::map<std::size_t, big_count>{{2, 361}});

  const auto one_input = tree_of(policy, R"({"a": 4})");
  CHECK(one_input.root->question.attributes == std::vector<std::size_t>{1});
  CHECK(one_input.root->worst == 1);
  CHECK(saved(policy, "{}")["root"]["inputs"] == shozai::json({"a", "b"}));
}

TEST_CASE("a tree is written as JSON", "[questions]") {
  CHECK(saved(plant(), R"({"serial": false})").dump() ==
        R"({"aspect":"owner","fault":{"serial":false},"worst":2,"expected":1.75,)"
        R"("undecided":null,"root":)"
        R"({"ask":"kind","tested":"kind","text":{},"cost":1,"share":1.0,"answers":[)"
        R"({"when":"!has(kind) || kind in ['design', 'misuse']","ranges":)"
        R"([null,["design","design",null],["misuse","misuse",null]],"node":)"
        R"({"ask":"severity","tested":"severity","text":"How bad is it?","cost":2,)"
        R"("share":0.75,"answers":[{"when":"severity <= 3","ranges":[[null,"3",null]],"node":)"
        R"({"state":"decided","accountable":"quality","rule":"R-3","share":0.45}},)"
        R"({"when":"severity >= 4","ranges":[["4",null,null]],"node":)"
        R"({"state":"gap","share":0.3}}]}},)"
        R"({"when":"kind == 'wear'","ranges":[["wear","wear",null]],"node":)"
        R"({"state":"decided","accountable":"sales","rule":"R-2","share":0.25}}]}})");
}

TEST_CASE("the JSON of a large tree is cut at one depth", "[questions]") {
  const auto policy = plant();
  constexpr std::size_t depth = 40;
  auto node = std::make_shared<shozai::question_node>();
  node->state = shozai::decision_state::gap;
  node->size = 1;
  for (std::size_t i = 1; i <= depth; ++i) {
    auto above = std::make_shared<shozai::question_node>();
    above->question.attributes = {2};
    above->question.tested = 2;
    above->possible = {"sales"};
    for (const bool v : {false, true}) {
      const auto values = policy.attributes()[2].domain.only(std::int64_t{v});
      above->answers.push_back({{{2, values}}, v ? "serial" : "!serial", 1, node});
    }
    above->size = node->size * 2;
    above->worst = i;
    node = std::move(above);
  }
  const auto json = save_tree(shozai::question_tree{node, shozai::over_budget::none},
                              policy.evaluator(0), nothing_known(policy.attributes()));
  CHECK(json["worst"] == depth);
  const auto* at = &json["root"];
  std::size_t asked = 0;
  for (; at->contains("ask"); at = &(*at)["answers"][0]["node"]) {
    ++asked;
  }
  CHECK(asked == 13);  // 2^14 - 1 nodes
  CHECK(at->dump() ==
        R"({"state":"undetermined","possible":["sales"],"missing":[],"cut":true,"share":)"
        R"(0.0001220703125})");
}

TEST_CASE("over budget a tree is cut", "[questions]") {
  const auto policy = plant();
  shozai::question_budget budget;
  budget.questions = 1;
  const auto cut = tree_of(policy, "{}", budget);
  CHECK(cut.undecided == shozai::over_budget::steps);
  CHECK(cut.root->cut);
  CHECK(cut.root->possible == std::vector<std::string>{"quality", "sales", "service"});
  const auto json = saved(policy, "{}", budget);
  CHECK(json["worst"].is_null());
  CHECK(json["expected"].is_null());
  CHECK(json["undecided"]["en"] == "too many steps");
  CHECK(json["root"].dump() ==
        R"({"state":"undetermined","possible":["quality","sales","service"],"missing":[],)"
        R"("cut":true,"share":1.0})");
}

TEST_CASE("an impossible fault is asked nothing", "[questions]") {
  const auto policy = shozai::compile_policy(
      document({.rules = "[" + rule_text("R-1", "severity >= 4", "sales") + "]",
                .more = R"(, "assumptions": [{"id": "A-1", "that": "severity <= 3 || seen"}])"}));
  const auto json = saved(policy, R"({"severity": 4, "seen": false})");
  CHECK(json["root"].dump() == R"({"state":"impossible","share":1.0})");
  CHECK(json["worst"] == 0);
  CHECK(json["expected"].is_null());
}

// --- random policies ---------------------------------------------------------------------------

namespace {

struct way_end {
  const shozai::question_node* node;
  std::size_t questions;
};

// Where the answers of `whole` lead.
way_end follow(const shozai::question_node& root, const shozai::fault& whole) {
  way_end at{&root, 0};
  while (at.node->is_question()) {
    const auto answer = std::ranges::find_if(at.node->answers, [&](const shozai::told_answer& a) {
      return std::ranges::all_of(a.told, [&](const auto& told) {
        return told.second.contains(*whole.attributes[told.first].known());
      });
    });
    REQUIRE(answer != at.node->answers.end());
    at.questions += at.node->question.attributes.size();
    at.node = answer->next.get();
  }
  return at;
}

// A value of `s`, mostly at an end of an interval.
shozai::value some_value(dice& rng, const shozai::attribute& a, const shozai::value_set& s) {
  const auto count = s.intervals().size() + (s.has_none() ? 1 : 0);
  const auto choice = rng.below(count);
  if (choice == s.intervals().size()) {
    return shozai::none{};
  }
  const auto& i = s.intervals()[choice];
  if (a.domain.is_text()) {
    return i.from;
  }
  const auto least = std::get<std::int64_t>(i.from);
  const auto most = i.to ? std::get<std::int64_t>(*i.to) - 1 : a.domain.max();
  return rng.chance(30) ? least : rng.chance(40) ? most : rng.number(least, most);
}

// A complete fault that `f` may turn out to be, derived attributes taken as free.
shozai::fault completed(dice& rng, const shozai::schema& attributes, shozai::fault f) {
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    auto& known = f.attributes[i];
    if (!known.known()) {
      known =
          shozai::knowledge(attributes[i].domain, some_value(rng, attributes[i], known.possible()));
    }
  }
  return f;
}

void check_sums(const shozai::question_node& n, std::set<const shozai::question_node*>& seen) {
  if (!seen.insert(&n).second) {
    return;
  }
  big_count settled = n.open;
  for (const auto& [unused, size] : n.settled) {
    settled += size;
  }
  REQUIRE(settled == n.size);
  big_count answered = n.is_question() ? 0 : n.size;
  for (const auto& a : n.answers) {
    REQUIRE(a.next->size > 0);
    answered += a.ways * a.next->size;
    check_sums(*a.next, seen);
  }
  REQUIRE(answered == n.size);
}

// Faults that `f` may turn out to be end where they would by themselves.
void check_ends(dice& rng, const shozai::aspect_evaluator& aspect,
                const shozai::diagram_engine& engine, const shozai::fault& f) {
  const auto tree = follow_questions(aspect, engine, f);
  REQUIRE(tree.undecided == shozai::over_budget::none);
  std::set<const shozai::question_node*> seen;
  check_sums(*tree.root, seen);
  for (int tried = 0; tried < 10; ++tried) {
    const auto whole = completed(rng, aspect.document().attributes, f);
    const auto plain = plain_outcome(aspect, whole);
    if (!plain) {
      continue;
    }
    const auto end = follow(*tree.root, whole);
    REQUIRE_FALSE(end.node->cut);
    REQUIRE(end.questions <= tree.root->worst);
    const bool is_open = end.node->state == shozai::decision_state::undetermined;
    REQUIRE((tree.root->open == 0 ? !is_open : true));
    if (!is_open) {
      REQUIRE(end.node->state == plain->state);
      const auto& owner = plain->state == shozai::decision_state::decided
                              ? aspect.assigned(*plain).accountable
                              : std::string{};
      REQUIRE(end.node->accountable == owner);
    }
    if (engine.plan().diagram) {
      const auto asked = shozai::testing::follow_ask(aspect, engine, f, whole);
      REQUIRE(end.questions == asked.questions);
      REQUIRE(end.node->state == asked.state);
      REQUIRE(end.node->missing == asked.missing);
    }
  }
}

}  // namespace

TEST_CASE("each way through a tree is the one that asking takes", "[questions]") {
  using shozai::testing::policies;
  using shozai::testing::policies_per_run;
  const auto first = GENERATE(Catch::Generators::range(0U, policies() / 4, policies_per_run));
  shozai::compile_options no_diagram;
  no_diagram.budget.nodes = 0;
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    CAPTURE(seed);
    const auto document = shozai::testing::load_random(seed);
    const shozai::testing::fault_sampler sampler(*document);
    dice rng(seed);
    for (const auto& aspect : shozai::testing::evaluators(*document)) {
      CAPTURE(aspect.aspect().aspect->id);
      const shozai::diagram_engine engine(aspect, {});
      check_ends(rng, aspect, engine, nothing_known(document->attributes));
      check_ends(rng, aspect, engine, sampler.partial_fault(rng));
      check_ends(rng, aspect, shozai::diagram_engine(aspect, no_diagram),
                 sampler.partial_fault(rng));
    }
  }
}
