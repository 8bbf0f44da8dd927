// SPDX-License-Identifier: Apache-2.0
/// \file
/// Arrow columns and tables in memory, in any layout. Buffers have exactly the size that their
/// values need, so that a sanitizer finds who reads beyond.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <shozai/core/arrow_column.hpp>
#include <shozai/core/arrow_export.hpp>
#include <shozai/core/arrow_stream.hpp>
#include <shozai/core/decimal.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shozai::testing {

/// The values of a column; nothing stands for null.
template <typename T>
using cells_of = std::vector<std::optional<T>>;

/// A column with its description.
struct built_column {
  arrow_field field;
  arrow_buffers data;
};

/// Whether a column without a null has a validity buffer.
enum class validity : std::uint8_t { if_needed, always };

namespace detail {

using bytes = std::vector<std::uint8_t>;

template <typename T>
void append_bytes(bytes& to, const T& item) {
  const auto at = to.size();
  to.resize(at + sizeof item);
  std::memcpy(to.data() + at, &item, sizeof item);
}

inline bytes bits_of(const std::vector<bool>& all) {
  bytes bits((all.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < all.size(); ++i) {
    bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (all[i] ? 1U << (i % 8) : 0U));
  }
  return bits;
}

// The column of these buffers after its validity.
template <typename T>
built_column build(std::string name, std::string format, const cells_of<T>& cells,
                   std::vector<bytes> buffers, validity with) {
  const auto kept = std::make_shared<std::vector<bytes>>(std::move(buffers));
  std::vector<bool> known;
  std::int64_t nulls = 0;
  for (const auto& each : cells) {
    known.push_back(each.has_value());
    nulls += each ? 0 : 1;
  }
  built_column column{{std::move(name), std::move(format)}, {}};
  column.field.nullable = nulls > 0;
  column.data.length = static_cast<std::int64_t>(cells.size());
  column.data.null_count = nulls;
  const bool with_validity = nulls > 0 || with == validity::always;
  for (const auto& each : *kept) {
    column.data.buffers.push_back(each.data());
  }
  if (with_validity) {
    kept->push_back(bits_of(known));
    // Moving the vectors moved no byte of theirs.
    column.data.buffers.insert(column.data.buffers.begin(), kept->back().data());
  } else {
    column.data.buffers.insert(column.data.buffers.begin(), nullptr);
  }
  column.data.owner = kept;
  return column;
}

constexpr std::uint8_t unread = 0x7F;  // what stands where null is

}  // namespace detail

/// Numbers of fixed width, also dates and times.
template <typename T>
[[nodiscard]] built_column number_column(std::string name, std::string format,
                                         const cells_of<T>& cells,
                                         validity with = validity::if_needed) {
  detail::bytes data;
  for (const auto& each : cells) {
    T number{};
    std::memset(&number, detail::unread, sizeof number);
    detail::append_bytes(data, each.value_or(number));
  }
  return detail::build(std::move(name), std::move(format), cells, {std::move(data)}, with);
}

/// Integers of the type that `format` names. \pre It holds them.
[[nodiscard]] inline built_column integer_column(std::string name, const std::string& format,
                                                 const cells_of<std::int64_t>& cells,
                                                 validity with = validity::if_needed) {
  const auto as = [&]<typename T>(T /*type*/) {
    cells_of<T> numbers;
    for (const auto& each : cells) {
      numbers.push_back(each ? std::optional{static_cast<T>(*each)} : std::nullopt);
    }
    return number_column<T>(std::move(name), format, numbers, with);
  };
  switch (format.front()) {
    case 'c':
      return as(std::int8_t{});
    case 'C':
      return as(std::uint8_t{});
    case 's':
      return as(std::int16_t{});
    case 'S':
      return as(std::uint16_t{});
    case 'i':
      return as(std::int32_t{});
    case 'I':
      return as(std::uint32_t{});
    case 'L':
      return as(std::uint64_t{});
    default:
      return as(std::int64_t{});
  }
}

[[nodiscard]] inline built_column boolean_column(std::string name, const cells_of<bool>& cells,
                                                 validity with = validity::if_needed) {
  std::vector<bool> bits;
  for (const auto& each : cells) {
    bits.push_back(each.value_or(true));
  }
  return detail::build(std::move(name), "b", cells, {detail::bits_of(bits)}, with);
}

/// Decimals of 32, 64, 128 or 256 bits, given as integers of `10^-scale`. \pre So many hold them.
[[nodiscard]] inline built_column decimal_column(std::string name, int scale, int bits,
                                                 const cells_of<int128>& cells,
                                                 validity with = validity::if_needed) {
  detail::bytes data;
  for (const auto& each : cells) {
    const auto number = each.value_or(0);
    for (int i = 0; i < bits / 8; ++i) {
      const auto shift = static_cast<unsigned>(8 * (i < 16 ? i : 15));
      const auto byte = static_cast<std::uint8_t>(static_cast<uint128>(number) >> shift);
      data.push_back(i < 16 ? byte : static_cast<std::uint8_t>(number < 0 ? 0xFF : 0));
    }
  }
  const auto digits = bits == 32 ? "9" : bits == 64 ? "18" : bits == 128 ? "38" : "76";
  auto format = std::string("d:") + digits + "," + std::to_string(scale);
  format += bits == 128 ? "" : "," + std::to_string(bits);
  return detail::build(std::move(name), std::move(format), cells, {std::move(data)}, with);
}

/// Texts with offsets of 32 bits, or of 64 if `large`.
[[nodiscard]] inline built_column text_column(std::string name, const cells_of<std::string>& cells,
                                              bool large = false,
                                              validity with = validity::if_needed) {
  detail::bytes offsets;
  detail::bytes letters;
  const auto add_offset = [&] {
    if (large) {
      detail::append_bytes(offsets, static_cast<std::int64_t>(letters.size()));
    } else {
      detail::append_bytes(offsets, static_cast<std::int32_t>(letters.size()));
    }
  };
  add_offset();
  for (const auto& each : cells) {
    const auto text = each.value_or("\xFF\xFF");
    letters.insert(letters.end(), text.begin(), text.end());
    add_offset();
  }
  return detail::build(std::move(name), large ? "U" : "u", cells,
                       {std::move(offsets), std::move(letters)}, with);
}

/// Texts as views, the long ones in turn in so many buffers.
[[nodiscard]] inline built_column view_column(std::string name, const cells_of<std::string>& cells,
                                              std::size_t buffers = 2,
                                              validity with = validity::if_needed) {
  constexpr std::size_t in_place = 12;
  detail::bytes views;
  std::vector<detail::bytes> long_texts(buffers);
  std::size_t turn = 0;
  for (const auto& each : cells) {
    const auto text = each.value_or("");
    std::uint8_t view[16] = {};
    const auto length = static_cast<std::int32_t>(text.size());
    std::memcpy(view, &length, sizeof length);
    std::memcpy(view + 4, text.data(), std::min(text.size(), in_place));
    if (text.size() > in_place) {
      auto& to = long_texts[turn % buffers];
      const auto buffer = static_cast<std::int32_t>(turn++ % buffers);
      const auto offset = static_cast<std::int32_t>(to.size());
      std::memcpy(view + 8, &buffer, sizeof buffer);
      std::memcpy(view + 12, &offset, sizeof offset);
      to.insert(to.end(), text.begin(), text.end());
    }
    if (!each) {
      std::memset(view, detail::unread, sizeof view);
    }
    views.insert(views.end(), std::begin(view), std::end(view));
  }
  detail::bytes sizes;
  std::vector<detail::bytes> all{std::move(views)};
  for (auto& each : long_texts) {
    detail::append_bytes(sizes, static_cast<std::int64_t>(each.size()));
    all.push_back(std::move(each));
  }
  all.push_back(std::move(sizes));
  return detail::build(std::move(name), "vu", cells, std::move(all), with);
}

/// `entries` by the indices of the type that `format` names.
[[nodiscard]] inline built_column dictionary_column(std::string name, const std::string& format,
                                                    const cells_of<std::int64_t>& indices,
                                                    built_column entries) {
  auto column = integer_column(std::move(name), format, indices);
  column.field.dictionary.push_back(std::move(entries.field));
  column.data.dictionary.push_back(std::move(entries.data));
  return column;
}

[[nodiscard]] inline built_column null_column(std::string name, std::size_t length) {
  built_column column{{std::move(name), "n", true}, {}};
  column.data.length = static_cast<std::int64_t>(length);
  column.data.null_count = column.data.length;
  return column;
}

/// Rows `first`.. `first + length` - 1 of the column, without moving a byte.
[[nodiscard]] inline built_column slice(built_column column, std::size_t first,
                                        std::size_t length) {
  column.data.offset += static_cast<std::int64_t>(first);
  column.data.length = static_cast<std::int64_t>(length);
  column.data.null_count = -1;
  return column;
}

/// A record batch. \pre The columns are as long as each other.
[[nodiscard]] inline built_column batch_of(std::vector<built_column> columns, std::size_t length) {
  built_column table{{"", "+s"}, {}};
  table.data.length = static_cast<std::int64_t>(length);
  table.data.buffers = {nullptr};
  for (auto& each : columns) {
    table.field.children.push_back(std::move(each.field));
    table.data.children.push_back(std::move(each.data));
  }
  return table;
}

/// The same with rows that are null as a whole.
[[nodiscard]] inline built_column with_null_rows(built_column table,
                                                 const std::vector<bool>& known) {
  const auto bits = std::make_shared<detail::bytes>(detail::bits_of(known));
  table.data.buffers = {bits->data()};
  table.data.owner = bits;
  table.data.null_count = -1;
  return table;
}

/// Where and how a stream fails.
struct stream_failure {
  std::size_t batch = static_cast<std::size_t>(-1);  ///< after so many batches
  bool schema = false;
  std::string text = "the disk is full";
};

/// Gives batches of one schema; counts how often a stream of it is let go.
class batches_source : public arrow_source {
 public:
  explicit batches_source(std::vector<built_column> batches, stream_failure failure = {},
                          std::shared_ptr<int> released = {})
      : batches_(std::move(batches)),
        failure_(std::move(failure)),
        released_(std::move(released)) {}
  batches_source(const batches_source&) = delete;
  batches_source& operator=(const batches_source&) = delete;
  ~batches_source() override {
    if (released_) {
      ++*released_;
    }
  }

  [[nodiscard]] arrow_field schema() override {
    if (failure_.schema) {
      throw std::runtime_error(failure_.text);
    }
    return batches_.front().field;
  }
  [[nodiscard]] bool next(arrow_buffers& batch) override {
    if (next_ == failure_.batch) {
      throw std::runtime_error(failure_.text);
    }
    if (next_ == batches_.size()) {
      return false;
    }
    batch = std::move(batches_[next_++].data);
    return true;
  }

 private:
  std::vector<built_column> batches_;
  stream_failure failure_;
  std::shared_ptr<int> released_;
  std::size_t next_ = 0;
};

/// A stream of at least one batch.
[[nodiscard]] inline ArrowArrayStream stream_of(std::vector<built_column> batches,
                                                stream_failure failure = {},
                                                std::shared_ptr<int> released = {}) {
  return export_stream(std::make_unique<batches_source>(std::move(batches), std::move(failure),
                                                        std::move(released)));
}

/// The texts of a column of texts, or of a dictionary of texts.
[[nodiscard]] inline cells_of<std::string> read_texts(const ArrowSchema& schema,
                                                      const ArrowArray& array) {
  const auto type = read_arrow_type(schema.format);
  const arrow_values values(type, array);
  const auto entries = schema.dictionary == nullptr
                           ? cells_of<std::string>{}
                           : read_texts(*schema.dictionary, *array.dictionary);
  cells_of<std::string> all;
  for (std::int64_t row = 0; row < values.length(); ++row) {
    if (values.is_null(row)) {
      all.emplace_back(std::nullopt);
    } else if (schema.dictionary != nullptr) {
      all.push_back(entries.at(static_cast<std::size_t>(values.number<std::int32_t>(row))));
    } else {
      all.emplace_back(values.text(row));
    }
  }
  return all;
}

}  // namespace shozai::testing
