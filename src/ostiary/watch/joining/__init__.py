"""Coverage and contradiction: events beside what is known of grants, accounts, agreements, and beside other copies of themselves.

Knows: detectors C1 to C7, which have the same form as the others, and what a folder covers at all.
Must not know: files, engines, what became of a lead.
"""
