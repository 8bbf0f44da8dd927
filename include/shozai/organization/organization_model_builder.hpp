// SPDX-License-Identifier: Apache-2.0
/// \file
/// How an organization's document becomes tables. Comes with organization_model.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/holidays_japan.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/organization/organization_model.hpp"
#include "shozai/organization/staffing.hpp"
#include "shozai/organization/working_time.hpp"
#include "shozai/organization/zone_rules.hpp"
#include "shozai/policy/scope.hpp"

namespace shozai::inline v1 {

/// Fills the tables, each from those before it.
class organization_model::builder {
 public:
  builder(std::shared_ptr<const organization> document, const zone_source& zones,
          std::vector<std::string> aspects)
      : source_(*document), zones_(zones, document->zone) {
    made_.document = std::move(document);
    made_.aspects = std::move(aspects);
  }

  [[nodiscard]] tables build() {
    made_.zone = zones_.rules("");
    number_names();
    make_calendars();
    make_people();
    make_rosters();
    make_positions();
    make_delegations();
    make_groups();
    make_escalation();
    return std::move(made_);
  }

 private:
  template <typename Items>
  static void number(const Items& items, name_table& names) {
    for (const auto& each : items) {
      names.emplace(each.id, names.size());
    }
  }

  void number_names() {
    number(source_.people, made_.person_names);
    number(source_.positions, made_.position_names);
    number(source_.rosters, made_.roster_names);
    number(source_.rosters, made_.position_names);
    number(source_.escalation, made_.escalation_names);
    number(source_.calendars, made_.calendar_names);
    made_.calendar_names.emplace(always_calendar, source_.calendars.size());
    for (const auto& each : source_.delegations) {
      made_.aspects.insert(made_.aspects.end(), each.aspects.begin(), each.aspects.end());
    }
    std::ranges::sort(made_.aspects);
    const auto again = std::ranges::unique(made_.aspects);
    made_.aspects.erase(again.begin(), again.end());
  }

  /// A list of the document comes before the one of that name that is built in.
  void make_calendars() {
    const holiday_list japan = japanese_holidays();
    std::map<std::string_view, const holiday_list*> lists{{japan.id, &japan}};
    for (const auto& each : source_.holidays) {
      lists[each.id] = &each;
    }
    for (const auto& each : source_.calendars) {
      std::vector<const holiday_list*> named;
      for (const auto& id : each.holidays) {
        if (const auto found = lists.find(id); found != lists.end()) {
          named.push_back(found->second);
        }
      }
      made_.calendars.emplace_back(each, *zones_.rules(each.zone), named);
    }
    made_.calendars.push_back(working_time::always());
  }

  [[nodiscard]] time_stretches instants(const day_range& days) const {
    return instants_of(days, *made_.zone);
  }

  void make_people() {
    for (const auto& each : source_.people) {
      std::vector<time_range> away;
      for (const auto& absence : each.absences) {
        const auto absent = instants(absence);
        away.insert(away.end(), absent.ranges().begin(), absent.ranges().end());
      }
      made_.present.push_back(instants(each.employed).without(time_stretches(std::move(away))));
    }
  }

  [[nodiscard]] std::size_t calendar_named(const std::string& id) const {
    return index_of(made_.calendar_names, id.empty() ? always_calendar : id);
  }

  void make_rosters() {
    const auto person_of = [this](const std::string& id) {
      return index_of(made_.person_names, id);
    };
    for (const auto& each : source_.rosters) {
      made_.rosters.push_back(
          {calendar_named(each.calendar), roster_turns(each, zones_.rules(each.zone), person_of)});
    }
  }

  [[nodiscard]] std::optional<std::size_t> hours_of(const std::string& id) const {
    const auto found = source_.hours.find(id);
    return found == source_.hours.end() ? std::nullopt
                                        : std::optional{calendar_named(found->second)};
  }

  [[nodiscard]] std::vector<staffed_tenure> staff(const std::vector<tenure>& tenures) const {
    std::vector<staffed_tenure> all;
    for (const auto& each : tenures) {
      const bool is_position = each.person.empty();
      all.push_back({is_position ? index_of(made_.position_names, each.position)
                                 : index_of(made_.person_names, each.person),
                     is_position, instants(each.during)});
    }
    return all;
  }

  void make_positions() {
    for (const auto& each : source_.positions) {
      staffed_position staffed;
      staffed.calendar = each.calendar.empty()
                             ? hours_of(each.department).value_or(source_.calendars.size())
                             : calendar_named(each.calendar);
      if (!each.roster.empty()) {
        staffed.roster = index_of(made_.roster_names, each.roster);
      }
      staffed.accountable = each.accountable;
      staffed.holders = staff(each.holders);
      staffed.deputies = staff(each.deputies);
      made_.positions.push_back(std::move(staffed));
    }
    for (std::size_t i = 0; i < made_.rosters.size(); ++i) {
      staffed_position staffed;
      staffed.calendar = made_.rosters[i].calendar;
      staffed.roster = i;
      made_.positions.push_back(std::move(staffed));
    }
  }

  void make_delegations() {
    for (std::size_t i = 0; i < source_.delegations.size(); ++i) {
      const auto& each = source_.delegations[i];
      staffed_delegation staffed{index_of(made_.position_names, each.to),
                                 i,
                                 instants(each.during),
                                 {},
                                 each.transitive,
                                 each.depth};
      for (const auto& name : each.aspects) {
        const auto found = std::ranges::lower_bound(made_.aspects, name);
        staffed.aspects.push_back(static_cast<std::size_t>(found - made_.aspects.begin()));
      }
      std::ranges::sort(staffed.aspects);
      made_.positions[index_of(made_.position_names, each.from)].delegations.push_back(
          std::move(staffed));
    }
  }

  /// Every position and roster on its own, then every department and team.
  void make_groups() {
    for (std::size_t i = 0; i < made_.positions.size(); ++i) {
      made_.groups.push_back({i});
    }
    made_.group_names = made_.position_names;
    std::map<std::string_view, std::size_t> groups;
    for (const auto& each : source_.departments) {
      if (made_.group_names.emplace(each.id, made_.groups.size()).second) {
        groups.emplace(each.id, made_.groups.size());
        made_.groups.emplace_back();
      }
    }
    const auto belongs = [&](const std::string& id, std::size_t position) {
      const auto group = groups.find(id);
      if (group != groups.end() && !source_.contacts.contains(id)) {
        auto& all = made_.groups[group->second];
        if (all.empty() || all.back() != position) {
          all.push_back(position);
        }
      }
    };
    for (std::size_t i = 0; i < source_.positions.size(); ++i) {
      belongs(source_.positions[i].department, i);
      for (const auto& team : source_.positions[i].teams) {
        belongs(team, i);
      }
    }
    for (const auto& [id, contacts] : source_.contacts) {
      const auto group = groups.find(id);
      for (const auto& each : contacts) {
        if (group != groups.end()) {
          made_.groups[group->second].push_back(index_of(made_.position_names, each));
        }
      }
    }
    for (auto& group : made_.groups) {
      keep_first_of_each(group);
    }
  }

 public:
  /// Drops what stood before, and keeps the order.
  static void keep_first_of_each(std::vector<std::size_t>& items) {
    constexpr std::size_t few = 32;
    std::vector<std::size_t> sorted;
    if (items.size() > few) {
      sorted = items;
      std::ranges::sort(sorted);
      if (std::ranges::adjacent_find(sorted) == sorted.end()) {
        return;
      }
    }
    std::vector<bool> seen(sorted.empty() ? 0 : sorted.back() + 1);
    std::size_t kept = 0;
    for (const std::size_t each : items) {
      const auto end = items.begin() + static_cast<std::ptrdiff_t>(kept);
      const bool again = seen.empty() ? std::find(items.begin(), end, each) != end : seen[each];
      if (!again) {
        items[kept++] = each;
        if (!seen.empty()) {
          seen[each] = true;
        }
      }
    }
    items.resize(kept);
  }

 private:
  [[nodiscard]] std::size_t calendar_of_step(const escalation_step& step,
                                             const std::vector<std::size_t>& groups) const {
    if (!step.to.empty() && !made_.position_names.contains(step.to.front())) {
      if (const auto own = hours_of(step.to.front())) {
        return *own;
      }
    }
    for (const std::size_t group : groups) {
      if (!made_.groups[group].empty()) {
        return made_.positions[made_.groups[group].front()].calendar;
      }
    }
    return source_.calendars.size();
  }

  void make_escalation() {
    for (const auto& each : source_.escalation) {
      std::vector<staffed_step> steps;
      for (const auto& step : each.steps) {
        staffed_step staffed;
        for (const auto& id : step.to) {
          staffed.groups.push_back(index_of(made_.group_names, id));
        }
        keep_first_of_each(staffed.groups);
        if (!step.fallback.empty()) {
          staffed.fallback = index_of(made_.group_names, step.fallback);
        }
        staffed.calendar = calendar_of_step(step, staffed.groups);
        steps.push_back(std::move(staffed));
      }
      made_.escalation.push_back(std::move(steps));
    }
  }

  const organization& source_;
  zone_table zones_;
  tables made_;
};

inline organization_model::organization_model(std::shared_ptr<const organization> document,
                                              const zone_source& zones,
                                              std::vector<std::string> aspects)
    : tables_(std::make_shared<const tables>(
          builder(std::move(document), zones, std::move(aspects)).build())) {}

inline std::span<const std::size_t> organization_model::gather(
    const std::vector<std::size_t>& groups, std::vector<std::size_t>& scratch) const {
  if (groups.size() == 1) {
    return tables_->groups[groups.front()];
  }
  scratch.clear();
  for (const std::size_t group : groups) {
    const auto& more = tables_->groups[group];
    scratch.insert(scratch.end(), more.begin(), more.end());
  }
  builder::keep_first_of_each(scratch);
  return scratch;
}

}  // namespace shozai::inline v1
