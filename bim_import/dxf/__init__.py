"""Reading of DXF drawings."""
