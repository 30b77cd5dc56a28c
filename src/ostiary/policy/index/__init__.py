"""The bit-set index: the evaluator that runs. It must say what the reference says, in everything.

Knows: how a bundle's rules become the bits of whole numbers, and a decision an AND of them.
Must not know: how rules are written, said in words, or stored.
"""
