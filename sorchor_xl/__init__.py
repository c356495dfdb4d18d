"""Excel workbooks for the yearly ศอช.ต. assessment round of a Thai province."""

__version__ = "1.0.0"
