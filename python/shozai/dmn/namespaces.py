# SPDX-License-Identifier: Apache-2.0
"""The namespaces of DMN's versions, and the one for what only shozai has."""

from __future__ import annotations

WRITTEN = "https://www.omg.org/spec/DMN/20191111/MODEL/"
"""DMN 1.3, which every tool of today reads."""
FEEL = "https://www.omg.org/spec/DMN/20191111/FEEL/"
MODELS = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",  # 1.1
    "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
    WRITTEN,  # 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
)
SHOZAI = "urn:shozai:dmn:1"
XINCLUDE = "http://www.w3.org/2001/XInclude"
