// SPDX-License-Identifier: Apache-2.0
/// \file
/// Tests of a policy with Catch2, version 3: matchers, and the cases of a file. Declares nothing
/// itself. Link with Catch2, which nothing else of shozai needs.
///
///     using namespace shozai::testing;
///     CHECK_THAT(policy.decide(fault), is_owned_by("quality"));
#pragma once

#include <catch2/matchers/catch_matchers.hpp>

#include "shozai/testing/case_generator.hpp"
#include "shozai/testing/change_matchers.hpp"
#include "shozai/testing/decision_matchers.hpp"
#include "shozai/testing/policy_matchers.hpp"
#include "shozai/testing/string_makers.hpp"
