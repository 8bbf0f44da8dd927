// SPDX-License-Identifier: Apache-2.0
// Arrow streams of any bytes: a producer may get everything wrong that the interface lets a reader
// check. Each is refused, or decided as its rows are one by one. Buffers are longer than any
// length and offset that is claimed: their sizes are what nobody can check.
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <limits>
#include <shozai/ownership/decided_table.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/every_type.hpp"
#include "support/require.hpp"

namespace {

using shozai::testing::every_type;
using shozai::testing::require;

constexpr std::size_t most_rows = 40;
constexpr std::size_t most_offset = 20;
constexpr std::size_t widest = 32;  // bytes of a value
constexpr std::size_t text_bytes = 256;
constexpr std::size_t slots = 8;  // of an array of pointers

// The input, then zeros.
class input_bytes {
 public:
  input_bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

  std::uint8_t take() { return at_ < size_ ? data_[at_++] : std::uint8_t{0}; }
  std::size_t below(std::size_t count) { return take() % count; }
  // Something out of the ordinary.
  bool odd() { return take() % 32 == 31; }
  std::int64_t number() {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) {
      bits = (bits << 8U) | take();
    }
    return static_cast<std::int64_t>(bits);
  }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

constexpr auto formats = std::to_array<const char*>({"n",
                                                     "b",
                                                     "c",
                                                     "C",
                                                     "s",
                                                     "S",
                                                     "i",
                                                     "I",
                                                     "l",
                                                     "L",
                                                     "e",
                                                     "f",
                                                     "g",
                                                     "u",
                                                     "U",
                                                     "vu",
                                                     "tdD",
                                                     "tdm",
                                                     "tss:",
                                                     "tsm:UTC",
                                                     "tsu:Asia/Tokyo",
                                                     "tsn:+09:00",
                                                     "tDs",
                                                     "tDm",
                                                     "tDu",
                                                     "tDn",
                                                     "d:9,2",
                                                     "d:38,-2",
                                                     "d:9,2,32",
                                                     "d:18,4,64",
                                                     "d:76,3,256",
                                                     "d:38,900",
                                                     "z",
                                                     "+l",
                                                     "w:3",
                                                     "ttu",
                                                     "",
                                                     "d:",
                                                     "d:1,2,3",
                                                     "d:3,99999999999",
                                                     "d:1,-2147483648",
                                                     "tdX",
                                                     "tsq:",
                                                     "ts",
                                                     "tDx",
                                                     "x"});

constexpr auto names = std::to_array<const char*>(
    {"fault_class", "product",     "under_contract", "seen",     "severity",
     "hours",       "cost",        "serial",         "remark",   "installed_on",
     "reported_on", "reported_at", "repaired_at",    "downtime", "days",
     "price",       "費用",        "nobody",         "",         nullptr});

constexpr auto words = std::to_array<const char*>(
    {"misuse", "design", "lathe", "LT-100", "旋盤", "true", "none", "", "2026-04-01",
     "2026-04-01T08:30:00Z", "PT4H", "12.50", "\xFF", "5"});

// Owns all that structs point to, until the last of the input is done with.
class producer {
 public:
  explicit producer(input_bytes& in) : in_(in) {
    const auto count = in_.below(5);
    for (std::size_t i = 0; i < count; ++i) {
      columns_.push_back({pick(names), draw_type(1)});
    }
    batches_ = in_.below(4);
  }
  producer(const producer&) = delete;
  producer& operator=(const producer&) = delete;
  ~producer() { require(alive_ == 0 && streams_ == 0); }

  ArrowArrayStream stream() {
    ArrowArrayStream s{};
    s.get_schema = in_.odd() ? nullptr : &get_schema;
    s.get_next = in_.odd() ? nullptr : &get_next;
    s.get_last_error = in_.odd() ? nullptr : &get_last_error;
    s.release = [](ArrowArrayStream* self) {
      --of(self->private_data).streams_;
      self->release = nullptr;
    };
    s.private_data = this;
    ++streams_;
    return s;
  }

 private:
  struct column_type {
    const char* format = nullptr;
    // NOLINTNEXTLINE(readability-redundant-member-init): most name the format alone
    std::vector<column_type> dictionary = {};
  };
  struct column {
    const char* name;
    column_type type;
  };

  template <std::size_t Count>
  const char* pick(const std::array<const char*, Count>& all) {
    return all[in_.below(Count)];
  }

  column_type draw_type(int depth) {
    column_type t{in_.odd() ? nullptr : pick(formats)};
    if (depth >= 0 && in_.below(4) == 0) {
      t.format = in_.odd() ? t.format : formats[2 + in_.below(8)];
      t.dictionary.push_back(draw_type(depth - 1));
    }
    return t;
  }

  static producer& of(void* data) { return *static_cast<producer*>(data); }

  static int get_schema(ArrowArrayStream* s, ArrowSchema* out) {
    return of(s->private_data).schema(*out);
  }
  static int get_next(ArrowArrayStream* s, ArrowArray* out) {
    return of(s->private_data).next(*out);
  }
  static const char* get_last_error(ArrowArrayStream* s) {
    return of(s->private_data).in_.odd() ? nullptr : "the disk is full";
  }

  template <typename Struct>
  void own(Struct& s) {
    s.private_data = this;
    s.release = [](Struct* self) {
      --of(self->private_data).alive_;
      self->release = nullptr;
    };
    ++alive_;
  }

  int schema(ArrowSchema& out) {
    if (in_.odd()) {
      return EIO;
    }
    if (in_.odd()) {
      return 0;  // and gives none
    }
    ArrowSchema table{};
    table.format = in_.odd() ? pick(formats) : "+s";
    auto& children = schema_pointers_.emplace_back();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      children[i] = in_.odd() ? nullptr : describe(columns_[i].type, columns_[i].name);
    }
    table.n_children = in_.odd() ? -1 : static_cast<std::int64_t>(columns_.size());
    table.children = in_.odd() ? nullptr : children.data();
    own(table);
    out = table;
    return 0;
  }

  // A child: released with its parent, so it has no release function of its own.
  ArrowSchema* describe(const column_type& t, const char* name) {
    auto& s = schemas_.emplace_back();
    s.format = t.format;
    s.name = name;
    s.dictionary = t.dictionary.empty() ? nullptr : describe(t.dictionary.front(), nullptr);
    return &s;
  }

  int next(ArrowArray& out) {
    if (in_.odd()) {
      return EIO;
    }
    if (batches_ == 0) {
      return 0;
    }
    --batches_;
    ArrowArray table{};
    const auto rows = static_cast<std::int64_t>(in_.below(most_rows));
    table.offset = in_.below(4) == 0 ? static_cast<std::int64_t>(in_.below(most_offset)) : 0;
    table.length = in_.odd() ? rows + 1 : rows;
    auto& children = array_pointers_.emplace_back();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      children[i] = in_.odd() ? nullptr : values(columns_[i].type, rows + table.offset);
    }
    table.n_children = static_cast<std::int64_t>(in_.odd() ? in_.below(slots) : columns_.size());
    table.children = in_.odd() ? nullptr : children.data();
    if (in_.odd()) {
      table.offset = std::numeric_limits<std::int64_t>::max() - rows / 2;
    }
    if (in_.odd()) {
      table.length = -table.length;
    }
    auto& buffers = buffer_pointers_.emplace_back();
    const bool nulls = in_.below(4) == 0;
    buffers[0] = nulls ? fill(widest) : nullptr;
    table.n_buffers = in_.odd() ? -1 : 1;
    table.buffers = in_.odd() ? nullptr : buffers.data();
    own(table);
    out = table;
    return 0;
  }

  ArrowArray* values(const column_type& t, std::int64_t length) {
    auto& a = arrays_.emplace_back();
    const bool slice = in_.below(4) == 0;
    a.length = in_.odd() ? static_cast<std::int64_t>(in_.below(most_rows)) : length;
    a.offset = slice ? static_cast<std::int64_t>(in_.below(most_offset)) : 0;
    a.null_count = -1;
    if (in_.odd()) {
      a.length = -1;
    }
    if (in_.odd()) {
      a.offset = in_.odd() ? -1 : std::numeric_limits<std::int64_t>::max();
    }
    auto& buffers = buffer_pointers_.emplace_back();
    buffers[0] = in_.below(3) == 0 ? fill(widest) : nullptr;
    a.n_buffers = fill_buffers(t.format == nullptr ? "" : t.format, buffers);
    for (std::size_t i = 1; i < slots; ++i) {
      buffers[i] = in_.odd() ? nullptr : buffers[i];
    }
    a.n_buffers = in_.odd() ? static_cast<std::int64_t>(in_.below(3)) - 1 : a.n_buffers;
    a.buffers = in_.odd() ? nullptr : buffers.data();
    if (!t.dictionary.empty() && !in_.odd()) {
      a.dictionary = values(t.dictionary.front(), static_cast<std::int64_t>(in_.below(6)));
    }
    return &a;
  }

  std::int64_t fill_buffers(std::string_view format, std::array<const void*, slots>& buffers) {
    constexpr auto values = 2 * most_rows + 2 * most_offset + 2;
    if (format == "u" || format == "U") {
      auto& text = memory();
      buffers[1] =
          format == "u" ? offsets<std::int32_t>(values, text) : offsets<std::int64_t>(values, text);
      text.resize(text_bytes);
      buffers[2] = text.data();
      return 3;
    }
    if (format == "vu") {
      return fill_views(values, buffers);
    }
    buffers[1] = fill(values * widest);
    return format == "n" ? 0 : 2;
  }

  // Mostly ascending, the texts in between are words or bytes.
  template <typename Offset>
  const void* offsets(std::size_t count, std::vector<std::uint8_t>& text) {
    auto& all = memory();
    const auto put = [&](Offset o) {
      all.resize(all.size() + sizeof o);
      std::memcpy(all.data() + all.size() - sizeof o, &o, sizeof o);
    };
    put(0);
    for (std::size_t i = 1; i < count; ++i) {
      const std::string_view word = pick(words);
      if (text.size() + word.size() <= text_bytes) {
        text.insert(text.end(), word.begin(), word.end());
      }
      put(static_cast<Offset>(in_.odd() ? in_.below(text_bytes) - 3 : text.size()));
    }
    return all.data();
  }

  std::int64_t fill_views(std::size_t count, std::array<const void*, slots>& buffers) {
    const auto long_texts = in_.below(4);
    auto& views = memory();
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view word = pick(words);
      std::array<std::int32_t, 4> view{static_cast<std::int32_t>(word.size()), 0, 0, 0};
      if (word.size() <= 12 && !in_.odd()) {
        std::memcpy(&view[1], word.data(), word.size());
      } else {
        view[0] = static_cast<std::int32_t>(in_.take()) - 2;
        view[2] = static_cast<std::int32_t>(in_.below(5)) - 1;
        view[3] = static_cast<std::int32_t>(in_.take()) - 2;
      }
      const auto at = views.size();
      views.resize(at + sizeof view);
      std::memcpy(views.data() + at, view.data(), sizeof view);
    }
    buffers[1] = views.data();
    auto& sizes = memory();
    for (std::size_t i = 0; i < long_texts; ++i) {
      buffers[2 + i] = fill(text_bytes);
      const auto size = in_.odd() ? std::int64_t{-1} : static_cast<std::int64_t>(in_.take());
      sizes.resize(sizes.size() + sizeof size);
      std::memcpy(sizes.data() + sizes.size() - sizeof size, &size, sizeof size);
    }
    sizes.resize(sizes.size() + 1);
    buffers[2 + long_texts] = sizes.data();
    return static_cast<std::int64_t>(3 + long_texts);
  }

  // A few bytes of the input over and over, or small numbers.
  const void* fill(std::size_t size) {
    auto& all = memory();
    const auto period = 1 + in_.below(64);
    const bool small = in_.below(2) == 0;
    for (std::size_t i = 0; i < period; ++i) {
      const auto byte = in_.take();
      const bool keep = !small || i % 8 == 0;
      all.push_back(keep ? byte : std::uint8_t{0});
    }
    while (all.size() < size) {
      all.push_back(all[all.size() - period]);
    }
    return all.data();
  }

  std::vector<std::uint8_t>& memory() { return memory_.emplace_back(); }

  input_bytes& in_;
  std::vector<column> columns_;
  std::size_t batches_ = 0;
  std::int64_t alive_ = 0;
  std::int64_t streams_ = 0;
  std::deque<std::vector<std::uint8_t>> memory_;
  std::deque<ArrowSchema> schemas_;
  std::deque<ArrowArray> arrays_;
  std::deque<std::array<ArrowSchema*, slots>> schema_pointers_;
  std::deque<std::array<ArrowArray*, slots>> array_pointers_;
  std::deque<std::array<const void*, slots>> buffer_pointers_;
};

// The first rows once more, each as a fault of its own.
void check_rows(const ArrowSchema& schema, const ArrowArray& batch,
                const shozai::table_options& options, const shozai::table_decider& decider,
                const shozai::decided_batch& decided) {
  constexpr std::size_t few = 3;
  const auto& policy = every_type();
  const auto count = std::min(decided.rows, few);
  shozai::table_columns columns(policy.attributes(), schema, options.mapping, options.columns);
  shozai::decoder_memory memory(columns.size());
  shozai::table_problems problems;
  std::vector<shozai::code_column> cells;
  std::vector<std::uint8_t> states;
  columns.begin_batch(batch, 0, memory);
  columns.decode(0, count, cells, states, memory, problems);
  shozai::walk_scratch scratch;
  for (std::size_t row = 0; row < count; ++row) {
    const bool invalid = (states[row] & bits_of(shozai::cell_state::invalid)) != 0;
    for (std::size_t i = 0; i < decider.aspect_count(); ++i) {
      const auto number = decided.outcomes[i][row];
      require((number == shozai::outcome_table::invalid) == invalid);
      if (!invalid) {
        const auto f = fault_of_row(policy.attributes(), cells, row);
        const auto d = decide(policy.evaluator(i), policy.engine(i), f, scratch);
        require(decider.aspect(i).outcomes().all()[number] == shozai::outcome_of(d));
      }
    }
  }
}

void check_exported(const shozai::table_layout& layout, const shozai::table_decider& decider,
                    const shozai::decided_batch& decided) {
  std::vector<std::vector<shozai::row_outcome>> outcomes;
  for (std::size_t i = 0; i < decider.aspect_count(); ++i) {
    outcomes.push_back(decider.aspect(i).outcomes().all());
  }
  auto exported = export_buffers(layout.batch(outcomes, decided, 0));
  const shozai::arrow_array held(exported);
  require(std::cmp_equal(held->length, decided.rows));
}

void decide_all(shozai::arrow_reader& reader, const shozai::table_options& options) {
  const auto schema = reader.schema();
  shozai::table_decider decider(every_type(), *schema, options);
  const shozai::table_layout layout(decider);
  while (const auto batch = reader.next()) {
    const auto decided = decider.decide(*batch);
    check_rows(*schema, *batch, options, decider, decided);
    check_exported(layout, decider, decided);
  }
  for (const auto& p : decider.problems().list()) {
    require(p.count >= p.first_rows.size() && !p.first_rows.empty());
    require(p.first_rows.back() < decider.rows());
    require(!p.finding().message(shozai::language::ja).empty());
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer prescribes the name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input_bytes in(data, size);
  shozai::table_options options;
  const auto how = in.take();
  options.columns.cells = (how & 1U) != 0;
  options.threads = how % 64 == 63 ? 2 : 1;
  if ((how & 6U) == 6) {
    options.mapping = {{"cost", "nobody"}};
  }
  producer from(in);
  try {
    auto stream = from.stream();
    shozai::arrow_reader reader(stream);
    decide_all(reader, options);
  } catch (const shozai::arrow_error& e) {
    require(!std::string_view(e.what()).empty());
  } catch (const shozai::policy_error& e) {
    require(!e.findings().empty());
  }
  return 0;
}
