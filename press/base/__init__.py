"""What every room of press needs: errors, files, limits, safe text, YAML, the checkout, the edition, stores.

Lowest first: `limits`, `checkout`, `plain_text`, `markdown_text`, `errors`, `files`, `store`, `kept`,
`yaml12`, `declarations`, `edition`, `citation`. It imports no other room; others may import all of it.
"""
