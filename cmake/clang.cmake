# SPDX-License-Identifier: Apache-2.0
# A toolchain file for the presets that need Clang: whichever is installed, a known version first.
find_program(SHOZAI_CLANG NAMES clang++-19 clang++ clang++-18 clang++-17 clang++-16 clang++-15 clang++-14 REQUIRED)
set(CMAKE_CXX_COMPILER "${SHOZAI_CLANG}")
