"""Where polittext meets other libraries; each module imports its library only when used."""
