"""Posted batches as files for the books: QuickBooks IIF and a plain journal."""
