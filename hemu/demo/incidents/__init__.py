"""The incidents that the reports tell, entered through their own doors, in our own words."""
