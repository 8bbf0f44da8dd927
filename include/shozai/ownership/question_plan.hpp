// SPDX-License-Identifier: Apache-2.0
/// \file
/// How many questions it takes to settle every possible fault, from what is known at the first
/// call.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/plainest_value.hpp"
#include "shozai/ownership/question_tree.hpp"
#include "shozai/ownership/region_writer.hpp"
#include "shozai/ownership/remaining_diagram.hpp"

namespace shozai::inline v1 {

/// Possible faults that are all asked the same questions with the same number of answers.
struct intake_class {
  fault example;      ///< its values of the intake; everything else is unknown
  told_values told;   ///< values of the intake of some of these faults, the example's among them
  big_count intakes;  ///< how many combinations of intake values, over the attributes tested
};

/// How many questions one aspect takes. All possible faults count alike.
struct question_plan {
  std::string aspect;
  over_budget undecided = over_budget::none;  ///< why nothing else is known
  std::size_t classes = 0;                    ///< of intakes that were followed
  big_count space;                            ///< possible faults
  std::map<std::size_t, big_count> settled;   ///< of these by number of questions
  big_count open;                             ///< of these, those that no question settles
  big_count asked;                            ///< questions, summed over all possible faults
  std::size_t worst = 0;                      ///< the most questions on any way
  std::vector<std::string> missing;  ///< what would have to be known of the open ones, but cannot
                                     ///< be asked; in document order
  std::optional<witness> example;    ///< of the open ones

  /// The mean number of questions; nothing if no fault is possible.
  [[nodiscard]] std::optional<double> expected() const {
    return space == 0 ? std::nullopt : std::optional{share_of(asked, space)};
  }
};

/// Whether every possible fault is settled by some number of questions.
struct question_proof {
  guarantee_state state = guarantee_state::undecided;
  over_budget reason = over_budget::none;  ///< why it is undecided
  std::optional<witness> example;          ///< of faults that are not
};

namespace detail {

/// The attributes whose values are known where those of `intake` are: derived ones, too.
[[nodiscard]] inline std::vector<bool> known_at_intake(const schema& attributes,
                                                       const std::vector<std::size_t>& intake) {
  std::vector<bool> known(attributes.size(), false);
  for (const auto i : intake) {
    known[i] = true;
  }
  derive_known(attributes, known);
  return known;
}

[[nodiscard]] inline fault unknown_fault(const schema& attributes) {
  fault f;
  for (const auto& a : attributes) {
    f.attributes.push_back(knowledge::of(a.domain, a.everything()));
  }
  return f;
}

/// Classes of intakes, and the questions of each.
///
/// A class is what has one rest of the diagram, so the questions do not depend on the intake that
/// stands for it. That is somewhat finer than what the policy tells apart, as `remaining_diagram`
/// says, so two classes may be asked the same.
class intake_follower {
 public:
  /// All must outlive it. \pre The engine has a diagram.
  intake_follower(const aspect_evaluator& aspect, const diagram_engine& engine,
                  const std::vector<std::size_t>& intake, const question_budget& budget)
      : aspect_(aspect),
        diagram_(engine.diagram()),
        space_order_(engine.boxes().space().order()),
        attributes_(aspect.document().attributes),
        known_(known_at_intake(attributes_, intake)),
        start_(unknown_fault(attributes_)),
        meter_(budget.work),
        rests_(diagram_.flat(), diagram_.verdicts(), engine.plan().order, attributes_, start_,
               meter_),
        questions_(aspect, diagram_, rests_, budget.questions, meter_) {}
  // Its parts point into each other.
  intake_follower(const intake_follower&) = delete;
  intake_follower& operator=(const intake_follower&) = delete;

  /// One known attribute after the other, as the diagram asks them. \throws budget_exceeded
  [[nodiscard]] std::vector<intake_class> classes() {
    intake_class all{start_, {}, 1};
    for (std::size_t i = 0; i < known_.size(); ++i) {
      if (known_[i] && !rests_.is_tested(i)) {
        tell(all.example, i, attributes_[i].everything());
      }
    }
    std::map<node_id, intake_class> classes;
    if (rests_.count(rests_.rest_of(start_)) != 0) {
      classes.emplace(rests_.rest_of(all.example), std::move(all));
    }
    for (const auto attribute : rests_.order()) {
      if (known_[attribute]) {
        classes = divided(classes, attribute);
      }
    }
    std::vector<intake_class> result;
    for (auto& [unused, each] : classes) {
      result.push_back(std::move(each));
    }
    return result;
  }

  /// At most `depth` questions far: what is then not settled counts as open.
  /// \throws budget_exceeded
  [[nodiscard]] question_pointer follow(const intake_class& c,
                                        std::size_t depth = question_follower::to_the_end) {
    return questions_.follow(c.example, depth);
  }

  /// A fault of class `c` that is not settled by at most `most` questions, one that can occur if
  /// one is found soon. \pre There is one.
  [[nodiscard]] witness unsettled(const intake_class& c, const question_node& root,
                                  std::size_t most) {
    search s;
    search_unsettled(s, root, most, c.told);
    if (s.found->realised == false) {  // others were not tried
      s.found->realised = std::nullopt;
    }
    return *s.found;
  }

  [[nodiscard]] static bool exceeds(const question_node& n, std::size_t most) {
    return n.open != 0 || n.worst > most;
  }

 private:
  static constexpr std::size_t most_tries = 8;

  struct search {
    std::optional<witness> found;
    std::size_t tried = 0;
  };

  [[nodiscard]] std::map<node_id, intake_class> divided(
      const std::map<node_id, intake_class>& classes, std::size_t attribute) {
    std::map<node_id, intake_class> result;
    for (const auto& [unused, whole] : classes) {
      for (auto& [rest, values] : parts_of(whole.example, attribute)) {
        const auto intakes = whole.intakes * count_values(attributes_[attribute], values);
        if (const auto known = result.find(rest); known != result.end()) {
          known->second.intakes += intakes;
          continue;
        }
        auto part = whole;
        part.intakes = intakes;
        tell(part.example, attribute, values);
        part.told.emplace(attribute, std::move(values));
        result.emplace(rest, std::move(part));
      }
    }
    return result;
  }

  // The values of an attribute by the rest that they leave of the diagram; some fault is possible.
  [[nodiscard]] std::map<node_id, value_set> parts_of(const fault& f, std::size_t attribute) {
    std::map<node_id, value_set> parts;
    meter_.use_steps(rests_.last_size());
    for (const auto& values : sorted_parts(diagram_.flat(), f, attribute, scratch_)) {
      auto with_values = f;
      tell(with_values, attribute, values);
      const auto rest = rests_.rest_of(with_values);
      if (rests_.count(rest) != 0) {
        auto& part = parts[rest];
        part = unite(part, values);
      }
    }
    return parts;
  }

  void tell(fault& f, std::size_t attribute, const value_set& values) const {
    const auto& a = attributes_[attribute];
    f.attributes[attribute] = knowledge(a.domain, plainest_value(a, values));
  }

  void search_unsettled(search& s, const question_node& n, std::size_t left,
                        const told_values& told) {
    if (!n.is_question()) {
      auto all = told;
      all.merge(rests_.possible_way(n.rest));
      add(s, example_in(all));
      return;
    }
    const auto questions = n.question.attributes.size();
    for (const auto& a : n.answers) {
      // With too many questions already, any way will do.
      const auto after = left < questions ? 0 : left - questions;
      if (left >= questions && !exceeds(*a.next, after)) {
        continue;
      }
      auto with_answer = told;
      for (const auto& [attribute, values] : a.told) {
        with_answer.emplace(attribute, values);
      }
      search_unsettled(s, *a.next, after, with_answer);
      if (s.found->realised == true || s.tried == most_tries) {
        return;
      }
    }
  }

  static void add(search& s, witness w) {
    ++s.tried;
    if (!s.found || w.realised == true) {
      s.found = std::move(w);
    }
  }

  [[nodiscard]] witness example_in(const told_values& values) const {
    cell_box part;
    for (std::uint32_t level = 0; level < space_order_.size(); ++level) {
      const auto attribute = space_order_.attribute(level);
      const auto told = values.find(attribute);
      const auto all = attributes_[attribute].everything();
      part.push_back(
          space_order_.cells(level).ranges_of(told == values.end() ? all : told->second));
    }
    return region_writer(aspect_.document(), 1).describe(part, space_order_).example;
  }

  const aspect_evaluator& aspect_;
  const aspect_diagram& diagram_;
  const level_order& space_order_;
  const schema& attributes_;
  std::vector<bool> known_;
  fault start_;
  budget_meter meter_;
  remaining_diagram rests_;
  question_follower questions_;
  walk_scratch scratch_;
};

/// What is missing at open ends that a node leads to.
inline void collect_missing(const question_node& n, std::set<const question_node*>& seen,
                            std::set<std::string>& missing) {
  if (n.open == 0 || !seen.insert(&n).second) {
    return;
  }
  missing.insert(n.missing.begin(), n.missing.end());
  for (const auto& a : n.answers) {
    collect_missing(*a.next, seen, missing);
  }
}

/// Adds up the plan class by class.
class question_planner {
 public:
  question_planner(const aspect_evaluator& aspect, intake_follower& intakes)
      : aspect_(aspect), intakes_(intakes) {}

  /// \throws budget_exceeded
  [[nodiscard]] question_plan plan() {
    for (const auto& c : intakes_.classes()) {
      add(c);
    }
    for (const auto& a : aspect_.document().attributes) {
      if (missing_.contains(a.name)) {
        plan_.missing.push_back(a.name);
      }
    }
    return std::move(plan_);
  }

 private:
  void add(const intake_class& c) {
    const auto root = intakes_.follow(c);
    ++plan_.classes;
    plan_.space += c.intakes * root->size;
    for (const auto& [questions, size] : root->settled) {
      plan_.settled[questions] += c.intakes * size;
    }
    plan_.asked += c.intakes * root->asked;
    plan_.worst = std::max(plan_.worst, root->worst);
    if (root->open == 0) {
      return;
    }
    plan_.open += c.intakes * root->open;
    kept_.push_back(root);
    collect_missing(*root, seen_, missing_);
    if (!plan_.example || plan_.example->realised != true) {
      auto found = intakes_.unsettled(c, *root, std::numeric_limits<std::size_t>::max());
      if (!plan_.example || found.realised == true) {
        plan_.example = std::move(found);
      }
    }
  }

  const aspect_evaluator& aspect_;
  intake_follower& intakes_;
  question_plan plan_;
  std::vector<question_pointer> kept_;  // so that what was seen stays what it is
  std::set<const question_node*> seen_;
  std::set<std::string> missing_;
};

}  // namespace detail

/// How many questions it takes to settle each possible fault if the attributes of `intake` are
/// known, and those derived from them, and `ask` is followed as `follow_questions` follows it.
/// \par Complexity The different questions times the time of `ask`; classes of intakes times the
/// part of the diagram in reach.
[[nodiscard]] inline question_plan plan_questions(const aspect_evaluator& aspect,
                                                  const diagram_engine& engine,
                                                  const std::vector<std::size_t>& intake,
                                                  const question_budget& budget = {}) {
  question_plan plan;
  plan.undecided = engine.plan().given_up;
  if (engine.plan().diagram) {
    try {
      detail::intake_follower intakes(aspect, engine, intake, budget);
      plan = detail::question_planner(aspect, intakes).plan();
    } catch (const budget_exceeded& e) {
      plan.undecided = e.reason;
    }
  }
  plan.aspect = aspect.aspect().aspect->id;
  return plan;
}

/// Proves that at most `questions` questions settle every possible fault, be it with an owner, as a
/// gap or as a conflict; or refutes it by an example.
[[nodiscard]] inline question_proof decided_within(const aspect_evaluator& aspect,
                                                   const diagram_engine& engine,
                                                   const std::vector<std::size_t>& intake,
                                                   std::int64_t questions,
                                                   const question_budget& budget = {}) {
  if (!engine.plan().diagram) {
    return {guarantee_state::undecided, engine.plan().given_up, std::nullopt};
  }
  try {
    detail::intake_follower intakes(aspect, engine, intake, budget);
    const auto most = static_cast<std::size_t>(questions);
    for (const auto& c : intakes.classes()) {
      const auto root = intakes.follow(c, most);
      if (detail::intake_follower::exceeds(*root, most)) {
        return {guarantee_state::refuted, over_budget::none, intakes.unsettled(c, *root, most)};
      }
    }
    return {guarantee_state::proved, over_budget::none, std::nullopt};
  } catch (const budget_exceeded& e) {
    return {guarantee_state::undecided, e.reason, std::nullopt};
  }
}

}  // namespace shozai::inline v1
