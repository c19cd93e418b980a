package io.featurestore.steps.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What an export cost, in USD, each figure rounded up to 7 decimals.
 *
 * <ul>
 * <li>Athena: the bytes Athena counted, by the started megabyte and at least 10 MB.
 * <li>Lambda: every converter's time as it measured it itself, at its memory; the time of the final step, and of the
 * estimate where one was made; one second for every other call. The start of a function's sandbox is not in it.
 * <li>Step Functions: the standard transitions of the way the export took, its start and end among them; the query's polls
 * as the waiting loop makes them; one transition and one Express execution for every chunk. What was tried again is not in it.
 * <li>S3: the requests the export itself made, estimated from chunks and parts, and from the files that were listed and
 * the footers that were read where an estimate was made. Athena's requests on the table, and
 * storage until the work prefix is removed, are not in it.
 * </ul>
 *
 * @param athenaUsd the query's scan
 * @param lambdaUsd the functions
 * @param stepFunctionsUsd the state machine
 * @param s3Usd the requests
 * @param totalUsd the sum
 */
public record ExportCost(BigDecimal athenaUsd, BigDecimal lambdaUsd, BigDecimal stepFunctionsUsd, BigDecimal s3Usd,
        BigDecimal totalUsd) {
    private static final int DECIMALS = 7;
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
    /**
     * The start, ValidateRequest, ResolveTable, IsEstimated, StartQuery, PlanChunks, AreThereChunks, RemoveWork, Done and
     * the end. That start and end are charged is assumed: the pricing page says only "each time a step is executed".
     */
    private static final long TRANSITIONS = 10;
    /** EstimateExport, IsDryRun. */
    private static final long TRANSITIONS_OF_ESTIMATE = 2;
    /** WaitForQuery, PollQuery, HasQueryEnded. */
    private static final long TRANSITIONS_PER_POLL = 3;
    /** FinalizeExport, IsRepairNeeded: once where nothing is converted, and after every round. */
    private static final long TRANSITIONS_PER_END = 2;
    private static final long CONTROL_MILLIS = 1_000;
    /** Seconds that WaitForQuery waits for at first, twice as many each time, and at most. */
    private static final long FIRST_WAIT = 1;
    private static final long LONGEST_WAIT = 15;
    /** Objects that a page of a listing holds. */
    private static final long LISTED = 1_000;

    /** Returns what the usage cost. */
    public static ExportCost of(Usage usage) {
        BigDecimal athena = rounded(athena(usage.scannedBytes()));
        BigDecimal lambda = rounded(lambda(usage));
        BigDecimal stepFunctions = rounded(stepFunctions(usage));
        BigDecimal s3 = rounded(s3(usage));
        return new ExportCost(athena, lambda, stepFunctions, s3, athena.add(lambda).add(stepFunctions).add(s3));
    }

    /** Returns what a query costs that scans the given bytes, not rounded. */
    static BigDecimal athena(long scannedBytes) {
        long megabytes = Math.max(Prices.ATHENA_LEAST_MEGABYTES, Math.ceilDiv(scannedBytes, Prices.MEGABYTE));
        return Prices.ATHENA_MEGABYTE.multiply(BigDecimal.valueOf(megabytes));
    }

    private static BigDecimal s3(Usage usage) {
        long writes = usage.s3Writes() + usage.estimating().map(e -> 1 + Math.ceilDiv(e.files(), LISTED)).orElse(0L);
        long reads = usage.s3Reads() + usage.estimating().map(Usage.EstimateWork::footers).orElse(0L);
        return Prices.S3_WRITE.multiply(BigDecimal.valueOf(writes)).add(Prices.S3_READ.multiply(BigDecimal.valueOf(
                reads)));
    }

    private static BigDecimal lambda(Usage usage) {
        long controls = FunctionMemory.CONTROL.size();
        long polls = polls(usage);
        BigDecimal gigabyteSeconds = gigabyteSeconds(FunctionMemory.megabytes("ConvertChunk"), usage.conversionMillis())
                .add(gigabyteSeconds(FunctionMemory.megabytes("FinalizeExport"), usage.finalizeMillis()))
                .add(gigabyteSeconds(FunctionMemory.megabytes("EstimateExport"), usage.estimating().map(
                        Usage.EstimateWork::millis).orElse(0L)))
                .add(gigabyteSeconds(FunctionMemory.megabytes("PollQuery"), polls * CONTROL_MILLIS));
        for (String function : FunctionMemory.CONTROL) {
            gigabyteSeconds = gigabyteSeconds.add(gigabyteSeconds(FunctionMemory.megabytes(function), CONTROL_MILLIS));
        }
        long requests = usage.conversions() + controls + polls + ends(usage) + (usage.estimating().isPresent() ? 1 : 0);
        return gigabyteSeconds.multiply(Prices.LAMBDA_GIGABYTE_SECOND)
                .add(Prices.LAMBDA_REQUEST.multiply(BigDecimal.valueOf(requests)));
    }

    private static BigDecimal stepFunctions(Usage usage) {
        long transitions = TRANSITIONS + (usage.estimating().isPresent() ? TRANSITIONS_OF_ESTIMATE : 0)
                + TRANSITIONS_PER_POLL * polls(usage) + usage.rounds() + TRANSITIONS_PER_END * ends(usage)
                + usage.conversions();
        return Prices.TRANSITION.multiply(BigDecimal.valueOf(transitions))
                .add(Prices.EXPRESS_REQUEST.multiply(BigDecimal.valueOf(usage.conversions())))
                .add(gigabyteSeconds(Prices.EXPRESS_MEGABYTES, usage.conversionMillis())
                        .multiply(Prices.EXPRESS_GIGABYTE_SECOND));
    }

    /** The first poll that comes when the query has ended is the last. */
    private static long polls(Usage usage) {
        long polls = 1;
        long wait = FIRST_WAIT;
        for (long at = wait; at * 1_000 < usage.queryMillis(); at += wait) {
            wait = Math.min(LONGEST_WAIT, wait * 2);
            polls++;
        }
        return polls;
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
