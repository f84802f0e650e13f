"""What `make` runs: starting the product, waiting for it, finding a browser, testing the form's stories."""
