// SPDX-License-Identifier: Apache-2.0
/// \file
/// Catch2 matchers for what can be proved of a policy: for every possible fault, not for samples.
///
///     CHECK_THAT(policy, has_no_conflicts());
#pragma once

#include <algorithm>
#include <catch2/matchers/catch_matchers_templated.hpp>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/testing/proof_text.hpp"
#include "shozai/testing/string_makers.hpp"

namespace shozai::testing::inline v1 {

/// A claim about a policy that holds if its analysis finds nothing of certain kinds.
///
/// Neither the claim nor its negation passes where the analysis ends over budget, or where the
/// assumptions leave no fault at all: that is an error.
class proof_matcher final : public Catch::Matchers::MatcherGenericBase {
 public:
  /// `open_questions`: as a finding about what was not fully examined names them.
  proof_matcher(std::string claim, std::vector<finding_kind> against,
                std::vector<std::string> open_questions)
      : claim_(std::move(claim)),
        against_(std::move(against)),
        open_questions_(std::move(open_questions)) {}

  /// The same claim about one aspect.
  [[nodiscard]] proof_matcher in(std::string aspect) const {
    proof_matcher result(claim_, against_, open_questions_);
    result.aspect_ = std::move(aspect);
    return result;
  }

  /// \par Complexity That of `analyse`.
  /// \throws std::invalid_argument for an unknown aspect, std::runtime_error if it stays open
  [[nodiscard]] bool match(const compiled_policy& policy) const {
    if (aspect_ && !policy.find_aspect(*aspect_)) {
      throw std::invalid_argument("the policy has no aspect " + *aspect_);
    }
    found_.clear();
    std::string open;
    const auto analysed = analyse(policy);
    for (const auto& f : analysed.findings) {
      if (!is_about(f, policy, analysed)) {
        continue;
      }
      const auto text = "\n  " + finding_text(f, policy.attributes());
      if (contains(against_, f.kind)) {
        found_ += text;
      } else if (leaves_open(f)) {
        open += text;
      }
    }
    if (found_.empty() && !open.empty()) {
      throw std::runtime_error("not known whether it " + describe() + ":" + open);
    }
    return found_.empty();
  }

 protected:
  /// With what speaks against it, once that is known.
  [[nodiscard]] std::string describe() const override {
    return claim_ + (aspect_ ? " in " + *aspect_ : "") + (found_.empty() ? "" : ", but" + found_);
  }

 private:
  template <typename Item>
  [[nodiscard]] static bool contains(const std::vector<Item>& all, const Item& item) {
    return std::ranges::find(all, item) != all.end();
  }

  [[nodiscard]] bool is_about(const shozai::finding& f, const compiled_policy& policy,
                              const analysis& analysed) const {
    return !aspect_ || f.aspect.empty() || f.aspect == *aspect_ ||
           (contains(against_, finding_kind::conflict) && inherits(f.aspect, policy) &&
            may_conflict(analysed));
  }

  // A conflict of rules that an aspect takes from another one is a finding about that one alone.
  [[nodiscard]] bool inherits(const std::string& from, const compiled_policy& policy) const {
    const auto& aspects = policy.document().aspects;
    auto name = *aspect_;
    while (!name.empty() && name != from) {
      name = aspects[*policy.find_aspect(name)].same_as;
    }
    return !name.empty();
  }
  [[nodiscard]] bool may_conflict(const analysis& analysed) const {
    const auto found = std::ranges::find(analysed.aspects, *aspect_, &aspect_summary::aspect);
    return found == analysed.aspects.end() || !found->conflict || *found->conflict > 0;
  }

  [[nodiscard]] bool leaves_open(const shozai::finding& f) const {
    return f.kind == finding_kind::contradictory_assumptions ||
           (f.kind == finding_kind::undecided && contains(open_questions_, f.what.arguments[1]));
  }

  std::string claim_;
  std::vector<finding_kind> against_;
  std::vector<std::string> open_questions_;
  std::optional<std::string> aspect_;
  mutable std::string found_;
};

/// Some rule applies to every possible fault, in every aspect.
[[nodiscard]] inline proof_matcher has_no_gaps() {
  return {"has no gaps", {finding_kind::gap}, {"gap"}};
}

/// No two rules contradict each other, for no possible fault.
[[nodiscard]] inline proof_matcher has_no_conflicts() {
  return {"has no conflicts",
          {finding_kind::conflict, finding_kind::unique_violation},
          {"conflict", "unique_violation"}};
}

/// Every guarantee of the document holds, but for those about the organization.
[[nodiscard]] inline proof_matcher keeps_its_guarantees() {
  return {"keeps its guarantees", {finding_kind::guarantee_failed}, {"guarantee"}};
}

}  // namespace shozai::testing::inline v1
