// SPDX-License-Identifier: Apache-2.0
/// \file
/// Who the steps of an escalation policy would tell, at every instant: in stretches of time in
/// which that stays, and in distinct situations.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "shozai/organization/duty.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/time_range.hpp"

namespace shozai::inline v1::detail {

/// Somebody a step would tell.
struct told_person {
  std::size_t person = 0;
  std::size_t target = 0;  ///< a position
  bool accountable = false;

  friend auto operator<=>(const told_person&, const told_person&) = default;
};

/// For each step whom it would tell if a case arrived there now; if nobody, its fallback.
using told_by_step = std::vector<std::vector<told_person>>;

/// Visits the stretches of some time in which the duties of some positions stay.
class duty_sweep {
 public:
  duty_sweep(const organization_model& model, std::vector<std::size_t> positions,
             std::optional<std::size_t> aspect, const time_range& during)
      : model_(model),
        positions_(std::move(positions)),
        aspect_(aspect),
        during_(during),
        at_(during.from),
        duties_(positions_.size()) {
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      ask(i);
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& positions() const noexcept { return positions_; }
  /// The duty of position number `i` of `positions()` in this stretch.
  [[nodiscard]] const std::optional<responder>& duty(std::size_t i) const { return duties_[i]; }
  [[nodiscard]] bool done() const noexcept { return at_ >= during_.to; }
  [[nodiscard]] time_range stretch() const {
    return {at_, changes_.empty() ? during_.to : std::min(changes_.top().first, during_.to)};
  }
  /// Goes to the next stretch; whether any duty differs there.
  bool next() {
    at_ = stretch().to;
    bool differs = false;
    while (!done() && !changes_.empty() && changes_.top().first <= at_) {
      const auto i = changes_.top().second;
      changes_.pop();
      const auto before = duties_[i];
      ask(i);
      differs = differs || before != duties_[i];
    }
    return differs;
  }

 private:
  void ask(std::size_t i) {
    const auto now = duty_from(model_, positions_[i], at_, aspect_);
    duties_[i] = now.who;
    if (now.until < during_.to) {
      changes_.emplace(std::max(now.until, at_ + 1), i);
    }
  }

  using change = std::pair<std::int64_t, std::size_t>;

  const organization_model& model_;
  std::vector<std::size_t> positions_;
  std::optional<std::size_t> aspect_;
  time_range during_;
  std::int64_t at_;
  std::vector<std::optional<responder>> duties_;
  std::priority_queue<change, std::vector<change>, std::greater<>> changes_;
};

/// The positions that the steps of one policy ask, and whom each step would tell.
class step_targets_table {
 public:
  step_targets_table(const organization_model& model, std::size_t policy)
      : model_(model), policy_(model.document().escalation[policy]) {
    std::map<std::size_t, std::size_t> numbers;
    const auto number_all = [&](std::span<const std::size_t> targets) {
      std::vector<std::size_t> chosen;
      for (const auto t : targets) {
        const auto [known, fresh] = numbers.emplace(t, positions_.size());
        if (fresh) {
          positions_.push_back(t);
        }
        chosen.push_back(known->second);
      }
      return chosen;
    };
    for (std::size_t s = 0; s < policy_.steps.size(); ++s) {
      own_.push_back(number_all(model.targets_of_step(policy, s)));
      fallback_.push_back(policy_.steps[s].empty == if_empty::fallback
                              ? number_all(model.fallback_targets(policy, s))
                              : std::vector<std::size_t>{});
    }
  }

  [[nodiscard]] const std::vector<std::size_t>& positions() const noexcept { return positions_; }

  /// Whether any of the step's own targets is on duty.
  [[nodiscard]] bool is_staffed(const duty_sweep& sweep, std::size_t step) const {
    return std::ranges::any_of(own_[step],
                               [&](std::size_t i) { return sweep.duty(i).has_value(); });
  }

  [[nodiscard]] told_by_step told(const duty_sweep& sweep) const {
    told_by_step all(own_.size());
    for (std::size_t s = 0; s < own_.size(); ++s) {
      tell(sweep, s, own_[s], all[s]);
      if (all[s].empty()) {
        tell(sweep, s, fallback_[s], all[s]);
      }
    }
    return all;
  }

 private:
  void tell(const duty_sweep& sweep, std::size_t step, const std::vector<std::size_t>& targets,
            std::vector<told_person>& told) const {
    for (const auto i : targets) {
      if (const auto& who = sweep.duty(i)) {
        told.push_back(
            {who->person, positions_[i],
             model_.is_accountable(positions_[i]) || model_.is_accountable(who->position)});
        if (policy_.steps[step].mode == step_mode::round_robin) {
          return;
        }
      }
    }
  }

  const organization_model& model_;
  const escalation_policy& policy_;
  std::vector<std::size_t> positions_;
  std::vector<std::vector<std::size_t>> own_;  ///< of each step, numbers of positions
  std::vector<std::vector<std::size_t>> fallback_;
};

}  // namespace shozai::inline v1::detail
