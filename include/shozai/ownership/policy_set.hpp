// SPDX-License-Identifier: Apache-2.0
/// \file
/// The versions of one policy, each in force for some days.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/ownership/compiled_policy.hpp"

namespace shozai::inline v1 {

/// Policies of one id whose days of effect do not overlap: the one in force at a fault's time
/// decides it.
///
/// Days are those of the policy's zone; whoever knows the fault's time turns it into such a day.
class policy_set {
 public:
  /// \throws policy_error if the ids differ, a version stands twice, or two are in force on a day.
  explicit policy_set(std::vector<compiled_policy> versions) {
    for (auto& each : versions) {  // of equal days the first given stays first
      const auto place = std::ranges::upper_bound(versions_, first_day(each), {}, first_day);
      versions_.insert(place, std::move(each));
    }
    auto findings = check();
    if (!findings.empty()) {
      throw policy_error(std::move(findings));
    }
  }

  /// By the first day of effect.
  [[nodiscard]] const std::vector<compiled_policy>& versions() const noexcept { return versions_; }

  /// The version in force on `day`, or null.
  [[nodiscard]] const compiled_policy* in_force(std::int64_t day) const {
    for (const auto& p : versions_) {
      if (first_day(p) <= day && day < end_day(p)) {
        return &p;
      }
    }
    return nullptr;
  }

  /// The version in force on `day`, else the last one before, else the first one.
  /// \pre The set is not empty.
  [[nodiscard]] const compiled_policy& nearest(std::int64_t day) const {
    const auto* best = &versions_.front();
    for (const auto& p : versions_) {
      if (first_day(p) <= day) {
        best = &p;
      }
    }
    return *best;
  }

  /// What the version in force on `day` says of `f`, which was made for `nearest(day)`. With none
  /// in force every aspect of the nearest version is a gap that says so, with its interim owner.
  [[nodiscard]] std::vector<decision> decide(const fault& f, std::int64_t day) const {
    if (const auto* policy = in_force(day)) {
      return policy->decide(f);
    }
    std::vector<decision> all;
    for (const auto& a : nearest(day).document().aspects) {
      decision d;
      d.aspect = a.id;
      d.state = decision_state::gap;
      d.because.en = "no version of the policy is in force on " + format_date(day);
      d.because.ja = format_date(day) + " に有効な規程の版がありません";
      d.interim = interim_decision{a.interim.accountable, a.interim.within, {}};
      all.push_back(std::move(d));
    }
    return all;
  }

 private:
  static std::int64_t first_day(const compiled_policy& p) {
    return p.document().header.effective_from.value_or(std::numeric_limits<std::int64_t>::min());
  }
  static std::int64_t end_day(const compiled_policy& p) {
    return p.document().header.effective_to.value_or(std::numeric_limits<std::int64_t>::max());
  }

  [[nodiscard]] diagnostics check() const {
    diagnostics findings;
    const auto report = [&](std::string code, std::vector<std::string> arguments) {
      diagnostic finding;
      finding.code = std::move(code);
      finding.arguments = std::move(arguments);
      findings.push_back(std::move(finding));
    };
    if (versions_.empty()) {
      report("SZ123", {"policy_set"});
    }
    std::size_t longest = 0;  // of the versions so far, the one in force for longest
    for (std::size_t i = 1; i < versions_.size(); ++i) {
      const auto& a = versions_[longest];
      const auto& b = versions_[i];
      if (a.identity().id != b.identity().id) {
        report("SZ280", {a.identity().id, b.identity().id});
      } else if (first_day(b) < end_day(a)) {
        report("SZ281", {a.identity().version, b.identity().version});
      }
      longest = end_day(b) > end_day(a) ? i : longest;
    }
    std::vector<std::string> names;
    for (const auto& p : versions_) {
      if (std::ranges::find(names, p.identity().version) != names.end()) {
        report("SZ282", {p.identity().version});
      }
      names.push_back(p.identity().version);
    }
    return findings;
  }

  std::vector<compiled_policy> versions_;
};

}  // namespace shozai::inline v1
