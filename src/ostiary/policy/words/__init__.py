"""Policy in English: one sentence for every rule, always the same for the same rule.

Knows: names of agencies, purposes and papers, lists, dates, and the words for conditions, needs, masks and rows.
Must not know: how a decision is made, pages, TOML.
"""
