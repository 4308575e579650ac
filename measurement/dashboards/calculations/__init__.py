"""Arithmetic of home pages."""
