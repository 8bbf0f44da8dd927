# SPDX-License-Identifier: Apache-2.0
"""The texts of importing and exporting tables: a key, the English text, the Japanese text."""

# ruff: noqa: E501 - a text is easier to compare with its translation on one line
# fmt: off

TEXTS: dict[str, tuple[str, str]] = {
    "help.import": (
        "Put the tables of a CSV file or an Excel workbook into a policy, or make a policy of a DMN model. Nothing is written unless everything can be read.",
        "CSV や Excel ブックの表を規程に取り込みます。DMN モデルからは新しい規程を作ります。すべて読み取れたときだけ書き出します。",
    ),
    "help.import_table": (
        "A .csv, a .xlsx (each sheet that is called by an aspect's id or label), a .xlsx#SHEET, or a .dmn.",
        ".csv、.xlsx（観点の ID または名称と同名のシート）、.xlsx#シート名、または .dmn。",
    ),
    "help.into": ("The policy document that takes the tables.", "表を取り込む規程（JSON）。"),
    "help.import_aspect": ("The aspect, by id or label, whose table it is.", "表を取り込む観点（ID または名称）。"),
    "help.export": (
        "Write the rules of a policy as tables for a spreadsheet, or as a DMN model.",
        "規程の規則を表計算ソフト用の表、または DMN モデルとして書き出します。",
    ),
    "help.export_aspect": ("An aspect; may be given several times. Without it, all.", "観点。複数指定できます。省くとすべて。"),
    "help.export_out": ("A .csv (one aspect), .xlsx (a sheet an aspect) or .dmn.", ".csv（観点一つ）、.xlsx（観点ごとに一シート）、または .dmn。"),
    "help.encoding": ("Of CSV: utf-8 or cp932.", "CSV の文字コード（utf-8 または cp932）。"),
    "help.labels": (
        "Departments and values by their labels, where only one is called so.",
        "部門や値を ID でなく名称で書き出します（名称が一つに定まるものだけ）。",
    ),
    "help.table_only": ("Only rows of tables, no rules.", "表の行だけを書き出し、規則（rules）は除きます。"),
    "help.exit_export": (
        "Exit status: 0 fine, 1 the policy is refused, or rules are left out, 2 wrongly called.",
        "終了コード: 0 正常、1 規程に誤りがある、または書き出せない規則がある、2 呼び出し方の誤り。",
    ),
    "import.no_file": ("there is no such file", "ファイルがありません"),
    "import.into_needed": ("say which policy takes the table: --into POLICY", "取り込み先の規程を --into で指定してください"),
    "import.dmn_alone": ("a DMN model makes a policy of its own: leave out --into and --aspect", "DMN モデルは単独で一つの規程になります。--into と --aspect は指定できません"),
    "import.aspect_needed": ("`{names}`: which aspect is meant? say --aspect NAME, one of {aspects}", "`{names}` がどの観点の表か分かりません。--aspect で指定してください（{aspects}）"),
    "import.twice": ("aspect `{aspect}` is meant twice", "観点 `{aspect}` に当たるものが複数あります"),
    "import.sheet_left": ("sheet {sheet}: called by no aspect that is wanted, left out", "シート {sheet}：対象の観点と名前が合わないため取り込みません"),
    "import.refused": ("nothing was imported", "何も取り込んでいません"),
    "import.added": ("{aspect}: {rows} from {source}", "{aspect}：{source} から {rows}を取り込みました"),
    "import.replaced": ("{aspect}: {rows} from {source}, in place of the table that was there", "{aspect}：{source} から {rows}を取り込み、元の表と置き換えました"),
    "import.kept": ("beside the table: {rules}, kept", "表のほかの{rules}はそのまま残します"),
    "export.form": ("{file}: the name must end in .csv, .xlsx or .dmn", "{file}：ファイル名の末尾は .csv、.xlsx、.dmn のいずれかにしてください"),
    "export.one_aspect": ("a CSV file has one table; choose an aspect ({aspects}) or write a .xlsx", "CSV に書ける表は一つです。観点（{aspects}）を選ぶか、.xlsx にしてください"),
    "export.nothing": ("these aspects have no row to write", "書き出す行がありません"),
    "export.no_character": ("cp932 has no `{letters}`; write UTF-8, with --bom for Excel", "cp932 に `{letters}` がありません。UTF-8 で書き出してください（Excel 用には --bom）"),
    "export.written": ("{aspect}: {rows}", "{aspect}：{rows}"),
    "export.left_out": ("no row can write these rules: {rules}", "行の形で書けない規則：{rules}"),
    "export.incomplete": ("the tables are written, but not all rules; --table-only leaves rules out on purpose", "表は書き出しましたが、書けない規則が残りました。規則を除いてよい場合は --table-only を付けてください"),
}

COUNTS: dict[str, tuple[str, str, str]] = {
    "table_row": ("{n} row", "{n} rows", "{n} 行"),
}
