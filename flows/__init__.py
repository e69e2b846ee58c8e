"""When and in what order: settings, the command line, the night and its Prefect flow. Imports every room."""
