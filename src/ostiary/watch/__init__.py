"""The watch: finds misuse in accesses, whether of our own log or of logs that others released.

Knows: access events, what is known beside them (rosters, grants, cases), detectors, findings, their pictures.
Must not know: HTTP, the wire, how an access was decided, or that a finding is ever more than a lead.

Rooms: ``events`` (the form of an event, and the folder), ``importing`` (others' files), ``own_log`` (our entries),
``reasons`` (what the words of a reason say), ``detecting`` (M1 to M15), ``joining`` (coverage and contradiction), ``findings``
(their life), ``duties`` (what is due), ``evaluating`` (how good it is), ``reporting`` (pictures).
"""
