package io.featurestore.failure;

import java.util.Locale;

/**
 * A message may quote what a caller wrote or what a record holds. It goes to terminals, logs and a state machine's cause
 * (32,768 characters at most, docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html), so it is one line
 * of bounded length in which nothing can pass for another line or turn the text around.
 */
final class OneLine {
    private static final int MOST = 16_000;

    private OneLine() {}

    /** Returns the text with blanks for line ends and tabs, and escapes such as {@code \\u001b} for what is not seen. */
    static String of(String text) {
        boolean cut = text.length() > MOST;
        int end = cut && Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
        String kept = cut ? text.substring(0, end) + "…" : text;
        if (kept.codePoints().noneMatch(OneLine::isUnseen)) {
            return kept;
        }
        StringBuilder line = new StringBuilder(kept.length() + 16);
        kept.codePoints().forEach(c -> {
            if (c == '\n' || c == '\r' || c == '\t') {
                line.append(' ');
            } else if (isUnseen(c)) {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            // Joiners within emoji and words are of this kind too; what turns text around is not needed to read it.
            case Character.FORMAT -> c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0xfeff;
            default -> false;
        };
    }
}
