// SPDX-License-Identifier: Apache-2.0
/// \file
/// A guarantee of the policy's owners, proved or refuted with the faults that break it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/joint_aspect.hpp"
#include "shozai/ownership/question_plan.hpp"
#include "shozai/ownership/region_writer.hpp"
#include "shozai/policy/guarantee.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Whether a claim speaks of how the organization's positions reach each other.
[[nodiscard]] inline bool is_of_organization(const claim& c) {
  return c.what == claim::kind::reaches || std::ranges::any_of(c.operands, is_of_organization);
}

inline void collect_aspects(const claim& c, std::set<std::string>& aspects) {
  if (!c.aspect.empty()) {
    aspects.insert(c.aspect);
  }
  for (const auto& o : c.operands) {
    collect_aspects(o, aspects);
  }
}

[[nodiscard]] inline bool compares(std::int64_t a, test_operator op, std::int64_t b) {
  switch (op) {
    case test_operator::equal:
      return a == b;
    case test_operator::not_equal:
      return a != b;
    case test_operator::less:
      return a < b;
    case test_operator::less_equal:
      return a <= b;
    case test_operator::greater:
      return a > b;
    default:
      return a >= b;
  }
}

/// The claim of one guarantee as a diagram over the aspects that it names.
class claim_ground {
 public:
  /// All must outlive it. \pre The guarantee has a claim. \throws budget_exceeded
  claim_ground(const compiled_policy& policy, const guarantee& g, budget_meter& meter)
      : table_of_condition_(policy.document()), table_(meter) {
    const auto when = g.when ? table_of_condition_.add(*g.when) : formula{};
    std::set<std::string> names;
    collect_aspects(*g.that, names);
    std::vector<const formula_table*> tables{&table_of_condition_};
    for (const auto& name : names) {
      tables.push_back(&policy.evaluator(*policy.find_aspect(name)).tests());
    }
    const auto& attributes = policy.attributes();
    const auto& first = policy.plan(*policy.find_aspect(*names.begin()));
    order_ = {attributes, tables, joint_order(first.order, tables)};
    for (const auto& name : names) {
      const auto& evaluator = policy.evaluator(*policy.find_aspect(name));
      aspects_.emplace(name, std::make_unique<decided_aspect>(evaluator, order_, table_, meter));
    }
    auto& diagrams = aspects_.begin()->second->aspect.diagrams();
    possible_ = aspects_.begin()->second->aspect.conditions().assumptions;
    condition_diagrams of_condition(table_of_condition_, order_, table_, meter);
    violated_ = diagrams.without(diagrams.both(possible_, of_condition.of(when)), of(*g.that));
  }

  /// The possible faults for which the condition holds and the claim does not.
  [[nodiscard]] node_id violated() const noexcept { return violated_; }

  [[nodiscard]] described_region describe(const region_writer& writer, const schema& attributes) {
    region_counter counter(table_, order_, attributes);
    auto& diagrams = aspects_.begin()->second->aspect.diagrams();
    region_coverer coverer(table_, order_, diagrams, counter, possible_);
    return writer.describe(violated_, diagrams, counter, coverer, order_, possible_);
  }

 private:
  struct decided_aspect {
    decided_aspect(const aspect_evaluator& evaluator, const level_order& order, unique_table& table,
                   budget_meter& meter)
        : aspect(evaluator, order, table, meter),
          outcomes(aspect.outcomes_in(aspect.conditions().assumptions)) {}

    joint_aspect aspect;
    node_id outcomes;
  };

  node_id of(const claim& c) {
    auto& diagrams = aspects_.begin()->second->aspect.diagrams();
    switch (c.what) {
      case claim::kind::negation:
        return diagrams.negate(of(c.operands.front()));
      case claim::kind::conjunction:
      case claim::kind::disjunction: {
        std::vector<node_id> operands;
        operands.reserve(c.operands.size());
        for (const auto& o : c.operands) {
          operands.push_back(of(o));
        }
        return diagrams.join(std::move(operands), c.what == claim::kind::conjunction);
      }
      case claim::kind::accountable:
        return accountable(*aspects_.at(c.aspect), c);
      case claim::kind::member:
        return where_assigned(*aspects_.at(c.aspect), [&](const assignment& a) {
          return set_of(a, c.field).contains(c.ids.front());
        });
      case claim::kind::cost_share:
        return cost_share(*aspects_.at(c.aspect), c);
      case claim::kind::is_decided:
        return where_assigned(*aspects_.at(c.aspect), [](const assignment&) { return true; });
      case claim::kind::reaches:
        break;
    }
    return true_node;  // the organization's to check
  }

  static const std::set<std::string>& set_of(const assignment& a, claim::set_field field) {
    switch (field) {
      case claim::set_field::responsible:
        return a.responsible;
      case claim::set_field::consulted:
        return a.consulted;
      case claim::set_field::informed:
        return a.informed;
      case claim::set_field::joint_visit:
        break;
    }
    return a.joint_visit;
  }

  // Where the aspect is decided with an assignment that `is_wanted` chooses.
  template <typename IsWanted>
  node_id where_assigned(decided_aspect& of, const IsWanted& is_wanted) {
    return of.aspect.select(of.outcomes, [&](const verdict& v) {
      return v.state == decision_state::decided && is_wanted(assignment_of(of.aspect.aspect(), v));
    });
  }

  static bool is_open(const verdict& v) {
    return v.state == decision_state::gap || v.state == decision_state::conflict;
  }

  // On a gap or a conflict the interim owner is accountable.
  node_id accountable(decided_aspect& of, const claim& c) {
    auto& diagrams = of.aspect.diagrams();
    const auto is_named = [&](const std::string& who) {
      return (std::ranges::find(c.ids, who) != c.ids.end()) == (c.op != test_operator::not_equal);
    };
    const auto& evaluator = of.aspect.aspect();
    const auto& interim = evaluator.aspect().aspect->interim;
    auto meanwhile = is_named(interim.accountable) ? true_node : false_node;
    for (auto i = interim.rules.size(); i-- > 0;) {  // the first that holds comes first
      const auto holds = diagrams.of(evaluator.interim_formulas()[i]);
      meanwhile = is_named(interim.rules[i].accountable) ? diagrams.join({holds, meanwhile}, false)
                                                         : diagrams.without(meanwhile, holds);
    }
    const auto open = of.aspect.select(of.outcomes, is_open);
    const auto decided =
        where_assigned(of, [&](const assignment& a) { return is_named(a.accountable); });
    return diagrams.join({decided, diagrams.both(open, meanwhile)}, false);
  }

  // A share that is not named, or not decided, is 0.
  node_id cost_share(decided_aspect& of, const claim& c) {
    const auto holds = [&](const assignment& a) {
      const auto share = a.cost_share.find(c.ids.front());
      return compares(share == a.cost_share.end() ? 0 : share->second, c.op, c.number);
    };
    const auto decided = where_assigned(of, holds);
    return holds({})
               ? of.aspect.diagrams().join({decided, of.aspect.select(of.outcomes, is_open)}, false)
               : decided;
  }

  formula_table table_of_condition_;
  level_order order_;
  unique_table table_;
  std::map<std::string, std::unique_ptr<decided_aspect>> aspects_;
  node_id possible_ = true_node;
  node_id violated_ = false_node;
};

}  // namespace detail

/// What became of one guarantee, and what breaks it.
struct guarantee_proof {
  guarantee_state state = guarantee_state::undecided;
  over_budget reason = over_budget::none;  ///< why it is undecided
  std::optional<region> broken_where;      ///< of a claim that is refuted
  std::optional<witness> example;          ///< of a refuted guarantee
};

[[nodiscard]] inline guarantee_proof in_state(guarantee_state state,
                                              over_budget reason = over_budget::none) {
  guarantee_proof proof;
  proof.state = state;
  proof.reason = reason;
  return proof;
}

/// Proves or refutes a guarantee with a claim over complete faults. \pre It has a claim.
[[nodiscard]] inline guarantee_proof prove_claim(const compiled_policy& policy, const guarantee& g,
                                                 const region_writer& writer,
                                                 const analysis_options& options) {
  if (detail::is_of_organization(*g.that)) {
    return in_state(guarantee_state::organization);
  }
  try {
    budget_meter meter(options.budget);
    detail::claim_ground ground(policy, g, meter);
    if (ground.violated() == false_node) {
      return in_state(guarantee_state::proved);
    }
    auto broken = ground.describe(writer, policy.attributes());
    return {guarantee_state::refuted, over_budget::none, std::move(broken.where),
            std::move(broken.example)};
  } catch (const budget_exceeded& e) {
    return in_state(guarantee_state::undecided, e.reason);
  }
}

/// Proves or refutes any guarantee.
[[nodiscard]] inline guarantee_proof prove(const compiled_policy& policy, const guarantee& g,
                                           const region_writer& writer,
                                           const analysis_options& options) {
  if (g.that) {
    return prove_claim(policy, g, writer, options);
  }
  const auto aspect = *policy.find_aspect(g.decided_within->aspect);
  question_budget budget;
  budget.work.should_stop = options.budget.should_stop;
  auto proof = decided_within(policy.evaluator(aspect), policy.engine(aspect),
                              policy.document().intake, g.decided_within->questions, budget);
  return {proof.state, proof.reason, std::nullopt, std::move(proof.example)};
}

}  // namespace shozai::inline v1
