// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text of a derivation ↔ its expression.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/derivation.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/suggestion.hpp"
#include "shozai/policy/literal.hpp"
#include "shozai/policy/token_reader.hpp"

namespace shozai::inline v1 {

namespace detail {

/// A function that derivations may call. `operands` is the type of each; a decimal stands for any
/// number.
struct derivation_function {
  std::string_view name;
  derivation::operation what;
  attribute_type operands;
  std::size_t least;
  std::size_t most;
};

inline constexpr std::size_t any_number_of_operands = 64;

inline constexpr std::array<derivation_function, 8> derivation_functions = {{
    {"days_between", derivation::operation::days_between, attribute_type::date, 2, 2},
    {"hours_between", derivation::operation::hours_between, attribute_type::timestamp, 2, 2},
    {"minutes_between", derivation::operation::minutes_between, attribute_type::timestamp, 2, 2},
    {"year", derivation::operation::year, attribute_type::date, 1, 1},
    {"month", derivation::operation::month, attribute_type::date, 1, 1},
    {"min", derivation::operation::minimum, attribute_type::decimal, 2, any_number_of_operands},
    {"max", derivation::operation::maximum, attribute_type::decimal, 2, any_number_of_operands},
    {"round", derivation::operation::round, attribute_type::decimal, 1, 1},
}};

}  // namespace detail

/// Reads `+ - *` over numbers and the functions of FORMAT, with the scale of every part.
class derivation_parser {
 public:
  /// Scales beyond this could not be aligned within 128 bits.
  static constexpr int max_scale = 36;

  derivation_parser(std::string_view source, const schema& attributes, const attribute& target)
      : attributes_(attributes), target_(target), in_(source) {}

  [[nodiscard]] parsed<derivation> parse() {
    const auto whole = in_.peek().span;
    auto result = sum();
    if (in_.good() && in_.peek().kind != token_kind::end) {
      in_.fail_expected("end_of_derivation");
    }
    check_number(result);
    if (in_.good() && result.type != attribute_type::integer && result.scale() > target_.scale) {
      in_.note("SZ150", {whole.offset, in_.since(whole.offset).length},
               {std::to_string(result.scale()), target_.name, std::to_string(target_.scale)});
    }
    return in_.finish(std::move(result.expression));
  }

 private:
  struct typed {
    derivation expression;
    attribute_type type = attribute_type::integer;
    text_span span;
    std::size_t depth = 1;  // of the expression; sums nest to the left
    bool known = true;      // an unknown name is reported once, not again by what it stands in

    [[nodiscard]] int scale() const { return expression.scale; }
    [[nodiscard]] bool is_number() const {
      return type == attribute_type::integer || type == attribute_type::decimal;
    }
  };

  typed sum() {
    const nesting level(in_);
    auto left = level.allowed() ? product() : typed{};
    while (in_.good()) {
      const bool plus = in_.take_symbol("+");
      if (!plus && !in_.take_symbol("-")) {
        break;
      }
      left = combine(plus ? derivation::operation::add : derivation::operation::subtract,
                     {std::move(left), product()});
    }
    return left;
  }

  typed product() {
    auto left = factor();
    while (in_.take_symbol("*")) {
      left = combine(derivation::operation::multiply, {std::move(left), factor()});
    }
    return left;
  }

  typed factor() {
    const nesting level(in_);
    if (!level.allowed()) {
      return {};
    }
    if (in_.take_symbol("-")) {
      return combine(derivation::operation::negate, {factor()});
    }
    if (in_.take_symbol("(")) {
      auto inner = sum();
      in_.expect_symbol(")", "closing_parenthesis");
      return inner;
    }
    if (in_.good() && in_.peek().kind == token_kind::number) {
      return literal();
    }
    if (in_.good() && in_.peek().kind == token_kind::name) {
      return named();
    }
    in_.fail_expected("derivation");
    return {};
  }

  typed literal() {
    const auto number = in_.next();
    const auto dot = number.spelling.find('.');
    typed result;
    result.span = number.span;
    if (dot != std::string_view::npos) {
      result.type = attribute_type::decimal;
      result.expression.scale = static_cast<int>(number.spelling.size() - dot - 1);
    }
    const auto scaled = parse_decimal(number.spelling, std::min(result.scale(), max_scale));
    if (const auto* number_read = std::get_if<std::int64_t>(&scaled)) {
      result.expression.number = *number_read;
    } else {
      in_.note("SZ226", number.span, {std::string(number.spelling)});
    }
    return result;
  }

  typed named() {
    const auto name = in_.next();
    if (in_.take_symbol("(")) {
      return call(name);
    }
    typed result;
    result.span = name.span;
    const auto index = attributes_.find(name.spelling);
    if (!index) {
      in_.note("SZ151", name.span,
               {std::string(name.spelling),
                nearest_name(name.spelling, attributes_.names()).value_or("")});
      result.known = false;
      return result;
    }
    const auto& a = attributes_[*index];
    result.type = a.type;
    result.expression.what = derivation::operation::attribute;
    result.expression.attribute = *index;
    result.expression.scale = a.type == attribute_type::decimal ? a.scale : 0;
    return result;
  }

  typed call(const token& name) {
    std::vector<typed> operands;
    do {
      operands.push_back(sum());
    } while (in_.take_symbol(","));
    in_.expect_symbol(")", "closing_parenthesis");
    if (!in_.good()) {
      return {};
    }
    typed unknown;
    unknown.span = in_.since(name.span.offset);
    unknown.known = false;
    const auto* function = std::ranges::find(detail::derivation_functions, name.spelling,
                                             &detail::derivation_function::name);
    if (function == detail::derivation_functions.end()) {
      std::vector<std::string> names;
      names.reserve(detail::derivation_functions.size());
      for (const auto& each : detail::derivation_functions) {
        names.emplace_back(each.name);
      }
      in_.note("SZ152", name.span,
               {std::string(name.spelling), nearest_name(name.spelling, names).value_or("")});
      return unknown;
    }
    if (operands.size() < function->least || operands.size() > function->most) {
      in_.note("SZ153", name.span,
               {std::string(name.spelling), count_of(*function), std::to_string(operands.size())});
      return unknown;
    }
    const auto span = unknown.span;
    if (function->operands == attribute_type::decimal) {
      auto result = combine(function->what, std::move(operands));
      result.span = span;
      return result;
    }
    return over_dates(*function, std::move(operands), span);
  }

  // How many operands it takes: `1`, `2..64`.
  static std::string count_of(const detail::derivation_function& function) {
    const auto least = std::to_string(function.least);
    return function.least == function.most ? least : least + ".." + std::to_string(function.most);
  }

  typed over_dates(const detail::derivation_function& function, std::vector<typed> operands,
                   text_span span) {
    typed result;
    result.span = span;
    result.expression.what = function.what;
    for (auto& each : operands) {
      if (each.known && each.type != function.operands) {
        in_.note("SZ154", each.span,
                 {std::string(function.name), std::string(name_of(function.operands)),
                  std::string(name_of(each.type))});
      }
      result.expression.operands.push_back(std::move(each.expression));
    }
    return result;
  }

  // An operation over numbers; the type is that of the widest operand.
  typed combine(derivation::operation what, std::vector<typed> operands) {
    typed result;
    result.expression.what = what;
    result.span = operands.front().span;
    for (auto& each : operands) {
      check_number(each);
      result.known = result.known && each.known;
      result.depth = std::max(result.depth, each.depth + 1);
      if (each.type == attribute_type::decimal) {
        result.type = each.type;
      }
      result.expression.scale = what == derivation::operation::multiply
                                    ? result.scale() + each.scale()
                                    : std::max(result.scale(), each.scale());
      result.span.length = each.span.offset + each.span.length - result.span.offset;
      result.expression.operands.push_back(std::move(each.expression));
    }
    if (result.depth > token_reader::max_depth) {
      in_.fail("SZ202", result.span, {std::to_string(token_reader::max_depth)});
    }
    if (result.scale() > max_scale) {
      in_.fail("SZ155", result.span, {std::to_string(max_scale)});
    }
    if (what == derivation::operation::round) {
      result.expression.scale = target_.scale;
    }
    return result;
  }

  void check_number(const typed& operand) {
    if (in_.good() && !operand.is_number()) {
      in_.note("SZ156", operand.span, {std::string(name_of(operand.type))});
    }
  }

  const schema& attributes_;
  const attribute& target_;
  token_reader in_;
};

/// The expression that `source` writes for the attribute `target`, or every finding about it.
[[nodiscard]] inline parsed<derivation> parse_derivation(std::string_view source,
                                                         const schema& attributes,
                                                         const attribute& target) {
  return derivation_parser(source, attributes, target).parse();
}

/// The canonical text of a derivation, which reads back as the same expression.
[[nodiscard]] inline std::string print_derivation(const derivation& d, const schema& attributes) {
  using enum derivation::operation;
  const auto operand = [&](std::size_t i) { return print_derivation(d.operands[i], attributes); };
  const auto is_sum = [](const derivation& e) { return e.what == add || e.what == subtract; };
  const auto grouped = [&](std::size_t i, bool group) {
    return group ? "(" + operand(i) + ")" : operand(i);
  };
  switch (d.what) {
    case literal:
      return format_decimal(d.number, d.scale);
    case attribute:
      return attributes[d.attribute].name;
    case add:
      return operand(0) + " + " + grouped(1, is_sum(d.operands[1]));
    case subtract:
      return operand(0) + " - " + grouped(1, is_sum(d.operands[1]));
    case multiply:
      return grouped(0, is_sum(d.operands[0])) + " * " +
             grouped(1, is_sum(d.operands[1]) || d.operands[1].what == multiply);
    case negate:
      return "-" + grouped(0, is_sum(d.operands[0]) || d.operands[0].what == multiply);
    default:
      break;
  }
  std::string list;
  for (std::size_t i = 0; i < d.operands.size(); ++i) {
    list += (list.empty() ? "" : ", ") + operand(i);
  }
  const auto* function =
      std::ranges::find(detail::derivation_functions, d.what, &detail::derivation_function::what);
  return std::string(function->name) + "(" + list + ")";
}

}  // namespace shozai::inline v1
