// SPDX-License-Identifier: Apache-2.0
/// \file
/// A single record batch as an Arrow stream.
#pragma once

#include <cerrno>
#include <memory>
#include <utility>

#include "shozai/core/arrow_stream.hpp"

namespace shozai::inline v1 {

namespace detail {

struct one_batch {
  arrow_schema schema;
  arrow_array batch;
};

}  // namespace detail

/// Takes over `schema` and `batch`. The schema can be asked for once, as `arrow_reader` does.
[[nodiscard]] inline ArrowArrayStream one_batch_stream(ArrowSchema& schema, ArrowArray& batch) {
  auto held = std::make_unique<detail::one_batch>(
      detail::one_batch{arrow_schema(schema), arrow_array(batch)});
  ArrowArrayStream s{};
  s.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    static_cast<detail::one_batch*>(self->private_data)->schema.move_to(*out);
    return 0;
  };
  s.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    static_cast<detail::one_batch*>(self->private_data)->batch.move_to(*out);
    return 0;
  };
  s.get_last_error = [](ArrowArrayStream* /*self*/) -> const char* { return nullptr; };
  s.release = [](ArrowArrayStream* self) {
    const std::unique_ptr<detail::one_batch> last(
        static_cast<detail::one_batch*>(self->private_data));
    self->release = nullptr;
  };
  s.private_data = held.release();
  return s;
}

}  // namespace shozai::inline v1
