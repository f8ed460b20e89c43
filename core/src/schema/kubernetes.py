#!/usr/bin/env python3
"""Makes core/src/main/resources/dev/tulle/core/manifest/kubernetes.json.

It holds the schemas of the kinds that Tulle reads from files, taken from Kubernetes' own OpenAPI
documents (Apache-2.0, see NOTICE) without their descriptions. One definition stands on each line,
so that a reader can parse only those that it needs.

To make it anew, with Go's tool chain (which only unpacks the sources here; nothing is compiled):

    dir=$(cd "$(mktemp -d)" && go mod download -json k8s.io/kubernetes@v1.34.4 |
          python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])')
    core/src/schema/kubernetes.py "$dir/api/openapi-spec/v3"

Enumerations and port ranges, which Kubernetes checks in code, are added from the tables below.
"""

import json
import pathlib
import sys

DOCUMENTS = ["api__v1", "apis__apps__v1", "apis__batch__v1", "apis__discovery.k8s.io__v1",
             "apis__networking.k8s.io__v1"]

KINDS = ["Pod", "Deployment", "StatefulSet", "Job", "Service", "EndpointSlice", "Ingress",
         "IngressClass", "Secret", "ConfigMap", "Namespace", "ServiceAccount"]

# Definition.field -> its values
ENUMS = {
    "ServiceSpec.type": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
    "ServiceSpec.sessionAffinity": ["None", "ClientIP"],
    "ServiceSpec.internalTrafficPolicy": ["Cluster", "Local"],
    "ServiceSpec.externalTrafficPolicy": ["Cluster", "Local"],
    "ServiceSpec.ipFamilyPolicy": ["SingleStack", "PreferDualStack", "RequireDualStack"],
    "ServiceSpec.trafficDistribution": ["PreferClose", "PreferSameZone", "PreferSameNode"],
    "ServicePort.protocol": ["TCP", "UDP", "SCTP"],
    "ContainerPort.protocol": ["TCP", "UDP", "SCTP"],
    "EndpointPort.protocol": ["TCP", "UDP", "SCTP"],
    "EndpointSlice.addressType": ["IPv4", "IPv6", "FQDN"],
    "HTTPIngressPath.pathType": ["Exact", "Prefix", "ImplementationSpecific"],
    "HTTPGetAction.scheme": ["HTTP", "HTTPS"],
    "PodSpec.restartPolicy": ["Always", "OnFailure", "Never"],
    "PodSpec.dnsPolicy": ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
    "Container.imagePullPolicy": ["Always", "IfNotPresent", "Never"],
    "Container.terminationMessagePolicy": ["File", "FallbackToLogsOnError"],
    "DeploymentStrategy.type": ["Recreate", "RollingUpdate"],
    "StatefulSetSpec.podManagementPolicy": ["OrderedReady", "Parallel"],
    "StatefulSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
    "JobSpec.completionMode": ["NonIndexed", "Indexed"],
    "JobSpec.podReplacementPolicy": ["TerminatingOrFailed", "Failed"],
    "LabelSelectorRequirement.operator": ["In", "NotIn", "Exists", "DoesNotExist"],
}

# Definition.field -> smallest and largest value
RANGES = {
    "ServicePort.port": (1, 65535),
    "ServicePort.nodePort": (0, 65535),
    "ContainerPort.containerPort": (1, 65535),
    "ContainerPort.hostPort": (0, 65535),
    "EndpointPort.port": (0, 65535),
    "ServiceBackendPort.number": (1, 65535),
    "GRPCAction.port": (1, 65535),
    "Probe.initialDelaySeconds": (0, None),
    "Probe.timeoutSeconds": (0, None),
    "Probe.periodSeconds": (0, None),
    "Probe.successThreshold": (0, None),
    "Probe.failureThreshold": (0, None),
    "Probe.terminationGracePeriodSeconds": (1, None),
    "PodSpec.terminationGracePeriodSeconds": (0, None),
    "PodSpec.activeDeadlineSeconds": (1, 2147483647),
    "DeploymentSpec.replicas": (0, None),
    "DeploymentSpec.minReadySeconds": (0, None),
    "DeploymentSpec.revisionHistoryLimit": (0, None),
    "DeploymentSpec.progressDeadlineSeconds": (0, None),
    "StatefulSetSpec.replicas": (0, None),
    "StatefulSetSpec.minReadySeconds": (0, None),
    "StatefulSetOrdinals.start": (0, None),
    "RollingUpdateStatefulSetStrategy.partition": (0, None),
    "JobSpec.parallelism": (0, None),
    "JobSpec.completions": (0, None),
    "JobSpec.backoffLimit": (0, None),
    "JobSpec.backoffLimitPerIndex": (0, None),
    "JobSpec.activeDeadlineSeconds": (0, None),
    "JobSpec.ttlSecondsAfterFinished": (0, None),
    "ClientIPConfig.timeoutSeconds": (1, 86400),
}

# Written by the system only; what stands there in a file has no effect.
OPAQUE = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
OPAQUE_DEFINITIONS = {"ManagedFieldsEntry", "FieldsV1"}
# Listed as required, yet not so: the API server takes a slice without endpoints, and Tulle a path
# without a type (with a warning).
OPTIONAL = {"HTTPIngressPath.pathType", "EndpointSlice.endpoints"}
KEPT = ["type", "format"]


def short(reference):
    return reference.rsplit(".", 1)[1] if "." in reference else reference


def trimmed(schema):
    """One schema with only what is checked, and its references by short name."""
    if "allOf" in schema:
        schema = schema["allOf"][0]
    if "$ref" in schema:
        return {"$ref": short(schema["$ref"])}
    kept = {key: schema[key] for key in KEPT if key in schema}
    if schema.get("format") == "int-or-string":
        return {"x-kubernetes-int-or-string": True}
    if "oneOf" in schema:  # a Quantity, the one other definition of several types
        return {"format": "quantity", "x-kubernetes-int-or-string": True}
    if "required" in schema:
        kept["required"] = sorted(schema["required"])
    if "items" in schema:
        kept["items"] = trimmed(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        kept["additionalProperties"] = trimmed(schema["additionalProperties"])
    if "properties" in schema:
        kept["properties"] = {name: trimmed(value)
                              for name, value in sorted(schema["properties"].items())}
    return kept


def completed(name, schema):
    """The definition with what Kubernetes checks in code."""
    for field, values in schema.get("properties", {}).items():
        key = f"{name}.{field}"
        if key in ENUMS:
            values["enum"] = ENUMS.pop(key)
        if key in RANGES:
            smallest, largest = RANGES.pop(key)
            values["minimum"] = smallest
            if largest is not None:
                values["maximum"] = largest
        if key in OPTIONAL:
            schema["required"].remove(field)
    if name in KINDS and "status" in schema["properties"]:
        schema["properties"]["status"] = OPAQUE
    return schema


def references(schema):
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for value in schema.values():
            yield from references(value)


def main(folder):
    definitions = {}
    for document in DOCUMENTS:
        path = pathlib.Path(folder, f"{document}_openapi.json")
        for name, schema in json.loads(path.read_text())["components"]["schemas"].items():
            # discovery's EndpointPort is the one in use; core's belongs to the old Endpoints
            if name != "io.k8s.api.core.v1.EndpointPort":
                known = definitions.setdefault(short(name), (name, schema))
                assert known[0] == name, f"{name} and {known[0]} have one short name"
    kept, open_names = {}, list(KINDS)
    while open_names:
        name = open_names.pop()
        if name in kept:
            continue
        schema = OPAQUE if name in OPAQUE_DEFINITIONS else trimmed(definitions[name][1])
        kept[name] = completed(name, schema)
        open_names.extend(references(kept[name]))
    left = [*ENUMS, *RANGES]
    assert not left, f"fields that no definition has: {left}"
    lines = [f"{json.dumps(name)}:{json.dumps(kept[name], separators=(',', ':'))}"
             for name in sorted(kept)]
    target = pathlib.Path(__file__).parents[1].joinpath(
        "main/resources/dev/tulle/core/manifest/kubernetes.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{target.name}: {len(lines)} definitions, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
