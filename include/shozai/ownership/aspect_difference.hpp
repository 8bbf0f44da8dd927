// SPDX-License-Identifier: Apache-2.0
/// \file
/// The faults that two versions of one aspect decide differently.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/ownership/boxes.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/edited_rules.hpp"
#include "shozai/ownership/joint_aspect.hpp"
#include "shozai/ownership/region_writer.hpp"

namespace shozai::inline v1 {

enum class comparison : std::uint8_t { equal, changed, undecided, added, removed };

inline constexpr std::array<std::string_view, 5> comparison_names = {
    "equal", "changed", "undecided", "added", "removed"};

/// How the faults of an aspect fare in two versions; numbers are nothing where it was not compared.
struct compared_aspect {
  std::string aspect;
  comparison state = comparison::equal;
  std::optional<big_count> space;               ///< faults that are possible in some version
  std::optional<big_count> assignment_changed;  ///< another state or assignment
  std::optional<big_count> rule_changed;        ///< the same, by another rule or for another reason
};

enum class change_grade : std::uint8_t { assignment, rule };

/// What a version says of the faults of a group.
struct said_before_or_after {
  decision_state state = decision_state::gap;
  std::string accountable;  ///< empty unless decided
  std::string rule;         ///< empty where several agree or conflict

  friend auto operator<=>(const said_before_or_after&, const said_before_or_after&) = default;
};

/// Faults that changed alike.
struct difference_group {
  std::string aspect;
  change_grade grade = change_grade::assignment;
  said_before_or_after before;
  said_before_or_after after;
  witness example;
  region where;
};

namespace detail {

/// Two versions of an aspect over one schema, side by side in one table.
///
/// Where only a few rules were edited, both are built for the faults alone to which an edited rule
/// applies, from the rules that can meet these.
class aspect_comparer {
 public:
  /// All must outlive the comparer. The spaces were made of the aspects; without them every rule
  /// is looked at. `preferred`: an order of attributes. \throws budget_exceeded
  aspect_comparer(const aspect_evaluator& before, const box_space* space_before,
                  const aspect_evaluator& after, const box_space* space_after,
                  const std::vector<std::size_t>& preferred, budget_meter& meter)
      : edits_(edits_of(before, after)),
        boxes_(edits_ ? boxes_of_edits(before, after) : std::nullopt),
        order_(after.document().attributes, {&before.tests(), &after.tests()},
               joint_order(preferred, {&before.tests(), &after.tests()})),
        table_(meter),
        before_(before, order_, table_, meter, may_apply(before, space_before)),
        after_(after, order_, table_, meter, may_apply(after, space_after)),
        meter_(meter),
        counter_(table_, order_, after.document().attributes),
        possible_(before_.diagrams().join(
            {before_.conditions().assumptions, after_.conditions().assumptions}, false)) {
    const auto edited = region_of_edits();
    outcomes_before_ =
        before_.outcomes_in(before_.diagrams().both(before_.conditions().assumptions, edited));
    outcomes_after_ =
        after_.outcomes_in(after_.diagrams().both(after_.conditions().assumptions, edited));
    find_groups();
  }
  // Its parts point into each other.
  aspect_comparer(const aspect_comparer&) = delete;
  aspect_comparer& operator=(const aspect_comparer&) = delete;

  [[nodiscard]] compared_aspect summary() {
    compared_aspect result;
    result.aspect = after_.aspect().aspect().aspect->id;
    result.state = groups_.empty() ? comparison::equal : comparison::changed;
    result.space = counter_.count(possible_);
    result.assignment_changed = big_count(0);
    result.rule_changed = big_count(0);
    for (const auto& g : groups_) {
      auto& sum =
          g.key.grade == change_grade::assignment ? result.assignment_changed : result.rule_changed;
      *sum += g.size;
    }
    return result;
  }

  [[nodiscard]] std::size_t group_count() const noexcept { return groups_.size(); }

  /// The groups, changes of assignments first and then the largest; at most `most` of them.
  [[nodiscard]] std::vector<difference_group> groups(const region_writer& writer,
                                                     std::size_t most) {
    region_coverer coverer(table_, order_, after_.diagrams(), counter_, possible_);
    std::vector<difference_group> all;
    for (std::size_t i = 0; i < std::min(most, groups_.size()); ++i) {
      const auto& g = groups_[i];
      auto described =
          writer.describe(g.region, after_.diagrams(), counter_, coverer, order_, possible_);
      all.push_back({after_.aspect().aspect().aspect->id, g.key.grade, g.key.before, g.key.after,
                     std::move(described.example), std::move(described.where)});
    }
    return all;
  }

 private:
  struct group_key {
    change_grade grade;
    said_before_or_after before;
    said_before_or_after after;

    friend auto operator<=>(const group_key&, const group_key&) = default;
  };
  struct group {
    group_key key;
    node_id region;
    big_count size;
  };
  using node_pair = std::pair<node_id, node_id>;

  // What edited rules apply to, as boxes of values; nothing if one of them has too many.
  [[nodiscard]] std::optional<std::vector<box>> boxes_of_edits(
      const aspect_evaluator& before, const aspect_evaluator& after) const {
    std::vector<box> all;
    const auto add = [&](const aspect_evaluator& of, const std::vector<formula>& formulas,
                         const std::vector<std::size_t>& edited) {
      const box_maker maker(of.tests(), of.document().attributes);
      for (const auto i : edited) {
        auto boxes = maker.boxes(formulas[i]);
        if (!boxes) {
          return false;
        }
        std::ranges::move(*boxes, std::back_inserter(all));
      }
      return true;
    };
    const bool few = add(before, before.rule_formulas(), edits_->before.rules) &&
                     add(before, before.also_formulas(), edits_->before.also) &&
                     add(after, after.rule_formulas(), edits_->after.rules) &&
                     add(after, after.also_formulas(), edits_->after.also);
    return few && all.size() <= most_boxes ? std::optional{std::move(all)} : std::nullopt;
  }

  // Whether a rule can apply where an edited one does, test by test.
  [[nodiscard]] std::function<bool(const formula&)> may_apply(const aspect_evaluator& aspect,
                                                              const box_space* given) const {
    if (!boxes_ || given == nullptr) {
      return [](const formula& /*rule*/) { return true; };
    }
    const auto& space = *given;
    std::vector<cell_box> cells;
    for (const auto& b : *boxes_) {
      cell_box of_box;
      for (std::uint32_t level = 0; level < space.order().size(); ++level) {
        const auto found = b.find(space.order().attribute(level));
        const auto& all = aspect.document().attributes[space.order().attribute(level)];
        of_box.push_back(space.order().cells(level).ranges_of(found == b.end() ? all.everything()
                                                                               : found->second));
      }
      cells.push_back(std::move(of_box));
    }
    return [truth = box_truth(aspect.tests(), space),
            cells = std::move(cells)](const formula& rule) mutable {
      return std::ranges::any_of(cells, [&](const cell_box& part) {
        truth.look_at(part);
        return truth.of(rule) != certainty::never;
      });
    };
  }

  [[nodiscard]] node_id region_of_edits() {
    if (!edits_) {
      return true_node;
    }
    std::vector<node_id> edited;
    const auto add = [&](joint_aspect& of, const std::vector<formula>& formulas,
                         const std::vector<std::size_t>& numbers) {
      for (const auto i : numbers) {
        edited.push_back(of.diagrams().of(formulas[i]));
      }
    };
    add(before_, before_.aspect().rule_formulas(), edits_->before.rules);
    add(before_, before_.aspect().also_formulas(), edits_->before.also);
    add(after_, after_.aspect().rule_formulas(), edits_->after.rules);
    add(after_, after_.aspect().also_formulas(), edits_->after.also);
    return after_.diagrams().join(std::move(edited), false);
  }

  // Which verdicts meet, then for each kind of change the faults on which they do.
  void find_groups() {
    std::set<node_pair> met;
    std::set<node_pair> seen;
    collect({outcomes_before_, outcomes_after_}, seen, met);
    std::map<group_key, std::set<node_pair>> by_key;
    for (const auto& pair : met) {
      if (const auto key = key_of(pair)) {
        by_key[*key].insert(pair);
      }
    }
    for (const auto& [key, pairs] : by_key) {
      std::map<node_pair, node_id> done;
      const auto where = select({outcomes_before_, outcomes_after_}, pairs, done);
      groups_.push_back({key, where, counter_.count(where)});
    }
    std::ranges::stable_sort(groups_, [](const group& a, const group& b) {
      return a.key.grade != b.key.grade ? a.key.grade < b.key.grade : a.size > b.size;
    });
  }

  void collect(node_pair at, std::set<node_pair>& seen, std::set<node_pair>& met) {
    if (!seen.insert(at).second) {
      return;
    }
    meter_.use_steps(1);
    if (is_terminal(at.first) && is_terminal(at.second)) {
      met.insert(at);
      return;
    }
    const auto level = std::min(table_.level(at.first), table_.level(at.second));
    for_each_stretch(table_, level, {at.first, at.second},
                     [&](std::uint32_t /*cell*/, const auto& children) {
                       collect({children[0], children[1]}, seen, met);
                     });
  }

  node_id select(node_pair at, const std::set<node_pair>& wanted,
                 std::map<node_pair, node_id>& done) {
    if (is_terminal(at.first) && is_terminal(at.second)) {
      return wanted.contains(at) ? true_node : false_node;
    }
    if (const auto known = done.find(at); known != done.end()) {
      return known->second;
    }
    const auto level = std::min(table_.level(at.first), table_.level(at.second));
    const auto result =
        combine_nodes(table_, level, {at.first, at.second}, [&](const auto& children) {
          meter_.use_steps(1);
          return select({children[0], children[1]}, wanted, done);
        });
    done.emplace(at, result);
    return result;
  }

  // Nothing if the two verdicts say the same for the same reason.
  [[nodiscard]] std::optional<group_key> key_of(node_pair pair) const {
    const auto& x = before_.verdicts()[terminal_number(pair.first)];
    const auto& y = after_.verdicts()[terminal_number(pair.second)];
    group_key key{change_grade::assignment, said(before_, x), said(after_, y)};
    if (x.state != y.state) {
      return key;
    }
    if (x.state != decision_state::decided) {
      return std::nullopt;
    }
    const auto assigned_before = assignment_of(before_.aspect(), x);
    const auto assigned_after = assignment_of(after_.aspect(), y);
    if (!agree(assigned_before, assigned_after)) {
      return key;
    }
    key.grade = change_grade::rule;
    const bool same_words = assigned_before.notes == assigned_after.notes &&
                            reason_of(before_, x) == reason_of(after_, y);
    return key.before.rule == key.after.rule && same_words ? std::nullopt : std::optional{key};
  }

  static localized_text reason_of(const joint_aspect& of, const verdict& v) {
    return v.rule == verdict::several ? localized_text{} : of.aspect().rule(v.rule).rule->because;
  }

  static said_before_or_after said(const joint_aspect& of, const verdict& v) {
    said_before_or_after result;
    result.state = v.state;
    if (v.state == decision_state::decided) {
      result.accountable = of.aspect().rule(v.assigned_by).rule->then.accountable;
      result.rule = v.rule == verdict::several ? "" : of.aspect().rule(v.rule).id;
    }
    return result;
  }

  static constexpr std::size_t most_boxes = 256;

  std::optional<aspect_edits> edits_;
  std::optional<std::vector<box>> boxes_;
  level_order order_;
  unique_table table_;
  joint_aspect before_;
  joint_aspect after_;
  budget_meter& meter_;
  region_counter counter_;
  node_id possible_;
  node_id outcomes_before_ = verdict_table::impossible;
  node_id outcomes_after_ = verdict_table::impossible;
  std::vector<group> groups_;
};

}  // namespace detail

}  // namespace shozai::inline v1
