"""Raw essays in, annotated Markdown out."""

__version__ = "0.1.0"
