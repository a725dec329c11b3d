"""Pure geometry of rooms: records and functions that know no file, network, database or web."""
