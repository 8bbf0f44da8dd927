// SPDX-License-Identifier: Apache-2.0
/// \file
/// Cells of decision tables (S-FEEL unary tests) ↔ trees of conditions.
#pragma once

#include <algorithm>
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
#include "shozai/policy/make_test.hpp"
#include "shozai/policy/text_findings.hpp"
#include "shozai/policy/token_reader.hpp"

namespace shozai::inline v1 {

/// What may stand for an enum value in a cell: its id alone, or also a label that no other has.
enum class cell_words : std::uint8_t { ids, ids_and_labels };

/// Reads the cell of one attribute: `-`, `5`, `<= 365`, `[1..5)`, `within(g)`, `null`, a comma
/// list of these, `not(…)`. Texts with a comma, a bracket or a quote stand in quotes.
class cell_parser {
 public:
  cell_parser(const attribute& a, std::size_t index, cell_words words)
      : attribute_(a), index_(index), words_(words) {}

  [[nodiscard]] parsed<condition> parse(std::string_view cell) {
    const part all = trimmed({cell, 0});
    if (all.text == "-") {
      return {condition::always(true), {}};
    }
    constexpr std::string_view negation = "not(";
    if (all.text.starts_with(negation) && closes_at_end(all.text, negation.size() - 1)) {
      const auto inner = all.text.substr(negation.size(), all.text.size() - negation.size() - 1);
      auto operand = list({inner, all.offset + negation.size()});
      return findings_.finish(condition::negate(std::move(operand)));
    }
    auto result = list(all);
    return findings_.finish(std::move(result));
  }

 private:
  struct part {
    std::string_view text;
    std::size_t offset;  // in the cell

    [[nodiscard]] text_span span() const { return {offset, text.size()}; }
  };

  static part trimmed(part p) {
    const auto begin = std::min(p.text.find_first_not_of(" \t\r\n"), p.text.size());
    const auto last = p.text.find_last_not_of(" \t\r\n");
    const auto length = last == std::string_view::npos ? 0 : last + 1 - begin;
    return {p.text.substr(begin, length), p.offset + begin};
  }

  // Calls `visit(position, character)` for what stands outside quotes, until it returns false.
  template <typename Visit>
  static void outside_quotes(std::string_view text, std::size_t from, const Visit& visit) {
    char quote = '\0';
    for (std::size_t i = from; i < text.size(); ++i) {
      if (quote != '\0') {
        if (text[i] == '\\') {
          ++i;
        } else if (text[i] == quote) {
          quote = '\0';
        }
      } else if (text[i] == '\'' || text[i] == '"') {
        quote = text[i];
      } else if (!visit(i, text[i])) {
        return;
      }
    }
  }

  static int depth_change(char c) {
    return c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
  }

  static bool closes_at_end(std::string_view text, std::size_t opening) {
    int depth = 0;
    std::size_t closing = text.size();
    outside_quotes(text, opening, [&](std::size_t i, char c) {
      depth += depth_change(c);
      closing = depth == 0 ? i : closing;
      return depth != 0;
    });
    return closing + 1 == text.size();
  }

  condition list(part p) {
    std::vector<part> items;
    std::size_t begin = 0;
    int depth = 0;
    outside_quotes(p.text, 0, [&](std::size_t i, char c) {
      depth += depth_change(c);
      if (c == ',' && depth == 0) {
        items.push_back(trimmed({p.text.substr(begin, i - begin), p.offset + begin}));
        begin = i + 1;
      }
      return true;
    });
    items.push_back(trimmed({p.text.substr(begin), p.offset + begin}));

    std::vector<condition> tests;
    tests.reserve(items.size());
    for (const auto& each : items) {
      tests.push_back(item(each));
    }
    return joined(std::move(tests));
  }

  // Several plain values are one `in`.
  condition joined(std::vector<condition> tests) {
    const bool plain = std::ranges::all_of(tests, [](const condition& c) {
      return c.what == condition::kind::test && c.test.op == test_operator::equal;
    });
    if (tests.size() == 1 || !plain) {
      return condition::join(condition::kind::disjunction, std::move(tests));
    }
    std::vector<value> values;
    values.reserve(tests.size());
    for (auto& each : tests) {
      values.push_back(std::move(each.test.constants.front()));
    }
    return test(test_operator::in, std::move(values));
  }

  condition item(part p) {
    if (p.text.empty()) {
      findings_.note("SZ261", p.span(), {});
      return condition::always(true);
    }
    if (p.text == "null") {
      return condition::negate(test(test_operator::has, {}));
    }
    if (p.text.starts_with("not(")) {
      findings_.note("SZ264", p.span(), {});
      return condition::always(true);
    }
    if (p.text.starts_with("within(") && p.text.ends_with(')')) {
      return group(trimmed({p.text.substr(7, p.text.size() - 8), p.offset + 7}));
    }
    const char first = p.text.front();
    if (first == '<' || first == '>') {
      return comparison(p);
    }
    if (first == '[' || first == '(') {
      if (const auto dots = find_dots(p.text)) {
        return range(p, *dots);
      }
    }
    auto v = literal(p);
    return v ? test(test_operator::equal, {std::move(*v)}) : condition::always(true);
  }

  condition group(part p) {
    const auto name = content(p);
    const auto found = attribute_.values.find(name.value_or(""));
    if (attribute_.type != attribute_type::enumeration) {
      findings_.note("SZ209", p.span(),
                     {"within", attribute_.name, std::string(name_of(attribute_.type))});
    } else if (name && (!found || !found->group)) {
      findings_.note(
          found ? "SZ223" : "SZ205", p.span(),
          {*name, attribute_.name, nearest_name(*name, attribute_.values.ids()).value_or("")});
    }
    return found && found->group
               ? condition::of(make_test(attribute_, index_, test_operator::within, {}, *name))
               : condition::always(true);
  }

  condition comparison(part p) {
    const bool with_equal = p.text.substr(1).starts_with('=');
    const std::size_t length = with_equal ? 2 : 1;
    const auto op = p.text.front() == '<'
                        ? (with_equal ? test_operator::less_equal : test_operator::less)
                        : (with_equal ? test_operator::greater_equal : test_operator::greater);
    return bounded(op, {p.text.substr(length), p.offset + length});
  }

  // Where `..` stands outside quotes.
  static std::optional<std::size_t> find_dots(std::string_view text) {
    std::optional<std::size_t> found;
    outside_quotes(text, 0, [&](std::size_t i, char) {
      found = text.substr(i).starts_with("..") ? std::optional{i} : std::nullopt;
      return !found;
    });
    return found;
  }

  condition range(part p, std::size_t dots) {
    const char last = p.text.back();
    if (last != ']' && last != ')') {
      findings_.note("SZ262", p.span(), {std::string(p.text)});
      return condition::always(true);
    }
    const auto lower =
        p.text.front() == '[' ? test_operator::greater_equal : test_operator::greater;
    const auto upper = last == ']' ? test_operator::less_equal : test_operator::less;
    auto from = bounded(lower, {p.text.substr(1, dots - 1), p.offset + 1});
    auto to =
        bounded(upper, {p.text.substr(dots + 2, p.text.size() - dots - 3), p.offset + dots + 2});
    const bool both = from.what == condition::kind::test && to.what == condition::kind::test;
    if (both && to.test.constants.front() < from.test.constants.front()) {
      findings_.note("SZ263", p.span(), {std::string(p.text)});
    }
    return condition::join(condition::kind::conjunction, {std::move(from), std::move(to)});
  }

  condition bounded(test_operator op, part p) {
    if (!is_ordered(attribute_.type)) {
      findings_.note("SZ209", p.span(),
                     {std::string(condition_printer::spelling_of(op)), attribute_.name,
                      std::string(name_of(attribute_.type))});
      return condition::always(true);
    }
    auto v = literal(trimmed(p));
    return v ? test(op, {std::move(*v)}) : condition::always(true);
  }

  std::optional<value> literal(part p) {
    const auto text = content(p);
    return text ? to_value(attribute_, *text, p.span(), findings_) : std::nullopt;
  }

  // A text without its quotes, a label as its id.
  std::optional<std::string> content(part p) {
    auto text = unquoted(p);
    if (text && words_ == cell_words::ids_and_labels && !attribute_.values.find(*text)) {
      text = attribute_.values.find_label(*text).value_or(*text);
    }
    return text;
  }

  std::optional<std::string> unquoted(part p) {
    if (p.text.empty() || (p.text.front() != '\'' && p.text.front() != '"')) {
      return std::string(p.text);
    }
    auto lexed = lexer(p.text).tokens();
    if (!lexed.result || lexed.result->size() != 2) {
      findings_.note("SZ262", p.span(), {std::string(p.text)});
      return std::nullopt;
    }
    return std::move(lexed.result->front().content);
  }

  condition test(test_operator op, std::vector<value> constants) {
    return condition::of(make_test(attribute_, index_, op, std::move(constants)));
  }

  const attribute& attribute_;
  std::size_t index_;
  cell_words words_;
  text_findings findings_;
};

/// The tree of a table's cell, or every finding about it. Attribute `index` is `a`.
[[nodiscard]] inline parsed<condition> parse_cell(std::string_view cell, const attribute& a,
                                                  std::size_t index,
                                                  cell_words words = cell_words::ids) {
  return cell_parser(a, index, words).parse(cell);
}

namespace detail {

// Without quotes where the reader of cells takes it as the same text.
inline std::string write_cell_text(const std::string& text) {
  constexpr std::string_view special = "'\",()[]\\";
  const bool plain = !text.empty() && text != "-" && text != "null" && text.front() != '<' &&
                     text.front() != '>' && text.front() != ' ' && text.back() != ' ' &&
                     text.front() != '.' && text.back() != '.' &&
                     text.find("..") == std::string::npos &&
                     text.find_first_of(special) == std::string::npos;
  return plain ? text : in_quotes(text);
}

inline std::string write_cell_literal(const attribute& a, const value& v) {
  return write_cell_text(write_literal(a, v));
}

inline std::string write_cell_part(const attribute& a, const condition& c) {
  if (c.what == condition::kind::negation) {
    const auto& operand = c.operands.front();
    const bool absent =
        operand.what == condition::kind::test && operand.test.op == test_operator::has;
    return absent ? "null" : "not(" + write_cell_part(a, operand) + ")";
  }
  if (c.what == condition::kind::conjunction) {
    const auto& from = c.operands.front().test;
    const auto& to = c.operands.back().test;
    return (from.op == test_operator::greater ? "(" : "[") +
           write_cell_literal(a, from.constants.front()) + ".." +
           write_cell_literal(a, to.constants.front()) + (to.op == test_operator::less ? ")" : "]");
  }
  if (c.what == condition::kind::disjunction) {
    std::string list;
    for (const auto& each : c.operands) {
      list += (list.empty() ? "" : ", ") + write_cell_part(a, each);
    }
    return list;
  }
  if (c.test.op == test_operator::within) {
    return "within(" + write_cell_text(c.test.group) + ")";
  }
  std::string list;
  for (const auto& each : c.test.constants) {
    list += (list.empty() ? "" : ", ") + write_cell_literal(a, each);
  }
  const bool comparison = c.test.op != test_operator::equal && c.test.op != test_operator::in;
  return comparison ? std::string(condition_printer::spelling_of(c.test.op)) + " " + list : list;
}

}  // namespace detail

/// A tree that `parse_cell` made, as the canonical text of its cell.
[[nodiscard]] inline std::string write_cell(const attribute& a, const condition& c) {
  return c.what == condition::kind::constant ? "-" : detail::write_cell_part(a, c);
}

}  // namespace shozai::inline v1
