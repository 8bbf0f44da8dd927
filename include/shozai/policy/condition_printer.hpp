// SPDX-License-Identifier: Apache-2.0
/// \file
/// Tree of a condition → its canonical text, which reads back as the same tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/schema.hpp"
#include "shozai/policy/condition.hpp"
#include "shozai/policy/literal.hpp"

namespace shozai::inline v1 {

/// `text` as a literal: `'…'`, with what would end or change it escaped.
[[nodiscard]] inline std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "'";
}

/// `v`, not none, as a condition writes it.
[[nodiscard]] inline std::string write_constant(const attribute& a, const value& v) {
  auto text = write_literal(a, v);
  switch (a.type) {
    case attribute_type::enumeration:
    case attribute_type::string:
      return in_quotes(text);
    case attribute_type::date:
    case attribute_type::timestamp:
    case attribute_type::duration:
      return std::string(name_of(a.type)) + "(" + in_quotes(text) + ")";
    case attribute_type::boolean:
    case attribute_type::integer:
    case attribute_type::decimal:
      break;
  }
  return text;
}

/// Prints conditions over one schema.
class condition_printer {
 public:
  condition_printer(const schema& attributes, const std::vector<std::string>& definitions)
      : attributes_(attributes), definitions_(definitions) {}

  [[nodiscard]] std::string print(const condition& c) const {
    switch (c.what) {
      case condition::kind::constant:
        return c.truth ? "true" : "false";
      case condition::kind::test:
        return print(c.test);
      case condition::kind::definition:
        return definitions_[c.definition];
      case condition::kind::negation:
        return "!" + within(c.operands.front(), binds_tightest(c.operands.front()));
      case condition::kind::conjunction:
        return joined(c, " && ");
      case condition::kind::disjunction:
        return joined(c, " || ");
    }
    return {};
  }

  [[nodiscard]] std::string print(const unary_test& t) const {
    const auto& a = attributes_[t.attribute];
    switch (t.op) {
      case test_operator::is_true:
        return a.name;
      case test_operator::has:
        return "has(" + a.name + ")";
      case test_operator::within:
        return a.name + ".within(" + in_quotes(t.group) + ")";
      case test_operator::starts_with:
        return a.name + ".startsWith(" + write_constant(a, t.constants.front()) + ")";
      case test_operator::in: {
        std::string list;
        for (const auto& each : t.constants) {
          list += (list.empty() ? "" : ", ") + write_constant(a, each);
        }
        return a.name + " in [" + list + "]";
      }
      default:
        return a.name + " " + std::string(spelling_of(t.op)) + " " +
               write_constant(a, t.constants.front());
    }
  }

  /// `==`, `<` …; empty for an operator that is not a comparison.
  [[nodiscard]] static std::string_view spelling_of(test_operator op) {
    switch (op) {
      case test_operator::equal:
        return "==";
      case test_operator::not_equal:
        return "!=";
      case test_operator::less:
        return "<";
      case test_operator::less_equal:
        return "<=";
      case test_operator::greater:
        return ">";
      case test_operator::greater_equal:
        return ">=";
      default:
        return {};
    }
  }

 private:
  // Whether `!` can stand before it without parentheses.
  static bool binds_tightest(const condition& c) {
    switch (c.what) {
      case condition::kind::conjunction:
      case condition::kind::disjunction:
        return false;
      case condition::kind::test:
        return c.test.op != test_operator::in && spelling_of(c.test.op).empty();
      default:
        return true;
    }
  }

  [[nodiscard]] std::string within(const condition& c, bool bare) const {
    return bare ? print(c) : "(" + print(c) + ")";
  }

  // A formula of the same kind inside keeps its parentheses: the tree is as it was written.
  [[nodiscard]] std::string joined(const condition& c, std::string_view separator) const {
    std::string text;
    for (const auto& operand : c.operands) {
      const bool bare = operand.what != condition::kind::disjunction && operand.what != c.what;
      text += (text.empty() ? "" : std::string(separator)) + within(operand, bare);
    }
    return text;
  }

  const schema& attributes_;
  const std::vector<std::string>& definitions_;
};

}  // namespace shozai::inline v1
