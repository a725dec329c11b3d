"""Surveys: workbooks, shot lists and room scans become rooms with outlines and uncertainties."""
