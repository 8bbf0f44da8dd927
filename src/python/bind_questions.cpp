// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bindings.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/question_plan.hpp"
#include "shozai/ownership/question_tree.hpp"
#include "shozai/ownership/save_questions.hpp"

namespace shozai::python {

namespace {

std::string questions(const compiled_policy& policy, const std::optional<std::string>& aspect) {
  const auto first = aspect ? to_aspect(policy, *aspect) : 0;
  const auto end = aspect ? first + 1 : policy.aspect_count();
  question_budget budget;
  budget.work.should_stop = interruptible();
  const py::gil_scoped_release released;
  std::vector<question_plan> plans;
  plans.reserve(end - first);
  for (auto i = first; i < end; ++i) {
    plans.push_back(
        plan_questions(policy.evaluator(i), policy.engine(i), policy.document().intake, budget));
  }
  return save_tree(plans, policy.document()).dump();
}

std::string question_tree_of(const compiled_policy& policy, const std::string& aspect,
                             const py::object& given) {
  const auto number = to_aspect(policy, aspect);
  const auto f = to_fault(policy, given);
  question_budget budget;
  budget.work.should_stop = interruptible();
  const py::gil_scoped_release released;
  const auto& evaluator = policy.evaluator(number);
  return save_tree(follow_questions(evaluator, policy.engine(number), f, budget), evaluator, f)
      .dump();
}

}  // namespace

void bind_questions(py::module_& m) {
  auto type = py::reinterpret_borrow<py::class_<compiled_policy>>(m.attr("CompiledPolicy"));
  type.def("questions", &questions, py::arg("aspect") = py::none(),
           "How many questions it takes to settle faults, as JSON.")
      .def("question_tree", &question_tree_of, py::arg("aspect"), py::arg("fault"),
           "All ways that asking about a fault can take, as JSON.");
}

}  // namespace shozai::python
