// SPDX-License-Identifier: Apache-2.0
// Conditions, derivations and guarantees of any text: what is read reads the same when printed.
#include <cstddef>
#include <cstdint>
#include <shozai/core/utf8.hpp>
#include <shozai/policy/condition_parser.hpp>
#include <shozai/policy/condition_printer.hpp>
#include <shozai/policy/derivation_parser.hpp>
#include <shozai/policy/guarantee_parser.hpp>
#include <shozai/policy/guarantee_printer.hpp>
#include <string>

#include "support/every_type.hpp"
#include "support/require.hpp"

namespace {

using shozai::testing::require;

// Each finding lies in the text, and nothing comes of a text with an error.
template <typename Result>
void check_findings(const shozai::parsed<Result>& read, std::size_t size) {
  bool error = false;
  for (const auto& each : read.findings) {
    const auto& entry = shozai::message_of(each.code);
    require(entry.code == each.code);
    error = error || entry.level == shozai::severity::error;
    require(each.span.offset <= size && each.span.length <= size - each.span.offset);
  }
  require(read.result.has_value() != error);
}

void check_condition(const std::string& text, const shozai::condition_printer& printer) {
  const auto scope = shozai::testing::every_type_scope();
  const auto read = shozai::parse_condition(text, scope);
  check_findings(read, text.size());
  if (read.result) {
    const auto printed = printer.print(*read.result);
    const auto again = shozai::parse_condition(printed, scope);
    require(again.result == read.result && printer.print(*again.result) == printed);
  }
}

void check_guarantee(const std::string& text, const shozai::condition_printer& printer) {
  const auto scope = shozai::testing::every_type_guarantees();
  const auto read = shozai::parse_guarantee(text, scope);
  check_findings(read, text.size());
  if (read.result) {
    const auto printed = shozai::print_guarantee(*read.result, printer);
    const auto again = shozai::parse_guarantee(printed, scope);
    require(again.result == read.result &&
            shozai::print_guarantee(*again.result, printer) == printed);
  }
}

void check_derivation(const std::string& text) {
  const auto& attributes = shozai::testing::every_type().attributes();
  const auto& target = attributes[*attributes.find("price")];
  const auto read = shozai::parse_derivation(text, attributes, target);
  check_findings(read, text.size());
  if (read.result) {
    const auto printed = shozai::print_derivation(*read.result, attributes);
    const auto again = shozai::parse_derivation(printed, attributes, target);
    require(again.result == read.result &&
            shozai::print_derivation(*again.result, attributes) == printed);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text;
  text.assign(data, data + size);
  if (shozai::first_invalid_utf8(text)) {
    return 0;  // a document holds none
  }
  const shozai::condition_printer printer(shozai::testing::every_type().attributes(),
                                          shozai::testing::every_type_definitions());
  check_condition(text, printer);
  check_guarantee(text, printer);
  check_derivation(text);
  return 0;
}
