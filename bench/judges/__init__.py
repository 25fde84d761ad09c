"""Programs by others that judge the site: Lighthouse, MDN's Observatory, the Nu HTML checker."""
