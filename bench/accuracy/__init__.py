"""How often FitLens is right: its labels against real executions, its findings against faults that scikit-learn confirms."""
