// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <cstddef>
#include <map>
#include <optional>
#include <random>
#include <shozai/core/json_pointer.hpp>
#include <shozai/policy/source_map.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace {

using shozai::json_pointer;
using shozai::line_around;
using shozai::locate;
using shozai::locate_key;
using shozai::place_of_offset;
using shozai::source_place;

/// The text at the place of the value, or `<none>`.
std::string value_at(std::string_view text, std::string_view pointer) {
  const auto place = locate(text, pointer);
  return place ? std::string{text.substr(place->offset, place->length)} : "<none>";
}

std::string key_at(std::string_view text, std::string_view pointer) {
  const auto place = locate_key(text, pointer);
  return place ? std::string{text.substr(place->offset, place->length)} : "<none>";
}

std::optional<source_place> place(std::size_t offset, std::size_t length, std::size_t line,
                                  std::size_t column) {
  return source_place{offset, length, line, column};
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (; times > 0; --times) {
    text += piece;
  }
  return text;
}

/// Writes a random JSON text and notes where it puts each value and key, by pointer.
class random_document {
 public:
  explicit random_document(unsigned seed) : random_(seed) { write(json_pointer{}, 0); }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const auto& values() const { return values_; }
  [[nodiscard]] const auto& keys() const { return keys_; }

 private:
  struct span {
    std::size_t offset;
    std::size_t length;
  };

  struct key_name {
    std::string_view written;
    std::string_view meant;
  };

  std::size_t below(std::size_t bound) { return random_() % bound; }

  void space() {
    constexpr std::string_view spaces = " \n\t\r";
    for (std::size_t count = below(4); count > 1; --count) {
      text_ += spaces[below(spaces.size())];
    }
  }

  void write(const json_pointer& pointer, int depth) {
    space();
    const std::size_t start = text_.size();
    const std::size_t kind = below(depth < 4 ? 4 : 2);
    if (kind == 2) {
      write_array(pointer, depth);
    } else if (kind == 3) {
      write_object(pointer, depth);
    } else {
      constexpr auto scalars =
          std::to_array<std::string_view>({"0", "-1.5e+10", "true", "false", "null",
                                           R"("所\"在\\")", R"("}")", R"("\ud842\udfb7")"});
      text_ += scalars[below(scalars.size())];
    }
    values_[pointer.string()] = {start, kind < 2 ? text_.size() - start : 1};
    space();
  }

  void write_array(const json_pointer& pointer, int depth) {
    text_ += '[';
    const std::size_t count = below(4);
    for (std::size_t i = 0; i < count; ++i) {
      text_ += i > 0 ? "," : "";
      write(pointer / i, depth + 1);
    }
    text_ += count == 0 ? " ]" : "]";
  }

  void write_object(const json_pointer& pointer, int depth) {
    static constexpr auto names = std::to_array<key_name>({{R"("a")", "a"},
                                                           {R"("")", ""},
                                                           {R"("0")", "0"},
                                                           {R"("x\/y")", "x/y"},
                                                           {R"("~1")", "~1"},
                                                           {R"("\u6240")", "所"},
                                                           {R"("\t\"")", "\t\""},
                                                           {R"("\uD842\uDFB7")", "𠮷"}});
    text_ += '{';
    bool is_first = true;
    for (const auto& name : names) {
      if (below(3) != 0) {
        continue;
      }
      text_ += is_first ? "" : ",";
      is_first = false;
      space();
      const auto child = pointer / name.meant;
      keys_[child.string()] = {text_.size(), name.written.size()};
      text_ += name.written;
      space();
      text_ += ':';
      write(child, depth + 1);
    }
    text_ += '}';
  }

  std::mt19937 random_;
  std::string text_;
  std::map<std::string, span> values_;
  std::map<std::string, span> keys_;
};

}  // namespace

TEST_CASE("a value is found by its pointer", "[policy][source-map]") {
  constexpr std::string_view text = R"({
  "departments": ["sales", "service"],
  "規則": [{"id": "RC-100", "then": {"accountable": "sale"}}, -12.5, true, null]
})";
  CHECK(locate(text, "") == place(0, 1, 1, 1));
  CHECK(locate(text, "/departments") == place(19, 1, 2, 18));
  CHECK(locate(text, "/departments/1") == place(29, 9, 2, 28));
  CHECK(locate(text, "/規則/0/then/accountable") == place(95, 6, 3, 51));
  CHECK(locate_key(text, "/規則/0/then/accountable") == place(80, 13, 3, 36));
  CHECK(value_at(text, "/規則/1") == "-12.5");
  CHECK(value_at(text, "/規則/2") == "true");
  CHECK(value_at(text, "/規則/3") == "null");
  CHECK(value_at(text, "/規則/0") == "{");
}

TEST_CASE("columns count code points, not bytes", "[policy][source-map]") {
  constexpr std::string_view text = R"({"不具合": "所在", "é": 1})";
  CHECK(locate(text, "/不具合") == place(14, 8, 1, 9));
  CHECK(locate(text, "/é") == place(30, 1, 1, 20));
}

TEST_CASE("what is not there has no place", "[policy][source-map]") {
  constexpr std::string_view text = R"({"a": [1, {"b": 2}], "c": {}, "0": 3})";
  const auto pointer =
      GENERATE(as<std::string>{}, "/x", "/a/2", "/a/-", "/a/b", "/a/00", "/a/01", "/a/0/0", "/c/d",
               "/a/1/b/x", "/", "//", "/A", "/a/+1", "/a/ 1", "/a/18446744073709551616");
  CAPTURE(pointer);
  CHECK_FALSE(locate(text, pointer));
  CHECK_FALSE(locate_key(text, pointer));
}

TEST_CASE("what is no pointer has no place", "[policy][source-map]") {
  constexpr std::string_view text = R"({"a": 1, "~": 2, "": 3})";
  const auto pointer = GENERATE(as<std::string>{}, "a", "#/a", "/~", "/~2", "~0");
  CAPTURE(pointer);
  CHECK_FALSE(locate(text, pointer));
}

TEST_CASE("a key is found by the pointer of its member", "[policy][source-map]") {
  constexpr std::string_view text = R"({"a": {"acountable" : [{"x": 1}]}, "b": 2})";
  CHECK(key_at(text, "/a/acountable") == R"("acountable")");
  CHECK(key_at(text, "/a/acountable/0/x") == R"("x")");
  CHECK(key_at(text, "/b") == R"("b")");
  CHECK_FALSE(locate_key(text, ""));                 // the document has none,
  CHECK_FALSE(locate_key(text, "/a/acountable/0"));  // nor has an element
}

TEST_CASE("keys are compared by what they mean, not by how they are written",
          "[policy][source-map]") {
  constexpr std::string_view text =
      R"({"\u6240\u5728": 1, "a\/b": 2, "m~n": 3, "\ud842\udfb7": 4, "\n": 5, "\u0000": 6})";
  CHECK(value_at(text, "/所在") == "1");
  CHECK(value_at(text, "/a~1b") == "2");
  CHECK(value_at(text, "/m~0n") == "3");
  CHECK(value_at(text, "/𠮷") == "4");
  CHECK(value_at(text, "/\n") == "5");
  CHECK(value_at(text, std::string_view{"/\0", 2}) == "6");
  CHECK(key_at(text, "/所在") == R"("\u6240\u5728")");
}

TEST_CASE("of members with the same key the last counts", "[policy][source-map]") {
  CHECK(value_at(R"({"a": 1, "a": 2})", "/a") == "2");
  CHECK(value_at(R"({"a": {"b": 1}, "a": {"b": 2}})", "/a/b") == "2");
  CHECK(value_at(R"({"a": {"b": 1}, "a": {"c": 2}})", "/a/b") == "<none>");
  CHECK(value_at(R"({"a": {"b": 1}, "a": 2})", "/a/b") == "<none>");
  CHECK(value_at(R"({"a": [1], "\u0061": [2]})", "/a/0") == "2");
  CHECK(locate_key(R"({"a": 1, "a": 2})", "/a") == place(9, 3, 1, 10));
  CHECK(value_at(R"({"a": {"a": 1}, "b": {"a": 2}})", "/a/a") == "1");
}

TEST_CASE("a text that is not JSON has no places", "[policy][source-map]") {
  const auto text = GENERATE(
      as<std::string>{}, "", " ", "\xEF\xBB\xBF", "[1", "[1,]", "[,1]", "[1 2]", "{\"a\":1,}",
      "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1 \"b\":2}", "{,}", "[1}", "{]",
      "]", "1 2", "[1]]", "[1],", "01", "-", "+1", ".5", "5.", "1e", "1e+", "-01", "0x1", "NaN",
      "Infinity", "tru", "truex", "TRUE", "nul", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"",
      "\"\\u12G4\"", "\"\\u-123\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"",
      "\"\\ud800\\ud800\"", "\"\\udc00\"", "\"\n\"", "\"\x01\"", "[1]//", "/**/1", "\"\xFF\"",
      "\"\xED\xA0\x80\"", "[\x0B]", "{\"a\":1}\xFF", "[\"\\u0\"]", "\\", "\"\\");
  CAPTURE(text);
  CHECK_FALSE(locate(text, ""));
  CHECK_FALSE(locate(text, "/a"));
  CHECK_FALSE(locate(text, "/0"));
  CHECK_FALSE(locate("{\"a\": 1, \"b\": " + text, "/a"));  // also when the fault comes later
}

TEST_CASE("every form of a number, word and escape is JSON", "[policy][source-map]") {
  const auto text = GENERATE(as<std::string>{}, "0", "-0", "10", "0.0", "-1.25", "1e5", "1E+5",
                             "1e-05", "123456789012345678901234567890", "true", "false", "null",
                             "\"\"", R"("\"\\\/\b\f\n\r\t\u00e9\uD842\uDFB7")", "\"\x7F\"");
  CAPTURE(text);
  CHECK(value_at(text, "") == text);
  CHECK(value_at(" \t\r\n" + text + " ", "") == text);
  CHECK(value_at("[" + text + "," + text + "]", "/1") == text);
}

TEST_CASE("a byte order mark takes no column", "[policy][source-map]") {
  CHECK(locate("\xEF\xBB\xBF{\"a\": 1}", "") == place(3, 1, 1, 1));
  CHECK(locate("\xEF\xBB\xBF{\"a\": 1}", "/a") == place(9, 1, 1, 7));
  CHECK(line_around("\xEF\xBB\xBFx\ny", 0) == "x");
}

TEST_CASE("lines end in LF, CRLF or a lone CR", "[policy][source-map]") {
  constexpr std::string_view text = "a\nb\r\nc\rd\n\n";
  const auto line_and_column = [text](std::size_t offset) {
    const auto found = place_of_offset(text, offset, 1);
    return std::pair{found.line, found.column};
  };
  CHECK(line_and_column(0) == std::pair<std::size_t, std::size_t>{1, 1});
  CHECK(line_and_column(1) == std::pair<std::size_t, std::size_t>{1, 2});
  CHECK(line_and_column(2) == std::pair<std::size_t, std::size_t>{2, 1});
  CHECK(line_and_column(3) == std::pair<std::size_t, std::size_t>{2, 2});
  CHECK(line_and_column(4) == std::pair<std::size_t, std::size_t>{2, 3});  // inside CRLF
  CHECK(line_and_column(5) == std::pair<std::size_t, std::size_t>{3, 1});
  CHECK(line_and_column(7) == std::pair<std::size_t, std::size_t>{4, 1});
  CHECK(line_and_column(9) == std::pair<std::size_t, std::size_t>{5, 1});
  CHECK(line_and_column(10) == std::pair<std::size_t, std::size_t>{6, 1});

  CHECK(line_around(text, 0) == "a");
  CHECK(line_around(text, 1) == "a");
  CHECK(line_around(text, 3) == "b");
  CHECK(line_around(text, 4) == "b");
  CHECK(line_around(text, 5) == "c");
  CHECK(line_around(text, 7) == "d");
  CHECK(line_around(text, 9).empty());
  CHECK(line_around(text, 10).empty());
  CHECK(line_around("one line", 3) == "one line");
  CHECK(line_around("", 0).empty());
}

TEST_CASE("a place past the end is cut off there", "[policy][source-map]") {
  CHECK(place_of_offset("ab\nc", 3, 100) == source_place{3, 1, 2, 1});
  CHECK(place_of_offset("ab\nc", 4, 0) == source_place{4, 0, 2, 2});
  CHECK(place_of_offset("ab\nc", 5, 1) == source_place{4, 0, 2, 2});
  CHECK(place_of_offset("", 0, 1) == source_place{0, 0, 1, 1});
  CHECK(place_of_offset("ab\r", 9, 9) == source_place{3, 0, 2, 1});
  CHECK(line_around("ab\nc", 99) == "c");
}

TEST_CASE("every value and key of a random document is found where it was written",
          "[policy][source-map]") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    const random_document document{seed};
    CAPTURE(document.text());
    for (const auto& [pointer, span] : document.values()) {
      CAPTURE(pointer);
      const auto found = locate(document.text(), pointer);
      REQUIRE(found == place_of_offset(document.text(), span.offset, span.length));
      REQUIRE(locate_key(document.text(), pointer).has_value() ==
              document.keys().contains(pointer));
    }
    for (const auto& [pointer, span] : document.keys()) {
      CAPTURE(pointer);
      REQUIRE(locate_key(document.text(), pointer) ==
              place_of_offset(document.text(), span.offset, span.length));
    }
  }
}

TEST_CASE("no text is too deep or too long to be scanned in linear time", "[policy][source-map]") {
  constexpr std::size_t many = 400'000;
  const std::string steps = repeated("/0", many);
  const std::string deep = repeated("[", many) + "7" + repeated("]", many);
  CHECK(value_at(deep, steps) == "7");
  CHECK_FALSE(locate(deep, steps + "/0"));
  CHECK(value_at(deep, "") == "[");
  CHECK_FALSE(locate(repeated("[", many), steps));
  CHECK_FALSE(locate(repeated("{\"a\":", many), repeated("/a", many)));
  CHECK_FALSE(locate(repeated("]", many), ""));

  const std::string wide = "[" + repeated("0,", many) + "7]";
  CHECK(value_at(wide, "/" + std::to_string(many)) == "7");
  const std::string same_keys = "{" + repeated("\"a\":0,", many) + "\"a\":7}";
  CHECK(value_at(same_keys, "/a") == "7");
  CHECK(locate_key(same_keys, "/a") == place(1 + 6 * many, 3, 1, 2 + 6 * many));
  CHECK(value_at("[" + repeated("\n", many) + "7]", "/0") == "7");
  CHECK_FALSE(locate(repeated("\"\\\"", many), "/0"));
  CHECK_FALSE(locate("{\"" + repeated("\\u0061", many), "/a"));
}
