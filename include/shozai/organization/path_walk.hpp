// SPDX-License-Identifier: Apache-2.0
/// \file
/// Following the steps of an escalation policy, one by one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/duty.hpp"
#include "shozai/organization/escalation_trace.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/roster_turns.hpp"

namespace shozai::inline v1 {

/// How long a step that defers waits for somebody to be on duty.
inline constexpr std::int64_t longest_deferral = 366 * microseconds_per_day;

/// How often one path asks who is on duty. People write paths that ask some hundred times; a roster
/// whose turns last a microsecond, or thousands of steps for thousands of people, must not hang.
inline constexpr std::size_t most_asked_on_path = 20'000'000;

/// Takes the steps of one policy for one start, and keeps account of how much later a case might
/// start for the same to happen.
///
/// Every comparison on the way is between an instant that stays or moves along with the start and
/// one at which duties or working time change, which stay. So the same happens until the first of
/// the former passes one of the latter, and `slack` is the least such distance.
class path_walk {
 public:
  /// \pre `escalation` is an index of the model's document; `start` is before `end_of_time`.
  path_walk(const organization_model& model, std::size_t escalation, std::int64_t start,
            std::optional<std::size_t> aspect)
      : model_(&model),
        policy_(&model.document().escalation[escalation]),
        escalation_(escalation),
        start_(start),
        aspect_(aspect),
        slack_(detail::subtract_within_time(end_of_time, start)) {}

  [[nodiscard]] const escalation_policy& policy() const noexcept { return *policy_; }
  [[nodiscard]] path_instant start() const noexcept { return {start_, true}; }

  /// For starts before this instant, the same happens in the steps taken so far.
  [[nodiscard]] std::int64_t same_until() const noexcept {
    return detail::add_within_time(start_, slack_);
  }
  /// How often it was asked who is on duty: the work that was done.
  [[nodiscard]] std::size_t asked() const noexcept { return asked_; }
  /// Whether that is more than one path is worth; then nobody is found any more, and it ends.
  [[nodiscard]] bool is_exhausted() const noexcept { return asked_ >= most_asked_on_path; }

  /// When `amount` has passed since `from`, by the clock of step number `step`; nothing if that is
  /// never.
  [[nodiscard]] std::optional<path_instant> deadline(std::size_t step, path_instant from,
                                                     std::int64_t amount) {
    if (policy_->steps[step].clock == deadline_clock::elapsed) {
      const std::int64_t at = detail::add_within_time(from.at, amount);
      return at == end_of_time ? std::nullopt : std::optional{path_instant{at, from.moves}};
    }
    const working_time& open = model_->calendar(model_->deadline_calendar(escalation_, step));
    const auto at = open.add(from.at, amount);
    if (!at || !from.moves) {
      return at ? std::optional{path_instant{*at, false}} : std::nullopt;
    }
    same_before(from, open.next_change(from.at));
    if (!open.is_open(from.at)) {
      return path_instant{*at, false};
    }
    // It moves along up to the end of its stretch, which may be itself.
    const path_instant result{*at, true};
    same_through(result, open.next_change(*at - 1));
    return result;
  }

  /// Takes step number `step` from `from` on. It lasts until `end`, where one is given, else until
  /// it is no longer waited for an acknowledgement. `trace` gets what happens; the result is when
  /// the next step begins: nothing if that is never.
  [[nodiscard]] std::optional<path_instant> take(std::size_t step, path_instant from,
                                                 step_trace& trace) {
    return take(step, from, trace, own_deadline{});
  }
  [[nodiscard]] std::optional<path_instant> take_until(std::size_t step, path_instant from,
                                                       std::optional<path_instant> end,
                                                       step_trace& trace) {
    return take(step, from, trace, given_end{end});
  }

 private:
  struct own_deadline {};
  struct given_end {
    std::optional<path_instant> end;
  };

  /// The same happens while `moving` is before `boundary`.
  void same_before(path_instant moving, std::int64_t boundary) noexcept {
    if (moving.moves && boundary != end_of_time) {
      slack_ = std::min(slack_, detail::subtract_within_time(boundary, moving.at));
    }
  }
  /// The same happens while `moving` is not after `boundary`.
  void same_through(path_instant moving, std::int64_t boundary) noexcept {
    if (boundary != end_of_time) {
      same_before(moving, boundary + 1);
    }
  }

  [[nodiscard]] std::optional<path_instant> end_of(std::size_t step, path_instant from,
                                                   own_deadline /*own*/) {
    return deadline(step, from, policy_->steps[step].acknowledge_within);
  }
  [[nodiscard]] static std::optional<path_instant> end_of(std::size_t /*step*/,
                                                          path_instant /*from*/,
                                                          const given_end& given) {
    return given.end;
  }

  template <typename End>
  [[nodiscard]] std::optional<path_instant> take(std::size_t step, path_instant from,
                                                 step_trace& trace, const End& end) {
    const escalation_step& what = policy_->steps[step];
    trace.step = step;
    trace.from = from.at;
    trace.notices.clear();
    const auto targets = model_->step_targets(escalation_, step, scratch_);
    std::optional<path_instant> next = from;
    if (is_exhausted()) {
      trace.outcome = step_outcome::stuck;
      next = std::nullopt;
    } else if (tell(targets, what.mode, from, trace)) {
      trace.outcome = step_outcome::notified;
      next = end_of(step, from, end);
    } else if (what.empty == if_empty::skip || what.empty == if_empty::fail) {
      trace.outcome = what.empty == if_empty::skip ? step_outcome::skipped : step_outcome::failed;
    } else if (what.empty == if_empty::defer) {
      next = defer(step, targets, from, trace, end);
    } else {
      next = wait(step, targets, from, trace, end);
    }
    trace.until = next ? std::optional{next->at} : std::nullopt;
    return next;
  }

  /// Waits for the targets; where the step has a fallback, tells that or waits for it instead.
  template <typename End>
  [[nodiscard]] std::optional<path_instant> wait(std::size_t step,
                                                 std::span<const std::size_t> targets,
                                                 path_instant from, step_trace& trace,
                                                 const End& end) {
    const escalation_step& what = policy_->steps[step];
    const auto next = end_of(step, from, end);
    if (what.empty == if_empty::fallback) {
      targets = model_->fallback_targets(escalation_, step);
      if (tell(targets, what.mode, from, trace)) {
        trace.outcome = step_outcome::fallback;
        return next;
      }
    }
    const auto when = first_on_duty(next);
    trace.outcome = when ? step_outcome::waited : step_outcome::empty;
    if (when) {
      tell(targets, what.mode, {*when, false}, trace);
    }
    return next;
  }

  template <typename End>
  [[nodiscard]] std::optional<path_instant> defer(std::size_t step,
                                                  std::span<const std::size_t> targets,
                                                  path_instant from, step_trace& trace,
                                                  const End& end) {
    std::optional<path_instant> limit =
        path_instant{detail::add_within_time(from.at, longest_deferral), from.moves};
    bool cut = false;
    if constexpr (std::is_same_v<End, given_end>) {
      cut = end.end && end.end->at < limit->at;
      limit = cut ? end.end : limit;
    }
    const auto when = first_on_duty(limit);
    if (!when) {
      trace.outcome = cut ? step_outcome::empty : step_outcome::stuck;
      return cut ? limit : std::nullopt;
    }
    trace.outcome = step_outcome::deferred;
    tell(targets, policy_->steps[step].mode, {*when, false}, trace);
    return end_of(step, {*when, false}, end);
  }

  /// Tells those of `targets` who are on duty at `when`: all, or the first. Whether it told
  /// anybody.
  bool tell(std::span<const std::size_t> targets, step_mode mode, path_instant when,
            step_trace& trace) {
    next_changes_.clear();
    for (const std::size_t target : targets) {
      ++asked_;
      const duty_stretch now = when.moves || trace.notices.empty()
                                   ? duty_from(*model_, target, when.at, aspect_)
                                   : duty_stretch{on_duty(*model_, target, when.at, aspect_)};
      same_before(when, now.until);
      next_changes_.push_back({now.until, target});
      if (now.who) {
        const bool accountable =
            model_->is_accountable(target) || model_->is_accountable(now.who->position);
        trace.notices.push_back({target, *now.who, when.at, accountable, when.moves});
        if (mode == step_mode::round_robin) {
          break;
        }
      }
    }
    return !trace.notices.empty();
  }

  /// The first instant before `limit` at which one of those is on duty whom `tell` asked last,
  /// and none of whom was.
  [[nodiscard]] std::optional<std::int64_t> first_on_duty(std::optional<path_instant> limit) {
    std::ranges::make_heap(next_changes_, later);
    while (!next_changes_.empty() && !is_exhausted()) {
      std::ranges::pop_heap(next_changes_, later);
      auto& [at, target] = next_changes_.back();
      if (at == end_of_time) {
        break;
      }
      if (limit && at >= limit->at) {
        same_through(*limit, at);
        break;
      }
      ++asked_;
      const duty_stretch now = duty_from(*model_, target, at, aspect_);
      if (now.who) {
        return at;
      }
      at = now.until;
      std::ranges::push_heap(next_changes_, later);
    }
    return std::nullopt;
  }

  struct next_change {
    std::int64_t at;
    std::size_t target;
  };
  static constexpr auto later = [](const next_change& a, const next_change& b) {
    return a.at > b.at;
  };

  const organization_model* model_;
  const escalation_policy* policy_;
  std::size_t escalation_;
  std::int64_t start_;
  std::optional<std::size_t> aspect_;
  std::int64_t slack_;
  std::size_t asked_ = 0;
  std::vector<std::size_t> scratch_;       ///< the targets of the step, where they are joined
  std::vector<next_change> next_changes_;  ///< of the targets asked last
};

}  // namespace shozai::inline v1
