"""Statements to sentences: one package a language, the same data for each."""
