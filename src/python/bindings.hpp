// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the binding files share: one function a layer, and how findings and JSON cross over.
#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"
#include "shozai/core/diagnostic.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/core/value_set.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/policy/json_gate.hpp"

namespace py = pybind11;

namespace shozai::python {

void bind_core(py::module_& m);
void bind_policy(py::module_& m);
void bind_ownership(py::module_& m);
void bind_analysis(py::module_& m);
void bind_questions(py::module_& m);
void bind_drawing(py::module_& m);
void bind_tables(py::module_& m);
void bind_testing(py::module_& m);
void bind_organization(py::module_& m);

/// A finding together with the texts that it may point into.
struct located_diagnostic {
  diagnostic finding;
  std::shared_ptr<const source_texts> sources;
};

[[nodiscard]] inline std::vector<located_diagnostic> locate_all(diagnostics findings,
                                                                source_texts sources) {
  const auto shared = std::make_shared<const source_texts>(std::move(sources));
  std::vector<located_diagnostic> all;
  for (auto& each : findings) {
    all.push_back({std::move(each), shared});
  }
  return all;
}

/// `ja` or `en`. \throws py::value_error otherwise.
[[nodiscard]] language to_language(std::string_view name);

/// Dictionaries, lists, texts, numbers, dates and durations of Python as JSON.
/// \throws policy_error for what has no meaning in a fault.
[[nodiscard]] json to_json(const py::handle& object);

[[nodiscard]] py::object to_python(const json& v);

/// A fault as Python gives it: read already, or a dictionary.
/// \throws policy_error with every finding; py::value_error for one of another policy.
[[nodiscard]] fault to_fault(const compiled_policy& policy, const py::object& given);

/// The number of an aspect. \throws py::key_error for an unknown name.
[[nodiscard]] std::size_t to_aspect(const compiled_policy& policy, const std::string& name);

/// For `compile_budget::should_stop`, which is asked without the GIL: looks now and then whether a
/// signal came, such as Ctrl-C, and throws what its handler raises.
[[nodiscard]] std::function<bool()> interruptible();

/// Each range as its least and greatest value and the value that it stays below; None is none.
[[nodiscard]] py::list ranges_of(const attribute& a, const value_set& values);

}  // namespace shozai::python
