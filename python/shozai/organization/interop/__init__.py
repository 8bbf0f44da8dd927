# SPDX-License-Identifier: Apache-2.0
"""Organizations for other programs: GraphML by networkx, calendars by icalendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def graph_graphml(graph: Mapping[str, Any]) -> str:
    """The graph as GraphML.

    Raises:
        ImportError: networkx (`shozai[graph]`) is not installed.
    """
    import networkx

    made = networkx.MultiDiGraph()
    for node in graph["nodes"]:
        label = node.get("label", {})
        flat = {key: value for key, value in node.items() if key not in ("id", "label")}
        made.add_node(node["id"], **flat, **{f"label_{lang}": said for lang, said in label.items()})
    for edge in graph["edges"]:
        flat = {key: value for key, value in edge.items() if key not in ("from", "to")}
        made.add_edge(edge["from"], edge["to"], **flat)
    return "\n".join(networkx.generate_graphml(made)) + "\n"


def export_icalendar(shifts: Iterable[Mapping[str, Any]]) -> str:
    """Duties as an iCalendar text: an event for each.

    Raises:
        ImportError: icalendar (`shozai[interop]`) is not installed.
    """
    import icalendar

    made = icalendar.Calendar()
    made.add("prodid", "-//shozai//EN")
    made.add("version", "2.0")
    for shift in shifts:
        event = icalendar.Event()
        event.add("uid", f"{shift['position']}-{shift['start'].isoformat()}@shozai")
        event.add("dtstamp", shift["start"])
        event.add("dtstart", shift["start"])
        event.add("dtend", shift["until"])
        event.add("summary", f"{shift['title']}: {shift['name']}")
        made.add_component(event)
    return str(made.to_ical().decode())
