// SPDX-License-Identifier: Apache-2.0
// Places of pointers in any text. Input: a pointer, a line end, a JSON text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <shozai/core/json_pointer.hpp>
#include <shozai/core/utf8.hpp>
#include <shozai/policy/source_map.hpp>
#include <string>
#include <string_view>

namespace {

using shozai::source_place;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check_inside(std::string_view text, const source_place& place) {
  require(place.offset <= text.size() && place.length <= text.size() - place.offset);
  require(place.line >= 1 && place.line <= place.offset + 1);
  require(place.column >= 1 && place.column <= place.offset + 1);
  require(place == shozai::place_of_offset(text, place.offset, place.length));
  require(shozai::line_around(text, place.offset).size() <= text.size());
}

void check_value(std::string_view text, const source_place& place) {
  check_inside(text, place);
  require(place.length > 0);
  const std::string_view token = text.substr(place.offset, place.length);
  if (token.front() == '{' || token.front() == '[') {
    require(token.size() == 1);
    return;
  }
  // A scalar is a document of its own, and all of it.
  const auto alone = shozai::locate(token, "");
  require(alone && alone->offset == 0 && alone->length == token.size());
}

void check_key(std::string_view text, std::string_view pointer, const source_place& place) {
  check_inside(text, place);
  const std::string member = "{" + std::string{text.substr(place.offset, place.length)} + ":0}";
  const auto steps = shozai::json_pointer::split(pointer);
  const auto alone = shozai::locate_key(member, (shozai::json_pointer{} / steps.back()).string());
  require(alone && alone->offset == 1 && alone->length == place.length);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string input;
  input.assign(data, data + size);
  const std::string_view all{input};
  const std::size_t end = all.find('\n');
  const std::string_view pointer = all.substr(0, end);
  const std::string_view text = end == std::string_view::npos ? all : all.substr(end + 1);

  const auto whole = shozai::locate(text, "");
  const auto value = shozai::locate(text, pointer);
  const auto key = shozai::locate_key(text, pointer);
  require(whole || !value);
  require(value || !key);
  require(!whole || !shozai::first_invalid_utf8(text));
  if (whole) {
    check_value(text, *whole);
  }
  if (value) {
    check_value(text, *value);
  }
  if (key) {
    check_key(text, pointer, *key);
  }
  check_inside(text, shozai::place_of_offset(text, pointer.size(), size));
  return 0;
}
