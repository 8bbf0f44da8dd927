// SPDX-License-Identifier: Apache-2.0
/// \file
/// An organization as its owners write it: who holds which position, and how a case escalates.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/organization/calendar.hpp"
#include "shozai/organization/time_range.hpp"
#include "shozai/policy/agreement.hpp"
#include "shozai/policy/document_place.hpp"
#include "shozai/policy/hit_policy.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// Somebody who can be told.
struct person {
  std::string id;
  localized_text name;
  std::map<std::string, std::string> channels;  ///< a word of the house each: `mail`, `phone`
  day_range employed;                           ///< days of the organization's zone
  std::vector<day_range> absences;              ///< in document order
  document_place place;

  friend bool operator==(const person&, const person&) = default;
};

/// Who holds a position, or stands in for it, in which days of the organization's zone.
struct tenure {
  std::string person;    ///< or empty
  std::string position;  ///< of a deputy that is a position; or empty
  day_range during;
  document_place place;

  friend bool operator==(const tenure&, const tenure&) = default;
};

/// A post that people hold, or that a roster fills.
struct position {
  std::string id;
  localized_text label;
  localized_text note;
  std::string department;          ///< or empty
  std::vector<std::string> teams;  ///< of which it is a member
  std::string roster;              ///< fills it, instead of holders; or empty
  std::string calendar;            ///< when it answers; empty: its department's hours, or always
  bool accountable = false;        ///< may end a path
  std::vector<tenure> holders;
  std::vector<tenure> deputies;  ///< the first who answers stands in
  document_place place;

  friend bool operator==(const position&, const position&) = default;
};

/// One duty handed to somebody else, or to nobody: a wanted gap.
struct roster_override {
  time_range during;
  std::string person;  ///< empty: nobody
  localized_text because;
  document_place place;

  friend bool operator==(const roster_override&, const roster_override&) = default;
};

/// People who take turns.
struct roster {
  std::string id;
  localized_text label;
  localized_text note;
  std::string zone;
  std::string calendar;                    ///< outside it nobody is on duty; empty: always
  std::vector<std::string> rotation;       ///< people
  std::int64_t every = 0;                  ///< microseconds; whole days follow the local clock
  std::optional<int> hand_off_day;         ///< of the week, 0 is Monday
  int hand_off_minute = 0;                 ///< of the local day
  std::int64_t first_day = 0;              ///< the first hand-off is the first on or after this day
  std::int64_t end_day = end_of_time;      ///< the first day no longer in force
  std::vector<roster_override> overrides;  ///< by beginning, apart
  std::vector<roster_override> gaps;       ///< wanted ones, nobody on duty; by beginning, apart
  document_place place;

  friend bool operator==(const roster&, const roster&) = default;
};

/// For some days another position answers in place of one.
struct delegation {
  std::string from;
  std::string to;
  day_range during;
  std::vector<std::string> aspects;  ///< only for cases of these; empty: for all
  bool transitive = false;           ///< whether delegations of `to` are followed, too
  int depth = 1;                     ///< how many delegations may follow each other, with this one
  localized_text because;
  document_place place;

  friend bool operator==(const delegation&, const delegation&) = default;
};

/// Who settles what two departments dispute.
struct arbiter {
  std::array<std::string, 2> between;
  std::string position;
  document_place place;

  friend bool operator==(const arbiter&, const arbiter&) = default;
};

/// Positions that must be filled whenever a calendar is open.
struct coverage_demand {
  std::vector<std::string> positions;
  std::string calendar;
  localized_text because;
  document_place place;

  friend bool operator==(const coverage_demand&, const coverage_demand&) = default;
};

enum class step_mode : std::uint8_t { all, round_robin };
enum class if_empty : std::uint8_t { wait, skip, defer, fallback, fail };

inline constexpr std::array<std::string_view, 2> step_mode_names = {"all", "round_robin"};
inline constexpr std::array<std::string_view, 5> if_empty_names = {"wait", "skip", "defer",
                                                                   "fallback", "fail"};

struct escalation_step {
  std::vector<std::string> to;  ///< positions, departments, teams, rosters
  std::int64_t acknowledge_within = 0;
  std::optional<std::int64_t> resolve_within;  ///< from the beginning of the case
  deadline_clock clock = deadline_clock::elapsed;
  step_mode mode = step_mode::all;
  shozai::if_empty empty = shozai::if_empty::wait;
  std::string fallback;
  std::vector<std::string> channels;  ///< to use, by name; empty: all that a person has
  localized_text note;
  document_place place;

  friend bool operator==(const escalation_step&, const escalation_step&) = default;
};

struct escalation_policy {
  std::string id;
  localized_text label;
  localized_text note;
  std::vector<escalation_step> steps;
  int repeat = 0;
  int independent_paths = 0;  ///< wanted to an accountable person; 0: not asked
  document_place place;

  friend bool operator==(const escalation_policy&, const escalation_policy&) = default;
};

/// One rule of `choose`: which escalation policy applies.
struct choice_rule {
  std::string id;
  condition when;
  std::string then;
  localized_text because;
  std::vector<std::string> overrides;
  document_place place;

  friend bool operator==(const choice_rule&, const choice_rule&) = default;
};

struct escalation_choice {
  shozai::hit_policy hit_policy = shozai::hit_policy::override_;
  std::vector<choice_rule> rules;
  std::optional<choice_rule> otherwise;
  std::string interim;  ///< the escalation policy while the rules leave it open; or empty
  document_place place;

  friend bool operator==(const escalation_choice&, const escalation_choice&) = default;
};

/// The whole organization, every name in it resolved.
struct organization {
  std::string zone;
  std::vector<participant> departments;  ///< and teams: the policy's, or its own if it has none
  std::vector<calendar> calendars;
  std::vector<holiday_list> holidays;
  std::vector<person> people;
  std::vector<position> positions;
  std::map<std::string, std::string> superiors;  ///< of a department or team: a position
  std::map<std::string, std::vector<std::string>> contacts;  ///< the same: its positions to tell
  std::map<std::string, std::string> hours;                  ///< the same: a calendar
  std::vector<roster> rosters;
  std::vector<delegation> delegations;
  std::vector<arbiter> arbiters;
  std::vector<coverage_demand> coverage;
  std::vector<escalation_policy> escalation;
  std::optional<escalation_choice> choose;
  std::vector<agreement> agreements;  ///< the policy's
  document_place place;

  friend bool operator==(const organization&, const organization&) = default;
};

}  // namespace shozai::inline v1
