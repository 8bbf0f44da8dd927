// SPDX-License-Identifier: Apache-2.0
/// \file
/// The national holidays of Japan, 1970 to 2030: the built-in list `jp`.
///
/// They follow the Act on National Holidays (国民の祝日に関する法律, Act No. 178 of 1948, as
/// amended) and the acts that made single days holidays (1989, 1990, 1993, 2019) or moved some
/// (2020, 2021); substitute days (振替休日) and days between two holidays (国民の休日) are among
/// them. The two days of equinox of a coming year are those computed ahead: the National
/// Astronomical Observatory fixes them each February for the next year. A document may bring its
/// own list `jp`, which then counts.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shozai/core/date_time.hpp"
#include "shozai/core/localized_text.hpp"
#include "shozai/organization/calendar.hpp"

namespace shozai::inline v1 {

/// The id of the list of holidays that need not be written.
inline constexpr const char* japanese_holidays_id = "jp";

namespace detail {

/// Month and day of the holidays of every year of the list.
inline constexpr std::string_view yearly_japanese_holidays = "0101 0211 0429 0503 0505 1103 1123";

/// A year, then month and day of its other holidays.
inline constexpr auto japanese_holidays_by_year = std::to_array<std::string_view>(
    {"1970 0115 0321 0915 0923 1010",
     "1971 0115 0321 0915 0924 1010",
     "1972 0115 0320 0915 0923 1010",
     "1973 0115 0321 0430 0915 0923 0924 1010",
     "1974 0115 0321 0506 0915 0916 0923 1010 1104",
     "1975 0115 0321 0915 0924 1010 1124",
     "1976 0115 0320 0915 0923 1010 1011",
     "1977 0115 0321 0915 0923 1010",
     "1978 0102 0115 0116 0321 0915 0923 1010",
     "1979 0115 0212 0321 0430 0915 0924 1010",
     "1980 0115 0320 0915 0923 1010 1124",
     "1981 0115 0321 0504 0915 0923 1010",
     "1982 0115 0321 0322 0915 0923 1010 1011",
     "1983 0115 0321 0915 0923 1010",
     "1984 0102 0115 0116 0320 0430 0915 0923 0924 1010",
     "1985 0115 0321 0506 0915 0916 0923 1010 1104",
     "1986 0115 0321 0915 0923 1010 1124",
     "1987 0115 0321 0504 0915 0923 1010",
     "1988 0115 0320 0321 0504 0915 0923 1010",
     "1989 0102 0115 0116 0224 0321 0504 0915 0923 1010 1223",
     "1990 0115 0212 0321 0430 0504 0915 0923 0924 1010 1112 1223 1224",
     "1991 0115 0321 0504 0506 0915 0916 0923 1010 1104 1223",
     "1992 0115 0320 0504 0915 0923 1010 1223",
     "1993 0115 0320 0504 0609 0915 0923 1010 1011 1223",
     "1994 0115 0321 0504 0915 0923 1010 1223",
     "1995 0102 0115 0116 0321 0504 0915 0923 1010 1223",
     "1996 0115 0212 0320 0504 0506 0720 0915 0916 0923 1010 1104 1223",
     "1997 0115 0320 0720 0721 0915 0923 1010 1124 1223",
     "1998 0115 0321 0504 0720 0915 0923 1010 1223",
     "1999 0115 0321 0322 0504 0720 0915 0923 1010 1011 1223",
     "2000 0110 0320 0504 0720 0915 0923 1009 1223",
     "2001 0108 0212 0320 0430 0504 0720 0915 0923 0924 1008 1223 1224",
     "2002 0114 0321 0504 0506 0720 0915 0916 0923 1014 1104 1223",
     "2003 0113 0321 0721 0915 0923 1013 1124 1223",
     "2004 0112 0320 0504 0719 0920 0923 1011 1223",
     "2005 0110 0320 0321 0504 0718 0919 0923 1010 1223",
     "2006 0102 0109 0321 0504 0717 0918 0923 1009 1223",
     "2007 0108 0212 0321 0430 0504 0716 0917 0923 0924 1008 1223 1224",
     "2008 0114 0320 0504 0506 0721 0915 0923 1013 1124 1223",
     "2009 0112 0320 0504 0506 0720 0921 0922 0923 1012 1223",
     "2010 0111 0321 0322 0504 0719 0920 0923 1011 1223",
     "2011 0110 0321 0504 0718 0919 0923 1010 1223",
     "2012 0102 0109 0320 0430 0504 0716 0917 0922 1008 1223 1224",
     "2013 0114 0320 0504 0506 0715 0916 0923 1014 1104 1223",
     "2014 0113 0321 0504 0506 0721 0915 0923 1013 1124 1223",
     "2015 0112 0321 0504 0506 0720 0921 0922 0923 1012 1223",
     "2016 0111 0320 0321 0504 0718 0811 0919 0922 1010 1223",
     "2017 0102 0109 0320 0504 0717 0811 0918 0923 1009 1223",
     "2018 0108 0212 0321 0430 0504 0716 0811 0917 0923 0924 1008 1223 1224",
     "2019 0114 0321 0430 0501 0502 0504 0506 0715 0811 0812 0916 0923 1014 1022 1104",
     "2020 0113 0223 0224 0320 0504 0506 0723 0724 0810 0921 0922",
     "2021 0111 0223 0320 0504 0722 0723 0808 0809 0920 0923",
     "2022 0110 0223 0321 0504 0718 0811 0919 0923 1010",
     "2023 0102 0109 0223 0321 0504 0717 0811 0918 0923 1009",
     "2024 0108 0212 0223 0320 0504 0506 0715 0811 0812 0916 0922 0923 1014 1104",
     "2025 0113 0223 0224 0320 0504 0506 0721 0811 0915 0923 1013 1124",
     "2026 0112 0223 0320 0504 0506 0720 0811 0921 0922 0923 1012",
     "2027 0111 0223 0321 0322 0504 0719 0811 0920 0923 1011",
     "2028 0110 0223 0320 0504 0717 0811 0918 0922 1009",
     "2029 0108 0212 0223 0320 0430 0504 0716 0811 0917 0923 0924 1008",
     "2030 0114 0223 0320 0504 0506 0715 0811 0812 0916 0923 1014 1104"});

/// Adds the days of `text`: month and day of each, four digits, a space between.
inline void add_days(std::vector<std::int64_t>& days, int year, text_cursor text) {
  do {
    const auto month = text.take_number(2);
    const auto day = text.take_number(2);
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month.value_or(0))},
        std::chrono::day{static_cast<unsigned>(day.value_or(0))}};
    days.push_back(std::chrono::sys_days{date}.time_since_epoch().count());
  } while (text.take(' '));
}

}  // namespace detail

/// The built-in list `jp`.
[[nodiscard]] inline holiday_list japanese_holidays() {
  holiday_list list;
  list.id = japanese_holidays_id;
  list.label = {{}, "national holidays of Japan", "国民の祝日・休日"};
  list.source = {{},
                 "Act on National Holidays (Act No. 178 of 1948) and the acts that amend it",
                 "国民の祝日に関する法律（昭和23年法律第178号）および関係法令"};
  int year = 0;
  for (const std::string_view line : detail::japanese_holidays_by_year) {
    detail::text_cursor cursor{line};
    year = cursor.take_number(4).value_or(0);
    cursor.take(' ');
    detail::add_days(list.days, year, detail::text_cursor{detail::yearly_japanese_holidays});
    detail::add_days(list.days, year, cursor);
  }
  std::ranges::sort(list.days);
  list.first_covered = list.days.front();  // New Year's Day of the first year
  list.last_covered = parse_date(std::to_string(year) + "-12-31").value_or(0);
  return list;
}

}  // namespace shozai::inline v1
