// SPDX-License-Identifier: Apache-2.0
/// \file
/// A guarantee → its canonical text, which reads back as the same guarantee.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "shozai/core/date_time.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/guarantee.hpp"
#include "shozai/policy/guarantee_parser.hpp"

namespace shozai::inline v1 {

namespace detail {

inline std::string print_claim(const claim& c) {
  const auto grouped = [&](const claim& operand) {
    const bool bare =
        operand.what != claim::kind::disjunction && operand.what != c.what &&
        (c.what != claim::kind::negation ||
         (operand.what != claim::kind::conjunction && operand.what < claim::kind::negation));
    return bare ? print_claim(operand) : "(" + print_claim(operand) + ")";
  };
  const auto joined = [&](std::string_view separator) {
    std::string text;
    for (const auto& operand : c.operands) {
      text += (text.empty() ? "" : std::string(separator)) + grouped(operand);
    }
    return text;
  };
  const auto op = std::string(condition_printer::spelling_of(c.op));
  switch (c.what) {
    case claim::kind::is_decided:
      return c.aspect + ".is_decided";
    case claim::kind::accountable: {
      std::string list;
      for (const auto& id : c.ids) {
        list += (list.empty() ? "" : ", ") + in_quotes(id);
      }
      return c.aspect + ".accountable " +
             (c.op == test_operator::in ? "in [" + list + "]" : op + " " + list);
    }
    case claim::kind::member:
      return in_quotes(c.ids[0]) + " in " + c.aspect + "." +
             std::string(claim_set_names.at(static_cast<std::size_t>(c.field)));
    case claim::kind::cost_share:
      return c.aspect + ".cost_share." + c.ids[0] + " " + op + " " + std::to_string(c.number);
    case claim::kind::reaches:
      return in_quotes(c.ids[0]) + " reaches " + in_quotes(c.ids[1]) + " within duration(" +
             in_quotes(format_duration(c.number)) + ")";
    case claim::kind::negation:
      return "!" + grouped(c.operands.front());
    case claim::kind::conjunction:
      return joined(" && ");
    case claim::kind::disjunction:
      return joined(" || ");
  }
  return {};
}

}  // namespace detail

[[nodiscard]] inline std::string print_guarantee(const guarantee& g,
                                                 const condition_printer& conditions) {
  if (g.decided_within) {
    return g.decided_within->aspect + " is decided within " +
           std::to_string(g.decided_within->questions) + " questions";
  }
  return (g.when ? conditions.print(*g.when) + " implies " : "") + (g.always ? "always " : "") +
         detail::print_claim(*g.that);
}

}  // namespace shozai::inline v1
