#!/usr/bin/env python3
"""Makes core/src/main/resources/dev/tulle/core/manifest/tulle.json.

It holds the schemas and rules of Tulle's own kinds, taken from the CustomResourceDefinitions of the Helm
chart, in the form that gateway_api.py describes. Run it without arguments when one of them changes.
"""

import pathlib

import gateway_api

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
READ_AS = "v1alpha1"


def main():
    kept = {}
    for path in sorted((REPOSITORY / "charts/tulle/crds").glob("*.yaml")):
        kept |= gateway_api.definitions(path, READ_AS)
    gateway_api.write("tulle.json", kept)


if __name__ == "__main__":
    main()
