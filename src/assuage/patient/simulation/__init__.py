"""Concentrations over time in one person or in millions: linear compartment models in closed form."""
