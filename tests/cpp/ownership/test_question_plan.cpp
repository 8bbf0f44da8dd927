// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/question_plan.hpp"
#include "shozai/ownership/save_questions.hpp"
#include "support/documents.hpp"
#include "support/follow_ask.hpp"
#include "support/plain_decide.hpp"
#include "support/random_evaluators.hpp"

namespace {

using shozai::big_count;
using shozai::guarantee_state;
using shozai::testing::dice;
using shozai::testing::document;
using shozai::testing::follow_ask;
using shozai::testing::intake_of;
using shozai::testing::plain_outcome;
using shozai::testing::rule_text;

using sizes = std::map<std::size_t, big_count>;

// Its attributes may say `ask`; what is known at the first call is a list as JSON.
shozai::compiled_policy policy_of(const std::string& attributes, const std::string& rules,
                                  const std::string& intake, const std::string& more = {}) {
  return shozai::compile_policy(document(
      {.attributes = attributes,
       .aspects = R"({"owner": {"hit_policy": "first", "interim": {"accountable": "quality"},
                      "rules": [)" +
                  rules + "]}}",
       .more = R"(, "intake": )" + intake + more}));
}

shozai::compiled_policy plant(const std::string& how_kind_is_asked = "{}") {
  return policy_of(R"({"severity": {"type": "int", "min": 1, "max": 5},
                       "kind": {"type": "enum", "values": {"design": {}, "misuse": {}, "wear": {}},
                                "ask": )" +
                       how_kind_is_asked + "}}",
                   rule_text("R-1", "kind == 'wear' && severity >= 4", "sales"), R"(["severity"])");
}

// d and e are what a and b make them.
shozai::compiled_policy sums(const std::string& intake) {
  return policy_of(
      R"({"a": {"type": "int", "min": 0, "max": 9},
                       "b": {"type": "int", "min": 0, "max": 9},
                       "d": {"type": "int", "min": 0, "max": 18, "derived": "a + b"},
                       "e": {"type": "int", "min": -9, "max": 9, "derived": "a - b"}})",
      rule_text("R-1", "d >= 10", "sales") + "," + rule_text("R-2", "e >= 5", "service"), intake);
}

shozai::question_plan plan_of(const shozai::compiled_policy& p,
                              const shozai::question_budget& budget = {}) {
  return plan_questions(p.evaluator(0), p.engine(0), p.document().intake, budget);
}

shozai::question_proof within(const shozai::compiled_policy& p, std::int64_t questions) {
  return decided_within(p.evaluator(0), p.engine(0), p.document().intake, questions);
}

shozai::value value_in(const shozai::witness& w, std::size_t attribute) {
  const auto found =
      std::ranges::find(w.values, attribute, &std::pair<std::size_t, shozai::value>::first);
  REQUIRE(found != w.values.end());
  return found->second;
}

}  // namespace

TEST_CASE("faults are counted by the questions that they need", "[questions]") {
  const auto plan = plan_of(plant());

  CHECK(plan.aspect == "owner");
  CHECK(plan.undecided == shozai::over_budget::none);
  CHECK(plan.classes == 2);
  CHECK(plan.space == 15);
  CHECK(plan.settled == sizes{{0, 9}, {1, 6}});
  CHECK(plan.asked == 6);
  CHECK(plan.expected() == 0.4);
  CHECK(plan.worst == 1);
  CHECK(plan.open == 0);
  CHECK(plan.missing.empty());
  CHECK_FALSE(plan.example);
}

TEST_CASE("what no question settles is counted apart", "[questions]") {
  const auto policy = plant("false");
  const auto plan = plan_of(policy);

  CHECK(plan.space == 15);
  CHECK(plan.settled == sizes{{0, 9}});
  CHECK(plan.open == 6);
  CHECK(plan.missing == std::vector<std::string>{"kind"});
  REQUIRE(plan.example);
  CHECK(plan.example->realised == true);
  CHECK(value_in(*plan.example, 0) >= shozai::value{std::int64_t{4}});
  CHECK(within(policy, 7).state == guarantee_state::refuted);
}

TEST_CASE("a bound on questions is proved, or refuted by a fault", "[questions]") {
  const auto policy = plant();
  const auto refuted = within(policy, 0);

  CHECK(refuted.state == guarantee_state::refuted);
  REQUIRE(refuted.example);
  CHECK(refuted.example->realised == true);
  CHECK(value_in(*refuted.example, 0) >= shozai::value{std::int64_t{4}});
  CHECK(within(policy, 1).state == guarantee_state::proved);
  CHECK_FALSE(within(policy, 1).example);
}

TEST_CASE("a derived attribute costs a question for each unknown input", "[questions]") {
  CHECK(plan_of(sums("[]")).settled == sizes{{2, 361}});
  CHECK(plan_of(sums(R"(["a"])")).settled == sizes{{1, 361}});
  // What can be derived from the intake is known.
  CHECK(plan_of(sums(R"(["b", "a"])")).settled == sizes{{0, 361}});
  CHECK(within(sums("[]"), 1).state == guarantee_state::refuted);
  CHECK(within(sums("[]"), 2).state == guarantee_state::proved);

  const auto refuted = within(sums("[]"), 1);
  REQUIRE(refuted.example);
  CHECK(refuted.example->realised == true);
  CHECK(refuted.example->values.size() == 4);  // with the inputs
}

TEST_CASE("questions are counted over possible faults", "[questions]") {
  const auto policy_with = [](const std::string& assumption) {
    return policy_of(R"({"severity": {"type": "int", "min": 1, "max": 5},
                         "seen": {"type": "bool", "optional": true}})",
                     rule_text("R-1", "severity >= 3 && seen", "sales"), R"(["seen"])",
                     R"(, "assumptions": [{"id": "A-1", "that": ")" + assumption + R"("}])");
  };
  // seen: three severities not to be asked for; not seen: five; none: nothing is possible
  const auto plan = plan_of(policy_with("has(seen) && (!seen || severity >= 3)"));
  CHECK(plan.space == 8);
  CHECK(plan.settled == sizes{{0, 8}});

  const auto nothing = policy_with("seen && !seen");
  CHECK(plan_of(nothing).space == 0);
  CHECK_FALSE(plan_of(nothing).expected());
  CHECK(within(nothing, 0).state == guarantee_state::proved);
}

TEST_CASE("over budget nothing is claimed", "[questions]") {
  const auto policy = plant();
  shozai::question_budget budget;
  budget.questions = 0;
  CHECK(plan_of(policy, budget).undecided == shozai::over_budget::steps);
  budget = {};
  budget.work.nodes = 0;
  const auto plan = plan_of(policy, budget);
  CHECK(plan.undecided == shozai::over_budget::nodes);
  CHECK(plan.space == 0);
  const auto proof =
      decided_within(policy.evaluator(0), policy.engine(0), policy.document().intake, 5, budget);
  CHECK(proof.state == guarantee_state::undecided);
  CHECK(proof.reason == shozai::over_budget::nodes);

  shozai::compile_options small;
  small.budget.nodes = 1;
  const auto& aspect = policy.evaluator(0);
  const shozai::diagram_engine boxes(aspect, small);
  CHECK(plan_questions(aspect, boxes, {}).undecided == shozai::over_budget::nodes);
  CHECK(decided_within(aspect, boxes, {}, 5).state == guarantee_state::undecided);
}

TEST_CASE("plans are written as JSON", "[questions]") {
  const auto policy = plant("false");
  const std::vector plans{plan_of(policy)};
  CHECK(save_tree(plans, policy.document()).dump() ==
        R"({"intake":["severity"],"aspects":[{"aspect":"owner","space":"15","settled":"9",)"
        R"("worst":0,"expected":0.0,"histogram":[{"questions":0,"size":"9","share":0.6}],)"
        R"("unanswerable":{"size":"6","share":0.4,"missing":["kind"],"witness":{"fault":)"
        R"({"severity":4,"kind":"design"},"realised":true}},"undecided":null}]})");

  shozai::question_budget budget;
  budget.questions = 0;
  CHECK(save_tree(plan_of(plant(), budget), policy.attributes()).dump() ==
        R"({"aspect":"owner","space":null,"settled":null,"worst":null,"expected":null,)"
        R"("histogram":[],"undecided":{"ja":"探索手数の上限","en":"too many steps"}})");
}

// --- against asking every fault through --------------------------------------------------------

namespace {

// All complete faults of an aspect, as far as its tests tell them apart; derived attributes free.
class every_fault {
 public:
  every_fault(const shozai::aspect_evaluator& aspect, const shozai::level_order& order)
      : attributes_(aspect.document().attributes), order_(order) {}

  [[nodiscard]] std::size_t count() const {
    std::size_t product = 1;
    for (std::uint32_t level = 0; level < order_.size(); ++level) {
      product *= order_.cells(level).size();
    }
    return product;
  }

  // Calls `visit(fault, size)`, the fault one of `size` that fare alike, any of them.
  template <typename Visit>
  void for_each(dice& rng, const Visit& visit) const {
    auto f = shozai::testing::nothing_known(attributes_);
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      const auto& a = attributes_[i];
      f.attributes[i] = shozai::knowledge(a.domain, a.domain.first());
    }
    for_each(rng, 0, f, 1, visit);
  }

 private:
  template <typename Visit>
  void for_each(dice& rng, std::uint32_t level, shozai::fault& f, const big_count& size,
                const Visit& visit) const {
    if (level == order_.size()) {
      visit(std::as_const(f), size);
      return;
    }
    const auto attribute = order_.attribute(level);
    const auto& a = attributes_[attribute];
    const auto& cells = order_.cells(level);
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
      const auto values = cells.set_of({{cell, cell + 1}});
      f.attributes[attribute] = shozai::knowledge(a.domain, one_of(rng, a, values));
      for_each(rng, level + 1, f, size * count_values(a, values), visit);
    }
  }

  static shozai::value one_of(dice& rng, const shozai::attribute& a,
                              const shozai::value_set& values) {
    if (values.intervals().empty()) {
      return shozai::none{};
    }
    const auto& i = values.intervals().front();
    if (a.domain.is_text()) {
      return i.from;
    }
    const auto last = i.to ? std::get<std::int64_t>(*i.to) - 1 : a.domain.max();
    return rng.number(std::get<std::int64_t>(i.from), last);
  }

  const shozai::schema& attributes_;
  const shozai::level_order& order_;
};

struct brute_plan {
  big_count space;
  sizes settled;
  big_count open;
  big_count asked;
  std::size_t worst = 0;
  std::set<std::string> missing;

  void add(const shozai::testing::asked_through& end, const big_count& size) {
    space += size;
    asked += end.questions * size;
    worst = std::max(worst, end.questions);
    if (end.state == shozai::decision_state::undetermined) {
      open += size;
      missing.insert(end.missing.begin(), end.missing.end());
    } else {
      settled[end.questions] += size;
    }
  }
};

// What a random policy asks, with some attributes that cannot be asked for.
std::shared_ptr<const shozai::policy_document> load_asking(std::uint32_t seed) {
  auto written = shozai::testing::random_policy(seed);
  dice rng(seed);
  for (const auto& [unused, a] : written["attributes"].items()) {
    if (!a.contains("derived") && rng.chance(15)) {
      a["ask"] = false;
    } else if (!a.contains("derived") && rng.chance(40)) {
      a["ask"]["cost"] = rng.between(1, 9);
    }
  }
  auto loaded = shozai::load_document(written.dump());
  REQUIRE(loaded.document);
  return std::make_shared<const shozai::policy_document>(std::move(*loaded.document));
}

// A fault with the values of a witness, the rest as `f` has it.
shozai::fault with_values(const shozai::schema& attributes, shozai::fault f,
                          const shozai::witness& w) {
  for (const auto& [attribute, v] : w.values) {
    f.attributes[attribute] = shozai::knowledge(attributes[attribute].domain, v);
  }
  return f;
}

void check_bounds(const shozai::aspect_evaluator& aspect, const shozai::diagram_engine& engine,
                  const brute_plan& plain, const shozai::fault& any) {
  const auto& document = aspect.document();
  for (std::size_t most = 0; most <= plain.worst; ++most) {
    const auto proof =
        decided_within(aspect, engine, document.intake, static_cast<std::int64_t>(most));
    const bool refuted = plain.open != 0 || plain.worst > most;
    CAPTURE(most);
    REQUIRE(proof.state == (refuted ? guarantee_state::refuted : guarantee_state::proved));
    REQUIRE(proof.example.has_value() == refuted);
    if (refuted) {
      const auto whole = with_values(document.attributes, any, *proof.example);
      REQUIRE(plain_outcome(aspect, whole));
      const auto intake = intake_of(document.attributes, document.intake, whole);
      const auto end = follow_ask(aspect, engine, intake, whole);
      REQUIRE((end.questions > most || end.state == shozai::decision_state::undetermined));
    }
  }
}

bool check_against_brute_force(const shozai::aspect_evaluator& aspect, dice& rng) {
  constexpr std::size_t most_faults = 300;
  const auto& document = aspect.document();
  const shozai::diagram_engine engine(aspect, {});
  const every_fault all(aspect, engine.boxes().space().order());
  if (all.count() > most_faults) {
    return false;
  }
  brute_plan plain;
  auto any = shozai::testing::nothing_known(document.attributes);
  all.for_each(rng, [&](const shozai::fault& whole, const big_count& size) {
    any = whole;
    if (plain_outcome(aspect, whole)) {
      const auto intake = intake_of(document.attributes, document.intake, whole);
      plain.add(follow_ask(aspect, engine, intake, whole), size);
    }
  });
  const auto plan = plan_questions(aspect, engine, document.intake);
  REQUIRE(plan.undecided == shozai::over_budget::none);
  REQUIRE(plan.space == plain.space);
  REQUIRE(plan.settled == plain.settled);
  REQUIRE(plan.open == plain.open);
  REQUIRE(plan.asked == plain.asked);
  REQUIRE(plan.worst == plain.worst);
  REQUIRE(std::set(plan.missing.begin(), plan.missing.end()) == plain.missing);
  REQUIRE(plan.example.has_value() == (plain.open != 0));
  check_bounds(aspect, engine, plain, any);
  return true;
}

}  // namespace

TEST_CASE("a plan of questions agrees with asking every fault through", "[questions]") {
  using shozai::testing::policies;
  using shozai::testing::policies_per_run;
  const auto first = GENERATE(Catch::Generators::range(0U, policies() / 4, policies_per_run));
  std::size_t checked = 0;
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    CAPTURE(seed);
    const auto document = load_asking(seed);
    dice rng(seed);
    for (const auto& aspect : shozai::testing::evaluators(*document)) {
      CAPTURE(aspect.aspect().aspect->id);
      checked += check_against_brute_force(aspect, rng) ? 1 : 0;
    }
  }
  CHECK(checked > 0);
}
