"""The room of policy: what the rules are, what they mean, and how they are said.

Knows: TOML text and the compiled bundle, the reference evaluator, the index that runs, explanation in English, profiles,
the export to Cedar.
Must not know: wire, SQL, log, files.
"""
