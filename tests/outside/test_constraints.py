"""Every constraint of ACM's contract, broken one at a time: one case per constraint, made from botocore's own model.

The client does not check before it sends, so what is told is what Tegata tells. What the words should be is put together
here from the model, and not taken from Tegata's copy of it.
"""

import botocore.config
import boto3
import pytest
from botocore.exceptions import ClientError

ACM = boto3.client("acm", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x").meta.service_model
# The family of operations that is a data plane of its own.
OTHERS = ("ListTagsForResource", "TagResource", "UntagResource")
OPERATIONS = [name for name in ACM.operation_names if "Acme" not in name and name not in OTHERS]

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"
# For shapes with a pattern: a value that satisfies it, and one of a length that is allowed and breaks it.
SAMPLES = {
    "Arn": (ARN, "not an arn, though long enough"),
    "CertificateArn": (ARN, "arn:aws:acm:us-east-1:123456789012:nothing"),
    "PcaArn": ("arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1", "not an arn, though long enough"),
    "DomainNameString": ("example.com", "not a name"),
    "IdempotencyToken": ("token", "not-a-token"),
    "NextToken": ("token", "\u3042"),
    "SerialNumber": ("00:11:22", "xx:yy"),
    "TagKey": ("key", "*"),
    "TagValue": ("value", "*"),
}


def sample(shape, stack=()):
    """A value that satisfies a shape."""
    if shape.name in SAMPLES:
        return SAMPLES[shape.name][0]
    if shape.type_name == "structure":
        if shape.name in stack:
            return {}
        members = {name: member for name, member in shape.members.items() if name in shape.required_members}
        return {name: sample(member, (*stack, shape.name)) for name, member in members.items()}
    if shape.type_name == "list":
        return [sample(shape.member, stack)] * shape.metadata.get("min", 0)
    if shape.type_name == "string":
        return (shape.enum or ["x" * shape.metadata.get("min", 1)])[0]
    if shape.type_name == "blob":
        return b"x" * shape.metadata.get("min", 1)
    if shape.type_name == "timestamp":
        return "2026-11-26T00:00:00Z"
    return {"boolean": True}.get(shape.type_name, shape.metadata.get("min", 1))


def broken(shape):
    """Each value that breaks one constraint of a shape, with the rule that it breaks."""
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    kind = shape.type_name
    if kind in ("integer", "long"):
        if least is not None:
            yield least - 1, f"Member must have value greater than or equal to {least}"
        if most is not None:
            yield most + 1, f"Member must have value less than or equal to {most}"
        return
    if kind == "string" and shape.enum:
        yield "NONSENSE", f"Member must satisfy enum value set: [{', '.join(shape.enum)}]"
        return
    if kind == "string" and "pattern" in shape.metadata:
        yield SAMPLES[shape.name][1], f"Member must satisfy regular expression pattern: {shape.metadata['pattern']}"
    of_length = {
        "string": lambda length: ((SAMPLES[shape.name][0] + "x" * length)[:length] if shape.name in SAMPLES else "x" * length),
        "blob": lambda length: b"x" * length,
        "list": lambda length: [sample(shape.member)] * length,
    }.get(kind)
    if of_length and most is not None:
        yield of_length(most + 1), f"Member must have length less than or equal to {most}"
    if of_length and least:
        yield of_length(least - 1), f"Member must have length greater than or equal to {least}"


def lower(name):
    return name[:1].lower() + name[1:]


def cases_of(shape, path, put, stack=()):
    """Every constraint under a shape: where it is, a change of the input that breaks it, and its rule."""
    for value, rule in broken(shape):
        yield path, rule, lambda value=value: put(value)
    if shape.type_name == "structure" and shape.name not in stack:
        for name, member in shape.members.items():
            def put_member(value, name=name):
                whole = sample(shape)
                whole[name] = value
                return put(whole)
            yield from cases_of(member, [*path, lower(name)], put_member, (*stack, shape.name))
            if name in shape.required_members:
                def without(name=name):
                    whole = sample(shape)
                    del whole[name]
                    return put(whole)
                yield [*path, lower(name)], "Member must not be null", without
    if shape.type_name == "list":
        yield from cases_of(shape.member, [*path, "1", "member"], lambda value: put([value]), stack)


def all_cases():
    for operation in OPERATIONS:
        shape = ACM.operation_model(operation).input_shape
        if shape is None:
            continue
        for path, rule, change in cases_of(shape, [], lambda whole: whole):
            yield pytest.param(operation, ".".join(path), rule, change, id=f"{operation}-{'.'.join(path)}-{rule[12:40]}")


CASES = list(all_cases())


@pytest.fixture(scope="module")
def acm(tmp_path_factory):
    from conftest import Instance

    instance = Instance(tmp_path_factory.mktemp("instance"))
    yield boto3.client(
        "acm",
        endpoint_url=instance.api,
        region_name=instance.ready["region"],
        aws_access_key_id=instance.ready["access_key_id"],
        aws_secret_access_key=instance.ready["secret_access_key"],
        config=botocore.config.Config(retries={"max_attempts": 0}, parameter_validation=False),
    )
    instance.stop()


def test_there_is_a_case_for_each_constraint():
    assert len(CASES) > 200
    assert {case.values[0] for case in CASES} == {name for name in OPERATIONS if ACM.operation_model(name).input_shape}


@pytest.mark.parametrize("operation, path, rule, change", CASES)
def test_a_broken_constraint_is_told_in_awss_words(acm, operation, path, rule, change):
    with pytest.raises(ClientError) as refused:
        acm._make_api_call(operation, change())
    error = refused.value.response["Error"]
    assert error["Code"] == "ValidationException", error
    assert " validation error" in error["Message"] and " detected: " in error["Message"]
    told = error["Message"].split(" detected: ", 1)[1]
    assert f" at '{path}' failed to satisfy constraint: {rule}" in told, (path, rule, error["Message"])
