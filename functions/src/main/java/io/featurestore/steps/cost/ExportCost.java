package io.featurestore.steps.cost;

import io.featurestore.steps.Limits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Holds the cost of an export in USD. Each figure is rounded up to 7 decimals.
///
/// - Athena: the bytes that Athena counted, rounded up to whole megabytes, and at least 10 MB, for the query
///   and for the statement that counts rows for the warnings.
/// - Lambda: the time that every converter measured itself, the time of the final step and of an estimate,
///   and one second for every other call, each at the function's memory. The start of a function's sandbox is
///   not included.
/// - Step Functions: the standard transitions of the export's path with its start and end, the polls of the
///   waiting loop, and one transition and one Express execution per chunk. Retries are not included.
/// - S3: the export's own requests, estimated from chunks and parts, and for an estimate from the listed
///   files and the footers that were read. Athena's requests for the table are included if an estimate
///   counted them, see [TableRequests]. They are not included in the cost of a run without an estimate.
///   Storage until the work prefix is removed is not included.
///
/// @param athenaUsd cost of the scans of both statements
/// @param lambdaUsd cost of the functions
/// @param stepFunctionsUsd cost of the state machine
/// @param s3Usd cost of the requests
/// @param totalUsd the sum
public record ExportCost(
        BigDecimal athenaUsd,
        BigDecimal lambdaUsd,
        BigDecimal stepFunctionsUsd,
        BigDecimal s3Usd,
        BigDecimal totalUsd) {
    private static final int DECIMALS = 7;
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
    /// Transitions of every export: the start, ValidateRequest, ResolveTable, IsEstimated, StartQuery,
    /// IsConverterNeeded, PlanChunks, AreThereChunks, RemoveWork, Done and the end. It is assumed that start
    /// and end are charged: the pricing page says only "each time a step is executed".
    private static final long TRANSITIONS = 11;
    /// EstimateExport, IsDryRun.
    private static final long TRANSITIONS_OF_ESTIMATE = 2;
    /// WaitForQuery, PollQuery, HasQueryEnded.
    private static final long TRANSITIONS_PER_POLL = 3;
    /// FinalizeExport, IsRepairNeeded: after every round, and once if nothing is converted.
    private static final long TRANSITIONS_PER_END = 2;
    /// WakeConverter, if chunks are converted.
    private static final long TRANSITIONS_OF_WAKING = 1;
    private static final long CONTROL_MILLIS = 1_000;
    /// A call without work.
    private static final long WAKING_MILLIS = 100;

    /// Returns the cost of the usage.
    public static ExportCost of(Usage usage) {
        BigDecimal athena = rounded(athena(usage.scannedBytes())
                .add(
                        usage.countedBytes().isPresent()
                                ? athena(usage.countedBytes().getAsLong())
                                : BigDecimal.ZERO));
        BigDecimal lambda = rounded(lambda(usage));
        BigDecimal stepFunctions = rounded(stepFunctions(usage));
        BigDecimal s3 = rounded(s3(usage));
        return new ExportCost(
                athena,
                lambda,
                stepFunctions,
                s3,
                athena.add(lambda).add(stepFunctions).add(s3));
    }

    /// Returns the cost of a query that scans the given bytes, not rounded.
    static BigDecimal athena(long scannedBytes) {
        long megabytes = Math.max(Prices.ATHENA_LEAST_MEGABYTES, Math.ceilDiv(scannedBytes, Prices.MEGABYTE));
        return Prices.ATHENA_MEGABYTE.multiply(BigDecimal.valueOf(megabytes));
    }

    private static BigDecimal s3(Usage usage) {
        long writes = usage.s3Writes()
                + usage.table().lists()
                + usage.estimating()
                        .map(e -> 1 + Math.ceilDiv(e.files(), (long) Limits.MAX_LISTED_KEYS))
                        .orElse(0L);
        long reads = usage.s3Reads()
                + usage.table().gets()
                + usage.estimating().map(Usage.EstimateWork::footers).orElse(0L);
        return Prices.S3_WRITE
                .multiply(BigDecimal.valueOf(writes))
                .add(Prices.S3_READ.multiply(BigDecimal.valueOf(reads)));
    }

    private static BigDecimal lambda(Usage usage) {
        long controls = FunctionMemory.CONTROL.size();
        long polls = polls(usage);
        BigDecimal gigabyteSeconds = gigabyteSeconds(FunctionMemory.megabytes("ConvertChunk"), usage.conversionMillis())
                .add(gigabyteSeconds(FunctionMemory.megabytes("FinalizeExport"), usage.finalizeMillis()))
                .add(gigabyteSeconds(
                        FunctionMemory.megabytes("EstimateExport"),
                        usage.estimating().map(Usage.EstimateWork::millis).orElse(0L)))
                .add(gigabyteSeconds(FunctionMemory.megabytes("ConvertChunk"), converts(usage) ? WAKING_MILLIS : 0))
                .add(gigabyteSeconds(FunctionMemory.megabytes("PollQuery"), polls * CONTROL_MILLIS));
        for (String function : FunctionMemory.CONTROL) {
            gigabyteSeconds = gigabyteSeconds.add(gigabyteSeconds(FunctionMemory.megabytes(function), CONTROL_MILLIS));
        }
        long requests = usage.conversions()
                + controls
                + polls
                + ends(usage)
                + (converts(usage) ? 1 : 0)
                + (usage.estimating().isPresent() ? 1 : 0);
        return gigabyteSeconds
                .multiply(Prices.LAMBDA_GIGABYTE_SECOND)
                .add(Prices.LAMBDA_REQUEST.multiply(BigDecimal.valueOf(requests)));
    }

    private static BigDecimal stepFunctions(Usage usage) {
        long transitions = TRANSITIONS
                + (usage.estimating().isPresent() ? TRANSITIONS_OF_ESTIMATE : 0)
                + (converts(usage) ? TRANSITIONS_OF_WAKING : 0)
                + TRANSITIONS_PER_POLL * polls(usage)
                + usage.rounds()
                + TRANSITIONS_PER_END * ends(usage)
                + usage.conversions();
        return Prices.TRANSITION
                .multiply(BigDecimal.valueOf(transitions))
                .add(Prices.EXPRESS_REQUEST.multiply(BigDecimal.valueOf(usage.conversions())))
                .add(gigabyteSeconds(Prices.EXPRESS_MEGABYTES, usage.conversionMillis())
                        .multiply(Prices.EXPRESS_GIGABYTE_SECOND));
    }

    /// Returns the number of polls. The first poll after the end of the query is the last one.
    private static long polls(Usage usage) {
        long polls = 1;
        long wait = QueryWait.FIRST;
        for (long waited = wait; waited * 1_000 < usage.queryMillis(); waited += wait) {
            wait = QueryWait.next(wait, waited);
            polls++;
        }
        return polls;
    }

    private static boolean converts(Usage usage) {
        return usage.conversions() > 0;
    }

    private static long ends(Usage usage) {
        return Math.max(1, usage.rounds());
    }

    private static BigDecimal gigabyteSeconds(long megabytes, long millis) {
        return BigDecimal.valueOf(megabytes)
                .multiply(BigDecimal.valueOf(millis))
                .divide(MILLIS.multiply(BigDecimal.valueOf(Prices.MEGABYTES_PER_GIGABYTE)), MathContext.DECIMAL64);
    }

    private static BigDecimal rounded(BigDecimal usd) {
        return usd.setScale(DECIMALS, RoundingMode.CEILING);
    }
}
