// SPDX-License-Identifier: Apache-2.0
/// \file
/// Random sections and overrides of an aspect, without circles.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "shozai/policy/find_cycle.hpp"
#include "shozai/policy/json_gate.hpp"
#include "support/random_draw.hpp"

namespace shozai::testing::detail {

/// Adds `sections` and `overrides` to an aspect that is complete but for them.
class override_writer {
 public:
  explicit override_writer(dice& rng) : rng_(rng) {}

  void add(json& aspect) {
    collect(aspect);
    if (rules_.empty()) {
      return;
    }
    const bool sections = rng_.chance(40);
    for (auto* rule : rules_) {
      if (sections && rng_.chance(40)) {
        (*rule)["section"] = rng_.one_of({"safety", "legal"});
      }
    }
    for (auto* rule : rules_) {
      if (rng_.chance(45)) {
        (*rule)["overrides"] = targets(sections);
        if (has_circle()) {
          rule->erase("overrides");
        }
      }
    }
    if (sections) {
      aspect["sections"]["safety"] = json::object();
      aspect["sections"]["legal"] = json::object();
    }
  }

 private:
  void collect(json& aspect) {
    if (aspect.contains("rules")) {
      for (auto& rule : aspect["rules"]) {
        rules_.push_back(&rule);
      }
    }
    if (aspect.contains("table")) {
      for (auto& row : aspect["table"]["rows"]) {
        rules_.push_back(&row);
      }
    }
  }

  std::set<std::string> targets(bool sections) {
    std::set<std::string> names;
    for (auto left = rng_.one_of<std::size_t>({1, 1, 2}); left > 0; --left) {
      names.insert(target(rng_.below(sections ? 9 : 7)));
    }
    return names;
  }

  std::string target(std::size_t choice) {
    if (choice < 6) {
      return rng_.one_of(rules_)->at("id").get<std::string>();
    }
    return choice == 6 ? "*" : "section:" + rng_.one_of<std::string>({"safety", "legal"});
  }

  static bool names(const json& rule, const std::string& target) {
    const auto found = rule.find("overrides");
    if (found != rule.end()) {
      for (const auto& each : *found) {
        if (each == target) {
          return true;
        }
      }
    }
    return false;
  }

  static bool overrides(const json& rule, const json& other) {
    return names(rule, other.at("id").get<std::string>()) ||
           names(rule, "section:" + other.value("section", "")) ||
           (names(rule, "*") && !names(other, "*"));
  }

  [[nodiscard]] bool has_circle() const {
    const auto successors = [&](std::size_t i) {
      std::vector<std::size_t> all;
      for (std::size_t k = 0; k < rules_.size(); ++k) {
        if (overrides(*rules_[i], *rules_[k])) {
          all.push_back(k);
        }
      }
      return all;
    };
    return !find_cycle(rules_.size(), successors).empty();
  }

  dice& rng_;
  std::vector<json*> rules_;  // in the aspect
};

}  // namespace shozai::testing::detail
