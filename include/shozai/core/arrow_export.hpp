// SPDX-License-Identifier: Apache-2.0
/// \file
/// Arrow structs for others to take: what they own lives until they are released.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shozai/core/arrow_stream.hpp"

namespace shozai::inline v1 {

// NOLINTBEGIN(readability-redundant-member-init): whoever names other members may leave them out
/// A column's description: name, format, and what it consists of.
struct arrow_field {
  std::string name;
  std::string format;
  bool nullable = false;
  std::vector<arrow_field> children = {};
  std::vector<arrow_field> dictionary = {};  ///< none or one
};

/// A column's buffers; whoever takes it shares the `owner` of what they point to.
struct arrow_buffers {
  std::int64_t length = 0;
  std::int64_t null_count = 0;
  std::vector<const void*> buffers;
  std::shared_ptr<const void> owner = {};
  std::vector<arrow_buffers> children = {};
  std::vector<arrow_buffers> dictionary = {};  ///< none or one
  std::int64_t offset = 0;                     ///< rows of the buffers before the first
};
// NOLINTEND(readability-redundant-member-init)

namespace detail {

/// The parts that a struct of the interface points to.
template <typename Struct, typename Own>
struct exported_parts {
  Own own;
  std::vector<Struct> children = {};
  std::vector<Struct*> pointers = {};
  std::vector<Struct> dictionary = {};
};

// A child may have been moved away; then it is not ours to release.
template <typename Struct, typename Own>
void release_exported(Struct* s) {
  const std::unique_ptr<exported_parts<Struct, Own>> parts(
      static_cast<exported_parts<Struct, Own>*>(s->private_data));
  for (auto* group : {&parts->children, &parts->dictionary}) {
    for (auto& each : *group) {
      if (each.release != nullptr) {
        each.release(&each);
      }
    }
  }
  s->release = nullptr;
}

template <typename Struct, typename Own, typename Export>
exported_parts<Struct, Own>* make_parts(Own own, const Export& export_one) {
  auto parts = std::make_unique<exported_parts<Struct, Own>>();
  for (auto& child : own.children) {
    parts->children.push_back(export_one(std::move(child)));
  }
  for (auto& child : parts->children) {
    parts->pointers.push_back(&child);
  }
  for (auto& dictionary : own.dictionary) {
    parts->dictionary.push_back(export_one(std::move(dictionary)));
  }
  parts->own = std::move(own);
  return parts.release();
}

}  // namespace detail

[[nodiscard]] inline ArrowSchema export_field(arrow_field field) {
  auto* parts = detail::make_parts<ArrowSchema>(std::move(field), export_field);
  ArrowSchema s{};
  s.format = parts->own.format.c_str();
  s.name = parts->own.name.c_str();
  s.flags = parts->own.nullable ? ARROW_FLAG_NULLABLE : 0;
  s.n_children = static_cast<std::int64_t>(parts->children.size());
  s.children = parts->pointers.data();
  s.dictionary = parts->dictionary.empty() ? nullptr : parts->dictionary.data();
  s.release = detail::release_exported<ArrowSchema, arrow_field>;
  s.private_data = parts;
  return s;
}

[[nodiscard]] inline ArrowArray export_buffers(arrow_buffers column) {
  auto* parts = detail::make_parts<ArrowArray>(std::move(column), export_buffers);
  ArrowArray a{};
  a.length = parts->own.length;
  a.null_count = parts->own.null_count;
  a.offset = parts->own.offset;
  a.n_buffers = static_cast<std::int64_t>(parts->own.buffers.size());
  a.buffers = parts->own.buffers.data();
  a.n_children = static_cast<std::int64_t>(parts->children.size());
  a.children = parts->pointers.data();
  a.dictionary = parts->dictionary.empty() ? nullptr : parts->dictionary.data();
  a.release = detail::release_exported<ArrowArray, arrow_buffers>;
  a.private_data = parts;
  return a;
}

/// Where the batches of an exported stream come from.
class arrow_source {
 public:
  arrow_source() = default;
  arrow_source(const arrow_source&) = delete;
  arrow_source& operator=(const arrow_source&) = delete;
  virtual ~arrow_source() = default;

  [[nodiscard]] virtual arrow_field schema() = 0;
  /// The next batch, or false after the last. What it throws is the stream's error.
  [[nodiscard]] virtual bool next(arrow_buffers& batch) = 0;
};

namespace detail {

struct exported_stream {
  std::unique_ptr<arrow_source> source;
  std::string error;

  template <typename Call>
  static int guarded(ArrowArrayStream* s, const Call& call) {
    auto* self = static_cast<exported_stream*>(s->private_data);
    try {
      call(*self->source);
      return 0;
    } catch (const std::exception& e) {
      self->error = e.what();
    } catch (...) {
      self->error = "unknown error";
    }
    return EIO;
  }
};

}  // namespace detail

[[nodiscard]] inline ArrowArrayStream export_stream(std::unique_ptr<arrow_source> source) {
  using detail::exported_stream;
  ArrowArrayStream s{};
  s.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    return exported_stream::guarded(
        self, [&](arrow_source& from) { *out = export_field(from.schema()); });
  };
  s.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    return exported_stream::guarded(self, [&](arrow_source& from) {
      arrow_buffers batch;
      *out = from.next(batch) ? export_buffers(std::move(batch)) : ArrowArray{};
    });
  };
  s.get_last_error = [](ArrowArrayStream* self) {
    return static_cast<exported_stream*>(self->private_data)->error.c_str();
  };
  s.release = [](ArrowArrayStream* self) {
    delete static_cast<exported_stream*>(self->private_data);  // NOLINT(*-owning-memory)
    self->release = nullptr;
  };
  s.private_data = new exported_stream{std::move(source), {}};  // NOLINT(*-owning-memory)
  return s;
}

}  // namespace shozai::inline v1
