// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the owners of a policy want to hold of it, as a claim that can be proved or refuted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/document_place.hpp"

namespace shozai::inline v1 {

/// A formula over what aspects decide.
struct claim {
  enum class kind : std::uint8_t {
    accountable,  ///< `aspect.accountable` is one of `ids`
    member,       ///< `ids[0]` is in `aspect.field`
    cost_share,   ///< `aspect.cost_share.ids[0]` compared by `op` with `number`
    is_decided,   ///< `aspect.is_decided`
    reaches,      ///< position `ids[0]` reaches `ids[1]` within `number` microseconds
    negation,
    conjunction,
    disjunction,
  };
  enum class set_field : std::uint8_t { responsible, consulted, informed, joint_visit };

  kind what = kind::is_decided;
  std::string aspect;
  set_field field = set_field::informed;
  test_operator op = test_operator::equal;  ///< of `accountable`: equal, not_equal or in
  std::vector<std::string> ids;
  std::int64_t number = 0;
  std::vector<claim> operands;

  friend bool operator==(const claim&, const claim&) = default;
};

/// `[condition implies] claim`, `always claim`, or `aspect is decided within N questions`.
struct guarantee {
  struct question_bound {
    std::string aspect;
    std::int64_t questions = 0;

    friend bool operator==(const question_bound&, const question_bound&) = default;
  };

  std::string id;
  std::optional<condition> when;
  std::optional<claim> that;  ///< absent exactly if `decided_within` is there
  std::optional<question_bound> decided_within;
  bool always = false;  ///< written with `always`
  localized_text because;
  localized_text note;
  document_place place;

  friend bool operator==(const guarantee&, const guarantee&) = default;
};

}  // namespace shozai::inline v1
