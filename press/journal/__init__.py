"""What a journal asks for, made from the article as it is built: `make submission`.

`package` leads; `jats` brings the article's JATS into the form that publishers take, for a site as for a
submission. Nothing but the command line imports this room.
"""
