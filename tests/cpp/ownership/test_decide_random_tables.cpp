// SPDX-License-Identifier: Apache-2.0
// A table says of every row what the same fault alone is told, however its columns are laid out.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <shozai/ownership/compile.hpp>
#include <shozai/ownership/decided_table.hpp>
#include <shozai/policy/load_fault.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/random_evaluators.hpp"
#include "support/random_fault.hpp"
#include "support/random_tables.hpp"

namespace {

using shozai::row_outcome;
using shozai::testing::built_column;
using shozai::testing::cell_column;
using shozai::testing::dice;
using shozai::testing::fault_sampler;
using shozai::testing::policies;
using shozai::testing::policies_per_run;

constexpr std::size_t rows_of_a_table = 1'000;
constexpr std::size_t different_faults = 100;

// What is wrong in the rows: code and arguments, with the number of rows and the first of them.
using problem_counts =
    std::map<std::pair<std::string, std::vector<std::string>>, std::vector<std::uint64_t>>;

// A random policy; of some of its optional attributes an empty cell is none.
shozai::compiled_policy random_compiled(std::uint32_t seed, std::size_t nodes) {
  auto document = shozai::testing::random_policy(seed);
  dice rng(seed);
  for (auto& a : document["attributes"]) {
    if (a.value("optional", false) && rng.chance(40)) {
      a["missing"] = "none";
    }
  }
  shozai::compile_options options;
  options.budget.nodes = nodes;
  options.order_search_steps = 0;
  return shozai::compile_policy(document.dump(), {}, options);
}

// A random table, what each of its rows says, and what is to be told of it.
class random_table {
 public:
  random_table(const shozai::compiled_policy& policy, std::uint32_t seed, std::size_t rows)
      : policy_(policy), rng_(seed + 1), rows_(rows), as_cells_(rng_.chance(30)) {
    draw_cells();
    for (std::size_t row = 0; row < rows_; ++row) {
      fault_of_row_.push_back(rng_.below(faults_.front().size()));
    }
    choose_null_rows();
    judge();
  }

  [[nodiscard]] std::vector<built_column> batches() {
    const auto count = rng_.between(1, 3);
    std::vector<built_column> all;
    // What the first batch decides by chance, such as the layout, the others must keep.
    const auto schema_seed = static_cast<std::uint32_t>(rng_.below(1'000'000));
    std::size_t first = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto end = i + 1 == count ? rows_ : rng_.between(first, rows_);
      all.push_back(batch(first, end, schema_seed));
      first = end;
    }
    return all;
  }

  [[nodiscard]] shozai::table_options options(std::size_t threads) const {
    shozai::table_options o;
    o.columns.cells = as_cells_;
    o.threads = threads;
    return o;
  }

  [[nodiscard]] const row_outcome& expected(std::size_t row, std::size_t aspect) const {
    return expected_[null_rows_.contains(row) ? unknown_ : fault_of_row_[row]][aspect];
  }
  [[nodiscard]] const problem_counts& problems() const { return problems_; }

 private:
  void draw_cells() {
    const fault_sampler sampler(policy_.document());
    const auto& attributes = policy_.attributes();
    const bool partial = rng_.chance(60);
    std::vector<shozai::testing::texts> groups(attributes.size());
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      shozai::testing::detail::collect_groups(attributes[i].values.roots(), groups[i]);
      const auto missing = attributes[i].derived ? 60U : 10U;
      given_.push_back(!rng_.chance(missing));
    }
    faults_.resize(attributes.size());
    for (std::size_t n = 0; n < different_faults; ++n) {
      const auto fault = partial ? sampler.partial_fault(rng_) : sampler.complete_fault(rng_);
      for (std::size_t i = 0; i < attributes.size(); ++i) {
        auto cell = cell_of(rng_, attributes[i], fault.attributes[i], groups[i], as_cells_);
        const bool left_out = attributes[i].derived && rng_.chance(50);
        if (left_out) {
          cell = {.none = attributes[i].empty_is_none};
        }
        faults_[i].push_back(std::move(cell));
      }
    }
  }

  void choose_null_rows() {
    for (std::size_t row = 0; row < rows_ && with_null_rows_; ++row) {
      if (rng_.chance(10)) {
        null_rows_.insert(row);
      }
    }
  }

  // By the reader of single faults and what decides them.
  void judge() {
    const auto& attributes = policy_.attributes();
    std::vector<cell_column> given;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      given.push_back(given_[i] ? faults_[i] : cell_column{});
    }
    std::vector<shozai::loaded_fault> loaded;
    for (std::size_t n = 0; n < different_faults; ++n) {
      loaded.push_back(shozai::load_fault(attributes, fault_of(attributes, given, n)));
    }
    loaded.push_back(shozai::load_fault(attributes, shozai::json::object()));
    unknown_ = different_faults;
    shozai::walk_scratch scratch;
    for (std::size_t n = 0; n < loaded.size(); ++n) {
      auto& outcomes = expected_.emplace_back();
      for (std::size_t i = 0; i < policy_.aspect_count(); ++i) {
        if (!loaded[n].result) {
          outcomes.push_back({.state = "invalid"});
          continue;
        }
        // `compiled_policy::decide` adds the next question, which takes its time.
        const auto d = n % 50 == 0 ? policy_.decide(*loaded[n].result, i)
                                   : shozai::decide(policy_.evaluator(i), policy_.engine(i),
                                                    *loaded[n].result, scratch);
        outcomes.push_back(shozai::outcome_of(d));
      }
    }
    for (std::size_t row = 0; row < rows_; ++row) {
      const auto n = null_rows_.contains(row) ? unknown_ : fault_of_row_[row];
      for (const auto& f : loaded[n].findings) {
        problems_[{f.code, f.arguments}].push_back(row);
      }
    }
  }

  // Rows `first`..`end` - 1, with others before and after them that are sliced away.
  built_column batch(std::size_t first, std::size_t end, std::uint32_t schema_seed) {
    dice layout(schema_seed);
    const auto& attributes = policy_.attributes();
    const auto around = layout.chance(50) ? layout.below(20) : 0;
    std::vector<built_column> columns;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const auto layout_seed = static_cast<std::uint32_t>(layout.below(1'000'000));
      if (!given_[i]) {
        continue;
      }
      dice own(layout_seed);
      const auto before = own.chance(50) ? own.below(70) : 0;
      cell_column cells;
      // One of each fault comes first, so that a layout serves all batches.
      const auto head = different_faults + before;
      for (std::size_t k = 0; k < head; ++k) {
        cells.push_back(faults_[i][k % different_faults]);
      }
      for (std::size_t k = 0; k < around; ++k) {
        cells.push_back(faults_[i][k]);
      }
      for (auto row = first; row < end; ++row) {
        cells.push_back(faults_[i][fault_of_row_[row]]);
      }
      const auto length = around + end - first;
      columns.push_back(slice(random_column(own, attributes[i], cells, as_cells_), head, length));
    }
    for (auto left = layout.below(2); left > 0; --left) {
      columns.push_back(slice(shozai::testing::null_column("nobody_asks", around + end - first), 0,
                              around + end - first));
    }
    columns = layout.shuffled(std::move(columns));
    auto table = batch_of(std::move(columns), end - first);
    table.data.offset = static_cast<std::int64_t>(around);
    if (with_null_rows_) {
      std::vector<bool> known(around, true);
      for (auto row = first; row < end; ++row) {
        known.push_back(!null_rows_.contains(row));
      }
      return with_null_rows(std::move(table), known);
    }
    return table;
  }

  const shozai::compiled_policy& policy_;
  dice rng_;
  std::size_t rows_;
  bool as_cells_;
  bool with_null_rows_ = rng_.chance(10);
  std::vector<bool> given_;
  std::vector<cell_column> faults_;  // by attribute
  std::vector<std::size_t> fault_of_row_;
  std::set<std::size_t> null_rows_;
  std::size_t unknown_ = 0;
  std::vector<std::vector<row_outcome>> expected_;  // by fault, by aspect
  problem_counts problems_;
};

struct decided {
  std::vector<std::vector<row_outcome>> rows;  // by aspect
  std::vector<shozai::table_problem> problems;
};

decided decide_all(const shozai::compiled_policy& policy, random_table& table,
                   std::size_t threads) {
  auto stream = stream_of(table.batches());
  shozai::arrow_reader reader(stream);
  shozai::table_decider decider(policy, *reader.schema(), table.options(threads));
  const auto result = shozai::decide_table(decider, reader);
  decided all;
  all.rows.resize(policy.aspect_count());
  for (const auto& batch : result.batches) {
    for (std::size_t i = 0; i < policy.aspect_count(); ++i) {
      for (const auto outcome : batch.outcomes[i]) {
        all.rows[i].push_back(result.outcomes[i][outcome]);
      }
    }
  }
  all.problems = decider.problems().list();
  return all;
}

void check_problems(const std::vector<shozai::table_problem>& found,
                    const problem_counts& expected) {
  std::size_t listed = 0;
  for (const auto& p : found) {
    CAPTURE(p.code, p.arguments);
    if (p.arguments.empty()) {
      continue;  // the rest
    }
    const auto rows = expected.find({p.code, p.arguments});
    REQUIRE(rows != expected.end());
    REQUIRE(p.count == rows->second.size());
    auto first = rows->second;
    first.resize(std::min(first.size(), shozai::table_problems::most_rows));
    REQUIRE(p.first_rows == first);
    ++listed;
  }
  REQUIRE(listed == std::min<std::size_t>(listed, expected.size()));
  REQUIRE((expected.size() > shozai::table_problems::most_of_a_kind || listed == expected.size()));
}

void check(const shozai::compiled_policy& policy, std::uint32_t seed, std::size_t rows) {
  random_table table(policy, seed, rows);
  const std::size_t threads = seed % 4 == 0 ? 3 : 1;
  const auto all = decide_all(policy, table, threads);
  for (std::size_t i = 0; i < policy.aspect_count(); ++i) {
    REQUIRE(all.rows[i].size() == rows);
    std::size_t different = 0;
    std::size_t last = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      if (all.rows[i][row] != table.expected(row, i)) {
        ++different;
        last = row;
      }
    }
    const auto& found = all.rows[i][last];
    const auto& wanted = table.expected(last, i);
    CAPTURE(seed, i, last, found.state, found.owner, found.rule, wanted.state, wanted.owner,
            wanted.rule, found.possible, wanted.possible);
    REQUIRE(different == 0);
  }
  CAPTURE(seed);
  check_problems(all.problems, table.problems());
}

}  // namespace

TEST_CASE("a table is decided row by row as its faults are", "[table]") {
  const auto first = GENERATE(Catch::Generators::range(0U, policies(), policies_per_run));
  for (auto seed = first; seed < first + policies_per_run; ++seed) {
    check(random_compiled(seed, shozai::compile_budget{}.nodes), seed, rows_of_a_table);
  }
}

TEST_CASE("a table is decided also where the diagram is over its budget", "[table]") {
  for (std::uint32_t seed = 0; seed < policies() / 20; ++seed) {
    check(random_compiled(seed, 0), seed, 50);
  }
}

TEST_CASE("several threads give what one gives", "[table]") {
  constexpr std::size_t many = 9'000;  // several stretches
  for (std::uint32_t seed = 0; seed < policies() / 200; ++seed) {
    const auto policy = random_compiled(seed, shozai::compile_budget{}.nodes);
    random_table one(policy, seed, many);
    random_table three(policy, seed, many);
    const auto alone = decide_all(policy, one, 1);
    const auto shared = decide_all(policy, three, 3);
    CAPTURE(seed);
    REQUIRE(alone.rows == shared.rows);
    REQUIRE(alone.problems.size() == shared.problems.size());
    for (std::size_t i = 0; i < alone.problems.size(); ++i) {
      CHECK(alone.problems[i].finding() == shared.problems[i].finding());
      CHECK(alone.problems[i].count == shared.problems[i].count);
      CHECK(alone.problems[i].first_rows == shared.problems[i].first_rows);
    }
    check_problems(shared.problems, three.problems());
  }
}
