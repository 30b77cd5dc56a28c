"""The whole policy as something to read and to sign: as text, and as a page.

Knows: what stands in it and in which order, how text is wrapped, how a page is built.
Must not know: files, decisions, the policy version (which is made from what is rendered here).
"""
