// SPDX-License-Identifier: Apache-2.0
/// \file
/// `agreements` → agreements. Their calendars are the organization's to know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "shozai/policy/agreement.hpp"
#include "shozai/policy/load_context.hpp"

namespace shozai::inline v1::detail {

class agreement_loader {
 public:
  explicit agreement_loader(load_context& context) : context_(context) {}

  void load(const json_cursor& c) {
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      context_.document.agreements.push_back(read(item));
    });
  }

 private:
  agreement read(const json_cursor& c) {
    auto& findings = context_.findings;
    agreement made;
    made.place = {c.file, c.at.string()};
    object_reader in(findings, c);
    if (!in.good()) {
      return made;
    }
    if (const auto id = in.required("id")) {
      made.id = context_.read_new_id(*id);
    }
    if (const auto kind = in.required("kind")) {
      made.kind = static_cast<agreement_kind>(
          read_one_of(findings, *kind, agreement_kind_names).value_or(0));
    }
    if (const auto of = in.required("of")) {
      made.of = context_.read_owner(*of);
    }
    if (const auto to = in.optional("to")) {
      made.to = read_string(findings, *to).value_or("");
      if ((*to)->is_string()) {
        context_.check_participant(made.to, *to);
      }
    }
    if (const auto when = in.optional("when")) {
      made.when = context_.read_condition(*when);
    }
    made.acknowledge_within = read_promise(in, "acknowledge_within");
    made.resolve_within = read_promise(in, "resolve_within");
    if (!in.has("acknowledge_within") && !in.has("resolve_within")) {
      findings.report(c, "SZ318");
    }
    read_clock(in, made);
    if (const auto label = in.optional("label")) {
      made.label = read_text(findings, *label);
    }
    if (const auto because = in.optional("because")) {
      made.because = read_text(findings, *because);
    }
    if (const auto note = in.optional("note")) {
      made.note = read_text(findings, *note);
    }
    in.finish();
    return made;
  }

  std::optional<std::int64_t> read_promise(object_reader& in, const char* key) {
    const auto c = in.optional(key);
    const auto promise = c ? read_duration(context_.findings, *c) : std::nullopt;
    if (promise && *promise <= 0) {
      context_.findings.report(*c, "SZ310");
    }
    return promise;
  }

  void read_clock(object_reader& in, agreement& made) {
    if (const auto clock = in.optional("clock")) {
      made.clock = static_cast<deadline_clock>(
          read_one_of(context_.findings, *clock, deadline_clock_names).value_or(0));
    }
    const bool working = made.clock == deadline_clock::working;
    if (const auto hours = working ? in.required("calendar") : in.optional("calendar")) {
      made.calendar = read_filled(context_.findings, *hours, "calendar");
      if (!working) {
        context_.findings.report(*hours, "SZ319").at_key = true;
      }
    }
  }

  load_context& context_;
};

}  // namespace shozai::inline v1::detail
