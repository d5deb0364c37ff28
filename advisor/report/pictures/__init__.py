"""The pictures of a report: what stands where. SVG itself comes from templates."""
