"""Pages of the office: the dispatch board."""
