"""Who could sit where: scenarios for whole buildings, each with the best that anyone could reach beside it."""
