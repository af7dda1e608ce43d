"""The cases that the reports tell, each entered through its own door as its users would."""
