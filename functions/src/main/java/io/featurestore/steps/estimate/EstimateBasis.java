package io.featurestore.steps.estimate;

import java.util.OptionalLong;

/// Describes how a figure of an estimate was obtained and how certain it is.
///
/// @param kind how certain the figure is
/// @param atLeast for a bound or an unknown figure, the smallest possible true figure, if it is known
/// @param error for a sample, the half-width of the 95 % confidence interval
/// @param says the same in words
public record EstimateBasis(Kind kind, OptionalLong atLeast, OptionalLong error, String says) {
    /// Lists the kinds of certainty.
    public enum Kind {
        /// The figure is the true one as long as the table does not change.
        EXACT,
        /// The true figure is not greater.
        BOUND,
        /// The figure is projected from some of the files.
        SAMPLE,
        /// The figure follows from other figures by measured or assumed factors.
        MODEL,
        /// Some files were not seen. The figure counts the others, and the true one may be any greater number.
        UNKNOWN
    }

    static EstimateBasis exact(String says) {
        return new EstimateBasis(Kind.EXACT, OptionalLong.empty(), OptionalLong.empty(), says);
    }

    static EstimateBasis bound(OptionalLong atLeast, String says) {
        return new EstimateBasis(Kind.BOUND, atLeast, OptionalLong.empty(), says);
    }

    static EstimateBasis unknown(OptionalLong atLeast, String says) {
        return new EstimateBasis(Kind.UNKNOWN, atLeast, OptionalLong.empty(), says);
    }

    static EstimateBasis model(String says) {
        return new EstimateBasis(Kind.MODEL, OptionalLong.empty(), OptionalLong.empty(), says);
    }
}
