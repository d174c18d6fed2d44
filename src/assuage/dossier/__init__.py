"""Question and findings to one plain structure of sections and statements; no sentence is made here."""
