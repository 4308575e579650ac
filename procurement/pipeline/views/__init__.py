"""Pages of the pipeline: public opportunities and forward plan, timetables, the diary, what others post."""
