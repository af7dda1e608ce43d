"""How visits came from phones: whose clock said what, which files belong to them."""
