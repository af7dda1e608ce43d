"""What a mediator asks and writes down before and beside the sessions, and who may speak for a party."""
