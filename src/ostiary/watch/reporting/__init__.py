"""Pictures of a log: who searches, for what, how vaguely, how widely, when, and what nobody can say.

Knows: what is counted of the events of a watch folder, the sentence, picture and table of each chart, the page.
Must not know: how events were read, what a detector looks for, HTTP.
"""
