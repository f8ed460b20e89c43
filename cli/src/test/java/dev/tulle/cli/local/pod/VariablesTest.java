package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of Kubernetes' own expansion rules.
final class VariablesTest {

  private static final Map<String, String> VALUES =
      Map.of("A", "1", "B", "$(A)", "EMPTY", "", "a.b", "odd");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "$(A),1",
        "x$(A)y$(A)z,x1y1z",
        "$(B),$(A)",
        "[$(EMPTY)],[]",
        "$(a.b),odd",
        "$(UNKNOWN),$(UNKNOWN)",
        "$$(A),$(A)",
        "$$$(A),$1",
        "$$$$(A),$$(A)",
        "$A,$A",
        "a$,a$",
        "$$,$",
        "$(A,$(A",
        "$(),$()",
        "$($(A)),$($(A))",
      })
  void expands(String text, String expected) {
    assertThat(Variables.expand(text, VALUES)).isEqualTo(expected);
  }
}
