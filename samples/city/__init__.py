"""An invented city centre, larger than the county one: eight straight blocks for tests of consolidation at size."""
