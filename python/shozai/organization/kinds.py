# SPDX-License-Identifier: Apache-2.0
"""The kinds of findings that checking an organization can have, and what each means."""

# ruff: noqa: E501 - a text is easier to compare with its translation on one line

from __future__ import annotations

from ..kinds import Kind, _kind

# fmt: off
KINDS: dict[str, Kind] = {
    "SZ340": _kind("unreachable", "error", ("nobody accountable reached", "責任者に届かない経路"),
        ("A case that starts then never reaches anybody who is accountable.", "その時刻に始まった案件は、責任を負う人にいつまでも届かない。")),
    "SZ341": _kind("empty_step_fails", "error", ("step that must not be empty", "空であってはならない段階の不在"),
        ("A step with `if_empty: fail` starts at an instant at which nobody is on duty.", "`if_empty: fail` の段階が、当番のいない時刻に始まり得る。")),
    "SZ342": _kind("cycle_without_exit", "error", ("circle without a way out", "出口のない循環"),
        ("Deputies, delegations, fallbacks or superiors lead in a circle that nobody accountable is part of.", "代理・委任・代替先・上位者が、責任を負う役職に行き着かないまま循環している。")),
    "SZ343": _kind("cycle_with_exit", "warning", ("circle with a way out", "出口のある循環"),
        ("They lead in a circle, which only a deadline ends.", "代理・委任などが循環しており、期限切れによってのみ抜ける。")),
    "SZ344": _kind("coverage_gap", "error", ("hours nobody covers", "当番の空白"),
        ("At some time that must be covered, nobody is on duty.", "当番が必要と定めた時間帯に、誰も当番でない時間がある。")),
    "SZ345": _kind("two_accountable", "error", ("two holders at once", "責任者の重複"),
        ("Two people hold one accountable position on the same day.", "責任を負う一つの役職に、同じ日に二人が就いている。")),
    "SZ346": _kind("vacant", "warning", ("vacant position", "空席の役職"),
        ("A position that is in use has no holder for some time.", "使われている役職に、就任者のいない期間がある。")),
    "SZ347": _kind("expired_deputy", "warning", ("deputy no longer", "期限切れの代理"),
        ("A deputy's time ended before the time that was looked at.", "代理の期間が、調べた期間より前に終わっている。")),
    "SZ348": _kind("person_left", "error", ("person who has left", "退職者・入社前の人の指名"),
        ("Somebody is named for days on which they are not employed.", "在籍していない日について、その人が指名されている。")),
    "SZ349": _kind("no_arbiter", "error", ("dispute nobody settles", "裁定者のいない部門間"),
        ("Two departments can dispute, and nobody is there to settle it.", "二つの部門の間で見解が割れ得るのに、裁定する人がいない。")),
    "SZ350": _kind("partial_arbiter", "error", ("arbiter who is a party", "当事者である裁定者"),
        ("Who settles a dispute belongs to one of its sides.", "裁定者が当事者の一方に属している。")),
    "SZ351": _kind("too_few_paths", "error", ("too few independent paths", "独立した経路の不足"),
        ("Fewer paths that share nobody lead to an accountable person than are wanted.", "責任者に至る、人を共有しない経路の数が、求めた数に満たない。")),
    "SZ352": _kind("single_point", "warning", ("person everything hangs on", "特定の一人への依存"),
        ("Without this one person nobody accountable is told.", "この一人が動けないと、責任を負う人に届かない。")),
    "SZ353": _kind("told_twice", "note", ("person told twice", "同じ人への重ねての連絡"),
        ("The same person is told at two steps of one round, or twice by one step.", "同じ人に、一巡のうちに二度、または一つの段階で二重に知らせる。")),
    "SZ354": _kind("agreement_missed", "error", ("agreement that cannot be kept", "守れない約束"),
        ("At worst it takes longer than was promised.", "最悪の場合、約束した時間に間に合わない。")),
    "SZ355": _kind("guarantee_failed", "error", ("broken guarantee", "守られていない保証"),
        ("A guarantee about who is told within which time does not hold.", "誰にいつまでに届くかの保証が成り立たない場合がある。")),
    "SZ356": _kind("never_lapses", "error", ("step that never lapses", "期限の来ない段階"),
        ("The deadline of a step never comes, so that the path stops there.", "段階の期限がいつまでも来ず、そこで経路が止まる。")),
    "SZ357": _kind("no_escalation", "error", ("fault without an escalation policy", "方針の決まらない不具合"),
        ("For some possible fault it is open which escalation policy applies.", "どのエスカレーション方針によるかが決まらない不具合があり得る。")),
    "SZ358": _kind("holidays_end", "warning", ("list of holidays that ends", "休日一覧の期限切れ"),
        ("A list of holidays ends before the time that was looked at does.", "休日一覧が、調べた期間の途中で終わっている。")),
    "SZ359": _kind("working_without_calendar", "warning", ("working time without a calendar", "カレンダーのない勤務時間"),
        ("A deadline counts working time, but the target has no calendar, so that all time counts.", "勤務時間で数える期限なのに、相手にカレンダーがなく、全時間を数えることになる。")),
    "SZ360": _kind("unused", "note", ("not used", "使われていないもの"),
        ("Nothing uses it.", "どこからも使われていない。")),
    "SZ361": _kind("undecided", "warning", ("question left undecided", "判断しきれなかった点"),
        ("The organization is too large to answer this within the budget; nothing is claimed about it.", "組織が大きく、上限内では調べきれなかった。この点については何も保証しない。")),
    "SZ362": _kind("not_accountable_end", "error", ("nobody keeps the case", "最後に引き受ける人の不在"),
        ("After the last step nobody accountable is left who keeps the case.", "最後の段階の後、案件を引き受ける責任者がいない。")),
    "SZ363": _kind("channel_unknown", "warning", ("channel that a person has not", "連絡手段の不足"),
        ("A step wants a channel by which a person cannot be reached.", "段階が指定する連絡手段を、知らせる相手が持っていない。")),
    "SZ364": _kind("nobody_new", "warning", ("step that tells nobody new", "新たに知らせる人のいない段階"),
        ("All whom the step tells were told before.", "その段階で知らせるのは、すでに知らせた人だけである。")),
    "SZ365": _kind("guarantee_without_path", "error", ("guarantee without a path", "経路のない保証"),
        ("A guarantee is about a position that no path tells.", "保証が対象とする役職に、どの経路も知らせない。")),
}
# fmt: on

CODES = {kind.kind: code for code, kind in KINDS.items()}


def known_kinds(*names: str) -> frozenset[str]:
    """The names of kinds as a set.

    Raises:
        KeyError: there is no such kind.
    """
    unknown = [name for name in names if name not in CODES]
    if unknown:
        raise KeyError(f"there is no kind {unknown[0]!r} of findings; there are {', '.join(CODES)}")
    return frozenset(names)
