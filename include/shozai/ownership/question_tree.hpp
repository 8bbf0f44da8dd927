// SPDX-License-Identifier: Apache-2.0
/// \file
/// All ways that asking about a fault can take, from what is known to a decision.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/ask.hpp"
#include "shozai/ownership/aspect_diagram.hpp"
#include "shozai/ownership/budget.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/plainest_value.hpp"
#include "shozai/ownership/question_node.hpp"
#include "shozai/ownership/remaining_diagram.hpp"
#include "shozai/ownership/write_decision.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/describe_set.hpp"

namespace shozai::inline v1 {

/// How far questions are followed.
struct question_budget {
  compile_budget work;
  std::size_t questions = 20'000;  ///< different ones; questions met again are not counted again
};

/// The questions about one fault. They begin at `root`.
struct question_tree {
  question_pointer root;
  over_budget undecided = over_budget::none;  ///< why some ways were not followed to their end
};

namespace detail {

/// For each attribute whether it is known.
[[nodiscard]] inline std::vector<bool> known_of(const fault& f) {
  std::vector<bool> known;
  known.reserve(f.attributes.size());
  for (const auto& each : f.attributes) {
    known.push_back(each.known().has_value());
  }
  return known;
}

/// Marks derived attributes as known whose inputs are.
inline void derive_known(const schema& attributes, std::vector<bool>& known) {
  for (const auto i : attributes.derivation_order()) {
    const auto& inputs = attributes[i].inputs;
    known[i] = known[i] || std::ranges::all_of(inputs, [&](auto input) { return known[input]; });
  }
}

/// Parts of the values of an attribute as `flat_diagram::parts` makes them, by their least value.
[[nodiscard]] inline std::vector<value_set> sorted_parts(const flat_diagram& diagram,
                                                         const fault& f, std::size_t attribute,
                                                         walk_scratch& scratch) {
  std::vector<value_set> parts;
  for (auto& [unused, values] : diagram.parts(f, attribute, scratch)) {
    parts.push_back(std::move(values));
  }
  std::ranges::sort(parts, {}, [](const value_set& s) {
    return s.intervals().empty() ? value{none{}} : s.intervals().front().from;
  });
  return parts;
}

/// Follows `ask` from one fault after another. Where two know the same attributes and have the same
/// rest of the diagram, what follows is followed once.
class question_follower {
 public:
  static constexpr std::size_t to_the_end = std::numeric_limits<std::size_t>::max();

  /// All must outlive it. \pre `rests` was made of `diagram`, which was made of `aspect`.
  question_follower(const aspect_evaluator& aspect, const aspect_diagram& diagram,
                    remaining_diagram& rests, std::size_t most_questions, budget_meter& meter)
      : aspect_(aspect),
        diagram_(diagram),
        rests_(rests),
        most_questions_(most_questions),
        meter_(meter),
        attributes_(aspect.document().attributes) {
    for (const auto& d : aspect.document().definitions) {
      definitions_.push_back(d.name);
    }
  }

  /// At most `depth` questions far. \pre As `remaining_diagram::rest_of`. \throws budget_exceeded
  [[nodiscard]] question_pointer follow(const fault& f, std::size_t depth = to_the_end) {
    const auto rest = rests_.rest_of(f);
    auto known = known_of(f);
    key_type key{rest, known, depth};
    if (const auto found = known_.find(key); found != known_.end()) {
      return found->second;
    }
    question_node node;
    node.rest = rest;
    node.size = open_faults(rest, known);
    fill(node, f, depth);
    return known_.emplace(std::move(key), std::make_shared<const question_node>(std::move(node)))
        .first->second;
  }

 private:
  using key_type = std::tuple<node_id, std::vector<bool>, std::size_t>;
  // One answer while it is put together.
  struct draft {
    told_answer answer;
    fault f;
  };

  // Of the faults that a rest stands for, each value of a known attribute has as many.
  [[nodiscard]] big_count open_faults(node_id rest, const std::vector<bool>& known) const {
    auto size = rests_.count(rest);
    for (const auto attribute : rests_.order()) {
      if (known[attribute]) {
        size /= rests_.width(attribute);
      }
    }
    return size;
  }

  void fill(question_node& node, const fault& f, std::size_t depth) {
    const auto nodes = rests_.last_size() + 1;
    meter_.use_steps(nodes);
    const auto gathered = diagram_.gather(aspect_, f, scratch_);
    auto decided = write_decision(aspect_, gathered);
    node.state = decided.state;
    if (decided.state != decision_state::undetermined) {
      node.settled[0] = node.size;
      node.accountable = std::move(decided.assigned.accountable);
      node.rule = gathered.rules_missing ? std::string{} : std::move(decided.rule);
      return;
    }
    node.possible = std::move(decided.possible);
    if (++asked_ > most_questions_) {
      throw budget_exceeded{over_budget::steps};
    }
    auto next = ask(aspect_, diagram_, f, scratch_);
    node.missing = std::move(next.missing);
    if (!next.question) {
      node.open = node.size;
      return;
    }
    meter_.use_steps(nodes * (rests_.order().size() + next.question->answers.size()));
    if (depth == 0) {
      node.cut = true;
      node.open = node.size;
      return;
    }
    add_question(node, f, *next.question, depth);
  }

  void add_question(question_node& node, const fault& f, const next_question& q,
                    std::size_t depth) {
    const auto tested = *attributes_.find(q.tested);
    node.question = question_about(tested, f, q);
    for (auto& d : answers_to(node.question, f, q)) {
      d.answer.next = follow(d.f, depth == to_the_end ? depth : depth - 1);
      if (d.answer.next->size != 0) {  // else the assumptions exclude it
        d.answer.when = write(d.answer);
        node.answers.push_back(std::move(d.answer));
      }
    }
    sum_up(node);
  }

  [[nodiscard]] asked_question question_about(std::size_t tested, const fault& f,
                                              const next_question& q) const {
    asked_question question;
    question.tested = tested;
    question.text = q.text;
    std::vector<std::size_t> open{tested};
    while (!open.empty()) {
      const auto i = open.back();
      open.pop_back();
      const auto& a = attributes_[i];
      if (f.attributes[i].known()) {
        continue;
      }
      if (a.derived) {
        open.insert(open.end(), a.inputs.begin(), a.inputs.end());
      } else if (std::ranges::find(question.attributes, i) == question.attributes.end()) {
        question.attributes.push_back(i);
        question.cost += a.ask.cost;
      }
    }
    std::ranges::sort(question.attributes);
    return question;
  }

  // What is told of the tested attribute, and of everything else that becomes known with it.
  [[nodiscard]] std::vector<draft> answers_to(const asked_question& question, const fault& f,
                                              const next_question& q) {
    std::vector<draft> drafts;
    for (const auto& a : q.answers) {
      drafts.push_back({{}, f});
      tell(drafts.back(), question.tested, a.values);
      drafts.back().answer.told.emplace_back(question.tested, a.values);
    }
    const auto before = known_of(f);
    auto after = before;
    for (const auto i : question.attributes) {
      after[i] = true;
    }
    after[question.tested] = true;
    derive_known(attributes_, after);
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (after[i] && !before[i] && i != question.tested) {
        drafts = with_known(std::move(drafts), i);
      }
    }
    return drafts;
  }

  // The same answers, in parts where the policy tells values of another attribute apart.
  [[nodiscard]] std::vector<draft> with_known(std::vector<draft> drafts, std::size_t attribute) {
    std::vector<draft> all;
    for (auto& d : drafts) {
      const auto parts = sorted_parts(diagram_.flat(), d.f, attribute, scratch_);
      for (const auto& values : parts) {
        meter_.use_steps(1 + attributes_.size());
        all.push_back(d);
        tell(all.back(), attribute, values);
        if (parts.size() > 1) {
          all.back().answer.told.emplace_back(attribute, values);
        }
      }
    }
    return all;
  }

  // One value stands for all of a part: they lead everywhere to the same place.
  void tell(draft& d, std::size_t attribute, const value_set& values) const {
    const auto& a = attributes_[attribute];
    d.f.attributes[attribute] = knowledge(a.domain, plainest_value(a, values));
    if (rests_.is_tested(attribute)) {
      d.answer.ways *= count_values(a, values);
    }
  }

  [[nodiscard]] std::string write(const told_answer& answer) const {
    std::vector<condition> parts;
    for (const auto& [attribute, values] : answer.told) {
      auto part = describe_set(attributes_[attribute], attribute, values);
      if (part.what == condition::kind::conjunction) {
        std::ranges::move(part.operands, std::back_inserter(parts));
      } else {
        parts.push_back(std::move(part));
      }
    }
    return condition_printer(attributes_, definitions_)
        .print(parts.size() == 1 ? parts.front()
                                 : condition::join(condition::kind::conjunction, std::move(parts)));
  }

  static void sum_up(question_node& node) {
    const auto questions = node.question.attributes.size();
    for (const auto& a : node.answers) {
      for (const auto& [more, size] : a.next->settled) {
        node.settled[questions + more] += a.ways * size;
      }
      node.open += a.ways * a.next->open;
      node.asked += a.ways * (a.next->asked + questions * a.next->size);
      node.worst = std::max(node.worst, questions + a.next->worst);
    }
  }

  const aspect_evaluator& aspect_;
  const aspect_diagram& diagram_;
  remaining_diagram& rests_;
  std::size_t most_questions_;
  budget_meter& meter_;
  const schema& attributes_;
  std::vector<std::string> definitions_;
  walk_scratch scratch_;
  std::size_t asked_ = 0;
  std::map<key_type, question_pointer> known_;
};

/// The questions about `f`, at most `depth` far.
[[nodiscard]] inline question_pointer follow_questions(const aspect_evaluator& aspect,
                                                       const aspect_diagram& diagram,
                                                       const std::vector<std::size_t>& order,
                                                       const fault& f,
                                                       const question_budget& budget,
                                                       std::size_t depth) {
  budget_meter meter(budget.work);
  remaining_diagram rests(diagram.flat(), diagram.verdicts(), order, aspect.document().attributes,
                          f, meter);
  return question_follower(aspect, diagram, rests, budget.questions, meter).follow(f, depth);
}

/// As many levels of the questions about `f` as a part of the budget suffices for.
[[nodiscard]] inline question_pointer first_questions(const aspect_evaluator& aspect,
                                                      const aspect_diagram& diagram,
                                                      const std::vector<std::size_t>& order,
                                                      const fault& f, question_budget budget) {
  constexpr std::size_t part = 20;
  budget.questions /= part;
  budget.work.steps /= part;
  question_pointer found;
  try {
    for (std::size_t depth = 0; depth <= order.size(); ++depth) {
      found = follow_questions(aspect, diagram, order, f, budget, depth);
    }
  } catch (const budget_exceeded&) {  // what was found is what is shown
  }
  return found;
}

/// What is known of `f` without any question.
[[nodiscard]] inline question_pointer not_followed(const aspect_evaluator& aspect,
                                                   const diagram_engine& engine, const fault& f) {
  walk_scratch scratch;
  const auto decided = decide(aspect, engine, f, scratch);
  question_node node;
  node.state = decided.state;
  node.accountable = decided.assigned.accountable;
  node.rule = decided.rule;
  node.possible = decided.possible;
  node.cut = decided.state == decision_state::undetermined;
  node.size = 1;  // of how many is not counted; all of them
  (node.cut ? node.open : node.settled[0]) = 1;
  return std::make_shared<const question_node>(std::move(node));
}

[[nodiscard]] inline question_tree tree_of_diagram(const aspect_evaluator& aspect,
                                                   const diagram_engine& engine,
                                                   const aspect_diagram& diagram,
                                                   const std::vector<std::size_t>& order,
                                                   const fault& f, const question_budget& budget) {
  try {
    return {follow_questions(aspect, diagram, order, f, budget, question_follower::to_the_end),
            over_budget::none};
  } catch (const budget_exceeded& e) {
    auto first = first_questions(aspect, diagram, order, f, budget);
    return {first ? std::move(first) : not_followed(aspect, engine, f), e.reason};
  }
}

}  // namespace detail

/// The questions that following `ask` leads through from `f` on.
///
/// A question about a derived attribute is answered as a whole: all of its unknown inputs are
/// asked, one after the other, and the answer says what the attribute derives to. `ask` itself
/// thinks anew after each input. Where the policy tests an input as well, or another attribute that
/// becomes known with it, the answer says that too; derived attributes count as free, as in every
/// proof, so an answer may combine values that never occur together.
///
/// Where the engine has no diagram, one of what is in reach of `f` is followed. Over budget, some
/// ways are cut.
/// \par Complexity The different questions times the time of `ask`.
[[nodiscard]] inline question_tree follow_questions(const aspect_evaluator& aspect,
                                                    const diagram_engine& engine, const fault& f,
                                                    const question_budget& budget = {}) {
  if (engine.plan().diagram) {
    return detail::tree_of_diagram(aspect, engine, engine.diagram(), engine.plan().order, f,
                                   budget);
  }
  try {
    budget_meter meter(budget.work);
    const auto& space = engine.boxes().space();
    const aspect_diagram in_reach(aspect, space, f, meter);
    return detail::tree_of_diagram(aspect, engine, in_reach, space.order().attributes(), f, budget);
  } catch (const budget_exceeded& e) {
    return {detail::not_followed(aspect, engine, f), e.reason};
  }
}

}  // namespace shozai::inline v1
