"""What officials sign and what auditors read, in words, for whatever shows it: a terminal or a page.

Knows: an official's desk, how directives and entries are said, how a change of policy is reviewed.
Must not know: terminals, browsers, settings, how a gateway runs.
"""
