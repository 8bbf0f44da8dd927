// SPDX-License-Identifier: Apache-2.0
/// \file
/// An aspect with what it inherits: all rules that can decide it, and which overrides which.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/policy/find_cycle.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// A rule in the place where it decides; inherited ones have a longer id.
struct resolved_rule {
  const shozai::rule* rule = nullptr;  ///< in the document
  std::string id;
  std::size_t generation = 0;  ///< 0: the aspect's own; 1: of the aspect it is the same as …
};

/// All rules of one aspect, its own before inherited ones.
///
/// `successors` is the override graph: nodes are first the rules, then helpers that stand for a
/// section, for `*` and for all that is inherited, so that the graph is linear in the document.
/// A rule overrides every rule that can be reached from it.
struct resolved_aspect {
  const shozai::aspect* aspect = nullptr;
  shozai::hit_policy hit_policy = shozai::hit_policy::override_;
  std::vector<resolved_rule> rules;
  std::vector<resolved_rule> also;
  std::optional<resolved_rule> otherwise;
  std::vector<std::vector<std::size_t>> successors;
};

namespace detail {

/// Builds one aspect on top of the aspect that it is the same as.
class aspect_resolver {
 public:
  aspect_resolver(const aspect& own, const resolved_aspect* base) : own_(own), base_(base) {
    result_.aspect = &own;
    result_.hit_policy =
        own.hit_policy.value_or(base == nullptr ? hit_policy::override_ : base->hit_policy);
    for (const auto& r : own.rules) {
      result_.rules.push_back({&r, r.id, 0});
    }
    for (const auto& r : own.also) {
      result_.also.push_back({&r, r.id, 0});
    }
    if (own.otherwise) {
      result_.otherwise = resolved_rule{&*own.otherwise, own.otherwise->id, 0};
    }
  }

  [[nodiscard]] resolved_aspect resolve() {
    inherit_rules();
    connect();
    return std::move(result_);
  }

 private:
  [[nodiscard]] resolved_rule inherited(const resolved_rule& r) const {
    return {r.rule, own_.id + "/" + r.id, r.generation + 1};
  }

  void inherit_rules() {
    if (base_ == nullptr) {
      return;
    }
    for (const auto& r : base_->rules) {
      result_.rules.push_back(inherited(r));
    }
    for (const auto& r : base_->also) {
      result_.also.push_back(inherited(r));
    }
    if (!result_.otherwise && base_->otherwise) {
      result_.otherwise = inherited(*base_->otherwise);
    }
  }

  void connect() {
    const auto own_count = own_.rules.size();
    auto& edges = result_.successors;
    edges.resize(result_.rules.size());
    if (base_ != nullptr) {
      inherit_edges(own_count);
    }
    std::map<std::string, std::size_t, std::less<>> by_id;
    for (std::size_t i = 0; i < result_.rules.size(); ++i) {
      by_id.emplace(result_.rules[i].id, i);
    }
    const auto sections = add_sections();
    const auto everything = add_everything();
    for (std::size_t i = 0; i < own_count; ++i) {
      for (const auto& name : own_.rules[i].overrides) {
        constexpr std::string_view prefix = "section:";
        if (name == "*") {
          edges[i].push_back(everything);
        } else if (name.starts_with(prefix)) {
          add_edge(i, sections, name.substr(prefix.size()));
        } else {
          add_edge(i, by_id, name);
        }
      }
    }
  }

  // The base's graph, its rules and helpers moved behind the own rules.
  void inherit_edges(std::size_t own_count) {
    auto& edges = result_.successors;
    const auto base_rules = base_->rules.size();
    const auto helpers = edges.size();
    const auto moved = [&](std::size_t node) {
      return node < base_rules ? own_count + node : helpers + (node - base_rules);
    };
    edges.resize(helpers + base_->successors.size() - base_rules);
    for (std::size_t node = 0; node < base_->successors.size(); ++node) {
      for (const auto next : base_->successors[node]) {
        edges[moved(node)].push_back(moved(next));
      }
    }
    const auto all_inherited = edges.size();
    edges.emplace_back();
    for (std::size_t i = 0; i < base_rules; ++i) {
      edges[all_inherited].push_back(own_count + i);
    }
    for (std::size_t i = 0; i < own_count; ++i) {
      edges[i].push_back(all_inherited);
    }
  }

  std::map<std::string, std::size_t, std::less<>> add_sections() {
    std::map<std::string, std::size_t, std::less<>> nodes;
    for (const auto& s : own_.sections) {
      nodes.emplace(s.id, result_.successors.size());
      result_.successors.emplace_back();
    }
    for (std::size_t i = 0; i < own_.rules.size(); ++i) {
      if (const auto found = nodes.find(own_.rules[i].section); found != nodes.end()) {
        result_.successors[found->second].push_back(i);
      }
    }
    return nodes;
  }

  // `*`: all own rules without `*`.
  std::size_t add_everything() {
    const auto node = result_.successors.size();
    result_.successors.emplace_back();
    for (std::size_t i = 0; i < own_.rules.size(); ++i) {
      const auto& overrides = own_.rules[i].overrides;
      if (std::ranges::find(overrides, "*") == overrides.end()) {
        result_.successors[node].push_back(i);
      }
    }
    return node;
  }

  // An unknown name is the loader's to report.
  void add_edge(std::size_t from, const std::map<std::string, std::size_t, std::less<>>& nodes,
                const std::string& name) {
    if (const auto found = nodes.find(name); found != nodes.end()) {
      result_.successors[from].push_back(found->second);
    }
  }

  const aspect& own_;
  const resolved_aspect* base_;
  resolved_aspect result_;
};

}  // namespace detail

/// The aspects of `document`, in its order, each with what it inherits. \pre `same_as` names
/// aspects that exist, without a circle.
[[nodiscard]] inline std::vector<resolved_aspect> resolve_aspects(const policy_document& document) {
  const auto& aspects = document.aspects;
  std::map<std::string, std::size_t> positions;
  for (std::size_t i = 0; i < aspects.size(); ++i) {
    positions.emplace(aspects[i].id, i);
  }
  std::vector<std::optional<resolved_aspect>> done(aspects.size());
  for (std::size_t i = 0; i < aspects.size(); ++i) {
    // Those that an aspect builds upon come first: follow the names, then build backwards.
    std::vector<std::size_t> chain{i};
    while (!done[chain.back()] && !aspects[chain.back()].same_as.empty()) {
      chain.push_back(positions.at(aspects[chain.back()].same_as));
    }
    for (auto at = chain.size(); at-- > 0;) {
      if (!done[chain[at]]) {
        const auto* base = at + 1 < chain.size() ? &*done[chain[at + 1]] : nullptr;
        done[chain[at]] = detail::aspect_resolver(aspects[chain[at]], base).resolve();
      }
    }
  }
  std::vector<resolved_aspect> all;
  all.reserve(done.size());
  for (auto& each : done) {
    all.push_back(std::move(*each));
  }
  return all;
}

}  // namespace shozai::inline v1
