// SPDX-License-Identifier: Apache-2.0
/// \file
/// Tables decided in one go, and what was found on the way as texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <shozai/ownership/decided_table.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/arrow_tables.hpp"
#include "support/every_type.hpp"

namespace shozai::testing {

/// One line a problem: attribute, code, number of cells, first rows, message.
[[nodiscard]] inline std::string lines_of(const schema& attributes,
                                          const std::vector<table_problem>& problems) {
  std::string text;
  for (const auto& p : problems) {
    text += (text.empty() ? "" : "\n") + attributes[p.attribute].name + " " + p.code + " x" +
            std::to_string(p.count) + " [";
    for (std::size_t i = 0; i < p.first_rows.size(); ++i) {
      text += (i == 0 ? "" : " ") + std::to_string(p.first_rows[i]);
    }
    text += p.arguments.empty() ? "]: others" : "]: " + p.finding().message(language::en);
  }
  return text;
}

/// A table, decided, and all that is said of it.
struct decided_with {
  std::shared_ptr<const decided_table> table;
  std::string problems;
  std::vector<std::string> missing;
  std::vector<std::string> ignored;
  std::uint64_t normalized = 0;

  [[nodiscard]] const row_outcome& at(std::size_t row, std::size_t aspect = 0) const {
    for (const auto& b : table->batches) {
      if (row < b.rows) {
        return table->outcomes[aspect][b.outcomes[aspect][row]];
      }
      row -= b.rows;
    }
    throw std::out_of_range("no such row");
  }
};

[[nodiscard]] inline decided_with decide_stream(const compiled_policy& policy,
                                                ArrowArrayStream stream,
                                                table_options options = {}) {
  arrow_reader reader(stream);
  table_decider decider(policy, *reader.schema(), std::move(options));
  decided_with all;
  all.table = std::make_shared<const decided_table>(decide_table(decider, reader));
  all.problems = lines_of(policy.attributes(), decider.problems().list());
  all.missing = decider.columns().missing();
  all.ignored = decider.columns().ignored();
  all.normalized = decider.normalized();
  return all;
}

/// A table of one batch.
[[nodiscard]] inline decided_with decide_columns(const compiled_policy& policy,
                                                 std::vector<built_column> columns,
                                                 table_options options = {}) {
  const auto length = static_cast<std::size_t>(columns.front().data.length);
  return decide_stream(policy, stream_of({batch_of(std::move(columns), length)}),
                       std::move(options));
}

/// What a column says of its attribute in every row: a constant, `none`, `?` for unknown, `!` for
/// invalid, `1..3` for the leaves of a group; then the problems.
struct column_reading {
  std::vector<std::string> cells;
  std::string problems;
};

[[nodiscard]] inline column_reading read_column(const schema& attributes, built_column column,
                                                column_options options = {}) {
  const auto length = static_cast<std::size_t>(column.data.length);
  const auto index = attributes.find(column.field.name).value();
  auto stream = stream_of({batch_of({std::move(column)}, length)});
  arrow_reader reader(stream);
  table_columns columns(attributes, *reader.schema(), {}, std::move(options));
  decoder_memory memory(columns.size());
  const auto batch = reader.next();
  columns.begin_batch(*batch, 0, memory);
  std::vector<code_column> cells;
  std::vector<std::uint8_t> states;
  table_problems problems;
  columns.decode(0, length, cells, states, memory, problems);
  column_reading all;
  for (std::size_t row = 0; row < length; ++row) {
    const auto& c = cells[index];
    switch (c.state(row)) {
      case cell_state::known: {
        const auto known = knowledge_of(attributes[index], c, row).known();
        all.cells.push_back(write_literal(attributes[index], known.value()));
        break;
      }
      case cell_state::none:
        all.cells.emplace_back("none");
        break;
      case cell_state::unknown:
        all.cells.emplace_back("?");
        break;
      case cell_state::invalid:
        all.cells.emplace_back("!");
        break;
      case cell_state::narrowed:
        all.cells.push_back(std::to_string(c.codes[row] >> 32) + ".." +
                            std::to_string((c.codes[row] & 0xFFFF'FFFF) - 1));
        break;
    }
  }
  all.problems = lines_of(attributes, problems.list());
  return all;
}

}  // namespace shozai::testing
