"""One module for each kind of measurement. Each has `measure(bench, results, plan)`, which adds its rows."""
