"""From the published warehouse and the run's facts to pages, summaries and exports."""
