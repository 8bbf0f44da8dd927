// SPDX-License-Identifier: Apache-2.0
/// \file
/// What another version of an organization changes: objects, duties, pages and worst times.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/check_slices.hpp"
#include "shozai/organization/duty.hpp"
#include "shozai/organization/object_difference.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/reach_profile.hpp"

namespace shozai::inline v1 {

/// For a stretch of time another person answers for a position, or nobody does.
struct duty_change {
  std::string position;
  time_range during;
  std::optional<std::string> before;
  std::optional<std::string> after;

  friend bool operator==(const duty_change&, const duty_change&) = default;
};

/// For a stretch of time a step would tell other people.
struct page_change {
  std::string escalation;
  std::size_t step = 0;
  time_range during;
  std::vector<std::string> before;  ///< sorted
  std::vector<std::string> after;

  friend bool operator==(const page_change&, const page_change&) = default;
};

/// The longest time until somebody accountable is told; nothing where nobody is, or there is no
/// such escalation policy.
struct worst_change {
  std::string escalation;
  std::optional<std::int64_t> before;
  std::optional<std::int64_t> after;

  friend bool operator==(const worst_change&, const worst_change&) = default;
};

struct organization_difference {
  time_range during;
  std::vector<object_change> objects;
  std::vector<duty_change> duties;  ///< position by position
  std::vector<page_change> pages;   ///< escalation policy by policy, step by step
  std::vector<worst_change> worst;  ///< all escalation policies of either
  bool complete = true;             ///< false: the limit of stretches was reached

  friend bool operator==(const organization_difference&, const organization_difference&) = default;
};

/// How much of a difference is looked at.
struct difference_options {
  std::size_t most_stretches = 1'000'000;  ///< looked at for duties and pages, in all
  std::function<bool()> should_stop;       ///< asked now and then; or nothing
};

namespace detail {

/// Compares what two organizations do, over a time.
class conduct_comparer {
 public:
  conduct_comparer(const organization_model& before, const organization_model& after,
                   const time_range& during, const difference_options& options)
      : before_(before), after_(after), during_(during), options_(options) {}

  void run(organization_difference& result) {
    for (const auto& id : joined(before_, after_, positions_of)) {
      compare_duties(id, result.duties);
    }
    for (const auto& id : joined(before_, after_, escalation_of)) {
      compare_pages(id, result.pages);
      result.worst.push_back({id, worst_of(before_, id), worst_of(after_, id)});
    }
    result.complete = complete_;
  }

 private:
  using people = std::vector<std::string>;
  struct told_stretch {
    time_range during;
    std::vector<people> by_step;
  };

  static people positions_of(const organization_model& model) {
    people all;
    for (std::size_t i = 0; i < model.position_count(); ++i) {
      all.push_back(model.position_id(i));
    }
    return all;
  }
  static people escalation_of(const organization_model& model) {
    people all;
    for (const auto& each : model.document().escalation) {
      all.push_back(each.id);
    }
    return all;
  }

  /// Those of the first in its order, then those that only the second has.
  template <typename NamesOf>
  static people joined(const organization_model& a, const organization_model& b,
                       const NamesOf& names_of) {
    auto all = names_of(a);
    const std::set<std::string> known(all.begin(), all.end());
    for (auto& id : names_of(b)) {
      if (!known.contains(id)) {
        all.push_back(std::move(id));
      }
    }
    return all;
  }

  [[nodiscard]] bool may_go_on() {
    constexpr std::size_t now_and_then = 4'096;
    ++looked_;
    if (looked_ % now_and_then == 0 && options_.should_stop && options_.should_stop()) {
      complete_ = false;
    }
    complete_ = complete_ && looked_ <= options_.most_stretches;
    return complete_;
  }

  struct answer {
    std::optional<std::string> person;
    std::int64_t until = end_of_time;
  };
  static answer answer_of(const organization_model& model, std::optional<std::size_t> position,
                          std::int64_t at) {
    if (!position) {
      return {};
    }
    const auto now = duty_from(model, *position, at);
    return {now.who ? std::optional{model.person_id(now.who->person)} : std::nullopt, now.until};
  }

  void compare_duties(const std::string& id, std::vector<duty_change>& changes) {
    const auto a = before_.find_position(id);
    const auto b = after_.find_position(id);
    const auto first = changes.size();
    for (auto at = during_.from; at < during_.to && may_go_on();) {
      auto old = answer_of(before_, a, at);
      auto now = answer_of(after_, b, at);
      const auto until = std::min({old.until, now.until, during_.to});
      if (old.person != now.person) {
        const bool goes_on = changes.size() > first && changes.back().during.to == at &&
                             changes.back().before == old.person &&
                             changes.back().after == now.person;
        if (goes_on) {
          changes.back().during.to = until;
        } else {
          changes.push_back({id, {at, until}, std::move(old.person), std::move(now.person)});
        }
      }
      at = until;
    }
  }

  std::vector<told_stretch> told_by(const organization_model& model, const std::string& id) {
    std::vector<told_stretch> all;
    const auto number = model.find_escalation(id);
    if (!number) {
      return {{during_, {}}};
    }
    const step_targets_table targets(model, *number);
    duty_sweep sweep(model, targets.positions(), std::nullopt, during_);
    for (bool differs = true; !sweep.done() && may_go_on(); differs = sweep.next()) {
      if (!differs && !all.empty()) {
        all.back().during.to = sweep.stretch().to;
        continue;
      }
      told_stretch now{sweep.stretch(), {}};
      for (const auto& told : targets.told(sweep)) {
        std::set<std::string> names;
        for (const auto& each : told) {
          names.insert(model.person_id(each.person));
        }
        now.by_step.emplace_back(names.begin(), names.end());
      }
      all.push_back(std::move(now));
    }
    return all;
  }

  void compare_pages(const std::string& id, std::vector<page_change>& changes) {
    const auto a = told_by(before_, id);
    const auto b = told_by(after_, id);
    std::map<std::size_t, std::vector<page_change>> by_step;
    for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
      const time_range both{std::max(a[i].during.from, b[k].during.from),
                            std::min(a[i].during.to, b[k].during.to)};
      const auto steps = std::max(a[i].by_step.size(), b[k].by_step.size());
      for (std::size_t s = 0; s < steps; ++s) {
        compare_step({id, s, both, of_step(a[i], s), of_step(b[k], s)}, by_step[s]);
      }
      (a[i].during.to < b[k].during.to ? i : k) += 1;
    }
    for (auto& [step, of_one] : by_step) {
      std::ranges::move(of_one, std::back_inserter(changes));
    }
  }

  static people of_step(const told_stretch& told, std::size_t step) {
    return step < told.by_step.size() ? told.by_step[step] : people{};
  }

  static void compare_step(page_change now, std::vector<page_change>& changes) {
    if (now.before == now.after || now.during.from >= now.during.to) {
      return;
    }
    const bool goes_on = !changes.empty() && changes.back().during.to == now.during.from &&
                         changes.back().before == now.before && changes.back().after == now.after;
    if (goes_on) {
      changes.back().during.to = now.during.to;
    } else {
      changes.push_back(std::move(now));
    }
  }

  [[nodiscard]] std::optional<std::int64_t> worst_of(const organization_model& model,
                                                     const std::string& id) {
    const auto number = model.find_escalation(id);
    if (!number) {
      return std::nullopt;
    }
    reach_budget budget;
    budget.should_stop = options_.should_stop;
    const auto pieces = reach_profile(model, *number, during_, {}, std::nullopt, budget);
    complete_ = complete_ && !pieces.empty() && pieces.back().to >= during_.to;
    return summarize(pieces).worst;
  }

  const organization_model& before_;
  const organization_model& after_;
  time_range during_;
  const difference_options& options_;
  std::size_t looked_ = 0;
  bool complete_ = true;
};

}  // namespace detail

/// What `after` changes for whatever happens in `during`, in cases of no aspect in particular.
///
/// Exact within the limits of `options`: where it ends before `during` does, `complete` is false.
/// \par Complexity One look for each change of a duty, and two profiles for each escalation policy.
/// \pre `during` is finite and not empty.
[[nodiscard]] inline organization_difference compare_organizations(
    const organization_model& before, const organization_model& after, const time_range& during,
    const difference_options& options = {}) {
  organization_difference result;
  result.during = during;
  result.objects = detail::object_comparer().run(before.document(), after.document());
  detail::conduct_comparer(before, after, during, options).run(result);
  return result;
}

}  // namespace shozai::inline v1
