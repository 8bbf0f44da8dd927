// SPDX-License-Identifier: Apache-2.0
/// \file
/// The reference of the tests about questions: asking one fault through, question by question.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/ask.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/evaluator.hpp"

namespace shozai::testing {

/// Where asking about one fault ended.
struct asked_through {
  decision_state state = decision_state::undetermined;
  std::string accountable;
  std::size_t questions = 0;
  std::vector<std::string> missing;
};

/// Takes the value of attribute `i` over from `whole`, and what it is derived from; gives the
/// number of questions.
inline std::size_t tell(const schema& attributes, fault& f, const fault& whole, std::size_t i) {
  if (f.attributes[i].known()) {
    return 0;
  }
  std::size_t questions = attributes[i].derived ? 0 : 1;
  for (const auto input : attributes[i].inputs) {
    questions += tell(attributes, f, whole, input);
  }
  f.attributes[i] = whole.attributes[i];
  return questions;
}

/// Takes the derived attributes over whose inputs are known.
inline void tell_derived(const schema& attributes, fault& f, const fault& whole) {
  for (const auto i : attributes.derivation_order()) {
    if (std::ranges::all_of(attributes[i].inputs,
                            [&](auto input) { return f.attributes[input].known().has_value(); })) {
      f.attributes[i] = whole.attributes[i];
    }
  }
}

/// Answers what is asked about `f` as the complete fault `whole` has it, derived attributes as if
/// they were free.
[[nodiscard]] inline asked_through follow_ask(const aspect_evaluator& aspect,
                                              const diagram_engine& engine, fault f,
                                              const fault& whole) {
  const auto& attributes = aspect.document().attributes;
  walk_scratch scratch;
  asked_through result;
  while (true) {
    const auto decided = decide(aspect, engine, f, scratch);
    result.state = decided.state;
    if (decided.state != decision_state::undetermined) {
      result.accountable = decided.assigned.accountable;
      return result;
    }
    const auto next = ask(aspect, engine, f, scratch);
    if (!next.question) {
      result.missing = next.missing;
      return result;
    }
    result.questions += tell(attributes, f, whole, *attributes.find(next.question->tested));
    tell_derived(attributes, f, whole);
  }
}

/// A fault of which nothing is known.
[[nodiscard]] inline fault nothing_known(const schema& attributes) {
  fault f;
  for (const auto& a : attributes) {
    f.attributes.push_back(knowledge::of(a.domain, a.everything()));
  }
  return f;
}

/// What is known of `whole` at the first call.
[[nodiscard]] inline fault intake_of(const schema& attributes,
                                     const std::vector<std::size_t>& intake, const fault& whole) {
  auto f = nothing_known(attributes);
  for (const auto i : intake) {
    f.attributes[i] = whole.attributes[i];
  }
  tell_derived(attributes, f, whole);
  return f;
}

}  // namespace shozai::testing
