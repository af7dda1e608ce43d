"""The demonstration: Cixian as its 2018 report counts it, Weng'an as it works today, and the incidents told.

Every dispute here was walked through the loop by the same acts that people use. Persons are made up.
"""
