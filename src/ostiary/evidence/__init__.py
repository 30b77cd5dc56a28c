"""What an entry commits to, and how it is opened to those who may see it.

Knows: commitments, sealing, openings and receipts, disclosures and the subject index.
Must not know: files, the wire, tiles on a disk, or who is allowed to see what.
"""
