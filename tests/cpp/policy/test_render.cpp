// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch_test_macros.hpp>
#include <shozai/policy/load.hpp>
#include <shozai/policy/render.hpp>
#include <string>

#include "support/documents.hpp"

namespace {

using shozai::diagnostic;
using shozai::language;
using shozai::render;
using shozai::source_texts;
using shozai::testing::finding;
using shozai::testing::key_finding;
using shozai::testing::text_finding_at;

// A finding about `text`, as a person reads it.
std::string shown(diagnostic d, const std::string& text, language l = language::en) {
  d.file = "p.json";
  return render(d, {{"p.json", text}}, l);
}

}  // namespace

TEST_CASE("a finding is shown with its place, its line and what to do", "[policy][render]") {
  const std::string text = "{\n  \"a\": \"maintenence\"\n}";
  const auto d = finding("SZ204", "/a", {"maintenence", "maintenance"});
  CHECK(shown(d, text) ==
        "p.json:2:8: error SZ204: unknown department `maintenence`\n"
        "  at /a\n"
        "  2 |   \"a\": \"maintenence\"\n"
        "    |        ^~~~~~~~~~~~~\n"
        "  hint: did you mean `maintenance`?\n");
  CHECK(shown(d, text, language::ja) ==
        "p.json:2:8: エラー SZ204: 未知の部門 `maintenence` です\n"
        "  場所 /a\n"
        "  2 |   \"a\": \"maintenence\"\n"
        "    |        ^~~~~~~~~~~~~\n"
        "  対処: `maintenance` ではありませんか\n");
}

TEST_CASE("without a suggestion there is no hint", "[policy][render]") {
  CHECK(shown(finding("SZ204", "/a", {"x", ""}), R"({"a": "x"})") ==
        "p.json:1:7: error SZ204: unknown department `x`\n"
        "  at /a\n"
        "  1 | {\"a\": \"x\"}\n"
        "    |       ^~~\n");
}

TEST_CASE("a finding about a key underlines the key", "[policy][render]") {
  CHECK(shown(key_finding("SZ111", "/bcause", {"bcause", ""}), R"({"bcause": 1})") ==
        "p.json:1:2: error SZ111: unknown key `bcause`\n"
        "  at /bcause\n"
        "  1 | {\"bcause\": 1}\n"
        "    |  ^~~~~~~~\n");
}

TEST_CASE("a finding about a part of a text underlines that part, escapes counted as written",
          "[policy][render]") {
  // Decoded: a == "品😀" && b
  const std::string text = R"({"w": "a == \"\u54c1\ud83d\ude00\" && b"})";
  const auto at = [&](std::size_t offset, std::size_t length) {
    const auto out = shown(text_finding_at("SZ203", "/w", {offset, length}, {"x", ""}), text);
    const auto mark = out.rfind("    | ") + 6;
    return out.substr(mark, out.size() - mark - 1);
  };
  CHECK(at(0, 1) == "       ^");
  CHECK(at(2, 2) == "         ^~");
  CHECK(at(5, 9) == "            ^~~~~~~~~~~~~~~~~~~~~~");
  CHECK(at(6, 3) == "              ^~~~~~");
  CHECK(at(9, 4) == "                    ^~~~~~~~~~~~");
  CHECK(at(18, 1) == std::string(38, ' ') + "^");
  CHECK(at(19, 0) == std::string(39, ' ') + "^");  // the end of the text: its quote
}

TEST_CASE("wide characters take two columns", "[policy][render]") {
  CHECK(shown(finding("SZ204", "/品", {"質", ""}), R"({"品": "質", "x": "é"})") ==
        "p.json:1:7: error SZ204: unknown department `質`\n"
        "  at /品\n"
        "  1 | {\"品\": \"質\", \"x\": \"é\"}\n"
        "    |        ^~~~\n");
}

TEST_CASE("a long line is cut on both sides", "[policy][render]") {
  const auto text = "{\"a\": \"" + std::string(100, 'x') + "\", \"b\": 5, \"c\": \"" +
                    std::string(100, 'y') + "\"}";
  const auto out = shown(finding("SZ204", "/b", {"x", ""}), text);
  CHECK(out.find("  1 | …" + std::string(52, 'x') + "\", \"b\": 5, \"c\": \"" +
                 std::string(52, 'y') + "…\n") != std::string::npos);
  CHECK(out.ends_with("    | " + std::string(61, ' ') + "^\n"));
  // A cut never falls into a character.
  std::string wide = "{\"a\": \"";
  for (int i = 0; i < 50; ++i) {
    wide += "品";
  }
  const auto cut = shown(finding("SZ204", "/b", {"x", ""}), wide + "\", \"b\": 5}");
  CHECK_FALSE(shozai::first_invalid_utf8(cut).has_value());
  CHECK(cut.find("\uFFFD") == std::string::npos);
}

TEST_CASE("a value that is longer than the line shows its beginning", "[policy][render]") {
  const auto text = "{\"a\": \"" + std::string(500, 'x') + "\"}";
  const auto out = shown(finding("SZ204", "/a", {"x", ""}), text);
  CHECK(out.find("…\n") != std::string::npos);
  CHECK(out.size() < 700);
}

TEST_CASE("without the text of its file a finding has no line", "[policy][render]") {
  auto d = finding("SZ204", "/a", {"x", "y"});
  d.file = "other.json";
  CHECK(render(d, {}, language::en) ==
        "other.json: error SZ204: unknown department `x`\n  at /a\n  hint: did you mean `y`?\n");
  d.file.clear();
  CHECK(render(d, {}, language::en).starts_with("(text): error SZ204"));
  CHECK(render(d, {}, language::ja).starts_with("(文字列): エラー SZ204"));
  CHECK(render(d, {{"", "not JSON"}}, language::en).starts_with("(text): error SZ204"));
}

TEST_CASE("a finding of a table names its cell", "[policy][render]") {
  auto d = finding("SZ191", "");
  d.file = "rules.csv";
  d.cell = shozai::cell_position{"", 3, 2};
  CHECK(render(d, {{"rules.csv", "a,b\n"}}, language::en) ==
        "rules.csv (row 3, column 2): error SZ191: an empty cell\n"
        "  hint: write `-` where any value will do\n");
  CHECK(render(d, {}, language::ja).starts_with("rules.csv（3行 2列）: エラー SZ191"));
}

TEST_CASE("related places are named", "[policy][render]") {
  auto d = finding("SZ119", "/b", {"R-1"});
  d.related = {{"a.json", "/x"}, {"", "/y"}};
  const auto out = shown(d, R"({"b": "R-1"})");
  CHECK(out.find("  see a.json /x\n  see /y\n") != std::string::npos);
}

TEST_CASE("a byte position stands for a pointer where there is none", "[policy][render]") {
  auto d = finding("SZ101", "", {"]", "trailing_comma"});
  d.offset = 3;
  CHECK(shown(d, "[1,]") ==
        "p.json:1:4: error SZ101: not valid JSON: unexpected `]`\n"
        "  1 | [1,]\n"
        "    |    ^\n"
        "  hint: remove the comma before it\n");
  d.offset = 99;
  CHECK(shown(d, "[1,").starts_with("p.json:1:4: error"));
}

TEST_CASE("nothing of a document can move the cursor or forge a line", "[policy][render]") {
  const std::string evil = "x\n\x1B[31m\u202E";
  auto d = finding("SZ204", "/a\nb", {evil, evil});
  d.related = {{evil, evil}};
  d.file = evil;
  const auto out = render(d, {{evil, "{\"a\\nb\": \"\u202E\"}"}}, language::en);
  CHECK(out.find('\x1B') == std::string::npos);
  CHECK(out.find("\u202E") == std::string::npos);
  std::size_t lines = 0;
  for (const char c : out) {
    lines += c == '\n' ? 1 : 0;
  }
  CHECK(lines == 6);
}

TEST_CASE("all findings are shown one after the other, warnings as such", "[policy][render]") {
  const auto loaded = shozai::load_document(shozai::testing::document(
      {.rules = R"([{"id": "R-1", "when": "severity > 9", "then": {"accountable": "sale"}}])"}));
  const auto out = render(loaded.findings, loaded.sources, language::en);
  CHECK(out.find(": warning SZ212: `9` is outside the range of `severity`\n") != std::string::npos);
  CHECK(out.find(": error SZ204: unknown department `sale`\n") != std::string::npos);
  CHECK(out.find(": warning SZ250: rule `R-1` gives no reason\n") != std::string::npos);
  CHECK(render(loaded.findings, loaded.sources, language::ja).find(": 警告 SZ212: ") !=
        std::string::npos);
  CHECK(render(shozai::diagnostics{}, {}, language::en).empty());
}
