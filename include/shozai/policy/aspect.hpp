// SPDX-License-Identifier: Apache-2.0
/// \file
/// One question about a fault that a policy answers on its own, by its own rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/policy/hit_policy.hpp"
#include "shozai/policy/rule.hpp"

namespace shozai::inline v1 {

/// Who is accountable while the owner is not known.
struct interim_rule {
  std::string id;
  condition when;
  std::string accountable;
  std::optional<std::int64_t> within;  ///< microseconds from the fault's time
  localized_text because;
  std::string pointer;

  friend bool operator==(const interim_rule& a, const interim_rule& b) {
    return a.id == b.id && a.when == b.when && a.accountable == b.accountable &&
           a.within == b.within && a.because == b.because;
  }
};

struct interim_owner {
  std::string accountable;
  std::optional<std::int64_t> within;
  std::vector<interim_rule> rules;  ///< the first that certainly holds comes before the default

  friend bool operator==(const interim_owner&, const interim_owner&) = default;
};

/// A named part of an aspect's rules, so that `overrides` can mean all of it.
struct section {
  std::string id;
  localized_text label;
  localized_text note;

  friend bool operator==(const section&, const section&) = default;
};

/// An aspect as its document writes it; `same_as` not yet followed.
struct aspect {
  std::string id;
  localized_text label;
  localized_text note;
  std::optional<shozai::hit_policy> hit_policy;  ///< as written
  std::string same_as;                           ///< another aspect, or empty
  interim_owner interim;
  std::vector<section> sections;
  std::vector<rule> rules;                 ///< rules, then the rows of the table
  std::vector<std::size_t> table_columns;  ///< attributes; rows are the rules with cells
  bool has_table = false;
  std::vector<rule> also;
  std::optional<rule> otherwise;
  std::string pointer;
  std::string file;

  friend bool operator==(const aspect& a, const aspect& b) {
    return a.id == b.id && a.label == b.label && a.note == b.note && a.hit_policy == b.hit_policy &&
           a.same_as == b.same_as && a.interim == b.interim && a.sections == b.sections &&
           a.rules == b.rules && a.table_columns == b.table_columns && a.has_table == b.has_table &&
           a.also == b.also && a.otherwise == b.otherwise;
  }
};

}  // namespace shozai::inline v1
