# SPDX-License-Identifier: Apache-2.0
"""Decision tables of DMN models, read as policies and written from them."""

from __future__ import annotations

from .export_model import export_dmn
from .import_model import import_dmn

__all__ = ["export_dmn", "import_dmn"]
