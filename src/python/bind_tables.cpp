// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "shozai/core/arrow_stream.hpp"
#include "shozai/core/one_batch_stream.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/decided_table.hpp"
#include "shozai/ownership/text_table.hpp"

namespace shozai::python {

namespace {

constexpr const char* stream_name = "arrow_array_stream";

// A capsule that releases what nobody took.
template <typename Struct>
py::capsule to_capsule(Struct taken, const char* name) {
  return py::capsule(new Struct(taken), name, [](PyObject* capsule) {
    const std::unique_ptr<Struct> held(
        static_cast<Struct*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule))));
    if (held->release != nullptr) {
      held->release(held.get());
    }
  });
}

template <typename Struct>
Struct& from_capsule(const py::handle& capsule, const char* name) {
  if (PyCapsule_IsValid(capsule.ptr(), name) == 0) {
    throw py::type_error(std::string("this is no capsule `") + name + "`");
  }
  return *static_cast<Struct*>(PyCapsule_GetPointer(capsule.ptr(), name));
}

// Whatever can hand over a stream of record batches, or one batch.
arrow_reader reader_of(const py::object& frame) {
  if (py::hasattr(frame, "__arrow_c_stream__")) {
    const py::object capsule = frame.attr("__arrow_c_stream__")();
    return arrow_reader(from_capsule<ArrowArrayStream>(capsule, stream_name));
  }
  if (py::hasattr(frame, "__arrow_c_array__")) {
    const py::tuple pair = frame.attr("__arrow_c_array__")();
    auto stream = one_batch_stream(from_capsule<ArrowSchema>(pair[0], "arrow_schema"),
                                   from_capsule<ArrowArray>(pair[1], "arrow_array"));
    return arrow_reader(stream);
  }
  throw py::type_error(
      "not a table: an object with __arrow_c_stream__ is wanted, such as a DataFrame of polars or "
      "pandas, a Table of pyarrow or a relation of duckdb; found " +
      std::string(py::str(py::type::of(frame).attr("__name__"))));
}

std::string normalize(std::string_view text) {
  const py::gil_scoped_acquire acquired;
  return py::module_::import("unicodedata").attr("normalize")("NFC", text).cast<std::string>();
}

// A Python object that may be let go by a thread that does not hold the GIL.
using kept_object = std::shared_ptr<const py::object>;

kept_object keep(const py::object& object) {
  return {new py::object(object), [](const py::object* last) {
            const py::gil_scoped_acquire acquired;
            delete last;  // NOLINT(*-owning-memory)
          }};
}

// Tells Python now and then how far it is; there an interrupt or an error of the callback becomes
// an exception. Rarely enough that waiting for the GIL costs little.
class progress_report {
 public:
  explicit progress_report(const py::object& callback) : callback_(keep(callback)) {}

  // From a thread that does not hold the GIL, or does.
  void now_and_then(std::uint64_t rows) {
    if (clock::now() >= next_) {
      tell(rows);
      next_ = clock::now() + interval;
    }
  }
  void finish(std::uint64_t rows) {
    if (rows != told_) {
      tell(rows);
    }
  }

 private:
  using clock = std::chrono::steady_clock;
  static constexpr auto interval = std::chrono::milliseconds(50);

  void tell(std::uint64_t rows) {
    const py::gil_scoped_acquire acquired;
    told_ = rows;
    if (!callback_->is_none()) {
      (*callback_)(rows);
    }
    if (PyErr_CheckSignals() != 0) {
      throw py::error_already_set();
    }
  }

  kept_object callback_;
  clock::time_point next_;
  std::uint64_t told_ = 0;
};

// A stream that lets other threads of Python run, whoever reads it; the workers wait for the GIL
// where a text must be brought into normal form.
class python_source : public arrow_source {
 public:
  explicit python_source(std::unique_ptr<arrow_source> source) : source_(std::move(source)) {}

  [[nodiscard]] arrow_field schema() override { return source_->schema(); }
  [[nodiscard]] bool next(arrow_buffers& batch) override {
    std::optional<py::gil_scoped_release> released;
    if (PyGILState_Check() != 0) {
      released.emplace();
    }
    try {
      return source_->next(batch);
    } catch (const py::error_already_set& error) {
      const py::gil_scoped_acquire acquired;
      throw_on(text_of(error));
    } catch (const arrow_error& error) {
      throw_on(error.what());
    }
  }

 private:
  // Whoever reads the stream has but the text of an error; an interrupt comes again after it.
  [[noreturn]] static void throw_on(const std::string& text) {
    const auto end = text.find_last_not_of("\n ");
    if (std::string_view(text).substr(0, end + 1).ends_with("KeyboardInterrupt")) {
      PyErr_SetInterrupt();
    }
    throw arrow_error(text);
  }

  // As the last line of a traceback.
  static std::string text_of(const py::error_already_set& error) {
    const auto name = error.type().attr("__name__").cast<std::string>();
    const auto text = py::str(error.value()).cast<std::string>();
    return text.empty() ? name : name + ": " + text;
  }

  std::unique_ptr<arrow_source> source_;
};

struct reading {
  std::vector<std::string> aspects;
  column_mapping columns;
  bool cells = false;
  std::size_t threads = 1;
};

std::unique_ptr<table_decider> make_decider(const compiled_policy& policy,
                                            const arrow_schema& schema, const reading& how,
                                            std::shared_ptr<progress_report> progress) {
  table_options options;
  for (const auto& name : how.aspects) {
    options.aspects.push_back(policy.find_aspect(name).value());
  }
  options.mapping = how.columns;
  options.columns.cells = how.cells;
  options.columns.normalize = normalize;
  options.threads = how.threads;
  options.on_progress = [report = std::move(progress)](std::uint64_t rows) {
    report->now_and_then(rows);
    return true;
  };
  return std::make_unique<table_decider>(policy, *schema, std::move(options));
}

// A problem of a table as Python sees it.
struct located_problem {
  located_diagnostic finding;
  std::string attribute;
  std::string heading;
  std::uint64_t count = 0;
  std::vector<std::uint64_t> rows;
};

std::vector<located_problem> problems_of(const table_decider& decider) {
  std::vector<located_problem> all;
  for (auto& p : decider.problems().list()) {
    located_problem out;
    out.finding = std::move(locate_all({p.finding()}, {}).front());
    out.attribute = decider.columns().attributes()[p.attribute].name;
    out.heading = decider.columns().headings()[p.attribute];
    out.count = p.count;
    out.rows = std::move(p.first_rows);
    all.push_back(std::move(out));
  }
  return all;
}

// A decided table with what was found on the way.
struct table_result {
  std::shared_ptr<const decided_table> table;
  std::vector<located_problem> problems;
  std::vector<std::string> missing;
  std::vector<std::string> ignored;
  std::uint64_t normalized = 0;
};

table_result decide_frame(const compiled_policy& policy, const py::object& frame,
                          const reading& how, const py::object& progress) {
  auto reader = reader_of(frame);
  const auto report = std::make_shared<progress_report>(progress);
  const py::gil_scoped_release released;
  const auto decider = make_decider(policy, reader.schema(), how, report);
  table_result result;
  result.table = std::make_shared<const decided_table>(decide_table(*decider, reader));
  report->finish(result.table->rows);
  result.problems = problems_of(*decider);
  result.missing = decider->columns().missing();
  result.ignored = decider->columns().ignored();
  result.normalized = decider->normalized();
  return result;
}

// Decides while somebody reads. `check` is told after each batch of the problems so far and how
// many texts were brought into normal form, as far as there are any; what it raises ends the
// stream.
py::tuple decide_stream(const compiled_policy& policy, const py::object& frame, const reading& how,
                        const py::object& check) {
  auto reader = reader_of(frame);
  auto decider =
      make_decider(policy, reader.schema(), how, std::make_shared<progress_report>(py::none()));
  const auto missing = decider->columns().missing();
  const auto ignored = decider->columns().ignored();
  const auto checked = [kept = keep(check)](const table_decider& d) {
    if (!d.problems().empty() || d.normalized() > 0) {
      const py::gil_scoped_acquire acquired;
      (*kept)(problems_of(d), d.normalized());
    }
  };
  auto source = std::make_unique<deciding_source>(std::move(reader), std::move(decider), checked);
  return py::make_tuple(
      to_capsule(export_stream(std::make_unique<python_source>(std::move(source))), stream_name),
      missing, ignored);
}

std::size_t place_of(const decided_table& table, const std::string& aspect) {
  const auto found = std::ranges::find(table.aspects, aspect);
  if (found == table.aspects.end()) {
    throw py::key_error(aspect);
  }
  return static_cast<std::size_t>(found - table.aspects.begin());
}

// Each outcome of an aspect with the number of its rows.
py::list counts_of(const decided_table& table, const std::string& aspect) {
  const auto number = place_of(table, aspect);
  const auto counts = table.counts(number);
  py::list all;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& o = table.outcomes[number][i];
    if (counts[i] > 0) {
      all.append(py::make_tuple(o.state, o.owner, o.accountable, o.rule, o.possible, counts[i]));
    }
  }
  return all;
}

// The first rows that come to a state, counted from 0.
std::vector<std::uint64_t> rows_of(const decided_table& table, const std::string& aspect,
                                   const std::string& state, std::size_t limit) {
  const auto number = place_of(table, aspect);
  const auto& outcomes = table.outcomes[number];
  std::vector<std::uint64_t> found;
  std::uint64_t base = 0;
  for (const auto& batch : table.batches) {
    const auto& rows = batch.outcomes[number];
    for (std::size_t row = 0; row < rows.size() && found.size() < limit; ++row) {
      if (outcomes[rows[row]].state == state) {
        found.push_back(base + row);
      }
    }
    base += batch.rows;
  }
  return found;
}

void bind_problem(py::module_& m) {
  py::class_<located_problem>(m, "TableProblem",
                              "What is wrong in the cells of a column, and in how many.")
      .def_readonly("diagnostic", &located_problem::finding, "What is wrong.")
      .def_readonly("attribute", &located_problem::attribute, "The attribute concerned.")
      .def_readonly("heading", &located_problem::heading,
                    "The heading of its column; empty if it has none.")
      .def_readonly("count", &located_problem::count, "In how many cells.")
      .def_readonly("rows", &located_problem::rows, "The first few rows, counted from 0.")
      .def("__repr__", [](const located_problem& p) {
        return py::str("TableProblem(attribute={!r}, code={!r}, count={})")
            .format(p.attribute, p.finding.finding.code, p.count);
      });
}

void bind_result(py::module_& m) {
  py::class_<table_result>(m, "_DecidedTable", "A decided table.")
      .def_property_readonly("rows", [](const table_result& r) { return r.table->rows; })
      .def_property_readonly("aspects", [](const table_result& r) { return r.table->aspects; })
      .def_readonly("problems", &table_result::problems)
      .def_readonly("missing", &table_result::missing)
      .def_readonly("ignored", &table_result::ignored)
      .def_readonly("normalized", &table_result::normalized)
      .def(
          "counts",
          [](const table_result& r, const std::string& aspect) {
            return counts_of(*r.table, aspect);
          },
          py::arg("aspect"))
      .def(
          "rows_of",
          [](const table_result& r, const std::string& aspect, const std::string& state,
             std::size_t limit) { return rows_of(*r.table, aspect, state, limit); },
          py::arg("aspect"), py::arg("state"), py::arg("limit"))
      .def("stream",
           [](const table_result& r) {
             return to_capsule(export_stream(std::make_unique<python_source>(
                                   std::make_unique<decided_table_source>(r.table))),
                               stream_name);
           })
      .def("schema", [](const table_result& r) {
        return to_capsule(export_field(r.table->layout.schema()), "arrow_schema");
      });
}

}  // namespace

void bind_tables(py::module_& m) {
  bind_problem(m);
  bind_result(m);
  py::register_exception<arrow_error>(m, "ArrowError", PyExc_ValueError);
  m.def(
      "decide_frame",
      [](const compiled_policy& policy, const py::object& frame,
         const std::vector<std::string>& aspects, const column_mapping& columns, bool cells,
         std::size_t threads, const py::object& progress) {
        return decide_frame(policy, frame, {aspects, columns, cells, threads}, progress);
      },
      py::arg("policy"), py::arg("frame"), py::arg("aspects"), py::arg("columns"), py::arg("cells"),
      py::arg("threads"), py::arg("progress"), "Decide a whole table.");
  m.def(
      "decide_stream",
      [](const compiled_policy& policy, const py::object& frame,
         const std::vector<std::string>& aspects, const column_mapping& columns, bool cells,
         std::size_t threads, const py::object& check) {
        return decide_stream(policy, frame, {aspects, columns, cells, threads}, check);
      },
      py::arg("policy"), py::arg("frame"), py::arg("aspects"), py::arg("columns"), py::arg("cells"),
      py::arg("threads"), py::arg("check"),
      "A stream of decided batches, one for each batch that is read; the attributes that no column "
      "gives, and the headings that no attribute claims.");
  py::class_<text_table>(m, "TextTable", "The cells of a CSV text as columns of texts.")
      .def(py::init<std::string_view, const std::string&>(), py::arg("text"), py::arg("file") = "",
           py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("rows", &text_table::rows, "How many rows it has.")
      .def_property_readonly("headings", &text_table::headings, "Its headings.")
      .def_property_readonly("lines", &text_table::lines, "Where each row begins, counted from 1.")
      .def(
          "__arrow_c_stream__",
          [](const text_table& t, const py::object& /*requested_schema*/) {
            return to_capsule(t.stream(), stream_name);
          },
          py::arg("requested_schema") = py::none(), "Hand it over as an Arrow stream.");
}

}  // namespace shozai::python
