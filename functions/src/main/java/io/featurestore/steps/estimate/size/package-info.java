/// Predicts output sizes by k-nearest-neighbour regression over measured columns.
///
/// **Task.** A dry run knows only the footers of a table's files. For each leaf column of the Parquet schema, and
/// each format and compression of an output, [io.featurestore.steps.estimate.size.SizeModel] predicts the bytes
/// that the column takes in the output. [io.featurestore.steps.estimate.size.EstimatedSizes] adds the columns up.
/// Uncompressed CSV and JSON need no model: their size follows from the lengths of the values.
///
/// **Features.** `ColumnFeatures` computes ten numbers from a leaf's footers: bytes per slot as stored, before
/// compression and as text, dictionary encoding, share of NULLs, slots in all and per column chunk, spare bits of
/// the value range, density of the codec, and the number of output columns. A slot is one row's place for a
/// value, or an element's place in an array or map. Sizes and counts are logarithms to the base of 2, shares and
/// flags lie between 0 and 1, and spare bits between -8 and 8. Fixed weights, one set for Parquet and one for CSV
/// and JSON, scale the features.
///
/// **Prediction.** Only measured columns of the same kind (boolean, integer, floating, text, time) are compared.
/// The distance is Euclidean over the weighted features, plus 0.05. The k = 8 nearest columns count with the
/// inverse square of their distance, for Parquet with its inverse cube. The prediction is the weighted mean of
/// the logarithms of their bytes per slot. Each neighbour's figure is first corrected by the difference of its
/// sizes from the column's. JSON with gzip or zstd gets 0.15 bytes per slot more for each doubling of the number
/// of columns.
///
/// **Measured columns.** They are the 1,057 rows of `measured-columns.csv`. The test `SizeModelMeasurement` makes
/// the columns of `columns.txt` in DuckDB, in several numbers of rows, columns and files. It writes them as
/// Parquet for the features and converts them with the project's own converters for the sizes. Run it with
/// `-Dsize.model.write=true` after a change of a converter. It does not fit the weights; they were chosen by the
/// errors of the first group of tables in `EstimateTest`.
///
/// **Error.** `EstimateTest` compares estimates with real exports as gzip CSV, gzip JSON and zstd Parquet. For
/// the tables by which the weights were chosen the error of the output's size is at most 25 %. For tables that
/// had no part in the choice, and of which no column was measured, the test allows 50 %; the largest measured
/// errors are 40 % (JSON of columns that are mostly NULL), 29 % (JSON of lists of 32-bit floats) and 28 % (JSON of
/// event times), all others are at most 25 %. `docs/cost.md` lists every case.
///
/// **Use.** The prediction is shown as `outputBytes` of an estimate. It also sets the number of S3 write requests
/// in the estimated cost, one for each 8 MiB, so an error of 25 % changes the price by some 1.5 cents for each
/// 100 GB of output. Where a request has `maxCostUsd` the price can decide whether the export is refused. Chunks,
/// their conversion and the scan do not depend on the prediction.
@NullMarked
package io.featurestore.steps.estimate.size;

import org.jspecify.annotations.NullMarked;
