"""Files of others into the records of ``geometry.plan``, each with a report of what was found."""
