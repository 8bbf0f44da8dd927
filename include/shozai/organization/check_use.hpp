// SPDX-License-Identifier: Apache-2.0
/// \file
/// Calendars, lists of holidays, rosters, positions and escalation policies that nothing uses.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "shozai/organization/check_context.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1::detail {

class use_checker {
 public:
  /// `policy` may be null.
  use_checker(check_context& context, const policy_document* policy)
      : context_(context), source_(context.document()) {
    use_in_steps();
    use_in_positions();
    for (const auto& [group, p] : source_.superiors) {
      used_.insert(p);
    }
    for (const auto& a : source_.arbiters) {
      used_.insert(a.position);
    }
    for (const auto& c : source_.coverage) {
      used_.insert(c.positions.begin(), c.positions.end());
      calendars_.insert(c.calendar);
    }
    for (const auto& [group, c] : source_.hours) {
      calendars_.insert(c);
    }
    for (const auto& a : source_.agreements) {
      calendars_.insert(a.calendar);
    }
    if (policy != nullptr) {
      use_in(*policy);
    }
  }

  void run() {
    for (const auto& c : source_.calendars) {
      report_unless(calendars_.contains(c.id), "kind_calendar", c.id, c.place);
    }
    std::set<std::string> lists;
    for (const auto& c : source_.calendars) {
      lists.insert(c.holidays.begin(), c.holidays.end());
    }
    for (const auto& l : source_.holidays) {
      report_unless(lists.contains(l.id), "kind_holidays", l.id, l.place);
    }
    for (const auto& p : source_.positions) {
      report_unless(used_.contains(p.id), "kind_position", p.id, p.place);
    }
    for (const auto& r : source_.rosters) {
      report_unless(used_.contains(r.id), "kind_roster", r.id, r.place);
    }
    find_unused_policies();
  }

 private:
  void use_target(const std::string& id) {
    used_.insert(id);
    for (const auto t : context_.model.targets_of(id)) {
      used_.insert(context_.model.position_id(t));
    }
  }

  void use_in_steps() {
    for (const auto& p : source_.escalation) {
      for (const auto& s : p.steps) {
        for (const auto& t : s.to) {
          use_target(t);
        }
        if (!s.fallback.empty()) {
          use_target(s.fallback);
        }
      }
    }
    for (const auto& [group, told] : source_.contacts) {
      used_.insert(told.begin(), told.end());
    }
  }

  void use_in_positions() {
    for (const auto& p : source_.positions) {
      used_.insert(p.roster);
      calendars_.insert(p.calendar);
      for (const auto& d : p.deputies) {
        used_.insert(d.position);
      }
    }
    for (const auto& r : source_.rosters) {
      calendars_.insert(r.calendar);
    }
    for (const auto& d : source_.delegations) {
      used_.insert(d.to);
    }
  }

  void use(const assignment& a) {
    for (const auto* names : {&a.responsible, &a.consulted, &a.informed, &a.joint_visit}) {
      used_.insert(names->begin(), names->end());
    }
    use_target(a.accountable);  // its positions take the case up
  }

  void use_in(const policy_document& policy) {
    for (const auto& a : policy.aspects) {
      for (const auto* rules : {&a.rules, &a.also}) {
        for (const auto& r : *rules) {
          use(r.then);
        }
      }
      if (a.otherwise) {
        use(a.otherwise->then);
      }
      use_target(a.interim.accountable);
      for (const auto& r : a.interim.rules) {
        use_target(r.accountable);
      }
    }
    for (const auto& g : policy.guarantees) {
      if (g.that) {
        use(*g.that);
      }
    }
  }

  void use(const claim& c) {
    if (c.what == claim::kind::reaches) {
      used_.insert(c.ids.begin(), c.ids.end());
    }
    for (const auto& o : c.operands) {
      use(o);
    }
  }

  // Where nothing chooses, whoever calls does.
  void find_unused_policies() {
    if (!source_.choose) {
      return;
    }
    std::set<std::string> chosen{source_.choose->interim};
    for (const auto& r : source_.choose->rules) {
      chosen.insert(r.then);
    }
    if (source_.choose->otherwise) {
      chosen.insert(source_.choose->otherwise->then);
    }
    for (const auto& p : source_.escalation) {
      report_unless(chosen.contains(p.id), "kind_escalation", p.id, p.place);
    }
  }

  void report_unless(bool used, const std::string& what, const std::string& id,
                     const document_place& place) {
    if (!used) {
      context_.add(organization_finding_kind::unused, {what, id}, place);
    }
  }

  check_context& context_;
  const organization& source_;
  std::set<std::string> used_;  ///< positions and rosters
  std::set<std::string> calendars_;
};

}  // namespace shozai::inline v1::detail
