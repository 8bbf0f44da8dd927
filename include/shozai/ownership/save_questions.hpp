// SPDX-License-Identifier: Apache-2.0
/// \file
/// How many questions faults take, and the tree of them → JSON.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "shozai/core/fault.hpp"
#include "shozai/core/message_terms.hpp"
#include "shozai/core/schema.hpp"
#include "shozai/ownership/aspect_findings.hpp"
#include "shozai/ownership/compiled_policy.hpp"
#include "shozai/ownership/finding.hpp"
#include "shozai/ownership/question_node.hpp"
#include "shozai/ownership/question_plan.hpp"
#include "shozai/ownership/question_tree.hpp"
#include "shozai/ownership/save_analysis.hpp"
#include "shozai/policy/condition_printer.hpp"
#include "shozai/policy/describe_set.hpp"
#include "shozai/policy/json_gate.hpp"
#include "shozai/policy/save.hpp"
#include "shozai/policy/written_ranges.hpp"

namespace shozai::inline v1 {

namespace detail {

/// Why something is not known, in both languages; null if it is.
[[nodiscard]] inline json save_reason(over_budget reason) {
  if (reason == over_budget::none) {
    return nullptr;
  }
  const auto key = budget_term(reason);
  return {{"ja", term(key, language::ja)}, {"en", term(key, language::en)}};
}

/// Writes a tree of questions as deep as it stays of moderate size: what several answers lead to
/// is one node of the tree, but stands in the JSON once for each.
class tree_saver {
 public:
  static constexpr std::size_t most_nodes = 20'000;

  tree_saver(const schema& attributes, const question_node& root)
      : attributes_(attributes), root_(root) {
    while (depth_ <= root.worst && nodes_within(root, depth_ + 1) <= most_nodes) {
      ++depth_;
    }
  }

  [[nodiscard]] json save() const { return save(root_, 1, depth_); }

 private:
  // How many nodes the JSON has that are at most `depth` questions away.
  [[nodiscard]] std::size_t nodes_within(const question_node& n, std::size_t depth) {
    if (!n.is_question() || depth == 0) {
      return 1;
    }
    const auto key = std::pair{&n, depth};
    if (const auto known = sizes_.find(key); known != sizes_.end()) {
      return known->second;
    }
    std::size_t size = 1;
    for (const auto& a : n.answers) {
      size = std::min(size + nodes_within(*a.next, depth - 1), most_nodes + 1);
    }
    sizes_.emplace(key, size);
    return size;
  }

  // `times` as many faults come to the node as it counts.
  [[nodiscard]] json save(const question_node& n, const big_count& times, std::size_t depth) const {
    const auto share = root_.size == 0 ? 1.0 : share_of(times * n.size, root_.size);
    return n.is_question() && depth != 0 ? save_question(n, times, share, depth)
                                         : save_end(n, share);
  }

  [[nodiscard]] static json save_end(const question_node& n, double share) {
    json out = {{"state", std::string(name_of(n.state))}};
    if (!n.accountable.empty()) {
      out["accountable"] = n.accountable;
    }
    if (!n.rule.empty()) {
      out["rule"] = n.rule;
    }
    if (n.state == decision_state::undetermined) {
      out["possible"] = n.possible;
      out["missing"] = n.missing;
      if (n.cut || n.is_question()) {
        out["cut"] = true;
      }
    }
    out["share"] = share;
    return out;
  }

  [[nodiscard]] json save_question(const question_node& n, const big_count& times, double share,
                                   std::size_t depth) const {
    const auto& q = n.question;
    json out = {{"ask", attributes_[q.attributes.front()].name},
                {"tested", attributes_[q.tested].name},
                {"text", save_tree(q.text)},
                {"cost", q.cost},
                {"share", share}};
    if (q.attributes.size() > 1) {
      for (const auto i : q.attributes) {
        out["inputs"].push_back(attributes_[i].name);
      }
    }
    for (const auto& a : n.answers) {
      json answer = {{"when", a.when}};
      if (a.told.size() == 1) {
        answer["ranges"] = save_ranges(attributes_[q.tested], a.told.front().second);
      }
      answer["node"] = save(*a.next, times * a.ways, depth - 1);
      out["answers"].push_back(std::move(answer));
    }
    return out;
  }

  // Least value, greatest value and excluded bound of each part; null for none.
  [[nodiscard]] static json save_ranges(const attribute& a, const value_set& values) {
    const auto text = [](const std::optional<std::string>& t) {
      return t ? json(*t) : json(nullptr);
    };
    auto ranges = json::array();
    if (values.has_none()) {
      ranges.push_back(nullptr);
    }
    for (const auto& r : written_ranges(a, values)) {
      ranges.push_back(json::array({text(r.least), text(r.most), text(r.below)}));
    }
    return ranges;
  }

  const schema& attributes_;
  const question_node& root_;
  std::size_t depth_ = 0;
  std::map<std::pair<const question_node*, std::size_t>, std::size_t> sizes_;
};

/// What is known of a fault: values, and as conditions what narrows attributes down.
inline void save_known(json& out, const policy_document& document, const fault& f) {
  const auto& attributes = document.attributes;
  std::vector<std::string> definitions;
  for (const auto& d : document.definitions) {
    definitions.push_back(d.name);
  }
  out["fault"] = json::object();
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto& a = attributes[i];
    const auto& k = f.attributes[i];
    if (k.possible() == a.everything()) {
      continue;
    }
    if (k.known()) {
      out["fault"][a.name] = save_value(a, *k.known());
    } else {
      out["narrowed"][a.name] =
          condition_printer(attributes, definitions).print(describe_set(a, i, k.possible()));
    }
  }
}

}  // namespace detail

/// The questions about `f` as a tree of JSON; each share is of the faults that `f` leaves possible.
/// A large tree is cut where the JSON would have too many nodes; its numbers are of the whole.
[[nodiscard]] inline json save_tree(const question_tree& tree, const aspect_evaluator& aspect,
                                    const fault& f) {
  const auto& root = *tree.root;
  json out = {{"aspect", aspect.aspect().aspect->id}};
  detail::save_known(out, aspect.document(), f);
  const bool whole = tree.undecided == over_budget::none;
  out["worst"] = whole ? json(root.worst) : json(nullptr);
  out["expected"] = whole && root.size != 0 ? json(share_of(root.asked, root.size)) : json(nullptr);
  out["undecided"] = detail::save_reason(tree.undecided);
  out["root"] = detail::tree_saver(aspect.document().attributes, root).save();
  return out;
}

/// How many questions one aspect takes as a tree of JSON.
[[nodiscard]] inline json save_tree(const question_plan& plan, const schema& attributes) {
  json out = {{"aspect", plan.aspect}};
  if (plan.undecided != over_budget::none) {
    for (const auto* key : {"space", "settled", "worst", "expected"}) {
      out[key] = nullptr;
    }
    out["histogram"] = json::array();
    out["undecided"] = detail::save_reason(plan.undecided);
    return out;
  }
  const auto at_once = plan.settled.find(0);
  out["space"] = plan.space.str();
  out["settled"] = at_once == plan.settled.end() ? "0" : at_once->second.str();
  out["worst"] = plan.worst;
  const auto expected = plan.expected();
  out["expected"] = expected ? json(*expected) : json(nullptr);
  out["histogram"] = json::array();
  for (const auto& [questions, size] : plan.settled) {
    out["histogram"].push_back(
        {{"questions", questions}, {"size", size.str()}, {"share", share_of(size, plan.space)}});
  }
  if (plan.open != 0) {
    out["unanswerable"] = {{"size", plan.open.str()},
                           {"share", share_of(plan.open, plan.space)},
                           {"missing", plan.missing},
                           {"witness", save_tree(*plan.example, attributes)}};
  }
  out["undecided"] = nullptr;
  return out;
}

/// The plans of some aspects of `document`.
[[nodiscard]] inline json save_tree(std::span<const question_plan> plans,
                                    const policy_document& document) {
  json out = {{"intake", json::array()}, {"aspects", json::array()}};
  for (const auto i : document.intake) {
    out["intake"].push_back(document.attributes[i].name);
  }
  for (const auto& plan : plans) {
    out["aspects"].push_back(save_tree(plan, document.attributes));
  }
  return out;
}

}  // namespace shozai::inline v1
