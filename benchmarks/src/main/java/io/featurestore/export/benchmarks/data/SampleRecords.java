package io.featurestore.export.benchmarks.data;

import java.time.LocalDate;
import java.util.List;

/// Makes random records of customers. The random numbers come from SplitMix64, so they do not depend on a
/// library.
final class SampleRecords {
    private static final long FIRST_EVENT = LocalDate.of(2025, 1, 1).toEpochDay() * 86_400;
    private static final int EVENT_SECONDS = 31_000_000;
    private static final List<String> SEGMENTS =
            List.of("consumer", "small_business", "enterprise", "public-sector", "vip", "trial");
    private static final List<String> COUNTRIES = List.of(
            "KR", "US", "JP", "DE", "FR", "GB", "SG", "VN", "IN", "BR", "CA", "AU", "ID", "TH", "MX", "ES", "IT", "NL",
            "SE", "PL");
    private static final List<String> WORDS = List.of(("the customer called about billing refund issued for order "
                    + "account updated email address changed plan upgraded to premium support ticket closed pending review "
                    + "follow up next week no answer left message payment failed card expired shipping delayed return "
                    + "requested item damaged happy with service asked manager discount applied loyalty points")
            .split(" "));
    private static final List<String> KOREAN =
            List.of(("고객 문의 환불 완료 배송 지연 결제 실패 계정 변경 상담 요청 감사합니다 확인 필요 서울 부산 " + "주문 취소 담당자").split(" "));

    private final StringBuilder record = new StringBuilder(1024);
    private long state;

    SampleRecords(long seed) {
        state = seed;
    }

    /// Returns the next record with its line end; valid until the next call.
    CharSequence next() {
        record.setLength(0);
        long event = FIRST_EVENT + below(EVENT_SECONDS);
        record.append("\"C-").append(100_000_000L + below(5_000_000)).append("\",\"");
        time(event, 'T');
        millis(below(1000));
        record.append("Z\",\"")
                .append(18 + below(70))
                .append("\",\"")
                .append(balance())
                .append("\",\"");
        record.append(SEGMENTS.get(Math.min(below(8), 5))).append("\",\"");
        record.append(COUNTRIES.get(below(20) * below(20) / 20)).append("\",");
        note();
        record.append(',');
        if (below(10) < 7) {
            record.append('"').append(fraction()).append('"');
        }
        record.append(',');
        if (below(10) < 6) {
            record.append('"').append(random() >>> 20).append('"');
        }
        record.append(",\"").append(below(50) == 0).append("\",\"");
        time(event + 300 + below(600), ' ');
        millis(below(1000));
        record.append("\",\"");
        time(event + 1 + below(5), ' ');
        return record.append(".000\"\n");
    }

    /// Appends a double in its shortest form, as Athena prints it: some with two decimals, some with long
    /// fractions, some with an exponent.
    private double balance() {
        int kind = below(10);
        double value;
        if (kind < 7) {
            value = below(10_000_000) / 100.0;
        } else if (kind < 9) {
            value = fraction() * 1e5;
        } else {
            value = below(2_000_000_000) / 10.0;
        }
        return below(12) == 0 ? -value : value;
    }

    /// Appends a text. One in twenty is NULL, and one in twenty is empty.
    private void note() {
        int kind = below(20);
        if (kind == 0) {
            return;
        }
        record.append('"');
        int words = kind == 1 ? 0 : 4 + below(16);
        boolean korean = below(10) < 3;
        for (int i = 0; i < words; i++) {
            if (i > 0) {
                gap();
            }
            word(korean);
        }
        record.append('"');
    }

    private void gap() {
        int kind = below(60);
        if (kind == 0) {
            record.append('\n');
        } else {
            record.append(kind < 4 ? ", " : " ");
        }
    }

    private void word(boolean korean) {
        String word = korean && below(2) == 0 ? KOREAN.get(below(KOREAN.size())) : WORDS.get(below(WORDS.size()));
        if (below(45) == 0) {
            record.append("\"\"").append(word).append("\"\"");
        } else {
            record.append(word);
        }
        if (below(90) == 0) {
            record.append(below(10_000));
        }
    }

    private void time(long epochSecond, char separator) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, 86_400L));
        int second = (int) Math.floorMod(epochSecond, 86_400L);
        record.append(day).append(separator);
        two(second / 3600);
        record.append(':');
        two(second / 60 % 60);
        record.append(':');
        two(second % 60);
    }

    private void millis(int millis) {
        record.append('.').append(millis / 100);
        two(millis % 100);
    }

    private void two(int value) {
        record.append(value / 10).append(value % 10);
    }

    private double fraction() {
        return (random() >>> 11) * 0x1.0p-53;
    }

    private int below(int bound) {
        return (int) ((random() >>> 33) % bound);
    }

    private long random() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
