// SPDX-License-Identifier: Apache-2.0
/// \file
/// All fillings of a fault's unknowns, as far as a table of tests can tell them apart.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/formula.hpp"

namespace shozai::inline v1 {

/// For each attribute of the table the distinct ways in which its tests can come out.
///
/// The constants of the tests and the bounds of what is known cut a domain into cells; all values
/// of a cell fare alike, so its first value stands for it. Cells that no test tells apart are one.
class completions {
 public:
  completions(const formula_table& table, const schema& attributes, const fault& f)
      : table_(&table) {
    std::map<std::size_t, std::size_t> positions;  // attribute → axis
    for (std::size_t i = 0; i < table.tests().size(); ++i) {
      const auto attribute = table.tests()[i].attribute;
      const auto [found, is_new] = positions.emplace(attribute, axes_.size());
      if (is_new) {
        axes_.push_back({attribute, {}, {}});
      }
      axes_[found->second].tests.push_back(i);
    }
    std::ranges::sort(axes_, {}, &axis_of_tests::attribute);
    for (auto& axis : axes_) {
      fill(axis, attributes[axis.attribute], f.attributes[axis.attribute]);
    }
  }

  /// How many there are; the largest number there is, if there are more.
  [[nodiscard]] std::uint64_t count() const noexcept {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t product = 1;
    for (const auto& axis : axes_) {
      product = product > most / axis.outcomes.size() ? most : product * axis.outcomes.size();
    }
    return product;
  }

  /// Calls `visit(valuation&)` for each one, until it returns false.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    valuation now(*table_);
    std::vector<std::size_t> at(axes_.size(), 0);
    for (const auto& axis : axes_) {
      assign(now, axis, 0);
    }
    while (true) {
      now.forget_definitions();
      if (!visit(now)) {
        return;
      }
      // Count up, the last attribute fastest.
      auto i = axes_.size();
      while (i > 0 && at[i - 1] + 1 == axes_[i - 1].outcomes.size()) {
        --i;
        at[i] = 0;
        assign(now, axes_[i], 0);
      }
      if (i == 0) {
        return;
      }
      assign(now, axes_[i - 1], ++at[i - 1]);
    }
  }

  /// For every test, whether it can come out true, and whether false.
  [[nodiscard]] std::vector<std::pair<bool, bool>> possible_truths() const {
    std::vector<std::pair<bool, bool>> all(table_->tests().size());
    for (const auto& axis : axes_) {
      for (const auto& each : axis.outcomes) {
        for (std::size_t i = 0; i < axis.tests.size(); ++i) {
          (each[i] ? all[axis.tests[i]].first : all[axis.tests[i]].second) = true;
        }
      }
    }
    return all;
  }

 private:
  using outcome = std::vector<bool>;  // one truth a test of the axis

  struct axis_of_tests {
    std::size_t attribute;
    std::vector<std::size_t> tests;
    std::vector<outcome> outcomes;
  };

  void fill(axis_of_tests& axis, const attribute& a, const knowledge& known) const {
    std::set<outcome> seen;
    const auto add = [&](const value& v) {
      outcome truth;
      for (const auto test : axis.tests) {
        truth.push_back(table_->tests()[test].accepted->contains(v));
      }
      if (seen.insert(truth).second) {
        axis.outcomes.push_back(std::move(truth));
      }
    };
    if (known.known()) {
      add(*known.known());
      return;
    }
    std::set<value> first_values{a.domain.first()};
    const auto cut = [&](const value_set& s) {
      for (const auto& i : s.intervals()) {
        first_values.insert(i.from);
        if (i.to) {
          first_values.insert(*i.to);
        }
      }
    };
    cut(known.possible());
    for (const auto test : axis.tests) {
      cut(*table_->tests()[test].accepted);
    }
    if (known.possible().has_none()) {
      add(none{});
    }
    for (const auto& v : first_values) {
      if (known.possible().contains(v)) {
        add(v);
      }
    }
  }

  static void assign(valuation& now, const axis_of_tests& axis, std::size_t which) {
    for (std::size_t i = 0; i < axis.tests.size(); ++i) {
      now.set(axis.tests[i], axis.outcomes[which][i]);
    }
  }

  const formula_table* table_;
  std::vector<axis_of_tests> axes_;
};

}  // namespace shozai::inline v1
