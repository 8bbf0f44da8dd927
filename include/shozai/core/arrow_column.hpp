// SPDX-License-Identifier: Apache-2.0
/// \file
/// One column of an Arrow record batch: what it holds, and checked access to its values.
///
/// The interface says nothing of the sizes of buffers, so nobody can check those; all else that a
/// producer may get wrong is checked.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "shozai/core/arrow_stream.hpp"

namespace shozai::inline v1 {

enum class arrow_kind : std::uint8_t {
  null,
  boolean,
  integer,
  floating,
  decimal,
  text,       ///< offsets of 32 or 64 bits
  text_view,  ///< short texts in place, longer ones in buffers of their own
  date,
  timestamp,
  duration,
  other,
};

// NOLINTBEGIN(readability-redundant-member-init): whoever names other members may leave them out
/// The type of a column, as far as shozai reads it.
struct arrow_type {
  arrow_kind kind = arrow_kind::other;
  int bytes = 0;                      ///< of one value, or of one offset of a text
  bool is_signed = true;              ///< of an integer
  int scale = 0;                      ///< of a decimal
  std::int64_t units_per_second = 1;  ///< of a timestamp or duration
  std::string zone = {};              ///< of a timestamp; empty: none is said
  std::string name = {};              ///< for people: `int32`, `timestamp[us]`
};
// NOLINTEND(readability-redundant-member-init)

namespace detail {

struct simple_arrow_type {
  char format;
  arrow_kind kind;
  int bytes;
  bool is_signed;
  std::string_view name;
};

inline constexpr auto simple_arrow_types = std::to_array<simple_arrow_type>({
    {'n', arrow_kind::null, 0, true, "null"},
    {'b', arrow_kind::boolean, 0, true, "bool"},
    {'c', arrow_kind::integer, 1, true, "int8"},
    {'C', arrow_kind::integer, 1, false, "uint8"},
    {'s', arrow_kind::integer, 2, true, "int16"},
    {'S', arrow_kind::integer, 2, false, "uint16"},
    {'i', arrow_kind::integer, 4, true, "int32"},
    {'I', arrow_kind::integer, 4, false, "uint32"},
    {'l', arrow_kind::integer, 8, true, "int64"},
    {'L', arrow_kind::integer, 8, false, "uint64"},
    {'e', arrow_kind::floating, 2, true, "float16"},
    {'f', arrow_kind::floating, 4, true, "float32"},
    {'g', arrow_kind::floating, 8, true, "float64"},
    {'u', arrow_kind::text, 4, true, "string"},
    {'U', arrow_kind::text, 8, true, "large string"},
    {'z', arrow_kind::other, 0, true, "binary"},
    {'Z', arrow_kind::other, 0, true, "large binary"},
});

// What begins the format of a type that is not read, and how people call it.
inline constexpr auto other_arrow_types =
    std::to_array<std::pair<std::string_view, std::string_view>>({
        {"vz", "binary view"},
        {"w:", "fixed size binary"},
        {"tt", "time"},
        {"ti", "interval"},
        {"+l", "list"},
        {"+L", "large list"},
        {"+vl", "list view"},
        {"+vL", "large list view"},
        {"+w:", "fixed size list"},
        {"+s", "struct"},
        {"+m", "map"},
        {"+u", "union"},
        {"+r", "run-end encoded"},
    });

inline std::int64_t units_per_second(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 1'000;
    case 'u':
      return 1'000'000;
    case 'n':
      return 1'000'000'000;
    default:
      throw arrow_error(std::string("the unit of time `") + unit + "` is not one of Arrow's");
  }
}

inline std::string name_of_unit(char unit, const std::string& zone) {
  return (unit == 's' ? "[s" : std::string("[") + unit + "s") + (zone.empty() ? "" : ", " + zone) +
         "]";
}

// `tdD`, `tsu:Asia/Tokyo`, `tDm`; other times are not read.
inline arrow_type temporal_arrow_type(std::string_view format) {
  const auto unit = format[2];
  if (format == "tdD" || format == "tdm") {
    return {.kind = arrow_kind::date, .bytes = unit == 'D' ? 4 : 8, .name = "date"};
  }
  const bool moment = format.starts_with("ts");
  const bool complete = moment ? format.size() > 3 && format[3] == ':' : format.size() == 3;
  if (format.starts_with("td") || !complete) {
    throw arrow_error("`" + std::string(format) + "` is no type of time of Arrow's");
  }
  arrow_type t{.bytes = 8, .units_per_second = units_per_second(unit)};
  if (moment) {
    t.kind = arrow_kind::timestamp;
    t.zone = format.substr(4);
    t.name = "timestamp" + name_of_unit(unit, t.zone);
  } else {
    t.kind = arrow_kind::duration;
    t.name = "duration" + name_of_unit(unit, {});
  }
  return t;
}

// `d:precision,scale` or `d:precision,scale,bits`.
inline arrow_type decimal_arrow_type(std::string_view format) {
  constexpr int most_digits = 1'000;
  std::array<int, 3> numbers{0, 0, 128};
  std::size_t count = 0;
  const auto* at = format.data() + 2;
  const auto* end = format.data() + format.size();
  bool good = true;
  for (bool more = true; good && more && count < numbers.size(); ++count) {
    const auto [next, error] = std::from_chars(at, end, numbers.at(count));
    more = next != end && *next == ',';
    good = error == std::errc{} && (more || next == end);
    at = more ? next + 1 : next;
  }
  const auto [precision, scale, bits] = numbers;
  if (!good || at != end || count < 2 || scale < -most_digits || scale > most_digits ||
      (bits != 32 && bits != 64 && bits != 128 && bits != 256)) {
    throw arrow_error("`" + std::string(format) + "` is no decimal type of Arrow's");
  }
  return {.kind = arrow_kind::decimal,
          .bytes = bits / 8,
          .scale = scale,
          .name = "decimal(" + std::to_string(precision) + ", " + std::to_string(scale) + ")"};
}

}  // namespace detail

/// What a format string says. \throws arrow_error for one that Arrow does not have.
[[nodiscard]] inline arrow_type read_arrow_type(const char* format) {
  if (format == nullptr || *format == '\0') {
    throw arrow_error("a column without a type");
  }
  const std::string_view f(format);
  if (f.size() == 1) {
    const auto* simple = std::ranges::find(detail::simple_arrow_types, f.front(),
                                           &detail::simple_arrow_type::format);
    if (simple != detail::simple_arrow_types.end()) {
      return {.kind = simple->kind,
              .bytes = simple->bytes,
              .is_signed = simple->is_signed,
              .name = std::string(simple->name)};
    }
  }
  if (f == "vu") {
    return {.kind = arrow_kind::text_view, .bytes = 16, .name = "string view"};
  }
  if (f.starts_with("d:")) {
    return detail::decimal_arrow_type(f);
  }
  if (f.size() >= 3 && (f.starts_with("td") || f.starts_with("ts") || f.starts_with("tD"))) {
    return detail::temporal_arrow_type(f);
  }
  const auto* known = std::ranges::find_if(
      detail::other_arrow_types, [&](const auto& each) { return f.starts_with(each.first); });
  return {.kind = arrow_kind::other,
          .name = std::string(known != detail::other_arrow_types.end() ? known->second : f)};
}

/// Bit `at` of a bitmap, as validity and flags are laid out.
[[nodiscard]] inline bool arrow_bit(const std::uint8_t* bits, std::int64_t at) noexcept {
  return (std::uint32_t{bits[at / 8]} >> static_cast<unsigned>(at % 8) & 1U) != 0;
}

/// Values of one array, by row. Holds pointers into the array, which must outlive it.
class arrow_values {
 public:
  /// \throws arrow_error if the array is not built as its type asks.
  arrow_values(const arrow_type& type, const ArrowArray& array)
      : type_(&type), length_(array.length), offset_(array.offset) {
    if (array.length < 0 || array.offset < 0 || array.n_buffers < 0) {
      throw arrow_error("a column with a negative length, offset or number of buffers");
    }
    if (array.length >= std::numeric_limits<std::int64_t>::max() - array.offset) {
      throw arrow_error("a column that is longer than can be counted");
    }
    if (type.kind == arrow_kind::null) {
      return;
    }
    if (type.kind == arrow_kind::other) {
      // Nulls can be told all the same, but in unions and run-end encoded columns.
      const bool without = type.name.starts_with("+u") || type.name.starts_with("+r");
      if (!without && array.n_buffers > 0 && array.buffers != nullptr) {
        validity_ = static_cast<const std::uint8_t*>(array.buffers[0]);
      }
      return;
    }
    const std::int64_t wanted = type.kind == arrow_kind::text ? 3 : 2;
    if (array.n_buffers < wanted || array.buffers == nullptr) {
      throw arrow_error("a column of type " + type.name + " with too few buffers");
    }
    validity_ = static_cast<const std::uint8_t*>(array.buffers[0]);
    data_ = static_cast<const std::uint8_t*>(array.buffers[1]);
    if (data_ == nullptr && length_ > 0) {
      throw arrow_error("a column of type " + type.name + " without its values");
    }
    if (type.kind == arrow_kind::text) {
      bytes_ = static_cast<const char*>(array.buffers[2]);
    } else if (type.kind == arrow_kind::text_view) {
      find_view_buffers(array);
    }
  }

  [[nodiscard]] const arrow_type& type() const noexcept { return *type_; }
  [[nodiscard]] std::int64_t length() const noexcept { return length_; }

  /// Takes rows for null that the struct around the column says are null: those whose bit in
  /// `validity`, which may be null, is 0. By row, without the offset of the column.
  void also_null_by(const std::uint8_t* validity) noexcept { outer_validity_ = validity; }

  [[nodiscard]] bool may_have_nulls() const noexcept {
    return validity_ != nullptr || outer_validity_ != nullptr || type_->kind == arrow_kind::null;
  }
  [[nodiscard]] bool is_null(std::int64_t row) const noexcept {
    return type_->kind == arrow_kind::null ||
           (validity_ != nullptr && !arrow_bit(validity_, offset_ + row)) ||
           (outer_validity_ != nullptr && !arrow_bit(outer_validity_, row));
  }
  [[nodiscard]] bool boolean(std::int64_t row) const noexcept {
    return arrow_bit(data_, offset_ + row);
  }

  /// Of a type of fixed width. Values need not be aligned.
  template <typename Number>
  [[nodiscard]] Number number(std::int64_t row) const noexcept {
    Number n;
    std::memcpy(&n, data_ + (offset_ + row) * static_cast<std::int64_t>(sizeof(Number)),
                sizeof(Number));
    return n;
  }

  /// The bytes of a value of fixed width.
  [[nodiscard]] const std::uint8_t* raw(std::int64_t row) const noexcept {
    return data_ + (offset_ + row) * type_->bytes;
  }

  /// \throws arrow_error if its place makes no sense.
  [[nodiscard]] std::string_view text(std::int64_t row) const {
    return type_->kind == arrow_kind::text_view ? view_at(row)
           : type_->bytes == 4                  ? text_at<std::int32_t>(row)
                                                : text_at<std::int64_t>(row);
  }

 private:
  template <typename Offset>
  [[nodiscard]] std::string_view text_at(std::int64_t row) const {
    const auto from = number<Offset>(row);
    const auto to = number<Offset>(row + 1);
    if (from < 0 || to < from || (bytes_ == nullptr && to > from)) {
      throw arrow_error("a column of texts whose offsets go backwards");
    }
    return to == from ? std::string_view{}
                      : std::string_view{bytes_ + from, static_cast<std::size_t>(to - from)};
  }

  // The last buffer has the sizes of those between it and the views.
  void find_view_buffers(const ArrowArray& array) {
    if (array.n_buffers < 3) {
      throw arrow_error("a column of string views without the sizes of its buffers");
    }
    long_texts_ = reinterpret_cast<const char* const*>(array.buffers + 2);  // NOLINT
    long_text_count_ = array.n_buffers - 3;
    sizes_ = static_cast<const std::int64_t*>(array.buffers[array.n_buffers - 1]);
    if (sizes_ == nullptr && long_text_count_ > 0) {
      throw arrow_error("a column of string views without the sizes of its buffers");
    }
  }

  // Length; then up to 12 bytes in place, or prefix, number of the buffer and offset in it.
  [[nodiscard]] std::string_view view_at(std::int64_t row) const {
    constexpr std::int32_t in_place = 12;
    const auto* at = raw(row);
    std::int32_t length = 0;
    std::int32_t buffer = 0;
    std::int32_t offset = 0;
    std::memcpy(&length, at, sizeof length);
    if (length >= 0 && length <= in_place) {
      return {reinterpret_cast<const char*>(at + 4), static_cast<std::size_t>(length)};  // NOLINT
    }
    std::memcpy(&buffer, at + 8, sizeof buffer);
    std::memcpy(&offset, at + 12, sizeof offset);
    if (length < 0 || buffer < 0 || buffer >= long_text_count_ || offset < 0 ||
        long_texts_[buffer] == nullptr || std::int64_t{offset} + length > sizes_[buffer]) {
      throw arrow_error("a string view that points outside its buffers");
    }
    return {long_texts_[buffer] + offset, static_cast<std::size_t>(length)};
  }

  const arrow_type* type_;
  std::int64_t length_ = 0;
  std::int64_t offset_ = 0;
  const std::uint8_t* validity_ = nullptr;
  const std::uint8_t* outer_validity_ = nullptr;
  const std::uint8_t* data_ = nullptr;
  const char* bytes_ = nullptr;
  const char* const* long_texts_ = nullptr;
  std::int64_t long_text_count_ = 0;
  const std::int64_t* sizes_ = nullptr;
};

}  // namespace shozai::inline v1
