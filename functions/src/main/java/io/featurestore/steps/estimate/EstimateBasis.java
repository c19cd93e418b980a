package io.featurestore.steps.estimate;

import java.util.OptionalLong;

/**
 * What a figure rests on.
 *
 * @param kind how sure it is
 * @param atLeast of a bound: the true figure is no less than this, as far as that is known
 * @param error of a sample: with 95 % probability the true figure differs by no more than this
 * @param says the same for a person
 */
public record EstimateBasis(Kind kind, OptionalLong atLeast, OptionalLong error, String says) {
    /** How sure a figure is. */
    public enum Kind {
        /** It is the true one, as long as the table does not change. */
        EXACT,
        /** The true one is no greater. */
        BOUND,
        /** It was drawn from some of the files. */
        SAMPLE,
        /** It follows from other figures by measured or assumed factors. */
        MODEL
    }

    static EstimateBasis exact(String says) {
        return new EstimateBasis(Kind.EXACT, OptionalLong.empty(), OptionalLong.empty(), says);
    }

    static EstimateBasis model(String says) {
        return new EstimateBasis(Kind.MODEL, OptionalLong.empty(), OptionalLong.empty(), says);
    }
}
