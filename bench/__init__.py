"""Benchmarks: what Fixline costs on top of a bare loop of the same work, measured in one run on one machine."""
