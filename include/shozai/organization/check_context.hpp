// SPDX-License-Identifier: Apache-2.0
/// \file
/// What all checks of an organization share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/organization_finding.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/organization/zone_rules.hpp"

namespace shozai::inline v1::detail {

/// `2026-05-01T09:00:00+09:00`: an instant as the clocks of `zone` show it.
[[nodiscard]] inline std::string local_text(const zone_rules& zone, std::int64_t at) {
  const auto offset = countable(at) ? zone.offset_at(at) / microseconds_per_minute : 0;
  auto text = format_timestamp(countable(at) ? zone.to_local(at) : at);
  if (offset == 0) {
    return text;
  }
  text.pop_back();  // the Z
  const auto minutes = static_cast<std::uint64_t>(offset < 0 ? -offset : offset);
  return text + (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2);
}

struct check_context {
  const organization_model& model;
  const organization_check_options& options;
  organization_findings& findings;
  piece_budget& budget;

  [[nodiscard]] const organization& document() const { return model.document(); }
  [[nodiscard]] const time_range& during() const noexcept { return options.during; }
  /// The days of the organization's zone that `during` touches.
  [[nodiscard]] day_range days() const {
    return {model.zone().day_of(during().from), model.zone().day_of(during().to - 1) + 1};
  }
  [[nodiscard]] std::string text(std::int64_t at) const { return local_text(model.zone(), at); }

  void undecided(const std::string& what, const document_place& place) {
    findings.add(organization_finding_kind::undecided, {what, budget.reason()}, place);
  }
  organization_finding* add(organization_finding_kind kind, std::vector<std::string> arguments,
                            const document_place& place) {
    return findings.add(kind, std::move(arguments), place);
  }
};

/// What of two stretches of days both have; empty if nothing.
[[nodiscard]] inline day_range both(const day_range& a, const day_range& b) noexcept {
  return {std::max(a.from, b.from), std::min(a.to, b.to)};
}
[[nodiscard]] inline bool is_empty(const day_range& d) noexcept {
  return d.from >= d.to;
}

/// What of `whole` none of `parts` has, in order.
[[nodiscard]] inline std::vector<day_range> uncovered(const day_range& whole,
                                                      std::vector<day_range> parts) {
  std::ranges::sort(parts, {}, &day_range::from);
  std::vector<day_range> gaps;
  auto at = whole.from;
  for (const auto& p : parts) {
    if (is_empty(p)) {
      continue;
    }
    if (p.from > at) {
      gaps.push_back({at, std::min(p.from, whole.to)});
    }
    at = std::max(at, p.to);
    if (at >= whole.to) {
      return gaps;
    }
  }
  gaps.push_back({at, whole.to});
  return gaps;
}

}  // namespace shozai::inline v1::detail
