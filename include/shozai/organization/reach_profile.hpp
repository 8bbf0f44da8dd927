// SPDX-License-Identifier: Apache-2.0
/// \file
/// When a case reaches somebody, for every instant at which it may start: exactly, in pieces.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shozai/organization/escalation_path.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/time_range.hpp"

namespace shozai::inline v1 {

/// Whom a case has to reach.
struct reach_target {
  enum class what : std::uint8_t {
    accountable,  ///< somebody who is accountable
    anybody,
    position,    ///< somebody told through the position number `index`, or who answers as it
    department,  ///< the same of any position that the department or team `id` means
  };

  what who = what::accountable;
  std::size_t index = 0;
  std::string id;
  std::size_t first_step = 0;  ///< at which the path is entered

  friend bool operator==(const reach_target&, const reach_target&) = default;
};

/// Cases that start in [from, to). They reach at `reached_at`, and where that `moves`, as much
/// later as they start after `from`; nothing: never.
struct reach_piece {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::optional<std::int64_t> reached_at;
  bool moves = false;

  /// When a case reaches that starts at `start`, in [from, to).
  [[nodiscard]] std::optional<std::int64_t> at(std::int64_t start) const noexcept {
    return reached_at ? std::optional{*reached_at + (moves ? start - from : 0)} : std::nullopt;
  }

  friend bool operator==(const reach_piece&, const reach_piece&) = default;
};

/// The shortest and the longest time it takes, and when.
struct reach_summary {
  std::optional<std::int64_t> best;   ///< microseconds
  std::optional<std::int64_t> worst;  ///< of the starts that do reach
  std::int64_t best_start = 0;
  std::int64_t worst_start = 0;  ///< the first such start
  bool always = true;            ///< no start never reaches
  std::int64_t never_start = 0;  ///< the first that does not
  std::size_t pieces = 0;

  friend bool operator==(const reach_summary&, const reach_summary&) = default;
};

/// How far a profile may go: pieces, and questions who is on duty.
struct reach_budget {
  std::size_t pieces = 2'000'000;
  std::size_t asked = 2'000'000'000;
  std::function<bool()> should_stop;  ///< asked now and then; or nothing
};

namespace detail {

/// Where one start leads, and for how long others lead there, too.
struct reach_answer {
  std::optional<path_instant> reached;
  std::int64_t same_until = end_of_time;
  std::size_t asked = 0;
};

/// The question of one profile.
class reach_question {
 public:
  reach_question(const organization_model& model, std::size_t escalation,
                 const reach_target& target, std::optional<std::size_t> aspect)
      : model_(&model),
        escalation_(escalation),
        target_(target),
        aspect_(aspect),
        positions_(target.who == reach_target::what::position
                       ? std::vector<std::size_t>{target.index}
                       : model.targets_of(target.id)) {
    std::ranges::sort(positions_);
  }

  [[nodiscard]] reach_answer ask(std::int64_t start) const {
    path_walk walk(*model_, escalation_, start, aspect_);
    reach_answer answer;
    walk_path(walk, target_.first_step, [&](const step_trace& trace) {
      const auto found = std::ranges::find_if(
          trace.notices, [this](const notice& each) { return is_wanted(each); });
      if (found != trace.notices.end()) {
        answer.reached = path_instant{found->at, found->moves};
      }
      return !answer.reached;
    });
    answer.same_until = walk.same_until();
    answer.asked = walk.asked();
    return answer;
  }

 private:
  [[nodiscard]] bool is_wanted(const notice& each) const {
    switch (target_.who) {
      case reach_target::what::accountable:
        return each.accountable;
      case reach_target::what::anybody:
        return true;
      case reach_target::what::position:
      case reach_target::what::department:
        return std::ranges::binary_search(positions_, each.position) ||
               std::ranges::binary_search(positions_, each.who.position);
    }
    return false;
  }

  const organization_model* model_;
  std::size_t escalation_;
  reach_target target_;
  std::optional<std::size_t> aspect_;
  std::vector<std::size_t> positions_;
};

/// Whether `next`, which begins where `before` ends, goes on with the same.
[[nodiscard]] inline bool continues(const reach_piece& before, const reach_piece& next) noexcept {
  if (!before.reached_at || !next.reached_at) {
    return before.reached_at == next.reached_at;
  }
  return before.moves == next.moves && before.at(next.from) == next.reached_at;
}

}  // namespace detail

/// When a case that starts at an instant of `starts` reaches `target`, if nobody reacts to it.
///
/// The pieces are in order, without holes, and cover `starts`; if the budget is used up they end
/// before it. They are exact: see `path_walk` for why. Neighbours that say the same are one.
///
/// \par Complexity
/// One path for each piece, and for each change of duties or working time on the way.
[[nodiscard]] inline std::vector<reach_piece> reach_profile(
    const organization_model& model, std::size_t escalation, time_range starts,
    const reach_target& target = {}, std::optional<std::size_t> aspect = std::nullopt,
    const reach_budget& budget = {}) {
  const detail::reach_question question(model, escalation, target, aspect);
  std::vector<reach_piece> pieces;
  std::size_t asked = 0;
  constexpr std::size_t now_and_then = 256;
  for (std::size_t taken = 0; starts.from < starts.to; ++taken) {
    if (pieces.size() > budget.pieces || asked > budget.asked ||
        (taken % now_and_then == 0 && budget.should_stop && budget.should_stop())) {
      break;
    }
    const auto answer = question.ask(starts.from);
    asked += answer.asked + 1;
    reach_piece piece{starts.from, std::min(starts.to, answer.same_until), std::nullopt, false};
    if (answer.reached) {
      piece.reached_at = answer.reached->at;
      piece.moves = answer.reached->moves;
    }
    starts.from = piece.to;
    if (!pieces.empty() && detail::continues(pieces.back(), piece)) {
      pieces.back().to = piece.to;
    } else if (pieces.size() < budget.pieces) {
      pieces.push_back(piece);
    } else {
      break;
    }
  }
  return pieces;
}

/// The best and the worst of a profile. Within a piece the time it takes never grows, so the worst
/// is at the beginning of one and the best at the end of one.
[[nodiscard]] inline reach_summary summarize(const std::vector<reach_piece>& pieces) {
  reach_summary summary;
  summary.pieces = pieces.size();
  for (const reach_piece& each : pieces) {
    if (!each.reached_at) {
      summary.never_start = summary.always ? each.from : summary.never_start;
      summary.always = false;
      continue;
    }
    const std::int64_t longest = *each.reached_at - each.from;
    const std::int64_t last = each.moves ? each.from : each.to - 1;
    const std::int64_t shortest = *each.reached_at - last;
    if (!summary.worst || longest > *summary.worst) {
      summary.worst = longest;
      summary.worst_start = each.from;
    }
    if (!summary.best || shortest < *summary.best) {
      summary.best = shortest;
      summary.best_start = last;
    }
  }
  return summary;
}

}  // namespace shozai::inline v1
