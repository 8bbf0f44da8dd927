// SPDX-License-Identifier: Apache-2.0
/// \file
/// The next best question about a fault whose owner is not determined.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/decimal.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/ownership/aspect_diagram.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/ownership/question.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/describe_set.hpp"

namespace shozai::inline v1 {

namespace detail {

/// 1,024 times the binary logarithm of `n`, rounded down; 0 for 0. In integers, so that every
/// machine asks the same question.
[[nodiscard]] constexpr std::uint64_t scaled_log2(std::uint64_t n) noexcept {
  if (n < 2) {
    return 0;
  }
  std::uint64_t whole = 0;
  while ((n >> (whole + 1)) != 0) {
    ++whole;
  }
  // Squaring the mantissa, in 32-bit fixed point, gives one more binary digit each time.
  std::uint64_t mantissa = whole > 31 ? n >> (whole - 31) : n << (31 - whole);
  std::uint64_t result = whole;
  for (int digit = 0; digit < 10; ++digit) {
    mantissa = (mantissa * mantissa) >> 31U;
    result <<= 1U;
    if ((mantissa >> 32U) != 0) {
      mantissa >>= 1U;
      ++result;
    }
  }
  return result;
}

/// Chooses greedily: the question with the least cost plus expected remaining cost.
class questioner {
 public:
  questioner(const aspect_evaluator& aspect, const aspect_diagram& diagram, const fault& f,
             walk_scratch& scratch, const std::set<std::size_t>& skipped)
      : aspect_(aspect),
        diagram_(diagram),
        fault_(f),
        scratch_(scratch),
        skipped_(skipped),
        attributes_(aspect.document().attributes) {
    for (const auto& d : aspect.document().definitions) {
      definitions_.push_back(d.name);
    }
  }

  [[nodiscard]] question_result ask() {
    question_result result;
    std::optional<candidate> best;
    const auto open = tested_and_open();
    const auto unit = dearest(open);
    for (const auto tested : open) {
      auto c = consider(tested, unit);
      if (!c) {
        continue;
      }
      if (!c->asked) {
        result.missing.push_back(attributes_[tested].name);
      } else if (!best || c->score < best->score ||
                 (c->score == best->score && *c->asked < *best->asked)) {
        best = std::move(c);
      }
    }
    if (best) {
      result.question = write(*best);
      result.missing.clear();
    }
    return result;
  }

 private:
  // A class of cells that lead everywhere to the same place.
  struct answer_class {
    value_set values;
    std::set<std::uint32_t> verdicts;
    int128 weight = 0;
  };
  struct candidate {
    std::size_t tested;
    std::optional<std::size_t> asked;
    std::int64_t cost = 0;
    int128 score = 0;
    std::vector<answer_class> answers;
  };

  // Attributes that the diagram tests on the way, not yet known.
  [[nodiscard]] std::vector<std::size_t> tested_and_open() {
    std::vector<std::size_t> open;
    for (const auto attribute : diagram_.flat().attributes_on_the_way(fault_, scratch_)) {
      if (!fault_.attributes[attribute].known()) {
        open.push_back(attribute);
      }
    }
    return open;
  }

  // The inputs of a derived attribute that would have to be asked; itself, if it is not derived.
  [[nodiscard]] std::vector<std::size_t> to_ask(std::size_t tested) const {
    std::vector<std::size_t> asked;
    std::vector<std::size_t> open{tested};
    while (!open.empty()) {
      const auto i = open.back();
      open.pop_back();
      const auto& a = attributes_[i];
      if (!a.derived) {
        asked.push_back(i);
        continue;
      }
      for (const auto input : a.inputs) {
        if (!fault_.attributes[input].known()) {
          open.push_back(input);
        }
      }
    }
    std::ranges::sort(asked);
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    return asked;
  }

  [[nodiscard]] std::optional<std::int64_t> cost_of(const std::vector<std::size_t>& asked) const {
    std::int64_t cost = 0;
    for (const auto i : asked) {
      if (!attributes_[i].ask.askable || skipped_.contains(i)) {
        return std::nullopt;
      }
      cost += attributes_[i].ask.cost;
    }
    return asked.empty() ? std::nullopt : std::optional{cost};
  }

  // The measure of what remains. With a cheaper one, cheap questions that settle little come
  // first, and the dear one that settles most is asked all the same.
  [[nodiscard]] std::int64_t dearest(const std::vector<std::size_t>& open) const {
    std::int64_t most = 1;
    for (const auto tested : open) {
      most = std::max(most, cost_of(to_ask(tested)).value_or(1));
    }
    return most;
  }

  // Nothing where all answers lead to the same verdicts.
  [[nodiscard]] std::optional<candidate> consider(std::size_t tested, std::int64_t unit) {
    candidate c;
    c.tested = tested;
    c.answers = classes_of(tested);
    if (c.answers.size() < 2) {
      return std::nullopt;
    }
    const auto asked = to_ask(tested);
    const auto cost = cost_of(asked);
    if (!cost) {
      return c;
    }
    c.asked = asked.front();
    c.cost = attributes_[*c.asked].ask.cost;
    int128 total = 0;
    int128 remaining = 0;
    for (const auto& a : c.answers) {
      total += a.weight;
      remaining += a.weight * static_cast<int128>(scaled_log2(outcomes_of(a.verdicts).size()));
    }
    constexpr int128 scale = 1024;
    c.score = scale * *cost + remaining * unit / total;
    return c;
  }

  // Verdicts that differ in what people are told.
  struct told {
    decision_state state;
    std::uint32_t assigned_by;
    std::vector<std::uint32_t> also;
    friend auto operator<=>(const told&, const told&) = default;
  };
  [[nodiscard]] std::set<told> outcomes_of(const std::set<std::uint32_t>& verdicts) const {
    std::set<told> all;
    for (const auto number : verdicts) {
      const auto& v = diagram_.verdicts()[number];
      if (v.state != decision_state::impossible) {
        all.insert({v.state, v.assigned_by, v.also});
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<answer_class> classes_of(std::size_t tested) {
    const auto& a = attributes_[tested];
    std::vector<answer_class> classes;
    for (const auto& [unused, values] : diagram_.flat().parts(fault_, tested, scratch_)) {
      auto with_answer = fault_;
      with_answer.attributes[tested] = knowledge::of(a.domain, values);
      diagram_.flat().walk(with_answer, scratch_);
      answer_class c;
      c.values = values;
      c.verdicts.insert(scratch_.terminals.begin(), scratch_.terminals.end());
      c.weight = size_of(a, values);
      if (!outcomes_of(c.verdicts).empty()) {  // an answer that assumptions exclude is none
        classes.push_back(std::move(c));
      }
    }
    std::ranges::sort(classes, {}, [](const answer_class& c) {
      return c.values.intervals().empty() ? value{none{}} : c.values.intervals().front().from;
    });
    return classes;
  }

  // How many values a set has; a text domain is too large to count, so each interval counts once.
  static int128 size_of(const attribute& a, const value_set& s) {
    int128 size = s.has_none() ? 1 : 0;
    for (const auto& i : s.intervals()) {
      const auto* from = std::get_if<std::int64_t>(&i.from);
      const auto to =
          i.to ? int128{std::get_if<std::int64_t>(&*i.to) != nullptr ? std::get<std::int64_t>(*i.to)
                                                                     : 0}
               : int128{a.domain.max()} + 1;
      size += from == nullptr ? 1 : to - *from;
    }
    return size;
  }

  [[nodiscard]] next_question write(const candidate& c) const {
    const condition_printer printer(attributes_, definitions_);
    next_question q;
    q.attribute = attributes_[*c.asked].name;
    q.tested = attributes_[c.tested].name;
    q.text = attributes_[*c.asked].ask.text;
    q.cost = c.cost;
    for (const auto& a : c.answers) {
      possible_answer answer;
      answer.values = a.values;
      answer.when = printer.print(describe_set(attributes_[c.tested], c.tested, a.values));
      std::set<std::string> possible;
      std::set<decision_state> states;
      for (const auto number : a.verdicts) {
        const auto& v = diagram_.verdicts()[number];
        if (v.state == decision_state::decided) {
          possible.insert(aspect_.rule(v.assigned_by).rule->then.accountable);
        }
        if (v.state != decision_state::impossible) {
          states.insert(v.state);
        }
      }
      answer.possible.assign(possible.begin(), possible.end());
      answer.states.assign(states.begin(), states.end());
      std::ranges::sort(answer.states, {}, [](decision_state s) { return name_of(s); });
      q.answers.push_back(std::move(answer));
    }
    return q;
  }

  const aspect_evaluator& aspect_;
  const aspect_diagram& diagram_;
  const fault& fault_;
  walk_scratch& scratch_;
  const std::set<std::size_t>& skipped_;
  const schema& attributes_;
  std::vector<std::string> definitions_;
};

}  // namespace detail

/// What to ask next about `f`, whose decision is undetermined. \pre The diagram was made of
/// `aspect`, whole or for `f`.
///
/// Of the questions that can change the decision, the one with the least cost plus expected
/// remaining cost; the remainder of an answer is the binary logarithm of the number of outcomes
/// that it leaves, in units of the dearest question that is open, and answers are weighted by their
/// number of values. Ties go to the attribute that comes first. A derived attribute is asked by its
/// unknown inputs. The attributes `skipped` are not asked, as if they were not askable. An optimal
/// plan of questions would be NP-hard to find (Hyafil and Rivest, 1976).
/// \par Complexity The answers of all attributes times the part of the diagram in reach.
[[nodiscard]] inline question_result ask(const aspect_evaluator& aspect,
                                         const aspect_diagram& diagram, const fault& f,
                                         walk_scratch& scratch,
                                         const std::set<std::size_t>& skipped = {}) {
  return detail::questioner(aspect, diagram, f, scratch, skipped).ask();
}

/// The same by an engine: where it has no diagram, by one of what is in reach of `f`. Nothing is
/// asked where that is too large as well.
[[nodiscard]] inline question_result ask(const aspect_evaluator& aspect,
                                         const diagram_engine& engine, const fault& f,
                                         walk_scratch& scratch,
                                         const std::set<std::size_t>& skipped = {}) {
  if (engine.plan().diagram) {
    return ask(aspect, engine.diagram(), f, scratch, skipped);
  }
  compile_budget small;
  small.nodes = 200'000;
  small.steps = 2'000'000;
  try {
    budget_meter meter(small);
    return ask(aspect, aspect_diagram(aspect, engine.boxes().space(), f, meter), f, scratch,
               skipped);
  } catch (const budget_exceeded&) {
    return {};
  }
}

}  // namespace shozai::inline v1
