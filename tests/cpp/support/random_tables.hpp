// SPDX-License-Identifier: Apache-2.0
/// \file
/// Faults of one policy as rows of Arrow tables, each column in a layout drawn at random, and the
/// same faults as the JSON that `load_fault` reads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/literal.hpp"
#include "support/arrow_tables.hpp"
#include "support/random_draw.hpp"

namespace shozai::testing {

/// What a cell says: nothing where all of it is empty.
struct table_cell {
  bool none = false;
  std::optional<value> known = {};
  std::string group = {};  ///< of an enum

  friend auto operator<=>(const table_cell&, const table_cell&) = default;
};

/// One attribute in all rows.
using cell_column = std::vector<table_cell>;

namespace detail {

inline bool is_multiple(std::int64_t number, std::int64_t unit) {
  return number % unit == 0;
}

/// Draws the layout of one column that holds `cells`.
class column_writer {
 public:
  column_writer(dice& rng, const attribute& a, const cell_column& cells, bool as_cells)
      : rng_(rng), a_(a), cells_(cells), as_cells_(as_cells) {
    for (const auto& c : cells_) {
      if (c.known && !a_.domain.is_text()) {
        numbers_.push_back(std::get<std::int64_t>(*c.known));
      }
      needs_text_ = needs_text_ || !c.group.empty() || (c.none && as_cells_ && !a_.empty_is_none);
    }
  }

  [[nodiscard]] built_column write() {
    const bool all_empty = std::ranges::all_of(cells_, [&](const auto& c) {
      return !c.known && c.group.empty() && !(c.none && as_cells_ && !a_.empty_is_none);
    });
    if (all_empty && rng_.chance(50)) {
      return null_column(a_.name, cells_.size());
    }
    if (rng_.chance(20)) {
      return write_dictionary();
    }
    return write_plain();
  }

 private:
  // Each different cell once, in random order, with some that no row uses.
  built_column write_dictionary() {
    auto entries = cells_;
    std::ranges::sort(entries);
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    entries = rng_.shuffled(std::move(entries));
    std::map<table_cell, std::int64_t> place;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      place.emplace(entries[i], static_cast<std::int64_t>(i));
    }
    std::vector<std::string> formats = {"s", "S", "i", "I", "l", "L"};
    if (entries.size() <= 127) {
      formats.insert(formats.end(), {"c", "C"});
    }
    const auto format = rng_.one_of(formats);
    auto written = column_writer(rng_, a_, entries, as_cells_).write_plain();
    cells_of<std::int64_t> indices;
    for (const auto& c : cells_) {
      const bool null = c == table_cell{} && rng_.chance(50);
      indices.push_back(null ? std::nullopt : std::optional{place.at(c)});
    }
    return dictionary_column(a_.name, format, indices, std::move(written));
  }

  built_column write_plain() {
    const auto text = [&] { return write_text(); };
    std::vector<std::function<built_column()>> ways;
    switch (a_.type) {
      case attribute_type::enumeration:
      case attribute_type::string:
        return text();
      case attribute_type::boolean:
        ways = {[&] {
          return boolean_column(a_.name, numbers_as<bool>([](auto n) { return n != 0; }), with());
        }};
        break;
      case attribute_type::integer:
      case attribute_type::decimal:
        ways = ways_of_numbers();
        break;
      case attribute_type::date:
        ways = {[&] { return plain<std::int32_t>("tdD", 1); },
                [&] { return plain<std::int64_t>("tdm", 86'400'000); },
                [&] { return plain<std::int64_t>("tss:", 86'400); },
                [&] { return plain<std::int64_t>("tsm:", 86'400'000); },
                [&] { return plain<std::int64_t>("tsu:", 86'400'000'000); }};
        break;
      case attribute_type::timestamp:
        ways = ways_of_times("ts", ":Asia/Tokyo");
        break;
      case attribute_type::duration:
        ways = ways_of_times("tD", "");
        break;
    }
    const bool number = a_.type == attribute_type::integer || a_.type == attribute_type::boolean;
    if (needs_text_) {
      return text();
    }
    if (!number || as_cells_) {
      ways.emplace_back(text);
    }
    return rng_.one_of(ways)();
  }

  validity with() { return rng_.chance(30) ? validity::always : validity::if_needed; }

  template <typename T, typename Convert>
  cells_of<T> numbers_as(const Convert& convert) const {
    cells_of<T> all;
    for (const auto& c : cells_) {
      all.push_back(c.known ? std::optional<T>{convert(std::get<std::int64_t>(*c.known))}
                            : std::nullopt);
    }
    return all;
  }

  template <typename T>
  built_column plain(const std::string& format, std::int64_t factor) {
    return number_column<T>(
        a_.name, format, numbers_as<T>([&](auto n) { return static_cast<T>(n * factor); }), with());
  }

  std::vector<std::function<built_column()>> ways_of_times(const std::string& kind,
                                                           const std::string& zone) {
    std::vector<std::function<built_column()>> ways;
    const auto add = [&](const char* unit, std::int64_t divisor) {
      const auto divides = [&](auto n) { return is_multiple(n, divisor); };
      if (std::ranges::all_of(numbers_, divides)) {
        ways.emplace_back([this, format = kind + unit + zone, divisor] {
          return number_column<std::int64_t>(
              a_.name, format, numbers_as<std::int64_t>([&](auto n) { return n / divisor; }),
              with());
        });
      }
    };
    add("u", 1);
    add("m", 1'000);
    add("s", 1'000'000);
    constexpr auto most = std::numeric_limits<std::int64_t>::max() / 1'000;
    if (std::ranges::all_of(numbers_, [&](auto n) { return -most < n && n < most; })) {
      ways.emplace_back(
          [this, format = kind + "n" + zone] { return plain<std::int64_t>(format, 1'000); });
    }
    return ways;
  }

  [[nodiscard]] bool all_within(std::int64_t least, std::int64_t most) const {
    return std::ranges::all_of(numbers_, [&](auto n) { return least <= n && n <= most; });
  }

  std::vector<std::function<built_column()>> ways_of_numbers() {
    std::vector<std::function<built_column()>> ways;
    std::int64_t power = 1;
    for (int i = 0; i < a_.scale; ++i) {
      power *= 10;
    }
    if (std::ranges::all_of(numbers_, [&](auto n) { return is_multiple(n, power); })) {
      add_integers(ways, power);
    }
    add_decimals(ways);
    if (all_within(-(std::int64_t{1} << 50), std::int64_t{1} << 50)) {
      add_floats<double>(ways, "g");
    }
    if (all_within(-(1 << 22), 1 << 22)) {
      add_floats<float>(ways, "f");
    }
    return ways;
  }

  template <typename T>
  void add_integer(std::vector<std::function<built_column()>>& ways, const char* format,
                   std::int64_t power) {
    const auto fits = [&](auto n) { return std::in_range<T>(n / power); };
    if (std::ranges::all_of(numbers_, fits)) {
      ways.emplace_back([this, format, power] {
        return number_column<T>(a_.name, format,
                                numbers_as<T>([&](auto n) { return static_cast<T>(n / power); }),
                                with());
      });
    }
  }

  void add_integers(std::vector<std::function<built_column()>>& ways, std::int64_t power) {
    add_integer<std::int8_t>(ways, "c", power);
    add_integer<std::uint8_t>(ways, "C", power);
    add_integer<std::int16_t>(ways, "s", power);
    add_integer<std::uint16_t>(ways, "S", power);
    add_integer<std::int32_t>(ways, "i", power);
    add_integer<std::uint32_t>(ways, "I", power);
    add_integer<std::int64_t>(ways, "l", power);
    add_integer<std::uint64_t>(ways, "L", power);
  }

  void add_decimals(std::vector<std::function<built_column()>>& ways) {
    for (const auto& [bits, most] : {std::pair{32, std::int64_t{999'999}},
                                     {64, std::int64_t{999'999'999'999'999}},
                                     {128, std::numeric_limits<std::int64_t>::max()},
                                     {256, std::numeric_limits<std::int64_t>::max()}}) {
      if (all_within(bits < 128 ? -most : -most - 1, most)) {
        const auto finer = static_cast<int>(rng_.below(4));
        ways.emplace_back([this, bits, finer] {
          int128 factor = 1;
          for (int i = 0; i < finer; ++i) {
            factor *= 10;
          }
          return decimal_column(a_.name, a_.scale + finer, bits,
                                numbers_as<int128>([&](auto n) { return n * factor; }), with());
        });
      }
    }
  }

  template <typename T>
  void add_floats(std::vector<std::function<built_column()>>& ways, const char* format) {
    ways.emplace_back([this, format] {
      return number_column<T>(a_.name, format, numbers_as<T>([&](auto n) {
                                const auto text = format_decimal(n, a_.scale);
                                return sizeof(T) == sizeof(float)
                                           ? static_cast<T>(std::strtof(text.c_str(), nullptr))
                                           : static_cast<T>(std::strtod(text.c_str(), nullptr));
                              }),
                              with());
    });
  }

  built_column write_text() {
    const auto layout = rng_.below(3);
    cells_of<std::string> written;
    for (const auto& c : cells_) {
      if (!c.group.empty()) {
        written.emplace_back(c.group);
      } else if (c.known) {
        written.emplace_back(write_literal(a_, *c.known));
      } else if (c.none && as_cells_ && !(a_.empty_is_none && rng_.chance(50))) {
        written.emplace_back("none");
      } else {
        const bool empty = as_cells_ && rng_.chance(50);
        written.push_back(empty ? std::optional<std::string>{""} : std::nullopt);
      }
    }
    switch (layout) {
      case 0:
        return view_column(a_.name, written, rng_.between(1, 3), with());
      case 1:
        return text_column(a_.name, written, true, with());
      default:
        return text_column(a_.name, written, false, with());
    }
  }

  dice& rng_;
  const attribute& a_;
  const cell_column& cells_;
  bool as_cells_;
  std::vector<std::int64_t> numbers_;
  bool needs_text_ = false;
};

}  // namespace detail

/// `cells` as a column in some layout. `as_cells`: texts are cells of a spreadsheet. \pre Each can
/// be said: none only of an attribute for which null is none, or in cells.
[[nodiscard]] inline built_column random_column(dice& rng, const attribute& a,
                                                const cell_column& cells, bool as_cells) {
  return detail::column_writer(rng, a, cells, as_cells).write();
}

/// What a cell of a column that exists can say of what is known; what it cannot is unknown.
[[nodiscard]] inline table_cell cell_of(dice& rng, const attribute& a, const knowledge& k,
                                        const texts& groups, bool as_cells) {
  if (k.known() && is_none(*k.known())) {
    return {.none = a.empty_is_none || as_cells};
  }
  if (k.known()) {
    const auto* text = std::get_if<std::string>(&*k.known());
    const bool means_more = text != nullptr && as_cells && (text->empty() || *text == "none");
    if (!means_more) {
      return {.known = k.known()};
    }
  } else if (!groups.empty() && rng.chance(40)) {
    return {.group = rng.one_of(groups)};
  }
  return {.none = a.empty_is_none};
}

/// What row `row` says as the JSON of a fault. A column that is missing has no cells.
[[nodiscard]] inline json fault_of(const schema& attributes,
                                   const std::vector<cell_column>& columns, std::size_t row) {
  auto f = json::object();
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (columns[i].empty()) {
      continue;
    }
    const auto& a = attributes[i];
    const auto& c = columns[i][row];
    if (c.none) {
      f[a.name] = nullptr;
    } else if (!c.group.empty()) {
      f[a.name] = c.group;
    } else if (c.known) {
      const auto* number = std::get_if<std::int64_t>(&*c.known);
      if (a.type == attribute_type::boolean) {
        f[a.name] = *number != 0;
      } else if (a.type == attribute_type::integer) {
        f[a.name] = *number;
      } else {
        f[a.name] = write_literal(a, *c.known);
      }
    }
  }
  return f;
}

}  // namespace shozai::testing
