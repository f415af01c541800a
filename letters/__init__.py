"""Saying it: drafting, PDF, and the ways out of the house."""
