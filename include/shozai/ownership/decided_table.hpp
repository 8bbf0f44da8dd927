// SPDX-License-Identifier: Apache-2.0
/// \file
/// Whole tables decided in one call, and streams decided while somebody reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/arrow_export.hpp"
#include "shozai/core/arrow_stream.hpp"
#include "shozai/ownership/outcome_columns.hpp"
#include "shozai/ownership/outcome_table.hpp"
#include "shozai/ownership/table_decider.hpp"

namespace shozai::inline v1 {

/// A whole table, decided. Immutable; its streams share it.
struct decided_table {
  table_layout layout;
  std::vector<std::string> aspects;
  std::vector<std::vector<row_outcome>> outcomes;  ///< by aspect, by number
  std::vector<decided_batch> batches;
  std::uint64_t rows = 0;

  /// How often each outcome of aspect `aspect` occurs, by its number.
  [[nodiscard]] std::vector<std::uint64_t> counts(std::size_t aspect) const {
    std::vector<std::uint64_t> all(outcomes[aspect].size(), 0);
    for (const auto& b : batches) {
      for (const auto outcome : b.outcomes[aspect]) {
        ++all[outcome];
      }
    }
    return all;
  }
};

/// Decides a table to its end.
/// \throws arrow_error if the producer fails or what it gives is not built as it says;
/// table_stopped if the caller stops.
[[nodiscard]] inline decided_table decide_table(table_decider& decider, arrow_reader& reader) {
  decided_table table{table_layout(decider), {}, {}, {}, 0};
  while (const auto batch = reader.next()) {
    table.batches.push_back(decider.decide(*batch));
    table.rows += table.batches.back().rows;
  }
  for (std::size_t i = 0; i < decider.aspect_count(); ++i) {
    table.aspects.push_back(decider.aspect(i).name());
    table.outcomes.push_back(decider.aspect(i).outcomes().all());
  }
  return table;
}

/// The columns of a decided table, batch by batch; a long batch comes in several parts.
class decided_table_source : public arrow_source {
 public:
  explicit decided_table_source(std::shared_ptr<const decided_table> table)
      : table_(std::move(table)) {}

  [[nodiscard]] arrow_field schema() override { return table_->layout.schema(); }
  [[nodiscard]] bool next(arrow_buffers& batch) override {
    if (next_ == table_->batches.size()) {
      return false;
    }
    const auto& from = table_->batches[next_];
    batch = table_->layout.batch(table_->outcomes, from, row_);
    row_ += table_layout::most_rows;
    if (row_ >= from.rows) {
      ++next_;
      row_ = 0;
    }
    return true;
  }

 private:
  std::shared_ptr<const decided_table> table_;
  std::size_t next_ = 0;
  std::size_t row_ = 0;  // of batch `next_`
};

/// Decides a stream while somebody reads it: one batch in, one batch out, or several of a long one.
class deciding_source : public arrow_source {
 public:
  /// `check`, unless empty, is called after each batch with the decider; what it throws ends the
  /// stream.
  deciding_source(arrow_reader reader, std::unique_ptr<table_decider> decider,
                  std::function<void(const table_decider&)> check)
      : reader_(std::move(reader)),
        decider_(std::move(decider)),
        layout_(*decider_),
        check_(std::move(check)) {}

  [[nodiscard]] arrow_field schema() override { return layout_.schema(); }
  [[nodiscard]] bool next(arrow_buffers& batch) override {
    if (row_ >= decided_.rows && !decide_next()) {
      return false;
    }
    batch = layout_.batch(outcomes_, decided_, row_);
    row_ += table_layout::most_rows;
    return true;
  }

 private:
  bool decide_next() {
    if (ended_) {
      return false;
    }
    ended_ = true;  // unless all goes well
    const auto read = reader_.next();
    if (!read) {
      return false;
    }
    auto decided = decider_->decide(*read);
    if (check_) {
      check_(*decider_);
    }
    outcomes_.clear();
    for (std::size_t i = 0; i < decider_->aspect_count(); ++i) {
      outcomes_.push_back(decider_->aspect(i).outcomes().all());
    }
    decided_ = std::move(decided);
    row_ = 0;
    ended_ = false;
    return true;
  }

  arrow_reader reader_;
  std::unique_ptr<table_decider> decider_;
  table_layout layout_;
  std::function<void(const table_decider&)> check_;
  std::vector<std::vector<row_outcome>> outcomes_;
  decided_batch decided_;
  std::size_t row_ = 0;  // of `decided_`
  bool ended_ = false;
};

}  // namespace shozai::inline v1
