// SPDX-License-Identifier: Apache-2.0
/// \file
/// `people`, `positions` and what is said of departments → who can be told, and as what.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/load_organization_context.hpp"

namespace shozai::inline v1::detail {

class position_loader {
 public:
  explicit position_loader(organization_context& context) : context_(context) {}

  void load_people(const json_cursor& c) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.people, "people")) {
      return;
    }
    for_each_member(context_.findings, c, [&](const std::string& id, const json_cursor& member) {
      check_name(context_.findings, id, member);
      context_.result.people.push_back(read_person(id, member));
    });
  }

  void load_positions(const json_cursor& c) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.positions, "positions")) {
      return;
    }
    for_each_member(context_.findings, c, [&](const std::string& id, const json_cursor& member) {
      context_.result.positions.push_back(read_position(id, member));
    });
  }

  void load_superiors(const json_cursor& c) {
    load_group_members(c, [&](const std::string& id, const json_cursor& member) {
      context_.result.superiors[id] = context_.read_known(member, context_.positions);
    });
  }
  void load_hours(const json_cursor& c) {
    load_group_members(c, [&](const std::string& id, const json_cursor& member) {
      context_.result.hours[id] = context_.read_known(member, context_.calendars);
    });
  }
  void load_contacts(const json_cursor& c) {
    load_group_members(c, [&](const std::string& id, const json_cursor& member) {
      context_.result.contacts[id] = context_.read_all_known(member, context_.positions);
    });
  }

  void load_delegations(const json_cursor& c) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.positions, "delegations")) {
      return;
    }
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      context_.result.delegations.push_back(read_delegation(item));
    });
  }

  void load_arbiters(const json_cursor& c) {
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      context_.result.arbiters.push_back(read_arbiter(item));
    });
  }

  void load_coverage(const json_cursor& c) {
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      coverage_demand demand;
      demand.place = organization_context::place_of(item);
      object_reader in(context_.findings, item);
      if (const auto positions = in.required("positions")) {
        demand.positions = context_.read_all_known(*positions, context_.positions);
      }
      if (const auto hours = in.required("calendar")) {
        demand.calendar = context_.read_known(*hours, context_.calendars);
      }
      context_.read_because(in, demand.because);
      in.finish();
      context_.result.coverage.push_back(std::move(demand));
    });
  }

 private:
  template <typename Read>
  void load_group_members(const json_cursor& c, const Read& read) {
    for_each_member(context_.findings, c, [&](const std::string& id, const json_cursor& member) {
      context_.check_known(id, member, context_.groups, true);
      read(id, member);
    });
  }

  person read_person(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    person made;
    made.id = id;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (const auto name = in.optional("name")) {
      made.name = read_text(findings, *name);
    }
    if (const auto channels = in.optional("channels")) {
      for_each_member(findings, *channels, [&](const std::string& word, const json_cursor& member) {
        made.channels[word] = read_filled(findings, member, word);
      });
    }
    made.employed = context_.read_from_to(in);
    if (const auto absences = in.optional("absences")) {
      for_each_item(findings, *absences, [&](const json_cursor& item) {
        if (const auto days = context_.read_days(item)) {
          made.absences.push_back(*days);
        }
      });
    }
    in.finish();
    return made;
  }

  position read_position(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    position made;
    made.id = id;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (!in.good()) {
      return made;
    }
    context_.read_texts(in, made.label, made.note);
    if (const auto department = in.optional("department")) {
      made.department = context_.read_known(*department, context_.groups);
    }
    if (const auto teams = in.optional("teams")) {
      made.teams = context_.read_all_known(*teams, context_.groups);
    }
    if (const auto hours = in.optional("calendar")) {
      made.calendar = context_.read_known(*hours, context_.calendars);
    }
    if (const auto accountable = in.optional("accountable")) {
      made.accountable = read_bool(findings, *accountable).value_or(false);
    }
    const auto roster = in.optional("roster");
    if (roster) {
      made.roster = context_.read_known(*roster, context_.rosters);
    }
    if (const auto holders = in.optional("holders")) {
      if (roster) {
        findings.report(*holders, "SZ311", {id}).at_key = true;
      }
      for_each_item(findings, *holders,
                    [&](const json_cursor& item) { made.holders.push_back(read_holder(item)); });
    }
    if (const auto deputies = in.optional("deputies")) {
      for_each_item(findings, *deputies, [&](const json_cursor& item) {
        made.deputies.push_back(read_deputy(item));
        if (made.deputies.back().position == id) {
          findings.report(item, "SZ316", {id});
        }
      });
    }
    in.finish();
    return made;
  }

  tenure read_holder(const json_cursor& c) {
    tenure made;
    made.place = organization_context::place_of(c);
    object_reader in(context_.findings, c);
    if (const auto who = in.required("person")) {
      made.person = context_.read_known(*who, context_.people);
    }
    made.during = context_.read_from_to(in);
    in.finish();
    return made;
  }

  /// A position or a person by name, or an object with one of them and its days.
  tenure read_deputy(const json_cursor& c) {
    tenure made;
    made.place = organization_context::place_of(c);
    if (c->is_string()) {
      auto name = context_.read_known(c, context_.deputies);
      (context_.positions.contains(name) ? made.position : made.person) = std::move(name);
      return made;
    }
    object_reader in(context_.findings, c);
    const auto person = in.optional("person");
    const auto position = in.optional("position");
    if (person) {
      made.person = context_.read_known(*person, context_.people);
    }
    if (position) {
      made.position = context_.read_known(*position, context_.positions);
    }
    if (in.good() && person.has_value() == position.has_value()) {
      context_.findings.report(c, "SZ315");
    }
    made.during = context_.read_from_to(in);
    in.finish();
    return made;
  }

  delegation read_delegation(const json_cursor& c) {
    auto& findings = context_.findings;
    constexpr std::int64_t deepest = 8;
    delegation made;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (const auto from = in.required("from")) {
      made.from = context_.read_known(*from, context_.positions);
    }
    if (const auto to = in.required("to")) {
      made.to = context_.read_known(*to, context_.positions);
      if (made.to == made.from && !made.to.empty()) {
        findings.report(*to, "SZ316", {made.to});
      }
    }
    if (const auto during = in.required("during")) {
      made.during = context_.read_days(*during).value_or(day_range{0, 0});
    }
    if (const auto aspects = in.optional("aspects")) {
      made.aspects = read_aspects(*aspects);
    }
    if (const auto transitive = in.optional("transitive")) {
      made.transitive = read_bool(findings, *transitive).value_or(false);
    }
    made.depth = made.transitive ? static_cast<int>(deepest) : 1;
    if (const auto depth = in.optional("depth")) {
      made.depth =
          static_cast<int>(read_int_within(findings, *depth, 1, deepest).value_or(made.depth));
    }
    context_.read_because(in, made.because);
    in.finish();
    return made;
  }

  /// Those of the policy; a file of its own may name any.
  std::vector<std::string> read_aspects(const json_cursor& c) {
    return context_.policy != nullptr ? context_.read_all_known(c, context_.aspects)
                                      : read_strings(context_.findings, c);
  }

  arbiter read_arbiter(const json_cursor& c) {
    auto& findings = context_.findings;
    arbiter made;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (const auto between = in.required("between")) {
      const auto names = context_.read_all_known(*between, context_.groups);
      if ((*between)->is_array() && names.size() != made.between.size()) {
        findings.report(*between, "SZ317");
      }
      for (std::size_t i = 0; i < made.between.size() && i < names.size(); ++i) {
        made.between.at(i) = names[i];
      }
    }
    if (const auto position = in.required("position")) {
      made.position = context_.read_known(*position, context_.positions);
    }
    in.finish();
    return made;
  }

  organization_context& context_;
};

}  // namespace shozai::inline v1::detail
