"""The facade of the command line and of functions in cells: paths in, results and findings out."""
