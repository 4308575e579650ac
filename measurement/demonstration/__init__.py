"""The demonstration: Kent's published cases with illustrative figures and fictional suppliers, made through the services."""
