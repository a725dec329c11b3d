"""The checks of a roster against a policy, each a function of one situation and one subject."""
