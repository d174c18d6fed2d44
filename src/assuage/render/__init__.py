"""The page to terminal, Markdown, JSON and HTML; renderers decide nothing."""
