// SPDX-License-Identifier: Apache-2.0
// Whole tables: which columns count, what is wrong in which rows, and what comes out.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <shozai/ownership/compile.hpp>
#include <shozai/policy/load_fault.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/decide_tables.hpp"
#include "support/documents.hpp"
#include "support/every_type.hpp"

namespace {

using shozai::arrow_error;
using shozai::arrow_reader;
using shozai::policy_error;
using shozai::table_options;
using shozai::testing::batch_of;
using shozai::testing::built_column;
using shozai::testing::cells_of;
using shozai::testing::decide_columns;
using shozai::testing::decide_stream;
using shozai::testing::decided_with;
using shozai::testing::dictionary_column;
using shozai::testing::every_type;
using shozai::testing::integer_column;
using shozai::testing::null_column;
using shozai::testing::number_column;
using shozai::testing::read_texts;
using shozai::testing::slice;
using shozai::testing::stream_of;
using shozai::testing::text_column;

using texts = std::vector<std::string>;

// `severity` 1..5, `kind`, `seen`; 4 and more are of sales, the rest of the kind `wear` of service.
const shozai::compiled_policy& small() {
  static const auto policy = shozai::compile_policy(shozai::testing::document(
      {.rules = "[" + shozai::testing::rule_text("R-1", "severity >= 4", "sales") + ", " +
                shozai::testing::rule_text("R-2", "severity < 4 && kind == 'wear'", "service") +
                "]"}));
  return policy;
}

built_column severity(const cells_of<std::int64_t>& cells) {
  return integer_column("severity", "i", cells);
}

texts states(const decided_with& decided, std::size_t aspect = 0) {
  texts all;
  for (std::size_t row = 0; row < decided.table->rows; ++row) {
    all.push_back(decided.at(row, aspect).state);
  }
  return all;
}

// The codes and first arguments of what is refused.
std::string refusal(const std::vector<built_column>& columns, table_options options = {}) {
  try {
    static_cast<void>(decide_columns(every_type(), columns, std::move(options)));
  } catch (const policy_error& e) {
    std::string text;
    for (const auto& f : e.findings()) {
      text += (text.empty() ? "" : ", ") + f.code + " " + f.arguments.at(0);
    }
    return text;
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a table is decided row by row", "[table]") {
  const auto decided =
      decide_columns(small(), {severity({5, 1, 1, std::nullopt, 9}),
                               text_column("kind", {"wear", "wear", "design", "wear", "wear"})});
  CHECK(states(decided) == texts{"decided", "decided", "gap", "undetermined", "invalid"});
  CHECK(decided.at(0) == shozai::row_outcome{"decided", "sales", "sales", "R-1", {}});
  CHECK(decided.at(1) == shozai::row_outcome{"decided", "service", "service", "R-2", {}});
  CHECK(decided.at(2) == shozai::row_outcome{"gap", "quality", "", "", {}});
  CHECK(decided.at(3) ==
        shozai::row_outcome{"undetermined", "quality", "", "", {"sales", "service"}});
  CHECK(decided.at(4) == shozai::row_outcome{.state = "invalid"});
  CHECK(decided.problems ==
        "severity SZ161 x1 [4]: `9` is outside 1 to 5, the range of `severity`");
  CHECK(decided.missing == texts{"seen"});
  const auto counts = decided.table->counts(0);
  CHECK(counts.size() == decided.table->outcomes[0].size());
  CHECK(counts.at(shozai::outcome_table::invalid) == 1);
}

TEST_CASE("a table without rows or without known columns is decided", "[table]") {
  CHECK(decide_columns(small(), {severity({})}).table->rows == 0);
  const auto none = decide_columns(small(), {integer_column("other", "i", {1, 2, 3})});
  CHECK(states(none) == texts{"undetermined", "undetermined", "undetermined"});
  CHECK(none.ignored == texts{"other"});
  CHECK(none.missing == texts{"severity", "kind", "seen"});
  const auto empty = decide_stream(small(), stream_of({batch_of({}, 2)}));
  CHECK(states(empty) == texts{"undetermined", "undetermined"});
}

TEST_CASE("columns are found by name, by `columns` and by mapping", "[table]") {
  const auto cost = [](const std::string& name) { return integer_column(name, "i", {1}); };
  CHECK(decide_columns(every_type(), {cost("cost")}).ignored.empty());
  CHECK(decide_columns(every_type(), {cost("費用")}).ignored.empty());
  table_options options;
  options.mapping = {{"cost", "Kosten"}};
  const auto mapped =
      decide_columns(every_type(), {cost("Kosten"), cost("cost"), cost("費用")}, options);
  CHECK(mapped.ignored == texts{"cost", "費用"});
  CHECK(mapped.problems.empty());
  // A column by choice is no longer that of its name.
  options.mapping = {{"cost", "severity"}};
  const auto taken = decide_columns(every_type(), {cost("severity")}, options);
  CHECK(taken.ignored.empty());
  CHECK(std::ranges::count(taken.missing, "severity") == 1);
  CHECK(std::ranges::count(taken.missing, "cost") == 0);
  // Even if it has no name.
  options.mapping = {{"cost", ""}};
  const auto unnamed = decide_columns(every_type(), {cost("")}, options);
  CHECK(unnamed.ignored.empty());
  CHECK(std::ranges::count(unnamed.missing, "cost") == 0);
}

TEST_CASE("columns that do not fit the policy are refused", "[table]") {
  const auto one = [](const std::string& name) { return integer_column(name, "i", {1}); };
  CHECK(refusal({one("cost"), one("費用")}) == "SZ188 費用");
  CHECK(refusal({one("cost"), one("other"), one("cost")}) == "SZ188 cost");
  table_options options;
  options.mapping = {{"cosst", "cost"}};
  CHECK(refusal({one("cost")}, options) == "SZ160 cosst");
  options.mapping = {{"cost", "Kosten"}};
  CHECK(refusal({one("cost")}, options) == "SZ190 Kosten");
  CHECK(refusal({one("Kosten"), one("Kosten")}, options) == "SZ188 Kosten");
  options.mapping = {{"cost", "x"}, {"severity", "x"}};
  CHECK(refusal({one("x")}, options) == "SZ188 x");
  CHECK(refusal({one("y")}, options) == "SZ188 x, SZ190 x");
  options.mapping = {{"cosst", "cost"}, {"hours", "h"}};
  CHECK(refusal({one("cost")}, options) == "SZ160 cosst, SZ190 h");
}

TEST_CASE("rows are counted across batches and slices", "[table]") {
  const cells_of<std::int64_t> cells = {9, 1, 9, 2, 9, 9, 9, 9, 3};
  const auto part = [&](std::size_t first, std::size_t count) {
    return batch_of({slice(severity(cells), first, count)}, count);
  };
  const auto decided =
      decide_stream(small(), stream_of({part(1, 2), part(0, 0), part(2, 3), part(3, 6)}));
  // 1 9 | 9 2 9 | 2 9 9 9 9 3
  CHECK(decided.table->rows == 11);
  CHECK(decided.problems ==
        "severity SZ161 x7 [1 2 4 6 7]: `9` is outside 1 to 5, the range of `severity`");
}

TEST_CASE("the offset and the nulls of the batch itself count", "[table]") {
  // Rows that are null as a whole hold what nobody may read.
  auto table =
      batch_of({severity({9, 5, 9, 1}), text_column("kind", {"?", "wear", "?", "wear"})}, 3);
  table.data.offset = 1;
  const auto whole = decide_stream(small(), stream_of({table}));
  CHECK(states(whole) == texts{"decided", "invalid", "decided"});
  const auto with_nulls = decide_stream(
      small(), stream_of({with_null_rows(std::move(table), {false, true, false, true})}));
  CHECK(states(with_nulls) == texts{"decided", "undetermined", "decided"});
  CHECK(with_nulls.problems.empty());
}

TEST_CASE("a row that is null as a whole is unknown, also where null is none", "[table]") {
  auto table = batch_of({integer_column("hours", "l", {1, std::nullopt})}, 2);
  const auto index = every_type().attributes().find("hours").value();
  auto stream = stream_of({with_null_rows(std::move(table), {true, false})});
  arrow_reader reader(stream);
  shozai::table_columns columns(every_type().attributes(), *reader.schema(), {}, {});
  shozai::decoder_memory memory(1);
  const auto batch = reader.next();
  columns.begin_batch(*batch, 0, memory);
  std::vector<shozai::code_column> cells;
  std::vector<std::uint8_t> row_states;
  shozai::table_problems problems;
  columns.decode(0, 2, cells, row_states, memory, problems);
  CHECK(cells[index].state(1) == shozai::cell_state::unknown);
}

TEST_CASE("derived attributes are computed and compared", "[table]") {
  const auto& attributes = every_type().attributes();
  const cells_of<std::int32_t> installed = {20'000, 20'000, 20'000, std::nullopt, 20'000};
  const cells_of<std::int32_t> reported = {20'010, 20'010, 19'990, 20'010, std::nullopt};
  const auto decided =
      decide_columns(every_type(), {number_column<std::int32_t>("installed_on", "tdD", installed),
                                    number_column<std::int32_t>("reported_on", "tdD", reported),
                                    integer_column("days", "s", {10, 11, 5, 5, 5})});
  CHECK(states(decided)[1] == "invalid");
  CHECK(states(decided)[2] == "invalid");
  const auto single = [&](const char* text) {
    const auto found = shozai::load_fault(attributes, shozai::json::parse(text)).findings.at(0);
    return found.message(shozai::language::en);
  };
  CHECK(decided.problems ==
        "days SZ166 x1 [1]: " +
            single(R"({"installed_on": "2024-10-04", "reported_on": "2024-10-14", "days": 11})") +
            "\ndays SZ167 x1 [2]: " +
            single(R"({"installed_on": "2024-10-04", "reported_on": "2024-09-24", "days": 5})"));
}

TEST_CASE("every derivation of a row that fails is told of", "[table]") {
  const auto decided = decide_columns(
      every_type(), {number_column<std::int32_t>("installed_on", "tdD", {20'000}),
                     number_column<std::int32_t>("reported_on", "tdD", {19'000}), severity({3}),
                     integer_column("cost", "i", {7}), number_column<double>("price", "g", {1.5})});
  CHECK(decided.problems.find("days SZ167 x1 [0]") != std::string::npos);
  CHECK(decided.problems.find("price SZ166 x1 [0]") != std::string::npos);
}

TEST_CASE("problems beyond a hundred of a kind are counted together", "[table]") {
  cells_of<std::int64_t> cells;
  for (std::int64_t n = 0; n < 5'000; ++n) {
    cells.emplace_back(n < 3'000 ? 1'000 + n : 7);
  }
  for (const std::size_t threads : {1U, 3U}) {
    auto stream = stream_of({batch_of({severity(cells)}, cells.size())});
    arrow_reader reader(stream);
    shozai::table_decider decider(small(), *reader.schema(), {.threads = threads});
    static_cast<void>(decide_table(decider, reader));
    const auto problems = decider.problems().list();
    REQUIRE(problems.size() == shozai::table_problems::most_of_a_kind + 1);
    std::uint64_t all = 0;
    for (const auto& p : problems) {
      all += p.count;
    }
    CHECK(all == 5'000);
    CHECK(problems.back().arguments.empty());
    CHECK(problems.back().first_rows.size() == shozai::table_problems::most_rows);
    CHECK_FALSE(problems.back().finding().message(shozai::language::ja).empty());
    shozai::table_problems copy;
    copy.add(decider.problems());
    const auto again = copy.list();
    REQUIRE(again.size() == problems.size());
    CHECK(again.back().count == problems.back().count);
  }
}

TEST_CASE("the most frequent problems come first", "[table]") {
  cells_of<std::int64_t> cells;
  for (std::int64_t n = 0; n < 700; ++n) {
    cells.emplace_back(1'000 + n);
  }
  cells.insert(cells.end(), 50, 7);
  const auto decided = decide_columns(small(), {severity(cells)});
  CHECK(decided.problems.starts_with("severity SZ161 x50 [700 701 702 703 704]: `7` is"));
}

TEST_CASE("texts are normalized only if they are not ASCII", "[table]") {
  int calls = 0;
  table_options options;
  options.columns.normalize = [&](std::string_view text) {
    ++calls;
    return text == "か\u3099" ? std::string("が") : std::string(text);
  };
  const cells_of<std::string> remarks = {"plain", "か\u3099", "が", "か\u3099", std::nullopt};
  CHECK(decide_columns(every_type(), {text_column("remark", remarks)}, options).normalized == 2);
  CHECK(calls == 2);  // each text once
  // Of a dictionary cells are counted too, not its entries.
  const auto entries = [] { return text_column("", {"が", "か\u3099", "か\u3099 unused"}); };
  CHECK(decide_columns(every_type(),
                       {dictionary_column("remark", "i", {1, 0, 1, 1, std::nullopt}, entries())},
                       options)
            .normalized == 3);
}

TEST_CASE("an aspect may be chosen", "[table]") {
  table_options options;
  options.aspects = {1};
  const auto decided = decide_columns(every_type(), {severity({5})}, options);
  CHECK(decided.table->aspects == texts{"cost"});
  CHECK(decided.table->outcomes.size() == 1);
}

TEST_CASE("the caller can stop", "[table]") {
  table_options options;
  options.threads = GENERATE(1U, 3U);
  std::uint64_t told = 0;
  options.on_progress = [&](std::uint64_t rows) {
    told = rows;
    return rows < 10'000;
  };
  const cells_of<std::int64_t> cells(20'000, 3);
  CHECK_THROWS_AS(decide_columns(small(), {severity(cells)}, options), shozai::table_stopped);
  CHECK(told >= 10'000);
  const cells_of<std::int64_t> fewer(2'000, 3);
  CHECK(decide_columns(small(), {severity(fewer)}, options).table->rows == 2'000);
  CHECK(told == 2'000);
}

TEST_CASE("what the producer's errors say is passed on", "[table]") {
  const auto batch = [] { return batch_of({severity({1, 2})}, 2); };
  const auto released = std::make_shared<int>(0);
  CHECK_THROWS_WITH(decide_stream(small(), stream_of({batch(), batch()}, {.batch = 1}, released)),
                    "the disk is full");
  CHECK(*released == 1);
  CHECK_THROWS_WITH(
      decide_stream(small(), stream_of({batch()}, {.schema = true, .text = "no schema"}, released)),
      "no schema");
  CHECK(*released == 2);
  static_cast<void>(decide_stream(small(), stream_of({batch()}, {}, released)));
  CHECK(*released == 3);
}

TEST_CASE("batches are let go one after the other", "[table]") {
  std::vector<std::weak_ptr<const void>> owners;
  std::vector<built_column> batches;
  for (int i = 0; i < 3; ++i) {
    auto column = severity({1, 2});
    owners.emplace_back(column.data.owner);
    batches.push_back(batch_of({std::move(column)}, 2));
  }
  auto stream = stream_of(std::move(batches));
  std::size_t alive = 0;
  {
    auto reader = std::make_unique<arrow_reader>(stream);
    CHECK(stream.release == nullptr);  // taken over
    const auto schema = reader->schema();
    auto decider = std::make_unique<shozai::table_decider>(small(), *schema, table_options{});
    shozai::deciding_source source(std::move(*reader), std::move(decider), {});
    shozai::arrow_buffers out;
    CHECK(source.next(out));
    CHECK(source.next(out));
    CHECK(owners[0].expired());
    CHECK(owners[1].expired());
    CHECK_FALSE(owners[2].expired());
    alive = out.children.size();
  }
  CHECK(alive == 5);
  CHECK(owners[2].expired());
}

TEST_CASE("what is no table is refused", "[table]") {
  const auto said = [](built_column table) {
    try {
      static_cast<void>(decide_stream(small(), stream_of({std::move(table)})));
    } catch (const arrow_error& e) {
      return std::string(e.what());
    }
    return std::string("nothing");
  };
  CHECK(said(severity({1})).starts_with("this is no table"));
  auto batch = batch_of({severity({1, 2})}, 3);
  CHECK(said(batch) == "a column that is shorter than its batch");
  batch.data.length = 2;
  batch.data.offset = 1;
  CHECK(said(batch) == "a column that is shorter than its batch");
  batch.data.offset = std::numeric_limits<std::int64_t>::max() - 1;
  CHECK(said(batch) == "a batch that is longer than can be counted");
  batch.data.offset = 0;
  batch.data.children.clear();
  CHECK(said(batch) == "a batch that does not have the columns of its schema");
  CHECK(said(batch_of({dictionary_column("kind", "c", {0, 3}, text_column("", {"wear"}))}, 2)) ==
        "an index that its dictionary does not have");
  CHECK(said(batch_of({dictionary_column("kind", "c", {-1}, text_column("", {"wear"}))}, 1)) ==
        "an index that its dictionary does not have");
  auto no_dictionary = dictionary_column("kind", "c", {0}, text_column("", {"wear"}));
  no_dictionary.data.dictionary.clear();
  CHECK(said(batch_of({no_dictionary}, 1)) ==
        "a batch without the dictionary that its schema names");
  CHECK(
      said(batch_of({dictionary_column("kind", "c", {0},
                                       dictionary_column("", "c", {0}, text_column("", {"wear"})))},
                    1)) == "a dictionary of a dictionary");
  auto indices = text_column("kind", {"0"});
  indices.field.dictionary.push_back(text_column("", {}).field);
  CHECK(said(batch_of({indices}, 1)) == "a dictionary whose indices are no integers");
}

TEST_CASE("a failure in one thread is a failure of the table", "[table]") {
  cells_of<std::int64_t> indices(20'000, 0);
  indices[15'000] = 4;
  const auto table = [&] {
    return batch_of({dictionary_column("kind", "i", indices, text_column("", {"wear"}))}, 20'000);
  };
  table_options options;
  options.threads = 3;
  CHECK_THROWS_AS(decide_stream(small(), stream_of({table()}), options), arrow_error);
}

TEST_CASE("a table is exported as columns that read as it was decided", "[table]") {
  const auto decided =
      decide_columns(small(), {severity({5, 1, 1, std::nullopt, 9}),
                               text_column("kind", {"wear", "wear", "design", "wear", "wear"})});
  auto stream = export_stream(std::make_unique<shozai::decided_table_source>(decided.table));
  arrow_reader reader(stream);
  const auto schema = reader.schema();
  const auto batch = reader.next();
  CHECK_FALSE(reader.next());
  REQUIRE(schema->n_children == 5);
  REQUIRE(batch->n_children == 5);
  CHECK(batch->length == 5);
  const auto column = [&](std::size_t i) {
    return read_texts(*schema->children[i], *batch->children[i]);
  };
  CHECK(std::string_view(schema->children[0]->name) == "owner.state");
  CHECK(column(0) == cells_of<std::string>{"decided", "decided", "gap", "undetermined", "invalid"});
  CHECK(column(1) == cells_of<std::string>{"sales", "service", "quality", "quality", std::nullopt});
  CHECK(column(2) ==
        cells_of<std::string>{"sales", "service", std::nullopt, std::nullopt, std::nullopt});
  CHECK(column(3) == cells_of<std::string>{"R-1", "R-2", std::nullopt, std::nullopt, std::nullopt});
  CHECK(std::string_view(schema->children[4]->format) == "+l");
  CHECK(batch->children[4]->null_count == 4);
  const auto& list = *batch->children[4];
  CHECK(read_texts(*schema->children[4]->children[0], *list.children[0]) ==
        cells_of<std::string>{"sales", "service"});
  const auto* offsets = static_cast<const std::int32_t*>(list.buffers[1]);
  CHECK(std::vector<std::int32_t>(offsets, offsets + 6) ==
        std::vector<std::int32_t>{0, 0, 0, 0, 2, 2});
}

TEST_CASE("columns may be taken out of an exported batch and outlive it", "[table]") {
  const auto decided = decide_columns(small(), {severity({5, 1})});
  auto stream = export_stream(std::make_unique<shozai::decided_table_source>(decided.table));
  ArrowSchema schema{};
  REQUIRE(stream.get_schema(&stream, &schema) == 0);
  ArrowArray batch{};
  REQUIRE(stream.get_next(&stream, &batch) == 0);
  const shozai::arrow_array state(*batch.children[0]);
  const shozai::arrow_schema state_schema(*schema.children[0]);
  CHECK(batch.children[0]->release == nullptr);
  batch.release(&batch);
  CHECK(batch.release == nullptr);
  schema.release(&schema);
  CHECK(schema.release == nullptr);
  stream.release(&stream);
  CHECK(stream.release == nullptr);
  CHECK(read_texts(*state_schema, *state) == cells_of<std::string>{"decided", "undetermined"});
}

TEST_CASE("a stream is decided while it is read", "[table]") {
  std::vector<built_column> batches;
  batches.push_back(batch_of({severity({5, 9})}, 2));
  batches.push_back(batch_of({severity({})}, 0));
  batches.push_back(batch_of({severity({1, 5, 9})}, 3));
  auto in = stream_of(std::move(batches));
  arrow_reader input(in);
  auto decider = std::make_unique<shozai::table_decider>(small(), *input.schema(), table_options{});
  std::vector<std::uint64_t> checked;
  auto out = export_stream(std::make_unique<shozai::deciding_source>(
      std::move(input), std::move(decider), [&](const shozai::table_decider& d) {
        checked.push_back(d.rows());
        if (d.rows() == 5) {
          throw std::runtime_error("that is enough");
        }
      }));
  arrow_reader reader(out);
  const auto schema = reader.schema();
  const auto first = reader.next();
  CHECK(read_texts(*schema->children[0], *first->children[0]) ==
        cells_of<std::string>{"decided", "invalid"});
  const auto second = reader.next();
  REQUIRE(second);
  CHECK(second->length == 0);
  CHECK_THROWS_WITH(reader.next(), "that is enough");
  CHECK_FALSE(reader.next());
  CHECK(checked == std::vector<std::uint64_t>{2, 2, 5});
}

TEST_CASE("a long batch comes out in several", "[table]") {
  constexpr auto rows = shozai::table_layout::most_rows + 3;
  const auto decided = decide_columns(small(), {null_column("severity", rows)});
  shozai::decided_table_source source(decided.table);
  shozai::arrow_buffers batch;
  REQUIRE(source.next(batch));
  CHECK(std::cmp_equal(batch.length, shozai::table_layout::most_rows));
  REQUIRE(source.next(batch));
  CHECK(batch.length == 3);
  CHECK_FALSE(source.next(batch));
}
