#!/usr/bin/env bash
# Drives the embedded services with the AWS CLI and boto3, as one would drive AWS: makes a feature group, puts Parquet
# into its offline store, starts an export, reads the output. Needs `aws` and python3 with boto3; starts and ends `fs local`
# by itself on a port and a folder of its own.
#
#   local/examples/aws-tools.sh [PORT]
set -euo pipefail
cd "$(dirname "$0")/../.."

for tool in aws python3; do
    command -v "$tool" > /dev/null || { echo "this script needs $tool" >&2; exit 2; }
done
python3 -c 'import boto3' 2> /dev/null || { echo "this script needs boto3" >&2; exit 2; }

port=${1:-4599}
work=$(mktemp -d)
./fs local --port "$port" --store "$work/store" > "$work/fs.out" 2> "$work/fs.err" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 600); do
    grep -q '^ready ' "$work/fs.out" && break
    kill -0 "$server" 2> /dev/null || { cat "$work/fs.err" >&2; exit 1; }
    sleep 0.5
done
grep '^ready ' "$work/fs.out"
eval "$(grep '^export ' "$work/fs.out")"
export AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true

echo '== AWS CLI: a feature group, Parquet in its offline store'
aws s3 mb s3://offline-bucket
aws sagemaker create-feature-group --feature-group-name orders --record-identifier-feature-name order_id \
    --event-time-feature-name event_time \
    --feature-definitions FeatureName=order_id,FeatureType=String FeatureName=event_time,FeatureType=Fractional \
    FeatureName=amount,FeatureType=Integral \
    --offline-store-config S3StorageConfig={S3Uri=s3://offline-bucket/store} --role-arn arn:aws:iam::000000000000:role/any
data=$(aws sagemaker describe-feature-group --feature-group-name orders \
    --query OfflineStoreConfig.S3StorageConfig.ResolvedOutputS3Uri --output text)
database=$(aws sagemaker describe-feature-group --feature-group-name orders \
    --query OfflineStoreConfig.DataCatalogConfig.Database --output text)
table=$(aws sagemaker describe-feature-group --feature-group-name orders \
    --query OfflineStoreConfig.DataCatalogConfig.TableName --output text)
location=$(aws glue get-table --database-name "$database" --name "$table" --query Table.StorageDescriptor.Location --output text)
echo "table $database.$table at $location (store $data)"

echo '== boto3: records through the feature store runtime, then the same Parquet copied with the AWS CLI'
python3 - <<'PY'
import boto3, time
runtime = boto3.client("sagemaker-featurestore-runtime")
for i in range(60):
    runtime.put_record(FeatureGroupName="orders", Record=[
        {"FeatureName": "order_id", "ValueAsString": f"order-{i:03}"},
        {"FeatureName": "event_time", "ValueAsString": str(1767225600 + i)},
        {"FeatureName": "amount", "ValueAsString": str(i * 10)}])
s3 = boto3.client("s3")
for _ in range(60):
    found = s3.list_objects_v2(Bucket="offline-bucket", Prefix="store/").get("Contents", [])
    if sum(o["Size"] for o in found): break
    time.sleep(0.5)
print(len(found), "objects in the offline store")
PY
partition=year=2026/month=01/day=01/hour=00
file=$(aws s3 ls --recursive s3://offline-bucket/store/ | awk '/parquet$/ {print $4}' | head -n 1)
aws s3 cp "s3://offline-bucket/$file" "$work/orders.parquet"
aws s3 rm "s3://offline-bucket/$file"
aws s3 cp "$work/orders.parquet" "$location/$partition/orders.parquet"

echo '== AWS CLI: the export'
machine=$(aws stepfunctions list-state-machines --query 'stateMachines[0].stateMachineArn' --output text)
execution=$(aws stepfunctions start-execution --state-machine-arn "$machine" --query executionArn --output text \
    --input '{"featureGroupName": "orders", "output": "s3://offline-bucket/out/orders.json", "compression": "none", "orderBy": ["order_id"]}')
for _ in $(seq 120); do
    status=$(aws stepfunctions describe-execution --execution-arn "$execution" --query status --output text)
    [ "$status" = RUNNING ] || break
    sleep 0.5
done
aws stepfunctions describe-execution --execution-arn "$execution"
[ "$status" = SUCCEEDED ]

echo '== boto3: the output'
python3 - <<'PY'
import boto3, json
lines = boto3.client("s3").get_object(Bucket="offline-bucket", Key="out/orders.json")["Body"].read().decode().splitlines()
records = [json.loads(line) for line in lines]
assert [r["order_id"] for r in records] == [f"order-{i:03}" for i in range(60)], records[:3]
assert [r["amount"] for r in records] == [i * 10 for i in range(60)]
print(lines[0]); print(len(records), "records, as they were put")
PY
echo 'all as expected'
