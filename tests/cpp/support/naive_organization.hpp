// SPDX-License-Identifier: Apache-2.0
// An organization simulated minute by minute, straight from the definitions: no tables, no search
// for changes. Instants are counted in minutes since 1970 in UTC.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <shozai/core/date_time.hpp>
#include <shozai/organization/organization.hpp>
#include <shozai/organization/system_zones.hpp>
#include <string>
#include <utility>
#include <vector>

namespace shozai::testing {

class naive_organization {
 public:
  struct answer {
    std::string person;
    std::string position;
  };
  struct reached {
    std::optional<std::int64_t> at;  ///< minute; nothing: not within `horizon` of the start
  };
  static constexpr std::int64_t horizon = std::int64_t{4} * 24 * 60;

  explicit naive_organization(const organization& source) : source_(source) {}

  /// Who answers for a position or roster.
  [[nodiscard]] std::optional<answer> on_duty(const std::string& id, std::int64_t minute) {
    auto& known = duties_[{id, minute}];
    if (!known.first) {
      known = {true, ask(id, minute, std::nullopt, 8, {})};
    }
    return known.second;
  }

  /// When somebody accountable is told of a case that starts at `start`.
  [[nodiscard]] reached reach(const escalation_policy& policy, std::int64_t start) {
    auto at = start;
    for (int round = 0; round <= policy.repeat; ++round) {
      for (const auto& step : policy.steps) {
        const auto [told, next] = take(step, at, start + horizon);
        if (told) {
          return {*told < start + horizon ? told : std::nullopt};
        }
        if (!next || *next >= start + horizon) {
          return {};
        }
        at = *next;
      }
    }
    return {};
  }

 private:
  struct local_time {
    std::int64_t day;
    std::int64_t minute;
  };

  const zone_rules& zone(const std::string& name) {
    const auto found = zones_.find(name);
    return found != zones_.end()
               ? found->second
               : zones_.emplace(name, *find_zone(name, system_zone)).first->second;
  }
  [[nodiscard]] local_time local(const std::string& name, std::int64_t minute) {
    const auto local =
        zone(name).to_local(minute * microseconds_per_minute) / microseconds_per_minute;
    return {local / (24 * 60), local % (24 * 60)};
  }

  static bool within(const std::vector<minute_range>& hours, std::int64_t minute) {
    return std::ranges::any_of(hours,
                               [&](const auto& h) { return h.from <= minute && minute < h.to; });
  }
  [[nodiscard]] const std::vector<minute_range>& hours_of(const calendar& c,
                                                          std::int64_t day) const {
    for (const auto& e : c.exceptions) {
      if (e.first_day <= day && day <= e.last_day) {
        return e.hours;
      }
    }
    return c.week.at(static_cast<std::size_t>((day + 3) % 7));  // 1970-01-01 was a Thursday
  }
  [[nodiscard]] bool is_open(const std::string& id, std::int64_t minute) {
    if (id.empty() || id == always_calendar) {
      return true;
    }
    const auto& c = *std::ranges::find(source_.calendars, id, &calendar::id);
    const auto now = local(c.zone, minute);
    return within(hours_of(c, now.day), now.minute) ||
           within(hours_of(c, now.day - 1), now.minute + 24 * 60);
  }

  [[nodiscard]] bool holds(const day_range& days, std::int64_t minute) {
    const auto day = local(source_.zone, minute).day;
    return days.from <= day && day < days.to;
  }
  [[nodiscard]] bool present(const std::string& id, std::int64_t minute) {
    const auto& p = *std::ranges::find(source_.people, id, &person::id);
    return holds(p.employed, minute) &&
           std::ranges::none_of(p.absences, [&](const auto& days) { return holds(days, minute); });
  }

  using chain = std::set<std::string>;

  std::optional<answer> ask(const std::string& id, std::int64_t minute,
                            std::optional<int> delegations, int deputies, chain asked) {
    if (!asked.insert(id).second) {
      return std::nullopt;
    }
    if (delegations != 0) {
      for (const auto& d : source_.delegations) {
        if (d.from == id && holds(d.during, minute)) {
          const int left = delegations.value_or(d.depth) - 1;
          return ask(d.to, minute, d.transitive ? left : 0, deputies, asked);
        }
      }
    }
    const auto found = std::ranges::find(source_.positions, id, &position::id);
    if (found == source_.positions.end()) {
      return on_roster(id, id, minute);
    }
    if (!is_open(calendar_of(*found), minute)) {
      return std::nullopt;
    }
    if (!found->roster.empty()) {
      if (auto now = on_roster(found->roster, id, minute)) {
        return now;
      }
    }
    for (const auto& h : found->holders) {
      if (holds(h.during, minute) && present(h.person, minute)) {
        return answer{h.person, id};
      }
    }
    for (const auto& d : found->deputies) {
      if (!holds(d.during, minute)) {
        continue;
      }
      if (d.position.empty() ? present(d.person, minute) : false) {
        return answer{d.person, id};
      }
      if (!d.position.empty() && deputies > 0) {
        if (auto now = ask(d.position, minute, std::nullopt, deputies - 1, asked)) {
          return now;
        }
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string calendar_of(const position& p) const {
    const auto hours = source_.hours.find(p.department);
    return !p.calendar.empty() ? p.calendar : hours == source_.hours.end() ? "" : hours->second;
  }

  std::optional<answer> on_roster(const std::string& id, const std::string& as,
                                  std::int64_t minute) {
    const auto& r = *std::ranges::find(source_.rosters, id, &roster::id);
    if (!is_open(r.calendar, minute)) {
      return std::nullopt;
    }
    auto who = turn(r, minute);
    return who.empty() || !present(who, minute) ? std::nullopt : std::optional{answer{who, as}};
  }

  [[nodiscard]] std::string turn(const roster& r, std::int64_t minute) {
    const auto at = minute * microseconds_per_minute;
    for (const auto& o : r.overrides) {
      if (o.during.contains(at)) {
        return o.person;
      }
    }
    for (const auto& g : r.gaps) {
      if (g.during.contains(at)) {
        return "";
      }
    }
    auto day = r.first_day;
    while (r.hand_off_day && (day + 3) % 7 != *r.hand_off_day) {
      ++day;
    }
    const auto first = (day * 24 * 60 + r.hand_off_minute) * microseconds_per_minute;
    const auto& rules = zone(r.zone);
    const bool whole_days = r.every % microseconds_per_day == 0;
    std::int64_t number = -1;
    for (auto begin = first; number < 100'000; begin += r.every) {
      const auto instant =
          whole_days ? rules.to_instant(begin) : rules.to_instant(first) + (begin - first);
      if (instant > at) {
        break;
      }
      ++number;
    }
    const auto today = local(r.zone, minute).day;
    return number < 0 || today >= r.end_day
               ? ""
               : r.rotation[static_cast<std::size_t>(number) % r.rotation.size()];
  }

  [[nodiscard]] std::vector<std::string> targets(const std::vector<std::string>& names) const {
    std::vector<std::string> all;
    const auto add = [&](const std::string& id) {
      if (std::ranges::find(all, id) == all.end()) {
        all.push_back(id);
      }
    };
    for (const auto& name : names) {
      const bool is_group =
          std::ranges::any_of(source_.departments, [&](const auto& d) { return d.id == name; });
      if (!is_group) {
        add(name);
      } else if (const auto told = source_.contacts.find(name); told != source_.contacts.end()) {
        std::ranges::for_each(told->second, add);
      } else {
        for (const auto& p : source_.positions) {
          if (p.department == name || std::ranges::find(p.teams, name) != p.teams.end()) {
            add(p.id);
          }
        }
      }
    }
    return all;
  }

  [[nodiscard]] std::string step_calendar(const escalation_step& step) const {
    const auto& first = step.to.front();
    if (const auto hours = source_.hours.find(first); hours != source_.hours.end()) {
      return hours->second;
    }
    const auto all = targets(step.to);
    if (all.empty()) {
      return "";
    }
    const auto p = std::ranges::find(source_.positions, all.front(), &position::id);
    if (p != source_.positions.end()) {
      return calendar_of(*p);
    }
    return std::ranges::find(source_.rosters, all.front(), &roster::id)->calendar;
  }

  std::optional<std::int64_t> deadline(const escalation_step& step, std::int64_t from,
                                       std::int64_t limit) {
    auto left = step.acknowledge_within / microseconds_per_minute;
    if (step.clock == deadline_clock::elapsed) {
      return from + left;
    }
    const auto hours = step_calendar(step);
    auto at = from;
    for (; left > 0 && at < limit; ++at) {
      left -= is_open(hours, at) ? 1 : 0;
    }
    return left > 0 ? std::nullopt : std::optional{at};
  }

  [[nodiscard]] bool is_accountable(const std::string& id) const {
    const auto p = std::ranges::find(source_.positions, id, &position::id);
    return p != source_.positions.end() && p->accountable;
  }

  // Whether anybody of `names` is told now, and whether somebody accountable is.
  std::pair<bool, bool> tell(const std::vector<std::string>& names, step_mode mode,
                             std::int64_t minute) {
    std::pair<bool, bool> told{false, false};
    for (const auto& id : names) {
      if (const auto who = on_duty(id, minute)) {
        told.first = true;
        told.second = told.second || is_accountable(id) || is_accountable(who->position);
        if (mode == step_mode::round_robin) {
          break;
        }
      }
    }
    return told;
  }

  // When somebody accountable is told by the step, and when the next begins.
  std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>> take(
      const escalation_step& step, std::int64_t at, std::int64_t limit) {
    auto names = targets(step.to);
    auto [anybody, accountable] = tell(names, step.mode, at);
    if (anybody) {
      return {accountable ? std::optional{at} : std::nullopt, deadline(step, at, limit)};
    }
    if (step.empty == if_empty::skip || step.empty == if_empty::fail) {
      return {std::nullopt, at};
    }
    if (step.empty == if_empty::defer) {
      for (auto u = at; u < limit; ++u) {
        const auto told = tell(names, step.mode, u);
        if (told.first) {
          return {told.second ? std::optional{u} : std::nullopt, deadline(step, u, limit)};
        }
      }
      return {};
    }
    if (step.empty == if_empty::fallback) {
      names = targets({step.fallback});
    }
    const auto end = deadline(step, at, limit);
    for (auto u = at; u < end.value_or(limit) && u < limit; ++u) {
      const auto told = tell(names, step.mode, u);
      if (told.first) {
        return {told.second ? std::optional{u} : std::nullopt, end};
      }
    }
    return {std::nullopt, end};
  }

  const organization& source_;
  std::map<std::string, zone_rules> zones_;
  std::map<std::pair<std::string, std::int64_t>, std::pair<bool, std::optional<answer>>> duties_;
};

}  // namespace shozai::testing
