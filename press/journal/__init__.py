"""What a journal asks for, made from the article as it is built: `make submission`.

`package` leads; `jats` holds the publisher's form of the article. Nothing else imports this room.
"""
