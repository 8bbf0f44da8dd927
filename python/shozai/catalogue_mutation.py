# SPDX-License-Identifier: Apache-2.0
"""The texts of mutants and suggested cases: a key, the English text, the Japanese text."""

# ruff: noqa: E501 - a text is easier to compare with its translation on one line
# fmt: off

TEXTS: dict[str, tuple[str, str]] = {
    # How mutants fared.
    "mutation.heading": ("Mistakes put into {policy}, one at a time, and tried with {cases}", "{policy} にわざと誤りを一つずつ入れ、{cases}で試した結果"),
    "mutation.kind": ("mistake", "誤りの種類"),
    "mutation.killed": ("noticed", "検出"),
    "mutation.survived": ("not noticed", "見逃し"),
    "mutation.equivalent": ("changes nothing", "影響なし"),
    "mutation.unnoticed": ("No case notices these:", "どの事例でも検出できなかった誤り："),
    "mutation.before": ("before", "元"),
    "mutation.after": ("after", "変更後"),
    "mutation.nothing": ("(nothing)", "（なし）"),
    "mutation.interim": ("interim owner", "暫定責任者"),
    "mutation.undecided": ("whether it changes any decision was too much to prove", "判定に影響するかどうかは、計算量の上限を超えたため証明できていません"),
    "mutation.score": ("{killed} of {counted} mistakes that change a decision are noticed: {share}%", "判定を変える誤り {counted} 件のうち {killed} 件を検出しました（{share}％）"),
    "mutation.must_pass": ("All cases have to pass first.", "先にすべての事例を合格させてください。"),
    "mutation.threshold": ("threshold one step off", "しきい値が一段ずれる"),
    "mutation.constant": ("another value", "値の取り違え"),
    "mutation.part": ("part of a condition missing", "条件の一部が抜ける"),
    "mutation.drop_rule": ("rule missing", "規則が抜ける"),
    "mutation.swap_rules": ("rule mixed up with the next", "次の規則と取り違える"),
    "mutation.owner": ("another owner", "責任部門の取り違え"),
    "mutation.drop_override": ("override missing", "優先指定が抜ける"),
    "mutation.turn_override": ("override turned round", "優先の向きが逆になる"),
    "mutation.party": ("party missing", "関係先が抜ける"),
    "mutation.cost_share": ("cost shares mixed up", "費用負担の取り違え"),
    "help.mutate": ("Put small mistakes into policies, and show which of them no case notices.", "規程にわざと小さな誤りを入れ、どの事例でも検出できないものを示します。"),
    "help.mutate_most": ("Make at most so many, evenly spread.", "入れる誤りの上限（全体から均等に選びます）。"),
    "help.mutate_all": ("Show every mistake that is not noticed.", "検出できなかった誤りをすべて示します。"),
    "help.mutate_fail_under": ("Fail if less of the mistakes is noticed, in percent.", "検出率がこの値（％）に届かなければ不合格とします。"),
    "help.exit_mutate": ("Exit status: 0 done, 1 a case does not pass or too little is noticed, 2 wrong usage.", "終了コード: 0 完了、1 合格しない事例がある・検出率が足りない、2 使い方の誤り。"),
    # Suggested cases.
    "suggest.exercises": ("Exercises {things}", "確かめられること：{things}"),
    "suggest.found": ("{cases} suggested; at least {least} are needed", "{cases}を提案しました（少なくとも {least} 件は必要です）"),
    "suggest.fill_in": ("Say in `expected` what is right; `shozai test --update` writes what the policy says, for you to check.", "正しい判定を `expected` に書いてください。`shozai test --update` で規程の判定を書き込み、確認することもできます。"),
    "suggest.nothing": ("The cases exercise everything that can be exercised.", "確かめられるものは、すべて事例で確かめられています。"),
    "suggest.not_found": ("no fault was found for {things}", "該当する不具合が見つからなかったもの：{things}"),
    "suggest.too_large": ("the policy is too large to find faults for what is left out", "規程が大きすぎるため、足りない事例を探せません"),
    "help.cases": ("Help with writing test cases.", "事例づくりを助けます。"),
    "help.suggest": ("Suggest faults for all that the cases of a policy leave out: as few as can be found.", "事例がまだ確かめていないところを、できるだけ少ない不具合で確かめられるように提案します。"),
    "help.suggest_cases": ("Files of cases; without, those beside the policy that are named after it.", "事例のファイル。省略すると、規程と同じ名前で隣にあるもの。"),
    "help.suggest_out": ("Write the case file here instead of printing it.", "事例ファイルを画面に出さず、ここに書き出します。"),
}

COUNTS: dict[str, tuple[str, str, str]] = {
    "mutant": ("{n} mistake", "{n} mistakes", "誤り {n} 件"),
    "thing": ("{n} thing", "{n} things", "{n} 件"),
}
