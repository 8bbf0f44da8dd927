// SPDX-License-Identifier: Apache-2.0
/// \file
/// Outcomes as Arrow columns: state, owner, accountable, rule and possible of each aspect.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/arrow_export.hpp"
#include "shozai/core/arrow_stream.hpp"
#include "shozai/ownership/aspect_table.hpp"
#include "shozai/ownership/decision_state.hpp"
#include "shozai/ownership/outcome_table.hpp"
#include "shozai/ownership/table_decider.hpp"

namespace shozai::inline v1 {

/// The columns of a decided table, for each aspect, in this order.
inline constexpr std::array<std::string_view, 5> decided_columns = {"state", "owner", "accountable",
                                                                    "rule", "possible"};

namespace detail {

/// Texts one after the other, as Arrow lays them out.
struct text_buffers {
  std::vector<std::int32_t> offsets{0};
  std::string bytes;

  text_buffers() = default;
  explicit text_buffers(const std::vector<std::string>& texts) {
    for (const auto& t : texts) {
      add(t);
    }
  }

  /// \throws arrow_error once the texts are too long for Arrow's offsets of 32 bits.
  void add(std::string_view text) {
    if (text.size() > std::numeric_limits<std::int32_t>::max() - bytes.size()) {
      throw arrow_error("a column of more than 2 GiB of text");
    }
    bytes += text;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }

  static arrow_buffers share(const std::shared_ptr<const text_buffers>& texts) {
    return {.length = static_cast<std::int64_t>(texts->offsets.size()) - 1,
            .buffers = {nullptr, texts->offsets.data(), texts->bytes.data()},
            .owner = texts};
  }
};

/// Numbers, some of them null.
struct index_buffers {
  std::vector<std::int32_t> numbers;
  std::vector<std::uint8_t> validity;
  std::int64_t nulls = 0;
};

}  // namespace detail

/// Turns outcomes of one aspect into columns. Dictionaries are those of the policy, so they are the
/// same in every batch. \par Thread safety Any number of concurrent `columns`.
class outcome_columns {
 public:
  explicit outcome_columns(const aspect_table& table) : name_(table.name()) {
    texts_[0].assign(decision_state_names.begin(), decision_state_names.end());
    texts_[0].emplace_back("invalid");
    const auto& document = table.evaluator().document();
    for (const auto& p : document.participants) {
      texts_[1].push_back(p.id);
    }
    texts_[2] = texts_[1];
    const auto& aspect = table.evaluator().aspect();
    for (const auto& r : aspect.rules) {
      texts_[3].push_back(r.id);
    }
    if (aspect.otherwise) {
      texts_[3].push_back(aspect.otherwise->id);
    }
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      shared_[i] = std::make_shared<const detail::text_buffers>(texts_[i]);
      for (std::size_t k = 0; k < texts_[i].size(); ++k) {
        numbers_[i].emplace(texts_[i][k], static_cast<std::int32_t>(k));
      }
    }
  }

  [[nodiscard]] std::vector<arrow_field> fields() const {
    std::vector<arrow_field> all;
    all.reserve(decided_columns.size());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      all.push_back({.name = name_ + "." + std::string(decided_columns[i]),
                     .format = "i",
                     .nullable = true,
                     .dictionary = {{.name = "", .format = "u"}}});
    }
    all.push_back({.name = name_ + "." + std::string(decided_columns.back()),
                   .format = "+l",
                   .nullable = true,
                   .children = {{.name = "item", .format = "u"}}});
    return all;
  }

  /// The columns of a batch; `outcomes` are those whose numbers stand in `rows`, at least.
  [[nodiscard]] std::vector<arrow_buffers> columns(const std::vector<row_outcome>& outcomes,
                                                   std::span<const std::uint32_t> rows) const {
    constexpr std::array<std::string row_outcome::*, 4> members = {
        &row_outcome::state, &row_outcome::owner, &row_outcome::accountable, &row_outcome::rule};
    std::vector<arrow_buffers> all;
    for (std::size_t i = 0; i < members.size(); ++i) {
      std::vector<std::int32_t> number_of;
      number_of.reserve(outcomes.size());
      for (const auto& o : outcomes) {
        const auto& text = o.*members[i];
        number_of.push_back(text.empty() ? null : numbers_[i].at(text));
      }
      auto column = index_column(number_of, rows);
      column.dictionary.push_back(detail::text_buffers::share(shared_[i]));
      all.push_back(std::move(column));
    }
    all.push_back(list_column(outcomes, rows));
    return all;
  }

 private:
  static constexpr std::int32_t null = -1;

  static arrow_buffers index_column(const std::vector<std::int32_t>& number_of,
                                    std::span<const std::uint32_t> rows) {
    const auto data = std::make_shared<detail::index_buffers>();
    data->numbers.resize(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
      data->numbers[row] = number_of[rows[row]];
      data->nulls += data->numbers[row] == null ? 1 : 0;
    }
    if (data->nulls > 0) {
      data->validity.assign(rows.size() / 8 + 1, 0);
      for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto bit = static_cast<unsigned>(data->numbers[row] == null ? 0 : 1) << (row % 8);
        data->validity[row / 8] = static_cast<std::uint8_t>(data->validity[row / 8] | bit);
        data->numbers[row] = std::max(data->numbers[row], 0);
      }
    }
    return {.length = static_cast<std::int64_t>(rows.size()),
            .null_count = data->nulls,
            .buffers = {data->nulls > 0 ? data->validity.data() : nullptr, data->numbers.data()},
            .owner = data};
  }

  // Who may turn out accountable; null where nobody is left open.
  static arrow_buffers list_column(const std::vector<row_outcome>& outcomes,
                                   std::span<const std::uint32_t> rows) {
    const auto data = std::make_shared<detail::index_buffers>();  // offsets
    data->numbers.push_back(0);
    data->validity.assign(rows.size() / 8 + 1, 0);
    const auto texts = std::make_shared<detail::text_buffers>();
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const auto& possible = outcomes[rows[row]].possible;
      for (const auto& p : possible) {
        texts->add(p);
      }
      data->numbers.push_back(static_cast<std::int32_t>(texts->offsets.size() - 1));
      const auto bit = static_cast<unsigned>(possible.empty() ? 0 : 1) << (row % 8);
      data->validity[row / 8] = static_cast<std::uint8_t>(data->validity[row / 8] | bit);
      data->nulls += possible.empty() ? 1 : 0;
    }
    return {.length = static_cast<std::int64_t>(rows.size()),
            .null_count = data->nulls,
            .buffers = {data->validity.data(), data->numbers.data()},
            .owner = data,
            .children = {detail::text_buffers::share(texts)}};
  }

  std::string name_;
  std::array<std::vector<std::string>, 4> texts_;
  std::array<std::shared_ptr<const detail::text_buffers>, 4> shared_;
  std::array<std::map<std::string, std::int32_t, std::less<>>, 4> numbers_;
};

/// The columns of every aspect that a decider decides.
class table_layout {
 public:
  /// Of one batch, so that its texts stay below 2 GiB and nobody waits long for it.
  static constexpr std::size_t most_rows = 1'048'576;

  explicit table_layout(const table_decider& decider) {
    for (std::size_t i = 0; i < decider.aspect_count(); ++i) {
      aspects_.emplace_back(decider.aspect(i));
    }
  }

  [[nodiscard]] arrow_field schema() const {
    arrow_field table{.name = "", .format = "+s"};
    for (const auto& a : aspects_) {
      for (auto& f : a.fields()) {
        table.children.push_back(std::move(f));
      }
    }
    return table;
  }

  /// The rows of a batch from `first` on, so many as may stand together; outcomes by aspect.
  [[nodiscard]] arrow_buffers batch(const std::vector<std::vector<row_outcome>>& outcomes,
                                    const decided_batch& decided, std::size_t first) const {
    const auto count = std::min(decided.rows - first, most_rows);
    arrow_buffers table{.length = static_cast<std::int64_t>(count), .buffers = {nullptr}};
    for (std::size_t i = 0; i < aspects_.size(); ++i) {
      const auto rows = std::span(decided.outcomes[i]).subspan(first, count);
      for (auto& column : aspects_[i].columns(outcomes[i], rows)) {
        table.children.push_back(std::move(column));
      }
    }
    return table;
  }

 private:
  std::vector<outcome_columns> aspects_;
};

}  // namespace shozai::inline v1
