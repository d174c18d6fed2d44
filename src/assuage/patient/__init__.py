"""A person and a drug: organ function, exposure, what adds up, the pump, simulation."""
