// SPDX-License-Identifier: Apache-2.0
// A policy, a fault, and who owns it.
#include <iostream>
#include <shozai/shozai.hpp>

namespace {

constexpr auto text = R"({
  "shozai": 1,
  "policy": {"id": "press-faults", "version": "2026.1"},
  "attributes": {
    "fault_class": {"type": "enum", "values": {"initial_defect": {}, "design": {}, "misuse": {}}},
    "days_since_install": {"type": "int", "min": 0, "max": 7300}
  },
  "departments": {"sales": {}, "service": {}, "quality": {}},
  "aspects": {
    "owner": {
      "interim": {"accountable": "service", "within": "P3D"},
      "rules": [
        {"id": "R-1", "when": "fault_class == 'initial_defect' && days_since_install <= 365",
         "then": {"accountable": "quality"}, "because": "what leaves the works is quality's word"},
        {"id": "R-3", "when": "fault_class == 'misuse'",
         "then": {"accountable": "sales"}, "because": "sales agreed how it is used"}
      ],
      "otherwise": {"id": "R-0", "then": {"accountable": "service"},
                    "because": "whoever is at the machine looks first"}
    }
  }
})";

}  // namespace

int main() {
  try {
    const auto policy = shozai::compile_policy(text);
    for (const auto* reported : {R"({"fault_class": "misuse"})", R"({"days_since_install": 20})"}) {
      const auto fault = shozai::read_fault(policy.attributes(), reported);
      for (const auto& decision : policy.decide(fault)) {
        std::cout << reported << " -> " << name_of(decision.state) << ", " << decision.owner()
                  << ": " << decision.because.in(shozai::language::en) << '\n';
      }
    }
  } catch (const shozai::policy_error& error) {
    std::cerr << render(error.findings(), error.sources(), shozai::language::en);
    return 1;
  }
}
