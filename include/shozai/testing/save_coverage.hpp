// SPDX-License-Identifier: Apache-2.0
/// \file
/// What test cases exercise, and what they leave out → JSON.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/analysis_options.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/describe_set.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/literal.hpp"
#include "shozai/testing/coverage.hpp"
#include "shozai/testing/policy_places.hpp"
#include "shozai/testing/suggest_cases.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Writes the items of one coverage.
class coverage_saver {
 public:
  explicit coverage_saver(const policy_coverage& coverage)
      : coverage_(coverage), document_(coverage.policy().document()), places_(coverage.policy()) {
    for (const auto& d : document_.definitions) {
      definitions_.push_back(d.name);
    }
  }

  [[nodiscard]] json save(std::size_t number, const std::optional<bool>& reachable) {
    const auto& item = coverage_.items()[number];
    json out = {{"kind", std::string(name_of(item.kind))}};
    if (is_of_attribute(item)) {
      put_values(out, item);
    } else {
      put_rule(out, item);
    }
    places_.put(out, item.place);
    for (const auto& place : item.thresholds) {
      json at = json::object();
      places_.put(at, place);
      out["places"].push_back(std::move(at));
    }
    const auto& cases = coverage_.cases_of(number);
    constexpr std::size_t most = 20;
    out["reachable"] = reachable ? json(*reachable) : json(nullptr);
    out["hits"] = cases.size();
    out["cases"] = json::array();
    for (std::size_t i = 0; i < std::min(most, cases.size()); ++i) {
      out["cases"].push_back(cases[i]);
    }
    return out;
  }

  static std::string_view name_of(covered_kind kind) {
    return covered_kind_names.at(static_cast<std::size_t>(kind));
  }

 private:
  void put_rule(json& out, const coverage_item& item) const {
    out["part"] = std::string(rule_part_names.at(static_cast<std::size_t>(item.part)));
    out["aspect"] = document_.aspects[item.aspect].id;
    out["rule"] = item.id;
    if (item.kind == covered_kind::override_) {
      out["overrides"] = item.overrides;
    }
  }

  void put_values(json& out, const coverage_item& item) const {
    const auto& a = document_.attributes[item.attribute];
    out["attribute"] = a.name;
    if (item.kind == covered_kind::boundary) {
      out["value"] = write_literal(a, item.values.intervals().front().from);
      out["side"] = std::string(boundary_side_names.at(static_cast<std::size_t>(item.side)));
    }
    out["when"] = item.values == a.everything()
                      ? "true"
                      : condition_printer(document_.attributes, definitions_)
                            .print(describe_set(a, item.attribute, item.values));
  }

  const policy_coverage& coverage_;
  const policy_document& document_;
  policy_places places_;
  std::vector<std::string> definitions_;
};

}  // namespace detail

/// The coverage with what is missing: items, each with its place, and sums by kind. Items that are
/// proved unreachable do not count. `gaps`: what `suggest_cases` answers; nothing if that was over
/// budget, and then nothing is said to be unreachable. `cases`: how many were run.
[[nodiscard]] inline json save_tree(const policy_coverage& coverage,
                                    const std::optional<coverage_gaps>& gaps, std::size_t cases) {
  json out = {{"policy", save_tree(coverage.policy().identity())}, {"cases", cases}};
  struct sums {
    std::size_t covered = 0;
    std::size_t total = 0;
    std::size_t unreachable = 0;
  };
  std::array<sums, covered_kind_names.size()> by_kind;
  detail::coverage_saver saver(coverage);
  out["kinds"] = json::object();
  out["items"] = json::array();
  for (std::size_t i = 0; i < coverage.items().size(); ++i) {
    std::optional<bool> reachable = true;
    if (!coverage.is_covered(i)) {
      const auto among = [&](const std::vector<std::size_t>& numbers) {
        return std::ranges::find(numbers, i) != numbers.end();
      };
      reachable =
          !gaps || among(gaps->not_found) ? std::nullopt : std::optional{!among(gaps->unreachable)};
    }
    auto& sum = by_kind.at(static_cast<std::size_t>(coverage.items()[i].kind));
    sum.covered += coverage.is_covered(i) ? 1 : 0;
    sum.total += reachable == false ? 0 : 1;
    sum.unreachable += reachable == false ? 1 : 0;
    out["items"].push_back(saver.save(i, reachable));
  }
  for (std::size_t k = 0; k < by_kind.size(); ++k) {
    out["kinds"][std::string(covered_kind_names.at(k))] = {
        {"covered", by_kind.at(k).covered},
        {"total", by_kind.at(k).total},
        {"unreachable", by_kind.at(k).unreachable}};
  }
  return out;
}

/// The suggested faults as cases of a file have them, each with the numbers of the items that it
/// exercises, and how few cases there must be.
[[nodiscard]] inline json save_tree(const coverage_gaps& gaps, const schema& attributes) {
  json out = {{"cases", json::array()}, {"least", gaps.least}};
  for (const auto& c : gaps.cases) {
    auto f = json::object();
    for (std::size_t i = 0; i < c.values.size(); ++i) {
      if (c.values[i]) {
        f[attributes[i].name] = save_value(attributes[i], *c.values[i]);
      }
    }
    out["cases"].push_back({{"fault", std::move(f)}, {"items", c.items}});
  }
  out["unreachable"] = gaps.unreachable;
  out["not_found"] = gaps.not_found;
  return out;
}

}  // namespace shozai::inline v1
