// SPDX-License-Identifier: Apache-2.0
/// \file
/// A finding → text for people: where, what, the offending part underlined, and what to do.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/policy/printable.hpp"
#include "shozai/policy/source_map.hpp"

namespace shozai::inline v1 {

namespace detail {

/// The words of a rendered finding in one language.
struct render_words {
  std::string_view note, warning, error, at, hint, see, text, cell, sheet, row, column, cell_end;
};

[[nodiscard]] constexpr render_words words_of(language l) noexcept {
  return l == language::ja
             ? render_words{"注記",     "警告", "エラー",       "場所", "対処", "参照",
                            "(文字列)", "（",   "シート {0}、", "",     "行 ",  "列）"}
             : render_words{"note",   "warning", "error",       "at",   "hint",      "see",
                            "(text)", " (",      "sheet {0}, ", "row ", ", column ", ")"};
}

/// How many bytes one character takes in a JSON text and in the text that it writes.
struct character_size {
  std::size_t raw;
  std::size_t decoded;
};

/// Of the character or escape at `at` in `token`; a byte of a longer character counts by itself.
[[nodiscard]] inline character_size size_at(std::string_view token, std::size_t at) {
  constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
  if (token[at] != '\\') {
    return {1, 1};
  }
  if (!token.substr(at + 1).starts_with('u')) {
    return {2, 1};
  }
  std::size_t unit = 0;
  for (const char c : token.substr(at + 2, 4)) {
    unit = unit * 16 + digits.find(c) % 16;
  }
  if (unit >= 0xD800 && unit < 0xDC00) {
    return {12, 4};  // with its other half
  }
  if (unit < 0x80) {
    return {6, 1};
  }
  return {6, unit < 0x800 ? std::size_t{2} : std::size_t{3}};
}

/// Where `count` bytes of a decoded text begin in `token`, its JSON spelling with quotes.
[[nodiscard]] inline std::size_t raw_offset(std::string_view token, std::size_t count) {
  std::size_t at = 1;
  for (std::size_t decoded = 0; decoded < count && at + 1 < token.size();) {
    const auto size = size_at(token, at);
    at += size.raw;
    decoded += size.decoded;
  }
  return std::min(at, token.size());
}

}  // namespace detail

/// Where in `text`, the text of its file, a finding is about; nothing if the text has no such
/// place.
[[nodiscard]] inline std::optional<source_place> place_of(const diagnostic& d,
                                                          std::string_view text) {
  if (d.offset) {
    return place_of_offset(text, *d.offset, 1);
  }
  if (d.at_key) {
    return locate_key(text, d.pointer);
  }
  auto place = locate(text, d.pointer);
  if (place && d.span && text[place->offset] == '"') {
    const auto token = text.substr(place->offset, place->length);
    const auto from = detail::raw_offset(token, d.span->offset);
    const auto to = detail::raw_offset(token, d.span->offset + d.span->length);
    return place_of_offset(text, place->offset + from, std::max<std::size_t>(to - from, 1));
  }
  return place;
}

namespace detail {

/// Writes one finding; the parts are lines.
class finding_writer {
 public:
  finding_writer(const diagnostic& d, const source_texts& sources, language l)
      : finding_(d), language_(l), words_(words_of(l)) {
    if (const auto found = sources.find(d.file); found != sources.end() && !d.cell) {
      text_ = found->second;
      place_ = place_of(d, text_);
    }
  }

  [[nodiscard]] std::string write() const {
    std::string out = head() + ": " + printable(finding_.message(language_)) + "\n";
    if (!finding_.pointer.empty()) {
      out += "  " + std::string(words_.at) + " " + printable(finding_.pointer) + "\n";
    }
    if (place_) {
      out += excerpt();
    }
    for (const auto& other : finding_.related) {
      out += "  " + std::string(words_.see) + " " +
             (other.file.empty() ? "" : printable(other.file) + " ") + printable(other.pointer) +
             "\n";
    }
    if (const auto hint = finding_.hint(language_); !hint.empty()) {
      out += "  " + std::string(words_.hint) + ": " + printable(hint) + "\n";
    }
    return out;
  }

 private:
  [[nodiscard]] std::string head() const {
    auto out = finding_.file.empty() ? std::string(words_.text) : printable(finding_.file);
    if (finding_.cell) {
      out += std::string(words_.cell) + sheet() + std::string(words_.row) +
             std::to_string(finding_.cell->row) + std::string(words_.column) +
             std::to_string(finding_.cell->column) + std::string(words_.cell_end);
    } else if (place_) {
      out += ":" + std::to_string(place_->line) + ":" + std::to_string(place_->column);
    }
    const auto level = finding_.level();
    const auto word = level == severity::error     ? words_.error
                      : level == severity::warning ? words_.warning
                                                   : words_.note;
    return out + ": " + std::string(word) + " " + finding_.code;
  }

  [[nodiscard]] std::string sheet() const {
    const auto& name = finding_.cell->sheet;
    return name.empty() ? ""
                        : fill_in(words_.sheet, {printable(name)}, language_, blank::kept).value();
  }

  // The line of the place, cut to what a person can read, and a mark under the part.
  [[nodiscard]] std::string excerpt() const {
    constexpr std::size_t before = 60;
    constexpr std::size_t after = 60;
    const auto line = line_around(text_, place_->offset);
    const auto begin = static_cast<std::size_t>(line.data() - text_.data());
    const auto offset = std::max(place_->offset, begin) - begin;
    const auto at = std::min(offset, line.size());
    const auto length = std::min(place_->length, line.size() - at);

    const auto from = at > before ? boundary(line, at - before) : 0;
    const auto to = boundary(line, std::min(line.size(), at + std::min(length, after) + after));
    const auto lead = (from > 0 ? "…" : "") + printable(line.substr(from, at - from));
    const auto part = printable(line.substr(at, std::min(length, to - at)));
    const auto rest =
        printable(line.substr(at + std::min(length, to - at), to - at - std::min(length, to - at)));
    const auto* tail = to < line.size() ? "…" : "";

    const auto number = std::to_string(place_->line);
    const std::string margin(number.size(), ' ');
    return "  " + number + " | " + lead + part + rest + tail + "\n  " + margin + " | " +
           std::string(display_width(lead), ' ') + "^" +
           std::string(std::max<std::size_t>(display_width(part), 1) - 1, '~') + "\n";
  }

  // The beginning of the character in which byte `at` lies.
  static std::size_t boundary(std::string_view line, std::size_t at) {
    while (at > 0 && at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) {
      --at;
    }
    return at;
  }

  const diagnostic& finding_;
  language language_;
  render_words words_;
  std::string_view text_;
  std::optional<source_place> place_;
};

}  // namespace detail

/// One finding as several lines of text. `sources` has the texts of the files; without the one
/// of this finding there is no line number and no excerpt.
[[nodiscard]] inline std::string render(const diagnostic& d, const source_texts& sources,
                                        language l) {
  return detail::finding_writer(d, sources, l).write();
}

/// All findings, one after the other.
[[nodiscard]] inline std::string render(const diagnostics& findings, const source_texts& sources,
                                        language l) {
  std::string out;
  for (const auto& each : findings) {
    out += render(each, sources, l);
  }
  return out;
}

}  // namespace shozai::inline v1
