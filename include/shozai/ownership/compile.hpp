// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text of a policy document → a policy ready to decide.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "shozai/core/diagnostic.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/policy/canonical.hpp"
#include "shozai/policy/load.hpp"
#include "shozai/policy/load_file.hpp"

namespace shozai::inline v1 {

namespace detail {

inline compiled_policy compile(loaded_document loaded, const compile_options& options) {
  if (!loaded.document) {
    throw policy_error(std::move(loaded.findings), std::move(loaded.sources));
  }
  auto document = std::make_shared<const policy_document>(std::move(*loaded.document));
  policy_identity identity{document->header.id, document->header.version, content_hash(*document)};
  auto decisions = decision_hash(*document);
  return {std::move(document),        std::move(identity),       std::move(decisions),
          std::move(loaded.findings), std::move(loaded.sources), options};
}

}  // namespace detail

/// The policy that `text` writes, compiled within the budget that `compiling` gives to each aspect.
/// \throws policy_error with every finding, never only the first.
[[nodiscard]] inline compiled_policy compile_policy(std::string_view text,
                                                    const load_options& options = {},
                                                    const compile_options& compiling = {}) {
  return detail::compile(load_document(text, options), compiling);
}

/// The policy in the file at `path`, and in the files that it names within its folder.
/// \throws policy_error with every finding; a file that cannot be read is a finding.
[[nodiscard]] inline compiled_policy compile_policy_file(const std::string& path,
                                                         load_options options = {},
                                                         const compile_options& compiling = {}) {
  return detail::compile(load_document_file(path, std::move(options)), compiling);
}

}  // namespace shozai::inline v1
