// SPDX-License-Identifier: Apache-2.0
// What a user's first program does; it sees nothing of shozai but what is installed.
#include <iostream>
#include <shozai/version.hpp>

int main() {
  std::cout << "shozai " << SHOZAI_VERSION << '\n';
}
