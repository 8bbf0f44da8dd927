// SPDX-License-Identifier: Apache-2.0
/// \file
/// Who is told when of one case, until whom, if nobody reacts or somebody does.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/escalation_path.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/path_walk.hpp"

namespace shozai::inline v1 {

/// What happens to a case besides its deadlines. A reaction before anybody was told has no effect:
/// there is nobody to react.
struct preview_scenario {
  enum class what : std::uint8_t {
    none,          ///< nobody reacts
    acknowledged,  ///< taken up: only `resolve_within` escalates then, to the end of the round
    refused,       ///< by the step that was under way: the next one begins at once
    resolved,      ///< nothing more happens
  };

  what reaction = what::none;
  std::int64_t at = 0;

  friend bool operator==(const preview_scenario&, const preview_scenario&) = default;
};

inline constexpr std::array<std::string_view, 4> preview_reaction_names = {"none", "acknowledged",
                                                                           "refused", "resolved"};

/// Somebody told, or a step that tells nobody.
struct preview_row {
  std::int64_t at = 0;
  std::optional<std::int64_t> until;  ///< when the next step begins; nothing: never
  std::size_t round = 0;
  std::size_t step = 0;
  step_outcome outcome = step_outcome::empty;
  std::optional<notice> told;

  friend bool operator==(const preview_row&, const preview_row&) = default;
};

struct escalation_preview {
  std::size_t escalation = 0;
  std::int64_t start = 0;
  preview_scenario scenario;
  std::vector<preview_row> rows;        ///< in the order of steps
  std::optional<std::int64_t> reached;  ///< when first somebody accountable is told
  std::optional<notice> keeper;         ///< the last accountable one who was
};

namespace detail {

/// Takes the steps of one case, the scenario's reaction among them.
class preview_walk {
 public:
  preview_walk(const organization_model& model, std::size_t escalation, std::int64_t start,
               const preview_scenario& scenario, std::optional<std::size_t> aspect)
      : walk_(model, escalation, start, aspect) {
    result_.escalation = escalation;
    result_.start = start;
    result_.scenario = scenario;
  }

  [[nodiscard]] escalation_preview run() {
    std::optional<path_instant> from = walk_.start();
    const auto rounds = static_cast<std::size_t>(walk_.policy().repeat) + 1;
    // Deadlines that count from the beginning of the case come in one round, not in each.
    for (trace_.round = 0; trace_.round < rounds && from && !acknowledged_; ++trace_.round) {
      for (std::size_t step = 0; step < walk_.policy().steps.size() && from; ++step) {
        from = take(step, *from);
        note();
      }
    }
    return std::move(result_);
  }

 private:
  using what = preview_scenario::what;

  std::optional<path_instant> take(std::size_t step, path_instant from) {
    if (acknowledged_) {  // only the promise to resolve escalates
      return walk_.take_until(step, from, unresolved(step, from.at), trace_);
    }
    const auto next = walk_.take(step, from, trace_);
    return reacts_in(from.at, next) ? react(step, from) : next;
  }

  /// Takes the step again, with only those whom it tells before the reaction or just then.
  std::optional<path_instant> react(std::size_t step, path_instant from) {
    const auto at = result_.scenario.at;
    static_cast<void>(
        walk_.take_until(step, from, path_instant{detail::add_within_time(at, 1), false}, trace_));
    acknowledged_ = result_.scenario.reaction == what::acknowledged;
    answered_ = true;
    const auto end = acknowledged_ ? unresolved(step, at) : path_instant{at, false};
    trace_.until = end ? std::optional{end->at} : std::nullopt;
    return result_.scenario.reaction == what::resolved ? std::nullopt : end;
  }

  /// Whether the reaction comes while this step is under way, from somebody who was told.
  [[nodiscard]] bool reacts_in(std::int64_t from, const std::optional<path_instant>& next) const {
    const auto& scenario = result_.scenario;
    if (scenario.reaction == what::none || answered_ || scenario.at < from ||
        (next && scenario.at >= next->at)) {
      return false;
    }
    const bool told_now = std::ranges::any_of(
        trace_.notices, [&](const notice& each) { return each.at <= scenario.at; });
    return told_now || (scenario.reaction != what::refused && told_);
  }

  /// When the step after this one begins although the case was taken up; not before `earliest`.
  [[nodiscard]] std::optional<path_instant> unresolved(std::size_t step, std::int64_t earliest) {
    const auto& within = walk_.policy().steps[step].resolve_within;
    const auto end = within ? walk_.deadline(step, walk_.start(), *within) : std::nullopt;
    return end ? std::optional{path_instant{std::max(end->at, earliest), false}} : std::nullopt;
  }

  void note() {
    for (const auto& each : trace_.notices) {
      result_.rows.push_back(
          {each.at, trace_.until, trace_.round, trace_.step, trace_.outcome, each});
      told_ = true;
      if (each.accountable) {
        result_.reached = result_.reached ? result_.reached : each.at;
        result_.keeper = each;
      }
    }
    if (trace_.notices.empty()) {
      result_.rows.push_back(
          {trace_.from, trace_.until, trace_.round, trace_.step, trace_.outcome, std::nullopt});
    }
  }

  path_walk walk_;
  step_trace trace_;
  escalation_preview result_;
  bool told_ = false;
  bool acknowledged_ = false;
  bool answered_ = false;  ///< the reaction has come
};

}  // namespace detail

/// Who is told when of a case of `aspect` that starts at `start`.
///
/// \par Complexity One step after the other, each a look at its targets.
/// \pre `escalation` is an index of the model's document.
[[nodiscard]] inline escalation_preview preview(const organization_model& model,
                                                std::size_t escalation, std::int64_t start,
                                                const preview_scenario& scenario = {},
                                                std::optional<std::size_t> aspect = std::nullopt) {
  return detail::preview_walk(model, escalation, start, scenario, aspect).run();
}

}  // namespace shozai::inline v1
