// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text of a guarantee → its claim.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/policy/condition_parser.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/guarantee.hpp"
#include "shozai/policy/literal.hpp"
#include "shozai/policy/token_reader.hpp"

namespace shozai::inline v1 {

/// What a guarantee may name beside attributes.
struct guarantee_scope {
  condition_scope conditions;
  std::vector<std::string> aspects;
  std::vector<std::string> owners;   ///< departments and teams
  std::vector<std::string> parties;  ///< whoever can bear a cost or be informed
};

inline constexpr std::array<std::string_view, 4> claim_set_names = {"responsible", "consulted",
                                                                    "informed", "joint_visit"};

/// Reads one claim by recursive descent, as `condition_parser` reads conditions.
class claim_parser {
 public:
  claim_parser(std::string_view source, const guarantee_scope& scope)
      : scope_(scope), in_(source) {}

  /// `always claim`, `claim`, or `aspect is decided within N questions`.
  [[nodiscard]] parsed<guarantee> parse() {
    guarantee result;
    if (in_.peek().kind == token_kind::name && in_.peek_after().spelling == "is") {
      result.decided_within = question_bound();
    } else {
      result.always = in_.take_name("always");
      result.that = formula(claim::kind::disjunction);
    }
    if (in_.good() && in_.peek().kind != token_kind::end) {
      in_.fail_expected("end_of_guarantee");
    }
    return in_.finish(std::move(result));
  }

 private:
  guarantee::question_bound question_bound() {
    guarantee::question_bound bound;
    bound.aspect = aspect();
    for (const auto* word : {"is", "decided", "within"}) {
      expect_name(word);
    }
    bound.questions = number();
    expect_name("questions");
    return bound;
  }

  claim formula(claim::kind what) {
    const bool any = what == claim::kind::disjunction;
    std::vector<claim> operands;
    do {
      operands.push_back(any ? formula(claim::kind::conjunction) : unary());
    } while (in_.good() && in_.take_symbol(any ? "||" : "&&"));
    return operands.size() == 1 ? std::move(operands.front()) : joined(what, std::move(operands));
  }

  static claim joined(claim::kind what, std::vector<claim> operands) {
    claim c;
    c.what = what;
    c.operands = std::move(operands);
    return c;
  }

  claim unary() {
    const nesting level(in_);
    if (!level.allowed()) {
      return {};
    }
    if (in_.take_symbol("!")) {
      return joined(claim::kind::negation, {unary()});
    }
    if (in_.take_symbol("(")) {
      auto inner = formula(claim::kind::disjunction);
      in_.expect_symbol(")", "closing_parenthesis");
      return inner;
    }
    if (in_.good() && in_.peek().kind == token_kind::text) {
      return about_somebody();
    }
    return about_aspect();
  }

  // `'x' in aspect.informed` or `'p' reaches 'q' within duration('PT4H')`.
  claim about_somebody() {
    const auto who = in_.next();
    claim c;
    c.ids.push_back(who.content);
    if (in_.take_name("reaches")) {
      c.what = claim::kind::reaches;
      c.ids.push_back(text());
      expect_name("within");
      const auto first = in_.peek();
      const auto limit = read_constant(in_);
      const auto length = limit && limit->what == constant::kind::duration
                              ? parse_duration(limit->text)
                              : std::nullopt;
      if (!length) {
        in_.fail_found("duration", first);
      }
      c.number = length.value_or(0);
      return c;
    }
    expect_name("in");
    c.what = claim::kind::member;
    c.aspect = aspect();
    in_.expect_symbol(".", "dot");
    const auto field = in_.next();
    const auto* found = std::ranges::find(claim_set_names, field.spelling);
    if (found == claim_set_names.end()) {
      in_.fail_found("set_field", field);
      return c;
    }
    c.field = static_cast<claim::set_field>(found - claim_set_names.begin());
    check_id(who, scope_.parties);
    return c;
  }

  claim about_aspect() {
    claim c;
    c.aspect = aspect();
    in_.expect_symbol(".", "dot");
    if (in_.take_name("is_decided")) {
      return c;
    }
    if (in_.take_name("accountable")) {
      c.what = claim::kind::accountable;
      owners(c);
    } else if (in_.take_name("cost_share")) {
      c.what = claim::kind::cost_share;
      share(c);
    } else {
      in_.fail_expected("claim_field");
    }
    return c;
  }

  void owners(claim& c) {
    if (in_.take_name("in")) {
      c.op = test_operator::in;
      in_.expect_symbol("[", "list");
      do {
        c.ids.push_back(text(&scope_.owners));
      } while (in_.take_symbol(","));
      in_.expect_symbol("]", "closing_bracket");
      return;
    }
    c.op = in_.take_symbol("!=") ? test_operator::not_equal : test_operator::equal;
    if (c.op == test_operator::equal) {
      in_.expect_symbol("==", "equality");
    }
    c.ids.push_back(text(&scope_.owners));
  }

  void share(claim& c) {
    in_.expect_symbol(".", "dot");
    const auto who = in_.next();
    c.ids.emplace_back(who.spelling);
    static constexpr std::array<test_operator, 6> all = {
        test_operator::equal,         test_operator::not_equal, test_operator::less_equal,
        test_operator::greater_equal, test_operator::less,      test_operator::greater};
    const auto* op = std::ranges::find_if(all, [&](test_operator each) {
      return in_.take_symbol(condition_printer::spelling_of(each));
    });
    if (op == all.end()) {
      in_.fail_expected("comparison");
      return;
    }
    c.op = *op;
    c.number = number();
    if (in_.good() && !contains(scope_.parties, who.spelling)) {
      report_unknown(who.spelling, who.span, scope_.parties);
    }
  }

  std::string aspect() {
    const auto name = in_.next();
    if (name.kind != token_kind::name) {
      in_.fail_found("aspect", name);
    } else if (in_.good() && !contains(scope_.aspects, name.spelling)) {
      in_.note(
          "SZ271", name.span,
          {std::string(name.spelling), nearest_name(name.spelling, scope_.aspects).value_or("")});
    }
    return std::string(name.spelling);
  }

  std::string text(const std::vector<std::string>* known = nullptr) {
    auto quoted = in_.next();
    if (quoted.kind != token_kind::text) {
      in_.fail_found("text", quoted);
    } else if (known != nullptr) {
      check_id(quoted, *known);
    }
    return std::move(quoted.content);
  }

  void check_id(const token& quoted, const std::vector<std::string>& known) {
    if (in_.good() && !contains(known, quoted.content)) {
      report_unknown(quoted.content, quoted.span, known);
    }
  }

  void report_unknown(std::string_view id, text_span span, const std::vector<std::string>& known) {
    in_.note("SZ204", span, {std::string(id), nearest_name(id, known).value_or("")});
  }

  std::int64_t number() {
    const auto digits = in_.next();
    const auto result = read_integer(digits.spelling);
    const auto* v = std::get_if<value>(&result);
    if (digits.kind != token_kind::number || v == nullptr) {
      in_.fail_found("whole_number", digits);
      return 0;
    }
    return std::get<std::int64_t>(*v);
  }

  void expect_name(std::string_view word) {
    if (in_.good() && !in_.take_name(word)) {
      in_.fail_expected(word);
    }
  }

  static bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  }

  const guarantee_scope& scope_;
  token_reader in_;
};

/// The guarantee that `source` writes (its id is the caller's to add), or every finding about it.
[[nodiscard]] inline parsed<guarantee> parse_guarantee(std::string_view source,
                                                       const guarantee_scope& scope) {
  // The condition before `implies` is read by its own parser, at its own place in the text.
  auto lexed = lexer(source).tokens();
  std::size_t split = std::string_view::npos;
  if (lexed.result) {
    const auto word = std::ranges::find_if(*lexed.result, [](const token& t) {
      return t.kind == token_kind::name && t.spelling == "implies";
    });
    split = word == lexed.result->end() ? split : word->span.offset;
  }
  if (split == std::string_view::npos) {
    return claim_parser(source, scope).parse();
  }
  constexpr std::size_t word_length = 7;
  auto when = parse_condition(source.substr(0, split), scope.conditions);
  auto that = claim_parser(source.substr(split + word_length), scope).parse();
  for (auto& each : that.findings) {
    each.span.offset += split + word_length;
  }
  when.findings.insert(when.findings.end(), that.findings.begin(), that.findings.end());
  if (!when.result || !that.result) {
    return {std::nullopt, std::move(when.findings)};
  }
  that.result->when = std::move(when.result);
  return {std::move(that.result), std::move(when.findings)};
}

}  // namespace shozai::inline v1
