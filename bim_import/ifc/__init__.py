"""Reading IFC building models."""
