// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random valid policy documents. The model is tests/python/oracle/generator.py.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "shozai/policy/json_gate.hpp"
#include "support/random_conditions.hpp"
#include "support/random_derivations.hpp"
#include "support/random_draw.hpp"
#include "support/random_overrides.hpp"

namespace shozai::testing {

namespace detail {

/// One policy in the making. Constants are few and clustered, and so are assignments: agreement
/// and conflict both happen.
class policy_writer {
 public:
  explicit policy_writer(std::uint32_t seed) : rng_(seed), subjects_(random_subjects(rng_)) {
    departments_ = rng_.some_of(texts{"sales", "service", "quality", "design_dept", "works"},
                                rng_.between(2, 4));
    if (rng_.chance(50)) {
      team_ = rng_.some_of(departments_, 2);
    }
    parties_ = rng_.some_of(texts{"customer", "supplier"}, rng_.below(3));
    for (auto left = rng_.between(2, 4); left > 0; --left) {
      assignments_.push_back(new_assignment());
    }
  }

  [[nodiscard]] json policy() {
    auto document = json::object();
    document["shozai"] = 1;
    document["policy"]["id"] = "random";
    document["policy"]["version"] = "1";
    document["attributes"] = json::object();
    for (const auto& each : rng_.shuffled(subjects_)) {
      document["attributes"][each.name()] = each.written;
    }
    add_definitions(document);
    if (rng_.chance(40)) {
      document["assumptions"] =
          several(rng_.one_of<std::size_t>({1, 1, 2, 3}), [&] { return assumption(); });
    }
    add_people(document);
    add_intake(document);
    add_aspects(document);
    return document;
  }

 private:
  template <typename Make>
  static json several(std::size_t count, const Make& make) {
    auto all = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      all.push_back(make());
    }
    return all;
  }

  void add_definitions(json& document) {
    static const texts names = {"is_urgent", "in_warranty", "d1", "has_it", "not_known"};
    std::vector<std::pair<std::string, json>> written;
    for (const auto& name : rng_.some_of(names, rng_.below(4))) {
      auto definition = json::object();
      definition["that"] = condition(2);
      written.emplace_back(name, std::move(definition));
      definitions_.push_back(name);
    }
    for (const auto& [name, definition] : rng_.shuffled(written)) {
      document["definitions"][name] = definition;
    }
  }

  void add_people(json& document) const {
    for (const auto& name : departments_) {
      document["departments"][name] = json::object();
    }
    if (!team_.empty()) {
      document["teams"]["task_force"]["departments"] = team_;
      document["teams"]["task_force"]["lead"] = team_.front();
    }
    for (const auto& name : parties_) {
      document["parties"][name] = json::object();
    }
  }

  void add_intake(json& document) {
    for (const auto& each : subjects_) {
      if (!each.what.derived && rng_.chance(50)) {
        intake_.push_back(each);
        document["intake"].push_back(each.name());
      }
    }
  }

  void add_aspects(json& document) {
    static const texts all = {"root_cause", "containment", "cost", "owner", "corrective_action"};
    const auto names = rng_.some_of(all, rng_.one_of<std::size_t>({1, 2, 2, 3}));
    auto aspects = json::object();
    for (const auto& name : names) {
      auto made = aspect(aspects);
      aspects[name] = std::move(made);
      earlier_.push_back(name);
    }
    for (const auto& name : rng_.shuffled(names)) {
      document["aspects"][name] = aspects[name];
    }
  }

  std::string id() {
    const auto number = std::to_string(++count_);
    return rng_.one_of<std::string>({"R-" + number, "r." + number, number, "X_" + number + "a"});
  }

  std::string condition(std::size_t depth) {
    return condition_writer(rng_, subjects_, definitions_).condition(depth);
  }

  // Weak: most faults should be possible.
  json assumption() {
    auto written = json::object();
    written["id"] = id();
    auto that = "(" + condition(1) + ")";
    for (auto left = rng_.between(1, 2); left > 0; --left) {
      that += " || (" + condition(1) + ")";
    }
    written["that"] = that;
    return written;
  }

  // A few ids, or none at all.
  texts some_ids(std::size_t percent, const texts& pool) {
    if (!rng_.chance(percent)) {
      return {};
    }
    return rng_.some_of(pool, rng_.between(1, std::min<std::size_t>(2, pool.size())));
  }

  [[nodiscard]] texts payers() const {
    auto all = departments_;
    all.insert(all.end(), parties_.begin(), parties_.end());
    return all;
  }

  std::string accountable() {
    return !team_.empty() && rng_.chance(15) ? "task_force" : rng_.one_of(departments_);
  }

  json new_assignment() {
    auto owners = payers();
    if (!team_.empty()) {
      owners.emplace_back("task_force");
    }
    auto then = json::object();
    then["accountable"] = accountable();
    for (const auto* field : {"responsible", "consulted", "informed", "joint_visit"}) {
      if (const auto ids = some_ids(25, owners); !ids.empty()) {
        then[field] = ids;
      }
    }
    if (rng_.chance(35)) {
      const auto shared = rng_.some_of(payers(), rng_.between(1, 2));
      const auto share = shared.size() > 1 ? rng_.one_of({70, 50, 1}) : 100;
      then["cost_share"][shared.front()] = share;
      if (shared.size() > 1) {
        then["cost_share"][shared.back()] = 100 - share;
      }
    }
    return then;
  }

  // One of the assignments of the policy, its sets in any order, perhaps with notes.
  json some_assignment() {
    auto then = rng_.one_of(assignments_);
    for (auto& field : then) {
      if (field.is_array()) {
        field = rng_.shuffled(field.get<texts>());
      }
    }
    add_notes(then, 20);
    return then;
  }

  void add_notes(json& then, std::size_t percent) {
    static const std::vector<json> notes = {
        "call first", {{"ja", "写真を添付"}, {"en", "photos"}}, {{"en", "ask again"}}, "急ぎ"};
    if (rng_.chance(percent)) {
      then["notes"] = rng_.some_of(notes, rng_.between(1, 2));
    }
  }

  void add_because(json& rule) {
    static const std::vector<json> reasons = {
        "as agreed", {{"ja", "出荷品質の責任"}, {"en", "ours"}}, {{"en", "custom"}}};
    if (rng_.chance(70)) {
      rule["because"] = rng_.one_of(reasons);
    }
  }

  json rule() {
    auto written = json::object();
    written["id"] = id();
    written["when"] = condition(rng_.one_of<std::size_t>({0, 1, 1, 2}));
    written["then"] = some_assignment();
    add_because(written);
    return written;
  }

  json row(const std::vector<subject>& columns) {
    auto written = json::object();
    written["id"] = id();
    for (const auto& column : columns) {
      written["if"].push_back(random_cell(rng_, column));
    }
    written["then"] = some_assignment();
    add_because(written);
    return written;
  }

  json also() {
    auto written = json::object();
    written["id"] = id();
    written["when"] = condition(rng_.below(2));
    auto then = json::object();
    for (const auto* field : {"consulted", "informed", "joint_visit"}) {
      if (const auto ids = some_ids(50, payers()); !ids.empty()) {
        then[field] = ids;
      }
    }
    add_notes(then, then.empty() ? 100 : 40);
    written["then"] = std::move(then);
    add_because(written);
    return written;
  }

  json otherwise() {
    auto written = json::object();
    written["id"] = id();
    written["then"] = some_assignment();
    add_because(written);
    return written;
  }

  json interim_rule() {
    auto written = json::object();
    written["id"] = id();
    written["when"] = condition_writer(rng_, intake_, {}).condition(rng_.below(2));
    written["then"]["accountable"] = accountable();
    if (rng_.chance(50)) {
      written["then"]["within"] = "P1D";
    }
    return written;
  }

  json interim() {
    auto written = json::object();
    written["accountable"] = accountable();
    if (rng_.chance(50)) {
      written["within"] = rng_.one_of({"P3D", "PT4H", "P1W"});
    }
    if (!intake_.empty() && rng_.chance(40)) {
      written["rules"] = several(rng_.between(1, 2), [&] { return interim_rule(); });
    }
    return written;
  }

  json aspect(const json& aspects) {
    auto written = json::object();
    written["interim"] = interim();
    std::string hit_policy;
    if (!earlier_.empty() && rng_.chance(40)) {
      const auto& other = rng_.one_of(earlier_);
      written["same_as"] = other;
      hit_policy = hit_policy_of(aspects, aspects.at(other));
    } else {
      hit_policy = rng_.one_of({"override", "override", "first", "unique"});
    }
    const bool inherits = written.contains("same_as");
    const bool stated = rng_.chance(inherits ? 30 : 50);
    if (stated || (!inherits && hit_policy != "override")) {
      written["hit_policy"] = hit_policy;
    }
    add_rules(written, inherits);
    if (hit_policy == "override") {
      override_writer(rng_).add(written);
    }
    if (rng_.chance(40)) {
      written["also"] = several(rng_.between(1, 2), [&] { return also(); });
    }
    if (rng_.chance(inherits ? 20 : 40)) {
      written["otherwise"] = otherwise();
    }
    return written;
  }

  // Up to ten rules, some of them in a table; fewer where others are inherited.
  void add_rules(json& aspect, bool inherits) {
    const auto count = rng_.between(0, inherits ? 3 : 10);
    const auto in_table = rng_.chance(50) ? rng_.between(0, count) : 0;
    if (in_table < count || in_table == 0 || rng_.chance(50)) {
      aspect["rules"] = several(count - in_table, [&] { return rule(); });
    }
    if (in_table == 0) {
      return;
    }
    const auto most = std::min<std::size_t>(3, subjects_.size());
    const auto columns = rng_.some_of(subjects_, rng_.between(1, most));
    for (const auto& column : columns) {
      aspect["table"]["columns"].push_back(column.name());
    }
    aspect["table"]["rows"] = several(in_table, [&] { return row(columns); });
  }

  static std::string hit_policy_of(const json& aspects, const json& aspect) {
    return aspect.contains("same_as")
               ? hit_policy_of(aspects, aspects.at(aspect["same_as"].get<std::string>()))
               : aspect.value("hit_policy", "override");
  }

  dice rng_;
  std::vector<subject> subjects_;
  std::vector<subject> intake_;
  texts departments_;
  texts team_;  // members, the lead first; empty if there is no team
  texts parties_;
  texts definitions_;
  texts earlier_;  // the aspects that exist
  std::vector<json> assignments_;
  std::size_t count_ = 0;
};

}  // namespace detail

/// A random document that loads without an error: the same one for the same seed, everywhere.
[[nodiscard]] inline json random_policy(std::uint32_t seed) {
  return detail::policy_writer(seed).policy();
}

}  // namespace shozai::testing
