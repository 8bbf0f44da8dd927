// SPDX-License-Identifier: Apache-2.0
/// \file
/// The version of the library. CMake and pyproject.toml read it here, so that it is written once.
#pragma once

/// The only macro of shozai.
#define SHOZAI_VERSION "0.1.0"
