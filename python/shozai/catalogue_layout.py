# SPDX-License-Identifier: Apache-2.0
"""The texts of formatting and linting documents: a key, the English text, the Japanese text."""

# ruff: noqa: E501 - a text is easier to compare with its translation on one line
# fmt: off

TEXTS: dict[str, tuple[str, str]] = {
    # The layout.
    "fmt.changed": ("laid out: {file}", "整形しました: {file}"),
    "fmt.changes": ("not in the canonical layout: {file}", "標準の書式ではありません: {file}"),
    "fmt.done": ("{files} laid out, {same} unchanged", "整形した文書: {files}、変更なし: {same}"),
    "fmt.would": ("{files} to lay out, {same} as they should be", "整形の必要な文書: {files}、書式どおり: {same}"),
    "fmt.normalized": ("{place}: brought into Unicode normal form C", "{place}: Unicode 正規化形式 C に直しました"),
    "fmt.refused": ("{file} is left as it is: correct these errors first", "{file} は変更していません。先に上の誤りを直してください"),
    "fmt.no_document": ("{file} is neither a policy nor a file of cases; the parts of a policy are laid out together with it", "{file} は規程でもテスト事例のファイルでもありません。規程の一部は、規程の本体を指定すると一緒に整形されます"),
    "error.stdin_alone": ("- stands for standard input and goes alone", "標準入力を表す - は、ほかのファイルと一緒に指定できません"),
    # Linting.
    "lint.sum": ("{files}: {errors}, {warnings}", "{files}: {errors}、{warnings}"),
    # Schemas.
    "schema.policy": ("policy documents: policy.json", "規程の文書: policy.json"),
    "schema.cases": ("files of test cases: NAME.cases.json", "テスト事例のファイル: NAME.cases.json"),
    # Help.
    "help.fmt": ("Write policies and files of cases in the canonical layout; what they say stays the same.", "規程とテスト事例を標準の書式に整えます。内容は変わりません。"),
    "help.exit_fmt": (
        "Exit status: 0 fine; 1 a document was refused, or with --check or --diff one is to be laid out; 2 wrong usage.",
        "終了コード: 0 正常、1 文書に誤りがあるか、--check・--diff で整形の必要なものが見つかった場合、2 使い方の誤り。",
    ),
    "help.layout_files": ("Policies and files of cases (JSON), with the JSON files that they name; - lays out standard input.", "規程とテスト事例（JSON）。そこから参照する JSON も整えます。- は標準入力を整えて標準出力に書きます。"),
    "help.fmt_check": ("Write nothing; say what would change.", "書き込まず、変わるものを示します。"),
    "help.fmt_diff": ("Write nothing; show the lines that would change.", "書き込まず、変わる行を示します。"),
    "help.stdin_name": ("Where the text on standard input belongs, to find the files that it names.", "標準入力の文書の置き場所。参照するファイルをここから探します。"),
    "help.lint": ("Find errors and warnings in policies and files of cases: form, proof and layout, for hooks and reviews.", "規程とテスト事例の誤りと警告を示します。形式、証明できる問題、書式を調べます。コミット前の検査用。"),
    "help.linted": ("Policies and files of cases (JSON).", "規程とテスト事例（JSON）。"),
    "help.format_lint": ("text, json with one finding a line, or sarif for editors and code review.", "text、一行に一件の json、またはエディターやコードレビューで使う sarif。"),
    "help.schema": ("Print the JSON Schema with which editors complete and explain documents.", "エディターの入力補完と説明に使う JSON Schema を出力します。"),
    "help.schema_name": ("Which one; without a name, what there is.", "どのスキーマか。省略すると一覧を示します。"),
}

COUNTS: dict[str, tuple[str, str, str]] = {
    "file": ("{n} file", "{n} files", "{n} 件"),
}
