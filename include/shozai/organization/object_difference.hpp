// SPDX-License-Identifier: Apache-2.0
/// \file
/// What two documents of an organization write differently, object by object.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/organization/organization.hpp"
#include "shozai/organization/save_organization.hpp"

namespace shozai::inline v1 {

enum class change_kind : std::uint8_t { added, removed, changed };

inline constexpr std::array<std::string_view, 3> change_kind_names = {"added", "removed",
                                                                      "changed"};

/// Something that the documents write differently.
struct object_change {
  std::string kind;  ///< the key under which it stands, such as `positions`
  std::string id;    ///< of a list's item what it names, such as `manager → duty`
  change_kind change = change_kind::changed;
  std::vector<std::string> keys;  ///< of a changed object, those that differ

  friend bool operator==(const object_change&, const object_change&) = default;
};

namespace detail {

/// Compares what two documents write, object by object.
class object_comparer {
 public:
  [[nodiscard]] std::vector<object_change> run(const organization& before,
                                               const organization& after) {
    const auto a = tree_of(before);
    const auto b = tree_of(after);
    for (const auto* kind : {"zone", "holidays", "calendars", "people", "positions", "superiors",
                             "contacts", "hours", "rosters"}) {
      compare_named(kind, member(a, kind), member(b, kind));
    }
    for (const auto* kind : {"delegations", "arbiters", "coverage"}) {
      compare_lists(kind, member(a, kind), member(b, kind));
    }
    compare_named("escalation", member(member(a, "escalation"), "policies"),
                  member(member(b, "escalation"), "policies"));
    compare_choice(before, after);
    return std::move(changes_);
  }

 private:
  /// Without `choose`, whose conditions need the schema of a policy.
  static json tree_of(organization o) {
    o.choose.reset();
    return save_tree(o, policy_document{});
  }

  static json member(const json& of, const char* key) {
    return of.is_object() && of.contains(key) ? of[key] : json();
  }

  void compare_named(const char* kind, const json& a, const json& b) {
    if (!a.is_object() && !b.is_object()) {
      if (a != b) {
        changes_.push_back({kind, {}, change_kind::changed, {}});
      }
      return;
    }
    const auto left = by_name(a);
    const auto right = by_name(b);
    for (const auto& [id, item] : left) {
      const auto found = right.find(id);
      if (found == right.end()) {
        changes_.push_back({kind, id, change_kind::removed, {}});
      } else if (*item != *found->second) {
        changes_.push_back({kind, id, change_kind::changed, keys_of(*item, *found->second)});
      }
    }
    for (const auto& [id, item] : right) {
      if (!left.contains(id)) {
        changes_.push_back({kind, id, change_kind::added, {}});
      }
    }
  }

  static std::map<std::string, const json*> by_name(const json& members) {
    std::map<std::string, const json*> all;
    if (members.is_object()) {
      for (const auto& [name, item] : members.items()) {
        all.emplace(name, &item);
      }
    }
    return all;
  }

  static std::vector<std::string> keys_of(const json& a, const json& b) {
    std::set<std::string> keys;
    const auto left = by_name(a);
    const auto right = by_name(b);
    for (const auto& [key, v] : left) {
      if (!right.contains(key) || *right.at(key) != *v) {
        keys.insert(key);
      }
    }
    for (const auto& [key, v] : right) {
      if (!left.contains(key)) {
        keys.insert(key);
      }
    }
    return {keys.begin(), keys.end()};
  }

  /// Items have no ids: one that differs is gone, and another is new.
  void compare_lists(const char* kind, const json& a, const json& b) {
    const auto missing = [&](const json& from, const json& in, change_kind change) {
      for (const auto& item : from) {
        if (std::find(in.begin(), in.end(), item) == in.end()) {
          changes_.push_back({kind, described(item), change, {}});
        }
      }
    };
    missing(a, b, change_kind::removed);
    missing(b, a, change_kind::added);
  }

  static std::string described(const json& item) {
    if (item.contains("between")) {
      return item["between"][0].get<std::string>() + ", " + item["between"][1].get<std::string>();
    }
    if (item.contains("from")) {
      return item["from"].get<std::string>() + " → " + item["to"].get<std::string>();
    }
    std::string text;
    for (const auto& name : item["positions"]) {
      text += (text.empty() ? "" : ", ") + name.get<std::string>();
    }
    return text;
  }

  void compare_choice(const organization& before, const organization& after) {
    const auto rules = [](const organization& o) {
      std::map<std::string, const choice_rule*> all;
      if (o.choose) {
        for (const auto& each : o.choose->rules) {
          all.emplace(each.id, &each);
        }
        if (o.choose->otherwise) {
          all.emplace(o.choose->otherwise->id, &*o.choose->otherwise);
        }
      }
      return all;
    };
    const auto a = rules(before);
    const auto b = rules(after);
    for (const auto& [id, rule] : a) {
      if (!b.contains(id)) {
        changes_.push_back({"choose", id, change_kind::removed, {}});
      } else if (!(*b.at(id) == *rule)) {
        changes_.push_back({"choose", id, change_kind::changed, {}});
      }
    }
    for (const auto& [id, rule] : b) {
      if (!a.contains(id)) {
        changes_.push_back({"choose", id, change_kind::added, {}});
      }
    }
  }

  std::vector<object_change> changes_;
};

}  // namespace detail

}  // namespace shozai::inline v1
