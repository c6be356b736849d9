"""The chapters of the report, one file each: facts in, a section of the model out."""
