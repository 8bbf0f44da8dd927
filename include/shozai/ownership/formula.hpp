// SPDX-License-Identifier: Apache-2.0
/// \file
/// Conditions of one aspect with their tests numbered: equal tests are one test.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "shozai/core/value.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// A condition whose leaves are numbers of tests and definitions in a `formula_table`.
struct formula {
  condition::kind what = condition::kind::constant;
  bool truth = true;
  std::size_t leaf = 0;  ///< test or definition
  std::vector<formula> operands;
};

/// The tests and definitions that some conditions use, each once.
class formula_table {
 public:
  struct test {
    std::size_t attribute;
    const value_set* accepted;  ///< in the document
  };

  explicit formula_table(const policy_document& document) : document_(&document) {}

  /// `c` over this table, to which it adds what is new. Recursion follows the depth of conditions
  /// and of definitions, which loading has bounded.
  [[nodiscard]] formula add(const condition& c) {
    formula f;
    f.what = c.what;
    f.truth = c.truth;
    if (c.what == condition::kind::test) {
      f.leaf = number_of(c.test);
    } else if (c.what == condition::kind::definition) {
      f.leaf = number_of(c.definition);
    }
    for (const auto& operand : c.operands) {
      f.operands.push_back(add(operand));
    }
    return f;
  }

  [[nodiscard]] const std::vector<test>& tests() const noexcept { return tests_; }
  [[nodiscard]] const std::vector<formula>& definitions() const noexcept { return definitions_; }

 private:
  struct by_content {
    bool operator()(const test& a, const test& b) const {
      if (a.attribute != b.attribute) {
        return a.attribute < b.attribute;
      }
      if (a.accepted->has_none() != b.accepted->has_none()) {
        return b.accepted->has_none();
      }
      const auto order = [](const interval& x, const interval& y) {
        return x.from != y.from ? x.from < y.from : x.to < y.to;
      };
      const auto x = a.accepted->intervals();
      const auto y = b.accepted->intervals();
      return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(), order);
    }
  };

  std::size_t number_of(const unary_test& t) {
    const test entry{t.attribute, &t.accepted};
    const auto [found, is_new] = test_numbers_.emplace(entry, tests_.size());
    if (is_new) {
      tests_.push_back(entry);
    }
    return found->second;
  }

  std::size_t number_of(std::size_t definition) {
    if (const auto found = definition_numbers_.find(definition);
        found != definition_numbers_.end()) {
      return found->second;
    }
    auto f = add(document_->definitions[definition].that);
    const auto number = definitions_.size();
    definitions_.push_back(std::move(f));
    definition_numbers_.emplace(definition, number);
    return number;
  }

  const policy_document* document_;
  std::vector<test> tests_;
  std::vector<formula> definitions_;
  std::map<test, std::size_t, by_content> test_numbers_;
  std::map<std::size_t, std::size_t> definition_numbers_;
};

/// Whether `f` is true of a complete fault, given by its values in the order of the schema.
[[nodiscard]] inline bool holds(const formula_table& table, const formula& f,
                                std::span<const value> values) {
  const auto holds_too = [&](const formula& o) { return holds(table, o, values); };
  switch (f.what) {
    case condition::kind::constant:
      return f.truth;
    case condition::kind::test: {
      const auto& t = table.tests()[f.leaf];
      return t.accepted->contains(values[t.attribute]);
    }
    case condition::kind::definition:
      return holds_too(table.definitions()[f.leaf]);
    case condition::kind::negation:
      return !holds_too(f.operands.front());
    case condition::kind::conjunction:
      return std::ranges::all_of(f.operands, holds_too);
    case condition::kind::disjunction:
      break;
  }
  return std::ranges::any_of(f.operands, holds_too);
}

/// The truth of every test in one completion, and of the definitions asked for so far.
class valuation {
 public:
  explicit valuation(const formula_table& table)
      : table_(&table), tests_(table.tests().size()), definitions_(table.definitions().size()) {}

  void set(std::size_t test, bool truth) { tests_[test] = truth ? 1 : 0; }
  /// After `set`: definitions are evaluated anew.
  void forget_definitions() { definitions_.assign(definitions_.size(), unasked); }

  [[nodiscard]] bool holds(const formula& f) {
    switch (f.what) {
      case condition::kind::constant:
        return f.truth;
      case condition::kind::test:
        return tests_[f.leaf] != 0;
      case condition::kind::definition:
        if (definitions_[f.leaf] == unasked) {
          definitions_[f.leaf] = holds(table_->definitions()[f.leaf]) ? 1 : 0;
        }
        return definitions_[f.leaf] == 1;
      case condition::kind::negation:
        return !holds(f.operands.front());
      case condition::kind::conjunction:
        return std::ranges::all_of(f.operands, [&](const formula& o) { return holds(o); });
      case condition::kind::disjunction:
        return std::ranges::any_of(f.operands, [&](const formula& o) { return holds(o); });
    }
    return false;
  }

 private:
  static constexpr std::uint8_t unasked = 2;

  const formula_table* table_;
  std::vector<std::uint8_t> tests_;
  std::vector<std::uint8_t> definitions_;
};

/// Which formulas may hold and which may fail, each test judged by itself: a superset of what can
/// really happen, at the cost of one pass.
class rough_valuation {
 public:
  /// `tests[i]`: whether test `i` may be true, and whether false.
  rough_valuation(const formula_table& table, std::vector<std::pair<bool, bool>> tests)
      : tests_(std::move(tests)) {
    for (const auto& definition : table.definitions()) {
      definitions_.push_back(judge(definition));
    }
  }

  [[nodiscard]] bool may_hold(const formula& f) const { return judge(f).first; }
  [[nodiscard]] bool may_fail(const formula& f) const { return judge(f).second; }

 private:
  [[nodiscard]] std::pair<bool, bool> judge(const formula& f) const {
    switch (f.what) {
      case condition::kind::constant:
        return {f.truth, !f.truth};
      case condition::kind::test:
        return tests_[f.leaf];
      case condition::kind::definition:
        return definitions_[f.leaf];
      case condition::kind::negation: {
        const auto [may, may_not] = judge(f.operands.front());
        return {may_not, may};
      }
      case condition::kind::conjunction:
      case condition::kind::disjunction:
        break;
    }
    const bool all = f.what == condition::kind::conjunction;
    std::pair result{all, !all};
    for (const auto& operand : f.operands) {
      const auto [may, may_not] = judge(operand);
      result.first = all ? result.first && may : result.first || may;
      result.second = all ? result.second || may_not : result.second && may_not;
    }
    return result;
  }

  std::vector<std::pair<bool, bool>> tests_;
  std::vector<std::pair<bool, bool>> definitions_;  // each after those that it names
};

}  // namespace shozai::inline v1
