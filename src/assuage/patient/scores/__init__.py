"""Scores of liver, kidney, size and liver cancer, each from its authors' formula."""
