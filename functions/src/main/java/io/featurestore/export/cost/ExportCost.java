package io.featurestore.export.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What an export cost, in USD, each figure rounded up to 7 decimals.
 *
 * <ul>
 * <li>Athena: the bytes Athena counted, by the started megabyte and at least 10 MB.
 * <li>Lambda: every converter's time as it measured it itself, at its memory; the time of the final step; one second
 * for every other call. The start of a function's sandbox is not in it.
 * <li>Step Functions: the standard transitions of the way the export took, a poll of the query every
 * {@value #POLL_SECONDS} seconds, one transition and one Express execution for every chunk.
 * <li>S3: the requests the export itself made, estimated from chunks and parts. Athena's requests on the table, and
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
    private static final long POLL_SECONDS = 5;
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);
    /** ValidateRequest, ResolveTable, dry run?, StartQuery, PlanChunks, copy?, FinalizeExport, repair?, CleanUp, Done. */
    private static final long TRANSITIONS = 10;
    /** Wait, PollQuery, Choice. */
    private static final long TRANSITIONS_PER_POLL = 3;
    /** Distributed Map, FinalizeExport, Choice. */
    private static final long TRANSITIONS_PER_ROUND = 3;
    private static final long CONTROL_MILLIS = 1_000;

    /** Returns what the usage cost. */
    public static ExportCost of(Usage usage) {
        BigDecimal athena = rounded(athena(usage.scannedBytes()));
        BigDecimal lambda = rounded(lambda(usage));
        BigDecimal stepFunctions = rounded(stepFunctions(usage));
        BigDecimal s3 = rounded(Prices.S3_WRITE.multiply(BigDecimal.valueOf(usage.s3Writes()))
                .add(Prices.S3_READ.multiply(BigDecimal.valueOf(usage.s3Reads()))));
        return new ExportCost(athena, lambda, stepFunctions, s3, athena.add(lambda).add(stepFunctions).add(s3));
    }

    /** Returns what a query costs that scans the given bytes, not rounded. */
    static BigDecimal athena(long scannedBytes) {
        long megabytes = Math.max(Prices.ATHENA_LEAST_MEGABYTES, Math.ceilDiv(scannedBytes, Prices.MEGABYTE));
        return Prices.ATHENA_MEGABYTE.multiply(BigDecimal.valueOf(megabytes));
    }

    private static BigDecimal lambda(Usage usage) {
        long controls = FunctionMemory.CONTROL.size();
        long polls = polls(usage);
        BigDecimal gigabyteSeconds = gigabyteSeconds(FunctionMemory.megabytes("ConvertChunk"), usage.conversionMillis())
                .add(gigabyteSeconds(FunctionMemory.megabytes("FinalizeExport"), usage.finalizeMillis()))
                .add(gigabyteSeconds(FunctionMemory.megabytes("PollQuery"), polls * CONTROL_MILLIS));
        for (String function : FunctionMemory.CONTROL) {
            gigabyteSeconds = gigabyteSeconds.add(gigabyteSeconds(FunctionMemory.megabytes(function), CONTROL_MILLIS));
        }
        long requests = usage.conversions() + controls + polls + Math.max(1, usage.rounds());
        return gigabyteSeconds.multiply(Prices.LAMBDA_GIGABYTE_SECOND)
                .add(Prices.LAMBDA_REQUEST.multiply(BigDecimal.valueOf(requests)));
    }

    private static BigDecimal stepFunctions(Usage usage) {
        long transitions = TRANSITIONS + TRANSITIONS_PER_POLL * polls(usage) + TRANSITIONS_PER_ROUND * usage.rounds()
                + usage.conversions();
        return Prices.TRANSITION.multiply(BigDecimal.valueOf(transitions))
                .add(Prices.EXPRESS_REQUEST.multiply(BigDecimal.valueOf(usage.conversions())))
                .add(gigabyteSeconds(Prices.EXPRESS_MEGABYTES, usage.conversionMillis())
                        .multiply(Prices.EXPRESS_GIGABYTE_SECOND));
    }

    private static long polls(Usage usage) {
        return 1 + usage.queryMillis() / (POLL_SECONDS * 1_000);
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
