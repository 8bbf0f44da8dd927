// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether escalation keeps what agreements promise, whenever a case starts.
///
/// An agreement is held against every escalation policy that can be chosen for one of its faults.
/// Taken up: from the start of the case until somebody is told of the department or team that
/// promised. Resolved: until somebody accountable is told, which is the soonest it can be. Both by
/// the agreement's clock.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/check_reach.hpp"
#include "shozai/organization/reach_profile.hpp"
#include "shozai/policy/agreement.hpp"

namespace shozai::inline v1::detail {

/// The escalation policies that can be chosen for a fault of some condition (nothing: for any),
/// by number.
using choosable_policies =
    std::function<std::vector<std::size_t>(const std::optional<condition>& when)>;

/// The longest time that a start takes, and which; `never` is a start that does not reach.
struct longest_wait {
  std::int64_t worst = -1;
  std::int64_t start = 0;
  std::optional<std::int64_t> never;

  void see(std::int64_t waited, std::int64_t from) {
    if (waited > worst) {
      worst = waited;
      start = from;
    }
  }
};

/// The longest of a profile, in the open time of `hours`.
///
/// Within a piece whose end stays, the first start waits longest. Where the end moves along, the
/// open time of the window from start to end grows only while its beginning is closed, and shrinks
/// only while that is open: it is longest where open time begins, or at an end of the piece.
/// \par Complexity Linear in the pieces and in the stretches of open time.
[[nodiscard]] inline longest_wait longest_working_wait(const std::vector<reach_piece>& pieces,
                                                       const working_time& hours) {
  longest_wait longest;
  for (const auto& p : pieces) {
    if (!p.reached_at) {
      longest.never = longest.never ? longest.never : p.from;
      continue;
    }
    const auto see = [&](std::int64_t start) {
      longest.see(hours.between(start, *p.at(start)), start);
    };
    see(p.from);
    if (!p.moves) {
      continue;
    }
    for (const auto& r : hours.open_ranges(p.from, p.to)) {
      see(r.from);
    }
    see(p.to - 1);
  }
  return longest;
}

[[nodiscard]] inline longest_wait longest_elapsed_wait(const std::vector<reach_piece>& pieces) {
  longest_wait longest;
  for (const auto& p : pieces) {
    if (p.reached_at) {
      longest.see(*p.reached_at - p.from, p.from);
    } else {
      longest.never = longest.never ? longest.never : p.from;
    }
  }
  return longest;
}

class agreement_checker {
 public:
  agreement_checker(check_context& context, const std::vector<std::optional<std::size_t>>& aspects,
                    const choosable_policies& choosable)
      : context_(context), aspects_(aspects), choosable_(choosable) {}

  void run() {
    for (const auto& a : context_.document().agreements) {
      for (const auto policy : choosable_(a.when)) {
        if (a.acknowledge_within) {
          reach_target target;
          target.who = context_.model.targets_of(a.of).empty() ? reach_target::what::anybody
                                                               : reach_target::what::department;
          target.id = a.of;
          check(a, policy, target, *a.acknowledge_within, "promise_acknowledge");
        }
        if (a.resolve_within) {
          check(a, policy, {}, *a.resolve_within, "promise_resolve");
        }
      }
    }
  }

 private:
  [[nodiscard]] static longest_wait joined(longest_wait a, const longest_wait& b) {
    a.see(b.worst, b.start);
    a.never = a.never && b.never ? std::min(*a.never, *b.never) : a.never ? a.never : b.never;
    return a;
  }

  void check(const agreement& a, std::size_t policy, const reach_target& target,
             std::int64_t promised, const std::string& what) {
    std::optional<longest_wait> worst;
    for (const auto aspect : aspects_) {
      bool complete = true;
      const auto pieces = profile_within(context_, policy, target, aspect, complete);
      if (!complete) {
        context_.undecided(a.id, a.place);
      }
      const auto one = by_clock_of(a, pieces);
      worst = worst ? joined(*worst, one) : one;
    }
    if (worst && (worst->never || worst->worst > promised)) {
      report(a, policy, *worst, promised, what);
    }
  }

  [[nodiscard]] longest_wait by_clock_of(const agreement& a,
                                         const std::vector<reach_piece>& pieces) const {
    const auto calendar = a.clock == deadline_clock::working
                              ? context_.model.find_calendar(a.calendar)
                              : std::nullopt;
    return calendar ? longest_working_wait(pieces, context_.model.calendar(*calendar))
                    : longest_elapsed_wait(pieces);
  }

  void report(const agreement& a, std::size_t policy, const longest_wait& worst,
              std::int64_t promised, const std::string& what) {
    const auto start = worst.never.value_or(worst.start);
    const auto& id = context_.document().escalation[policy].id;
    auto* f = context_.add(organization_finding_kind::agreement_missed,
                           {a.id, id, what, worst.never ? "never" : format_duration(worst.worst),
                            format_duration(promised), context_.text(start)},
                           a.place);
    if (f == nullptr) {
      return;
    }
    f->at = start;
    f->path = {"policy:" + id};
    if (!worst.never) {
      f->duration = worst.worst;
    }
  }

  check_context& context_;
  const std::vector<std::optional<std::size_t>>& aspects_;
  const choosable_policies& choosable_;
};

}  // namespace shozai::inline v1::detail
