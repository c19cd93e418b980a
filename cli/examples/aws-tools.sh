#!/usr/bin/env bash
# Drives the embedded services with the AWS CLI and boto3, as one would drive AWS: makes a feature group, puts Parquet
# into its offline store, starts an export, reads the output. Needs `aws` and python3 with boto3; starts and ends
# `fs local` by itself, on a free port and a folder of its own.
#
#   cli/examples/aws-tools.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

for tool in aws python3; do
    command -v "$tool" > /dev/null || { echo "this script needs $tool" >&2; exit 2; }
done
python3 -c 'import boto3' 2> /dev/null || { echo "this script needs boto3" >&2; exit 2; }

# --- fs local in the background ---------------------------------------------------------------------------------------
work=$(mktemp -d)
./fs local --port 0 --store "$work/store" > "$work/fs.out" 2> "$work/fs.err" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
until grep '^ready ' "$work/fs.out"; do
    kill -0 "$server" 2> /dev/null || { cat "$work/fs.err" >&2; exit 1; }
    sleep 0.2
done
# Endpoint, region and credentials for the AWS CLI and boto3.
eval "$(grep '^export ' "$work/fs.out")"
export AWS_PAGER=''

echo '== AWS CLI: a bucket and a feature group with an offline store in it'
aws s3 mb s3://offline-bucket
aws sagemaker create-feature-group --feature-group-name orders --record-identifier-feature-name order_id \
    --event-time-feature-name event_time \
    --feature-definitions FeatureName=order_id,FeatureType=String FeatureName=event_time,FeatureType=Fractional \
    FeatureName=amount,FeatureType=Integral \
    --offline-store-config S3StorageConfig={S3Uri=s3://offline-bucket/store} --role-arn arn:aws:iam::000000000000:role/any
read -r database table data < <(aws sagemaker describe-feature-group --feature-group-name orders --output text --query \
    'OfflineStoreConfig.[DataCatalogConfig.Database, DataCatalogConfig.TableName, S3StorageConfig.ResolvedOutputS3Uri]')
echo "table $database.$table at $data"
aws glue get-table --database-name "$database" --name "$table" --query 'Table.StorageDescriptor.Columns[].[Name, Type]' --output text

echo '== boto3: records put through the feature store runtime, until they are Parquet in the offline store'
python3 - <<'PY'
import boto3, time

runtime = boto3.client("sagemaker-featurestore-runtime")
for i in range(60):
    runtime.put_record(FeatureGroupName="orders", Record=[
        {"FeatureName": "order_id", "ValueAsString": f"order-{i:03}"},
        {"FeatureName": "event_time", "ValueAsString": str(1767225600 + i)},
        {"FeatureName": "amount", "ValueAsString": str(i * 10)}])
# The offline store follows about a second later; it is complete when it has stopped growing.
pages = boto3.client("s3").get_paginator("list_objects_v2")
before, now = None, 0
while now == 0 or now != before:
    time.sleep(3)
    before, now = now, sum(o["Size"] for page in pages.paginate(Bucket="offline-bucket", Prefix="store/")
                           for o in page.get("Contents", []) if o["Key"].endswith(".parquet"))
PY

echo '== AWS CLI: the Parquet files taken out of the offline store and put into it again under other names'
aws s3 cp --recursive --no-progress "$data" "$work/files"
while read -r file; do
    aws s3 rm "$data/$file"
    aws s3 cp --no-progress "$work/files/$file" "$data/$(dirname "$file")/backfill-$(basename "$file")"
done < <(cd "$work/files" && find . -name '*.parquet' | sed 's|^\./||')

echo '== AWS CLI: the export, started and awaited'
machine=$(aws stepfunctions list-state-machines --query 'stateMachines[0].stateMachineArn' --output text)
execution=$(aws stepfunctions start-execution --state-machine-arn "$machine" --query executionArn --output text \
    --input '{"featureGroupName": "orders", "output": "s3://offline-bucket/out/orders.json", "compression": "none", "orderBy": ["order_id"]}')
status=RUNNING
while [ "$status" = RUNNING ]; do
    sleep 0.5
    status=$(aws stepfunctions describe-execution --execution-arn "$execution" --query status --output text)
done
aws stepfunctions describe-execution --execution-arn "$execution" --query '[status, error, cause, output]'
[ "$status" = SUCCEEDED ]

echo '== AWS CLI and boto3: the output'
aws s3 ls s3://offline-bucket/out/
python3 - <<'PY'
import boto3, json

lines = boto3.client("s3").get_object(Bucket="offline-bucket", Key="out/orders.json")["Body"].read().decode().splitlines()
records = [json.loads(line) for line in lines]
assert [r["order_id"] for r in records] == [f"order-{i:03}" for i in range(60)], records[:3]
assert [r["amount"] for r in records] == [i * 10 for i in range(60)]
print(lines[0])
print(len(records), "records, as they were put")
PY
echo 'all as expected'
