# SPDX-License-Identifier: Apache-2.0
"""The notebooks run, and show what they are stored with.

They are stored executed, since people read them on the web, and what they read there must be true;
with the versions that pyproject.toml pins their outputs are the same everywhere. After a change
that is meant: SHOZAI_UPDATE=1 ./run python -m pytest tests/python/test_notebooks.py
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def run(path: Path, tmp_path: Path) -> Any:
    """The notebook, executed offline by the interpreter that runs the tests."""
    notebook: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "IPYTHONDIR": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path),
        "JUPYTER_DATA_DIR": str(tmp_path),
    }
    client = nbclient.NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
    )
    client.execute(env=environment)
    return notebook


def outputs(notebook: Any) -> list[Any]:
    return [(cell.source, cell.get("outputs", [])) for cell in notebook.cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_is_stored_with(path: Path, tmp_path: Path) -> None:
    executed = run(path, tmp_path)
    if os.environ.get("SHOZAI_UPDATE") == "1":
        nbformat.write(executed, path)  # type: ignore[no-untyped-call]
    stored: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert outputs(executed) == outputs(stored)
    assert all(
        output.output_type in ("execute_result", "display_data")
        or (output.output_type == "stream" and output.name == "stdout")
        for _source, found in outputs(executed)
        for output in found
    )


def test_there_is_a_notebook() -> None:
    assert [path.name for path in NOTEBOOKS] == ["01-first-look.ipynb"]
