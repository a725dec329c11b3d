"""Open-plan layouts of one room or several joined: solve, bound, and a check that knows neither."""
