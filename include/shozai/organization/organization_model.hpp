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

}  // namespace shozai::inline v1

#include "shozai/organization/organization_model_builder.hpp"
