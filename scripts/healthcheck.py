"""``healthcheck.py ADDRESS``: exit code 0 when the address answers 200. For containers, which have no curl.

Asks under a name that the service answers to: Django refuses one that is not in ``ALLOWED_HOSTS``.
"""

import os
import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    name = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    headers = {"Host": name} if name and name != "*" else {}
    if token := os.environ.get("HEALTH_TOKEN", ""):
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            print(answer.read(2000).decode(errors="replace").strip())
            return 0 if answer.status == 200 else 1
    except urllib.error.HTTPError as error:
        print(error.code, error.read(2000).decode(errors="replace").strip())
    except OSError as error:
        print(error)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else "usage: healthcheck.py ADDRESS")
