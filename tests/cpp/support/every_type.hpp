// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy with an attribute of every type, for tests of what stands in conditions and faults.
#pragma once

#include <shozai/ownership/compile.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace shozai::testing {

inline constexpr std::string_view every_type_text = R"json({
  "shozai": 1,
  "policy": {"id": "every-type", "version": "1"},
  "attributes": {
    "fault_class": {"type": "enum", "values": {"initial_defect": {"ja": "初期不良"}, "design": {}, "misuse": {}, "a, b": {}, "-": {}, "none": {}}},
    "product": {"type": "enum", "optional": true,
                "values": {"lathe": {"children": {"LT-100": {}, "LT-200": {}}}, "mill": {"children": {"ML-5/B": {}}}, "other": {}}},
    "under_contract": {"type": "bool"},
    "seen": {"type": "bool", "optional": true},
    "severity": {"type": "int", "min": 1, "max": 5},
    "hours": {"type": "int", "optional": true, "missing": "none"},
    "cost": {"type": "decimal", "scale": 2, "min": "-1000.00", "max": "1000000", "columns": ["費用"]},
    "serial": {"type": "string", "max_length": 8, "optional": true},
    "remark": {"type": "string"},
    "installed_on": {"type": "date"},
    "reported_on": {"type": "date", "optional": true},
    "reported_at": {"type": "timestamp"},
    "repaired_at": {"type": "timestamp"},
    "downtime": {"type": "duration"},
    "days": {"type": "int", "optional": true, "min": 0, "max": 7300,
             "derived": "days_between(installed_on, reported_on)"},
    "price": {"type": "decimal", "scale": 1, "derived": "round(cost * 1.10 + severity)"}
  },
  "definitions": {
    "urgent": {"that": "severity >= 4 || downtime > duration('PT4H')"},
    "in_warranty": {"that": "days <= 365 && !urgent || under_contract"}
  },
  "assumptions": [{"id": "A-1", "that": "severity < 5 || fault_class != 'misuse'"}],
  "departments": {"sales": {}, "service": {}, "quality": {}},
  "teams": {"launch": {"departments": ["sales", "service"], "lead": "service"}},
  "parties": {"customer": {}},
  "intake": ["severity", "under_contract"],
  "aspects": {
    "owner": {
      "interim": {"accountable": "quality", "within": "P3D",
                  "rules": [{"id": "I-1", "when": "severity == 5", "then": {"accountable": "service"}}]},
      "sections": {"safety": {}},
      "rules": [
        {"id": "R-1", "when": "in_warranty && product.within('lathe')", "then": {"accountable": "service", "informed": ["sales"]}, "because": "the warranty"},
        {"id": "R-2", "when": "serial.startsWith('LT') && has(hours)", "overrides": ["R-1"], "then": {"accountable": "launch"}, "because": "the launch"},
        {"id": "R-3", "section": "safety", "when": "severity == 5 && seen", "overrides": ["*"], "then": {"accountable": "quality"}, "because": "safety"},
        {"id": "R-4", "when": "cost > 1000.50 && reported_at >= timestamp('2026-04-01T00:00:00+09:00')", "overrides": ["R-1", "R-2"],
         "then": {"accountable": "sales", "cost_share": {"customer": 70, "sales": 30}}, "because": "the bill"}
      ],
      "also": [{"id": "R-S", "when": "severity >= 4", "then": {"informed": ["sales"], "notes": ["call first"]}, "because": "news"}],
      "otherwise": {"id": "R-0", "then": {"accountable": "service"}, "because": "whoever is near"}
    },
    "cost": {
      "hit_policy": "unique",
      "interim": {"accountable": "sales"},
      "table": {
        "columns": ["fault_class", "hours", "price"],
        "rows": [
          {"id": "C-1", "if": ["misuse, 'a, b'", "-", "[0..100.5)"], "then": {"accountable": "sales"}, "because": "theirs"},
          {"id": "C-2", "if": ["not(misuse)", "null, > 1000", "-"], "then": {"accountable": "quality"}, "because": "ours"}
        ]
      }
    },
    "copy": {"same_as": "owner", "interim": {"accountable": "sales"}, "rules": []}
  },
  "guarantees": [
    {"id": "G-1", "that": "severity == 5 implies owner.accountable in ['quality', 'service']"},
    {"id": "G-2", "that": "owner is decided within 4 questions"}
  ]
})json";

[[nodiscard]] inline const compiled_policy& every_type() {
  static const auto policy = compile_policy(every_type_text);
  return policy;
}

/// The names of its definitions, in order.
[[nodiscard]] inline const std::vector<std::string>& every_type_definitions() {
  static const std::vector<std::string> names = {"urgent", "in_warranty"};
  return names;
}

/// What its conditions may name.
[[nodiscard]] inline condition_scope every_type_scope() {
  static const name_table definitions = {{"urgent", 0}, {"in_warranty", 1}};
  return {every_type().attributes(), definitions};
}

/// What its guarantees may name.
[[nodiscard]] inline guarantee_scope every_type_guarantees() {
  return {every_type_scope(),
          {"owner", "cost", "copy"},
          {"launch", "quality", "sales", "service"},
          {"customer", "launch", "quality", "sales", "service"}};
}

}  // namespace shozai::testing
