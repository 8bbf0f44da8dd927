// SPDX-License-Identifier: Apache-2.0
/// \file
/// One aspect over stretches of rows: cells of all attributes → the number of an outcome, by row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/fault.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/code_column.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/derive_columns.hpp"
#include "shozai/ownership/diagram_top.hpp"
#include "shozai/ownership/outcome_table.hpp"

namespace shozai::inline v1 {

/// What decides one aspect of a table; shared by all workers.
class aspect_table {
 public:
  /// Keeps `policy` alive.
  aspect_table(compiled_policy policy, std::size_t aspect)
      : policy_(std::move(policy)),
        aspect_(aspect),
        used_(policy_.attributes().size(), false),
        outcomes_(std::make_unique<outcome_table>()) {
    const auto& engine = policy_.engine(aspect);
    if (engine.plan().diagram) {
      for (const auto i : engine.diagram().flat().attributes()) {
        used_[i] = true;
      }
      asked_ = used_;
      for (const auto& fails : engine.diagram().interim_fails()) {
        for (const auto i : fails.attributes()) {
          asked_[i] = true;
        }
      }
      auto order = engine.plan().order;
      std::erase_if(order, [&](std::size_t i) { return !used_[i]; });
      top_.emplace(engine.diagram().flat(), attributes(), order);
      for (const auto& v : engine.diagram().verdicts()) {
        by_verdict_.push_back(outcome_of({v.state, v.rule, v.assigned_by}));
      }
    } else {
      for (const auto& t : evaluator().tests().tests()) {
        used_[t.attribute] = true;
      }
      asked_ = used_;
    }
  }

  [[nodiscard]] const aspect_evaluator& evaluator() const { return policy_.evaluator(aspect_); }
  [[nodiscard]] const diagram_engine& engine() const { return policy_.engine(aspect_); }
  [[nodiscard]] const schema& attributes() const { return policy_.attributes(); }
  [[nodiscard]] const std::string& name() const { return evaluator().aspect().aspect->id; }
  [[nodiscard]] outcome_table& outcomes() const noexcept { return *outcomes_; }
  /// \pre The aspect has a diagram.
  [[nodiscard]] const diagram_top& top() const noexcept { return *top_; }

  /// Whether an attribute tells what is decided.
  [[nodiscard]] bool uses(std::size_t attribute) const { return used_[attribute]; }
  /// Whether an attribute tells that, or who is accountable meanwhile.
  [[nodiscard]] bool asks(std::size_t attribute) const { return asked_[attribute]; }

  /// The outcome of a complete fault whose verdict has this number; `look_closer` where the verdict
  /// alone does not tell who is accountable meanwhile.
  static constexpr std::uint32_t look_closer = std::numeric_limits<std::uint32_t>::max();
  [[nodiscard]] const std::vector<std::uint32_t>& by_verdict() const noexcept {
    return by_verdict_;
  }

  /// The number of what is decided of a complete fault, or `look_closer`.
  [[nodiscard]] std::uint32_t outcome_of(decision_handle h) const {
    const auto& interim = evaluator().aspect().aspect->interim;
    row_outcome o;
    o.state = name_of(h.state);
    if (h.state == decision_state::decided) {
      o.accountable = evaluator().rule(h.assigned_by).rule->then.accountable;
      o.owner = o.accountable;
      o.rule = h.rule == verdict::several ? std::string{} : evaluator().rule(h.rule).id;
    } else if (interim.rules.empty() || h.state == decision_state::impossible) {
      o.owner = interim.accountable;
    } else {
      return look_closer;
    }
    return outcomes_->add(o);
  }

 private:
  compiled_policy policy_;
  std::size_t aspect_;
  std::vector<bool> used_;
  std::vector<bool> asked_;
  std::optional<diagram_top> top_;
  std::unique_ptr<outcome_table> outcomes_;
  std::vector<std::uint32_t> by_verdict_;
};

/// Decides one aspect for one worker: keeps what makes the next stretch cheaper.
class aspect_worker {
 public:
  explicit aspect_worker(const aspect_table& table)
      : table_(table), values_(table.attributes().size()) {
    table.engine().prepare(bits_);
  }

  /// Fills `out` with the outcome of each row.
  void decide(const std::vector<code_column>& cells, const std::vector<std::uint8_t>& row_states,
              std::span<std::uint32_t> out) {
    find_open_rows(cells, row_states);
    if (!table_.engine().plan().diagram) {
      for (std::size_t row = 0; row < out.size(); ++row) {
        out[row] = is_invalid(row_states[row]) ? outcome_table::invalid
                   : open_[row] == 0           ? by_bits(cells, row)
                                               : by_search(cells, row);
      }
      return;
    }
    look_at(cells);
    const auto& flat = table_.engine().diagram().flat();
    const auto& top = table_.top();
    const auto* by_verdict = table_.by_verdict().data();
    for (std::size_t row = 0; row < out.size(); ++row) {
      if (any_open_ && open_[row] != 0) {
        out[row] = is_invalid(row_states[row]) ? outcome_table::invalid : by_walk(cells, row);
        continue;
      }
      const auto outcome = by_verdict[flat.walk(top.look_up(views_, row), views_, row)];
      out[row] = outcome == aspect_table::look_closer ? by_walk(cells, row) : outcome;
    }
  }

 private:
  static bool is_invalid(std::uint8_t states) noexcept {
    return (states & bits_of(cell_state::invalid)) != 0;
  }

  // Rows that a single way through the diagram does not decide.
  void find_open_rows(const std::vector<code_column>& cells,
                      const std::vector<std::uint8_t>& row_states) {
    const auto join = [&](const std::vector<std::uint8_t>& states, unsigned bits) {
      for (std::size_t row = 0; row < open_.size(); ++row) {
        open_[row] = static_cast<std::uint8_t>(open_[row] | (states[row] & bits));
      }
    };
    open_.assign(row_states.size(), 0);
    join(row_states, bits_of(cell_state::invalid));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (table_.uses(i) && !cells[i].all_known) {
        join(cells[i].states, bits_of(cell_state::unknown) | bits_of(cell_state::narrowed));
      }
    }
    any_open_ = std::ranges::any_of(open_, [](std::uint8_t open) { return open != 0; });
  }

  // The columns as the diagram reads them: numbers, with texts by rank.
  void look_at(const std::vector<code_column>& cells) {
    const auto& flat = table_.engine().diagram().flat();
    views_.assign(cells.size(), {});
    ranks_.resize(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& column = cells[i];
      if (!table_.uses(i)) {
        continue;
      }
      views_[i] = {column.codes.data(), column.all_known ? nullptr : column.states.data()};
      if (table_.attributes()[i].type == attribute_type::string) {
        rank_texts(column, flat, ranks_[i]);
        views_[i].codes = ranks_[i].data();
      }
    }
  }

  // Each text once, where rows share them.
  void rank_texts(const code_column& column, const flat_diagram& flat,
                  std::vector<std::int64_t>& ranks) {
    ranks.resize(column.codes.size());
    const bool shared = column.texts.size() < ranks.size();
    text_ranks_.clear();
    for (std::size_t i = 0; shared && i < column.texts.size(); ++i) {
      text_ranks_.push_back(flat.rank_of(column.texts[i]));
    }
    for (std::size_t row = 0; row < ranks.size(); ++row) {
      const auto place = static_cast<std::size_t>(column.codes[row]);
      const bool known = column.state(row) == cell_state::known;
      ranks[row] = !known ? 0 : shared ? text_ranks_[place] : flat.rank_of(column.texts[place]);
    }
  }

  // What the completions of a row reach is decided once, however many rows reach it.
  [[nodiscard]] std::uint32_t by_walk(const std::vector<code_column>& cells, std::size_t row) {
    const auto& diagram = table_.engine().diagram();
    fill_fault(cells, row);
    diagram.flat().walk(fault_, scratch_);
    auto key = scratch_.terminals;
    for (const bool certain : diagram.certain_interim(fault_, scratch_)) {
      key.push_back(certain ? 1 : 0);
    }
    if (const auto known = by_reach_.find(key); known != by_reach_.end()) {
      return known->second;
    }
    const auto gathered = diagram.gather(table_.evaluator(), fault_, scratch_);
    auto decision = write_decision(table_.evaluator(), gathered);
    if (gathered.rules_missing) {
      decision.rule.clear();
    }
    const auto outcome = table_.outcomes().add(outcome_of(decision));
    constexpr std::size_t most = 100'000;
    if (by_reach_.size() == most) {
      by_reach_.clear();
    }
    by_reach_.emplace(std::move(key), outcome);
    return outcome;
  }

  [[nodiscard]] std::uint32_t by_bits(const std::vector<code_column>& cells, std::size_t row) {
    if (!table_.engine().plan().bit_sets) {
      return by_search(cells, row);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (table_.uses(i)) {
        values_[i] = value_of(table_.attributes()[i], cells[i], row);
      }
    }
    const auto outcome = table_.outcome_of(table_.engine().decide(values_, bits_));
    return outcome == aspect_table::look_closer ? by_search(cells, row) : outcome;
  }

  [[nodiscard]] std::uint32_t by_search(const std::vector<code_column>& cells, std::size_t row) {
    fill_fault(cells, row);
    return table_.outcomes().add(
        outcome_of(shozai::decide(table_.evaluator(), table_.engine(), fault_, scratch_)));
  }

  // Attributes that do not matter here stay unknown.
  void fill_fault(const std::vector<code_column>& cells, std::size_t row) {
    const auto& attributes = table_.attributes();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (fault_.attributes.size() <= i) {
        fault_.attributes.push_back(
            knowledge::of(attributes[i].domain, attributes[i].everything()));
      }
      if (table_.asks(i)) {
        fault_.attributes[i] = knowledge_of(attributes[i], cells[i], row);
      }
    }
  }

  const aspect_table& table_;
  std::vector<std::uint8_t> open_;
  bool any_open_ = false;
  std::vector<code_view> views_;
  std::vector<std::vector<std::int64_t>> ranks_;  // by attribute
  std::vector<std::int64_t> text_ranks_;
  fault fault_;
  walk_scratch scratch_;
  std::vector<value> values_;
  bit_scratch bits_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> by_reach_;
};

}  // namespace shozai::inline v1
