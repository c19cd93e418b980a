package io.featurestore.steps.report;

import java.nio.charset.StandardCharsets;

/// Writes HTML. All text is escaped. Characters that could hide other text or change its direction are shown as
/// their codes.
final class HtmlWriter {
    /// The most characters of a text. Longer text is cut; the output holds it in full.
    private static final int MOST_CHARACTERS = 20_000;

    private final StringBuilder out = new StringBuilder(1 << 16);

    /// Writes markup of this package without escaping.
    HtmlWriter raw(String markup) {
        out.append(markup);
        return this;
    }

    /// Writes text, escaped.
    HtmlWriter text(String text) {
        out.append(escaped(text));
        return this;
    }

    /// Writes an element with text; `styleClass` may be empty for no class.
    HtmlWriter element(String name, String styleClass, String text) {
        return open(name, styleClass).text(text).raw("</" + name + ">");
    }

    /// Writes a start tag.
    HtmlWriter open(String name, String styleClass) {
        return raw(styleClass.isEmpty() ? "<" + name + ">" : "<" + name + " class=\"" + styleClass + "\">");
    }

    /// Writes a value of the data, whose text direction does not affect the text around it.
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

    /// Returns whether a character is a control, a direction mark, a character without width or an unpaired
    /// surrogate.
    private static boolean isHidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT && c != 0x200d
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
