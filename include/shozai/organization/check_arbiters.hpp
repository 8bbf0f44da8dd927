// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether somebody who is party to neither settles every dispute that can arise.
///
/// Two departments or teams can dispute if one aspect of the policy can name either accountable, by
/// a rule or as interim owner; without a policy, any two that have positions. Their arbiter is the
/// one that `arbiters` names, else the lowest position that stands above both and belongs to
/// neither. A department stands for all that is below it, a team for itself and its members, of
/// whom its lead is one.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/check_context.hpp"
#include "shozai/organization/organization.hpp"
#include "shozai/policy/policy_document.hpp"
#include "shozai/policy/resolved_aspect.hpp"

namespace shozai::inline v1::detail {

/// Whom the aspects of a policy can name accountable, aspect by aspect.
[[nodiscard]] inline std::vector<std::set<std::string>> accountable_by_aspect(
    const policy_document& policy) {
  std::vector<std::set<std::string>> all;
  for (const auto& a : resolve_aspects(policy)) {
    std::set<std::string> names;
    for (const auto& r : a.rules) {
      names.insert(r.rule->then.accountable);
    }
    if (a.otherwise) {
      names.insert(a.otherwise->rule->then.accountable);
    }
    names.insert(a.aspect->interim.accountable);
    for (const auto& r : a.aspect->interim.rules) {
      names.insert(r.accountable);
    }
    names.erase("");
    all.push_back(std::move(names));
  }
  return all;
}

class arbiter_checker {
 public:
  /// `policy` may be null.
  arbiter_checker(check_context& context, const policy_document* policy)
      : context_(context), policy_(policy) {
    for (const auto& d : context.document().departments) {
      groups_.emplace(d.id, &d);
    }
    for (const auto& p : context.document().positions) {
      positions_.emplace(p.id, &p);
    }
  }

  void run() {
    std::set<pair_of_ids> named;
    for (const auto& a : context_.document().arbiters) {
      named.insert(sorted(a.between[0], a.between[1]));
      const auto found = positions_.find(a.position);
      if (found != positions_.end() &&
          (is_party(*found->second, a.between[0]) || is_party(*found->second, a.between[1]))) {
        auto* f = context_.add(organization_finding_kind::partial_arbiter,
                               {a.between[0], a.between[1], a.position}, a.place);
        if (f != nullptr) {
          f->path = {"position:" + a.position};
        }
      }
    }
    for (const auto& [a, b] : disputes()) {
      if (!named.contains(sorted(a, b)) && !has_common_superior(a, b)) {
        report(a, b);
      }
    }
  }

 private:
  using pair_of_ids = std::pair<std::string, std::string>;

  [[nodiscard]] static pair_of_ids sorted(const std::string& a, const std::string& b) {
    return a < b ? pair_of_ids{a, b} : pair_of_ids{b, a};
  }

  [[nodiscard]] std::set<pair_of_ids> disputes() {
    std::vector<std::set<std::string>> sides;
    if (policy_ != nullptr) {
      sides = accountable_by_aspect(*policy_);
    } else {
      std::set<std::string> filled;
      for (const auto& p : context_.document().positions) {
        if (!p.department.empty()) {
          filled.insert(p.department);
        }
        filled.insert(p.teams.begin(), p.teams.end());
      }
      sides.push_back(std::move(filled));
    }
    std::set<pair_of_ids> pairs;
    for (const auto& names : sides) {
      for (auto a = names.begin(); a != names.end(); ++a) {
        for (auto b = std::next(a); b != names.end(); ++b) {
          if (!is_part_of(*a, *b) && !is_part_of(*b, *a)) {
            pairs.emplace(*a, *b);
          }
        }
      }
    }
    return pairs;
  }

  [[nodiscard]] const participant* group(const std::string& id) const {
    const auto found = groups_.find(id);
    return found == groups_.end() ? nullptr : found->second;
  }

  // A department or team and those that it is below, nearest first. Parents have no circle: loading
  // refuses it.
  [[nodiscard]] const std::vector<std::string>& lineage(const std::string& id) {
    const auto known = lineages_.find(id);
    if (known != lineages_.end()) {
      return known->second;
    }
    std::vector<std::string> all;
    for (auto at = id; !at.empty() && all.size() <= groups_.size();) {
      all.push_back(at);
      const auto* g = group(at);
      at = g == nullptr ? std::string{} : g->parent;
    }
    return lineages_.emplace(id, std::move(all)).first->second;
  }

  // Whether `id` is `whole` or a department below it.
  [[nodiscard]] bool is_below(const std::string& id, const std::string& whole) {
    const auto& all = lineage(id);
    return std::ranges::find(all, whole) != all.end();
  }

  // A department of which the other is a part would be judge in its own cause: no dispute.
  [[nodiscard]] bool is_part_of(const std::string& id, const std::string& whole) {
    return is_below(id, whole);
  }

  [[nodiscard]] bool is_party(const position& p, const std::string& side) {
    const auto* g = group(side);
    if (std::ranges::find(p.teams, side) != p.teams.end() || is_below(p.department, side)) {
      return true;
    }
    if (g == nullptr || g->what != participant::kind::team) {
      return false;
    }
    return std::ranges::any_of(g->members,
                               [&](const std::string& m) { return is_below(p.department, m); });
  }

  // Who stands above a department or team, nearest first: its superior, those of its parents, then
  // those of the departments to which these belong, and so on.
  [[nodiscard]] const std::vector<std::string>& above(const std::string& side) {
    const auto known = above_.find(side);
    if (known != above_.end()) {
      return known->second;
    }
    std::vector<std::string> found;
    std::set<std::string> seen{side};
    std::vector<std::string> open{side};
    const auto look_at = [&](const std::string& id) {
      if (!id.empty() && seen.insert(id).second) {
        open.push_back(id);
      }
    };
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto id = open[i];
      const auto superior = context_.document().superiors.find(id);
      if (superior != context_.document().superiors.end() &&
          std::ranges::find(found, superior->second) == found.end()) {
        found.push_back(superior->second);
      }
      if (const auto* g = group(id)) {
        look_at(g->parent);
        for (const auto& m : g->members) {
          look_at(m);
        }
      }
      if (superior != context_.document().superiors.end()) {
        const auto position = positions_.find(superior->second);
        look_at(position == positions_.end() ? "" : position->second->department);
      }
    }
    return above_.emplace(side, std::move(found)).first->second;
  }

  [[nodiscard]] bool has_common_superior(const std::string& a, const std::string& b) {
    const auto& of_b = above(b);
    return std::ranges::any_of(above(a), [&](const std::string& id) {
      const auto position = positions_.find(id);
      return std::ranges::find(of_b, id) != of_b.end() &&
             (position == positions_.end() ||
              (!is_party(*position->second, a) && !is_party(*position->second, b)));
    });
  }

  void report(const std::string& a, const std::string& b) {
    const auto* g = group(a);
    auto* f = context_.add(organization_finding_kind::no_arbiter, {a, b},
                           g == nullptr ? context_.document().place : g->place);
    if (f != nullptr) {
      f->path = {id_of(a), id_of(b)};
    }
  }

  [[nodiscard]] std::string id_of(const std::string& side) const {
    const auto* g = group(side);
    const bool team = g != nullptr && g->what == participant::kind::team;
    return (team ? "team:" : "department:") + side;
  }

  check_context& context_;
  const policy_document* policy_;
  std::map<std::string, const participant*> groups_;
  std::map<std::string, const position*> positions_;
  std::map<std::string, std::vector<std::string>> lineages_;
  std::map<std::string, std::vector<std::string>> above_;
};

}  // namespace shozai::inline v1::detail
