"""The room of policy: what the rules are, what they mean, and how they are said.

Knows: TOML text and the compiled bundle, the reference evaluator, explanation in English, profiles.
Must not know: wire, SQL, log, files.
"""
