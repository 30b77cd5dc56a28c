"""The words of the system as values.

Knows: agencies, purposes, the catalogue of records, rules, requests, decisions, profiles, members, directives
and access entries; their canonical bytes.
Must not know: how any of them is written down by people, stored, evaluated or sent.
"""
