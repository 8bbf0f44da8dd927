# SPDX-License-Identifier: Apache-2.0
"""From a diagram to a picture: words, places, and SVG or Mermaid."""
