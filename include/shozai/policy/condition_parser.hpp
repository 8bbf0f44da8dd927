// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text of a condition → its tree.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/policy/condition.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/constants.hpp"
#include "shozai/policy/lexer.hpp"
#include "shozai/policy/make_test.hpp"
#include "shozai/policy/scope.hpp"
#include "shozai/policy/token_reader.hpp"

namespace shozai::inline v1 {

/// Reads one condition by recursive descent, to a bounded depth.
///
/// After a finding about meaning (an unknown name, a constant of the wrong type) reading goes on,
/// so that all of them are found; a finding about syntax ends it.
class condition_parser {
 public:
  condition_parser(std::string_view source, const condition_scope& scope)
      : scope_(scope), in_(source) {}

  [[nodiscard]] parsed<condition> parse() {
    auto result = formula(condition::kind::disjunction);
    if (in_.good() && in_.peek().kind != token_kind::end) {
      in_.fail_expected("end_of_condition");
    }
    return in_.finish(std::move(result));
  }

 private:
  struct attribute_name {
    std::size_t index;
  };
  struct operand {
    std::variant<condition, attribute_name, constant> what;
    text_span span;
  };

  // Operands joined by `||`, each joined by `&&`. One step down per operator level only.
  condition formula(condition::kind what) {
    const bool any = what == condition::kind::disjunction;
    std::vector<condition> operands;
    do {
      operands.push_back(any ? formula(condition::kind::conjunction) : relation());
    } while (in_.good() && in_.take_symbol(any ? "||" : "&&"));
    return condition::join(what, std::move(operands));
  }

  condition relation() {
    auto left = unary();
    if (!in_.good()) {
      return condition::always(true);
    }
    if (in_.peek_name("in")) {
      in_.next();
      return membership(left);
    }
    const auto op = comparison();
    if (!in_.good()) {
      return condition::always(true);
    }
    if (!op) {
      return as_formula(std::move(left));
    }
    auto right = unary();
    if (in_.good() && comparison()) {
      in_.fail("SZ208", in_.previous().span, {});
    }
    return in_.good() ? compare(left, *op, right) : condition::always(true);
  }

  std::optional<test_operator> comparison() {
    using enum test_operator;
    static constexpr std::array<std::pair<std::string_view, test_operator>, 6> all = {
        {{"==", equal},
         {"!=", not_equal},
         {"<=", less_equal},
         {">=", greater_equal},
         {"<", less},
         {">", greater}}};
    for (const auto& [spelling, op] : all) {
      if (in_.take_symbol(spelling)) {
        return op;
      }
    }
    if (in_.peek_symbol("=")) {
      in_.fail("SZ214", in_.peek().span, {});
    }
    return std::nullopt;
  }

  operand unary() {
    const auto begin = in_.peek().span.offset;
    const nesting level(in_);
    if (!level.allowed()) {
      return {condition::always(true), {}};
    }
    if (in_.take_symbol("!")) {
      auto negated = condition::negate(as_formula(unary()));
      return {std::move(negated), in_.since(begin)};
    }
    if (in_.take_symbol("(")) {
      auto inner = formula(condition::kind::disjunction);
      in_.expect_symbol(")", "closing_parenthesis");
      return {std::move(inner), in_.since(begin)};
    }
    if (auto literal = read_constant(in_)) {
      const auto span = literal->span;
      return {std::move(*literal), span};
    }
    if (in_.good() && in_.peek().kind == token_kind::name) {
      return named();
    }
    in_.fail_expected("condition");
    return {condition::always(true), {}};
  }

  operand named() {
    const auto name = in_.next();
    if (name.spelling == "has" && in_.peek_symbol("(")) {
      return {has(), in_.since(name.span.offset)};
    }
    if (name.spelling == "null") {
      in_.note("SZ216", name.span, {});
      unknown_seen_ = true;
      return {condition::always(true), name.span};
    }
    const auto index = scope_.attributes.find(name.spelling);
    if (index && in_.take_symbol(".")) {
      return {method(*index), in_.since(name.span.offset)};
    }
    if (index) {
      return {attribute_name{*index}, name.span};
    }
    if (const auto definition = find_name(scope_.definitions, name.spelling)) {
      return {condition::named(*definition), name.span};
    }
    unknown(name);
    skip_method();
    return {condition::always(true), name.span};
  }

  void unknown(const token& name) {
    in_.note("SZ203", name.span, {std::string(name.spelling), scope_.nearest(name.spelling)});
    unknown_seen_ = true;
  }

  // After an unknown name, whatever is called on it, so that reading can go on.
  void skip_method() {
    if (in_.take_symbol(".") && in_.peek().kind == token_kind::name) {
      in_.next();
      if (in_.take_symbol("(")) {
        read_constant(in_);
        in_.expect_symbol(")", "closing_parenthesis");
      }
    }
  }

  condition has() {
    in_.next();
    const auto name = in_.next();
    const auto index = scope_.attributes.find(name.spelling);
    if (name.kind != token_kind::name) {
      in_.fail_found("attribute", name);
    } else if (!index) {
      unknown(name);
    }
    in_.expect_symbol(")", "closing_parenthesis");
    return index ? test(*index, test_operator::has, {}) : condition::always(true);
  }

  condition method(std::size_t index) {
    const auto& a = scope_.attributes[index];
    const auto name = in_.next();
    const bool within = name.spelling == "within";
    if (!within && name.spelling != "startsWith") {
      in_.fail("SZ222", name.span, {std::string(name.spelling)});
      return condition::always(true);
    }
    in_.expect_symbol("(", "opening_parenthesis");
    const auto argument = in_.next();
    if (argument.kind != token_kind::text) {
      in_.fail_found("text", argument);
    }
    in_.expect_symbol(")", "closing_parenthesis");
    if (!in_.good()) {
      return condition::always(true);
    }
    const auto wanted = within ? attribute_type::enumeration : attribute_type::string;
    if (a.type != wanted) {
      in_.note("SZ209", name.span, {std::string(name.spelling), a.name, type_of(a)});
      return condition::always(true);
    }
    return within ? group_test(index, argument)
                  : test(index, test_operator::starts_with, {value{argument.content}});
  }

  condition group_test(std::size_t index, const token& argument) {
    const auto& a = scope_.attributes[index];
    const auto found = a.values.find(argument.content);
    if (!found || !found->group) {
      const auto near = nearest_name(argument.content, a.values.ids()).value_or("");
      in_.note(found ? "SZ223" : "SZ205", argument.span, {argument.content, a.name, near});
      return condition::always(true);
    }
    return condition::of(make_test(a, index, test_operator::within, {}, argument.content));
  }

  condition compare(operand& left, test_operator op, operand& right) {
    const auto written = condition_printer::spelling_of(op);
    const auto* attribute = std::get_if<attribute_name>(&left.what);
    const auto* literal = std::get_if<constant>(&right.what);
    if (attribute == nullptr && std::holds_alternative<attribute_name>(right.what)) {
      attribute = std::get_if<attribute_name>(&right.what);
      literal = std::get_if<constant>(&left.what);
      op = mirrored(op);
    } else if (attribute != nullptr && std::holds_alternative<attribute_name>(right.what)) {
      in_.note("SZ207", join(left.span, right.span), {});
      return condition::always(true);
    }
    if (attribute == nullptr || literal == nullptr) {
      if (!unknown_seen_) {
        in_.note("SZ224", join(left.span, right.span), {});
      }
      return condition::always(true);
    }
    const auto& a = scope_.attributes[attribute->index];
    if (op != test_operator::equal && op != test_operator::not_equal && !is_ordered(a.type)) {
      in_.note("SZ209", join(left.span, right.span), {std::string(written), a.name, type_of(a)});
      return condition::always(true);
    }
    auto v = to_value(a, *literal, in_);
    return v ? test(attribute->index, op, {std::move(*v)}) : condition::always(true);
  }

  condition membership(const operand& left) {
    const auto list = in_.peek().span;
    in_.expect_symbol("[", "list");
    std::vector<constant> items;
    if (in_.good() && !in_.peek_symbol("]")) {
      do {
        auto item = read_constant(in_);
        if (!item) {
          in_.fail_expected("constant");
          return condition::always(true);
        }
        items.push_back(std::move(*item));
      } while (in_.take_symbol(","));
    }
    in_.expect_symbol("]", "closing_bracket");
    if (!in_.good()) {
      return condition::always(true);
    }
    const auto* attribute = std::get_if<attribute_name>(&left.what);
    if (attribute == nullptr) {
      if (!unknown_seen_) {
        in_.note("SZ224", left.span, {});
      }
      return condition::always(true);
    }
    if (items.empty()) {
      in_.note("SZ213", list, {});
    }
    const auto& a = scope_.attributes[attribute->index];
    std::vector<value> values;
    for (const auto& item : items) {
      if (auto v = to_value(a, item, in_)) {
        values.push_back(std::move(*v));
      }
    }
    return values.empty() ? condition::always(true)
                          : test(attribute->index, test_operator::in, std::move(values));
  }

  condition as_formula(operand o) {
    if (auto* formula = std::get_if<condition>(&o.what)) {
      return std::move(*formula);
    }
    if (const auto* attribute = std::get_if<attribute_name>(&o.what)) {
      const auto& a = scope_.attributes[attribute->index];
      if (a.type == attribute_type::boolean) {
        return test(attribute->index, test_operator::is_true, {});
      }
      in_.note("SZ221", o.span, {a.name, type_of(a)});
      return condition::always(true);
    }
    const auto& literal = std::get<constant>(o.what);
    if (literal.what != constant::kind::boolean) {
      in_.note("SZ224", o.span, {});
      return condition::always(true);
    }
    return condition::always(literal.text == "true");
  }

  [[nodiscard]] condition test(std::size_t index, test_operator op, std::vector<value> constants) {
    return condition::of(make_test(scope_.attributes[index], index, op, std::move(constants)));
  }

  static test_operator mirrored(test_operator op) {
    switch (op) {
      case test_operator::less:
        return test_operator::greater;
      case test_operator::less_equal:
        return test_operator::greater_equal;
      case test_operator::greater:
        return test_operator::less;
      case test_operator::greater_equal:
        return test_operator::less_equal;
      default:
        return op;
    }
  }

  static std::string type_of(const attribute& a) { return std::string(name_of(a.type)); }
  static text_span join(const text_span& a, const text_span& b) {
    const auto begin = std::min(a.offset, b.offset);
    return {begin, std::max(a.offset + a.length, b.offset + b.length) - begin};
  }

  const condition_scope& scope_;
  token_reader in_;
  bool unknown_seen_ = false;  // what follows from an unknown name or `null` is not reported again
};

/// The tree of the condition that `source` writes, or every finding about it.
///
/// \par Complexity Linear in the length of `source`; nesting deeper than
/// `token_reader::max_depth` is a finding.
[[nodiscard]] inline parsed<condition> parse_condition(std::string_view source,
                                                       const condition_scope& scope) {
  return condition_parser(source, scope).parse();
}

}  // namespace shozai::inline v1
