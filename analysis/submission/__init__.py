"""What a journal asks for, made from the article as it is built: `make submission`.

The manuscript as Word and PDF in review form, the same without a trace of its authors, each figure and table as a file of
its own, highlights, abstract, title page and references. `paper/submission.yml` has what differs between journals.
"""
