"""The office's lists as CSV files: what a page's search and filters find, all of it, for whoever may see the page.

Lists of people and how they are reached are taken along by fewer.
"""
