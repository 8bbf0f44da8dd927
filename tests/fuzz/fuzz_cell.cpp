// SPDX-License-Identifier: Apache-2.0
// Cells of any text: what is read reads the same when written. Input: a letter for the attribute,
// then the cell.
#include <cstddef>
#include <cstdint>
#include <shozai/core/utf8.hpp>
#include <shozai/policy/unary_test.hpp>
#include <string>
#include <string_view>

#include "support/every_type.hpp"
#include "support/require.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using shozai::testing::require;
  std::string input;
  input.assign(data, data + size);
  if (input.empty() || shozai::first_invalid_utf8(input)) {
    return 0;
  }
  const auto& attributes = shozai::testing::every_type().attributes();
  const auto index = static_cast<unsigned char>(input.front()) % attributes.size();
  const auto& a = attributes[index];
  const auto cell = std::string_view(input).substr(1);

  const auto read = shozai::parse_cell(cell, a, index);
  bool error = false;
  for (const auto& each : read.findings) {
    const auto& entry = shozai::message_of(each.code);
    require(entry.code == each.code);
    error = error || entry.level == shozai::severity::error;
    require(each.span.offset <= cell.size() && each.span.length <= cell.size() - each.span.offset);
  }
  require(read.result.has_value() != error);
  if (read.result) {
    const auto written = shozai::write_cell(a, *read.result);
    const auto again = shozai::parse_cell(written, a, index);
    require(again.result == read.result && shozai::write_cell(a, *again.result) == written);
  }
  return 0;
}
