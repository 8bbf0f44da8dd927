// SPDX-License-Identifier: Apache-2.0
/// \file
/// Walking over the tokens of a text, with findings and a bounded depth.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/policy/lexer.hpp"

namespace shozai::inline v1 {

/// The tokens of one text, one after the other.
///
/// `fail` is for syntax: it keeps only the first finding and ends reading (`good()` is false).
/// `note` is for meaning: reading goes on.
class token_reader : public text_findings {
 public:
  /// How deep parentheses, negations and calls may nest.
  static constexpr std::size_t max_depth = 200;

  explicit token_reader(std::string_view source) {
    auto lexed = lexer(source).tokens();
    for (auto& each : lexed.findings) {
      fail(std::move(each.code), each.span, std::move(each.arguments));
    }
    tokens_ = lexed.result ? std::move(*lexed.result) : std::vector<token>(1);
  }

  [[nodiscard]] bool good() const noexcept { return !failed_; }
  [[nodiscard]] const token& peek() const { return tokens_[at_]; }
  [[nodiscard]] const token& peek_after() const {
    return tokens_[std::min(at_ + 1, tokens_.size() - 1)];
  }
  [[nodiscard]] const token& previous() const { return tokens_[at_ == 0 ? 0 : at_ - 1]; }

  /// The current token; the one after it becomes current, unless this was the last.
  token next() {
    const auto current = tokens_[at_];
    at_ = std::min(at_ + 1, tokens_.size() - 1);
    return current;
  }

  [[nodiscard]] bool peek_symbol(std::string_view s) const {
    return good() && peek().kind == token_kind::symbol && peek().spelling == s;
  }
  [[nodiscard]] bool peek_name(std::string_view s) const {
    return good() && peek().kind == token_kind::name && peek().spelling == s;
  }
  bool take_symbol(std::string_view s) {
    const bool found = peek_symbol(s);
    if (found) {
      next();
    }
    return found;
  }
  bool take_name(std::string_view s) {
    const bool found = peek_name(s);
    if (found) {
      next();
    }
    return found;
  }
  /// `what` names the symbol in messages.
  void expect_symbol(std::string_view s, std::string_view what) {
    if (good() && !take_symbol(s)) {
      fail_expected(what);
    }
  }

  /// From `begin` to the end of the token before the current one.
  [[nodiscard]] text_span since(std::size_t begin) const {
    const auto& last = previous().span;
    return {begin, std::max(last.offset + last.length, begin) - begin};
  }

  void fail(std::string code, text_span span, std::vector<std::string> arguments) {
    if (good()) {
      note(std::move(code), span, std::move(arguments));
      failed_ = true;
    }
  }
  void fail_found(std::string_view expected, const token& found) {
    if (found.kind == token_kind::end) {
      fail("SZ225", found.span, {std::string(expected)});
    } else {
      fail("SZ201", found.span, {std::string(expected), std::string(found.spelling)});
    }
  }
  void fail_expected(std::string_view expected) {
    if (peek_symbol("=")) {
      fail("SZ214", peek().span, {});
    } else if (peek_symbol("&") || peek_symbol("|")) {
      fail("SZ215", peek().span, {std::string(peek().spelling)});
    } else {
      fail_found(expected, peek());
    }
  }

 private:
  friend class nesting;

  std::vector<token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool failed_ = false;
};

/// One level of nesting while it lives; beyond the limit a finding.
class nesting {
 public:
  explicit nesting(token_reader& in) : in_(in) {
    if (++in_.depth_ > token_reader::max_depth) {
      in_.fail("SZ202", in_.peek().span, {std::to_string(token_reader::max_depth)});
    }
  }
  ~nesting() { --in_.depth_; }
  nesting(const nesting&) = delete;
  nesting& operator=(const nesting&) = delete;
  nesting(nesting&&) = delete;
  nesting& operator=(nesting&&) = delete;

  [[nodiscard]] bool allowed() const noexcept { return in_.good(); }

 private:
  token_reader& in_;
};

}  // namespace shozai::inline v1
