// SPDX-License-Identifier: Apache-2.0
/// \file
/// What is wrong in the cells of a table: each problem once, with its rows counted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"

namespace shozai::inline v1 {

/// A finding about cells of one attribute, and how often it was made.
struct table_problem {
  std::size_t attribute = 0;
  std::string code;
  std::vector<std::string> arguments;  ///< empty: of many different ones, those not listed
  std::uint64_t count = 0;
  std::vector<std::uint64_t> first_rows;  ///< the first few, counted from 0

  /// The finding, without a place.
  [[nodiscard]] diagnostic finding() const { return finding_of(code, arguments); }
};

/// Gathers problems. Of one code and attribute only so many different ones are kept apart, and
/// fewer listed; the rest is one, without arguments.
class table_problems {
 public:
  static constexpr std::size_t most_rows = 5;
  static constexpr std::size_t most_of_a_kind = 100;  ///< in a list
  static constexpr std::size_t most_kept = 1'000;     ///< so that the frequent ones are found

  void add(std::size_t attribute, const std::string& code,
           const std::vector<std::string>& arguments, std::uint64_t row) {
    note({attribute, code, arguments, 1, {row}});
  }

  void add(const table_problems& other) {
    for (const auto& [unused, p] : other.all_) {
      note(p);
    }
  }

  [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

  /// Column by column, the most frequent first, the rest of a kind after those listed.
  [[nodiscard]] std::vector<table_problem> list() const {
    std::vector<table_problem> sorted;
    sorted.reserve(all_.size());
    for (const auto& [unused, p] : all_) {
      sorted.push_back(p);
    }
    std::ranges::stable_sort(sorted, [](const table_problem& a, const table_problem& b) {
      return std::tuple(a.attribute, a.arguments.empty(), b.count, a.first_rows) <
             std::tuple(b.attribute, b.arguments.empty(), a.count, b.first_rows);
    });
    std::vector<table_problem> result;
    std::map<kind, std::size_t> listed;
    std::map<kind, table_problem> rests;
    for (auto& p : sorted) {
      const kind k{p.attribute, p.code};
      if (!p.arguments.empty() && ++listed[k] <= most_of_a_kind) {
        result.push_back(std::move(p));
      } else {
        auto& rest =
            rests.try_emplace(k, table_problem{p.attribute, p.code, {}, 0, {}}).first->second;
        join(rest, p);
      }
    }
    for (auto& [unused, rest] : rests) {
      result.push_back(std::move(rest));
    }
    std::ranges::stable_sort(result, {}, &table_problem::attribute);
    return result;
  }

 private:
  using kind = std::pair<std::size_t, std::string>;
  using key = std::tuple<std::size_t, std::string, std::vector<std::string>>;

  void note(const table_problem& p) {
    auto found = all_.find({p.attribute, p.code, p.arguments});
    if (found == all_.end()) {
      bool keep = !p.arguments.empty();
      if (keep) {
        auto& kept = kept_[{p.attribute, p.code}];
        keep = kept < most_kept;
        kept += keep ? 1 : 0;
      }
      const auto arguments = keep ? p.arguments : std::vector<std::string>{};
      found = all_.try_emplace({p.attribute, p.code, arguments},
                               table_problem{p.attribute, p.code, arguments, 0, {}})
                  .first;
    }
    join(found->second, p);
  }

  static void join(table_problem& known, const table_problem& more) {
    known.count += more.count;
    auto& rows = known.first_rows;
    rows.insert(rows.end(), more.first_rows.begin(), more.first_rows.end());
    std::ranges::sort(rows);
    rows.resize(std::min(rows.size(), most_rows));
  }

  std::map<key, table_problem> all_;
  std::map<kind, std::size_t> kept_;
};

}  // namespace shozai::inline v1
