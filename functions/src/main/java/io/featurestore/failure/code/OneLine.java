package io.featurestore.failure.code;

import java.util.Locale;

/// Turns a message into one line of at most 16,000 characters. A message may quote a request or a record, and it
/// goes to terminals, logs and the cause of a Fail state, which holds at most 32,768 characters
/// (docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html). Quoted text must not start a
/// new line or reverse the direction of the text.
public final class OneLine {
    private static final int MAX_LENGTH = 16_000;

    private OneLine() {}

    /// Returns the text with a blank for each line end and tab, and an escape such as `\\u001b` for each
    /// invisible character.
    public static String of(String text) {
        boolean cut = text.length() > MAX_LENGTH;
        int end = cut && Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
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
            // Joiners within emoji and words have this type too and stay. Marks of text direction are escaped.
            case Character.FORMAT -> c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0xfeff;
            default -> false;
        };
    }
}
