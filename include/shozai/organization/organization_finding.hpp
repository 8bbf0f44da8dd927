// SPDX-License-Identifier: Apache-2.0
/// \file
/// What checking an organization finds: proved over a stretch of time, with a witness.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/policy/document_place.hpp"

namespace shozai::inline v1 {

enum class organization_finding_kind : std::uint8_t {
  unreachable,
  empty_step_fails,
  cycle_without_exit,
  cycle_with_exit,
  coverage_gap,
  two_accountable,
  vacant,
  expired_deputy,
  person_left,
  no_arbiter,
  partial_arbiter,
  too_few_paths,
  single_point,
  told_twice,
  agreement_missed,
  guarantee_failed,
  never_lapses,
  no_escalation,
  holidays_end,
  working_without_calendar,
  unused,
  undecided,
  not_accountable_end,
  channel_unknown,
  nobody_new,
  guarantee_without_path,
};

namespace detail {

/// In the order of `organization_finding_kind`: the first is SZ340, the next SZ341 …
inline constexpr auto organization_finding_names =
    std::to_array<std::string_view>({"unreachable",
                                     "empty_step_fails",
                                     "cycle_without_exit",
                                     "cycle_with_exit",
                                     "coverage_gap",
                                     "two_accountable",
                                     "vacant",
                                     "expired_deputy",
                                     "person_left",
                                     "no_arbiter",
                                     "partial_arbiter",
                                     "too_few_paths",
                                     "single_point",
                                     "told_twice",
                                     "agreement_missed",
                                     "guarantee_failed",
                                     "never_lapses",
                                     "no_escalation",
                                     "holidays_end",
                                     "working_without_calendar",
                                     "unused",
                                     "undecided",
                                     "not_accountable_end",
                                     "channel_unknown",
                                     "nobody_new",
                                     "guarantee_without_path"});

}  // namespace detail

[[nodiscard]] constexpr std::string_view name_of(organization_finding_kind k) noexcept {
  return detail::organization_finding_names.at(static_cast<std::size_t>(k));
}
[[nodiscard]] inline std::string code_of(organization_finding_kind k) {
  constexpr int first = 340;
  return "SZ" + std::to_string(first + static_cast<int>(k));
}

/// One finding. Members that do not apply to its kind are empty.
struct organization_finding {
  organization_finding_kind kind = organization_finding_kind::unreachable;
  diagnostic what;                    ///< code, severity, place, and the sentence in both languages
  std::vector<std::string> path;      ///< ids of nodes of the graph: the witness
  std::optional<std::int64_t> at;     ///< when it is first so, or the start of the case
  std::optional<std::int64_t> until;  ///< the end of the first stretch
  std::optional<std::int64_t> duration;  ///< microseconds: in all, or the worst time
  std::vector<std::string> people;       ///< ids

  friend bool operator==(const organization_finding&, const organization_finding&) = default;
};

/// A person without whom nobody accountable is told, and in how many distinct situations.
struct single_point {
  std::string person;
  std::size_t slices = 0;
  std::int64_t first = 0;

  friend bool operator==(const single_point&, const single_point&) = default;
};

/// How soon the cases of one escalation policy reach somebody accountable, over all starts.
struct escalation_summary {
  std::string id;
  std::optional<std::int64_t> best;   ///< microseconds from the start
  std::optional<std::int64_t> worst;  ///< of the starts that reach somebody
  std::optional<std::int64_t> worst_start;
  bool always_reached = true;
  std::optional<std::int64_t> never_start;  ///< the first start that reaches nobody
  std::size_t slices = 0;                   ///< distinct answers to "who is told, step by step"
  std::vector<single_point> single_points;  ///< in document order of the people
  bool complete = true;                     ///< false: the budget ended before `during` did

  friend bool operator==(const escalation_summary&, const escalation_summary&) = default;
};

/// What became of a guarantee that speaks of reaching.
enum class reach_guarantee_state : std::uint8_t { proved, refuted, undecided };

inline constexpr std::array<std::string_view, 3> reach_guarantee_state_names = {"proved", "refuted",
                                                                                "undecided"};

struct reach_guarantee_result {
  std::string id;
  std::string pointer;
  reach_guarantee_state state = reach_guarantee_state::undecided;

  friend bool operator==(const reach_guarantee_result&, const reach_guarantee_result&) = default;
};

/// Everything that was found. The same document and time give the same findings in the same order:
/// by code, then as the document goes.
struct organization_report {
  time_range during;
  std::vector<organization_finding> findings;
  std::vector<escalation_summary> escalation;
  std::vector<reach_guarantee_result> guarantees;

  /// No error and no warning.
  [[nodiscard]] bool clean() const {
    return std::ranges::all_of(
        findings, [](const organization_finding& f) { return f.what.level() == severity::note; });
  }

  friend bool operator==(const organization_report&, const organization_report&) = default;
};

struct organization_check_options {
  time_range during;                    ///< all starts of cases that are looked at; finite
  std::size_t most_pieces = 2'000'000;  ///< stretches of time in all
  std::size_t most_of_a_kind = 1'000;   ///< findings of one kind
  std::function<bool()> should_stop;    ///< asked now and then
  std::function<void(std::size_t done, std::size_t total)> progress;
};

namespace detail {

/// Collects findings, no more of a kind than wanted.
class organization_findings {
 public:
  explicit organization_findings(std::size_t most_of_a_kind) : most_(most_of_a_kind) {}

  /// A new finding to be filled in; nothing if there are enough of its kind.
  organization_finding* add(organization_finding_kind kind, std::vector<std::string> arguments,
                            const document_place& place) {
    auto& count = counts_.at(static_cast<std::size_t>(kind));
    if (count == most_) {
      full_ = true;
      return nullptr;
    }
    ++count;
    organization_finding f;
    f.kind = kind;
    f.what = finding_of(code_of(kind), std::move(arguments));
    f.what.file = place.file;
    f.what.pointer = place.pointer;
    all_.push_back(std::move(f));
    return &all_.back();
  }

  /// All of them, by kind; where some were left out, one more says so.
  [[nodiscard]] std::vector<organization_finding> take(const document_place& whole) {
    if (full_) {
      add(organization_finding_kind::undecided, {"organization", "budget_findings"}, whole);
    }
    std::ranges::stable_sort(all_, {}, &organization_finding::kind);
    return std::move(all_);
  }

 private:
  std::size_t most_;
  bool full_ = false;
  std::array<std::size_t, organization_finding_names.size()> counts_{};
  std::vector<organization_finding> all_;
};

/// Stretches of time that a check may still look at.
class piece_budget {
 public:
  explicit piece_budget(const organization_check_options& options)
      : left_(options.most_pieces), options_(options) {}

  /// Whether `count` more may be looked at, and takes them.
  [[nodiscard]] bool use(std::size_t count = 1) {
    constexpr std::size_t between_questions = 4'096;
    since_asked_ += count;
    if (since_asked_ >= between_questions) {
      since_asked_ = 0;
      stopped_ = stopped_ || (options_.should_stop && options_.should_stop());
    }
    if (stopped_ || left_ < count) {
      left_ = 0;
      return false;
    }
    left_ -= count;
    return true;
  }
  [[nodiscard]] std::size_t left() const noexcept { return left_; }
  /// The term that says why it ended.
  [[nodiscard]] std::string reason() const { return stopped_ ? "budget_stopped" : "budget_slices"; }

 private:
  std::size_t left_;
  std::size_t since_asked_ = 0;
  bool stopped_ = false;
  const organization_check_options& options_;
};

}  // namespace detail

}  // namespace shozai::inline v1
