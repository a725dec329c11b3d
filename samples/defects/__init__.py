"""Small files with one defect each, and what the import must say about it."""
