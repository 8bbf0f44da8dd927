// SPDX-License-Identifier: Apache-2.0
/// \file
/// `holidays` and `calendars` → lists of holidays and calendars.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shozai/organization/load_organization_context.hpp"

namespace shozai::inline v1::detail {

class calendar_loader {
 public:
  explicit calendar_loader(organization_context& context) : context_(context) {}

  void load_holidays(const json_cursor& c) {
    for_each_member(context_.findings, c, [&](const std::string& id, const json_cursor& member) {
      check_name(context_.findings, id, member);
      context_.result.holidays.push_back(read_list(id, member));
    });
  }

  void load_calendars(const json_cursor& c) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.calendars, "calendars")) {
      return;
    }
    for_each_member(context_.findings, c, [&](const std::string& id, const json_cursor& member) {
      check_name(context_.findings, id, member);
      if (id == always_calendar) {
        context_.findings.report(member, "SZ303", {id}).at_key = true;
      }
      context_.result.calendars.push_back(read_calendar(id, member));
    });
  }

 private:
  holiday_list read_list(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    holiday_list list;
    list.id = id;
    list.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (const auto label = in.optional("label")) {
      list.label = read_text(findings, *label);
    }
    if (const auto source = in.optional("source")) {
      list.source = read_text(findings, *source);
    }
    if (const auto covers = in.optional("covers")) {
      if (const auto days = context_.read_days(*covers)) {
        list.first_covered = days->from;
        list.last_covered = days->to - 1;
      }
    }
    if (const auto days = in.required("days")) {
      read_holidays(*days, list);
    }
    in.finish();
    return list;
  }

  void read_holidays(const json_cursor& c, holiday_list& list) {
    if (!context_.within_limit(c, c->size(), context_.options.limits.holidays, "days")) {
      return;
    }
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      const auto day = read_date(context_.findings, item);
      if (day && (*day < list.first_covered || *day > list.last_covered)) {
        context_.findings.report(
            item, "SZ314",
            {format_date(*day), format_date(list.first_covered), format_date(list.last_covered)});
      }
      list.days.push_back(day.value_or(0));
    });
    std::ranges::sort(list.days);
    const auto again = std::ranges::unique(list.days);
    list.days.erase(again.begin(), again.end());
  }

  calendar read_calendar(const std::string& id, const json_cursor& c) {
    auto& findings = context_.findings;
    calendar made;
    made.id = id;
    made.zone = context_.result.zone;
    made.place = organization_context::place_of(c);
    object_reader in(findings, c);
    if (!in.good()) {
      return made;
    }
    context_.read_texts(in, made.label, made.note);
    if (const auto zone = in.optional("zone")) {
      made.zone = context_.read_zone(*zone);
    }
    const auto before = findings.all().size();
    if (const auto week = in.required("week")) {
      read_week(*week, made);
    }
    if (const auto exceptions = in.optional("exceptions")) {
      read_exceptions(*exceptions, made);
    }
    const bool hours_are_right = findings.all().size() == before;
    if (const auto holidays = in.optional("holidays")) {
      made.holidays = context_.read_all_known(*holidays, context_.holidays);
    }
    context_.read_choice(in, "skipped_hour", skipped_hour_names, made.skipped);
    context_.read_choice(in, "repeated_hour", repeated_hour_names, made.repeated);
    in.finish();
    if (hours_are_right && !ever_opens(made)) {
      findings.report(c, "SZ307", {id});
    }
    return made;
  }

  static bool ever_opens(const calendar& c) {
    return std::ranges::any_of(c.week, [](const auto& hours) { return !hours.empty(); }) ||
           std::ranges::any_of(c.exceptions, [](const auto& e) { return !e.hours.empty(); });
  }

  void read_week(const json_cursor& c, calendar& made) {
    std::array<bool, 7> named{};
    for_each_member(context_.findings, c, [&](const std::string& days, const json_cursor& member) {
      const auto hours = read_hours(member);
      const auto numbers = parse_week_days(days);
      if (!numbers) {
        context_.findings.report(member, "SZ122", {days, "week_days", "form_week_days"}).at_key =
            true;
        return;
      }
      for (const auto day : *numbers) {
        const auto index = static_cast<std::size_t>(day);
        if (named.at(index)) {
          context_.findings.report(member, "SZ304", {std::string(week_day_names.at(index))})
              .at_key = true;
        }
        named.at(index) = true;
        made.week.at(index) = hours;
      }
    });
  }

  std::vector<minute_range> read_hours(const json_cursor& c) {
    std::vector<minute_range> hours;
    for_each_item(context_.findings, c, [&](const json_cursor& item) {
      if (const auto range = context_.read_as(item, "hours", "form_hours",
                                              [](auto text) { return parse_hours(text); })) {
        hours.push_back(*range);
      }
    });
    std::ranges::sort(hours, {}, &minute_range::from);
    if (const auto second = first_overlap(
            hours, [](const auto& h) { return h.from; }, [](const auto& h) { return h.to; })) {
      context_.findings.report(c, "SZ305",
                               {format_hours(hours[*second - 1]), format_hours(hours[*second])});
    }
    return hours;
  }

  void read_exceptions(const json_cursor& c, calendar& made) {
    for_each_member(context_.findings, c, [&](const std::string& text, const json_cursor& member) {
      const auto days = parse_day_range(text);
      if (!days) {
        context_.findings.report(member, "SZ122", {text, "day_range", "form_day_range"}).at_key =
            true;
        return;
      }
      made.exceptions.push_back(
          {days->from, days->to - 1, read_hours(member), organization_context::place_of(member)});
    });
    std::ranges::stable_sort(made.exceptions, {}, &calendar_exception::first_day);
    const auto second = first_overlap(
        made.exceptions, [](const auto& e) { return e.first_day; },
        [](const auto& e) { return e.last_day + 1; });
    if (second) {
      const auto range = [](const calendar_exception& e) {
        return format_day_range({e.first_day, e.last_day + 1});
      };
      context_.findings.report(
          c, "SZ306", {range(made.exceptions[*second - 1]), range(made.exceptions[*second])});
    }
  }

  organization_context& context_;
};

}  // namespace shozai::inline v1::detail
