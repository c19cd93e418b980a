// Polars does it: arguments are the file, the output's file and the output; POLARS_MAX_THREADS holds the threads.
import pl from 'nodejs-polars';

const [source, target, output] = process.argv.slice(2);
const schema = {
  customer_id: pl.Utf8, event_time: pl.Utf8, age: pl.Int64, balance: pl.Float64, segment: pl.Utf8, country: pl.Utf8,
  note: pl.Utf8, score: pl.Float64, last_order_id: pl.Int64, is_deleted: pl.Bool, write_time: pl.Utf8,
  api_invocation_time: pl.Utf8,
};
const frame = pl.scanCSV(source, { hasHeader: true, quoteChar: '"', schema, missingUtf8IsEmptyString: false });
const common = { maintainOrder: true, checkExtension: false };
const sinks = {
  csv: () => frame.sinkCSV(target, { ...common, includeHeader: true }),
  'csv-gzip': () => frame.sinkCSV(target, { ...common, includeHeader: true, compression: 'gzip' }),
  json: () => frame.sinkNdJson(target, { ...common, compression: 'uncompressed' }),
  'json-gzip': () => frame.sinkNdJson(target, { ...common, compression: 'gzip' }),
  'json-zstd': () => frame.sinkNdJson(target, { ...common, compression: 'zstd', compressionLevel: 3 }),
  'parquet-snappy': () => frame.sinkParquet(target, { compression: 'snappy', maintainOrder: true }),
  'parquet-zstd': () => frame.sinkParquet(target, { compression: 'zstd', compressionLevel: 3, maintainOrder: true }),
};
await sinks[output]().collect();
