// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which mistakes in a policy its test cases notice.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/ask.hpp"
#include "shozai/ownership/aspect_difference.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/interim_difference.hpp"
#include "shozai/policy/resolved_aspect.hpp"
#include "shozai/testing/mutants.hpp"
#include "shozai/testing/policy_case.hpp"

namespace shozai::inline v1 {

/// How a mutant fared.
enum class mutant_state : std::uint8_t {
  killed,      ///< a case fails
  survived,    ///< every case passes, though some fault is decided otherwise
  equivalent,  ///< proved: no possible fault is decided otherwise
  undecided,   ///< every case passes; the proof was over budget
};

inline constexpr std::array<std::string_view, 4> mutant_state_names = {"killed", "survived",
                                                                       "equivalent", "undecided"};

struct tested_mutant {
  policy_mutant mutant;
  mutant_state state = mutant_state::survived;
  std::optional<std::size_t> killed_by;  ///< the number of the first case that fails
};

namespace detail {

/// One aspect of a mutant, compiled quickly: an order of attributes is not searched for.
class mutated_aspect {
 public:
  /// `document` must outlive it.
  mutated_aspect(const policy_document& document, resolved_aspect resolved)
      : evaluator_(document, std::move(resolved)), engine_(evaluator_, quick()) {}

  [[nodiscard]] const aspect_evaluator& evaluator() const noexcept { return evaluator_; }
  [[nodiscard]] const diagram_engine& engine() const noexcept { return engine_; }

  /// Whether it says what is expected of a fault.
  [[nodiscard]] bool passes(const fault& f, const case_expectation& expected,
                            walk_scratch& scratch) const {
    auto said = decide(evaluator_, engine_, f, scratch);
    const bool asks = std::ranges::any_of(expected.fields, [](const auto& of) {
      return of.first == case_field::ask || of.first == case_field::missing;
    });
    if (asks && said.state == decision_state::undetermined) {
      auto next = ask(evaluator_, engine_, f, scratch);
      said.ask = std::move(next.question);
      said.missing = std::move(next.missing);
    }
    return std::ranges::all_of(
        expected.fields, [&](const auto& of) { return field_of(said, of.first) == of.second; });
  }

 private:
  static compile_options quick() {
    compile_options options;
    options.order_search_steps = 0;
    return options;
  }

  aspect_evaluator evaluator_;
  diagram_engine engine_;
};

/// Runs the cases against one mutant after the other.
class mutant_tester {
 public:
  mutant_tester(const compiled_policy& policy, const std::vector<policy_case>& cases,
                const analysis_options& options)
      : policy_(policy), cases_(cases), options_(options) {}

  [[nodiscard]] tested_mutant test(policy_mutant mutant) {
    auto document = policy_.document();
    mutant.apply(document);
    auto resolved = resolve_aspects(document);
    std::vector<std::unique_ptr<mutated_aspect>> aspects(resolved.size());
    for (const auto a : mutant.aspects) {
      aspects[a] = std::make_unique<mutated_aspect>(document, std::move(resolved[a]));
    }
    tested_mutant result{std::move(mutant), mutant_state::survived, find_killer(aspects)};
    result.state = result.killed_by ? mutant_state::killed : compare(aspects);
    return result;
  }

 private:
  using mutated_aspects = std::vector<std::unique_ptr<mutated_aspect>>;

  // A mutant changes a few faults only: the case that noticed one of its kind notices the next.
  [[nodiscard]] std::optional<std::size_t> find_killer(const mutated_aspects& aspects) {
    std::optional<std::size_t> killer;
    if (last_killer_ < cases_.size() && fails(aspects, last_killer_)) {
      killer = last_killer_;
    }
    for (std::size_t i = 0; i < cases_.size() && !killer; ++i) {
      if (fails(aspects, i)) {
        killer = i;
      }
    }
    last_killer_ = killer.value_or(last_killer_);
    return killer;
  }

  [[nodiscard]] bool fails(const mutated_aspects& aspects, std::size_t number) {
    const auto& c = cases_[number];
    return std::ranges::any_of(c.expected, [&](const case_expectation& e) {
      const auto& aspect = aspects[policy_.find_aspect(e.aspect).value()];
      return aspect != nullptr && !aspect->passes(c.given, e, scratch_);
    });
  }

  // Whether some possible fault is decided otherwise, or other people answer for it meanwhile.
  [[nodiscard]] mutant_state compare(const mutated_aspects& aspects) const {
    bool open = false;
    for (std::size_t a = 0; a < aspects.size(); ++a) {
      if (aspects[a] == nullptr) {
        continue;
      }
      try {
        if (differs(a, *aspects[a])) {
          return mutant_state::survived;
        }
      } catch (const budget_exceeded& e) {
        if (e.reason == over_budget::stopped) {
          throw;
        }
        open = true;
      }
    }
    return open ? mutant_state::undecided : mutant_state::equivalent;
  }

  [[nodiscard]] bool differs(std::size_t number, const mutated_aspect& mutated) const {
    const auto& before = policy_.evaluator(number);
    if (interim_differs(before, mutated.evaluator(), options_.budget)) {
      return true;
    }
    budget_meter meter(options_.budget);
    aspect_comparer comparer(before, &policy_.engine(number).boxes().space(), mutated.evaluator(),
                             &mutated.engine().boxes().space(), policy_.plan(number).order, meter);
    return comparer.group_count() > 0;
  }

  const compiled_policy& policy_;
  const std::vector<policy_case>& cases_;
  const analysis_options& options_;
  walk_scratch scratch_;
  std::size_t last_killer_ = 0;
};

}  // namespace detail

/// Tests mutants of `policy` with `cases`, which it read and which all pass. A mutant that no case
/// notices is compared with the policy, exactly: only one that decides some possible fault
/// otherwise, or names others who answer for it meanwhile, survives.
/// `progress(n)` is told how many are done.
/// \par Complexity For each mutant, compiling the aspects that it concerns.
/// \throws budget_exceeded if the caller stops it
[[nodiscard]] inline std::vector<tested_mutant> test_mutants(
    const compiled_policy& policy, const std::vector<policy_case>& cases,
    std::vector<policy_mutant> mutants, const analysis_options& options = {},
    const std::function<void(std::size_t)>& progress = {}) {
  detail::mutant_tester tester(policy, cases, options);
  std::vector<tested_mutant> tested;
  tested.reserve(mutants.size());
  for (auto& mutant : mutants) {
    tested.push_back(tester.test(std::move(mutant)));
    if (progress) {
      progress(tested.size());
    }
  }
  return tested;
}

/// Of `all`, at most `most`, evenly spread: the same choice every time.
[[nodiscard]] inline std::vector<policy_mutant> spread_over(std::vector<policy_mutant> all,
                                                            std::size_t most) {
  if (all.size() <= most) {
    return all;
  }
  std::vector<policy_mutant> chosen;
  chosen.reserve(most);
  for (std::size_t i = 0; i < most; ++i) {
    chosen.push_back(std::move(all[i * all.size() / most]));
  }
  return chosen;
}

}  // namespace shozai::inline v1
