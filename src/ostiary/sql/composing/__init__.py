"""From the understood tree to the text that runs: over mask views, with the keys of everybody in each row.

Knows: names in scope, the catalogue, one profile, what is read, compared and stood for.
Must not know: the parser, who asks, why anything is allowed.
"""
