// SPDX-License-Identifier: Apache-2.0
/// \file
/// The catalogue of messages: one entry a code, in Japanese and English.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/localized_text.hpp"
#include "shozai/core/message_terms.hpp"
#include "shozai/core/message_text.hpp"
#include "shozai/core/messages_analysis.hpp"
#include "shozai/core/messages_dmn.hpp"
#include "shozai/core/messages_document.hpp"
#include "shozai/core/messages_fault.hpp"
#include "shozai/core/messages_organization.hpp"
#include "shozai/core/messages_organization_check.hpp"
#include "shozai/core/messages_rules.hpp"
#include "shozai/core/messages_spreadsheet.hpp"
#include "shozai/core/messages_testing.hpp"
#include "shozai/core/utf8.hpp"

namespace shozai::inline v1 {

/// Every part of the catalogue, each sorted by code.
[[nodiscard]] constexpr std::array<std::span<const message_text>, 9> message_catalogue() noexcept {
  return {document_messages,
          fault_messages,
          rule_messages,
          organization_messages,
          organization_check_messages,
          analysis_messages,
          testing_messages,
          spreadsheet_messages,
          dmn_messages};
}

/// The entry of `code`. \pre The code is in the catalogue; for any other a nameless error.
[[nodiscard]] inline const message_text& message_of(std::string_view code) noexcept {
  static constexpr message_text unknown{};
  for (const auto part : message_catalogue()) {
    const auto found = std::ranges::lower_bound(part, code, {}, &message_text::code);
    if (found != part.end() && found->code == code) {
      return *found;
    }
  }
  return unknown;
}

/// What to make of a pattern that asks for an empty argument: a hint then has nothing to say.
enum class blank : std::uint8_t { kept, refused };

namespace detail {

/// The beginning of a text that is too long to be read in a message.
[[nodiscard]] inline std::string readable_argument(std::string_view text) {
  constexpr std::size_t longest = 200;
  if (text.size() <= longest) {
    return std::string(text);
  }
  auto end = longest;
  while (end > 0 && is_continuation(byte_at(text, end))) {
    --end;
  }
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace detail

/// `pattern` with its arguments: `{0}` is the first as it is, `{@0}` the first as a term of the
/// catalogue in language `l`. Nothing if an argument that is asked for is missing, or is empty
/// and empty ones are refused. A long argument is cut. A brace before anything else stands for
/// itself.
[[nodiscard]] inline std::optional<std::string> fill_in(std::string_view pattern,
                                                        const std::vector<std::string>& arguments,
                                                        language l, blank empty) {
  std::string text;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (std::size_t at = 0; at < pattern.size();) {
    const auto open = pattern.find('{', at);
    text += pattern.substr(at, open - at);
    if (open == std::string_view::npos) {
      break;
    }
    const std::size_t sign = pattern.substr(open + 1).starts_with('@') ? 1 : 0;
    const auto digit = open + 1 + sign;
    if (digit >= pattern.size() || !is_digit(pattern[digit])) {
      text += '{';
      at = open + 1;
      continue;
    }
    at = digit + 2;
    const auto index = static_cast<std::size_t>(pattern[digit] - '0');
    if (index >= arguments.size() || (arguments[index].empty() && empty == blank::refused)) {
      return std::nullopt;
    }
    text += sign == 1 ? std::string(term(arguments[index], l))
                      : detail::readable_argument(arguments[index]);
  }
  return text;
}

}  // namespace shozai::inline v1
