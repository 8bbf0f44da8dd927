// SPDX-License-Identifier: Apache-2.0
// Writes a synthetic policy as JSON: write_policy RULES
#include <cstddef>
#include <cstdlib>
#include <iostream>

#include "support/synthetic.hpp"

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: write_policy RULES\n";
    return EXIT_FAILURE;
  }
  const auto rules = static_cast<std::size_t>(std::strtoull(arguments[1], nullptr, 10));
  std::cout << shozai::synthetic::make_policy_text({.rules = rules, .hit_policy = "first"}) << '\n';
}
