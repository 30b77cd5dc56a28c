"""What is wrong with an installation, and how to mend it.

Knows: each thing that must hold before and while a gateway serves.
Must not know: how any of it is repaired; nothing is changed, also while the gateway runs.
"""
