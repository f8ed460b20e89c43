#!/usr/bin/env python3
"""Makes core/src/main/resources/dev/tulle/core/manifest/gateway-api.json.

It holds the schemas and rules of the kinds of the Gateway API that Tulle reads from files, taken from
the CustomResourceDefinitions of its experimental channel (Apache-2.0, see NOTICE) without their
descriptions. One definition stands on each line, so that a reader can parse only those that it needs:
`HTTPRoute` is the version v1, `TLSRoute.v1alpha2` another one that is served. PyYAML is needed.

To make it anew, with Go's tool chain (which only unpacks the sources here; nothing is compiled):

    dir=$(cd "$(mktemp -d)" && go mod download -json sigs.k8s.io/gateway-api@v1.6.3 |
          python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])')
    core/src/schema/gateway_api.py "$dir/config/crd/experimental"
"""

import json
import pathlib
import sys

import yaml

# Files of definitions, and the version that the objects of their kinds are read as.
READ = {
    "gateway.networking.k8s.io_*.yaml": "v1",
    "gateway.networking.x-k8s.io_xbackendtrafficpolicies.yaml": "v1alpha1",
}

# Written by controllers only; what stands there in a file has no effect.
OPAQUE = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def trimmed(schema):
    """One schema without its descriptions."""
    kept = {key: value for key, value in schema.items() if key != "description"}
    for key in ("items", "additionalProperties", "not"):
        if isinstance(kept.get(key), dict):
            kept[key] = trimmed(kept[key])
    for key in ("oneOf", "anyOf", "allOf"):
        if key in kept:
            kept[key] = [trimmed(choice) for choice in kept[key]]
    if "properties" in kept:
        kept["properties"] = {name: trimmed(value)
                              for name, value in sorted(kept["properties"].items())}
    return kept


def definition(version):
    """The schema of a kind in one version, its metadata as Kubernetes checks them for every kind."""
    schema = trimmed(version["schema"]["openAPIV3Schema"])
    schema["properties"]["metadata"] = {"$ref": "ObjectMeta"}
    if "status" in schema["properties"]:
        schema["properties"]["status"] = OPAQUE
    return schema


def definitions(path, read_as):
    """Those of a file's CustomResourceDefinitions, by name; `read_as` is the version that objects are read as."""
    kept = {}
    for document in yaml.safe_load_all(path.read_text()):
        if not document or document["kind"] != "CustomResourceDefinition":
            continue
        kind = document["spec"]["names"]["kind"]
        versions = {version["name"]: definition(version)
                    for version in document["spec"]["versions"] if version["served"]}
        main_one = kept[kind] = versions.pop(read_as)
        for version, schema in versions.items():
            kept[f"{kind}.{version}"] = {"$ref": kind} if schema == main_one else schema
    return kept


def write(name, kept):
    lines = [f"{json.dumps(each)}:{json.dumps(kept[each], separators=(',', ':'))}"
             for each in sorted(kept)]
    target = pathlib.Path(__file__).parents[1].joinpath(
        "main/resources/dev/tulle/core/manifest", name)
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{target.name}: {len(lines)} definitions, {target.stat().st_size} bytes")


def main(folder):
    kept = {}
    for pattern, read_as in READ.items():
        for path in sorted(pathlib.Path(folder).glob(pattern)):
            kept |= definitions(path, read_as)
    write("gateway-api.json", kept)


if __name__ == "__main__":
    main(sys.argv[1])
