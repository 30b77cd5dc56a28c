"""Disclosures: what somebody is told of the accesses about them, with the proof that nothing was left out.

Knows: what is handed over, how it is verified offline, the account, the tables and the page that are made of it.
Must not know: files, logs on a disk, who may ask.
"""
