// SPDX-License-Identifier: Apache-2.0
/// \file
/// `departments`, `teams` and `parties` → participants.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/policy/find_cycle.hpp"
#include "shozai/policy/load_context.hpp"

namespace shozai::inline v1::detail {

/// Reads whoever can own, help with, hear of or pay for a fault.
class people_loader {
 public:
  explicit people_loader(load_context& context) : context_(context) {}

  void load(const std::optional<json_cursor>& departments, const std::optional<json_cursor>& teams,
            const std::optional<json_cursor>& parties) {
    read_all(departments, participant::kind::department);
    if (departments && (*departments)->is_object() && (*departments)->empty()) {
      context_.findings.report(*departments, "SZ123", {"departments"});
    }
    read_all(teams, participant::kind::team);
    read_all(parties, participant::kind::party);
    check_references();
  }

 private:
  void read_all(const std::optional<json_cursor>& c, participant::kind what) {
    if (!c) {
      return;
    }
    for_each_member(context_.findings, *c, [&](const std::string& id, const json_cursor& member) {
      check_name(context_.findings, id, member);
      if (!context_.participants.emplace(id, what).second) {
        context_.findings.report(member, "SZ119", {id}).at_key = true;
      }
      context_.document.participants.push_back(read(id, what, member));
      places_.push_back(member);
    });
  }

  participant read(const std::string& id, participant::kind what, const json_cursor& c) {
    auto& findings = context_.findings;
    participant p;
    p.what = what;
    p.id = id;
    p.place = {c.file, c.at.string()};
    object_reader in(findings, c);
    if (const auto label = in.optional("label")) {
      p.label = read_text(findings, *label);
    }
    if (const auto note = in.optional("note")) {
      p.note = read_text(findings, *note);
    }
    if (what == participant::kind::department) {
      if (const auto parent = in.optional("parent")) {
        p.parent = read_filled(findings, *parent, "parent");
      }
      if (const auto duties = in.optional("duties")) {
        read_duties(*duties, p);
      }
    }
    if (what == participant::kind::team) {
      if (const auto members = in.required("departments")) {
        p.members = read_strings(findings, *members);
      }
      if (const auto lead = in.required("lead")) {
        p.lead = read_filled(findings, *lead, "lead");
      }
    }
    in.finish();
    return p;
  }

  void read_duties(const json_cursor& c, participant& p) {
    auto& findings = context_.findings;
    std::set<std::string> seen;
    for_each_item(findings, c, [&](const json_cursor& item) {
      duty d;
      object_reader in(findings, item);
      if (const auto id = in.required("id")) {
        d.id = read_id(findings, *id);
        if (!seen.insert(d.id).second) {
          findings.report(*id, "SZ119", {d.id});
        }
      }
      if (const auto text = in.required("text")) {
        d.text = read_text(findings, *text);
      }
      if (const auto measures = in.optional("measures")) {
        for_each_item(findings, *measures, [&](const json_cursor& measure) {
          d.measures.push_back(read_filled(findings, measure, "measures"));
        });
      }
      in.finish();
      p.duties.push_back(std::move(d));
    });
  }

  void check_references() {
    const auto& all = context_.document.participants;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& p = all[i];
      for (std::size_t m = 0; m < p.members.size(); ++m) {
        check_department(p.members[m], places_[i].at / "departments" / m, i);
      }
      if (!p.lead.empty() && std::ranges::find(p.members, p.lead) == p.members.end()) {
        context_.findings.report_at(places_[i].file, places_[i].at / "lead", "SZ232", {p.lead});
      }
      if (!p.parent.empty()) {
        check_department(p.parent, places_[i].at / "parent", i);
      }
    }
    check_parents();
  }

  void check_department(const std::string& name, const json_pointer& at, std::size_t from) {
    const auto found = context_.participants.find(name);
    if (found != context_.participants.end() && found->second == participant::kind::department) {
      return;
    }
    std::vector<std::string> departments;
    for (const auto& [each, what] : context_.participants) {
      if (what == participant::kind::department) {
        departments.push_back(each);
      }
    }
    context_.findings.report_at(places_[from].file, at,
                                found == context_.participants.end() ? "SZ204" : "SZ233",
                                {name, nearest_name(name, departments).value_or("")});
  }

  void check_parents() {
    const auto& all = context_.document.participants;
    name_table positions;
    for (std::size_t i = 0; i < all.size(); ++i) {
      positions.emplace(all[i].id, i);
    }
    const auto circle = find_cycle(all.size(), [&](std::size_t i) {
      const auto parent = find_name(positions, all[i].parent);
      return parent ? std::vector{*parent} : std::vector<std::size_t>{};
    });
    if (!circle.empty()) {
      const auto& place = places_[circle.front()];
      context_.findings.report_at(
          place.file, place.at / "parent", "SZ234",
          {describe_cycle(circle, [&](std::size_t i) { return all[i].id; })});
    }
  }

  load_context& context_;
  std::vector<json_cursor> places_;  // of the participants
};

}  // namespace shozai::inline v1::detail
