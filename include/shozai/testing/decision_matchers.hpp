// SPDX-License-Identifier: Apache-2.0
/// \file
/// Catch2 matchers for what a policy says of a fault.
///
///     CHECK_THAT(policy.decide(fault), is_owned_by("quality").in("root_cause"));
#pragma once

#include <algorithm>
#include <catch2/matchers/catch_matchers_templated.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/decision.hpp"
#include "shozai/testing/decision_text.hpp"
#include "shozai/testing/string_makers.hpp"

namespace shozai::testing::inline v1 {

/// A claim about one decision.
///
/// Of the decisions of all aspects it is about the one that `in` names, or about the only one. To
/// leave open which of several is meant is an error: the claim and its negation would both pass.
class decision_matcher final : public Catch::Matchers::MatcherGenericBase {
 public:
  decision_matcher(std::string claim, std::function<bool(const decision&)> holds)
      : claim_(std::move(claim)), holds_(std::move(holds)) {}

  /// The same claim about one aspect of several.
  [[nodiscard]] decision_matcher in(std::string aspect) const {
    decision_matcher result(claim_, holds_);
    result.aspect_ = std::move(aspect);
    return result;
  }

  /// \throws std::invalid_argument if it is about another aspect.
  [[nodiscard]] bool match(const decision& d) const {
    if (aspect_ && *aspect_ != d.aspect) {
      throw std::invalid_argument("the decision is about " + d.aspect + ", not about " + *aspect_);
    }
    return holds_(d);
  }

  /// \throws std::invalid_argument if none of the decisions is meant, or it is not said which.
  [[nodiscard]] bool match(const std::vector<decision>& all) const { return holds_(chosen(all)); }

 protected:
  [[nodiscard]] std::string describe() const override {
    return claim_ + (aspect_ ? " in " + *aspect_ : "");
  }

 private:
  [[nodiscard]] const decision& chosen(const std::vector<decision>& all) const {
    const auto found = aspect_ ? std::ranges::find(all, *aspect_, &decision::aspect) : all.begin();
    if (found != all.end() && (aspect_ || all.size() == 1)) {
      return *found;
    }
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const auto& d : all) {
      names.push_back(d.aspect);
    }
    throw std::invalid_argument(
        aspect_ ? "there is no aspect " + *aspect_ + ", only " + word_list(names)
                : "there are several aspects: say which is meant, with .in(...) for " +
                      word_list(names, "or"));
  }

  std::string claim_;
  std::function<bool(const decision&)> holds_;
  std::optional<std::string> aspect_;
};

namespace detail {

[[nodiscard]] inline bool same_set(std::vector<std::string> a, std::vector<std::string> b) {
  for (auto* each : {&a, &b}) {
    std::ranges::sort(*each);
    each->erase(std::unique(each->begin(), each->end()), each->end());
  }
  return a == b;
}

}  // namespace detail

/// The department or team is accountable for it, in every completion of the fault.
[[nodiscard]] inline decision_matcher is_owned_by(std::string owner) {
  auto claim = "is owned by " + owner;
  return {std::move(claim), [owner = std::move(owner)](const decision& d) {
            return !d.interim && d.assigned.accountable == owner;
          }};
}

/// Nobody is accountable yet, and the department or team holds it meanwhile.
[[nodiscard]] inline decision_matcher is_held_by(std::string interim_owner) {
  auto claim = "is held by " + interim_owner + " meanwhile";
  return {std::move(claim), [owner = std::move(interim_owner)](const decision& d) {
            return d.interim && d.interim->accountable == owner;
          }};
}

/// One rule decides in every completion of the fault, and it is this one.
[[nodiscard]] inline decision_matcher decides_by_rule(std::string rule) {
  auto claim = "decides by rule " + rule;
  return {std::move(claim),
          [rule = std::move(rule)](const decision& d) { return !rule.empty() && d.rule == rule; }};
}

/// It depends on what is not known yet, and just these may turn out accountable.
template <typename... Owners>
[[nodiscard]] decision_matcher is_undetermined_between(Owners... owners) {
  std::vector<std::string> all{std::string(std::move(owners))...};
  auto claim = "is undetermined between " + word_list(all);
  return {std::move(claim), [all = std::move(all)](const decision& d) {
            return d.state == decision_state::undetermined && detail::same_set(d.possible, all);
          }};
}

/// No rule applies, in no completion of the fault.
[[nodiscard]] inline decision_matcher is_a_gap() {
  return {"is a gap", [](const decision& d) { return d.state == decision_state::gap; }};
}

/// Just these rules contradict each other.
template <typename... Rules>
[[nodiscard]] decision_matcher is_a_conflict_of(Rules... rules) {
  std::vector<std::string> all{std::string(std::move(rules))...};
  auto claim = "is a conflict of rules " + word_list(all);
  return {std::move(claim), [all = std::move(all)](const decision& d) {
            return d.state == decision_state::conflict && detail::same_set(d.rules, all);
          }};
}

/// The assumptions exclude the fault.
[[nodiscard]] inline decision_matcher is_impossible() {
  return {"is impossible", [](const decision& d) { return d.state == decision_state::impossible; }};
}

/// The attribute is what to find out next.
[[nodiscard]] inline decision_matcher asks_for(std::string attribute) {
  auto claim = "asks for " + attribute;
  return {std::move(claim), [attribute = std::move(attribute)](const decision& d) {
            return d.ask && d.ask->attribute == attribute;
          }};
}

}  // namespace shozai::testing::inline v1
