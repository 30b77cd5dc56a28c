"""How good the watch is: words against labelled reasons, detectors against misuse that is planted where nobody told them.

Knows: planted and public cases, backgrounds, counts with intervals.
Must not know: the terminal. What it measures on planted or made-up accesses is never real precision, and every table says so.
"""
