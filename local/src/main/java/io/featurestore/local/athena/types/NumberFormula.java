package io.featurestore.local.athena.types;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Calculates a number variable of a signature from the others, such as `min(38, p + 1)`. It knows `+`, `-`, `*`,
/// `/`, `min`, `max` and brackets.
final class NumberFormula {
    private static final Pattern TOKEN = Pattern.compile("\\s*(\\w+|[-+*/(),])");

    private final String text;

    private NumberFormula(String text) {
        this.text = text;
    }

    static NumberFormula of(String text) {
        return new NumberFormula(text);
    }

    long value(Map<String, Long> variables) {
        return new Reader(TOKEN.matcher(text), variables).sum().longValueExact();
    }

    /// Reads the formula once and calculates.
    private static final class Reader {
        private final Matcher tokens;
        private final Map<String, Long> variables;
        private String token = "";

        Reader(Matcher tokens, Map<String, Long> variables) {
            this.tokens = tokens;
            this.variables = variables;
            next();
        }

        private void next() {
            token = tokens.find() ? tokens.group(1) : "";
        }

        private boolean skip(String wanted) {
            if (token.equals(wanted)) {
                next();
                return true;
            }
            return false;
        }

        BigInteger sum() {
            BigInteger value = product();
            while (token.equals("+") || token.equals("-")) {
                value = skip("+") ? value.add(product()) : minus(value);
            }
            return value;
        }

        private BigInteger minus(BigInteger value) {
            next();
            return value.subtract(product());
        }

        private BigInteger product() {
            BigInteger value = factor();
            while (token.equals("*") || token.equals("/")) {
                value = skip("*") ? value.multiply(factor()) : over(value);
            }
            return value;
        }

        private BigInteger over(BigInteger value) {
            next();
            return value.divide(factor());
        }

        private BigInteger factor() {
            String word = token;
            next();
            if (word.equals("(")) {
                BigInteger value = sum();
                next();
                return value;
            }
            if (word.equals("min") || word.equals("max")) {
                next();
                BigInteger first = sum();
                next();
                BigInteger second = sum();
                next();
                return word.equals("min") ? first.min(second) : first.max(second);
            }
            return TypePattern.isNumber(word)
                    ? new BigInteger(word)
                    : BigInteger.valueOf(variables.getOrDefault(word, 0L));
        }
    }
}
