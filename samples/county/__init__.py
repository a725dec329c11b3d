"""The county administrative centre: an invented building whose every area is known in closed form."""
