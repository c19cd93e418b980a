package io.featurestore.local.s3.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.featurestore.local.http.ServiceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/// Encodes and decodes UTF-8 with percent signs, as in paths, queries and listings.
public final class Percent {
    private static final String UNRESERVED = "-._~";

    private Percent() {}

    /// Decodes a path, in which `+` stands for itself.
    public static String decodePath(String text) {
        return decode(text, false);
    }

    /// Decodes a name or value of a query, in which `+` stands for a space.
    public static String decodeQuery(String text) {
        return decode(text, true);
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] encoded = text.getBytes(UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        int i = 0;
        while (i < encoded.length) {
            if (encoded[i] == '%') {
                bytes.write(octet(text, encoded, i));
                i += 3;
            } else {
                bytes.write(plusIsSpace && encoded[i] == '+' ? ' ' : encoded[i]);
                i++;
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid(text);
        }
    }

    private static int octet(String text, byte[] encoded, int percent) {
        if (percent + 2 >= encoded.length
                || !HexFormat.isHexDigit(encoded[percent + 1])
                || !HexFormat.isHexDigit(encoded[percent + 2])) {
            throw invalid(text);
        }
        return HexFormat.fromHexDigit(encoded[percent + 1]) << 4 | HexFormat.fromHexDigit(encoded[percent + 2]);
    }

    private static ServiceException invalid(String text) {
        return new ServiceException(400, "InvalidURI", "cannot decode " + text);
    }

    /// Encodes all characters except letters, digits, `- . _ ~` and `/`.
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '/'
                    || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
