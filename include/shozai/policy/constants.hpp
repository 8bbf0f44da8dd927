// SPDX-License-Identifier: Apache-2.0
/// \file
/// Constants in conditions: `5`, `-12.50`, `'text'`, `true`, `date('2026-04-01')`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "shozai/core/suggestion.hpp"
#include "shozai/policy/literal.hpp"
#include "shozai/policy/token_reader.hpp"

namespace shozai::inline v1 {

/// A constant as written, its type not yet checked against an attribute's.
struct constant {
  enum class kind : std::uint8_t { number, text, boolean, date, timestamp, duration };

  kind what = kind::text;
  std::string text;  ///< decoded; of a number with its sign
  text_span span;
};

/// The constant that comes next; nothing, and nothing read, if something else does.
inline std::optional<constant> read_constant(token_reader& in) {
  using enum constant::kind;
  if (!in.good()) {
    return std::nullopt;
  }
  const auto begin = in.peek().span.offset;
  if (in.peek_symbol("-") && in.peek_after().kind == token_kind::number) {
    in.next();
    auto text = "-" + std::string(in.next().spelling);
    return constant{number, std::move(text), in.since(begin)};
  }
  if (in.peek().kind == token_kind::number) {
    const auto digits = in.next();
    return constant{number, std::string(digits.spelling), digits.span};
  }
  if (in.peek().kind == token_kind::text) {
    auto quoted = in.next();
    return constant{text, std::move(quoted.content), quoted.span};
  }
  if (in.peek_name("true") || in.peek_name("false")) {
    const auto word = in.next();
    return constant{boolean, std::string(word.spelling), word.span};
  }
  static constexpr std::array<std::pair<std::string_view, constant::kind>, 3> calls = {
      {{"date", date}, {"timestamp", timestamp}, {"duration", duration}}};
  for (const auto& [name, what] : calls) {
    if (in.peek_name(name) && in.peek_after().spelling == "(") {
      in.next();
      in.next();
      auto argument = in.next();
      if (argument.kind != token_kind::text) {
        in.fail_found("text", argument);
      }
      in.expect_symbol(")", "closing_parenthesis");
      return constant{what, std::move(argument.content), in.since(begin)};
    }
  }
  return std::nullopt;
}

namespace detail {

inline constant::kind constant_kind_of(attribute_type type) {
  switch (type) {
    case attribute_type::boolean:
      return constant::kind::boolean;
    case attribute_type::integer:
    case attribute_type::decimal:
      return constant::kind::number;
    case attribute_type::date:
      return constant::kind::date;
    case attribute_type::timestamp:
      return constant::kind::timestamp;
    case attribute_type::duration:
      return constant::kind::duration;
    case attribute_type::enumeration:
    case attribute_type::string:
      break;
  }
  return constant::kind::text;
}

}  // namespace detail

/// Reports to `in` why a text is not a value of `a`: a cell's or a condition's.
inline void report_literal_problem(const attribute& a, std::string_view text, text_span span,
                                   literal_problem problem, text_findings& in) {
  const auto type = std::string(name_of(a.type));
  const std::string written(text);
  switch (problem) {
    case literal_problem::unknown:
      in.note("SZ205", span, {written, a.name, nearest_name(text, a.values.ids()).value_or("")});
      break;
    case literal_problem::group:
      in.note("SZ206", span, {written, a.name});
      break;
    case literal_problem::too_fine:
      in.note("SZ211", span, {written, a.name, std::to_string(a.scale)});
      break;
    case literal_problem::out_of_range:
      in.note("SZ226", span, {written});
      break;
    case literal_problem::malformed:
      in.note("SZ210", span, {written, a.name, type});
      break;
  }
}

/// The value of `a` that a text writes, with a finding where it is none, or outside the domain.
inline std::optional<value> to_value(const attribute& a, std::string_view text, text_span span,
                                     text_findings& in) {
  auto result = read_literal(a, text);
  if (const auto* problem = std::get_if<literal_problem>(&result)) {
    report_literal_problem(a, text, span, *problem, in);
    return std::nullopt;
  }
  auto& v = std::get<value>(result);
  if (const auto* content = std::get_if<std::string>(&v); content && has_control(*content)) {
    in.note("SZ227", span, {a.name});
    return std::nullopt;
  }
  if (!a.domain.contains(v)) {
    in.note("SZ212", span, {std::string(text), a.name});
  }
  return std::move(v);
}

inline std::optional<value> to_value(const attribute& a, const constant& c, text_findings& in) {
  if (c.what != detail::constant_kind_of(a.type)) {
    report_literal_problem(a, c.text, c.span, literal_problem::malformed, in);
    return std::nullopt;
  }
  return to_value(a, c.text, c.span, in);
}

}  // namespace shozai::inline v1
