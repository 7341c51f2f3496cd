"""Who will leave."""

from .features import RatioFeatures, make_preprocessor
from .models import CANDIDATES, build_model, default_model

__all__ = ["CANDIDATES", "RatioFeatures", "build_model", "default_model", "make_preprocessor"]
