// SPDX-License-Identifier: Apache-2.0
// Random policies, small enough to look at every completion: analysis by diagram and by boxes must
// find just what is there.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <future>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/completions.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "support/random_evaluators.hpp"
#include "support/random_policy.hpp"

namespace {

using shozai::finding_kind;
using shozai::testing::policies;
using shozai::testing::policies_per_run;
using shozai::testing::random_policy;

constexpr std::uint64_t most_completions = 3'000;

using found_set = std::set<std::pair<finding_kind, std::vector<std::string>>>;

/// Kinds that are a matter of which completions there are.
bool is_semantic(finding_kind kind) {
  switch (kind) {
    case finding_kind::conflict:
    case finding_kind::unique_violation:
    case finding_kind::gap:
    case finding_kind::shadowed:
    case finding_kind::never_true:
    case finding_kind::unreachable_otherwise:
    case finding_kind::redundant:
    case finding_kind::overlap:
    case finding_kind::by_default:
      return true;
    default:
      return false;
  }
}

/// Looks at every completion of an aspect, rule by rule.
class plain_analyser {
 public:
  explicit plain_analyser(const shozai::aspect_evaluator& aspect)
      : aspect_(aspect),
        rules_(aspect.aspect().rules.size()),
        applies_(rules_, false),
        left_(rules_, false),
        matters_(rules_, false) {}

  /// Nothing if there are too many completions.
  std::optional<found_set> analyse() {
    shozai::fault nothing_known;
    for (const auto& a : aspect_.document().attributes) {
      nothing_known.attributes.emplace_back(a.everything());
    }
    const shozai::completions all(aspect_.tests(), aspect_.document().attributes, nothing_known);
    if (all.count() > most_completions) {
      return std::nullopt;
    }
    all.for_each([&](shozai::valuation& now) {
      if (aspect_.is_possible(now)) {
        look_at(now);
      }
      return true;
    });
    return any_ ? std::optional{report()} : std::nullopt;
  }

 private:
  void look_at(shozai::valuation& now) {
    any_ = true;
    const auto applying = aspect_.applying(now);
    const auto left = aspect_.leave(applying);
    for (const auto r : applying) {
      applies_[r] = true;
    }
    uncovered_ = uncovered_ || applying.empty();
    for (const auto r : left) {
      left_[r] = true;
      auto without = applying;
      std::erase(without, r);
      matters_[r] = matters_[r] || !same(applying, without, now);
      for (const auto s : left) {
        if (r < s) {
          pairs_.insert({r, s});
        }
      }
    }
  }

  // Whether a fault is told the same with other rules that apply, `also` rules taken in.
  bool same(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b,
            shozai::valuation& now) const {
    const auto x = aspect_.judge(a, now);
    const auto y = aspect_.judge(b, now);
    return x.state == y.state && (x.state != shozai::decision_state::decided ||
                                  agree(aspect_.assigned(x), aspect_.assigned(y)));
  }

  found_set report() const {
    found_set found;
    const auto& rules = aspect_.aspect().rules;
    for (std::size_t r = 0; r < rules_ && rules[r].generation == 0; ++r) {
      if (!applies_[r]) {
        found.insert({finding_kind::never_true, {rules[r].id}});
      } else if (!left_[r]) {
        found.insert({finding_kind::shadowed, {rules[r].id}});
      } else if (!matters_[r]) {
        found.insert({finding_kind::redundant, {rules[r].id}});
      }
    }
    for (const auto& [r, s] : pairs_) {
      if (rules[s].generation != 0) {
        continue;
      }
      const bool unique = aspect_.aspect().hit_policy == shozai::hit_policy::unique;
      const bool same = agree(rules[r].rule->then, rules[s].rule->then);
      found.insert({unique ? finding_kind::unique_violation
                    : same ? finding_kind::overlap
                           : finding_kind::conflict,
                    {rules[r].id, rules[s].id}});
    }
    const auto& otherwise = aspect_.aspect().otherwise;
    if (uncovered_) {
      found.insert(otherwise ? std::pair{finding_kind::by_default, std::vector{otherwise->id}}
                             : std::pair{finding_kind::gap, std::vector<std::string>{}});
    } else if (otherwise && otherwise->generation == 0) {
      found.insert({finding_kind::unreachable_otherwise, {otherwise->id}});
    }
    return found;
  }

  const shozai::aspect_evaluator& aspect_;
  std::size_t rules_;
  bool any_ = false;
  bool uncovered_ = false;
  std::vector<bool> applies_;
  std::vector<bool> left_;
  std::vector<bool> matters_;
  std::set<std::pair<std::size_t, std::size_t>> pairs_;
};

found_set found_in(const shozai::analysis& a, const std::string& aspect) {
  found_set found;
  for (const auto& f : a.findings) {
    const bool of_rule = f.rules.empty() || !f.rules.front().accountable.empty();
    if (f.aspect != aspect || !is_semantic(f.kind) || !of_rule) {
      continue;
    }
    std::vector<std::string> ids;
    for (const auto& r : f.rules) {
      ids.push_back(r.id);
    }
    found.insert({f.kind, std::move(ids)});
  }
  return found;
}

/// `also` rules and interim rules are not looked at by the plain analyser.
bool is_of_rule(const shozai::compiled_policy& policy, std::size_t aspect, const std::string& id) {
  const auto& resolved = policy.evaluator(aspect).aspect();
  return std::ranges::any_of(resolved.rules, [&](const auto& r) { return r.id == id; }) ||
         (resolved.otherwise && resolved.otherwise->id == id);
}

found_set of_rules(found_set found, const shozai::compiled_policy& policy, std::size_t aspect) {
  std::erase_if(found, [&](const auto& f) {
    return !f.second.empty() && !is_of_rule(policy, aspect, f.second.front());
  });
  return found;
}

}  // namespace

TEST_CASE("random policies: the same document gives the same findings, in any thread") {
  const auto run = GENERATE(range(0U, policies() / policies_per_run / 8));
  const auto text = random_policy(run).dump();
  const auto write = [&] {
    const auto policy = shozai::compile_policy(text);
    return save_tree(shozai::analyse(policy), policy).dump();
  };
  auto elsewhere = std::async(std::launch::async, write);
  const auto here = write();
  CHECK(here == elsewhere.get());
  CHECK(here == write());
}

TEST_CASE("random policies: analysis finds what looking at every completion finds") {
  const auto run = GENERATE(range(0U, policies() / policies_per_run / 2));
  shozai::compile_options no_diagram;
  no_diagram.budget.nodes = 0;
  std::size_t compared = 0;
  for (auto seed = run * policies_per_run; seed < (run + 1) * policies_per_run; ++seed) {
    const auto text = random_policy(seed).dump();
    const auto policy = shozai::compile_policy(text);
    const auto over_budget = shozai::compile_policy(text, {}, no_diagram);
    const auto by_diagram = shozai::analyse(policy);
    const auto by_boxes = shozai::analyse(over_budget);
    for (std::size_t i = 0; i < policy.aspect_count(); ++i) {
      auto expected = plain_analyser(policy.evaluator(i)).analyse();
      if (!expected) {
        continue;
      }
      ++compared;
      const auto& id = policy.document().aspects[i].id;
      INFO(seed << " " << id << "\n" << text);
      CHECK(of_rules(found_in(by_diagram, id), policy, i) == *expected);
      if (!over_budget.plan(i).diagram) {  // redundancy stays open there, and says so
        std::erase_if(*expected, [](const auto& f) { return f.first == finding_kind::redundant; });
      }
      CHECK(of_rules(found_in(by_boxes, id), policy, i) == *expected);
    }
  }
  CHECK(compared > 0);
}
