"""What the checks of the text have to know of the subject; the sentences stand in paper/sentences.yml."""
