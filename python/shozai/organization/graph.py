# SPDX-License-Identifier: Apache-2.0
"""The graph of an organization for networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx


def graph_of(tree: Mapping[str, Any]) -> networkx.MultiDiGraph[str]:
    """Its nodes by id and its edges by kind; what else is known of them are their attributes.

    Raises:
        ImportError: networkx (`shozai[graph]`) is not installed.
    """
    nx = import_networkx()
    made: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in tree["nodes"]:
        made.add_node(node["id"], **{key: part for key, part in node.items() if key != "id"})
    for edge in tree["edges"]:
        more = {key: part for key, part in edge.items() if key not in ("from", "to")}
        made.add_edge(edge["from"], edge["to"], **more)
    return made


def import_networkx() -> Any:
    """The package; an error that says how to get it if it is not there."""
    try:
        import networkx as nx
    except ImportError as error:
        raise ImportError(
            "graphs need networkx: pip install 'shozai[graph]'", name="networkx"
        ) from error
    return nx
