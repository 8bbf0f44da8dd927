// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy over tables of faults, record batch by record batch.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "shozai/core/arrow_stream.hpp"
#include "shozai/ownership/aspect_table.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/outcome_table.hpp"
#include "shozai/ownership/table_columns.hpp"
#include "shozai/ownership/table_problems.hpp"

namespace shozai::inline v1 {

// NOLINTBEGIN(readability-redundant-member-init): whoever names other members may leave them out
/// How a table is decided.
struct table_options {
  std::vector<std::size_t> aspects = {};  ///< numbers of those to decide; empty: all
  column_mapping mapping = {};
  column_options columns = {};
  std::size_t threads = 1;
  /// Called now and then, from the calling thread, with the rows done; false stops.
  std::function<bool(std::uint64_t)> on_progress = {};
};
// NOLINTEND(readability-redundant-member-init)

/// The caller asked to stop.
class table_stopped : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "stopped by the caller"; }
};

/// The outcomes of one record batch: for each aspect the number of an outcome, by row.
struct decided_batch {
  std::size_t rows = 0;
  std::vector<std::vector<std::uint32_t>> outcomes;
};

/// Decides tables of one schema. One call at a time; the work of a call is shared by its threads.
class table_decider {
 public:
  /// \throws policy_error if the columns do not fit the policy; arrow_error if `table` is no table.
  table_decider(compiled_policy policy, const ArrowSchema& table, table_options options)
      : policy_(std::move(policy)),
        options_(std::move(options)),
        columns_(policy_.attributes(), table, options_.mapping, options_.columns) {
    if (options_.aspects.empty()) {
      for (std::size_t i = 0; i < policy_.aspect_count(); ++i) {
        options_.aspects.push_back(i);
      }
    }
    for (const auto i : options_.aspects) {
      aspects_.push_back(std::make_unique<aspect_table>(policy_, i));
    }
    const auto count = std::max<std::size_t>(options_.threads, 1);
    for (std::size_t i = 0; i < count; ++i) {
      workers_.push_back(std::make_unique<worker>(columns_.size(), aspects_));
    }
  }

  [[nodiscard]] const compiled_policy& policy() const noexcept { return policy_; }
  [[nodiscard]] const table_columns& columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t aspect_count() const noexcept { return aspects_.size(); }
  [[nodiscard]] const aspect_table& aspect(std::size_t i) const { return *aspects_[i]; }
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

  /// What is wrong in the rows so far.
  [[nodiscard]] table_problems problems() const {
    table_problems all;
    for (const auto& w : workers_) {
      all.add(w->problems);
    }
    return all;
  }
  /// Cells whose text was brought into Unicode normal form C.
  [[nodiscard]] std::uint64_t normalized() const {
    std::uint64_t count = 0;
    for (const auto& w : workers_) {
      count += w->memory.normalized();
    }
    return count;
  }

  /// Decides the next batch.
  /// \throws arrow_error if it is not built as the schema says; table_stopped if the caller stops.
  [[nodiscard]] decided_batch decide(const ArrowArray& batch) {
    columns_.begin_batch(batch, rows_, workers_.front()->memory);
    decided_batch result;
    result.rows = static_cast<std::size_t>(batch.length);
    for (std::size_t i = 0; i < aspects_.size(); ++i) {
      result.outcomes.emplace_back(result.rows);
    }
    work_through(result);
    rows_ += result.rows;
    tell(rows_);
    return result;
  }

 private:
  // So many rows fit the cache with all their columns.
  static constexpr std::size_t stretch = 2'048;

  struct worker {
    worker(std::size_t columns, const std::vector<std::unique_ptr<aspect_table>>& tables)
        : memory(columns) {
      for (const auto& t : tables) {
        aspects.emplace_back(*t);
      }
    }

    decoder_memory memory;
    table_problems problems;
    std::vector<code_column> cells;
    std::vector<std::uint8_t> row_states;
    std::vector<aspect_worker> aspects;
  };

  // Stretches not yet taken, and what made a worker stop.
  struct shared_work {
    std::atomic<std::size_t> next = 0;
    std::atomic<std::size_t> rows_done = 0;
    std::mutex mutex;
    std::exception_ptr failure;
  };

  void work_through(decided_batch& batch) {
    shared_work work;
    const auto stretches = (batch.rows + stretch - 1) / stretch;
    const auto helpers = std::min(workers_.size(), stretches) - (stretches == 0 ? 0 : 1);
    std::vector<std::thread> threads;
    threads.reserve(helpers);
    const auto start_one = [&](worker& w) {
      try {
        threads.emplace_back([this, &w, &batch, &work] { take_stretches(w, batch, work); });
        return true;
      } catch (const std::system_error&) {
        return false;  // the system has no further thread to give
      }
    };
    while (threads.size() < helpers && start_one(*workers_[threads.size() + 1])) {
    }
    take_stretches(*workers_.front(), batch, work);
    for (auto& t : threads) {
      t.join();
    }
    if (work.failure) {
      std::rethrow_exception(work.failure);
    }
  }

  void take_stretches(worker& w, decided_batch& batch, shared_work& work) {
    try {
      while (true) {
        const auto first = work.next.fetch_add(1) * stretch;
        if (first >= batch.rows) {
          return;
        }
        const auto count = std::min(stretch, batch.rows - first);
        decide_stretch(w, batch, first, count);
        const auto done = work.rows_done.fetch_add(count) + count;
        if (&w == workers_.front().get()) {
          tell(rows_ + done);
        }
      }
    } catch (...) {
      const std::scoped_lock lock(work.mutex);
      work.failure = work.failure ? work.failure : std::current_exception();
      work.next = batch.rows;  // nothing is left to take
    }
  }

  // Of the same number of rows once.
  void tell(std::uint64_t rows) {
    const bool is_new = std::exchange(told_, rows) != rows;
    if (is_new && options_.on_progress && !options_.on_progress(rows)) {
      throw table_stopped();
    }
  }

  void decide_stretch(worker& w, decided_batch& batch, std::size_t first, std::size_t count) const {
    columns_.decode(static_cast<std::int64_t>(first), count, w.cells, w.row_states, w.memory,
                    w.problems);
    for (std::size_t i = 0; i < aspects_.size(); ++i) {
      w.aspects[i].decide(w.cells, w.row_states,
                          std::span(batch.outcomes[i]).subspan(first, count));
    }
    w.memory.trim();
  }

  compiled_policy policy_;
  table_options options_;
  table_columns columns_;
  std::vector<std::unique_ptr<aspect_table>> aspects_;
  std::vector<std::unique_ptr<worker>> workers_;
  std::uint64_t rows_ = 0;
  std::uint64_t told_ = 0;
};

}  // namespace shozai::inline v1
