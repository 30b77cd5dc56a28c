"""The query desk: for officers without an SQL client, one box to search in, through the same door as everybody.

Knows: a sitting of one member, what a search is, and what the door said.
Must not know: the records database's accounts, the policy's decisions, the console's accounts.
"""
