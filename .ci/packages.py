"""Reads the statistics package of each round as its users do, and compares what they add up with the tables of `convert`.

    packages.py BIN WORK FOLDER...
"""
import collections
import csv
import hashlib
import io
import json
import pathlib
import shutil
import subprocess
import sys

import duckdb
import frictionless
import pandas
import polars
import pyarrow
import pyarrow.parquet
import pysdmx.io
import sdmx

BIN, WORK = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
APART = ("planned", "withdrawn")
wrong = []


def run(*args, codes=(0, 1)):
    done = subprocess.run([BIN, *map(str, args), "--lang", "en"], capture_output=True, text=True)
    if done.returncode not in codes:
        sys.exit(f"{args}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def same(what, found, expected):
    if found != expected:
        wrong.append(f"{what}: {found} is not {expected}")


def by_sector_and_year(rows):
    """Sums of amounts and numbers of rows by sector and year, of rows of sector, first day, amount and qualifier."""
    sums = collections.Counter()
    for sector, start, amount, qualifier in rows:
        if amount not in (None, "") and qualifier not in APART:
            sums[(sector or "", str(start)[:4] if start else "")] += int(amount)
    return dict(sums)


COLUMNS = ["sector_code", "start_date", "amount_vnd", "amount_qualifier"]


def resources(folder):
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        yield resource, folder / resource["path"], fields


def with_pandas(path, fields, resource):
    kinds = {"integer": "Int64", "number": "Float64"}
    decimal = next((f.get("decimalChar", ".") for f in resource["schema"]["fields"] if f["type"] == "number"), ".")
    table = pandas.read_csv(
        path,
        sep=resource["dialect"]["delimiter"],
        decimal=decimal,
        dtype={name: kinds.get(kind, "string") for name, kind in fields.items()},
        keep_default_na=False,
        na_values=[""],
    )
    for name, kind in fields.items():
        if kind == "date":
            table[name] = pandas.to_datetime(table[name], format="%Y-%m-%d")
            same(f"pandas {path} {name}", table[name].dtype.kind, "M")
        elif kind in kinds:
            same(f"pandas {path} {name}", str(table[name].dtype), kinds[kind])
    same(f"pandas {path} rows", len(table), resource["rows"])
    return table


def with_duckdb(path, fields, resource):
    kinds = {"integer": "BIGINT", "number": "DECIMAL(38,10)", "date": "DATE"}
    columns = {name: kinds.get(kind, "VARCHAR") for name, kind in fields.items()}
    table = duckdb.read_csv(
        str(path),
        columns=columns,
        header=True,
        delimiter=resource["dialect"]["delimiter"],
        decimal="," if resource["dialect"]["delimiter"] == ";" else ".",
    )
    found = dict(zip(table.columns, map(str, table.types)))
    same(f"duckdb {path} types", found, columns)
    same(f"duckdb {path} rows", table.count("*").fetchall()[0][0], resource["rows"])
    return table


def with_polars(path, fields, resource):
    kinds = {"integer": polars.Int64, "number": polars.Float64, "date": polars.Date}
    schema = {name: kinds.get(kind, polars.String) for name, kind in fields.items()}
    mark = resource["dialect"]["delimiter"]
    table = polars.read_csv(path, schema=schema, separator=mark, decimal_comma=mark == ";")
    same(f"polars {path} types", dict(table.schema), schema)
    same(f"polars {path} rows", len(table), resource["rows"])
    return table


def guessed(path):
    """What readers take a table for that are told nothing: days are days and amounts whole numbers, or without a value."""
    with open(path, encoding="utf-8", newline="") as file:
        filled = collections.Counter()
        for row in csv.DictReader(file):
            filled.update(name for name, text in row.items() if text)
    lazily = {"start_date": "DATE", "end_date": "DATE", "amount_vnd": "BIGINT", "budget_vnd": "BIGINT"}
    table = duckdb.read_csv(str(path))
    found = dict(zip(table.columns, map(str, table.types)))
    strict = polars.read_csv(path, try_parse_dates=True, infer_schema_length=None).schema
    kinds = {"DATE": polars.Date, "BIGINT": polars.Int64}
    for name, kind in lazily.items():
        if filled[name]:
            same(f"duckdb guesses {name}", found[name], kind)
            same(f"polars guesses {name}", strict[name], kinds[kind])


def validated(folder, expected):
    """Whether both validators and the program itself take a package for whole."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    told = [error.message for task in report.tasks for error in task.errors] + [error.message for error in report.errors]
    web = subprocess.run(
        [pathlib.Path(sys.executable).parent / "csvwvalidate", "-v", folder / "csv-metadata.json"],
        capture_output=True,
        text=True,
    )
    own = run("export", "--check", folder)
    whole = (report.valid, web.returncode == 0, own.returncode == 0)
    if expected:
        if whole != (True, True, True):
            wrong.append(f"{folder}: {whole}\n{told[:5]}\n{web.stdout[-500:]}\n{own.stdout[-500:]}")
    return whole


def package(folder, expected):
    """Reads every table of a package with every reader."""
    validated(folder, True)
    for resource, path, fields in resources(folder):
        tables = [with_pandas(path, fields, resource), with_duckdb(path, fields, resource), with_polars(path, fields, resource)]
        if resource["schema"].get("primaryKey") != ["record_id"]:
            continue
        panda, duck, polar = tables
        missing = panda[COLUMNS].astype(object).where(panda[COLUMNS].notna(), None)
        same(f"pandas {path}", by_sector_and_year(missing.itertuples(index=False)), expected)
        same(f"duckdb {path}", by_sector_and_year(duck.select(*COLUMNS).fetchall()), expected)
        same(f"polars {path}", by_sector_and_year(polar.select(COLUMNS).rows()), expected)


KINDS = {
    "record_id": pyarrow.string(),
    "programme": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
    "sector_code": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
    "quantity": pyarrow.decimal128(38, 9),
    "start_date": pyarrow.date32(),
    "amount_vnd": pyarrow.decimal128(19, 0),
    "source_row": pyarrow.int64(),
}


def with_parquet(home, periods, expected):
    """The tables of a package or a history as Parquet: types, rows, and sums of each period."""
    for resource, _, fields in resources(next(home.glob("**/datapackage.json")).parent):
        for path in home.glob(f"*/*/{resource['name']}/*.parquet"):
            same(f"pyarrow {path}", pyarrow.parquet.read_schema(path).names, list(fields))
            table = pandas.read_parquet(path)
            same(f"pandas {path} rows", len(table), pyarrow.parquet.read_metadata(path).num_rows)
    paths = sorted(home.glob("*/*/support-activities/*.parquet"))
    same(f"{home} periods", len(paths), len(periods))
    for path in paths:
        schema = pyarrow.parquet.read_schema(path)
        same(f"pyarrow {path} types", {name: schema.field(name).type for name in KINDS}, KINDS)
    pattern = str(home / "*/*/support-activities/*.parquet")
    duck = duckdb.read_parquet(pattern, hive_partitioning=True)
    found = dict(zip(duck.columns, map(str, duck.types)))
    same("duckdb parquet types", [found[name] for name in COLUMNS], ["VARCHAR", "DATE", "DECIMAL(19,0)", "VARCHAR"])
    polar = polars.scan_parquet(pattern, hive_partitioning=True)
    arrow = pyarrow.concat_tables([pyarrow.parquet.ParquetFile(path).read() for path in paths])
    rows = {
        "duckdb": lambda period: duck.filter(f"period = '{period}'").select(*COLUMNS).fetchall(),
        "polars": lambda period: polar.filter(polars.col("period") == period).select(COLUMNS).collect().rows(),
        "pyarrow": lambda period: [
            tuple(row[name] for name in COLUMNS) for row in arrow.to_pylist() if row["period"] == period
        ],
    }
    if SPARK:
        spark = SPARK.read.option("basePath", str(home)).parquet(str(home / "*/*/support-activities"))
        rows["spark"] = lambda period: [tuple(row) for row in spark.where(spark.period == period).select(*COLUMNS).collect()]
    for who, of in rows.items():
        for period in periods:
            same(f"{who} parquet {home} {period}", by_sector_and_year(of(period)), expected)


def with_sdmx(folder, expected):
    """The aggregates of a package, read by both libraries, and every code of theirs in its list."""
    home = folder / "sdmx"
    structure = home / "structure.xml"
    told = pysdmx.io.read_sdmx(structure, validate=True)
    lists = {one.id: {code.id for code in one.codes} for one in told.get_codelists()}
    message = sdmx.read_sdmx(structure)
    for path in sorted(home.glob("*.csv")):
        (data,) = pysdmx.io.get_datasets(path, structure)
        same(f"pysdmx {path}", str(data.data.OBS_VALUE.dtype), "double[pyarrow]")
        of_form = f"CL_INDICATOR_{path.stem}"
        for column, name in [("OFFICE", "CL_OFFICE"), ("SECTOR", "CL_SECTOR"), ("INDICATOR", of_form), ("FREQ", "CL_FREQ")]:
            same(f"{path} {column} on no list", set(data.data[column]) - lists[name], set())
        one = data.data.to_dict("records")
        other = sdmx.read_sdmx(path, structure=message.structure[f"DSD_{path.stem}"])
        other = sdmx.to_pandas(other.data[0]).reset_index().to_dict("records")
        for who, rows, value in (("pysdmx", one, "OBS_VALUE"), ("sdmx1", other, "value")):
            sums = collections.Counter()
            for row in rows:
                if row["INDICATOR"] == "amount_vnd" and row[value] == row[value]:
                    # What is on no list has no code in the table, what tells no year no day.
                    sector = "" if row["SECTOR"][0] in "$_" else row["SECTOR"]
                    year = row["TIME_PERIOD"] if row["FREQ"] == "A" else ""
                    sums[(sector, year)] += int(row[value])
            same(f"{who} {path}", dict(sums), expected)


def spark():
    """Spark, where there is a Java."""
    if not shutil.which("java"):
        print("no Java, no Spark")
        return None
    import pyspark.sql

    session = pyspark.sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def json_lines(folder, expected):
    path = WORK / "records.jsonl"
    run("convert", folder, "-o", path)
    duck = duckdb.read_json(str(path))
    same("duckdb jsonl", by_sector_and_year(duck.select(*COLUMNS).fetchall()), expected)
    polar = polars.read_ndjson(path, infer_schema_length=None)
    same("polars jsonl", by_sector_and_year(polar.select(COLUMNS).rows()), expected)
    panda = pandas.read_json(path, lines=True, dtype=False)
    panda = panda[COLUMNS].astype(object).where(panda[COLUMNS].notna(), None)
    same("pandas jsonl", by_sector_and_year(panda.itertuples(index=False)), expected)


def period_of(folder):
    text = (folder / "tonghop.toml").read_text(encoding="utf-8")
    return next(line for line in text.split("[period]")[1].splitlines() if line.startswith("id")).split('"')[1]


def history(folder, expected):
    """The round and one of another period, as one table."""
    home = WORK / "history"
    shutil.rmtree(home, ignore_errors=True)
    project = folder / "tonghop.toml"
    if not project.is_file():
        return
    run("export", folder, "--append", home, "--parquet")
    later = WORK / "later"
    shutil.rmtree(later, ignore_errors=True)
    shutil.copytree(folder, later)
    own = period_of(folder)
    text = project.read_text(encoding="utf-8")
    (later / "tonghop.toml").write_text(text.replace(f'id = "{own}"', 'id = "later"'), encoding="utf-8")
    run("export", later, "--append", home, "--parquet")
    run("export", "--check", home, codes=(0,))
    pattern = str(home / "*" / "support-activities.csv")
    duck = duckdb.read_csv(pattern, union_by_name=True)
    polar = polars.scan_csv(pattern, try_parse_dates=True, infer_schema_length=None).collect()
    for name in (own, "later"):
        rows = duck.filter(f"period = '{name}'").select(*COLUMNS).fetchall()
        same(f"duckdb history {name}", by_sector_and_year(rows), expected)
        rows = polar.filter(polars.col("period") == name).select(COLUMNS).rows()
        same(f"polars history {name}", by_sector_and_year(rows), expected)
    with_parquet(home, [own, "later"], expected)


def spoilt(folder, table, change, reseal=True):
    """A copy of a package with one cell changed."""
    copy = WORK / "spoilt"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    path = copy / f"{table}.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    change(rows[0], rows[1:])
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    data = text.getvalue().encode()
    path.write_bytes(data)
    if reseal:
        described = copy / "datapackage.json"
        told = json.loads(described.read_text(encoding="utf-8"))
        for resource in told["resources"]:
            if resource["path"] == path.name:
                resource["hash"], resource["bytes"] = "sha256:" + hashlib.sha256(data).hexdigest(), len(data)
        described.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return copy


def faults(folder):
    """Planted faults are caught: by frictionless, by csvw, by the program."""

    def put(column, text, row=0):
        def change(header, rows):
            rows[row][header.index(column)] = text

        return change

    def twice(header, rows):
        rows[1][0] = rows[0][0]

    records = "support-activities"
    for name, table, change, reseal, caught in [
        ("a wrong type", records, put("amount_vnd", "1.5"), True, (True, True, True)),
        ("a wrong day", records, put("start_date", "2019-02-30"), True, (True, True, True)),
        ("a key twice", records, twice, True, (True, True, True)),
        ("an unknown code", records, put("sector_code", "khong-co"), True, (True, True, True)),
        ("an unknown office", records, put("unit_code", "khong-co"), True, (True, None, True)),
        ("an unknown file", records, put("source_file", "khong-co"), True, (True, True, True)),
        ("a changed figure", records, put("amount_vnd", "1"), False, (True, False, True)),
        ("a changed figure, sealed", records, put("amount_vnd", "1"), True, (False, False, True)),
        ("a changed sum", "sums", put("sum_vnd", "1"), True, (False, False, True)),
    ]:
        whole = validated(spoilt(folder, table, change, reseal), False)
        for who, is_whole, catches in zip(("frictionless", "csvw", "--check"), whole, caught):
            if catches is not None and is_whole == catches:
                wrong.append(f"{name}: {who} says {'whole' if is_whole else 'not whole'}")


SPARK = spark()


def main():
    for number, name in enumerate(sys.argv[3:]):
        folder, before = pathlib.Path(name), len(wrong)
        tables = WORK / "converted"
        shutil.rmtree(tables, ignore_errors=True)
        run("convert", folder, "-o", tables)
        with open(tables / "support-activities.csv", encoding="utf-8", newline="") as file:
            rows = [[row[column] for column in COLUMNS] for row in csv.DictReader(file)]
        expected = by_sector_and_year(rows)
        for variant in (["--parquet", "--sdmx"], ["--excel", "--parquet", "--sdmx"]):
            out = WORK / f"package{len(variant) - 2}"
            shutil.rmtree(out, ignore_errors=True)
            run("export", folder, "-o", out, *variant)
            package(out, expected)
            with_sdmx(out, expected)
            if (folder / "tonghop.toml").is_file():
                with_parquet(out, [period_of(folder)], expected)
        guessed(WORK / "package0" / "support-activities.csv")
        json_lines(folder, expected)
        history(folder, expected)
        if number == 0:
            faults(WORK / "package0")
        print("wrong:" if len(wrong) > before else "ok:", folder, f"{len(rows)} records, {sum(expected.values())} đồng")
    for problem in wrong:
        print(problem)
    sys.exit(bool(wrong))


main()
