// SPDX-License-Identifier: Apache-2.0
/// \file
/// Positions that nobody holds, or two at once; deputies that have ended; people who have left.
///
/// All by the days of the organization's zone. Absences do not count: deputies are for them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/organization.hpp"

namespace shozai::inline v1::detail {

class people_checker {
 public:
  explicit people_checker(check_context& context) : context_(context), days_(context.days()) {}

  void run() {
    for (const auto& p : context_.document().positions) {
      if (p.roster.empty()) {
        find_vacancy(p);
        find_two_holders(p);
      }
      find_expired_deputies(p);
      find_left(p.holders, p.id);
      find_left(p.deputies, p.id);
    }
    for (std::size_t r = 0; r < context_.document().rosters.size(); ++r) {
      find_left(r);
    }
  }

 private:
  using kind = organization_finding_kind;

  [[nodiscard]] static std::vector<day_range> days_of(const std::vector<tenure>& tenures) {
    std::vector<day_range> all;
    all.reserve(tenures.size());
    for (const auto& t : tenures) {
      all.push_back(t.during);
    }
    return all;
  }

  void set_time(organization_finding* f, const day_range& days) {
    if (f != nullptr) {
      f->at = std::max(context_.during().from, context_.model.zone().midnight(days.from));
      f->until = std::min(context_.during().to, context_.model.zone().midnight(days.to));
    }
  }

  void find_vacancy(const position& p) {
    const auto gaps = uncovered(days_, days_of(p.holders));
    if (gaps.empty()) {
      return;
    }
    const auto& first = gaps.front();
    auto* f = context_.add(kind::vacant, {p.id, format_date(first.from), format_date(first.to - 1)},
                           p.place);
    set_time(f, first);
    if (f != nullptr) {
      std::int64_t total = 0;
      for (const auto& g : gaps) {
        total += g.to - g.from;
      }
      f->duration = total * microseconds_per_day;
      f->path = {"position:" + p.id};
    }
  }

  // Only where it matters who of them it is: of an accountable position.
  void find_two_holders(const position& p) {
    if (!p.accountable) {
      return;
    }
    std::vector<const tenure*> holders;
    for (const auto& h : p.holders) {
      if (!is_empty(both(h.during, days_))) {
        holders.push_back(&h);
      }
    }
    std::ranges::stable_sort(holders, {}, [](const tenure* t) { return t->during.from; });
    const tenure* longest = nullptr;
    for (const auto* h : holders) {
      if (longest != nullptr && longest->person != h->person) {
        report_two(p, *longest, *h);
      }
      if (longest == nullptr || h->during.to > longest->during.to) {
        longest = h;
      }
    }
  }

  void report_two(const position& p, const tenure& first, const tenure& second) {
    const auto together = both(both(first.during, second.during), days_);
    if (is_empty(together)) {
      return;
    }
    auto* f = context_.add(kind::two_accountable,
                           {p.id, first.person, second.person, format_date(together.from),
                            format_date(together.to - 1)},
                           second.place);
    set_time(f, together);
    if (f != nullptr) {
      f->people = {first.person, second.person};
      f->path = {"position:" + p.id};
    }
  }

  // From a day on nobody stands in, though somebody did before.
  void find_expired_deputies(const position& p) {
    if (p.deputies.empty()) {
      return;
    }
    const auto gaps = uncovered(days_, days_of(p.deputies));
    for (const auto& g : gaps) {
      const bool stood_in =
          std::ranges::any_of(p.deputies, [&](const tenure& t) { return t.during.to <= g.from; });
      if (stood_in) {
        auto* f = context_.add(kind::expired_deputy, {p.id, format_date(g.from)},
                               p.deputies.back().place);
        set_time(f, g);
        if (f != nullptr) {
          f->path = {"position:" + p.id};
        }
        return;
      }
    }
  }

  [[nodiscard]] const person* find_person(const std::string& id) const {
    const auto found = context_.model.find_person(id);
    return found ? &context_.document().people[*found] : nullptr;
  }

  void find_left(const std::vector<tenure>& tenures, const std::string& where) {
    for (const auto& t : tenures) {
      const auto* who = t.person.empty() ? nullptr : find_person(t.person);
      if (who == nullptr) {
        continue;
      }
      const auto named = both(t.during, days_);
      report_outside(*who, {named.from, std::min(named.to, who->employed.from)}, false, where,
                     t.place);
      report_outside(*who, {std::max(named.from, who->employed.to), named.to}, true, where,
                     t.place);
    }
  }

  void report_outside(const person& who, const day_range& outside, bool after,
                      const std::string& where, const document_place& place) {
    if (is_empty(outside)) {
      return;
    }
    auto* f = context_.add(
        kind::person_left,
        {who.id, where, after ? "after_leaving" : "before_joining", format_date(outside.from)},
        place);
    set_time(f, outside);
    if (f != nullptr) {
      f->people = {who.id};
    }
  }

  // Every turn that anybody has in `during`, whether by rotation or by an override.
  void find_left(std::size_t number) {
    const auto& source = context_.document().rosters[number];
    const auto& turns = context_.model.roster_of(number).turns;
    const auto stays = [this](const std::string& id) {
      const auto* who = find_person(id);
      return who == nullptr ||
             (who->employed.from < days_.from && who->employed.to > days_.to);  // a zone apart
    };
    if (std::ranges::all_of(source.rotation, stays) &&
        std::ranges::all_of(source.overrides, stays, &roster_override::person)) {
      return;
    }
    std::set<std::pair<std::size_t, bool>> reported;
    for (auto at = context_.during().from; at < context_.during().to;) {
      if (!context_.budget.use()) {
        context_.undecided(source.id, source.place);
        return;
      }
      const auto turn = turns.turn_at(at);
      const auto until = std::min(turn.until, context_.during().to);
      if (turn.person) {
        const auto& who = context_.document().people[*turn.person];
        const auto joins = context_.model.zone().midnight(who.employed.from);
        const auto leaves = context_.model.zone().midnight(who.employed.to);
        if (at < joins && reported.emplace(*turn.person, false).second) {
          report_turn(who, false, source, {at, std::min(until, joins)});
        }
        if (until > leaves && reported.emplace(*turn.person, true).second) {
          report_turn(who, true, source, {std::max(at, leaves), until});
        }
      }
      at = until;
    }
  }

  void report_turn(const person& who, bool after, const roster& where, const time_range& turn) {
    auto* f = context_.add(kind::person_left,
                           {who.id, where.id, after ? "after_leaving" : "before_joining",
                            format_date(context_.model.zone().day_of(turn.from))},
                           where.place);
    if (f != nullptr) {
      f->at = turn.from;
      f->until = turn.to;
      f->people = {who.id};
    }
  }

  check_context& context_;
  day_range days_;
};

}  // namespace shozai::inline v1::detail
