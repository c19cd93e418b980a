package io.featurestore.local.athena.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFilterTest {
    private static final List<Type> COLUMNS = List.of(
            Types.StringType.get(),
            Types.LongType.get(),
            Types.BooleanType.get(),
            Types.DateType.get(),
            Types.TimestampType.withZone(),
            Types.DoubleType.get());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            (c0 >= 'it''s')                        | c0 >= "it's"
            ((c0 >= 'a') AND (c0 < 'b'))           | (c0 >= "a" AND c0 < "b")
            ((c0 = 'a') OR (c1 = 5))               | (c0 = "a" OR c1 = 5)
            (c1 != -3)                             | c1 != -3
            (c1 IN (1, 5, 7))                      | c1 IN (1, 5, 7)
            (c0 IN ('a, b', 'c'))                  | c0 IN ("a, b", "c")
            (c0 IS NOT NULL)                       | c0 IS NOT NULL
            (c1 IS NULL)                           | c1 IS NULL
            c2                                     | c2 = true
            (NOT c2)                               | c2 = false
            (c3 > '2022-11-09'::DATE)              | c3 > "2022-11-09"
            (c4 < '1970-01-01 00:00:00.5+00'::TIMESTAMP WITH TIME ZONE) | c4 < 500000
            ((c0 > 'a') AND (lower(c0) = 'b'))     | true
            (c5 > 1.5)                             | true
            ((c0 > 'a') AND (c5 > 1.5))            | c0 > "a"
            ((c0 > 'a') OR (c5 > 1.5))             | true
            (c5 < 1.5)                             | c5 < 1.5
            (c5 = 1.5)                             | c5 = 1.5
            ((c5 >= -1.0) AND (c5 <= 1e+300))      | (c5 >= -1.0 AND c5 <= 1.0E300)
            (((c5 >= 1.0) AND (c5 <= 2.0)) AND (NOT isnan(c5))) | ((c5 >= 1.0 AND c5 <= 2.0) AND c5 is no NaN)
            ((c5 >= 1.0) AND (NOT isnan(c5)))      | (c5 >= 1.0 AND c5 is no NaN)
            ((c5 >= 1.0) OR (c5 <= 2.5))           | true
            ((c5 > 1.0) AND ((c0 = 'a') OR (c5 < 2.5))) | (c0 = "a" OR c5 < 2.5)
            (NOT (c0 IN ('a')))                    | true
            (c1 > 99999999999999999999)            | true
            (c4 < 'infinity'::TIMESTAMP WITH TIME ZONE) | true
            (c9 = 'a')                             | true
            (c0 = c1)                              | true
            (c0 = 'a') nonsense                    | true
            """)
    void keepsWhatIcebergCanEvaluate(String filter, String expected) {
        var expression = PlanFilter.of(List.of(filter), name -> {
            int number = name.matches("c\\d") ? Integer.parseInt(name.substring(1)) : COLUMNS.size();
            return number < COLUMNS.size()
                    ? Optional.of(Types.NestedField.optional(number + 1, name, COLUMNS.get(number)))
                    : Optional.empty();
        });

        assertThat(printed(expression)).isEqualTo(expected);
    }

    private static String printed(org.apache.iceberg.expressions.Expression expression) {
        return switch (expression) {
            case org.apache.iceberg.expressions.And and ->
                "(" + printed(and.left()) + " AND " + printed(and.right()) + ")";
            case org.apache.iceberg.expressions.Or or -> "(" + printed(or.left()) + " OR " + printed(or.right()) + ")";
            case org.apache.iceberg.expressions.UnboundPredicate<?> predicate -> printed(predicate);
            default -> expression.toString();
        };
    }

    private static String printed(org.apache.iceberg.expressions.UnboundPredicate<?> predicate) {
        String column = predicate.ref().name();
        return switch (predicate.op()) {
            case GT -> column + " > " + predicate.literal();
            case GT_EQ -> column + " >= " + predicate.literal();
            case LT -> column + " < " + predicate.literal();
            case LT_EQ -> column + " <= " + predicate.literal();
            case EQ -> column + " = " + predicate.literal();
            case NOT_EQ -> column + " != " + predicate.literal();
            case IN ->
                column + " IN ("
                        + String.join(
                                ", ",
                                predicate.literals().stream()
                                        .map(Object::toString)
                                        .toList())
                        + ")";
            case IS_NULL -> column + " IS NULL";
            case NOT_NAN -> column + " is no NaN";
            case NOT_NULL -> column + " IS NOT NULL";
            default -> throw new IllegalArgumentException(predicate.toString());
        };
    }
}
