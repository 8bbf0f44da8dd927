// SPDX-License-Identifier: Apache-2.0
/// \file
/// Where a part of a document stands.
#pragma once

#include <string>

namespace shozai::inline v1 {

/// A file and a place in it. It does not count when documents are compared.
struct document_place {
  std::string file;  ///< as the document was loaded; empty for text
  std::string pointer;

  friend bool operator==(const document_place& /*a*/, const document_place& /*b*/) { return true; }
};

}  // namespace shozai::inline v1
