// SPDX-License-Identifier: Apache-2.0
/// \file
/// The attributes of a policy, in document order.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/attribute.hpp"

namespace shozai::inline v1 {

/// The attributes of a policy, found by position or by name.
class schema {
 public:
  schema() = default;
  explicit schema(std::vector<attribute> attributes) : attributes_(std::move(attributes)) {
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      positions_.emplace(attributes_[i].name, i);
    }
    order_derivations();
  }

  [[nodiscard]] std::size_t size() const noexcept { return attributes_.size(); }
  [[nodiscard]] const attribute& operator[](std::size_t i) const { return attributes_[i]; }
  [[nodiscard]] auto begin() const noexcept { return attributes_.begin(); }
  [[nodiscard]] auto end() const noexcept { return attributes_.end(); }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto found = positions_.find(name);
    return found == positions_.end() ? std::nullopt : std::optional{found->second};
  }

  /// For hints; views into this schema.
  [[nodiscard]] std::vector<std::string_view> names() const {
    std::vector<std::string_view> all;
    all.reserve(attributes_.size());
    for (const auto& each : attributes_) {
      all.emplace_back(each.name);
    }
    return all;
  }

  /// The derived attributes, each after those that it is derived from.
  [[nodiscard]] const std::vector<std::size_t>& derivation_order() const noexcept {
    return derivation_order_;
  }

  friend bool operator==(const schema& a, const schema& b) {
    return a.attributes_ == b.attributes_;
  }

 private:
  // Takes out, again and again, what waits for nothing any more; a circle would stay behind.
  void order_derivations() {
    std::vector<std::vector<std::size_t>> users(attributes_.size());
    std::vector<std::size_t> waiting(attributes_.size());
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < attributes_.size(); ++i) {
      waiting[i] = attributes_[i].inputs.size();
      for (const auto input : attributes_[i].inputs) {
        users[input].push_back(i);
      }
      if (waiting[i] == 0) {
        ready.push_back(i);
      }
    }
    while (!ready.empty()) {
      const auto i = ready.back();
      ready.pop_back();
      if (attributes_[i].derived) {
        derivation_order_.push_back(i);
      }
      for (const auto user : users[i]) {
        if (--waiting[user] == 0) {
          ready.push_back(user);
        }
      }
    }
  }

  std::vector<attribute> attributes_;
  std::vector<std::size_t> derivation_order_;
  std::map<std::string, std::size_t, std::less<>> positions_;
};

}  // namespace shozai::inline v1
