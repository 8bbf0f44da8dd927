// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whether every case reaches somebody accountable, whenever it starts; how soon at best and worst.
///
/// First on the graph, whatever the time: from each escalation policy along whom its steps tell,
/// and from each department that the policy can name accountable along its positions and
/// superiors, an accountable position that anybody fills must be met. Then over all starts, by
/// `reach_profile`: a start that never reaches is unreachable, or, if the path simply runs out,
/// leaves the case without anybody accountable to keep it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shozai/organization/check_context.hpp"
#include "shozai/organization/check_cycles.hpp"
#include "shozai/organization/escalation_path.hpp"
#include "shozai/organization/organization_graph.hpp"
#include "shozai/organization/reach_profile.hpp"

namespace shozai::inline v1::detail {

/// Cases of no aspect, and of each that a delegation in force is for.
[[nodiscard]] inline std::vector<std::optional<std::size_t>> aspects_to_check(
    const check_context& context) {
  std::set<std::size_t> named;
  for (const auto& d : context.document().delegations) {
    if (!is_empty(both(d.during, context.days()))) {
      for (const auto& name : d.aspects) {
        if (const auto a = context.model.find_aspect(name)) {
          named.insert(*a);
        }
      }
    }
  }
  std::vector<std::optional<std::size_t>> aspects{std::nullopt};
  aspects.insert(aspects.end(), named.begin(), named.end());
  return aspects;
}

/// A profile within what is left of the budget; `complete` is whether it covers all starts.
[[nodiscard]] inline std::vector<reach_piece> profile_within(check_context& context,
                                                             std::size_t policy,
                                                             const reach_target& target,
                                                             std::optional<std::size_t> aspect,
                                                             bool& complete) {
  constexpr std::size_t questions_a_piece = 256;
  reach_budget budget;
  budget.pieces = context.budget.left();
  budget.asked = std::min(budget.asked, budget.pieces) * questions_a_piece;
  budget.should_stop = context.options.should_stop;
  auto pieces = reach_profile(context.model, policy, context.during(), target, aspect, budget);
  complete = context.budget.use(pieces.size()) && !pieces.empty() &&
             pieces.back().to >= context.during().to;
  return pieces;
}

/// Reaching on the graph alone.
class static_reach {
 public:
  static_reach(check_context& context, const organization_graph& graph)
      : context_(context), graph_(graph) {
    using kind = graph_edge_kind;
    const auto days = context.days();
    const auto ends = accountable_nodes(graph, days);
    const auto is_told = [&](const graph_edge& e) {
      return e.kind == kind::begins || e.kind == kind::lapses || e.kind == kind::tells ||
             e.kind == kind::fallback || e.kind == kind::contacts ||
             ((e.kind == kind::deputy || e.kind == kind::delegates) && in_force(e, days));
    };
    told_ = leads_to(graph.part(is_told), ends);
    passed_ = leads_to(graph.part([&](const graph_edge& e) {
      return is_told(e) || e.kind == kind::superior || e.kind == kind::reports ||
             e.kind == kind::member;
    }),
                       ends);
  }

  [[nodiscard]] bool policy_reaches(const std::string& id) const {
    const auto n = graph_.find("policy:" + id);
    return n && told_[*n];
  }

  void report_policy(const escalation_policy& p) { report("policy:" + p.id, p.id, p.place); }

  /// Departments and teams that can be accountable, and have positions or a superior.
  void check_departments(const std::set<std::string>& accountable) {
    for (const auto& id : accountable) {
      const auto n = graph_.find_target(id);
      if (n && !passed_[*n] && has_people(*n)) {
        report(graph_.node(*n).id, id, graph_.node(*n).place);
      }
    }
  }

 private:
  [[nodiscard]] bool has_people(std::size_t n) const {
    bool found = context_.document().superiors.contains(graph_.node(n).name);
    graph_.for_each_edge(
        n, [&](const graph_edge& e) { found = found || e.kind == graph_edge_kind::contacts; });
    return found;
  }

  void report(const std::string& node, const std::string& id, const document_place& place) {
    auto* f = context_.add(organization_finding_kind::unreachable,
                           {id, "no_way", context_.text(context_.during().from)}, place);
    if (f != nullptr) {
      f->at = context_.during().from;
      f->path = {node};
    }
  }

  check_context& context_;
  const organization_graph& graph_;
  std::vector<bool> told_;
  std::vector<bool> passed_;
};

/// Joins what the profiles of several aspects say.
inline void join_summary(escalation_summary& all, const reach_summary& one) {
  if (one.best && (!all.best || *one.best < *all.best)) {
    all.best = one.best;
  }
  if (one.worst && (!all.worst || *one.worst > *all.worst)) {
    all.worst = one.worst;
    all.worst_start = one.worst_start;
  }
  if (!one.always && (!all.never_start || one.never_start < *all.never_start)) {
    all.never_start = one.never_start;
  }
  all.always_reached = all.always_reached && one.always;
}

/// Says why the path that starts at `start` reaches nobody accountable.
inline void report_never(check_context& context, std::size_t policy, std::int64_t start,
                         std::optional<std::size_t> aspect) {
  const auto& p = context.document().escalation[policy];
  const auto trace = follow_path(context.model, policy, start, aspect);
  organization_finding* f = nullptr;
  if (!trace.steps.empty() && trace.steps.back().until) {
    f = context.add(organization_finding_kind::not_accountable_end, {p.id, context.text(start)},
                    p.place);
  } else {
    const bool stuck = !trace.steps.empty() && trace.steps.back().outcome == step_outcome::stuck;
    f = context.add(organization_finding_kind::unreachable,
                    {p.id, stuck ? "nobody_comes" : "clock_stops", context.text(start)}, p.place);
  }
  if (f == nullptr) {
    return;
  }
  f->at = start;
  f->path = {"policy:" + p.id};
  if (!trace.steps.empty()) {
    f->path.push_back(organization_graph::step_id(p.id, trace.steps.back().step));
    f->until = trace.steps.back().until;
  }
}

/// One policy over all starts.
inline void check_reach(check_context& context, std::size_t policy,
                        const std::vector<std::optional<std::size_t>>& aspects,
                        static_reach& on_graph, escalation_summary& summary) {
  const auto& p = context.document().escalation[policy];
  std::optional<std::size_t> of_never;
  for (const auto aspect : aspects) {
    bool complete = true;
    const auto pieces = profile_within(context, policy, {}, aspect, complete);
    const auto one = summarize(pieces);
    if (!one.always && (!summary.never_start || one.never_start < *summary.never_start)) {
      of_never = aspect;
    }
    join_summary(summary, one);
    if (!complete) {
      summary.complete = false;
      context.undecided(p.id, p.place);
      break;
    }
  }
  if (!on_graph.policy_reaches(p.id)) {
    on_graph.report_policy(p);
  } else if (summary.never_start) {
    report_never(context, policy, *summary.never_start, of_never);
  }
}

}  // namespace shozai::inline v1::detail
