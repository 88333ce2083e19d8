"""Pages of the office: lists brought in and out, tags, certificates and merging of customers."""
