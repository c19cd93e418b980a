package io.featurestore.steps.report;

import java.nio.charset.StandardCharsets;

/** Writes HTML. All text is escaped, and what could hide or turn other text is shown by its code. */
final class HtmlWriter {
    /** Longer text is cut: a report shows what there is, the output holds it. */
    private static final int MOST_CHARACTERS = 20_000;

    private final StringBuilder out = new StringBuilder(1 << 16);

    /** Writes markup that this package made. */
    HtmlWriter raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Writes text. */
    HtmlWriter text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Writes an element of a class that holds text alone; no class where that is empty. */
    HtmlWriter element(String name, String styleClass, String text) {
        return open(name, styleClass).text(text).raw("</" + name + ">");
    }

    /** Writes a start tag. */
    HtmlWriter open(String name, String styleClass) {
        return raw(styleClass.isEmpty() ? "<" + name + ">" : "<" + name + " class=\"" + styleClass + "\">");
    }

    /** Writes a value of the data: its direction stays its own. */
    HtmlWriter value(String styleClass, String value) {
        return element("bdi", styleClass, value.isEmpty() ? "(empty)" : value);
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        int at = 0;
        int end = Math.min(text.length(), MOST_CHARACTERS);
        while (at < end) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append((char) c);
                default -> {
                    if (isHidden(c)) {
                        escaped.append("⟨U+").append("%04X".formatted(c)).append('⟩');
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        }
        return end < text.length() ? escaped.append('…').toString() : escaped.toString();
    }

    /** Controls, marks that turn the direction of text, characters without a width, lone surrogates. */
    private static boolean isHidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT && c != 0x200d || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
