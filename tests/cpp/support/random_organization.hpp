// SPDX-License-Identifier: Apache-2.0
// Random organizations of their own, as text: small, and with something of everything. All times
// are whole minutes, and no hours begin or end while clocks are put forward or back.
#pragma once

#include <cstddef>
#include <random>
#include <shozai/policy/json_gate.hpp>
#include <string>
#include <vector>

namespace shozai::testing {

class organization_generator {
 public:
  explicit organization_generator(std::uint32_t seed) : random_(seed) {}

  [[nodiscard]] json draw() {
    json o = {
        {"zone", "Europe/Berlin"},
        {"departments", {{"service", json::object()}, {"sales", json::object()}}},
        {"teams", {{"launch", {{"departments", {"service", "sales"}}, {"lead", "service"}}}}}};
    o["calendars"] = {{"one", hours("Europe/Berlin")}, {"two", hours("Asia/Tokyo")}};
    for (const auto* id : {"ann", "ben", "cho", "dai"}) {
      o["people"][id] = person();
    }
    o["rosters"]["night"] = roster();
    for (const auto* id : {"p0", "p1", "p2", "p3", "p4"}) {
      o["positions"][id] = position(id);
    }
    if (chance(3)) {
      o["contacts"]["service"] = {"p2", "p0"};
    }
    if (chance(3)) {
      o["hours"]["sales"] = one_of({"one", "two"});
    }
    o["delegations"] = json::array();
    for (std::size_t i = below(3); i > 0; --i) {
      o["delegations"].push_back(delegation());
    }
    json steps = json::array();
    for (std::size_t i = 1 + below(3); i > 0; --i) {
      steps.push_back(step());
    }
    o["escalation"]["policies"]["path"] = {{"repeat", below(3)}, {"steps", steps}};
    return o;
  }

  [[nodiscard]] std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

 private:
  [[nodiscard]] bool chance(std::size_t one_in) { return below(one_in) == 0; }
  [[nodiscard]] std::string one_of(const std::vector<std::string>& all) {
    return all[below(all.size())];
  }
  [[nodiscard]] std::string day() { return one_of({"2026-03-27", "2026-03-28", "2026-03-29"}); }

  [[nodiscard]] json hours(const std::string& zone) {
    json c = {{"zone", zone}, {"week", json::object()}};
    c["week"]["mon-fri"] = chance(2) ? json{"08:30-12:00", "13:00-17:30"} : json{"22:00-06:00"};
    if (chance(2)) {
      c["week"]["sat-sun"] = chance(2) ? json{"00:00-24:00"} : json{"09:15-11:45", "20:00-23:59"};
    }
    if (chance(2)) {
      c["exceptions"][day()] = chance(2) ? json::array() : json{"07:00-09:00", "18:00-08:00"};
    }
    return c;
  }

  [[nodiscard]] json person() {
    auto p = json::object();
    if (chance(4)) {
      p["absences"] = {day()};
    }
    if (chance(8)) {
      p["to"] = day();
    }
    return p;
  }

  [[nodiscard]] json roster() {
    json r = {{"rotation", {"ann", "ben", "cho"}},
              {"every", one_of({"P1D", "PT8H", "PT25H", "PT45M"})},
              {"hand_off", one_of({"09:00", "sat 08:00", "23:30"})},
              {"from", one_of({"2026-03-20", "2026-03-28"})}};
    if (chance(2)) {
      r["overrides"] = {{{"from", "2026-03-28T10:00"},
                         {"to", "2026-03-28T19:30"},
                         {"person", chance(3) ? json() : json("dai")}}};
    }
    if (chance(3)) {
      r["gaps"] = {{{"from", "2026-03-29T05:00"}, {"to", "2026-03-29T11:00"}}};
    }
    if (chance(4)) {
      r["calendar"] = "two";
    }
    return r;
  }

  [[nodiscard]] json position(const std::string& id) {
    json p = {{"accountable", chance(3)}};
    if (chance(2)) {
      p["department"] = one_of({"service", "sales"});
    }
    if (chance(3)) {
      p["teams"] = {"launch"};
    }
    if (chance(2)) {
      p["calendar"] = one_of({"one", "two", "always"});
    }
    if (chance(3)) {
      p["roster"] = "night";
    } else {
      for (std::size_t i = below(3); i > 0; --i) {
        json holder = {{"person", one_of({"ann", "ben", "cho", "dai"})}};
        if (chance(3)) {
          holder[chance(2) ? "from" : "to"] = day();
        }
        p["holders"].push_back(holder);
      }
    }
    for (std::size_t i = below(3); i > 0; --i) {
      const auto other = one_of({"p0", "p1", "p2", "p3", "p4"});
      if (other == id || chance(3)) {
        p["deputies"].push_back({{"person", "cho"}, {"from", day()}});
      } else {
        p["deputies"].push_back(other);
      }
    }
    return p;
  }

  [[nodiscard]] json delegation() {
    const auto from = one_of({"p0", "p1", "p2"});
    const auto to = from == "p0" ? one_of({"p1", "p3"}) : one_of({"p0", "p4"});
    return {{"from", from},
            {"to", to},
            {"during", chance(2) ? day() : "2026-03-28..2026-03-29"},
            {"transitive", chance(2)},
            {"depth", 1 + below(3)}};
  }

  [[nodiscard]] json step() {
    json s = {{"to", {one_of({"p0", "p1", "p2", "p3", "service", "sales", "launch", "night"})}},
              {"acknowledge_within", one_of({"PT1M", "PT30M", "PT4H", "PT13H"})},
              {"clock", one_of({"elapsed", "working"})},
              {"mode", one_of({"all", "round_robin"})},
              {"if_empty", one_of({"wait", "skip", "defer", "fallback", "fail"})}};
    if (chance(2) && s["to"][0] != "p4") {
      s["to"].push_back("p4");
    }
    if (s["if_empty"] == "fallback") {
      s["fallback"] = one_of({"p0", "p4", "service"});
    }
    return s;
  }

  std::mt19937 random_;
};

}  // namespace shozai::testing
