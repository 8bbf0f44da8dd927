// SPDX-License-Identifier: Apache-2.0
// Files of cases of any bytes, as JSON and as a table: each is refused with findings that can be
// shown, or run; what is written anew passes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <shozai/ownership/policy_set.hpp>
#include <shozai/policy/render.hpp>
#include <shozai/testing/load_case_table.hpp>
#include <shozai/testing/load_cases.hpp>
#include <shozai/testing/run_case.hpp>
#include <shozai/testing/save_cases.hpp>
#include <string>
#include <utility>

#include "support/every_type.hpp"
#include "support/require.hpp"

namespace {

using shozai::testing::require;

const shozai::policy_set& versions() {
  static const shozai::policy_set set({shozai::testing::every_type()});
  return set;
}

// The same case, expecting what is decided.
void check_written_anew(const shozai::policy_case& c) {
  shozai::json one = {{"name", "a"}, {"fault", shozai::json::object()}};
  one["expected"] = shozai::save_actual(versions(), c);
  const shozai::json file = {{"shozai_cases", 1}, {"cases", {one}}};
  auto loaded = shozai::load_cases(versions(), file.dump());
  require(loaded.result.has_value());
  auto& again = loaded.result->cases.front();
  again.given = c.given;
  require(shozai::run_case(versions(), again).empty());
}

void check(const shozai::loaded_cases& loaded, const std::string& text) {
  for (const auto language : {shozai::language::en, shozai::language::ja}) {
    require(loaded.findings.empty() == render(loaded.findings, {{"", text}}, language).empty());
  }
  require(loaded.result.has_value() != shozai::has_errors(loaded.findings));
  if (!loaded.result) {
    return;
  }
  constexpr std::size_t few = 4;
  for (std::size_t i = 0; i < std::min(loaded.result->cases.size(), few); ++i) {
    const auto& c = loaded.result->cases[i];
    require(!c.name.empty());
    require(!c.is_pending() || shozai::run_case(versions(), c).empty());
    check_written_anew(c);
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text;
  text.assign(data, data + size);
  check(shozai::load_cases(versions(), text), text);
  check(shozai::load_case_table(versions(), text), text);
  return 0;
}
