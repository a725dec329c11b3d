"""Area certificates: the document, its signature, its PDF twin, and a verifier that imports none of them."""
