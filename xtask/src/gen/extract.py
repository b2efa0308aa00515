"""Draws names, types, bounds and error codes out of botocore's service models, the prose left out.

usage: extract.py WHEEL SERVICE MODEL FOLDER [OPERATION ...]
"""

import gzip
import json
import sys
import zipfile

KEPT_OF_METADATA = ["apiVersion", "endpointPrefix", "jsonVersion", "protocol", "serviceFullName", "signingName",
                    "targetPrefix", "xmlNamespace"]
PROSE = {"documentation", "deprecated", "deprecatedMessage", "deprecatedSince", "box", "idempotencyToken",
         "retryable", "auth", "idempotent", "readonly", "staticContextParams", "name"}


def without_prose(node, in_members=False):
    if isinstance(node, dict):
        return {key: without_prose(value, key == "members" and not in_members)
                for key, value in sorted(node.items()) if in_members or key not in PROSE}
    if isinstance(node, list):
        return [without_prose(value) for value in node]
    return node


def lines(table):
    rows = [f"    {json.dumps(name)}: {json.dumps(table[name], ensure_ascii=False)}" for name in sorted(table)]
    return "{\n" + ",\n".join(rows) + "\n  }"


def needed(model, operations):
    """The shapes that some operations need."""
    found = {}
    waiting = [operation[side]["shape"] for operation in operations.values() for side in ("input", "output") if side in operation]
    waiting += [error["shape"] for operation in operations.values() for error in operation.get("errors", [])]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = shape = model["shapes"][name]
            parts = [*shape.get("members", {}).values(), *(shape[part] for part in ("member", "key", "value") if part in shape)]
            waiting += [part["shape"] for part in parts]
    return found.items()


def main():
    wheel, service, path, folder, *taken = sys.argv[1:]
    archive = zipfile.ZipFile(wheel)
    model = json.loads(gzip.decompress(archive.read(f"botocore/data/{path}/service-2.json.gz")))
    metadata = {key: model["metadata"][key] for key in KEPT_OF_METADATA if key in model["metadata"]}
    operations = {name: without_prose(value) for name, value in model["operations"].items() if name in taken or not taken}
    shapes = {}
    for name, value in needed(model, operations) if taken else model["shapes"].items():
        # The order of members is part of the contract: constraint errors come in it.
        members = value.get("members")
        shapes[name] = without_prose({key: item for key, item in value.items() if key != "members"})
        if members is not None:
            shapes[name]["members"] = {member: without_prose(item) for member, item in members.items()}
    with open(f"{folder}/{service}.json", "w", encoding="utf-8") as out:
        out.write("{\n  \"metadata\": " + json.dumps(metadata) + ",\n")
        out.write("  \"operations\": " + lines(operations) + ",\n")
        out.write("  \"shapes\": " + lines(shapes) + "\n}\n")


main()
