#!/usr/bin/env python3
"""Makes Tests/data/open-bandit/*.csv: the few columns of the Open Bandit Dataset that tests need.

The Python package obp 0.4.1 carries 10,000 decisions of a fashion shop for each campaign and logging
policy. Of those for men and women this keeps the order, the item shown, its place on the page, the
click, the probability of the item and four hashed traits of the customer, recoded as letters.
Needs pip and the package index once; the result is committed.
"""
import csv
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "data" / "open-bandit"
LOGS = [(policy, campaign) for policy in ("random", "bts") for campaign in ("men", "women")]
TRAITS = [f"user_feature_{number}" for number in range(4)]
HEADER = ["decision", "item", "position", "click", "propensity", "trait_0", "trait_1", "trait_2", "trait_3"]


def fetch(folder):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "obp==0.4.1"]
    subprocess.run(command, check=True)
    archive = zipfile.ZipFile(next(pathlib.Path(folder).glob("obp-0.4.1*.whl")))
    logs = {}
    for policy, campaign in LOGS:
        text = archive.read(f"obp/dataset/obd/{policy}/{campaign}/{campaign}.csv").decode()
        logs[policy, campaign] = list(csv.DictReader(io.StringIO(text)))
    return logs


def main():
    with tempfile.TemporaryDirectory() as folder:
        logs = fetch(folder)
    letters = {
        trait: {
            value: chr(ord("a") + place)
            for place, value in enumerate(sorted({row[trait] for log in logs.values() for row in log}))
        }
        for trait in TRAITS
    }
    TARGET.mkdir(parents=True, exist_ok=True)
    for (policy, campaign), rows in logs.items():
        assert len(rows) == 10_000, (policy, campaign, len(rows))
        assert [row["timestamp"] for row in rows] == sorted(row["timestamp"] for row in rows)
        with open(TARGET / f"{policy}-{campaign}.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            for number, row in enumerate(rows, start=1):
                propensity = f"{float(row['propensity_score']):.9g}"
                writer.writerow(
                    [number, row["item_id"], row["position"], row["click"], propensity]
                    + [letters[trait][row[trait]] for trait in TRAITS])


if __name__ == "__main__":
    main()
