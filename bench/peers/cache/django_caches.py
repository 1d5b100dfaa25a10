"""Django's caches that benches compare with."""


def settings_of(cache):
    """What CACHES has to be for "locmem", or for the address of a Redis server."""
    if cache == "locmem":
        return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": cache,
        }
    }
