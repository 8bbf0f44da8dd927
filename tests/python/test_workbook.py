# SPDX-License-Identifier: Apache-2.0
"""Workbooks as people send them, and as nobody should: read cell by cell, or refused whole."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from shozai import PolicyError
from shozai.spreadsheet import read_sheet_as_csv
from shozai.spreadsheet.files import read_grids, split_sheet
from shozai.spreadsheet.findings import UnclearError
from shozai.spreadsheet.grid import csv_text, read_csv
from shozai.spreadsheet.parts import area
from shozai.spreadsheet.typed_cells import number_text, text_of
from shozai.spreadsheet.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from shozai.spreadsheet.grid import Grid

ENTITIES = b'<!DOCTYPE x [<!ENTITY a "b">]>'


def book_of(*rows: list[Any], title: str = "S", **more: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(row)
    return saved(book)


def saved(book: Any) -> bytes:
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rezipped(data: bytes, changed: dict[str, bytes], without: str = "") -> bytes:
    """The workbook with some parts exchanged."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *changed} - {without}:
            new.writestr(name, changed[name] if name in changed else old.read(name))
    return kept.getvalue()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name)


def read(data: bytes, sheet: str | None = None) -> Grid:
    book = Workbook(data, "b.xlsx")
    return book.grid(book.chosen(sheet))


def refusal(data: bytes, sheet: str | None = None) -> tuple[str, list[str]]:
    with pytest.raises(PolicyError) as caught:
        read(data, sheet)
    (finding,) = caught.value.diagnostics
    assert finding.file == "b.xlsx"
    return finding.code, finding.arguments


# --- what is refused -----------------------------------------------------------------------------


def test_what_is_no_zip_is_no_workbook() -> None:
    assert refusal(b"id,accountable\n")[0] == "SZ831"
    assert refusal(b"")[0] == "SZ831"
    assert refusal(b"PK\x03\x04 and no more")[0] == "SZ831"


def test_a_renamed_zip_is_no_workbook() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("photo.txt", "hello")
    assert refusal(kept.getvalue())[0] == "SZ831"


def test_a_workbook_with_a_password_or_of_the_old_form_is_refused() -> None:
    assert refusal(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504)[0] == "SZ832"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = rezipped(book_of(["id"]), {"xl/media/zeros.bin": b"\0" * 50_000_000})
    assert len(bomb) < 100_000
    code, (unpacked, packed) = refusal(bomb)
    assert code == "SZ833"
    assert int(unpacked.replace(",", "")) > 50_000_000
    assert int(packed.replace(",", "")) == len(bomb)


def test_a_zip_bomb_with_a_false_size_is_refused() -> None:
    bomb = bytearray(rezipped(book_of(["id"]), {"xl/media/zeros.bin": b"\0" * 50_000_000}))
    for size in (
        at for at in range(len(bomb) - 4) if bomb[at : at + 4] == struct.pack("<I", 50_000_000)
    ):
        bomb[size : size + 4] = struct.pack("<I", 1_000)
    assert refusal(bytes(bomb))[0] == "SZ835"


def test_a_renamed_zip_bomb_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.bin", b"\0" * 10_000_000)
    assert refusal(kept.getvalue())[0] == "SZ831"


def test_too_many_parts_are_refused() -> None:
    parts = {f"xl/media/{n}.bin": b"" for n in range(2_001)}
    assert refusal(rezipped(book_of(["id"]), parts))[0] == "SZ835"


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_a_part_with_entities_is_refused(name: str) -> None:
    book = book_of(["id"])
    old = part(book, name)
    start = old.index(b"?>") + 2 if old.startswith(b"<?xml") else 0
    changed = old[:start] + ENTITIES + old[start:]
    assert refusal(rezipped(book, {name: changed})) == ("SZ834", [name])


def test_a_part_with_a_document_type_is_refused_whatever_its_name_and_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
    changed = {"xl/other.bin": text.encode("utf-16")}
    assert refusal(rezipped(book_of(["id"]), changed)) == ("SZ834", ["xl/other.bin"])


def test_broken_xml_is_refused() -> None:
    code, (why,) = refusal(rezipped(book_of(["id"]), {"xl/worksheets/sheet1.xml": b"<a><b>"}))
    assert code == "SZ835"
    assert why.startswith("xl/worksheets/sheet1.xml: ")


def test_a_workbook_without_its_parts_is_refused() -> None:
    assert refusal(rezipped(book_of(["id"]), {}, without="xl/worksheets/sheet1.xml"))[0] == "SZ831"
    assert refusal(rezipped(book_of(["id"]), {}, without="xl/workbook.xml"))[0] == "SZ835"


@pytest.mark.parametrize(
    "element",
    [
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_a_small_element_that_means_many_cells_is_refused(element: bytes) -> None:
    book = book_of(["id"])
    changed = part(book).replace(b"</sheetData>", b"</sheetData>" + element)
    assert refusal(rezipped(book, {"xl/worksheets/sheet1.xml": changed}))[0] == "SZ848"


def test_the_size_of_a_range_is_known() -> None:
    assert [area(each) for each in ("A1", "A1:C2", "$A$1:$A$9", "", "x")] == [1, 6, 9, 0, 0]


# --- sheets --------------------------------------------------------------------------------------


def test_a_sheet_is_chosen_by_name_however_wide() -> None:
    book = book_of(["a"], title="費用(1)", other=[["b"]])
    assert read(book, "費用(1)").rows == {1: ["a"]}
    assert read(book, "費用（１）").rows == {1: ["a"]}


def test_an_unknown_sheet_is_an_error_that_lists_the_sheets() -> None:
    assert refusal(book_of(["a"], title="費用", other=[["b"]]), "原因") == (
        "SZ830",
        ["原因", "`費用`, `other`"],
    )


def test_without_a_name_the_only_filled_sheet_is_read() -> None:
    assert read(book_of(["a"], empty=[])).rows == {1: ["a"]}
    assert refusal(book_of(["a"], other=[["b"]])) == ("SZ847", ["S, other", "b.xlsx"])


def test_a_path_with_a_sheet_is_taken_apart() -> None:
    assert split_sheet("sub/rules.xlsx#費用#2") == ("sub/rules.xlsx", "費用#2")
    assert split_sheet("rules.csv") == ("rules.csv", None)
    assert split_sheet("rules.xlsx#") == ("rules.xlsx#", None)


# --- cells ---------------------------------------------------------------------------------------


def test_typed_cells_become_exact_texts() -> None:
    values: list[Any] = [
        5,
        5.0,
        0.7,
        12.5,
        1e-3,
        True,
        dt.datetime(2026, 4, 1),
        dt.date(2026, 4, 2),
    ]
    texts = ["5", "5", "0.7", "12.5", "0.001", "true", "2026-04-01", "2026-04-02"]
    assert read(book_of(values)).rows == {1: texts}


def test_a_time_with_a_day_keeps_both() -> None:
    assert text_of(dt.datetime(2026, 4, 1, 8, 30), "General") == "2026-04-01T08:30:00"


@pytest.mark.parametrize("number", [0.1 + 0.2, 1e20, 1e-7, 2.0**60, 1234567890123456])
def test_a_number_that_a_sheet_does_not_keep_exactly_is_refused(number: float) -> None:
    with pytest.raises(UnclearError) as caught:
        number_text(number)
    assert caught.value.code == "SZ839"


@pytest.mark.parametrize("form", ["0%", "0.0%", "#,##0,", '#,##0,"千円"'])
def test_a_number_that_is_shown_as_another_is_refused(form: str) -> None:
    with pytest.raises(UnclearError) as caught:
        text_of(0.7, form)
    assert caught.value.code == "SZ840"
    assert text_of(7, '#,##0"%"') == text_of(7, "#,##0") == "7"


def test_a_time_of_day_is_refused_at_its_cell() -> None:
    grid = read(book_of(["id", "at"], ["C-1", dt.time(8, 30)]))
    assert [(d.code, d.sheet, d.cell) for d in grid.findings] == [("SZ840", "S", (2, 2))]


def test_a_formula_counts_by_its_stored_value() -> None:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet("S")
        sheet.write_formula("A1", "=1+4", value=5)
        sheet.write("B1", "x")
    grid = read(kept.getvalue())
    assert grid.rows == {1: ["5", "x"]}
    assert [(d.code, d.cell, d.arguments) for d in grid.findings] == [("SZ855", (1, 1), ["5"])]


def test_a_formula_without_a_value_is_an_error() -> None:
    grid = read(book_of(["=1+4", "x"], ["#N/A", "#REF!"]))
    assert [(d.code, d.level, d.cell) for d in grid.findings] == [
        ("SZ837", "error", (1, 1)),
        ("SZ838", "error", (2, 1)),
        ("SZ838", "error", (2, 2)),
    ]


def test_merged_cells_have_the_value_of_the_first_and_it_is_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["B1"], sheet["B3"] = "id", "C-1", "k", "v"
    sheet.merge_cells("A2:A3")
    grid = read(saved(book))
    assert grid.rows == {1: ["id", "k"], 2: ["C-1", ""], 3: ["C-1", "v"]}
    assert [(d.code, d.level, d.cell, d.arguments) for d in grid.findings] == [
        ("SZ853", "note", (2, 1), ["A2:A3", "C-1"])
    ]


def test_hidden_rows_and_columns_are_read_and_it_is_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 6):
        for column in range(1, 4):
            sheet.cell(row, column, f"{row}{column}")
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    grid = read(saved(book))
    assert grid.rows[3] == ["31", "32", "33"]
    assert [(d.code, d.arguments) for d in grid.findings] == [("SZ854", ["3:4, B:B"])]


def test_rows_keep_their_numbers_and_a_far_cell_costs_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"], sheet["B1048576"] = "id", "far"
    grid = read(saved(book))
    assert grid.rows == {2: ["", "id"], 1048576: ["", "far"]}


def test_furigana_is_no_part_of_a_text() -> None:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as written:
        written.add_worksheet("S").write("A1", "費用")
    book = kept.getvalue()
    changed = part(book, "xl/sharedStrings.xml").replace(
        "<t>費用</t>".encode(),
        '<t>費用</t><rPh sb="0" eb="2"><t>ヒヨウ</t></rPh>'.encode(),
    )
    assert changed != part(book, "xl/sharedStrings.xml")
    assert read(rezipped(book, {"xl/sharedStrings.xml": changed})).rows == {1: ["費用"]}


# --- CSV, and both as text -----------------------------------------------------------------------


def test_rows_of_csv_keep_their_lines() -> None:
    text = 'id,because\r\n\r\n"C-1","two\r\nlines"\r\nC-2,x\r\n,,\r\n'
    rows = read_csv(text)
    assert rows == {1: ["id", "because"], 3: ["C-1", "two\r\nlines"], 5: ["C-2", "x"]}
    assert csv_text({1: ["a"], 4: ['b"c', "d,e"]}) == 'a\n\n\n"b""c","d,e"\n'


@pytest.mark.parametrize("text", ['a,"b', 'a,"b"c\n'])
def test_malformed_csv_is_left_to_the_loader(text: str, tmp_path: Path) -> None:
    assert read_csv(text) is None
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    assert read_sheet_as_csv(path).text == text


def test_a_sheet_of_cases_is_tidied_but_not_interpreted(tmp_path: Path) -> None:
    path = tmp_path / "a.cases.xlsx"
    row = ["例１　です", "３", "1〜5", "令和8年4月1日", "ＡＬ－２００"]
    path.write_bytes(book_of(["名称", "重大度", "範囲", "適用日", "機種"], [], row))
    read_text = read_sheet_as_csv(path, free_text={"名称"})
    lines = read_text.text.split("\n")
    assert lines[0] == "名称,重大度,範囲,適用日,機種"
    assert lines[1:] == ["", "例１　です,3,1〜5,2026-04-01,AL-200", ""]
    assert read_text.sheet == "S"
    assert [(d.code, d.cell, d.arguments) for d in read_text.notes] == [
        ("SZ850", (3, 2), ["３", "3"]),
        ("SZ851", (3, 4), ["令和8年4月1日", "2026-04-01"]),
        ("SZ850", (3, 5), ["ＡＬ－２００", "AL-200"]),
    ]


def test_a_csv_of_cases_in_cp932_is_read_and_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.cases.csv"
    path.write_bytes("名称,重大度\r\n～例～,３\r\n".encode("cp932"))
    read_text = read_sheet_as_csv(path, free_text={"名称"})
    assert read_text.text == "名称,重大度\n～例～,3\n"
    assert [d.code for d in read_text.notes] == ["SZ857", "SZ850"]


def test_a_cell_that_cannot_be_read_refuses_the_whole_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.cases.xlsx"
    path.write_bytes(book_of(["name", "on", "n"], ["a", "4/1/26", "=1+1"], ["b", "〃", 1]))
    with pytest.raises(PolicyError) as caught:
        read_sheet_as_csv(path)
    assert [(d.code, d.cell) for d in caught.value.diagnostics] == [
        ("SZ837", (2, 3)),
        ("SZ841", (2, 2)),
        ("SZ846", (3, 2)),
    ]


def test_a_file_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id\n\xff\xfe\n")
    with pytest.raises(PolicyError) as caught:
        read_grids(path)
    assert [d.code for d in caught.value.diagnostics] == ["SZ183"]
