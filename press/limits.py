"""How large the parts of a project may be: beyond these a build stops with a sentence, before it takes the machine's time or memory."""

DOCUMENT_MEGABYTES = 5
YAML_MEGABYTES = 1
BIBLIOGRAPHY_MEGABYTES = 20
IMAGE_MEGABYTES = 50
SVG_MEGABYTES = 10
IMAGE_MEGAPIXELS = 100

YAML_VALUES = 100_000
"""Values of a YAML text once every alias is written out."""
YAML_DEPTH = 100
"""Lists and mappings inside each other."""
INCLUDE_DEPTH = 20
"""Files that include each other in a chain."""
MOST_INCLUDES = 1_000
"""Files that a document includes in all, each as often as it is included."""
LONGEST_NAME = 200
"""Letters of a file's name that a message quotes."""

CONVERSION_SECONDS = 5
BYTES_PER_SECOND = 100_000
"""Pandoc may take so much processor time, and a second more for each so many bytes of text: nested brackets can keep it busy for ever."""
PANDOC_MEMORY = "700m"
