# SPDX-License-Identifier: Apache-2.0
"""Reports as a page to read and to print: what is counted, which faults are shown, how it looks."""
