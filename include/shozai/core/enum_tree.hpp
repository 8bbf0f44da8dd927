// SPDX-License-Identifier: Apache-2.0
/// \file
/// The values of an enum attribute: leaves in document order, gathered in groups.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/localized_text.hpp"

namespace shozai::inline v1 {

/// One value, or with children a group of values.
struct enum_node {
  std::string id;
  localized_text label;
  std::vector<enum_node> children;

  friend bool operator==(const enum_node&, const enum_node&) = default;
};

/// An enum's values as numbers: leaf `i` in document order is the number `i`, so that a group is
/// a range of numbers and a test of it one interval.
class enum_tree {
 public:
  struct range {
    std::size_t first;
    std::size_t end;
    bool group;
  };

  enum_tree() = default;
  explicit enum_tree(std::vector<enum_node> roots) : roots_(std::move(roots)) {
    for (const auto& root : roots_) {
      number(root);
    }
  }

  [[nodiscard]] const std::vector<enum_node>& roots() const noexcept { return roots_; }
  [[nodiscard]] std::size_t size() const noexcept { return leaves_.size(); }
  [[nodiscard]] const std::string& id(std::size_t leaf) const { return leaves_.at(leaf); }
  [[nodiscard]] const std::vector<std::string>& leaves() const noexcept { return leaves_; }

  /// The leaves that a value or group stands for; nothing for an unknown id.
  [[nodiscard]] std::optional<range> find(std::string_view id) const {
    const auto found = ranges_.find(id);
    return found == ranges_.end() ? std::nullopt : std::optional{found->second};
  }

  /// The id of the one value or group that has `label` in some language; nothing if there is none
  /// or more than one.
  [[nodiscard]] std::optional<std::string> find_label(std::string_view label) const {
    const auto found = labels_.find(label);
    return found == labels_.end() || found->second.empty() ? std::nullopt
                                                           : std::optional{found->second};
  }

  /// Every id, groups included, for hints; views into this tree.
  [[nodiscard]] std::vector<std::string_view> ids() const {
    std::vector<std::string_view> all;
    all.reserve(ranges_.size());
    for (const auto& [id, unused] : ranges_) {
      all.emplace_back(id);
    }
    return all;
  }

  friend bool operator==(const enum_tree& a, const enum_tree& b) { return a.roots_ == b.roots_; }

 private:
  // Recursion is bounded by the depth limit of documents.
  void number(const enum_node& node) {
    const auto first = leaves_.size();
    if (node.children.empty()) {
      leaves_.push_back(node.id);
    }
    for (const auto& child : node.children) {
      number(child);
    }
    ranges_.emplace(node.id, range{first, leaves_.size(), !node.children.empty()});
    for (const auto* label : {&node.label.ja, &node.label.en}) {
      if (!label->empty()) {
        const auto [found, is_new] = labels_.emplace(*label, node.id);
        found->second = is_new || found->second == node.id ? node.id : std::string{};
      }
    }
  }

  std::vector<enum_node> roots_;
  std::vector<std::string> leaves_;
  std::map<std::string, range, std::less<>> ranges_;
  std::map<std::string, std::string, std::less<>> labels_;  // label → id; empty where ambiguous
};

}  // namespace shozai::inline v1
