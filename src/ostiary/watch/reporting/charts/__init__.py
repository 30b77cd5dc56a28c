"""One module a question: figures in, a chart out.

Knows: the sentences and pictures of each chart.
Must not know: files, engines, how anything was counted.
"""
