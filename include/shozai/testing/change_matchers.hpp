// SPDX-License-Identifier: Apache-2.0
/// \file
/// Catch2 matchers for what changes from one version of a policy to the next, proved for every
/// possible fault.
///
///     CHECK_THAT(change_of(before, after), changes_only("cost"));
#pragma once

#include <algorithm>
#include <catch2/catch_tostring.hpp>
#include <catch2/matchers/catch_matchers_templated.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/difference.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/testing/assume.hpp"
#include "shozai/testing/decision_text.hpp"
#include "shozai/testing/proof_text.hpp"
#include "shozai/testing/string_makers.hpp"

namespace shozai::testing::inline v1 {

/// Two versions of a policy, to be compared by a matcher.
struct policy_change {
  compiled_policy before;
  compiled_policy after;
};

[[nodiscard]] inline policy_change change_of(compiled_policy before, compiled_policy after) {
  return {std::move(before), std::move(after)};
}

/// A claim about the aspects that change; a difference that was found already serves as well.
///
/// Faults that only one version knows do not count, as in `compare_policies`. Neither the claim
/// nor its negation passes where the comparison leaves it open: that is an error.
class change_matcher final : public Catch::Matchers::MatcherGenericBase {
 public:
  /// Whatever is not one of `aspects` stays as it is.
  explicit change_matcher(std::vector<std::string> aspects) : aspects_(std::move(aspects)) {}

  /// \throws std::runtime_error if it stays open
  [[nodiscard]] bool match(const policy_difference& d) const {
    found_.clear();
    require_known(d);
    const auto found = other_changes(d);
    if (!found.changes.empty() || !found.groups.empty() || any_other(d, is_changed)) {
      found_ = difference_text(found);
      return false;
    }
    if (any_other(d, is_open) || derived_otherwise(d)) {
      throw std::runtime_error("not known whether it " + describe() + ": " + difference_text(d));
    }
    return true;
  }
  [[nodiscard]] bool match(const policy_change& change) const {
    return match(compare_policies(change.before, change.after));
  }

 protected:
  /// With what changes besides, once that is known.
  [[nodiscard]] std::string describe() const override {
    return (aspects_.empty() ? "changes nothing" : "changes only " + word_list(aspects_)) +
           (found_.empty() ? "" : ", but also\n" + found_);
  }

 private:
  static bool is_changed(const compared_aspect& a) {
    return a.state != comparison::equal && a.state != comparison::undecided;
  }
  static bool is_open(const compared_aspect& a) { return a.state == comparison::undecided; }

  static bool derived_otherwise(const policy_difference& d) {
    return std::ranges::find(d.changes, "SZ749", &diagnostic::code) != d.changes.end();
  }

  void require_known(const policy_difference& d) const {
    for (const auto& name : aspects_) {
      if (std::ranges::find(d.aspects, name, &compared_aspect::aspect) == d.aspects.end()) {
        throw std::invalid_argument("neither version has the aspect " + name);
      }
    }
  }

  [[nodiscard]] bool is_other(const std::string& aspect) const {
    return std::ranges::find(aspects_, aspect) == aspects_.end();
  }

  template <typename Is>
  [[nodiscard]] bool any_other(const policy_difference& d, const Is& is) const {
    return std::ranges::any_of(
        d.aspects, [&](const compared_aspect& a) { return is_other(a.aspect) && is(a); });
  }

  // What changes in other aspects, with the notes that say so: new, gone, another interim owner.
  [[nodiscard]] policy_difference other_changes(const policy_difference& d) const {
    policy_difference others;
    others.attributes = d.attributes;
    for (const auto& c : d.changes) {
      if ((c.code == "SZ752" || c.code == "SZ753" || c.code == "SZ754") &&
          is_other(c.arguments.front())) {
        others.changes.push_back(c);
      }
    }
    for (const auto& g : d.groups) {
      if (is_other(g.aspect)) {
        others.groups.push_back(g);
      }
    }
    return others;
  }

  std::vector<std::string> aspects_;
  mutable std::string found_;
};

/// Every fault that both versions know is decided alike, by the same rule and for the same reason,
/// and held by the same interim owner.
[[nodiscard]] inline change_matcher changes_nothing() {
  return change_matcher({});
}

/// All other aspects stay as they are; these may change or not.
template <typename... Aspects>
[[nodiscard]] change_matcher changes_only(Aspects... aspects) {
  return change_matcher({std::string(std::move(aspects))...});
}

/// A claim that nothing changes for the faults that a condition does not hold for.
class changes_only_where_matcher final : public Catch::Matchers::MatcherGenericBase {
 public:
  explicit changes_only_where_matcher(std::string where) : where_(std::move(where)) {}

  /// \par Complexity That of compiling both versions anew, for the other faults alone.
  /// \throws policy_error if a version does not understand the condition, std::runtime_error if it
  /// stays open
  [[nodiscard]] bool match(const policy_change& change) const {
    found_.clear();
    const auto elsewhere = compare_policies(without(change.before), without(change.after));
    if (elsewhere.equal() == false) {
      found_ = difference_text(elsewhere);
      return false;
    }
    if (!elsewhere.equal()) {
      throw std::runtime_error("not known whether it " + describe() + ": " +
                               difference_text(elsewhere));
    }
    return true;
  }

 protected:
  /// With what changes elsewhere, once that is known.
  [[nodiscard]] std::string describe() const override {
    return "changes only where " + where_ + (found_.empty() ? "" : ", but elsewhere\n" + found_);
  }

 private:
  [[nodiscard]] compiled_policy without(const compiled_policy& policy) const {
    return assume(policy, condition::negate(parse_condition_of(policy.document(), where_)));
  }

  std::string where_;
  mutable std::string found_;
};

/// Nothing changes but for faults of which `condition`, in the words of both documents, is true.
/// Another interim owner is a change everywhere.
[[nodiscard]] inline changes_only_where_matcher changes_only_where(std::string condition) {
  return changes_only_where_matcher(std::move(condition));
}

}  // namespace shozai::testing::inline v1

namespace Catch {  // NOLINT: Catch2 asks for specialisations of its own templates

template <>
struct StringMaker<shozai::testing::policy_change> {
  static std::string convert(const shozai::testing::policy_change& change) {
    return StringMaker<shozai::compiled_policy>::convert(change.before) + " → " +
           change.after.identity().version;
  }
};

}  // namespace Catch
