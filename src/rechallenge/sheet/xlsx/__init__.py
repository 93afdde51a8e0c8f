"""A plan as a workbook: a page for each section, laid out as cells, then written by XlsxWriter."""
