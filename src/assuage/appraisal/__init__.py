"""One study or fact at a time: its design, its level, how directly it speaks to the question."""
