"""CODEARTS_DEPLOY_LIBRARY, CODEARTS_DEPLOY_PROGRAM and CAD_PREFIX name what was built before."""
import beside  # noqa: F401
