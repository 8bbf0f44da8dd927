// SPDX-License-Identifier: Apache-2.0
/// \file
/// The Arrow C data and stream interfaces, without a dependency on Arrow.
///
/// Layout and meaning of the three structs are those of the Arrow specification, so that any
/// library that speaks it can hand them over. Source: "The Arrow C data interface" and "The Arrow C
/// stream interface", https://arrow.apache.org/docs/format/CDataInterface.html.
#pragma once

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

// Every library that speaks the interface guards its own copy like this, in the global namespace.
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

// NOLINTBEGIN(*-macro-to-enum,readability-identifier-naming): as the interface spells them
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

extern "C" {

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

}  // extern "C"

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

extern "C" {

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

}  // extern "C"

#endif  // ARROW_C_STREAM_INTERFACE
// NOLINTEND(*-macro-to-enum,readability-identifier-naming)

namespace shozai::inline v1 {

/// What was handed over is not what the Arrow interface promises, or its producer failed.
class arrow_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Owns one of the three structs: releases it, once.
template <typename Struct>
class arrow_owner {
 public:
  arrow_owner() = default;
  /// Takes what `from` holds and marks it as moved, as the interface asks.
  explicit arrow_owner(Struct& from) noexcept : held_(std::exchange(from, Struct{})) {}
  arrow_owner(arrow_owner&& other) noexcept : held_(std::exchange(other.held_, Struct{})) {}
  arrow_owner& operator=(arrow_owner&& other) noexcept {
    if (this != &other) {
      release();
      held_ = std::exchange(other.held_, Struct{});
    }
    return *this;
  }
  arrow_owner(const arrow_owner&) = delete;
  arrow_owner& operator=(const arrow_owner&) = delete;
  ~arrow_owner() { release(); }

  [[nodiscard]] explicit operator bool() const noexcept { return held_.release != nullptr; }
  [[nodiscard]] const Struct& operator*() const noexcept { return held_; }
  [[nodiscard]] const Struct* operator->() const noexcept { return &held_; }
  /// Hands it on; nothing is held any more.
  void move_to(Struct& to) noexcept { to = std::exchange(held_, Struct{}); }

 private:
  void release() noexcept {
    if (held_.release != nullptr) {
      held_.release(&held_);
      held_ = Struct{};
    }
  }

  Struct held_{};
};

using arrow_schema = arrow_owner<ArrowSchema>;
using arrow_array = arrow_owner<ArrowArray>;

/// Reads a stream of record batches to its end.
class arrow_reader {
 public:
  /// Takes over `stream`.
  explicit arrow_reader(ArrowArrayStream& stream) : stream_(stream) {
    if (!stream_) {
      throw arrow_error("the stream was released already");
    }
  }

  /// \throws arrow_error if the producer fails.
  [[nodiscard]] arrow_schema schema() {
    auto* s = raw();
    ArrowSchema given{};  // what a producer that fails leaves here is not ours to release
    check(s->get_schema == nullptr ? EINVAL : s->get_schema(s, &given));
    arrow_schema result(given);
    if (!result) {
      throw arrow_error("the stream gave no schema");
    }
    return result;
  }

  /// The next batch; one without a release function after the last.
  /// \throws arrow_error if the producer fails.
  [[nodiscard]] arrow_array next() {
    auto* s = raw();
    ArrowArray given{};
    check(s->get_next == nullptr ? EINVAL : s->get_next(s, &given));
    return arrow_array(given);
  }

 private:
  // The callbacks take what they are called on, which the owner keeps.
  [[nodiscard]] ArrowArrayStream* raw() noexcept {
    return const_cast<ArrowArrayStream*>(&*stream_);  // NOLINT(*-const-cast)
  }

  void check(int code) {
    if (code == 0) {
      return;
    }
    auto* s = raw();
    const auto* text = s->get_last_error == nullptr ? nullptr : s->get_last_error(s);
    throw arrow_error(text == nullptr ? "error " + std::to_string(code) + " of the stream"
                                      : std::string(text));
  }

  arrow_owner<ArrowArrayStream> stream_;
};

}  // namespace shozai::inline v1
