"""From observations in a room to its outline and area with an uncertainty (least squares, reliability)."""
