// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the texts of a column say of an attribute, each found out once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/core/utf8.hpp"
#include "shozai/ownership/code_column.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/policy/load_fault_table.hpp"

namespace shozai::inline v1 {

// NOLINTBEGIN(readability-redundant-member-init): whoever names other members may leave them out
/// How the columns of a table are read.
struct column_options {
  /// Texts are cells of a spreadsheet: they may write numbers and `none`, and empty is unknown.
  bool cells = false;
  /// Brings a text into Unicode normal form C; empty: texts are compared as they are. Called from
  /// several threads, if there are several.
  std::function<std::string(std::string_view)> normalize = {};
};

/// What a text says of an attribute.
struct text_meaning {
  cell_code cell;
  std::string text = {};      ///< of a string attribute, in normal form
  bool normalized = false;    ///< the text was not in normal form
  diagnostics findings = {};  ///< of an invalid one
};
// NOLINTEND(readability-redundant-member-init)

/// A column's cell for null, and for an empty cell of a spreadsheet.
[[nodiscard]] inline cell_code empty_cell(const attribute& a) noexcept {
  return {a.empty_is_none ? cell_state::none : cell_state::unknown, 0};
}

namespace detail {

/// What is known of an attribute, as a cell; a text has its place in a column still to be given.
[[nodiscard]] inline cell_code to_cell(const attribute& a, const knowledge& k) {
  if (!k.known()) {
    const auto& group = k.possible().intervals().front();
    const auto end = group.to ? std::get<std::int64_t>(*group.to) : a.domain.max() + 1;
    return {cell_state::narrowed, code_of_group(std::get<std::int64_t>(group.from), end)};
  }
  if (is_none(*k.known())) {
    return {cell_state::none, 0};
  }
  const auto* number = std::get_if<std::int64_t>(&*k.known());
  return {cell_state::known, number == nullptr ? 0 : *number};
}

}  // namespace detail

/// What `given` says of `a`, by the reader of faults, so that a table and a single fault cannot
/// disagree. An enum may be written by a label that only one of its values has.
[[nodiscard]] inline text_meaning read_text(const schema& attributes, const attribute& a,
                                            std::string_view given, const column_options& options) {
  text_meaning m;
  m.cell.state = cell_state::invalid;
  if (first_invalid_utf8(given)) {
    m.findings.push_back(finding_of("SZ194", {a.name}));
    return m;
  }
  std::string text(given);
  if (options.normalize && std::ranges::any_of(text, [](unsigned char c) { return c > 0x7F; })) {
    text = options.normalize(given);
    m.normalized = text != given;
  }
  const bool label = a.type == attribute_type::enumeration && !a.values.find(text);
  const auto v = options.cells ? cell_to_json(a, text)
                 : label       ? json(a.values.find_label(text).value_or(text))
                               : json(text);
  if (!v) {
    m.cell = empty_cell(a);
    return m;
  }
  auto loaded = load_knowledge(attributes, a, *v);
  m.findings = std::move(loaded.findings);
  if (loaded.result) {
    m.cell = detail::to_cell(a, *loaded.result);
    m.text = std::move(text);
  }
  return m;
}

/// What one worker keeps from stretch to stretch: the texts of each column that it has met.
class decoder_memory {
 public:
  explicit decoder_memory(std::size_t columns) : texts_(columns) {}

  /// The meaning of `text` in column `column`; stays where it is until `trim`.
  template <typename Read>
  [[nodiscard]] const text_meaning& meaning(std::size_t column, std::string_view text,
                                            const Read& read) {
    auto& known = texts_[column];
    const auto found = known.find(text);
    return found != known.end() ? found->second
                                : known.emplace(std::string(text), read()).first->second;
  }

  /// Forgets texts once they are many. \pre No decoded stretch is in use any more.
  void trim() {
    constexpr std::size_t most = 100'000;
    for (auto& t : texts_) {
      if (t.size() > most) {
        t.clear();
      }
    }
  }

  /// Cells whose text was not in normal form C.
  [[nodiscard]] std::uint64_t normalized() const noexcept { return normalized_; }
  void note_normalized(std::uint64_t cells) noexcept { normalized_ += cells; }
  /// Those noted so far, which are forgotten.
  [[nodiscard]] std::uint64_t take_normalized() noexcept { return std::exchange(normalized_, 0); }

 private:
  struct hash_of_text {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::vector<std::unordered_map<std::string, text_meaning, hash_of_text, std::equal_to<>>> texts_;
  std::uint64_t normalized_ = 0;
};

}  // namespace shozai::inline v1
