// SPDX-License-Identifier: Apache-2.0
/// \file
/// Why a decision is as it is: the rules that apply, the tests that made them, what stepped back.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/ownership/certainty.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/completions.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/policy/condition_printer.hpp"

namespace shozai::inline v1 {

/// One test of one attribute, in the words of the policy.
struct explained_test {
  std::string text;  ///< `severity >= 4`
  std::string attribute;
  std::string value;  ///< what is known of the attribute: `5`, `null`, empty: not known
  certainty holds = certainty::sometimes;
};

/// What a rule does in a decision.
enum class rule_role : std::uint8_t {
  decides,     ///< left in every completion
  may_decide,  ///< left in some completion
  overridden,  ///< applies, but steps back wherever it does
  adds,        ///< an `also` that holds
};

inline constexpr std::array<std::string_view, 4> rule_role_names = {"decides", "may_decide",
                                                                    "overridden", "adds"};

/// A rule that applies in some completion.
struct explained_rule {
  std::string id;
  rule_role role = rule_role::may_decide;
  certainty applies = certainty::sometimes;
  std::string accountable;
  std::string when;  ///< empty: `otherwise`
  localized_text because;
  localized_text source;
  std::vector<std::string> overridden_by;  ///< applying rules that it steps back for
  std::vector<explained_test> tests;
  std::string pointer;
};

/// A rule that would apply if one part of its condition held: all others do.
struct near_miss {
  std::string id;
  std::string accountable;
  std::string failing;  ///< that part, as a condition
  localized_text because;
  std::string pointer;
};

/// A decision with the rules behind it.
struct explanation {
  decision result;
  std::vector<explained_rule> rules;  ///< deciding ones first, then in document order
  std::vector<near_miss> nearly;      ///< the first few rules that just do not apply
  std::vector<std::string> unknown;   ///< attributes that the aspect asks and the fault leaves open
};

/// How many rules are looked at, completion by completion, before an explanation goes without them.
inline constexpr std::uint64_t max_explain_steps = std::uint64_t{1} << 23U;

namespace detail {

/// Gathers what every rule does over all completions.
class explainer {
 public:
  explainer(const compiled_policy& policy, std::size_t aspect, const fault& f)
      : policy_(policy),
        evaluator_(policy.evaluator(aspect)),
        fault_(f),
        completions_(evaluator_.tests(), policy.attributes(), f) {
    result_.result = policy.decide(f, aspect);
    for (const auto& d : policy.document().definitions) {
      definitions_.push_back(d.name);
    }
  }

  [[nodiscard]] explanation explain() {
    list_unknown();
    const rough_valuation rough(evaluator_.tests(), completions_.possible_truths());
    list_near_misses(rough);
    list_candidates(rough);
    if (completions_.count() <= max_explain_steps / (candidates_.size() + 1)) {
      count();
      write_rules();
    }
    return std::move(result_);
  }

 private:
  struct tally {
    std::uint64_t applies = 0;
    std::uint64_t left = 0;
    std::set<std::size_t> overridden_by;
  };

  void list_unknown() {
    std::set<std::size_t> asked;
    for (const auto& t : evaluator_.tests().tests()) {
      asked.insert(t.attribute);
    }
    for (const auto i : asked) {
      if (!fault_.attributes[i].known()) {
        result_.unknown.push_back(policy_.attributes()[i].name);
      }
    }
  }

  // Rules whose condition fails by one of its parts alone, whatever the unknowns turn out to be.
  void list_near_misses(const rough_valuation& rough) {
    constexpr std::size_t most = 5;
    const auto& formulas = evaluator_.rule_formulas();
    for (std::size_t i = 0; i < formulas.size() && result_.nearly.size() < most; ++i) {
      if (const auto part = failing_part(formulas[i], rough)) {
        add_near_miss(evaluator_.rule(i), *part);
      }
    }
  }

  // The one part of a conjunction that cannot hold, if all others must.
  static std::optional<std::size_t> failing_part(const formula& f, const rough_valuation& rough) {
    if (f.what != condition::kind::conjunction) {
      return std::nullopt;
    }
    std::optional<std::size_t> failing;
    for (std::size_t part = 0; part < f.operands.size(); ++part) {
      const bool holds = !rough.may_fail(f.operands[part]);
      const bool fails = !rough.may_hold(f.operands[part]);
      if ((!holds && !fails) || (fails && failing)) {
        return std::nullopt;
      }
      failing = fails ? part : failing;
    }
    return failing;
  }

  void add_near_miss(const resolved_rule& r, std::size_t part) {
    result_.nearly.push_back({r.id, r.rule->then.accountable,
                              printer().print(r.rule->when.operands[part]), r.rule->because,
                              r.rule->pointer});
  }

  void list_candidates(const rough_valuation& rough) {
    const auto& formulas = evaluator_.rule_formulas();
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      if (rough.may_hold(formulas[i])) {
        candidates_.push_back(i);
      }
    }
  }

  void count() {
    const auto& aspect = evaluator_.aspect();
    rules_.resize(aspect.rules.size() + 1);  // and `otherwise`
    also_.resize(aspect.also.size());
    completions_.for_each([&](valuation& now) {
      if (evaluator_.is_possible(now)) {
        ++total_;
        count(applying(now), now);
      }
      return true;
    });
  }

  [[nodiscard]] std::vector<std::size_t> applying(valuation& now) const {
    std::vector<std::size_t> all;
    std::ranges::copy_if(candidates_, std::back_inserter(all),
                         [&](std::size_t i) { return now.holds(evaluator_.rule_formulas()[i]); });
    return all;
  }

  void count(const std::vector<std::size_t>& applying, valuation& now) {
    const auto o = evaluator_.judge(applying, now);
    for (const auto i : applying) {
      ++rules_[i].applies;
    }
    for (const auto i : o.left) {
      ++rules_[i].left;
      if (i == evaluator_.aspect().rules.size()) {
        ++rules_[i].applies;
      }
    }
    for (const auto i : o.also) {
      ++also_[i].applies;
    }
    for (const auto i : applying) {
      if (std::ranges::find(o.left, i) == o.left.end()) {
        note_overriders(i, o.left);
      }
    }
  }

  // Of the rules left, those that rule `i` steps back for.
  void note_overriders(std::size_t i, const std::vector<std::size_t>& left) {
    const auto& aspect = evaluator_.aspect();
    for (const auto other : left) {
      const bool by_order = aspect.hit_policy == hit_policy::first;
      const bool younger = other < aspect.rules.size() &&
                           aspect.rules[other].generation < aspect.rules[i].generation;
      if (by_order || younger || std::ranges::binary_search(evaluator_.overridden({other}), i)) {
        rules_[i].overridden_by.insert(other);
      }
    }
  }

  void write_rules() {
    for (const auto role : {rule_role::decides, rule_role::may_decide, rule_role::overridden}) {
      for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].applies > 0 && role_of(rules_[i]) == role) {
          add(evaluator_.rule(i), rules_[i], role);
        }
      }
    }
    for (std::size_t i = 0; i < also_.size(); ++i) {
      if (also_[i].applies > 0) {
        add(evaluator_.aspect().also[i], also_[i], rule_role::adds);
      }
    }
  }

  [[nodiscard]] rule_role role_of(const tally& t) const {
    return t.left == total_ ? rule_role::decides
           : t.left > 0     ? rule_role::may_decide
                            : rule_role::overridden;
  }

  void add(const resolved_rule& r, const tally& t, rule_role role) {
    explained_rule out;
    out.id = r.id;
    out.role = role;
    out.applies = t.applies == total_ ? certainty::always : certainty::sometimes;
    out.accountable = r.rule->then.accountable;
    out.because = r.rule->because;
    out.source = r.rule->origin.source;
    out.pointer = r.rule->pointer;
    for (const auto i : t.overridden_by) {
      out.overridden_by.push_back(evaluator_.rule(i).id);
    }
    if (!is_otherwise(r)) {
      out.when = printer().print(r.rule->when);
      add_tests(r.rule->when, out.tests);
    }
    result_.rules.push_back(std::move(out));
  }

  [[nodiscard]] bool is_otherwise(const resolved_rule& r) const {
    const auto& otherwise = evaluator_.aspect().otherwise;
    return otherwise && otherwise->rule == r.rule;
  }

  [[nodiscard]] condition_printer printer() const { return {policy_.attributes(), definitions_}; }

  void add_tests(const condition& c, std::vector<explained_test>& to) const {
    for_each_test(c, [&](const unary_test& t) { add_test(t, to); });
    for_each_definition(
        c, [&](std::size_t named) { add_tests(policy_.document().definitions[named].that, to); });
  }

  void add_test(const unary_test& t, std::vector<explained_test>& to) const {
    const auto& a = policy_.attributes()[t.attribute];
    const auto& known = fault_.attributes[t.attribute];
    explained_test out;
    out.text = printer().print(t);
    out.attribute = a.name;
    if (std::ranges::find(to, out.text, &explained_test::text) != to.end()) {
      return;
    }
    if (known.known()) {
      out.value = is_none(*known.known()) ? "null" : write_literal(a, *known.known());
    }
    const auto inside = intersect(known.possible(), t.accepted);
    out.holds = inside.empty()               ? certainty::never
                : inside == known.possible() ? certainty::always
                                             : certainty::sometimes;
    to.push_back(std::move(out));
  }

  const compiled_policy& policy_;
  const aspect_evaluator& evaluator_;
  const fault& fault_;
  completions completions_;
  std::vector<std::string> definitions_;
  std::vector<std::size_t> candidates_;  // rules that may apply
  std::vector<tally> rules_;
  std::vector<tally> also_;
  std::uint64_t total_ = 0;
  explanation result_;
};

}  // namespace detail

/// Why aspect number `aspect` says what it says of `f`. Where the completions times the
/// rules that may apply are more than `max_explain_steps` no rules are listed.
///
/// \par Complexity As `compiled_policy::decide`, some times over.
[[nodiscard]] inline explanation explain(const compiled_policy& policy, const fault& f,
                                         std::size_t aspect) {
  return detail::explainer(policy, aspect, f).explain();
}

}  // namespace shozai::inline v1
