package io.featurestore.machine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the options of a request whose effect a test checks. The test fails if the option has no effect.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Option {
    String[] value();
}
