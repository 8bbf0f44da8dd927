// SPDX-License-Identifier: Apache-2.0
/// \file
/// Faults that exercise what test cases leave out: as few as a greedy search finds.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/analysis_options.hpp"
#include "shozai/testing/coverage.hpp"
#include "shozai/testing/coverage_ground.hpp"

namespace shozai::inline v1 {

/// A fault that a person should say the right answer of.
struct suggested_case {
  std::vector<std::optional<value>> values;  ///< by attribute; nothing: unknown, or derived
  fault given;
  std::vector<std::size_t> items;  ///< of the coverage: what it exercises that nothing else did
};

/// What is missing in a coverage, and how to mend it.
struct coverage_gaps {
  std::vector<suggested_case> cases;
  std::vector<std::size_t> unreachable;  ///< items that no possible fault exercises: proved
  std::vector<std::size_t> not_found;    ///< items for which no fault was found in time
  std::size_t least =
      0;  ///< so many cases are needed in any case: so many items exclude each other
};

namespace detail {

/// Takes one uncovered item after the other, and into the same fault whatever else fits.
class case_suggester {
 public:
  case_suggester(const policy_coverage& coverage, const analysis_options& options)
      : coverage_(coverage),
        policy_(coverage.policy()),
        meter_(options.budget),
        ground_(policy_, meter_),
        aspects_(policy_.aspect_count()) {
    std::iota(aspects_.begin(), aspects_.end(), std::size_t{0});
  }

  [[nodiscard]] coverage_gaps suggest() {
    find_regions();
    count_exclusive();
    for (auto open = rarest_first(); !open.empty(); drop_done(open)) {
      take_from(open);
    }
    for (const auto i : interim_) {
      if (!exercised_.contains(i)) {
        take_interim(i);
      }
    }
    // What one search did not find, a fault for something else may exercise.
    std::erase_if(result_.not_found, [&](std::size_t i) { return exercised_.contains(i); });
    std::ranges::sort(result_.not_found);
    std::ranges::sort(result_.unreachable);
    return std::move(result_);
  }

 private:
  // What exercises each item that is not covered; items that nothing can are set apart.
  void find_regions() {
    for (std::size_t i = 0; i < coverage_.items().size(); ++i) {
      if (coverage_.is_covered(i)) {
        continue;
      }
      meter_.renew();
      auto faults = ground_.faults_of(coverage_.items()[i]);
      if (!faults) {
        interim_.push_back(i);
        continue;
      }
      const auto state = faults->region == false_node ? realisation_state::impossible
                                                      : ground_.find(*faults).state;
      if (state == realisation_state::realised) {
        regions_.emplace(i, std::move(*faults));
      } else if (state == realisation_state::impossible) {
        result_.unreachable.push_back(i);
      } else {
        result_.not_found.push_back(i);
      }
    }
  }

  // Items of which no two have a fault in common, taken greedily.
  void count_exclusive() {
    std::vector<const exercising_faults*> chosen;
    for (const auto& [i, faults] : regions_) {
      const bool apart = std::ranges::none_of(
          chosen, [&](const auto* other) { return ground_.meet(*other, faults); });
      if (apart) {
        chosen.push_back(&faults);
      }
    }
    result_.least = chosen.size();
  }

  // Those that go together with the fewest others begin: what is left over then fits in easily.
  [[nodiscard]] std::vector<std::size_t> rarest_first() {
    std::vector<std::size_t> open;
    std::map<std::size_t, std::size_t> company;
    for (const auto& [i, faults] : regions_) {
      open.push_back(i);
      for (const auto& [other, of_other] : regions_) {
        company[i] += ground_.meet(faults, of_other) ? 1 : 0;
      }
    }
    std::ranges::stable_sort(open, {}, [&](std::size_t i) { return company[i]; });
    return open;
  }

  void drop_done(std::vector<std::size_t>& open) const {
    std::erase_if(open, [&](std::size_t i) { return done_.contains(i); });
  }

  void take_from(const std::vector<std::size_t>& open) {
    auto faults = regions_.at(open.front());
    auto found = ground_.find(faults);
    for (const auto i : std::span(open).subspan(1)) {
      meter_.renew();
      const auto joint = ground_.both(faults, regions_.at(i));
      if (!joint) {
        continue;
      }
      if (auto with = ground_.find(*joint); with.state == realisation_state::realised) {
        faults = *joint;
        found = std::move(with);
      }
    }
    suggested_case c;
    for (std::size_t i = 0; i < policy_.attributes().size(); ++i) {
      const auto& a = policy_.attributes()[i];
      c.given.attributes.emplace_back(a.domain, found.values[i]);
      c.values.push_back(a.derived ? std::nullopt : std::optional{found.values[i]});
    }
    leave_out_untested(c);
    keep(std::move(c), open.front());
  }

  // What no condition asks, and nothing is derived from, a person need not look up.
  void leave_out_untested(suggested_case& c) const {
    std::set<std::size_t> needed(ground_.tested().begin(), ground_.tested().end());
    std::vector<std::size_t> open(needed.begin(), needed.end());
    while (!open.empty()) {
      const auto& inputs = policy_.attributes()[open.back()].inputs;
      open.pop_back();
      for (const auto input : inputs) {
        if (needed.insert(input).second) {
          open.push_back(input);
        }
      }
    }
    for (std::size_t i = 0; i < c.values.size(); ++i) {
      if (!needed.contains(i)) {
        c.values[i].reset();
        const auto& a = policy_.attributes()[i];
        c.given.attributes[i] = knowledge::of(a.domain, a.everything());
      }
    }
  }

  // A fault of which nothing is known but what the interim rule asks.
  void take_interim(std::size_t item) {
    const auto& of = coverage_.items()[item];
    const auto& rules = policy_.document().aspects[of.aspect].interim.rules;
    std::set<std::size_t> asked;
    for (std::size_t i = 0; i <= of.rule; ++i) {
      for_each_attribute(policy_.document(), rules[i].when,
                         [&](std::size_t a) { asked.insert(a); });
    }
    meter_.renew();
    if (ground_.never_acts(of)) {
      result_.unreachable.push_back(item);
      return;
    }
    const auto found = ground_.find(ground_.faults_of_interim(of));
    if (found.state != realisation_state::realised) {
      result_.not_found.push_back(item);  // it may act while an earlier one is uncertain
      return;
    }
    keep_asked(item, found, asked);
  }

  void keep_asked(std::size_t item, const realisation& found, std::set<std::size_t> asked) {
    for (const auto i : std::set(asked)) {
      const auto& inputs = policy_.attributes()[i].inputs;
      asked.insert(inputs.begin(), inputs.end());
    }
    suggested_case c;
    for (std::size_t i = 0; i < policy_.attributes().size(); ++i) {
      const auto& a = policy_.attributes()[i];
      const bool known = asked.contains(i);
      c.given.attributes.push_back(known ? knowledge(a.domain, found.values[i])
                                         : knowledge::of(a.domain, a.everything()));
      c.values.push_back(known && !a.derived ? std::optional{found.values[i]} : std::nullopt);
    }
    keep(std::move(c), item);
  }

  // Keeps a case if it does exercise `item`, and notes what else it exercises.
  void keep(suggested_case c, std::size_t item) {
    for (const auto i : coverage_.exercised(c.given, aspects_)) {
      if (!coverage_.is_covered(i) && exercised_.insert(i).second) {
        c.items.push_back(i);
        done_.insert(i);
      }
    }
    if (done_.insert(item).second) {
      result_.not_found.push_back(item);
    }
    if (!c.items.empty()) {
      result_.cases.push_back(std::move(c));
    }
  }

  const policy_coverage& coverage_;
  const compiled_policy& policy_;
  budget_meter meter_;
  coverage_ground ground_;
  std::vector<std::size_t> aspects_;
  std::map<std::size_t, exercising_faults> regions_;  // of items that are not covered
  std::vector<std::size_t> interim_;
  std::set<std::size_t> done_;       // looked for, with or without success
  std::set<std::size_t> exercised_;  // by the cases suggested so far
  coverage_gaps result_;
};

}  // namespace detail

/// Faults for the items of `coverage` that no case exercises, if every aspect is expected to say
/// something of them. Their number is that of a greedy search: the fewest are hard to find (set
/// cover), so `least` says how many there must be.
/// \par Complexity The square of the number of such items, times the diagrams that they make.
/// \throws budget_exceeded
[[nodiscard]] inline coverage_gaps suggest_cases(const policy_coverage& coverage,
                                                 const analysis_options& options = {}) {
  return detail::case_suggester(coverage, options).suggest();
}

}  // namespace shozai::inline v1
