// SPDX-License-Identifier: Apache-2.0
/// \file
/// Regions of faults → conditions in the document's syntax, sizes, and an example.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "shozai/ownership/aspect_ground.hpp"
#include "shozai/ownership/cell_box.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/levels.hpp"
#include "shozai/ownership/plainest_value.hpp"
#include "shozai/ownership/realise.hpp"
#include "shozai/ownership/region_cover.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/describe_set.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// What is said of a region.
struct described_region {
  region where;
  witness example;
};

/// Describes regions over the attributes of one document.
class region_writer {
 public:
  region_writer(const policy_document& document, std::size_t most_conditions)
      : document_(document), most_conditions_(most_conditions) {
    for (const auto& d : document.definitions) {
      definitions_.push_back(d.name);
    }
  }

  /// Of a region that is not empty. \throws budget_exceeded
  [[nodiscard]] described_region describe(node_id n, condition_diagrams& diagrams,
                                          region_counter& counter, region_coverer& coverer,
                                          const level_order& order, node_id possible) const {
    described_region d;
    const auto cover = coverer.cover(n, most_conditions_);
    for (const auto& box : cover.boxes) {
      d.where.conditions.push_back(write(box, order));
    }
    d.where.remainder = counter.count(cover.remainder);
    d.where.size = counter.count(n);
    d.where.space = counter.count(possible);
    d.example = example_of(n, diagrams, coverer, order);
    return d;
  }
  [[nodiscard]] described_region describe(node_id n, aspect_ground& ground) const {
    return describe(n, ground.diagrams(), ground.counter(), ground.coverer(), ground.order(),
                    ground.possible());
  }

  /// Of a box known to lie in a region of which no more is known.
  [[nodiscard]] described_region describe(const cell_box& box, const level_order& order) const {
    auto found = realise_in(box, order);
    return {{{write(box, order)}, std::nullopt, std::nullopt, std::nullopt}, std::move(found)};
  }

  /// The condition that holds just for the faults of `box`.
  [[nodiscard]] std::string write(const cell_box& box, const level_order& order) const {
    std::vector<condition> parts;
    for (std::size_t attribute = 0; attribute < document_.attributes.size(); ++attribute) {
      const auto level = level_of(order, attribute);
      if (!level) {
        continue;
      }
      const auto& a = document_.attributes[attribute];
      const auto values = order.cells(*level).set_of(box[*level]);
      if (values != a.everything()) {
        add_to(parts, describe_set(a, attribute, values));
      }
    }
    const auto all = parts.empty()
                         ? condition::always(true)
                         : condition::join(condition::kind::conjunction, std::move(parts));
    return condition_printer(document_.attributes, definitions_).print(all);
  }

 private:
  // A conjunction joins in part by part.
  static void add_to(std::vector<condition>& parts, condition c) {
    if (c.what == condition::kind::conjunction) {
      std::ranges::move(c.operands, std::back_inserter(parts));
    } else {
      parts.push_back(std::move(c));
    }
  }

  // Attributes in document order, whatever the order of the diagram.
  static std::optional<std::uint32_t> level_of(const level_order& order, std::size_t attribute) {
    for (std::uint32_t level = 0; level < order.size(); ++level) {
      if (order.attribute(level) == attribute) {
        return level;
      }
    }
    return std::nullopt;
  }

  // An example that can occur, if one is found in the first few parts of the region.
  [[nodiscard]] witness example_of(node_id region, condition_diagrams& diagrams,
                                   region_coverer& coverer, const level_order& order) const {
    constexpr int most_parts = 8;
    std::optional<witness> first;
    bool all_impossible = true;
    for (int part = 0; part < most_parts && region != false_node; ++part) {
      const auto box = coverer.widest_path(region);
      auto found = realise_in(box, order);
      if (found.realised == true) {
        return found;
      }
      all_impossible = all_impossible && found.realised == false;
      first = first ? std::move(first) : std::move(found);
      region = diagrams.without(region, coverer.diagram_of(box));
    }
    // What is proved of some parts only is not proved of the region.
    first->realised = all_impossible && region == false_node ? std::optional{false} : std::nullopt;
    return *first;
  }

  [[nodiscard]] witness realise_in(const cell_box& box, const level_order& order) const {
    std::vector<value_set> possible;
    possible.reserve(document_.attributes.size());
    std::set<std::size_t> shown;
    for (const auto& a : document_.attributes) {
      possible.push_back(a.everything());
    }
    for (std::uint32_t level = 0; level < order.size(); ++level) {
      const auto attribute = order.attribute(level);
      possible[attribute] = order.cells(level).set_of(box[level]);
      shown.insert(attribute);
    }
    const auto found = realise(document_.attributes, possible);
    witness w;
    if (found.state == realisation_state::realised) {
      w.realised = true;
      for (const auto attribute : with_inputs(shown)) {
        w.values.emplace_back(attribute, found.values[attribute]);
      }
      return w;
    }
    if (found.state == realisation_state::impossible) {
      w.realised = false;
    }
    for (const auto attribute : shown) {
      w.values.emplace_back(attribute,
                            plainest_value(document_.attributes[attribute], possible[attribute]));
    }
    return w;
  }

  // Inputs of derived attributes, and theirs, as well.
  [[nodiscard]] std::set<std::size_t> with_inputs(const std::set<std::size_t>& attributes) const {
    std::set<std::size_t> all;
    std::vector<std::size_t> open(attributes.begin(), attributes.end());
    while (!open.empty()) {
      const auto i = open.back();
      open.pop_back();
      if (all.insert(i).second) {
        const auto& inputs = document_.attributes[i].inputs;
        open.insert(open.end(), inputs.begin(), inputs.end());
      }
    }
    return all;
  }

  const policy_document& document_;
  std::size_t most_conditions_;
  std::vector<std::string> definitions_;
};

}  // namespace shozai::inline v1
