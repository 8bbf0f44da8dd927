// SPDX-License-Identifier: Apache-2.0
/// \file
/// Everything of shozai that is header-only. Declares nothing itself.
#pragma once

#include "shozai/core/clock.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/core/one_batch_stream.hpp"
#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compile.hpp"
#include "shozai/ownership/decided_table.hpp"
#include "shozai/ownership/diagram_graph.hpp"
#include "shozai/ownership/difference.hpp"
#include "shozai/ownership/explain.hpp"
#include "shozai/ownership/policy_set.hpp"
#include "shozai/ownership/question_plan.hpp"
#include "shozai/ownership/question_tree.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/ownership/save_decision.hpp"
#include "shozai/ownership/save_difference.hpp"
#include "shozai/ownership/save_questions.hpp"
#include "shozai/ownership/text_table.hpp"
#include "shozai/policy/load_fault.hpp"
#include "shozai/policy/load_fault_table.hpp"
#include "shozai/policy/render.hpp"
#include "shozai/version.hpp"
