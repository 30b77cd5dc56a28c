"""The mappings that are shipped, as the TOML texts that anybody can copy and change.

Knows: nothing; its files are read by name.
Must not know: anything else.
"""
