"""What the legal check asks of people: the opinion with its points, and the answers to them."""
