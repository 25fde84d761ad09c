"""Programs by others that judge the public pages: Lighthouse and the Nu HTML checker."""
