// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "bindings.hpp"
#include "shozai/core/date_time.hpp"
#include "shozai/ownership/analyse.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/difference.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/ownership/save_difference.hpp"

namespace shozai::python {

namespace {

std::string check(const compiled_policy& policy, const std::optional<std::string>& today) {
  analysis_options options;
  if (today) {
    options.today = parse_date(*today);
    if (!options.today) {
      throw py::value_error("`today` must be a date such as 2026-04-01");
    }
  }
  options.budget.should_stop = interruptible();
  const py::gil_scoped_release released;
  return save_tree(analyse(policy, options), policy).dump();
}

std::string diff(const compiled_policy& before, const compiled_policy& after) {
  analysis_options options;
  options.budget.should_stop = interruptible();
  const py::gil_scoped_release released;
  return save_tree(compare_policies(before, after, options), before, after).dump();
}

}  // namespace

void bind_analysis(py::module_& m) {
  auto type = py::reinterpret_borrow<py::class_<compiled_policy>>(m.attr("CompiledPolicy"));
  type.def("check", &check, py::arg("today") = py::none(),
           "Everything that can be proved against the policy, as JSON.");
  type.def("diff", &diff, py::arg("new"),
           "The faults that another version decides otherwise, as JSON.");
}

}  // namespace shozai::python
