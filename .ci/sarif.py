"""Holds SARIF reports against the published schema.

    sarif.py SCHEMA REPORT...

The schema is the one of the standard, as a published crate carries it. What the schema cannot say is held here too:
every result names its rule by the right index and its file by the right artifact, and no two have the same fingerprint.
"""
import json
import pathlib
import sys

import jsonschema


def wrong(log):
    for run in log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        files = [artifact["location"]["uri"] for artifact in run["artifacts"]]
        prints = set()
        for result in run["results"]:
            if rules[result["ruleIndex"]] != result["ruleId"]:
                yield f"{result['ruleId']} has the index of {rules[result['ruleIndex']]}"
            for location in result.get("locations", []) + result.get("relatedLocations", []):
                file = location["physicalLocation"]["artifactLocation"]
                if "index" in file and files[file["index"]] != file["uri"]:
                    yield f"{file['uri']} has the index of {files[file['index']]}"
                region = location["physicalLocation"].get("region")
                if region and not (region["startLine"] <= region["endLine"]
                                   and region["startColumn"] < region["endColumn"]):
                    yield f"no region: {region}"
            print_ = json.dumps(result["partialFingerprints"])
            if print_ in prints:
                yield f"the same fingerprint twice: {result['message']['text']}"
            prints.add(print_)


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    failed = False
    for name in sys.argv[2:]:
        log = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
        problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)]
        problems += wrong(log)
        for problem in problems[:20]:
            print(f"{name}: {problem}")
        failed |= bool(problems)
        print(f"{name}: {len(log['runs'][0]['results'])} results, {len(problems)} problems")
    sys.exit(failed)


main()
