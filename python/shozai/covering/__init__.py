# SPDX-License-Identifier: Apache-2.0
"""What cases exercise of a policy: words, lines of files, strips of values, how the page looks."""
