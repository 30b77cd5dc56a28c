"""The counter: slips with one-time codes, questions and complaints, and the live pages of the resident portal.

Knows: what a resident is given, what opens with a code, what is kept of either, and which pages show it.
Must not know: HTTP, accounts, how a disclosure is made.
"""
