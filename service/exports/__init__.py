"""What is handed over to other systems as files: spreadsheets, drawings, GIS layers, models."""
