"""Millions of accesses that nobody made, written straight into a watch folder: for the size, never for quality.

Knows: the distributions that released logs show, misuse that is planted and told in a file of its own.
Must not know: the door, detectors.

What detectors find here says how fast they are and that they still find what they found: never how good they are on real logs.
"""
