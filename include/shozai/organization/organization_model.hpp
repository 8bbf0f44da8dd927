// SPDX-License-Identifier: Apache-2.0
/// \file
/// An organization ready to answer who is on duty and how a case escalates.
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
#include "shozai/organization/staffing.hpp"
#include "shozai/organization/working_time.hpp"
#include "shozai/organization/zone_rules.hpp"
#include "shozai/policy/scope.hpp"

namespace shozai::inline v1 {

/// An immutable organization: indices instead of names, tables instead of calendars. Copies share
/// what they are made of.
///
/// Positions are those of the document, in its order, then one more for each roster (with its id).
/// Calendars are those of the document, then `always`.
///
/// \par Thread safety Any number of concurrent calls.
class organization_model {
 public:
  /// \pre `document` came from loading without an error. `aspects` are names beside those that
  /// delegations mention; a case of any other aspect is like one of none.
  /// \throws std::invalid_argument for a name or a zone that is not known.
  organization_model(std::shared_ptr<const organization> document, const zone_source& zones,
                     std::vector<std::string> aspects = {});

  [[nodiscard]] const organization& document() const noexcept { return *tables_->document; }
  [[nodiscard]] const std::shared_ptr<const organization>& shared_document() const noexcept {
    return tables_->document;
  }
  /// The organization's own zone, whose days holders, absences and delegations count.
  [[nodiscard]] const zone_rules& zone() const noexcept { return *tables_->zone; }

  /// The aspects that the scopes of delegations mention, sorted; numbered by their place here.
  [[nodiscard]] const std::vector<std::string>& aspects() const noexcept {
    return tables_->aspects;
  }
  [[nodiscard]] std::optional<std::size_t> find_aspect(std::string_view name) const {
    const auto found = std::ranges::lower_bound(aspects(), name);
    return found == aspects().end() || *found != name
               ? std::nullopt
               : std::optional{static_cast<std::size_t>(found - aspects().begin())};
  }

  [[nodiscard]] std::optional<std::size_t> find_position(std::string_view id) const {
    return find_name(tables_->position_names, id);
  }
  [[nodiscard]] std::optional<std::size_t> find_person(std::string_view id) const {
    return find_name(tables_->person_names, id);
  }
  [[nodiscard]] std::optional<std::size_t> find_roster(std::string_view id) const {
    return find_name(tables_->roster_names, id);
  }
  [[nodiscard]] std::optional<std::size_t> find_escalation(std::string_view id) const {
    return find_name(tables_->escalation_names, id);
  }
  [[nodiscard]] std::optional<std::size_t> find_calendar(std::string_view id) const {
    return find_name(tables_->calendar_names, id);
  }

  [[nodiscard]] std::size_t position_count() const noexcept { return tables_->positions.size(); }
  /// Whether it stands for a roster, and not for a position of the document.
  [[nodiscard]] bool is_roster(std::size_t position) const noexcept {
    return position >= document().positions.size();
  }
  [[nodiscard]] const std::string& position_id(std::size_t position) const {
    return is_roster(position) ? document().rosters[position - document().positions.size()].id
                               : document().positions[position].id;
  }
  [[nodiscard]] const localized_text& position_label(std::size_t position) const {
    return is_roster(position) ? document().rosters[position - document().positions.size()].label
                               : document().positions[position].label;
  }
  [[nodiscard]] bool is_accountable(std::size_t position) const {
    return tables_->positions[position].accountable;
  }
  /// The position that stands for a roster.
  [[nodiscard]] std::size_t position_of_roster(std::size_t roster) const noexcept {
    return document().positions.size() + roster;
  }
  /// Who staffs a position; that of a roster has neither holders nor deputies.
  [[nodiscard]] const staffed_position& staffing(std::size_t position) const {
    return tables_->positions[position];
  }
  [[nodiscard]] const staffed_roster& roster_of(std::size_t roster) const {
    return tables_->rosters[roster];
  }

  [[nodiscard]] std::size_t person_count() const noexcept { return tables_->present.size(); }
  [[nodiscard]] const std::string& person_id(std::size_t person) const {
    return document().people[person].id;
  }
  /// When a person is employed and not absent.
  [[nodiscard]] const time_stretches& present(std::size_t person) const {
    return tables_->present[person];
  }

  [[nodiscard]] std::size_t calendar_count() const noexcept { return tables_->calendars.size(); }
  [[nodiscard]] const working_time& calendar(std::size_t index) const {
    return tables_->calendars[index];
  }
  /// The calendar of a position: its own, else its department's hours, else always; a roster's own.
  [[nodiscard]] std::size_t calendar_index_of(std::size_t position) const {
    return tables_->positions[position].calendar;
  }
  [[nodiscard]] const working_time& calendar_of(std::size_t position) const {
    return calendar(calendar_index_of(position));
  }
  [[nodiscard]] std::string_view calendar_id(std::size_t index) const {
    return index < document().calendars.size() ? std::string_view{document().calendars[index].id}
                                               : std::string_view{always_calendar};
  }

  /// Whom a target means: a position itself, a roster its own position, a department or team its
  /// contacts, else its positions in document order. Empty for a name that is none of them.
  [[nodiscard]] std::vector<std::size_t> targets_of(std::string_view id) const {
    const auto group = find_name(tables_->group_names, id);
    return group ? tables_->groups[*group] : std::vector<std::size_t>{};
  }

  /// The positions that a step tells, in order, each once.
  [[nodiscard]] std::vector<std::size_t> targets_of_step(std::size_t escalation,
                                                         std::size_t step) const {
    std::vector<std::size_t> scratch;
    const auto targets = step_targets(escalation, step, scratch);
    return {targets.begin(), targets.end()};
  }
  /// The same without a copy where there is none to make: a view of `scratch` or of the model.
  [[nodiscard]] std::span<const std::size_t> step_targets(std::size_t escalation, std::size_t step,
                                                          std::vector<std::size_t>& scratch) const {
    return gather(tables_->escalation[escalation][step].groups, scratch);
  }
  /// Whom a step's `fallback` means; empty if it has none.
  [[nodiscard]] std::span<const std::size_t> fallback_targets(std::size_t escalation,
                                                              std::size_t step) const {
    const auto& group = tables_->escalation[escalation][step].fallback;
    return group ? std::span<const std::size_t>(tables_->groups[*group])
                 : std::span<const std::size_t>{};
  }
  /// The calendar by which a step counts working time: the hours of its first target if that is a
  /// department or team that has some, else that of its first position.
  [[nodiscard]] std::size_t deadline_calendar(std::size_t escalation, std::size_t step) const {
    return tables_->escalation[escalation][step].calendar;
  }

 private:
  struct staffed_step {
    std::vector<std::size_t> groups;  ///< each once
    std::optional<std::size_t> fallback;
    std::size_t calendar = 0;
  };

  struct tables {
    std::shared_ptr<const organization> document;
    std::shared_ptr<const zone_rules> zone;
    std::vector<std::string> aspects;
    name_table position_names;
    name_table person_names;
    name_table roster_names;
    name_table escalation_names;
    name_table calendar_names;
    name_table group_names;
    std::vector<working_time> calendars;
    std::vector<time_stretches> present;
    std::vector<staffed_roster> rosters;
    std::vector<staffed_position> positions;
    std::vector<std::vector<std::size_t>> groups;  ///< whom each name means as a target
    std::vector<std::vector<staffed_step>> escalation;
  };

  class builder;

  /// A step with several targets joins them here, and not in the tables: many steps that name
  /// large departments would need more memory than there is.
  [[nodiscard]] std::span<const std::size_t> gather(const std::vector<std::size_t>& groups,
                                                    std::vector<std::size_t>& scratch) const;

  std::shared_ptr<const tables> tables_;
};

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
