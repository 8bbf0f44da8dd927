// SPDX-License-Identifier: Apache-2.0
/// \file
/// A policy ready to decide faults.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shozai/core/diagnostic.hpp"
#include "shozai/core/fault.hpp"
#include "shozai/ownership/ask.hpp"
#include "shozai/ownership/decision.hpp"
#include "shozai/ownership/diagram_engine.hpp"
#include "shozai/ownership/evaluator.hpp"
#include "shozai/policy/policy_document.hpp"

namespace shozai::inline v1 {

/// An immutable policy. Copies share what they are made of.
///
/// \par Thread safety Any number of concurrent calls.
class compiled_policy {
 public:
  /// \pre `document` came from `load_document` without an error; `identity` names it.
  compiled_policy(std::shared_ptr<const policy_document> document, policy_identity identity,
                  std::string decision_hash, diagnostics warnings = {}, source_texts sources = {},
                  const compile_options& options = {})
      : document_(std::move(document)),
        identity_(std::make_shared<const policy_identity>(std::move(identity))),
        decision_hash_(std::move(decision_hash)),
        warnings_(std::move(warnings)),
        sources_(std::make_shared<const source_texts>(std::move(sources))) {
    auto aspects = std::make_shared<std::vector<compiled_aspect>>();
    for (auto& resolved : resolve_aspects(*document_)) {
      aspects->emplace_back(*document_, std::move(resolved), options);
    }
    aspects_ = std::move(aspects);
  }

  [[nodiscard]] const policy_document& document() const noexcept { return *document_; }
  [[nodiscard]] const schema& attributes() const noexcept { return document_->attributes; }
  [[nodiscard]] const policy_identity& identity() const noexcept { return *identity_; }
  /// As the content hash, but of what changes decisions only.
  [[nodiscard]] const std::string& decision_hash() const noexcept { return decision_hash_; }
  /// What loading found that is no error.
  [[nodiscard]] const diagnostics& warnings() const noexcept { return warnings_; }

  /// The texts of its files, which findings point into, for `render`.
  [[nodiscard]] const source_texts& sources() const noexcept { return *sources_; }

  [[nodiscard]] std::size_t aspect_count() const noexcept { return aspects_->size(); }
  [[nodiscard]] const aspect_evaluator& evaluator(std::size_t aspect) const {
    return (*aspects_)[aspect].evaluator;
  }
  [[nodiscard]] const diagram_engine& engine(std::size_t aspect) const {
    return (*aspects_)[aspect].engine;
  }
  /// How aspect number `aspect` was compiled.
  [[nodiscard]] const aspect_plan& plan(std::size_t aspect) const { return engine(aspect).plan(); }

  /// The number of an aspect; nothing for an unknown name.
  [[nodiscard]] std::optional<std::size_t> find_aspect(std::string_view name) const {
    for (std::size_t i = 0; i < aspect_count(); ++i) {
      if (document_->aspects[i].id == name) {
        return i;
      }
    }
    return std::nullopt;
  }

  /// What aspect number `aspect` says of `f`, with the next question if it is undetermined. \pre
  /// `f` was made for this policy's schema.
  ///
  /// `scratch` is the caller's: kept from call to call, one a thread, it saves allocations.
  [[nodiscard]] decision decide(const fault& f, std::size_t aspect, walk_scratch& scratch) const {
    auto result = shozai::decide(evaluator(aspect), engine(aspect), f, scratch);
    result.policy = identity_;
    if (result.state == decision_state::undetermined) {
      auto next = ask(evaluator(aspect), engine(aspect), f, scratch);
      result.ask = std::move(next.question);
      result.missing = std::move(next.missing);
    }
    return result;
  }
  [[nodiscard]] decision decide(const fault& f, std::size_t aspect) const {
    walk_scratch scratch;
    return decide(f, aspect, scratch);
  }

  /// Sizes the scratch for deciding complete faults of aspect number `aspect`.
  void prepare(bit_scratch& scratch, std::size_t aspect) const { engine(aspect).prepare(scratch); }

  /// What aspect number `aspect` decides of a complete fault, given by its values in the order of
  /// the schema: no allocation, nothing thrown.
  /// \pre `plan(aspect).diagram || plan(aspect).bit_sets`; `prepare(scratch, aspect)` was called.
  [[nodiscard]] decision_handle decide_complete(std::span<const value> values, std::size_t aspect,
                                                bit_scratch& scratch) const noexcept {
    return engine(aspect).decide(values, scratch);
  }

  /// The same of many complete faults, whose values stand one after the other; `out` gets a handle
  /// for each. \pre `values.size() == out.size() * attributes().size()`, and as above.
  void decide_complete(std::span<const value> values, std::size_t aspect, bit_scratch& scratch,
                       std::span<decision_handle> out) const noexcept {
    const auto width = attributes().size();
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = engine(aspect).decide(values.subspan(i * width, width), scratch);
    }
  }

  /// What aspect number `aspect` says of each of many faults.
  [[nodiscard]] std::vector<decision> decide(std::span<const fault> faults, std::size_t aspect,
                                             walk_scratch& scratch) const {
    std::vector<decision> all;
    all.reserve(faults.size());
    for (const auto& f : faults) {
      all.push_back(decide(f, aspect, scratch));
    }
    return all;
  }

  /// Whom a handle names accountable; empty unless it is decided.
  [[nodiscard]] std::string_view accountable(decision_handle h, std::size_t aspect) const {
    return h.state == decision_state::decided
               ? std::string_view(evaluator(aspect).rule(h.assigned_by).rule->then.accountable)
               : std::string_view{};
  }

  /// What every aspect says of `f`, in document order.
  [[nodiscard]] std::vector<decision> decide(const fault& f) const {
    walk_scratch scratch;
    std::vector<decision> all;
    all.reserve(aspect_count());
    for (std::size_t i = 0; i < aspect_count(); ++i) {
      all.push_back(decide(f, i, scratch));
    }
    return all;
  }

 private:
  struct compiled_aspect {
    aspect_evaluator evaluator;
    diagram_engine engine;

    compiled_aspect(const policy_document& document, resolved_aspect resolved,
                    const compile_options& options)
        : evaluator(document, std::move(resolved)), engine(evaluator, options) {}
  };

  std::shared_ptr<const policy_document> document_;
  std::shared_ptr<const policy_identity> identity_;
  std::string decision_hash_;
  diagnostics warnings_;
  std::shared_ptr<const source_texts> sources_;
  std::shared_ptr<const std::vector<compiled_aspect>> aspects_;
};

}  // namespace shozai::inline v1
