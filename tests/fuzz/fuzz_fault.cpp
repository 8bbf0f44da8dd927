// SPDX-License-Identifier: Apache-2.0
// Faults of any bytes, as JSON and as a table: each is refused with findings that can be shown, or
// decided.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <shozai/ownership/explain.hpp>
#include <shozai/ownership/save_decision.hpp>
#include <shozai/policy/json_gate.hpp>
#include <shozai/policy/load_fault.hpp>
#include <shozai/policy/load_fault_table.hpp>
#include <shozai/policy/render.hpp>
#include <string>

#include "support/every_type.hpp"
#include "support/require.hpp"

namespace {

using shozai::testing::require;

void check_shown(const shozai::diagnostics& findings, const std::string& text) {
  for (const auto language : {shozai::language::en, shozai::language::ja}) {
    require(findings.empty() == render(findings, {{"", text}}, language).empty());
  }
}

void check_decided(const shozai::fault& f) {
  const auto& policy = shozai::testing::every_type();
  require(f.attributes.size() == policy.attributes().size());
  require(std::ranges::none_of(f.attributes,
                               [](const auto& known) { return known.possible().empty(); }));
  for (std::size_t i = 0; i < policy.aspect_count(); ++i) {
    const auto why = shozai::explain(policy, f, i);
    const auto& d = why.result;
    require(d.exact && !d.owner().empty());
    require(d.interim.has_value() == d.assigned.accountable.empty());
    require((d.state == shozai::decision_state::decided) <= !d.assigned.accountable.empty());
    require(!shozai::save_tree(d).dump().empty());
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text;
  text.assign(data, data + size);
  const auto& attributes = shozai::testing::every_type().attributes();

  const auto gated = shozai::read_json(text);
  check_shown(gated.findings, text);
  if (gated.tree) {
    const auto loaded = shozai::load_fault(attributes, *gated.tree);
    check_shown(loaded.findings, text);
    require(loaded.result.has_value() != shozai::has_errors(loaded.findings));
    if (loaded.result) {
      check_decided(*loaded.result);
    }
  }

  const auto table = shozai::load_fault_table(attributes, text);
  check_shown(table.findings, text);
  constexpr std::size_t few = 4;
  for (std::size_t i = 0; i < std::min(table.rows.size(), few); ++i) {
    if (table.rows[i].result) {
      check_decided(*table.rows[i].result);
    }
  }
  return 0;
}
