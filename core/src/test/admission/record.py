#!/usr/bin/env python3
"""Asks an API server what it makes of the objects in the YAML files beside this script.

Each file gets a JSON file of its name with a line for each object: `accepted`, with the spec as the
server completed it, or `refused`, with its reasons. Nothing is created (`dryRun=All`), and a field
that the server does not know is refused (`fieldValidation=Strict`), as it is for kubectl. AdmissionTest
holds these answers against those of Tulle.

The cluster that kubectl speaks to must have the CustomResourceDefinitions of the Gateway API v1.6.3,
experimental channel. PyYAML is needed. Further folders of such files can be given as arguments:

    core/src/test/admission/record.py [FOLDER...]
"""

import http.client
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

import yaml

CLUSTER_SCOPED = {"GatewayClass"}
# said beside the errors of the schema, where rules could not be evaluated because of those
NOT_ALL = "some validation rules were not checked"


class Server(http.client.HTTPConnection):
    """The API server behind a `kubectl proxy`."""

    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def plural(name):
    return name[:-1] + "ies" if name.endswith("cy") else name + ("es" if name.endswith("s") else "s")


def verdict(server, item):
    scope = "" if item["kind"] in CLUSTER_SCOPED else "/namespaces/default"
    resource = f"/apis/{item['apiVersion']}{scope}/{plural(item['kind'].lower())}"
    server.request("POST", f"{resource}?dryRun=All&fieldValidation=Strict",
                   json.dumps(item), {"Content-Type": "application/json"})
    answer = json.loads(server.getresponse().read())
    if answer["kind"] != "Status":
        return {"accepted": answer.get("spec")}
    assert answer["reason"] in ("Invalid", "BadRequest"), answer
    causes = answer.get("details", {}).get("causes") or [{"message": answer["message"]}]
    said = [f"{cause.get('field', '')}: {cause['message']}".removeprefix(": ") for cause in causes]
    return {"refused": [text for text in said if NOT_ALL not in text]}


def record(server, path):
    lines, names = [], set()
    for item in yaml.safe_load_all(path.read_text()):
        name = item["metadata"]["name"]
        assert name not in names, f"{path.name} has {name} twice"
        names.add(name)
        lines.append(f"{json.dumps(name)}: {json.dumps(verdict(server, item), sort_keys=True)}")
    path.with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    accepted = sum('{"accepted"' in line for line in lines)
    print(f"{path.name}: {accepted} accepted, {len(lines) - accepted} refused")


def main(folders):
    with tempfile.TemporaryDirectory() as directory:
        path = f"{directory}/api"
        proxy = subprocess.Popen(["kubectl", "proxy", f"--unix-socket={path}"], stdout=subprocess.DEVNULL)
        try:
            while not pathlib.Path(path).exists():
                assert proxy.poll() is None, "kubectl proxy has ended"
                time.sleep(0.05)
            for folder in folders:
                for file in sorted(folder.glob("*.yaml")):
                    record(Server(path), file)
        finally:
            proxy.terminate()


if __name__ == "__main__":
    main([pathlib.Path(folder) for folder in sys.argv[1:]] or [pathlib.Path(__file__).parent])
