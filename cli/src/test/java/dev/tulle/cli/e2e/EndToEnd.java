package dev.tulle.cli.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/// A class of tests that run the program with real Envoys: only `./verify e2e` runs them, and none
/// of them takes longer than this.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("e2e")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@interface EndToEnd {}
