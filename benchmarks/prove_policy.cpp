// SPDX-License-Identifier: Apache-2.0
// Analyses or compares one synthetic policy in a process of its own, so that its peak of memory is
// its own, and says as JSON what was found and what it took:
//   prove_policy cases          the names
//   prove_policy measure NAME   measures it
//   prove_policy write NAME     writes the policy itself
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/difference.hpp"
#include "support/proof_cases.hpp"
#include "support/synthetic.hpp"

using shozai::json;
using shozai::synthetic::proof_case;

namespace {

/// The most memory this process has held so far, in KiB. Linux counts it for the program alone,
/// where `getrusage` begins with what the process held that started it.
long peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      long kib = 0;
      status >> kib;
      return kib;
    }
  }
  return 0;
}

/// Of the processor, for one thread: other work on the machine does not count.
template <typename Call>
double seconds(const Call& call) {
  const auto started = std::clock();
  call();
  return static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC;
}

json said(const shozai::analysis& found) {
  return {{"by", found.aspects.front().by_diagram ? "diagram" : "boxes"},
          {"found", shozai::synthetic::counts_by_kind(found)}};
}

json said(const shozai::policy_difference& found) {
  return {{"by", "diagram"}, {"found", std::to_string(found.groups.size()) + " groups"}};
}

json measure(const proof_case& c) {
  const auto text = shozai::synthetic::make_policy_text(c.policy);
  std::optional<shozai::compiled_policy> policy;
  const auto compiling = seconds([&] { policy.emplace(shozai::compile_policy(text)); });
  json result;
  long before = 0;
  double taken = 0;
  if (c.compared) {
    const auto edited = shozai::compile_policy(shozai::synthetic::edited_thrice(*policy, text));
    shozai::policy_difference found;
    before = peak_memory();
    taken = seconds([&] { found = compare_policies(*policy, edited); });
    result = said(found);
  } else {
    shozai::analysis found;
    before = peak_memory();
    taken = seconds([&] { found = analyse(*policy); });
    result = said(found);
  }
  result["compiling_seconds"] = compiling;
  result["seconds"] = taken;
  result["peak_kib_compiled"] = before;
  result["peak_kib"] = peak_memory();
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 1 && arguments[0] == "cases") {
    for (const auto& c : shozai::synthetic::proof_cases()) {
      std::cout << c.name() << '\n';
    }
  } else if (arguments.size() == 2 && arguments[0] == "measure") {
    std::cout << measure(shozai::synthetic::proof_case_named(arguments[1])) << '\n';
  } else if (arguments.size() == 2 && arguments[0] == "write") {
    std::cout << make_policy_text(shozai::synthetic::proof_case_named(arguments[1]).policy) << '\n';
  } else {
    std::cerr << "usage: prove_policy cases | measure NAME | write NAME\n";
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
