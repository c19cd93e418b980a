package io.featurestore.local.sample;

import java.util.List;
import java.util.SplittableRandom;

/// Creates comments, many of which break careless readers and writers of CSV.
final class CustomerComments {
    /// The texts; a number sign is replaced with an order number.
    private static final List<String> TEXTS = List.of(
            "",
            "Called about order #.",
            "Order # came late, again.",
            "Asked for a discount of 10% on order #, got 5%",
            "Said \"never again\" about order #",
            "\"Quoted from end to end, #\"",
            "\"",
            "\"\"",
            "a \"\"doubled\"\" quote, #",
            "first line of #\nsecond line",
            "Windows line of #\r\nand the next\r\n",
            "\n\n# after two empty lines",
            "a lone carriage return\rin #",
            "id,name,note\n1,\"Kim, A\",\"said \"\"yes\"\"\"\n2,,#\n",
            "\",\"",
            ",",
            "\"\n\"",
            "주문 #번 배송이 늦었어요.",
            "고객이 \"환불\"을 요청함, 사유: 파손\n다시 연락할 것 (#)",
            "Thanks a lot 🙏🎉 for #!",
            "👩‍👩‍👧‍👦, \"family plan\" #",
            "Größe M statt L, naïve Rücksendung №#",
            "  spaces around #  ",
            "tab\tseparated\t#",
            "back\\slash \\n is not a line end, #\\",
            "NULL",
            "\\N",
            "=SUM(A1:A#)",
            "{\"json\": [1, \"two\", null], \"order\": #}",
            "[{k=v}]",
            "a line separator\u2028inside #",
            "<b>&amp; #</b>");
    private static final int PLAIN = 3;

    private CustomerComments() {}

    /// Returns a random comment. About half of the comments are plain.
    static String comment(SplittableRandom random) {
        int most = random.nextBoolean() ? 1 + PLAIN : TEXTS.size();
        return TEXTS.get(random.nextInt(most)).replace("#", Integer.toString(random.nextInt(1_000_000)));
    }
}
