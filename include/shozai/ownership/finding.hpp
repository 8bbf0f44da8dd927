// SPDX-License-Identifier: Apache-2.0
/// \file
/// What an analysis finds in a policy: proved, with an example and the faults concerned.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/value.hpp"
#include "shozai/ownership/value_count.hpp"

namespace shozai::inline v1 {

enum class finding_kind : std::uint8_t {
  overdue,
  conflict,
  unique_violation,
  contradictory_assumptions,
  guarantee_failed,
  gap,
  shadowed,
  never_true,
  dead_override,
  unreachable_otherwise,
  unreachable_value,
  undecided,
  redundant,
  overlap,
  by_default,
  always_true,
  redundant_assumption,
  unused_definition,
  constant_definition,
  unused_value,
  unused_department,
  more,
};

namespace detail {

struct kind_names {
  std::string_view name;
  std::string_view code;
};

/// In the order of `finding_kind`, which is that of the codes.
inline constexpr std::array<kind_names, 22> finding_kinds = {{
    {"overdue", "SZ251"},
    {"conflict", "SZ701"},
    {"unique_violation", "SZ702"},
    {"contradictory_assumptions", "SZ703"},
    {"guarantee_failed", "SZ704"},
    {"gap", "SZ711"},
    {"shadowed", "SZ712"},
    {"never_true", "SZ713"},
    {"dead_override", "SZ714"},
    {"unreachable_otherwise", "SZ715"},
    {"unreachable_value", "SZ716"},
    {"undecided", "SZ718"},
    {"redundant", "SZ721"},
    {"overlap", "SZ722"},
    {"by_default", "SZ723"},
    {"always_true", "SZ724"},
    {"redundant_assumption", "SZ725"},
    {"unused_definition", "SZ726"},
    {"constant_definition", "SZ727"},
    {"unused_value", "SZ728"},
    {"unused_department", "SZ729"},
    {"more", "SZ730"},
}};

}  // namespace detail

[[nodiscard]] constexpr std::string_view name_of(finding_kind k) noexcept {
  return detail::finding_kinds.at(static_cast<std::size_t>(k)).name;
}
[[nodiscard]] constexpr std::string_view code_of(finding_kind k) noexcept {
  return detail::finding_kinds.at(static_cast<std::size_t>(k)).code;
}

/// A fault that shows a finding.
struct witness {
  /// By number of the schema: the attributes that the aspect tests and, where the fault can be
  /// realised, those from which tested ones are derived.
  std::vector<std::pair<std::size_t, value>> values;
  /// Whether it can occur, given how derived attributes are computed: certainly, certainly not, or
  /// not known.
  std::optional<bool> realised;

  friend bool operator==(const witness&, const witness&) = default;
};

/// Some possible faults, counted over the attributes that the aspect tests.
///
/// The sizes are nothing where an analysis over budget knows only a part of the region, which the
/// conditions then describe.
struct region {
  /// Each in the document's syntax; the region is what they hold for together, the remainder, and
  /// nothing else that the assumptions allow.
  std::vector<std::string> conditions;
  std::optional<big_count> remainder;  ///< faults of the region for which none of them holds
  std::optional<big_count> size;
  std::optional<big_count> space;  ///< all possible faults

  friend bool operator==(const region&, const region&) = default;
};

/// `size` over `space`, to the precision of a double however large both are.
[[nodiscard]] inline double share_of(const big_count& size, const big_count& space) {
  if (size == 0) {
    return 0;
  }
  constexpr unsigned digits = 60;
  const auto shift = digits + static_cast<unsigned>(msb(space)) - static_cast<unsigned>(msb(size));
  return std::ldexp(static_cast<double>(big_count((size << shift) / space)),
                    -static_cast<int>(shift));
}

/// A rule that a finding speaks of.
struct rule_place {
  std::string id;
  std::string accountable;  ///< empty for an `also` rule
  std::string file;
  std::string pointer;

  friend bool operator==(const rule_place&, const rule_place&) = default;
};

/// One finding.
struct finding {
  finding_kind kind = finding_kind::gap;
  diagnostic what;     ///< code, severity, place, and the sentence in Japanese and English
  std::string aspect;  ///< empty if it is about the whole policy
  std::vector<rule_place> rules;
  std::vector<rule_place> blocking;  ///< of a shadowed rule: a few that together leave it nothing
  std::vector<std::string> assumptions;  ///< contradictory or redundant ones
  std::string guarantee;
  std::string attribute;
  std::string value;
  std::optional<witness> example;
  std::optional<region> where;

  friend bool operator==(const finding&, const finding&) = default;
};

/// How the faults of an aspect fare. Numbers are nothing where the diagram was over budget.
struct aspect_summary {
  std::string aspect;
  bool by_diagram = true;
  std::optional<big_count> space;
  std::optional<big_count> decided;  ///< those by default among them
  std::optional<big_count> by_default;
  std::optional<big_count> gap;
  std::optional<big_count> conflict;

  friend bool operator==(const aspect_summary&, const aspect_summary&) = default;
};

enum class guarantee_state : std::uint8_t { proved, refuted, undecided, organization };

inline constexpr std::array<std::string_view, 4> guarantee_state_names = {
    "proved", "refuted", "undecided", "organization"};

/// What became of a guarantee; one with `reaches` is for the organization's checks.
struct guarantee_result {
  std::string id;
  std::string pointer;
  guarantee_state state = guarantee_state::undecided;

  friend bool operator==(const guarantee_result&, const guarantee_result&) = default;
};

/// Everything that was found. The same document gives the same findings in the same order.
struct analysis {
  std::vector<finding> findings;
  std::vector<aspect_summary> aspects;
  std::vector<guarantee_result> guarantees;

  /// No error and no warning.
  [[nodiscard]] bool clean() const {
    return std::ranges::all_of(findings,
                               [](const finding& f) { return f.what.level() == severity::note; });
  }

  friend bool operator==(const analysis&, const analysis&) = default;
};

}  // namespace shozai::inline v1
