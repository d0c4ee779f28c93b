"""What pages are drawn with: plain typed Python that returns safe HTML or inline SVG."""
