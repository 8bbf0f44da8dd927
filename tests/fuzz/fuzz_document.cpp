// SPDX-License-Identifier: Apache-2.0
// Documents of any bytes: what is read reads the same when saved, and every finding can be shown.
#include <cstddef>
#include <cstdint>
#include <shozai/ownership/compile.hpp>
#include <shozai/ownership/completions.hpp>
#include <shozai/ownership/explain.hpp>
#include <shozai/ownership/save_decision.hpp>
#include <shozai/policy/canonical.hpp>
#include <shozai/policy/load.hpp>
#include <shozai/policy/load_fault.hpp>
#include <shozai/policy/render.hpp>
#include <shozai/policy/save.hpp>
#include <string>

#include "support/require.hpp"

namespace {

using shozai::testing::require;

void check_texts(const shozai::loaded_document& loaded) {
  require(loaded.document.has_value() != shozai::has_errors(loaded.findings));
  for (const auto language : {shozai::language::en, shozai::language::ja}) {
    require(loaded.findings.empty() == render(loaded.findings, loaded.sources, language).empty());
    for (const auto& each : loaded.findings) {
      require(each.message(language).find("{") == std::string::npos || !each.arguments.empty());
    }
  }
}

void check_same_when_saved(const shozai::policy_document& document) {
  const auto again = shozai::load_document(shozai::save(document));
  require(again.document && *again.document == document);
  require(shozai::content_hash(*again.document) == shozai::content_hash(document));
  require(shozai::decision_hash(*again.document) == shozai::decision_hash(document));
}

// Nothing is known of the fault; policies that would need long to decide it are left alone.
void check_decisions(const std::string& text) {
  const auto policy = shozai::compile_policy(text);
  const auto loaded = shozai::load_fault(policy.attributes(), shozai::json::object());
  if (!loaded.result) {
    return;  // a derivation of constants alone may leave its domain
  }
  for (std::size_t i = 0; i < policy.aspect_count(); ++i) {
    constexpr std::uint64_t few = 2'000;
    const auto& evaluator = policy.evaluator(i);
    const shozai::completions all(evaluator.tests(), policy.attributes(), *loaded.result);
    if (all.count() > few) {
      continue;
    }
    const auto why = shozai::explain(policy, *loaded.result, i);
    require(!why.result.owner().empty());
    require(why.result.exact);
    require(!shozai::save_tree(why.result).dump().empty());
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text;
  text.assign(data, data + size);
  const auto loaded = shozai::load_document(text);
  check_texts(loaded);
  if (loaded.document) {
    check_same_when_saved(*loaded.document);
    check_decisions(text);
  }
  return 0;
}
