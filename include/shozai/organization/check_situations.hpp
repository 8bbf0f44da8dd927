// SPDX-License-Identifier: Apache-2.0
/// \file
/// The situations of an escalation policy: whom its steps would tell, over all instants, each
/// distinct answer once; and what is wrong in some of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/organization/check_context.hpp"
#include "shozai/organization/check_paths.hpp"
#include "shozai/organization/check_single_points.hpp"
#include "shozai/organization/check_slices.hpp"
#include "shozai/organization/organization_graph.hpp"

namespace shozai::inline v1::detail {

/// `a`, `b`, … with the back-ticks between them; the sentence has the outer ones.
[[nodiscard]] inline std::string joined_ids(const std::vector<std::string>& ids) {
  std::string text;
  for (const auto& id : ids) {
    text += (text.empty() ? "" : "`, `") + id;
  }
  return text;
}

class situation_checker {
 public:
  /// `aspects` are those of the cases to look at; nothing stands for a case of none.
  situation_checker(check_context& context, std::size_t policy,
                    const std::vector<std::optional<std::size_t>>& aspects)
      : context_(context),
        model_(context.model),
        number_(policy),
        policy_(context.document().escalation[policy]),
        targets_(context.model, policy),
        unstaffed_(policy_.steps.size()) {
    for (const auto& a : aspects) {
      sweep(a);
    }
  }

  void run(escalation_summary& summary) {
    summary.slices = situations_.size();
    summary.complete = summary.complete && complete_;
    if (!complete_) {
      context_.undecided(policy_.id, policy_.place);
    }
    for (std::size_t s = 0; s < policy_.steps.size(); ++s) {
      report_failing(s);
    }
    std::vector<std::pair<std::int64_t, const told_by_step*>> in_time;
    for (const auto& [told, first] : situations_) {
      in_time.emplace_back(first, &told);
    }
    std::ranges::sort(in_time, {}, [](const auto& each) { return each.first; });
    for (const auto& [first, told] : in_time) {
      look_at(first, *told);
    }
    report_single_points(summary);
    report_few_ways();
    report_told_again();
    report_nobody_new();
    report_channels();
  }

 private:
  using kind = organization_finding_kind;

  void sweep(std::optional<std::size_t> aspect) {
    duty_sweep stretches(model_, targets_.positions(), aspect, context_.during());
    for (bool differs = true; !stretches.done(); differs = stretches.next()) {
      if (!context_.budget.use()) {
        complete_ = false;
        return;
      }
      for (std::size_t s = 0; s < policy_.steps.size(); ++s) {
        if (policy_.steps[s].empty == if_empty::fail && !targets_.is_staffed(stretches, s)) {
          unstaffed_[s].push_back(stretches.stretch());
        }
      }
      if (differs) {
        situations_.emplace(targets_.told(stretches), stretches.stretch().from);
      }
    }
  }

  void report_failing(std::size_t s) {
    const time_stretches all(std::move(unstaffed_[s]));
    if (all.ranges().empty()) {
      return;
    }
    const auto& first = all.ranges().front();
    std::int64_t total = 0;
    for (const auto& r : all.ranges()) {
      total += r.to - r.from;
    }
    auto* f = context_.add(
        kind::empty_step_fails,
        {policy_.id, std::to_string(s + 1), context_.text(first.from), context_.text(first.to)},
        policy_.steps[s].place);
    if (f != nullptr) {
      f->at = first.from;
      f->until = first.to;
      f->duration = total;
      f->path = {organization_graph::step_id(policy_.id, s)};
    }
  }

  // Whether the next step ever begins if this one does at `at`.
  [[nodiscard]] std::vector<bool> lapses(std::int64_t at) const {
    std::vector<bool> all;
    for (std::size_t s = 0; s < policy_.steps.size(); ++s) {
      all.push_back(policy_.steps[s].clock == deadline_clock::elapsed ||
                    model_.calendar(model_.deadline_calendar(number_, s)).next_open(at));
    }
    return all;
  }

  void look_at(std::int64_t first, const told_by_step& told) {
    const situation_graph situation(told, lapses(first));
    for (const auto person : single_points_of(situation)) {
      auto& point = single_points_.emplace(person, single_point{model_.person_id(person), 0, first})
                        .first->second;
      ++point.slices;
    }
    if (policy_.independent_paths > 0) {
      auto ways = independent_ways_of(situation);
      if (!fewest_ || ways.count < fewest_->second.count) {
        fewest_.emplace(first, std::move(ways));
      }
    }
    look_for_repetition(first, told);
    look_for_channels(told);
  }

  void look_for_repetition(std::int64_t first, const told_by_step& told) {
    std::map<std::size_t, std::size_t> told_in;  // person → the step that told them first
    nobody_new_.resize(told.size());
    for (std::size_t s = 0; s < told.size(); ++s) {
      bool somebody_new = false;
      for (const auto& t : told[s]) {
        const auto [before, fresh] = told_in.emplace(t.person, s);
        somebody_new = somebody_new || fresh || before->second == s;
        if (!fresh) {
          auto& again = told_again_.emplace(std::pair{before->second, s}, repetition{first, {}})
                            .first->second;
          again.people.emplace(model_.person_id(t.person));
        }
      }
      if (!told[s].empty()) {
        auto& n = nobody_new_[s];
        n.first = n.first ? n.first : first;
        n.always = n.always && !somebody_new;
      }
    }
  }

  void look_for_channels(const told_by_step& told) {
    for (std::size_t s = 0; s < told.size(); ++s) {
      for (const auto& channel : policy_.steps[s].channels) {
        for (const auto& t : told[s]) {
          if (!context_.document().people[t.person].channels.contains(channel)) {
            without_channel_[{s, channel}].insert(t.person);
          }
        }
      }
    }
  }

  void report_single_points(escalation_summary& summary) {
    for (const auto& [person, point] : single_points_) {
      summary.single_points.push_back(point);
      auto* f = context_.add(kind::single_point,
                             {policy_.id, point.person, std::to_string(point.slices),
                              std::to_string(situations_.size()), context_.text(point.first)},
                             policy_.place);
      if (f != nullptr) {
        f->at = point.first;
        f->people = {point.person};
        f->path = {"policy:" + policy_.id, "person:" + point.person};
      }
    }
  }

  void report_few_ways() {
    const auto wanted = static_cast<std::size_t>(std::max(policy_.independent_paths, 0));
    if (!fewest_ || fewest_->second.count >= wanted) {
      return;
    }
    std::vector<std::string> cut;
    for (const auto p : fewest_->second.people) {
      cut.push_back(model_.person_id(p));
    }
    auto* f = context_.add(
        kind::too_few_paths,
        {policy_.id, std::to_string(cut.size()), std::to_string(wanted),
         context_.text(fewest_->first), cut.empty() ? "–" : "`" + joined_ids(cut) + "`"},
        policy_.place);
    if (f != nullptr) {
      f->at = fewest_->first;
      f->people = cut;
      f->path = {"policy:" + policy_.id};
    }
  }

  void report_told_again() {
    for (const auto& [steps, again] : told_again_) {
      std::vector<std::string> people(again.people.begin(), again.people.end());
      auto* f = context_.add(kind::told_twice,
                             {policy_.id, joined_ids(people), std::to_string(steps.first + 1),
                              std::to_string(steps.second + 1), context_.text(again.first)},
                             policy_.steps[steps.second].place);
      if (f != nullptr) {
        f->at = again.first;
        f->people = std::move(people);
      }
    }
  }

  void report_nobody_new() {
    for (std::size_t s = 1; s < nobody_new_.size(); ++s) {
      if (nobody_new_[s].first && nobody_new_[s].always) {
        auto* f =
            context_.add(kind::nobody_new,
                         {policy_.id, std::to_string(s + 1), context_.text(*nobody_new_[s].first)},
                         policy_.steps[s].place);
        if (f != nullptr) {
          f->at = nobody_new_[s].first;
          f->path = {organization_graph::step_id(policy_.id, s)};
        }
      }
    }
  }

  void report_channels() {
    for (const auto& [where, without] : without_channel_) {
      std::vector<std::string> people;
      for (const auto p : without) {
        people.push_back(model_.person_id(p));
      }
      auto* f = context_.add(
          kind::channel_unknown,
          {policy_.id, std::to_string(where.first + 1), where.second, joined_ids(people)},
          policy_.steps[where.first].place);
      if (f != nullptr) {
        f->people = std::move(people);
      }
    }
  }

  struct repetition {
    std::int64_t first = 0;
    std::set<std::string> people;
  };
  struct newness {
    std::optional<std::int64_t> first;  ///< when the step tells anybody
    bool always = true;                 ///< all of whom were told before, each time
  };

  check_context& context_;
  const organization_model& model_;
  std::size_t number_;
  const escalation_policy& policy_;
  step_targets_table targets_;
  bool complete_ = true;
  std::map<told_by_step, std::int64_t> situations_;  ///< and when each comes first
  std::vector<std::vector<time_range>> unstaffed_;   ///< of steps that fail then
  std::map<std::size_t, single_point> single_points_;
  std::optional<std::pair<std::int64_t, independent_ways>> fewest_;
  std::map<std::pair<std::size_t, std::size_t>, repetition> told_again_;
  std::vector<newness> nobody_new_;
  std::map<std::pair<std::size_t, std::string>, std::set<std::size_t>> without_channel_;
};

}  // namespace shozai::inline v1::detail
